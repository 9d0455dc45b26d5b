/**
 * @file tui/view_forecast.c  When a dossier may come to its milestones, and
 * what is due meanwhile, as a chart of cells
 *
 * The same rows are columns of words, for copying and for terminals without
 * cells.
 */
#include <stdlib.h>

#include "course/forecast.h"
#include "dossier/fact.h"
#include "tui/chart.h"
#include "tui/course.h"
#include "util/clock.h"
#include "util/lang.h"
#include "util/mem.h"

/* Columns of the title of a row, and of its day where there is room for both */
#define TITLE_W	     16
#define DAY_W	     10
#define RANGE_W	     24
#define RANGE_FROM_W 110

/* Days shown before today at most, and behind it at least and at most */
#define BACK_DAYS  60
#define AHEAD_MIN  30
#define AHEAD_MOST 800

/* Days ahead in which deadlines of no milestone are shown */
#define DUE_DAYS 180

/* Lines of the signs and of what the row of the cursor says */
#define WORDS_H	    5
#define LEGEND_FROM 14

struct forecast_row {
	const struct forecast_line *line; /* or NULL */
	const struct deadline *due;	  /* or NULL; of a line, its clock */
};

struct outlook {
	struct dossier d;
	struct calendar *calendar;
	struct facts facts;
	struct forecast f;
	struct deadlines due;
	struct forecast_row *v;
	size_t c;
	int64_t made_len; /* of the journal that it was made from; -1: none */
	bool masked;	  /* personal data is */
	struct date made; /* on which day */
};

static int forecast_open(struct screen *s, const void *arg)
{
	const struct course_ask *ask = arg;
	struct outlook *st = x_calloc(1, sizeof(*st));
	int err;

	s->data = st;
	st->made_len = -1;
	err = calendar_shipped(&st->calendar);
	return err ? err : dossier_find(s->tui->db, ask->no, &st->d);
}

static void release_made(struct outlook *st)
{
	free(st->v);
	st->v = NULL;
	st->c = 0;
	forecast_release(&st->f);
	deadlines_release(&st->due);
	facts_release(&st->facts);
	st->f = (struct forecast){ .why = NULL };
	st->due = (struct deadlines){ .v = NULL };
	st->facts = (struct facts){ 0 };
}

static void forecast_close(struct screen *s)
{
	struct outlook *st = s->data;

	release_made(st);
	calendar_free(st->calendar);
	dossier_release(&st->d);
	free(st);
}

/* Rows */

static void add_row(struct outlook *st, const struct forecast_line *line,
		    const struct deadline *due)
{
	st->v = x_grow(st->v, st->c, sizeof(*st->v));
	st->v[st->c++] = (struct forecast_row){ line, due };
}

static bool is_dated(const struct deadline *d)
{
	return d && d->state == DEADLINE_OPEN && d->due.year;
}

/* The clock that ends first of those that run for a milestone, or NULL */
static const struct deadline *clock_of(const struct outlook *st,
				       const struct milestone *m)
{
	const struct deadline *first = NULL;

	for (unsigned i = 0; i < m->clocks_count; i++) {
		const struct deadline *d = deadlines_find(&st->due,
							  m->clocks[i]);

		if (is_dated(d) &&
		    (!first || date_number(d->due) < date_number(first->due)))
			first = d;
	}

	return first;
}

static void make_rows(struct outlook *st)
{
	const int64_t today = date_number(clock_today());

	for (size_t i = 0; i < st->f.c; i++)
		add_row(st, &st->f.v[i], clock_of(st, st->f.v[i].milestone));
	for (size_t i = 0; i < st->due.c; i++) {
		const struct deadline *d = &st->due.v[i];
		bool shown = false;

		for (size_t k = 0; k < st->f.c; k++)
			shown |= st->v[k].due == d;
		if (!shown && is_dated(d) &&
		    date_number(d->due) < today + DUE_DAYS)
			add_row(st, NULL, d);
	}
}

static int make(struct outlook *st, struct tui *tui)
{
	const struct forecast_ask ask = { .db = tui->db,
					  .checker = tui->checker,
					  .calendar = st->calendar,
					  .dossier = &st->d,
					  .facts = &st->facts };
	int err = facts_load(&st->facts, tui->db, tui->pack, st->d.id);

	if (!err)
		err = forecast_make(&st->f, &ask);
	if (view_is_masked(tui))
		facts_hide_words(&st->facts);
	if (!err)
		err = deadlines_make(&st->due, tui->checker, st->calendar,
				     &st->facts);
	if (!err)
		make_rows(st);
	return err;
}

