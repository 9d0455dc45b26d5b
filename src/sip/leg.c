/**
 * @file sip/leg.c  Legs that come in, and what all legs share
 */
#include "sip/leg.h"

#include <errno.h>

#include "sip/check.h"
#include "sip/leg_private.h"
#include "util/err.h"
#include "util/lang.h"

#define SDP_TYPE "application/sdp"

static bool is_mine(const struct sip_msg *msg, void *arg)
{
	const struct leg *leg = arg;

	return leg->sess && sip_dialog_cmp(sipsess_dialog(leg->sess), msg);
}

static bool is_pinned(const struct sip_msg *msg, void *arg)
{
	const struct leg *leg = arg;

	return leg->pinned && leg->sess &&
	       sip_dialog_cmp_half(sipsess_dialog(leg->sess), msg);
}

static bool on_bye(const struct sip_msg *msg, void *arg)
{
	struct leg *leg = arg;

	if (!is_mine(msg, leg))
		return false;
	if (leg->bye || !leg->h->bye)
		return leg->bye != NULL;

	leg->bye = mem_ref((void *)msg);
	leg->h->bye(leg, leg->arg);
	return true;
}

static void destructor(void *arg)
{
	struct leg *leg = arg;

	leg->freeing = true;
	refresh_stop(leg);
	reliable_stop(leg);
	leg->refer = mem_deref(leg->refer);
	hash_unlink(&leg->watch.le);
	if (leg->bye && leg->sess)
		ua_pass(leg->ua, leg->bye);
	mem_deref(leg->bye);
	mem_deref(leg->progress);
	mem_deref(leg->rel.desc);
	mem_deref(leg->uri);
	mem_deref(leg->sess);
	mem_deref(leg->session);
	mem_deref(leg->ua);
}

int leg_alloc(struct leg **legp, struct ua *ua, const struct leg_target *target,
	      const struct leg_handlers *h, void *arg)
{
	struct leg *leg = mem_zalloc(sizeof(*leg), destructor);
	int err;

	if (!leg)
		return err_set(ENOMEM, _("no memory for a call"));

	leg->ua = mem_ref(ua);
	leg->h = h;
	leg->arg = arg;
	leg->watch.dialogh = is_mine;
	leg->watch.byeh = on_bye;
	leg->watch.requesth = leg_on_request;
	leg->watch.pinh = is_pinned;
	leg->watch.arg = leg;
	err = voice_alloc(&leg->session, target->local, target->law,
			  target->safety);
	if (err) {
		mem_deref(leg);
		return err;
	}

	*legp = leg;
	return 0;
}

void leg_watch(struct leg *leg)
{
	ua_watch(leg->ua, &leg->watch, leg_call_id(leg));
}

/* A re-INVITE came: with an offer to answer, or without, then we offer */
int leg_on_offer(struct mbuf **descp, const struct sip_msg *msg, void *arg)
{
	struct leg *leg = arg;
	struct voice voice;
	int err;

	if (!mbuf_get_left(msg->mb))
		return voice_offer(leg->session, descp);
	err = voice_take_offer(leg->session, msg->mb, &voice);
	if (!err)
		err = voice_answer(leg->session, descp);
	if (err)
		return err;

	leg->voice = voice;
	leg->agreed = true;
	if (leg->h->voice && !leg->freeing)
		leg->h->voice(leg, leg->arg);
	return 0;
}

int leg_on_answer(const struct sip_msg *msg, void *arg)
{
	struct leg *leg = arg;
	int err;

	err = voice_take_answer(leg->session, msg->mb, &leg->voice);
	if (err)
		return err;
	leg->agreed = true;
	/* The answer to an offer of ours within the call */
	if (leg->answered && leg->h->voice && !leg->freeing)
		leg->h->voice(leg, leg->arg);
	return 0;
}

void leg_on_established(const struct sip_msg *msg, void *arg)
{
	struct leg *leg = arg;

	leg->answered = true;
	if (!msg->req)
		refresh_answered(leg, msg);
	leg->progress = mem_deref(leg->progress);
	if (leg->h->answered && !leg->freeing)
		leg->h->answered(leg, leg->arg);
}

void leg_on_close(int err, const struct sip_msg *msg, void *arg)
{
	struct leg *leg = arg;
	uint16_t status = 500;

	if (err == ECONNRESET)
		status = 487;
	else if (err == ETIMEDOUT)
		status = 408;
	else if (!err && msg)
		status = msg->scode;

	if (leg->freeing)
		return;
	refresh_stop(leg);
	reliable_stop(leg);
	leg->sess = mem_deref(leg->sess);
	if (leg->h->failed)
		leg->h->failed(leg, status, leg->arg);
}

static void refuse(struct ua *ua, const struct sip_msg *msg, int err)
{
	if (err == EPROTO)
		(void)ua_reply(ua, msg, 488, "Not Acceptable Here",
			       "Warning: 304 callpermit \"G.711 only\"\r\n");
	else if (err == EBADMSG)
		(void)ua_reply(ua, msg, 400, "Bad Session Description", NULL);
	else
		(void)ua_reply(ua, msg, 500, "Server Internal Error", NULL);
}

