/**
 * @file checklist/answer.c  Runs of the two checklists are written
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "checklist/checklist_private.h"
#include "dossier/step.h"
#include "dossier/wish.h"
#include "util/chain.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

/* Write what was put together */
static int commit(const struct checklist *c, struct wishes *w)
{
	static const struct fact_change change = { .origin = "evidence" };

	return wishes_set(w, c->db, c->pack, c->dossier, &change);
}

static void wish_answer(struct wishes *w, int row, int run,
			const struct check_line *line)
{
	wishes_int(w, ANSWER_GROUP, row, "run", run);
	wishes_text(w, ANSWER_GROUP, row, "item", line->item->id);
	wishes_text(w, ANSWER_GROUP, row, "result", answer_name(line->answer));
	wishes_text(w, ANSWER_GROUP, row, "note", line->note);
	wishes_text(w, ANSWER_GROUP, row, "evidence", line->evidence);
	wishes_text(w, ANSWER_GROUP, row, "by", line->by);
	wishes_text(w, ANSWER_GROUP, row, "date", line->date);
	wishes_text(w, ANSWER_GROUP, row, "measured", line->measured);
	wishes_text(w, ANSWER_GROUP, row, "verdict",
		    line->measured || line->verdict ? answer_name(line->verdict)
						    : NULL);
	wishes_text(w, ANSWER_GROUP, row, "reason", line->reason);
}

/* What nobody has answered and is known: it does not apply, or the drill has
 * shown it.  A drill that failed is left to a person: a failure demands more.
 */
static void prefill(struct wishes *w, const struct check_run *run,
		    const bool *drillv)
{
	char today[DATE_TEXT];
	int row = facts_rows(run->facts, ANSWER_GROUP);

	(void)date_encode(today, clock_today());
	for (size_t i = 0; i < run->c; i++) {
		struct check_line line = run->v[i];

		if (line.answer != ANSWER_TODO ||
		    !(line.verdict == ANSWER_NA ||
		      (drillv[i] && line.verdict == ANSWER_PASS)))
			continue;
		line.answer = line.verdict;
		line.by = line.verdict == ANSWER_NA ? "rules" : "drill";
		line.date = today;
		wish_answer(w, ++row, run->n, &line);
	}
}

/* Measure a run and wish what is known of it */
static int prefill_run(const struct checklist *c, struct check_run *run,
		       struct wishes *w)
{
	bool *drillv = x_calloc(run->c + 1, sizeof(*drillv));
	int err = checklist_measure(run, c, drillv);

	if (!err)
		prefill(w, run, drillv);
	free(drillv);
	return err;
}

static int prefill_open(const struct checklist *c, int n)
{
	struct wishes w = { NULL, 0 };
	struct check_run run;
	int err = checklist_load(&run, c, n);

	if (err)
		return err;

	if (!run.closed)
		err = prefill_run(c, &run, &w);
	checklist_release(&run);
	if (err)
		wishes_release(&w);
	return err ? err : commit(c, &w);
}

int checklist_prefill(const struct checklist *c)
{
	struct facts facts = { NULL, 0 };
	int err = facts_load(&facts, c->db, c->pack, c->dossier);

	for (int n = 1; n <= checklist_runs(&facts) && !err; n++)
		err = prefill_open(c, n);
	facts_release(&facts);
	return err;
}

static int one_of(const char *word, const char *const *v, size_t c)
{
	for (size_t i = 0; i < c; i++) {
		if (strcmp(word, v[i]) == 0)
			return 0;
	}

	return err_set(EINVAL, _("%s is no list or kind of a checklist"), word);
}

/* One job within a transaction */
struct job {
	const struct checklist *c;
	const char *list;
	const char *kind;
	const struct check_answer *answer;
	int n;
};

static void wish_run(struct wishes *w, const struct job *job)
{
	char today[DATE_TEXT];
	char now[DATE_TIME_TEXT];

	wishes_text(w, RUN_GROUP, job->n, "list", job->list);
	wishes_text(w, RUN_GROUP, job->n, "kind", job->kind);
	wishes_text(w, RUN_GROUP, job->n, "date",
		    date_encode(today, clock_today()));
	wishes_text(w, RUN_GROUP, job->n, "begun",
		    date_time_encode(now, clock_now()));
}

/* The run and what is known of it are one change, taken back as one: it is
 * measured before it is written */
static int start_work(struct db *db, void *arg)
{
	struct job *job = arg;
	const struct checklist *c = job->c;
	struct facts *facts = x_calloc(1, sizeof(*facts));
	struct wishes w = { NULL, 0 };
	struct check_run run;
	int err = facts_load(facts, db, c->pack, c->dossier);

	if (!err) {
		job->n = checklist_runs(facts) + 1;
		wish_run(&w, job);
		err = facts_suppose(facts, c->pack, w.v);
	}
	if (err) {
		facts_release(facts);
		free(facts);
		wishes_release(&w);
		return err;
	}

	err = run_of_facts(&run, c, facts, job->n);
	if (!err) {
		err = prefill_run(c, &run, &w);
		checklist_release(&run);
	}
	if (err)
		wishes_release(&w);
	return err ? err : commit(c, &w);
}

