/**
 * @file engine/offer.c  The seat's side of a call
 */
#include "engine/offer.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "engine/consult.h"
#include "engine/ending.h"
#include "engine/inbound_private.h"
#include "engine/ring.h"
#include "engine/transfer.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

/* A seat that the call is offered to */
struct offer {
	struct le le; /* of the call */
	struct incall *c;
	struct desk *desk;
	struct seat_leg seat_leg;
	struct list forks; /* legs to where its station is */
	bool rung;
};

/* One leg of an offer */
struct fork {
	struct le le; /* of the offer */
	struct offer *offer;
	struct leg *leg;
	struct ending *ending;
	struct sa signal; /* where its signalling comes from */
	bool sealed;	  /* sound was offered encrypted */
};

static const struct leg_handlers handlers;

static int64_t now(const struct incall *c)
{
	return house_now(c->in->conf.house);
}

static struct record *record(struct incall *c)
{
	return &c->call.record;
}

void offers_init(struct incall *c)
{
	list_init(&c->offers);
	c->taken = NULL;
}

size_t offers_count(const struct incall *c)
{
	return list_count(&c->offers);
}

struct desk *offers_taken(const struct incall *c)
{
	return c->taken ? c->taken->offer->desk : NULL;
}

struct incall *offers_call(const struct desk *desk)
{
	const struct seat_leg *l = desk->seat.legs;

	if (!l)
		return NULL;
	return ((const struct offer *)(const void *)((const char *)l -
						     offsetof(struct offer,
							      seat_leg)))
		->c;
}

int offers_add(struct incall *c, struct desk *desk)
{
	struct offer *o = calloc(1, sizeof(*o));

	if (!o)
		return err_set(ENOMEM, _("no memory for a call"));
	o->c = c;
	o->desk = desk;
	seat_leg_add(&desk->seat, &o->seat_leg, record(c)->id);
	list_append(&c->offers, &o->le, o);
	if (c->offers.head == &o->le)
		record_put(record(c)->seat, RECORD_NAME, desk->seat.id);
	inbound_seat_changed(c->in, desk);
	return 0;
}

/* Dropping: a seat is told at once, it may be rung again before the record is
 * on disk, but not before it knows */

static void free_fork(struct fork *f, bool elsewhere)
{
	if (f->offer->c->taken == f) {
		f->offer->c->taken = NULL;
		f->offer->c->seat.leg = NULL;
	}
	if (elsewhere)
		leg_elsewhere(f->leg);
	leg_free(f->leg);
	ending_begin(f->ending, f->offer->desk, now(f->offer->c));
	list_unlink(&f->le);
	free(f);
}

static void free_forks(struct offer *o, bool elsewhere)
{
	for (struct le *le = o->forks.head, *next; le; le = next) {
		next = le->next;
		free_fork(le->data, elsewhere);
	}
}

static void free_offer(struct offer *o, enum seat_outcome outcome,
		       bool elsewhere)
{
	struct incall *c = o->c;
	struct desk *desk = o->desk;
	const struct queue_settings *s = incall_settings(c, desk);

	free_forks(o, elsewhere);
	if (o->seat_leg.answered)
		consult_end(c);
	if (o->seat_leg.answered && c->queue)
		queue_handled(c->queue,
			      now(c) - o->seat_leg.answered_at + s->wrap_up);
	seat_leg_remove(&o->seat_leg, outcome,
			o->seat_leg.answered ? s->wrap_up : s->rest, now(c));
	list_unlink(&o->le);
	free(o);
	if (outcome == SEAT_MISSED) {
		incall_note(c, TRAIL_MISSED, desk->seat.id, NULL);
		inbound_missed(c->in, desk, s);
	}
	inbound_seat_changed(c->in, desk);
	inbound_match(c->in);
}

static void close_stream(struct incall *c)
{
	if (c->seat.stream)
		stream_close(c->seat.stream);
	c->seat.stream = NULL;
}

