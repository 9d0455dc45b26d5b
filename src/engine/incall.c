/**
 * @file engine/incall.c  The life of one call
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/callback.h"
#include "engine/consult.h"
#include "engine/inbound_private.h"
#include "engine/tell.h"
#include "engine/transfer.h"
#include "engine/watch.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/text.h"

static const struct leg_handlers caller_handlers;

/* The call's own clock: the wall clock at its beginning, and then one that
 * never jumps */
static int64_t now(const struct incall *c)
{
	return house_now(c->in->conf.house) + c->shift;
}

static struct record *record(struct incall *c)
{
	return &c->call.record;
}

/* Ending */

void incall_free_when_over(struct incall *c)
{
	struct inbound *in = c->in;

	if (!c->kept || c->pending || c->streams || c->rec || c->flow.said)
		return;
	list_unlink(&c->le);
	consult_forget(c);
	callback_free(c->callback);
	free(c);
	inbound_left(in);
}

void incall_settled(struct incall *c)
{
	c->pending--;
	incall_free_when_over(c);
}

void incall_discard(struct incall *c)
{
	tmr_cancel(&c->timer);
	tmr_cancel(&c->tell);
	tmr_cancel(&c->failure);
	tmr_cancel(&c->flow.wait);
	free(c->flow.said);
	free(c->flow.voucher);
	queue_leave(&c->waiter);
	consult_forget(c);
	offers_discard(c);
	transfer_done(c, 487, "Request Terminated");
	leg_free(c->caller.leg);
	list_unlink(&c->le);
	free(c->rec);
	callback_free(c->callback);
	free(c);
}

static void announce(struct incall *c)
{
	struct call_event event;

	call_event_of(&event, &c->call);
	c->in->conf.eventh(&event, c->in->conf.arg);
}

/* The final status of a call that was never answered */
static void refuse(struct incall *c)
{
	if (c->caller.leg && !c->callback && !leg_is_answered(c->caller.leg) &&
	    !record(c)->answer)
		leg_reject(c->caller.leg, (uint16_t)record(c)->status,
			   "Call Not Completed");
}

/* The record is closed: now the parties may be told */
static void on_closed(int err, void *arg)
{
	struct incall *c = arg;
	const struct record *r = record(c);
	char caller[RECORD_NUMBER];

	c->pending--;
	c->kept = true;
	if (err)
		log_warnx("call %lld: its record could not be closed",
			  (long long)r->id);
	refuse(c);
	leg_free(c->caller.leg);
	c->caller.leg = NULL;
	text_mask(caller, sizeof(caller), r->caller);
	log_info("call %lld: ended: %s, caller %s, seat %s, %lld ms",
		 (long long)r->id, word_name(&record_results, (int)r->result),
		 caller, *r->seat ? r->seat : "none",
		 (long long)(r->end - r->start));
	announce(c);
	incall_free_when_over(c);
}

static void on_failure(void *arg)
{
	struct incall *c = arg;

	c->failedh(ENOMEM, c);
}

/* Hand the record over; h is told later in any case */
static void keep(struct incall *c, records_h *h)
{
	int err = records_keep_trail(c->in->conf.records, record(c), &c->trail,
				     h, c);

	if (!err)
		trail_give(&c->trail);
	if (!h)
		return;
	c->pending++;
	if (err) {
		c->failedh = h;
		tmr_start(&c->failure, 0, on_failure, c);
	}
}

void incall_keep(struct incall *c)
{
	keep(c, NULL);
}

/* Both streams have told their figures, and a message is on disk or is none:
 * close the record */
static void close_record(struct incall *c)
{
	if (!call_is_over(&c->call) || c->streams || c->closing ||
	    (record(c)->result == RESULT_MESSAGE && c->rec))
		return;
	c->closing = true;
	if (record(c)->direction != DIRECTION_INNER)
		watch_ended(c->in, record(c));
	keep(c, on_closed);
}

static void close_stream(struct side *side)
{
	if (side->stream)
		stream_close(side->stream);
	side->stream = NULL;
}

static int final_status(const struct incall *c, enum call_signal on)
{
	if (c->call.record.answer)
		return 200;
	if (c->callback && callback_status(c->callback))
		return callback_status(c->callback);
	if (on == CALL_CALLER_HUNG_UP)
		return 487;
	if (on == CALL_TIME_UP || on == CALL_CALLER_LOST)
		return c->caller.leg && leg_is_unconfirmed(c->caller.leg) ? 504
									  : 408;
	if (on == CALL_TO_END)
		return 480;
	return on == CALL_SHUTDOWN ? 503 : 500;
}

