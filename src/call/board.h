/**
 * @file call/board.h  The live picture of seats, queues and calls
 *
 * The engine announces what happens as events; board_apply() folds them into a
 * snapshot, which the terminal and the web page draw.  The same events in the
 * same order give the same snapshot anywhere.  How many calls wait or talk is
 * counted from the calls on the board, not added up from the events.
 *
 * A snapshot has fixed room, set when it is made: what does not fit is counted
 * in dropped.  Instants are milliseconds UTC.
 */
#ifndef CALL_BOARD_H
#define CALL_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/call.h"
#include "call/figures.h"
#include "call/seat.h"

/** What an event tells */
enum call_event_type {
	EVENT_SEAT,	 /**< A seat exists, or is now in another state */
	EVENT_QUEUE,	 /**< A queue exists                            */
	EVENT_CALL,	 /**< A call is now in another state            */
	EVENT_REFUSED,	 /**< Policy refused a call; no EVENT_CALL then */
	EVENT_BREACH,	 /**< A station tried to call outside           */
	EVENT_RECORDING, /**< A recording was completed                 */
	EVENT_TRUNK,	 /**< Our registration at a carrier: reason     */
	EVENT_RECORDING_STOPPED, /**< The disk takes no recordings      */
	EVENT_RECORDING_RESUMED, /**< It takes them again               */
	EVENT_TRAFFIC,	 /**< Abnormal traffic: reason, and whose       */
	EVENT_RELEASED,	 /**< Whom that had stopped is let in again     */
	EVENT_GONE,	 /**< A seat or a queue is there no more        */
	EVENT_DRILL,	 /**< A drill has come so far                   */
	EVENT_CHECKLIST, /**< The list of the visit, which who tells of events
			      has (web/hub.h), stands otherwise           */
	EVENT_PAUSE,	 /**< A seat takes no calls of one queue, with a
			      reason: seat_state SEAT_PAUSED; or does again */
};

#define EVENT_COUNT (EVENT_PAUSE + 1)

/** Queues of a seat that the board can show as paused */
#define BOARD_PAUSES 8

/** Last attempts to call outside that are kept */
#define BOARD_BREACHES 8

/** Something that happened; members that do not apply are 0 or "" */
struct call_event {
	int64_t at;
	int64_t call;	       /**< Id                               */
	int64_t wait_ms;       /**< EVENT_CALL that is bridged;
				    EVENT_TRAFFIC: stopped so long   */
	int64_t service_level; /**< EVENT_QUEUE: ms                  */
	int64_t short_abandon; /**< EVENT_QUEUE: ms                  */
	int64_t missed;	       /**< EVENT_SEAT: calls, since start   */
	int64_t done;	       /**< EVENT_DRILL: checks or calls ... */
	int64_t of;	       /**< ... of so many; 0: it is over    */
	int64_t failed;	       /**< Of those done                    */
	enum call_event_type type;
	enum call_state state;	    /**< EVENT_CALL: the new one          */
	enum record_result result;  /**< EVENT_CALL that ended            */
	enum seat_state seat_state; /**< EVENT_SEAT: the new one         */
	char seat[RECORD_NAME];
	char queue[RECORD_NAME]; /**< EVENT_DRILL: its scenario */
	char caller[RECORD_NUMBER];
	char called[RECORD_NUMBER];
	char reason[RECORD_NAME]; /**< Policy's, the pause's, the trunk's, or
				       the step of a drill */
	char trunk[RECORD_NAME];  /**< EVENT_TRUNK                       */
};

/** Somebody who is told of events; must not keep the pointer */
typedef void call_event_h(const struct call_event *event, void *arg);

/** A queue that a seat takes no calls of, though it is not paused itself */
struct board_pause {
	int64_t since;
	char queue[RECORD_NAME];
	char reason[RECORD_NAME];
};

/** A seat on the board */
struct board_seat {
	char id[RECORD_NAME];
	enum seat_state state;
	int64_t since;
	int64_t call; /**< 0 if none */
	char reason[RECORD_NAME];
	char queue[RECORD_NAME]; /**< Whose call it had last */
	size_t pausec;
	struct board_pause pausev[BOARD_PAUSES];
	int64_t missed;	 /**< As the last event said */
	int64_t counted; /**< The figures are complete until then */
	struct seat_figures figures[FIGURES_PERIODS];
};

