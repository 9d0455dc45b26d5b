/**
 * @file call/figures.h  What queues and seats did: today and since the start
 *
 * Folded out of the engine's events by the board (call/board.h), so that the
 * same events give the same figures anywhere.  A day is one of China's; time
 * that spans midnight is split there.  Instants and times are milliseconds.
 */
#ifndef CALL_FIGURES_H
#define CALL_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/seat.h"

/** Most reasons of pauses that are told apart; the rest is one, "" */
#define FIGURES_REASONS 8

/** Of a queue */
struct queue_figures {
	int64_t entered;     /**< Callers who joined                     */
	int64_t answered;    /**< Connected with a seat                  */
	int64_t in_time;     /**< Of them within the service level       */
	int64_t abandoned;   /**< Left while they waited                 */
	int64_t left_soon;   /**< Of them before waiting mattered        */
	int64_t timed_out;   /**< Waited too long                        */
	int64_t turned_away; /**< Queue full, or no seat there          */
	int64_t moved_on;    /**< Given to another queue                 */
	int64_t wait_ms;     /**< Of all who were answered               */
	int64_t wait_max;    /**< Longest of all who waited              */
	int64_t talk_ms;
	int64_t wrap_ms; /**< Wrap-up that followed */
};

/** Of a seat */
struct seat_figures {
	int64_t answered;
	int64_t missed;			    /**< Rung and did not answer */
	int64_t in_state[SEAT_STATE_COUNT]; /**< Time spent */
	struct {
		char reason[RECORD_NAME];
		int64_t ms;
	} pauses[FIGURES_REASONS]; /**< The pauses by reason */
};

/** The two periods */
enum figures_period { FIGURES_TODAY, FIGURES_START };

#define FIGURES_PERIODS (FIGURES_START + 1)

/** A figure by the name it has in JSON; an int64_t at an offset */
struct figure_key {
	const char *name; /**< NULL ends a table */
	size_t offset;
};

/** All figures of a queue, and of a seat but for the pauses by reason */
extern const struct figure_key queue_figure_keys[];
extern const struct figure_key seat_figure_keys[];

/** Where a figure stands */
int64_t *figure_of(void *figures, const struct figure_key *key);

/** When figures of today were begun */
struct figures_day {
	int64_t number; /**< date_number() of the day in China */
	int64_t ends;	/**< Instant at which the next begins  */
};

/**
 * The day that an instant belongs to
 *
 * @param day  As returned before; zeroed at first
 *
 * @return True if it is another one than before: today's figures begin anew
 */
bool figures_day_is_new(struct figures_day *day, int64_t at);

/** When the day began */
int64_t figures_day_begin(const struct figures_day *day);

/**
 * Share of calls answered within the service level, in percent
 *
 * Of all answered, given up, waited too long and turned away; who left soon
 * does not count.
 *
 * @return 0 to 100, -1 if there was no call
 */
int figures_service_level(const struct queue_figures *f);

/** Average wait of those answered, ms; 0 if none was */
int64_t figures_average_wait(const struct queue_figures *f);

/** Share of calls given up, who left soon apart, in percent; -1 without calls
 */
int figures_abandoned(const struct queue_figures *f);

/** Average talk and wrap-up of a call, ms; 0 if there was none */
int64_t figures_handling(const struct queue_figures *f);

/** Share of the time in which a seat was there for calls that it was busy with
 *  them, in percent; -1 if it was not there */
int figures_occupancy(const struct seat_figures *f);

/** Add time that a seat spent in a state */
void figures_spend(struct seat_figures *f, enum seat_state state,
		   const char *reason, int64_t ms);

#endif
