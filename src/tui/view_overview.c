/**
 * @file tui/view_overview.c  One dossier at a glance: stages, readiness, what
 * is due, what is wrong
 *
 * Nothing is computed here: findings, deadlines and the forecast are those of
 * the screens that a row leads to.
 */
#include <stdlib.h>
#include <string.h>

#include "dossier/step.h"
#include "tui/course.h"
#include "tui/form.h"
#include "tui/form_lines.h"
#include "tui/overview_state.h"
#include "tui/papers.h"
#include "tui/record.h"
#include "util/lang.h"
#include "util/mem.h"

/* Cells of the bar of a term, and between its brackets */
#define BAR_W	 12
#define BAR_FILL (BAR_W - 2)

static int overview_open(struct screen *s, const void *arg)
{
	const struct course_ask *ask = arg;
	struct overview *o = x_calloc(1, sizeof(*o));
	int err;

	s->data = o;
	err = calendar_shipped(&o->calendar);
	return err ? err : dossier_find(s->tui->db, ask->no, &o->d);
}

static void overview_close(struct screen *s)
{
	overview_state_release(s->data);
	free(s->data);
}

/* Rows */

static const struct over_row *row_at(const struct screen *s, size_t row)
{
	const struct overview *o = s->data;

	return &o->v[row];
}

static const struct deadline *due_at(const struct screen *s, size_t row)
{
	const struct overview *o = s->data;

	return row_at(s, row)->part == PART_DUE ? &o->due.v[o->v[row].i] : NULL;
}

static const char *step(const struct overview *o, int n, const char *key)
{
	const char *value = facts_value(&o->facts, STEP_GROUP, n, key);

	return value ? value : "";
}

static const char *sentence_of(const struct finding *f)
{
	return f->sentence && *f->sentence ? f->sentence : f->title;
}

static unsigned lost(const struct score_term *t)
{
	return (unsigned)t->group->weight * 100 - t->points;
}

/* Words */

static void say_stage(const struct pack *pack, const char *id, struct str *to)
{
	const struct stage *stage = pack_stage(pack, id);

	str_add(to, stage ? lang_pick(stage->title, stage->title_en) : id);
}

/* Stages that were left, in the order in which they were; between: what stands
 * between two; days: each with the day it was left */
static void say_passed(const struct screen *s, const char *between, bool days,
		       struct str *to)
{
	const struct overview *o = s->data;
	const int last = facts_rows(&o->facts, STEP_GROUP);
	bool any = false;

	for (int n = 1; n <= last; n++) {
		const char *from = step(o, n, "from");

		if (!*from || strcmp(from, step(o, n, "to")) == 0)
			continue;
		if (any)
			str_add(to, between);
		any = true;
		say_stage(s->tui->pack, from, to);
		if (days)
			str_addf(to, "  %s", step(o, n, "date"));
	}
	if (!any)
		str_add(to, "-");
}

static void say_line(const struct forecast_line *line, struct str *to)
{
	char day[DATE_TEXT];
	char until[DATE_TEXT];

	str_addf(to, "%s  ",
		 lang_pick(line->milestone->title, line->milestone->title_en));
	if (line->state == FORECAST_UNKNOWN)
		str_addf(to, _("unknown: %s"), line->why);
	else
		str_addf(to, _("8 of 10 between %s and %s"),
			 date_encode(day, line->p10),
			 date_encode(until, line->p90));
}

/* Milestones that lie ahead; whole: a line each with its days */
static void say_ahead(const struct screen *s, bool whole, struct str *to)
{
	const struct overview *o = s->data;
	bool any = false;
	char day[DATE_TEXT];

	if (o->no_forecast || o->forecast.why) {
		str_add(to, o->no_forecast ? o->no_forecast : o->forecast.why);
		return;
	}
	for (size_t i = 0; i < o->forecast.c; i++) {
		const struct forecast_line *line = &o->forecast.v[i];

		if (line->state != FORECAST_AHEAD &&
		    line->state != FORECAST_UNKNOWN)
			continue;
		if (any)
			str_add(to, whole ? "\n" : " > ");
		any = true;
		if (whole) {
			say_line(line, to);
			continue;
		}
		str_add(to, lang_pick(line->milestone->title,
				      line->milestone->title_en));
		if (line->state == FORECAST_AHEAD)
			str_addf(to, " %s", date_encode(day, line->p50));
	}
	if (!any)
		str_add(to, "-");
}

