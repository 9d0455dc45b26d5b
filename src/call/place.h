/**
 * @file call/place.h  Places in queues that are kept for callers who hung up
 *
 * A caller who keeps his place hangs up and rings in again: he is known by his
 * number and, unless the queue does without, by the PIN he was told.  What is
 * kept is since when he waits; back in the queue he stands where he would have
 * stood, behind those who came before him.  Nobody is called back.
 *
 * A place is given up when its time is over or after HELD_TRIES wrong PINs,
 * so that it cannot be had by guessing.  Instants are ms UTC.
 */
#ifndef CALL_PLACE_H
#define CALL_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/record.h"

#define HELD_PIN   5 /**< Four digits and the NUL */
#define HELD_TRIES 6 /**< Wrong PINs, over all calls */

/** A place; free once until is 0 or over */
struct held {
	int64_t id; /**< The engine's, 0: none */
	char caller[RECORD_NUMBER];
	char called[RECORD_NUMBER]; /**< He must ring the same number */
	char pin[HELD_PIN];	    /**< "" if none is asked for */
	size_t queue;		    /**< The engine's index */
	int64_t since;		    /**< First joined */
	int64_t until;
	unsigned wrong; /**< PINs */
};

/** All that are kept; the array is the owner's and begins zeroed */
struct held_list {
	struct held *heldv;
	size_t heldc;
};

/**
 * Keep a place
 *
 * One that the caller already has at this number is replaced.
 *
 * @param what    Copied, but for pin and wrong
 * @param random  To make the PIN of; -1: none is asked for
 *
 * @return The place, or NULL if the caller has no number or there is no room
 */
struct held *held_keep(struct held_list *list, const struct held *what,
		       int64_t random, int64_t now);

/** Put back a place that was kept before, copied whole; NULL if it is over, or
 *  there is no room */
struct held *held_restore(struct held_list *list, const struct held *what,
			  int64_t now);

/** The place of a caller at a number of ours; NULL if he has none */
struct held *held_find(const struct held_list *list, const char *caller,
		       const char *called, int64_t now);

/**
 * Try a PIN
 *
 * @return True if it is right; a wrong one counts, and the last one of
 *         HELD_TRIES frees the place
 */
bool held_try(struct held *held, const char *pin);

/** Free a place: the caller is back */
void held_free(struct held *held);

#endif
