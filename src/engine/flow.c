/**
 * @file engine/flow.c  Sending a caller from place to place, and speaking to
 * him
 */
#include "engine/inbound_private.h"
#include "util/log.h"
#include "util/util.h"

#define PLACES_MAX 64 /* then the call is ended: menus led round and round */

/* Where places and announcements of the call are told apart */
static const struct house *house(const struct incall *c)
{
	return c->house;
}

/* Speaking */

bool incall_say(struct incall *c)
{
	struct speech *speech = &c->flow.speech;
	bool any = false;

	stream_stop(c->caller.stream);
	for (size_t i = 0; i < speech->namec; i++) {
		const struct prompt *p = house_prompt(
			house(c), speech->namev[i], c->flow.language);

		if (p)
			stream_play(c->caller.stream, p, false);
		any |= p != NULL;
	}

	*speech = (struct speech){ 0 };
	return any;
}

void incall_speak(struct incall *c, const struct speech *speech)
{
	if (c->call.state != CALL_QUEUED || !c->queue)
		return;
	c->flow.speech = *speech;
	(void)incall_say(c);
	stream_play(c->caller.stream, house(c)->ringback, true);
}

/* Going */

static void announce_then(struct incall *c, struct place after)
{
	c->flow.after = after;
	incall_step(c, CALL_TO_PROMPT);
}

static void go_queue(struct incall *c, struct place to)
{
	struct queue *q = house_queue(c->in->conf.house,
				      house(c)->queuev[to.index].name);

	if (!q) {
		incall_lost_way(c);
		return;
	}
	c->queue = q;
	/* told with the step: the board counts him there from then on */
	record_put(c->call.record.queue, RECORD_NAME, q->name);
	c->limits.queued = c->queue->settings.max_wait;
	c->limits.ringing = c->queue->settings.ring;
	incall_step(c, CALL_TO_QUEUE);
}

static void go_menu(struct incall *c, struct place to)
{
	const char *language = house(c)->conf->menus[to.index].language;

	if (language)
		c->flow.language = *language == 'e' ? SPEECH_EN : SPEECH_ZH;
	c->flow.menu = &house(c)->menuv[to.index];
	incall_step(c, CALL_TO_MENU);
}

static void go_seat(struct incall *c, struct place to)
{
	struct desk *desk = house_desk_by_seat(
		c->in->conf.house, house(c)->deskv[to.index].seat.id);

	if (!desk) /* of a call-back it talks to the end */
		desk = offers_taken(c);
	if (!desk) {
		incall_lost_way(c);
		return;
	}
	c->flow.dialled = desk;
	c->limits.ringing = call_default_limits.ringing;
	incall_step(c, CALL_TO_SEAT);
}

static void go_message(struct incall *c, struct place to)
{
	const char *prompt = house(c)->conf->messages[to.index].prompt;

	speech_add(&c->flow.speech, prompt ? prompt : "leave-message");
	speech_add(&c->flow.speech, "beep");
	announce_then(c, to);
}

static void go_consent(struct incall *c, struct place to)
{
	const char *prompt = house(c)->conf->consents[to.index].prompt;

	speech_add(&c->flow.speech, prompt ? prompt : "consent");
	speech_add(&c->flow.speech, "beep");
	announce_then(c, to);
}

/* Who waited in vain is told goodbye by music that ends, others by a voice */
static void go_end(struct incall *c, struct place to)
{
	if (c->call.state != CALL_MENU) {
		incall_step(c, CALL_TO_END);
		return;
	}
	speech_add(&c->flow.speech, "goodbye");
	announce_then(c, to);
}

static void (*const ways[PLACE_COUNT])(struct incall *c, struct place to) = {
	[PLACE_NONE] = go_end,
	[PLACE_QUEUE] = go_queue,
	[PLACE_MENU] = go_menu,
	[PLACE_SEAT] = go_seat,
	[PLACE_MESSAGE] = go_message,
	[PLACE_CONSENT] = go_consent,
	[PLACE_REPEAT] = go_end,
	[PLACE_HANG_UP] = go_end,
	[PLACE_WITHDRAW] = incall_withdraw,
};

bool incall_rehouse(struct incall *c)
{
	const struct house *live = c->in->conf.house;
	const struct policy_number *n = policy_find(&live->policy,
						    c->call.record.called);

	if (!n && c->house != live)
		return false; /* his menu is only there */
	c->house = live;
	if (n)
		c->flow.menu = &live->menuv[n->menu];
	return n != NULL;
}

void incall_lost_way(struct incall *c)
{
	struct place to = { PLACE_HANG_UP, 0 };

	log_warnx("call %lld: its way led to what is gone",
		  (long long)c->call.record.id);
	if (incall_rehouse(c))
		to = (struct place){ PLACE_MENU, (unsigned)(c->flow.menu -
							    c->house->menuv) };
	incall_go(c, to);
}

