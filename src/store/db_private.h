/**
 * @file store/db_private.h  What the files of db share
 */
#ifndef STORE_DB_PRIVATE_H
#define STORE_DB_PRIVATE_H

#include <sqlite3.h>

#include "store/db.h"

/** The connection behind a database */
sqlite3 *db_handle(const struct db *db);

/** The last failure of a connection in our codes, with its sentence */
int db_fail(sqlite3 *sq);

/** The schema that a kind of database has today */
int db_newest(const struct db_kind *kind);

/** Refuse a file that is not ours, or that a newer program wrote: EBADMSG,
 *  EPERM, or the errors of db_int() */
int db_check_kind(struct db *db, const char *path, const struct db_kind *kind);

/** Run the steps that it has not had, all or none; a kind that keeps the old
 *  is copied first */
int db_bring_up(struct db *db, const struct db_kind *kind);

#endif
