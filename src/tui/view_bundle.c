/**
 * @file tui/view_bundle.c  What speaks against filing, and making the bundle
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/dossier.h"
#include "paper/bundle.h"
#include "tui/choice.h"
#include "tui/form.h"
#include "tui/papers.h"
#include "tui/work.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

struct bundle_state {
	struct dossier *d; /* its address is kept by the bundle */
	struct bundle bundle;
	bool gathered;
	const char *heading; /* above the files */
	char *reason;	     /* to force it, or NULL */
};

static int bundle_open(struct screen *s, const void *arg)
{
	const struct papers_ask *ask = arg;
	struct bundle_state *b = x_calloc(1, sizeof(*b));

	s->data = b;
	b->d = x_calloc(1, sizeof(*b->d));
	b->heading = _("Files of the bundle");
	return dossier_find(s->tui->db, ask->no, b->d);
}

static int gather(struct screen *s, const struct dossier *d,
		  struct bundle *bundle)
{
	struct paper_place place;
	struct bundle_order order;
	struct work work;
	int err = papers_place(s->tui, d, &place);

	if (err)
		return err;

	work_begin(&work, s->tui, _("Looking at all papers"));
	order = (struct bundle_order){ .db = place.db,
				       .pack = place.pack,
				       .shipped = place.shipped,
				       .d = d,
				       .progress = work_step,
				       .arg = &work };
	err = bundle_gather(bundle, &order);
	(void)work_step(NULL, 0, 0, &work);
	return err;
}

static void free_dossier(struct dossier *d)
{
	dossier_release(d);
	free(d);
}

/* Anew only if the dossier was changed */
static int bundle_load(struct screen *s)
{
	struct bundle_state *b = s->data;
	struct dossier *d = x_calloc(1, sizeof(*d));
	struct bundle now = { 0 };
	int err = dossier_find(s->tui->db, b->d->no, d);

	if (!err && b->gathered && d->journal_len == b->d->journal_len) {
		free_dossier(d);
		return tui_use(s->tui, b->d);
	}
	if (!err)
		err = gather(s, d, &now);
	if (err) {
		bundle_release(&now);
		free_dossier(d);
		return err;
	}

	bundle_release(&b->bundle);
	free_dossier(b->d);
	b->d = d;
	b->bundle = now;
	b->gathered = true;
	s->rowc = now.concernc + 1 + now.c;
	return 0;
}

static void bundle_close(struct screen *s)
{
	struct bundle_state *b = s->data;

	bundle_release(&b->bundle);
	free_dossier(b->d);
	free(b->reason);
	free(b);
}

/* What stands in a row: a concern or a file; both NULL: the heading */
static const struct concern *concern_at(const struct screen *s, size_t row)
{
	const struct bundle_state *b = s->data;
	const size_t own = view_row(s, row);

	return own < b->bundle.concernc ? &b->bundle.concerns[own] : NULL;
}

static const struct bundle_file *file_at(const struct screen *s, size_t row)
{
	const struct bundle_state *b = s->data;
	const size_t own = view_row(s, row);

	return own > b->bundle.concernc && own < view_rows(s)
		       ? &b->bundle.v[own - b->bundle.concernc - 1]
		       : NULL;
}

static const char *bundle_heading(const struct screen *s, size_t row,
				  enum draw_style *stylep)
{
	const struct bundle_state *b = s->data;

	*stylep = DRAW_SECTION;
	return view_row(s, row) == b->bundle.concernc ? b->heading : NULL;
}

static void bundle_title(const struct screen *s, struct str *to)
{
	const struct bundle_state *b = s->data;

	str_addf(to, "%s  %s %s", _(s->view->title), b->d->no, b->d->name);
}

static void bundle_status(const struct screen *s, struct str *to)
{
	const struct bundle *b =
		&((const struct bundle_state *)s->data)->bundle;

	str_addf(to, _("blocking %zu  warnings %zu  files %zu  pages %zu"),
		 b->blocks, b->concernc - b->blocks, b->c, b->pages);
}

static void bundle_detail(const struct screen *s, const struct rect *r)
{
	const struct concern *c = concern_at(s, s->cursor);
	const struct bundle_file *f = file_at(s, s->cursor);
	struct rect rest = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	struct str text = { 0 };

	if (c) {
		str_addf(&text, " %s  %s", c->id,
			 c->blocks ? _("blocks the filing") : _("a warning"));
	} else if (f) {
		str_addf(&text, " %s  %s", f->paper->id, f->title);
	}
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&text));
	str_clear(&text);
	if (c) {
		str_addf(&text, "%s\n", c->say);
		if (c->fix)
			str_add(&text, c->fix);
	} else if (f) {
		str_addf(&text, _("%zu bytes, SHA-256 %.12s\n"), f->made.bytes,
			 f->made.sha256);
		if (f->attached)
			str_addf(&text, _("attached as %s\n"), f->attached);
	}
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}

static void bundle_note(const struct screen *s, struct str *to)
{
	const struct concern *c = concern_at(s, s->cursor);

	if (c)
		str_add(to, c->fix ? c->fix : c->say);
}

static void cell_mark(const struct screen *s, size_t row, struct cell *cell)
{
	const struct concern *c = concern_at(s, row);

	if (!c)
		return;
	str_add(&cell->text, c->blocks ? "x" : "!");
	cell->style = c->blocks ? DRAW_BAD : DRAW_WARN;
}

