/**
 * @file visit/visit_do.c  The day of the visit is written
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "course/stage.h"
#include "dossier/step.h"
#include "dossier/wish.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"
#include "visit/visit_private.h"

#define GIVEN_MAX 6

static const struct fact_change change = { .origin = "evidence" };

static int commit(const struct visit *v, struct wishes *w)
{
	return wishes_set(w, v->list.db, v->list.pack, v->list.dossier,
			  &change);
}

static int load(struct facts *facts, const struct visit *v)
{
	return facts_load(facts, v->list.db, v->list.pack, v->list.dossier);
}

static const char *now(char to[DATE_TIME_TEXT])
{
	return date_time_encode(to, clock_now());
}

/* Fields of a step that have something to say */
struct given {
	struct fact_set v[GIVEN_MAX + 1];
	size_t c;
};

static void give(struct given *g, const char *key, const char *text)
{
	if (text && *text)
		g->v[g->c++] = (struct fact_set){ .key = key, .text = text };
}

static int do_act(const struct visit *v, const char *act, const char *day,
		  const struct given *g)
{
	const struct stage_doing doing = { .act = act,
					   .date = day,
					   .givenv = g->v };

	return stage_do(v->list.db, v->list.checker, v->list.pack, v->calendar,
			v->list.dossier, &doing);
}

int visit_announce(const struct visit *v, const struct visit_announcement *a)
{
	struct given g = { .c = 0 };
	struct date day = clock_today();
	bool hour;
	int64_t at;
	int err = visit_time(&at, &hour, a->when);

	if (!err && a->day)
		err = date_decode(&day, a->day);
	if (err)
		return err;
	if (date_number(date_of_instant(at)) < date_number(day))
		return err_set(EINVAL,
			       _("%s is before the day of the call; --date "
				 "says when they called"),
			       a->when);

	give(&g, "when", a->when);
	give(&g, "who", a->who);
	give(&g, "where", a->where);
	give(&g, "papers", a->papers);
	give(&g, "note", a->note);
	return do_act(v, ACT_ANNOUNCED, a->day, &g);
}

int visit_result(const struct visit *v, const struct visit_verdict *verdict)
{
	static const char *const results[] = { "pass", "rectify", "fail" };
	struct facts facts = { NULL, 0 };
	struct given g = { .c = 0 };
	const char *last = NULL;
	bool known = false;
	bool here = false;
	int err;

	for (size_t i = 0; i < ARRAY_LEN(results); i++)
		known |= strcmp(verdict->result, results[i]) == 0;
	if (!known)
		return err_set(EINVAL,
			       _("%s is no result; write pass, rectify or "
				 "fail"),
			       verdict->result);

	err = load(&facts, v);
	if (!err)
		last = facts_value(&facts, STEP_GROUP,
				   facts_rows(&facts, STEP_GROUP), "act");
	here = last && (strcmp(last, ACT_VISITED) == 0 ||
			strcmp(last, ACT_RESULT) == 0);
	facts_release(&facts);
	give(&g, "result", verdict->result);
	give(&g, "doc_no", verdict->doc_no);
	give(&g, "note", verdict->note);
	give(&g, "file", verdict->file);
	give(&g, "who", verdict->who);
	return err ? err
		   : do_act(v, here ? ACT_RESULT : ACT_VISITED, verdict->day,
			    &g);
}

/* The part of the list that a word names; NULL: none */
static const char *part_of(const struct pack *pack, const char *word)
{
	for (unsigned i = 0; i < pack->items_count; i++) {
		const struct item *item = &pack->items[i];

		if (strcmp(item->list, LIST) == 0 && item->group_en &&
		    (strcmp(item->group_en, word) == 0 ||
		     strcmp(item->group, word) == 0))
			return item->group_en;
	}

	return NULL;
}

