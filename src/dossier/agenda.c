/**
 * @file dossier/agenda.c  Who must act by when, over all dossiers
 */
#include "dossier/agenda.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/deadline.h"
#include "dossier/dossier.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* Changes whenever this program computes deadlines in another way */
#define MAKE 1

/* A refresh under way */
struct refreshing {
	struct db *db;
	struct library *library;
	const struct calendar *calendar;
	const char *calendar_id;
	int64_t *idv;
	size_t idc;
};

/* What the rows of a dossier are made from, besides its facts */
static void made_with(struct str *to, const char *pack_sha256,
		      const char *calendar_id)
{
	str_addf(to, "%s %s %d %d", pack_sha256, calendar_id,
		 clock_today().year, MAKE);
}

static int id_handler(const struct row *row, void *arg)
{
	struct refreshing *r = arg;

	r->idv = x_grow(r->idv, r->idc, sizeof(*r->idv));
	r->idv[r->idc++] = row_int(row, 0);
	return 0;
}

static const char *text_of(char *to, struct date date)
{
	return date.year ? date_encode(to, date) : NULL;
}

static int write_one(struct db *db, int64_t dossier, const struct deadline *d)
{
	const char *zh = d->task ? d->task : d->title_zh;
	char due[DATE_TEXT];
	char opens[DATE_TEXT];

	return db_run(db,
		      "INSERT INTO deadline VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, "
		      "?, ?)",
		      BIND(INT(dossier), TEXT(d->key), TEXT(zh),
			   TEXT(d->task || !d->title_en ? zh : d->title_en),
			   TEXT(side_name(d->whom)), TEXT(d->owner),
			   TEXT(d->backup), TEXT(deadline_state_name(d->state)),
			   TEXT(text_of(due, d->due)),
			   TEXT(text_of(opens, d->opens)), INT(d->uncovered)));
}

/* One dossier's rows */
struct writing {
	const struct dossier *d;
	const struct deadlines *all;
	const char *made_with;
	const char *failed; /* why there are none, or NULL */
};

static int write_failed(struct db *db, const struct writing *w)
{
	return db_run(
		db,
		"INSERT INTO deadline(dossier, key, title, title_en, "
		"whom, state, uncovered) VALUES(?1, '', ?2, ?2, ?3, "
		"'failed', 0)",
		BIND(INT(w->d->id), TEXT(w->failed), TEXT(side_name(SIDE_US))));
}

static int write_work(struct db *db, void *arg)
{
	const struct writing *w = arg;
	int err = db_run(db, "DELETE FROM deadline WHERE dossier = ?",
			 BIND(INT(w->d->id)));

	if (!err && w->failed)
		err = write_failed(db, w);
	for (size_t i = 0; i < w->all->c && !err; i++) {
		if (w->all->v[i].state != DEADLINE_STANDING)
			err = write_one(db, w->d->id, &w->all->v[i]);
	}
	return err ? err
		   : db_run(db,
			    "INSERT OR REPLACE INTO deadline_made VALUES(?, ?, "
			    "?)",
			    BIND(INT(w->d->id), INT(w->d->journal_len),
				 TEXT(w->made_with)));
}

/* One transaction, so that the rows are those of the journal's length */
static int make_work(struct db *db, struct refreshing *r, struct writing *w,
		     const struct dossier *d)
{
	struct deadlines all = { NULL, 0 };
	struct checker *checker = NULL;
	const struct pack *pack = NULL;
	struct facts facts = { NULL, 0 };
	char *why = NULL;
	int err = library_get(r->library, d, &pack, &checker);

	if (!err)
		err = deadlines_facts(&facts, db, checker, d->id);
	if (!err)
		err = deadlines_make(&all, checker, r->calendar, &facts);
	if (err && err != EBUSY && err != EIO) {
		/* One that cannot be computed must not hold up the others */
		why = x_strdup(err_text(err));
		err = 0;
	}
	w->d = d;
	w->all = &all;
	w->failed = why;
	if (!err)
		err = write_work(db, w);

	free(why);
	deadlines_release(&all);
	facts_release(&facts);
	return err;
}

/* One dossier to be made */
struct make {
	struct refreshing *r;
	int64_t id;
};

static int make_one(struct db *db, void *arg)
{
	struct make *m = arg;
	struct dossier d = { 0 };
	struct writing w = { NULL };
	struct str with = { 0 };
	int err = dossier_get(db, m->id, &d);

	made_with(&with, d.pack_sha256, m->r->calendar_id);
	w.made_with = with.s;
	if (!err)
		err = make_work(db, m->r, &w, &d);

	str_release(&with);
	dossier_release(&d);
	return err;
}

