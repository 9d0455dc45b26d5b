/**
 * @file call/board.c  The live picture of seats, queues and calls
 */
#include "call/board.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* clang-format off */
static const struct word types[EVENT_COUNT] = {
	[EVENT_SEAT]      = { "seat",      "座席",     "seat"      },
	[EVENT_QUEUE]     = { "queue",     "队列",     "queue"     },
	[EVENT_CALL]      = { "call",      "呼叫",     "call"      },
	[EVENT_REFUSED]   = { "refused",   "拒绝呼入", "refused"   },
	[EVENT_BREACH]    = { "breach",    "外呼被拒", "outbound refused" },
	[EVENT_RECORDING] = { "recording", "录音完成", "recording" },
	[EVENT_TRAFFIC]   = { "traffic",   "话务异常", "abnormal traffic" },
};
/* clang-format on */

const struct words call_event_types = { "event", types, EVENT_COUNT };

/* A sorted array inside the board */
struct shelf {
	void *v;
	size_t *countp;
	size_t room;
	size_t size;
	int (*compare)(const void *key, const void *item);
};

static int compare_seat(const void *key, const void *item)
{
	return strcmp(key, ((const struct board_seat *)item)->id);
}

static int compare_queue(const void *key, const void *item)
{
	return strcmp(key, ((const struct board_queue *)item)->name);
}

static int compare_call(const void *key, const void *item)
{
	int64_t a = *(const int64_t *)key;
	int64_t b = ((const struct board_call *)item)->id;

	return (a > b) - (a < b);
}

/* Finds the item of a key; if there is none, makes a zeroed one at its place,
 * or counts it as dropped and returns NULL */
static void *shelf_place(struct board *board, const struct shelf *s,
			 const void *key)
{
	size_t low = 0;
	size_t high = *s->countp;
	char *at;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = s->compare(key, (char *)s->v + mid * s->size);

		if (!order)
			return (char *)s->v + mid * s->size;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}

	if (*s->countp == s->room) {
		board->dropped++;
		return NULL;
	}

	at = (char *)s->v + low * s->size;
	memmove(at + s->size, at, (*s->countp - low) * s->size);
	memset(at, 0, s->size);
	(*s->countp)++;
	return at;
}

static struct board_seat *place_seat(struct board *b, const char *id)
{
	const struct shelf shelf = { b->seatv, &b->seatc, b->seat_room,
				     sizeof(*b->seatv), compare_seat };
	struct board_seat *s = shelf_place(b, &shelf, id);

	if (s)
		record_put(s->id, sizeof(s->id), id);
	return s;
}

static struct board_queue *place_queue(struct board *b, const char *name)
{
	const struct shelf shelf = { b->queuev, &b->queuec, b->queue_room,
				     sizeof(*b->queuev), compare_queue };
	struct board_queue *q = shelf_place(b, &shelf, name);

	if (q)
		record_put(q->name, sizeof(q->name), name);
	return q;
}

static struct board_call *place_call(struct board *b, int64_t id)
{
	const struct shelf shelf = { b->callv, &b->callc, b->call_room,
				     sizeof(*b->callv), compare_call };
	struct board_call *c = shelf_place(b, &shelf, &id);

	if (c)
		c->id = id;
	return c;
}

int board_alloc(struct board **boardp, size_t seats, size_t queues,
		size_t calls)
{
	struct board *b = calloc(1, sizeof(*b));

	if (!b)
		goto out;

	b->seat_room = seats;
	b->queue_room = queues;
	b->call_room = calls;
	b->seatv = calloc(seats + 1, sizeof(*b->seatv));
	b->queuev = calloc(queues + 1, sizeof(*b->queuev));
	b->callv = calloc(calls + 1, sizeof(*b->callv));
	if (!b->seatv || !b->queuev || !b->callv)
		goto out;

	*boardp = b;
	return 0;

out:
	board_free(b);
	return err_set(ENOMEM, _("no memory for the board"));
}

void board_free(struct board *board)
{
	if (!board)
		return;

	free(board->seatv);
	free(board->queuev);
	free(board->callv);
	free(board);
}

static void apply_seat(struct board *b, const struct call_event *e)
{
	struct board_seat *s = place_seat(b, e->seat);

	if (!s)
		return;
	if (s->state != e->seat_state || !s->since)
		s->since = e->at;
	s->state = e->seat_state;
	s->call = e->call;
	record_put(s->reason, sizeof(s->reason), e->reason);
}

static void apply_queue(struct board *b, const struct call_event *e)
{
	struct board_queue *q = place_queue(b, e->queue);

	if (q)
		q->service_level = e->service_level;
}

/* The queue of a call, NULL as long as it is in none */
static struct board_queue *queue_of(struct board *b, const struct board_call *c)
{
	return c->queue[0] ? place_queue(b, c->queue) : NULL;
}

static void remove_call(struct board *b, struct board_call *c)
{
	size_t at = (size_t)(c - b->callv);

	b->callc--;
	memmove(c, c + 1, (b->callc - at) * sizeof(*c));
}