void incall_lease(struct incall *c, struct policy_tenant *tenant)
{
	if (c->tenant)
		c->tenant->calls--;
	c->tenant = tenant;
	if (c->tenant)
		c->tenant->calls++;
}

static void do_release(struct incall *c)
{
	tmr_cancel(&c->timer);
	tmr_cancel(&c->tell);
	tmr_cancel(&c->flow.wait);
	incall_lease(c, NULL);
	offers_drop(c, false);
	consult_forget(c);
	transfer_done(c, 487, "Request Terminated");
	close_stream(&c->caller);
	close_record(c);
}

/* Playing, waiting, ringing, talking */

static void agree(const struct side *side)
{
	if (record(side->c)->direction == DIRECTION_INNER)
		side_agree(side);
	else
		stream_agree(side->stream, leg_voice(side->leg), &side->signal);
}

static void play_ringback(struct incall *c)
{
	stream_stop(c->caller.stream);
	stream_play(c->caller.stream, c->in->conf.house->ringback, true);
}

static void do_ring(struct incall *c)
{
	incall_grow(c);
	offers_ring(c);
}

enum voice_law incall_law(const struct incall *c)
{
	const struct leg *leg = c->caller.leg ? c->caller.leg : c->seat.leg;
	const struct voice *voice = leg ? leg_voice(leg) : NULL;

	return voice ? voice->law : VOICE_PCMA;
}

void incall_moved(struct incall *c)
{
	announce(c);
	keep(c, NULL);
}

static void do_bridge(struct incall *c)
{
	bool first = !c->rec && c->record;

	transfer_done(c, 200, "OK");
	if (first)
		c->rec = incall_recording(c, record(c)->recording, 0);
	offers_agree(c);
	/* of a call-back it has begun and goes on */
	stream_bridge(c->caller.stream, c->seat.stream,
		      first || c->callback ? c->rec : NULL);
	keep(c, NULL);
}

/* No seat has the call; true if it goes back to the one that gave it */
static bool leave_seats(struct incall *c)
{
	offers_drop(c, true);
	transfer_done(c, 480, "Temporarily Unavailable");
	return offers_give_back(c);
}

static void do_requeue(struct incall *c)
{
	if (leave_seats(c))
		return;
	if (!c->queue && !c->flow.menu) { /* a seat had asked another */
		incall_step(c, CALL_TO_END);
		return;
	}
	if (!c->queue) { /* he had keyed the seat's number */
		incall_go(c, c->flow.menu->otherwise);
		return;
	}
	if (!house_has(c->in->conf.house, c->queue)) {
		incall_lost_way(c);
		return;
	}
	queue_rejoin(c->queue, &c->waiter);
	incall_wait(c);
}

static void do_give(struct incall *c)
{
	play_ringback(c);
	offers_ring(c);
}

static void do_move(struct incall *c)
{
	record_put(record(c)->queue, RECORD_NAME, c->queue->name);
	c->waiter.owner = c;
	if (!c->waiter.since) /* he was never in a queue */
		c->waiter.since = house_now(c->in->conf.house);
	c->waiter.call = record(c)->id;
	queue_rejoin(c->queue, &c->waiter);
	incall_wait(c);
}

/* A seat by its number: it must be free now */
static void do_dial(struct incall *c)
{
	struct desk *desk = c->flow.dialled;

	c->queue = NULL;
	if (offers_taken(c)) { /* a call-back: it was there first */
		incall_step(c, CALL_SEAT_ANSWERED);
		return;
	}
	if (!house_serves(desk->tenant, record(c)->tenant) ||
	    !seat_is_free(&desk->seat, house_now(c->in->conf.house)) ||
	    offers_add(c, desk)) {
		incall_step(c, CALL_SEAT_REFUSED);
		return;
	}
	play_ringback(c);
	offers_ring(c);
}

static void do_resume(struct incall *c)
{
	offers_drop(c, true);
	incall_resume(c);
}

static void (*const actions[CALL_ACTION_COUNT])(struct incall *c) = {
	[CALL_DO_PLAY] = incall_play,	  [CALL_DO_QUEUE] = incall_queue,
	[CALL_DO_RING] = do_ring,	  [CALL_DO_BRIDGE] = do_bridge,
	[CALL_DO_REQUEUE] = do_requeue,	  [CALL_DO_MENU] = incall_menu,
	[CALL_DO_DIAL] = do_dial,	  [CALL_DO_RESUME] = do_resume,
	[CALL_DO_RECORD] = incall_record, [CALL_DO_THANK] = incall_thank,
	[CALL_DO_RELEASE] = do_release,	  [CALL_DO_GIVE] = do_give,
	[CALL_DO_MOVE] = do_move,	  [CALL_DO_REACH] = callback_reach,
	[CALL_DO_GREET] = callback_greet,
};

