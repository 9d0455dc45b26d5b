/**
 * @file sip/refresh.c  Session timers (RFC 4028)
 *
 * A party that vanished without a BYE is noticed: one of the two sends UPDATE
 * now and then, and when that does not come, or is not answered, the leg has
 * failed.  The peer refreshes if it can; a peer that knows neither the timer
 * nor UPDATE has none.
 */
#include <stdarg.h>
#include <stdio.h>

#include "sip/check.h"
#include "sip/leg_private.h"

#define RETRY_MS 2000

/* What a message says of the timer */
struct said {
	uint32_t interval; /* 0: nothing */
	uint32_t min;
	bool known; /* Supported: timer */
	bool uac;   /* refresher=uac */
	bool uas;
	bool update; /* Allow has UPDATE */
};

static struct said read_said(const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_SESSION_EXPIRES);
	const struct sip_hdr *min = sip_msg_hdr(msg, SIP_HDR_MIN_SE);
	struct said s = { 0 };
	struct pl val, digits;

	if (!hdr)
		hdr = sip_msg_xhdr(msg, "x"); /* its compact form */
	if (hdr && !re_regex(hdr->val.p, hdr->val.l, "[0-9]+", &digits) &&
	    digits.p == hdr->val.p && digits.l < 10) {
		s.interval = pl_u32(&digits);
		if (!msg_param_decode(&hdr->val, "refresher", &val)) {
			s.uac = !pl_strcasecmp(&val, "uac");
			s.uas = !pl_strcasecmp(&val, "uas");
		}
	}
	if (min && !re_regex(min->val.p, min->val.l, "[0-9]+", &digits) &&
	    digits.p == min->val.p && digits.l < 10)
		s.min = pl_u32(&digits);
	s.known = sip_msg_hdr_has_value(msg, SIP_HDR_SUPPORTED, "timer") ||
		  sip_msg_hdr_has_value(msg, SIP_HDR_REQUIRE, "timer");
	s.update = sip_msg_hdr_has_value(msg, SIP_HDR_ALLOW, "UPDATE");
	return s;
}

bool refresh_refuse(struct ua *ua, const struct sip_msg *msg)
{
	const struct said s = read_said(msg);

	if (!ua_session(ua) || !s.known || !s.interval ||
	    s.interval >= ua_session_min(ua))
		return false;
	(void)ua_reply(ua, msg, 422, "Session Interval Too Small",
		       "Min-SE: %u\r\n", ua_session_min(ua));
	return true;
}

static void on_lapse(void *arg)
{
	struct leg *leg = arg;

	refresh_stop(leg);
	if (leg->h->failed && !leg->freeing)
		leg->h->failed(leg, 408, leg->arg);
}

static void on_refresh(void *arg);

void refresh_start(struct leg *leg)
{
	uint64_t ms = (uint64_t)leg->timer.interval * 1000;
	uint64_t early = ms / 3 < 32000 ? ms / 3 : 32000;

	tmr_cancel(&leg->timer.refresh);
	if (!ms) {
		tmr_cancel(&leg->timer.lapse);
		return;
	}
	tmr_start(&leg->timer.lapse, leg->timer.ours ? ms : ms - early,
		  on_lapse, leg);
	if (leg->timer.ours)
		tmr_start(&leg->timer.refresh, ms / 2, on_refresh, leg);
}

void refresh_answer(struct leg *leg, const struct sip_msg *msg,
		    char lines[REFRESH_LINES])
{
	const struct said s = read_said(msg);
	uint32_t interval = ua_session(leg->ua);

	lines[0] = '\0';
	leg->timer.update = leg->timer.update || s.update;
	if (!interval || (!s.known && !leg->timer.update)) {
		leg->timer.interval = 0;
		refresh_start(leg);
		return;
	}

	if (s.interval && s.interval < interval)
		interval = s.interval;
	if (interval < ua_session_min(leg->ua))
		interval = ua_session_min(leg->ua);
	if (interval < s.min)
		interval = s.min;
	leg->timer.interval = interval;
	leg->timer.ours = !s.known || s.uas;
	(void)snprintf(lines, REFRESH_LINES,
		       "Session-Expires: %u;refresher=%s\r\n%s", interval,
		       leg->timer.ours ? "uas" : "uac",
		       leg->timer.ours ? "" : "Require: timer\r\n");
	refresh_start(leg);
}

