/**
 * @file engine/consent.c  Taking back what a caller agreed to
 */
#include "engine/consent.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "call/policy.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"

/* Between records_work() and its handler it is the records thread's */
struct order {
	consent_h *h;
	void *arg;
	int64_t at;
	int64_t consent; /* 0: all that fits */
	int64_t call;
	char caller[RECORD_NUMBER];
	char tenant[RECORD_NAME];
	char purpose[RECORD_NAME];
	char who[RECORD_NAME];
	char reason[CONSENT_REASON_MAX + 1];
	int refused;
	unsigned count;
};

/* The records thread */

static int look(struct db *db, struct order *o)
{
	int64_t there = 0;
	int64_t gone = 0;
	int err = db_int(db, "SELECT count(*) FROM consent WHERE id = ?",
			 BIND(INT(o->consent)), &there);

	if (!err)
		err = db_int(db,
			     "SELECT count(*) FROM withdrawal WHERE "
			     "consent = ?",
			     BIND(INT(o->consent)), &gone);
	o->refused = !there ? ENOENT : gone ? EEXIST : 0;
	return err;
}

static int one_work(struct records *r, void *data)
{
	struct order *o = data;
	struct db *db = records_db(r);
	int err = look(db, o);

	if (err || o->refused)
		return err;
	o->count = 1;
	return db_run(db,
		      "INSERT INTO withdrawal(consent, at, how, call, who, "
		      "reason) VALUES(?, ?, 'supervisor', 0, ?, ?)",
		      BIND(INT(o->consent), INT(o->at), TEXT(o->who),
			   TEXT(o->reason)));
}

/* With and without the country code he is the same */
static int all_work(struct records *r, void *data)
{
	static const char where[] =
		"FROM consent c WHERE c.caller IN (?, '+86' || ?, "
		"'0086' || ?) AND c.purpose = ? AND c.tenant = ? AND NOT "
		"EXISTS(SELECT 1 FROM withdrawal w WHERE w.consent = c.id)";
	struct order *o = data;
	struct db *db = records_db(r);
	const char *n = policy_national(o->caller);
	struct str sql = { 0 };
	int64_t count = 0;
	int err;

	str_addf(&sql, "SELECT count(*) %s", where);
	err = db_int(db, sql.s,
		     BIND(TEXT(n), TEXT(n), TEXT(n), TEXT(o->purpose),
			  TEXT(o->tenant)),
		     &count);
	str_clear(&sql);
	str_addf(&sql,
		 "INSERT INTO withdrawal(at, how, call, who, reason, consent) "
		 "SELECT ?, 'key', ?, '', '', c.id %s",
		 where);
	if (!err)
		err = db_run(db, sql.s,
			     BIND(INT(o->at), INT(o->call), TEXT(n), TEXT(n),
				  TEXT(n), TEXT(o->purpose), TEXT(o->tenant)));
	o->count = (unsigned)count;
	str_release(&sql);
	return err;
}

/* The loop */

static void on_done(int err, void *arg)
{
	struct order *o = arg;

	o->h(err ? err : o->refused, err ? 0 : o->count, o->arg);
	free(o);
}

static int hand_over(struct records *r, records_work_h *work, struct order *o)
{
	int err = records_work(r, work, o, on_done, o);

	if (err)
		free(o);
	return err;
}

int consent_withdraw(struct records *r, const struct consent_order *order,
		     consent_h *h, void *arg)
{
	struct order *o = calloc(1, sizeof(*o));

	if (!o)
		return err_set(ENOMEM, _("no memory for a call record"));
	o->h = h;
	o->arg = arg;
	o->at = order->at;
	o->consent = order->consent;
	record_put(o->who, sizeof(o->who), order->who);
	record_put(o->reason, sizeof(o->reason), order->reason);
	return hand_over(r, one_work, o);
}

int consent_withdraw_all(struct records *r, const struct record *call,
			 const char *purpose, int64_t at, consent_h *h,
			 void *arg)
{
	struct order *o = calloc(1, sizeof(*o));

	if (!o)
		return err_set(ENOMEM, _("no memory for a call record"));
	o->h = h;
	o->arg = arg;
	o->at = at;
	o->call = call->id;
	record_put(o->caller, sizeof(o->caller), call->caller);
	record_put(o->tenant, sizeof(o->tenant), call->tenant);
	record_put(o->purpose, sizeof(o->purpose), purpose);
	return hand_over(r, all_work, o);
}
