/**
 * @file tests/call_model.h  A small call centre driven by arbitrary bytes
 *
 * Two queues, four seats and twelve calls do what the engine would do, with
 * call/ alone, whatever the strategies.  Each byte is something that happens;
 * after each, every call must be in one place, the benches must hold exactly
 * the seats that are free, and nobody may wait for whom a seat is free.  Used
 * by tests/unit/queue.c with random bytes and by the fuzzer.
 */
#ifndef CALL_MODEL_H
#define CALL_MODEL_H

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "call/board.h"
#include "call/queue.h"
#include "util/util.h"

#define MODEL_CALLS  12
#define MODEL_SEATS  4
#define MODEL_QUEUES 2
#define MODEL_LENGTH 2

struct model_call {
	struct call call;
	struct queue_waiter waiter;
	struct queue *queue;
	struct seat_leg legs[MODEL_SEATS]; /* as in seats */
	bool live;
};

struct model {
	struct seat seats[MODEL_SEATS];
	struct queue_member members[MODEL_QUEUES][MODEL_SEATS];
	struct queue_member *heaps[MODEL_QUEUES][MODEL_SEATS];
	struct queue queues[MODEL_QUEUES];
	struct hall hall;
	struct model_call calls[MODEL_CALLS];
	struct board *board;
	int64_t now;
	int64_t next_id;
	int64_t begun;
	int64_t ended;
};

static inline void model_changed(struct model *m, struct seat *seat)
{
	struct call_event event;

	hall_seat_changed(&m->hall, seat, m->now);
	seat_event_of(&event, seat, m->now);
	board_apply(m->board, &event);
}

static inline void model_init(struct model *m, int strategy, int other)
{
	struct queue_settings settings = queue_default_settings;

	memset(m, 0, sizeof(*m));
	m->now = 1700000000000;
	settings.max_length = MODEL_LENGTH;
	settings.auto_pause = 3;
	settings.relaxv[0] = (struct queue_relax){ 10000, 2 };
	settings.relaxc = 1;
	assert(!board_alloc(&m->board, MODEL_SEATS, MODEL_QUEUES, MODEL_CALLS));
	for (int s = 0; s < MODEL_SEATS; s++) {
		char id[] = { '0', (char)('1' + s), 0 };

		seat_init(&m->seats[s], id, id, m->now);
	}
	for (int q = 0; q < MODEL_QUEUES; q++) {
		settings.strategy = q ? other : strategy;
		settings.weight = q;
		settings.refuse_empty = settings.leave_empty = q;
		/* seats 0 to 2 serve the first queue, 1 to 3 the second */
		for (int s = 0; s < MODEL_SEATS - 1; s++)
			m->members[q][s] = (struct queue_member){
				.seat = &m->seats[q + s],
				.level = 1 + s / 2,
			};
		queue_init(&m->queues[q], q ? "repair" : "service", &settings,
			   m->members[q], MODEL_SEATS - 1, m->heaps[q]);
	}
	hall_init(&m->hall, m->queues, MODEL_QUEUES);
}

static inline void model_release(struct model *m)
{
	board_free(m->board);
}

static inline void model_signal(struct model *m, struct model_call *c,
				enum call_signal on);

static inline void model_ring(struct model *m, struct model_call *c,
			      struct seat *seat)
{
	seat_leg_add(seat, &c->legs[seat - m->seats], c->call.record.id);
	record_put(c->call.record.seat, RECORD_NAME, seat->id);
	model_changed(m, seat);
}

static inline void model_drop(struct model *m, struct model_call *c, int s,
			      enum seat_outcome outcome)
{
	if (!c->legs[s].seat)
		return;
	seat_leg_remove(&c->legs[s], outcome, 3000, m->now);
	if (outcome == SEAT_MISSED)
		(void)seat_auto_pause(&m->seats[s],
				      c->queue->settings.auto_pause, m->now);
	model_changed(m, &m->seats[s]);
}

