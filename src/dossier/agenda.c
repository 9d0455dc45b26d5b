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
#include "util/log.h"
#include "util/mem.h"

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
	str_addf(to, "%s %s %d", pack_sha256, calendar_id, clock_today().year);
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
	char due[DATE_TEXT];
	char opens[DATE_TEXT];

	return db_run(db,
		      "INSERT INTO deadline VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
		      BIND(INT(dossier), TEXT(d->key), TEXT(d->title_zh),
			   TEXT(d->title_en ? d->title_en : d->title_zh),
			   TEXT(side_name(d->whom)),
			   TEXT(deadline_state_name(d->state)),
			   TEXT(text_of(due, d->due)),
			   TEXT(text_of(opens, d->opens)), INT(d->uncovered)));
}

/* One dossier's rows */
struct writing {
	const struct dossier *d;
	const struct deadlines *all;
	const char *made_with;
};

static int write_work(struct db *db, void *arg)
{
	const struct writing *w = arg;
	int err = db_run(db, "DELETE FROM deadline WHERE dossier = ?",
			 BIND(INT(w->d->id)));

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

static int make_one(struct refreshing *r, int64_t id)
{
	struct deadlines all = { NULL, 0 };
	struct checker *checker = NULL;
	const struct pack *pack = NULL;
	struct facts facts = { NULL, 0 };
	struct dossier d = { 0 };
	struct str with = { 0 };
	int err = dossier_get(r->db, id, &d);

	if (!err)
		err = library_get(r->library, &d, &pack, &checker);
	if (!err)
		err = deadlines_facts(&facts, r->db, checker, id);
	if (!err)
		err = deadlines_make(&all, checker, r->calendar, &facts);
	if (err && err != EBUSY && err != EIO) {
		/* One that cannot be computed must not hold up the others */
		log_warnx("agenda: %s: %s", d.no, err_text(err));
		err = 0;
	}
	made_with(&with, d.pack_sha256, r->calendar_id);
	if (!err)
		err = db_atomic(r->db, write_work,
				&(struct writing){ &d, &all, with.s });

	str_release(&with);
	deadlines_release(&all);
	facts_release(&facts);
	dossier_release(&d);
	return err;
}

int agenda_refresh(struct db *db, struct library *library,
		   const struct calendar *calendar, const char *calendar_id,
		   agenda_progress_h *h, void *arg)
{
	static const char stale[] =
		"SELECT d.id FROM dossier d LEFT JOIN deadline_made m ON "
		"m.dossier = d.id WHERE m.journal_len IS NOT d.journal_len OR "
		"m.made_with IS NOT d.pack_sha256 || ?";
	struct refreshing r = { .db = db,
				.library = library,
				.calendar = calendar,
				.calendar_id = calendar_id };
	struct str rest = { 0 };
	int err;

	made_with(&rest, "", calendar_id);
	err = db_each(db, stale, BIND(TEXT(rest.s)), id_handler, &r);
	for (size_t i = 0; i < r.idc && !err; i++) {
		err = make_one(&r, r.idv[i]);
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
		.uncovered = (int)row_int(row, 9),
	};

	(void)date_decode(&r.due, row_text(row, 7));
	if (!row_is_null(row, 8))
		(void)date_decode(&r.opens, row_text(row, 8));
	return visit->h(&r, visit->arg);
}

int agenda_each(struct db *db, struct date until, int64_t dossier, agenda_h *h,
		void *arg)
{
	static const char sql[] =
		"SELECT d.id, d.no, d.name, l.key, l.title, l.title_en, "
		"l.whom, l.due, l.opens, l.uncovered FROM deadline l JOIN "
		"dossier d ON d.id = l.dossier WHERE l.state = 'open' AND "
		"l.due <= ?1 AND (?2 = 0 OR d.id = ?2) ORDER BY l.due, d.no, "
		"l.key";
	struct visit visit = { h, arg };
	char day[DATE_TEXT];

	return db_each(db, sql,
		       BIND(TEXT(date_encode(day, until)), INT(dossier)),
		       row_handler, &visit);
}
