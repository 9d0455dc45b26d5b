/**
 * @file engine/wait.c  A caller in a queue, and the ways out of it
 */
#include <errno.h>

#include "engine/inbound_private.h"
#include "engine/places.h"
#include "engine/tell.h"
#include "util/log.h"
#include "util/text.h"

static struct house *house(const struct incall *c)
{
	return c->in->conf.house;
}

/* By its house, which may be older than the queue */
const struct way_out *incall_way_out(const struct incall *c)
{
	static const struct way_out none;
	const struct queue *q = c->queue;

	/* whoever asks about a call is no caller */
	if (c->call.record.direction == DIRECTION_INNER)
		return &none;
	if (c->house != house(c) || !house_has(c->house, q))
		q = house_queue(c->house, q->name);
	return q ? &c->house->way_outv[q - c->house->queuev] : &none;
}

static const struct way_out *way_out(const struct incall *c)
{
	return incall_way_out(c);
}

/* The first queue that a seat serves: for calls that came by its number */
static const struct queue *queue_serving(const struct house *h,
					 const struct desk *desk)
{
	for (unsigned i = 0; desk && i < h->conf->queues_count; i++) {
		const struct queue *q = &h->queuev[i];

		for (size_t k = 0; k < q->bench.memberc; k++) {
			if (q->bench.memberv[k].seat == &desk->seat)
				return q;
		}
	}

	return NULL;
}

const struct queue_settings *incall_settings(const struct incall *c,
					     const struct desk *desk)
{
	const struct queue *q = c->queue ? c->queue
					 : queue_serving(house(c), desk);

	return q ? &q->settings : &queue_default_settings;
}

static bool nobody_is_there(const struct incall *c)
{
	for (size_t i = 0; i < c->queue->bench.memberc; i++) {
		if (seat_state(c->queue->bench.memberv[i].seat,
			       house_now(house(c))) != SEAT_OFFLINE)
			return false;
	}

	return true;
}

static void on_offer(void *arg)
{
	struct incall *c = arg;
	const char key[] = { way_out(c)->hold_key, '\0' };
	struct speech speech = { 0 };

	if (c->call.state != CALL_QUEUED)
		return;
	c->flow.offered = true;
	speech_add(&speech, "hold-offer");
	speech_digits(&speech, key);
	speech_add(&speech, "hold-offer-keep");
	incall_speak(c, &speech);
}

/* Offer to keep the place once he waited for long enough; only who sends his
 * number could be known again */
static void plan_offer(struct incall *c)
{
	int64_t left = way_out(c)->hold_after - c->call.waited;

	if (way_out(c)->hold_key && !c->flow.offered && *c->call.record.caller)
		tmr_start(&c->flow.wait, (uint64_t)(left > 0 ? left : 0),
			  on_offer, c);
}

void incall_wait(struct incall *c)
{
	stream_stop(c->caller.stream);
	stream_play(c->caller.stream, house(c)->ringback, true);
	plan_offer(c);
	tell_plan(c);
	inbound_match(c->in);
}

void incall_deserted(struct incall *c)
{
	if (way_out(c)->empty.kind)
		incall_go(c, way_out(c)->empty);
	else
		incall_step(c, CALL_QUEUE_EMPTY);
}

void incall_queue(struct incall *c)
{
	struct record *r = &c->call.record;
	int64_t now = house_now(house(c));
	int err;

	queue_leave(&c->waiter);
	record_put(r->queue, RECORD_NAME, c->queue->name);
	c->flow.offered = false;
	c->waiter.owner = c;
	c->told = (struct announce_state){ 0 };
	if (way_out(c)->empty.kind && nobody_is_there(c)) {
		incall_go(c, way_out(c)->empty);
		return;
	}
	if (c->flow.since) { /* back to the place that was kept */
		c->waiter.since = c->flow.since;
		c->waiter.call = r->id;
		c->flow.since = 0;
		queue_rejoin(c->queue, &c->waiter);
		incall_note(c, TRAIL_BACK, NULL, NULL);
		log_info("call %lld: back in the place that was kept",
			 (long long)r->id);
		incall_wait(c);
		return;
	}

	err = queue_join(c->queue, &c->waiter, r->id, now);
	if (!err)
		incall_wait(c);
	else if (err == ENOENT)
		incall_deserted(c);
	else if (way_out(c)->full.kind)
		incall_go(c, way_out(c)->full);
	else
		incall_step(c, CALL_QUEUE_FULL);
}

/* He is told only once it is on disk */
static void tell_kept(struct incall *c, const struct held *held)
{
	struct speech *speech = &c->flow.speech;

	log_info("call %lld: keeps its place", (long long)c->call.record.id);
	incall_note(c, TRAIL_PLACE, NULL, NULL);
	if (*held->pin) {
		speech_add(speech, "hold-pin");
		speech_digits(speech, held->pin);
		speech_add(speech, "hold-pin-again");
		speech_digits(speech, held->pin);
	} else {
		speech_add(speech, "hold-number");
	}
	speech_add(speech, "goodbye");
	c->flow.after = (struct place){ PLACE_HANG_UP, 0 };
	incall_step(c, CALL_KEPT);
}

/* He may wait on, or try again */
static void tell_unkept(struct incall *c)
{
	struct speech speech = { 0 };

	incall_unsaved(c, "place");
	speech_add(&speech, "not-saved");
	incall_speak(c, &speech);
	if (call_is_over(&c->call))
		incall_keep(c);
}

static void on_kept(int err, void *arg)
{
	struct incall *c = arg;
	const struct record *r = &c->call.record;
	struct held *held = held_find(&house(c)->held, r->caller, r->called,
				      house_now(house(c)));

	c->flow.busy = false;
	if (err)
		tell_unkept(c);
	if (held && err)
		held_free(held);
	else if (held && c->call.state == CALL_QUEUED)
		tell_kept(c, held);
	else if (held) /* a seat has him, or he hung up */
		places_end(c->in, held, "dropped");
	incall_settled(c);
}

/* He hangs up and rings in again */
static void keep_place(struct incall *c)
{
	const struct record *r = &c->call.record;
	struct held what = {
		.queue = (size_t)(c->queue - house(c)->queuev),
		.since = c->waiter.since,
		.until = house_now(house(c)) + way_out(c)->hold_keep,
	};

	record_put(what.caller, sizeof(what.caller), r->caller);
	record_put(what.called, sizeof(what.called), r->called);
	if (!places_keep(c->in, r->id, &what,
			 way_out(c)->hold_pin ? (int64_t)rand_u32() : -1,
			 on_kept, c)) {
		log_warnx("call %lld: no room to keep its place",
			  (long long)r->id);
		return;
	}
	c->flow.busy = true;
	c->pending++;
}

void incall_queue_key(struct incall *c, char key)
{
	if (key == way_out(c)->exit_key)
		incall_go(c, way_out(c)->exit);
	else if (key == way_out(c)->hold_key && c->flow.offered)
		keep_place(c);
}
