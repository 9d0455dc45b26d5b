/**
 * @file drill/caller.h  A party that places a call and measures it
 *
 * A caller rings a number, sends its tone, and hangs up some time after it has
 * heard the other side, or waits for the other side to hang up.  Callers come
 * from the trunk's address; the same party placed on a station's endpoint
 * tries to call outside.  Runs on the SIP loop.
 */
#ifndef DRILL_CALLER_H
#define DRILL_CALLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/record.h"
#include "drill/sound.h"
#include "sip/ua.h"

/** Who ended a call, as a party of the drill sees it */
enum caller_end {
	END_NOT,      /**< It has not ended */
	END_SELF,     /**< This party hung up, as it was told to */
	END_PEER,     /**< The other side hung up */
	END_REFUSED,  /**< Refused, or cancelled before an answer */
	END_SILENCE,  /**< Nothing was heard for DRILL_SILENCE_MS */
	END_PATIENCE, /**< It took too long */
	END_STOPPED,  /**< The drill was stopped */
};

#define END_COUNT (END_STOPPED + 1)

/** A party that hears nothing for so long gives up the call */
#define DRILL_SILENCE_MS 5000

extern const struct words caller_ends;

/** What was seen of a call; instants of clock_mono_us(), 0: did not happen */
struct caller_log {
	size_t index;
	char number[RECORD_NUMBER]; /**< Its own */
	char called[RECORD_NUMBER];
	char call_id[RECORD_CALL_ID];
	size_t tone; /**< Its own */
	int64_t invite_us;
	int64_t ringing_us; /**< 180 */
	int64_t answer_us;  /**< 200 */
	int64_t end_us;
	uint16_t status; /**< Final status, 200 if answered, 0: none */
	enum caller_end end;
	bool pressed; /**< The keys it was given */
	struct sound_figures rtp;
};

struct caller;

/** The call is over; the caller may be freed */
typedef void caller_h(struct caller *caller, void *arg);

/** Whom to ring and how; text is borrowed during caller_alloc() */
struct caller_conf {
	struct ua *ua;		 /**< Endpoint to call from */
	const struct sa *engine; /**< Where the INVITE goes */
	const struct sa *local;	 /**< Address for RTP, port 0 */
	const char *domain;	 /**< Host part of From */
	const char *number;	 /**< User part of From */
	const char *called;	 /**< User part of the request URI */
	size_t index;
	int64_t talk_ms;  /**< Hang up so long after the other side is
			     heard; 0: never, the other side does */
	int64_t leave_ms; /**< Hang up so long after the 200 if the other side
			     is not heard by then; 0: wait on */
	int64_t patience_ms; /**< Longest duration of it all */
	const char *keys;    /**< Pressed keys_ms after the 200; NULL: none */
	int64_t keys_ms;
};

/**
 * Place a call
 *
 * @param cp  Set to the caller; free it with caller_free()
 * @param h   Told once, when the call is over; not if this fails
 *
 * @return 0, EINVAL, ENOMEM or EIO
 */
int caller_alloc(struct caller **cp, const struct caller_conf *conf,
		 caller_h *h, void *arg);

/** Hang up, as the drill was stopped; nothing happens if it is over */
void caller_stop(struct caller *caller);

/** Hang up if need be and free; the handler is not told; NULL is allowed */
void caller_free(struct caller *caller);

/** What was seen so far; borrowed */
const struct caller_log *caller_log(struct caller *caller);

/** True while both sides hear each other */
bool caller_is_talking(const struct caller *caller);

#endif
