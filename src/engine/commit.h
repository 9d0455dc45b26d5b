/**
 * @file engine/commit.h  Rows and work as transactions, and what is owed
 *
 * What waits is written at once: a slow disk takes as long for many as for
 * one.  A row that no database takes is given up, so that it keeps back no
 * other.  What could not be written though it can be (a full disk, a lock)
 * stays in memory and comes before all that is newer.
 */
#ifndef ENGINE_COMMIT_H
#define ENGINE_COMMIT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "call/trail.h"
#include "engine/records.h"
#include "engine/rows.h"
#include "sip/compat.h"

/** Most that is written at once */
#define COMMIT_JOBS 4096

/** A job is a row to be written, by enum row_kind, or work */
#define JOB_WORK ROW_COUNT

/** What ROW_CALL carries */
struct kept {
	struct record record; /* first, as of the others */
	struct trail trail;   /**< Steps since it was handed over before */
};

/** What JOB_WORK carries */
struct work {
	records_work_h *workh;
	void *data;
};

/** One thing to write, from malloc() */
struct job {
	struct le le;	  /**< Its maker's */
	struct job *next; /**< That is owed, after this one */
	int kind;
	int err;   /**< Of this one, if the others could be written */
	bool done; /**< It is written, alone */
	records_h *h;
	void *arg;
	int64_t rec[]; /**< The record, aligned as its widest fields are */
};

/** Belongs to the thread that writes */
struct commit {
	struct records *r; /**< What work is given */
	struct db *db;
	struct rows rows;
	const atomic_bool *stop; /**< Once set, nothing is tried again */
	struct job *owed;	 /**< Nobody waits for these any more, but they
				    will be written */
	struct job **owed_end;
	unsigned owedc;
};

/** Rows and work that go together */
struct batch {
	struct commit *c;
	struct job *jobv[COMMIT_JOBS];
	size_t jobc;
};

void commit_init(struct commit *c, struct records *r, const atomic_bool *stop);

/** Free what is owed still, if anything */
void commit_release(struct commit *c);

/** Write it; if that fails, try again for some seconds, but not if something
 *  is owed already.  0: each job's err tells how it went; otherwise the error
 *  of all of them. */
int commit_batch(struct batch *b);

/** Keep a row that could not be written; false: the job remains the caller's,
 *  as work is never owed and memory has a limit */
bool commit_owe(struct commit *c, struct job *job);

/** Try what is owed once more; 0 if nothing is left */
int commit_owed(struct commit *c);

/** The last try: what cannot be written now is given up, with a line in the
 *  log */
void commit_settle(struct commit *c);

#endif
