/**
 * @file tui/view_evidence.c  What a dossier rests on: records, their revisions
 * and files
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/evidence_state.h"
#include "tui/form.h"
#include "tui/papers.h"
#include "tui/record.h"
#include "tui/work.h"
#include "util/lang.h"
#include "util/mem.h"

static int evidence_open(struct screen *s, const void *arg)
{
	const struct record_ask *ask = arg;
	struct evidence_state *e = x_calloc(1, sizeof(*e));

	s->data = e;
	vault_of_db(&e->vault, s->tui->db);
	return dossier_find(s->tui->db, ask->no, &e->d);
}

static int evidence_load(struct screen *s)
{
	struct evidence_state *e = s->data;
	int err = evidence_state_load(e, s->tui);

	s->rowc = e->linec;
	return err;
}

static void evidence_shut(struct screen *s)
{
	evidence_state_release(s->data);
	free(s->data);
}

static void title(const struct screen *s, struct str *to)
{
	const struct evidence_state *e = s->data;

	str_addf(to, "%s  %s %s", _(s->view->title), e->d.no, e->d.name);
}

static void status(const struct screen *s, struct str *to)
{
	const struct evidence_state *e = s->data;
	size_t files = 0;
	size_t flaws = 0;

	for (size_t i = 0; i < e->all.c; i++) {
		for (size_t k = 0; k < e->all.v[i].c; k++) {
			files += e->all.v[i].v[k].c;
			flaws += evidence_flaws(e, &e->all.v[i].v[k]);
		}
	}
	str_addf(to, _("records %zu  files %zu"), e->all.c, files);
	if (flaws > 0)
		str_addf(to, _("  missing or changed %zu"), flaws);
}

static const char *empty(const struct screen *s)
{
	(void)s;
	return _("There is no evidence yet.  Press a to take files in.");
}

static void detail(const struct screen *s, const struct rect *r)
{
	const struct exhibit *record = evidence_record(s, s->cursor);
	struct rect rest = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	struct str text = { 0 };

	str_addf(&text, " E-%d  %s", record->n, record->title);
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&text));
	str_clear(&text);
	evidence_tell(s->data, record, &text);
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}

static const char *no(const struct screen *s)
{
	const struct evidence_state *e = s->data;

	return e->d.no;
}

/* Cells */

static void cell_mark(const struct screen *s, size_t row, struct cell *cell)
{
	const struct exhibit_revision *r = evidence_revision(s, row);

	if (r && evidence_flaws(s->data, r) > 0) {
		str_add_char(&cell->text, 'x');
		cell->style = DRAW_BAD;
	} else if (r && evidence_is_over(r)) {
		str_add_char(&cell->text, '!');
		cell->style = evidence_is_record(s, row) ? DRAW_WARN : DRAW_DIM;
	}
}

static void cell_number(const struct screen *s, size_t row, struct cell *cell)
{
	if (evidence_is_record(s, row))
		str_addf(&cell->text, "E-%d", evidence_record(s, row)->n);
	else
		str_addf(&cell->text, "  .%d",
			 evidence_revision(s, row)->number);
}

static void cell_title(const struct screen *s, size_t row, struct cell *cell)
{
	const struct exhibit_revision *r = evidence_revision(s, row);

	if (evidence_is_record(s, row))
		str_add(&cell->text, evidence_record(s, row)->title);
	else if (r->c > 0)
		str_addf(&cell->text, "  %s", r->v[0].name);
}

static void cell_links(const struct screen *s, size_t row, struct cell *cell)
{
	if (evidence_is_record(s, row))
		str_add(&cell->text, evidence_record(s, row)->links);
}

static void cell_from(const struct screen *s, size_t row, struct cell *cell)
{
	const struct exhibit_revision *r = evidence_revision(s, row);

	str_add(&cell->text, r && r->words.from ? r->words.from : "");
}

