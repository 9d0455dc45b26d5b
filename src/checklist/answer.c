/**
 * @file checklist/answer.c  Runs of the two checklists are written
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "checklist/checklist_private.h"
#include "dossier/step.h"
#include "util/chain.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

#define EVIDENCE_GROUP "ev"

/* Wishes whose texts are owned */
struct wishes {
	struct fact_set *v; /* ended by a NULL key */
	size_t c;
};

static void wish(struct wishes *w, const char *group, int n, const char *key,
		 const char *text)
{
	struct str name = { 0 };

	str_addf(&name, "%s[%d].%s", group, n, key);
	w->v = x_reallocarray(w->v, w->c + 2, sizeof(*w->v));
	w->v[w->c++] = (struct fact_set){ .key = str_take(&name),
					  .text = text ? x_strdup(text)
						       : NULL };
	w->v[w->c] = (struct fact_set){ .key = NULL };
}

static void wish_int(struct wishes *w, const char *group, int n,
		     const char *key, int value)
{
	struct str text = { 0 };

	if (value)
		str_add_int(&text, value);
	wish(w, group, n, key, text.s);
	str_release(&text);
}

/* Write and free them */
static int commit(const struct checklist *c, struct wishes *w)
{
	static const struct fact_change change = { .origin = "evidence" };
	int err = w->c > 0 ? fact_set(c->db, c->pack, c->dossier, w->v, &change,
				      NULL)
			   : 0;

	for (size_t i = 0; i < w->c; i++) {
		free((char *)w->v[i].key);
		free((char *)w->v[i].text);
	}
	free(w->v);
	*w = (struct wishes){ NULL, 0 };
	return err;
}

static void wish_answer(struct wishes *w, int row, int run,
			const struct check_line *line)
{
	wish_int(w, ANSWER_GROUP, row, "run", run);
	wish(w, ANSWER_GROUP, row, "item", line->item->id);
	wish(w, ANSWER_GROUP, row, "result", answer_name(line->answer));
	wish(w, ANSWER_GROUP, row, "note", line->note);
	wish(w, ANSWER_GROUP, row, "evidence", line->evidence);
	wish(w, ANSWER_GROUP, row, "by", line->by);
	wish(w, ANSWER_GROUP, row, "date", line->date);
	wish(w, ANSWER_GROUP, row, "measured", line->measured);
	wish(w, ANSWER_GROUP, row, "verdict",
	     line->measured || line->verdict ? answer_name(line->verdict)
					     : NULL);
	wish(w, ANSWER_GROUP, row, "reason", line->reason);
	wish_int(w, ANSWER_GROUP, row, "task", line->task);
}

/* What nobody has answered and is known: it does not apply, or the drill has
 * shown it.  A drill that failed is left to a person: a failure demands more.
 */
static int prefill(const struct checklist *c, struct check_run *run,
		   const bool *drillv)
{
	struct wishes w = { NULL, 0 };
	char today[DATE_TEXT];
	int row = facts_rows(&run->facts, ANSWER_GROUP);

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
		wish_answer(&w, ++row, run->n, &line);
	}
	return commit(c, &w);
}

static int prefill_run(const struct checklist *c, int n)
{
	struct check_run run;
	bool *drillv;
	int err = checklist_load(&run, c, n);

	if (err || run.closed) {
		if (!err)
			checklist_release(&run);
		return err;
	}

	drillv = x_calloc(run.c + 1, sizeof(*drillv));
	for (size_t i = 0; i < run.c; i++) {
		free(run.v[i].measured);
		run.v[i].measured = NULL;
	}
	err = checklist_measure(&run, c, drillv);
	if (!err)
		err = prefill(c, &run, drillv);
	free(drillv);
	checklist_release(&run);
	return err;
}

