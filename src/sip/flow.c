/**
 * @file sip/flow.c  Connections that are taken in
 *
 * libre's transport reads a message again from its beginning with every byte
 * that arrives, waits for the rest of one for a quarter of an hour and takes
 * any number of connections.  So tcp_listen() and tcp_accept() are wrapped at
 * link time, and what arrives is cut into messages here (sip/frame.h), judged,
 * and handed on like datagrams.  libre keeps the connection and sends over it;
 * that it lives it learns from the ends of lines that are handed to it.
 */
#include "sip/flow.h"

#include <errno.h>
#include <string.h>

#include "sip/check.h"
#include "sip/frame.h"
#include "sip/ua_private.h"

#define STRANGERS_MAX  1024
#define STRANGERS_EACH 64      /* of one address */
#define FIRST_MS       30000   /* before libre's own 32 s */
#define PARTIAL_MS     10000   /* for the rest of a message */
#define QUIET_S	       4000000 /* libre sends nothing by itself */

struct flow {
	struct le le; /**< Of strangers */
	struct le he; /**< By peer */
	struct ua *ua;
	struct sa peer;
	struct sa local;
	enum sip_transp tp;
	struct tcp_conn *tc; /**< libre's */
	void *conn;	     /**< libre's; its handlers: */
	tcp_estab_h *estabh;
	tcp_recv_h *recvh;
	tcp_close_h *closeh;
	struct sip_keepalive *life; /**< Told when it is gone */
	struct mbuf *mb;	    /**< Bytes of a message */
	struct frame frame;
	struct tmr timer;
	struct list watches;
	bool partial; /**< The timer is that of the rest of a message */
	bool vouched;
	bool crlf; /**< One end of a line came, a second is a ping */
	bool gone;
};

/* The connection that libre is accepting now: see gate.c */
static const struct door *accepting;
static struct sa accepting_peer;
static struct flow *accepted;

/* The linker gives these names.
 * NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
int __real_tcp_listen(struct tcp_sock **tsp, const struct sa *local,
		      tcp_conn_h *ch, void *arg);
int __wrap_tcp_listen(struct tcp_sock **tsp, const struct sa *local,
		      tcp_conn_h *ch, void *arg);
int __real_tcp_accept(struct tcp_conn **tcp, struct tcp_sock *ts,
		      tcp_estab_h *eh, tcp_recv_h *rh, tcp_close_h *ch,
		      void *arg);
int __wrap_tcp_accept(struct tcp_conn **tcp, struct tcp_sock *ts,
		      tcp_estab_h *eh, tcp_recv_h *rh, tcp_close_h *ch,
		      void *arg);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

static void destructor(void *arg)
{
	struct flow *f = arg;

	tmr_cancel(&f->timer);
	list_unlink(&f->le);
	hash_unlink(&f->he);
	mem_deref(f->life);
	mem_deref(f->conn);
	mem_deref(f->mb);
	list_clear(&f->watches);
}

/* The connection is gone, or will be */
static void leave(struct flow *f)
{
	f->gone = true;
	tmr_cancel(&f->timer);
	list_unlink(&f->le);
	hash_unlink(&f->he);
	for (struct le *le; (le = f->watches.head);) {
		struct flow_watch *watch = le->data;

		list_unlink(le);
		watch->closedh(watch->arg);
	}
	mem_deref(f);
}

static void on_gone(int err, void *arg)
{
	(void)err;
	leave(arg);
}

/* Have libre close it, which calls on_gone() if that is set up already */
static void close_flow(struct flow *f, int err)
{
	bool told = f->life != NULL;

	if (f->gone)
		return;
	mem_ref(f);
	f->closeh(err, f->conn);
	if (!told)
		leave(f);
	mem_deref(f);
}

static void on_close(int err, void *arg)
{
	close_flow(arg, err);
}

static void on_timer(void *arg)
{
	close_flow(arg, ETIMEDOUT);
}

static void on_established(void *arg)
{
	struct flow *f = arg;
	const struct sip_msg msg = { .sock = f->conn, .tp = f->tp };

	f->estabh(f->conn);
	if (sip_keepalive_start(&f->life, f->ua->sip, &msg, QUIET_S, on_gone,
				f))
		close_flow(f, ENOMEM);
}

