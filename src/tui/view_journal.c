/**
 * @file tui/view_journal.c  What was changed in a dossier, by whom and when
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/dossier.h"
#include "dossier/journal.h"
#include "tui/course.h"
#include "tui/form.h"
#include "tui/form_field.h"
#include "tui/journal_line.h"
#include "tui/papers.h"
#include "util/date.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* One change: the rows that were written together */
struct entry {
	int64_t change;
	int64_t at;
	char *actor;
	char *act;
	char *origin;
	int64_t undoes;
	bool undone;
	size_t facts;
	struct str what; /* in a line; its first row, if no other tells more */
	struct journal_line line;
	struct str all; /* each of its rows in a line */
	char hash[17];	/* beginning of the last row's */
};

struct journal_state {
	struct dossier d;
	struct entry *v; /* oldest first */
	size_t c;
};

/* Acts and origins as the journal has them, for people */
static const struct {
	const char *name;
	const char *title; /* N_() text */
} words[] = {
	{ "set", N_("changed") },
	{ "undo", N_("taken back") },
	{ "new", N_("opened") },
	{ "migrate", N_("moved to a new rule pack") },
	{ "tick", N_("copied") },
	{ "untick", N_("copy mark removed") },
	{ "bundle", N_("bundled") },
	{ "forget", N_("deleted for good") },
	{ "entry", N_("typed") },
	{ "import", N_("read in") },
	{ "drill", N_("measured by a drill") },
	{ "act", N_("act or tick") },
	{ "evidence", N_("recorded") },
};

static const char *title_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i].name, name) == 0)
			return _(words[i].title);
	}

	return name;
}

static int journal_open(struct screen *s, const void *arg)
{
	const struct course_ask *ask = arg;
	struct journal_state *j = x_calloc(1, sizeof(*j));

	s->data = j;
	return dossier_find(s->tui->db, ask->no, &j->d);
}

static void release_entries(struct journal_state *j)
{
	for (size_t i = 0; i < j->c; i++) {
		free(j->v[i].actor);
		free(j->v[i].act);
		free(j->v[i].origin);
		str_release(&j->v[i].what);
		journal_line_release(&j->v[i].line);
		str_release(&j->v[i].all);
	}
	free(j->v);
	j->v = NULL;
	j->c = 0;
}

static void journal_close(struct screen *s)
{
	struct journal_state *j = s->data;

	release_entries(j);
	dossier_release(&j->d);
	free(j);
}

/* Being read */
struct reading {
	const struct pack *pack;
	struct journal_state *to;
	bool masked;	    /* personal data is */
	struct facts facts; /* those of the dossier */
};

/* "Label holder[2].ratio: old -> new" */
static void tell_row(struct str *to, const struct reading *r,
		     const struct journal_row *row)
{
	const struct pack *pack = r->pack;
	const struct field *field = NULL;
	struct fact_key key;

	if (!row->key && strcmp(row->act, JOURNAL_FORGET) == 0) {
		str_add(to, row->reason ? row->reason : "");
		return;
	}
	if (!row->key) {
		str_add(to, row->new_ ? row->new_ : "");
		return;
	}
	if (fact_key_decode(&key, pack, row->key, NULL, &field) != 0)
		field = NULL;
	str_addf(to, "%s%s%s: ", field ? field_label(field) : "",
		 field ? " " : "", row->key);
	if (row->gone || strcmp(row->act, JOURNAL_FORGET) == 0) {
		str_add(to, _("deleted for good"));
		return;
	}
	form_tell_value(to, field, row->old, row->old_ok);
	str_add(to, " -> ");
	form_tell_value(to, field, row->new_, row->ok);
}

