/**
 * @file tests/bench/traffic.h  The loop of the load: SIP when it comes, sound
 * every 20 ms
 *
 * It sleeps by the clock, 125 us at a time: to be woken by packets would be
 * work of the engine's core.
 */
#ifndef BENCH_TRAFFIC_H
#define BENCH_TRAFFIC_H

#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "bench/party.h"
#include "sip/rtp.h"
#include "sip/voice.h"

#define PERIOD_US 20000
#define SLOTS	  160 /* a batch of packets each 125 us */
#define SLOT_US	  (PERIOD_US / SLOTS)
#define BATCH	  128
#define LATE_US	  200000 /* more than this is not made up for */
#define DATAGRAM  2048
#define MAGIC	  0x62656e6368736e64 /* "benchsnd" */

/* What a packet carries */
struct stamp {
	uint64_t magic;
	int64_t at;	 /* sent, us */
	uint32_t call;	 /* of it */
	uint32_t number; /* of the packet */
	uint8_t seat;	 /* by whom */
	uint8_t counted;
};

struct batch {
	struct control {
		_Alignas(struct cmsghdr) uint8_t data[128];
	} controlv[BATCH];
	struct source sourcev[BATCH];
	char bufv[BATCH][DATAGRAM];
	struct mmsghdr msgv[BATCH];
	struct iovec iov[BATCH];
};

/* How calls are begun */
struct plan {
	double rate;	     /* a second */
	unsigned concurrent; /* at most */
	int64_t began;
	int64_t begun;
};

static int open_socket(const char *addr, uint16_t *portp, uint16_t from)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct sockaddr_in sa = { .sin_family = AF_INET };
	int size = 8 << 20;
	int on = 1;

	(void)inet_pton(AF_INET, addr, &sa.sin_addr);
	do
		sa.sin_port = htons(from += 2);
	while (bind(fd, (struct sockaddr *)&sa, sizeof(sa)) != 0 &&
	       from < 20000);
	*portp = from;
	(void)setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size,
				 sizeof(size));
	return fd;
}

static struct traffic *traffic_open(const struct sockaddr_in *engine,
				    unsigned callers, unsigned seats)
{
	struct traffic *t = calloc(1, sizeof(*t));
	uint16_t port = 6000;
	int on = 1;

	t->engine = *engine;
	t->callerc = callers;
	t->seatc = seats;
	t->callerv = calloc(callers, sizeof(*t->callerv));
	t->seatv = calloc(seats, sizeof(*t->seatv));
	t->trunk_fd = open_socket("127.0.0.2", &t->trunk_port, 6000);
	t->station_fd = open_socket("0.0.0.0", &t->station_port, 6100);
	t->sink_fd = open_socket("0.0.0.0", &t->sink_port, 6200);
	(void)setsockopt(t->station_fd, IPPROTO_IP, IP_PKTINFO, &on,
			 sizeof(on));
	for (unsigned i = 0; i < RTP_SOCKETS; i++) {
		t->rtpv[i] = open_socket("0.0.0.0", &port, port);
		t->rtp_portv[i] = port;
	}
	for (unsigned i = 0; i < seats; i++)
		t->seatv[i].addr.s_addr = htonl(0x7f010001 + i);
	return t;
}

static void traffic_close(struct traffic *t)
{
	(void)close(t->trunk_fd);
	(void)close(t->station_fd);
	(void)close(t->sink_fd);
	for (unsigned i = 0; i < RTP_SOCKETS; i++)
		(void)close(t->rtpv[i]);
	free(t->callerv);
	free(t->seatv);
	free(t);
}

/* Receiving */

/* When a packet came in, and where, as the kernel has it */
static int64_t arrival(struct msghdr *msg, struct in_addr *to)
{
	int64_t at = 0;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c;
	     c = CMSG_NXTHDR(msg, c)) {
		struct timespec ts;
		struct in_pktinfo info;

		if (c->cmsg_type == SO_TIMESTAMPNS) {
			memcpy(&ts, CMSG_DATA(c), sizeof(ts));
			at = (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
		} else if (c->cmsg_type == IP_PKTINFO) {
			memcpy(&info, CMSG_DATA(c), sizeof(info));
			*to = info.ipi_addr;
		}
	}
	return at ? at : now_us();
}

