/**
 * @file course/deadline.h  Days by which somebody must act
 *
 * Three kinds are rows of the pack: clocks, which an act starts and another
 * stops (data/clocks.yaml); duties after the licence; and what expires
 * (data/duties.yaml).  A fourth is what people wrote down to be done, the facts
 * of the group "task".
 *
 * Days are counted from the one after the event.  Time spent at a stage that
 * pauses a clock (corrections, expert review) does not count.  A calendar term
 * that ends on a day off ends on the next working day; a term counted backwards
 * ("90 days before") is moved to an earlier one; a duty of no days is due on
 * the day itself.  Days whose kind the authority does not state are taken as
 * working days, as the Administrative Licensing Law (art. 82) has it, and the
 * deadline says so.
 *
 * A dossier that has come to an end has no duties and nothing that expires: its
 * clocks are stopped, its tasks stay.
 */
#ifndef COURSE_DEADLINE_H
#define COURSE_DEADLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "check/check.h"
#include "pack/calendar.h"
#include "util/str.h"

enum deadline_kind {
	DEADLINE_CLOCK,
	DEADLINE_DUTY,
	DEADLINE_EXPIRY,
	DEADLINE_TASK,
};

enum deadline_state {
	DEADLINE_OPEN,	   /**< Not done yet */
	DEADLINE_PAUSED,   /**< The clock does not run now; left says how much
			    *   is left */
	DEADLINE_UNKNOWN,  /**< How many days there are is not known */
	DEADLINE_STANDING, /**< Always to be observed, no day */
	DEADLINE_DONE,
	DEADLINE_OFF, /**< Switched off, with a reason */
};

struct deadline {
	enum deadline_kind kind;
	char *key;	      /**< Stable: "decide", "D-04", "D-01:2027",
			       *   "E-03:trunk[2]", "task[1]"; owned */
	const char *title_zh; /**< Chinese; borrowed from the pack */
	const char *title_en; /**< English, or NULL; borrowed */
	char *task;	      /**< Title of a task, or NULL; owned */
	char *task_en;	      /**< The same in English if an item of a list
			       *   demands it, or NULL; owned */
	enum side whom;	      /**< Who must act; of a task SIDE_US */
	char *owner;	      /**< Of a task: the person, or NULL; owned */
	char *backup;	      /**< Of a task: who stands in, or NULL; owned */
	enum deadline_state state;
	struct date due;   /**< Year 0: none */
	struct date opens; /**< First day it can be done; year 0: any */
	struct date done;  /**< Year 0: not done */
	struct date of;	   /**< Day it is counted from, of duties and what
			    *   expires; year 0: none.  What was ticked off for
			    *   another day is not ticked off */
	int left;	   /**< Days left when paused */
	enum clock_unit unit;
	int uncovered; /**< First year counted by weekends only, 0: none */
	char *note;    /**< Reason it is off, or what is unknown; or NULL */
	const char *consequence; /**< or NULL; borrowed */
	char *const *sources;	 /**< Borrowed */
	unsigned sources_count;
};

struct deadlines {
	struct deadline *v; /**< By day; those without one at the end */
	size_t c;
};

/**
 * Compute all deadlines of a dossier
 *
 * @param facts  What is calculated and deadlines read is added to them
 *
 * @return 0; EBADMSG for an expression that gives no number, unit or day; EPERM
 *         if one takes too long; EIO
 */
int deadlines_make(struct deadlines *to, struct checker *checker,
		   const struct calendar *calendar, struct facts *facts);

void deadlines_release(struct deadlines *d);

/** Title in the user's language; borrowed from the pack or the deadline */
const char *deadline_title(const struct deadline *d);

/** Load those facts of a dossier that deadlines read, which are few of them; 0,
 *  EBUSY or EIO */
int deadlines_facts(struct facts *facts, struct db *db, struct checker *checker,
		    int64_t dossier);

/** The deadline of a key, or NULL */
const struct deadline *deadlines_find(const struct deadlines *d,
				      const char *key);

/** Append how far a day is away: "in 5 days", "3 days late" */
void deadline_distance(struct str *to, struct date due);

/** Append who must act: a side, or the owner of a task and who stands in */
void deadline_whom(struct str *to, enum side side, const char *owner,
		   const char *backup);

/** Append what is uncertain about a deadline, each behind two blanks */
void deadline_doubt(struct str *to, const struct deadline *d);

/** True if somebody should think of it now: within 90 days, or it can be done
 *  already, or it has no day */
bool deadline_is_near(const struct deadline *d);

/** "open", "paused", "unknown", "standing", "done", "off" */
const char *deadline_state_name(enum deadline_state state);

/** The same for people, in their language */
const char *deadline_state_title(enum deadline_state state);

#endif