static void call_answered(struct board *b, struct board_call *c,
			  const struct call_event *e)
{
	struct board_queue *q = queue_of(b, c);

	if (!q || c->answered)
		return;

	c->answered = true;
	q->answered++;
	q->in_time += e->wait_ms <= q->service_level;
}

static void call_ended(struct board *b, struct board_call *c,
		       const struct call_event *e)
{
	struct board_queue *q = queue_of(b, c);

	if (q && e->result == RESULT_ABANDONED)
		q->abandoned++;
	b->results[e->result]++;
	remove_call(b, c);
}

static void apply_call(struct board *b, const struct call_event *e)
{
	struct board_call *c = place_call(b, e->call);

	if (!c)
		return;
	if (!c->since)
		b->offered++;

	c->state = e->state;
	c->since = e->at;
	record_put(c->caller, sizeof(c->caller), e->caller);
	record_put(c->called, sizeof(c->called), e->called);
	record_put(c->seat, sizeof(c->seat), e->seat);
	if (e->queue[0])
		record_put(c->queue, sizeof(c->queue), e->queue);
	if (c->state == CALL_QUEUED && !c->waiting_since)
		c->waiting_since = e->at;

	if (e->state == CALL_BRIDGED)
		call_answered(b, c, e);
	if (e->state == CALL_ENDED)
		call_ended(b, c, e);
}

static void apply_refused(struct board *b, const struct call_event *e)
{
	(void)e;
	b->results[RESULT_REFUSED]++;
}

static void apply_breach(struct board *b, const struct call_event *e)
{
	b->breaches++;
	b->last_breach = *e;
}

static void apply_recording(struct board *b, const struct call_event *e)
{
	(void)e;
	b->recordings++;
}

static void apply_traffic(struct board *b, const struct call_event *e)
{
	b->alarms++;
	b->last_alarm = *e;
}

void board_apply(struct board *board, const struct call_event *event)
{
	typedef void apply_h(struct board *, const struct call_event *);
	static apply_h *const apply[EVENT_COUNT] = {
		[EVENT_SEAT] = apply_seat,
		[EVENT_QUEUE] = apply_queue,
		[EVENT_CALL] = apply_call,
		[EVENT_REFUSED] = apply_refused,
		[EVENT_BREACH] = apply_breach,
		[EVENT_RECORDING] = apply_recording,
		[EVENT_TRAFFIC] = apply_traffic,
	};

	board->at = event->at;
	apply[event->type](board, event);
}

size_t board_count_seats(const struct board *board, enum seat_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < board->seatc; i++)
		n += board->seatv[i].state == state;

	return n;
}

size_t board_count_calls(const struct board *board, enum call_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < board->callc; i++)
		n += board->callv[i].state == state;

	return n;
}

struct board_load board_load(const struct board *board, const char *name)
{
	struct board_load load = { .oldest = 0 };

	for (size_t i = 0; i < board->callc; i++) {
		const struct board_call *c = &board->callv[i];

		if (name && strcmp(c->queue, name) != 0)
			continue;
		load.talking += c->state == CALL_BRIDGED;
		if (c->state != CALL_QUEUED && c->state != CALL_RINGING)
			continue;
		load.waiting++;
		if (!load.oldest || c->waiting_since < load.oldest)
			load.oldest = c->waiting_since;
	}

	return load;
}

const struct board_seat *board_seat(const struct board *board, const char *id)
{
	return bsearch(id, board->seatv, board->seatc, sizeof(*board->seatv),
		       compare_seat);
}

const struct board_queue *board_queue(const struct board *board,
				      const char *name)
{
	return bsearch(name, board->queuev, board->queuec,
		       sizeof(*board->queuev), compare_queue);
}

const struct board_call *board_call(const struct board *board, int64_t id)
{
	return bsearch(&id, board->callv, board->callc, sizeof(*board->callv),
		       compare_call);
}

void call_event_of(struct call_event *event, const struct call *call)
{
	const struct record *r = &call->record;

	*event = (struct call_event){
		.type = EVENT_CALL,
		.at = call->since,
		.call = r->id,
		.state = call->state,
		.result = r->result,
		.wait_ms = r->wait_ms,
	};
	record_put(event->seat, sizeof(event->seat), r->seat);
	record_put(event->queue, sizeof(event->queue), r->queue);
	record_put(event->caller, sizeof(event->caller), r->caller);
	record_put(event->called, sizeof(event->called), r->called);
	record_put(event->reason, sizeof(event->reason), r->reason);
}

void seat_event_of(struct call_event *event, const struct seat *seat,
		   int64_t now)
{
	*event = (struct call_event){
		.type = EVENT_SEAT,
		.at = now,
		.call = seat_call(seat),
		.seat_state = seat_state(seat, now),
	};
	record_put(event->seat, sizeof(event->seat), seat->id);
	record_put(event->reason, sizeof(event->reason), seat->pause_reason);
}
