/**
 * @file call/trail.h  What became of a call, step by step
 *
 * A call comes into states, its seats ring and miss it, it is held, resumed
 * and transferred: each of these is a step with its instant.  Steps wait in
 * the call until its record is handed over, and are written in the same
 * transaction.
 */
#ifndef CALL_TRAIL_H
#define CALL_TRAIL_H

#include <stddef.h>
#include <stdint.h>

#include "call/call.h"
#include "call/record.h"

/** Steps that can wait */
#define TRAIL_ROOM 8

/** Steps of a call that are kept; the last one is always its end */
#define TRAIL_MAX 1000

/** What happened: the first are states, see enum call_state */
enum trail_kind {
	TRAIL_ANSWERED = CALL_STATE_COUNT, /**< The caller's call stands */
	TRAIL_MISSED,	   /**< A seat that rang did not take it       */
	TRAIL_HELD,	   /**< Caller or seat put the other on hold   */
	TRAIL_RESUMED,	   /**< And took him back                      */
	TRAIL_TRANSFER,	   /**< The seat wants to give it to another   */
	TRAIL_TRANSFERRED, /**< It was                                 */
	TRAIL_NOT_TAKEN,   /**< It was not                             */
	TRAIL_PLACE,	   /**< The caller keeps his place             */
	TRAIL_BACK,	   /**< He is back in the place that he kept   */
	TRAIL_WITHDRAWN,   /**< He withdrew what he had agreed to      */
	TRAIL_UNSAVED,	   /**< The disk did not take it, or not all   */
};

#define TRAIL_KINDS (TRAIL_UNSAVED + 1)

/** A step */
struct trail_step {
	int64_t at;
	int kind; /**< enum call_state or trail_kind */
	char seat[RECORD_NAME];
	char queue[RECORD_NAME];
	char detail[RECORD_NAME];
};

/** Steps of a call that are not handed over yet; begins zeroed */
struct trail {
	int64_t given; /**< Handed over before */
	unsigned lost; /**< Beyond TRAIL_MAX */
	size_t stepc;
	struct trail_step stepv[TRAIL_ROOM];
};

extern const struct words trail_kinds;

/** Add a step, copied; there must be room */
void trail_add(struct trail *trail, const struct trail_step *step);

/** Steps were handed over: make room */
void trail_give(struct trail *trail);

#endif