/* It is made anew when the dossier has changed, or the day */
static int forecast_load(struct screen *s)
{
	struct outlook *st = s->data;
	const struct date today = clock_today();
	struct dossier now = { 0 };
	int err = dossier_get(s->tui->db, st->d.id, &now);

	if (err)
		return err;
	dossier_release(&st->d);
	st->d = now;
	err = tui_use(s->tui, &st->d);
	if (err || (st->made_len == st->d.journal_len &&
		    st->masked == view_is_masked(s->tui) &&
		    date_number(st->made) == date_number(today)))
		return err;

	release_made(st);
	s->rowc = 0;
	st->made_len = -1;
	err = make(st, s->tui);
	if (err)
		return err;
	s->rowc = st->c;
	st->made_len = st->d.journal_len;
	st->made = today;
	st->masked = view_is_masked(s->tui);
	return 0;
}

/* Words */

static const struct forecast_row *row_at(const struct screen *s, size_t row)
{
	const struct outlook *st = s->data;

	return &st->v[row];
}

static bool is_ahead(const struct forecast_row *r)
{
	return r->line && r->line->state == FORECAST_AHEAD;
}

/* Whether the last day comes before the likely one, or may */
static enum draw_style style_of(const struct forecast_row *r)
{
	if (r->due && date_number(r->due->due) < date_number(clock_today()))
		return DRAW_BAD;
	if (!r->due || !is_ahead(r))
		return DRAW_PLAIN;
	if (date_number(r->line->p50) > date_number(r->due->due))
		return DRAW_BAD;
	return date_number(r->line->p90) > date_number(r->due->due)
		       ? DRAW_WARN
		       : DRAW_PLAIN;
}

static void cell_title(const struct screen *s, size_t row, struct cell *cell)
{
	const struct forecast_row *r = row_at(s, row);

	if (r->line)
		str_add(&cell->text, lang_pick(r->line->milestone->title,
					       r->line->milestone->title_en));
	else if (r->due)
		str_add(&cell->text, deadline_title(r->due));
}

static void cell_day(const struct screen *s, size_t row, struct cell *cell)
{
	const struct forecast_row *r = row_at(s, row);
	char day[DATE_TEXT];

	if (is_ahead(r))
		str_add(&cell->text, date_encode(day, r->line->p50));
	else if (r->line && r->line->state == FORECAST_REACHED &&
		 r->line->reached.year)
		str_add(&cell->text, date_encode(day, r->line->reached));
	else if (!r->line && r->due)
		str_add(&cell->text, date_encode(day, r->due->due));
	else
		str_add(&cell->text, "-");
}

static void cell_range(const struct screen *s, size_t row, struct cell *cell)
{
	const struct forecast_row *r = row_at(s, row);
	char a[DATE_TEXT];
	char b[DATE_TEXT];

	if (is_ahead(r))
		str_addf(&cell->text, "%s .. %s", date_encode(a, r->line->p10),
			 date_encode(b, r->line->p90));
}

static void say_forecast(const struct screen *s, const struct forecast_row *r,
			 struct str *to)
{
	const struct outlook *st = s->data;
	const struct forecast_line *line = r->line;
	char a[DATE_TEXT];
	char b[DATE_TEXT];

	if (!line)
		return;
	switch (line->state) {
	case FORECAST_AHEAD:
		str_addf(to, _("8 of 10 between %s and %s"),
			 date_encode(a, line->p10), date_encode(b, line->p90));
		break;
	case FORECAST_REACHED:
		str_add(to, _("was reached"));
		break;
	case FORECAST_UNKNOWN:
		str_addf(to, _("unknown: %s"), line->why);
		break;
	case FORECAST_ASIDE:
		str_add(to,
			st->f.why ? "-" : _("not on the usual way from here"));
		break;
	}
}

static void say_due(const struct forecast_row *r, struct str *to)
{
	const enum draw_style style = style_of(r);
	char day[DATE_TEXT];

	if (!r->due)
		return;
	if (r->line)
		str_addf(to, "%s %s, ", deadline_title(r->due),
			 date_encode(day, r->due->due));
	deadline_distance(to, r->due->due);
	if (is_ahead(r) && style == DRAW_BAD)
		str_addf(to, "; %s", _("likely later than the last day"));
	else if (is_ahead(r) && style == DRAW_WARN)
		str_addf(to, "; %s", _("may be later than the last day"));
}

/* All that is known of a row, in a sentence */
static void cell_words(const struct screen *s, size_t row, struct cell *cell)
{
	const struct forecast_row *r = row_at(s, row);

	cell->style = style_of(r);
	say_forecast(s, r, &cell->text);
	if (r->line && r->due)
		str_add(&cell->text, "; ");
	say_due(r, &cell->text);
}

/* On a low screen the last day stands in the line of messages */
static void forecast_note(const struct screen *s, struct str *to)
{
	say_due(row_at(s, s->cursor), to);
}

static void forecast_title(const struct screen *s, struct str *to)
{
	const struct outlook *st = s->data;

	str_addf(to, "%s  %s %s", _(s->view->title), st->d.no, st->d.name);
}

