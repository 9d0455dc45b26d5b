/**
 * @file tui/view_versions.c  The filing versions of a dossier
 */
#include <stdlib.h>
#include <string.h>

#include "dossier/dossier.h"
#include "dossier/version.h"
#include "paper/compare.h"
#include "tui/papers.h"
#include "tui/work.h"
#include "util/lang.h"
#include "util/mem.h"

struct versions_state {
	struct dossier d;
	struct version *v; /* without their files, oldest first */
	size_t c;
};

static int versions_open(struct screen *s, const void *arg)
{
	const struct papers_ask *ask = arg;
	struct versions_state *v = x_calloc(1, sizeof(*v));

	s->data = v;
	return dossier_find(s->tui->db, ask->no, &v->d);
}

static void release_all(struct versions_state *v)
{
	for (size_t i = 0; i < v->c; i++)
		version_release(&v->v[i]);
	free(v->v);
	v->v = NULL;
	v->c = 0;
}

static int version_handler(const struct version *version, void *arg)
{
	struct versions_state *v = arg;
	struct version *to;

	v->v = x_grow(v->v, v->c, sizeof(*v->v));
	to = &v->v[v->c++];
	*to = *version;
	to->v = NULL;
	to->c = 0;
	to->zip_name = x_strdup(version->zip_name);
	to->reason = version->reason ? x_strdup(version->reason) : NULL;
	return 0;
}

static int versions_load(struct screen *s)
{
	struct versions_state *v = s->data;
	struct dossier d = { 0 };
	int err = dossier_find(s->tui->db, v->d.no, &d);

	if (err)
		return err;

	dossier_release(&v->d);
	v->d = d;
	release_all(v);
	err = version_each(s->tui->db, v->d.id, version_handler, v);
	s->rowc = v->c;
	return err;
}

static void versions_close(struct screen *s)
{
	struct versions_state *v = s->data;

	release_all(v);
	dossier_release(&v->d);
	free(v);
}

/* The last one stands first */
static const struct version *version_at(const struct screen *s, size_t row)
{
	const struct versions_state *v = s->data;

	return &v->v[v->c - 1 - view_row(s, row)];
}

static void versions_title(const struct screen *s, struct str *to)
{
	const struct versions_state *v = s->data;

	str_addf(to, "%s  %s %s", _(s->view->title), v->d.no, v->d.name);
}

static const char *versions_empty(const struct screen *s)
{
	(void)s;
	return _("There is no filing version yet: a bundle makes one.  Go back "
		 "and press b.");
}

static void versions_detail(const struct screen *s, const struct rect *r)
{
	const struct version *v = version_at(s, s->cursor);
	struct rect rest = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	struct str text = { 0 };

	str_addf(&text, " %s", v->zip_name);
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&text));
	str_clear(&text);
	if (v->reason)
		str_addf(&text, _("made although something blocked it: %s\n"),
			 v->reason);
	str_addf(&text, _("SHA-256 %.16s, journal %.16s, rule pack %s\n"),
		 v->zip_sha256, v->head.hash, v->pack_version);
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}

static void cell_number(const struct screen *s, size_t row, struct cell *cell)
{
	str_addf(&cell->text, "%4lld", (long long)version_at(s, row)->number);
}

static void cell_day(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, version_at(s, row)->day);
}

static void cell_zip(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, version_at(s, row)->zip_name);
}

static void cell_bytes(const struct screen *s, size_t row, struct cell *cell)
{
	str_addf(&cell->text, "%10lld",
		 (long long)version_at(s, row)->zip_bytes);
}

static void cell_forced(const struct screen *s, size_t row, struct cell *cell)
{
	if (!version_at(s, row)->reason)
		return;
	str_add(&cell->text, _("forced"));
	cell->style = DRAW_WARN;
}

/* Show what differs from a version to another, 0: to what is now */
static int show_difference(struct screen *s, int64_t from, int64_t to)
{
	struct versions_state *v = s->data;
	struct work work;
	struct compare_ask ask = { .d = &v->d,
				   .from = from,
				   .to = to,
				   .progress = work_step,
				   .arg = &work };
	struct comparison c = { 0 };
	struct str text = { 0 };
	int err = papers_place(s->tui, &v->d, &ask.place);

	work_begin(&work, s->tui, _("Comparing"));
	if (!err)
		err = compare_versions(&c, &ask);
	(void)work_step(NULL, 0, 0, &work);
	if (!err) {
		struct read_ask read = { .title = _("What differs") };

		comparison_text(&c, &text);
		read.text = str_text(&text);
		err = view_open(s->tui, &view_read, &read);
	}
	str_release(&text);
	comparison_release(&c);
	return err;
}

static const char *why_not_row(const struct screen *s)
{
	return s->rowc > 0 ? NULL : _("There is no filing version yet.");
}

static const char *why_not_before(const struct screen *s)
{
	if (s->rowc == 0)
		return why_not_row(s);

	return view_row(s, s->cursor) + 1 < view_rows(s)
		       ? NULL
		       : _("This is the first version; there is none before.");
}

static int press_now(struct screen *s)
{
	return show_difference(s, version_at(s, s->cursor)->number, 0);
}

static int press_before(struct screen *s)
{
	const struct version *v = version_at(s, s->cursor);

	/* all are kept in one row, the oldest first */
	return show_difference(s, v[-1].number, v->number);
}

static const char *versions_no(const struct screen *s)
{
	const struct versions_state *state = s->data;

	return state->d.no;
}

/* clang-format off */
static const struct column columns[] = {
	{ N_("No."),   4,  0,  false, cell_number },
	{ N_("Day"),   10, 0,  false, cell_day    },
	{ N_("File"),  0,  0,  false, cell_zip    },
	{ N_("Bytes"), 10, 70, false, cell_bytes  },
	{ N_("Force"), 6,  0,  false, cell_forced },
	{ NULL,        0,  0,  false, NULL        },
};

static const struct key keys[] = {
	{ '\n',     N_("now"),    N_("what differs between it and the dossier as it is now"), press_now,       why_not_row    },
	{ 'd',      N_("last one"), N_("what differs between it and the version before"),       press_before,    why_not_before },
	{ 'q',      NULL,         N_("back"),                                                 view_press_back, NULL           },
	{ '/',      N_("filter"), N_("filter as you type"),                                   view_press_filter, NULL         },
	{ KEYS_ESC, N_("back"),   N_("back"),                                                 view_press_back, NULL           },
	{ '?',      N_("help"),   N_("this help"),                                            view_press_help, NULL           },
	{ 0,        NULL,         NULL,                                                       NULL,            NULL           },
};
/* clang-format on */

const struct view view_versions = {
	.name = "versions",
	.title = N_("Filing versions"),
	.columns = columns,
	.keys = keys,
	.open = versions_open,
	.load = versions_load,
	.close = versions_close,
	.title_of = versions_title,
	.empty = versions_empty,
	.filter = N_("Filter:"),
	.detail = versions_detail,
	.no = versions_no,
};
