/**
 * @file engine/menu.c  A caller in a menu, or asked for his PIN
 */
#include <string.h>

#include "engine/inbound_private.h"
#include "engine/places.h"

#define PIN_WAIT  10000 /* ms for the PIN to be keyed */
#define PIN_TRIES 3	/* in one call */

static const struct house *house(const struct incall *c)
{
	return c->house;
}

static void on_wait(void *arg)
{
	struct incall *c = arg;

	if (c->flow.held)
		incall_pin_event(c, MENU_TIMED_OUT, 0);
	else
		incall_menu_event(c, MENU_TIMED_OUT, 0);
}

static void wait_for_key(struct incall *c, int64_t ms)
{
	tmr_start(&c->flow.wait, (uint64_t)ms, on_wait, c);
}

/* Menus */

static const struct config_menu *row_of(const struct incall *c)
{
	return &house(c)->conf->menus[c->flow.menu - house(c)->menuv];
}

static void say(struct incall *c, enum menu_say what)
{
	const char *const names[] = {
		[MENU_SAY_PROMPT] = row_of(c)->prompt,
		[MENU_SAY_WRONG] = "wrong-key",
		[MENU_SAY_CLOSED] = row_of(c)->closed_prompt,
		[MENU_SAY_NOBODY] = "seat-busy",
	};

	speech_add(&c->flow.speech, names[what]);
}

void incall_menu_event(struct incall *c, enum menu_event event, char key)
{
	struct flow *f = &c->flow;
	struct menu_step step = menu_step(f->menu, &f->at, event, key,
					  &house(c)->seat_numbers);

	tmr_cancel(&f->wait);
	for (size_t i = 0; i < step.sayc; i++)
		say(c, step.sayv[i]);
	if (step.sayc)
		(void)incall_say(c);
	else if (step.quiet || step.to.kind)
		stream_stop(c->caller.stream);
	if (step.to.kind)
		incall_go(c, step.to);
	else if (step.wait)
		wait_for_key(c, step.wait);
}

void incall_menu(struct incall *c)
{
	if (c->flow.held) {
		incall_pin_event(c, MENU_ENTERED, 0);
		return;
	}
	incall_menu_event(c,
			  house_is_open(house(c), row_of(c)->hours)
				  ? MENU_ENTERED
				  : MENU_SHUT,
			  0);
}

/* A seat that asked another never was in a menu: it hears why and is let go */
static void part(struct incall *c)
{
	speech_add(&c->flow.speech, "seat-busy");
	c->flow.after = (struct place){ PLACE_HANG_UP, 0 };
	incall_step(c, CALL_TO_PROMPT);
}

void incall_resume(struct incall *c)
{
	if (!c->flow.menu) {
		part(c);
		return;
	}
	incall_menu_event(c, MENU_NOBODY, 0);
}

/* A place that was kept */

static void leave_pin(struct incall *c, struct place to)
{
	c->flow.held = NULL;
	incall_go(c, to);
}

/* The place may have been given up while the caller was asked */
static bool is_gone(const struct incall *c)
{
	const struct record *r = &c->call.record;

	return held_find(&c->in->conf.house->held, r->caller, r->called,
			 house_now(house(c))) != c->flow.held;
}

static void come_back(struct incall *c)
{
	struct flow *f = &c->flow;
	struct place to = { PLACE_QUEUE, (unsigned)f->held->queue };

	if (!incall_rehouse(c)) { /* whose index that is */
		leave_pin(c, f->otherwise);
		return;
	}
	f->since = f->held->since;
	places_end(c->in, f->held, "used");
	f->held = NULL;
	speech_add(&f->speech, "welcome-back");
	f->after = to;
	incall_step(c, CALL_TO_PROMPT);
}

static void ask_again(struct incall *c, const char *prompt)
{
	memset(c->flow.pin, 0, sizeof(c->flow.pin));
	speech_add(&c->flow.speech, prompt);
	(void)incall_say(c);
}

static void on_pin_key(struct incall *c, char key)
{
	struct flow *f = &c->flow;
	size_t n = strlen(f->pin);

	if (key < '0' || key > '9') {
		ask_again(c, "enter-pin");
		return;
	}
	if (n == 0)
		stream_stop(c->caller.stream);
	f->pin[n] = key;
	if (n + 1 < HELD_PIN - 1)
		wait_for_key(c, PIN_WAIT);
	else if (places_try(c->in, f->held, f->pin))
		come_back(c);
	else if (++f->pin_tries == PIN_TRIES || is_gone(c))
		leave_pin(c, f->otherwise);
	else
		ask_again(c, "wrong-pin");
}

void incall_pin_event(struct incall *c, enum menu_event event, char key)
{
	struct flow *f = &c->flow;

	tmr_cancel(&f->wait);
	if (is_gone(c) || event == MENU_TIMED_OUT)
		leave_pin(c, f->otherwise);
	else if (event == MENU_ENTERED && !*f->held->pin)
		come_back(c);
	else if (event == MENU_ENTERED)
		ask_again(c, "enter-pin");
	else if (event == MENU_KEY)
		on_pin_key(c, key);
	else
		wait_for_key(c, PIN_WAIT);
}
