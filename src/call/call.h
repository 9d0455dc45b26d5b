/**
 * @file call/call.h  The states of an inbound call
 *
 * A call is in exactly one state.  Signals - what the caller, the seat, the
 * announcement or a timer did - move it on; the one table of moves in call.c
 * says which signal is open where, what the engine has to do on entering, and
 * how a call that ends is recorded.  A signal without a row changes nothing:
 * it came too late, for example the seat's 200 that crossed the caller's
 * CANCEL, and the engine drops the leg it came from.
 *
 * A caller hears announcements, chooses in menus, waits in queues, rings a seat
 * by its number, leaves a message or says that he agrees, in whatever order
 * the configuration and his keys make of it: the signals CALL_TO_* send him to
 * the next place.
 *
 * A call-back begins with its seat: once that has answered, the user is rung,
 * and from his answer on it is a call like any other.
 *
 * Every state but CALL_ENDED has a time limit, so no call can be stuck.
 * Nothing here allocates, waits or reads a clock.
 */
#ifndef CALL_CALL_H
#define CALL_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "call/record.h"

/** States, in the order a smooth call meets them */
enum call_state {
	CALL_OFFERED,	 /**< INVITE admitted, 180 and 200 on their way */
	CALL_ANNOUNCING, /**< The caller hears an announcement to its end */
	CALL_QUEUED,	 /**< Waits for a seat                          */
	CALL_RINGING,	 /**< A seat rings                              */
	CALL_BRIDGED,	 /**< Caller and seat talk                      */
	CALL_MENU,	 /**< Hears a menu and may press keys           */
	CALL_DIALLING,	 /**< The seat whose number was keyed rings     */
	CALL_MESSAGE,	 /**< The caller leaves a message               */
	CALL_CONSENT,	 /**< The caller says what he agrees to         */
	CALL_FETCHING,	 /**< A seat rings, to call back a user          */
	CALL_REACHING,	 /**< The user rings, the seat waits for him     */
	CALL_ENDED,	 /**< Over; the record is closed                */
};

#define CALL_STATE_COUNT (CALL_ENDED + 1)

/** What can happen to a call */
enum call_signal {
	CALL_REFUSE,	     /**< Policy refuses it                       */
	CALL_ACCEPTED,	     /**< The caller acknowledged our 200         */
	CALL_TO_QUEUE,	     /**< To a queue                              */
	CALL_QUEUE_FULL,     /**< The queue takes nobody more             */
	CALL_SEAT_PICKED,    /**< The queue gave it to a seat             */
	CALL_SEAT_ANSWERED,  /**< The seat's 200                          */
	CALL_SEAT_REFUSED,   /**< The seat is busy, declined or unreachable */
	CALL_SEAT_HUNG_UP,   /**< The seat's BYE                          */
	CALL_SEAT_LOST,	     /**< The seat went silent or offline         */
	CALL_CALLER_HUNG_UP, /**< The caller's BYE or CANCEL             */
	CALL_CALLER_LOST,    /**< The caller went silent                  */
	CALL_TIME_UP,	     /**< The state's time limit ran out          */
	CALL_FAULT,	     /**< No memory, no port, broken peer         */
	CALL_SHUTDOWN,	     /**< The engine stops                        */
	CALL_GIVEN,	     /**< Its seat gave it to another seat        */
	CALL_MOVED,	     /**< Its seat or a supervisor, to a queue    */
	CALL_TO_MENU,	     /**< To a menu                               */
	CALL_TO_PROMPT,	     /**< To an announcement                      */
	CALL_TO_SEAT,	     /**< To a seat by its number                 */
	CALL_TO_MESSAGE,     /**< The tone was sent: leave a message      */
	CALL_TO_CONSENT,     /**< The tone was sent: say that you agree   */
	CALL_TO_END,	     /**< Nothing is left to do                   */
	CALL_KEPT,	     /**< Keeps his place and will ring in again  */
	CALL_SAID,	     /**< Message or statement is complete        */
	CALL_QUEUE_EMPTY,    /**< No seat is there for the queue          */
	CALL_BACK,	     /**< The gate is open: fetch the seat        */
};

#define CALL_SIGNAL_COUNT (CALL_BACK + 1)