static void cell_to(const struct screen *s, size_t row, struct cell *cell)
{
	const struct exhibit_revision *r = evidence_revision(s, row);

	str_add(&cell->text, r && r->words.to ? r->words.to : "");
	if (r && evidence_is_over(r) && evidence_is_record(s, row))
		cell->style = DRAW_WARN;
}

static void cell_files(const struct screen *s, size_t row, struct cell *cell)
{
	const struct exhibit_revision *r = evidence_revision(s, row);

	str_addf(&cell->text, "%4zu", r ? r->c : 0);
}

/* All that is known of it, files and their names too */
static void words(const struct screen *s, size_t row, struct str *to)
{
	if (evidence_is_record(s, row))
		evidence_tell(s->data, evidence_record(s, row), to);
}

/* Keys */

static const char *why_not_row(const struct screen *s)
{
	return s->rowc ? NULL
		       : _("There is no evidence yet; a takes files in.");
}

static int press_add(struct screen *s)
{
	evidence_take(s, 0);
	return 0;
}

static int press_revise(struct screen *s)
{
	evidence_take(s, evidence_record(s, s->cursor)->n);
	return 0;
}

static int press_read(struct screen *s)
{
	const struct exhibit *record = evidence_record(s, s->cursor);
	struct str name = { 0 };
	struct str text = { 0 };
	int err;

	str_addf(&name, "E-%d  %s", record->n, record->title);
	evidence_tell(s->data, record, &text);
	err = view_open(s->tui, &view_read,
			&(struct read_ask){ .title = str_text(&name),
					    .text = str_text(&text) });
	str_release(&text);
	str_release(&name);
	return err;
}

/* Words of a text that are not in another */
static size_t words_without(char *text, const char *other, const char **wordv,
			    size_t max)
{
	char *rest = NULL;
	size_t c = 0;

	for (char *word = strtok_r(text, " ", &rest); word && c < max;
	     word = strtok_r(NULL, " ", &rest)) {
		if (!exhibit_stands_for(other, word))
			wordv[c++] = word;
	}

	return c;
}

#define LINKS_MAX 100

/* What was typed is compared with what stood there when it was asked for, so
 * that links which someone else has set since stay */
static int links_answered(struct screen *s, const char *text)
{
	const struct evidence_state *e = s->data;
	const char *addv[LINKS_MAX];
	const char *dropv[LINKS_MAX];
	char *now = x_strdup(text);
	char *before = x_strdup(e->linked);
	struct exhibit_links links = { .n = e->linking,
				       .v = addv,
				       .dropv = dropv };
	int err = 0;

	links.c = words_without(now, e->linked, addv, LINKS_MAX);
	links.dropc = words_without(before, text, dropv, LINKS_MAX);
	if (links.c > 0 || links.dropc > 0)
		err = exhibit_link(s->tui->db, s->tui->pack, e->d.id, &links);
	free(before);
	free(now);
	if (!err)
		view_load_all(s->tui);
	return err;
}

static void links_dropped(struct screen *s)
{
	view_say(s->tui, DRAW_PLAIN, "%s", _("Nothing was done."));
}

static const struct question ask_links = {
	.label = N_("Stands for (rules, papers, items, facts):"),
	.done = links_answered,
	.dropped = links_dropped,
};

static int press_link(struct screen *s)
{
	struct evidence_state *e = s->data;
	const struct exhibit *record = evidence_record(s, s->cursor);

	e->linking = record->n;
	free(e->linked);
	e->linked = x_strdup(record->links);
	view_ask(s, &ask_links, record->links);
	return 0;
}

static int verify_file(struct evidence_state *e, const struct attached *file)
{
	int fd = -1;
	int err = vault_open(&e->vault, file->sha256, &fd);

	if (err == EBADMSG) {
		e->badv = x_grow(e->badv, e->badc, sizeof(*e->badv));
		e->badv[e->badc++] = x_strdup(file->sha256);
	}
	if (!err)
		(void)close(fd);
	return err == EBADMSG || err == ENOENT ? 0 : err;
}

