/**
 * @file drill/reception.h  What came in of an RTP stream
 *
 * Counts what is missing, doubled and how unevenly it comes (RFC 3550 A.3 and
 * A.8).  Pure: no socket, no clock.
 */
#ifndef DRILL_RECEPTION_H
#define DRILL_RECEPTION_H

#include <stdbool.h>
#include <stdint.h>

#include "sip/rtp.h"

/** Samples per second, by which time stamps count */
#define RECEPTION_RATE 8000

/** What was received; a zeroed struct is nothing yet */
struct reception {
	int64_t received; /**< Different packets */
	int64_t doubled;  /**< Came again, or too late to tell */
	int64_t jitter_us;
	int64_t jitter_max_us;
	int64_t gap_max_us; /**< Longest time between two packets */
	int64_t first_us;   /**< First packet, 0: none */
	int64_t last_us;

	uint32_t from;	   /**< SSRC of the present source */
	int64_t base;	   /**< Its lowest number, extended */
	int64_t highest;   /**< Its highest number, extended */
	int64_t counted;   /**< Its different packets */
	uint64_t recent;   /**< Bit n: number highest - n was received */
	int64_t transit;   /**< Of the last packet, us */
	double jitter;	   /**< us */
	int64_t past_lost; /**< Of sources before the present one */
};

/**
 * Count a packet
 *
 * @param at_us  When it came, any clock that does not jump, not 0
 *
 * @return False if it was received before or came too late to tell
 */
bool reception_take(struct reception *r, const struct rtp *packet,
		    int64_t at_us);

/** Packets missing between the lowest and the highest number of each source */
int64_t reception_lost(const struct reception *r);

#endif
