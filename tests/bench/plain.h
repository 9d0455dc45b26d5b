/**
 * @file tests/bench/plain.h  What this machine can do at most just now
 *
 * A process on the engine's core that takes packets and sends them on, and
 * nothing else: the same numbers of packets of the same size as the engine has
 * to take and send.
 */
#ifndef BENCH_PLAIN_H
#define BENCH_PLAIN_H

#include <sys/epoll.h>
#include <sys/mman.h>

#include "bench/traffic.h"

#define PLAIN_SIP 500 /* bytes of a SIP message */

struct plain {
	struct house house; /* for its process and CPU time */
	unsigned c;
	uint16_t *portv; /* where it takes the packets of each */
};

static void plain_serve(const struct plain *p, const struct traffic *t)
{
	int epoll_fd = epoll_create1(0);
	int *fdv = calloc(p->c, sizeof(*fdv));
	struct epoll_event evv[256];
	char buf[DATAGRAM];

	pin(0, ENGINE_CORE);
	sound_first(0);
	for (unsigned i = 0; i < p->c; i++) {
		struct epoll_event ev = { EPOLLIN, { .u32 = i } };
		struct sockaddr_in sa = {
			.sin_family = AF_INET,
			.sin_addr = { htonl(INADDR_LOOPBACK) },
		};
		socklen_t size = sizeof(sa);

		fdv[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
		(void)bind(fdv[i], (struct sockaddr *)&sa, size);
		(void)getsockname(fdv[i], (struct sockaddr *)&sa, &size);
		(void)epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fdv[i], &ev);
		p->portv[i] = ntohs(sa.sin_port);
		/* 2k is where a caller sends to, 2k + 1 its seat */
		sa.sin_addr = i % 2 ? t->seatv[i / 2].addr
				    : (struct in_addr){ htonl(0x7f000002) };
		sa.sin_port = htons(
			t->rtp_portv[(i / 2 + i % 2) % RTP_SOCKETS]);
		(void)connect(fdv[i], (struct sockaddr *)&sa, size);
	}
	for (;;) {
		int n = epoll_wait(epoll_fd, evv, 256, -1);

		for (int i = 0; i < n; i++) {
			unsigned k = evv[i].data.u32;
			ssize_t got = recv(fdv[k], buf, sizeof(buf), 0);

			if (got > 0)
				(void)send(fdv[k ^ 1], buf, (size_t)got, 0);
		}
	}
}

/* Answers what it gets on one socket */
static void plain_answer(const struct plain *p)
{
	struct sockaddr_in sa = { .sin_family = AF_INET };
	socklen_t size = sizeof(sa);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	int epoll_fd = epoll_create1(0);
	struct epoll_event ev = { .events = EPOLLIN };
	char buf[DATAGRAM];

	pin(0, ENGINE_CORE);
	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	(void)bind(fd, (struct sockaddr *)&sa, size);
	(void)getsockname(fd, (struct sockaddr *)&sa, &size);
	(void)epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &ev);
	p->portv[0] = ntohs(sa.sin_port);
	for (;;) {
		ssize_t n;

		(void)epoll_wait(epoll_fd, &ev, 1, -1);
		n = recvfrom(fd, buf, sizeof(buf), 0, (struct sockaddr *)&sa,
			     &size);
		if (n > 0)
			(void)sendto(fd, buf, (size_t)n, 0,
				     (struct sockaddr *)&sa, size);
	}
}

/* With c sockets: two for each call; one for messages if there is no sound */
static void plain_start(struct plain *p, const struct traffic *t, unsigned c)
{
	*p = (struct plain){ .c = c };
	p->portv = mmap(NULL, c * sizeof(*p->portv), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->portv == MAP_FAILED)
		abort();
	(void)fflush(stdout);
	p->house.pid = fork();
	if (p->house.pid == 0 && c == 1)
		plain_answer(p);
	if (p->house.pid == 0)
		plain_serve(p, t);
	while (!*(volatile uint16_t *)&p->portv[c - 1])
		(void)usleep(1000);
	(void)usleep(10000);
}

static void plain_stop(struct plain *p)
{
	(void)kill(p->house.pid, SIGKILL);
	(void)waitpid(p->house.pid, NULL, 0);
	(void)munmap(p->portv, p->c * sizeof(*p->portv));
}

/* From sending a message until its answer is there, 1,000 a second */
static void plain_ask(int fd, const struct sockaddr_in *to, struct histogram *h)
{
	const struct timeval limit = { .tv_sec = 1 };
	char text[PLAIN_SIP] = "";

	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	while (recv(fd, text, sizeof(text), MSG_DONTWAIT) > 0)
		;
	for (unsigned i = 0; i < 2000; i++) {
		int64_t at = now_us();

		traffic_send(fd, text, sizeof(text), to);
		if (recv(fd, text, sizeof(text), 0) > 0)
			histogram_add(h, now_us() - at);
		(void)usleep(1000);
	}
}

/* us of CPU for a message taken and one sent, at so many a second; how long
 * its answer takes */
static double plain_message(unsigned rate, unsigned seconds,
			    struct histogram *h)
{
	struct sockaddr_in engine = { .sin_family = AF_INET };
	struct traffic *t = traffic_open(&engine, 1, 1);
	char text[PLAIN_SIP] = "";
	struct plain p;
	double us;

	plain_start(&p, t, 1);
	engine.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	engine.sin_port = htons(p.portv[0]);
	house_measure(&p.house);
	for (unsigned i = 0; i < rate * seconds; i++) {
		traffic_send(t->sink_fd, text, sizeof(text), &engine);
		if (i % (rate / 1000) == 0)
			traffic_run(t, NULL, 1000);
		if (i % 100 == 0)
			drain(t, t->sink_fd);
	}
	us = house_measured(&p.house).sum / (rate * seconds);
	plain_ask(t->sink_fd, &engine, h);
	plain_stop(&p);
	traffic_close(t);
	return us;
}

/* Sound of so many calls; us of CPU a packet, delays in t */
static double plain_sound(struct traffic *t, unsigned calls, unsigned seconds)
{
	struct plain p;
	double us;

	t->sound = true;
	plain_start(&p, t, 2 * calls);
	for (unsigned i = 0; i < 2 * calls; i++) {
		struct party *party = i % 2 ? &t->seatv[i / 2].sound
					    : &t->callerv[i / 2].sound;

		*party = (struct party){ .talks = true };
		party->to = (struct sockaddr_in){
			.sin_family = AF_INET,
			.sin_port = htons(p.portv[i]),
			.sin_addr = { htonl(INADDR_LOOPBACK) },
		};
	}
	traffic_run(t, NULL, 500000);
	house_measure(&p.house);
	t->counting = true;
	traffic_run(t, NULL, seconds * 1000000LL);
	t->counting = false;
	us = house_measured(&p.house).sum / (double)t->sent;
	traffic_run(t, NULL, 100000);
	plain_stop(&p);
	return us;
}

#endif