static void forecast_status(const struct screen *s, struct str *to)
{
	char today[DATE_TEXT];

	(void)s;
	str_addf(to, _("an estimate  %s"), date_encode(today, clock_today()));
}

static const char *forecast_empty(const struct screen *s)
{
	const struct outlook *st = s->data;

	return st->f.why ? st->f.why
			 : _("Nothing lies ahead and nothing is due.");
}

/* The chart */

/* From the beginning of the stage, or two months back, to the last day known */
static void fit(const struct screen *s, struct chart *chart, int w)
{
	const struct outlook *st = s->data;
	const struct date today = clock_today();
	const int64_t now = date_number(today);
	int64_t from = now - 7;
	int64_t to = now + AHEAD_MIN;

	if (st->f.stage && st->f.since.year && date_number(st->f.since) < from)
		from = date_number(st->f.since);
	if (from < now - BACK_DAYS)
		from = now - BACK_DAYS;
	for (size_t i = 0; i < st->c; i++) {
		const struct forecast_row *r = &st->v[i];
		const int64_t p90 = is_ahead(r) ? date_number(r->line->p90) : 0;
		const int64_t due = r->due ? date_number(r->due->due) : 0;

		to = p90 > to ? p90 : to;
		/* a day far away would leave nothing to see of the near ones */
		if (due > to && (r->line || due < now + DUE_DAYS))
			to = due;
	}
	if (to > now + AHEAD_MOST)
		to = now + AHEAD_MOST;
	chart_fit(chart, today, date_from_number(from), date_from_number(to),
		  w);
}

static void draw_row(const struct screen *s, const struct chart *chart,
		     size_t row, struct rect r)
{
	const struct forecast_row *at = row_at(s, row);
	enum draw_style style = row == s->cursor ? DRAW_CURSOR : style_of(at);
	const int range = r.w >= RANGE_FROM_W ? RANGE_W + 1 : 0;
	struct chart_row days = { .last = { 0 } };
	struct cell title = { .style = DRAW_PLAIN };
	struct cell day = { .style = DRAW_PLAIN };
	struct cell between = { .style = DRAW_PLAIN };
	struct str cells = { 0 };

	if (is_ahead(at)) {
		days.p10 = at->line->p10;
		days.p50 = at->line->p50;
		days.p90 = at->line->p90;
	} else if (at->line && at->line->state == FORECAST_REACHED) {
		days.reached = at->line->reached;
	}
	if (at->due)
		days.last = at->due->due;
	cell_title(s, row, &title);
	cell_day(s, row, &day);
	cell_range(s, row, &between);
	chart_draw(chart, &days, &cells);
	draw_text(r.y, r.x, r.w, style, row == s->cursor ? ">" : "");
	if (style_of(at) != DRAW_PLAIN)
		draw_text(r.y, r.x + 1, 1, style, "!");
	draw_text(r.y, r.x + 2, TITLE_W, style, str_text(&title.text));
	draw_text(r.y, r.x + TITLE_W + 3, DAY_W, style, str_text(&day.text));
	if (range)
		draw_text(r.y, r.x + TITLE_W + DAY_W + 4, RANGE_W, style,
			  str_text(&between.text));
	draw_text(r.y, r.x + TITLE_W + DAY_W + 4 + range, chart->w, style,
		  str_text(&cells));
	str_release(&title.text);
	str_release(&day.text);
	str_release(&between.text);
	str_release(&cells);
}

/* A line above the rows: a word, and cells */
static void draw_head(const struct rect *r, int x, enum draw_style style,
		      const char *word, const char *cells)
{
	draw_text(r->y, r->x, r->w, style, "");
	draw_text(r->y, r->x + 2, TITLE_W, style, word);
	draw_text(r->y, x, r->x + r->w - x, style, cells);
}

/* Months, days off, and the stage it is at */
static int draw_heads(const struct screen *s, const struct chart *chart,
		      struct rect r, int x)
{
	const struct outlook *st = s->data;
	struct str cells = { 0 };
	char since[DATE_TEXT];

	chart_months(chart, &cells);
	draw_head(&r, x, DRAW_HEAD, _("Milestone"), str_text(&cells));
	draw_text(r.y, r.x + TITLE_W + 3, DAY_W, DRAW_HEAD, _("Likely"));
	if (r.w >= RANGE_FROM_W)
		draw_text(r.y, r.x + TITLE_W + DAY_W + 4, RANGE_W, DRAW_HEAD,
			  _("8 of 10 between"));
	r.y++;
	str_clear(&cells);
	chart_days_off(chart, st->calendar, &cells);
	draw_head(&r, x, DRAW_DIM, _("days off"), str_text(&cells));
	str_release(&cells);
	if (!st->f.stage || !st->f.since.year)
		return 2;

