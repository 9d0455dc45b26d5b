/**
 * @file tui/view_visit.c  The day of the visit: who answers, questions,
 * evidence, what is to be put right
 */
#include <stdlib.h>

#include "tui/form.h"
#include "tui/record.h"
#include "tui/visit_state.h"
#include "util/lang.h"
#include "util/mem.h"

static int visit_open(struct screen *s, const void *arg)
{
	const struct record_ask *ask = arg;
	struct visit_state *st = x_calloc(1, sizeof(*st));
	int err;

	s->data = st;
	err = dossier_find(s->tui->db, ask->no, &st->d);
	return err ? err : calendar_shipped(&st->calendar);
}

static void visit_shut(struct screen *s)
{
	visit_state_release(s->data);
	free(s->data);
}

struct visit visit_of(const struct screen *s)
{
	const struct visit_state *st = s->data;

	return (struct visit){ .list = { .checker = s->tui->checker,
					 .pack = s->tui->pack,
					 .db = s->tui->db,
					 .dossier = st->d.id },
			       .calendar = st->calendar };
}

static void add_lines(struct visit_state *st, enum visit_kind kind, size_t c,
		      const char *heading)
{
	for (size_t i = 0; i < c + (c > 0); i++) {
		st->linev = x_grow(st->linev, st->linec, sizeof(*st->linev));
		st->linev[st->linec++] = (struct visit_line){
			.kind = kind,
			.at = i ? i - 1 : 0,
			.heading = i ? NULL : heading,
		};
	}
}

int visit_state_load(struct screen *s)
{
	struct visit_state *st = s->data;
	const struct visit v = visit_of(s);
	int err;

	if (st->loaded)
		visit_release(&st->day);
	st->loaded = false;
	st->linec = 0;
	err = visit_load(&st->day, &v, 0);
	if (err)
		return err;

	st->loaded = true;
	add_lines(st, VISIT_SPEAKER, st->day.speakerc, _("Who answers"));
	add_lines(st, VISIT_QUESTION, st->day.questionc, _("Questions"));
	add_lines(st, VISIT_FIX, st->day.fixc, _("To be put right"));
	s->rowc = st->linec;
	return 0;
}

static const struct visit_line *line_at(const struct screen *s, size_t row)
{
	const struct visit_state *st = s->data;
	const size_t own = view_row(s, row);

	return own < st->linec ? &st->linev[own] : NULL;
}

/* What a row is about, NULL if it is something else */

static const struct visit_speaker *speaker_at(const struct screen *s,
					      size_t row)
{
	const struct visit_state *st = s->data;
	const struct visit_line *line = line_at(s, row);

	return line && line->kind == VISIT_SPEAKER ? &st->day.speakerv[line->at]
						   : NULL;
}

static const struct visit_question *question_at(const struct screen *s,
						size_t row)
{
	const struct visit_state *st = s->data;
	const struct visit_line *line = line_at(s, row);

	return line && line->kind == VISIT_QUESTION
		       ? &st->day.questionv[line->at]
		       : NULL;
}

static const struct visit_fix *fix_at(const struct screen *s, size_t row)
{
	const struct visit_state *st = s->data;
	const struct visit_line *line = line_at(s, row);

	return line && line->kind == VISIT_FIX ? &st->day.fixv[line->at] : NULL;
}

static void title(const struct screen *s, struct str *to)
{
	const struct visit_state *st = s->data;

	str_addf(to, "%s  %s %s", _(s->view->title), st->d.no, st->d.name);
}

static void status(const struct screen *s, struct str *to)
{
	const struct visit_state *st = s->data;
	struct str left = { 0 };

	if (!st->loaded || !st->day.call.day) {
		str_add(to, _("not announced"));
		return;
	}
	if (st->day.call.stands)
		visit_countdown(&left, &st->day.call);
	str_addf(to, "%s  %s", st->day.call.when ? st->day.call.when : "",
		 str_text(&left));
	str_release(&left);
}

static const char *heading(const struct screen *s, size_t row,
			   enum draw_style *stylep)
{
	*stylep = DRAW_SECTION;
	return line_at(s, row)->heading;
}

static const char *no(const struct screen *s)
{
	const struct visit_state *st = s->data;

	return st->d.no;
}