/* The first answer to be confirmed has our offer if the INVITE has none */
static int ring(struct leg *leg, const struct sip_msg *msg)
{
	char lines[REFRESH_LINES];
	int err = 0;

	reliable_begin(leg, msg);
	leg->rel.status = 180;
	if (leg->rel.required && !leg->agreed)
		err = voice_offer(leg->session, &leg->rel.desc);
	if (err)
		return err;
	return sipsess_accept(&leg->sess, ua_sessions(leg->ua), msg, 180,
			      "Ringing", "callpermit", SDP_TYPE, leg->rel.desc,
			      NULL, NULL, false, leg_on_reoffer, leg_on_answer,
			      leg_on_established, NULL, NULL, leg_on_close, leg,
			      "%s", reliable_lines(leg, lines));
}

int leg_accept(struct leg **legp, struct ua *ua, const struct sip_msg *msg,
	       const struct sa *local, const struct leg_handlers *h, void *arg)
{
	const struct leg_target as = { .local = local, .law = VOICE_ANY };

	return leg_accept_as(legp, ua, msg, &as, h, arg);
}

int leg_accept_as(struct leg **legp, struct ua *ua, const struct sip_msg *msg,
		  const struct leg_target *as, const struct leg_handlers *h,
		  void *arg)
{
	struct leg_target to = *as;
	struct leg *leg = NULL;
	int err;

	/* Keys in clear would be no keys */
	to.safety = msg->tp == SIP_TRANSP_TLS ? VOICE_EITHER : VOICE_CLEAR;

	if (refresh_refuse(ua, msg))
		return err_set(EPROTO, _("its session timer is too short"));
	err = leg_alloc(&leg, ua, &to, h, arg);
	if (!err && as->pinned) {
		leg->pinned = true;
		ua_pin(ua, msg);
	}
	if (!err && mbuf_get_left(msg->mb)) {
		err = voice_take_offer(leg->session, msg->mb, &leg->voice);
		leg->agreed = !err;
	}
	if (!err)
		err = ring(leg, msg);
	if (err) {
		refuse(ua, msg, err);
		mem_deref(leg);
		return err;
	}

	reliable_sent(leg);
	refresh_answer(leg, msg, leg->lines);
	refresh_stop(leg); /* it begins with our 2xx */
	leg_watch(leg);
	*legp = leg;
	return 0;
}

int leg_progress(struct leg *leg)
{
	int err = 0;

	if (!leg->sess || leg->answered || !leg->agreed || leg->rel.answer)
		return err_set(EPROTO, _("the call cannot be answered now"));

	leg->rel.early = leg->rel.pending;
	if (leg->rel.pending)
		return 0;
	if (!leg->rel.told && !leg->rel.desc)
		err = voice_answer(leg->session, &leg->rel.desc);
	if (!err)
		err = reliable_progress(leg);
	if (!err && leg->h->early && !leg->freeing)
		leg->h->early(leg, leg->arg);
	return err ? err_set(err, _("the call cannot be answered")) : 0;
}

int leg_answer(struct leg *leg)
{
	struct mbuf *desc = NULL;
	int err = 0;

	if (!leg->sess || leg->answered)
		return err_set(EPROTO, _("the call cannot be answered now"));

	leg->rel.answer = true;
	leg->rel.early = false;
	if (leg->rel.pending)
		return 0;
	if (!leg->rel.told && leg->rel.desc)
		desc = mem_ref(leg->rel.desc);
	else if (!leg->rel.told)
		err = leg->agreed ? voice_answer(leg->session, &desc)
				  : voice_offer(leg->session, &desc);
	if (!err)
		err = sipsess_answer(leg->sess, 200, "OK", desc,
				     "%s" CHECK_ALLOW CHECK_SUPPORTED,
				     leg->lines);
	if (!err)
		refresh_start(leg);
	mem_deref(desc);
	return err ? err_set(err, _("the call cannot be answered")) : 0;
}

void leg_reject(struct leg *leg, uint16_t status, const char *reason)
{
	reliable_stop(leg);
	if (leg->sess)
		(void)sipsess_reject(leg->sess, status, reason, NULL);
}

int leg_hold(struct leg *leg, bool on)
{
	struct mbuf *desc = NULL;
	int err;

	if (!leg->sess || !leg->answered)
		return err_set(EPROTO, _("the call does not stand"));
	voice_hold(leg->session, on);
	err = voice_offer(leg->session, &desc);
	if (!err)
		err = sipsess_modify(leg->sess, desc);
	mem_deref(desc);
	return err ? err_set(EPROTO, _("the call does not stand")) : 0;
}

void leg_free(struct leg *leg)
{
	mem_deref(leg);
}

const struct voice *leg_voice(const struct leg *leg)
{
	return leg->agreed ? &leg->voice : NULL;
}

const char *leg_call_id(const struct leg *leg)
{
	return sip_dialog_callid(sipsess_dialog(leg->sess));
}

bool leg_is_answered(const struct leg *leg)
{
	return leg->answered;
}

bool leg_is_dialog(const struct leg *leg, const struct pl *call_id,
		   const struct pl *ours, const struct pl *theirs)
{
	/* A request of the peer within it would look like this */
	const struct sip_msg like = {
		.req = true,
		.callid = *call_id,
		.to.tag = *ours,
		.from.tag = *theirs,
	};

	return leg->sess && sip_dialog_cmp(sipsess_dialog(leg->sess), &like);
}
