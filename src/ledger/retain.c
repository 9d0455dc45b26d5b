/**
 * @file ledger/retain.c  Records and recordings that are old enough go
 */
#include "ledger/retain.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "call/record.h"
#include "ledger/desk.h"
#include "ledger/hold.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/str.h"

#define DAY_MS	 INT64_C(86400000)
#define HOUR_MS	 INT64_C(3600000)
#define DAYS_MIN 30
#define BATCH	 64 /* calls of a transaction */
#define SLICE_MS 5  /* of deleting files */
#define AGAIN_MS INT64_C(600000)

/* Parts of a run, in this order; PLAN to ROWS once for each batch */
enum part {
	PART_REST,
	PART_REPAIR,
	PART_PLAN,
	PART_HOLDS,
	PART_FILES,
	PART_ROWS
};

struct item {
	int64_t call;
	char recording[RECORD_PATH];
	bool kept; /* taken out of the plan again */
};

struct retain {
	struct db *db;
	char *folder;
	struct retain_rule rule;
	char rule_text[33];
	enum part part;
	int64_t next; /* run, ms UTC; 0: at once */

	int64_t begun;
	int64_t before;	   /* calls that ended before may go */
	int64_t start, id; /* of the last call looked at */
	int64_t calls, bytes, held;
	struct item itemv[BATCH];
	size_t itemc;
	size_t at;		  /* file that is next */
	char synced[RECORD_PATH]; /* folder of the file before */
	bool seen;		  /* a call in this batch */
};

int retain_alloc(struct retain **rp, struct db *db, const char *folder,
		 const struct retain_rule *rule)
{
	struct retain *r = calloc(1, sizeof(*r));

	if (!r || !(r->folder = strdup(folder))) {
		free(r);
		return err_set(ENOMEM, _("no memory for call records"));
	}

	r->db = db;
	r->rule = *rule;
	(void)snprintf(r->rule_text, sizeof(r->rule_text), "recording.days=%u",
		       rule->days);
	if (rule->days && rule->days < DAYS_MIN) {
		retain_free(r);
		return err_set(EINVAL,
			       _("recordings are kept %d days or longer"),
			       DAYS_MIN);
	}

	*rp = r;
	return 0;
}

void retain_free(struct retain *r)
{
	if (!r)
		return;
	free(r->folder);
	free(r);
}

/* The schedule */

static int64_t midnight(int64_t ms)
{
	/* Day numbers count from 1970-01-01 in China, 8 h before UTC */
	return date_number(date_of_instant(ms)) * DAY_MS - 8 * HOUR_MS;
}

static int64_t next_run(const struct retain *r, int64_t now)
{
	int64_t at = midnight(now) + r->rule.hour * HOUR_MS;

	return at > now ? at : at + DAY_MS;
}

int64_t retain_due(const struct retain *r, int64_t now)
{
	if (r->part != PART_REST || r->next <= now)
		return 0;
	/* The clock may have been put back */
	return r->next - now > DAY_MS ? 0 : r->next - now;
}

/* Files */

/* What the recorder never writes is not deleted either */
static bool is_ours(const char *recording)
{
	return !strncmp(recording, "recordings/", 11) &&
	       !strstr(recording, "/../") && !strstr(recording, "//");
}

static bool file_is_there(const struct retain *r, const char *recording)
{
	struct str path = { 0 };
	bool there;

	str_addf(&path, "%s/%s", r->folder, recording);
	there = !access(path.s, F_OK);
	str_release(&path);
	return there;
}

/* Nobody may find the row gone and the file there: the folder is synced, then
 * removed if that was its last file, and those above it likewise */
static int leave_folder(struct retain *r)
{
	struct str path = { 0 };
	int err = 0;

	if (!*r->synced)
		return 0;
	str_addf(&path, "%s/%s/x", r->folder, r->synced);
	*strrchr(path.s, '/') = '\0';
	if (!access(path.s, F_OK)) {
		path.s[strlen(path.s)] = '/';
		err = file_sync_folder(path.s);
		*strrchr(path.s, '/') = '\0';
	}
	for (int i = 0; i < 3 && !err && !rmdir(path.s); i++)
		*strrchr(path.s, '/') = '\0';
	str_release(&path);
	r->synced[0] = '\0';
	return err;
}

static int delete_file(struct retain *r, struct item *item)
{
	struct str path = { 0 };
	const char *slash = strrchr(item->recording, '/');
	const size_t n = slash ? (size_t)(slash - item->recording) : 0;
	int err = 0;

	if (!*item->recording || item->kept || !slash)
		return 0;
	if (strlen(r->synced) != n ||
	    strncmp(r->synced, item->recording, n) != 0) {
		err = leave_folder(r);
		(void)snprintf(r->synced, sizeof(r->synced), "%.*s", (int)n,
			       item->recording);
	}
	str_addf(&path, "%s/%s", r->folder, item->recording);
	if (!err && !is_ours(item->recording))
		err = err_set(EIO, _("%s: not a recording of ours"),
			      item->recording);
	if (!err && unlink(path.s) && errno != ENOENT)
		err = err_set(EIO, "%s: %s", path.s, strerror(errno));
	str_release(&path);
	return err;
}

