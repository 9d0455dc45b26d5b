/**
 * @file tests/bench/crowd.h  Many who read the events of the board
 *
 * They have the token "bench" and are read by a thread of its own on the core
 * of the load.  An event is late by the time between its own clock and the
 * first viewer's read.
 */
#ifndef TESTS_BENCH_CROWD_H
#define TESTS_BENCH_CROWD_H

#include <pthread.h>
#include <sys/epoll.h>

#include "bench/traffic.h"
#include "util/clock.h"

#define VIEWERS_MAX 500

struct crowd {
	pthread_t thread;
	int epoll;
	int fdv[VIEWERS_MAX];
	unsigned c;
	bool stop;
	bool counting;
	int64_t bytes;
	int64_t events; /* that the first viewer saw */
	struct histogram late;
};

static int crowd_join(uint16_t port)
{
	static const char ask[] = "GET /api/events HTTP/1.1\r\nHost: x\r\n"
				  "Authorization: Bearer bench\r\n\r\n";
	const struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (const struct sockaddr *)&to, sizeof(to)) ||
	    write(fd, ask, sizeof(ask) - 1) != (ssize_t)sizeof(ask) - 1)
		abort();
	(void)fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

/* The events of what was read, by their "at" */
static void crowd_look(struct crowd *w, const char *text)
{
	const int64_t now = clock_now();

	for (const char *p = text; (p = strstr(p, "\ndata: {\"type\":")); p++) {
		const char *at = strstr(p, "\"at\":");

		if (!at)
			break;
		w->events++;
		histogram_add(&w->late,
			      (now - strtoll(at + 5, NULL, 10)) * 1000);
	}
}

static void *crowd_watch(void *arg)
{
	static char text[1 << 20];
	struct crowd *w = arg;

	pin(0, LOAD_CORE);
	while (!__atomic_load_n(&w->stop, __ATOMIC_RELAXED)) {
		struct epoll_event v[64];
		int n = epoll_wait(w->epoll, v, 64, 100);

		for (int i = 0; i < n; i++) {
			ssize_t got = read(w->fdv[v[i].data.u32], text,
					   sizeof(text) - 1);

			if (got <= 0)
				continue;
			text[got] = '\0';
			w->bytes += got;
			if (v[i].data.u32 == 0 && w->counting)
				crowd_look(w, text);
		}
	}
	return NULL;
}

static void crowd_start(struct crowd *w, uint16_t port, unsigned viewers)
{
	w->epoll = epoll_create1(EPOLL_CLOEXEC);
	for (unsigned i = 0; i < viewers; i++) {
		struct epoll_event e = { .events = EPOLLIN,
					 .data = { .u32 = i } };

		w->fdv[w->c++] = crowd_join(port);
		(void)epoll_ctl(w->epoll, EPOLL_CTL_ADD, w->fdv[i], &e);
	}
	if (pthread_create(&w->thread, NULL, crowd_watch, w))
		abort();
}

static void crowd_stop(struct crowd *w)
{
	__atomic_store_n(&w->stop, true, __ATOMIC_RELAXED);
	(void)pthread_join(w->thread, NULL);
	for (unsigned i = 0; i < w->c; i++)
		(void)close(w->fdv[i]);
	(void)close(w->epoll);
}

#endif
