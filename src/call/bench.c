/**
 * @file call/bench.c  The seats of a queue that are free, the best first
 */
#include "call/bench.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "util/util.h"

/* Sets the order of a member within its level: lower comes first */
typedef void order_h(struct bench *bench, struct queue_member *member);

static void by_idle(struct bench *b, struct queue_member *m)
{
	(void)b;
	m->first = (double)m->seat->idle_since;
}

static void by_calls(struct bench *b, struct queue_member *m)
{
	(void)b;
	m->first = (double)m->seat->answered;
	m->second = m->seat->idle_since;
}

static void by_talk(struct bench *b, struct queue_member *m)
{
	(void)b;
	m->first = (double)m->seat->talk_ms;
	m->second = m->seat->idle_since;
}

static void by_turn(struct bench *b, struct queue_member *m)
{
	(void)b;
	m->first = (double)m->turn;
}

/* As configured: see before() */
static void by_place(struct bench *b, struct queue_member *m)
{
	(void)b;
	m->first = 0;
}

/* The lowest of exponential draws is each seat's with the probability of its
 * weight; whoever comes in later draws from where the last was taken, so that
 * every choice is a fair one among those that are free then */
static void by_chance(struct bench *b, struct queue_member *m)
{
	if (!m->slot)
		m->first = b->base - log(rng_unit(&b->rng)) * m->level;
}

/* clang-format off */
static const struct word strategy_words[] = {
	{ "longest-idle",       "最长空闲优先",     "longest idle"       },
	{ "least-calls",        "最少接听优先",     "least calls"        },
	{ "least-talk-time",    "最短通话优先",     "least talk time"    },
	{ "round-robin",        "轮流",             "round robin"        },
	{ "top-down",           "按固定顺序",       "top down"           },
	{ "random",             "随机",             "random"             },
	{ "ring-all",           "同时振铃",         "ring all"           },
	{ "ring-progressively", "逐个增加振铃",     "ring progressively" },
};

static const struct {
	order_h *order;
	enum bench_spread spread;
	bool weighed; /* Levels are weights, not steps */
} strategies[] = {
	{ by_idle,   BENCH_ONE,  false },
	{ by_calls,  BENCH_ONE,  false },
	{ by_talk,   BENCH_ONE,  false },
	{ by_turn,   BENCH_ONE,  false },
	{ by_place,  BENCH_ONE,  false },
	{ by_chance, BENCH_ONE,  true  },
	{ by_place,  BENCH_ALL,  false },
	{ by_place,  BENCH_MORE, false },
};
/* clang-format on */

const struct words queue_strategies = { "strategy", strategy_words,
					ARRAY_LEN(strategy_words) };

void bench_init(struct bench *bench, int strategy, struct queue_member *memberv,
		size_t memberc, struct queue_member **heap)
{
	assert((size_t)strategy < ARRAY_LEN(strategies));
	*bench = (struct bench){
		.strategy = strategy,
		.memberv = memberv,
		.memberc = memberc,
		.heap = heap,
		.rng = { .state = memberc },
	};
	for (size_t i = 0; i < memberc; i++) {
		struct queue_member *m = &memberv[i];

		m->bench = bench;
		m->next = m->seat->places;
		m->seat->places = m;
	}
}

void bench_release(struct bench *bench)
{
	for (size_t i = 0; i < bench->memberc; i++) {
		struct queue_member **at = &bench->memberv[i].seat->places;

		while (*at && (*at)->bench != bench)
			at = &(*at)->next;
		if (*at)
			*at = (*at)->next;
	}
	bench->memberc = bench->count = bench->staffed = 0;
}

int bench_level(const struct bench *bench, const struct queue_member *member)
{
	return strategies[bench->strategy].weighed ? 0 : member->level;
}

enum bench_spread bench_spread(const struct bench *bench)
{
	return strategies[bench->strategy].spread;
}

static bool before(const struct bench *b, const struct queue_member *x,
		   const struct queue_member *y)
{
	if (bench_level(b, x) != bench_level(b, y))
		return x->level < y->level;
	if (x->first < y->first || y->first < x->first)
		return x->first < y->first;
	if (x->second != y->second)
		return x->second < y->second;
	return x < y; /* as configured */
}

/* The heap; slots count from 1 */

static void put(struct bench *b, size_t slot, struct queue_member *m)
{
	b->heap[slot - 1] = m;
	m->slot = slot;
}

static void sift_up(struct bench *b, struct queue_member *m)
{
	size_t slot = m->slot;

	while (slot > 1 && before(b, m, b->heap[slot / 2 - 1])) {
		put(b, slot, b->heap[slot / 2 - 1]);
		slot /= 2;
	}
	put(b, slot, m);
}

static void sift_down(struct bench *b, struct queue_member *m)
{
	size_t slot = m->slot;

	while (slot * 2 <= b->count) {
		size_t child = slot * 2;

		if (child < b->count &&
		    before(b, b->heap[child], b->heap[child - 1]))
			child++;
		if (!before(b, b->heap[child - 1], m))
			break;
		put(b, slot, b->heap[child - 1]);
		slot = child;
	}
	put(b, slot, m);
}

static void take_out(struct queue_member *m)
{
	struct bench *b = m->bench;
	struct queue_member *last;

	if (!m->slot)
		return;
	last = b->heap[--b->count];
	if (last != m) {
		put(b, m->slot, last);
		sift_up(b, last);
		sift_down(b, last);
	}
	m->slot = 0;
}

static void put_in(struct queue_member *m)
{
	struct bench *b = m->bench;

	strategies[b->strategy].order(b, m);
	if (!m->slot)
		put(b, ++b->count, m);
	sift_up(b, m);
	sift_down(b, m);
}

bool bench_is_free(const struct queue_member *member, int64_t now)
{
	return !member->paused && seat_is_free(member->seat, now);
}

void bench_pause(struct queue_member *member, bool paused, const char *reason)
{
	member->paused = paused;
	record_put(member->pause_reason, sizeof(member->pause_reason),
		   paused ? reason : "");
}

static void count_staff(struct queue_member *m, int64_t now)
{
	bool staffed = !m->paused && seat_is_staffed(m->seat, now);

	m->bench->staffed += staffed;
	m->bench->staffed -= m->staffed;
	m->staffed = staffed;
}

void bench_update(struct seat *seat, int64_t now)
{
	for (struct queue_member *m = seat->places; m; m = m->next) {
		count_staff(m, now);
		if (bench_is_free(m, now))
			put_in(m);
		else
			take_out(m);
	}
}

struct queue_member *bench_best(struct bench *bench, int64_t now)
{
	while (bench->count) {
		struct queue_member *m = bench->heap[0];

		if (bench_is_free(m, now))
			return m;
		bench_update(m->seat, now);
	}

	return NULL;
}

void bench_take(struct queue_member *member)
{
	struct bench *b = member->bench;

	member->turn = ++b->turns;
	if (strategies[b->strategy].weighed)
		b->base = member->first;
	take_out(member);
}
