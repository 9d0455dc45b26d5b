/**
 * @file tui/checklist_answer.c  An item is answered: what the answer demands is
 * asked for in place
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/checklist_state.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

static const char *want_label(enum want want)
{
	static const char *const labels[WANT_COUNT] = {
		[WANT_REASON] = N_("why other than measured"),
		[WANT_NOTE] = N_("note"),
		[WANT_EVIDENCE] = N_("evidence, E-1 E-2"),
		[WANT_OWNER] = N_("who puts it right"),
		[WANT_DUE] = N_("until which day"),
	};

	return _(labels[want]);
}

static const char *given(const struct answering *a, enum want want)
{
	const char *text = a->textv[want];

	return text && *text ? text : NULL;
}

static void give(struct answering *a, enum want want, const char *text)
{
	char *copy = x_strdup(text ? text : "");

	free(a->textv[want]);
	a->textv[want] = copy;
}

static void ask(struct screen *s, struct answering *a, bool again)
{
	str_clear(&a->label);
	if (again)
		str_add(&a->label, _("It cannot stay empty.  "));
	str_addf(&a->label, "%s %s: %s%s:", a->item, answer_title(a->answer),
		 want_label(a->at),
		 a->demandv[a->at] ? "" : _(" (may stay empty)"));
	a->question.label = str_text(&a->label);
	view_ask(s, &a->question, a->textv[a->at] ? a->textv[a->at] : "");
}

/* What the answer replaces */
static void tell_answer(const struct screen *s, struct str *to)
{
	const struct checklist_state *c = s->data;
	const struct check_line *line = c->begun && c->answering.item
						? checklist_line(
							  &c->run,
							  c->answering.item)
						: NULL;

	if (!line)
		return;
	str_add(to, answer_title(line->answer));
	if (line->note && *line->note)
		str_addf(to, "  %s", line->note);
	if (line->evidence && *line->evidence)
		str_addf(to, "  %s", line->evidence);
	if (line->reason && *line->reason)
		str_addf(to, "  %s", line->reason);
}

static int save(struct screen *s)
{
	struct checklist_state *c = s->data;
	const struct answering *a = &c->answering;
	const struct checklist list = checklist_of(s);
	const struct check_answer answer = {
		.run = c->run.n,
		.item = a->item,
		.answer = a->answer,
		.note = given(a, WANT_NOTE),
		.evidence = given(a, WANT_EVIDENCE),
		.reason = given(a, WANT_REASON),
		.owner = given(a, WANT_OWNER),
		.due = given(a, WANT_DUE),
	};

	return checklist_answer(&list, &answer);
}

static int finish(struct screen *s, bool saved)
{
	struct checklist_state *c = s->data;
	struct answering *a = &c->answering;
	const size_t row = view_row(s, s->cursor);

	if (saved)
		view_say(s->tui, DRAW_GOOD, _("%s: %s.  u takes it back."),
			 a->item, answer_title(a->answer));
	free(a->item);
	a->item = NULL;
	view_load_all(s->tui);
	/* a filter may have taken the row away */
	return a->stays || !saved || row != view_row(s, s->cursor)
		       ? 0
		       : view_step(s, 1);
}

static int commit(struct screen *s, struct checklist_state *c)
{
	int err = clash_save(s, &c->answering.clash);

	return err && err != ECANCELED
		       ? err_prefix(err, "%s",
				    _("not done, the same key asks again"))
		       : err;
}

/* Ask for the next thing from at on, or be done */
static int go_on(struct screen *s, int at)
{
	struct checklist_state *c = s->data;
	struct answering *a = &c->answering;

	while (at < WANT_COUNT && !a->wantv[at])
		at++;
	if (at == WANT_COUNT)
		return commit(s, c);

	a->at = (enum want)at;
	ask(s, a, false);
	return 0;
}

static int answered(struct screen *s, const char *text)
{
	struct checklist_state *c = s->data;
	struct answering *a = &c->answering;

	give(a, a->at, text);
	if (a->demandv[a->at] && !given(a, a->at)) {
		ask(s, a, true);
		return 0;
	}
	return go_on(s, (int)a->at + 1);
}

static void dropped(struct screen *s)
{
	view_say(s->tui, DRAW_PLAIN, "%s", _("Nothing was done."));
}

static void demand(struct answering *a, enum want want, bool is)
{
	a->demandv[want] = is;
	a->wantv[want] = is;
}

/* As check_demands() and check_override() of checklist/answer.c have it */
static void find_demands(struct answering *a, const struct check_run *run,
			 const struct check_line *line)
{
	const bool fail = a->answer == ANSWER_FAIL;
	const bool ours = strcmp(run->kind, "official") != 0;
	const bool task = fail && line->grade->task && line->task == 0;

	demand(a, WANT_REASON,
	       line->verdict != ANSWER_TODO && a->answer != ANSWER_TODO &&
		       line->verdict != a->answer);
	demand(a, WANT_NOTE, fail && line->grade->note);
	demand(a, WANT_EVIDENCE, fail && line->grade->photo && ours);
	demand(a, WANT_OWNER, task);
	demand(a, WANT_DUE, task);
}

int checklist_begin(struct screen *s, enum answer answer, enum want want)
{
	struct checklist_state *c = s->data;
	struct answering *a = &c->answering;
	const struct check_line *line = checklist_at(s, s->cursor);

	/* one that was refused is asked again with what was typed */
	if (!a->item || strcmp(a->item, line->item->id) != 0) {
		free(a->item);
		a->item = x_strdup(line->item->id);
		give(a, WANT_NOTE, line->note);
		give(a, WANT_EVIDENCE, line->evidence);
		give(a, WANT_REASON, line->reason);
		give(a, WANT_OWNER, NULL);
		give(a, WANT_DUE, NULL);
	}
	a->answer = answer;
	a->stays = want != WANT_COUNT;
	a->question.done = answered;
	a->question.dropped = dropped;
	a->clash.tell = tell_answer;
	a->clash.save = save;
	a->clash.finish = finish;
	clash_begin(s, &a->clash);
	find_demands(a, &c->run, line);
	if (!a->wantv[WANT_REASON])
		give(a, WANT_REASON, NULL);
	if (want != WANT_COUNT)
		a->wantv[want] = true;
	return go_on(s, 0);
}
