/**
 * @file store/db.c  SQLite, as the rest of the program sees it
 */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/db_key.h"
#include "store/db_private.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/remote.h"
#include "util/str.h"
#include "util/util.h"

#define CACHE_SIZE 32
#define OPEN_FLAGS (SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)

/* Steps of a query between two questions whether to stop it */
#define STOP_OPS 2000

/* A statement kept for the next time its text is run */
struct cached {
	char *sql;
	sqlite3_stmt *stmt;
	bool busy;     /* being stepped, further up the stack */
	uint64_t used; /* when, in uses of the cache */
};

struct db {
	sqlite3 *sq;
	const struct passkey *key; /* borrowed */
	struct passkey *file_key;
	int depth; /* of nested db_atomic() */
	struct cached cache[CACHE_SIZE];
	uint64_t uses;
	bool disk_failed;
	bool (*stop)(void *arg);
	void *stop_arg;
};

struct row {
	sqlite3_stmt *stmt;
};

sqlite3 *db_handle(const struct db *db)
{
	return db->sq;
}

const struct passkey *db_key(const struct db *db)
{
	return db->key;
}

const struct passkey *db_file_key(const struct db *db)
{
	return db->file_key;
}

void db_set_file_key(struct db *db, struct passkey *key)
{
	passkey_free(db->file_key);
	db->file_key = key;
}

static int full(void)
{
	return err_as("E-DISK-FULL",
		      err_set(EIO, _("the disk is full; nothing was saved")));
}

int db_fail(sqlite3 *sq)
{
	const char *text = sqlite3_errmsg(sq);

	switch (sqlite3_extended_errcode(sq)) {
	case SQLITE_BUSY:
	case SQLITE_BUSY_SNAPSHOT:
	case SQLITE_LOCKED:
		return err_set(EBUSY, _("the database is in use elsewhere; try "
					"again in a moment"));
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_UNIQUE:
		return err_set(EEXIST, "%s", text);
	case SQLITE_FULL:
		return full();
	case SQLITE_NOTADB:
		return err_set(EBADMSG, _("not a database file"));
	case SQLITE_INTERRUPT:
		return err_set(ECANCELED, _("cancelled"));
	default:
		break;
	}
	/* files beside it that grow are told as trouble with the disk, what a
	 * function of SQL runs into by its words only */
	if (strcmp(text, sqlite3_errstr(SQLITE_FULL)) == 0)
		return full();
	if ((sqlite3_errcode(sq) & 0xff) == SQLITE_IOERR &&
	    (sqlite3_system_errno(sq) == ENOSPC ||
	     sqlite3_system_errno(sq) == EDQUOT))
		return full();

	return err_set(EIO, _("database: %s"), text);
}

/* The place and not the row is at fault */
static bool is_disk(sqlite3 *sq)
{
	static const int codes[] = { SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN,
				     SQLITE_READONLY };

	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		if ((sqlite3_errcode(sq) & 0xff) == codes[i])
			return true;
	}

	return false;
}

bool db_disk_failed(const struct db *db)
{
	return db->disk_failed;
}

static int bind_all(sqlite3_stmt *stmt, const struct bind *bind)
{
	int rc = SQLITE_OK;

	for (int i = 1; rc == SQLITE_OK && bind && bind->type; i++, bind++) {
		if (bind->type == BIND_INT)
			rc = sqlite3_bind_int64(stmt, i, bind->i);
		else if (bind->type == BIND_REAL)
			rc = sqlite3_bind_double(stmt, i, bind->r);
		else
			rc = sqlite3_bind_text(stmt, i, bind->s, -1,
					       SQLITE_STATIC);
	}

	return rc;
}

/* A slot that holds the statement, or one that may be given up for it; NULL if
 * all are busy */
static struct cached *find_slot(struct db *db, const char *sql)
{
	struct cached *oldest = NULL;

	for (size_t i = 0; i < CACHE_SIZE; i++) {
		struct cached *c = &db->cache[i];

		if (c->busy)
			continue;
		if (c->sql && strcmp(c->sql, sql) == 0)
			return c;
		if (!oldest || c->used < oldest->used)
			oldest = c;
	}

	return oldest;
}

static void drop(struct cached *c)
{
	(void)sqlite3_finalize(c->stmt);
	free(c->sql);
	*c = (struct cached){ 0 };
}

/* Compile a statement, or take it from the cache: compiling costs more than
 * most of our statements do.  slotp is NULL if it is not to be kept. */
static int prepare(struct db *db, const char *sql, sqlite3_stmt **stmtp,
		   struct cached **slotp)
{
	struct cached *c = find_slot(db, sql);
	int rc = SQLITE_OK;

	*slotp = c;
	if (!c)
		return sqlite3_prepare_v2(db->sq, sql, -1, stmtp, NULL);