/* Bytes */

static void send_text(struct flow *f, const char *text, size_t n)
{
	struct mbuf mb;

	mbuf_init(&mb);
	mb.buf = (uint8_t *)text;
	mb.size = mb.end = n;
	(void)tcp_send(f->tc, &mb);
}

static void answer_raw(struct flow *f, const struct mbuf *mb)
{
	char text[8192];
	size_t n = gate_answer_raw(f->ua, text, sizeof(text), mb);

	if (n)
		send_text(f, text, n);
}

static void take_message(struct flow *f, size_t size)
{
	struct mbuf *mb = mbuf_alloc(size);
	struct sip_msg *msg = NULL;

	if (!mb || mbuf_write_mem(mb, mbuf_buf(f->mb), size)) {
		mem_deref(mb);
		close_flow(f, ENOMEM);
		return;
	}
	mb->pos = 0;
	mbuf_advance(f->mb, (ssize_t)size);
	if (sip_msg_decode(&msg, mb)) {
		mb->pos = 0;
		answer_raw(f, mb);
		mem_deref(mb);
		close_flow(f, EBADMSG);
		return;
	}

	msg->sock = mem_ref(f->conn);
	msg->src = f->peer;
	msg->dst = f->local;
	msg->tp = f->tp;
	gate_take(f->ua, msg);
	mem_deref(msg);
	mem_deref(mb);
}

static void take_crlf(struct flow *f, size_t size)
{
	mbuf_advance(f->mb, (ssize_t)size);
	if (f->crlf)
		send_text(f, "\r\n", 2); /* RFC 5626 4.4.1 */
	f->crlf = !f->crlf;
}

static void take_bad(struct flow *f, size_t head)
{
	size_t end = f->mb->end;

	if (head) {
		f->mb->end = f->mb->pos + head;
		answer_raw(f, f->mb);
		f->mb->end = end;
	}
	close_flow(f, EBADMSG);
}

/* The connection lives: libre's timer and ours begin anew */
static void renew(struct flow *f)
{
	f->partial = false;
	if (f->vouched)
		tmr_cancel(&f->timer);
	else
		tmr_start(&f->timer, FIRST_MS, on_timer, f);
	f->ua->crlf->pos = 0;
	f->recvh(f->ua->crlf, f->conn);
}

static bool take_next(struct flow *f)
{
	enum frame_kind kind = frame_find(
		&f->frame, (const char *)mbuf_buf(f->mb), mbuf_get_left(f->mb));
	size_t size = f->frame.size;

	if (kind == FRAME_MORE)
		return false;
	f->frame = (struct frame){ 0 };
	if (kind == FRAME_BAD) {
		take_bad(f, size);
		return false;
	}

	renew(f);
	if (kind == FRAME_CRLF) {
		take_crlf(f, size);
	} else {
		f->crlf = false;
		take_message(f, size);
	}
	return !f->gone && mbuf_get_left(f->mb);
}

static void on_receive(struct mbuf *mb, void *arg)
{
	struct flow *f = arg;
	size_t pos = f->mb->pos;

	mem_ref(f);
	f->mb->pos = f->mb->end;
	if (mbuf_write_mem(f->mb, mbuf_buf(mb), mbuf_get_left(mb))) {
		close_flow(f, ENOMEM);
		mem_deref(f);
		return;
	}
	f->mb->pos = pos;
	while (take_next(f))
		;
	if (!f->gone) {
		size_t left = mbuf_get_left(f->mb);

		memmove(f->mb->buf, mbuf_buf(f->mb), left);
		f->mb->pos = 0;
		f->mb->end = left;
		if (left && !f->partial) {
			f->partial = true;
			tmr_start(&f->timer, PARTIAL_MS, on_timer, f);
		}
	}
	mem_deref(f);
}

/* Taking in */

static bool is_crowded(const struct ua *ua, const struct sa *peer)
{
	unsigned n = 0;

	for (struct le *le = ua->strangers.head; le; le = le->next)
		n += sa_cmp(&((const struct flow *)le->data)->peer, peer,
			    SA_ADDR);
	return n >= STRANGERS_EACH;
}

