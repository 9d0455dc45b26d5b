/**
 * @file call/seat.h  Seats and what they are doing
 *
 * What a seat is doing is never stored: seat_state() derives it each time from
 * the registration, the live legs and the clock, so a leg that goes away in
 * whatever manner frees its seat.  A leg is put on the seat's list when it is
 * made and taken off by whoever destroys it; the memory is the owner's.
 *
 * Instants are milliseconds UTC.  Belongs to the thread that owns the queues.
 */
#ifndef CALL_SEAT_H
#define CALL_SEAT_H

#include <stdbool.h>
#include <stdint.h>

#include "call/record.h"

/** What a seat is doing */
enum seat_state {
	SEAT_OFFLINE, /**< No station registered                  */
	SEAT_PAUSED,  /**< Registered, takes no calls; has reason */
	SEAT_READY,   /**< Takes the next call                    */
	SEAT_RINGING, /**< A call rings there                     */
	SEAT_TALKING, /**< Connected with a caller                */
	SEAT_WRAP_UP, /**< After a call                           */
};

#define SEAT_STATE_COUNT (SEAT_WRAP_UP + 1)

struct seat;
struct queue_member;

/** A live leg of a seat; part of the engine's leg, zeroed before first use */
struct seat_leg {
	struct seat *seat; /**< NULL while on no seat */
	struct seat_leg *next;
	int64_t call; /**< Id of the call it belongs to */
	bool answered;
	int64_t answered_at;
};

/** A seat; a value, the engine keeps an array of them */
struct seat {
	char id[RECORD_NAME];	  /**< On the plan of the room, e.g. "01" */
	char user[RECORD_NAME];	  /**< Of its station, e.g. "1001"        */
	int64_t registered_until; /**< By the registrar; 0: not there   */
	bool paused;
	char pause_reason[RECORD_NAME];
	int64_t paused_at;	/**< Begin of the pause, 0: none         */
	int64_t paused_ms;	/**< In earlier pauses, since start      */
	int64_t wrap_until;	/**< End of the wrap-up                  */
	int64_t rest_until;	/**< Not rung again before, after a miss */
	unsigned ending;	/**< Legs whose end it has not confirmed */
	int64_t ending_until;	/**< Not rung for them before this       */
	int64_t idle_since;	/**< Last became free; orders longest-idle */
	int64_t answered;	/**< Calls answered since start          */
	int64_t missed;		/**< Calls not answered                  */
	int64_t talk_ms;	/**< Talked since start                  */
	unsigned missed_in_row; /**< Since it last answered or was paused */
	struct queue_member *places; /**< In queues, see call/bench.h     */
	struct seat_leg *legs;	     /**< Live legs, newest first           */
};

/** Why a leg ended, for what the seat does next */
enum seat_outcome {
	SEAT_DONE,   /**< It talked, or the caller left while it rang */
	SEAT_MISSED, /**< It was rung and did not answer, or declined */
	SEAT_SPARED, /**< We could not ring it */
};

extern const struct words seat_states;

/** Set up a seat that is offline and idle since now */
void seat_init(struct seat *seat, const char *id, const char *user,
	       int64_t now);

/** What the seat is doing */
enum seat_state seat_state(const struct seat *seat, int64_t now);

/** True if the seat may be rung now: ready, not resting after a miss, and it
 *  knows that its last call is over */
bool seat_is_free(const struct seat *seat, int64_t now);

/** True if somebody works there: it is registered and not paused, or busy */
bool seat_is_staffed(const struct seat *seat, int64_t now);

/** The call the seat is ringing for or talking with; 0 if none */
int64_t seat_call(const struct seat *seat);

/** Put a ringing leg on a seat; it must be on none */
void seat_leg_add(struct seat *seat, struct seat_leg *leg, int64_t call);

/** The seat answered */
void seat_leg_answer(struct seat_leg *leg, int64_t now);

/**
 * Take a leg off its seat; nothing happens if it is on none
 *
 * @param outcome  SEAT_MISSED lets the seat rest and counts a miss,
 *                 SEAT_SPARED only lets it rest
 * @param after    Wrap-up of an answered leg, or rest after a miss, in ms
 */
void seat_leg_remove(struct seat_leg *leg, enum seat_outcome outcome,
		     int64_t after, int64_t now);

/** A leg was taken off whose end the station has not confirmed yet: no other
 *  call rings there before it has, or before an instant */
void seat_ending(struct seat *seat, int64_t until);

/** It has confirmed the end of one of those, or was given up */
void seat_ended(struct seat *seat);

/** Pause or resume; the reason is kept with the pause */
void seat_pause(struct seat *seat, bool paused, const char *reason,
		int64_t now);

/** Time in pauses since start, with the present one */
int64_t seat_paused_ms(const struct seat *seat, int64_t now);

/**
 * Pause a seat that missed so many calls one after another
 *
 * @param misses  0: never
 *
 * @return True if it was paused just now, with the reason SEAT_NO_ANSWER
 */
bool seat_auto_pause(struct seat *seat, unsigned misses, int64_t now);

/** Reason of a pause that nobody asked for */
#define SEAT_NO_ANSWER "no-answer"

/** Longest that a wrap-up can be extended to at once, ms */
#define SEAT_WRAP_MAX INT64_C(3600000)

/**
 * Have the wrap-up end at once, or last longer
 *
 * @param more  ms from now, at most SEAT_WRAP_MAX; 0 ends it
 *
 * @return False if the seat has no wrap-up now
 */
bool seat_wrap_up(struct seat *seat, int64_t more, int64_t now);

/**
 * The next instant at which the state changes by the clock alone
 *
 * @return ms UTC, 0 if never
 */
int64_t seat_next_change(const struct seat *seat, int64_t now);

#endif
