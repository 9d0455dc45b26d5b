/**
 * @file ledger/listed.c  Numbers that are not called, and those that may be
 */
#include "ledger/listed.h"

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
	const char *list;
	const char *number; /* as it is stored */
	const char *reason;
};

static int check(struct order *o, const char *number)
{
	int err = desk_check("--as", o->person->who, DESK_NAME_MAX);

	if (!err)
		err = desk_check("--reason", o->reason, DESK_TEXT_MAX);
	o->number = policy_national(number);
	if (!err && (strlen(o->number) < 3 || strlen(o->number) > 20 ||
		     strspn(o->number, "0123456789") != strlen(o->number)))
		err = err_set(EINVAL, _("%s is no telephone number"), number);
	return err;
}

/* The log is read by people who need not know the whole number */
static int note(struct db *desk, const struct order *o, const char *act)
{
	char masked[32];
	struct str detail = { 0 };
	int err;

	text_mask(masked, sizeof(masked), o->number);
	str_addf(&detail, "%s: %s", masked, o->reason);
	err = desk_log(desk, o->person, act, "number", 0, detail.s);
	str_release(&detail);
	return err;
}

static int end_it(struct db *desk, const struct order *o)
{
	return db_run(
		desk,
		"UPDATE listed SET ended = ?, ended_by = ? WHERE list = "
		"'agreed' AND number = ? AND ended = 0",
		BIND(INT(clock_now()), TEXT(o->person->who), TEXT(o->number)));
}

static int add_work(struct db *desk, void *arg)
{
	const struct order *o = arg;
	bool refused = false;
	int err = listed_has(desk, LISTED_REFUSED, o->number, &refused);

	if (!err && refused && !strcmp(o->list, LISTED_AGREED))
		return err_set(EPERM, _("%s is not to be called, for ever"),
			       o->number);
	if (!err && !strcmp(o->list, LISTED_REFUSED))
		err = end_it(desk, o);
	if (!err)
		err = db_run(desk,
			     "INSERT INTO listed(list, number, reason, at, "
			     "who) VALUES(?, ?, ?, ?, ?)",
			     BIND(TEXT(o->list), TEXT(o->number),
				  TEXT(o->reason), INT(clock_now()),
				  TEXT(o->person->who)));
	if (err == EEXIST)
		return err_set(EEXIST, _("%s is on the list"), o->number);
	return err ? err : note(desk, o, o->list);
}

int listed_add(struct db *desk, const struct desk_person *person,
	       const char *list, const char *number, const char *reason)
{
	struct order o = { person, list, NULL, reason };
	int err = check(&o, number);

	return err ? err : db_atomic(desk, add_work, &o);
}

static int end_work(struct db *desk, void *arg)
{
	const struct order *o = arg;
	bool agreed = false;
	int err = listed_has(desk, LISTED_AGREED, o->number, &agreed);

	if (!err && !agreed)
		return err_set(ENOENT, _("%s is not on the list"), o->number);
	if (!err)
		err = end_it(desk, o);
	return err ? err : note(desk, o, "end");
}

int listed_end(struct db *desk, const struct desk_person *person,
	       const char *number, const char *reason)
{
	struct order o = { person, LISTED_AGREED, NULL, reason };
	int err = check(&o, number);

	return err ? err : db_atomic(desk, end_work, &o);
}

int listed_has(struct db *desk, const char *list, const char *number,
	       bool *hasp)
{
	int64_t count = 0;
	int err = db_int(desk,
			 "SELECT count(*) FROM listed WHERE list = ? AND "
			 "number = ? AND ended = 0",
			 BIND(TEXT(list), TEXT(policy_national(number))),
			 &count);

	*hasp = count > 0;
	return err;
}

struct visit {
	listed_h *h;
	void *arg;
};

static int visit_handler(const struct row *row, void *arg)
{
	const struct visit *v = arg;
	const struct listed l = {
		.id = row_int(row, 0),
		.list = row_text(row, 1),
		.number = row_text(row, 2),
		.reason = row_text(row, 3),
		.at = row_int(row, 4),
		.who = row_text(row, 5),
		.ended = row_int(row, 6),
		.ended_by = row_text(row, 7),
	};

	return v->h(&l, v->arg);
}

int listed_each(struct db *desk, listed_h *h, void *arg)
{
	struct visit v = { h, arg };

	return db_each(desk,
		       "SELECT id, list, number, reason, at, who, ended, "
		       "ended_by FROM listed ORDER BY id DESC",
		       NULL, visit_handler, &v);
}