/* How a term comes about: what it adds, what it lacks, and the first that is
 * missing */
static void say_term(const struct overview *o, size_t i, struct str *to)
{
	const struct score_term *t = &o->findings.terms[i];
	const struct finding *f = overview_missing(o, i);

	str_addf(to, "%s", lang_pick(t->group->title, t->group->title_en));
	if (lost(t) > 0)
		str_addf(to, "  -%u.%02u", lost(t) / 100, lost(t) % 100);
	if (f)
		str_addf(to, "  %s", sentence_of(f));
}

/* Cells */

static void cell_mark(const struct screen *s, size_t row, struct cell *cell)
{
	const struct overview *o = s->data;
	const struct over_row *r = row_at(s, row);
	const struct deadline *d = due_at(s, row);

	if (r->part == PART_NOW) {
		str_add(&cell->text, ">");
	} else if (r->part == PART_PASSED) {
		str_add(&cell->text, "+");
		cell->style = DRAW_GOOD;
	} else if (r->part == PART_TERM) {
		const struct score_term *t = &o->findings.terms[r->i];

		str_add(&cell->text, t->done < t->of ? "-" : "+");
		cell->style = t->done < t->of ? DRAW_WARN : DRAW_GOOD;
	} else if (r->part == PART_FLAG) {
		str_add(&cell->text, overview_flags[r->i].mark);
		cell->style = overview_flags[r->i].style;
	} else if (d && overview_is_late(d)) {
		str_add(&cell->text, "!");
		cell->style = DRAW_BAD;
	}
}

/* A day, or a number */
static void cell_number(const struct screen *s, size_t row, struct cell *cell)
{
	const struct overview *o = s->data;
	const struct over_row *r = row_at(s, row);
	const struct deadline *d = due_at(s, row);
	char day[DATE_TEXT];

	if (r->part == PART_PASSED)
		str_add(&cell->text, _("so far"));
	else if (r->part == PART_NOW)
		str_add(&cell->text,
			step(o, facts_rows(&o->facts, STEP_GROUP), "date"));
	else if (r->part == PART_AHEAD)
		str_add(&cell->text, _("to come"));
	else if (r->part == PART_SCORE)
		str_addf(&cell->text, "%u.%02u", o->findings.score / 100,
			 o->findings.score % 100);
	else if (r->part == PART_TERM)
		str_addf(&cell->text, "%u/%u", o->findings.terms[r->i].done,
			 o->findings.terms[r->i].of);
	else if (r->part == PART_FLAG)
		str_addf(&cell->text, "%zu", overview_flags[r->i].count(s));
	else if (d && d->due.year)
		str_add(&cell->text, date_encode(day, d->due));
	else if (d)
		str_add(&cell->text, deadline_state_title(d->state));
}

static void add_bar(struct str *to, unsigned points, unsigned of)
{
	const unsigned full = of ? points * BAR_FILL / of : BAR_FILL;

	str_add(to, "[");
	for (unsigned i = 0; i < BAR_FILL; i++)
		str_add(to, i < full ? "#" : " ");
	str_add(to, "]");
}

/* A bar, or who must act */
static void cell_who(const struct screen *s, size_t row, struct cell *cell)
{
	const struct overview *o = s->data;
	const struct over_row *r = row_at(s, row);
	const struct deadline *d = due_at(s, row);

	if (d)
		deadline_whom(&cell->text, d->whom, d->owner, d->backup);
	else if (r->part == PART_NOW && o->stage)
		str_add(&cell->text, side_title(o->stage->actor));
	else if (r->part == PART_SCORE)
		add_bar(&cell->text, o->findings.score, 10000);
	else if (r->part == PART_TERM)
		add_bar(&cell->text, o->findings.terms[r->i].points,
			(unsigned)o->findings.terms[r->i].group->weight * 100);
}

