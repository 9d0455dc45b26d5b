/**
 * @file tui/view_search.c  Search through everything in all dossiers, as one
 * types
 *
 * A search while one types takes no longer than a glance: it ends after a
 * moment, or at the next key, and shows what it has.  After a pause it goes
 * through to its end.
 */
#include <stdlib.h>
#include <string.h>

#include "dossier/fact.h"
#include "dossier/search.h"
#include "tui/form.h"
#include "tui/keys.h"
#include "tui/place.h"
#include "util/clock.h"
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

/* Columns of the place of what was found */
#define PLACE_W 24

struct search_row {
	char *no;
	char *name;  /* of a dossier; NULL: a fact of it */
	char *place; /* fact, as form_ask has it */
	char *label;
	char *excerpt; /* as it is shown */
	char *text;    /* all of it */
	size_t rest;   /* number of facts that are not listed; else 0 */
};

struct search_rows {
	struct search_row *v;
	size_t c;
	size_t dossiers;
	const struct pack *pack;
};

struct search_state {
	char *query;
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

static void release_rows(struct search_rows *rows)
{
	for (size_t i = 0; i < rows->c; i++) {
		free(rows->v[i].no);
		free(rows->v[i].name);
		free(rows->v[i].place);
		free(rows->v[i].label);
		free(rows->v[i].excerpt);
		free(rows->v[i].text);
	}
	free(rows->v);
	*rows = (struct search_rows){ .v = NULL };
}

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

	release_rows(&st->rows);
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

/* "Staff 3  Name": the group, if it repeats or there is room, and the field */
static char *label_of(const struct pack *pack, const struct search_fact *f)
{
	const struct section *section = pack_section(pack, f->key.group);
	const char *title = section ? lang_pick(section->title,
						section->title_en)
				    : "";
	struct str label = { 0 };
	struct str to = { 0 };

	if (f->field)
		str_add(&label, lang_pick(f->field->label, f->field->label_en));
	else
		fact_key_encode(&label, &f->key);
	if (f->key.n > 0)
		str_addf(&to, "%s %d  ", title, f->key.n);
	else if (text_width(title) + text_width(str_text(&label)) + 4 <=
		 PLACE_W)
		str_addf(&to, "%s  ", title);
	str_add(&to, str_text(&label));
	str_release(&label);
	return str_take(&to);
}

static void add_row(struct search_rows *rows, struct search_row row)
{
	rows->v = x_grow(rows->v, rows->c, sizeof(*rows->v));
	rows->v[rows->c++] = row;
}

static void add_fact(struct search_rows *rows, const char *no,
		     const struct search_fact *f)
{
	struct str place = { 0 };
	struct str excerpt = { 0 };
	struct str text = { 0 };

	fact_key_encode(&place, &f->key);
	search_show(&excerpt, f->field, f->excerpt);
	search_show(&text, f->field, f->text);
	add_row(rows, (struct search_row){ .no = x_strdup(no),
					   .place = str_take(&place),
					   .label = label_of(rows->pack, f),
					   .excerpt = str_take(&excerpt),
					   .text = str_take(&text) });
}

static int hit_handler(const struct search_hit *hit, void *arg)
{
	struct search_rows *rows = arg;

	rows->dossiers++;
	add_row(rows, (struct search_row){ .no = x_strdup(hit->d->no),
					   .name = x_strdup(hit->d->name) });
	for (size_t i = 0; i < hit->factc; i++)
		add_fact(rows, hit->d->no, &hit->factv[i]);
	if (hit->facts > hit->factc)
		add_row(rows,
			(struct search_row){ .no = x_strdup(hit->d->no),
					     .rest = hit->facts - hit->factc });
	return 0;
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
		err = search_some(s->tui->db, now.pack, &ask, hit_handler, &now,
				  &more);
	/* what the next key asks for is shown instead */
	if (err || st->hurried) {
		release_rows(&now);
		st->whole &= !st->hurried;
		st->more |= st->hurried;
		return err;
	}

	release_rows(&st->rows);
	st->rows = now;
	st->more = more;
	st->stale = false;
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

/* Whoever types has paused: go through to the end, up to the next key */
static void search_idle(struct screen *s)
{
	struct search_state *st = s->data;

	if (!st->more || st->whole)
		return;

	st->whole = true;
	st->keys = true;
	(void)view_load(s);
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
	if (st->more && !st->whole)
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

		if (!d->name)
			continue;
		str_addf(&text, " %s %s", d->no, d->name);
		break;
	}
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&text));
	str_clear(&text);
	if (row->place)
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
	} else if (r->place) {
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
	const struct form_ask ask = { .no = row->no, .place = row->place };
	struct search_state *st = s->data;

	if (row->rest) {
		st->facts = MOST_FACTS;
		return view_load(s);
	}
	return view_open(s->tui, &view_form, &ask);
}

static int query_done(struct screen *s, const char *text)
{
	const struct search_state *st = s->data;

	set_query(s, text);
	if (st->stale) /* Enter came with the last characters */
		(void)view_load(s);
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
	return s->rowc ? row_at(s, s->cursor)->no : NULL;
}

/* clang-format off */
static const struct column columns[] = {
	{ N_("Place"), PLACE_W, 0, false, cell_where },
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
