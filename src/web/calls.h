/**
 * @file web/calls.h  Call records and recordings over HTTP
 *
 * All that waits for a disk happens on two threads: one asks the database, one
 * reads recordings, which are sent as fast as the client takes them.
 */
#ifndef WEB_CALLS_H
#define WEB_CALLS_H

#include "web/server.h"

struct calls;

/** Start; folder is the engine's data folder */
int calls_start(struct calls **cp, const char *folder);

/** Answer what is under way, then end; NULL is allowed */
void calls_stop(struct calls *c);

/**
 * Answer with calls, the newest first
 *
 * The query may have number, seat, result, from and to (days, or ms UTC),
 * limit (50; 1 to 200) and before, the id that the page before ended with.
 */
void calls_list(struct calls *c, struct request *rq, bool masked);

/** Answer with one call */
void calls_show(struct calls *c, struct request *rq, int64_t id, bool masked);

/** Answer with a recording or the range of it that is asked for */
void calls_recording(struct calls *c, struct request *rq, int64_t id);

/**
 * Read a Range header (RFC 9110 14.1.2) of one range
 *
 * @param sizep  Size of the whole; set to the size of the range
 * @param fromp  Set to its first byte
 *
 * @return True if there is a range to send; false for the whole, with *fromp
 *         0, or -1 if the range cannot be satisfied
 */
bool calls_range(const char *header, int64_t *fromp, int64_t *sizep);

#endif