void incall_go(struct incall *c, struct place to)
{
	tmr_cancel(&c->flow.wait);
	if (++c->flow.places > PLACES_MAX) {
		log_warnx("call %lld: led round in circles, ended",
			  (long long)c->call.record.id);
		incall_step(c, CALL_FAULT);
		return;
	}
	ways[to.kind](c, to);
}

/* Where he is expected to press keys */
static bool wants_keys(const struct incall *c)
{
	const struct way_out *way;

	if (c->call.state != CALL_QUEUED)
		return c->call.state == CALL_MENU ||
		       c->call.state == CALL_MESSAGE ||
		       c->call.state == CALL_CONSENT;
	way = incall_way_out(c);
	return way->exit_key || way->hold_key;
}

void incall_listen(struct incall *c)
{
	const struct voice *voice = c->caller.leg ? leg_voice(c->caller.leg)
						  : NULL;
	bool tones = c->caller.stream && voice && voice->keys_in < 0 &&
		     wants_keys(c);

	if (tones != c->tones && c->caller.stream)
		stream_listen(c->caller.stream, tones);
	c->tones = tones;
}

/* Announcements */

/* What was announced is over: on to where it leads */
static void go_on(struct incall *c)
{
	struct place to = c->flow.after;

	const struct config *conf = house(c)->conf;

	c->flow.row = to.index;
	if (to.kind == PLACE_MESSAGE) {
		c->limits.message = config_ms(conf->messages[to.index].length,
					      call_default_limits.message);
		incall_step(c, CALL_TO_MESSAGE);
	} else if (to.kind == PLACE_CONSENT) {
		c->limits.consent = config_ms(conf->consents[to.index].length,
					      call_default_limits.consent);
		incall_step(c, CALL_TO_CONSENT);
	} else {
		incall_go(c, to);
	}
}

void incall_play(struct incall *c)
{
	tmr_cancel(&c->flow.wait);
	c->call.record.status = 200;
	if (!incall_say(c))
		go_on(c);
}

void incall_enter(struct incall *c, const struct policy_number *number)
{
	struct house *h = c->in->conf.house;
	struct flow *f = &c->flow;
	const struct entry *e = &h->entryv[number - h->numberv];
	struct place first = { PLACE_MENU, (unsigned)number->menu };
	const struct record *r = &c->call.record;

	c->early = e->early;
	f->menu = &h->menuv[number->menu];
	speech_add(&f->speech, h->notice);
	f->after = f->otherwise = first;
	if (!house_is_open(h, e->hours)) {
		speech_add(&f->speech, e->prompt);
		f->after = e->closed;
	} else {
		f->held = held_find(&h->held, r->caller, r->called,
				    house_now(h));
	}
	incall_early_plan(c);
}

/* What happened to the caller, by the state he is in */

void incall_played(struct incall *c)
{
	if (c->flow.busy || c->flow.saving)
		return;
	if (c->call.state == CALL_ANNOUNCING)
		go_on(c);
	else if (c->call.state == CALL_OFFERED)
		incall_early_over(c);
	else if (c->call.state == CALL_MENU && c->flow.held)
		incall_pin_event(c, MENU_PLAYED, 0);
	else if (c->call.state == CALL_MENU)
		incall_menu_event(c, MENU_PLAYED, 0);
}

static void end_statement(struct incall *c, const char *how)
{
	if (c->flow.voucher)
		record_put(c->flow.voucher->given, RECORD_NAME, how);
}

void incall_key(struct incall *c, char key)
{
	if (c->flow.busy) /* with what he chose before */
		return;
	switch (c->call.state) {
	case CALL_MENU:
		if (c->flow.held)
			incall_pin_event(c, MENU_KEY, key);
		else
			incall_menu_event(c, MENU_KEY, key);
		break;
	case CALL_QUEUED:
		incall_queue_key(c, key);
		break;
	case CALL_MESSAGE:
	case CALL_CONSENT:
		if (key != '#')
			break;
		end_statement(c, "key");
		incall_step(c, CALL_SAID);
		break;
	default:
		break;
	}
}

void incall_time_up(struct incall *c)
{
	struct place to = { PLACE_NONE, 0 };

	if (c->call.state == CALL_ANNOUNCING) {
		go_on(c);
		return;
	}
	if (c->call.state == CALL_QUEUED)
		to = incall_way_out(c)->overflow;
	if (c->call.state == CALL_FETCHING) /* it did not take it */
		offers_drop(c, true);
	end_statement(c, "time-up");
	if (to.kind)
		incall_go(c, to);
	else
		incall_step(c, CALL_TIME_UP);
}
