/**
 * @file call/board.c  The live picture of seats, queues and calls
 */
#include "call/board.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "call/board_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* Each five seconds, or later on a slow network */
#define DRILL_MS 30000

/* clang-format off */
static const struct word types[EVENT_COUNT] = {
	[EVENT_SEAT]      = { "seat",      "座席",     "seat"      },
	[EVENT_QUEUE]     = { "queue",     "队列",     "queue"     },
	[EVENT_CALL]      = { "call",      "呼叫",     "call"      },
	[EVENT_REFUSED]   = { "refused",   "拒绝呼入", "refused"   },
	[EVENT_BREACH]    = { "breach",    "外呼被拒", "outbound refused" },
	[EVENT_RECORDING] = { "recording", "录音完成", "recording" },
	[EVENT_TRUNK]     = { "trunk",     "中继注册", "trunk"     },
	[EVENT_RECORDING_STOPPED] = { "recording-stopped", "录音中断",
				      "recording stopped" },
	[EVENT_RECORDING_RESUMED] = { "recording-resumed", "录音恢复",
				      "recording goes on" },
	[EVENT_GONE]      = { "gone",      "已撤销",   "gone"      },
	[EVENT_TRAFFIC]   = { "traffic",   "话务异常", "abnormal traffic" },
	[EVENT_RELEASED]  = { "released",  "解除拦截", "let in again" },
	[EVENT_PAUSE]     = { "pause",     "暂停某队列", "paused for a queue" },
	[EVENT_DRILL]     = { "drill",     "演练",     "drill"     },
	[EVENT_CHECKLIST] = { "checklist", "检查清单", "checklist" },
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

/* What comes over the wire may have to be cut or made safe: it is found again
 * by what it has become */
struct board_seat *board_place_seat(struct board *b, const char *id)
{
	const struct shelf shelf = { b->seatv, &b->seatc, b->seat_room,
				     sizeof(*b->seatv), compare_seat };
	struct board_seat *s;
	char safe[RECORD_NAME] = "";

	record_put(safe, sizeof(safe), id);
	s = shelf_place(b, &shelf, safe);
	if (s)
		memcpy(s->id, safe, sizeof(safe));
	return s;
}

struct board_queue *board_place_queue(struct board *b, const char *name)
{
	const struct shelf shelf = { b->queuev, &b->queuec, b->queue_room,
				     sizeof(*b->queuev), compare_queue };
	struct board_queue *q;
	char safe[RECORD_NAME] = "";

	record_put(safe, sizeof(safe), name);
	q = shelf_place(b, &shelf, safe);
	if (q)
		memcpy(q->name, safe, sizeof(safe));
	return q;
}

struct board_seat *board_find_seat(struct board *b, const char *id)
{
	return bsearch(id, b->seatv, b->seatc, sizeof(*b->seatv), compare_seat);
}

struct board_queue *board_find_queue(struct board *b, const char *name)
{
	return bsearch(name, b->queuev, b->queuec, sizeof(*b->queuev),
		       compare_queue);
}

struct board_call *board_place_call(struct board *b, int64_t id)
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

void board_clear(struct board *board)
{
	struct board empty = {
		.seatv = board->seatv,
		.queuev = board->queuev,
		.callv = board->callv,
		.seat_room = board->seat_room,
		.queue_room = board->queue_room,
		.call_room = board->call_room,
	};

	*board = empty;
}

/* Figures: each is kept for today and since the start */

#define COUNT(of, member, n)                                                \
	do {                                                                \
		for (int period_ = 0; period_ < FIGURES_PERIODS; period_++) \
			(of)->figures[period_].member += (n);               \
	} while (0)

/* The figures of a seat reach until an instant */
static void settle(struct board_seat *s, int64_t at)
{
	int64_t ms = at - s->counted;

	if (s->counted && ms > 0) {
		for (int p = 0; p < FIGURES_PERIODS; p++)
			figures_spend(&s->figures[p], s->state, s->reason, ms);
	}
	if (ms > 0)
		s->counted = at;
}

void board_tick(struct board *board, int64_t now)
{
	int64_t midnight;

	if (!figures_day_is_new(&board->day, now))
		return;
	midnight = figures_day_begin(&board->day);
	for (size_t i = 0; i < board->seatc; i++) {
		struct board_seat *s = &board->seatv[i];

		if (s->counted < midnight)
			settle(s, midnight);
		memset(&s->figures[FIGURES_TODAY], 0, sizeof(s->figures[0]));
	}
	for (size_t i = 0; i < board->queuec; i++)
		memset(&board->queuev[i].figures[FIGURES_TODAY], 0,
		       sizeof(board->queuev[i].figures[0]));
}

struct seat_figures board_seat_figures(const struct board_seat *seat,
				       enum figures_period period, int64_t now)
{
	struct seat_figures f = seat->figures[period];

	if (seat->counted && now > seat->counted)
		figures_spend(&f, seat->state, seat->reason,
			      now - seat->counted);
	return f;
}

static void count_seat(struct board *b, struct board_seat *s,
		       const struct call_event *e)
{
	struct board_queue *q = NULL;

	if (s->state == SEAT_WRAP_UP && s->queue[0])
		q = board_find_queue(b, s->queue);
	if (q && s->counted && e->at > s->counted)
		COUNT(q, wrap_ms, e->at - s->counted);
	settle(s, e->at);
	if (e->seat_state == SEAT_TALKING && s->state != SEAT_TALKING)
		COUNT(s, answered, 1);
	if (e->missed > s->missed)
		COUNT(s, missed, e->missed - s->missed);
	s->missed = e->missed;
}

static void apply_seat(struct board *b, const struct call_event *e)
{
	struct board_seat *s = board_place_seat(b, e->seat);

	if (!s)
		return;
	count_seat(b, s, e);
	if (s->state != e->seat_state || !s->since)
		s->since = e->at;
	s->state = e->seat_state;
	s->call = e->call;
	record_put(s->reason, sizeof(s->reason), e->reason);
}

static void apply_queue(struct board *b, const struct call_event *e)
{
	struct board_queue *q = board_place_queue(b, e->queue);

	if (!q)
		return;
	q->service_level = e->service_level;
	q->short_abandon = e->short_abandon;
}

/* The queue of a call, NULL as long as it is in none */
static struct board_queue *queue_of(struct board *b, const struct board_call *c)
{
	return c->queue[0] ? board_find_queue(b, c->queue) : NULL;
}

static void remove_call(struct board *b, struct board_call *c)
{
	size_t at = (size_t)(c - b->callv);

	b->callc--;
	memmove(c, c + 1, (b->callc - at) * sizeof(*c));
}

static void count_wait(struct board_queue *q, int64_t wait)
{
	for (int p = 0; p < FIGURES_PERIODS; p++) {
		if (q->figures[p].wait_max < wait)
			q->figures[p].wait_max = wait;
	}
}

static void call_answered(struct board *b, struct board_call *c,
			  const struct call_event *e)
{
	struct board_queue *q = queue_of(b, c);
	struct board_seat *s = e->seat[0] ? board_find_seat(b, e->seat) : NULL;
	int64_t wait = e->wait_ms - c->waited;

	if (s)
		record_put(s->queue, sizeof(s->queue), c->queue);
	if (!q || c->answered)
		return;

	c->answered = true;
	count_wait(q, wait);
	COUNT(q, answered, 1);
	COUNT(q, wait_ms, wait);
	COUNT(q, in_time, wait <= q->service_level);
}

/* A call ended that this queue had not answered */
static void count_loss(struct board_queue *q, const struct board_call *c,
		       const struct call_event *e)
{
	int64_t wait = e->wait_ms - c->waited;

	if (c->waiting_since)
		count_wait(q, wait);
	if (e->result == RESULT_ABANDONED ||
	    (e->result == RESULT_ANSWERED && c->waiting_since)) {
		COUNT(q, abandoned, 1);
		COUNT(q, left_soon, wait < q->short_abandon);
	}
	COUNT(q, timed_out, e->result == RESULT_TIMEOUT);
	COUNT(q, turned_away,
	      e->result == RESULT_FULL || e->result == RESULT_UNSTAFFED);
}

static void call_ended(struct board *b, struct board_call *c,
		       const struct call_event *e)
{
	struct board_queue *q = queue_of(b, c);

	if (q && !c->answered)
		count_loss(q, c, e);
	b->results[e->result]++;
	remove_call(b, c);
}

/* The call is in a queue, perhaps another than before */
static void enter_queue(struct board *b, struct board_call *c,
			const struct call_event *e)
{
	struct board_queue *q = queue_of(b, c);

	if (!strcmp(c->queue, e->queue))
		return;
	if (q)
		COUNT(q, moved_on, 1);
	record_put(c->queue, sizeof(c->queue), e->queue);
	c->answered = false;
	c->waited = e->wait_ms;
	q = queue_of(b, c);
	if (q)
		COUNT(q, entered, 1);
}

static void apply_call(struct board *b, const struct call_event *e)
{
	struct board_call *c = board_place_call(b, e->call);
	struct board_queue *q;

	if (!c)
		return;
	if (!c->since)
		b->offered++;

	q = queue_of(b, c);
	if (q && c->state == CALL_BRIDGED && e->at > c->since)
		COUNT(q, talk_ms, e->at - c->since);
	if (e->queue[0])
		enter_queue(b, c, e);
	c->state = e->state;
	c->since = e->at;
	record_put(c->caller, sizeof(c->caller), e->caller);
	record_put(c->called, sizeof(c->called), e->called);
	record_put(c->seat, sizeof(c->seat), e->seat);
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
	memmove(&b->breachv[1], &b->breachv[0],
		sizeof(b->breachv) - sizeof(b->breachv[0]));
	b->breachv[0] = *e;
	b->breachc += b->breachc < BOARD_BREACHES;
	b->breaches++;
}

/* Told to those who listen; the snapshot has no row for it */
static void apply_none(struct board *board, const struct call_event *event)
{
	(void)board;
	(void)event;
}

static void apply_recording(struct board *b, const struct call_event *e)
{
	(void)e;
	b->recordings++;
}

static void apply_stopped(struct board *b, const struct call_event *e)
{
	b->unrecorded = e->at;
}

static void apply_resumed(struct board *b, const struct call_event *e)
{
	(void)e;
	b->unrecorded = 0;
}

static void apply_traffic(struct board *b, const struct call_event *e)
{
	b->alarms++;
	b->last_alarm = *e;
}

bool board_drill_stopped(const struct board *board, int64_t now)
{
	const struct call_event *d = &board->drill;

	return d->at && d->of > 0 && now - d->at > DRILL_MS;
}

static void apply_drill(struct board *b, const struct call_event *e)
{
	b->drill = *e;
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
		[EVENT_TRUNK] = apply_none,
		[EVENT_RECORDING_STOPPED] = apply_stopped,
		[EVENT_RECORDING_RESUMED] = apply_resumed,
		[EVENT_TRAFFIC] = apply_traffic,
		[EVENT_GONE] = board_apply_gone,
		[EVENT_RELEASED] = apply_none,
		[EVENT_PAUSE] = board_apply_pause,
		[EVENT_DRILL] = apply_drill,
		[EVENT_CHECKLIST] = apply_none,
	};

	board->at = event->at;
	board_tick(board, event->at);
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
		.missed = seat->missed,
	};
	record_put(event->seat, sizeof(event->seat), seat->id);
	record_put(event->reason, sizeof(event->reason), seat->pause_reason);
}
