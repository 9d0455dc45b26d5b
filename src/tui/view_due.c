/**
 * @file tui/view_due.c  What is due in all dossiers, the earliest first
 */
#include <errno.h>
#include <stdlib.h>

#include "course/agenda.h"
#include "course/deadline.h"
#include "tui/course.h"
#include "tui/work.h"
#include "util/clock.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* How far the list looks ahead, in days: one after the other */
static const int spans[] = { 30, 90, 366, 36500 };

struct due_row {
	char *no;
	char *name;
	char *key;
	char *title;
	struct str whom;
	struct date due;
	int uncovered;
	bool failed; /* title says why its deadlines are not known */
};

struct due_state {
	struct due_row *v;
	size_t c;
	size_t late;
	size_t span; /* in spans */
};

static void release_rows(struct due_state *d)
{
	for (size_t i = 0; i < d->c; i++) {
		free(d->v[i].no);
		free(d->v[i].name);
		free(d->v[i].key);
		free(d->v[i].title);
		str_release(&d->v[i].whom);
	}
	free(d->v);
	d->v = NULL;
	d->c = 0;
	d->late = 0;
}

static int due_open(struct screen *s, const void *arg)
{
	struct due_state *d = x_calloc(1, sizeof(*d));

	(void)arg;
	s->data = d;
	return 0;
}

static void due_close(struct screen *s)
{
	struct due_state *d = s->data;

	release_rows(d);
	free(d);
}

static bool is_late(const struct due_row *row)
{
	return !row->failed &&
	       date_number(row->due) < date_number(clock_today());
}

static void add_row(struct due_state *d, struct due_row row)
{
	d->v = x_grow(d->v, d->c, sizeof(*d->v));
	d->v[d->c++] = row;
	d->late += is_late(&row);
}

static int row_handler(const struct agenda_row *row, void *arg)
{
	struct due_row to = { .no = x_strdup(row->no),
			      .name = x_strdup(row->name),
			      .key = x_strdup(row->key),
			      .title = x_strdup(row->title),
			      .due = row->due,
			      .uncovered = row->uncovered };

	deadline_whom(&to.whom, row->whom, row->owner, row->backup);
	add_row(arg, to);
	return 0;
}

static int failed_handler(const char *no, const char *name, const char *why,
			  void *arg)
{
	add_row(arg, (struct due_row){ .no = x_strdup(no),
				       .name = x_strdup(name),
				       .key = x_strdup(""),
				       .title = x_strdup(why),
				       .failed = true });
	return 0;
}

/* Only work that takes a while is told of */
static int progress_handler(size_t done, size_t of, void *arg)
{
	struct work *work = arg;

	if (!work->title)
		work_begin(work, work->tui, _("Computing deadlines"));
	return work_step(_("dossiers"), done, of, work);
}

/* Bring the table up to date; one who cancels sees what there is */
static int update(struct screen *s)
{
	struct work work = { .tui = s->tui };
	int err = agenda_update(s->tui->db, s->tui->library, s->tui->shipped,
				progress_handler, &work);

	if (work.title && !err)
		(void)work_step(NULL, 0, 0, &work);
	return err;
}

static int due_load(struct screen *s)
{
	struct due_state *d = s->data;
	struct due_state now = { .c = 0 };
	const struct date today = clock_today();
	const struct agenda_filter filter = {
		.until = date_from_number(date_number(today) + spans[d->span]),
		.opened = today,
	};
	int err = update(s);

	if (!err || err == ECANCELED)
		err = agenda_failed(s->tui->db, 0, failed_handler, &now);
	if (!err)
		err = agenda_each(s->tui->db, &filter, row_handler, &now);
	if (err) {
		release_rows(&now);
		return err;
	}

	release_rows(d);
	d->v = now.v;
	d->c = now.c;
	d->late = now.late;
	s->rowc = d->c;
	return 0;
}

static const struct due_row *row_at(const struct screen *s, size_t row)
{
	const struct due_state *d = s->data;

	return &d->v[view_row(s, row)];
}

static void due_status(const struct screen *s, struct str *to)
{
	const struct due_state *d = s->data;

	if (d->span + 1 < ARRAY_LEN(spans))
		str_addf(to, _("within %d days  late %zu  %zu/%zu"),
			 spans[d->span], d->late, s->rowc ? s->cursor + 1 : 0,
			 s->rowc);
	else
		str_addf(to, _("all  late %zu  %zu/%zu"), d->late,
			 s->rowc ? s->cursor + 1 : 0, s->rowc);
}

