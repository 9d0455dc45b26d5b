/**
 * @file sip/gate.c  What arrives is judged before libre sees it
 *
 * Two functions of libre are wrapped at link time (--wrap, see the Makefile):
 * udp_listen(), so that datagrams come to us and are judged before libre sees
 * them, and sip_listen(), so that we hold the handlers of its transaction and
 * session layers and can put ours in front, for any transport.
 */
#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "sip/check.h"
#include "sip/ua_private.h"

#define PROBE_MS    100
#define BAD_PER_SEC 200 /* answers to malformed messages */
#define AT_ONCE	    32	/* datagrams taken before timers have their turn */

/* The endpoint whose layers are being opened: libre's functions that we wrap
 * have no argument through which it could come */
static struct ua *opening;

struct ua *gate_opening(struct ua *ua)
{
	struct ua *before = opening;

	opening = ua;
	return before;
}

/* The linker gives these names.
 * NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
int __real_udp_listen(struct udp_sock **usp, const struct sa *local,
		      udp_recv_h *rh, void *arg);
int __wrap_udp_listen(struct udp_sock **usp, const struct sa *local,
		      udp_recv_h *rh, void *arg);
int __real_sip_listen(struct sip_lsnr **lsnrp, struct sip *sip, bool req,
		      sip_msg_h *msgh, void *arg);
int __wrap_sip_listen(struct sip_lsnr **lsnrp, struct sip *sip, bool req,
		      sip_msg_h *msgh, void *arg);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

/* A station is reached where its messages come from: behind NAT its Contact is
 * wrong, over TCP it names a port that nobody listens on, and it could name
 * anybody.  So libre gets to see one of ours. */

static bool watch_pins(struct le *le, void *arg)
{
	const struct ua_watch *watch = le->data;

	return watch->pinh(arg, watch->arg);
}

void ua_pin(struct ua *ua, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_CONTACT);
	struct sip_addr addr;

	if (!hdr || sip_msg_hdr(msg, SIP_HDR_RECORD_ROUTE) ||
	    sip_addr_decode(&addr, &hdr->val))
		return;
	if (re_snprintf(ua->pinned, sizeof(ua->pinned), "<sip:%r%s%J%s>",
			&addr.uri.user, pl_isset(&addr.uri.user) ? "@" : "",
			&msg->src, sip_transp_param(msg->tp)) < 0)
		return;
	/* The message is libre's own object of this one delivery */
	pl_set_str(&((struct sip_hdr *)hdr)->val, ua->pinned);
}

static void pin(struct ua *ua, const struct sip_msg *msg)
{
	if (hash_lookup(ua->watches, hash_joaat_pl(&msg->callid), watch_pins,
			(void *)msg))
		ua_pin(ua, msg);
}

/* Judging */

static bool is_fit(struct ua *ua, struct sip_msg *msg)
{
	struct check check;

	if (msg->req)
		check_request(msg, &check);
	else if (check_response(msg))
		check.status = 0;
	else
		return false;
	if (!check.status) {
		pin(ua, msg);
		return true;
	}
	if (pl_strcmp(&msg->met, "ACK"))
		ua_reply_stateless(ua, msg, check.status, check.reason,
				   check.headers);
	return false;
}

static bool on_message(const struct sip_msg *msg, void *arg)
{
	struct listener *l = arg;

	/* The message is libre's own object of this one delivery */
	if (l->first && !is_fit(l->ua, (struct sip_msg *)msg))
		return true;
	return l->h(msg, l->arg);
}

int __wrap_sip_listen(struct sip_lsnr **lsnrp, struct sip *sip, bool req,
		      sip_msg_h *msgh, void *arg)
{
	struct ua *ua = opening;
	struct listener *l;

	assert(ua && ua->listenerc < UA_LISTENERS);
	l = &ua->listenerv[ua->listenerc++];
	l->ua = ua;
	l->h = msgh;
	l->arg = arg;
	l->req = req;
	l->first = true;
	for (struct listener *other = ua->listenerv; other < l; other++) {
		if (other->req == req)
			l->first = false;
	}

	return __real_sip_listen(lsnrp, sip, req, on_message, l);
}

/* Datagrams */

size_t gate_answer_raw(struct ua *ua, char *to, size_t size,
		       const struct mbuf *mb)
{
	if (!ua->bad_left)
		return 0;
	ua->bad_left--;
	return check_answer_raw(to, size, (const char *)mbuf_buf(mb),
				mbuf_get_left(mb));
}

static void answer_raw(struct gate *gate, const struct sa *src,
		       const struct mbuf *mb)
{
	char text[8192];
	struct mbuf out;
	size_t n = gate_answer_raw(gate->ua, text, sizeof(text), mb);

	if (!n)
		return;
	mbuf_init(&out);
	out.buf = (uint8_t *)text;
	out.size = out.end = n;
	(void)udp_send(gate->us, src, &out);
}

static void dispatch(struct ua *ua, const struct sip_msg *msg)
{
	for (size_t i = 0; i < ua->listenerc; i++) {
		const struct listener *l = &ua->listenerv[i];

		if (l->req == msg->req && l->h(msg, l->arg))
			return;
	}
}

