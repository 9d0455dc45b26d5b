/**
 * @file tui/view_findings.c  All findings of a dossier
 */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "tui/form.h"
#include "tui/form_cells.h"
#include "tui/form_lines.h"
#include "tui/papers.h"
#include "util/lang.h"
#include "util/mem.h"

struct findings_state {
	struct dossier d;
	struct findings findings;
	size_t *rowv; /* findings that are shown */
	bool all;     /* also those that pass or do not apply */
};

static int findings_open(struct screen *s, const void *arg)
{
	const struct form_ask *ask = arg;
	struct findings_state *f = x_calloc(1, sizeof(*f));

	s->data = f;
	return dossier_find(s->tui->db, ask->no, &f->d);
}

static int findings_load(struct screen *s)
{
	struct findings_state *f = s->data;
	struct findings now = { 0 };
	int err = tui_use(s->tui, &f->d);

	if (!err)
		err = check_run(s->tui->checker, s->tui->db, f->d.id, &now);
	if (err)
		return err;

	findings_release(&f->findings);
	f->findings = now;
	f->rowv = x_reallocarray(f->rowv, now.c, sizeof(*f->rowv));
	s->rowc = 0;
	for (size_t i = 0; i < now.c; i++) {
		if (f->all || now.v[i].outcome == OUTCOME_FAIL ||
		    now.v[i].outcome == OUTCOME_UNKNOWN)
			f->rowv[s->rowc++] = i;
	}
	return 0;
}

static void findings_close(struct screen *s)
{
	struct findings_state *f = s->data;

	findings_release(&f->findings);
	free(f->rowv);
	dossier_release(&f->d);
	free(f);
}

static const struct finding *finding_at(const struct screen *s, size_t row)
{
	const struct findings_state *f = s->data;

	return &f->findings.v[f->rowv[view_row(s, row)]];
}

static void findings_title(const struct screen *s, struct str *to)
{
	const struct findings_state *f = s->data;

	str_addf(to, "%s  %s %s", _(s->view->title), f->d.no, f->d.name);
}

static void findings_status(const struct screen *s, struct str *to)
{
	const struct findings_state *f = s->data;
	const struct findings *all = &f->findings;

	str_addf(to, _("blocking %zu  warnings %zu  unknown %zu  passed %zu"),
		 all->blocking, all->count[OUTCOME_FAIL] - all->blocking,
		 all->count[OUTCOME_UNKNOWN], all->count[OUTCOME_PASS]);
}

static const char *findings_empty(const struct screen *s)
{
	(void)s;
	return _("Nothing blocks, nothing is unknown.  Press p for the "
		 "papers.");
}

static const char *id_of(const struct finding *f)
{
	return strcmp(f->id, "form") == 0 ? _("field") : f->id;
}

static void findings_detail(const struct screen *s, const struct rect *r)
{
	const struct finding *f = finding_at(s, s->cursor);
	struct rect rest = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	struct str text = { 0 };

	str_addf(&text, " %s  %s  %s", id_of(f), f->title,
		 outcome_title(f->outcome));
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&text));
	str_clear(&text);
	str_addf(&text, "%s\n", f->sentence ? f->sentence : f->title);
	if (f->fix)
		str_addf(&text, "%s\n", f->fix);
	for (unsigned i = 0; i < f->sources_count; i++) {
		const struct source *source = pack_source(s->tui->pack,
							  f->sources[i]);

		if (source)
			str_addf(&text, "%s: %s\n",
				 strength_title(source->strength),
				 lang_pick(source->title, source->title_en));
	}
	if (f->numbers)
		str_add(&text, f->numbers);
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}

static void cell_mark(const struct screen *s, size_t row, struct cell *cell)
{
	const struct finding *f = finding_at(s, row);

	str_add(&cell->text, finding_mark(f));
	if (f->outcome == OUTCOME_FAIL)
		cell->style = f->severity == SEVERITY_ERROR ? DRAW_BAD
							    : DRAW_WARN;
}

static void cell_id(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, id_of(finding_at(s, row)));
}

static void cell_sentence(const struct screen *s, size_t row, struct cell *cell)
{
	const struct finding *f = finding_at(s, row);

	str_add(&cell->text,
		f->sentence && *f->sentence ? f->sentence : f->title);
}

/* What the detail says, and whether it blocks */
static void findings_words(const struct screen *s, size_t row, struct str *to)
{
	const struct finding *f = finding_at(s, row);

	sieve_word(to, f->title);
	sieve_word(to, f->fix);
	sieve_word(to, f->place);
	sieve_word(to, outcome_title(f->outcome));
}

static int press_go(struct screen *s)
{
	const struct findings_state *f = s->data;
	char *home = finding_home(finding_at(s, s->cursor), s->tui->pack);
	const struct form_ask ask = { .no = f->d.no, .place = home };
	int err;

	if (s->below->view == &view_form) {
		err = form_jump(s->below, home);
		if (!err)
			view_close(s);
	} else {
		err = view_open(s->tui, &view_form, &ask);
	}
	free(home);
	return err;
}

static int press_all(struct screen *s)
{
	struct findings_state *f = s->data;

	f->all = !f->all;
	return view_load(s);
}

static int press_papers(struct screen *s)
{
	const struct findings_state *f = s->data;
	const struct papers_ask ask = { .no = f->d.no };

	if (s->below->view != &view_papers)
		return view_open(s->tui, &view_papers, &ask);
	view_close(s);
	return 0;
}

static const char *why_not_go(const struct screen *s)
{
	const struct finding *f = s->rowc ? finding_at(s, s->cursor) : NULL;

	return f && (f->place || (f->reads && *f->reads))
		       ? NULL
		       : _("This belongs to no field.");
}

static const char *findings_no(const struct screen *s)
{
	const struct findings_state *state = s->data;

	return state->d.no;
}

/* clang-format off */
static const struct column columns[] = {
	{ " ",           1, 0, false, cell_mark     },
	{ N_("Rule"),    8, 0, false, cell_id       },
	{ N_("Finding"), 0, 0, false, cell_sentence },
	{ NULL,          0, 0, false, NULL          },
};

static const struct key keys[] = {
	{ '\n',     N_("go there"), N_("go to the field"),                 press_go,        why_not_go },
	{ '/',      N_("filter"),   N_("filter as you type"),              view_press_filter, NULL     },
	{ 'a',      N_("all"),      N_("show what is passed too, or not"), press_all,       NULL       },
	{ 'p',      N_("papers"),   N_("the papers of the dossier"),       press_papers,    NULL       },
	{ 'q',      NULL,           N_("back"),                            view_press_back, NULL       },
	{ KEYS_ESC, N_("back"),     N_("back"),                            view_press_back, NULL       },
	{ '?',      N_("help"),     N_("this help"),                       view_press_help, NULL       },
	{ 0,        NULL,           NULL,                                  NULL,            NULL       },
};
/* clang-format on */

const struct view view_findings = {
	.name = "findings",
	.title = N_("Findings"),
	.columns = columns,
	.keys = keys,
	.open = findings_open,
	.load = findings_load,
	.close = findings_close,
	.title_of = findings_title,
	.status = findings_status,
	.empty = findings_empty,
	.filter = N_("Filter:"),
	.words = findings_words,
	.detail = findings_detail,
	.no = findings_no,
};
