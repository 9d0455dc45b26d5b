/**
 * @file sip/ua.c  libre's stack behind a gate
 *
 * Two functions of libre are wrapped at link time (--wrap, see the Makefile):
 * udp_listen(), so that datagrams come to us and are judged before libre sees
 * them, and sip_listen(), so that we hold the handlers of its transaction and
 * session layers and can put ours in front, for any transport.
 */
#include "sip/ua.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sip/check.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

#define LISTENERS      8
#define PROBE_MS       100
#define BAD_PER_SEC    200 /* answers to malformed datagrams */
#define TABLE_DEFAULT  1024
#define BUFFER_DEFAULT (4 << 20)

/* A handler that a layer of libre wants to have messages given to */
struct listener {
	struct ua *ua;
	sip_msg_h *h;
	void *arg;
	bool req;
	bool first; /**< Of its kind, so the message was not judged yet */
};

/* A UDP transport whose datagrams we take */
struct gate {
	struct ua *ua;
	struct udp_sock *us;
	struct sa addr;
	udp_recv_h *rh; /**< libre's own handler, for STUN */
	void *arg;
};

struct ua {
	struct sip *sip;
	struct sipsess_sock *sessions;
	struct listener listenerv[LISTENERS];
	size_t listenerc;
	struct listener *session_requests; /**< Of libre's sessions */
	struct gate gatev[UA_LISTEN_MAX];
	size_t gatec;
	struct hash *watches;
	ua_invite_h *inviteh;
	ua_request_h *requesth;
	void *arg;
	int receive_buffer;
	struct tmr probe;
	uint64_t cookie;
	uint64_t sent;	   /**< Probe under way since, 0 none */
	int64_t lag;	   /**< Of the last probe that came back */
	unsigned bad_left; /**< Malformed datagrams still answered now */
	char software[64];
};

/* The endpoint whose layers are being opened: libre's functions that we wrap
 * have no argument through which it could come */
static struct ua *opening;

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

/* Judging */