void offers_drop(struct incall *c, bool missed)
{
	tmr_cancel(&c->grow);
	for (struct le *le = c->offers.head, *next; le; le = next) {
		struct offer *o = le->data;
		bool blame = missed && !o->seat_leg.answered;

		next = le->next;
		free_offer(o,
			   !blame    ? SEAT_DONE
			   : o->rung ? SEAT_MISSED
				     : SEAT_SPARED,
			   false);
	}
	close_stream(c);
}

void offers_discard(struct incall *c)
{
	tmr_cancel(&c->grow);
	for (struct le *le = c->offers.head, *next; le; le = next) {
		struct offer *o = le->data;

		next = le->next;
		free_forks(o, false);
		seat_leg_remove(&o->seat_leg, SEAT_DONE, 0, now(c));
		list_unlink(&o->le);
		free(o);
	}
}

/* An offer came to nothing; the call lives on as long as there is another */
static void lose(struct offer *o)
{
	struct incall *c = o->c;

	free_offer(o, o->rung ? SEAT_MISSED : SEAT_SPARED, false);
	if (!c->offers.head)
		incall_step(c, CALL_SEAT_REFUSED);
}

void offers_station_left(struct incall *c, const struct desk *desk)
{
	for (struct le *le = c->offers.head; le; le = le->next) {
		struct offer *o = le->data;

		if (o->desk == desk && !o->seat_leg.answered) {
			lose(o);
			return;
		}
	}
}

/* What legs say */

static void on_answered(struct leg *leg, void *arg)
{
	struct fork *f = arg;
	struct offer *o = f->offer;
	struct incall *c = o->c;

	(void)leg;
	if (c->taken || !call_move(c->call.state, CALL_SEAT_ANSWERED))
		return;

	c->taken = f;
	c->seat.leg = f->leg;
	c->seat.signal = f->signal;
	record_put(record(c)->seat, RECORD_NAME, o->desk->seat.id);
	c->holds[1] = false;
	seat_leg_answer(&o->seat_leg, now(c));
	c->back = NULL;
	tmr_cancel(&c->grow);
	for (struct le *le = o->forks.head, *next; le; le = next) {
		next = le->next;
		if (le->data != f)
			free_fork(le->data, true);
	}
	for (struct le *le = c->offers.head, *next; le; le = next) {
		next = le->next;
		if (le->data != o)
			free_offer(le->data, SEAT_DONE, true);
	}
	inbound_seat_changed(c->in, o->desk);
	incall_step(c, CALL_SEAT_ANSWERED);
}

static void on_voice(struct leg *leg, void *arg)
{
	struct fork *f = arg;

	struct incall *c = f->offer->c;

	(void)leg;
	if (c->taken != f)
		return;
	offers_agree(c);
	incall_note_hold(c, &c->seat);
}

static void on_bye(struct leg *leg, void *arg)
{
	struct fork *f = arg;
	struct offer *o = f->offer;

	(void)leg;
	if (o->c->taken == f) {
		incall_step(o->c, CALL_SEAT_HUNG_UP);
		return;
	}
	free_fork(f, false);
	if (!o->forks.head)
		lose(o);
}

static bool ring_in_clear(struct fork *f, uint16_t status);

static void on_failed(struct leg *leg, uint16_t status, void *arg)
{
	struct fork *f = arg;
	struct offer *o = f->offer;
	struct incall *c = o->c;
	bool again;

	(void)leg;
	log_debug("call %lld: seat %s: leg ended with %u",
		  (long long)record(c)->id, o->desk->seat.id, status);
	if (c->taken == f) {
		incall_step(c, CALL_SEAT_LOST);
		return;
	}
	again = ring_in_clear(f, status);
	free_fork(f, false);
	if (!again && !o->forks.head)
		lose(o);
}

static void on_refer(struct leg *leg, const struct sip_msg *msg, void *arg)
{
	struct fork *f = arg;

	transfer_refer(f->offer->c, leg, msg);
}

static const struct leg_handlers handlers = {
	.refer = on_refer,
	.answered = on_answered,
	.voice = on_voice,
	.bye = on_bye,
	.failed = on_failed,
};

/* Have sound go as the leg agreed, but only to where the station is, for its
 * SDP could send a caller's voice to anybody */