static void on_time_up(void *arg)
{
	incall_time_up(arg);
}

void incall_step(struct incall *c, enum call_signal on)
{
	int status = final_status(c, on);
	const struct call_move *m = call_step(&c->call, on, now(c));
	int64_t left;

	if (!m)
		return;

	incall_note_state(c);
	left = call_time_left(&c->call, &c->limits, now(c));
	if (c->call.state != CALL_QUEUED)
		queue_leave(&c->waiter);
	if (call_is_over(&c->call)) {
		record(c)->status = status;
	} else {
		tmr_start(&c->timer, (uint64_t)left + 1, on_time_up, c);
		announce(c);
	}
	incall_listen(c);
	actions[m->action](c);
}

/* What legs say */

static void on_caller_answered(struct leg *leg, void *arg)
{
	struct side *side = arg;

	if (!side->stream) /* it is ending already */
		return;
	record_put(record(side->c)->codec, RECORD_CODEC,
		   voice_law_name(leg_voice(leg)->law));
	agree(side);
	incall_step(side->c, CALL_ACCEPTED);
}

static void on_voice(struct leg *leg, void *arg)
{
	struct side *side = arg;

	(void)leg;
	if (!side->stream)
		return;
	agree(side);
	incall_note_hold(side->c, side);
	incall_listen(side->c);
}

static void on_caller_bye(struct leg *leg, void *arg)
{
	struct side *side = arg;

	(void)leg;
	incall_step(side->c, CALL_CALLER_HUNG_UP);
}

static void on_caller_failed(struct leg *leg, uint16_t status, void *arg)
{
	struct side *side = arg;

	(void)leg;
	incall_step(side->c,
		    side->c->callback
			    ? callback_failed(side->c->callback, status)
		    : status == 487 ? CALL_CALLER_HUNG_UP
				    : CALL_CALLER_LOST);
}

static const struct leg_handlers caller_handlers = {
	.early = incall_early,
	.answered = on_caller_answered,
	.voice = on_voice,
	.bye = on_caller_bye,
	.failed = on_caller_failed,
};

const struct leg_handlers *incall_caller_handlers(void)
{
	return &caller_handlers;
}

/* What streams say */

static void add_stats(struct record_media *to, const struct record_media *s)
{
	to->received += s->received;
	to->sent += s->sent;
	to->lost += s->lost;
	to->far_lost += s->far_lost;
	if (s->jitter_us > to->jitter_us)
		to->jitter_us = s->jitter_us;
	if (s->far_jitter_us > to->far_jitter_us)
		to->far_jitter_us = s->far_jitter_us;
	if (s->rtt_us > to->rtt_us)
		to->rtt_us = s->rtt_us;
}

void inbound_media(const struct media_event *event, void *owner)
{
	struct side *side = owner;
	struct incall *c = side->c;
	bool caller = side == &c->caller;

	switch (event->type) {
	case MEDIA_PLAYED:
		if (caller)
			incall_played(c);
		break;
	case MEDIA_KEY:
		if (caller)
			incall_key(c, event->key);
		break;
	case MEDIA_SILENT:
		/* before the answer he need not send; a stream that is being
		 * closed may have said so still */
		if (caller ? c->call.state != CALL_OFFERED
			   : offers_taken(c) != NULL)
			incall_step(c,
				    caller ? CALL_CALLER_LOST : CALL_SEAT_LOST);
		break;
	case MEDIA_CLOSED:
		c->streams--;
		add_stats(caller ? &record(c)->from_caller
				 : &record(c)->from_seat,
			  &event->stats);
		close_record(c);
		incall_free_when_over(c);
		break;
	}
}

void incall_recorded(struct incall *c, const struct recorder_done *done)
{
	struct record *r = record(c);
	struct call_event event;

	if (incall_said(c, done)) {
		incall_free_when_over(c);
		return;
	}
	free(c->rec);
	c->rec = NULL;
	if (!done->err) {
		r->recording_bytes = done->bytes;
		memcpy(r->sha256, done->sha256, sizeof(r->sha256));
		call_event_of(&event, &c->call);
		event.type = EVENT_RECORDING;
		c->in->conf.eventh(&event, c->in->conf.arg);
	} else {
		r->recording[0] = '\0';
	}
	incall_left(c, done);
	if (c->closing || !call_is_over(&c->call))
		keep(c, NULL);
	else
		close_record(c);
	incall_free_when_over(c);
}

/* Beginning */

void incall_set_off(struct incall *c, records_h *h)
{
	incall_note_state(c);
	tmr_start(&c->timer, (uint64_t)c->limits.offered, on_time_up, c);
	announce(c);
	keep(c, h);
}
