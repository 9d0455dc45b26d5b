/**
 * @file ledger/listed.h  Numbers that are not called, and those that may be
 *
 * "refused": whoever said that he wants no calls is never called again; his
 * number cannot be taken off (F-13).  "agreed": users who agreed to be called
 * (F-12), until they say otherwise; who is refused is not agreed any more.
 */
#ifndef LEDGER_LISTED_H
#define LEDGER_LISTED_H

#include "ledger/desk.h"

/** The lists */
#define LISTED_REFUSED "refused"
#define LISTED_AGREED  "agreed"

/** A number on a list; borrowed */
struct listed {
	int64_t id;
	const char *list;
	const char *number; /**< Without country code */
	const char *reason;
	int64_t at;
	const char *who;
	int64_t ended; /**< When, or 0 */
	const char *ended_by;
};

/** Handles a number */
typedef int listed_h(const struct listed *listed, void *arg);

/** Put a number on a list; EINVAL; EEXIST if it is there; EPERM if it is to be
 *  agreed and was refused */
int listed_add(struct db *desk, const struct desk_person *person,
	       const char *list, const char *number, const char *reason);

/** Take a number off the list of those who agreed; ENOENT */
int listed_end(struct db *desk, const struct desk_person *person,
	       const char *number, const char *reason);

/** Set *hasp to whether a number is on a list now */
int listed_has(struct db *desk, const char *list, const char *number,
	       bool *hasp);

/** Hand out both lists, newest first */
int listed_each(struct db *desk, listed_h *h, void *arg);

#endif
