/**
 * @file drill/evidence.c  What the engine kept of a drill
 */
#include "drill/evidence.h"

#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ledger/calls.h"
#include "store/db.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define WAIT_TRIES 50	     /* without another call completed */
#define WAIT_NS	   200000000 /* between tries */
#define COPY_MAX   ((size_t)256 << 20)

static int record_handler(const struct row *row, void *arg)
{
	struct trial_call *call = arg;

	call->records++;
	return calls_take(&call->record, record_fields, row, 0);
}

static int find_records(struct trial *o, struct db *db)
{
	struct str sql = { 0 };
	int err = 0;

	str_add(&sql, "SELECT ");
	calls_columns(&sql, record_fields);
	str_add(&sql, " FROM call WHERE call_id = ? AND start >= ?");
	for (size_t i = 0; i < o->callc && !err; i++) {
		struct trial_call *c = &o->callv[i];

		c->records = 0;
		err = db_each(db, sql.s,
			      BIND(TEXT(c->log->call_id), INT(o->begun)),
			      record_handler, c);
	}

	str_release(&sql);
	return err;
}

static int step_handler(const struct calls_step *step, void *arg)
{
	struct trial_call *call = arg;

	call->passed = call->passed ||
		       (!strcmp(step->event, "queued") &&
			!strcmp(step->queue, call->group->through));
	return 0;
}

/* Which queues they waited in */
static int find_ways(struct trial *o, struct db *db)
{
	int err = 0;

	for (size_t i = 0; i < o->callc && !err; i++) {
		struct trial_call *c = &o->callv[i];

		c->passed = false;
		if (c->records && c->group && c->group->through)
			err = calls_trail(db, c->record.id, step_handler, c);
	}

	return err;
}

#define OVER "FROM call WHERE result != 'open' AND reason != 'interrupted'"

static int before_handler(const struct row *row, void *arg)
{
	struct trial_outage *outage = arg;

	outage->before = row_int(row, 0);
	outage->last = row_int(row, 1);
	return 0;
}

void evidence_before(struct trial *o, const char *data)
{
	struct db *db = NULL;
	int err = calls_open(&db, data);

	if (!err)
		(void)db_one(db, "SELECT count(*), max(id) " OVER, NULL,
			     before_handler, &o->outage);
	db_close(db);
}

static int find_after(struct trial *o, struct db *db)
{
	if (!o->outage.killed)
		return 0;
	return db_int(db, "SELECT count(*) " OVER " AND id <= ?",
		      BIND(INT(o->outage.last)), &o->outage.after);
}

static int find_breaches(struct trial *o, struct db *db)
{
	int err = 0;

	for (size_t i = 0; i < o->attemptc && !err; i++) {
		struct trial_attempt *a = &o->attemptv[i];
		int64_t n = -1;

		err = db_int(db,
			     "SELECT count(*) FROM breach WHERE number = ? "
			     "AND at >= ?",
			     BIND(TEXT(a->log->called), INT(o->begun)), &n);
		a->breaches = (int)n;
	}

	return err;
}

/* Answered calls that are not yet on record with their recording */
static size_t count_missing(const struct trial *o)
{
	size_t n = 0;

	for (size_t i = 0; i < o->callc; i++) {
		const struct trial_call *c = &o->callv[i];

		n += c->log->status == 200 &&
		     (c->records == 0 ||
		      (c->record.bridge && !c->record.sha256[0]));
	}

	return n;
}

/* A slow disk is given time as long as it gets on */
static int read_data(struct trial *o, const char *folder)
{
	struct db *db = NULL;
	size_t missing = SIZE_MAX;
	int err = calls_open(&db, folder);

	for (int tries = WAIT_TRIES; !err && tries > 0; tries--) {
		const struct timespec pause = { .tv_nsec = WAIT_NS };
		size_t n;

		err = find_records(o, db);
		if (!err)
			err = find_ways(o, db);
		if (!err)
			err = find_after(o, db);
		if (!err)
			err = find_breaches(o, db);
		n = count_missing(o);
		if (err || !n || o->stopped)
			break;
		if (n < missing)
			tries = WAIT_TRIES;
		missing = n;
		(void)nanosleep(&pause, NULL);
	}

	db_close(db);
	return err;
}

