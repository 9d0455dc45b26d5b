/**
 * @file tui/view_checklist.c  The list of the visit and the self-check: items,
 * answers, what was measured
 */
#include <stdlib.h>
#include <string.h>

#include "tui/checklist_state.h"
#include "tui/choice.h"
#include "tui/form.h"
#include "tui/record.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* Runs that the choice of them offers */
#define RUNS_SHOWN 64

static int checklist_open(struct screen *s, const void *arg)
{
	const struct record_ask *ask = arg;
	struct checklist_state *c = x_calloc(1, sizeof(*c));

	s->data = c;
	return dossier_find(s->tui->db, ask->no, &c->d);
}

static int load(struct screen *s)
{
	struct checklist_state *c = s->data;
	int err = checklist_state_load(c, s);

	s->rowc = c->linec;
	return err;
}

static void checklist_shut(struct screen *s)
{
	checklist_state_release(s->data);
	free(s->data);
}

static void title(const struct screen *s, struct str *to)
{
	const struct checklist_state *c = s->data;

	if (c->begun)
		str_addf(to, _("%s, %s, run %d"), checklist_title(c->run.list),
			 strcmp(c->run.kind, "self") == 0
				 ? _("our own")
				 : checklist_title(c->run.kind),
			 c->run.n);
	else
		str_add(to, _(s->view->title));
	str_addf(to, "  %s %s", c->d.no, c->d.name);
}

static void status(const struct screen *s, struct str *to)
{
	const struct checklist_state *c = s->data;
	const struct check_sum *sum = &c->run.sum;

	if (!c->begun)
		return;
	str_addf(to, _("answered %zu/%zu  failed %zu"),
		 c->run.c - sum->count[ANSWER_TODO], c->run.c,
		 sum->count[ANSWER_FAIL]);
	if (c->run.closed)
		str_addf(to, _("  closed %s"), c->run.closed);
}

static const char *heading(const struct screen *s, size_t row,
			   enum draw_style *stylep)
{
	const struct checklist_state *c = s->data;

	*stylep = DRAW_SECTION;
	return c->linev[view_row(s, row)].heading;
}

static const char *empty(const struct screen *s)
{
	return s->tui->pack->items_count
		       ? _("No list was begun yet.  Press s to begin the "
			   "self-check, or the list of the visit.")
		       : _("The rule pack of this dossier has no checklists.  "
			   "A newer one is taken on with: callpermit migrate "
			   "NO");
}

static void note(const struct screen *s, struct str *to)
{
	const struct check_line *line = checklist_at(s, s->cursor);

	if (line && line->measured)
		str_addf(to, "%s %s", _("measured:"), line->measured);
	else if (line)
		str_addf(to, "%s %s", _("to hold:"),
			 lang_pick(line->item->hold, line->item->hold_en));
}

/* Cells */

static void cell_mark(const struct screen *s, size_t row, struct cell *cell)
{
	static const char marks[ANSWER_COUNT] = { '?', '+', 'x', '-' };
	const struct check_line *line = checklist_at(s, row);

	str_add_char(&cell->text, marks[line->answer]);
	if (line->answer == ANSWER_FAIL)
		cell->style = line->grade->gate ? DRAW_BAD : DRAW_WARN;
	else if (line->answer == ANSWER_PASS)
		cell->style = DRAW_GOOD;
	else if (line->answer == ANSWER_NA)
		cell->style = DRAW_DIM;
}

static void cell_item(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, checklist_at(s, row)->item->id);
}

static void cell_answer(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, answer_title(checklist_at(s, row)->answer));
}

static void cell_grade(const struct screen *s, size_t row, struct cell *cell)
{
	const struct item_grade *grade = checklist_at(s, row)->grade;

	str_add(&cell->text, lang_pick(grade->title, grade->title_en));
}

static void cell_title(const struct screen *s, size_t row, struct cell *cell)
{
	const struct item *item = checklist_at(s, row)->item;

	str_add(&cell->text, lang_pick(item->title, item->title_en));
}

static void cell_measured(const struct screen *s, size_t row, struct cell *cell)
{
	const struct check_line *line = checklist_at(s, row);

	if (line->measured)
		str_add(&cell->text, line->measured);
	if (line->verdict != ANSWER_TODO && line->verdict != line->answer)
		cell->style = DRAW_WARN;
}

static void cell_evidence(const struct screen *s, size_t row, struct cell *cell)
{
	const struct check_line *line = checklist_at(s, row);

	str_add(&cell->text, line->evidence ? line->evidence : "");
}

/* What is to hold, what was noted, and what only one language has */
static void words(const struct screen *s, size_t row, struct str *to)
{
	const struct check_line *line = checklist_at(s, row);
	const struct item *item = line->item;

	sieve_word(to, item->title);
	sieve_word(to, item->title_en);
	sieve_word(to, item->hold);
	sieve_word(to, item->hold_en);
	sieve_word(to, item->group);
	sieve_word(to, item->group_en);
	sieve_word(to, line->measured);
	sieve_word(to, line->note);
	sieve_word(to, line->reason);
}

