/**
 * @file call/queue.h  Callers who wait, and which seat takes the next
 *
 * A waiting call is on the list of exactly one queue, or of none; the list
 * runs through the waiters, which belong to the calls, so nothing here
 * allocates.  Callers are served in the order in which they first joined: one
 * whose seat did not answer goes back to its old place.
 *
 * Which seat is chosen is a row of the table of strategies.  Instants are
 * milliseconds UTC.  All queues belong to one thread.
 */
#ifndef CALL_QUEUE_H
#define CALL_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/seat.h"

struct queue;

/** A place in a queue; part of the engine's call, zeroed before first use */
struct queue_waiter {
	struct queue *queue; /**< NULL while it does not wait      */
	struct queue_waiter *next;
	struct queue_waiter *prev;
	int64_t since; /**< First joined; 0 if never; orders       */
	int64_t call;  /**< Id of the call                         */
	void *owner;   /**< The engine's call                      */
};

/** A seat's place in a queue */
struct queue_member {
	struct seat *seat;
	int level; /**< 1 is tried first */
};

/** Shortest rest, ms: a seat that cannot be rung is not tried for ever */
#define QUEUE_REST_MIN 1000

/** Settings of a queue */
struct queue_settings {
	int strategy;	       /**< Row of queue_strategies         */
	int64_t ring;	       /**< A seat rings for so long, ms    */
	int64_t wrap_up;       /**< After a call, ms                */
	int64_t rest;	       /**< Not rung again after a miss, ms;
				    QUEUE_REST_MIN at least */
	int64_t max_wait;      /**< Longest wait, ms                */
	int64_t service_level; /**< Answered within, ms, is good */
	size_t max_length;     /**< Most callers waiting            */
};

/** A queue; a value, the engine keeps an array of them */
struct queue {
	char name[RECORD_NAME];
	struct queue_settings settings;
	const struct queue_member *memberv; /**< Borrowed */
	size_t memberc;
	struct queue_waiter *head; /**< Waits longest */
	struct queue_waiter *tail;
	size_t length; /**< Waiters on the list */
};

/** A caller and the seat that shall take the call */
struct queue_match {
	struct queue *queue;
	struct queue_waiter *waiter;
	struct seat *seat;
};

extern const struct words queue_strategies;

/** Settings that hold where the configuration is silent */
extern const struct queue_settings queue_default_settings;

/** Set up an empty queue; the members stay the caller's */
void queue_init(struct queue *queue, const char *name,
		const struct queue_settings *settings,
		const struct queue_member *memberv, size_t memberc);

/**
 * Join a queue for the first time, at its end
 *
 * @return 0, EBUSY if the queue has its longest length
 */
int queue_join(struct queue *queue, struct queue_waiter *waiter, int64_t call,
	       int64_t now);

/** Come back from a seat that did not take the call, to the old place; the
 *  longest length does not count */
void queue_rejoin(struct queue *queue, struct queue_waiter *waiter);

/** Leave; nothing happens if it waits nowhere */
void queue_leave(struct queue_waiter *waiter);

/** The seat that would take the next call, NULL if none is free */
struct seat *queue_pick(const struct queue *queue, int64_t now);

/**
 * Find a caller and a seat for each other
 *
 * Of all queues that have a caller and a free seat, the one whose first caller
 * has waited longest.  Nothing is changed: the engine then takes the waiter
 * off with queue_leave() and puts a leg on the seat, and asks again.
 *
 * @return True if there is a match
 */
bool queue_find(struct queue *queuev, size_t queuec, int64_t now,
		struct queue_match *matchp);

#endif
