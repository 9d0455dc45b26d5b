/**
 * @file store/db_key.c  Encrypted databases, by SQLCipher
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/db_key.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"

#define PAGE 512 /* the smallest of SQLite */

#ifdef SQLITE_HAS_CODEC

bool db_has_cipher(void)
{
	return true;
}

int db_set_key(sqlite3 *sq, const struct passkey *key)
{
	const int rc = sqlite3_key_v2(sq, "main", key ? key->bytes : NULL,
				      key ? (int)key->size : 0);

	/* what it has to say we say ourselves; what it sorts stays in memory */
	if (rc == SQLITE_OK)
		(void)sqlite3_exec(sq,
				   "PRAGMA cipher_log_level = NONE;"
				   "PRAGMA temp_store = MEMORY",
				   NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : db_fail(sq);
}

#else

bool db_has_cipher(void)
{
	return false;
}

int db_set_key(sqlite3 *sq, const struct passkey *key)
{
	(void)sq;
	return key ? db_no_cipher() : 0;
}

#endif

int db_no_cipher(void)
{
	const int err = err_set(EPERM,
				_("this program was built without SQLCipher; "
				  "install or build one with it: make "
				  "SQLITE_PKG=sqlcipher, which wants "
				  "libsqlcipher-dev of Debian 13"));

	return err_as("E-NO-CIPHER", err);
}

static int open_one(sqlite3 **sqp, const char *path, int flags,
		    const struct passkey *key)
{
	int err = 0;

	if (sqlite3_open_v2(path, sqp, flags, NULL) != SQLITE_OK)
		err = err_set(EIO, "%s: %s", path, sqlite3_errmsg(*sqp));
	if (!err) {
		(void)sqlite3_extended_result_codes(*sqp, 1);
		(void)sqlite3_busy_timeout(*sqp, DB_BUSY_MS);
		err = key ? db_set_key(*sqp, key) : 0;
	}
	if (err) {
		(void)sqlite3_close(*sqp);
		*sqp = NULL;
	}
	return err;
}

/* Reads the first page; what else is wrong is found by whoever reads on */
static bool is_readable(sqlite3 *sq)
{
	return sqlite3_exec(sq, "SELECT count(*) FROM sqlite_schema", NULL,
			    NULL, NULL) != SQLITE_NOTADB &&
	       sqlite3_errcode(sq) != SQLITE_NOTADB;
}

/* It is no database as it stands: whole pages of nothing known */
static bool may_be_sealed(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       st.st_size >= PAGE && st.st_size % PAGE == 0;
}

/* Looked at past SQLite, which has more to say of a file whose last program was
 * killed than whether it can be read */
bool db_is_sealed(const char *path)
{
	static const char magic[16] = "SQLite format 3";
	char head[sizeof(magic)] = "";
	ssize_t n;
	int fd;

	if (!may_be_sealed(path))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, head, sizeof(head));
	(void)close(fd);
	return n == (ssize_t)sizeof(head) &&
	       memcmp(head, magic, sizeof(magic)) != 0;
}

int db_open_with(sqlite3 **sqp, const char *path, int flags,
		 const struct passkey *key)
{
	int err = open_one(sqp, path, flags, key);

	if (!err && !is_readable(*sqp)) {
		(void)sqlite3_close(*sqp);
		*sqp = NULL;
		err = err_set(EBADMSG, _("%s: the key does not fit"), path);
	}
	return err;
}

/* Each try is a connection of its own: one that had a key keeps it */
static int try_keys(sqlite3 **sqp, const char *path, int flags,
		    const struct passkey **keyp)
{
	struct passkey_try t = { .from = PASSKEY_HAD };
	const struct passkey *key = NULL;
	int err;

	do {
		err = passkey_next(&t, path, &key);
		if (err)
			return err;
		err = db_open_with(sqp, path, flags, key);
	} while (err == EBADMSG);

	*keyp = err ? NULL : key;
	return err;
}

