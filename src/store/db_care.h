/**
 * @file store/db_care.h  A database file as a whole: copied, looked over, put
 * away
 */
#ifndef STORE_DB_CARE_H
#define STORE_DB_CARE_H

#include "store/db.h"

/**
 * Copy a database into a file while others go on writing to it
 *
 * The copy is the state of one moment, a file that stands by itself (no WAL
 * beside it), synced, mode 0600.  By SQLite's online backup.
 *
 * @param path  A file that is not there yet
 *
 * @return 0; EEXIST; EBUSY; EIO, then nothing is left there
 */
int db_copy(struct db *db, const char *path);

/**
 * Copy a database of schema N to FILE.schema-N before it is brought to a newer
 * one; not again if a copy of that name is there, nor of one in memory
 *
 * @param version  N
 *
 * @return 0; EBUSY; EIO, then nothing is left there
 */
int db_keep_old(struct db *db, int64_t version);

/** Told of each thing that is wrong; text is SQLite's own */
typedef void db_flaw_h(const char *text, void *arg);

/** Flaws told at most */
#define DB_FLAWS_MAX 20

/**
 * Look the whole file over: PRAGMA integrity_check and foreign_key_check
 *
 * @param flawsp  Set to the number of flaws told
 *
 * @return 0, flaws or not; EBUSY; EIO if it could not be looked at
 */
int db_check(struct db *db, db_flaw_h *h, void *arg, size_t *flawsp);

/**
 * Write the file anew: pages that were freed, and what was overwritten within
 * others, are in it no more, nor in its WAL
 *
 * @param leftp  Set to whether others read an older state, and the WAL keeps it
 *
 * @return 0; EBUSY; EIO, for example if there is no room, then it is as it was
 */
int db_rewrite(struct db *db, bool *leftp);

/**
 * Fold what stands in the WAL into the file and leave it without one, so that
 * the file may be moved; close it next
 *
 * @return 0; EBUSY if anybody else has it open; EIO
 */
int db_settle(struct db *db);

struct passkey;

/**
 * Copy a database into another file with another key, or none
 *
 * Not by pages but by what is in them (sqlcipher_export), and compared table by
 * table with what was written.  Nobody may write to it meanwhile, see
 * db_hold_alone().
 *
 * @param path  A file that is there, empty
 * @param key   NULL: the copy is plain
 *
 * @return 0; EPERM without SQLCipher; EBADMSG if the two differ; EIO
 */
int db_copy_as(struct db *db, const char *path, const struct passkey *key);

/** Say that this build has no SQLCipher, and what to do: EPERM */
int db_no_cipher(void);

/** Whether a file is encrypted, as far as can be seen without its key; false if
 *  it is not there.  This process must not have it open: its locks would go. */
bool db_is_sealed(const char *path);

/** Keep everybody else out until the database is closed: 0; EBUSY if somebody
 *  has it open; EIO */
int db_hold_alone(struct db *db);

/** Leave a file that another has taken the place of so that whoever waits for
 *  it is refused; 0 or EIO */
int db_retire(struct db *db);

/** Open a file with one key only, NULL: none, to look it over; close it with
 *  db_close().  0; EBADMSG if it does not fit; EPERM; EIO */
int db_open_keyed(struct db **dbp, const char *path, const struct passkey *key);

#endif
