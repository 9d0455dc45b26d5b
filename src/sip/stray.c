/**
 * @file sip/stray.c  Answers to an INVITE that nobody waits for
 *
 * A proxy on the way may fork, and two telephones may answer at the same time:
 * libre takes the first 2xx.  The other would send its sound for ever, so it is
 * acknowledged and hung up (RFC 3261 13.2.2.4).  Both go to where it came from.
 */
#include "sip/ua_private.h"

static int write_routes(struct mbuf *mb, const struct sip_msg *msg)
{
	int err = 0;

	for (struct le *le = msg->hdrl.tail; le && !err; le = le->prev) {
		const struct sip_hdr *hdr = le->data;

		if (hdr->id == SIP_HDR_RECORD_ROUTE)
			err = mbuf_printf(mb, "Route: %r\r\n", &hdr->val);
	}

	return err;
}

static void emit(struct ua *ua, const struct sip_msg *msg, const char *method,
		 uint32_t cseq)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_CONTACT);
	struct mbuf *mb = mbuf_alloc(1024);
	struct sip_addr contact;
	int err;

	if (!mb || !hdr || sip_addr_decode(&contact, &hdr->val)) {
		mem_deref(mb);
		return;
	}
	err = mbuf_printf(mb,
			  "%s %r SIP/2.0\r\n"
			  "Via: SIP/2.0/%s %J;branch=z9hG4bK%016llx;rport\r\n",
			  method, &contact.auri, sip_transp_name(msg->tp),
			  &msg->dst, rand_u64());
	if (!err)
		err = write_routes(mb, msg);
	if (!err)
		err = mbuf_printf(mb,
				  "Max-Forwards: 70\r\nFrom: %r\r\nTo: %r\r\n"
				  "Call-ID: %r\r\nCSeq: %u %s\r\n"
				  "Content-Length: 0\r\n\r\n",
				  &msg->from.val, &msg->to.val, &msg->callid,
				  cseq, method);
	mb->pos = 0;
	if (!err)
		(void)sip_send(ua->sip, msg->sock, msg->tp, &msg->src, mb);
	mem_deref(mb);
}

void stray_answer(struct ua *ua, const struct sip_msg *msg)
{
	emit(ua, msg, "ACK", msg->cseq.num);
	emit(ua, msg, "BYE", msg->cseq.num + 1);
}
