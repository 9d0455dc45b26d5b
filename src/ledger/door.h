/**
 * @file ledger/door.h  Numbers and tenants that only some callers reach (F-11)
 *
 * A door is one of our numbers, or all numbers of a tenant.  While it is shut,
 * only those callers pass who are on its list; the list can be made ready
 * before that, and stays if the door is opened again.
 */
#ifndef LEDGER_DOOR_H
#define LEDGER_DOOR_H

#include "ledger/desk.h"

/** In front of a tenant's name */
#define DOOR_TENANT "tenant:"

/** Most doors that are shut at a time, and callers that all doors let in: the
 *  engine has them in memory */
#define DOOR_MAX	 256
#define DOOR_CALLERS_MAX 100000

/** Something said of a door; borrowed */
struct door {
	int64_t id;
	const char *whose;  /**< A number without country code, or a tenant */
	const char *caller; /**< Let in; "": all others are not */
	const char *reason;
	int64_t at;
	const char *who;
	int64_t ended; /**< When, or 0 */
	const char *ended_by;
};

/** Handles it */
typedef int door_h(const struct door *door, void *arg);

/**
 * Shut a door, or let a caller in at one
 *
 * @param whose   One of our numbers, or "tenant:NAME"
 * @param caller  Whom to let in; NULL: shut the door to all others
 *
 * @return 0; EINVAL; EEXIST if that was said before; EPERM beyond DOOR_MAX
 *         and DOOR_CALLERS_MAX; EBUSY; EIO
 */
int door_add(struct db *desk, const struct desk_person *person,
	     const char *whose, const char *caller, const char *reason);

/** Open a door to everybody, or let a caller in no longer; ENOENT */
int door_end(struct db *desk, const struct desk_person *person,
	     const char *whose, const char *caller, const char *reason);

/** Set *shutp to whether a door is shut now */
int door_is_shut(struct db *desk, const char *whose, bool *shutp);

/** Hand out all that was said, newest first */
int door_each(struct db *desk, door_h *h, void *arg);

/** Handles a caller of a door that is shut; "": nobody is let in there */
typedef int door_caller_h(const char *whose, const char *caller, void *arg);

/** Hand out doors that are shut now, each with its callers, in order */
int door_each_caller(struct db *desk, door_caller_h *h, void *arg);

#endif
