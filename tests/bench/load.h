/**
 * @file tests/bench/load.h  Thousands of parties on a thread of their own
 *
 * A few sockets send for all of them; every packet carries when it was sent,
 * and the kernel knows when it came back.
 */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/bench.h"
#include "sip/rtp.h"
#include "sip/voice.h"

#define PERIOD_US 20000
#define SLOTS	  160 /* a batch of packets each 125 us */
#define SLOT_US	  (PERIOD_US / SLOTS)
#define SOCKETS	  16
#define BATCH	  256
#define DELAY_MAX 200000 /* us */
#define WINDOW_US 250000
#define WINDOWS	  40

/* One party of a call */
struct party {
	struct sa to; /**< Where the engine takes its packets */
	uint16_t seq;
	uint32_t ts;
	bool ready;
};

struct load {
	pthread_t thread;
	struct party *partyv; /**< Caller 2i, seat 2i + 1 */
	unsigned partyc;
	int fdv[SOCKETS];
	struct sa addrv[SOCKETS];
	atomic_bool count, stop;
	bool pacing;	      /**< Nothing is sent; how even is what comes? */
	int64_t lastv[65536]; /**< Arrival of the last, by port, us */
	int64_t sent, received, strange;
	int64_t from;				 /**< Counting began, us */
	unsigned delayv[WINDOWS][DELAY_MAX + 1]; /**< By when they were sent */
	int64_t windowv[WINDOWS];
	struct control {
		_Alignas(struct cmsghdr) uint8_t data[64];
	} controlv[BATCH];
	uint8_t bufv[BATCH][256];
	struct mmsghdr msgv[BATCH];
	struct iovec iov[BATCH];
	struct sockaddr_in fromv[BATCH];
};

static void open_sockets(struct load *l)
{
	int size = 4 << 20;
	int on = 1;

	for (unsigned i = 0; i < SOCKETS; i++) {
		struct sa *sa = &l->addrv[i];

		(void)sa_set_str(sa, "127.0.0.1", 0);
		l->fdv[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
		if (bind(l->fdv[i], &sa->u.sa, sa->len) != 0 ||
		    getsockname(l->fdv[i], &sa->u.sa, &sa->len) != 0)
			abort();
		(void)setsockopt(l->fdv[i], SOL_SOCKET, SO_TIMESTAMPNS, &on,
				 sizeof(on));
		if (setsockopt(l->fdv[i], SOL_SOCKET, SO_RCVBUFFORCE, &size,
			       sizeof(size)) != 0)
			(void)setsockopt(l->fdv[i], SOL_SOCKET, SO_RCVBUF,
					 &size, sizeof(size));
	}
}

/* Every packet of a slot leaves by the same socket */
static unsigned socket_of(unsigned party)
{
	return party % SLOTS % SOCKETS;
}

static size_t fill(struct load *l, unsigned party, unsigned slot, int64_t now,
		   bool counted)
{
	struct party *p = &l->partyv[party];
	uint8_t payload[160];
	struct rtp rtp = {
		.type = VOICE_PCMA,
		.seq = p->seq++,
		.ts = p->ts,
		.ssrc = party + 1,
		.payload = payload,
		.size = sizeof(payload),
	};

	memset(payload, 0xd5, sizeof(payload));
	memcpy(payload, &now, sizeof(now));
	payload[sizeof(now)] = counted;
	p->ts += 160;
	return rtp_write(l->bufv[slot], &rtp);
}

static void send_slot(struct load *l, unsigned slot)
{
	bool counted = atomic_load(&l->count);
	int64_t now = now_us();
	unsigned n = 0;
	int k;

	for (unsigned i = slot; i < l->partyc && n < BATCH; i += SLOTS) {
		struct party *p = &l->partyv[i];

		if (!p->ready || l->pacing)
			continue;
		l->iov[n].iov_base = l->bufv[n];
		l->iov[n].iov_len = fill(l, i, n, now, counted);
		l->msgv[n].msg_hdr = (struct msghdr){
			.msg_name = &p->to.u.sa,
			.msg_namelen = p->to.len,
			.msg_iov = &l->iov[n],
			.msg_iovlen = 1,
		};
		n++;
	}
	for (unsigned done = 0; done < n; done += (unsigned)k) {
		k = sendmmsg(l->fdv[socket_of(slot)], l->msgv + done, n - done,
			     0);
		if (k <= 0)
			return;
		if (counted)
			l->sent += k;
	}
}

/* When a packet came in, as the kernel has it */
static int64_t arrival(struct msghdr *msg)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(msg);
	struct timespec ts;

	if (!c || c->cmsg_type != SO_TIMESTAMPNS)
		return now_us();
	memcpy(&ts, CMSG_DATA(c), sizeof(ts));
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* How far from 20 ms after the one before it an announcement's packet came */
static void take_pace(struct load *l, const struct mmsghdr *msg, int64_t now)
{
	const struct sockaddr_in *from = msg->msg_hdr.msg_name;
	int64_t *last = &l->lastv[ntohs(from->sin_port)];
	int64_t off = now - *last - PERIOD_US;
	int64_t window = (now - l->from) / WINDOW_US;
	bool counts = *last && l->from && window >= 0 && window < WINDOWS - 1;

	*last = now;
	if (!counts || !atomic_load(&l->count))
		return;
	off = off < 0 ? -off : off;
	l->delayv[window][off > DELAY_MAX ? DELAY_MAX : off]++;
	l->windowv[window]++;
	l->received++;
}

static void take(struct load *l, const uint8_t *data, struct mmsghdr *msg)
{
	int64_t now = arrival(&msg->msg_hdr);
	struct rtp rtp;
	int64_t window;
	int64_t delay;
	int64_t at;

	if (l->pacing) {
		take_pace(l, msg, now);
		return;
	}
	if (rtp_read(&rtp, data, msg->msg_len) != 0 || rtp.size != 160) {
		l->strange++;
		return;
	}
	if (!rtp.payload[sizeof(at)])
		return;
	memcpy(&at, rtp.payload, sizeof(at));
	delay = now - at;
	if (delay < 0 || delay > DELAY_MAX)
		delay = DELAY_MAX;
	window = (at - l->from) / WINDOW_US;
	if (window < 0 || window >= WINDOWS)
		window = WINDOWS - 1;
	l->delayv[window][delay]++;
	l->windowv[window]++;
	l->received++;
}

static void drain(struct load *l, int fd)
{
	for (;;) {
		int n;

		for (unsigned i = 0; i < BATCH; i++) {
			l->iov[i] = (struct iovec){ l->bufv[i],
						    sizeof(l->bufv[i]) };
			l->msgv[i].msg_hdr = (struct msghdr){
				.msg_name = &l->fromv[i],
				.msg_namelen = sizeof(l->fromv[i]),
				.msg_iov = &l->iov[i],
				.msg_iovlen = 1,
				.msg_control = l->controlv[i].data,
				.msg_controllen = sizeof(l->controlv[i].data),
			};
		}
		n = recvmmsg(fd, l->msgv, BATCH, MSG_DONTWAIT, NULL);
		for (int i = 0; i < n; i++)
			take(l, l->bufv[i], &l->msgv[i]);
		if (n < BATCH)
			return;
	}
}

/* Sleeps by the clock: to be woken by packets would be work of the engine's
 * core.  The kernel knows when they came. */
static void *run_load(void *arg)
{
	struct load *l = arg;
	int64_t next = now_us();
	unsigned slot = 0;

	pin(0, 1);
	(void)prctl(PR_SET_TIMERSLACK, 1);
	sound_first(0);
	while (!atomic_load(&l->stop)) {
		const struct timespec at = { next / 1000000,
					     next % 1000000 * 1000 };

		(void)clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, NULL);
		send_slot(l, slot);
		slot = (slot + 1) % SLOTS;
		next += SLOT_US;
		drain(l, l->fdv[slot % SOCKETS]);
	}
	return NULL;
}

