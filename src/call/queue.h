/**
 * @file call/queue.h  Callers who wait, and which seat takes the next
 *
 * A waiting call is on one line of exactly one queue, or on none; lines run
 * through the waiters, which belong to the calls, so nothing here allocates.
 * A queue has a line for each priority.  Within it callers are served in the
 * order in which they first joined: one whose seat did not answer goes back to
 * the old place.
 *
 * Of several queues the heaviest goes first, then the highest priority, then
 * the longest wait.  A hall keeps the queues that have both a caller and a free
 * seat, which are few at any moment, so that a match costs O(log n) of the
 * seats whatever the number of queues and callers.
 *
 * Instants are milliseconds UTC.  A hall belongs to one thread.
 */
#ifndef CALL_QUEUE_H
#define CALL_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/announce.h"
#include "call/bench.h"

struct queue;

/** Priorities of callers, the highest is served first; 0 is usual */
#define QUEUE_PRIORITIES 10

/** A place in a queue; part of the engine's call, zeroed before first use */
struct queue_waiter {
	struct queue *queue; /**< NULL while it does not wait      */
	struct queue_waiter *next;
	struct queue_waiter *prev;
	int64_t since; /**< First joined; 0 if never; orders       */
	int64_t call;  /**< Id of the call                         */
	int priority;  /**< Below QUEUE_PRIORITIES; set before joining */
	void *owner;   /**< The engine's call                      */
};

/** Shortest rest, ms: a seat that cannot be rung is not tried for ever */
#define QUEUE_REST_MIN 1000

/** Most steps of relaxing */
#define QUEUE_RELAX_MAX 8

/** Once a caller has waited so long, seats up to this level may be rung */
struct queue_relax {
	int64_t after; /**< ms */
	int level;
};

/** Settings of a queue */
struct queue_settings {
	int strategy;	       /**< Row of queue_strategies         */
	int64_t ring;	       /**< A seat rings for so long, ms    */
	int64_t ring_step;     /**< BENCH_MORE: another after, ms   */
	int64_t wrap_up;       /**< After a call, ms                */
	int64_t rest;	       /**< Not rung again after a miss, ms;
				    QUEUE_REST_MIN at least */
	int64_t max_wait;      /**< Longest wait, ms                */
	int64_t service_level; /**< Answered within, ms, is good */
	int64_t short_abandon; /**< Who leaves before, ms, did not wait */
	size_t max_length;     /**< Most callers waiting            */
	int weight;	       /**< Against other queues            */
	unsigned auto_pause; /**< Misses in a row that pause a seat, 0: none */
	bool refuse_empty;   /**< Take nobody while no seat is there */
	bool leave_empty;    /**< Keep nobody once no seat is there */
	struct queue_relax relaxv[QUEUE_RELAX_MAX]; /**< By after */
	struct announce_settings announce;
	size_t relaxc; /**< 0: all levels are open at once; otherwise level 1 */
};

/** Callers of one priority */
struct queue_line {
	struct queue_waiter *head; /**< Waits longest */
	struct queue_waiter *tail;
};

struct hall;

/** A queue; a value, the engine keeps an array of them */
struct queue {
	char name[RECORD_NAME];
	struct queue_settings settings;
	struct bench bench;
	struct queue_line lines[QUEUE_PRIORITIES];
	size_t length;	     /**< Waiters on all lines */
	int64_t handling_ms; /**< Of a call, of late; 0: not known */
	struct hall *hall;
	bool listed; /**< In the hall's list */
	struct queue *next;
};

/** All queues together */
struct hall {
	struct queue *queuev;
	size_t queuec;
	struct queue *active; /**< Those that may have a match */
};

/** A caller and the seat that shall take the call */
struct queue_match {
	struct queue *queue;
	struct queue_waiter *waiter;
	struct queue_member *member;
};

/** Settings that hold where the configuration is silent */
extern const struct queue_settings queue_default_settings;

/** Put queues, each set up with queue_init(), in a hall; they must not move */
void hall_init(struct hall *hall, struct queue *queuev, size_t queuec);

/**
 * Set up an empty queue; see bench_init() for the members
 *
 * @param heap  Room for memberc pointers, stays the caller's
 */
void queue_init(struct queue *queue, const char *name,
		const struct queue_settings *settings,
		struct queue_member *memberv, size_t memberc,
		struct queue_member **heap);

/**
 * Whether a queue takes a caller who is new to it
 *
 * @return 0; EBUSY if it has its longest length; ENOENT if no seat is there and
 *         it refuses callers then
 */
int queue_admits(const struct queue *queue);

/**
 * Join a queue for the first time, at the end of its line
 *
 * @return 0 or as queue_admits()
 */
int queue_join(struct queue *queue, struct queue_waiter *waiter, int64_t call,
	       int64_t now);

/** Come back from a seat that did not take the call, to the old place; the
 *  longest length does not count */
void queue_rejoin(struct queue *queue, struct queue_waiter *waiter);

/** Leave; nothing happens if it waits nowhere */
void queue_leave(struct queue_waiter *waiter);

/** True if whoever waits in a queue has to leave it, for no seat is there */
bool queue_is_deserted(const struct queue *queue);

/** How many are served before a waiter, and itself; 0 if it waits nowhere */
size_t queue_position(const struct queue_waiter *waiter);

/** A seat was busy with a call, wrap-up included: learn from it how long a wait
 *  is to be expected */
void queue_handled(struct queue *queue, int64_t ms);

/** Up to which level seats may be rung for a caller who waited so long */
int queue_open_level(const struct queue *queue, int64_t waited);

/** The queue that a member belongs to */
struct queue *queue_of(const struct queue_member *member);

/** A seat may have changed: registered, paused, rung, free again... */
void hall_seat_changed(struct hall *hall, struct seat *seat, int64_t now);

/**
 * Find a caller and a seat for each other
 *
 * Nothing is changed: the engine then calls queue_take() and puts a leg on the
 * seat, and asks again.
 *
 * @return True if there is a match
 */
bool hall_find(struct hall *hall, int64_t now, struct queue_match *matchp);

/** Take the caller off the line and the seat off the bench */
void queue_take(const struct queue_match *match);

/**
 * Another seat for a call that was taken off the line
 *
 * For strategies that ring several: with BENCH_ALL those of the level of the
 * first, with BENCH_MORE whoever is next.
 *
 * @param level  Of the first seat
 * @param since  First joined
 *
 * @return NULL if there is none; otherwise it is off the bench
 */
struct queue_member *queue_take_more(struct queue *queue, int level,
				     int64_t since, int64_t now);

/**
 * The next instant at which time alone opens a level that makes a match
 *
 * @return ms UTC, 0 if never
 */
int64_t hall_next_change(const struct hall *hall, int64_t now);

#endif
