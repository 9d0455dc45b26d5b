/**
 * @file call/queue.c  Callers who wait, and which seat takes the next
 */
#include "call/queue.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

const struct queue_settings queue_default_settings = {
	.strategy = 0,
	.ring = 15000,
	.ring_step = 5000,
	.wrap_up = 5000,
	.rest = 5000,
	.max_wait = 180000,
	.service_level = 20000,
	.short_abandon = 5000,
	.max_length = 100,
};

void hall_init(struct hall *hall, struct queue *queuev, size_t queuec)
{
	*hall = (struct hall){ .queuev = queuev, .queuec = queuec };
	for (size_t i = 0; i < queuec; i++)
		queuev[i].hall = hall;
}

void queue_init(struct queue *queue, const char *name,
		const struct queue_settings *settings,
		struct queue_member *memberv, size_t memberc,
		struct queue_member **heap)
{
	memset(queue, 0, sizeof(*queue));
	record_put(queue->name, sizeof(queue->name), name);
	queue->settings = *settings;
	if (queue->settings.rest < QUEUE_REST_MIN)
		queue->settings.rest = QUEUE_REST_MIN;
	bench_init(&queue->bench, settings->strategy, memberv, memberc, heap);
}

/* A queue that has both callers and free seats is in the hall's list; those
 * that have not any more are taken out when the list is walked */
static void note(struct queue *queue)
{
	struct hall *hall = queue->hall;

	if (!hall || queue->listed || !queue->length || !queue->bench.count)
		return;
	queue->listed = true;
	queue->next = hall->active;
	hall->active = queue;
}

/* The first in the list that may have a match, from *at on */
static struct queue *active(struct queue **at)
{
	struct queue *q;

	while ((q = *at) != NULL) {
		if (q->length && q->bench.count)
			return q;
		*at = q->next;
		q->listed = false;
	}

	return NULL;
}

/* Puts a waiter behind another, or first */
static void insert(struct queue *queue, struct queue_waiter *w,
		   struct queue_waiter *after)
{
	struct queue_line *line = &queue->lines[w->priority];

	assert(!w->queue);
	w->queue = queue;
	w->prev = after;
	w->next = after ? after->next : line->head;
	*(w->prev ? &w->prev->next : &line->head) = w;
	*(w->next ? &w->next->prev : &line->tail) = w;
	queue->length++;
	note(queue);
}

int queue_admits(const struct queue *queue)
{
	if (queue->length >= queue->settings.max_length)
		return err_set(EBUSY, _("queue %s is full"), queue->name);
	if (queue->settings.refuse_empty && !queue->bench.staffed)
		return err_set(ENOENT, _("queue %s has no seat"), queue->name);
	return 0;
}

int queue_join(struct queue *queue, struct queue_waiter *waiter, int64_t call,
	       int64_t now)
{
	int err = queue_admits(queue);
	struct queue_waiter *after;

	if (err)
		return err;

	waiter->since = now;
	waiter->call = call;
	after = queue->lines[waiter->priority].tail;
	while (after && after->since > now)
		after = after->prev;
	insert(queue, waiter, after);
	return 0;
}

void queue_rejoin(struct queue *queue, struct queue_waiter *waiter)
{
	struct queue_waiter *after = NULL;
	struct queue_waiter *w = queue->lines[waiter->priority].head;

	/* The old place is near the head */
	for (; w && w->since <= waiter->since; w = w->next)
		after = w;
	insert(queue, waiter, after);
}

void queue_leave(struct queue_waiter *waiter)
{
	struct queue *queue = waiter->queue;
	struct queue_line *line;

	if (!queue)
		return;

	line = &queue->lines[waiter->priority];
	*(waiter->prev ? &waiter->prev->next : &line->head) = waiter->next;
	*(waiter->next ? &waiter->next->prev : &line->tail) = waiter->prev;
	waiter->queue = NULL;
	waiter->next = NULL;
	waiter->prev = NULL;
	queue->length--;
}

bool queue_is_deserted(const struct queue *queue)
{
	return queue->settings.leave_empty && !queue->bench.staffed;
}

