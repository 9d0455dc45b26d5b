/**
 * @file tui/course_state.c  Where a dossier is, as lines
 */
#include "tui/course_state.h"

#include <stdlib.h>

#include "util/clock.h"
#include "util/lang.h"
#include "util/mem.h"

static void add_line(struct course_state *c, struct line line)
{
	c->linev = x_grow(c->linev, c->linec, sizeof(*c->linev));
	c->linev[c->linec++] = line;
}

static void add_heading(struct course_state *c, const char *heading)
{
	add_line(c, (struct line){ LINE_HEADING, 0, heading });
}

static void add_lines(struct course_state *c, enum line_kind kind, size_t n,
		      const char *heading)
{
	if (n > 0)
		add_heading(c, heading);
	for (size_t i = 0; i < n; i++)
		add_line(c, (struct line){ .kind = kind, .i = i });
}

static void add_deadlines(struct course_state *c)
{
	bool any = false;

	for (size_t i = 0; i < c->due.c; i++) {
		if (!c->all && !deadline_is_near(&c->due.v[i]))
			continue;
		if (!any)
			add_heading(c, N_("Deadlines"));
		any = true;
		add_line(c, (struct line){ .kind = LINE_DEADLINE, .i = i });
	}
}

static void add_steps(struct course_state *c)
{
	const int last = facts_rows(&c->facts, STEP_GROUP);

	if (last > 0)
		add_heading(c, N_("What was done"));
	for (int n = last; n > 0; n--)
		add_line(c, (struct line){ .kind = LINE_STEP, .i = (size_t)n });
}

void course_state_lines(struct course_state *c)
{
	c->linec = 0;
	if (c->stage)
		add_lines(c, LINE_STAGE, 1, N_("Stage"));
	add_lines(c, LINE_ACT, c->acts.c, N_("What can be done"));
	add_deadlines(c);
	if (c->handed_in.date)
		add_lines(c, LINE_CHANGED, c->handed_in.c,
			  N_("Changed since it was handed in"));
	add_steps(c);
}

/* What is read, without the rest */
static void release(struct course_state *c)
{
	facts_release(&c->facts);
	stage_acts_release(&c->acts);
	deadlines_release(&c->due);
	handed_in_release(&c->handed_in);
}

int course_state_load(struct course_state *c, struct tui *tui)
{
	struct course_state now = { .stage = NULL };
	int err = tui_use(tui, &c->d);

	if (!err)
		err = facts_load(&now.facts, tui->db, tui->pack, c->d.id);
	if (!err)
		err = handed_in_load(&now.handed_in, tui->db, tui->pack,
				     c->d.id, &now.facts);
	if (view_is_masked(tui))
		facts_hide_words(&now.facts);
	if (!err)
		err = deadlines_make(&now.due, tui->checker, c->calendar,
				     &now.facts);
	if (!err)
		err = stage_acts(&now.acts, tui->checker, &now.facts);
	if (view_is_masked(tui))
		facts_hide(&now.facts);
	if (err) {
		release(&now);
		return err;
	}

	release(c);
	c->facts = now.facts;
	c->acts = now.acts;
	c->due = now.due;
	c->handed_in = now.handed_in;
	c->stage = stage_of(tui->pack, &c->facts);
	course_state_lines(c);
	return 0;
}

void course_state_release(struct course_state *c)
{
	course_act_release(&c->doing);
	course_tick_release(&c->tick);
	release(c);
	free(c->linev);
	calendar_free(c->calendar);
	dossier_release(&c->d);
}

const struct line *course_line(const struct screen *s, size_t row)
{
	const struct course_state *c = s->data;

	return &c->linev[view_row(s, row)];
}

const struct deadline *course_deadline(const struct screen *s, size_t row)
{
	const struct course_state *c = s->data;
	const struct line *line = row < s->rowc ? course_line(s, row) : NULL;

	return line && line->kind == LINE_DEADLINE ? &c->due.v[line->i] : NULL;
}

const struct stage_act *course_stage_act(const struct screen *s, size_t row)
{
	const struct course_state *c = s->data;
	const struct line *line = row < s->rowc ? course_line(s, row) : NULL;

	return line && line->kind == LINE_ACT ? &c->acts.v[line->i] : NULL;
}

const char *course_step(const struct course_state *c, size_t n, const char *key)
{
	const char *value = facts_value(&c->facts, STEP_GROUP, (int)n, key);

	return value ? value : "";
}

bool course_is_late(const struct deadline *d)
{
	return d->state == DEADLINE_OPEN && d->due.year &&
	       date_number(d->due) < date_number(clock_today());
}