static void take_sound(struct traffic *t, const char *data, unsigned n,
		       int64_t at)
{
	struct stamp stamp;
	struct rtp rtp;
	struct caller *c;
	struct party *p;

	if (rtp_read(&rtp, (const uint8_t *)data, n) || rtp.size != 160) {
		t->strange++;
		return;
	}
	memcpy(&stamp, rtp.payload, sizeof(stamp));
	if (stamp.magic != MAGIC) /* an announcement */
		return;
	if (stamp.counted) {
		t->received++;
		histogram_add(&t->delay, at - stamp.at);
	}
	c = caller_of(t, stamp.call);
	if (!c || !stamp.seat)
		return;
	p = &c->sound;
	if (!p->got) {
		p->first = stamp.number;
		if (t->counting)
			histogram_add(&t->to_sound, at - c->seat_answered);
	}
	p->last = stamp.number;
	p->got++;
}

static void take(struct traffic *t, int fd, struct batch *b, int i)
{
	struct in_addr to = { 0 };
	int64_t at = arrival(&b->msgv[i].msg_hdr, &to);
	unsigned seat = ntohl(to.s_addr) - 0x7f010001;

	b->bufv[i][b->msgv[i].msg_len] = '\0';
	if (fd == t->trunk_fd)
		trunk_take(t, b->bufv[i], at);
	else if (fd == t->station_fd && seat < t->seatc)
		seat_take(t, &t->seatv[seat], b->bufv[i], at);
	else if (fd != t->sink_fd)
		take_sound(t, b->bufv[i], b->msgv[i].msg_len, at);
}

static void prepare(struct batch *b, int from, int to)
{
	for (int i = from; i < to; i++) {
		b->iov[i] = (struct iovec){ b->bufv[i], DATAGRAM - 1 };
		b->msgv[i].msg_hdr = (struct msghdr){
			.msg_iov = &b->iov[i],
			.msg_iovlen = 1,
			.msg_control = b->controlv[i].data,
			.msg_controllen = sizeof(b->controlv[i].data),
		};
	}
}

static struct batch *receiving(void)
{
	static struct batch batch;

	if (!batch.msgv[0].msg_hdr.msg_iov)
		prepare(&batch, 0, BATCH);
	return &batch;
}

static void drain(struct traffic *t, int fd)
{
	struct batch *b = receiving();
	int n;

	do {
		n = recvmmsg(fd, b->msgv, BATCH, MSG_DONTWAIT, NULL);
		for (int i = 0; i < n; i++)
			take(t, fd, b, i);
		prepare(b, 0, n);
	} while (n == BATCH);
}

/* Sending */

static void fill(struct traffic *t, struct party *p, bool seat, char *to,
		 int64_t now)
{
	const struct stamp stamp = { MAGIC,	  now,	p->call,
				     p->number++, seat, t->counting };
	uint8_t payload[160];
	const struct rtp rtp = {
		.type = VOICE_PCMA,
		.seq = p->seq++,
		.ts = p->ts,
		.ssrc = p->call * 2 + seat,
		.payload = payload,
		.size = sizeof(payload),
	};

	memset(payload, 0xd5, sizeof(payload));
	memcpy(payload, &stamp, sizeof(stamp));
	p->ts += 160;
	t->sent += t->counting;
	(void)rtp_write((uint8_t *)to, &rtp);
}

/* Those whose turn it is; all of a slot leave by the same socket */
static void send_slot(struct traffic *t, struct batch *b, unsigned slot,
		      bool seats)
{
	unsigned c = seats ? t->seatc : t->callerc;
	const struct in_addr trunk = { htonl(0x7f000002) };
	int64_t now = now_us();
	unsigned n = 0;
	int k;

	for (unsigned i = slot; i < c && n < BATCH; i += SLOTS) {
		struct party *p = seats ? &t->seatv[i].sound
					: &t->callerv[i].sound;

		if (!p->talks)
			continue;
		fill(t, p, seats, b->bufv[n], now);
		b->iov[n] = (struct iovec){ b->bufv[n], RTP_HEADER + 160 };
		b->msgv[n].msg_hdr = (struct msghdr){
			.msg_name = &p->to,
			.msg_namelen = sizeof(p->to),
			.msg_iov = &b->iov[n],
			.msg_iovlen = 1,
		};
		send_from(&b->msgv[n].msg_hdr, &b->sourcev[n],
			  seats ? t->seatv[i].addr : trunk);
		n++;
	}
	for (unsigned done = 0; done < n; done += (unsigned)k) {
		k = sendmmsg(t->rtpv[(slot + seats) % RTP_SOCKETS],
			     b->msgv + done, n - done, 0);
		if (k <= 0)
			return;
	}
}

