/**
 * @file sip/dial.c  Legs that go out
 *
 * By itself, so that an object file that can place a call is known by its
 * reference to leg_connect().
 */
#include <errno.h>

#include "sip/account.h"
#include "sip/check.h"
#include "sip/leg.h"
#include "sip/leg_private.h"
#include "util/err.h"
#include "util/lang.h"

static void on_progress(const struct sip_msg *msg, void *arg)
{
	struct leg *leg = arg;

	mem_deref(leg->progress);
	leg->progress = mem_ref((void *)msg);
	if (leg->h->early && mbuf_get_left(msg->mb) && !leg->freeing &&
	    msg_ctype_cmp(&msg->ctyp, "application", "sdp") &&
	    !voice_take_answer(leg->session, msg->mb, &leg->voice)) {
		leg->agreed = true;
		leg->h->early(leg, leg->arg);
	}
	if (msg->scode > 100 && leg->h->ringing && !leg->freeing)
		leg->h->ringing(leg, leg->arg);
}

static int print_timer(struct re_printf *pf, void *arg)
{
	const struct ua *ua = arg;
	int err = re_hprintf(pf, CHECK_ALLOW);

	if (!err && ua_session(ua))
		err = re_hprintf(pf,
				 CHECK_SUPPORTED_OURS "Session-Expires: %u\r\n"
						      "Min-SE: %u\r\n",
				 ua_session(ua), ua_session_min(ua));
	return err;
}

int leg_connect(struct leg **legp, struct ua *ua,
		const struct leg_target *target, const struct leg_handlers *h,
		void *arg)
{
	struct account *account = NULL;
	struct mbuf *desc = NULL;
	struct leg *leg;
	int err;

	err = leg_alloc(&leg, ua, target, h, arg);
	if (err)
		return err;

	leg->pinned = target->pinned;
	err = voice_offer(leg->session, &desc);
	if (!err)
		err = str_dup(&leg->uri, target->uri);
	if (!err && target->account)
		err = account_alloc(&account, target->account, target->secret,
				    target->witness);
	if (!err)
		err = sipsess_connect(&leg->sess, ua_sessions(ua), target->uri,
				      target->from_name, target->from,
				      target->user, NULL, 0, "application/sdp",
				      desc, account ? account_answer : NULL,
				      account ? account : target->witness,
				      account || target->witness,
				      leg_on_reoffer, leg_on_answer,
				      on_progress, leg_on_established, NULL,
				      NULL, leg_on_close, leg, "%s%H",
				      target->headers ? target->headers : "",
				      print_timer, ua);
	mem_deref(desc);
	mem_deref(account);
	if (err) {
		leg->freeing = true;
		mem_deref(leg);
		return err_set(err == ENOMEM ? ENOMEM : EINVAL,
			       _("cannot place the call"));
	}

	leg_watch(leg);
	*legp = leg;
	return 0;
}

/* libre's CANCEL takes no headers.  This one goes ahead of it in the same
 * transaction; the peer takes libre's for a retransmission. */
void leg_elsewhere(struct leg *leg)
{
	const struct sip_msg *msg = leg->progress;
	struct mbuf *mb = NULL;
	int err;

	if (!msg || leg->answered || !leg->sess)
		return;
	mb = mbuf_alloc(512);
	if (!mb)
		return;
	err = mbuf_printf(mb,
			  "CANCEL %s SIP/2.0\r\n"
			  "Via: %r\r\n"
			  "Max-Forwards: 70\r\n"
			  "From: %r\r\n"
			  "To: <%r>\r\n"
			  "Call-ID: %r\r\n"
			  "CSeq: %u CANCEL\r\n"
			  "Reason: SIP;cause=200;"
			  "text=\"Call completed elsewhere\"\r\n"
			  "Content-Length: 0\r\n\r\n",
			  leg->uri, &msg->via.val, &msg->from.val,
			  &msg->to.auri, &msg->callid, msg->cseq.num);
	mb->pos = 0;
	if (!err)
		(void)sip_send(ua_sip(leg->ua), msg->sock, msg->tp, &msg->src,
			       mb);
	mem_deref(mb);
}
