/**
 * @file ledger/hold.c  Calls that are kept whatever their age
 */
#include "ledger/hold.h"

#include <errno.h>

#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"

struct order {
	const struct desk_person *person;
	int64_t call;
	const char *reason;
	int64_t id; /* of the hold that was made */
};

static int add_work(struct db *desk, void *arg)
{
	struct order *o = arg;
	int err = db_run(desk,
			 "INSERT INTO hold(call, at, who, reason, ticket) "
			 "VALUES(?, ?, ?, ?, 0)",
			 BIND(INT(o->call), INT(clock_now()),
			      TEXT(o->person->who), TEXT(o->reason)));

	o->id = db_last_id(desk);
	if (!err)
		err = desk_log(desk, o->person, "hold", "call", o->call,
			       o->reason);
	return err;
}

static int withdraw_work(struct db *desk, void *arg)
{
	const struct order *o = arg;
	int err = db_run(
		desk,
		"UPDATE hold SET released = ?, released_by = ? "
		"WHERE id = ?",
		BIND(INT(clock_now()), TEXT(o->person->who), INT(o->id)));

	if (!err)
		err = desk_log(desk, o->person, "release", "call", o->call,
			       "the call is gone");
	return err;
}

static int is_there(struct db *calls, int64_t call, int64_t *countp)
{
	return db_int(calls,
		      "SELECT count(*) FROM call WHERE id = ? AND NOT "
		      "EXISTS(SELECT 1 FROM purge WHERE purge.call = call.id)",
		      BIND(INT(call)), countp);
}

int hold_add(struct db *desk, struct db *calls,
	     const struct desk_person *person, int64_t call, const char *reason,
	     int64_t *idp)
{
	struct order o = { person, call, reason, 0 };
	int64_t there = 0;
	int err = desk_check("--as", person->who, DESK_NAME_MAX);

	if (!err)
		err = desk_check("--reason", reason, DESK_TEXT_MAX);
	if (!err)
		err = is_there(calls, call, &there);
	if (!err && there)
		err = db_atomic(desk, add_work, &o);
	/* Only now: see the header */
	if (!err && there)
		err = is_there(calls, call, &there);
	if (!err && !there && o.id)
		err = db_atomic(desk, withdraw_work, &o);
	if (!err && !there)
		err = err_set(ENOENT, _("there is no call %lld"),
			      (long long)call);
	if (idp)
		*idp = o.id;
	return err;
}

static int release_work(struct db *desk, void *arg)
{
	const struct order *o = arg;
	int64_t open = 0;
	int64_t free_ = 0;
	int err = db_int(desk,
			 "SELECT count(*) FROM hold JOIN ticket t ON t.id = "
			 "hold.ticket WHERE hold.call = ? AND released = 0 AND "
			 "t.closed = 0",
			 BIND(INT(o->call)), &open);

	if (!err && open)
		return err_set(EPERM,
			       _("call %lld is kept by a complaint that is "
				 "open"),
			       (long long)o->call);
	if (!err)
		err = db_int(desk,
			     "SELECT count(*) FROM hold WHERE call = ? AND "
			     "released = 0",
			     BIND(INT(o->call)), &free_);
	if (!err && !free_)
		return err_set(ENOENT, _("call %lld is not held"),
			       (long long)o->call);
	if (!err)
		err = db_run(desk,
			     "UPDATE hold SET released = ?, released_by = ? "
			     "WHERE call = ? AND released = 0",
			     BIND(INT(clock_now()), TEXT(o->person->who),
				  INT(o->call)));
	if (!err)
		err = desk_log(desk, o->person, "release", "call", o->call,
			       o->reason);
	return err;
}

int hold_release(struct db *desk, const struct desk_person *person,
		 int64_t call, const char *reason)
{
	struct order o = { person, call, reason, 0 };
	int err = desk_check("--as", person->who, DESK_NAME_MAX);

	if (!err)
		err = desk_check("--reason", reason, DESK_TEXT_MAX);
	return err ? err : db_atomic(desk, release_work, &o);
}

struct visit {
	hold_h *h;
	void *arg;
};

static int visit_handler(const struct row *row, void *arg)
{
	const struct visit *v = arg;
	const struct hold hold = {
		.id = row_int(row, 0),
		.call = row_int(row, 1),
		.at = row_int(row, 2),
		.who = row_text(row, 3),
		.reason = row_text(row, 4),
		.ticket = row_int(row, 5),
		.released = row_int(row, 6),
		.released_by = row_text(row, 7),
	};

	return v->h(&hold, v->arg);
}

int hold_each(struct db *desk, bool all, hold_h *h, void *arg)
{
	struct visit v = { h, arg };

	return db_each(desk,
		       "SELECT id, call, at, who, reason, ticket, released, "
		       "released_by FROM hold WHERE ? OR released = 0 "
		       "ORDER BY id DESC",
		       BIND(INT(all)), visit_handler, &v);
}

int hold_has(struct db *desk, int64_t call, bool *heldp)
{
	int64_t count = 0;
	int err = db_int(desk,
			 "SELECT count(*) FROM hold WHERE call = ? AND "
			 "released = 0",
			 BIND(INT(call)), &count);

	*heldp = count > 0;
	return err;
}
