/**
 * @file web/limit.h  How often one source may ask
 *
 * A bucket for each source, filled at a steady rate; a request takes a drop, a
 * wrong token takes WRONG of them.  The table has fixed room: a newcomer takes
 * the place of the one that was quiet longest among a few.
 */
#ifndef WEB_LIMIT_H
#define WEB_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "sip/compat.h"

#define LIMIT_SOURCES 1024
#define LIMIT_WRONG   10 /**< Drops that a wrong token costs */

struct limit_source {
	struct sa who;
	int64_t at;   /**< Filled last, ms; 0: free */
	int64_t left; /**< Drops, in thousandths */
};

struct limit {
	int64_t rate;  /**< Drops a second */
	int64_t burst; /**< Drops that fit */
	struct limit_source sources[LIMIT_SOURCES];
};

/** Take drops for a source; false if there are not enough */
bool limit_take(struct limit *l, const struct sa *who, int64_t drops,
		int64_t now);

#endif
