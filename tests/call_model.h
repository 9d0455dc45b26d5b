/**
 * @file tests/call_model.h  A small call centre driven by arbitrary bytes
 *
 * Two queues, four seats and twelve calls do what the engine would do, with
 * call/ alone.  Each byte is something that happens; after each, every call
 * must be in one place.  Used by tests/unit/queue.c with random bytes and by
 * the fuzzer.
 */
#ifndef CALL_MODEL_H
#define CALL_MODEL_H

#include <assert.h>
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
	struct seat_leg leg;
	struct seat *seat; /* picked, about to ring */
	bool live;
};

struct model {
	struct seat seats[MODEL_SEATS];
	struct queue_member members[MODEL_QUEUES][MODEL_SEATS];
	struct queue queues[MODEL_QUEUES];
	struct model_call calls[MODEL_CALLS];
	struct board *board;
	int64_t now;
	int64_t next_id;
	int64_t begun;
	int64_t ended;
};

static inline void model_init(struct model *m)
{
	struct queue_settings settings = queue_default_settings;

	memset(m, 0, sizeof(*m));
	m->now = 1700000000000;
	settings.max_length = MODEL_LENGTH;
	for (int s = 0; s < MODEL_SEATS; s++) {
		char id[] = { '0', (char)('1' + s), 0 };

		seat_init(&m->seats[s], id, id, m->now);
	}
	for (int q = 0; q < MODEL_QUEUES; q++) {
		settings.strategy = q;
		/* seats 0 to 2 serve the first queue, 1 to 3 the second */
		for (int s = 0; s < MODEL_SEATS - 1; s++)
			m->members[q][s] = (struct queue_member){
				.seat = &m->seats[q + s],
				.level = 1 + s / 2,
			};
		queue_init(&m->queues[q], q ? "repair" : "service", &settings,
			   m->members[q], MODEL_SEATS - 1);
	}
	assert(!board_alloc(&m->board, MODEL_SEATS, MODEL_QUEUES, MODEL_CALLS));
}

static inline void model_release(struct model *m)
{
	board_free(m->board);
}

static inline void model_signal(struct model *m, struct model_call *c,
				enum call_signal on);

static inline void model_do(struct model *m, struct model_call *c,
			    enum call_action action, enum call_signal on)
{
	struct queue *q = &m->queues[c->call.record.id % MODEL_QUEUES];
	bool missed = on == CALL_SEAT_REFUSED || on == CALL_TIME_UP ||
		      on == CALL_SEAT_LOST;