static void listen_to(struct trial_recording *r, const char *path)
{
	struct tone_ear earv[WAV_CHANNELS];
	int err;

	tone_ear_init(&earv[0], TONE_CALLER);
	tone_ear_init(&earv[1], TONE_STATION);
	err = file_sha256(r->sha256, path);
	if (!err)
		err = wav_listen(path, &r->wav, earv);
	if (err) {
		(void)snprintf(r->trouble, sizeof(r->trouble), "%s",
			       err_text(err));
		return;
	}

	r->found = true;
	r->caller_tone = tone_ear_most(&earv[0], &r->caller_ms);
	r->seat_tone = tone_ear_most(&earv[1], &r->seat_ms);
	r->other_ms = tone_ear_others(&earv[0]) + tone_ear_others(&earv[1]);
}

/* A path of the records, below a folder of ours, and not elsewhere */
static bool stays_below(const char *path)
{
	return *path && *path != '/' && !strstr(path, "..");
}

static int put(const char *to, const struct str *bytes)
{
	char *folder = x_strdup(to);
	int err = file_mkdirs(dirname(folder));

	free(folder);
	return err ? err : file_write(to, str_text(bytes), bytes->len);
}

/* The copy, or the file itself if there is none */
static void find_recording(struct trial *o, struct trial_call *call,
			   const char *data, const char *folder)
{
	const char *name = call->record.recording;
	struct str bytes = { 0 };
	struct str path = { 0 };
	int err = 0;

	call->recording.caller_tone = -1;
	call->recording.seat_tone = -1;
	if (!stays_below(name))
		return;

	str_addf(&path, "%s/%s", data, name);
	if (!o->uncopied[0] && !file_read(&bytes, path.s, COPY_MAX)) {
		str_clear(&path);
		str_addf(&path, "%s/%s", folder, name);
		err = put(path.s, &bytes);
	}
	if (err) {
		(void)snprintf(o->uncopied, sizeof(o->uncopied), "%s",
			       err_text(err));
		str_clear(&path);
		str_addf(&path, "%s/%s", data, name);
	}
	listen_to(&call->recording, path.s);
	str_release(&bytes);
	str_release(&path);
}

/* A part of the recordings proves nothing; its room is wanted for the report */
static void remove_copies(const struct trial *o, const char *folder)
{
	struct str path = { 0 };

	for (size_t i = 0; i < o->callc; i++) {
		const char *name = o->callv[i].record.recording;

		str_clear(&path);
		str_addf(&path, "%s/%s", folder, name);
		if (stays_below(name))
			(void)unlink(path.s);
	}
	str_release(&path);
}

static int oldest_handler(const struct row *row, void *arg)
{
	struct trial_oldest *oldest = arg;

	oldest->call = row_int(row, 0);
	oldest->start = row_int(row, 1);
	record_put(oldest->path, sizeof(oldest->path), row_text(row, 2));
	record_put(oldest->sha256, sizeof(oldest->sha256), row_text(row, 3));
	return 0;
}

/* What has been kept for longest must still be there, whole */
static void find_oldest(struct trial *o, const char *data)
{
	struct db *db = NULL;
	struct str path = { 0 };
	int err = calls_open(&db, data);

	if (!err)
		err = db_each(db,
			      "SELECT id, start, recording, sha256 FROM call "
			      "WHERE length(sha256) = 64 "
			      "ORDER BY start, id LIMIT 1",
			      NULL, oldest_handler, &o->oldest);
	db_close(db);
	if (err || !o->oldest.call)
		return;

	str_addf(&path, "%s/%s", data, o->oldest.path);
	listen_to(&o->oldest.recording, path.s);
	str_release(&path);
}

void evidence_collect(struct trial *o, const char *data, const char *folder)
{
	int err;

	for (size_t i = 0; i < o->attemptc; i++)
		o->attemptv[i].breaches = -1;

	err = read_data(o, data);
	if (err)
		(void)snprintf(o->trouble, sizeof(o->trouble), "%s",
			       err_text(err));
	o->data_read = !err;
	for (size_t i = 0; i < o->callc; i++)
		find_recording(o, &o->callv[i], data, folder);
	if (o->uncopied[0])
		remove_copies(o, folder);
	if (o->data_read)
		find_oldest(o, data);
}