static int no_part(const struct pack *pack, const char *word)
{
	struct str list = { 0 };
	const char *last = "";
	int err;

	for (unsigned i = 0; i < pack->items_count; i++) {
		const struct item *item = &pack->items[i];

		if (strcmp(item->list, LIST) != 0 || !item->group_en ||
		    strcmp(item->group_en, last) == 0)
			continue;
		last = item->group_en;
		str_addf(&list, "%s%s", list.len ? " " : "", last);
	}
	err = err_set(ENOENT, _("%s is no part of the list; the parts are: %s"),
		      word, str_text(&list));
	str_release(&list);
	return err;
}

struct speaking {
	const struct visit *v;
	const struct visit_speaker *s;
	const char *part;
};

static int speaker_work(struct db *db, void *arg)
{
	const struct speaking *job = arg;
	const struct visit_speaker *s = job->s;
	struct facts facts = { NULL, 0 };
	struct wishes w = { NULL, 0 };
	int err = load(&facts, job->v);
	int n;

	(void)db;
	if (err)
		return err;

	n = visit_speaker_row(&facts, job->part);
	if (!s->name && n > 0) {
		err = fact_drop_row(job->v->list.db, job->v->list.pack,
				    job->v->list.dossier, SPEAKER_GROUP, n,
				    change.origin);
	} else if (s->name) {
		if (n == 0)
			n = facts_rows(&facts, SPEAKER_GROUP) + 1;
		wishes_text(&w, SPEAKER_GROUP, n, "part", job->part);
		wishes_text(&w, SPEAKER_GROUP, n, "name", s->name);
		wishes_text(&w, SPEAKER_GROUP, n, "backup", s->backup);
		wishes_text(&w, SPEAKER_GROUP, n, "phone", s->phone);
		err = commit(job->v, &w);
	}
	facts_release(&facts);
	return err;
}

int visit_set_speaker(const struct visit *v, const struct visit_speaker *s)
{
	struct speaking job = { .v = v,
				.s = s,
				.part = part_of(v->list.pack, s->part) };

	return job.part ? db_atomic(v->list.db, speaker_work, &job)
			: no_part(v->list.pack, s->part);
}

int visit_open_run(const struct visit *v, const struct facts *facts)
{
	const int n = visit_last_run(facts);
	struct check_run run;
	int open = 0;

	if (n > 0 && checklist_read(&run, v->list.pack, facts, n) == 0) {
		open = run.closed ? 0 : n;
		checklist_release(&run);
	}

	return open;
}

int visit_no_run(void)
{
	return err_set(ENOENT, _("no visit has begun; begin with: callpermit "
				 "visit NO begin"));
}

struct beginning {
	const struct visit *v;
	const char *kind;
	int n;
};

static int begin_work(struct db *db, void *arg)
{
	struct beginning *job = arg;
	struct facts facts = { NULL, 0 };
	int err = load(&facts, job->v);

	(void)db;
	if (!err && visit_open_run(job->v, &facts) > 0)
		err = err_set(EBUSY, _("run %d is still open; end it first"),
			      visit_open_run(job->v, &facts));
	facts_release(&facts);
	return err ? err
		   : checklist_start(&job->v->list, LIST, job->kind, &job->n);
}

int visit_begin(const struct visit *v, const char *kind, int *np)
{
	struct beginning job = { .v = v, .kind = kind };
	int err;

	if (strcmp(kind, "official") != 0 && strcmp(kind, "mock") != 0)
		return err_set(EINVAL,
			       _("%s is no kind of a visit; write official or "
				 "mock"),
			       kind);

	err = db_atomic(v->list.db, begin_work, &job);
	if (!err)
		*np = job.n;
	return err;
}

int visit_end(const struct visit *v, int *np)
{
	struct facts facts = { NULL, 0 };
	int err = load(&facts, v);

	if (!err)
		*np = visit_open_run(v, &facts);
	facts_release(&facts);
	if (!err && *np == 0)
		err = visit_no_run();
	return err ? err : checklist_close(&v->list, *np);
}

