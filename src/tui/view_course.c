/**
 * @file tui/view_course.c  Where a dossier is: what was done, what can be done
 * next, what is due
 */
#include <stdlib.h>
#include <string.h>

#include "tui/course.h"
#include "tui/course_state.h"
#include "tui/course_tick.h"
#include "tui/form.h"
#include "util/clock.h"
#include "util/lang.h"
#include "util/mem.h"

static int course_answered(struct screen *s, const char *text)
{
	struct course_state *c = s->data;

	return course_act_answer(s, &c->doing, text);
}

static void course_dropped(struct screen *s)
{
	view_say(s->tui, DRAW_PLAIN, "%s", _("Nothing was done."));
}

static int course_open(struct screen *s, const void *arg)
{
	const struct course_ask *ask = arg;
	struct course_state *c = x_calloc(1, sizeof(*c));
	int err;

	s->data = c;
	c->doing.question.done = course_answered;
	c->doing.question.dropped = course_dropped;
	err = calendar_shipped(&c->calendar);
	if (!err)
		err = dossier_find(s->tui->db, ask->no, &c->d);
	c->doing.calendar = c->calendar;
	c->doing.dossier = c->d.id;
	return err;
}

static int course_load(struct screen *s)
{
	struct course_state *c = s->data;
	int err = course_state_load(c, s->tui);

	s->rowc = c->linec;
	return err;
}

static void course_close(struct screen *s)
{
	course_state_release(s->data);
	free(s->data);
}

static void course_title(const struct screen *s, struct str *to)
{
	const struct course_state *c = s->data;

	str_addf(to, "%s  %s %s", _(s->view->title), c->d.no, c->d.name);
}

static void course_status(const struct screen *s, struct str *to)
{
	const struct course_state *c = s->data;
	const int64_t today = date_number(clock_today());
	size_t late = 0;
	size_t open = 0;

	for (size_t i = 0; i < c->due.c; i++) {
		const struct deadline *d = &c->due.v[i];

		open += d->state == DEADLINE_OPEN;
		late += d->state == DEADLINE_OPEN && d->due.year &&
			date_number(d->due) < today;
	}
	str_addf(to, _("late %zu  open %zu"), late, open);
}

static const char *course_heading(const struct screen *s, size_t row,
				  enum draw_style *stylep)
{
	const struct line *line = course_line(s, row);

	*stylep = DRAW_SECTION;
	return line->kind == LINE_HEADING ? _(line->heading) : NULL;
}

static const char *course_empty(const struct screen *s)
{
	(void)s;
	return _("The rule pack has no such stage.");
}

/* Cells */

static void cell_mark(const struct screen *s, size_t row, struct cell *cell)
{
	const struct course_state *c = s->data;
	const struct deadline *d = course_deadline(s, row);
	const struct stage_act *a = course_stage_act(s, row);
	const struct line *line = course_line(s, row);

	if (a) {
		str_add(&cell->text, a->open ? "+" : "-");
		cell->style = a->open ? DRAW_GOOD : DRAW_DIM;
	} else if (d) {
		str_add(&cell->text, course_is_late(d) ? "!" : " ");
		cell->style = course_is_late(d) ? DRAW_BAD : DRAW_PLAIN;
	} else if (line->kind == LINE_STAGE) {
		str_add(&cell->text, ">");
	} else if (line->kind == LINE_CHANGED &&
		   !c->handed_in.v[line->i].asked) {
		str_add(&cell->text, "!");
		cell->style = DRAW_WARN;
	}
}

static void cell_day(const struct screen *s, size_t row, struct cell *cell)
{
	const struct course_state *c = s->data;
	const struct deadline *d = course_deadline(s, row);
	const struct line *line = course_line(s, row);
	char day[DATE_TEXT];

	if (d && d->due.year)
		str_add(&cell->text, date_encode(day, d->due));
	else if (line->kind == LINE_STEP)
		str_add(&cell->text, course_step(c, line->i, "date"));
	else if (line->kind == LINE_STAGE && c->linec > 0)
		str_add(&cell->text,
			course_step(c,
				    (size_t)facts_rows(&c->facts, STEP_GROUP),
				    "date"));
}

static void cell_state(const struct screen *s, size_t row, struct cell *cell)
{
	const struct deadline *d = course_deadline(s, row);

	if (!d)
		return;
	if (d->state != DEADLINE_OPEN)
		str_add(&cell->text, deadline_state_title(d->state));
	else if (d->due.year)
		deadline_distance(&cell->text, d->due);
	if (course_is_late(d))
		cell->style = DRAW_BAD;
	else if (d->state != DEADLINE_OPEN)
		cell->style = DRAW_DIM;
}

static void cell_whom(const struct screen *s, size_t row, struct cell *cell)
{
	const struct course_state *c = s->data;
	const struct deadline *d = course_deadline(s, row);
	const struct stage_act *a = course_stage_act(s, row);

	if (d)
		deadline_whom(&cell->text, d->whom, d->owner, d->backup);
	else if (a)
		str_add(&cell->text, side_title(a->act->actor));
	else if (course_line(s, row)->kind == LINE_STAGE)
		str_add(&cell->text, side_title(c->stage->actor));
}

static void say_step(const struct screen *s, size_t n, struct str *to)
{
	const struct course_state *c = s->data;
	const struct pack *pack = s->tui->pack;
	const char *id = course_step(c, n, "act");
	const struct act *act = pack_act(pack, id);
	const struct stage *stage = pack_stage(pack, course_step(c, n, "to"));

	str_addf(to, "%s -> %s",
		 act ? lang_pick(act->title, act->title_en) : id,
		 stage ? lang_pick(stage->title, stage->title_en)
		       : course_step(c, n, "to"));
}

