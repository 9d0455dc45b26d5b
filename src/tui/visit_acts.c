/**
 * @file tui/visit_acts.c  What is done on the day of the visit, and what is
 * asked for it
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/papers.h"
#include "tui/visit_state.h"
#include "util/lang.h"
#include "util/mem.h"

static int announce(struct screen *s, const struct visit *v,
		    const char *const *answerv)
{
	const struct visit_announcement a = { .when = answerv[0],
					      .who = answerv[1],
					      .where = answerv[2],
					      .papers = answerv[3] };
	int err = visit_announce(v, &a);

	if (!err)
		view_say(s->tui, DRAW_GOOD, "%s", _("The call is noted."));
	return err;
}

const struct visit_act visit_act_announce = {
	.askv = { N_("When do they come (2026-12-01 09:30):"),
		  N_("Who telephoned (may stay empty):"),
		  N_("Where (may stay empty):"),
		  N_("Papers asked for (may stay empty):") },
	.run = announce,
};

static int name_speaker(struct screen *s, const struct visit *v,
			const char *const *answerv)
{
	const struct visit_state *st = s->data;
	const struct visit_speaker speaker = { .part = st->part,
					       .name = answerv[0],
					       .backup = answerv[1],
					       .phone = answerv[2] };
	int err = visit_set_speaker(v, &speaker);

	if (!err)
		view_say(s->tui, DRAW_GOOD, "%s", _("Noted."));
	return err;
}

const struct visit_act visit_act_speaker = {
	.askv = { N_("Who answers for it (empty: nobody):"),
		  N_("Who else (may stay empty):"),
		  N_("Telephone (may stay empty):") },
	.run = name_speaker,
	.replaces = true,
};

static int begin_run(struct screen *s, const struct visit *v, const char *kind)
{
	int n = 0;
	int err = visit_begin(v, kind, &n);

	if (!err)
		view_say(s->tui, DRAW_GOOD,
			 _("Run %d has begun; its items are answered in the "
			   "checklist."),
			 n);
	return err;
}

static int begin(struct screen *s, const struct visit *v,
		 const char *const *answerv)
{
	(void)answerv;
	return begin_run(s, v, "official");
}

static int rehearse(struct screen *s, const struct visit *v,
		    const char *const *answerv)
{
	(void)answerv;
	return begin_run(s, v, "mock");
}

const struct visit_act visit_act_begin = {
	.askv = { NULL },
	.run = begin,
};
const struct visit_act visit_act_rehearse = {
	.askv = { NULL },
	.run = rehearse,
};

static int ask(struct screen *s, const struct visit *v,
	       const char *const *answerv)
{
	const struct visit_asking a = { .text = answerv[0],
					.item = answerv[1],
					.by = answerv[2] };
	int n = 0;
	int err = visit_ask(v, &a, &n);

	if (!err)
		view_say(s->tui, DRAW_GOOD, _("Question %d is noted."), n);
	return err;
}

const struct visit_act visit_act_ask = {
	.askv = { N_("What do they ask:"),
		  N_("Item, like I-07 (may stay empty):"),
		  N_("Who asks (may stay empty):") },
	.run = ask,
};

static int reply(struct screen *s, const struct visit *v,
		 const char *const *answerv)
{
	const struct visit_state *st = s->data;
	int err = visit_reply(v, st->about, answerv[0], answerv[1]);

	if (!err)
		view_say(s->tui, DRAW_GOOD, "%s", _("The answer is noted."));
	return err;
}

const struct visit_act visit_act_reply = {
	.askv = { N_("The answer:"),
		  N_("Who gave it (empty: who answers for the part):") },
	.run = reply,
	.replaces = true,
};

/* Of the question of the cursor, or of an item */
static int record(struct screen *s, const struct visit *v,
		  struct visit_record *r, const char *item)
{
	const struct visit_state *st = s->data;
	int n = 0;
	int err;

	r->item = item;
	r->question = st->about;
	err = visit_record(v, r, &n);
	if (!err)
		view_say(s->tui, DRAW_GOOD,
			 _("Kept as E-%d.  u takes it back."), n);
	return err;
}

static int record_file(struct screen *s, const struct visit *v,
		       const char *const *answerv)
{
	const char *const *pathv;
	struct visit_record r = { .pathc = 1 };
	char *path = NULL;
	int err = papers_path(&path, answerv[0] ? answerv[0] : "");

	pathv = (const char *const *)&path;
	r.pathv = pathv;
	if (!err)
		err = record(s, v, &r, answerv[1]);
	free(path);
	return err;
}

const struct visit_act visit_act_file = {
	.askv = { N_("File that is kept as evidence:"),
		  N_("Item, like I-07 (may stay empty):") },
	.run = record_file,
};

static int record_text(struct screen *s, const struct visit *v,
		       const char *const *answerv)
{
	struct visit_record r = { .text = answerv[0] };

	return record(s, v, &r, answerv[1]);
}

const struct visit_act visit_act_text = {
	.askv = { N_("What was seen, kept as evidence:"),
		  N_("Item, like I-07 (may stay empty):") },
	.run = record_text,
};

static int end(struct screen *s, const struct visit *v,
	       const char *const *answerv)
{
	const struct visit_state *st = s->data;
	int n = 0;
	int err = visit_end(v, &n);

	(void)answerv;
	if (!err)
		view_say(s->tui, DRAW_GOOD,
			 _("Run %d is closed.  The report: callpermit visit %s "
			   "report -o FILE"),
			 n, st->d.no);
	return err;
}