const char *checklist_title(const char *word)
{
	/* clang-format off */
	static const struct {
		const char *word;
		const char *title;
	} titles[] = {
		{ "onsite",   N_("list of the visit") },
		{ "self",     N_("self-check") },
		{ "mock",     N_("rehearsal") },
		{ "official", N_("by the authority") },
	};
	/* clang-format on */

	for (size_t i = 0; word && i < ARRAY_LEN(titles); i++) {
		if (strcmp(titles[i].word, word) == 0)
			return _(titles[i].title);
	}

	return word ? word : "";
}

int checklist_start(const struct checklist *c, const char *list,
		    const char *kind, int *np)
{
	static const char *const lists[] = { "onsite", "self" };
	static const char *const kinds[] = { "self", "mock", "official" };
	struct job job = { .c = c, .list = list, .kind = kind };
	int err = one_of(list, lists, ARRAY_LEN(lists));

	if (!err)
		err = one_of(kind, kinds, ARRAY_LEN(kinds));
	if (!err && c->pack->items_count == 0)
		err = err_set(EPERM,
			      _("the rule pack of this dossier has no "
				"checklists; see: callpermit migrate NO"));
	if (!err)
		err = db_atomic(c->db, start_work, &job);
	if (!err)
		*np = job.n;
	return err;
}

int checklist_check_evidence(const struct facts *facts, const char *words)
{
	for (const char *s = words ? words : ""; *s;) {
		const size_t n = strcspn(s, " ");
		char *end = NULL;
		long number = 0;

		if (strncmp(s, "E-", 2) == 0)
			number = strtol(s + 2, &end, 10);
		if (n > 0 &&
		    (number < 1 || number > FACT_ROWS_MAX || end != s + n ||
		     !facts_value(facts, RECORD_GROUP, (int)number, "title")))
			return err_set(ENOENT, _("no evidence %.*s"), (int)n,
				       s);
		s += n + (s[n] == ' ');
	}

	return 0;
}

/* Says one more thing that is missing */
static void demand(struct str *to, bool missing, const char *what)
{
	if (missing)
		str_addf(to, "%s%s", to->len ? _(", ") : "", what);
}

/* What a failure demands, by the item's grade; on the official visit the
 * authority holds the proof */
static int check_demands(const struct check_run *run,
			 const struct check_line *line,
			 const struct check_answer *a)
{
	const struct item_grade *g = line->grade;
	const bool official = strcmp(run->kind, "official") == 0;
	const char *photo = a->evidence ? a->evidence : line->evidence;
	struct str missing = { 0 };
	int err = 0;

	if (a->answer != ANSWER_FAIL)
		return 0;
	demand(&missing, g->note && !a->note, _("what is wrong (--note TEXT)"));
	demand(&missing, g->photo && !(photo && *photo) && !official,
	       _("a photo of it (--evidence E-1)"));
	demand(&missing, g->task && line->task == 0 && !a->owner,
	       _("who puts it right (--owner WHO)"));
	demand(&missing, g->task && line->task == 0 && !a->due,
	       _("by when (--due DAY)"));
	if (missing.len > 0)
		err = err_set(EPERM, _("%s [%s]: a failure wants %s"), a->item,
			      lang_pick(g->title, g->title_en), missing.s);
	str_release(&missing);
	return err;
}

/* Nothing can be put right in the past */
static int check_due(const struct check_answer *a)
{
	struct date due = { 0 };
	int err = a->due ? date_decode(&due, a->due) : 0;

	if (!err && a->due && date_number(due) < date_number(clock_today()))
		err = err_set(EINVAL,
			      _("%s: it cannot be put right by %s, that day "
				"is past"),
			      a->item, a->due);
	return err;
}

static int check_override(const struct check_line *line,
			  const struct check_answer *a)
{
	if (line->verdict == ANSWER_TODO || a->answer == ANSWER_TODO ||
	    line->verdict == a->answer || a->reason)
		return 0;

	return err_set(EPERM,
		       _("%s: measured is %s (%s); to answer otherwise wants "
			 "--reason TEXT"),
		       a->item, answer_title(line->verdict),
		       line->measured ? line->measured : "-");
}

/* Titles of tasks say where they come from, in the language of the papers: who
 * answers is not who reads them */
static void wish_task(struct wishes *w, struct check_line *line,
		      const struct check_run *run, const struct check_answer *a)
{
	struct str title = { 0 };
	bool was;

	if (a->answer != ANSWER_FAIL || !a->owner || !a->due)
		return;
	if (line->task == 0)
		line->task = facts_rows(run->facts, TASK_GROUP) + 1;
	was = lang_use(true);
	item_task(&title, line->item);
	(void)lang_use(was);
	wishes_text(w, TASK_GROUP, line->task, "title", title.s);
	wishes_text(w, TASK_GROUP, line->task, "owner", a->owner);
	wishes_text(w, TASK_GROUP, line->task, "due", a->due);
	wishes_int(w, TASK_GROUP, line->task, "run", run->n);
	wishes_text(w, TASK_GROUP, line->task, "item", line->item->id);
	if (a->note)
		wishes_text(w, TASK_GROUP, line->task, "note", a->note);
	str_release(&title);
}

