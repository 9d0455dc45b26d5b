/**
 * @file dossier/pin.h  A dossier keeps the rule pack it was opened with
 *
 * The database holds every pack that one of its dossiers uses, file by file.
 * When a newer program comes with a newer pack, old dossiers are still judged
 * by theirs, until somebody moves them (`migrate`).
 */
#ifndef DOSSIER_PIN_H
#define DOSSIER_PIN_H

#include "dossier/dossier.h"
#include "pack/pack.h"
#include "store/db.h"

/** Put a pack into the database unless it is there; 0, EBUSY, EIO */
int pin_keep(struct db *db, const struct pack *pack);

/**
 * Load the pack of a dossier from the database
 *
 * @param packp  Set to it; free it with pack_free(); NULL if the dossier uses
 *               the pack given, or its own was never kept (a database of
 *               schema 1)
 *
 * @return 0; EBADMSG if this program cannot read that pack; EIO
 */
int pin_load(struct pack **packp, struct db *db, const struct pack *pack,
	     const struct dossier *d);

/**
 * Move a dossier to a pack; no fact changes, the journal says so
 *
 * @param reason  or NULL
 *
 * @return 0; EEXIST if it uses that pack already; EBUSY; EIO
 */
int pin_move(struct db *db, const struct pack *pack, const struct dossier *d,
	     const char *reason);

#endif