static void cell_what(const struct screen *s, size_t row, struct cell *cell)
{
	const struct overview *o = s->data;
	const struct over_row *r = row_at(s, row);
	const struct deadline *d = due_at(s, row);

	if (d) {
		str_add(&cell->text, deadline_title(d));
		if (d->due.year) {
			str_add(&cell->text, "  ");
			deadline_distance(&cell->text, d->due);
		}
	} else if (r->part == PART_PASSED) {
		say_passed(s, " > ", false, &cell->text);
	} else if (r->part == PART_AHEAD) {
		say_ahead(s, false, &cell->text);
	} else if (r->part == PART_NOW) {
		str_addf(&cell->text, "%s %s", o->stage ? o->stage->id : "?",
			 o->stage ? lang_pick(o->stage->title,
					      o->stage->title_en)
				  : _("The rule pack has no such stage."));
	} else if (r->part == PART_SCORE) {
		str_add(&cell->text, _("of 100: the sum of these terms"));
	} else if (r->part == PART_TERM) {
		say_term(o, r->i, &cell->text);
	} else if (r->part == PART_MORE) {
		str_addf(&cell->text, _("%zu more in the course"), r->i);
	} else if (r->part == PART_FLAG) {
		str_add(&cell->text, _(overview_flags[r->i].title));
	}
}

static const char *overview_heading(const struct screen *s, size_t row,
				    enum draw_style *stylep)
{
	const struct over_row *r = row_at(s, row);

	*stylep = DRAW_SECTION;
	return r->part == PART_HEADING ? _(r->heading) : NULL;
}

static void overview_title(const struct screen *s, struct str *to)
{
	const struct overview *o = s->data;

	str_addf(to, "%s  %s %s", _(s->view->title), o->d.no, o->d.name);
}

static void overview_status(const struct screen *s, struct str *to)
{
	const struct overview *o = s->data;

	str_addf(to, _("readiness %u.%02u  blocking %zu  late %zu"),
		 o->findings.score / 100, o->findings.score % 100,
		 o->findings.blocking, overview_late(s));
}

/* All that is known of the row of the cursor */
static void tell_term(const struct overview *o, size_t i, struct str *to)
{
	const struct score_term *t = &o->findings.terms[i];

	str_addf(to, _("%u of %u, which adds %u.%02u of %d points.\n"), t->done,
		 t->of, t->points / 100, t->points % 100, t->group->weight);
	for (size_t k = 0; k < o->findings.c; k++) {
		const struct finding *f = &o->findings.v[k];

		if (overview_is_missing(f, t))
			str_addf(to, "%s %s\n", finding_mark(f),
				 sentence_of(f));
	}
}

static void overview_detail(const struct screen *s, const struct rect *r)
{
	const struct overview *o = s->data;
	const struct over_row *at = row_at(s, s->cursor);
	const struct deadline *d = due_at(s, s->cursor);
	struct rect rest = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	struct cell what = { .style = DRAW_PLAIN };
	struct str text = { 0 };

	cell_what(s, s->cursor, &what);
	if (at->part == PART_PASSED) {
		say_passed(s, "\n", true, &text);
	} else if (at->part == PART_AHEAD) {
		say_ahead(s, true, &text);
	} else if (at->part == PART_TERM) {
		tell_term(o, at->i, &text);
	} else if (at->part == PART_FLAG) {
		str_add(&text, _(overview_flags[at->i].what));
	} else if (d) {
		str_addf(&text, "%s\n", d->key);
		if (d->consequence)
			str_addf(&text, "%s\n", d->consequence);
		if (d->note)
			str_addf(&text, "%s\n", d->note);
	}
	draw_text(r->y, r->x, r->w, DRAW_HEAD, "");
	draw_text(r->y, r->x + 1, r->w - 1, DRAW_HEAD, str_text(&what.text));
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&what.text);
	str_release(&text);
}

/* Keys */

static int open_view(struct screen *s, const struct view *view,
		     const char *place)
{
	const struct overview *o = s->data;
	const struct form_ask form = { .no = o->d.no, .place = place };
	const struct course_ask course = { .no = o->d.no };
	const struct record_ask record = { .no = o->d.no };
	const struct papers_ask papers = { .no = o->d.no };

	if (view == &view_form || view == &view_findings)
		return view_open(s->tui, view, &form);
	if (view == &view_papers)
		return view_open(s->tui, view, &papers);
	if (view == &view_evidence)
		return view_open(s->tui, view, &record);

	return view_open(s->tui, view, &course);
}

