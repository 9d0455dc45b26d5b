/**
 * @file call/bench.h  The seats of a queue that are free, the best first
 *
 * Each member of a queue that may be rung now is in the queue's heap, ordered
 * by level and by what the strategy says; to find the next seat is O(1), a
 * seat that comes or goes O(log n).  What a seat is doing stays derived (see
 * call/seat.h): the heap is an index, brought up to date by bench_update()
 * whenever a seat may have changed, and whoever comes first in it is looked at
 * again before it is given away.
 *
 * A strategy is a row of the table.  Instants are milliseconds UTC.
 */
#ifndef CALL_BENCH_H
#define CALL_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/seat.h"
#include "util/rng.h"

struct bench;

/** A seat's place in a queue.  Set seat and level, the rest is zeroed and
 *  kept here. */
struct queue_member {
	struct seat *seat;
	int level;   /**< 1 is tried first */
	bool paused; /**< Takes no calls of this queue */
	char pause_reason[RECORD_NAME];
	struct bench *bench;
	struct queue_member *next; /**< Of the same seat */
	size_t slot;		   /**< In the heap, counted from 1; 0: not */
	int64_t turn;		   /**< When it was last chosen, by count */
	double first;		   /**< Order within the level */
	int64_t second;		   /**< Order of those that are equal */
	bool staffed;		   /**< Counted in bench.staffed */
};

/** How many seats ring for a call */
enum bench_spread {
	BENCH_ONE,  /**< The best                           */
	BENCH_ALL,  /**< All of the best level at once      */
	BENCH_MORE, /**< The best, then another every step  */
};

/** The free seats of a queue */
struct bench {
	int strategy; /**< Row of queue_strategies */
	struct queue_member *memberv;
	size_t memberc;
	struct queue_member **heap; /**< Room for memberc */
	size_t count;
	size_t staffed; /**< Members that are there and not paused */
	int64_t turns;
	double base; /**< Of the random order */
	struct rng rng;
};

extern const struct words queue_strategies;

/**
 * Set up with members, whose seats must outlive it; they come after those that
 * their seats already belong to
 *
 * @param heap  Room for memberc pointers, stays the caller's
 */
void bench_init(struct bench *bench, int strategy, struct queue_member *memberv,
		size_t memberc, struct queue_member **heap);

/** Take the members off their seats' lists, before the memory goes; the bench
 *  is empty then */
void bench_release(struct bench *bench);

/** A seat may have changed: put it in the heap of each queue it serves, or
 *  take it out */
void bench_update(struct seat *seat, int64_t now);

/** Have a seat take no calls of one queue, or take them again; bench_update()
 *  follows */
void bench_pause(struct queue_member *member, bool paused, const char *reason);

/** True if a member may be rung now, looked up and not remembered */
bool bench_is_free(const struct queue_member *member, int64_t now);

/** The next to be rung, NULL if none is free */
struct queue_member *bench_best(struct bench *bench, int64_t now);

/** The level that counts for whether a caller has waited long enough; with a
 *  strategy that weighs levels there are none */
int bench_level(const struct bench *bench, const struct queue_member *member);

/** A member was chosen: it is the last in turn, and out of the heap */
void bench_take(struct queue_member *member);

/** How many seats the strategy rings */
enum bench_spread bench_spread(const struct bench *bench);

#endif
