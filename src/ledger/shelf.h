/**
 * @file ledger/shelf.h  Whether recordings are where they were
 *
 * Recordings often lie on a disk of their own.  If it is not mounted, each
 * looks as if it had been deleted, and new ones go below the empty folder.  So
 * a file stands beside them that says that this is their place.
 */
#ifndef LEDGER_SHELF_H
#define LEDGER_SHELF_H

#include "store/db.h"

/** The file, in the data folder */
#define SHELF_MARK "recordings/.callpermit"

/**
 * Look whether the place of recordings is there
 *
 * The mark is made if it is missing and one of the oldest recordings on record
 * is found.  Where nothing is on record there is nothing to miss.
 *
 * @param calls   calls.db
 * @param folder  Data folder
 *
 * @return 0, EIO with a sentence if it is not there, or an error of the
 *         database
 */
int shelf_look(struct db *calls, const char *folder);

#endif