/* The first seat that rings answers, the others are dropped */
static inline void model_answer(struct model *m, struct model_call *c)
{
	bool taken = false;

	for (int s = 0; s < MODEL_SEATS; s++) {
		if (!c->legs[s].seat)
			continue;
		if (taken) {
			model_drop(m, c, s, SEAT_DONE);
			continue;
		}
		taken = true;
		seat_leg_answer(&c->legs[s], m->now);
		model_changed(m, &m->seats[s]);
	}
	assert(taken);
}

static inline void model_drop_all(struct model *m, struct model_call *c,
				  bool missed)
{
	for (int s = 0; s < MODEL_SEATS; s++)
		model_drop(m, c, s,
			   missed && !c->legs[s].answered ? SEAT_MISSED
							  : SEAT_DONE);
}

static inline void model_join(struct model *m, struct model_call *c)
{
	int err = queue_join(c->queue, &c->waiter, c->call.record.id, m->now);

	record_put(c->call.record.queue, RECORD_NAME, c->queue->name);
	if (err)
		model_signal(m, c,
			     err == ENOENT ? CALL_QUEUE_EMPTY
					   : CALL_QUEUE_FULL);
}

static inline void model_do(struct model *m, struct model_call *c,
			    enum call_action action, enum call_signal on)
{
	bool missed = on == CALL_SEAT_REFUSED || on == CALL_TIME_UP ||
		      on == CALL_SEAT_LOST;

	if (action == CALL_DO_QUEUE) {
		queue_leave(&c->waiter);
		model_join(m, c);
	}
	if (action == CALL_DO_DIAL) {
		struct seat *s = &m->seats[c->call.record.id % MODEL_SEATS];

		if (seat_is_free(s, m->now))
			model_ring(m, c, s);
		else
			model_signal(m, c, CALL_SEAT_REFUSED);
	}
	if (action == CALL_DO_BRIDGE)
		model_answer(m, c);
	if (action == CALL_DO_REQUEUE || action == CALL_DO_RELEASE ||
	    action == CALL_DO_RESUME)
		model_drop_all(m, c, missed);
	if (action == CALL_DO_REQUEUE || action == CALL_DO_MOVE)
		queue_rejoin(c->queue, &c->waiter);
	if (action == CALL_DO_RELEASE) {
		queue_leave(&c->waiter);
		c->live = false;
		m->ended++;
	}
}

static inline void model_tell(struct model *m, const struct model_call *c)
{
	struct call_event event;

	call_event_of(&event, &c->call);
	board_apply(m->board, &event);
}

static inline void model_signal(struct model *m, struct model_call *c,
				enum call_signal on)
{
	const struct call_move *move = call_step(&c->call, on, m->now);

	if (!move)
		return;
	if (move->to != CALL_QUEUED)
		queue_leave(&c->waiter);
	model_tell(m, c);
	model_do(m, c, move->action, on);
}

static inline struct model_call *model_owner(struct model *m,
					     const struct queue_waiter *w)
{
	for (int i = 0; i < MODEL_CALLS; i++) {
		if (w == &m->calls[i].waiter)
			return &m->calls[i];
	}
	assert(!"a waiter without a call");
	return NULL;
}

static inline void model_match(struct model *m)
{
	struct queue_match match;

	while (hall_find(&m->hall, m->now, &match)) {
		struct model_call *c = model_owner(m, match.waiter);
		struct queue_member *more = match.member;
		int level = more->level;

		queue_take(&match);
		do {
			model_ring(m, c, more->seat);
			more = bench_spread(&match.queue->bench) == BENCH_ALL
				       ? queue_take_more(match.queue, level,
							 c->waiter.since,
							 m->now)
				       : NULL;
		} while (more);
		model_signal(m, c, CALL_SEAT_PICKED);
		assert(c->call.state == CALL_RINGING);
	}
	for (int i = 0; i < MODEL_CALLS; i++) {
		struct model_call *c = &m->calls[i];

		if (c->waiter.queue && queue_is_deserted(c->waiter.queue))
			model_signal(m, c, CALL_QUEUE_EMPTY);
	}
}