/* Parts of a run */

static int begin(struct retain *r, int64_t now)
{
	int64_t newest = 0;
	int64_t base = now;
	int err = db_int(r->db, "SELECT coalesce(max(start), 0) FROM call",
			 NULL, &newest);

	if (base > newest + RETAIN_TRUST_DAYS * DAY_MS)
		base = newest + RETAIN_TRUST_DAYS * DAY_MS;
	r->begun = now;
	r->before = midnight(base) - r->rule.days * DAY_MS;
	r->start = r->id = 0;
	r->calls = r->bytes = r->held = 0;
	r->part = PART_REPAIR;
	return err;
}

static int plan_handler(const struct row *row, void *arg)
{
	struct retain *r = arg;
	struct item *item = &r->itemv[r->itemc++];

	*item = (struct item){ .call = row_int(row, 0) };
	record_put(item->recording, sizeof(item->recording), row_text(row, 1));
	return 0;
}

/* Whatever is in the plan, up to a batch */
static int load_plan(struct retain *r)
{
	r->itemc = r->at = 0;
	return db_each(r->db,
		       "SELECT call, recording FROM purge JOIN call ON call.id "
		       "= purge.call ORDER BY call LIMIT 64",
		       NULL, plan_handler, r);
}

static int drop_kept(struct db *db, void *arg)
{
	struct retain *r = arg;
	int err = 0;

	for (size_t i = 0; i < r->itemc && !err; i++) {
		if (r->itemv[i].kept)
			err = db_run(db, "DELETE FROM purge WHERE call = ?",
				     BIND(INT(r->itemv[i].call)));
	}
	return err;
}

/* What a crash left: nothing was done yet, or it is done to its end */
static int repair(struct retain *r)
{
	int err = load_plan(r);

	for (size_t i = 0; i < r->itemc && !err; i++) {
		struct item *item = &r->itemv[i];

		item->kept = !*item->recording ||
			     file_is_there(r, item->recording);
		err = delete_file(r, item);
	}
	if (!err)
		err = leave_folder(r);
	if (!err && r->itemc)
		err = db_atomic(r->db, drop_kept, r);
	r->part = r->itemc ? PART_ROWS : PART_PLAN;
	return err;
}

static int call_handler(const struct row *row, void *arg)
{
	struct retain *r = arg;
	struct item *item;

	r->seen = true;
	r->id = row_int(row, 0);
	r->start = row_int(row, 1);
	if (row_int(row, 3)) {
		r->held++; /* a voucher's */
		return 0;
	}
	if (!row_int(row, 4))
		return 0;
	item = &r->itemv[r->itemc++];
	*item = (struct item){ .call = r->id };
	record_put(item->recording, sizeof(item->recording), row_text(row, 2));
	return 0;
}

static int plan_work(struct db *db, void *arg)
{
	struct retain *r = arg;
	int err = db_each(
		db,
		"SELECT id, start, recording, EXISTS(SELECT 1 FROM consent "
		"WHERE consent.call = call.id), end > 0 AND end < ? AND result "
		"!= 'open' FROM call WHERE (start, id) > (?, ?) AND start < ? "
		"ORDER BY start, id LIMIT 64",
		BIND(INT(r->before), INT(r->start), INT(r->id), INT(r->before)),
		call_handler, r);

	for (size_t i = 0; i < r->itemc && !err; i++)
		err = db_run(db,
			     "INSERT INTO purge(call, at, before, rule) "
			     "VALUES(?, ?, ?, ?)",
			     BIND(INT(r->itemv[i].call), INT(r->begun),
				  INT(r->before), TEXT(r->rule_text)));
	return err;
}

static int end_run(struct retain *r, int64_t now)
{
	int err = db_run(r->db,
			 "INSERT INTO purge_run(at, end, before, rule, calls, "
			 "bytes, held) VALUES(?, ?, ?, ?, ?, ?, ?)",
			 BIND(INT(r->begun), INT(now), INT(r->before),
			      TEXT(r->rule_text), INT(r->calls), INT(r->bytes),
			      INT(r->held)));

	if (!err && r->calls)
		log_info("retention: %lld calls deleted, %lld bytes, %lld kept "
			 "all the same",
			 (long long)r->calls, (long long)r->bytes,
			 (long long)r->held);
	r->part = PART_REST;
	r->next = next_run(r, now);
	return err;
}

static int plan(struct retain *r, int64_t now)
{
	int err;

	if (!r->rule.days) {
		r->part = PART_REST;
		r->next = next_run(r, now);
		return 0;
	}
	r->itemc = r->at = 0;
	r->seen = false;
	err = db_atomic(r->db, plan_work, r);
	if (!err && !r->seen)
		return end_run(r, now);
	r->part = r->itemc ? PART_HOLDS : PART_PLAN;
	return err;
}

