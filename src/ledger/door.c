/**
 * @file ledger/door.c  Numbers and tenants that only some callers reach
 */
#include "ledger/door.h"

#include <errno.h>
#include <string.h>

#include "call/policy.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"

struct order {
	const struct desk_person *person;
	const char *whose;  /* as it is stored */
	const char *caller; /* likewise */
	const char *reason;
};

static int check_number(const char **to, const char *number)
{
	*to = policy_national(number);
	if (strlen(*to) < 3 || strlen(*to) > 20 ||
	    strspn(*to, "0123456789") != strlen(*to))
		return err_set(EINVAL, _("%s is no telephone number"), number);
	return 0;
}

static int check_whose(const char **to, const char *whose)
{
	if (strncmp(whose, DOOR_TENANT, strlen(DOOR_TENANT)) != 0)
		return check_number(to, whose);
	*to = whose;
	return desk_check("tenant", whose + strlen(DOOR_TENANT), DESK_NAME_MAX);
}

static int check(struct order *o, const char *whose, const char *caller)
{
	int err = desk_check("--as", o->person->who, DESK_NAME_MAX);

	if (!err)
		err = desk_check("--reason", o->reason, DESK_TEXT_MAX);
	if (!err)
		err = check_whose(&o->whose, whose);
	o->caller = "";
	if (!err && caller)
		err = check_number(&o->caller, caller);
	return err;
}

/* The log is read by people who need not know the whole number */
static int note(struct db *desk, const struct order *o, const char *act)
{
	char masked[32];
	struct str detail = { 0 };
	int err;

	text_mask(masked, sizeof(masked), o->caller);
	if (*o->caller)
		str_addf(&detail, "%s, %s: %s", o->whose, masked, o->reason);
	else
		str_addf(&detail, "%s: %s", o->whose, o->reason);
	err = desk_log(desk, o->person, act, "door", 0, detail.s);
	str_release(&detail);
	return err;
}

static int check_room(struct db *desk, const struct order *o)
{
	const int64_t most = *o->caller ? DOOR_CALLERS_MAX : DOOR_MAX;
	int64_t count = 0;
	int err = db_int(desk,
			 *o->caller ? "SELECT count(*) FROM door WHERE "
				      "ended = 0 AND caller != ''"
				    : "SELECT count(*) FROM door WHERE "
				      "ended = 0 AND caller = ''",
			 NULL, &count);

	if (err || count < most)
		return err;
	return *o->caller
		       ? err_set(EPERM, _("at most %lld callers can be let in"),
				 (long long)most)
		       : err_set(EPERM, _("at most %lld doors can be shut"),
				 (long long)most);
}

static int add_work(struct db *desk, void *arg)
{
	const struct order *o = arg;
	int err = check_room(desk, o);

	if (!err)
		err = db_run(desk,
			     "INSERT INTO door(whose, caller, reason, at, who) "
			     "VALUES(?, ?, ?, ?, ?)",
			     BIND(TEXT(o->whose), TEXT(o->caller),
				  TEXT(o->reason), INT(clock_now()),
				  TEXT(o->person->who)));
	if (err == EEXIST)
		return *o->caller ? err_set(EEXIST,
					    _("%s is let in at %s already"),
					    o->caller, o->whose)
				  : err_set(EEXIST, _("%s is shut already"),
					    o->whose);
	return err ? err : note(desk, o, *o->caller ? "let-in" : "shut");
}

int door_add(struct db *desk, const struct desk_person *person,
	     const char *whose, const char *caller, const char *reason)
{
	struct order o = { .person = person, .reason = reason };
	int err = check(&o, whose, caller);

	return err ? err : db_atomic(desk, add_work, &o);
}

static int is_said(struct db *desk, const char *whose, const char *caller,
		   bool *saidp)
{
	int64_t count = 0;
	int err = db_int(desk,
			 "SELECT count(*) FROM door WHERE whose = ? AND "
			 "caller = ? AND ended = 0",
			 BIND(TEXT(whose), TEXT(caller)), &count);

	*saidp = count > 0;
	return err;
}

static int end_work(struct db *desk, void *arg)
{
	const struct order *o = arg;
	bool said = false;
	int err = is_said(desk, o->whose, o->caller, &said);

	if (!err && !said)
		return *o->caller
			       ? err_set(ENOENT, _("%s is not let in at %s"),
					 o->caller, o->whose)
			       : err_set(ENOENT, _("%s is not shut"), o->whose);
	if (!err)
		err = db_run(desk,
			     "UPDATE door SET ended = ?, ended_by = ? WHERE "
			     "whose = ? AND caller = ? AND ended = 0",
			     BIND(INT(clock_now()), TEXT(o->person->who),
				  TEXT(o->whose), TEXT(o->caller)));
	return err ? err : note(desk, o, *o->caller ? "let-in-end" : "open");
}

int door_end(struct db *desk, const struct desk_person *person,
	     const char *whose, const char *caller, const char *reason)
{
	struct order o = { .person = person, .reason = reason };
	int err = check(&o, whose, caller);

	return err ? err : db_atomic(desk, end_work, &o);
}

int door_is_shut(struct db *desk, const char *whose, bool *shutp)
{
	const char *stored = NULL;
	int err = check_whose(&stored, whose);

	*shutp = false;
	return err ? err : is_said(desk, stored, "", shutp);
}

struct visit {
	door_h *h;
	door_caller_h *callerh;
	void *arg;
};

static int visit_handler(const struct row *row, void *arg)
{
	const struct visit *v = arg;
	const struct door d = {
		.id = row_int(row, 0),
		.whose = row_text(row, 1),
		.caller = row_text(row, 2),
		.reason = row_text(row, 3),
		.at = row_int(row, 4),
		.who = row_text(row, 5),
		.ended = row_int(row, 6),
		.ended_by = row_text(row, 7),
	};

	return v->h(&d, v->arg);
}

int door_each(struct db *desk, door_h *h, void *arg)
{
	struct visit v = { .h = h, .arg = arg };

	return db_each(desk,
		       "SELECT id, whose, caller, reason, at, who, ended, "
		       "ended_by FROM door ORDER BY id DESC",
		       NULL, visit_handler, &v);
}

static int caller_handler(const struct row *row, void *arg)
{
	const struct visit *v = arg;

	return v->callerh(row_text(row, 0), row_text(row, 1), v->arg);
}

int door_each_caller(struct db *desk, door_caller_h *h, void *arg)
{
	struct visit v = { .callerh = h, .arg = arg };

	return db_each(desk,
		       "SELECT d.whose, coalesce(c.caller, '') FROM door d "
		       "LEFT JOIN door c ON c.whose = d.whose AND "
		       "c.caller != '' AND c.ended = 0 WHERE d.caller = '' AND "
		       "d.ended = 0 ORDER BY d.whose, c.caller",
		       NULL, caller_handler, &v);
}