/* Dossiers whose rows are not those of their facts, pack and calendar */
#define STALE                                                           \
	"FROM dossier d LEFT JOIN deadline_made m ON m.dossier = d.id " \
	"WHERE m.journal_len IS NOT d.journal_len OR m.made_with IS "   \
	"NOT d.pack_sha256 || ?"

int agenda_is_stale(struct db *db, const char *calendar_id, bool *stalep)
{
	struct str rest = { 0 };
	int64_t stale = 0;
	int err;

	made_with(&rest, "", calendar_id);
	err = db_int(db, "SELECT EXISTS(SELECT 1 " STALE ")",
		     BIND(TEXT(rest.s)), &stale);
	*stalep = stale != 0;
	str_release(&rest);
	return err;
}

int agenda_refresh(struct db *db, struct library *library,
		   const struct calendar *calendar, const char *calendar_id,
		   agenda_progress_h *h, void *arg)
{
	struct refreshing r = { .db = db,
				.library = library,
				.calendar = calendar,
				.calendar_id = calendar_id };
	struct str rest = { 0 };
	int err;

	made_with(&rest, "", calendar_id);
	err = db_each(db, "SELECT d.id " STALE, BIND(TEXT(rest.s)), id_handler,
		      &r);
	for (size_t i = 0; i < r.idc && !err; i++) {
		err = db_atomic(db, make_one, &(struct make){ &r, r.idv[i] });
		if (!err && h && h(i + 1, r.idc, arg) != 0)
			err = err_set(ECANCELED, _("stopped; the rest is "
						   "computed next time"));
	}

	str_release(&rest);
	free(r.idv);
	return err;
}

struct visit {
	agenda_h *h;
	void *arg;
};

static enum side side_of(const char *name)
{
	for (enum side side = 0; side < SIDE_COUNT; side++) {
		if (strcmp(side_name(side), name) == 0)
			return side;
	}

	return SIDE_NOBODY;
}

static int row_handler(const struct row *row, void *arg)
{
	const struct visit *visit = arg;
	struct agenda_row r = {
		.dossier = row_int(row, 0),
		.no = row_text(row, 1),
		.name = row_text(row, 2),
		.key = row_text(row, 3),
		.title = lang_pick(row_text(row, 4), row_text(row, 5)),
		.whom = side_of(row_text(row, 6)),
		.owner = row_is_null(row, 9) ? NULL : row_text(row, 9),
		.backup = row_is_null(row, 10) ? NULL : row_text(row, 10),
		.uncovered = (int)row_int(row, 11),
	};

	(void)date_decode(&r.due, row_text(row, 7));
	if (!row_is_null(row, 8))
		(void)date_decode(&r.opens, row_text(row, 8));
	return visit->h(&r, visit->arg);
}

int agenda_each(struct db *db, const struct agenda_filter *filter, agenda_h *h,
		void *arg)
{
	static const char sql[] =
		"SELECT d.id, d.no, d.name, l.key, l.title, l.title_en, "
		"l.whom, l.due, l.opens, l.owner, l.backup, l.uncovered FROM "
		"deadline l JOIN dossier d ON d.id = l.dossier WHERE l.state = "
		"'open' AND (l.due <= ?1 OR (l.opens <= ?3 AND l.due IS NOT "
		"NULL)) AND (?2 = 0 OR d.id = ?2) ORDER BY l.due, d.no, l.key";
	struct visit visit = { h, arg };
	char until[DATE_TEXT];
	char opened[DATE_TEXT];

	return db_each(db, sql,
		       BIND(TEXT(date_encode(until, filter->until)),
			    INT(filter->dossier),
			    TEXT(text_of(opened, filter->opened))),
		       row_handler, &visit);
}

struct failed_visit {
	agenda_failed_h *h;
	void *arg;
};

static int failed_handler(const struct row *row, void *arg)
{
	const struct failed_visit *visit = arg;

	return visit->h(row_text(row, 0), row_text(row, 1), row_text(row, 2),
			visit->arg);
}

int agenda_failed(struct db *db, int64_t dossier, agenda_failed_h *h, void *arg)
{
	struct failed_visit visit = { h, arg };

	return db_each(db,
		       "SELECT d.no, d.name, l.title FROM deadline l JOIN "
		       "dossier d ON d.id = l.dossier WHERE l.state = 'failed' "
		       "AND (?1 = 0 OR d.id = ?1) ORDER BY d.no",
		       BIND(INT(dossier)), failed_handler, &visit);
}
