/**
 * @file sip/within.c  Requests within a dialog: UPDATE, PRACK, REFER, NOTIFY
 */
#include <string.h>

#include "sip/check.h"
#include "sip/leg_private.h"

#define USER "callpermit"

int leg_contact(enum sip_transp tp, const struct sa *src, const struct sa *dst,
		struct mbuf *mb, void *arg)
{
	struct sip_contact contact;

	(void)dst;
	(void)arg;
	sip_contact_set(&contact, USER, src, tp);
	return mbuf_printf(mb, "%H", sip_contact_print, &contact);
}

static void reply_sdp(struct leg *leg, const struct sip_msg *msg,
		      const struct mbuf *desc)
{
	char lines[REFRESH_LINES];
	struct sip_contact contact;

	sip_contact_set(&contact, USER, &msg->dst, msg->tp);
	refresh_answer(leg, msg, lines);
	(void)sip_treplyf(NULL, NULL, ua_sip(leg->ua), msg, true, 200, "OK",
			  "%H%s" CHECK_ALLOW CHECK_SUPPORTED "%s"
			  "Content-Length: %zu\r\n\r\n%b",
			  sip_contact_print, &contact, lines,
			  desc ? "Content-Type: application/sdp\r\n" : "",
			  desc ? mbuf_get_left(desc) : (size_t)0,
			  desc ? mbuf_buf(desc) : NULL,
			  desc ? mbuf_get_left(desc) : (size_t)0);
}

/* An offer in an UPDATE (RFC 3311); before the 2xx there is one pending, unless
 * what we said before was confirmed */
static void take_offer(struct leg *leg, const struct sip_msg *msg)
{
	struct mbuf *desc = NULL;

	if (!leg->answered && !leg->rel.told) {
		(void)ua_reply(leg->ua, msg, 491, "Request Pending", NULL);
		return;
	}
	if (leg_on_offer(&desc, msg, leg))
		(void)ua_reply(leg->ua, msg, 488, "Not Acceptable Here", NULL);
	else
		reply_sdp(leg, msg, desc);
	mem_deref(desc);
}

static void take_update(struct leg *leg, const struct sip_msg *msg)
{
	if (!sip_dialog_rseq_valid(sipsess_dialog(leg->sess), msg)) {
		(void)ua_reply(leg->ua, msg, 500, "Server Internal Error",
			       "Retry-After: 1\r\n");
		return;
	}
	if (refresh_refuse(leg->ua, msg))
		return;
	(void)sip_dialog_update(sipsess_dialog(leg->sess), msg);
	if (mbuf_get_left(msg->mb))
		take_offer(leg, msg);
	else
		reply_sdp(leg, msg, NULL);
}

static void take_refer(struct leg *leg, const struct sip_msg *msg)
{
	if (!sip_dialog_rseq_valid(sipsess_dialog(leg->sess), msg))
		(void)ua_reply(leg->ua, msg, 500, "Server Internal Error",
			       NULL);
	else if (sip_msg_hdr_count(msg, SIP_HDR_REFER_TO) != 1)
		(void)ua_reply(leg->ua, msg, 400, "Bad Refer-To", NULL);
	else if (!leg->answered || !leg->h->refer)
		(void)ua_reply(leg->ua, msg, 403, "No Transfer Here", NULL);
	else
		leg->h->refer(leg, msg, leg->arg);
}

/* How a REFER of ours goes: "SIP/2.0 200 OK" (RFC 3420) */
static void take_notify(struct leg *leg, const struct sip_msg *msg)
{
	struct pl code;
	uint16_t status = 0;

	if (!re_regex((const char *)mbuf_buf(msg->mb), mbuf_get_left(msg->mb),
		      "SIP/2.0 [0-9]3", &code))
		status = (uint16_t)pl_u32(&code);
	(void)ua_reply(leg->ua, msg, 200, "OK", NULL);
	if (status >= 100 && !leg->freeing)
		leg->h->referred(leg, status, leg->arg);
}

bool leg_on_request(const struct sip_msg *msg, void *arg)
{
	struct leg *leg = arg;

	if (!pl_strcmp(&msg->met, "INVITE"))
		return refresh_refuse(leg->ua, msg);
	if (!pl_strcmp(&msg->met, "UPDATE"))
		take_update(leg, msg);
	else if (!pl_strcmp(&msg->met, "PRACK"))
		reliable_take(leg, msg);
	else if (!pl_strcmp(&msg->met, "REFER"))
		take_refer(leg, msg);
	else if (!pl_strcmp(&msg->met, "NOTIFY") && leg->h->referred)
		take_notify(leg, msg);
	else
		return false;
	return true;
}

void leg_refer_accept(struct leg *leg, const struct sip_msg *msg)
{
	struct sip_contact contact;

	sip_contact_set(&contact, USER, &msg->dst, msg->tp);
	(void)sip_treplyf(NULL, NULL, ua_sip(leg->ua), msg, true, 202,
			  "Accepted", "%HContent-Length: 0\r\n\r\n",
			  sip_contact_print, &contact);
	leg->refer_id = msg->cseq.num;
	leg_notify(leg, 100, "Trying", false);
}

/* Whatever the peer says to it */
static void on_notified(int err, const struct sip_msg *msg, void *arg)
{
	(void)err;
	(void)msg;
	(void)arg;
}

void leg_notify(struct leg *leg, uint16_t status, const char *reason, bool last)
{
	char body[128];
	int n = re_snprintf(body, sizeof(body), "SIP/2.0 %u %s\r\n", status,
			    reason);

	if (!leg->sess || leg->bye || n < 0)
		return;
	(void)sip_drequestf(NULL, ua_sip(leg->ua), true, "NOTIFY",
			    sipsess_dialog(leg->sess), 0, NULL, leg_contact,
			    on_notified, NULL,
			    "Event: refer;id=%u\r\n"
			    "Subscription-State: %s\r\n"
			    "Content-Type: message/sipfrag;version=2.0\r\n"
			    "Content-Length: %d\r\n\r\n%s",
			    leg->refer_id,
			    last ? "terminated;reason=noresource"
				 : "active;expires=120",
			    n, body);
}

struct leg *leg_keep(struct leg *leg, const struct leg_handlers *h, void *arg)
{
	leg->owner_h = leg->h;
	leg->owner_arg = leg->arg;
	leg->h = h;
	leg->arg = arg;
	return mem_ref(leg);
}

void leg_give_back(struct leg *leg)
{
	leg->h = leg->owner_h;
	leg->arg = leg->owner_arg;
	mem_deref(leg);
}