int checklist_prefill(const struct checklist *c)
{
	struct facts facts = { NULL, 0 };
	int err = facts_load(&facts, c->db, c->pack, c->dossier);

	for (int n = 1; n <= checklist_runs(&facts) && !err; n++)
		err = prefill_run(c, n);
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

static int start_work(struct db *db, void *arg)
{
	struct job *job = arg;
	const struct checklist *c = job->c;
	struct facts facts = { NULL, 0 };
	struct wishes w = { NULL, 0 };
	char today[DATE_TEXT];
	int err = facts_load(&facts, db, c->pack, c->dossier);

	(void)date_encode(today, clock_today());
	job->n = checklist_runs(&facts) + 1;
	facts_release(&facts);
	if (err)
		return err;

	wish(&w, RUN_GROUP, job->n, "list", job->list);
	wish(&w, RUN_GROUP, job->n, "kind", job->kind);
	wish(&w, RUN_GROUP, job->n, "date", today);
	err = commit(c, &w);
	return err ? err : prefill_run(c, job->n);
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

static struct check_line *find_line(const struct check_run *run, const char *id)
{
	for (size_t i = 0; i < run->c; i++) {
		if (strcmp(run->v[i].item->id, id) == 0)
			return &run->v[i];
	}

	return NULL;
}

static int check_evidence(const struct facts *facts, const char *words)
{
	for (const char *s = words ? words : ""; *s;) {
		const size_t n = strcspn(s, " ");
		char *end = NULL;
		long number = 0;

		if (strncmp(s, "E-", 2) == 0)
			number = strtol(s + 2, &end, 10);
		if (n > 0 &&
		    (number < 1 || number > FACT_ROWS_MAX || end != s + n ||
		     !facts_value(facts, EVIDENCE_GROUP, (int)number, "title")))
			return err_set(ENOENT, _("no evidence %.*s"), (int)n,
				       s);
		s += n + (s[n] == ' ');
	}

	return 0;
}

/* What a failure demands, by the item's grade; on the official visit the
 * authority holds the proof */
static int check_demands(const struct check_run *run,
			 const struct check_line *line,
			 const struct check_answer *a)
{
	const bool official = strcmp(run->kind, "official") == 0;

	if (a->answer != ANSWER_FAIL)
		return 0;
	if (line->grade->note && !a->note)
		return err_set(EPERM, _("%s: a failure wants --note TEXT"),
			       a->item);
	if (line->grade->photo && !a->evidence && !official)
		return err_set(EPERM,
			       _("%s: a failure wants --evidence E-1, a photo "
				 "of it"),
			       a->item);
	if (line->grade->task && line->task == 0 && (!a->owner || !a->due))
		return err_set(EPERM,
			       _("%s: a failure wants --owner WHO and --due "
				 "DAY of its correction"),
			       a->item);

	return 0;
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

/* Titles of tasks say where they come from */
static void wish_task(struct wishes *w, struct check_line *line,
		      const struct check_run *run, const struct check_answer *a)
{
	struct str title = { 0 };

	if (a->answer != ANSWER_FAIL || !a->owner || !a->due)
		return;
	if (line->task == 0)
		line->task = facts_rows(&run->facts, TASK_GROUP) + 1;
	str_addf(&title, _("put right %s: %s"), line->item->id,
		 lang_pick(line->item->title, line->item->title_en));
	wish(w, TASK_GROUP, line->task, "title", title.s);
	wish(w, TASK_GROUP, line->task, "owner", a->owner);
	wish(w, TASK_GROUP, line->task, "due", a->due);
	if (a->note)
		wish(w, TASK_GROUP, line->task, "note", a->note);
	str_release(&title);
}

static int write_answer(const struct checklist *c, const struct check_run *run,
			struct check_line *line, const struct check_answer *a)
{
	struct wishes w = { NULL, 0 };
	char today[DATE_TEXT];
	int row = answer_row(&run->facts, run->n, a->item);

	(void)date_encode(today, clock_today());
	line->answer = a->answer;
	line->note = a->note;
	line->evidence = a->evidence;
	line->by = a->by ? a->by : chain_account();
	line->date = today;
	line->reason = a->reason;
	wish_task(&w, line, run, a);
	if (row == 0)
		row = facts_rows(&run->facts, ANSWER_GROUP) + 1;
	wish_answer(&w, row, run->n, line);
	return commit(c, &w);
}

static int take_answer(const struct checklist *c, const struct check_run *run,
		       struct check_line *line, const struct check_answer *a)
{
	int err = check_override(line, a);

	if (!err)
		err = check_demands(run, line, a);
	return err ? err : write_answer(c, run, line, a);
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
	struct check_line *line = NULL;
	struct check_run run;
	int err = checklist_load(&run, job->c, a->run);

	(void)db;
	if (err)
		return err;

	if (run.closed)
		err = closed(run.n);
	if (!err)
		line = find_line(&run, a->item);
	if (!err && !line)
		err = err_set(ENOENT, _("the list %s has no item %s"), run.list,
			      a->item);
	if (!err)
		err = check_evidence(&run.facts, a->evidence);
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

static int close_work(struct db *db, void *arg)
{
	const struct job *job = arg;
	struct wishes w = { NULL, 0 };
	char today[DATE_TEXT];
	struct check_run run;
	int err = checklist_load(&run, job->c, job->n);
	int last;

	(void)db;
	if (err)
		return err;

	last = facts_rows(&run.facts, ANSWER_GROUP);
	(void)date_encode(today, clock_today());
	if (run.closed)
		err = closed(run.n);
	for (size_t i = 0; i < run.c && !err; i++) {
		int row = answer_row(&run.facts, run.n, run.v[i].item->id);

		wish_answer(&w, row ? row : ++last, run.n, &run.v[i]);
	}
	if (!err)
		wish(&w, RUN_GROUP, run.n, "closed", today);
	err = err ? err : commit(job->c, &w);
	checklist_release(&run);
	return err;
}

int checklist_close(const struct checklist *c, int n)
{
	struct job job = { .c = c, .n = n };

	return db_atomic(c->db, close_work, &job);
}
