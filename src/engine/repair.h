/**
 * @file engine/repair.h  After a crash
 *
 * A record is opened with the INVITE and closed at the end, a recording is
 * called ".part" until it is complete; what is found otherwise at start was
 * interrupted.
 */
#ifndef ENGINE_REPAIR_H
#define ENGINE_REPAIR_H

#include "store/db.h"

/**
 * Close the records left open, with the reason "interrupted", and make their
 * recordings whole
 *
 * @param folder       Data folder
 * @param callsp       Set to the number of records closed
 * @param recordingsp  Set to the number of recordings made whole
 *
 * @return 0, EBUSY or EIO; a recording that cannot be repaired is logged and
 *         left alone
 */
int repair_calls(struct db *db, const char *folder, unsigned *callsp,
		 unsigned *recordingsp);

#endif