	if (!c->sql || strcmp(c->sql, sql) != 0) {
		drop(c);
		rc = sqlite3_prepare_v3(db->sq, sql, -1,
					SQLITE_PREPARE_PERSISTENT, &c->stmt,
					NULL);
		c->sql = c->stmt ? x_strdup(sql) : NULL;
	}
	c->busy = true;
	c->used = ++db->uses;
	*stmtp = c->stmt;
	return rc;
}

static void done(sqlite3_stmt *stmt, struct cached *slot)
{
	if (!slot) {
		(void)sqlite3_finalize(stmt);
		return;
	}

	slot->busy = false;
	if (!stmt)
		return;
	(void)sqlite3_reset(stmt);
	(void)sqlite3_clear_bindings(stmt); /* they are the caller's */
}

/* A query's handler, and how many rows it is to see */
struct reader {
	row_h *h;
	void *arg;
	size_t most;
	size_t count; /* seen */
};

/* Hand out the rows; rcp says what SQLite said last */
static int read_rows(struct row *row, struct reader *reader, int *rcp)
{
	int err = 0;

	while (!err && (*rcp = sqlite3_step(row->stmt)) == SQLITE_ROW) {
		reader->count++;
		err = reader->h ? reader->h(row, reader->arg) : 0;
		if (reader->count == reader->most)
			break;
	}

	return err;
}

static int query(struct db *db, const char *sql, const struct bind *bind,
		 struct reader *reader)
{
	struct cached *slot = NULL;
	struct row row = { NULL };
	int err = 0;
	int rc;

	rc = prepare(db, sql, &row.stmt, &slot);
	if (rc == SQLITE_OK)
		rc = bind_all(row.stmt, bind);
	if (rc == SQLITE_OK)
		err = read_rows(&row, reader, &rc);
	if (!err && rc != SQLITE_DONE && rc != SQLITE_ROW) {
		db->disk_failed = is_disk(db->sq);
		err = db_fail(db->sq);
	}

	done(row.stmt, slot);
	return err;
}

int db_each_of(struct db *db, const char *sql, const int64_t *idv, size_t idc,
	       row_h *rowh, void *arg)
{
	struct reader reader = { .h = rowh, .arg = arg, .most = SIZE_MAX };
	struct cached *slot = NULL;
	struct row row = { NULL };
	int err = 0;
	int rc;

	rc = prepare(db, sql, &row.stmt, &slot);
	if (rc != SQLITE_OK)
		err = db_fail(db->sq);
	for (size_t i = 0; i < idc && !err; i++) {
		rc = sqlite3_bind_int64(row.stmt, 1, idv[i]);
		if (rc == SQLITE_OK)
			err = read_rows(&row, &reader, &rc);
		if (!err && rc != SQLITE_DONE)
			err = db_fail(db->sq);
		(void)sqlite3_reset(row.stmt);
	}

	done(row.stmt, slot);
	return err;
}

static int set_up(struct db *db)
{
	static const char pragmas[] = "PRAGMA journal_mode = WAL;"
				      "PRAGMA synchronous = FULL;"
				      "PRAGMA foreign_keys = ON;"
				      "PRAGMA recursive_triggers = ON;"
				      "PRAGMA trusted_schema = OFF;"
				      "PRAGMA cache_size = -32768;"; /* KiB */

	return db_script(db, pragmas);
}

/* The file is made by us first: SQLite would take the mode from the umask */
static int make_private(const char *path)
{
	char *copy;
	int err;
	int fd;

	if (remote_refuse(path))
		return EPERM;
	if (access(path, F_OK) == 0)
		return 0;

	copy = x_strdup(path);
	err = file_mkdirs(dirname(copy));
	free(copy);
	if (err)
		return err;
	if (remote_refuse(path))
		return EPERM;

	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(EIO, "%s: %s", path, strerror(errno));
	(void)close(fd);
	return 0;
}

/* SQLite makes the files beside a database under the umask and gives them its
 * mode a moment later: another account of its group that opens them between
 * the two would be refused */
static void let_group(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && st.st_mode & S_IWGRP)
		(void)umask(007);
}

/* Nothing is written before we know that the file is ours */
static int open_file(struct db **dbp, const char *path,
		     const struct db_kind *kind)
{
	struct db *db = x_calloc(1, sizeof(*db));
	int err;

	let_group(path);
	err = db_open_handle(&db->sq, path, OPEN_FLAGS,
			     !kind || kind->may_be_sealed, &db->key);
	if (!err)
		(void)sqlite3_db_config(db->sq, SQLITE_DBCONFIG_DEFENSIVE, 1,
					NULL);
	if (!err && kind)
		err = db_check_kind(db, path, kind);
	if (err)
		db_close(db);
	else
		*dbp = db;
	return err;
}

