/**
 * @file visit/visit_keep.c  Evidence and corrections of the visit are written
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dossier/step.h"
#include "dossier/wish.h"
#include "evidence/exhibit.h"
#include "util/chain.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/util.h"
#include "visit/visit_private.h"

#define RECORD_GROUP "ev"

static int load(struct facts *facts, const struct visit *v)
{
	return facts_load(facts, v->list.db, v->list.pack, v->list.dossier);
}

/* A record being written */
struct recording {
	const struct visit *v;
	const struct visit_record *r;
	int run;
};

/* A text is kept as a file, which is in a folder of its own until then */
struct jotting {
	char *dir;
	struct str path;
};

static int jotting_write(struct jotting *note, const struct visit_record *r,
			 bool in_memory)
{
	char at[DATE_TIME_TEXT];
	int err;

	*note = (struct jotting){ NULL, { 0 } };
	err = file_temp_folder(&note->dir, in_memory);
	if (err)
		return err;

	(void)date_time_encode(at, clock_now());
	for (char *s = at; *s; s++) {
		if (*s == ':')
			*s = '-';
	}
	str_addf(&note->path, "%s/%s%s%s.txt", note->dir, at,
		 r->item ? " " : "", r->item ? r->item : "");
	return file_write(note->path.s, r->text, strlen(r->text));
}

static void jotting_remove(struct jotting *note)
{
	if (note->path.s)
		(void)unlink(note->path.s);
	if (note->dir)
		(void)rmdir(note->dir);
	str_release(&note->path);
	free(note->dir);
}

/* The question names it too */
static void hold_question(struct wishes *w, const struct facts *facts, int n,
			  int record)
{
	const char *old = facts_value(facts, QUESTION_GROUP, n, "evidence");
	struct str all = { 0 };

	str_addf(&all, "%s%sE-%d", old ? old : "", old ? " " : "", record);
	wishes_text(w, QUESTION_GROUP, n, "evidence", all.s);
	str_release(&all);
}

static int also_handler(struct wishes *w, const struct facts *facts, int record,
			void *arg)
{
	const struct recording *job = arg;
	const struct visit_record *r = job->r;
	const struct check_held held = { job->run, r->item, record };
	int err = r->question ? visit_check_question(job->v, facts, r->question)
			      : 0;

	wishes_int(w, RECORD_GROUP, record, "run", job->run);
	if (!err && r->question)
		hold_question(w, facts, r->question, record);
	if (!err && r->item)
		err = checklist_hold(w, job->v->list.pack, facts, &held);
	return err;
}

static int keep(struct recording *job, const char *const *pathv, size_t pathc,
		int *np)
{
	const struct visit_record *r = job->r;
	const struct pack *pack = job->v->list.pack;
	const struct item *item = r->item ? pack_item(pack, r->item) : NULL;
	char today[DATE_TEXT];
	/* in the language of the papers, not of who records it */
	const bool was = lang_use(true);
	const struct exhibit_wish wish = {
		.title = r->title ? r->title
			 : item	  ? lang_pick(item->title, item->title_en)
				  : NULL,
		.linkv = &r->item,
		.linkc = r->item != NULL,
		.pathv = pathv,
		.pathc = pathc,
		.words = { .obtained = date_encode(today, clock_today()),
			   .received = today,
			   .by = chain_account(),
			   .method = _("recorded while the visit went on") },
		.also = also_handler,
		.also_arg = job,
	};

	(void)lang_use(was);
	return exhibit_keep(job->v->list.db, pack, job->v->list.dossier, &wish,
			    np);
}

/* What can be refused is, before a file is copied */
static int prepare(struct recording *job)
{
	const struct visit_record *r = job->r;
	struct facts facts = { NULL, 0 };
	int err = load(&facts, job->v);

	if (!err)
		job->run = visit_open_run(job->v, &facts);
	if (!err && job->run == 0)
		err = visit_no_run();
	if (!err)
		err = visit_check_item(job->v->list.pack, r->item);
	if (!err && r->question)
		err = visit_check_question(job->v, &facts, r->question);
	facts_release(&facts);
	if (!err && !(r->text && *r->text) && r->pathc == 0)
		err = err_set(EINVAL, _("name a file, or write a text"));
	if (!err && r->pathc + (r->text != NULL) > EXHIBIT_FILES_MAX)
		err = err_set(EINVAL, _("a revision has 1 to %d files"),
			      EXHIBIT_FILES_MAX);
	return err;
}

