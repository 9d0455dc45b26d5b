/**
 * @file tui/view_search.c  Search through everything in all dossiers, as one
 * types
 *
 * A search while one types takes no longer than a glance: it ends after a
 * moment, or at the next key, and shows what it has.  After a pause it goes
 * through to its end.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/keys.h"
#include "tui/place.h"
#include "tui/search_rows.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

/* How long a search may take between two keys */
#define GLANCE_MS 60

/* Dossiers shown as one types, and in the end; facts of each */
#define GLANCE_DOSSIERS 60
#define MOST_DOSSIERS	500
#define FEW_FACTS	8
#define MOST_FACTS	10000

struct search_state {
	char *query;
	bool past; /* what the index does not have was looked for too */
	struct search_rows rows;
	bool asked;
	bool stale;   /* the rows are of an earlier query */
	bool more;    /* there may be others */
	bool whole;   /* searched to its end */
	size_t facts; /* shown of each dossier; 0: a few */
	/* of the search that runs */
	int64_t until;
	bool keys; /* a key ends it */
	bool hurried;
};

static int search_view_open(struct screen *s, const void *arg)
{
	struct search_state *st = x_calloc(1, sizeof(*st));

	(void)arg;
	st->query = x_strdup("");
	s->data = st;
	return 0;
}

static void search_close(struct screen *s)
{
	struct search_state *st = s->data;

	search_rows_release(&st->rows);
	free(st->query);
	free(st);
}

/* Searching */

static bool stop_now(void *arg)
{
	struct search_state *st = arg;

	if (st->keys && keys_waiting())
		st->hurried = true;
	return st->hurried || tui_is_ended() ||
	       (st->until && clock_mono() > st->until);
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " ")] == '\0';
}

static int search_load(struct screen *s)
{
	struct search_state *st = s->data;
	struct search_rows now = { .pack = s->tui->shipped };
	const struct search_ask ask = {
		.text = st->query,
		.dossiers = st->whole ? MOST_DOSSIERS : GLANCE_DOSSIERS,
		.facts = st->facts ? st->facts : FEW_FACTS,
		.whole = st->whole,
		.stop = stop_now,
		.stop_arg = st,
	};
	bool more = false;
	int err = 0;

	st->hurried = false;
	st->until = st->whole ? 0 : clock_mono() + GLANCE_MS;
	if (!is_blank(st->query))
		err = search_some(s->tui->db, now.pack, &ask, search_rows_hit,
				  &now, &more);
	/* what the next key asks for is shown instead */
	if (err || st->hurried) {
		search_rows_release(&now);
		st->whole &= !st->hurried;
		st->more |= st->hurried;
		return err;
	}

	search_rows_release(&st->rows);
	st->rows = now;
	st->more = more;
	st->stale = false;
	st->past = is_blank(st->query);
	s->rowc = now.c;
	return 0;
}

static void set_query(struct screen *s, const char *text)
{
	struct search_state *st = s->data;

	if (strcmp(st->query, text) == 0)
		return;

	free(st->query);
	st->query = x_strdup(text);
	st->stale = true;
	st->whole = false;
	st->facts = 0;
	st->keys = true;
	(void)view_load(s);
	st->keys = false;
	if (!st->stale) {
		s->cursor = 0;
		s->first = 0;
	}
}

/* What the index does not have; what it has is shown */
static void look_back(struct screen *s)
{
	struct search_state *st = s->data;
	const struct search_past_ask ask = {
		.text = st->query,
		.first = place_dossier(s->below),
		.stop = stop_now,
		.stop_arg = st,
	};
	int err;

	st->hurried = false;
	st->until = 0;
	err = search_rows_past(&st->rows, s->tui, &ask);
	st->past = err != ECANCELED;
	s->rowc = st->rows.c;
	if (err && st->past)
		view_say(s->tui, DRAW_BAD, "%s", err_line(err));
}

/* Whoever types has paused: go through to the end, up to the next key */
static void search_idle(struct screen *s)
{
	struct search_state *st = s->data;

	st->keys = !s->tui->plain;
	if (st->more && !st->whole) {
		st->whole = true;
		(void)view_load(s);
	}
	if (!st->stale && !st->past)
		look_back(s);
	st->keys = false;
}

/* What is shown */

static const struct search_row *row_at(const struct screen *s, size_t row)
{
	const struct search_state *st = s->data;

	return &st->rows.v[row];
}

static void search_title(const struct screen *s, struct str *to)
{
	const struct search_state *st = s->data;

	str_add(to, _(s->view->title));
	if (*st->query)
		str_addf(to, "  \"%s\"", st->query);
}

static void search_status(const struct screen *s, struct str *to)
{
	const struct search_state *st = s->data;

	if (is_blank(st->query))
		return;
	str_addf(to, _("%zu dossiers  %zu/%zu"), st->rows.dossiers,
		 s->rowc ? s->cursor + 1 : 0, s->rowc);
	if (st->more)
		str_addf(to, "  …%s", st->whole ? _("more") : _("searching"));
}

static const char *search_empty(const struct screen *s)
{
	const struct search_state *st = s->data;

	if (is_blank(st->query))
		return _("Type any part of a number, a name, its initials in "
			 "pinyin, or of anything that was filled in: staff, "
			 "holders, premises, numbers, tasks, evidence, notes.");
	if ((st->more && !st->whole) || !st->past)
		return _("Nothing yet; the search goes on when you pause.");
	return _("No dossier has this in it.  Fewer characters find more.");
}