static void cell_what(const struct screen *s, size_t row, struct cell *cell)
{
	const struct course_state *c = s->data;
	const struct deadline *d = course_deadline(s, row);
	const struct stage_act *a = course_stage_act(s, row);
	const struct line *line = course_line(s, row);

	if (d)
		str_addf(&cell->text, "%s  %s", deadline_title(d), d->key);
	else if (a)
		str_add(&cell->text,
			lang_pick(a->act->title, a->act->title_en));
	else if (line->kind == LINE_STAGE)
		str_addf(&cell->text, "%s %s", c->stage->id,
			 lang_pick(c->stage->title, c->stage->title_en));
	else if (line->kind == LINE_CHANGED)
		str_add(&cell->text, c->handed_in.v[line->i].name);
	else if (line->kind == LINE_STEP)
		say_step(s, line->i, &cell->text);
	if (a && !a->open)
		cell->style = DRAW_DIM;
}

/* Keys */

static const char *why_not_do(const struct screen *s)
{
	const struct stage_act *a = course_stage_act(s, s->cursor);

	if (a && !a->open)
		return a->why && *a->why ? a->why : _("This is closed.");
	return a || (s->rowc && course_line(s, s->cursor)->kind == LINE_CHANGED)
		       ? NULL
		       : _("There is nothing to do in this line.");
}

static int press_do(struct screen *s)
{
	struct course_state *c = s->data;
	const struct stage_act *a = course_stage_act(s, s->cursor);
	const struct line *line = course_line(s, s->cursor);
	const struct form_ask ask = {
		.no = c->d.no, .place = a ? NULL : c->handed_in.v[line->i].name
	};

	if (!a)
		return view_open(s->tui, &view_form, &ask);

	course_act_begin(s, &c->doing, a->act);
	return 0;
}

static const char *why_not_tick(const struct screen *s)
{
	const struct deadline *d = course_deadline(s, s->cursor);

	if (!d)
		return _("This is no deadline.");
	if (d->kind == DEADLINE_CLOCK)
		return _("An act of the dossier stops this one.");
	if (d->kind == DEADLINE_TASK)
		return _("A task is ticked off in its form.");
	return NULL;
}

static int press_tick(struct screen *s)
{
	return course_tick_press(s, course_deadline(s, s->cursor), false);
}

static int press_off(struct screen *s)
{
	return course_tick_press(s, course_deadline(s, s->cursor), true);
}

static int press_all(struct screen *s)
{
	struct course_state *c = s->data;

	c->all = !c->all;
	(void)view_load(s);
	return view_move(s, s->cursor);
}

static int press_form(struct screen *s)
{
	const struct course_state *c = s->data;
	const struct form_ask ask = { .no = c->d.no };

	return view_open(s->tui, &view_form, &ask);
}

static int press_journal(struct screen *s)
{
	const struct course_state *c = s->data;
	const struct course_ask ask = { .no = c->d.no };

	return view_open(s->tui, &view_journal, &ask);
}

static int press_forecast(struct screen *s)
{
	const struct course_state *c = s->data;
	const struct course_ask ask = { .no = c->d.no };

	return view_open(s->tui, &view_forecast, &ask);
}

static int press_undo(struct screen *s)
{
	const struct course_state *c = s->data;

	return form_undo_ask(s, c->d.id);
}

static const char *course_no(const struct screen *s)
{
	const struct course_state *state = s->data;

	return state->d.no;
}

/* clang-format off */
static const struct column columns[] = {
	{ " ",           1,  0,  false, cell_mark  },
	{ N_("Day"),     10, 0,  false, cell_day   },
	{ N_("State"),   14, 70, false, cell_state },
	{ N_("Who"),     12, 0,  false, cell_whom  },
	{ N_("What"),    0,  0,  false, cell_what  },
	{ NULL,          0,  0,  false, NULL       },
};

static const struct key keys[] = {
	{ '\n',     N_("do"),       N_("do the act, or go to what was changed"),      press_do,        why_not_do   },
	{ 'x',      N_("tick"),     N_("tick a deadline off, or not"),                press_tick,      why_not_tick },
	{ 'o',      N_("off"),      N_("switch a duty off with a reason, or on"),     press_off,       why_not_tick },
	{ 'a',      N_("all"),      N_("show deadlines far away and done too, or not"), press_all,     NULL         },
	{ 'F',      N_("chart"),    N_("forecast and deadlines as a chart"), press_forecast, NULL },
	{ 'f',      N_("form"),     N_("the forms of the dossier"),                   press_form,      NULL         },
	{ 'u',      N_("undo"),     N_("take back the last change of the dossier"),   press_undo,      NULL         },
	{ 'J',      N_("journal"), N_("what was changed, by whom and when"), press_journal, NULL },
	{ 'q',      NULL,           N_("back"),                                       view_press_back, NULL         },
	{ '/',      N_("filter"),   N_("filter as you type"),                         view_press_filter, NULL       },
	{ KEYS_ESC, N_("back"),     N_("back"),                                       view_press_back, NULL         },
	{ '?',      N_("help"),     N_("this help"),                                  view_press_help, NULL         },
	{ 0,        NULL,           NULL,                                             NULL,            NULL         },
};
/* clang-format on */

const struct view view_course = {
	.name = "course",
	.title = N_("Course"),
	.columns = columns,
	.keys = keys,
	.open = course_open,
	.load = course_load,
	.close = course_close,
	.title_of = course_title,
	.status = course_status,
	.heading = course_heading,
	.empty = course_empty,
	.filter = N_("Filter:"),
	.detail = course_tell,
	.no = course_no,
};
