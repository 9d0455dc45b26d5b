/**
 * @file tui/overview_state.c  A dossier at a glance, as rows
 */
#include "tui/overview_state.h"

#include <stdlib.h>
#include <string.h>

#include "check/numbers.h"
#include "check/profile.h"
#include "dossier/step.h"
#include "tui/course.h"
#include "tui/form.h"
#include "tui/record.h"
#include "util/clock.h"
#include "util/lang.h"
#include "util/mem.h"

/* Flags: each a row where its count is not 0 */

static size_t count_blocking(const struct screen *s)
{
	return ((const struct overview *)s->data)->findings.blocking;
}

static size_t count_open(const struct screen *s)
{
	return ((const struct overview *)s->data)->findings.open;
}

static size_t count_stale(const struct screen *s)
{
	return ((const struct overview *)s->data)->findings.stale;
}

bool overview_is_late(const struct deadline *d)
{
	return d->state == DEADLINE_OPEN && d->due.year &&
	       date_number(d->due) < date_number(clock_today());
}

size_t overview_late(const struct screen *s)
{
	const struct overview *o = s->data;
	size_t late = 0;

	for (size_t i = 0; i < o->due.c; i++)
		late += overview_is_late(&o->due.v[i]);
	return late;
}

static size_t count_unasked(const struct screen *s)
{
	return ((const struct overview *)s->data)->handed_in.unasked;
}

static size_t count_disagree(const struct screen *s)
{
	const struct overview *o = s->data;
	const struct pack *pack = s->tui->pack;
	const struct profile *profile = profile_of(pack, &o->facts);
	size_t n = 0;

	for (unsigned i = 0; i < number_kinds_count; i++)
		n += numbers_disagree(pack, profile, &number_kinds[i]);
	return n;
}

/* Tasks and deadlines that stand here at most; the course has all */
#define TASKS_SHOWN 6

/* clang-format off */
const struct overview_flag overview_flags[] = {
	{ count_blocking, DRAW_BAD,   "x", N_("findings block the filing"),            N_("Nothing can be filed while these fail.  Press Enter for the findings; each leads to the field to mend."), &view_findings },
	{ count_open,     DRAW_WARN,  "?", N_("needed for the filing and not known"),  N_("What the filing needs is not filled in yet.  Press Enter for the findings; each leads to its field."), &view_findings },
	{ overview_late,     DRAW_BAD,   "!", N_("deadlines are over and not done"),      N_("Press Enter for the course, where a deadline is ticked off or switched off."), &view_course },
	{ count_stale,    DRAW_WARN,  "!", N_("findings rest on stale evidence"),      N_("The time of the evidence is over.  Press Enter for the evidence and add a newer revision."), &view_evidence },
	{ count_unasked,  DRAW_WARN,  "!", N_("facts differ from what was handed in"), N_("The authority has other values and has not asked for these.  Press Enter for the course, which lists them."), &view_course },
	{ count_disagree, DRAW_PLAIN, "!", N_("numbers on which sources disagree"),    N_("Sources name different values for this authority.  Press Enter for the findings, where the numbers stand with their sources."), &view_findings },
	{ NULL,           DRAW_PLAIN, NULL, NULL, NULL, NULL },
};
/* clang-format on */

/* What counts in a term and is not passed: hints do not */
bool overview_is_missing(const struct finding *f, const struct score_term *t)
{
	return (f->outcome == OUTCOME_FAIL || f->outcome == OUTCOME_UNKNOWN) &&
	       f->severity != SEVERITY_INFO &&
	       strcmp(f->group, t->group->key) == 0;
}

/* The first of them; NULL if there is none */
const struct finding *overview_missing(const struct overview *o, size_t term)
{
	for (size_t i = 0; i < o->findings.c; i++) {
		const struct finding *f = &o->findings.v[i];

		if (overview_is_missing(f, &o->findings.terms[term]))
			return f;
	}

	return NULL;
}

