/**
 * @file tui/view_papers.c  The papers of a dossier
 */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "dossier/dossier.h"
#include "tui/choice.h"
#include "tui/form.h"
#include "tui/papers.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* A row: a paper, or the heading above some */
struct paper_row {
	const struct paper *paper; /* NULL: a heading */
	const char *heading;
	const struct finding *finding; /* NULL: a working paper */
	bool counted;
	size_t pages; /* 0: not known */
	char *fault;  /* why it cannot be written, or NULL */
	char *unkept; /* files that are named and not kept, or NULL */
};

/* What the rows are made from */
struct papers_source {
	struct facts facts;
	struct vault vault;
};

/* What is to be made into a folder */
enum making { MAKE_ONE, MAKE_FILING, MAKE_WORKING };

struct papers_state {
	struct dossier d;
	const struct pack *pack;
	bool masked; /* personal data is */
	struct findings found;
	struct paper_row *rowv;
	size_t rowc;
	struct paper_desk desk; /* opened when first needed */
	bool desk_open;
	enum making making;
};

static int papers_open(struct screen *s, const void *arg)
{
	const struct papers_ask *ask = arg;
	struct papers_state *p = x_calloc(1, sizeof(*p));

	s->data = p;
	return dossier_find(s->tui->db, ask->no, &p->d);
}

static void release_rows(struct papers_state *p)
{
	for (size_t i = 0; i < p->rowc; i++) {
		free(p->rowv[i].fault);
		free(p->rowv[i].unkept);
	}
	free(p->rowv);
	p->rowv = NULL;
	p->rowc = 0;
	if (p->desk_open)
		paper_desk_close(&p->desk);
	p->desk_open = false;
	findings_release(&p->found);
}

static void papers_close(struct screen *s)
{
	struct papers_state *p = s->data;

	release_rows(p);
	dossier_release(&p->d);
	free(p);
}

/* Which heading a paper stands below: due, not due, working papers */
static int part_of(const struct paper *paper, const struct finding *f)
{
	if (paper->kind == PAPER_WORKING)
		return 2;

	return f && f->outcome != OUTCOME_NA ? 0 : 1;
}

static void add_row(struct papers_state *p, const struct paper_row *row)
{
	p->rowv = x_grow(p->rowv, p->rowc, sizeof(*p->rowv));
	p->rowv[p->rowc++] = *row;
}

static void add_rows(struct papers_state *p, const struct papers_source *from)
{
	static const char *const headings[] = {
		N_("Due"),
		N_("Not due"),
		N_("Working papers, not part of the filing"),
	};

	for (int part = 0; part < 3; part++) {
		bool first = true;

		for (unsigned i = 0; i < p->pack->papers_count; i++) {
			const struct paper *paper = &p->pack->papers[i];
			struct paper_row row = {
				.paper = paper,
				.finding = paper_finding(&p->found, paper->id),
			};

			if (part_of(paper, row.finding) != part)
				continue;
			if (first)
				add_row(p,
					&(struct paper_row){
						.heading = _(headings[part]) });
			first = false;
			row.unkept = papers_unkept(paper, &from->facts,
						   &from->vault);
			add_row(p, &row);
		}
	}
}

/* Pages are counted again only if the dossier was changed */
static int papers_load(struct screen *s)
{
	struct papers_state *p = s->data;
	struct dossier d = { 0 };
	struct findings found = { 0 };
	struct papers_source from = { .facts = { NULL, 0 } };
	int err = dossier_find(s->tui->db, p->d.no, &d);

	if (!err)
		err = tui_use(s->tui, &d);
	if (!err && p->rowc > 0 && d.journal_len == p->d.journal_len &&
	    p->pack == s->tui->pack && p->masked == view_is_masked(s->tui)) {
		dossier_release(&d);
		return 0;
	}
	if (!err)
		err = facts_load(&from.facts, s->tui->db, s->tui->pack, d.id);
	if (!err)
		err = check_facts(s->tui->checker, &from.facts, &found);
	if (!err && view_is_masked(s->tui))
		check_hide(&from.facts, &found);
	if (err) {
		facts_release(&from.facts);
		dossier_release(&d);
		return err;
	}

	release_rows(p);
	dossier_release(&p->d);
	p->d = d;
	p->found = found;
	p->pack = s->tui->pack;
	p->masked = view_is_masked(s->tui);
	vault_of_db(&from.vault, s->tui->db);
	add_rows(p, &from);
	s->rowc = p->rowc;
	vault_release(&from.vault);
	facts_release(&from.facts);
	return 0;
}

