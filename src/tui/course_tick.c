/**
 * @file tui/course_tick.c  Deadlines ticked off, and switched off, or not
 */
#include "tui/course_tick.h"

#include <stdlib.h>
#include <string.h>

#include "course/tick.h"
#include "tui/course_state.h"
#include "util/clock.h"
#include "util/lang.h"
#include "util/mem.h"

/** One of the four */
struct course_tick_verb {
	int (*asked)(const struct ticking *t, const char *key,
		     const char *text);
	int (*at_once)(const struct ticking *t, const char *key);
};

/* of ticks and of switches: what is done, and what takes it back */
static const struct course_tick_verb verbs[2][2] = {
	{ { tick_done, NULL }, { NULL, tick_undone } },
	{ { tick_off, NULL }, { NULL, tick_on } },
};

/* What is switched is the duty: "D-01:2027" is one of D-01 */
static char *duty_of(const char *key)
{
	return x_strndup(key, strcspn(key, ":"));
}

/* One that is done may be switched off besides */
static void tell_off(const struct course_state *c, struct str *to)
{
	const int last = facts_rows(&c->facts, OFF_GROUP);
	char *duty = duty_of(c->tick.key);

	for (int n = 1; n <= last; n++) {
		const char *id = facts_value(&c->facts, OFF_GROUP, n, "id");
		const char *why = facts_value(&c->facts, OFF_GROUP, n,
					      "reason");

		if (id && strcmp(id, duty) == 0)
			str_addf(to, " %s %s",
				 deadline_state_title(DEADLINE_OFF),
				 why ? why : "");
	}
	free(duty);
}

/* How the deadline stands: "done 2026-11-20" */
static void tell_state(const struct screen *s, struct str *to)
{
	const struct course_state *c = s->data;
	const struct deadline *d = deadlines_find(&c->due, c->tick.key);
	char day[DATE_TEXT];

	if (!d)
		return;

	if (d->state != DEADLINE_OFF)
		str_add(to, deadline_state_title(d->state));
	if (d->done.year)
		str_addf(to, " %s", date_encode(day, d->done));
	tell_off(c, to);
}

/* What the functions of course/tick.h call it */
static char *name_of(const struct course_tick *t)
{
	return t->verb >= verbs[true] ? duty_of(t->key) : x_strdup(t->key);
}

static int save(struct screen *s)
{
	struct course_state *c = s->data;
	const struct course_tick *t = &c->tick;
	const struct ticking on = { .db = s->tui->db,
				    .pack = s->tui->pack,
				    .checker = s->tui->checker,
				    .calendar = c->calendar,
				    .dossier = c->d.id };
	char *name = name_of(t);
	int err = t->verb->asked ? t->verb->asked(&on, name, t->text)
				 : t->verb->at_once(&on, name);

	free(name);
	return err;
}

static int finish(struct screen *s, bool saved)
{
	struct course_state *c = s->data;
	char *name = name_of(&c->tick);

	if (saved && c->tick.verb->asked == tick_done)
		view_say(s->tui, DRAW_GOOD,
			 _("%s is ticked off.  u takes it back."), name);
	else if (saved && c->tick.verb->asked == tick_off)
		view_say(s->tui, DRAW_GOOD,
			 _("%s is switched off.  u takes it back."), name);
	free(name);
	view_load_all(s->tui);
	return 0;
}

static int answered(struct screen *s, const char *text)
{
	struct course_state *c = s->data;

	free(c->tick.text);
	c->tick.text = *text ? x_strdup(text) : NULL;
	return clash_save(s, &c->tick.clash);
}

static void dropped(struct screen *s)
{
	view_say(s->tui, DRAW_PLAIN, "%s", _("Nothing was done."));
}

static const struct question ask_day = {
	.label = N_("Done on which day:"),
	.done = answered,
	.dropped = dropped,
};

static const struct question ask_reason = {
	.label = N_("Why it does not apply:"),
	.done = answered,
	.dropped = dropped,
};

int course_tick_press(struct screen *s, const struct deadline *d, bool off)
{
	struct course_state *c = s->data;
	struct course_tick *t = &c->tick;
	const bool back = d->state == (off ? DEADLINE_OFF : DEADLINE_DONE);
	char today[DATE_TEXT];

	free(t->key);
	t->key = x_strdup(d->key);
	t->verb = &verbs[off][back];
	t->clash.tell = tell_state;
	t->clash.save = save;
	t->clash.finish = finish;
	clash_begin(s, &t->clash);
	if (back)
		return clash_save(s, &t->clash);

	if (off)
		view_ask(s, &ask_reason, "");
	else
		view_ask(s, &ask_day, date_encode(today, clock_today()));
	return 0;
}

void course_tick_release(struct course_tick *t)
{
	free(t->key);
	free(t->text);
	clash_release(&t->clash);
}