size_t queue_position(const struct queue_waiter *waiter)
{
	const struct queue *queue = waiter->queue;
	size_t n = 1;

	if (!queue)
		return 0;
	for (const struct queue_waiter *w = waiter->prev; w; w = w->prev)
		n++;
	for (int p = waiter->priority + 1; p < QUEUE_PRIORITIES; p++) {
		const struct queue_waiter *w = queue->lines[p].head;

		for (; w; w = w->next)
			n++;
	}

	return n;
}

void queue_handled(struct queue *queue, int64_t ms)
{
	int64_t old = queue->handling_ms;

	queue->handling_ms = old ? (old * 7 + ms) / 8 : ms;
}

int queue_open_level(const struct queue *queue, int64_t waited)
{
	const struct queue_settings *s = &queue->settings;
	int level = s->relaxc ? 1 : INT_MAX;

	for (size_t i = 0; i < s->relaxc && s->relaxv[i].after <= waited; i++) {
		if (s->relaxv[i].level > level)
			level = s->relaxv[i].level;
	}

	return level;
}

struct queue *queue_of(const struct queue_member *member)
{
	return (struct queue *)(void *)((char *)member->bench -
					offsetof(struct queue, bench));
}

void hall_seat_changed(struct hall *hall, struct seat *seat, int64_t now)
{
	(void)hall;
	bench_update(seat, now);
	for (struct queue_member *m = seat->places; m; m = m->next) {
		if (m->slot)
			note(queue_of(m));
	}
}

/* The caller of a queue that a seat of a level is for */
static struct queue_waiter *first_for(const struct queue *queue, int level,
				      int64_t now)
{
	for (int p = QUEUE_PRIORITIES - 1; p >= 0; p--) {
		struct queue_waiter *w = queue->lines[p].head;

		/* the head of a line has waited longest of it */
		if (w && level <= queue_open_level(queue, now - w->since))
			return w;
	}

	return NULL;
}

static bool goes_first(const struct queue_match *a, const struct queue_match *b)
{
	if (a->queue->settings.weight != b->queue->settings.weight)
		return a->queue->settings.weight > b->queue->settings.weight;
	if (a->waiter->priority != b->waiter->priority)
		return a->waiter->priority > b->waiter->priority;
	if (a->waiter->since != b->waiter->since)
		return a->waiter->since < b->waiter->since;
	return a->waiter->call < b->waiter->call;
}

bool hall_find(struct hall *hall, int64_t now, struct queue_match *matchp)
{
	struct queue_match best = { .queue = NULL };
	struct queue **at = &hall->active;
	struct queue *q;

	while ((q = active(at)) != NULL) {
		struct queue_match m = { .queue = q };

		at = &q->next;
		m.member = bench_best(&q->bench, now);
		if (!m.member)
			continue;
		m.waiter = first_for(q, bench_level(&q->bench, m.member), now);
		if (m.waiter && (!best.queue || goes_first(&m, &best)))
			best = m;
	}

	if (!best.queue)
		return false;

	*matchp = best;
	return true;
}

void queue_take(const struct queue_match *match)
{
	queue_leave(match->waiter);
	bench_take(match->member);
}

struct queue_member *queue_take_more(struct queue *queue, int level,
				     int64_t since, int64_t now)
{
	enum bench_spread spread = bench_spread(&queue->bench);
	struct queue_member *m = bench_best(&queue->bench, now);

	if (!m || spread == BENCH_ONE ||
	    (spread == BENCH_ALL && m->level != level) ||
	    (spread == BENCH_MORE &&
	     m->level > queue_open_level(queue, now - since)))
		return NULL;
	bench_take(m);
	return m;
}

/* When a line's first caller may be given to a seat of a level */
static int64_t opens(const struct queue *queue, const struct queue_waiter *w,
		     int level)
{
	const struct queue_settings *s = &queue->settings;

	for (size_t i = 0; w && i < s->relaxc; i++) {
		if (s->relaxv[i].level >= level)
			return w->since + s->relaxv[i].after;
	}

	return 0;
}

int64_t hall_next_change(const struct hall *hall, int64_t now)
{
	int64_t next = 0;

	for (const struct queue *q = hall->active; q; q = q->next) {
		int level;

		if (!q->bench.count)
			continue;
		level = bench_level(&q->bench, q->bench.heap[0]);
		for (int p = 0; p < QUEUE_PRIORITIES; p++) {
			int64_t at = opens(q, q->lines[p].head, level);

			if (at > now && (!next || at < next))
				next = at;
		}
	}

	return next;
}