/* Keys */

static const char *why_not_run(const struct screen *s)
{
	const struct checklist_state *c = s->data;

	if (!c->begun)
		return _("No list was begun yet; s begins one.");
	return c->run.closed
		       ? _("This run is closed and stays as it is; s begins "
			   "another.")
		       : NULL;
}

static const char *why_not_answer(const struct screen *s)
{
	const char *why_not = why_not_run(s);

	return why_not || checklist_at(s, s->cursor)
		       ? why_not
		       : _("There is nothing to answer in this line.");
}

static int press_pass(struct screen *s)
{
	return checklist_begin(s, ANSWER_PASS, WANT_COUNT);
}

static int press_fail(struct screen *s)
{
	return checklist_begin(s, ANSWER_FAIL, WANT_COUNT);
}

static int press_na(struct screen *s)
{
	return checklist_begin(s, ANSWER_NA, WANT_COUNT);
}

static int press_todo(struct screen *s)
{
	return checklist_begin(s, ANSWER_TODO, WANT_COUNT);
}

static int press_note(struct screen *s)
{
	return checklist_begin(s, checklist_at(s, s->cursor)->answer,
			       WANT_NOTE);
}

static int press_evidence(struct screen *s)
{
	return checklist_begin(s, checklist_at(s, s->cursor)->answer,
			       WANT_EVIDENCE);
}

static const char *why_not_next(const struct screen *s)
{
	const struct checklist_state *c = s->data;

	return c->begun && c->run.sum.count[ANSWER_TODO] > 0
		       ? NULL
		       : _("Nothing is unanswered here.");
}

static int press_next(struct screen *s)
{
	for (size_t i = 1; i <= s->rowc; i++) {
		const size_t row = (s->cursor + i) % s->rowc;
		const struct check_line *line = checklist_at(s, row);

		if (line && line->answer == ANSWER_TODO)
			return view_move(s, row);
	}

	view_say(s->tui, DRAW_WARN, "%s",
		 _("Nothing that the filter shows is unanswered."));
	return 0;
}

/* What can be begun */
static const struct {
	const char *list;
	const char *kind;
} runs[] = {
	{ "self", "self" },
	{ "onsite", "self" },
	{ "onsite", "mock" },
	{ "onsite", "official" },
};

static void show_run(struct screen *s, int n)
{
	struct checklist_state *c = s->data;

	c->n = n;
	view_load_all(s->tui);
	s->cursor = 0;
	(void)view_move(s, 1);
}

static size_t first_of(uint64_t chosen)
{
	size_t i = 0;

	while (i < RUNS_SHOWN - 1 && !(chosen >> i & 1))
		i++;
	return i;
}

static int begin_chosen(struct screen *s, uint64_t chosen)
{
	const struct checklist list = checklist_of(s);
	const size_t i = first_of(chosen);
	int n = 0;
	int err = checklist_start(&list, runs[i].list, runs[i].kind, &n);

	if (err)
		return err;

	view_say(s->tui, DRAW_GOOD, _("Run %d is begun."), n);
	show_run(s, n);
	return 0;
}

static const char *why_not_begin(const struct screen *s)
{
	return s->tui->pack->items_count
		       ? NULL
		       : _("The rule pack of this dossier has no checklists.");
}

static int press_begin(struct screen *s)
{
	char *labels[ARRAY_LEN(runs)];
	const struct choice_ask ask = {
		.title = _("Begin which list?"),
		.labels = (const char *const *)labels,
		.count = ARRAY_LEN(runs),
		.chosen = 1,
		.done = begin_chosen,
		.s = s,
	};
	int err;

	for (size_t i = 0; i < ARRAY_LEN(runs); i++) {
		struct str text = { 0 };

		str_addf(&text, "%s, %s", checklist_title(runs[i].list),
			 strcmp(runs[i].kind, "self") == 0
				 ? _("our own")
				 : checklist_title(runs[i].kind));
		labels[i] = str_take(&text);
	}
	err = view_open(s->tui, &view_choice, &ask);
	for (size_t i = 0; i < ARRAY_LEN(runs); i++)
		free(labels[i]);
	return err;
}

/* The newest first, as the choice lists them */
static int run_chosen(struct screen *s, uint64_t chosen)
{
	const struct checklist_state *c = s->data;
	const int last = checklist_runs(c->run.facts);

	show_run(s, last - (int)first_of(chosen));
	return 0;
}

static const char *why_not_other(const struct screen *s)
{
	const struct checklist_state *c = s->data;

	return c->begun && checklist_runs(c->run.facts) > 1
		       ? NULL
		       : _("There is no other run; s begins one.");
}

