/**
 * @file course/tick.h  Duties ticked off, and switched off with a reason
 *
 * A tick is a row of the group "done": the deadline's key, the day it was done,
 * and the day that the deadline is counted from.  If that day changes, for
 * example because a lease was renewed, the deadline is open again.  A duty that
 * is switched off is a row of "waived".  Both are written here alone (origin
 * "act"), each time as one change, so that undo takes it back.
 */
#ifndef COURSE_TICK_H
#define COURSE_TICK_H

#include <stdint.h>

#include "check/check.h"
#include "pack/calendar.h"
#include "store/db.h"

/** A dossier and what its deadlines are made with; all borrowed */
struct ticking {
	struct db *db;
	const struct pack *pack;
	struct checker *checker;
	const struct calendar *calendar;
	int64_t dossier;
};

/**
 * Tick a duty or something that expires off
 *
 * @param key   Of the deadline, "D-01:2027"
 * @param date  Day it was done, as typed; NULL: today
 *
 * @return 0; ENOENT if there is no such deadline now; EPERM for a clock or a
 *         task; EINVAL for a day that is none or not over; EBUSY; EIO
 */
int tick_done(const struct ticking *t, const char *key, const char *date);

/** Take a tick back; 0, ENOENT, EBUSY, EIO */
int tick_undone(const struct ticking *t, const char *key);

/** Switch a duty, or what expires, off by its id, "D-01"; 0, ENOENT, EINVAL
 *  without a reason, EBUSY, EIO */
int tick_off(const struct ticking *t, const char *id, const char *reason);

/** Switch it on again; 0, ENOENT, EBUSY, EIO */
int tick_on(const struct ticking *t, const char *id);

#endif
