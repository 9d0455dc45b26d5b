/**
 * @file check/library.h  The rule packs in use, each loaded and compiled once
 *
 * A dossier keeps its own pack (dossier/pin.h).  Whoever works on several
 * dossiers asks here for the pack of each and its checker.
 */
#ifndef CHECK_LIBRARY_H
#define CHECK_LIBRARY_H

#include "check/check.h"
#include "dossier/dossier.h"

struct library;

/** Start with the shipped pack, which stays the caller's; compiles it.  0, or
 *  the errors of checker_alloc() */
int library_open(struct library **libraryp, struct db *db,
		 const struct pack *shipped);

/** Free it with all packs it loaded; NULL is allowed */
void library_close(struct library *library);

/**
 * The pack of a dossier and its checker; both borrowed
 *
 * @param d  NULL: the shipped pack
 *
 * @return 0; EBADMSG or EPERM if its pack cannot be read; EIO
 */
int library_get(struct library *library, const struct dossier *d,
		const struct pack **packp, struct checker **checkerp);

#endif
