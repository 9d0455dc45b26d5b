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

/** A live leg of a seat; part of the engine's leg, zeroed before first use */
struct seat_leg {
	struct seat *seat; /**< NULL while on no seat */
	struct seat_leg *next;
	int64_t call; /**< Id of the call it belongs to */
	bool answered;
};

/** A seat; a value, the engine keeps an array of them */
struct seat {
	char id[RECORD_NAME];	  /**< On the plan of the room, e.g. "01" */
	char user[RECORD_NAME];	  /**< Of its station, e.g. "1001"        */
	int64_t registered_until; /**< By the registrar; 0: not there   */
	bool paused;
	char pause_reason[RECORD_NAME];
	int64_t wrap_until;    /**< End of the wrap-up                  */
	int64_t rest_until;    /**< Not rung again before, after a miss */
	int64_t idle_since;    /**< Last became free; orders longest-idle */
	int64_t answered;      /**< Calls answered since start          */
	int64_t missed;	       /**< Calls not answered                  */
	struct seat_leg *legs; /**< Live legs, newest first           */
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

/** True if the seat may be rung now: ready, and not resting after a miss */
bool seat_is_free(const struct seat *seat, int64_t now);

/** The call the seat is ringing for or talking with; 0 if none */
int64_t seat_call(const struct seat *seat);

/** Put a ringing leg on a seat; it must be on none */
void seat_leg_add(struct seat *seat, struct seat_leg *leg, int64_t call);

/** The seat answered */
void seat_leg_answer(struct seat_leg *leg);

/**
 * Take a leg off its seat; nothing happens if it is on none
 *
 * @param outcome  SEAT_MISSED lets the seat rest and counts a miss,
 *                 SEAT_SPARED only lets it rest
 * @param after    Wrap-up of an answered leg, or rest after a miss, in ms
 */
void seat_leg_remove(struct seat_leg *leg, enum seat_outcome outcome,
		     int64_t after, int64_t now);

/** Pause or resume; the reason is kept with the pause */
void seat_pause(struct seat *seat, bool paused, const char *reason,
		int64_t now);

/**
 * The next instant at which the state changes by the clock alone
 *
 * @return ms UTC, 0 if never
 */
int64_t seat_next_change(const struct seat *seat, int64_t now);

#endif
