/**
 * @file ledger/retain.h  Records and recordings that are old enough go
 *
 * The engine's records thread, the only writer of calls.db, calls retain_step()
 * whenever retain_due() says so and no record waits: each step is short, a
 * transaction over some dozens of calls or some milliseconds of deleting
 * files, and between two of them records are written.  A run begins when the
 * engine starts and then every day at a fixed hour of China.
 *
 * A call goes in three parts: it is written down in the table purge; its
 * recording is deleted, and its folder synced; its row is deleted, and in the
 * same transaction the table deletion says what went, when and by which rule.
 * A run first looks for what an earlier one left half done: a call whose
 * recording is gone loses its row, one whose recording is there is let be.
 *
 * Not purged: calls that are held (ledger/hold.h), calls in which a consent was
 * given (it is evidence as long as it is relied on), breaches and consents. The
 * database itself refuses to delete a call of less than 30 days
 * (calls_retain.sql), whatever is asked for.
 *
 * A clock that is ahead would make everything old.  What is old is therefore
 * counted from the newest call and RETAIN_TRUST_DAYS more at the most: without
 * calls nothing goes for longer than that.
 */
#ifndef LEDGER_RETAIN_H
#define LEDGER_RETAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

/** How far the clock is trusted to be after the newest call */
#define RETAIN_TRUST_DAYS 31

/** Hour of the run, unless the configuration has another */
#define RETAIN_HOUR 3

struct retain;

/** What is kept how long */
struct retain_rule {
	unsigned days; /**< Whole days, at least 30; 0: nothing goes */
	int hour;      /**< Of China, 0 to 23, when a run begins */
};

/**
 * Begin; a run is due at once
 *
 * @param db      calls.db for writing; borrowed, used in retain_step() only
 * @param folder  Data folder; copied
 *
 * @return 0; EINVAL for fewer than 30 days; ENOMEM
 */
int retain_alloc(struct retain **rp, struct db *db, const char *folder,
		 const struct retain_rule *rule);

/** Free it; NULL is allowed */
void retain_free(struct retain *r);

/** ms until retain_step() has something to do; 0: now */
int64_t retain_due(const struct retain *r, int64_t now);

/**
 * Do the next part of a run
 *
 * After an error the run ends, and another one is due some minutes later.
 *
 * @return 0, EBUSY, EIO, or EBADMSG if desk.db cannot be read, and so nobody
 *         knows what is held
 */
int retain_step(struct retain *r, int64_t now);

/** How things stand, for whoever looks */
struct retain_state {
	int64_t oldest;	   /**< Start of the oldest call, 0 none       */
	int64_t recording; /**< Of the oldest with a recording, 0 none */
	int64_t calls;	   /**< On record                              */
	int64_t deleted;   /**< Calls that went, ever                  */
	int64_t deleted_bytes;
	int64_t run;	    /**< Begin of the last run, 0 none          */
	int64_t run_before; /**< Calls that ended before could go then  */
	int64_t run_calls;  /**< And went                               */
	int64_t run_held;   /**< And were kept all the same             */
	char rule[33];	    /**< Of that run                            */
};

/** Read how things stand; on any connection */
int retain_look(struct db *calls, struct retain_state *state);

/** A call that went; borrowed */
struct deletion {
	int64_t id;
	int64_t at;
	const char *rule;
	int64_t call;
	int64_t start;
	int64_t end;
	const char *tenant;
	const char *recording;
	const char *sha256;
	int64_t bytes;
};

/** Handles a deletion */
typedef int deletion_h(const struct deletion *deletion, void *arg);

/** List what went, newest first, before an id (0: from the newest) */
int retain_deletions(struct db *calls, int64_t before, int64_t most,
		     deletion_h *h, void *arg);

#endif