int db_open(struct db **dbp, const char *path, const struct db_kind *kind)
{
	struct db *db = NULL;
	int err = strcmp(path, ":memory:") ? make_private(path) : 0;

	if (!err)
		err = open_file(&db, path, kind);
	if (err)
		return err;

	err = set_up(db);
	if (!err && kind)
		err = db_bring_up(db, kind);
	if (err) {
		db_close(db);
		return err_prefix(err, "%s", path);
	}

	*dbp = db;
	return 0;
}

int db_open_keyed(struct db **dbp, const char *path, const struct passkey *key)
{
	struct db *db = x_calloc(1, sizeof(*db));
	int err = db_open_with(&db->sq, path, OPEN_FLAGS, key);

	db->key = key;
	if (err)
		db_close(db);
	else
		*dbp = db;
	return err;
}

int db_open_reader(struct db **dbp, const char *path,
		   const struct db_kind *kind)
{
	struct db *db = NULL;
	int64_t version = 0;
	int err;

	if (access(path, F_OK))
		return err_set(ENOENT, _("%s: not found"), path);
	err = open_file(&db, path, kind);
	if (!err)
		err = db_script(db, "PRAGMA query_only = ON");
	if (!err)
		err = db_int(db, "PRAGMA user_version", NULL, &version);
	if (!err && version < db_newest(kind))
		err = err_as("E-OLDER",
			     err_set(EPERM,
				     _("%s: written by an older version of "
				       "callpermit; whoever writes it must "
				       "start first"),
				     path));
	if (err) {
		db_close(db);
		return err;
	}

	*dbp = db;
	return 0;
}

void db_close(struct db *db)
{
	if (!db)
		return;

	for (size_t i = 0; i < CACHE_SIZE; i++)
		drop(&db->cache[i]);
	(void)sqlite3_close(db->sq);
	passkey_free(db->file_key);
	free(db);
}

const char *db_path(const struct db *db)
{
	const char *path = sqlite3_db_filename(db->sq, "main");

	return path ? path : "";
}

int db_run(struct db *db, const char *sql, const struct bind *bind)
{
	return db_each(db, sql, bind, NULL, NULL);
}

int db_script(struct db *db, const char *sql)
{
	return sqlite3_exec(db->sq, sql, NULL, NULL, NULL) == SQLITE_OK
		       ? 0
		       : db_fail(db->sq);
}

int db_each(struct db *db, const char *sql, const struct bind *bind,
	    row_h *rowh, void *arg)
{
	struct reader reader = { .h = rowh, .arg = arg, .most = SIZE_MAX };

	return query(db, sql, bind, &reader);
}

int db_one(struct db *db, const char *sql, const struct bind *bind, row_h *rowh,
	   void *arg)
{
	struct reader reader = { .h = rowh, .arg = arg, .most = 1 };
	int err = query(db, sql, bind, &reader);

	if (!err && reader.count == 0)
		return err_set(ENOENT, _("not found"));

	return err;
}

static int int_handler(const struct row *row, void *arg)
{
	*(int64_t *)arg = row_int(row, 0);
	return 0;
}

int db_int(struct db *db, const char *sql, const struct bind *bind,
	   int64_t *valuep)
{
	return db_one(db, sql, bind, int_handler, valuep);
}

static int within(struct db *db, const char *begin, work_h *work, void *arg)
{
	int err;

	if (db->depth > 0)
		return work(db, arg);

	db->disk_failed = false;
	err = db_run(db, begin, NULL);
	if (err)
		return err;

	db->depth++;
	err = work(db, arg);
	db->depth--;
	if (!err)
		err = db_run(db, "COMMIT", NULL);
	if (err)
		(void)sqlite3_exec(db->sq, "ROLLBACK", NULL, NULL, NULL);

	return err;
}

int db_atomic(struct db *db, work_h *work, void *arg)
{
	return within(db, "BEGIN IMMEDIATE", work, arg);
}

int db_snapshot(struct db *db, work_h *work, void *arg)
{
	return within(db, "BEGIN", work, arg);
}

int64_t db_last_id(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->sq);
}

static int ask_stop(void *arg)
{
	const struct db *db = arg;

	return db->stop(db->stop_arg);
}

void db_stop_when(struct db *db, bool (*stop)(void *arg), void *arg)
{
	db->stop = stop;
	db->stop_arg = arg;
	sqlite3_progress_handler(db->sq, stop ? STOP_OPS : 0,
				 stop ? ask_stop : NULL, db);
}

int64_t db_data_version(struct db *db)
{
	int64_t version = 0;

	(void)db_int(db, "PRAGMA data_version", NULL, &version);
	return version;
}

int64_t row_int(const struct row *row, int col)
{
	return sqlite3_column_int64(row->stmt, col);
}

const char *row_text(const struct row *row, int col)
{
	const unsigned char *text = sqlite3_column_text(row->stmt, col);

	return text ? (const char *)text : "";
}

bool row_is_null(const struct row *row, int col)
{
	return sqlite3_column_type(row->stmt, col) == SQLITE_NULL;
}