static const struct paper_row *row_at(const struct screen *s, size_t row)
{
	const struct papers_state *p = s->data;

	return &p->rowv[view_row(s, row)];
}

static const struct paper *paper_here(const struct screen *s)
{
	return s->cursor < s->rowc ? row_at(s, s->cursor)->paper : NULL;
}

static const char *papers_heading(const struct screen *s, size_t row,
				  enum draw_style *stylep)
{
	*stylep = DRAW_SECTION;
	return row_at(s, row)->heading;
}

static void papers_title(const struct screen *s, struct str *to)
{
	const struct papers_state *p = s->data;

	str_addf(to, "%s  %s %s", _(s->view->title), p->d.no, p->d.name);
}

static void papers_status(const struct screen *s, struct str *to)
{
	const struct papers_state *p = s->data;
	size_t count[OUTCOME_COUNT] = { 0 };

	for (size_t i = 0; i < p->rowc; i++) {
		if (p->rowv[i].paper && p->rowv[i].finding)
			count[p->rowv[i].finding->outcome]++;
	}
	str_addf(to, _("due %zu  in hand %zu"),
		 count[OUTCOME_PASS] + count[OUTCOME_FAIL] +
			 count[OUTCOME_UNKNOWN],
		 count[OUTCOME_PASS]);
}

static int open_desk(struct screen *s)
{
	struct papers_state *p = s->data;
	struct paper_place place;
	int err;

	if (p->desk_open)
		return 0;
	err = papers_place(s->tui, &p->d, &place);
	if (!err)
		err = paper_desk_open(&p->desk, &place, &p->d, NULL);
	if (err)
		paper_desk_close(&p->desk);
	p->desk_open = !err;
	return err;
}

static void count_pages(struct papers_state *p, struct paper_row *row)
{
	struct paper_result r = { 0 };
	struct paper_meta meta;
	struct str pdf = { 0 };
	int err = paper_desk_work(&p->desk, row->paper, false);

	paper_desk_meta(&p->desk, row->paper, &meta);
	if (!err)
		err = filing_make(p->desk.filing, row->paper->template,
				  p->desk.context, &meta, &pdf, &r);
	row->counted = true;
	row->pages = r.pages;
	if (err)
		row->fault = x_strdup(err_text(err));
	str_release(&pdf);
}

/* Nobody types: count the pages that are not known yet */
static void papers_idle(struct screen *s)
{
	struct papers_state *p = s->data;

	for (size_t i = 0; i < p->rowc && !keys_waiting(); i++) {
		struct paper_row *row = &p->rowv[i];

		if (!row->paper || !row->paper->template || row->counted)
			continue;
		if (open_desk(s) != 0)
			return;
		count_pages(p, row);
	}
}

/* What is asked for and what to do are often the same words */
static void add_once(struct str *text, const char *line)
{
	if (line && *line && !strstr(str_text(text), line))
		str_addf(text, "%s\n", line);
}

static void add_sentences(const struct papers_state *p,
			  const struct paper *paper, struct str *text)
{
	for (size_t i = 0; i < p->found.c; i++) {
		const struct finding *f = &p->found.v[i];

		if (strcmp(f->id, paper->id) != 0 || f->outcome == OUTCOME_NA)
			continue;
		add_once(text, f->sentence);
		add_once(text, f->fix);
	}
}

static void papers_detail(const struct screen *s, const struct rect *r)
{
	const struct papers_state *p = s->data;
	const struct paper_row *row = row_at(s, s->cursor);
	const struct paper *paper = row->paper;
	struct rect rest = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	struct str text = { 0 };

	if (!paper)
		return;
	str_addf(&text, " %s  %s  %s", paper->id,
		 lang_pick(paper->title, paper->title_en),
		 paper_kind_title(paper->kind));
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&text));
	str_clear(&text);
	if (row->fault)
		str_addf(&text, _("cannot be written: %s\n"), row->fault);
	if (row->unkept)
		str_addf(&text, _("named, but not kept here: %s\n"),
			 row->unkept);
	if (paper->why)
		str_addf(&text, "%s\n", lang_pick(paper->why, paper->why_en));
	if (paper->is_signed)
		str_addf(&text, "%s\n",
			 _("Signed, sealed and dated; the scan is attached "
			   "to the dossier then."));
	add_sentences(p, paper, &text);
	for (unsigned i = 0; i < paper->sources_count; i++) {
		const struct source *source = pack_source(p->pack,
							  paper->sources[i]);

		if (source)
			str_addf(&text, "%s: %s\n",
				 strength_title(source->strength),
				 lang_pick(source->title, source->title_en));
	}
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}