static struct entry *entry_of(struct journal_state *j,
			      const struct journal_row *row)
{
	struct entry *e = j->c > 0 ? &j->v[j->c - 1] : NULL;

	if (e && e->change == row->change)
		return e;

	j->v = x_grow(j->v, j->c, sizeof(*j->v));
	e = &j->v[j->c++];
	*e = (struct entry){ .change = row->change,
			     .at = row->at,
			     .actor = x_strdup(row->actor),
			     .act = x_strdup(row->act),
			     .origin = x_strdup(row->origin),
			     .undoes = row->undoes };
	for (size_t i = 0; row->undoes && i < j->c; i++)
		j->v[i].undone |= j->v[i].change == row->undoes;
	return e;
}

static int add_row(const struct journal_row *row, struct reading *r)
{
	struct entry *e = entry_of(r->to, row);
	struct str text = { 0 };

	tell_row(&text, r, row);
	if (e->facts == 0)
		str_add(&e->what, str_text(&text));
	if (e->facts == 0 && row->reason)
		str_addf(&e->all, _("reason: %s\n"), row->reason);
	str_addf(&e->all, "%s\n", str_text(&text));
	journal_line_add(&e->line, r->pack, row);
	e->facts++;
	(void)snprintf(e->hash, sizeof(e->hash), "%s", row->hash);
	str_release(&text);
	return 0;
}

static int row_handler(const struct journal_row *row, void *arg)
{
	struct reading *r = arg;
	struct journal_hidden shown;
	int err;

	if (!r->masked)
		return add_row(row, r);

	journal_hide(&shown, row, r->pack, &r->facts);
	err = add_row(&shown.row, r);
	journal_hidden_release(&shown);
	return err;
}

/* What those who see masked data may read of a dossier is in its rows only */
static void tell_lines(struct journal_state *j, const struct reading *r)
{
	for (size_t i = 0; i < j->c; i++) {
		struct entry *e = &j->v[i];
		struct str line = { 0 };

		if (journal_line_tell(&line, &e->line, r->pack,
				      r->masked ? NULL : &r->facts)) {
			str_clear(&e->what);
			str_add(&e->what, str_text(&line));
		}
		str_release(&line);
	}
}

static int journal_load(struct screen *s)
{
	struct journal_state *j = s->data;
	struct journal_state now = { .c = 0 };
	struct reading r = { .to = &now, .masked = view_is_masked(s->tui) };
	int err = tui_use(s->tui, &j->d);

	r.pack = s->tui->pack;
	if (!err)
		err = facts_load(&r.facts, s->tui->db, r.pack, j->d.id);
	if (!err)
		err = journal_each(s->tui->db, j->d.id, row_handler, &r);
	if (!err)
		tell_lines(&now, &r);
	facts_release(&r.facts);
	if (err) {
		release_entries(&now);
		return err;
	}

	release_entries(j);
	j->v = now.v;
	j->c = now.c;
	s->rowc = j->c;
	return 0;
}

/* The last change stands first */
static const struct entry *entry_at(const struct screen *s, size_t row)
{
	const struct journal_state *j = s->data;

	return &j->v[j->c - 1 - view_row(s, row)];
}

static void journal_title(const struct screen *s, struct str *to)
{
	const struct journal_state *j = s->data;

	str_addf(to, "%s  %s %s", _(s->view->title), j->d.no, j->d.name);
}

static void journal_status(const struct screen *s, struct str *to)
{
	str_addf(to, "%zu/%zu", s->rowc ? s->cursor + 1 : 0, s->rowc);
}

static const char *journal_empty(const struct screen *s)
{
	(void)s;
	return _("Nothing was changed yet.");
}

static void journal_detail(const struct screen *s, const struct rect *r)
{
	const struct entry *e = entry_at(s, s->cursor);
	struct rect rest = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	struct str text = { 0 };

	str_addf(&text, _(" %s (%s)  change %lld  SHA-256 %s"),
		 title_of(e->act), title_of(e->origin), (long long)e->change,
		 e->hash);
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&text));
	str_clear(&text);
	if (e->undoes)
		str_addf(&text, _("takes back change %lld\n"),
			 (long long)e->undoes);
	if (e->undone)
		str_addf(&text, "%s\n", _("was taken back later"));
	str_add(&text, str_text(&e->all));
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}