/* After the plan is on disk: see ledger/hold.h */
static int look_for_holds(struct retain *r)
{
	struct db *desk = NULL;
	int err = desk_open_reader(&desk, r->folder);

	r->part = PART_FILES;
	if (err == ENOENT)
		return 0;
	for (size_t i = 0; i < r->itemc && !err; i++) {
		err = hold_has(desk, r->itemv[i].call, &r->itemv[i].kept);
		r->held += r->itemv[i].kept;
	}
	db_close(desk);
	return err ? err : db_atomic(r->db, drop_kept, r);
}

static int delete_files(struct retain *r)
{
	const int64_t until = clock_mono() + SLICE_MS;
	int err = 0;

	while (r->at < r->itemc && !err && clock_mono() < until) {
		struct item *item = &r->itemv[r->at++];

		err = delete_file(r, item);
		if (!err)
			continue;
		/* It keeps its row; tomorrow is another day */
		log_warnx("retention: call %lld is kept: %s",
			  (long long)item->call, err_text(err));
		item->kept = true;
		err = db_run(r->db, "DELETE FROM purge WHERE call = ?",
			     BIND(INT(item->call)));
	}
	if (!err && r->at == r->itemc) {
		err = leave_folder(r);
		r->part = PART_ROWS;
	}
	return err;
}

static int rows_work(struct db *db, void *arg)
{
	struct retain *r = arg;
	int64_t bytes = 0;
	int err = 0;

	for (size_t i = 0; i < r->itemc && !err; i++) {
		const struct item *item = &r->itemv[i];

		if (item->kept)
			continue;
		err = db_int(db,
			     "SELECT recording_bytes FROM call WHERE id = ?",
			     BIND(INT(item->call)), &bytes);
		if (!err)
			err = db_run(db, "DELETE FROM call WHERE id = ?",
				     BIND(INT(item->call)));
		r->bytes += bytes;
		r->calls++;
	}
	return err;
}

static int delete_rows(struct retain *r)
{
	int err = db_atomic(r->db, rows_work, r);

	r->part = r->id ? PART_PLAN : PART_REPAIR;
	return err;
}

int retain_step(struct retain *r, int64_t now)
{
	int err = 0;

	switch (r->part) {
	case PART_REST:
		err = begin(r, now);
		break;
	case PART_REPAIR:
		err = repair(r);
		break;
	case PART_PLAN:
		err = plan(r, now);
		break;
	case PART_HOLDS:
		err = look_for_holds(r);
		break;
	case PART_FILES:
		err = delete_files(r);
		break;
	case PART_ROWS:
		err = delete_rows(r);
		break;
	}
	if (err) {
		log_warnx("retention: %s", err_text(err));
		r->part = PART_REST;
		r->next = now + AGAIN_MS;
	}
	return err;
}

/* Looking */

static int state_handler(const struct row *row, void *arg)
{
	struct retain_state *s = arg;

	s->oldest = row_int(row, 0);
	s->recording = row_int(row, 1);
	s->calls = row_int(row, 2);
	s->deleted = row_int(row, 3);
	s->deleted_bytes = row_int(row, 4);
	return 0;
}

static int run_handler(const struct row *row, void *arg)
{
	struct retain_state *s = arg;

	s->run = row_int(row, 0);
	s->run_before = row_int(row, 1);
	s->run_calls = row_int(row, 2);
	s->run_held = row_int(row, 3);
	record_put(s->rule, sizeof(s->rule), row_text(row, 4));
	return 0;
}

int retain_look(struct db *calls, struct retain_state *state)
{
	int err;

	*state = (struct retain_state){ 0 };
	err = db_one(
		calls,
		"SELECT coalesce((SELECT min(start) FROM call), 0), "
		"coalesce((SELECT start FROM call WHERE sha256 != '' ORDER BY "
		"start LIMIT 1), 0), (SELECT count(*) FROM call), (SELECT "
		"count(*) FROM deletion), (SELECT "
		"coalesce(sum(recording_bytes), 0) FROM deletion)",
		NULL, state_handler, state);
	if (!err)
		err = db_each(calls,
			      "SELECT at, before, calls, held, rule FROM "
			      "purge_run ORDER BY id DESC LIMIT 1",
			      NULL, run_handler, state);
	return err;
}

struct visit {
	deletion_h *h;
	void *arg;
};

static int deletion_handler(const struct row *row, void *arg)
{
	const struct visit *v = arg;
	const struct deletion d = {
		.id = row_int(row, 0),
		.at = row_int(row, 1),
		.rule = row_text(row, 2),
		.call = row_int(row, 3),
		.start = row_int(row, 4),
		.end = row_int(row, 5),
		.tenant = row_text(row, 6),
		.recording = row_text(row, 7),
		.sha256 = row_text(row, 8),
		.bytes = row_int(row, 9),
	};

	return v->h(&d, v->arg);
}

int retain_deletions(struct db *calls, int64_t before, int64_t most,
		     deletion_h *h, void *arg)
{
	struct visit v = { h, arg };

	return db_each(calls,
		       "SELECT id, at, rule, call, start, end, tenant, "
		       "recording, sha256, recording_bytes FROM deletion WHERE "
		       "id < ? ORDER BY id DESC LIMIT ?",
		       BIND(INT(before > 0 ? before : INT64_MAX), INT(most)),
		       deletion_handler, &v);
}
