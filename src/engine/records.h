/**
 * @file engine/records.h  The thread that keeps call records
 *
 * SQLite with a thread of its own: the loop hands over a record and goes on;
 * once the transaction that holds it is committed, the loop is told.  Whoever
 * answers a BYE waits for that.  Records that arrive meanwhile share the next
 * transaction.
 */
#ifndef ENGINE_RECORDS_H
#define ENGINE_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "call/record.h"
#include "call/trail.h"
#include "ledger/retain.h"
#include "store/db.h"

struct records;

/** A record is on disk, or after some seconds of trying is not: EIO, EBUSY.
 *  It is not lost then: it waits in memory and is written before all that is
 *  newer, as soon as that is possible. */
typedef void records_h(int err, void *arg);

/** What was found and closed after a crash */
struct records_repair {
	unsigned calls;	     /**< Closed as interrupted */
	unsigned recordings; /**< Made whole */
};

/**
 * Open the data folder's calls.db, close what a crash left open, start the
 * thread
 *
 * @param rp      Set to it; stop it with records_stop()
 * @param folder  Data folder, made if need be
 * @param rule    What is kept how long; the thread also deletes the rest, in
 *                small parts and behind the records
 * @param repair  Set to what was repaired
 *
 * @return 0; EBUSY if another engine runs on the folder; db_open()'s codes;
 *         EIO; ENOMEM
 */
int records_start(struct records **rp, const char *folder,
		  const struct retain_rule *rule,
		  struct records_repair *repair);

/** Write what was handed over and end the thread; nobody is told any more;
 *  NULL is allowed */
void records_stop(struct records *r);

/** An id that no call ever had */
int64_t records_next_id(struct records *r);

/** Records handed over and not committed yet */
unsigned records_backlog(const struct records *r);

/**
 * Keep a record, new or changed
 *
 * @param rec  Copied
 * @param h    Told when it is on disk; NULL: nobody waits
 *
 * @return 0 or ENOMEM; then h is not called
 */
int records_keep(struct records *r, const struct record *rec, records_h *h,
		 void *arg);

/** Keep a record and, in the same transaction, the steps that wait in its
 *  trail; both are copied, so that trail_give() is due if it returns 0 */
int records_keep_trail(struct records *r, const struct record *rec,
		       const struct trail *trail, records_h *h, void *arg);

/** Keep a breach; like records_keep() */
int records_breach(struct records *r, const struct record_breach *breach,
		   records_h *h, void *arg);

/**
 * Something to read and write, on the thread
 *
 * It is part of a transaction, after all that was handed over before it, and
 * is done again if that fails.
 *
 * @return 0, or an error of the database
 */
typedef int records_work_h(struct records *r, void *data);

/**
 * Have work done on the thread
 *
 * @param data  Must live until h is called, or records_stop() has returned
 * @param h     Told once it is committed
 *
 * @return 0 or ENOMEM; then h is not called
 */
int records_work(struct records *r, records_work_h *workh, void *data,
		 records_h *h, void *arg);

/** The database; within records_work_h only */
struct db *records_db(struct records *r);

/** Write a call's record; within records_work_h only */
int records_put(struct records *r, const struct record *rec);

/** Keep a consent, once its recording is complete; h is told as by
 *  records_keep(); 0 or ENOMEM */
int records_consent(struct records *r, const struct record_consent *consent,
		    records_h *h, void *arg);

#endif
