/**
 * @file engine/slow.h  Sources that guess secrets are slowed
 *
 * Each address, of IPv6 each /64, may be wrong some times at once and then once
 * a second; beyond that it gets no answer and no guess of it is looked at.  The
 * table does not grow: of the addresses that share a place the one that was
 * quiet longest is forgotten.
 */
#ifndef ENGINE_SLOW_H
#define ENGINE_SLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "sip/compat.h"

/** Wrong answers that an address may give at once */
#define SLOW_BURST 10

/** Places, and addresses in each */
#define SLOW_PLACES 1024
#define SLOW_WAYS   4

/** An address; zero is a free one */
struct slow_row {
	uint64_t key;
	int64_t until; /**< Instant at which all is forgotten, ms */
};

struct slow {
	uint64_t seed;
	struct slow_row rowv[SLOW_PLACES][SLOW_WAYS];
};

/** Set up an empty table */
void slow_init(struct slow *slow);

/** True if an address is past its limit; now in ms of a clock that does not
 *  jump */
bool slow_is_slowed(const struct slow *slow, const struct sa *from,
		    int64_t now);

/** An address was wrong; true if that was beyond its limit */
bool slow_wrong(struct slow *slow, const struct sa *from, int64_t now);

#endif