static void add_more(struct str *to, const char *what, const char *text)
{
	if (text)
		str_addf(to, "%s %s\n", what, text);
}

static void tell_run(const struct visit_day *day, struct str *to)
{
	if (day->run.n == 0)
		str_addf(to, "%s\n", _("The list has not been begun."));
	else
		str_addf(to,
			 _("Run %d of the list: %zu pass, %zu fail, %zu "
			   "open%s\n"),
			 day->run.n, day->run.sum.count[ANSWER_PASS],
			 day->run.sum.count[ANSWER_FAIL],
			 day->run.sum.count[ANSWER_TODO],
			 day->run.closed ? _(", closed") : "");
	add_more(to, _("result:"), day->outcome.result);
	add_more(to, _("papers asked for:"), day->call.papers);
}

static void detail(const struct screen *s, const struct rect *r)
{
	const struct visit_state *st = s->data;
	const struct visit_question *q = question_at(s, s->cursor);
	const struct visit_fix *f = fix_at(s, s->cursor);
	struct str text = { 0 };

	if (q) {
		add_more(&text, "?", q->text);
		add_more(&text, q->who ? q->who : "!",
			 q->answer ? q->answer : _("no answer yet"));
		add_more(&text, _("evidence:"), q->evidence);
	} else if (f) {
		add_more(&text, "-", f->title);
		add_more(&text, _("note:"), f->note);
		add_more(&text, _("evidence:"), f->evidence);
	}
	tell_run(&st->day, &text);
	(void)draw_lines(r, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}

/* Cells */

static void cell_mark(const struct screen *s, size_t row, struct cell *cell)
{
	const struct visit_question *q = question_at(s, row);
	const struct visit_speaker *p = speaker_at(s, row);
	const struct visit_fix *f = fix_at(s, row);

	if (f && f->late) {
		str_add_char(&cell->text, 'x');
		cell->style = DRAW_BAD;
	} else if ((q && !q->answer) || (f && !f->done) || (p && !p->name)) {
		str_add_char(&cell->text, '!');
		cell->style = DRAW_WARN;
	}
}

static void cell_when(const struct screen *s, size_t row, struct cell *cell)
{
	const struct visit_question *q = question_at(s, row);
	const struct visit_speaker *p = speaker_at(s, row);
	const struct visit_fix *f = fix_at(s, row);

	if (p)
		str_add(&cell->text, lang_pick(p->part_zh, p->part));
	else if (q && q->at)
		str_add(&cell->text, q->at + 11); /* the hour */
	else if (f && f->due)
		str_add(&cell->text, f->due);
}

static void cell_item(const struct screen *s, size_t row, struct cell *cell)
{
	const struct visit_question *q = question_at(s, row);
	const struct visit_fix *f = fix_at(s, row);
	const char *item = q ? q->item : f ? f->item : NULL;

	str_add(&cell->text, item ? item : "");
}

static void cell_text(const struct screen *s, size_t row, struct cell *cell)
{
	const struct visit_question *q = question_at(s, row);
	const struct visit_speaker *p = speaker_at(s, row);
	const struct visit_fix *f = fix_at(s, row);

	if (p)
		str_add(&cell->text, p->name ? p->name : "-");
	else
		str_add(&cell->text, q ? q->text : f ? f->title : "");
}

static void cell_who(const struct screen *s, size_t row, struct cell *cell)
{
	const struct visit_question *q = question_at(s, row);
	const struct visit_speaker *p = speaker_at(s, row);
	const struct visit_fix *f = fix_at(s, row);
	const char *who = q ? q->who : f ? f->owner : p ? p->phone : NULL;

	str_add(&cell->text, who ? who : "");
}

/* Keys */

static const char *why_not_speaker(const struct screen *s)
{
	return speaker_at(s, s->cursor) ? NULL
					: _("The row is no part of the list.");
}

static const char *why_not_question(const struct screen *s)
{
	return question_at(s, s->cursor)
		       ? NULL
		       : _("The row is no question; t notes one.");
}

static const char *why_not_fix(const struct screen *s)
{
	const struct visit_fix *f = fix_at(s, s->cursor);

	return !f	 ? _("The row is nothing to be put right.")
	       : f->done ? _("It is done.")
			 : NULL;
}

static const char *why_not_open(const struct screen *s)
{
	const struct visit_state *st = s->data;

	return st->loaded && st->day.run.n && !st->day.run.closed
		       ? NULL
		       : _("The list is not open; b begins it, m a rehearsal.");
}

static const char *why_not_begun(const struct screen *s)
{
	const struct visit_state *st = s->data;

	return st->loaded && st->day.run.n ? NULL
					   : _("The list has not been begun.");
}

/* What an act is about is the row it was pressed on */
static int press(struct screen *s, const struct visit_act *act)
{
	struct visit_state *st = s->data;
	const struct visit_question *q = question_at(s, s->cursor);
	const struct visit_speaker *p = speaker_at(s, s->cursor);
	const struct visit_fix *f = fix_at(s, s->cursor);

	st->about = q ? q->n : f && act == &visit_act_fixed ? f->n : 0;
	st->part = p ? p->part : NULL;
	return visit_do(s, act);
}

#define PRESS(name)                                 \
	static int press_##name(struct screen *s)   \
	{                                           \
		return press(s, &visit_act_##name); \
	}

PRESS(announce)
PRESS(speaker)
PRESS(begin)
PRESS(rehearse)
PRESS(ask)
PRESS(reply)
PRESS(file)
PRESS(text)
PRESS(end)
PRESS(result)
PRESS(fix)
PRESS(fixed)

static int press_checklist(struct screen *s)
{
	const struct visit_state *st = s->data;
	const struct record_ask ask = { .no = st->d.no };

	return view_open(s->tui, &view_checklist, &ask);
}

static int press_undo(struct screen *s)
{
	const struct visit_state *st = s->data;

	return form_undo_ask(s, st->d.id);
}

/* clang-format off */
static const struct column columns[] = {
	{ " ",           1,  0,  false, cell_mark },
	{ N_("When"),    10, 0,  false, cell_when },
	{ N_("Item"),    5,  0,  false, cell_item },
	{ N_("What"),    0,  0,  false, cell_text },
	{ N_("Who"),     16, 70, false, cell_who  },
	{ NULL,          0,  0,  false, NULL      },
};

static const struct key keys[] = {
	{ 'e',      N_("evidence"), N_("record a file as evidence of the question or of an item"), press_file, why_not_open },
	{ 'w',      N_("written"), N_("record as evidence what was seen, in words"), press_text, why_not_open },
	{ 't',      N_("question"), N_("note a question"),                          press_ask,      why_not_open },
	{ 'r',      N_("reply"),  N_("note the answer to the question"),            press_reply,    why_not_question },
	{ 'i',      N_("checklist"), N_("the self-check and the list of the visit"), press_checklist, NULL },
	{ 'f',      N_("put right"), N_("add what is to be put right"),             press_fix,      why_not_begun },
	{ 'd',      N_("done"),   N_("it is put right"),                            press_fixed,    why_not_fix },
	{ 'a',      NULL,         N_("note the telephone call that announces them"), press_announce, NULL },
	{ 's',      NULL,         N_("say who answers for the part"),               press_speaker,  why_not_speaker },
	{ 'b',      NULL,         N_("begin the list of the visit"),                press_begin,    NULL },
	{ 'm',      NULL,         N_("begin a rehearsal of it"),                    press_rehearse, NULL },
	{ 'x',      NULL,         N_("end: the run is closed and stays"),           press_end,      why_not_open },
	{ 'R',      NULL,         N_("enter what the authority says"),              press_result,   NULL },
	{ 'u',      N_("undo"),   N_("take back the last change of the dossier"),   press_undo,     NULL },
	{ 'q',      NULL,         N_("back"),                                       view_press_back, NULL },
	{ '/',      N_("filter"), N_("filter as you type"),                         view_press_filter, NULL },
	{ KEYS_ESC, N_("back"),   N_("back"),                                       view_press_back, NULL },
	{ '?',      N_("help"),   N_("this help"),                                  view_press_help, NULL },
	{ 0,        NULL,         NULL,                                             NULL,           NULL },
};
/* clang-format on */

const struct view view_visit = {
	.name = "visit",
	.title = N_("Day of the visit"),
	.columns = columns,
	.keys = keys,
	.open = visit_open,
	.load = visit_state_load,
	.close = visit_shut,
	.title_of = title,
	.status = status,
	.heading = heading,
	.filter = N_("Filter:"),
	.detail = detail,
	.no = no,
};