static const char *due_empty(const struct screen *s)
{
	(void)s;
	return _("Nothing is due.  Press w to look further ahead.");
}

static void due_detail(const struct screen *s, const struct rect *r)
{
	const struct due_row *row = row_at(s, s->cursor);
	struct rect rest = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	struct str text = { 0 };

	str_addf(&text, " %s %s", row->no, row->name);
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&text));
	str_clear(&text);
	if (row->failed)
		str_add(&text, _("Its deadlines are not known:\n"));
	str_addf(&text, "%s  %s\n", row->title, row->key);
	if (row->uncovered)
		str_addf(&text, _("approximate: %d is not covered\n"),
			 row->uncovered);
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}

/* Cells */

static void cell_mark(const struct screen *s, size_t row, struct cell *cell)
{
	const struct due_row *r = row_at(s, row);

	str_add(&cell->text, r->failed || is_late(r) ? "!" : " ");
	cell->style = r->failed || is_late(r) ? DRAW_BAD : DRAW_PLAIN;
}

static void cell_day(const struct screen *s, size_t row, struct cell *cell)
{
	char day[DATE_TEXT];

	if (!row_at(s, row)->failed)
		str_add(&cell->text, date_encode(day, row_at(s, row)->due));
}

static void cell_distance(const struct screen *s, size_t row, struct cell *cell)
{
	const struct due_row *r = row_at(s, row);

	if (!r->failed)
		deadline_distance(&cell->text, r->due);
	if (is_late(r))
		cell->style = DRAW_BAD;
}

static void cell_no(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, row_at(s, row)->no);
}

static void cell_name(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, row_at(s, row)->name);
}

static void cell_whom(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, str_text(&row_at(s, row)->whom));
}

static void cell_what(const struct screen *s, size_t row, struct cell *cell)
{
	str_addf(&cell->text, "%s  %s", row_at(s, row)->title,
		 row_at(s, row)->key);
}

/* Keys */

static const char *why_not_row(const struct screen *s)
{
	return s->rowc ? NULL : _("There is no dossier to do this with.");
}

static int press_open(struct screen *s)
{
	const struct course_ask ask = { .no = row_at(s, s->cursor)->no };

	return view_open(s->tui, &view_course, &ask);
}

static int press_forecast(struct screen *s)
{
	const struct course_ask ask = { .no = row_at(s, s->cursor)->no };

	return view_open(s->tui, &view_forecast, &ask);
}

static int press_further(struct screen *s)
{
	struct due_state *d = s->data;

	d->span = (d->span + 1) % ARRAY_LEN(spans);
	return view_load(s);
}

static const char *due_no(const struct screen *s)
{
	return s->rowc ? row_at(s, s->cursor)->no : NULL;
}

/* clang-format off */
static const struct column columns[] = {
	{ " ",           1,  0,  false, cell_mark     },
	{ N_("Day"),     10, 0,  false, cell_day      },
	{ N_("Distance"), 14, 0,  false, cell_distance },
	{ N_("Number"),  9,  0,  false, cell_no       },
	{ N_("Company"), 24, 96, false, cell_name     },
	{ N_("Who"),     12, 78, false, cell_whom     },
	{ N_("What"),    0,  0,  false, cell_what     },
	{ NULL,          0,  0,  false, NULL          },
};

static const struct key keys[] = {
	{ '\n',     N_("open"),    N_("where the dossier is, what can be done and is due"), press_open,  why_not_row },
	{ '/',      N_("filter"),  N_("filter as you type"),                view_press_filter, NULL      },
	{ 'F',      N_("chart"),    N_("forecast and deadlines as a chart"), press_forecast, why_not_row },
	{ 'w',      N_("further"), N_("look further ahead, or less far"),   press_further,   NULL        },
	{ 'q',      NULL,          N_("back"),                              view_press_back, NULL        },
	{ KEYS_ESC, N_("back"),    N_("back"),                              view_press_back, NULL        },
	{ '?',      N_("help"),    N_("this help"),                         view_press_help, NULL        },
	{ 0,        NULL,          NULL,                                    NULL,            NULL        },
};
/* clang-format on */

const struct view view_due = {
	.name = "due",
	.title = N_("Deadlines"),
	.columns = columns,
	.keys = keys,
	.open = due_open,
	.load = due_load,
	.close = due_close,
	.status = due_status,
	.empty = due_empty,
	.filter = N_("Filter by dossier, person or deadline:"),
	.detail = due_detail,
	.no = due_no,
};
