/**
 * @file engine/match.c  Who is given to whom, and what seats ask for
 */
#include <errno.h>
#include <string.h>

#include "engine/inbound_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

static int64_t now(const struct inbound *in)
{
	return house_now(in->conf.house);
}

static struct desk *desk_of(struct seat *seat)
{
	return (struct desk *)seat; /* the first member of its desk */
}

/* Matching */

/* Rings the best seat, and with it those that the strategy rings at once */
static void give(struct inbound *in, const struct queue_match *match)
{
	struct incall *c = match->waiter->owner;
	struct queue_member *m = match->member;
	int level = m->level;
	int err;

	queue_take(match);
	err = offers_add(c, desk_of(m->seat));
	while (!err && bench_spread(&match->queue->bench) == BENCH_ALL) {
		m = queue_take_more(match->queue, level, c->waiter.since,
				    now(in));
		if (!m)
			break;
		err = offers_add(c, desk_of(m->seat));
	}
	incall_step(c, err ? CALL_FAULT : CALL_SEAT_PICKED);
}

/* Sends away who waits where no seat is left, if that is wished */
static void clear_deserted(struct inbound *in)
{
	struct le *le = in->calls.head;

	in->left = false;
	while (le) {
		struct incall *c = le->data;

		le = le->next;
		if (c->waiter.queue && queue_is_deserted(c->waiter.queue))
			incall_deserted(c);
	}
}

static void on_match(void *arg)
{
	struct inbound *in = arg;
	struct hall *hall = &in->conf.house->hall;
	struct queue_match match;
	int64_t at;

	if (in->left)
		clear_deserted(in);
	while (hall_find(hall, now(in), &match))
		give(in, &match);

	at = hall_next_change(hall, now(in));
	if (at && !tmr_isrunning(&in->match))
		tmr_start(&in->match, (uint64_t)(at - now(in)) + 1, on_match,
			  in);
}

void inbound_match(struct inbound *in)
{
	if (!tmr_isrunning(&in->match) || tmr_get_expire(&in->match))
		tmr_start(&in->match, 0, on_match, in);
}

/* Rings one more seat for a call that rings */
static void on_grow(void *arg)
{
	struct incall *c = arg;
	struct queue_member *m;

	if (c->call.state != CALL_RINGING)
		return;
	m = queue_take_more(c->queue, 0, c->waiter.since, now(c->in));
	incall_grow(c);
	if (m && !offers_add(c, desk_of(m->seat)))
		offers_ring(c);
}

void incall_grow(struct incall *c)
{
	if (c->queue && bench_spread(&c->queue->bench) == BENCH_MORE)
		tmr_start(&c->grow, (uint64_t)c->queue->settings.ring_step,
			  on_grow, c);
}

/* Seats */

static void on_wake(void *arg)
{
	struct desk *desk = arg;

	inbound_seat_changed(desk->in, desk);
	inbound_match(desk->in);
}

/* Was it the last seat of a queue whose callers leave it then? */
static void note_deserted(struct inbound *in, const struct desk *desk)
{
	const struct queue_member *m = desk->seat.places;

	for (; m && !in->left; m = m->next)
		in->left = queue_is_deserted(queue_of(m));
	if (in->left)
		inbound_match(in);
}

static void watch_clock(struct inbound *in, struct desk *desk)
{
	int64_t at = seat_next_change(&desk->seat, now(in));

	if (at)
		tmr_start(&desk->wake, (uint64_t)(at - now(in)) + 1, on_wake,
			  desk);
	else
		tmr_cancel(&desk->wake);
}

void inbound_seat_cleared(struct inbound *in, struct desk *desk)
{
	if (desk->gone)
		return;
	hall_seat_changed(&in->conf.house->hall, &desk->seat, now(in));
	watch_clock(in, desk);
	inbound_match(in);
}

void inbound_seat_changed(struct inbound *in, struct desk *desk)
{
	struct call_event event;

	if (desk->gone)
		return;
	hall_seat_changed(&in->conf.house->hall, &desk->seat, now(in));
	note_deserted(in, desk);
	seat_event_of(&event, &desk->seat, now(in));
	event.at = house_wall(in->conf.house);
	in->conf.eventh(&event, in->conf.arg);
	watch_clock(in, desk);
}

/* A seat that holds its caller sends no sound that could be missed, and one
 * that rings none at all: that its telephone is gone is known from OPTIONS, its
 * REGISTER or its connection, alone */
static void miss_station(struct inbound *in, const struct desk *desk)
{
	struct le *le = in->calls.head;

	while (le) {
		struct incall *c = le->data;

		le = le->next; /* a call may end */
		if (c->holds[1] && offers_taken(c) == desk)
			incall_step(c, CALL_SEAT_LOST);
		else
			offers_station_left(c, desk);
	}
}

void inbound_station(struct desk *desk, int64_t until)
{
	struct inbound *in = desk->in;
	enum seat_state before = seat_state(&desk->seat, now(in));
	bool same = !desk->seat.registered_until == !until;

	desk->seat.registered_until = until;
	if (same && before == seat_state(&desk->seat, now(in))) {
		hall_seat_changed(&in->conf.house->hall, &desk->seat, now(in));
		return;
	}
	inbound_seat_changed(in, desk);
	if (!until)
		miss_station(in, desk);
	inbound_match(in);
}

/* A seat's membership of a queue; NULL if it has none */
static struct queue_member *place(const struct desk *desk, const char *queue)
{
	struct queue_member *m = desk->seat.places;

	while (m && strcmp(queue_of(m)->name, queue) != 0)
		m = m->next;
	return m;
}

/* A seat has two states: its own, and one in each of its queues */
static void tell_pause(struct inbound *in, const struct desk *desk,
		       const struct queue_member *m)
{
	struct call_event event = {
		.type = EVENT_PAUSE,
		.at = now(in),
		.seat_state = m->paused ? SEAT_PAUSED : SEAT_READY,
	};

	record_put(event.seat, RECORD_NAME, desk->seat.id);
	record_put(event.queue, RECORD_NAME, queue_of(m)->name);
	record_put(event.reason, RECORD_NAME, m->pause_reason);
	in->conf.eventh(&event, in->conf.arg);
}

int inbound_pause(struct inbound *in, struct desk *desk, const char *queue,
		  bool paused, const char *reason)
{
	struct queue_member *m = queue ? place(desk, queue) : NULL;

	if (queue && !m)
		return err_set(ENOENT, _("seat %s is not in queue %s"),
			       desk->seat.id, queue);
	if (paused && !house_may_pause(in->conf.house, reason))
		return err_set(EINVAL, _("\"%s\" is no reason for a pause"),
			       reason);
	if (m)
		bench_pause(m, paused, reason);
	else
		seat_pause(&desk->seat, paused, reason, now(in));
	inbound_seat_changed(in, desk);
	if (m)
		tell_pause(in, desk, m);
	inbound_match(in);
	return 0;
}

int inbound_wrap_up(struct inbound *in, struct desk *desk, int64_t more)
{
	if (!seat_wrap_up(&desk->seat, more, now(in)))
		return err_set(EPROTO, _("seat %s has no wrap-up now"),
			       desk->seat.id);
	inbound_seat_changed(in, desk);
	inbound_match(in);
	return 0;
}

void inbound_missed(struct inbound *in, struct desk *desk,
		    const struct queue_settings *settings)
{
	if (!seat_auto_pause(&desk->seat, settings->auto_pause, now(in)))
		return;
	log_warnx("seat %s: paused, it missed %u calls in a row", desk->seat.id,
		  settings->auto_pause);
}
