/**
 * @file drill/evidence.c  What the engine kept of a drill
 */
#include "drill/evidence.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "store/db.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"

#define WAIT_TRIES 50	     /* without another call completed */
#define WAIT_NS	   200000000 /* between tries */

/* Copies one row, whose columns are those of record_fields, in their order */
static int record_handler(const struct row *row, void *arg)
{
	struct trial_call *call = arg;
	int col = 0;

	for (const struct record_field *f = record_fields; f->name; f++) {
		int err = record_is_number(f)
				  ? record_set_number(&call->record, f,
						      row_int(row, col))
				  : record_set_text(&call->record, f,
						    row_text(row, col));

		if (err)
			return err_prefix(err, "calls.db");
		col++;
	}

	call->records++;
	return 0;
}

static void select_calls(struct str *sql)
{
	str_add(sql, "SELECT ");
	for (const struct record_field *f = record_fields; f->name; f++)
		str_addf(sql, "%s\"%s\"", f == record_fields ? "" : ", ",
			 f->name);
	str_add(sql, " FROM call WHERE call_id = ? AND start >= ?");
}

static int find_records(struct trial *o, struct db *db)
{
	struct str sql = { 0 };
	int err = 0;

	select_calls(&sql);
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
static int read_data(struct trial *o, const char *path)
{
	struct db *db = NULL;
	size_t missing = SIZE_MAX;
	int err = db_open(&db, path, NULL);

	for (int tries = WAIT_TRIES; !err && tries > 0; tries--) {
		const struct timespec pause = { .tv_nsec = WAIT_NS };
		size_t n;

		err = find_records(o, db);
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

static void find_recording(struct trial_call *call, const char *data)
{
	const char *name = call->record.recording;
	struct str path = { 0 };

	call->recording.caller_tone = -1;
	call->recording.seat_tone = -1;
	if (!name[0])
		return;

	str_addf(&path, "%s/%s", data, name);
	listen_to(&call->recording, path.s);
	str_release(&path);
}

void evidence_collect(struct trial *o, const char *data)
{
	struct str path = { 0 };
	struct stat st;
	int err;

	for (size_t i = 0; i < o->attemptc; i++)
		o->attemptv[i].breaches = -1;

	str_addf(&path, "%s/calls.db", data);
	/* opening must not make an empty database */
	err = stat(path.s, &st) ? err_set(ENOENT, _("%s: not found"), path.s)
				: read_data(o, path.s);
	if (err)
		(void)snprintf(o->trouble, sizeof(o->trouble), "%s",
			       err_text(err));
	o->data_read = !err;
	for (size_t i = 0; i < o->callc; i++)
		find_recording(&o->callv[i], data);

	str_release(&path);
}
