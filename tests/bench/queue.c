/**
 * @file tests/bench/queue.c  What it costs to find a seat for a caller
 *
 * queue [SEATS QUEUES WAITING]: seats come free and take the next caller while
 * others join, with each strategy; by default 1000 seats, each in four of 100
 * queues, and 1000 callers who wait.
 */
#include "call/queue.h"

#include <string.h>

#include "bench/bench.h"
#include "util/util.h"

#define CALLS  200000
#define PLACES 4 /* queues of a seat */
#define NOW    1700000000000

struct caller {
	struct queue_waiter waiter;
	struct seat_leg leg;
};

struct house {
	size_t seatc, queuec, callerc;
	struct seat *seatv;
	struct queue *queuev;
	struct queue_member *memberv;
	struct queue_member **heapv;
	struct caller *callerv;
	struct hall hall;
	struct rng rng;
	int64_t now;
};

static void *room(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p)
		abort();
	return p;
}

static void set_up(struct house *h, int strategy)
{
	size_t each = h->seatc * PLACES / h->queuec;
	struct queue_settings s = queue_default_settings;

	s.strategy = strategy;
	s.max_length = h->callerc;
	for (size_t i = 0; i < h->seatc; i++) {
		char id[24];

		(void)snprintf(id, sizeof(id), "%zu", i);
		seat_init(&h->seatv[i], id, id, NOW);
		h->seatv[i].registered_until = INT64_MAX;
	}
	for (size_t q = 0; q < h->queuec; q++) {
		struct queue_member *m = h->memberv + q * each;

		memset(m, 0, each * sizeof(*m));
		for (size_t i = 0; i < each; i++)
			m[i] = (struct queue_member){
				.seat = &h->seatv[(q * each / PLACES + i) %
						  h->seatc],
				.level = 1 + (int)(i % 3),
			};
		queue_init(&h->queuev[q], "q", &s, m, each,
			   h->heapv + q * each);
	}
	hall_init(&h->hall, h->queuev, h->queuec);
	for (size_t i = 0; i < h->seatc; i++)
		hall_seat_changed(&h->hall, &h->seatv[i], h->now);
}

static void join(struct house *h, struct caller *c, int64_t id)
{
	memset(c, 0, sizeof(*c));
	c->waiter.owner = c;
	must(queue_join(&h->queuev[rng_next(&h->rng) % h->queuec], &c->waiter,
			id, h->now));
}

static size_t match(struct house *h)
{
	struct queue_match m;
	size_t n = 0;

	while (hall_find(&h->hall, h->now, &m)) {
		struct caller *c = m.waiter->owner;

		queue_take(&m);
		seat_leg_add(m.member->seat, &c->leg, c->waiter.call);
		hall_seat_changed(&h->hall, m.member->seat, h->now);
		n++;
	}

	return n;
}

/* A call of a seat ends, its caller rings in again */
static void turn(struct house *h, int64_t id)
{
	struct caller *c;
	struct seat *seat;

	do
		c = &h->callerv[rng_next(&h->rng) % h->callerc];
	while (!c->leg.seat);
	h->now++;
	seat = c->leg.seat;
	seat_leg_answer(&c->leg, h->now);
	hall_seat_changed(&h->hall, seat, h->now);
	seat_leg_remove(&c->leg, SEAT_DONE, 0, h->now);
	hall_seat_changed(&h->hall, seat, h->now);
	join(h, c, id);
}

static void run(struct house *h, int strategy)
{
	size_t taken = 0;
	double start;
	double us;

	h->now = NOW;
	set_up(h, strategy);
	for (size_t i = 0; i < h->callerc; i++)
		join(h, &h->callerv[i], (int64_t)i);
	(void)match(h);
	start = now_ms();
	for (int i = 0; i < CALLS; i++) {
		turn(h, i);
		taken += match(h);
	}
	us = (now_ms() - start) * 1e3 / CALLS;
	(void)printf("%-20s %6.2f us a call, %.3f %% of a core at 1000 "
		     "calls/s (%zu given)\n",
		     word_name(&queue_strategies, strategy), us, us / 10,
		     taken);
}

int main(int argc, char *argv[])
{
	struct house h = { .seatc = 1000, .queuec = 100, .callerc = 2000 };

	if (argc > 3) {
		h.seatc = strtoul(argv[1], NULL, 10);
		h.queuec = strtoul(argv[2], NULL, 10);
		h.callerc = h.seatc + strtoul(argv[3], NULL, 10);
	}
	h.seatv = room(h.seatc, sizeof(*h.seatv));
	h.queuev = room(h.queuec, sizeof(*h.queuev));
	h.memberv = room(h.seatc * PLACES, sizeof(*h.memberv));
	h.heapv = room(h.seatc * PLACES, sizeof(struct queue_member *));
	h.callerv = room(h.callerc, sizeof(*h.callerv));
	(void)printf("%zu seats, %zu queues, %zu callers wait\n", h.seatc,
		     h.queuec, h.callerc - h.seatc);
	for (int s = 0; s < (int)queue_strategies.wordc; s++)
		run(&h, s);
	free(h.seatv);
	free(h.queuev);
	free(h.memberv);
	free(h.heapv);
	free(h.callerv);
	return 0;
}
