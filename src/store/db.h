/**
 * @file store/db.h  SQLite, as the rest of the program sees it
 *
 * Statements never leave this module: a query hands its rows to a handler one
 * by one, so no caller can forget to finalize.  A transaction is a function.
 * Compiled statements are kept with the connection, by their text.
 * A database file is created with mode 0600 in a folder of mode 0700, in WAL
 * mode with synchronous=FULL: what a commit acknowledged survives kill -9 and
 * a power cut.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct row;

/** One value for a ? in the statement; made by the macros below */
struct bind {
	enum { BIND_END, BIND_INT, BIND_REAL, BIND_TEXT } type;
	int64_t i;
	double r;
	const char *s;
};

/* BIND(TEXT(code), INT(id)); a NULL text is stored as NULL */
#define INT(v)	  ((struct bind){ .type = BIND_INT, .i = (v) })
#define REAL(v)	  ((struct bind){ .type = BIND_REAL, .r = (v) })
#define TEXT(v)	  ((struct bind){ .type = BIND_TEXT, .s = (v) })
#define BIND(...) ((const struct bind[]){ __VA_ARGS__, { .type = BIND_END } })

/** A numbered change of the schema; rows of a table, in order from 1 */
struct db_step {
	int version;	 /**< PRAGMA user_version once it is done */
	const char *sql; /**< Statements, run in one transaction */
};

/** A schema that had its number before the number got its last meaning: files
 *  of it are brought to a step of today first */
struct db_early {
	int version;	  /**< PRAGMA user_version they have */
	const char *when; /**< Query of one number: not 0 if it is one */
	const char *sql;  /**< Statements that make it the step below */
	int as;		  /**< Step that it is then */
};

/** What a database file holds: its steps, ended by { 0, NULL } */
struct db_kind {
	const char *name;	/**< For messages, e.g. "dossier database" */
	int32_t application_id; /**< PRAGMA application_id, 0 for none */
	const struct db_step *steps;  /**< Migrations */
	const struct db_early *early; /**< Ended by a NULL when; or NULL */
	bool may_be_sealed;	      /**< It may be encrypted, see db_open() */
	bool keeps_old; /**< Before a file is brought to a newer schema, it is
			 *   copied to FILE.schema-N, N being what it has */
};

/**
 * Handles one row
 *
 * @param row  The row; borrowed, valid during the call
 * @param arg  What the caller of the query passed
 *
 * @return 0 to go on, otherwise an error that ends the query
 */
typedef int row_h(const struct row *row, void *arg);

/** Does some work inside a transaction; see db_atomic() */
typedef int work_h(struct db *db, void *arg);

/**
 * Open a database file and bring it to the newest schema
 *
 * One that is encrypted (by SQLCipher) is opened with the keys of
 * util/passkey.h, in turn; a build without SQLCipher refuses it.
 *
 * A file that is refused is not changed.  All steps are one transaction: a
 * file is of the old schema or of the new one.
 *
 * @param dbp   Set to the database; close it with db_close()
 * @param path  File name, created with its folder if need be, or ":memory:"
 * @param kind  What it must hold; NULL for a bare database
 *
 * @return 0; EPERM on a network file system, or if a newer version of the
 *         program wrote it; EBADMSG if it is not our kind of file; EBUSY; EIO
 */
int db_open(struct db **dbp, const char *path, const struct db_kind *kind);

/**
 * Open a database that another program writes, only to read it
 *
 * Nothing is made or brought up to date, and no statement can write.
 *
 * @return 0; ENOENT if there is no such file; EPERM if a newer version of the
 *         program wrote it, or an older one that has yet to be brought up to
 *         date by the program that owns it; EBADMSG; EBUSY; EIO
 */
int db_open_reader(struct db **dbp, const char *path,
		   const struct db_kind *kind);

/** Close a database; NULL is allowed */
void db_close(struct db *db);

struct passkey;

/** The key of an encrypted database, NULL if it is not; borrowed */
const struct passkey *db_key(const struct db *db);

/** The key that the files of its vault are sealed with; NULL: they are plain.
 *  Borrowed until the database is closed */
const struct passkey *db_file_key(const struct db *db);

/** Set that key; it is the database's from then on */
void db_set_file_key(struct db *db, struct passkey *key);

/** True if this program was built with SQLCipher */
bool db_has_cipher(void);

/** File of a database, its whole path; "" if it is in memory; borrowed */
const char *db_path(const struct db *db);

/** Run a statement that returns no rows; 0, EEXIST, EBUSY or EIO */
int db_run(struct db *db, const char *sql, const struct bind *bind);

/** Run several statements separated by semicolons; 0, EEXIST, EBUSY or EIO */
int db_script(struct db *db, const char *sql);

/** Run a query, handing each row to rowh; 0, rowh's error, EBUSY or EIO */
int db_each(struct db *db, const char *sql, const struct bind *bind,
	    row_h *rowh, void *arg);

/** Run a query once for each id of a list, bound to its only ?; 0, rowh's
 *  error, EBUSY or EIO */
int db_each_of(struct db *db, const char *sql, const int64_t *idv, size_t idc,
	       row_h *rowh, void *arg);

/** Like db_each(), for the first row of a query that must find something;
 *  ENOENT if it does not */
int db_one(struct db *db, const char *sql, const struct bind *bind, row_h *rowh,
	   void *arg);

/** A query's first column of its first row; 0, ENOENT, EBUSY or EIO */
int db_int(struct db *db, const char *sql, const struct bind *bind,
	   int64_t *valuep);

/** Run work in a transaction: committed if it returns 0, else rolled back.
 *  Nested calls join the outer transaction. */
int db_atomic(struct db *db, work_h *work, void *arg);

/** Run work that only reads, all of it from the same state of the database;
 *  many small queries are quicker so.  Nested calls join the outer one. */
int db_snapshot(struct db *db, work_h *work, void *arg);

/** True if the last db_atomic() failed for the disk: it is full, say; whatever
 *  else was to be written would have failed too */
bool db_disk_failed(const struct db *db);

/**
 * Let queries be stopped while they run
 *
 * @param stop  Asked every few thousand steps of a query, some hundred times a
 *              second or more; when it says true, the query ends with
 *              ECANCELED.  NULL: no query is stopped any more
 */
void db_stop_when(struct db *db, bool (*stop)(void *arg), void *arg);

/** Rowid of the last INSERT */
int64_t db_last_id(const struct db *db);

/** Number that changes whenever another connection has committed */
int64_t db_data_version(struct db *db);

/** Column of a row as a whole number; NULL reads as 0 */
int64_t row_int(const struct row *row, int col);

/** Column of a row as text, "" for NULL; borrowed, valid as long as the row */
const char *row_text(const struct row *row, int col);

/** True if the column is NULL */
bool row_is_null(const struct row *row, int col);

#endif
