/**
 * @file call/menu.c  What a menu does when something happens
 */
#include "call/menu.h"

#include <string.h>

#include "util/util.h"

/* All that an event's function sees */
struct turn {
	const struct menu *menu;
	struct menu_state *state;
	const struct menu_numbers *seats;
	char key;
	struct menu_step step;
};

static struct place place_of(const struct menu *menu, char key)
{
	const char *at = key ? strchr(MENU_KEYS, key) : NULL;

	return at ? menu->keyv[at - MENU_KEYS]
		  : (struct place){ PLACE_NONE, 0 };
}

bool menu_has_keys(const struct menu *menu)
{
	for (size_t i = 0; i < ARRAY_LEN(menu->keyv); i++) {
		if (menu->keyv[i].kind)
			return true;
	}

	return menu->dial_in;
}

static void say(struct turn *t, enum menu_say what)
{
	t->step.sayv[t->step.sayc++] = what;
}

/* Say something and leave, or leave at once if there is nothing to say */
static void leave(struct turn *t, bool says, enum menu_say what,
		  struct place to)
{
	if (says) {
		say(t, what);
		t->state->leave = to;
	} else {
		t->step.to = to;
	}
}

static void ask(struct turn *t)
{
	t->state->count = 0;
	if (!menu_has_keys(t->menu))
		leave(t, t->menu->says, MENU_SAY_PROMPT, t->menu->otherwise);
	else if (t->menu->says)
		say(t, MENU_SAY_PROMPT);
	else
		t->step.wait = t->menu->timeout;
}

static bool may_try_again(struct turn *t)
{
	t->state->count = 0;
	if (t->state->tries++ < t->menu->retries)
		return true;
	t->step.to = t->menu->otherwise;
	return false;
}

static void wrong(struct turn *t)
{
	if (!may_try_again(t))
		return;
	say(t, MENU_SAY_WRONG);
	ask(t);
}

static void go(struct turn *t, struct place to)
{
	if (to.kind == PLACE_NONE)
		wrong(t);
	else if (to.kind == PLACE_REPEAT)
		ask(t);
	else
		t->step.to = to;
}

/* Looks the digits up: the seat with this number, and whether a longer number
 * begins like it */
static bool look_up(const struct turn *t, unsigned *seatp, bool *morep)
{
	const char *digits = t->state->digits;
	bool found = false;

	*morep = false;
	for (size_t i = 0; t->seats && i < t->seats->numberc; i++) {
		const char *number = t->seats->numberv[i];

		if (strncmp(number, digits, t->state->count) != 0)
			continue;
		if (number[t->state->count]) {
			*morep = true;
		} else if (!found) {
			found = true;
			*seatp = (unsigned)(i / t->seats->per);
		}
	}

	return found;
}

/* The caller keys no more digits */
static void take_number(struct turn *t)
{
	struct place to = { PLACE_SEAT, 0 };
	bool more;

	if (!look_up(t, &to.index, &more))
		to = t->state->count == 1
			     ? place_of(t->menu, t->state->digits[0])
			     : (struct place){ PLACE_NONE, 0 };
	go(t, to);
}

static void take_digit(struct turn *t)
{
	struct menu_state *st = t->state;
	unsigned seat;
	bool more;

	if (st->count == MENU_DIGITS) {
		wrong(t);
		return;
	}
	st->digits[st->count++] = t->key;
	st->digits[st->count] = '\0';
	(void)look_up(t, &seat, &more);
	if (more) {
		t->step.quiet = true;
		t->step.wait = MENU_DIGIT_WAIT;
	} else {
		take_number(t);
	}
}

static void on_entered(struct turn *t)
{
	*t->state = (struct menu_state){ 0 };
	ask(t);
}

static void on_shut(struct turn *t)
{
	*t->state = (struct menu_state){ 0 };
	leave(t, t->menu->says_closed, MENU_SAY_CLOSED, t->menu->closed);
}

static void on_played(struct turn *t)
{
	if (t->state->leave.kind)
		t->step.to = t->state->leave;
	else
		t->step.wait = t->state->count ? MENU_DIGIT_WAIT
					       : t->menu->timeout;
}

static void on_key(struct turn *t)
{
	if (t->state->leave.kind) /* it is being said why he leaves */
		return;
	if (t->menu->dial_in && t->key >= '0' && t->key <= '9')
		take_digit(t);
	else if (t->key == '#' && t->state->count)
		take_number(t);
	else
		go(t, place_of(t->menu, t->key));
}

static void on_timed_out(struct turn *t)
{
	if (t->state->count)
		take_number(t);
	else if (may_try_again(t))
		ask(t);
}

static void on_nobody(struct turn *t)
{
	leave(t, true, MENU_SAY_NOBODY, t->menu->otherwise);
}

static void (*const events[MENU_EVENT_COUNT])(struct turn *t) = {
	[MENU_ENTERED] = on_entered,	 [MENU_SHUT] = on_shut,
	[MENU_PLAYED] = on_played,	 [MENU_KEY] = on_key,
	[MENU_TIMED_OUT] = on_timed_out, [MENU_NOBODY] = on_nobody,
};

struct menu_step menu_step(const struct menu *menu, struct menu_state *state,
			   enum menu_event event, char key,
			   const struct menu_numbers *seats)
{
	struct turn t = {
		.menu = menu,
		.state = state,
		.seats = seats,
		.key = key,
	};

	events[event](&t);
	return t.step;
}
