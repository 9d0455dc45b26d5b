/**
 * @file engine/early.c  What a caller hears before his call is answered
 *
 * Where the row of the number says so, the notice and the announcement outside
 * the hours go out as early media (RFC 3960, the gateway's way: one stream,
 * ours), and so do menus that only say something, because they are closed or
 * have no keys.  A call that has nowhere to go behind them is refused, and so
 * never answered; otherwise the answer follows them.
 */
#include "engine/inbound_private.h"

#define MENUS_MAX 8 /* they may lead round and round */

/* A menu that only says something; false if it is more */
static bool pass(struct incall *c)
{
	struct flow *f = &c->flow;
	const struct config_menu *row = &c->house->conf->menus[f->after.index];
	const struct menu *menu = &c->house->menuv[f->after.index];
	const bool open = house_is_open(c->house, row->hours);

	if (row->language || (open && (row->keys || menu->dial_in)))
		return false;
	speech_add(&f->speech, open ? row->prompt : row->closed_prompt);
	f->menu = menu;
	f->after = open ? menu->otherwise : menu->closed;
	return true;
}

void incall_early_plan(struct incall *c)
{
	if (!c->early || c->flow.held)
		return;
	for (unsigned i = 0;
	     i < MENUS_MAX && c->flow.after.kind == PLACE_MENU && pass(c); i++)
		;
}

static bool ends(const struct incall *c)
{
	const enum place_kind kind = c->flow.after.kind;

	return kind == PLACE_NONE || kind == PLACE_HANG_UP;
}

/* He does not confirm our 200 */
static void on_unanswered(void *arg)
{
	incall_time_up(arg);
}

static void on_too_long(void *arg)
{
	incall_early_over(arg);
}

static void limit(struct incall *c, int64_t ms, tmr_h *h)
{
	tmr_start(&c->timer, (uint64_t)ms, h, c);
}

int incall_open(struct incall *c)
{
	const bool quiet = !c->flow.speech.namec;

	if (c->early && quiet && ends(c)) {
		incall_early_over(c);
		return 0;
	}
	if (!c->early || quiet)
		return leg_answer(c->caller.leg);
	limit(c, c->limits.announcing, on_too_long);
	if (!leg_progress(c->caller.leg))
		return 0;
	/* he offers nothing to send to before */
	c->early = false;
	limit(c, c->limits.offered, on_unanswered);
	return leg_answer(c->caller.leg);
}

void incall_early(struct leg *leg, void *arg)
{
	struct side *side = arg;

	if (!side->stream) /* it is ending already */
		return;
	stream_agree(side->stream, leg_voice(leg), &side->signal);
	if (!incall_say(side->c))
		incall_early_over(side->c);
}

void incall_early_over(struct incall *c)
{
	if (!c->early)
		return;
	c->early = false;
	if (ends(c)) {
		incall_step(c, CALL_TO_END);
		return;
	}
	limit(c, c->limits.offered, on_unanswered);
	if (leg_answer(c->caller.leg))
		incall_step(c, CALL_FAULT);
}
