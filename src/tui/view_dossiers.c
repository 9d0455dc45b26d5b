/**
 * @file tui/view_dossiers.c  The list of dossiers
 */
#include <stdlib.h>

#include "dossier/fact.h"
#include "tui/board.h"
#include "tui/course.h"
#include "tui/dossiers.h"
#include "tui/form.h"
#include "tui/papers.h"
#include "tui/record.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/lang.h"
#include "util/mem.h"

/* How long findings are computed between two looks at the keyboard */
#define SPARE_MS 20

static int dossiers_open(struct screen *s, const void *arg)
{
	struct dossiers *list = x_calloc(1, sizeof(*list));

	(void)arg;
	s->data = list;
	return 0;
}

static int dossiers_load(struct screen *s)
{
	struct dossiers *list = s->data;
	int64_t here = s->cursor < s->rowc ? list->rows.idv[s->cursor] : 0;
	/* before the first screen is there it has no need of the others */
	const bool whole = !sieve_is_typing(s) && s->tui->library;
	int err = dossier_rows_load(&list->rows, s->tui->db, view_filter(s),
				    whole);

	/* the cursor stays on its dossier */
	s->rowc = list->rows.c;
	dossiers_count_marks(list);
	for (size_t i = 0; i < s->rowc; i++) {
		if (list->rows.idv[i] == here)
			s->cursor = i;
	}

	return err;
}

static void dossiers_close(struct screen *s)
{
	struct dossiers *list = s->data;

	dossier_rows_release(&list->rows);
	marks_release(&list->marks);
	bulk_release(&list->bulk);
	free(list);
}

static struct dossier_row *row_at(const struct screen *s, size_t row)
{
	struct dossiers *list = s->data;

	return dossier_rows_at(&list->rows, s->tui->db, row);
}

static void dossiers_status(const struct screen *s, struct str *to)
{
	const struct dossiers *list = s->data;
	char today[DATE_TEXT];

	if (list->rows.place == SEARCH_FACTS && list->rows.c > 0)
		str_addf(to, "%s  ", _("in the facts"));
	dossiers_say_marks(list, to);
	str_addf(to, "%zu/%zu%s  %s", s->rowc ? s->cursor + 1 : 0, s->rowc,
		 list->rows.more ? "+" : "", date_encode(today, clock_today()));
}

static const char *dossiers_empty(const struct screen *s)
{
	const struct dossiers *list = s->data;

	if (list->rows.more)
		return _("Not among the first; the others follow.");
	return *view_filter(s)
		       ? _("No dossier's number, company or facts have this in "
			   "them.  Esc shows all again.")
		       : _("There are no dossiers yet.  Press n to open the "
			   "first one, or leave with q and read one in: "
			   "callpermit import FILE");
}

/* The findings of a row, unless they would keep somebody waiting */
static bool is_known(const struct screen *s, struct dossier_row *row)
{
	if (!s->tui->hurried)
		dossier_row_know(row, s->tui);
	return row->known;
}

static void dossiers_detail(const struct screen *s, const struct rect *r)
{
	struct dossier_row *row = row_at(s, s->cursor);
	struct rect rest = { r->y + 2, r->x + 1, r->h - 2, r->w - 2 };
	struct str line = { 0 };

	str_addf(&line, " %s %s", row->d.no, row->d.name);
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&line));
	str_clear(&line);
	if (!is_known(s, row)) {
		draw_text(r->y + 1, r->x, r->w, DRAW_DIM, " …");
		str_release(&line);
		return;
	}

	str_addf(&line, _(" blocking %zu   warnings %zu   unknown %zu   %s"),
		 row->blocking, row->warnings, row->unknown, row->authority);
	draw_text(r->y + 1, r->x, r->w, DRAW_PLAIN, str_text(&line));
	str_release(&line);

	(void)draw_lines(&rest, DRAW_PLAIN,
			 *row->next ? row->next
				    : _("Nothing is wrong with what is filled "
					"in."));
}

/* Cells */

static void cell_no(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, row_at(s, row)->d.no);
}

static void cell_name(const struct screen *s, size_t row, struct cell *cell)
{
	const char *name = row_at(s, row)->d.name;

	str_add(&cell->text, *name ? name : _("(no name yet)"));
	if (!*name)
		cell->style = DRAW_DIM;
}

static void cell_authority(const struct screen *s, size_t row,
			   struct cell *cell)
{
	struct dossier_row *r = row_at(s, row);

	if (is_known(s, r))
		str_add(&cell->text, r->authority);
}

static void cell_facts(const struct screen *s, size_t row, struct cell *cell)
{
	str_addf(&cell->text, "%4lld", (long long)row_at(s, row)->d.facts);
}