void side_agree(const struct side *side)
{
	struct voice voice;

	if (!side->leg || !side->stream)
		return;
	voice = *leg_voice(side->leg);
	if (!sa_cmp(&voice.remote, &side->signal, SA_ADDR)) {
		uint16_t port = sa_port(&voice.remote);

		voice.remote = side->signal;
		sa_set_port(&voice.remote, port);
	}
	stream_agree(side->stream, &voice, &side->signal);
}

void offers_agree(struct incall *c)
{
	side_agree(&c->seat);
}

/* Ringing */

static int open_stream(struct incall *c)
{
	int err;

	if (c->seat.stream)
		return 0;
	err = stream_open(&c->seat.stream, c->in->conf.media, c->caller.stream,
			  &c->seat);
	if (!err)
		c->streams++;
	return err;
}

/* How sound is offered to a telephone */
static int safety_of(const struct desk *desk, const struct binding *to,
		     bool in_clear, enum voice_safety *safetyp)
{
	bool may = to->tp == SIP_TRANSP_TLS && desk->srtp != CONFIG_SRTP_OFF;

	*safetyp = may && !in_clear ? VOICE_SEALED : VOICE_CLEAR;
	if (desk->srtp == CONFIG_SRTP_REQUIRE && *safetyp != VOICE_SEALED)
		return err_set(EPERM, _("its telephone takes no encrypted "
					"sound"));
	return 0;
}

static int ring_fork(struct offer *o, const struct binding *to, bool in_clear)
{
	struct incall *c = o->c;
	bool back = record(c)->direction == DIRECTION_CONSENTED;
	struct ring_call call = {
		/* in either direction a seat sees the user */
		.caller = back ? record(c)->called : record(c)->caller,
		.called = back ? record(c)->caller : record(c)->called,
		.realm = c->in->conf.house->conf->realm,
		.local = stream_local(c->seat.stream),
		.law = incall_law(c),
	};
	int err = safety_of(o->desk, to, in_clear, &call.safety);
	struct fork *f;

	if (err)
		return err;
	f = calloc(1, sizeof(*f));
	if (!f)
		return err_set(ENOMEM, _("no memory for a call"));
	f->offer = o;
	f->signal = to->source;
	f->sealed = call.safety != VOICE_CLEAR;
	err = ending_alloc(&f->ending, c->in, o->desk);
	call.witness = f->ending;
	if (!err)
		err = ring_seat(&f->leg, c->in->conf.ua, to, &call, &handlers,
				f);
	if (err) {
		mem_deref(f->ending);
		free(f);
		return err;
	}
	list_append(&o->forks, &f->le, f);
	return 0;
}

/* A telephone that refused encrypted sound is asked once more, where it may;
 * nobody but itself can have said so, over the same encrypted connection */
static bool ring_in_clear(struct fork *f, uint16_t status)
{
	struct offer *o = f->offer;
	const struct binding *tov[REGISTRAR_CONTACTS];
	size_t n;

	/* a seat that is gone rings on, but has no station any more */
	if (!f->sealed || o->desk->srtp != CONFIG_SRTP_PREFER ||
	    !o->desk->station ||
	    (status != 488 && status != 415 && status != 606))
		return false;
	n = registrar_bindings(o->desk->station, tov);
	for (size_t i = 0; i < n; i++) {
		if (sa_cmp(&tov[i]->source, &f->signal, SA_ALL))
			return !ring_fork(o, tov[i], true);
	}

	return false;
}

/* All telephones of a station ring */
static int ring(struct offer *o)
{
	const struct binding *tov[REGISTRAR_CONTACTS];
	size_t n = o->desk->station ? registrar_bindings(o->desk->station, tov)
				    : 0;
	int err;

	if (!n)
		return err_set(ENOENT, _("no station is registered"));
	err = open_stream(o->c);
	for (size_t i = 0; i < n && (!err || o->rung); i++) {
		err = ring_fork(o, tov[i], false);
		o->rung = o->rung || !err;
	}
	return o->rung ? 0 : err;
}

