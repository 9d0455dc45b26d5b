/**
 * @file engine/purge.h  When what is old enough goes
 *
 * ledger/retain.h says what may go; this says when, in parts small enough that
 * no record waits for one.  A clock that was set forward while the engine runs
 * is not believed: nothing goes before its time by the clock of the start.
 */
#ifndef ENGINE_PURGE_H
#define ENGINE_PURGE_H

#include <stdbool.h>
#include <stdint.h>

#include "ledger/retain.h"
#include "store/db.h"

/** The records thread's; zeroed: nothing goes */
struct purge {
	struct retain *retain;
	int64_t last;  /**< Last part, on a clock that never jumps */
	int64_t clock; /**< Wall clock minus clock_boot() at start */
	bool ahead;    /**< That the clock was set forward was said */
};

/** Begin; 0, or the errors of retain_alloc() */
int purge_start(struct purge *p, struct db *db, const char *folder,
		const struct retain_rule *rule);

void purge_end(struct purge *p);

/** Do a part, if one is due; returns ms to rest */
int64_t purge_step(struct purge *p);

#endif