static void cell_blocking(const struct screen *s, size_t row, struct cell *cell)
{
	struct dossier_row *r = row_at(s, row);

	if (!is_known(s, r)) {
		str_add(&cell->text, "  …");
		return;
	}
	str_addf(&cell->text, "%3zu %s", r->blocking, r->blocking ? "x" : "");
	cell->style = r->blocking ? DRAW_BAD : DRAW_GOOD;
}

static void cell_unknown(const struct screen *s, size_t row, struct cell *cell)
{
	struct dossier_row *r = row_at(s, row);

	if (!is_known(s, r)) {
		str_add(&cell->text, "  …");
		return;
	}
	str_addf(&cell->text, "%3zu %s", r->unknown, r->unknown ? "?" : "");
	cell->style = r->unknown ? DRAW_WARN : DRAW_GOOD;
}

static void cell_updated(const struct screen *s, size_t row, struct cell *cell)
{
	char text[DATE_TIME_TEXT];

	(void)date_time_encode(text, row_at(s, row)->d.updated);
	str_add_n(&cell->text, text, 16);
}

/* Keys */

static const char *why_not_row(const struct screen *s)
{
	return s->rowc ? NULL : _("There is no dossier to do this with.");
}

static int press_open(struct screen *s)
{
	const struct form_ask ask = { .no = row_at(s, s->cursor)->d.no };

	return view_open(s->tui, &view_form, &ask);
}

static int press_check(struct screen *s)
{
	const struct form_ask ask = { .no = row_at(s, s->cursor)->d.no };

	return view_open(s->tui, &view_findings, &ask);
}

static int press_course(struct screen *s)
{
	const struct course_ask ask = { .no = row_at(s, s->cursor)->d.no };

	return view_open(s->tui, &view_course, &ask);
}

static int press_overview(struct screen *s)
{
	const struct course_ask ask = { .no = row_at(s, s->cursor)->d.no };

	return view_open(s->tui, &view_overview, &ask);
}

static int press_forecast(struct screen *s)
{
	const struct course_ask ask = { .no = row_at(s, s->cursor)->d.no };

	return view_open(s->tui, &view_forecast, &ask);
}

static int press_journal(struct screen *s)
{
	const struct course_ask ask = { .no = row_at(s, s->cursor)->d.no };

	return view_open(s->tui, &view_journal, &ask);
}

static int press_due(struct screen *s)
{
	return view_open(s->tui, &view_due, NULL);
}

static int press_board(struct screen *s)
{
	return board_go(s->tui);
}

static int press_papers(struct screen *s)
{
	const struct papers_ask ask = { .no = row_at(s, s->cursor)->d.no };

	return view_open(s->tui, &view_papers, &ask);
}

static int press_checklist(struct screen *s)
{
	const struct record_ask ask = { .no = row_at(s, s->cursor)->d.no };

	return view_open(s->tui, &view_checklist, &ask);
}

static int press_evidence(struct screen *s)
{
	const struct record_ask ask = { .no = row_at(s, s->cursor)->d.no };

	return view_open(s->tui, &view_evidence, &ask);
}

static int press_visit(struct screen *s)
{
	const struct record_ask ask = { .no = row_at(s, s->cursor)->d.no };

	return view_open(s->tui, &view_visit, &ask);
}

/* Put the cursor on a dossier, if the filter lets it through */
static void stand_on(struct screen *s, int64_t id)
{
	const struct dossiers *list = s->data;

	(void)view_load(s);
	for (size_t i = 0; i < s->rowc; i++) {
		if (list->rows.idv[i] == id)
			s->cursor = i;
	}
}

static int new_done(struct screen *s, const char *name)
{
	struct dossier d = { 0 };
	int err = dossier_row_new(s->tui, name, &d);

	if (!err) {
		const struct form_ask ask = { .no = d.no };

		stand_on(s, d.id);
		err = view_open(s->tui, &view_form, &ask);
	}
	dossier_release(&d);
	return err;
}

/* Whoever types has paused: read the rest */
static void dossiers_idle(struct screen *s)
{
	const struct dossiers *list = s->data;

	if (list->rows.more)
		(void)view_load(s);
}

/* The row of the cursor first, then those in sight, as long as nobody waits */
static bool dossiers_spare(struct screen *s)
{
	const int64_t until = clock_mono() + SPARE_MS;
	bool found = false;

	for (size_t i = 0; i <= s->page; i++) {
		const size_t at = i == 0 ? s->cursor : s->first + i - 1;
		struct dossier_row *row = at < s->rowc ? row_at(s, at) : NULL;

		if (!row || row->known)
			continue;
		dossier_row_know(row, s->tui);
		found = true;
		if (keys_waiting() || clock_mono() > until)
			break;
	}

	return found;
}

static const struct question ask_name = {
	.label = N_("Name of the company:"),
	.done = new_done,
};

static int press_new(struct screen *s)
{
	view_ask(s, &ask_name, "");
	return 0;
}

