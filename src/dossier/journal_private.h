/**
 * @file dossier/journal_private.h  What the files of the journal share
 */
#ifndef DOSSIER_JOURNAL_PRIVATE_H
#define DOSSIER_JOURNAL_PRIVATE_H

#include "dossier/journal.h"
#include "util/file.h"

/** Columns of a row, as journal_read() wants them */
#define JOURNAL_COLUMNS                                                    \
	"seq, change, at, actor, act, undoes, key, old, new, ok, old_ok, " \
	"origin, old_origin, reason, prev, hash, salt, gone"

/** A row of a query for JOURNAL_COLUMNS; borrows from it */
void journal_read(const struct row *from, struct journal_row *to);

/** The seal over the rows that a change deleted something of; 0 or EIO */
int journal_seal(struct db *db, int64_t dossier, int64_t change,
		 char seal[SHA256_TEXT]);

/** Check the seals of all deletions, and that nothing went without one; 0;
 *  EBADMSG; EIO */
int journal_seals(struct db *db, int64_t dossier);

#endif
