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

#endif