/* The list stays when no layer is left */
static int press_esc(struct screen *s)
{
	struct dossiers *list = s->data;

	if (list->marks.c > 0)
		marks_release(&list->marks);
	else
		view_say(s->tui, DRAW_PLAIN, "%s", _("Press q to quit."));
	return 0;
}

static bool dossiers_marked(const struct screen *s, size_t row)
{
	const struct dossiers *list = s->data;

	return marks_has(&list->marks, list->rows.idv[row]);
}

static const char *dossiers_no(const struct screen *s)
{
	return s->rowc ? row_at(s, s->cursor)->d.no : NULL;
}

/* clang-format off */
static const struct column columns[] = {
	{ N_("Number"),    9,  0,  false, cell_no        },
	{ N_("Company"),   0,  0,  false, cell_name      },
	{ N_("Authority"), 20, 96, false, cell_authority },
	{ N_("Facts"),     6,  78, false, cell_facts     },
	{ N_("Blocking"),  6,  0,  false, cell_blocking  },
	{ N_("Unknown"),   6,  0,  false, cell_unknown   },
	{ N_("Changed"),   16, 70, false, cell_updated   },
	{ NULL,            0,  0,  false, NULL           },
};

static const struct key keys[] = {
	{ '\n',     N_("open"),   N_("open the dossier"),                           press_open,      why_not_row },
	{ 'n',      N_("new"),    N_("open a new dossier"),                         press_new,       NULL        },
	{ '/',      N_("filter"), N_("filter as you type"),                         view_press_filter, NULL        },
	{ 's',      N_("stage"),  N_("where the dossier is, what can be done and is due"), press_course, why_not_row },
	{ 'c',      N_("check"),  N_("all findings of the dossier"),                press_check,     why_not_row },
	{ 'p',      N_("papers"), N_("papers, bundle and versions of the dossier"), press_papers,    why_not_row },
	{ 'q',      N_("quit"),   N_("quit; everything is saved"),                  view_press_quit, NULL        },
	{ 'd',      N_("due"),    N_("what is due in all dossiers"),                press_due,       NULL        },
	{ KEYS_CTRL('F'), N_("search"), N_("search through everything in all dossiers"), view_press_search, NULL },
	{ 'i',      N_("checklist"), N_("the self-check and the list of the visit"), press_checklist, why_not_row },
	{ 'e',      N_("evidence"), N_("what the dossier rests on: records, revisions, files"), press_evidence, why_not_row },
	{ 'v',      N_("visit"),  N_("the day of the visit: call, questions, evidence, result"), press_visit, why_not_row },
	{ 'F',      N_("chart"),    N_("forecast and deadlines as a chart"), press_forecast, why_not_row },
	{ 'b',      N_("board"),  N_("the board of the engine: seats, queues, calls"), press_board, NULL },
	{ 'o',      N_("overview"), N_("stages, readiness, tasks and flags of the dossier"), press_overview, why_not_row },
	{ 'J',      N_("journal"), N_("what was changed, by whom and when"), press_journal, why_not_row },
	{ ' ',      N_("mark"),   N_("mark the dossier, or not"),                   dossiers_press_mark, why_not_row },
	{ '*',      NULL,         N_("mark all that are shown, or none of them"),   dossiers_press_all, why_not_row },
	{ 't',      NULL,         N_("mark those shown that are not, and no longer those that are"), dossiers_press_turn, why_not_row },
	{ 'B',      N_("bulk"),   N_("papers, export or a fact of all marked dossiers"), dossiers_press_bulk, dossiers_why_not_bulk },
	{ 'f',      NULL,         N_("take a saved filter"),                        dossiers_press_saved, dossiers_why_not_saved },
	{ 'S',      NULL,         N_("save the filter under a name"),               dossiers_press_save, dossiers_why_not_save },
	{ 'u',      N_("undo"),   N_("take back the last change of the dossier, or of all that were marked"), dossiers_press_undo, dossiers_why_not_undo },
	{ 'U',      NULL,         N_("bring back what was taken back last"),        dossiers_press_redo, dossiers_why_not_undo },
	{ KEYS_ESC, NULL,         N_("show all again; then: mark none"),            press_esc,       NULL        },
	{ '?',      N_("help"),   N_("this help"),                                  view_press_help, NULL        },
	{ 0,        NULL,         NULL,                                             NULL,            NULL        },
};
/* clang-format on */

const struct view view_dossiers = {
	.name = "dossiers",
	.title = N_("Dossiers"),
	.columns = columns,
	.keys = keys,
	.open = dossiers_open,
	.load = dossiers_load,
	.idle = dossiers_idle,
	.spare = dossiers_spare,
	.close = dossiers_close,
	.status = dossiers_status,
	.empty = dossiers_empty,
	.detail = dossiers_detail,
	.filter = N_("Filter by number or company:"),
	.sifts = true,
	.marked = dossiers_marked,
	.no = dossiers_no,
};