	r.y++;
	cells = (struct str){ 0 };
	chart_draw(chart, &(struct chart_row){ .since = st->f.since }, &cells);
	draw_head(&r, x, DRAW_PLAIN,
		  lang_pick(st->f.stage->title, st->f.stage->title_en),
		  str_text(&cells));
	draw_text(r.y, r.x + TITLE_W + 3, DAY_W, DRAW_PLAIN,
		  date_encode(since, st->f.since));
	str_release(&cells);
	return 3;
}

static void add_words(const struct screen *s, bool whole, struct str *to)
{
	const struct outlook *st = s->data;
	struct cell title = { .style = DRAW_PLAIN };
	struct cell words = { .style = DRAW_PLAIN };

	if (s->rowc == 0)
		return;
	cell_title(s, s->cursor, &title);
	if (whole)
		cell_words(s, s->cursor, &words);
	else
		say_forecast(s, row_at(s, s->cursor), &words.text);
	str_addf(to, "%s: %s", str_text(&title.text), str_text(&words.text));
	if (whole && st->f.uncovered) {
		str_add(to, "\n");
		str_addf(to,
			 _("approximate: the days off of %d are not known yet"),
			 st->f.uncovered);
	}
	str_release(&title.text);
	str_release(&words.text);
}

/* What the row of the cursor says, and where there is room the signs */
static void draw_words(const struct screen *s, struct rect r, bool legend)
{
	struct str text = { 0 };
	int used;

	add_words(s, legend, &text);
	used = draw_lines(&r, DRAW_PLAIN, str_text(&text));
	str_release(&text);
	if (!legend || used >= r.h)
		return;
	r.y += used;
	r.h -= used;
	(void)draw_lines(
		&r, DRAW_DIM,
		_("= at this stage  | today  < one in ten is earlier  "
		  "# likely  > one in ten is later  ! last day  - days "
		  "off"));
}

static void forecast_draw(struct screen *s, const struct rect *whole)
{
	const int range = whole->w >= RANGE_FROM_W ? RANGE_W + 1 : 0;
	const int x = whole->x + TITLE_W + DAY_W + 4 + range;
	const bool legend = whole->h >= LEGEND_FROM;
	const int words = legend ? WORDS_H : 1;
	struct rect r = *whole;
	struct chart chart;
	int used;

	fit(s, &chart, whole->x + whole->w - x - 1);
	used = draw_heads(s, &chart, r, x);
	r.y += used;
	r.h -= used + words;
	s->page = r.h > 0 ? (size_t)r.h : 1;
	if (s->cursor < s->first)
		s->first = s->cursor;
	if (s->cursor >= s->first + s->page)
		s->first = s->cursor - s->page + 1;
	if (s->rowc == 0)
		(void)draw_lines(
			&(struct rect){ r.y + 1, r.x + 2, r.h, r.w - 4 },
			DRAW_PLAIN, forecast_empty(s));
	for (int i = 0; i < r.h && s->first + (size_t)i < s->rowc; i++)
		draw_row(s, &chart, s->first + (size_t)i,
			 (struct rect){ r.y + i, r.x, 1, r.w });
	draw_words(s,
		   (struct rect){ whole->y + whole->h - words, whole->x + 1,
				  words, whole->w - 2 },
		   legend);
}

/* Keys */

static int press_course(struct screen *s)
{
	const struct outlook *st = s->data;
	const struct course_ask ask = { .no = st->d.no };

	return view_open(s->tui, &view_course, &ask);
}

static const char *forecast_no(const struct screen *s)
{
	const struct outlook *st = s->data;

	return st->d.no;
}

/* clang-format off */
static const struct column columns[] = {
	{ N_("Milestone"), TITLE_W, 0, false, cell_title },
	{ N_("Likely"),    DAY_W,   0, false, cell_day   },
	{ N_("What"),      0,       0, false, cell_words },
	{ NULL,            0,       0, false, NULL       },
};

static const struct key keys[] = {
	{ '\n',     N_("stage"), N_("where the dossier is, what can be done and is due"), press_course, NULL },
	{ 'q',      NULL,        N_("back"),      view_press_back, NULL },
	{ KEYS_ESC, N_("back"),  N_("back"),      view_press_back, NULL },
	{ '?',      N_("help"),  N_("this help"), view_press_help, NULL },
	{ 0,        NULL,        NULL,            NULL,            NULL },
};
/* clang-format on */

const struct view view_forecast = {
	.name = "forecast",
	.title = N_("Forecast"),
	.columns = columns,
	.keys = keys,
	.open = forecast_open,
	.load = forecast_load,
	.close = forecast_close,
	.title_of = forecast_title,
	.status = forecast_status,
	.empty = forecast_empty,
	.draw = forecast_draw,
	.note = forecast_note,
	.no = forecast_no,
};
