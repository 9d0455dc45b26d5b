/**
 * @file web/reader.h  A thread that waits for disks, so that the loop need not
 *
 * Jobs are done one after another; the loop is told of each.
 */
#ifndef WEB_READER_H
#define WEB_READER_H

#include "sip/compat.h"
#include "store/db.h"

/** Jobs that may wait */
#define READER_JOBS 64

struct reader;

/** One job; part of the asker's own */
struct job {
	struct le le;
	void (*work)(struct job *job, struct db *db); /**< On the thread */
	void (*done)(struct job *job);		      /**< On the loop */
};

/**
 * Start a thread
 *
 * @param path  Call database to open for reading, or NULL; opened again if
 *              that failed, and db is NULL meanwhile
 */
int reader_start(struct reader **rp, const char *path);

/** Hand over a job; EBUSY if too many wait */
int reader_do(struct reader *r, struct job *job);

/** Finish every job, tell of them, and end; NULL is allowed */
void reader_stop(struct reader *r);

#endif