void gate_take(struct ua *ua, struct sip_msg *msg)
{
	if (is_fit(ua, msg))
		dispatch(ua, msg);
}

static bool is_probe(struct gate *gate, const struct sa *src,
		     const struct mbuf *mb)
{
	struct ua *ua = gate->ua;

	if (mbuf_get_left(mb) != sizeof(ua->cookie) ||
	    !sa_cmp(src, &gate->addr, SA_ALL) ||
	    memcmp(mbuf_buf(mb), &ua->cookie, sizeof(ua->cookie)) != 0)
		return false;

	ua->lag = (int64_t)(tmr_jiffies() - ua->sent);
	ua->sent = 0;
	return true;
}

/* libre answers STUN on the SIP port; what is none it would print */
static void take_stun(struct gate *gate, const struct sa *src, struct mbuf *mb)
{
	struct stun_unknown_attr unknown;
	struct stun_msg *stun = NULL;
	size_t start = mb->pos;

	if (stun_msg_decode(&stun, mb, &unknown))
		return;
	mem_deref(stun);
	mb->pos = start;
	gate->rh(src, mb, gate->arg);
}

static void on_datagram(const struct sa *src, struct mbuf *mb, void *arg)
{
	struct gate *gate = arg;
	struct sip_msg *msg;
	size_t start = mb->pos;
	int err;

	if (mbuf_get_left(mb) <= 4 || is_probe(gate, src, mb))
		return;
	if (mbuf_buf(mb)[0] < 4) { /* RFC 7983 */
		take_stun(gate, src, mb);
		return;
	}

	err = mbuf_get_left(mb) > CHECK_SIZE_MAX ? EBADMSG
						 : sip_msg_decode(&msg, mb);
	if (err) {
		mb->pos = start;
		answer_raw(gate, src, mb);
		return;
	}

	msg->sock = mem_ref(gate->us);
	msg->src = *src;
	msg->dst = gate->addr;
	msg->tp = SIP_TRANSP_UDP;
	gate_take(gate->ua, msg);
	mem_deref(msg);
}

/* libre would take one a turn of its loop, into 8 KB that it then shrinks, and
 * transactions keep what is left for half a minute */
static bool read_one(struct gate *gate)
{
	uint8_t data[CHECK_SIZE_MAX + 1];
	struct sa src = { .len = sizeof(src.u) };
	struct mbuf *mb;
	ssize_t n = recvfrom(gate->fd, data, sizeof(data), MSG_DONTWAIT,
			     &src.u.sa, &src.len);

	/* An error is of a datagram that we sent before */
	if (n < 0)
		return errno != EAGAIN && errno != EWOULDBLOCK;
	mb = mbuf_alloc(n > 0 ? (size_t)n : 1);
	if (!mb)
		return true;
	(void)mbuf_write_mem(mb, data, (size_t)n);
	mb->pos = 0;
	on_datagram(&src, mb, gate);
	mem_deref(mb);
	return true;
}

static void on_readable(int flags, void *arg)
{
	struct gate *gate = arg;
	struct ua *ua = mem_ref(gate->ua);

	if ((flags & FD_EXCEPT) && ua->unreachedh)
		unreached_take(gate);
	for (int i = 0; i < AT_ONCE && read_one(gate); i++)
		;
	mem_deref(ua);
}

int __wrap_udp_listen(struct udp_sock **usp, const struct sa *local,
		      udp_recv_h *rh, void *arg)
{
	struct ua *ua = opening;
	struct gate *gate;
	int err;

	if (!ua)
		return __real_udp_listen(usp, local, rh, arg);

	assert(ua->gatec < UA_LISTEN_MAX);
	gate = &ua->gatev[ua->gatec];
	err = __real_udp_listen(usp, local, on_datagram, gate);
	if (err)
		return err;

	gate->ua = ua;
	gate->us = *usp;
	gate->rh = rh;
	gate->arg = arg;
	ua->gatec++;
	(void)udp_sockbuf_set(*usp, ua->receive_buffer);
	gate->fd = udp_sock_fd(*usp, sa_af(local));
	err = compat_fd_read(gate->fd, on_readable, gate);
	if (!err)
		err = udp_local_get(*usp, &gate->addr);
	if (!err && ua->unreachedh)
		err = unreached_watch(gate);
	return err;
}

static void on_probe(void *arg)
{
	struct ua *ua = arg;
	struct mbuf mb;

	tmr_start(&ua->probe, PROBE_MS, on_probe, ua);
	ua->bad_left = BAD_PER_SEC * PROBE_MS / 1000;
	if (ua->sent || !ua->gatec)
		return;

	mbuf_init(&mb);
	mb.buf = (uint8_t *)&ua->cookie;
	mb.size = mb.end = sizeof(ua->cookie);
	if (!udp_send(ua->gatev[0].us, &ua->gatev[0].addr, &mb))
		ua->sent = tmr_jiffies();
}

void gate_probe(struct ua *ua)
{
	on_probe(ua);
}

int64_t ua_lag(const struct ua *ua)
{
	int64_t open = ua->sent ? (int64_t)(tmr_jiffies() - ua->sent) : 0;

	return open > ua->lag ? open : ua->lag;
}