void offers_ring(struct incall *c)
{
	for (struct le *le = c->offers.head, *next; le; le = next) {
		struct offer *o = le->data;
		int err;

		next = le->next;
		if (o->rung)
			continue;
		err = ring(o);
		if (!err) {
			incall_note(c, (int)c->call.state, o->desk->seat.id,
				    NULL);
			continue;
		}
		log_warnx("call %lld: seat %s cannot be rung: %s",
			  (long long)record(c)->id, o->desk->seat.id,
			  err_text(err));
		free_offer(o, SEAT_SPARED, false);
	}
	if (!c->offers.head)
		incall_step(c, CALL_SEAT_REFUSED);
}

/* Handing over */

/* A station is there and does nothing; a wrap-up does not count */
static bool can_be_rung(const struct incall *c, const struct desk *desk)
{
	return !desk->seat.legs && !desk->seat.paused &&
	       desk->seat.registered_until > now(c);
}

int offers_hand_to_seat(struct incall *c, struct desk *desk)
{
	struct desk *from = offers_taken(c);
	int err;

	if (!call_move(c->call.state, CALL_GIVEN) || !from)
		return err_set(EPROTO, _("the call is not connected"));
	if (!house_serves(desk->tenant, record(c)->tenant))
		return err_set(EPERM, _("seat %s is another tenant's"),
			       desk->seat.id);
	if (!can_be_rung(c, desk))
		return err_set(EBUSY, _("seat %s takes no call now"),
			       desk->seat.id);

	offers_drop(c, false);
	err = offers_add(c, desk);
	c->back = err ? NULL : from;
	/* without memory for it the caller goes back to the queue */
	incall_step(c, err ? CALL_SEAT_LOST : CALL_GIVEN);
	return 0;
}

int offers_hand_to_queue(struct incall *c, struct queue *queue)
{
	int err;

	if (!call_move(c->call.state, CALL_MOVED))
		return err_set(EPROTO, _("the call neither talks nor waits"));
	if (!house_serves(house_queue_tenant(c->in->conf.house, queue->name),
			  record(c)->tenant))
		return err_set(EPERM, _("queue %s is another tenant's"),
			       queue->name);
	err = queue_admits(queue);
	if (err)
		return err;

	offers_drop(c, false);
	queue_leave(&c->waiter);
	c->queue = queue;
	record_put(record(c)->queue, RECORD_NAME, queue->name);
	c->back = NULL;
	c->limits.queued = queue->settings.max_wait;
	c->limits.ringing = queue->settings.ring;
	incall_step(c, CALL_MOVED);
	return 0;
}

void offers_take_over(struct incall *c, struct incall *from)
{
	struct fork *f = from->taken;
	struct offer *o = f->offer;

	offers_drop(c, false);
	list_unlink(&o->le);
	list_append(&c->offers, &o->le, o);
	o->c = c;
	o->seat_leg.call = record(c)->id;
	record_put(record(c)->seat, RECORD_NAME, o->desk->seat.id);

	c->taken = f;
	c->seat.leg = f->leg;
	c->seat.signal = f->signal;
	c->seat.stream = from->seat.stream;
	stream_give(c->seat.stream, &c->seat);
	c->streams++;
	from->streams--;
	from->taken = NULL;
	from->seat.leg = NULL;
	from->seat.stream = NULL;
	stream_bridge(c->caller.stream, c->seat.stream, NULL);
	inbound_seat_changed(c->in, o->desk);
}

bool offers_give_back(struct incall *c)
{
	struct desk *back = c->back;

	c->back = NULL;
	if (!back || !can_be_rung(c, back) || offers_add(c, back))
		return false;
	incall_step(c, CALL_SEAT_PICKED);
	return true;
}

void offers_rehouse(struct incall *c)
{
	for (struct le *le = c->offers.head; le; le = le->next) {
		struct offer *o = le->data;

		/* one that is gone talks to the end where it is */
		if (o->desk->moved)
			o->desk = o->desk->moved;
	}
	if (c->back)
		c->back = c->back->moved;
}