/** What the engine does on entering the next state */
enum call_action {
	CALL_DO_PLAY,	 /**< Play what is to be announced               */
	CALL_DO_QUEUE,	 /**< queue_join(); CALL_QUEUE_FULL if it fails  */
	CALL_DO_RING,	 /**< INVITE the seat picked                     */
	CALL_DO_BRIDGE,	 /**< Relay and record                           */
	CALL_DO_REQUEUE, /**< Drop the seat's leg, queue_rejoin()        */
	CALL_DO_MENU,	 /**< Begin the menu                             */
	CALL_DO_DIAL,	 /**< INVITE the seat; CALL_SEAT_REFUSED if it
			      is not free */
	CALL_DO_RESUME,	 /**< Drop the seat's leg, back to the menu      */
	CALL_DO_RECORD,	 /**< Record the caller                          */
	CALL_DO_THANK,	 /**< Close what was said, announce, go on       */
	CALL_DO_RELEASE, /**< Drop every leg, close recording and record */
	CALL_DO_GIVE,	 /**< Ringback, INVITE the seat named            */
	CALL_DO_MOVE,	 /**< Wait in the queue named                    */
	CALL_DO_REACH,	 /**< INVITE the user who agreed                 */
	CALL_DO_GREET,	 /**< Record, and play what is to be announced   */
};

#define CALL_ACTION_COUNT (CALL_DO_GREET + 1)

/** One row of the table of moves */
struct call_move {
	enum call_state from;
	enum call_signal on;
	enum call_state to;
	enum call_action action;
	enum record_result result; /**< Of a call that no seat was ever
				      connected with: if to is CALL_ENDED,
				      otherwise however it will end, unless
				      RESULT_OPEN */
	enum record_party party;   /**< Who ended it, if to is CALL_ENDED */
};

/** Time limits in ms; the queue's and the menu's settings fill them */
struct call_limits {
	int64_t offered;    /**< Until the ACK; RFC 3261 gives 64*T1 */
	int64_t announcing; /**< Longest announcement                */
	int64_t queued;	    /**< max_wait                            */
	int64_t ringing;    /**< ring                                */
	int64_t bridged;    /**< Longest talk                        */
	int64_t menu;	    /**< In one menu, however often repeated */
	int64_t message;    /**< Longest message                     */
	int64_t consent;    /**< Longest statement                   */
	int64_t fetching;   /**< The seat rings, for a call-back     */
	int64_t reaching;   /**< The user rings                      */
};

/** One call as the pure part sees it; a value, the engine embeds it */
struct call {
	enum call_state state;
	int64_t since;		    /**< In this state since, ms UTC */
	int64_t waited;		    /**< In the present queue, ms, up to since;
					 anew for one who has talked */
	enum record_result outcome; /**< What it comes to, if more than that
				       the caller left */
	struct record record;	    /**< Kept up to date by call_step() */
};

extern const struct words call_states;

/** Limits that hold where no setting says otherwise */
extern const struct call_limits call_default_limits;

/**
 * Begin a call
 *
 * The record is zeroed but for id, caller, called and start; the engine adds
 * trunk, tenant, Call-ID, codec and media figures as it learns them.
 *
 * @param now  ms UTC
 */
void call_init(struct call *call, int64_t id, const char *caller,
	       const char *called, int64_t now);

/** The row for a signal in a state; NULL if the signal is not open there */
const struct call_move *call_move(enum call_state from, enum call_signal on);

/**
 * Move a call on and keep its record's times, result and party
 *
 * @param now  ms UTC; an instant before the last one counts as the last one
 *
 * @return The row taken, whose action is now due; NULL if nothing changed
 */
const struct call_move *call_step(struct call *call, enum call_signal on,
				  int64_t now);

/**
 * How long a call may stay in the state it is in
 *
 * What a caller has already waited in this queue counts against the longest
 * wait also when a seat gave the call back.
 *
 * @param now  ms UTC
 *
 * @return ms left, at least 0; -1 in CALL_ENDED
 */
int64_t call_time_left(const struct call *call,
		       const struct call_limits *limits, int64_t now);

/** True once the call has ended */
bool call_is_over(const struct call *call);

#endif
