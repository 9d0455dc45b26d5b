/**
 * @file ledger/hold.h  Calls that are kept whatever their age
 *
 * A call under complaint, or one that is evidence, is held and not purged.  The
 * purge (ledger/retain.h) first writes down which calls it will delete, then
 * looks for holds; who holds a call first writes the hold, then looks whether
 * the call is still there and not about to go.  So one of the two always sees
 * the other.
 */
#ifndef LEDGER_HOLD_H
#define LEDGER_HOLD_H

#include "ledger/desk.h"

/** A hold; borrowed */
struct hold {
	int64_t id;
	int64_t call;
	int64_t at;
	const char *who;
	const char *reason;
	int64_t ticket;	  /**< Complaint it belongs to, or 0 */
	int64_t released; /**< When, or 0 */
	const char *released_by;
};

/** Handles a hold */
typedef int hold_h(const struct hold *hold, void *arg);

/**
 * Hold a call
 *
 * @param calls   calls.db, for reading
 * @param idp    Set to the hold's id; may be NULL
 *
 * @return 0; ENOENT if there is no such call, or it is just being deleted;
 *         EINVAL for a missing name or reason; EBUSY; EIO
 */
int hold_add(struct db *desk, struct db *calls,
	     const struct desk_person *person, int64_t call, const char *reason,
	     int64_t *idp);

/** Release all holds of a call but those of open complaints; ENOENT if there
 *  is none; EPERM with a sentence if a complaint keeps it */
int hold_release(struct db *desk, const struct desk_person *person,
		 int64_t call, const char *reason);

/** Hand out the holds, newest first; all: released ones too */
int hold_each(struct db *desk, bool all, hold_h *h, void *arg);

/** Set *heldp to whether a call is held */
int hold_has(struct db *desk, int64_t call, bool *heldp);

#endif