/** A queue on the board */
struct board_queue {
	char name[RECORD_NAME];
	int64_t service_level; /**< ms                           */
	int64_t short_abandon; /**< ms                           */
	struct queue_figures figures[FIGURES_PERIODS];
};

/** How busy a queue is at present */
struct board_load {
	size_t waiting; /**< Queued and ringing                   */
	size_t talking;
	int64_t oldest; /**< Start of the longest wait, 0 if none */
};

/** A call on the board; ended calls leave it */
struct board_call {
	int64_t id;
	enum call_state state;
	int64_t since;
	int64_t waiting_since; /**< First queued, 0 if not yet    */
	int64_t waited;	       /**< In earlier queues, ms     */
	bool answered;	       /**< A seat was connected at least once */
	char seat[RECORD_NAME];
	char queue[RECORD_NAME];
	char caller[RECORD_NUMBER];
	char called[RECORD_NUMBER];
};

/** The snapshot; read only for everybody but board_apply(), and who copies it
 *  from another's words */
struct board {
	int64_t at;		    /**< Of the last event      */
	struct figures_day day;	    /**< Whose figures are today's */
	struct board_seat *seatv;   /**< In the order of ids    */
	struct board_queue *queuev; /**< In the order of names  */
	struct board_call *callv;   /**< In the order of ids    */
	size_t seatc, queuec, callc;
	size_t seat_room, queue_room, call_room;
	int64_t offered;	       /**< Calls that policy let in       */
	int64_t results[RESULT_COUNT]; /**< Calls ended, by result */
	int64_t breaches;	       /**< Outbound attempts refused      */
	int64_t recordings;	       /**< Completed                      */
	int64_t unrecorded; /**< Since then the disk takes none; 0: it does */
	int64_t alarms;	    /**< Of abnormal traffic            */
	int64_t dropped;    /**< Did not fit on the board       */
	struct call_event last_alarm;		   /**< For the lamp */
	struct call_event breachv[BOARD_BREACHES]; /**< The last, newest first,
							for the lamp */
	size_t breachc;
	struct call_event drill; /**< at 0: there was none */
};

extern const struct words call_event_types;

/**
 * Make an empty board
 *
 * @param boardp  Set to the board; free it with board_free()
 *
 * @return 0 or ENOMEM
 */
int board_alloc(struct board **boardp, size_t seats, size_t queues,
		size_t calls);

/** Free a board; NULL is allowed */
void board_free(struct board *board);

/** Take everything off a board; its room stays */
void board_clear(struct board *board);

/**
 * Find a seat, queue or call, or make it at its place
 *
 * @return NULL if there is no room for it, which is counted
 */
struct board_seat *board_place_seat(struct board *board, const char *id);
struct board_queue *board_place_queue(struct board *board, const char *name);
struct board_call *board_place_call(struct board *board, int64_t id);

/** Fold an event into the snapshot */
void board_apply(struct board *board, const struct call_event *event);

/** Have today's figures begin anew if it is another day now, also when nothing
 *  happens; board_apply() does it by itself */
void board_tick(struct board *board, int64_t now);

/** Figures of a seat up to now, with what it is doing at present */
struct seat_figures board_seat_figures(const struct board_seat *seat,
				       enum figures_period period, int64_t now);

/** Seats that are in a state */
size_t board_count_seats(const struct board *board, enum seat_state state);

/** How busy a queue is, or all together if name is NULL */
struct board_load board_load(const struct board *board, const char *name);

/** Whether a drill that was not over has told nothing for so long that it must
 *  have stopped; it tells of itself each five seconds */
bool board_drill_stopped(const struct board *board, int64_t now);

/** Calls that are in a state */
size_t board_count_calls(const struct board *board, enum call_state state);

/** A seat, a queue, a call by name or id; NULL if not on the board */
const struct board_seat *board_seat(const struct board *board, const char *id);
const struct board_queue *board_queue(const struct board *board,
				      const char *name);
const struct board_call *board_call(const struct board *board, int64_t id);

/** Describe a call's present state as an event */
void call_event_of(struct call_event *event, const struct call *call);

/** Describe a seat's present state as an event */
void seat_event_of(struct call_event *event, const struct seat *seat,
		   int64_t now);

#endif