/* Cells */

static void cell_at(const struct screen *s, size_t row, struct cell *cell)
{
	char text[DATE_TIME_TEXT];

	(void)date_time_encode(text, entry_at(s, row)->at);
	str_add_n(&cell->text, text, 16);
}

static void cell_actor(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, entry_at(s, row)->actor);
}

static void cell_act(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, title_of(entry_at(s, row)->act));
}

static void cell_facts(const struct screen *s, size_t row, struct cell *cell)
{
	str_addf(&cell->text, "%5zu", entry_at(s, row)->facts);
}

static void cell_what(const struct screen *s, size_t row, struct cell *cell)
{
	const struct entry *e = entry_at(s, row);

	str_add(&cell->text, str_text(&e->what));
	if (e->undone)
		cell->style = DRAW_DIM;
}

/* All rows of the change, and its words as the journal has them */
static void journal_words(const struct screen *s, size_t row, struct str *to)
{
	const struct entry *e = entry_at(s, row);

	str_addf(to, "%s\n%s\n%s\n%s", e->act, e->origin, title_of(e->origin),
		 str_text(&e->all));
}

/* Keys */

static const char *why_not_row(const struct screen *s)
{
	return s->rowc ? NULL : _("Nothing was changed yet.");
}

static int press_read(struct screen *s)
{
	const struct entry *e = entry_at(s, s->cursor);
	const struct read_ask ask = { .title = title_of(e->act),
				      .text = str_text(&e->all) };

	return view_open(s->tui, &view_read, &ask);
}

static int press_verify(struct screen *s)
{
	const struct journal_state *j = s->data;
	struct dossier d = { 0 };
	int err = journal_verify(s->tui->db, j->d.id);

	if (!err)
		err = dossier_find(s->tui->db, j->d.no, &d);
	if (!err)
		view_say(
			s->tui, DRAW_GOOD,
			_("%lld journal rows, unbroken; the last hash is %.16s"),
			(long long)d.journal_len, d.journal_head);
	dossier_release(&d);
	return err;
}

static int press_undo(struct screen *s)
{
	const struct journal_state *j = s->data;

	return form_undo_ask(s, j->d.id);
}

static const char *journal_no(const struct screen *s)
{
	const struct journal_state *state = s->data;

	return state->d.no;
}

/* clang-format off */
static const struct column columns[] = {
	{ N_("Time"),   16, 0,  false, cell_at    },
	{ N_("Who"),    10, 70, false, cell_actor },
	{ N_("Act"),    12, 0,  false, cell_act   },
	{ N_("Facts"),  6,  78, false, cell_facts },
	{ N_("What"),   0,  0,  false, cell_what  },
	{ NULL,         0,  0,  false, NULL       },
};

static const struct key keys[] = {
	{ '\n',     N_("read"),   N_("all of the change"),                        press_read,      why_not_row },
	{ '/',      N_("filter"), N_("filter as you type"),                       view_press_filter, NULL      },
	{ 'u',      N_("undo"),   N_("take back the last change of the dossier"), press_undo,      why_not_row },
	{ 'V',      N_("verify"), N_("check that nothing in it was altered"),     press_verify,    NULL        },
	{ 'q',      NULL,         N_("back"),                                     view_press_back, NULL        },
	{ KEYS_ESC, N_("back"),   N_("back"),                                     view_press_back, NULL        },
	{ '?',      N_("help"),   N_("this help"),                                view_press_help, NULL        },
	{ 0,        NULL,         NULL,                                           NULL,            NULL        },
};
/* clang-format on */

const struct view view_journal = {
	.name = "journal",
	.title = N_("Journal"),
	.columns = columns,
	.keys = keys,
	.open = journal_open,
	.load = journal_load,
	.close = journal_close,
	.title_of = journal_title,
	.status = journal_status,
	.empty = journal_empty,
	.filter = N_("Filter:"),
	.words = journal_words,
	.detail = journal_detail,
	.no = journal_no,
};