static inline void model_seat(struct model *m, unsigned what)
{
	struct seat *s = &m->seats[what % MODEL_SEATS];
	struct queue_member *first = s->places;

	if (what < 4)
		s->registered_until = m->now + 60000;
	else if (what < 8)
		s->registered_until = 0;
	else if (what < 12)
		seat_pause(s, !s->paused, "tea", m->now);
	else
		bench_pause(first, !first->paused, "tea");
	model_changed(m, s);
}

/* What a byte has no room for: the caller's own way, chosen by the clock */
static inline enum call_signal model_way(const struct model *m)
{
	unsigned k = (unsigned)(m->now / 4000) %
		     (CALL_QUEUE_EMPTY + 1 - CALL_TO_MENU);

	return m->now / 500 % 8 ? CALL_REFUSE
				: (enum call_signal)(CALL_TO_MENU + k);
}

/* A seat that is there before its caller: none of these calls has one */
static inline bool model_is_call_back(const struct model_call *c, unsigned what)
{
	return c->call.state == CALL_ANNOUNCING &&
	       (what == CALL_SEAT_HUNG_UP || what == CALL_SEAT_LOST);
}

static inline void model_time(struct model *m, int64_t ms)
{
	m->now += ms;
	for (int s = 0; s < MODEL_SEATS; s++)
		model_changed(m, &m->seats[s]);
}

/* A seat gives its call to another seat */
static inline void model_give(struct model *m, struct model_call *c)
{
	struct seat *to = &m->seats[c->call.record.id % MODEL_SEATS];

	if (c->call.state != CALL_BRIDGED || to->legs)
		return;
	model_drop_all(m, c, false);
	model_ring(m, c, to);
	model_signal(m, c, CALL_GIVEN);
	assert(c->call.state == CALL_RINGING);
}

static inline void model_move(struct model *m, struct model_call *c)
{
	struct queue *to = &m->queues[c->queue == m->queues];

	if (!call_move(c->call.state, CALL_MOVED) || queue_admits(to))
		return;
	model_drop_all(m, c, false);
	queue_leave(&c->waiter);
	c->queue = to;
	record_put(c->call.record.queue, RECORD_NAME, to->name);
	model_signal(m, c, CALL_MOVED);
}

static inline void model_begin(struct model *m, struct model_call *c)
{
	memset(c, 0, sizeof(*c));
	c->live = true;
	call_init(&c->call, ++m->next_id, "1", "2", m->now);
	c->queue = &m->queues[m->next_id % MODEL_QUEUES];
	c->waiter.priority = (int)(m->next_id / 4 % 3);
	model_tell(m, c);
	m->begun++;
}

/* What a seat that rings for a strategy does next, or loses */
static inline void model_grow(struct model *m, struct model_call *c)
{
	struct queue_member *more;

	if (c->call.state != CALL_RINGING)
		return;
	if (bench_spread(&c->queue->bench) != BENCH_MORE) {
		model_give(m, c);
		return;
	}
	more = queue_take_more(c->queue, 0, c->waiter.since, m->now);
	if (more)
		model_ring(m, c, more->seat);
}

/* One byte happens: high half what, low half to whom.  What is not open to
 * others - to be picked, to be told that a queue is full - comes by itself;
 * their numbers stand for what seats do. */
static inline void model_step(struct model *m, unsigned char byte)
{
	struct model_call *c = &m->calls[(byte & 15) % MODEL_CALLS];
	unsigned what = byte >> 4;

	if (what == 14)
		model_seat(m, byte & 15);
	else if (what == 15)
		model_time(m, INT64_C(500) * (byte & 15));
	else if (!c->live && what != CALL_SEAT_PICKED)
		model_begin(m, c);
	else if (c->call.state != CALL_OFFERED && what <= CALL_ACCEPTED)
		model_signal(m, c, model_way(m));
	else if (c->call.state == CALL_ANNOUNCING && what == CALL_TIME_UP)
		model_signal(m, c, CALL_TO_QUEUE); /* on, as the engine does */
	else if (c->call.state == CALL_QUEUED && what == CALL_TO_QUEUE)
		model_signal(m, c,
			     m->now / 500 % 2 ? CALL_KEPT : CALL_TO_QUEUE);
	else if (what == CALL_SEAT_PICKED)
		model_give(m, c);
	else if (what == CALL_QUEUE_FULL)
		(byte & 1 ? model_move : model_grow)(m, c);
	else if (!model_is_call_back(c, what))
		model_signal(m, c, (enum call_signal)what);
	model_match(m);
}