/* What there is room for in one line: what is wrong, or else why it is due */
static void papers_note(const struct screen *s, struct str *to)
{
	const struct paper_row *row = row_at(s, s->cursor);

	if (!row->paper)
		return;
	if (row->fault)
		str_add(to, row->fault);
	else if (row->finding && row->finding->outcome != OUTCOME_PASS &&
		 row->finding->sentence && *row->finding->sentence)
		str_add(to, row->finding->sentence);
	else if (row->paper->why)
		str_add(to, lang_pick(row->paper->why, row->paper->why_en));
}

static void cell_id(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, row_at(s, row)->paper->id);
}

static void cell_title(const struct screen *s, size_t row, struct cell *cell)
{
	const struct paper *paper = row_at(s, row)->paper;

	str_add(&cell->text, lang_pick(paper->title, paper->title_en));
}

static void cell_state(const struct screen *s, size_t row, struct cell *cell)
{
	const struct finding *f = row_at(s, row)->finding;

	if (!f)
		return;
	str_add(&cell->text, paper_state_title(f->outcome));
	if (f->outcome == OUTCOME_PASS && row_at(s, row)->unkept) {
		str_add(&cell->text, " ?");
		cell->style = DRAW_WARN;
		return;
	}
	if (f->outcome == OUTCOME_FAIL)
		cell->style = f->severity == SEVERITY_ERROR ? DRAW_BAD
							    : DRAW_WARN;
	else if (f->outcome == OUTCOME_UNKNOWN)
		cell->style = DRAW_WARN;
	else if (f->outcome == OUTCOME_PASS)
		cell->style = DRAW_GOOD;
	else
		cell->style = DRAW_DIM;
}

static void cell_kind(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, paper_kind_title(row_at(s, row)->paper->kind));
}

static void cell_signed(const struct screen *s, size_t row, struct cell *cell)
{
	if (row_at(s, row)->paper->is_signed)
		str_add(&cell->text, _("signed"));
}

static void cell_pages(const struct screen *s, size_t row, struct cell *cell)
{
	const struct paper_row *r = row_at(s, row);

	if (!r->paper->template)
		return;
	if (r->fault) {
		str_add(&cell->text, "   x");
		cell->style = DRAW_BAD;
	} else if (r->pages > 0) {
		str_addf(&cell->text, "%4zu", r->pages);
	} else {
		str_add(&cell->text, "   …");
		cell->style = DRAW_DIM;
	}
}

static void papers_words(const struct screen *s, size_t row, struct str *to)
{
	const struct paper *paper = row_at(s, row)->paper;

	sieve_word(to, paper->title);
	sieve_word(to, paper->title_en);
	sieve_word(to, lang_pick(paper->why, paper->why_en));
}

/* Keys */

static const char *why_not_read(const struct screen *s)
{
	const struct paper *paper = paper_here(s);

	return paper && paper->template
		       ? NULL
		       : _("The program does not write this paper: it is a "
			   "scan, or filled in on the portal.");
}

static int press_read(struct screen *s)
{
	struct papers_state *p = s->data;
	const struct paper *paper = paper_here(s);
	struct paper_meta meta;
	struct str text = { 0 };
	struct str title = { 0 };
	int err = open_desk(s);

	if (!err)
		err = paper_desk_work(&p->desk, paper, false);
	if (!err) {
		paper_desk_meta(&p->desk, paper, &meta);
		err = filing_text(p->desk.filing, paper->template,
				  p->desk.context, &meta, &text);
	}
	if (!err) {
		struct read_ask ask = { .text = str_text(&text) };

		str_addf(&title, "%s  %s %s", p->d.no, paper->id,
			 lang_pick(paper->title, paper->title_en));
		ask.title = str_text(&title);
		err = view_open(s->tui, &view_read, &ask);
	}
	str_release(&text);
	str_release(&title);
	return err;
}

static size_t choose(const struct screen *s, const struct paper **v)
{
	const struct papers_state *p = s->data;

	if (p->making == MAKE_ONE) {
		v[0] = paper_here(s);
		return v[0] && v[0]->template ? 1 : 0;
	}
	return paper_desk_set(
		&p->desk,
		p->making == MAKE_WORKING ? PAPERS_WORKING : PAPERS_DUE, v);
}

