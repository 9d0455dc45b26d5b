/**
 * @file course/agenda.c  Who must act by when, over all dossiers
 */
#include "course/agenda.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "course/deadline.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "dossier/office.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

/* Changes whenever this program computes deadlines in another way */
#define MAKE 1

/* A refresh under way */
struct refreshing {
	struct library *library;
	const struct calendar *calendar;
	const char *calendar_id;
	int64_t *idv;
	size_t idc;
	size_t done;
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

/* One dossier's rows */
struct writing {
	const struct dossier *d;
	const struct deadlines *all;
	const char *made_with;
	const char *failed; /* why there are none, or NULL */
	bool *kept;	    /* of all: its row stands as it is */
	char **gonev;	    /* keys of rows that are another now, or none */
	size_t gonec;
};

/* Only what is open and has a day is ever listed */
static bool is_listed(const struct deadline *d)
{
	return d->state == DEADLINE_OPEN && d->due.year != 0;
}

static const char *title_zh(const struct deadline *d)
{
	return d->task ? d->task : d->title_zh;
}

static const char *title_en(const struct deadline *d)
{
	return d->task || !d->title_en ? title_zh(d) : d->title_en;
}

static int write_one(struct db *db, int64_t dossier, const struct deadline *d)
{
	char due[DATE_TEXT];
	char opens[DATE_TEXT];

	return db_run(db,
		      "INSERT INTO deadline VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, "
		      "?, ?)",
		      BIND(INT(dossier), TEXT(d->key), TEXT(title_zh(d)),
			   TEXT(title_en(d)), TEXT(side_name(d->whom)),
			   TEXT(d->owner), TEXT(d->backup),
			   TEXT(deadline_state_name(d->state)),
			   TEXT(text_of(due, d->due)),
			   TEXT(text_of(opens, d->opens)), INT(d->uncovered)));
}

static bool is_text(const struct row *row, int col, const char *text)
{
	if (row_is_null(row, col) || !text)
		return row_is_null(row, col) && !text;

	return strcmp(row_text(row, col), text) == 0;
}

/* A row that is there already: most of them stay */
static bool is_same(const struct row *row, const struct deadline *d)
{
	char due[DATE_TEXT];
	char opens[DATE_TEXT];

	return is_text(row, 1, title_zh(d)) && is_text(row, 2, title_en(d)) &&
	       is_text(row, 3, side_name(d->whom)) &&
	       is_text(row, 4, d->owner) && is_text(row, 5, d->backup) &&
	       is_text(row, 6, deadline_state_name(d->state)) &&
	       is_text(row, 7, text_of(due, d->due)) &&
	       is_text(row, 8, text_of(opens, d->opens)) &&
	       row_int(row, 9) == d->uncovered;
}

static int there_handler(const struct row *row, void *arg)
{
	struct writing *w = arg;
	const char *key = row_text(row, 0);

	for (size_t i = 0; i < w->all->c; i++) {
		const struct deadline *d = &w->all->v[i];

		if (is_listed(d) && strcmp(d->key, key) == 0 &&
		    is_same(row, d)) {
			w->kept[i] = true;
			return 0;
		}
	}
	w->gonev = x_grow(w->gonev, w->gonec, sizeof(char *));
	w->gonev[w->gonec++] = x_strdup(key);
	return 0;
}

static int write_failed(struct db *db, const struct writing *w)
{
	return db_run(
		db,
		"INSERT INTO deadline(dossier, key, title, title_en, "
		"whom, state, uncovered) VALUES(?1, '', ?2, ?2, ?3, "
		"'failed', 0)",
		BIND(INT(w->d->id), TEXT(w->failed), TEXT(side_name(SIDE_US))));
}

static int write_rows(struct db *db, struct writing *w)
{
	int err = db_each(db,
			  "SELECT key, title, title_en, whom, owner, backup, "
			  "state, due, opens, uncovered FROM deadline WHERE "
			  "dossier = ?",
			  BIND(INT(w->d->id)), there_handler, w);

	for (size_t i = 0; i < w->gonec; i++) {
		if (!err)
			err = db_run(db,
				     "DELETE FROM deadline WHERE dossier = ? "
				     "AND key = ?",
				     BIND(INT(w->d->id), TEXT(w->gonev[i])));
		free(w->gonev[i]);
	}
	free(w->gonev);
	if (!err && w->failed)
		err = write_failed(db, w);
	for (size_t i = 0; i < w->all->c && !err; i++) {
		if (is_listed(&w->all->v[i]) && !w->kept[i])
			err = write_one(db, w->d->id, &w->all->v[i]);
	}
	return err ? err
		   : db_run(db,
			    "INSERT OR REPLACE INTO deadline_made VALUES(?, ?, "
			    "?)",
			    BIND(INT(w->d->id), INT(w->d->journal_len),
				 TEXT(w->made_with)));
}

static int make_rows(struct db *db, struct refreshing *r, struct writing *w,
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
	w->kept = x_calloc(all.c + 1, sizeof(bool));
	if (!err)
		err = write_rows(db, w);

	free(w->kept);
	free(why);
	w->all = NULL;
	deadlines_release(&all);
	facts_release(&facts);
	return err;
}

static int make_one(struct db *db, struct refreshing *r, int64_t id)
{
	struct dossier d = { 0 };
	struct writing w = { 0 };
	struct str with = { 0 };
	int err = dossier_get(db, id, &d);

	made_with(&with, d.pack_sha256, r->calendar_id);
	w.made_with = with.s;
	if (!err)
		err = make_rows(db, r, &w, &d);

	str_release(&with);
	dossier_release(&d);
	return err;
}

/* Some dossiers in one transaction: the disk is waited for once, and each one's
 * rows are those of the journal's length */
static int make_some(struct db *db, void *arg)
{
	struct refreshing *r = arg;
	int err = 0;

	for (size_t i = 0; i < AGENDA_BATCH && r->done < r->idc && !err; i++)
		err = make_one(db, r, r->idv[r->done++]);

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
	struct refreshing r = { .library = library,
				.calendar = calendar,
				.calendar_id = calendar_id };
	struct str rest = { 0 };
	int err;

	made_with(&rest, "", calendar_id);
	err = db_each(db, "SELECT d.id " STALE, BIND(TEXT(rest.s)), id_handler,
		      &r);
	while (r.done < r.idc && !err) {
		err = db_atomic(db, make_some, &r);
		if (!err && h && h(r.done, r.idc, arg) != 0)
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
	bool masked; /* personal data in titles and names is */
};

static enum side side_of(const char *name)
{
	for (enum side side = 0; side < SIDE_COUNT; side++) {
		if (strcmp(side_name(side), name) == 0)
			return side;
	}

	return SIDE_NOBODY;
}

/* People write numbers of people into what they give each other to do */
static int hand_masked(const struct visit *visit, const struct agenda_row *row)
{
	const char *const fromv[] = { row->title, row->owner, row->backup };
	struct str textv[ARRAY_LEN(fromv)] = { { 0 } };
	struct agenda_row r = *row;
	int err;

	for (size_t i = 0; i < ARRAY_LEN(fromv); i++) {
		if (fromv[i])
			fact_hide_words(&textv[i], fromv[i]);
	}
	r.title = str_text(&textv[0]);
	r.owner = row->owner ? str_text(&textv[1]) : NULL;
	r.backup = row->backup ? str_text(&textv[2]) : NULL;
	err = visit->h(&r, visit->arg);
	for (size_t i = 0; i < ARRAY_LEN(fromv); i++)
		str_release(&textv[i]);
	return err;
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
	return visit->masked ? hand_masked(visit, &r)
			     : visit->h(&r, visit->arg);
}

int agenda_each(struct db *db, const struct agenda_filter *filter, agenda_h *h,
		void *arg)
{
	/* One index for each side of the or; SQLite would scan instead */
	static const char sql[] =
		"WITH shown AS (SELECT dossier, key FROM deadline WHERE state "
		"= 'open' AND due <= ?1 UNION SELECT dossier, key FROM "
		"deadline WHERE state = 'open' AND opens <= ?3) "
		"SELECT d.id, d.no, d.name, l.key, l.title, l.title_en, "
		"l.whom, l.due, l.opens, l.owner, l.backup, l.uncovered FROM "
		"shown s CROSS JOIN deadline l ON l.dossier = s.dossier AND "
		"l.key = s.key CROSS JOIN dossier d ON d.id = l.dossier WHERE "
		"?2 = 0 OR d.id = ?2 ORDER BY l.due, d.no, l.key";
	struct visit visit = { .h = h, .arg = arg };
	char until[DATE_TEXT];
	char opened[DATE_TEXT];
	int err = office_masked(db, &visit.masked);

	if (err)
		return err;
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

static int refresh(struct db *db, struct library *library, const char *id,
		   agenda_progress_h *h, void *arg)
{
	struct calendar *calendar = NULL;
	int err = calendar_shipped(&calendar);

	if (!err)
		err = agenda_refresh(db, library, calendar, id, h, arg);
	calendar_free(calendar);
	return err;
}

int agenda_update(struct db *db, struct library *library,
		  const struct pack *shipped, agenda_progress_h *h, void *arg)
{
	char *path = file_shipped("data/calendar.yaml");
	struct library *own = NULL;
	char id[SHA256_TEXT] = "";
	bool stale = false;
	int err = path ? file_sha256(id, path)
		       : err_set(ENOENT, _("data/calendar.yaml is not there"));

	if (!err)
		err = agenda_is_stale(db, id, &stale);
	if (!err && stale && !library)
		err = library_open(&own, db, shipped);
	if (!err && stale)
		err = refresh(db, library ? library : own, id, h, arg);
	library_close(own);
	free(path);
	return err;
}