int visit_record(const struct visit *v, const struct visit_record *r, int *np)
{
	const char *pathv[EXHIBIT_FILES_MAX];
	struct recording job = { .v = v, .r = r };
	struct jotting note = { NULL, { 0 } };
	size_t pathc = 0;
	int err = prepare(&job);

	if (err)
		return err;

	for (; pathc < r->pathc; pathc++)
		pathv[pathc] = r->pathv[pathc];
	if (r->text) {
		err = jotting_write(&note, r, db_key(v->list.db) != NULL);
		pathv[pathc++] = note.path.s;
	}
	if (!err)
		err = keep(&job, pathv, pathc, np);
	jotting_remove(&note);
	return err;
}

struct fixing {
	const struct visit *v;
	const struct visit_wish *w;
	const char *day;
	const char *evidence;
	int n;
};

static int add_work(struct db *db, void *arg)
{
	static const struct fact_change change = { .origin = "evidence" };
	struct fixing *job = arg;
	const struct visit_wish *what = job->w;
	const struct visit *v = job->v;
	struct facts facts = { NULL, 0 };
	struct wishes w = { NULL, 0 };
	int err = load(&facts, v);
	const int run = visit_last_run(&facts);

	job->n = facts_rows(&facts, TASK_GROUP) + 1;
	facts_release(&facts);
	if (err)
		return err;
	if (run == 0)
		return visit_no_run();

	wishes_text(&w, TASK_GROUP, job->n, "title", what->title);
	wishes_text(&w, TASK_GROUP, job->n, "owner", what->owner);
	wishes_text(&w, TASK_GROUP, job->n, "backup", what->backup);
	wishes_text(&w, TASK_GROUP, job->n, "due", what->due);
	wishes_text(&w, TASK_GROUP, job->n, "note", what->note);
	wishes_text(&w, TASK_GROUP, job->n, "item", what->item);
	wishes_int(&w, TASK_GROUP, job->n, "run", run);
	return wishes_set(&w, db, v->list.pack, v->list.dossier, &change);
}

int visit_add_fix(const struct visit *v, const struct visit_wish *w, int *np)
{
	struct fixing job = { .v = v, .w = w };
	struct date due = { 0 };
	int err = visit_check_item(v->list.pack, w->item);

	if (!err &&
	    (!w->title || !*w->title || !w->owner || !*w->owner || !w->due))
		err = err_set(EINVAL, _("say what is to be put right, --owner "
					"WHO does it and --due DAY by when"));
	if (!err)
		err = date_decode(&due, w->due);
	if (!err && date_number(due) < date_number(clock_today()))
		err = err_set(EINVAL,
			      _("%s: it cannot be put right by %s, that day "
				"is past"),
			      w->title, w->due);
	if (!err)
		err = db_atomic(v->list.db, add_work, &job);
	if (!err)
		*np = job.n;
	return err;
}

static int fixed_work(struct db *db, void *arg)
{
	static const struct fact_change change = { .origin = "evidence" };
	const struct fixing *job = arg;
	const struct visit *v = job->v;
	char today[DATE_TEXT];
	struct facts facts = { NULL, 0 };
	struct wishes w = { NULL, 0 };
	int err = load(&facts, v);

	if (!err && (!facts_value(&facts, TASK_GROUP, job->n, "run") ||
		     !facts_value(&facts, TASK_GROUP, job->n, "title")))
		err = err_set(ENOENT, _("there is no correction %d"), job->n);
	if (!err)
		err = checklist_check_evidence(&facts, job->evidence);
	facts_release(&facts);
	if (err)
		return err;

	wishes_text(&w, TASK_GROUP, job->n, "done",
		    job->day ? job->day : date_encode(today, clock_today()));
	wishes_some(&w, TASK_GROUP, job->n, "evidence", job->evidence);
	return wishes_set(&w, db, v->list.pack, v->list.dossier, &change);
}

int visit_fixed(const struct visit *v, int n, const char *day,
		const char *evidence)
{
	struct fixing job = {
		.v = v, .n = n, .day = day, .evidence = evidence
	};

	return db_atomic(v->list.db, fixed_work, &job);
}
