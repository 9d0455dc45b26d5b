/**
 * @file call/announce.h  What callers who wait are told, and when
 *
 * The first announcement comes some time after a caller joined, the next ones
 * at an interval.  Which numbers are told - how many are before the caller, how
 * many minutes it will take - is decided here; the engine says it.  Nothing
 * here allocates or reads a clock.
 */
#ifndef CALL_ANNOUNCE_H
#define CALL_ANNOUNCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Settings of a queue; times in ms */
struct announce_settings {
	int64_t first;	/**< After joining                                */
	int64_t every;	/**< After the one before; 0: nothing is announced */
	bool position;	/**< How many are before the caller               */
	bool wait;	/**< How long it will take                        */
	unsigned up_to; /**< From this position on, only that many wait   */
};

/** The shortest interval, ms: a caller is not talked to all the time */
#define ANNOUNCE_EVERY_MIN 10000

/** Longest wait that is told in minutes; beyond, only that it takes long */
#define ANNOUNCE_MINUTES_MAX 60

/** What was told a caller */
struct announce_state {
	int64_t told;	   /**< When, 0: not yet */
	unsigned position; /**< Last told, 0: none */
	unsigned minutes;  /**< Last told, 0: none */
};

/** How things stand */
struct announce_scene {
	int64_t joined;	     /**< When the caller joined */
	int64_t now;	     /**< ms UTC */
	size_t position;     /**< 1: next */
	size_t staffed;	     /**< Seats that work for the queue */
	int64_t handling_ms; /**< Of a call on average, 0: not known */
};

/** What to say; with nothing to say the caller is asked to stay */
struct announce {
	bool next;	  /**< The caller is the next                */
	bool many;	  /**< Many are before the caller            */
	unsigned ahead;	  /**< So many are before the caller, or 0   */
	unsigned minutes; /**< So long it will take, or 0            */
	bool lengthy;	  /**< It will take long                     */
};

extern const struct announce_settings announce_default_settings;

/**
 * When the next announcement is due
 *
 * @return ms UTC, 0 if never
 */
int64_t announce_due(const struct announce_settings *settings,
		     const struct announce_state *state, int64_t joined);

/**
 * The wait that a caller may expect
 *
 * @return ms; 0 if it is not known
 */
int64_t announce_expected(const struct announce_scene *scene);

/**
 * Say what is due now; the state is kept up to date
 *
 * A caller is never told a place further back than before, for somebody of a
 * higher priority may have come in: then only that the call is kept.
 */
void announce_make(struct announce *announce,
		   const struct announce_settings *settings,
		   struct announce_state *state,
		   const struct announce_scene *scene);

#endif
