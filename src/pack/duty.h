/**
 * @file pack/duty.h  Clocks of the procedure, duties after the licence, and
 * what expires
 */
#ifndef PACK_DUTY_H
#define PACK_DUTY_H

#include <stdbool.h>

#include "pack/profile.h"
#include "pack/stage.h"

/** A term that an act starts and another stops */
struct clock_row {
	char *id;
	char *title;
	char *title_en;
	enum side whom; /**< Who must act by then */
	char **start;	/**< Acts; the last of them counts */
	unsigned start_count;
	char **stop; /**< Acts that end it */
	unsigned stop_count;
	char *days;   /**< SQL: a whole number */
	char *unit;   /**< SQL: 'working', 'calendar' or 'unstated' */
	char **pause; /**< Stages during which it does not run */
	unsigned pause_count;
	char *when;	   /**< SQL; NULL: always */
	char *consequence; /**< or NULL */
	char *consequence_en;
	char **sources;
	unsigned sources_count;
};

enum duty_every { DUTY_ONCE, DUTY_YEARLY, DUTY_MONTHLY };

/** A duty after the licence */
struct duty {
	char *id; /**< e.g. "D-04" */
	char *title;
	char *title_en;
	enum side whom;
	char *when;	      /**< SQL: applies; NULL: always */
	char *due;	      /**< SQL: the day it is counted from; or NULL */
	int add;	      /**< Days from there; before it if negative */
	enum clock_unit unit; /**< CLOCK_NONE: calendar days */
	enum duty_every every;
	char *month_day; /**< Yearly: last day, MM-DD; or NULL */
	char *opens;	 /**< Yearly: first day, MM-DD; or NULL */
	bool standing;	 /**< Always to be observed, no date */
	char *done_when; /**< SQL; NULL: ticked by hand */
	char *consequence;
	char *consequence_en;
	char **sources;
	unsigned sources_count;
};

/** Something that has a last day */
struct expiry {
	char *id; /**< e.g. "E-01" */
	char *title;
	char *title_en;
	char *each; /**< Repeating group, or NULL */
	char *fact; /**< Date fact: "site.lease_end", with each its key */
	int add;    /**< Days after the fact that it expires */
	int ahead;  /**< Days before that to warn */
	char *when; /**< SQL; NULL: always */
	char **sources;
	unsigned sources_count;
};

#endif
