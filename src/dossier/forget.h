/**
 * @file dossier/forget.h  Personal data is deleted for good
 *
 * PIPL article 47 wants it gone once it is no longer needed, its term is over
 * or the person asks for it.  A deletion takes facts away, and their values and
 * reasons out of every row of the journal, the search index, the list of what
 * is due and the vault; then the database file is written anew without them and
 * its WAL emptied.  Nothing takes it back, and no change made before it can be
 * undone any more.
 *
 * The journal says what was deleted, by whom, when and why, never what it was.
 * Its chain holds: hashes stay, and each row was hashed with a random salt that
 * goes too, so that nobody can try values until one gives the hash.  Rows of
 * schema 10 and before have no salt.
 *
 * Backups, copies of older schemas, exported files and papers that were printed
 * are not touched.
 */
#ifndef DOSSIER_FORGET_H
#define DOSSIER_FORGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pack/pack.h"
#include "store/db.h"
#include "util/file.h"

/** What is to be deleted of a dossier */
struct forget {
	const char *const *whatv; /**< Facts, "staff[3].idno"; of all rows,
				   *   "staff.idno"; rows, "staff[3]"; groups,
				   *   "staff" */
	size_t whatc;
	const char *reason; /**< At least a word */
	bool dry;	    /**< Only tell */
	bool lenient; /**< A name of which nothing is known is no mistake */
};

/** What was deleted, or would be */
struct forgotten {
	char **factv; /**< Names of the facts; owned */
	size_t factc;
	int64_t rows;	  /**< Of the journal that lost their values */
	int64_t unsalted; /**< Of those, without a salt */
	char **filev;	  /**< Hashes of files that nothing names any more */
	size_t filec;
	char **elsev; /**< Names of facts that say the same still */
	size_t elsec;
	char seal[SHA256_TEXT]; /**< Over what is left of the rows */
	bool unclean; /**< Others use the database: its file has the old bytes
		       *   until forget_clean() */
};

/**
 * Delete facts for good
 *
 * The journal is verified before.
 *
 * @param done  Set to what was deleted; release it with forgotten_release()
 *              whatever happens
 *
 * @return 0; EINVAL for a name that is none, or no reason; ENOENT if nothing is
 *         known of one; EPERM for what tells where a dossier is; EBADMSG if the
 *         journal is damaged; EBUSY; EIO: with factc above 0 it was deleted,
 *         and forget_clean() is still to be done
 */
int forget_do(struct db *db, const struct pack *pack, int64_t dossier,
	      const struct forget *forget, struct forgotten *done);

/**
 * Write the file of the database anew, so that nothing that was deleted is left
 * in it or its WAL
 *
 * @param uncleanp  Set to whether others use it and kept that from being done
 *
 * @return 0; EBUSY; EIO, then it is as it was
 */
int forget_clean(struct db *db, bool *uncleanp);

/** Read what a journal row of a deletion says (without filev, elsev); 0 or
 *  EBADMSG.  Release it */
int forgotten_read(struct forgotten *to, const char *text);

void forgotten_release(struct forgotten *f);

#endif
