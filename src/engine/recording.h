/**
 * @file engine/recording.h  One recording while it is made
 *
 * Sound of both sides is placed by RTP timestamp into a ring of two seconds:
 * what was lost, held back or never sent is silence, so both sides stay in
 * step with the clock.  Who sends nothing at all is silence for as long as the
 * call lasts.  A media thread fills the ring, the recorder's thread
 * empties it; the two agree by one atomic position and wait for each other
 * nowhere.  Positions are samples since the start.
 */
#ifndef ENGINE_RECORDING_H
#define ENGINE_RECORDING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "engine/pipe.h"
#include "sip/rtp.h"
#include "sip/voice.h"

/** Samples of one side that the ring holds, a power of two */
#define RECORDING_RING 16384u

/** Who is left and who is right */
enum recording_side { SIDE_CALLER, SIDE_SEAT };

/** Where a side's RTP timestamps lie on the time line */
struct recording_anchor {
	bool set;
	uint32_t ssrc;
	uint32_t ts;
	int64_t at;
	int64_t lag;	/**< Least that a packet was behind the clock lately */
	unsigned count; /**< Packets that were looked at for it */
};

struct recording {
	int64_t call; /**< Id */
	enum voice_law law;
	bool pcm;     /**< Written as 16-bit PCM, not as it came */
	bool at_once; /**< Begins when it is asked for, not with sound */
	bool closing; /**< The media thread's: its last message is due */
	/** The recorder's: a write failed, what comes after is not there */
	bool cut;
	char path[256];		/**< Of the finished file; ".part" until then */
	void *owner;		/**< The SIP thread's */
	struct recording *next; /**< The media thread's, for its lists */

	/* The media thread's */
	int64_t start; /**< Monotonic ms of sample 0; 0: not begun */
	struct recording_anchor anchorv[2];
	int64_t asked; /**< The recorder was told to write up to here */
	int64_t early; /**< Samples that came too late or too early */

	/* Both */
	_Atomic int64_t done; /**< Written up to here, ring free behind */
	uint8_t ring[2][RECORDING_RING];

	/* The recorder's */
	int64_t lost; /**< Samples that found no room on the way to the disk */
	int fd;	      /**< -1 before the first write */
	int err;
};

/** To the recorder: write up to here */
struct recording_order {
	struct recording *rec;
	int64_t upto;
	bool close; /**< And finish the file; rec is the recorder's then */
};

/** Set up the value that recordings begin as; for the SIP thread */
void recording_init(struct recording *rec, int64_t call, enum voice_law law,
		    const char *path);

/** It is asked for: what is at_once begins now, whether or not sound comes, so
 *  that its length is that of the talk; once begun it goes on */
void recording_begin(struct recording *rec, int64_t now);

/** Have the memory on its way that the next packet of a side will need */
void recording_fetch(const struct recording *rec, enum recording_side side,
		     int64_t now);

/**
 * Put a packet of sound in its place
 *
 * @param now  Monotonic ms
 */
void recording_place(struct recording *rec, enum recording_side side,
		     const struct rtp *rtp, int64_t now);

/**
 * Have what is older than 200 ms written
 *
 * @param close  Have all of it written and the file finished
 *
 * @return False if the pipe to the recorder is full: try again later
 */
bool recording_flush(struct recording *rec, struct pipe *orders, bool close,
		     int64_t now);

#endif
