/**
 * @file dossier/parcel.h  One dossier with all that belongs to it as one file
 *
 * A parcel is a tar: callpermit-dossier.json says what it is and which dossier,
 * then come its journal, filing versions and forecasts, a row a line
 * (*.jsonl), the rule pack it uses (pack/...), every file its journal names
 * that is kept (files/1f/1f9a...), and SHA256SUMS over them, which ends it. The
 * facts are not in it: they are what the journal says, made anew and compared.
 *
 * Taken in elsewhere it gives the same dossier, whose parcel is the same, byte
 * by byte: nothing in it depends on when or where it is written.
 */
#ifndef DOSSIER_PARCEL_H
#define DOSSIER_PARCEL_H

#include <stdbool.h>
#include <stddef.h>

#include "dossier/dossier.h"

/** What went into a parcel, or came out of it */
struct parcel {
	int64_t rows;	 /**< Of the journal */
	int64_t files;	 /**< That are in it */
	int64_t missing; /**< That are named and not kept where it was written
			  */
};

/**
 * Write a parcel
 *
 * The journal is verified before.
 *
 * @param path  In its place when it is whole, mode 0600; what is there is
 *              replaced
 *
 * @return 0; EBADMSG if the journal is damaged, or a file was changed since it
 *         was kept; ENOENT if its folder is not there; EBUSY; EIO
 */
int parcel_write(struct db *db, int64_t dossier, const char *path,
		 struct parcel *parcel);

/** Whether a file looks like one; its end is not looked at */
bool parcel_is(const char *path);

/**
 * Take a parcel in as a new dossier: all or nothing
 *
 * Every hash, the chain of the journal and the rule pack are checked before
 * anything is kept.
 *
 * @param no      Number it is to have; NULL: the one it had; "new": the next
 * @param d       Set to the dossier; release it
 * @param parcel  Set to what came
 *
 * @return 0; EEXIST if the number is taken; EINVAL for a number that is none;
 *         EBADMSG with the place, if it is damaged, cut short or was changed;
 *         EPERM if a newer program wrote it; ENOENT; EBUSY; EIO
 */
int parcel_read(struct db *db, const struct pack *pack, const char *path,
		const char *no, struct dossier *d, struct parcel *parcel);

#endif
