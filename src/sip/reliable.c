/**
 * @file sip/reliable.c  Provisional answers that the peer confirms (RFC 3262)
 *
 * Only where the INVITE requires it: whoever merely supports it has no use for
 * it here.  One answer at a time is on its way; the next, and the 2xx, wait for
 * the PRACK to it.
 */
#include <errno.h>
#include <stdio.h>

#include "sip/leg_private.h"

#define USER	"callpermit"
#define REPEATS 6 /* T1 after the last of them, 64 T1 have passed */

void reliable_begin(struct leg *leg, const struct sip_msg *msg)
{
	leg->rel.required = sip_msg_hdr_has_value(msg, SIP_HDR_REQUIRE,
						  "100rel");
	leg->rel.cseq = msg->cseq.num;
	leg->rel.rseq = rand_u32() >> 2;
}

const char *reliable_lines(struct leg *leg, char lines[REFRESH_LINES])
{
	lines[0] = '\0';
	if (leg->rel.required)
		(void)snprintf(lines, REFRESH_LINES,
			       "Require: 100rel\r\nRSeq: %u\r\n",
			       leg->rel.rseq);
	return lines;
}

static int progress(struct leg *leg, const char *lines)
{
	return sipsess_progress(leg->sess, leg->rel.status,
				leg->rel.status == 180 ? "Ringing"
						       : "Session Progress",
				leg->rel.desc, "%s", lines);
}

static void on_repeat(void *arg)
{
	struct leg *leg = arg;
	char lines[REFRESH_LINES];

	if (leg->rel.repeats++ == REPEATS) {
		if (leg->h->failed && !leg->freeing)
			leg->h->failed(leg, 504, leg->arg);
		return;
	}
	(void)progress(leg, reliable_lines(leg, lines));
	tmr_start(&leg->rel.repeat,
		  leg->rel.repeats == REPEATS
			  ? SIP_T1
			  : (uint64_t)SIP_T1 << leg->rel.repeats,
		  on_repeat, leg);
}

void reliable_sent(struct leg *leg)
{
	if (!leg->rel.required)
		return;
	leg->rel.pending = true;
	leg->rel.repeats = 0;
	tmr_start(&leg->rel.repeat, SIP_T1, on_repeat, leg);
}

void reliable_stop(struct leg *leg)
{
	tmr_cancel(&leg->rel.repeat);
}

bool leg_is_unconfirmed(const struct leg *leg)
{
	return leg->rel.pending;
}

int reliable_progress(struct leg *leg)
{
	char lines[REFRESH_LINES];
	int err;

	leg->rel.status = 183;
	leg->rel.rseq++;
	err = progress(leg, reliable_lines(leg, lines));
	if (!err)
		reliable_sent(leg);
	return err;
}

/* PRACK */

/* "RAck: 776656 1 INVITE" */
static bool is_ours(const struct leg *leg, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_RACK);
	struct pl rseq, cseq, method;

	return hdr && leg->rel.pending &&
	       !re_regex(hdr->val.p, hdr->val.l,
			 "[0-9]+[ \t]+[0-9]+[ \t]+[A-Z]+", &rseq, NULL, &cseq,
			 NULL, &method) &&
	       rseq.p == hdr->val.p && rseq.l <= 10 && cseq.l <= 10 &&
	       method.p + method.l == hdr->val.p + hdr->val.l &&
	       pl_u64(&rseq) == leg->rel.rseq &&
	       pl_u64(&cseq) == leg->rel.cseq && !pl_strcmp(&method, "INVITE");
}

static void confirm(struct leg *leg, const struct sip_msg *msg,
		    const struct mbuf *desc)
{
	struct sip_contact contact;

	sip_contact_set(&contact, USER, &msg->dst, msg->tp);
	(void)sip_treplyf(NULL, NULL, ua_sip(leg->ua), msg, true, 200, "OK",
			  "%H%sContent-Length: %zu\r\n\r\n%b",
			  sip_contact_print, &contact,
			  desc ? "Content-Type: application/sdp\r\n" : "",
			  desc ? mbuf_get_left(desc) : (size_t)0,
			  desc ? mbuf_buf(desc) : NULL,
			  desc ? mbuf_get_left(desc) : (size_t)0);
}

/* The answer to what we offered, or another offer; not before the first was
 * answered */
static int take_body(struct leg *leg, const struct sip_msg *msg,
		     struct mbuf **descp)
{
	if (!leg->agreed)
		return leg_on_answer(msg, leg);
	if (!mbuf_get_left(msg->mb))
		return 0;
	return leg->rel.desc || leg->rel.told ? leg_on_offer(descp, msg, leg)
					      : EPROTO;
}

/* What waited for it */
static void go_on(struct leg *leg)
{
	int err = 0;

	if (leg->rel.early)
		err = leg_progress(leg);
	else if (leg->rel.answer)
		err = leg_answer(leg);
	if (err && leg->h->failed && !leg->freeing)
		leg->h->failed(leg, 500, leg->arg);
}

void reliable_take(struct leg *leg, const struct sip_msg *msg)
{
	struct mbuf *desc = NULL;

	if (!sip_dialog_rseq_valid(sipsess_dialog(leg->sess), msg)) {
		(void)ua_reply(leg->ua, msg, 500, "Server Internal Error",
			       NULL);
		return;
	}
	if (!is_ours(leg, msg)) {
		(void)ua_reply(leg->ua, msg, 481,
			       "No Such Provisional Response", NULL);
		return;
	}
	/* it may come again with one that can be taken */
	if (take_body(leg, msg, &desc)) {
		(void)ua_reply(leg->ua, msg, 488, "Not Acceptable Here", NULL);
		mem_deref(desc);
		return;
	}

	reliable_stop(leg);
	leg->rel.pending = false;
	leg->rel.told = leg->rel.told || leg->rel.desc;
	leg->rel.desc = mem_deref(leg->rel.desc);
	(void)sip_dialog_update(sipsess_dialog(leg->sess), msg);
	confirm(leg, msg, desc);
	mem_deref(desc);
	go_on(leg);
}