static struct load *load_start(unsigned calls)
{
	struct load *l = calloc(1, sizeof(*l));

	if (!l)
		abort();
	l->partyc = calls * 2;
	l->partyv = calloc(l->partyc, sizeof(*l->partyv));
	open_sockets(l);
	if (!l->partyv || pthread_create(&l->thread, NULL, run_load, l) != 0)
		abort();
	return l;
}

static void load_stop(struct load *l)
{
	atomic_store(&l->stop, true);
	(void)pthread_join(l->thread, NULL);
	for (unsigned i = 0; i < SOCKETS; i++)
		(void)close(l->fdv[i]);
	free(l->partyv);
	free(l);
}

static double quantile_of(const unsigned *delayv, int64_t of, double share)
{
	int64_t sum = 0;

	for (unsigned i = 0; i <= DELAY_MAX; i++) {
		sum += delayv[i];
		if (sum > 0 && (double)sum >= share * (double)of)
			return i / 1e3;
	}
	return 0;
}

/* Of the quarter of the windows that nothing else disturbed most */
static double quiet(const struct load *l, double share)
{
	double v[WINDOWS] = { 0 };
	size_t c = 0;

	for (unsigned i = 0; i < WINDOWS - 1; i++) {
		if (l->windowv[i])
			v[c++] = quantile_of(l->delayv[i], l->windowv[i],
					     share);
	}
	qsort(v, c, sizeof(*v), compare_double);
	return c ? v[c / 4] : 0;
}

static double quantile(struct load *l, double share)
{
	for (unsigned k = 0; k < WINDOWS - 1; k++) {
		for (unsigned i = 0; i <= DELAY_MAX; i++) {
			l->delayv[WINDOWS - 1][i] += l->delayv[k][i];
			l->delayv[k][i] = 0;
		}
	}
	return quantile_of(l->delayv[WINDOWS - 1], l->received, share);
}

#endif
