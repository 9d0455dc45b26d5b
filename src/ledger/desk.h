/**
 * @file ledger/desk.h  What people do about calls: desk.db and its log
 *
 * calls.db has one writer, the engine, which must never wait.  What people do,
 * holds, exports, complaints, samples and lists of numbers, is therefore kept
 * in a database of its own beside it: the command line and the HTTP server
 * write it in short transactions, also while no engine runs, and the engine
 * only reads it: before it deletes a call, before it calls back, and for
 * callers who are blocked, or the only ones let in.  Nothing in it is needed to
 * take a call.
 *
 * Every act is a row of the log (F-23), in the transaction that does it; the
 * rows are chained (util/chain.h), and desk_verify() finds what was changed
 * behind the program's back.
 */
#ifndef LEDGER_DESK_H
#define LEDGER_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

/** What desk.db must hold */
extern const struct db_kind desk_kind;

/** Most bytes of a name, and of a reason or another text */
#define DESK_NAME_MAX 64
#define DESK_TEXT_MAX 2000

/** Somebody who does something */
struct desk_person {
	const char *who;     /**< As he names himself */
	const char *account; /**< Token; NULL: the account that runs us */
};

/** A row of the log; borrowed */
struct desk_row {
	int64_t seq;
	int64_t at;
	const char *who;
	const char *account;
	const char *act;
	const char *object;
	const char *detail;
	const char *hash;
};

/** Handles a row */
typedef int desk_log_h(const struct desk_row *row, void *arg);

/**
 * Open the desk.db of a data folder for writing; it is made if need be
 *
 * @param folder  The engine's data folder; must be there
 *
 * @return 0; ENOENT; db_open()'s codes
 */
int desk_open(struct db **dbp, const char *folder);

/** Open it for reading; ENOENT if nobody ever did anything */
int desk_open_reader(struct db **dbp, const char *folder);

/** Check that a text is there, is not too long and is UTF-8 without controls;
 *  EINVAL with a sentence that names it */
int desk_check(const char *name, const char *text, size_t most);

/**
 * Put a row into the log; only within db_atomic()
 *
 * @param kind, id  What it is about, "export" and 3; id 0: nothing
 *
 * @return 0; EINVAL for a person without a name; EBUSY; EIO
 */
int desk_log(struct db *desk, const struct desk_person *person, const char *act,
	     const char *kind, int64_t id, const char *detail);

/** Hand out the log from a row on; 0, the handler's error, EBUSY, EIO */
int desk_log_each(struct db *desk, int64_t from, desk_log_h *h, void *arg);

/**
 * Check the chain from its beginning
 *
 * @param rowsp  Set to the number of rows
 *
 * @return 0; EBADMSG with the first row that is not what was written; EBUSY;
 *         EIO
 */
int desk_verify(struct db *desk, int64_t *rowsp);

#endif