/* Hanging up, and sending again what was not answered */

static void mind_caller(struct traffic *t, struct caller *c, int64_t now)
{
	if (c->state == CALLER_IDLE)
		return;
	if (c->state == CALLER_UP && c->hang_up && now >= c->hang_up) {
		caller_bye(t, c, now);
		return;
	}
	if (!c->again || now < c->again)
		return;
	if (++c->tries > 6) {
		t->n.gone++;
		caller_over(t, c);
		return;
	}
	t->n.resent++;
	c->again = now + (T1_US << c->tries);
	if (c->state == CALLER_RINGS)
		caller_send(t, c, "INVITE", 1);
	else
		caller_send(t, c, "BYE", 2);
}

static void mind_seat(struct traffic *t, struct seat *s, int64_t now)
{
	if (!s->busy || s->acked || now < s->again)
		return;
	if (++s->tries > 6) {
		s->busy = false;
		party_close(t, &s->sound);
		return;
	}
	t->n.resent++;
	s->again = now + (T1_US << s->tries);
	seat_send(t, s, s->last, s->last_size);
}

static void mind(struct traffic *t, unsigned slot)
{
	int64_t now = now_us();

	for (unsigned i = slot; i < t->callerc; i += SLOTS)
		mind_caller(t, &t->callerv[i], now);
	for (unsigned i = slot; i < t->seatc; i += SLOTS)
		mind_seat(t, &t->seatv[i], now);
}

static void begin_calls(struct traffic *t, struct plan *plan)
{
	int64_t now = now_us();

	if (!plan->began)
		plan->began = now;
	while (t->up < plan->concurrent &&
	       (double)plan->begun <
		       (double)(now - plan->began) * plan->rate / 1e6) {
		plan->begun++;
		caller_start(t, now);
	}
}

/* Go on for so long, beginning calls by the plan, if there is one */
static void traffic_run(struct traffic *t, struct plan *plan, int64_t us)
{
	static struct batch sending;
	int64_t now = now_us();
	int64_t end = now + us;

	if (now - t->due > LATE_US || now < t->due)
		t->due = now;
	for (; now < end; now = now_us()) {
		const struct timespec at = { t->due / 1000000,
					     t->due % 1000000 * 1000 };
		unsigned slot = t->slot++ % SLOTS;

		if (now - t->due > t->late)
			t->late = now - t->due;
		(void)clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, NULL);
		drain(t, t->trunk_fd);
		drain(t, t->station_fd);
		if (plan)
			begin_calls(t, plan);
		if (t->sound) {
			send_slot(t, &sending, slot, false);
			send_slot(t, &sending, slot, true);
			drain(t, t->rtpv[slot % RTP_SOCKETS]);
		}
		mind(t, slot);
		if (!slot)
			drain(t, t->sink_fd);
		t->due += SLOT_US;
	}
}

/* Hang up all, and wait until they are gone; false: some are not */
static bool traffic_end(struct traffic *t)
{
	int64_t until = now_us() + 20000000;

	while (t->up && now_us() < until) {
		unsigned n = 0;

		/* also who was answered only now; a few at a time: it is not
		 * what is measured */
		for (unsigned i = 0; i < t->callerc; i++) {
			struct caller *c = &t->callerv[i];

			if (c->state == CALLER_UP && !c->hang_up)
				c->hang_up = now_us() + (int64_t)n++ * 1000;
		}
		traffic_run(t, NULL, 100000);
	}
	return !t->up;
}

/* Seats first to c register, so many a second; false: not all did */
static bool traffic_register(struct traffic *t, unsigned c, unsigned rate)
{
	unsigned done = 0;

	for (unsigned i = 0; i < c; i++) {
		t->seatv[i].registered = false;
		seat_begin_register(t, &t->seatv[i]);
		traffic_run(t, NULL, 1000000 / rate);
	}
	traffic_run(t, NULL, 500000);
	for (unsigned i = 0; i < c; i++)
		done += t->seatv[i].registered;
	return done == c;
}

#endif
