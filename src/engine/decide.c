/**
 * @file engine/decide.c  The call-back gate's decision, on the records thread
 */
#include <errno.h>
#include <string.h>

#include "engine/callback_private.h"
#include "util/str.h"
#include "util/util.h"

#define DAY_MS	 INT64_C(86400000)
#define CHINA_MS INT64_C(28800000) /* ahead of UTC */

/* The records thread: read the voucher, count, decide, write */

static int read_consent(const struct row *row, void *arg)
{
	struct attempt *a = arg;
	struct gate_consent *c = &a->ask.consent;
	int purpose = 0;

	c->id = a->consent;
	c->at = row_int(row, 3);
	record_put(c->number, RECORD_NUMBER, row_text(row, 0));
	record_put(c->called, RECORD_NUMBER, row_text(row, 1));
	record_put(a->recording, RECORD_PATH, row_text(row, 4));
	record_put(a->sha256, SHA256_TEXT, row_text(row, 5));
	/* agreed to something else, or to be called by somebody else: the
	 * number was another's then */
	if (word_decode(&purpose, &gate_purposes, row_text(row, 2)) ||
	    strcmp(row_text(row, 6), a->record.tenant) != 0)
		c->number[0] = '\0';
	c->purpose = (enum gate_purpose)purpose;
	return 0;
}

/* A voucher is used up by a call that came about; one that is being made holds
 * it */
static int read_use(struct db *db, struct attempt *a)
{
	int64_t n = 0;
	int64_t gone = 0;
	int err = db_int(db, "SELECT at FROM withdrawal WHERE consent = ?",
			 BIND(INT(a->consent)), &gone);

	if (err == ENOENT)
		err = 0;
	if (gone)
		a->ask.consent.withdrawn = gone;
	if (!err)
		err = db_int(db,
			     "SELECT count(*) FROM call_back b JOIN call c "
			     "ON c.id = b.call WHERE b.consent = ? AND "
			     "b.ruling = 'open' AND (c.result = 'open' OR "
			     "c.bridge > 0)",
			     BIND(INT(a->consent)), &n);

	if (n)
		a->ask.consent.withdrawn = a->ask.now;
	return err;
}

static int count_today(struct db *db, struct attempt *a)
{
	int64_t today = a->ask.now - (a->ask.now + CHINA_MS) % DAY_MS;
	int64_t n = 0;
	int err = db_int(db,
			 "SELECT count(*) FROM call_back WHERE called = ? AND "
			 "ruling = 'open' AND at >= ?",
			 BIND(TEXT(policy_national(a->to)), INT(today)), &n);

	a->ask.calls_today = n > INT32_MAX ? INT32_MAX : (int)n;
	return err;
}

static bool is_proven(const struct attempt *a)
{
	struct str path = { 0 };
	char sha256[SHA256_TEXT];
	bool is;

	if (!*a->recording || !*a->sha256)
		return false;
	str_addf(&path, "%s/%s", a->folder, a->recording);
	is = !file_sha256(sha256, path.s) && !strcmp(sha256, a->sha256);
	str_release(&path);
	return is;
}

/* The voucher's recording is read only if nothing else shuts the gate */
static void rule(struct attempt *a)
{
	a->ask.consent.proven = true;
	a->reason = gate_rule(&a->limits, &a->ask);
	if (!a->reason) {
		a->ask.consent.proven = is_proven(a);
		a->reason = gate_rule(&a->limits, &a->ask);
	}
	a->reasonc = gate_reasons_of(&a->limits, &a->ask, a->reasonv);
}

static int write_down(struct records *r, struct attempt *a)
{
	struct db *db = records_db(r);
	int64_t call = a->reason ? 0 : a->record.id;
	int err = a->reason ? 0 : records_put(r, &a->record);

	if (!err)
		err = db_run(
			db,
			"INSERT INTO call_back(at, consent, number, "
			"called, purpose, asked_by, approved_by, "
			"approved_at, seat, ruling, call, wish) "
			"VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			BIND(INT(a->ask.now), INT(a->consent), TEXT(a->number),
			     TEXT(policy_national(a->to)),
			     TEXT(word_name(&gate_purposes,
					    (int)a->ask.purpose)),
			     TEXT(a->asked_by), TEXT(a->approved_by),
			     INT(a->ask.approved_at), TEXT(a->seat),
			     TEXT(word_name(&gate_reasons, (int)a->reason)),
			     INT(call), INT(a->wish)));
	a->id = err ? 0 : db_last_id(db);
	return err;
}

/* What people put on lists counts beside what the configuration says */
static void read_lists(struct attempt *a)
{
	bool refused = false;
	bool agreed = false;

	a->unread = lists_ask(a->lists, a->to, &refused, &agreed);
	a->ask.do_not_call = a->ask.do_not_call || refused;
	a->ask.listed = a->ask.listed || agreed;
}

int callback_decide(struct records *r, void *data)
{
	struct attempt *a = data;
	struct db *db = records_db(r);
	int err;

	read_lists(a);
	if (a->unread)
		return 0; /* it is not the records that are broken */
	a->ask.consent = (struct gate_consent){ 0 };
	err = db_one(db,
		     "SELECT caller, called, purpose, at, recording, sha256, "
		     "tenant FROM consent WHERE id = ?",
		     BIND(INT(a->consent)), read_consent, a);
	if (!err || err == ENOENT)
		err = read_use(db, a);
	if (!err)
		err = count_today(db, a);
	if (err)
		return err;
	rule(a);
	return write_down(r, a);
}
