/**
 * @file course/deadline_clock.c  Clocks: started by an act, stopped by another
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check/run.h"
#include "course/deadline_private.h"
#include "course/stage.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

static bool is_in(const char *word, char *const *list, unsigned count)
{
	for (unsigned i = 0; word && i < count; i++) {
		if (strcmp(list[i], word) == 0)
			return true;
	}

	return false;
}

/* Last step whose act starts the clock, 0 if none does */
static int started_by(const struct making *m, const struct clock_row *c)
{
	int n = facts_rows(m->facts, STEP_GROUP);

	while (n > 0 && !is_in(facts_value(m->facts, STEP_GROUP, n, "act"),
			       c->start, c->start_count))
		n--;
	return n;
}

/* An act that stops it, or any that leads to an end */
static bool stops(const struct making *m, const struct clock_row *c, int n)
{
	const char *act = facts_value(m->facts, STEP_GROUP, n, "act");
	const char *to = facts_value(m->facts, STEP_GROUP, n, "to");
	const struct stage *stage = to ? pack_stage(m->checker->pack, to)
				       : NULL;

	return is_in(act, c->stop, c->stop_count) || (stage && stage->end);
}

/* First step behind the start that stops it, 0 if it runs on */
static int stopped_by(const struct making *m, const struct clock_row *c,
		      int start)
{
	const int last = facts_rows(m->facts, STEP_GROUP);

	for (int n = start + 1; n <= last; n++) {
		if (stops(m, c, n))
			return n;
	}

	return 0;
}

/* Days of the unit from one day to another */
static int count(const struct making *m, struct date a, struct date b,
		 struct deadline *d)
{
	int uncovered = 0;
	int n;

	if (d->unit == CLOCK_CALENDAR)
		return (int)(date_number(b) - date_number(a));

	n = calendar_between(m->calendar, a, b, &uncovered);
	making_uncovered(&d->uncovered, uncovered);
	return n;
}

/* Walk through the steps from the start to the last in which the clock can run,
 * spending days where it does */
static void walk(const struct making *m, const struct clock_row *c, int start,
		 int last, int days, struct deadline *d)
{
	for (int n = start; n <= last; n++) {
		struct date from = making_date(m, STEP_GROUP, n, "date");
		struct date to = making_date(m, STEP_GROUP, n + 1, "date");
		const bool paused = is_in(
			facts_value(m->facts, STEP_GROUP, n, "to"), c->pause,
			c->pause_count);
		int spent;

		if (paused && n == last) {
			d->state = DEADLINE_PAUSED;
			d->left = days;
			return;
		}
		if (paused)
			continue;
		if (!from.year || (n < last && !to.year)) {
			d->state = DEADLINE_UNKNOWN;
			d->note = x_strdup(_("a step has no date"));
			return;
		}
		spent = n < last ? count(m, from, to, d) : days;
		if (spent >= days) {
			making_move(m, from, days, d->unit, &d->due,
				    &d->uncovered);
			return;
		}
		days -= spent;
	}
}

static int read_unit(struct expr *expr, enum clock_unit *unitp)
{
	static const enum clock_unit units[] = { CLOCK_WORKING, CLOCK_CALENDAR,
						 CLOCK_UNSTATED };
	struct str text = { 0 };
	bool known = false;
	int err = expr_value(expr, 0, &text, &known);

	*unitp = CLOCK_UNSTATED;
	for (size_t i = 0; i < 3 && !err && known; i++) {
		if (strcmp(clock_unit_name(units[i]), str_text(&text)) == 0)
			*unitp = units[i];
	}
	str_release(&text);
	return err;
}

static int make_clock(struct making *m, size_t i)
{
	const struct clock_row *c = &m->checker->pack->clocks[i];
	const struct clock_exprs *e = &m->checker->clocks[i];
	const int start = started_by(m, c);
	const int stop = start ? stopped_by(m, c, start) : 0;
	struct deadline d = {
		.kind = DEADLINE_CLOCK,
		.title_zh = c->title,
		.title_en = c->title_en,
		.whom = c->whom,
		.consequence = c->consequence ? lang_pick(c->consequence,
							  c->consequence_en)
					      : NULL,
		.sources = c->sources,
		.sources_count = c->sources_count,
	};
	enum verdict applies = VERDICT_TRUE;
	bool known = false;
	int days = 0;
	int err;

	if (start == 0)
		return 0;
	err = run_ask(e->when, 0, VERDICT_TRUE, &applies);
	if (err || applies != VERDICT_TRUE)
		return err;

	err = making_number(e->days, &days, &known);
	if (!err)
		err = read_unit(e->unit, &d.unit);
	if (err)
		return err;
	if (known)
		walk(m, c, start,
		     stop ? stop - 1 : facts_rows(m->facts, STEP_GROUP), days,
		     &d);
	if (stop) {
		d.state = DEADLINE_DONE;
		d.done = making_date(m, STEP_GROUP, stop, "date");
	} else if (!known) {
		d.state = DEADLINE_UNKNOWN;
		d.note = x_strdup(_("the authority's number is not known"));
	}
	d.key = x_strdup(c->id);
	making_add(m, &d);
	return 0;
}

int making_clocks(struct making *m)
{
	int err = 0;

	for (size_t i = 0; i < m->checker->pack->clocks_count && !err; i++) {
		err = make_clock(m, i);
		if (err)
			err = err_prefix(err, "%s",
					 m->checker->pack->clocks[i].id);
	}

	return err;
}