int visit_check_item(const struct pack *pack, const char *id)
{
	const struct item *item = id ? pack_item(pack, id) : NULL;

	return !id || (item && strcmp(item->list, LIST) == 0)
		       ? 0
		       : err_set(ENOENT, _("the list %s has no item %s"), LIST,
				 id);
}

struct asking {
	const struct visit *v;
	const struct visit_asking *a;
	int n;
};

static int ask_work(struct db *db, void *arg)
{
	struct asking *job = arg;
	const struct visit_asking *a = job->a;
	char at[DATE_TIME_TEXT];
	struct facts facts = { NULL, 0 };
	struct wishes w = { NULL, 0 };
	int err = load(&facts, job->v);
	const int run = err ? 0 : visit_open_run(job->v, &facts);

	(void)db;
	job->n = facts_rows(&facts, QUESTION_GROUP) + 1;
	facts_release(&facts);
	if (err)
		return err;
	if (run == 0)
		return visit_no_run();

	wishes_int(&w, QUESTION_GROUP, job->n, "run", run);
	wishes_text(&w, QUESTION_GROUP, job->n, "at", now(at));
	wishes_text(&w, QUESTION_GROUP, job->n, "by", a->by);
	wishes_text(&w, QUESTION_GROUP, job->n, "text", a->text);
	wishes_text(&w, QUESTION_GROUP, job->n, "item", a->item);
	return commit(job->v, &w);
}

int visit_ask(const struct visit *v, const struct visit_asking *a, int *np)
{
	struct asking job = { .v = v, .a = a };
	int err = *a->text ? visit_check_item(v->list.pack, a->item)
			   : err_set(EINVAL, _("a question has words"));

	if (!err)
		err = db_atomic(v->list.db, ask_work, &job);
	if (!err)
		*np = job.n;
	return err;
}

int visit_check_question(const struct visit *v, const struct facts *facts,
			 int n)
{
	const char *run = facts_value(facts, QUESTION_GROUP, n, "run");

	if (!run)
		return err_set(ENOENT, _("there is no question %d"), n);
	if (strtol(run, NULL, 10) != visit_open_run(v, facts))
		return err_set(EPERM,
			       _("run %s is closed and stays as it is; begin "
				 "another"),
			       run);

	return 0;
}

/* Who answers for the part that a question is about; NULL: nobody is named */
static const char *speaker_for(const struct visit *v, const struct facts *facts,
			       int n)
{
	const char *id = facts_value(facts, QUESTION_GROUP, n, "item");
	const struct item *item = id ? pack_item(v->list.pack, id) : NULL;
	const int row = item && item->group_en
				? visit_speaker_row(facts, item->group_en)
				: 0;

	return facts_value(facts, SPEAKER_GROUP, row, "name");
}

struct replying {
	const struct visit *v;
	const char *text;
	const char *who;
	int n;
};

static int reply_work(struct db *db, void *arg)
{
	const struct replying *job = arg;
	char at[DATE_TIME_TEXT];
	struct facts facts = { NULL, 0 };
	struct wishes w = { NULL, 0 };
	int err = load(&facts, job->v);

	(void)db;
	if (!err)
		err = visit_check_question(job->v, &facts, job->n);
	if (!err) {
		const char *who = job->who
					  ? job->who
					  : speaker_for(job->v, &facts, job->n);

		wishes_text(&w, QUESTION_GROUP, job->n, "answer", job->text);
		wishes_text(&w, QUESTION_GROUP, job->n, "answered", now(at));
		wishes_some(&w, QUESTION_GROUP, job->n, "who", who);
		err = commit(job->v, &w);
	}
	facts_release(&facts);
	return err;
}

int visit_reply(const struct visit *v, int n, const char *text, const char *who)
{
	struct replying job = { .v = v, .text = text, .who = who, .n = n };

	return *text ? db_atomic(v->list.db, reply_work, &job)
		     : err_set(EINVAL, _("an answer has words"));
}