static void search_detail(const struct screen *s, const struct rect *r)
{
	const struct search_row *row = row_at(s, s->cursor);
	struct rect rest = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	struct str text = { 0 };

	for (size_t i = s->cursor;; i--) {
		const struct search_row *d = row_at(s, i);

		if (!d->name && i > 0)
			continue;
		str_addf(&text, " %s %s", d->no, d->name);
		break;
	}
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&text));
	str_clear(&text);
	if (row->label)
		str_addf(&text, "%s\n%s\n\n%s", row->label, row->place,
			 row->text);
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}

/* Cells */

/* Let the part of a cell stand out that was looked for */
static void mark(const struct screen *s, struct cell *cell)
{
	const struct search_state *st = s->data;

	if (!st->stale && cell->text.len > 0)
		(void)search_mark(st->query, cell->text.s, &cell->mark,
				  &cell->mark_bytes);
}

static void cell_where(const struct screen *s, size_t row, struct cell *cell)
{
	const struct search_row *r = row_at(s, row);

	if (r->name) {
		str_add(&cell->text, r->no);
		cell->style = DRAW_SECTION;
		mark(s, cell);
	} else if (r->label) {
		str_addf(&cell->text, "  %s", r->label);
	}
}

static void cell_found(const struct screen *s, size_t row, struct cell *cell)
{
	const struct search_row *r = row_at(s, row);

	if (r->rest) {
		str_addf(&cell->text, _("and %zu more facts; Enter shows them"),
			 r->rest);
		cell->style = DRAW_DIM;
		return;
	}
	if (r->kind == ROW_END) {
		str_add(&cell->text, _("more journals were not looked through; "
				       "open a dossier first, then search"));
		cell->style = DRAW_DIM;
		return;
	}
	if (r->name)
		str_add(&cell->text, *r->name ? r->name : _("(no name yet)"));
	else
		str_add(&cell->text, r->excerpt);
	cell->style = r->name ? DRAW_SECTION : DRAW_PLAIN;
	mark(s, cell);
}

/* Keys */

static const char *why_not_row(const struct screen *s)
{
	return s->rowc ? NULL : _("Nothing was found to do this with.");
}

static int press_open(struct screen *s)
{
	const struct search_row *row = row_at(s, s->cursor);
	struct search_state *st = s->data;

	if (row->rest) {
		st->facts = MOST_FACTS;
		return view_load(s);
	}
	return search_rows_open(s->tui, row, st->query);
}

static int query_done(struct screen *s, const char *text)
{
	const struct search_state *st = s->data;

	set_query(s, text);
	if (st->stale) /* Enter came with the last characters */
		(void)view_load(s);
	if (!st->past && (s->rowc == 0 || s->tui->plain))
		look_back(s);
	if (s->rowc > 0)
		return press_open(s);

	if (!is_blank(text))
		view_say(s->tui, DRAW_WARN, "%s", search_empty(s));
	return 0;
}

/* The first Esc leaves the line of the query, the next one the screen */
static void query_dropped(struct screen *s)
{
	const struct search_state *st = s->data;

	if (!*st->query)
		view_close(s);
}

static const struct question ask_query = {
	.label = N_("Search everything:"),
	.changed = set_query,
	.done = query_done,
	.dropped = query_dropped,
};

static int press_type(struct screen *s)
{
	const struct search_state *st = s->data;

	view_ask(s, &ask_query, st->query);
	return 0;
}

static void search_arrive(struct screen *s)
{
	struct search_state *st = s->data;

	if (!st->asked)
		(void)press_type(s);
	st->asked = true;
}

static const char *search_no(const struct screen *s)
{
	return s->rowc && row_at(s, s->cursor)->kind != ROW_END
		       ? row_at(s, s->cursor)->no
		       : NULL;
}

/* clang-format off */
static const struct column columns[] = {
	{ N_("Place"), SEARCH_PLACE_W, 0, false, cell_where },
	{ N_("Found"), 0,  0, false, cell_found },
	{ NULL,        0,  0, false, NULL       },
};

static const struct key keys[] = {
	{ '\n',            N_("open"),   N_("open the dossier at what was found"), press_open,      why_not_row },
	{ '/',             N_("search"), N_("search for something else"),          press_type,      NULL        },
	{ KEYS_CTRL('F'),  NULL,         N_("search for something else"),          press_type,      NULL        },
	{ 'q',             NULL,         N_("back"),                               view_press_back, NULL        },
	{ KEYS_ESC,        N_("back"),   N_("back"),                               view_press_back, NULL        },
	{ '?',             N_("help"),   N_("this help"),                          view_press_help, NULL        },
	{ 0,               NULL,         NULL,                                     NULL,            NULL        },
};
/* clang-format on */

const struct view view_search = {
	.name = "search",
	.title = N_("Search"),
	.columns = columns,
	.keys = keys,
	.open = search_view_open,
	.load = search_load,
	.close = search_close,
	.title_of = search_title,
	.status = search_status,
	.empty = search_empty,
	.detail = search_detail,
	.idle = search_idle,
	.arrive = search_arrive,
	.no = search_no,
};
