/**
 * @file course/stage.c  Where a dossier is, and what can be done next
 */
#include "course/stage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check/checker.h"
#include "check/profile.h"
#include "check/run.h"
#include "dossier/journal.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "value/value.h"

#define FIELDS_MAX 24

const struct stage *stage_of(const struct pack *pack, const struct facts *facts)
{
	const int last = facts_rows(facts, STEP_GROUP);
	const char *to = facts_value(facts, STEP_GROUP, last, "to");

	if (last == 0)
		return pack->stages_count > 0 ? &pack->stages[0] : NULL;

	return to ? pack_stage(pack, to) : NULL;
}

/* Whether an act is open; *whyp is set to the reason if it is not */
static int judge(struct checker *checker, const struct facts *facts,
		 const struct act *act, bool *openp, char **whyp)
{
	const struct run run = { .checker = checker,
				 .facts = facts,
				 .profile = profile_of(checker->pack, facts) };
	struct expr *guard = checker->acts[act - checker->pack->acts];
	struct str why = { 0 };
	enum verdict v;
	int err = run_ask(guard, 0, VERDICT_TRUE, &v);

	*openp = v == VERDICT_TRUE;
	if (err || *openp)
		return err;

	if (act->closed)
		run_fill_in(&run, &why, lang_pick(act->closed, act->closed_en),
			    NULL, 0);
	else
		run_say_unknown(&run, &why, expr_reads(guard), NULL, 0);
	*whyp = str_take(&why);
	return 0;
}

int stage_acts(struct stage_acts *to, struct checker *checker,
	       struct facts *facts)
{
	const struct pack *pack = checker->pack;
	struct stage_acts out = { NULL, 0 };
	const struct stage *stage;
	int err = check_calculate(checker, facts);

	stage = stage_of(pack, facts);
	for (unsigned i = 0; stage && i < pack->acts_count && !err; i++) {
		struct stage_act a = { .act = &pack->acts[i] };

		if (!step_leads_from(a.act, stage))
			continue;
		err = judge(checker, facts, a.act, &a.open, &a.why);
		if (err)
			break;
		out.v = x_grow(out.v, out.c, sizeof(*out.v));
		out.v[out.c++] = a;
	}

	if (err)
		stage_acts_release(&out);
	else
		*to = out;
	return err;
}

void stage_acts_release(struct stage_acts *acts)
{
	for (size_t i = 0; i < acts->c; i++)
		free(acts->v[i].why);
	free(acts->v);
	*acts = (struct stage_acts){ NULL, 0 };
}

/* An act being done */
struct doing {
	struct checker *checker;
	const struct pack *pack;
	const struct calendar *calendar;
	int64_t dossier;
	const struct stage_doing *what;
	const struct act *act;
	struct facts facts;
	int row; /* of the new step */
	struct fact_set setv[FIELDS_MAX];
	char *names[FIELDS_MAX]; /* owned; the wishes borrow them */
	size_t c;
	char date[DATE_TEXT];
	char due[DATE_TEXT];
	char *due_rule; /* owned */
};

static int wish(struct doing *d, const char *field, const char *text)
{
	struct str name = { 0 };

	if (d->c == FIELDS_MAX - 1)
		return err_set(EINVAL, _("too many fields"));

	str_addf(&name, STEP_GROUP "[%d].%s", d->row, field);
	d->names[d->c] = str_take(&name);
	d->setv[d->c] = (struct fact_set){ .key = d->names[d->c],
					   .text = text };
	d->c++;
	return 0;
}

static bool is_listed(const char *word, char *const *list, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		if (strcmp(list[i], word) == 0)
			return true;
	}

	return false;
}

static bool is_given(const struct stage_doing *what, const char *field)
{
	for (const struct fact_set *s = what->givenv; s && s->key; s++) {
		if (strcmp(s->key, field) == 0 && s->text && *s->text)
			return true;
	}

	return false;
}

/* Acts that lead on from here, for a refusal */
static int refuse_act(const struct doing *d, const struct stage *stage)
{
	struct str list = { 0 };
	int err;

	for (unsigned i = 0; i < d->pack->acts_count; i++) {
		if (step_leads_from(&d->pack->acts[i], stage))
			str_addf(&list, "%s%s", list.len ? ", " : "",
				 d->pack->acts[i].id);
	}
	err = err_set(EPERM,
		      _("%s does not lead on from the stage %s %s; possible: "
			"%s"),
		      d->act->id, stage->id,
		      lang_pick(stage->title, stage->title_en),
		      list.len ? list.s : "-");
	str_release(&list);
	return err;
}

static int check_act(struct doing *d)
{
	const struct stage *stage = stage_of(d->pack, &d->facts);
	char *why = NULL;
	bool open = false;
	int err;

	d->act = pack_act(d->pack, d->what->act);
	if (!d->act)
		return err_set(ENOENT, _("no act %s; see: callpermit stage NO"),
			       d->what->act);
	if (!stage)
		return err_set(EPERM, _("the rule pack has no such stage"));
	if (!step_leads_from(d->act, stage))
		return refuse_act(d, stage);

	err = judge(d->checker, &d->facts, d->act, &open, &why);
	if (!err && !open)
		err = err_set(EPERM, "%s: %s", d->act->id, why);
	free(why);
	return err;
}