static int verify_all(struct evidence_state *e, struct work *work,
		      size_t *flawsp)
{
	size_t done = 0;
	int err = 0;

	for (size_t row = 0; row < e->linec && !err; row++) {
		const struct evidence_line *line = &e->linev[row];
		const struct exhibit *x = &e->all.v[line->record];

		if (line->revision != SIZE_MAX)
			continue;
		err = work_step(x->title, done++, e->all.c, work);
		for (size_t k = 0; k < x->c && !err; k++) {
			for (size_t i = 0; i < x->v[k].c && !err; i++)
				err = verify_file(e, &x->v[k].v[i]);
			*flawsp += evidence_flaws(e, &x->v[k]);
		}
	}

	return err;
}

static int press_verify(struct screen *s)
{
	struct evidence_state *e = s->data;
	struct work work;
	size_t flaws = 0;
	int err = view_load(s);

	if (err)
		return err;

	for (size_t i = 0; i < e->badc; i++)
		free(e->badv[i]);
	e->badc = 0;
	work_begin(&work, s->tui, _("Reading files"));
	err = verify_all(e, &work, &flaws);
	if (!err && flaws > 0)
		view_say(s->tui, DRAW_BAD,
			 _("%zu files are missing or changed, marked x."),
			 flaws);
	else if (!err)
		view_say(s->tui, DRAW_GOOD, "%s",
			 _("All files are kept and unchanged."));
	else if (err == ECANCELED)
		view_say(s->tui, DRAW_WARN, "%s", _("Cancelled."));
	return err;
}

static int press_undo(struct screen *s)
{
	const struct evidence_state *e = s->data;

	return form_undo_ask(s, e->d.id);
}

/* clang-format off */
static const struct column columns[] = {
	{ " ",              1,  0,  false, cell_mark   },
	{ N_("Number"),     5,  0,  false, cell_number },
	{ N_("Title"),      0,  0,  false, cell_title  },
	{ N_("Stands for"), 20, 76, false, cell_links  },
	{ N_("From"),       10, 100, false, cell_from  },
	{ N_("Until"),      10, 0,  false, cell_to     },
	{ N_("Files"),      5,  0,  false, cell_files  },
	{ NULL,             0,  0,  false, NULL        },
};

static const struct key keys[] = {
	{ '\n',     N_("read"),   N_("all that is known of the record"),           press_read,      why_not_row },
	{ '/',      N_("filter"), N_("filter as you type"),                        view_press_filter, NULL     },
	{ 'a',      N_("add"),    N_("take files in as a new record"),             press_add,       NULL        },
	{ 'r',      N_("revise"), N_("take files in as the next revision"),        press_revise,    why_not_row },
	{ 'L',      N_("link"),   N_("say what the record stands for"),            press_link,      why_not_row },
	{ 'v',      N_("verify"), N_("read all files again and compare"),          press_verify,    why_not_row },
	{ 'u',      N_("undo"),   N_("take back the last change of the dossier"),  press_undo,      NULL        },
	{ 'q',      NULL,         N_("back"),                                      view_press_back, NULL        },
	{ KEYS_ESC, N_("back"),   N_("back"),                                      view_press_back, NULL        },
	{ '?',      N_("help"),   N_("this help"),                                 view_press_help, NULL        },
	{ 0,        NULL,         NULL,                                            NULL,            NULL        },
};
/* clang-format on */

const struct view view_evidence = {
	.name = "evidence",
	.title = N_("Evidence"),
	.columns = columns,
	.keys = keys,
	.open = evidence_open,
	.load = evidence_load,
	.close = evidence_shut,
	.title_of = title,
	.status = status,
	.empty = empty,
	.filter = N_("Filter:"),
	.words = words,
	.detail = detail,
	.no = no,
};