static inline size_t model_check_line(const struct queue *q, int priority)
{
	const struct queue_line *line = &q->lines[priority];
	const struct queue_waiter *prev = NULL;
	size_t n = 0;

	for (const struct queue_waiter *w = line->head; w; w = w->next) {
		assert(w->queue == q);
		assert(w->prev == prev);
		assert(w->priority == priority);
		assert(!prev || prev->since <= w->since);
		n++;
		prev = w;
	}
	assert(line->tail == prev);
	return n;
}

/* The bench holds whom it should, and nobody waits for whom it would do */
static inline void model_check_bench(const struct model *m,
				     const struct queue *q)
{
	size_t free = 0;
	size_t staffed = 0;

	for (size_t i = 0; i < q->bench.memberc; i++) {
		const struct queue_member *b = &q->bench.memberv[i];
		bool is_free = bench_is_free(b, m->now);

		assert((b->slot != 0) == is_free);
		assert(!b->slot || q->bench.heap[b->slot - 1] == b);
		free += is_free;
		staffed += !b->paused && seat_is_staffed(b->seat, m->now);
		for (int p = 0; is_free && p < QUEUE_PRIORITIES; p++) {
			const struct queue_waiter *w = q->lines[p].head;

			assert(!w || queue_open_level(q, m->now - w->since) <
					     bench_level(&q->bench, b));
		}
	}
	assert(free == q->bench.count);
	assert(staffed == q->bench.staffed);
}

static inline size_t model_check_queue(const struct model *m,
				       const struct queue *q)
{
	size_t n = 0;

	for (int p = 0; p < QUEUE_PRIORITIES; p++)
		n += model_check_line(q, p);
	assert(q->length == n);
	model_check_bench(m, q);
	return n;
}

static inline size_t model_check_call(const struct model_call *c)
{
	enum call_state s = c->call.state;
	bool seated = s == CALL_RINGING || s == CALL_BRIDGED ||
		      s == CALL_DIALLING;
	size_t legs = 0;

	for (int i = 0; i < MODEL_SEATS; i++) {
		legs += c->legs[i].seat != NULL;
		assert(!c->legs[i].seat ||
		       c->legs[i].answered == (s == CALL_BRIDGED));
	}
	if (!c->live) {
		assert(!c->waiter.queue && !legs);
		return 0;
	}
	assert(!call_is_over(&c->call));
	assert(call_time_left(&c->call, &call_default_limits, 0) >= 0);
	assert((c->waiter.queue != NULL) == (s == CALL_QUEUED));
	assert((legs != 0) == seated);
	assert(s != CALL_BRIDGED || legs == 1);
	return legs;
}

/* Every call is in one place, and every place holds a live call */
static inline void model_check(const struct model *m)
{
	size_t waiting = 0;
	size_t on_seats = 0;
	size_t live = 0;

	for (int i = 0; i < MODEL_CALLS; i++) {
		const struct model_call *c = &m->calls[i];

		on_seats += model_check_call(c);
		waiting += c->live && c->call.state == CALL_QUEUED;
		live += c->live;
	}
	for (int q = 0; q < MODEL_QUEUES; q++)
		waiting -= model_check_queue(m, &m->queues[q]);
	for (int s = 0; s < MODEL_SEATS; s++) {
		const struct seat *seat = &m->seats[s];

		assert(!seat->legs || !seat->legs->next);
		on_seats -= seat->legs != NULL;
	}
	assert(waiting == 0);
	assert(on_seats == 0);
	assert(m->begun - m->ended == (int64_t)live);
	assert(m->board->dropped == 0);
}

#endif