void refresh_answered(struct leg *leg, const struct sip_msg *msg)
{
	const struct said s = read_said(msg);

	leg->timer.update = leg->timer.update || s.update;
	leg->timer.interval = ua_session(leg->ua) ? s.interval : 0;
	leg->timer.ours = !s.uas;
	refresh_start(leg);
}

/* The peer does not know of a timer, but has shown that it is there */
static void renew(struct leg *leg, const struct sip_msg *msg)
{
	uint32_t interval = leg->timer.interval;
	bool ours = leg->timer.ours;

	refresh_answered(leg, msg);
	if (leg->timer.interval)
		return;
	leg->timer.interval = interval;
	leg->timer.ours = ours;
	refresh_start(leg);
}

static void on_updated(int err, const struct sip_msg *msg, void *arg)
{
	struct leg *leg = arg;

	if (!err && msg->scode < 200)
		return;
	if (!err && msg->scode < 300) {
		renew(leg, msg);
	} else if (err || msg->scode == 408 || msg->scode == 481) {
		on_lapse(leg);
	} else if (msg->scode == 422) {
		const struct said s = read_said(msg);

		if (s.min > leg->timer.interval && s.min < 86400)
			leg->timer.interval = s.min;
		tmr_start(&leg->timer.refresh, RETRY_MS, on_refresh, leg);
	} else if (msg->scode == 491 || msg->scode == 500) {
		tmr_start(&leg->timer.refresh, RETRY_MS + rand_u16() % 2000,
			  on_refresh, leg);
	}
	/* another refusal shows as well that somebody is there */
	else {
		refresh_start(leg);
	}
}

static void on_refresh(void *arg)
{
	struct leg *leg = arg;

	if (!leg->sess || leg->timer.req)
		return;
	(void)sip_drequestf(&leg->timer.req, ua_sip(leg->ua), true, "UPDATE",
			    sipsess_dialog(leg->sess), 0, NULL, leg_contact,
			    on_updated, leg,
			    "Supported: timer\r\n"
			    "Session-Expires: %u;refresher=uac\r\n"
			    "Min-SE: %u\r\n"
			    "Content-Length: 0\r\n\r\n",
			    leg->timer.interval, ua_session_min(leg->ua));
}

void refresh_stop(struct leg *leg)
{
	tmr_cancel(&leg->timer.refresh);
	tmr_cancel(&leg->timer.lapse);
	leg->timer.req = mem_deref(leg->timer.req);
}

/* A re-INVITE is answered by libre, which leaves no room for lines of ours:
 * what it answers with is wrapped at link time.  The handler of offers runs
 * right before it. */
static struct leg *offered;
static const struct sip_msg *offer;

/* The linker gives these names.
 * NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
int __real_sipsess_reply_2xx(struct sipsess *sess, const struct sip_msg *msg,
			     uint16_t scode, const char *reason,
			     struct mbuf *desc, const char *fmt, va_list *ap);
int __wrap_sipsess_reply_2xx(struct sipsess *sess, const struct sip_msg *msg,
			     uint16_t scode, const char *reason,
			     struct mbuf *desc, const char *fmt, va_list *ap);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

int leg_on_reoffer(struct mbuf **descp, const struct sip_msg *msg, void *arg)
{
	int err = leg_on_offer(descp, msg, arg);

	offered = err ? NULL : arg;
	offer = msg;
	return err;
}

static int reply_2xx(struct sipsess *sess, const struct sip_msg *msg,
		     struct mbuf *desc, const char *fmt, ...)
{
	va_list ap;
	int err;

	va_start(ap, fmt);
	err = __real_sipsess_reply_2xx(sess, msg, 200, "OK", desc, fmt, &ap);
	va_end(ap);
	return err;
}

/* Its arguments are as many as libre gives it.
 * NOLINTNEXTLINE(readability-function-size) */
int __wrap_sipsess_reply_2xx(struct sipsess *sess, const struct sip_msg *msg,
			     uint16_t scode, const char *reason,
			     struct mbuf *desc, const char *fmt, va_list *ap)
{
	struct leg *leg = offered;
	char lines[REFRESH_LINES];

	offered = NULL;
	if (fmt || !leg || offer != msg || leg->sess != sess)
		return __real_sipsess_reply_2xx(sess, msg, scode, reason, desc,
						fmt, ap);
	refresh_answer(leg, msg, lines);
	return reply_2xx(sess, msg, desc, "%s" CHECK_ALLOW CHECK_SUPPORTED,
			 lines);
}