static int folder_done(struct screen *s, const char *typed)
{
	struct papers_state *p = s->data;
	const struct paper **v = x_calloc(p->pack->papers_count + 1,
					  sizeof(const struct paper *));
	char *dir = NULL;
	int err = papers_path(&dir, typed);

	if (!err)
		err = open_desk(s);
	if (!err)
		err = papers_make(s->tui, &p->desk, v, choose(s, v), dir);
	free(dir);
	free((void *)v);
	return err;
}

static const struct question ask_folder = {
	.label = N_("Folder for the PDF files:"),
	.done = folder_done,
};

static int making_done(struct screen *s, uint64_t chosen)
{
	struct papers_state *p = s->data;
	enum making making = MAKE_FILING;

	if (chosen & 2)
		making = MAKE_WORKING;
	else if (chosen & 4)
		making = MAKE_ONE;
	p->making = making;
	view_ask(s, &ask_folder, settings_get(&s->tui->settings, "papers"));
	return 0;
}

static int press_make(struct screen *s)
{
	const struct paper *here = paper_here(s);
	struct str one = { 0 };
	const char *labels[3] = { _("all papers of the filing"),
				  _("all working papers"), NULL };
	struct choice_ask ask = {
		.title = _("Make which PDF files?"),
		.labels = labels,
		.count = here && here->template ? 3 : 2,
		.chosen = 1,
		.done = making_done,
		.s = s,
	};
	int err;

	if (ask.count == 3)
		str_addf(&one, _("only %s %s"), here->id,
			 lang_pick(here->title, here->title_en));
	labels[2] = str_text(&one);
	err = view_open(s->tui, &view_choice, &ask);
	str_release(&one);
	return err;
}

static int open_of(struct screen *s, const struct view *view)
{
	const struct papers_state *p = s->data;
	const struct papers_ask ask = { .no = p->d.no };

	return view_open(s->tui, view, &ask);
}

static int press_bundle(struct screen *s)
{
	return open_of(s, &view_bundle);
}

static int press_versions(struct screen *s)
{
	return open_of(s, &view_versions);
}

static int press_check(struct screen *s)
{
	const struct papers_state *p = s->data;
	const struct form_ask ask = { .no = p->d.no };

	return view_open(s->tui, &view_findings, &ask);
}

static const char *papers_no(const struct screen *s)
{
	const struct papers_state *state = s->data;

	return state->d.no;
}

/* clang-format off */
static const struct column columns[] = {
	{ N_("Paper"),  8, 0,  false, cell_id     },
	{ N_("Title"),  0, 0,  false, cell_title  },
	{ N_("State"),  8, 0,  false, cell_state  },
	{ N_("Kind"),   8, 70, false, cell_kind   },
	{ N_("Signed"), 8, 96, false, cell_signed },
	{ N_("Pages"),  5, 0,  false, cell_pages  },
	{ NULL,         0, 0,  false, NULL        },
};

static const struct key keys[] = {
	{ '\n',     N_("read"),     N_("read the paper as text"),                           press_read,      why_not_read },
	{ '/',      N_("filter"),   N_("filter as you type"),                               view_press_filter, NULL       },
	{ 'm',      N_("make"),     N_("make PDF files in a folder"),                       press_make,      NULL         },
	{ 'b',      N_("bundle"),   N_("see what speaks against filing, make the bundle"), press_bundle,    NULL         },
	{ 'v',      N_("versions"), N_("filing versions and what differs"),                 press_versions,  NULL         },
	{ 'c',      N_("check"),    N_("all findings of the dossier"),                      press_check,     NULL         },
	{ 'q',      NULL,           N_("back"),                                             view_press_back, NULL         },
	{ KEYS_ESC, N_("back"),     N_("back"),                                             view_press_back, NULL         },
	{ '?',      N_("help"),     N_("this help"),                                        view_press_help, NULL         },
	{ 0,        NULL,           NULL,                                                   NULL,            NULL         },
};
/* clang-format on */

const struct view view_papers = {
	.name = "papers",
	.title = N_("Papers"),
	.columns = columns,
	.keys = keys,
	.open = papers_open,
	.load = papers_load,
	.close = papers_close,
	.title_of = papers_title,
	.status = papers_status,
	.heading = papers_heading,
	.filter = N_("Filter:"),
	.words = papers_words,
	.detail = papers_detail,
	.note = papers_note,
	.idle = papers_idle,
	.no = papers_no,
};
