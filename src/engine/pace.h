/**
 * @file engine/pace.h  When a media thread rests
 *
 * To be woken costs more than to relay a packet, so there is a pause between
 * one look at the sockets and the next, but no tick is late for it.  A thread
 * that comes before all other programs must not have the core for itself when
 * there is more to do than it can: calls could not even end.
 */
#ifndef ENGINE_PACE_H
#define ENGINE_PACE_H

#include <stdbool.h>
#include <stdint.h>

/** Packets closer than this are taken together, us */
#define PACE_GATHER_US 200

/** Longest time without a pause of a thread that comes first, us */
#define PACE_BUSY_US 20000

/** And how long it then is, us */
#define PACE_PAUSE_US 1000

/** What a thread knows of its own course, monotonic us */
struct pace {
	int64_t looked_us; /**< At the sockets last */
	int64_t paused_us; /**< Others had the core last */
};

/**
 * Until when to rest before the next look at the sockets
 *
 * @param now_us  Now
 * @param due_us  When something has to be done next, 0: nothing
 * @param first   The thread comes before all others
 *
 * @return Monotonic us; not after now_us: no rest
 */
int64_t pace_rest(const struct pace *pace, int64_t now_us, int64_t due_us,
		  bool first);

#endif