static int write_answer(const struct checklist *c, const struct check_run *run,
			const struct check_line *of,
			const struct check_answer *a)
{
	struct check_line line = *of;
	struct wishes w = { NULL, 0 };
	char today[DATE_TEXT];
	int row = answer_row(run->facts, run->n, a->item);

	(void)date_encode(today, clock_today());
	line.answer = a->answer;
	line.note = a->note;
	if (a->evidence)
		line.evidence = a->evidence;
	line.by = a->by ? a->by : chain_account();
	line.date = today;
	line.reason = a->reason;
	wish_task(&w, &line, run, a);
	if (row == 0)
		row = facts_rows(run->facts, ANSWER_GROUP) + 1;
	wish_answer(&w, row, run->n, &line);
	return commit(c, &w);
}

static int take_answer(const struct checklist *c, const struct check_run *run,
		       const struct check_line *line,
		       const struct check_answer *a)
{
	int err = check_override(line, a);

	if (!err)
		err = check_demands(run, line, a);
	if (!err)
		err = check_due(a);
	return err ? err : write_answer(c, run, line, a);
}

static int find_line(const struct check_run *run, const char *id,
		     const struct check_line **linep)
{
	*linep = checklist_line(run, id);
	return *linep ? 0
		      : err_set(ENOENT, _("the list %s has no item %s"),
				run->list, id);
}

static int closed(int n)
{
	return err_set(EPERM,
		       _("run %d is closed and stays as it is; begin "
			 "another"),
		       n);
}

static int answer_work(struct db *db, void *arg)
{
	const struct job *job = arg;
	const struct check_answer *a = job->answer;
	const struct check_line *line = NULL;
	struct check_run run;
	int err = checklist_load(&run, job->c, a->run);

	(void)db;
	if (err)
		return err;

	if (run.closed)
		err = closed(run.n);
	if (!err)
		err = find_line(&run, a->item, &line);
	if (!err)
		err = checklist_check_evidence(run.facts, a->evidence);
	if (!err && line)
		err = take_answer(job->c, &run, line, a);
	checklist_release(&run);
	return err;
}

int checklist_answer(const struct checklist *c, const struct check_answer *a)
{
	struct job job = { .c = c, .answer = a };

	return db_atomic(c->db, answer_work, &job);
}

int checklist_hold(struct wishes *w, const struct pack *pack,
		   const struct facts *facts, const struct check_held *held)
{
	const struct check_line *line = NULL;
	struct str all = { 0 };
	struct check_run run;
	int err = checklist_read(&run, pack, facts, held->run);

	if (err)
		return err;
	if (run.closed)
		err = closed(run.n);
	if (!err)
		err = find_line(&run, held->item, &line);
	if (!err && line) {
		struct check_line new_ = *line;
		int row = answer_row(facts, run.n, held->item);

		if (row == 0)
			row = facts_rows(facts, ANSWER_GROUP) + 1;
		str_addf(&all, "%s%sE-%d", line->evidence ? line->evidence : "",
			 line->evidence ? " " : "", held->record);
		new_.evidence = all.s;
		wish_answer(w, row, run.n, &new_);
	}
	str_release(&all);
	checklist_release(&run);
	return err;
}

/* Everything that is held stands in the answer, nothing more comes to it */
static void wish_held(struct wishes *w, int row, const struct check_run *run,
		      const struct check_line *line)
{
	struct check_line whole = *line;
	struct str all = { 0 };

	if (line->held) {
		str_addf(&all, "%s%s%s", line->evidence ? line->evidence : "",
			 line->evidence ? " " : "", line->held);
		whole.evidence = all.s;
	}
	wish_answer(w, row, run->n, &whole);
	str_release(&all);
}

static int close_work(struct db *db, void *arg)
{
	const struct job *job = arg;
	struct wishes w = { NULL, 0 };
	char today[DATE_TEXT];
	char now[DATE_TIME_TEXT];
	struct check_run run;
	int err = checklist_load(&run, job->c, job->n);
	int last;

	(void)db;
	if (err)
		return err;

	last = facts_rows(run.facts, ANSWER_GROUP);
	(void)date_encode(today, clock_today());
	if (run.closed)
		err = closed(run.n);
	for (size_t i = 0; i < run.c && !err; i++) {
		int row = answer_row(run.facts, run.n, run.v[i].item->id);

		wish_held(&w, row ? row : ++last, &run, &run.v[i]);
	}
	if (!err) {
		wishes_text(&w, RUN_GROUP, run.n, "closed", today);
		wishes_text(&w, RUN_GROUP, run.n, "ended",
			    date_time_encode(now, clock_now()));
	}
	err = err ? err : commit(job->c, &w);
	checklist_release(&run);
	return err;
}

int checklist_close(const struct checklist *c, int n)
{
	struct job job = { .c = c, .n = n };

	return db_atomic(c->db, close_work, &job);
}