static void cell_id(const struct screen *s, size_t row, struct cell *cell)
{
	const struct concern *c = concern_at(s, row);
	const struct bundle_file *f = file_at(s, row);

	if (c)
		str_add(&cell->text,
			strcmp(c->id, "form") == 0 ? _("field") : c->id);
	else if (f)
		str_add(&cell->text, f->paper->id);
}

static void cell_text(const struct screen *s, size_t row, struct cell *cell)
{
	const struct concern *c = concern_at(s, row);
	const struct bundle_file *f = file_at(s, row);

	if (c)
		str_add(&cell->text, c->say);
	else if (f)
		str_add(&cell->text, f->name);
}

static void cell_pages(const struct screen *s, size_t row, struct cell *cell)
{
	const struct bundle_file *f = file_at(s, row);

	if (f && f->made.pages > 0)
		str_addf(&cell->text, "%4zu", f->made.pages);
}

/* Keys */

static int write_bundle(struct screen *s, const char *path)
{
	struct bundle_state *b = s->data;
	struct version v = { 0 };
	struct work work;
	int err;

	work_begin(&work, s->tui, _("Writing the bundle"));
	err = bundle_write(&b->bundle, path, b->reason, &v);
	(void)work_step(NULL, 0, 0, &work);
	if (err)
		return err;

	view_say(s->tui, DRAW_GOOD,
		 b->bundle.again
			 ? _("%s: nothing has changed, it is filing version "
			     "%lld again")
			 : _("%s: filing version %lld; nothing takes it back"),
		 path, (long long)v.number);
	version_release(&v);
	view_close(s);
	return 0;
}

static int path_done(struct screen *s, const char *typed)
{
	char *path = NULL;
	int err = papers_path(&path, typed);

	if (!err)
		err = write_bundle(s, path);
	free(path);
	return err;
}

static const struct question ask_path = {
	.label = N_("File of the bundle:"),
	.done = path_done,
};

static void ask_for_path(struct screen *s)
{
	const struct bundle_state *b = s->data;
	struct str name = { 0 };

	str_addf(&name, "%s.zip", b->d->no);
	view_ask(s, &ask_path, str_text(&name));
	str_release(&name);
}

static int reason_done(struct screen *s, const char *typed)
{
	struct bundle_state *b = s->data;

	if (typed[strspn(typed, " ")] == '\0')
		return err_set(EINVAL, _("it wants a reason; nothing was "
					 "written"));
	free(b->reason);
	b->reason = x_strdup(typed);
	ask_for_path(s);
	return 0;
}

static const struct question ask_reason = {
	.label = N_("Reason, for the journal and the index:"),
	.done = reason_done,
};

static int force_done(struct screen *s, uint64_t chosen)
{
	if (chosen & 2)
		view_ask(s, &ask_reason, "");
	return 0;
}

static int press_make(struct screen *s)
{
	struct bundle_state *b = s->data;
	const char *labels[] = { _("do not make it"),
				 _("make it all the same, with a reason") };
	struct str title = { 0 };
	struct choice_ask ask = { .labels = labels,
				  .count = 2,
				  .chosen = 1,
				  .done = force_done,
				  .s = s };
	int err;

	free(b->reason);
	b->reason = NULL;
	if (b->bundle.blocks == 0) {
		ask_for_path(s);
		return 0;
	}

	str_addf(&title, _("%zu things block the filing"), b->bundle.blocks);
	ask.title = title.s;
	err = view_open(s->tui, &view_choice, &ask);
	str_release(&title);
	return err;
}

static int press_check(struct screen *s)
{
	const struct bundle_state *b = s->data;
	const struct form_ask ask = { .no = b->d->no };

	return view_open(s->tui, &view_findings, &ask);
}

static const char *bundle_no(const struct screen *s)
{
	const struct bundle_state *state = s->data;

	return state->d->no;
}

/* clang-format off */
static const struct column columns[] = {
	{ " ",          1, 0, false, cell_mark  },
	{ N_("Paper"),  8, 0, false, cell_id    },
	{ N_("Matter"), 0, 0, false, cell_text  },
	{ N_("Pages"),  5, 0, false, cell_pages },
	{ NULL,         0, 0, false, NULL       },
};

static const struct key keys[] = {
	{ 'm',      N_("make"),  N_("make the bundle; asks if something blocks it"), press_make,      NULL },
	{ 'c',      N_("check"), N_("all findings of the dossier"),                  press_check,     NULL },
	{ 'q',      NULL,        N_("back"),                                         view_press_back, NULL },
	{ '/',      N_("filter"), N_("filter as you type"),                          view_press_filter, NULL },
	{ KEYS_ESC, N_("back"),  N_("back"),                                         view_press_back, NULL },
	{ '?',      N_("help"),  N_("this help"),                                    view_press_help, NULL },
	{ 0,        NULL,        NULL,                                               NULL,            NULL },
};
/* clang-format on */

const struct view view_bundle = {
	.name = "bundle",
	.title = N_("Bundle"),
	.columns = columns,
	.keys = keys,
	.open = bundle_open,
	.load = bundle_load,
	.close = bundle_close,
	.title_of = bundle_title,
	.status = bundle_status,
	.heading = bundle_heading,
	.filter = N_("Filter:"),
	.detail = bundle_detail,
	.note = bundle_note,
	.no = bundle_no,
};
