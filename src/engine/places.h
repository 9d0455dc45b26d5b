/**
 * @file engine/places.h  Kept places outlive the engine
 *
 * A place that a caller keeps (call/place.h) is a row of the table place of
 * calls.db before he is told of it; that it was used, is over or was given up
 * is written there too.  The next start finds those that are kept, also after
 * kill -9.
 */
#ifndef ENGINE_PLACES_H
#define ENGINE_PLACES_H

#include "call/place.h"
#include "engine/inbound.h"

struct places;

/**
 * Begin: read the places that are kept into the house
 *
 * One whose queue is not there any more is left to run out.
 *
 * @return 0; EBUSY, EIO or EBADMSG of the database; ENOMEM
 */
int places_start(struct places **pp, struct inbound *in);

/** End, after the records have stopped; NULL is allowed */
void places_free(struct places *p);

/**
 * Keep a place for a call
 *
 * @param what  See held_keep(), and so for random
 * @param h     Told with the call as its argument once it is on disk, or is not
 *
 * @return The place; NULL if there is no room, and h is not called
 */
struct held *places_keep(struct inbound *in, int64_t call,
			 const struct held *what, int64_t random, records_h *h,
			 void *arg);

/** A place is over: "used", "dropped" */
void places_end(struct inbound *in, struct held *held, const char *how);

/** Try a PIN, see held_try(); a wrong one counts over a restart */
bool places_try(struct inbound *in, struct held *held, const char *pin);

#endif
