/**
 * @file ledger/proof.h  The evidence of one call as a file (F-35)
 *
 * A zip of the record, its recording, the vouchers of consents that were given
 * in it or by the same caller, what is on the lists and in complaints about
 * it, and MANIFEST.sha256, which sha256sum -c checks.  Numbers are whole: it is
 * evidence.  Who made it, and why, stands in the log and in the file; the call
 * is held from then on.
 */
#ifndef LEDGER_PROOF_H
#define LEDGER_PROOF_H

#include "ledger/desk.h"
#include "util/file.h"

/** Where a call is, and what is known about it */
struct proof_house {
	struct db *desk;
	struct db *calls;
	const char *folder; /**< The engine's data folder */
};

/**
 * Write the evidence of a call to a file that is not there yet, mode 0600
 *
 * @param sha256  Set to the hash of the file
 *
 * @return 0; ENOENT if the call or its recording is not there; EBADMSG if the
 *         recording is not the one on record; EEXIST; EINVAL; EBUSY; EIO
 */
int proof_write(const struct proof_house *house,
		const struct desk_person *person, int64_t call,
		const char *reason, const char *path, char sha256[SHA256_TEXT]);

#endif