/* The day of the act: not after today, not before the last step */
static int check_date(struct doing *d)
{
	const struct field as = { .key = (char *)"date", .type = FIELD_DATE };
	const char *last = facts_value(&d->facts, STEP_GROUP, d->row - 1,
				       "date");
	char today[DATE_TEXT];
	char *value = NULL;
	int err;

	(void)date_encode(today, clock_today());
	err = value_decode(&as, d->what->date ? d->what->date : today, &value);
	if (err)
		return err;

	memcpy(d->date, value, DATE_TEXT);
	free(value);
	if (strcmp(d->date, today) > 0)
		return err_set(EINVAL,
			       _("%s is not over yet; an act is put "
				 "down when it is done"),
			       d->date);
	if (last && strcmp(d->date, last) < 0)
		return err_set(EINVAL,
			       _("%s is before the last step, %s; take that "
				 "back first (undo)"),
			       d->date, last);

	return 0;
}

static int refuse_field(const struct act *act, const char *key)
{
	struct str list = { 0 };
	int err;

	for (unsigned i = 0; i < act->asks_count; i++)
		str_addf(&list, "%s%s", i ? ", " : "", act->asks[i]);
	err = err_set(EINVAL,
		      _("%s does not ask for %s; it asks for: %s, and the day "
			"with --date"),
		      act->id, key, list.len ? list.s : "-");
	str_release(&list);
	return err;
}

static int check_given(const struct doing *d)
{
	const struct act *act = d->act;

	for (const struct fact_set *s = d->what->givenv; s && s->key; s++) {
		if (!is_listed(s->key, act->asks, act->asks_count))
			return refuse_field(act, s->key);
	}
	for (unsigned i = 0; i < act->needs_count; i++) {
		const struct field *field = pack_field(d->pack, STEP_GROUP,
						       act->needs[i], NULL);

		if (!is_given(d->what, act->needs[i]))
			return err_set(
				EINVAL, _("%s needs %s=... (%s)"), act->id,
				act->needs[i],
				field ? lang_pick(field->label, field->label_en)
				      : "");
	}

	return 0;
}

static int add_wishes(struct doing *d)
{
	const struct stage *stage = stage_of(d->pack, &d->facts);
	int err = wish(d, "act", d->act->id);

	if (!err)
		err = wish(d, "from", stage->id);
	if (!err)
		err = wish(d, "to", d->act->to);
	if (!err)
		err = wish(d, "date", d->date);
	for (const struct fact_set *s = d->what->givenv; s && s->key && !err;
	     s++)
		err = wish(d, s->key, s->text);
	return err;
}

/* Take the step as if it were written, but for its papers: no clock reads them
 */
static int suppose(struct doing *d)
{
	struct fact_set setv[FIELDS_MAX] = { { .key = NULL } };
	size_t c = 0;

	for (size_t i = 0; i < d->c; i++) {
		const char *key = strchr(d->names[i], '.') + 1;
		const struct field *field = pack_field(d->pack, STEP_GROUP, key,
						       NULL);

		if (!field || field->type != FIELD_FILE)
			setv[c++] = d->setv[i];
	}

	return facts_suppose(&d->facts, d->pack, setv);
}

/* The first day among the clocks that this act starts */
static int find_due(struct doing *d)
{
	struct deadlines all = { NULL, 0 };
	int err = suppose(d);

	if (!err)
		err = deadlines_make(&all, d->checker, d->calendar, &d->facts);
	if (err == EBADMSG) { /* it is what was given, not the pack */
		char *why = x_strdup(err_text(err));

		err = err_set(EINVAL, "%s", why);
		free(why);
	}
	for (size_t i = 0; i < all.c && !err && !d->due_rule; i++) {
		const struct deadline *dl = &all.v[i];

		for (unsigned k = 0; k < d->pack->clocks_count; k++) {
			const struct clock_row *c = &d->pack->clocks[k];

			if (strcmp(c->id, dl->key) == 0 &&
			    dl->state == DEADLINE_OPEN && dl->due.year &&
			    is_listed(d->act->id, c->start, c->start_count))
				d->due_rule = x_strdup(c->id);
		}
		if (d->due_rule)
			(void)date_encode(d->due, dl->due);
	}
	deadlines_release(&all);
	if (!err && d->due_rule) {
		err = wish(d, "due", d->due);
		if (!err)
			err = wish(d, "due_rule", d->due_rule);
	}
	return err;
}

static int do_work(struct db *db, void *arg)
{
	struct doing *d = arg;
	const struct fact_change change = { .origin = "act",
					    .reason = d->what->reason,
					    .attach = true };
	int err = facts_load(&d->facts, db, d->pack, d->dossier);

	if (!err)
		err = check_calculate(d->checker, &d->facts);
	d->row = facts_rows(&d->facts, STEP_GROUP) + 1;
	if (!err)
		err = check_act(d);
	if (!err)
		err = check_date(d);
	if (!err)
		err = check_given(d);
	if (!err)
		err = add_wishes(d);
	if (!err)
		err = find_due(d);
	return err ? err
		   : fact_set(db, d->pack, d->dossier, d->setv, &change, NULL);
}

int stage_do(struct db *db, struct checker *checker, const struct pack *pack,
	     const struct calendar *calendar, int64_t dossier,
	     const struct stage_doing *doing)
{
	struct doing d = { .checker = checker,
			   .pack = pack,
			   .calendar = calendar,
			   .dossier = dossier,
			   .what = doing };
	int err = db_atomic(db, do_work, &d);

	for (size_t i = 0; i < d.c; i++)
		free(d.names[i]);
	free(d.due_rule);
	facts_release(&d.facts);
	return err;
}
