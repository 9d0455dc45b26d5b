/**
 * @file engine/lists.h  Numbers that people put on lists while the engine runs
 *
 * The lists of desk.db (ledger/listed.h) count beside those of the
 * configuration.  SQLite is read on the records thread only: the call-back gate
 * asks at the moment of its decision; of callers who are not let in the loop
 * has a copy, which is made anew within LISTS_MS of a change.
 */
#ifndef ENGINE_LISTS_H
#define ENGINE_LISTS_H

#include <stdbool.h>

#include "engine/inbound.h"

/** A change is seen after so long at the most, ms, unless records wait */
#define LISTS_MS 1000

struct lists;

/**
 * Begin: bring desk.db up to date, read it, and let inbound calls be asked for
 *
 * That it cannot be read is logged, not an error: calls are taken without, but
 * none goes out.
 *
 * @return 0 or ENOMEM
 */
int lists_start(struct lists **lp, struct inbound *in);

/** End, after the records have stopped; NULL is allowed */
void lists_free(struct lists *l);

/**
 * Ask for a number; within records_work_h only
 *
 * @param refusedp  Set to whether it must not be called
 * @param agreedp   Set to whether its user agreed to be called
 *
 * @return 0; EBUSY, EIO, EBADMSG, EPERM if the lists cannot be read
 */
int lists_ask(struct lists *l, const char *number, bool *refusedp,
	      bool *agreedp);

#endif