static int press_other(struct screen *s)
{
	const struct checklist_state *c = s->data;
	const struct facts *facts = c->run.facts;
	const int last = checklist_runs(facts);
	const size_t count = last < RUNS_SHOWN ? (size_t)last
					       : (size_t)RUNS_SHOWN;
	char *labels[RUNS_SHOWN];
	const struct choice_ask ask = {
		.title = _("Show which run?"),
		.labels = (const char *const *)labels,
		.count = count,
		.chosen = last - c->run.n < RUNS_SHOWN
				  ? UINT64_C(1) << (last - c->run.n)
				  : 1,
		.done = run_chosen,
		.s = s,
	};
	int err;

	for (size_t i = 0; i < count; i++) {
		const int n = last - (int)i;
		const char *date = facts_value(facts, "insp", n, "date");
		const char *shut = facts_value(facts, "insp", n, "closed");
		struct str text = { 0 };

		str_addf(&text, "%d  %s  %s  %s", n,
			 checklist_title(facts_value(facts, "insp", n, "list")),
			 date ? date : "",
			 shut ? _("closed") : _("still open"));
		labels[i] = str_take(&text);
	}
	err = view_open(s->tui, &view_choice, &ask);
	for (size_t i = 0; i < count; i++)
		free(labels[i]);
	return err;
}

static int shut_chosen(struct screen *s, uint64_t chosen)
{
	struct checklist_state *c = s->data;
	const struct checklist list = checklist_of(s);
	const int n = c->run.n;
	int err;

	if (!(chosen & 2))
		return 0;

	err = checklist_close(&list, n);
	if (!err) {
		view_say(s->tui, DRAW_GOOD,
			 _("Run %d is closed.  u takes it back."), n);
		c->n = n;
		view_load_all(s->tui);
	}
	return err;
}

static int press_shut(struct screen *s)
{
	const char *const labels[] = {
		_("leave it open"),
		_("close it: answers and what was measured stay as they are"),
	};
	const struct choice_ask ask = {
		.title = _("Close this run?"),
		.labels = labels,
		.count = ARRAY_LEN(labels),
		.chosen = 1,
		.done = shut_chosen,
		.s = s,
	};

	return view_open(s->tui, &view_choice, &ask);
}

static int press_undo(struct screen *s)
{
	const struct checklist_state *c = s->data;

	return form_undo_ask(s, c->d.id);
}

static const char *checklist_no(const struct screen *s)
{
	const struct checklist_state *state = s->data;

	return state->d.no;
}

/* clang-format off */
static const struct column columns[] = {
	{ " ",            1,  0,   false, cell_mark     },
	{ N_("Item"),     6,  0,   false, cell_item     },
	{ N_("Answer"),   8,  0,   false, cell_answer   },
	{ N_("Grade"),    8,  70,  false, cell_grade    },
	{ N_("What"),     0,  0,   false, cell_title    },
	{ N_("Evidence"), 9,  76,  false, cell_evidence },
	{ N_("Measured"), 24, 100, false, cell_measured },
	{ NULL,           0,  0,   false, NULL          },
};

static const struct key keys[] = {
	{ 'p',      N_("pass"),     N_("the item passes"),                         press_pass,     why_not_answer },
	{ 'f',      N_("fail"),     N_("it fails; what that demands is asked"),    press_fail,     why_not_answer },
	{ 'n',      N_("n/a"),      N_("it does not apply"),                       press_na,       why_not_answer },
	{ '/',      N_("filter"),   N_("filter as you type"),                      view_press_filter, NULL        },
	{ ']',      N_("next"),     N_("to the next item without an answer"),      press_next,     why_not_next   },
	{ 't',      N_("note"),     N_("write a note"),                            press_note,     why_not_answer },
	{ 'e',      N_("evidence"), N_("say which evidence shows it"),             press_evidence, why_not_answer },
	{ 's',      N_("begin"),    N_("begin a run of a list"),                   press_begin,    why_not_begin  },
	{ 'r',      N_("runs"),     N_("show another run"),                        press_other,    why_not_other  },
	{ 'C',      N_("close"),    N_("close the run; it stays as it is then"),   press_shut,     why_not_run    },
	{ 'u',      N_("undo"),     N_("take back the last change of the dossier"), press_undo,    NULL           },
	{ 'x',      NULL,           N_("take the answer away"),                    press_todo,     why_not_answer },
	{ 'q',      NULL,           N_("back"),                                    view_press_back, NULL          },
	{ KEYS_ESC, N_("back"),     N_("back"),                                    view_press_back, NULL          },
	{ '?',      N_("help"),     N_("this help"),                               view_press_help, NULL          },
	{ 0,        NULL,           NULL,                                          NULL,           NULL           },
};
/* clang-format on */

const struct view view_checklist = {
	.name = "checklist",
	.title = N_("Checklists"),
	.columns = columns,
	.keys = keys,
	.open = checklist_open,
	.load = load,
	.close = checklist_shut,
	.title_of = title,
	.status = status,
	.heading = heading,
	.empty = empty,
	.filter = N_("Filter:"),
	.words = words,
	.detail = checklist_tell,
	.note = note,
	.no = checklist_no,
};