const struct visit_act visit_act_end = {
	.askv = { NULL },
	.run = end,
};

static int result(struct screen *s, const struct visit *v,
		  const char *const *answerv)
{
	const struct visit_verdict verdict = { .result = answerv[0],
					       .doc_no = answerv[1],
					       .note = answerv[2] };
	int err = visit_result(v, &verdict);

	if (!err)
		view_say(s->tui, DRAW_GOOD, "%s", _("The result is noted."));
	return err;
}

const struct visit_act visit_act_result = {
	.askv = { N_("What do they say (pass, rectify, fail):"),
		  N_("Number of the document (may stay empty):"),
		  N_("Note (may stay empty):") },
	.run = result,
};

static int add_fix(struct screen *s, const struct visit *v,
		   const char *const *answerv)
{
	const struct visit_wish wish = { .title = answerv[0],
					 .owner = answerv[1],
					 .due = answerv[2],
					 .item = answerv[3] };
	int n = 0;
	int err = visit_add_fix(v, &wish, &n);

	if (!err)
		view_say(s->tui, DRAW_GOOD, "%s",
			 _("Noted, and among what is due."));
	return err;
}

const struct visit_act visit_act_fix = {
	.askv = { N_("What is to be put right:"), N_("Who puts it right:"),
		  N_("By when, a day:"),
		  N_("Item, like I-07 (may stay empty):") },
	.run = add_fix,
};

static int fixed(struct screen *s, const struct visit *v,
		 const char *const *answerv)
{
	const struct visit_state *st = s->data;
	int err = visit_fixed(v, st->about, NULL, answerv[0]);

	if (!err)
		view_say(s->tui, DRAW_GOOD, "%s", _("Done today."));
	return err;
}

const struct visit_act visit_act_fixed = {
	.askv = { N_("Evidence of it, like E-3 (may stay empty):") },
	.run = fixed,
	.replaces = true,
};

/* Asking */

static void forget(struct visit_state *st)
{
	for (size_t i = 0; i < VISIT_ASKS_MAX; i++) {
		free(st->answerv[i]);
		st->answerv[i] = NULL;
	}
	st->asked = 0;
	st->act = NULL;
}

static void add_word(struct str *to, const char *word)
{
	if (word && *word)
		str_addf(to, "%s%s", to->len ? "  " : "", word);
}

/* What an act replaces; those that add something replace nothing */
static void tell_now(const struct screen *s, struct str *to)
{
	const struct visit_state *st = s->data;
	const struct visit_day *day = &st->day;

	for (size_t i = 0; st->loaded && i < day->speakerc; i++) {
		const struct visit_speaker *p = &day->speakerv[i];

		if (st->act != &visit_act_speaker || !st->part ||
		    strcmp(p->part, st->part) != 0)
			continue;
		add_word(to, p->name);
		add_word(to, p->backup);
		add_word(to, p->phone);
	}
	for (size_t i = 0; st->loaded && i < day->questionc; i++) {
		if (st->act == &visit_act_reply &&
		    day->questionv[i].n == st->about) {
			add_word(to, day->questionv[i].answer);
			add_word(to, day->questionv[i].who);
		}
	}
	for (size_t i = 0; st->loaded && i < day->fixc; i++) {
		if (st->act == &visit_act_fixed && day->fixv[i].n == st->about)
			add_word(to, day->fixv[i].done);
	}
}

static int save(struct screen *s)
{
	struct visit_state *st = s->data;
	const char *answerv[VISIT_ASKS_MAX] = { NULL };
	const struct visit v = visit_of(s);

	for (size_t i = 0; i < st->asked; i++)
		answerv[i] = *st->answerv[i] ? st->answerv[i] : NULL;
	return st->act->run(s, &v, answerv);
}

static int finish_act(struct screen *s, bool saved)
{
	(void)saved;
	forget(s->data);
	view_load_all(s->tui);
	return 0;
}

static int finish(struct screen *s)
{
	struct visit_state *st = s->data;
	int err;

	if (st->act->replaces) {
		err = clash_save(s, &st->clash);
	} else {
		err = save(s);
		if (!err)
			return finish_act(s, true);
	}
	if (err && err != ECANCELED)
		forget(st);
	return err;
}

static void ask_next(struct screen *s)
{
	struct visit_state *st = s->data;

	st->question.label = st->act->askv[st->asked];
	view_ask(s, &st->question, "");
}

static int answered(struct screen *s, const char *text)
{
	struct visit_state *st = s->data;

	st->answerv[st->asked++] = x_strdup(text);
	if (st->asked == VISIT_ASKS_MAX || !st->act->askv[st->asked])
		return finish(s);
	ask_next(s);
	return 0;
}

static void dropped(struct screen *s)
{
	forget(s->data);
	view_say(s->tui, DRAW_PLAIN, "%s", _("Nothing was done."));
}

int visit_do(struct screen *s, const struct visit_act *act)
{
	struct visit_state *st = s->data;

	forget(st);
	st->act = act;
	st->question.done = answered;
	st->question.dropped = dropped;
	st->clash.tell = tell_now;
	st->clash.save = save;
	st->clash.finish = finish_act;
	clash_begin(s, &st->clash);
	if (!act->askv[0])
		return finish(s);
	ask_next(s);
	return 0;
}

void visit_state_release(struct visit_state *st)
{
	forget(st);
	clash_release(&st->clash);
	if (st->loaded)
		visit_release(&st->day);
	calendar_free(st->calendar);
	dossier_release(&st->d);
	free(st->linev);
}
