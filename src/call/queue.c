/**
 * @file call/queue.c  Callers who wait, and which seat takes the next
 */
#include "call/queue.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* True if seat a comes before seat b */
typedef bool before_h(const struct seat *a, const struct seat *b);

static bool longer_idle(const struct seat *a, const struct seat *b)
{
	return a->idle_since < b->idle_since;
}

static bool fewer_calls(const struct seat *a, const struct seat *b)
{
	if (a->answered != b->answered)
		return a->answered < b->answered;
	return longer_idle(a, b);
}

/* clang-format off */
static const struct word strategy_words[] = {
	{ "longest-idle", "最长空闲优先", "longest idle" },
	{ "least-calls",  "最少接听优先", "least calls"  },
};

static before_h *const strategies[] = {
	longer_idle,
	fewer_calls,
};
/* clang-format on */

const struct words queue_strategies = { "strategy", strategy_words,
					ARRAY_LEN(strategy_words) };

const struct queue_settings queue_default_settings = {
	.strategy = 0,
	.ring = 15000,
	.wrap_up = 5000,
	.rest = 5000,
	.max_wait = 180000,
	.service_level = 20000,
	.max_length = 100,
};

void queue_init(struct queue *queue, const char *name,
		const struct queue_settings *settings,
		const struct queue_member *memberv, size_t memberc)
{
	memset(queue, 0, sizeof(*queue));
	record_put(queue->name, sizeof(queue->name), name);
	queue->settings = *settings;
	if (queue->settings.rest < QUEUE_REST_MIN)
		queue->settings.rest = QUEUE_REST_MIN;
	queue->memberv = memberv;
	queue->memberc = memberc;
	assert((size_t)settings->strategy < ARRAY_LEN(strategies));
}

/* Puts a waiter behind the last one that came no later */
static void insert(struct queue *queue, struct queue_waiter *w)
{
	struct queue_waiter *after = queue->tail;

	assert(!w->queue);
	while (after && after->since > w->since)
		after = after->prev;

	w->queue = queue;
	w->prev = after;
	w->next = after ? after->next : queue->head;
	*(w->prev ? &w->prev->next : &queue->head) = w;
	*(w->next ? &w->next->prev : &queue->tail) = w;
	queue->length++;
}

int queue_join(struct queue *queue, struct queue_waiter *waiter, int64_t call,
	       int64_t now)
{
	if (queue->length >= queue->settings.max_length)
		return err_set(EBUSY, _("queue %s is full"), queue->name);

	waiter->since = now;
	waiter->call = call;
	insert(queue, waiter);
	return 0;
}

void queue_rejoin(struct queue *queue, struct queue_waiter *waiter)
{
	insert(queue, waiter);
}

void queue_leave(struct queue_waiter *waiter)
{
	struct queue *queue = waiter->queue;

	if (!queue)
		return;

	*(waiter->prev ? &waiter->prev->next : &queue->head) = waiter->next;
	*(waiter->next ? &waiter->next->prev : &queue->tail) = waiter->prev;
	waiter->queue = NULL;
	waiter->next = NULL;
	waiter->prev = NULL;
	queue->length--;
}

struct seat *queue_pick(const struct queue *queue, int64_t now)
{
	before_h *before = strategies[queue->settings.strategy];
	const struct queue_member *best = NULL;

	for (size_t i = 0; i < queue->memberc; i++) {
		const struct queue_member *m = &queue->memberv[i];

		if (!seat_is_free(m->seat, now))
			continue;
		if (!best || m->level < best->level ||
		    (m->level == best->level && before(m->seat, best->seat)))
			best = m;
	}

	return best ? best->seat : NULL;
}

bool queue_find(struct queue *queuev, size_t queuec, int64_t now,
		struct queue_match *matchp)
{
	struct queue_match best = { .queue = NULL };

	for (size_t i = 0; i < queuec; i++) {
		struct queue *q = &queuev[i];
		struct seat *seat;

		if (!q->head ||
		    (best.waiter && best.waiter->since <= q->head->since))
			continue;
		seat = queue_pick(q, now);
		if (seat)
			best = (struct queue_match){ q, q->head, seat };
	}

	if (!best.queue)
		return false;

	*matchp = best;
	return true;
}