	if (action == CALL_DO_QUEUE) {
		queue_leave(&c->waiter);
		record_put(c->call.record.queue, RECORD_NAME, q->name);
		if (queue_join(q, &c->waiter, c->call.record.id, m->now))
			model_signal(m, c, CALL_QUEUE_FULL);
	}
	if (action == CALL_DO_DIAL) {
		struct seat *s = &m->seats[c->call.record.id % MODEL_SEATS];

		if (seat_is_free(s, m->now))
			seat_leg_add(s, &c->leg, c->call.record.id);
		else
			model_signal(m, c, CALL_SEAT_REFUSED);
	}
	if (action == CALL_DO_RING) {
		queue_leave(&c->waiter);
		seat_leg_add(c->seat, &c->leg, c->call.record.id);
		record_put(c->call.record.seat, RECORD_NAME, c->seat->id);
	}
	if (action == CALL_DO_BRIDGE)
		seat_leg_answer(&c->leg);
	if (action == CALL_DO_REQUEUE || action == CALL_DO_RELEASE ||
	    action == CALL_DO_RESUME)
		seat_leg_remove(&c->leg, missed ? SEAT_MISSED : SEAT_DONE, 3000,
				m->now);
	if (action == CALL_DO_REQUEUE)
		queue_rejoin(q, &c->waiter);
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

static inline void model_match(struct model *m)
{
	struct queue_match match;

	while (queue_find(m->queues, MODEL_QUEUES, m->now, &match)) {
		for (int i = 0; i < MODEL_CALLS; i++) {
			struct model_call *c = &m->calls[i];

			if (match.waiter != &c->waiter)
				continue;
			c->seat = match.seat;
			model_signal(m, c, CALL_SEAT_PICKED);
			assert(c->call.state == CALL_RINGING);
		}
	}
}

static inline void model_seat(struct model *m, unsigned what)
{
	struct seat *s = &m->seats[what % MODEL_SEATS];

	if (what & 8)
		seat_pause(s, !s->paused, "tea", m->now);
	else
		s->registered_until = what & 4 ? 0 : m->now + 60000;
}

/* What a byte has no room for: the caller's own way, chosen by the clock */
static inline enum call_signal model_way(const struct model *m)
{
	unsigned k = (unsigned)(m->now / 4000) % (CALL_SAID + 1 - CALL_TO_MENU);

	return m->now / 500 % 8 ? CALL_REFUSE
				: (enum call_signal)(CALL_TO_MENU + k);
}

/* A seat that is there before its caller: none of these calls has one */
static inline bool model_is_call_back(const struct model_call *c, unsigned what)
{
	return c->call.state == CALL_ANNOUNCING &&
	       (what == CALL_SEAT_HUNG_UP || what == CALL_SEAT_LOST);
}

/* One byte happens: high half what, low half to whom */
static inline void model_step(struct model *m, unsigned char byte)
{
	struct model_call *c = &m->calls[(byte & 15) % MODEL_CALLS];
	unsigned what = byte >> 4;

	if (what == 14) {
		model_seat(m, byte & 15);
	} else if (what == 15) {
		m->now += INT64_C(500) * (byte & 15);
	} else if (!c->live && what != CALL_SEAT_PICKED) {
		memset(c, 0, sizeof(*c));
		c->live = true;
		call_init(&c->call, ++m->next_id, "1", "2", m->now);
		model_tell(m, c);
		m->begun++;
	} else if (c->call.state != CALL_OFFERED && what <= CALL_ACCEPTED) {
		model_signal(m, c, model_way(m));
	} else if (c->call.state == CALL_ANNOUNCING && what == CALL_TIME_UP) {
		model_signal(m, c, CALL_TO_QUEUE); /* on, as the engine does */
	} else if (c->call.state == CALL_QUEUED && what == CALL_TO_QUEUE) {
		model_signal(m, c,
			     m->now / 500 % 2 ? CALL_KEPT : CALL_TO_QUEUE);
	} else if (what != CALL_SEAT_PICKED && what != CALL_QUEUE_FULL &&
		   !model_is_call_back(c, what)) {
		model_signal(m, c, (enum call_signal)what);
	}
	model_match(m);
}

static inline size_t model_check_queue(const struct queue *q)
{
	const struct queue_waiter *prev = NULL;
	size_t n = 0;

	for (const struct queue_waiter *w = q->head; w; w = w->next) {
		assert(w->queue == q);
		assert(w->prev == prev);
		assert(!prev || prev->since <= w->since);
		n++;
		prev = w;
	}
	assert(q->tail == prev);
	assert(q->length == n);
	return n;
}

/* Every call is in one place, and every place holds a live call */
static inline void model_check(const struct model *m)
{
	size_t waiting = 0;
	size_t on_seats = 0;
	size_t live = 0;

	for (int i = 0; i < MODEL_CALLS; i++) {
		const struct model_call *c = &m->calls[i];
		enum call_state s = c->call.state;
		bool seated = s == CALL_RINGING || s == CALL_BRIDGED ||
			      s == CALL_DIALLING;

		if (!c->live) {
			assert(!c->waiter.queue && !c->leg.seat);
			continue;
		}
		assert(!call_is_over(&c->call));
		assert((c->waiter.queue != NULL) == (s == CALL_QUEUED));
		assert((c->leg.seat != NULL) == seated);
		assert(c->leg.answered == (s == CALL_BRIDGED));
		waiting += s == CALL_QUEUED;
		on_seats += seated;
		live++;
	}
	for (int q = 0; q < MODEL_QUEUES; q++)
		waiting -= model_check_queue(&m->queues[q]);
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