/* A term of the form leads to the first field that is missing */
static int go_term(struct screen *s, size_t i)
{
	const struct overview *o = s->data;
	const char *group = o->findings.terms[i].group->key;
	const struct finding *f = overview_missing(o, i);
	char *home;
	int err;

	if (strcmp(group, GROUP_PAPER) == 0)
		return open_view(s, &view_papers, NULL);
	if (strcmp(group, GROUP_FORM) != 0 || !f)
		return open_view(s, &view_findings, NULL);

	home = finding_home(f, s->tui->pack);
	err = open_view(s, &view_form, home);
	free(home);
	return err;
}

static int press_go(struct screen *s)
{
	const struct over_row *r = row_at(s, s->cursor);
	const struct deadline *d = due_at(s, s->cursor);

	if (r->part == PART_AHEAD)
		return open_view(s, &view_forecast, NULL);
	if (r->part == PART_SCORE)
		return open_view(s, &view_findings, NULL);
	if (r->part == PART_TERM)
		return go_term(s, r->i);
	if (r->part == PART_FLAG)
		return open_view(s, overview_flags[r->i].view, NULL);
	if (d && d->kind == DEADLINE_TASK)
		return open_view(s, &view_form, d->key);

	return open_view(s, &view_course, NULL);
}

static const char *why_not_go(const struct screen *s)
{
	const struct overview *o = s->data;

	return s->rowc && row_at(s, s->cursor)->part == PART_AHEAD
		       ? o->no_forecast
		       : NULL;
}

static int press_form(struct screen *s)
{
	return open_view(s, &view_form, NULL);
}

static int press_course(struct screen *s)
{
	return open_view(s, &view_course, NULL);
}

static int press_check(struct screen *s)
{
	return open_view(s, &view_findings, NULL);
}

static int press_papers(struct screen *s)
{
	return open_view(s, &view_papers, NULL);
}

static int press_evidence(struct screen *s)
{
	return open_view(s, &view_evidence, NULL);
}

static int press_journal(struct screen *s)
{
	return open_view(s, &view_journal, NULL);
}

static const char *overview_no(const struct screen *s)
{
	const struct overview *o = s->data;

	return o->d.no;
}

/* clang-format off */
static const struct column columns[] = {
	{ " ",           1,     0, false, cell_mark   },
	{ N_("Day"),     10,    0, false, cell_number },
	{ N_("Who"),     BAR_W, 0, false, cell_who    },
	{ N_("What"),    0,     0, false, cell_what   },
	{ NULL,          0,     0, false, NULL        },
};

static const struct key keys[] = {
	{ '\n',     N_("go there"), N_("go to the screen where this is worked on"),  press_go,        why_not_go },
	{ 'f',      N_("form"),     N_("the forms of the dossier"),                   press_form,      NULL },
	{ 's',      N_("stage"),    N_("where the dossier is, what can be done and is due"), press_course, NULL },
	{ 'c',      N_("check"),    N_("all findings of the dossier"),                press_check,     NULL },
	{ 'p',      N_("papers"),   N_("the papers of the dossier"),                  press_papers,    NULL },
	{ 'e',      N_("evidence"), N_("what the dossier rests on: records, revisions, files"), press_evidence, NULL },
	{ 'J',      N_("journal"),  N_("what was changed, by whom and when"),         press_journal,   NULL },
	{ 'q',      NULL,           N_("back"),                                       view_press_back, NULL },
	{ KEYS_ESC, N_("back"),     N_("back"),                                       view_press_back, NULL },
	{ '?',      N_("help"),     N_("this help"),                                  view_press_help, NULL },
	{ 0,        NULL,           NULL,                                             NULL,            NULL },
};
/* clang-format on */

const struct view view_overview = {
	.name = "overview",
	.title = N_("Overview"),
	.columns = columns,
	.keys = keys,
	.open = overview_open,
	.load = overview_state_load,
	.close = overview_close,
	.title_of = overview_title,
	.status = overview_status,
	.heading = overview_heading,
	.detail = overview_detail,
	.no = overview_no,
};
