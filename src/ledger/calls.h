/**
 * @file ledger/calls.h  Looking calls up
 *
 * The engine writes calls.db (engine/records.h); whoever looks something up
 * has a connection of his own that only reads, on whatever thread he is on, and
 * never holds the engine up: in WAL mode readers and the writer do not wait for
 * each other.
 *
 * Calls are listed newest first, a page at a time.  The next page is asked for
 * by the last call of the one before (keyset paging), so it costs the same
 * however far down it is, and calls that come in meanwhile move nothing.
 */
#ifndef LEDGER_CALLS_H
#define LEDGER_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/record.h"
#include "store/db.h"
#include "util/str.h"

/** What calls.db must hold */
extern const struct db_kind calls_kind;

/** Most calls of a page */
#define CALLS_PAGE_MAX 10000

/** Which calls are wanted; a zeroed struct means all of them */
struct calls_filter {
	const char *number; /**< Caller or called, whole, as it is stored;
				 "+86" and "0086" do not count */
	const char *seat;
	const char *tenant;
	const char *queue;
	const char *trunk;
	const char *box;  /**< Of messages */
	int result;	  /**< enum record_result plus 1; 0: any */
	int64_t from;	  /**< Start at or after, ms UTC; 0: no bound */
	int64_t to;	  /**< Start before, ms UTC; 0: no bound */
	bool recorded;	  /**< With a recording that is there */
	int64_t min_talk; /**< Talked so long, ms */
};

/** A place between two pages: behind this call; zeroed: at the newest */
struct calls_place {
	int64_t start;
	int64_t id;
};

/** Handles one call; borrowed */
typedef int calls_h(const struct record *record, void *arg);

/**
 * Open the call database of a data folder for reading
 *
 * @param dbp     Set to it; close it with db_close()
 * @param folder  The engine's data folder
 *
 * @return 0; ENOENT with a sentence if there is none; EPERM if a newer version
 *         wrote it; EBADMSG; EBUSY; EIO
 */
int calls_open(struct db **dbp, const char *folder);

/**
 * Read a filter's member by its name, as people and programs write it
 *
 * Names: number, seat, tenant, queue, trunk, box, result, from, to, recorded,
 * min-talk.  Days and instants are those of China: 2026-11-28, or
 * 2026-11-28T09:30, or with seconds; a day as `to` is the whole day.
 *
 * @param value  Borrowed by the filter
 *
 * @return 0; ENOENT if there is no such name; EINVAL with a sentence
 */
int calls_filter_set(struct calls_filter *filter, const char *name,
		     const char *value);

/** Name of the i-th member for calls_filter_set(), NULL behind the last */
const char *calls_filter_name(size_t i);

/**
 * List a page of calls, newest first
 *
 * @param place  Behind which to begin; then set to the last call listed
 * @param most   At most so many, up to CALLS_PAGE_MAX
 * @param morep  Set to whether there are more; may be NULL
 *
 * @return 0, the handler's error, EBUSY, EIO
 */
int calls_list(struct db *db, const struct calls_filter *filter,
	       struct calls_place *place, size_t most, bool *morep, calls_h *h,
	       void *arg);

/** Count calls, up to some number of them; 0, EBUSY or EIO */
int calls_count(struct db *db, const struct calls_filter *filter, int64_t most,
		int64_t *countp);

/** Read a call by its id; ENOENT with a sentence */
int calls_get(struct db *db, int64_t id, struct record *record);

/** A step of a call, see call/trail.h; borrowed */
struct calls_step {
	int64_t at;
	const char *event; /**< Of trail_kinds */
	const char *seat;
	const char *queue;
	const char *detail;
};

/** Handles one step */
typedef int calls_step_h(const struct calls_step *step, void *arg);

/** Hand out the steps of a call in their order; 0, the handler's error, EBUSY,
 *  EIO */
int calls_trail(struct db *db, int64_t call, calls_step_h *h, void *arg);

/** A note about a call, borrowed */
struct calls_note {
	int64_t at;
	const char *seat; /**< "" if a supervisor made it */
	const char *who;  /**< "" if his token has no name */
	const char *code;
	const char *note;
};

/** Handles one note */
typedef int calls_note_h(const struct calls_note *note, void *arg);

/** Hand out the notes about a call, the last one stands; like calls_trail() */
int calls_notes(struct db *db, int64_t call, calls_note_h *h, void *arg);

/** Handles one breach; borrowed */
typedef int calls_breach_h(int64_t id, const struct record_breach *breach,
			   void *arg);

/**
 * List breaches, newest first
 *
 * @param before  Only those of a lower id; 0: from the newest
 *
 * @return 0, the handler's error, EBUSY, EIO
 */
int calls_breaches(struct db *db, int64_t before, size_t most,
		   calls_breach_h *h, void *arg);

/** Append the columns of a table of fields, "a, b, c" */
void calls_columns(struct str *to, const struct record_field *fields);

/** Take a row whose columns from col on are those of a table of fields;
 *  EBADMSG with a sentence for a word that does not exist */
int calls_take(void *rec, const struct record_field *fields,
	       const struct row *row, int col);

#endif
