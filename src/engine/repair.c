/**
 * @file engine/repair.c  Finishing what a crash interrupted
 */
#include "engine/repair.h"

#include <errno.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/recorder.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/str.h"

#define PART	  ".wav.part"
#define GAP_CALLS 20000 /* of the newest may have one */

/* nftw() has no argument for its handler: the search is over before anybody
 * else can start one */
static _Thread_local struct found {
	char **pathv;
	size_t pathc;
} found;

/* A recording that is looked at */
struct gap {
	const char *folder;
	int64_t id;
	int64_t bytes;
	char sha256[SHA256_TEXT];
	bool there;
};

static int on_file(const char *path, const struct stat *st, int type,
		   struct FTW *ftw)
{
	size_t n = strlen(path);
	char **more;

	(void)st;
	(void)ftw;
	if (type != FTW_F || n < strlen(PART) ||
	    strcmp(path + n - strlen(PART), PART) != 0)
		return 0;

	more = realloc(found.pathv, (found.pathc + 1) * sizeof(*more));
	if (!more)
		return ENOMEM;
	found.pathv = more;
	found.pathv[found.pathc] = strdup(path);
	if (!found.pathv[found.pathc])
		return ENOMEM;
	found.pathc++;
	return 0;
}

/* The call that a recording belongs to: its file name is the id */
static int64_t call_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strtoll(slash ? slash + 1 : path, NULL, 10);
}

/* A statement in the caller's own voice is ID-1.wav: no recording of the call,
 * and no voucher if it was interrupted */
static bool is_statement(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strchr(slash ? slash : path, '-') != NULL;
}

static int note_recording(struct db *db, const char *folder, const char *part,
			  unsigned *recordingsp)
{
	char sha256[SHA256_TEXT];
	struct str path = { 0 };
	int64_t bytes = 0;
	int err = recorder_repair(part, &bytes, sha256);

	if (!err && is_statement(part)) {
		++*recordingsp;
		return 0;
	}
	if (err == ENOENT && is_statement(part))
		return 0;
	if (err == ENOENT)
		return db_run(db, "UPDATE call SET recording = '' WHERE id = ?",
			      BIND(INT(call_of(part))));
	if (err) {
		log_warnx("repair: %s", err_text(err));
		return 0;
	}

	str_add_n(&path, part + strlen(folder) + 1,
		  strlen(part) - strlen(folder) - 1 - strlen(".part"));
	err = db_run(db,
		     "UPDATE call SET recording = ?, sha256 = ?, "
		     "recording_bytes = ? WHERE id = ?",
		     BIND(TEXT(path.s), TEXT(sha256), INT(bytes),
			  INT(call_of(part))));
	str_release(&path);
	*recordingsp += !err;
	return err;
}

/* The recording was finished, and its row had not heard of it */
static int gap_handler(const struct row *row, void *arg)
{
	struct gap *g = arg;
	struct str path = { 0 };
	struct stat st;

	g->id = row_int(row, 0);
	str_addf(&path, "%s/%s", g->folder, row_text(row, 1));
	g->there = stat(path.s, &st) == 0 && S_ISREG(st.st_mode) &&
		   !file_sha256(g->sha256, path.s);
	g->bytes = g->there ? st.st_size : 0;
	str_release(&path);
	return 0;
}

static int close_gaps(struct db *db, const char *folder, unsigned *recordingsp)
{
	struct gap g = { .folder = folder, .id = INT64_MAX };
	int64_t before = 0;
	int err = 0;

	while (!err && g.id != before) {
		before = g.id;
		g.there = false;
		err = db_each(db,
			      "SELECT id, recording FROM call WHERE id < ? AND "
			      "id > (SELECT max(id) FROM call) - ? AND "
			      "recording != '' AND sha256 = '' "
			      "ORDER BY id DESC LIMIT 1",
			      BIND(INT(before), INT(GAP_CALLS)), gap_handler,
			      &g);
		if (err || !g.there)
			continue;
		err = db_run(db,
			     "UPDATE call SET sha256 = ?, recording_bytes = ? "
			     "WHERE id = ?",
			     BIND(TEXT(g.sha256), INT(g.bytes), INT(g.id)));
		*recordingsp += !err;
	}
	return err;
}

static int repair_recordings(struct db *db, const char *folder,
			     unsigned *recordingsp)
{
	struct str top = { 0 };
	int err = 0;

	str_addf(&top, "%s/recordings", folder);
	found = (struct found){ 0 };
	if (nftw(top.s, on_file, 16, FTW_PHYS) == ENOMEM)
		err = err_set(ENOMEM, _("no memory for a list of files"));
	for (size_t i = 0; i < found.pathc; i++) {
		if (!err)
			err = note_recording(db, folder, found.pathv[i],
					     recordingsp);
		free(found.pathv[i]);
	}
	free(found.pathv);
	str_release(&top);
	return err;
}

/* The last instant that is known stands for the end.  A message of which no
 * sound is on disk is none. */
static int close_calls(struct db *db, void *arg)
{
#define LAST                                                           \
	"max(start, answer, queued, bridge, coalesce((SELECT max(at) " \
	"FROM trail WHERE call = id), 0))"
	int err = db_run(
		db,
		"INSERT INTO trail SELECT id, 1 + coalesce("
		"(SELECT max(seq) FROM trail WHERE call = id), 0), " LAST
		", 'ended', '', '', 'interrupted' FROM call "
		"WHERE result = 'open'",
		NULL);

	(void)arg;
	if (err)
		return err;
	return db_run(db,
		      "UPDATE call SET reason = 'interrupted', "
		      "hung_up = 'engine', "
		      "result = iif(bridge > 0, 'answered', "
		      "iif(box != '' AND sha256 != '', 'message', 'failed')), "
		      "end = " LAST " WHERE result = 'open'",
		      NULL);
#undef LAST
}

int repair_calls(struct db *db, const char *folder, unsigned *callsp,
		 unsigned *recordingsp)
{
	int64_t open = 0;
	int err = db_int(db, "SELECT count(*) FROM call WHERE result = 'open'",
			 NULL, &open);

	*callsp = (unsigned)open;
	*recordingsp = 0;
	if (!err)
		err = repair_recordings(db, folder, recordingsp);
	if (!err)
		err = close_gaps(db, folder, recordingsp);
	if (!err)
		err = db_atomic(db, close_calls, NULL);
	return err;
}