/* What is read, without the rest */
static void release(struct overview *o)
{
	facts_release(&o->facts);
	findings_release(&o->findings);
	forecast_release(&o->forecast);
	deadlines_release(&o->due);
	handed_in_release(&o->handed_in);
}

void overview_state_release(struct overview *o)
{
	release(o);
	free(o->v);
	calendar_free(o->calendar);
	dossier_release(&o->d);
}

static void add_row(struct overview *o, enum part part, size_t i)
{
	o->v = x_grow(o->v, o->c, sizeof(*o->v));
	o->v[o->c++] = (struct over_row){ .part = part, .i = i };
}

static void add_heading(struct overview *o, const char *heading)
{
	add_row(o, PART_HEADING, 0);
	o->v[o->c - 1].heading = heading;
}

static bool is_task(const struct deadline *d)
{
	return (d->state == DEADLINE_OPEN || d->state == DEADLINE_PAUSED) &&
			       d->kind != DEADLINE_EXPIRY
		       ? deadline_is_near(d)
		       : overview_is_late(d);
}

static void add_flags(struct screen *s)
{
	struct overview *o = s->data;
	bool any = false;

	for (size_t i = 0; overview_flags[i].count; i++) {
		if (overview_flags[i].count(s) == 0)
			continue;
		if (!any)
			add_heading(o, N_("Flags"));
		any = true;
		add_row(o, PART_FLAG, i);
	}
}

/* The next ones by day; how many more there are is a row too */
static void add_tasks(struct overview *o)
{
	size_t n = 0;

	for (size_t i = 0; i < o->due.c; i++) {
		if (!is_task(&o->due.v[i]) || n++ >= TASKS_SHOWN)
			continue;
		if (n == 1)
			add_heading(o, N_("Tasks and deadlines"));
		add_row(o, PART_DUE, i);
	}
	if (n > TASKS_SHOWN)
		add_row(o, PART_MORE, n - TASKS_SHOWN);
}

static void make_rows(struct screen *s)
{
	struct overview *o = s->data;

	o->c = 0;
	add_heading(o, N_("Stage"));
	if (facts_rows(&o->facts, STEP_GROUP) > 0)
		add_row(o, PART_PASSED, 0);
	add_row(o, PART_NOW, 0);
	add_row(o, PART_AHEAD, 0);
	add_flags(s);
	add_tasks(o);
	add_heading(o, N_("Readiness"));
	add_row(o, PART_SCORE, 0);
	for (size_t i = 0; i < o->findings.terms_count; i++)
		add_row(o, PART_TERM, i);
	s->rowc = o->c;
}

static int make_course(struct overview *now, struct tui *tui, bool forecast)
{
	const struct forecast_ask ask = { .db = tui->db,
					  .checker = tui->checker,
					  .calendar = now->calendar,
					  .dossier = &now->d,
					  .facts = &now->facts };
	int err = facts_load(&now->facts, tui->db, tui->pack, now->d.id);

	if (!err)
		err = handed_in_load(&now->handed_in, tui->db, tui->pack,
				     now->d.id, &now->facts);
	if (!err && forecast)
		err = forecast_make(&now->forecast, &ask);
	if (view_is_masked(tui))
		facts_hide_words(&now->facts);
	if (!err)
		err = deadlines_make(&now->due, tui->checker, now->calendar,
				     &now->facts);
	if (view_is_masked(tui))
		facts_hide(&now->facts);
	return err;
}

int overview_state_load(struct screen *s)
{
	struct overview *o = s->data;
	struct overview now = { .d = o->d, .calendar = o->calendar };
	const char *closed = view_why_not_open(s->tui, &view_forecast);
	int err = tui_use(s->tui, &o->d);

	if (!err)
		err = make_course(&now, s->tui, !closed);
	if (!err)
		err = check_run(s->tui->checker, s->tui->db, o->d.id,
				&now.findings);
	if (err) {
		release(&now);
		return err;
	}

	release(o);
	now.v = o->v;
	now.stage = stage_of(s->tui->pack, &now.facts);
	now.no_forecast = closed;
	*o = now;
	make_rows(s);
	return 0;
}
