/**
 * @file dossier/deadline.h  Days by which somebody must act
 *
 * Three kinds, all rows of the pack: clocks, which an act starts and another
 * stops (data/clocks.yaml); duties after the licence; and what expires
 * (data/duties.yaml).
 *
 * Days are counted from the one after the event.  Time spent at a stage that
 * pauses a clock (corrections, expert review) does not count.  A calendar term
 * that ends on a day off ends on the next working day; a term counted backwards
 * ("90 days before") is moved to an earlier one.  Days whose kind the authority
 * does not state are taken as working days, as the Administrative Licensing Law
 * (art. 82) has it, and the deadline says so.
 */
#ifndef DOSSIER_DEADLINE_H
#define DOSSIER_DEADLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "dossier/check.h"
#include "pack/calendar.h"

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
	char *key; /**< Stable: "decide", "D-04", "D-01:2027",
		    *   "E-03:trunk[2]"; owned */
	const char *title_zh; /**< Chinese; borrowed from the pack */
	const char *title_en; /**< English, or NULL; borrowed */
	enum side whom; /**< Who must act */
	enum deadline_state state;
	struct date due;   /**< Year 0: none */
	struct date opens; /**< First day it can be done; year 0: any */
	struct date done;  /**< Year 0: not done */
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
 * @param facts  What is calculated is added to them
 *
 * @return 0; EBADMSG for an expression that gives no number, unit or day; EPERM
 *         if one takes too long; EIO
 */
int deadlines_make(struct deadlines *to, struct checker *checker,
		   const struct calendar *calendar, struct facts *facts);

void deadlines_release(struct deadlines *d);

/** Title in the user's language; borrowed from the pack */
const char *deadline_title(const struct deadline *d);

/** Load those facts of a dossier that deadlines read, which are few of them; 0,
 *  EBUSY or EIO */
int deadlines_facts(struct facts *facts, struct db *db, struct checker *checker,
		    int64_t dossier);

/** The deadline of a key, or NULL */
const struct deadline *deadlines_find(const struct deadlines *d,
				      const char *key);

/** "open", "paused", "unknown", "standing", "done", "off" */
const char *deadline_state_name(enum deadline_state state);

/** The same for people, in their language */
const char *deadline_state_title(enum deadline_state state);

#endif
