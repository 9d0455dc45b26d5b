/**
 * @file store/db_care.c  A database file as a whole
 */
#include "store/db_care.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/db_key.h"
#include "store/db_private.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"

#define BUSY_MS 5000
#define WAIT_MS 50

/* All pages in one go: they are of one moment then, and in WAL mode nobody is
 * kept waiting by it */
static int copy_pages(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	int waited = 0;
	int rc;

	if (!b)
		return db_fail(to);

	while ((rc = sqlite3_backup_step(b, -1)) == SQLITE_BUSY ||
	       rc == SQLITE_LOCKED) {
		if (waited > BUSY_MS)
			break;
		waited += sqlite3_sleep(WAIT_MS);
	}
	rc = sqlite3_backup_finish(b);
	return rc == SQLITE_OK ? 0 : db_fail(to);
}

static int sync_file(const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0 || fsync(fd) != 0)
		err = err_set(EIO, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		(void)close(fd);
	return err;
}

int db_copy(struct db *db, const char *path)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			    0600);
	sqlite3 *to = NULL;
	int err;

	if (fd < 0)
		return err_set(errno == EEXIST ? EEXIST : EIO, "%s: %s", path,
			       strerror(errno));

	(void)close(fd);
	err = sqlite3_open(path, &to) == SQLITE_OK
		      ? 0
		      : err_set(EIO, "%s: %s", path, sqlite3_errmsg(to));
	if (!err && db_key(db))
		err = db_set_key(to, db_key(db));
	if (!err)
		err = copy_pages(to, db_handle(db));
	/* the copy says it has a WAL, as its model has */
	if (!err && sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL,
				 NULL) != SQLITE_OK)
		err = db_fail(to);
	(void)sqlite3_close(to);
	if (!err)
		err = sync_file(path);
	if (err)
		(void)unlink(path);
	return err;
}

static int version_handler(void *arg, int c, char **textv, char **namev)
{
	(void)namev;
	if (c == 1 && textv[0])
		*(int64_t *)arg = strtoll(textv[0], NULL, 10);
	return 0;
}

/* Its schema is still that: somebody else may have been quicker */
static int is_version(const char *path, const struct passkey *key,
		      int64_t version, bool *samep)
{
	sqlite3 *copy = NULL;
	int64_t has = -1;
	int err = 0;

	if (sqlite3_open_v2(path, &copy, SQLITE_OPEN_READONLY, NULL) !=
		    SQLITE_OK ||
	    (key && db_set_key(copy, key)) ||
	    sqlite3_exec(copy, "PRAGMA user_version", version_handler, &has,
			 NULL) != SQLITE_OK)
		err = db_fail(copy);
	(void)sqlite3_close(copy);
	*samep = has == version;
	return err;
}

int db_keep_old(struct db *db, int64_t version)
{
	struct str path = { 0 };
	struct str part = { 0 };
	bool same = false;
	int err = 0;

	if (*db_path(db) == '\0')
		return 0;

	str_addf(&path, "%s.schema-%lld", db_path(db), (long long)version);
	str_addf(&part, "%s.%ld-new", path.s, (long)getpid());
	if (access(path.s, F_OK) != 0) {
		err = db_copy(db, part.s);
		if (!err)
			err = is_version(part.s, db_key(db), version, &same);
		/* a name that was taken meanwhile is another's copy of it */
		if (!err && same && link(part.s, path.s) != 0 &&
		    errno != EEXIST)
			err = err_set(EIO, "%s: %s", path.s, strerror(errno));
		(void)unlink(part.s);
	}
	if (err)
		err = err_prefix(err, _("before it is brought to the schema of "
					"this program the database is copied"));

	str_release(&part);
	str_release(&path);
	return err;
}

struct flaws {
	db_flaw_h *h;
	void *arg;
	size_t c;
};

static int flaw_handler(const struct row *row, void *arg)
{
	struct flaws *flaws = arg;
	const char *text = row_text(row, 0);

	if (strcmp(text, "ok") == 0)
		return 0;
	flaws->c++;
	flaws->h(text, flaws->arg);
	return 0;
}

int db_check(struct db *db, db_flaw_h *h, void *arg, size_t *flawsp)
{
	struct flaws flaws = { .h = h, .arg = arg };
	int err = db_each(db, "PRAGMA integrity_check(20)", NULL, flaw_handler,
			  &flaws);

	if (!err)
		err = db_each(db,
			      "SELECT 'row ' || coalesce(rowid, '?') || ' of ' "
			      "|| \"table\" || ' refers to nothing in ' || "
			      "parent FROM pragma_foreign_key_check LIMIT 20",
			      NULL, flaw_handler, &flaws);
	*flawsp = flaws.c;
	return err;
}

static int busy_handler(const struct row *row, void *arg)
{
	*(bool *)arg = row_int(row, 0) != 0;
	return 0;
}

int db_rewrite(struct db *db, bool *leftp)
{
	int err = db_script(db, "PRAGMA secure_delete = ON; VACUUM;");

	*leftp = true;
	return err ? err
		   : db_one(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL,
			    busy_handler, leftp);
}

static int mode_handler(const struct row *row, void *arg)
{
	*(bool *)arg = strcmp(row_text(row, 0), "delete") == 0;
	return 0;
}

int db_settle(struct db *db)
{
	bool alone = false;
	int err = db_one(db, "PRAGMA journal_mode = DELETE", NULL, mode_handler,
			 &alone);

	if (!err && !alone)
		err = err_set(EBUSY, _("the database is in use elsewhere; try "
				       "again in a moment"));
	return err;
}