static bool is_fit(struct ua *ua, struct sip_msg *msg)
{
	struct check check;

	if (!msg->req)
		return check_response(msg);

	check_request(msg, &check);
	if (!check.status)
		return true;
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

	assert(ua && ua->listenerc < LISTENERS);
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

static void answer_raw(struct gate *gate, const struct sa *src,
		       const struct mbuf *mb)
{
	char text[8192];
	struct mbuf out;
	size_t n;

	if (!gate->ua->bad_left)
		return;
	gate->ua->bad_left--;

	n = check_answer_raw(text, sizeof(text), (const char *)mbuf_buf(mb),
			     mbuf_get_left(mb));
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
	if (is_fit(gate->ua, msg))
		dispatch(gate->ua, msg);
	mem_deref(msg);
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
	return udp_local_get(*usp, &gate->addr);
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

int64_t ua_lag(const struct ua *ua)
{
	int64_t open = ua->sent ? (int64_t)(tmr_jiffies() - ua->sent) : 0;

	return open > ua->lag ? open : ua->lag;
}

/* Requests between transactions and sessions */

static bool watch_knows(struct le *le, void *arg)
{
	const struct ua_watch *watch = le->data;

	return watch->dialogh(arg, watch->arg);
}

static bool watch_took(struct le *le, void *arg)
{
	const struct ua_watch *watch = le->data;

	return watch->byeh(arg, watch->arg);
}

static bool on_request(const struct sip_msg *msg, void *arg)
{
	struct ua *ua = arg;

	if (!pl_strcmp(&msg->met, "BYE"))
		return hash_lookup(ua->watches, hash_joaat_pl(&msg->callid),
				   watch_took, (void *)msg) != NULL;
	/* libre would keep state for one of no dialog */
	if (!pl_strcmp(&msg->met, "INVITE") && pl_isset(&msg->to.tag) &&
	    !hash_lookup(ua->watches, hash_joaat_pl(&msg->callid), watch_knows,
			 (void *)msg)) {
		ua_reply_stateless(ua, msg, 481, "Call Does Not Exist", "");
		return true;
	}
	if (!pl_strcmp(&msg->met, "INVITE") || !pl_strcmp(&msg->met, "ACK") ||
	    !pl_strcmp(&msg->met, "CANCEL") || pl_isset(&msg->to.tag))
		return false;
	return ua->requesth(msg, ua->arg);
}

/* Anybody may ask, so no state is kept */
static bool on_rest(const struct sip_msg *msg, void *arg)
{
	struct ua *ua = arg;

	if (!msg->req || !pl_strcmp(&msg->met, "ACK"))
		return true;
	if (!pl_strcmp(&msg->met, "CANCEL"))
		ua_reply_stateless(ua, msg, 481, "Transaction Does Not Exist",
				   "");
	else if (!pl_strcmp(&msg->met, "OPTIONS"))
		ua_reply_stateless(ua, msg, 200, "OK",
				   CHECK_ALLOW "Accept: application/sdp\r\n");
	else
		ua_reply_stateless(ua, msg, 405, "Method Not Allowed",
				   CHECK_ALLOW);
	return true;
}

static void on_invite(const struct sip_msg *msg, void *arg)
{
	struct ua *ua = arg;

	if (ua->inviteh)
		ua->inviteh(msg, ua->arg);
	else
		(void)ua_reply(ua, msg, 486, "Busy Here", NULL);
}

static bool not_taken(const struct sip_msg *msg, void *arg)
{
	(void)msg;
	(void)arg;
	return false;
}

/* Opening and closing */

static int decode_address(struct sa *addr, enum sip_transp *tpp,
			  const char *text)
{
	if (!strncmp(text, "udp:", 4))
		*tpp = SIP_TRANSP_UDP;
	else if (!strncmp(text, "tcp:", 4))
		*tpp = SIP_TRANSP_TCP;
	else
		return err_set(EINVAL,
			       _("%s: expected udp:ADDRESS:PORT or "
				 "tcp:ADDRESS:PORT"),
			       text);
	if (sa_decode(addr, text + 4, strlen(text + 4)) || sa_is_any(addr))
		return err_set(EINVAL,
			       _("%s: not a numeric address of this machine "
				 "with a port"),
			       text);
	return 0;
}

bool ua_is_address(const char *text)
{
	struct sa addr;
	enum sip_transp tp;

	return decode_address(&addr, &tp, text) == 0;
}

static int add_transport(struct ua *ua, const char *text)
{
	struct sa addr;
	enum sip_transp tp = SIP_TRANSP_NONE;
	int err = decode_address(&addr, &tp, text);

	if (err)
		return err;
	err = sip_transp_add(ua->sip, tp, &addr);
	if (err == EADDRINUSE)
		return err_set(EBUSY, _("%s: already in use"), text);
	if (err)
		return err_set(EINVAL, _("%s: cannot listen there"), text);
	return 0;
}

static int open_layers(struct ua *ua, const struct ua_conf *conf)
{
	uint32_t table = conf->table ? conf->table : TABLE_DEFAULT;
	int err;

	err = sip_alloc(&ua->sip, NULL, table, table, table,
			*ua->software ? ua->software : NULL, NULL, NULL);
	if (err)
		return err;
	for (size_t i = 0; i < conf->listenc; i++) {
		err = add_transport(ua, conf->listenv[i]);
		if (err)
			return err;
	}

	err = sip_listen(NULL, ua->sip, true, on_request, ua);
	if (err)
		return err;
	err = sipsess_listen(&ua->sessions, ua->sip, (int)table, on_invite, ua);
	if (err)
		return err;
	ua->session_requests = &ua->listenerv[ua->listenerc - 1];
	assert(ua->session_requests->req);

	err = sip_listen(NULL, ua->sip, true, on_rest, ua);
	if (!err)
		err = sip_listen(NULL, ua->sip, false, on_rest, ua);
	return err;
}

static void destructor(void *arg)
{
	struct ua *ua = arg;

	tmr_cancel(&ua->probe);
	if (ua->sessions)
		sipsess_close_all(ua->sessions);
	mem_deref(ua->sessions);
	if (ua->sip) {
		sip_close(ua->sip, true);
		mem_deref(ua->sip);
	}
	hash_clear(ua->watches);
	mem_deref(ua->watches);
}

int ua_alloc(struct ua **uap, const struct ua_conf *conf)
{
	struct ua *ua = mem_zalloc(sizeof(*ua), destructor);
	int err;

	if (!ua)
		return err_set(ENOMEM, _("no memory for a SIP endpoint"));
	ua->inviteh = conf->inviteh;
	ua->requesth = conf->requesth ? conf->requesth : not_taken;
	ua->arg = conf->arg;
	ua->receive_buffer = conf->receive_buffer ? conf->receive_buffer
						  : BUFFER_DEFAULT;
	ua->cookie = rand_u64();
	(void)snprintf(ua->software, sizeof(ua->software), "%s",
		       conf->software ? conf->software : "");

	err = hash_alloc(&ua->watches,
			 conf->table ? conf->table : TABLE_DEFAULT);
	if (!err) {
		opening = ua;
		err = open_layers(ua, conf);
		opening = NULL;
	}
	if (err) {
		mem_deref(ua);
		return err;
	}

	on_probe(ua);
	*uap = ua;
	return 0;
}

void ua_free(struct ua *ua)
{
	mem_deref(ua);
}

int ua_address(const struct ua *ua, enum sip_transp tp, struct sa *addr)
{
	return sip_transp_laddr(ua->sip, addr, tp, NULL) ? ENOENT : 0;
}

int ua_reply(struct ua *ua, const struct sip_msg *msg, uint16_t status,
	     const char *reason, const char *headers, ...)
{
	char text[512] = "";
	va_list ap;

	if (headers) {
		va_start(ap, headers);
		(void)vsnprintf(text, sizeof(text), headers, ap);
		va_end(ap);
	}

	return sip_treplyf(NULL, NULL, ua->sip, msg, false, status, reason,
			   "%sContent-Length: 0\r\n\r\n", text);
}

void ua_reply_stateless(struct ua *ua, const struct sip_msg *msg,
			uint16_t status, const char *reason,
			const char *headers)
{
	(void)sip_replyf(ua->sip, msg, status, reason,
			 "%sContent-Length: 0\r\n\r\n", headers);
}

int ua_hold(struct ua *ua, const struct sip_msg *msg, struct sip_strans **stp)
{
	return sip_treply(stp, ua->sip, msg, 100, "Trying");
}

void ua_reply_held(struct ua *ua, struct sip_strans **stp,
		   const struct sip_msg *msg, uint16_t status,
		   const char *reason)
{
	(void)sip_treply(stp, ua->sip, msg, status, reason);
}

struct sip *ua_sip(const struct ua *ua)
{
	return ua->sip;
}

struct sipsess_sock *ua_sessions(const struct ua *ua)
{
	return ua->sessions;
}

void ua_watch(struct ua *ua, struct ua_watch *watch, const char *call_id)
{
	hash_append(ua->watches, hash_joaat_str(call_id), &watch->le, watch);
}

void ua_pass(struct ua *ua, const struct sip_msg *msg)
{
	(void)ua->session_requests->h(msg, ua->session_requests->arg);
}
