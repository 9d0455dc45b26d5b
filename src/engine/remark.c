/**
 * @file engine/remark.c  What operators put down about a call
 */
#include "engine/remark.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "util/err.h"
#include "util/lang.h"

/* Between records_work() and its handler it is the records thread's */
struct order {
	records_h *h;
	void *arg;
	int64_t call;
	int64_t at;
	int refused;
	char seat[RECORD_NAME];
	char who[RECORD_NAME];
	char code[RECORD_NAME];
	char note[REMARK_NOTE_MAX + 1];
};

/* The records thread */

/* The call's last seat, or one that had it before */
static int look(struct db *db, struct order *o)
{
	int64_t there = 0;
	int64_t theirs = 0;
	int64_t notes = 0;
	int err = db_int(db, "SELECT count(*) FROM call WHERE id = ?",
			 BIND(INT(o->call)), &there);

	if (!err)
		err = db_int(db,
			     "SELECT ?2 = '' OR EXISTS(SELECT 1 FROM call "
			     "WHERE id = ?1 AND seat = ?2) OR EXISTS(SELECT 1 "
			     "FROM trail WHERE call = ?1 AND seat = ?2 AND "
			     "event = 'bridged')",
			     BIND(INT(o->call), TEXT(o->seat)), &theirs);
	if (!err)
		err = db_int(db, "SELECT count(*) FROM note WHERE call = ?",
			     BIND(INT(o->call)), &notes);
	if (!there)
		o->refused = ENOENT;
	else if (!theirs)
		o->refused = EPERM;
	else
		o->refused = notes >= REMARKS_MAX ? EEXIST : 0;
	return err;
}

static int keep_work(struct records *r, void *data)
{
	struct order *o = data;
	struct db *db = records_db(r);
	int err = look(db, o);

	if (err || o->refused)
		return err;
	return db_run(db,
		      "INSERT INTO note(call, at, seat, who, code, note) "
		      "VALUES(?, ?, ?, ?, ?, ?)",
		      BIND(INT(o->call), INT(o->at), TEXT(o->seat),
			   TEXT(o->who), TEXT(o->code), TEXT(o->note)));
}

/* The loop */

static void on_done(int err, void *arg)
{
	struct order *o = arg;

	o->h(err ? err : o->refused, o->arg);
	free(o);
}

int remark_keep(struct records *r, const struct remark *remark, records_h *h,
		void *arg)
{
	struct order *o = calloc(1, sizeof(*o));
	int err;

	if (!o)
		return err_set(ENOMEM, _("no memory for a call record"));
	o->h = h;
	o->arg = arg;
	o->call = remark->call;
	o->at = remark->at;
	record_put(o->seat, RECORD_NAME, remark->seat);
	record_put(o->who, RECORD_NAME, remark->who);
	record_put(o->code, RECORD_NAME, remark->code);
	(void)snprintf(o->note, sizeof(o->note), "%s", remark->note);
	err = records_work(r, keep_work, o, on_done, o);
	if (err)
		free(o);
	return err;
}
