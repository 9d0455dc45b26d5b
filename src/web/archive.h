/**
 * @file web/archive.h  Call records and recordings over HTTP
 *
 * All that waits for a disk happens on two threads: one asks the database, one
 * reads recordings, which are sent as fast as the client takes them.
 */
#ifndef WEB_ARCHIVE_H
#define WEB_ARCHIVE_H

#include "web/server.h"

struct archive;

/** Start; folder is the engine's data folder */
int archive_start(struct archive **cp, const char *folder);

/** Answer what is under way, then end; NULL is allowed */
void archive_stop(struct archive *c);

/**
 * Answer with calls, the newest first
 *
 * The query may have the filters of ledger/calls.h, instants also in ms UTC,
 * limit (50; 1 to 200) and before, the id that the page before ended with.
 */
void archive_list(struct archive *c, struct request *rq, bool masked);

/** Answer with one call */
void archive_show(struct archive *c, struct request *rq, int64_t id,
		  bool masked);

/** Answer with a recording or the range of it that is asked for */
void archive_recording(struct archive *c, struct request *rq, int64_t id);

/**
 * Read a Range header (RFC 9110 14.1.2) of one range
 *
 * @param sizep  Size of the whole; set to the size of the range
 * @param fromp  Set to its first byte
 *
 * @return True if there is a range to send; false for the whole, with *fromp
 *         0, or -1 if the range cannot be satisfied
 */
bool archive_range(const char *header, int64_t *fromp, int64_t *sizep);

#endif
