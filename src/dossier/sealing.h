/**
 * @file dossier/sealing.h  The database and its vault encrypted, or not
 *
 * Encryption is turned on, turned off, and its key changed by writing another
 * file beside the database, DATABASE.callpermit-key, which is compared with it,
 * looked over, and then takes its place by one rename.  Files of the vault are
 * written in their new form under other names before that, and those in the
 * former form are removed after it.  Nobody else may have the database open
 * meanwhile.  Who is killed at any moment leaves the old state or the new one,
 * and whoever opens the database next removes the rest: the name beside it
 * tells of a change that was not finished, the column swept of files of the
 * former form.
 *
 * The files are sealed with a random key that the encrypted database holds, so
 * that another key of the database leaves them alone.
 */
#ifndef DOSSIER_SEALING_H
#define DOSSIER_SEALING_H

#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/vault.h"
#include "util/passkey.h"

enum sealing_act { SEALING_ON, SEALING_OFF, SEALING_CHANGE };

/** Begin work on an open database: its vault is opened with the key it has.
 *  finish: what a change that was cut short left is removed.  0; EBADMSG;
 * EBUSY; EIO */
int sealing_enter(struct db *db, bool finish);

/**
 * Encrypt a database and its vault, make them plain again, or change the key
 *
 * The database is to be closed next, whatever this returns, and opened again
 * with the new key.
 *
 * @param key   New key; not used to turn it off
 * @param step  Told how far the vault is; may be NULL
 *
 * @return 0; EEXIST or ENOENT if it is encrypted already, or not; EINVAL if the
 *         key is too short or the one it has; EPERM; EBUSY if anybody has it
 *         open; EBADMSG if a file of the vault is not what it was, or the new
 *         file is not the same as the old; EIO.  On failure all is as it was
 */
int sealing_change(struct db *db, enum sealing_act act,
		   const struct passkey *key, vault_step_h *step, void *arg);

/** One row of the log; borrowed */
struct sealing_row {
	int64_t at; /**< ms UTC */
	const char *actor;
	const char *act; /**< on, off, change */
};

typedef int sealing_h(const struct sealing_row *row, void *arg);

/** Hand out the log; 0, the handler's error, EBUSY, EIO */
int sealing_each(struct db *db, sealing_h *h, void *arg);

#endif