int db_open_handle(sqlite3 **sqp, const char *path, int flags, bool may_seal,
		   const struct passkey **keyp)
{
	int err = open_one(sqp, path, flags, NULL);

	*keyp = NULL;
	if (err || is_readable(*sqp) || !may_seal || !may_be_sealed(path))
		return err;

	(void)sqlite3_close(*sqp);
	*sqp = NULL;
	/* cppcheck-suppress knownConditionTrueFalse */
	if (!db_has_cipher())
		return err_prefix(db_no_cipher(), _("%s: encrypted"), path);

	return try_keys(sqp, path, flags, keyp);
}

/* Whatever is in it, table by table, in both directions.  What SQLite keeps for
 * itself is none of the data. */
static const char compare_all[] =
	"SELECT 'SELECT (SELECT count(*) FROM main.' || n || ') <> (SELECT "
	"count(*) FROM copy.' || n || ') OR EXISTS(SELECT * FROM main.' || n "
	"|| ' EXCEPT SELECT * FROM copy.' || n || ')' FROM (SELECT '\"' || "
	"replace(name, '\"', '\"\"') || '\"' AS n FROM main.sqlite_schema "
	"WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite^_%' "
	"ESCAPE '^') UNION ALL SELECT 'SELECT EXISTS(SELECT type, name, sql "
	"FROM main.sqlite_schema EXCEPT SELECT type, name, sql FROM "
	"copy.sqlite_schema)'";

static int compare_handler(const struct row *row, void *arg)
{
	int64_t differs = 0;
	int err = db_int(arg, row_text(row, 0), NULL, &differs);

	return !err && differs
		       ? err_set(EBADMSG,
				 _("the copy is not the same as the database; "
				   "is the disk in order?"))
		       : err;
}

static int export(struct db *db)
{
	int64_t version = 0;
	int64_t app = 0;
	struct str sql = { 0 };
	int err = db_script(db, "SELECT sqlcipher_export('copy')");

	if (!err)
		err = db_int(db, "PRAGMA main.user_version", NULL, &version);
	if (!err)
		err = db_int(db, "PRAGMA main.application_id", NULL, &app);
	str_addf(&sql,
		 "PRAGMA copy.user_version = %lld; PRAGMA copy.application_id "
		 "= %lld",
		 (long long)version, (long long)app);
	if (!err)
		err = db_script(db, sql.s);
	str_release(&sql);
	return err;
}

/* As a value the key is in no text that SQLite keeps */
static int attach(struct db *db, const char *path, const struct passkey *key)
{
	return db_run(
		db, "ATTACH ? AS copy KEY ?",
		BIND(TEXT(path), TEXT(key ? (const char *)key->bytes : "")));
}

int db_copy_as(struct db *db, const char *path, const struct passkey *key)
{
	sqlite3 *sq = db_handle(db);
	int err = attach(db, path, key);

	if (err)
		return err;

	(void)sqlite3_db_config(sq, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	err = export(db);
	(void)sqlite3_db_config(sq, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (db_script(db, "DETACH copy") && !err)
		err = EIO;
	/* attached again it is read as it was written */
	if (!err)
		err = attach(db, path, key);
	if (!err) {
		err = db_each(db, compare_all, NULL, compare_handler, db);
		if (db_script(db, "DETACH copy") && !err)
			err = EIO;
	}
	return err;
}

int db_hold_alone(struct db *db)
{
	int err = db_settle(db);

	/* from the first transaction to the end nobody else may even read */
	return err ? err
		   : db_script(db, "PRAGMA locking_mode = EXCLUSIVE;"
				   "BEGIN EXCLUSIVE; COMMIT;");
}

/* A number that no program knows: who had the file open already and waited for
 * us finds it closed, and finds the new one when he comes again.  A journal
 * would lie beside the new file and be taken for its own. */
int db_retire(struct db *db)
{
	return db_script(db, "PRAGMA journal_mode = MEMORY;"
			     "PRAGMA user_version = 2147483647;");
}
