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

#endif