static void on_connection(const struct sa *peer, void *arg)
{
	struct door *door = arg;
	struct ua *ua = door->ua;

	if (is_crowded(ua, peer)) {
		tcp_reject(door->ts);
		return;
	}
	/* The one that waits longest gives way */
	if (list_count(&ua->strangers) >= STRANGERS_MAX)
		close_flow(ua->strangers.head->data, ETIMEDOUT);

	accepting = door;
	accepting_peer = *peer;
	accepted = NULL;
	door->connh(peer, door->arg);
	accepting = NULL;
	/* Given up by libre at once: only our reference is left */
	if (accepted && mem_nrefs(accepted->conn) == 1)
		leave(accepted);
}

int __wrap_tcp_accept(struct tcp_conn **tcp, struct tcp_sock *ts,
		      tcp_estab_h *eh, tcp_recv_h *rh, tcp_close_h *ch,
		      void *arg)
{
	const struct door *door = accepting;
	struct flow *f;
	int err;

	if (!door)
		return __real_tcp_accept(tcp, ts, eh, rh, ch, arg);

	f = mem_zalloc(sizeof(*f), destructor);
	if (!f)
		return ENOMEM;
	f->ua = door->ua;
	f->peer = accepting_peer;
	f->tp = door->secure ? SIP_TRANSP_TLS : SIP_TRANSP_TCP;
	f->conn = mem_ref(arg);
	f->estabh = eh;
	f->recvh = rh;
	f->closeh = ch;
	f->mb = mbuf_alloc(1024);
	err = f->mb ? __real_tcp_accept(&f->tc, ts, on_established, on_receive,
					on_close, f)
		    : ENOMEM;
	if (!err)
		err = tcp_conn_local_get(f->tc, &f->local);
	if (err) {
		mem_deref(f->tc);
		mem_deref(f);
		return err;
	}

	*tcp = f->tc;
	accepted = f;
	list_append(&f->ua->strangers, &f->le, f);
	hash_append(f->ua->flows, sa_hash(&f->peer, SA_ALL), &f->he, f);
	tmr_start(&f->timer, FIRST_MS, on_timer, f);
	return 0;
}

int __wrap_tcp_listen(struct tcp_sock **tsp, const struct sa *local,
		      tcp_conn_h *ch, void *arg)
{
	struct ua *ua = gate_opening(NULL);
	struct door *door;
	int err;

	(void)gate_opening(ua);
	if (!ua)
		return __real_tcp_listen(tsp, local, ch, arg);

	door = &ua->doorv[ua->doorc];
	err = __real_tcp_listen(tsp, local, on_connection, door);
	if (err)
		return err;
	*door = (struct door){ ua, *tsp, ch, arg, ua->opening_tls };
	ua->doorc++;
	return 0;
}

/* Watching */

static bool is_of(struct le *le, void *arg)
{
	const struct flow *f = le->data;
	const struct sip_msg *msg = arg;

	return f->conn == msg->sock;
}

static struct flow *flow_of(struct ua *ua, const struct sip_msg *msg)
{
	if (msg->tp != SIP_TRANSP_TCP && msg->tp != SIP_TRANSP_TLS)
		return NULL;
	return list_ledata(hash_lookup(ua->flows, sa_hash(&msg->src, SA_ALL),
				       is_of, (void *)msg));
}

void flow_vouch(struct ua *ua, const struct sip_msg *msg)
{
	struct flow *f = flow_of(ua, msg);

	if (!f || f->vouched)
		return;
	f->vouched = true;
	list_unlink(&f->le);
	if (!f->partial)
		tmr_cancel(&f->timer);
}

void flow_watch(struct flow_watch *watch, struct ua *ua,
		const struct sip_msg *msg)
{
	struct flow *f = flow_of(ua, msg);

	flow_vouch(ua, msg);
	flow_unwatch(watch);
	if (f)
		list_append(&f->watches, &watch->le, watch);
}

void flow_unwatch(struct flow_watch *watch)
{
	list_unlink(&watch->le);
}

static bool destroy(struct le *le, void *arg)
{
	(void)arg;
	mem_deref(le->data);
	return false;
}

void flow_close_all(struct ua *ua)
{
	/* libre's connections are closed; what is left of ours was not told */
	(void)hash_apply(ua->flows, destroy, NULL);
}
