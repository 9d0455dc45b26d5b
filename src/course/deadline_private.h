/**
 * @file course/deadline_private.h  What the files of deadlines share
 */
#ifndef COURSE_DEADLINE_PRIVATE_H
#define COURSE_DEADLINE_PRIVATE_H

#include "check/checker.h"
#include "course/deadline.h"

/** One dossier's deadlines, being computed */
struct making {
	struct checker *checker;
	const struct calendar *calendar;
	const struct facts *facts;
	struct deadlines *out;
	struct date today;
};

/** Add a deadline; its owned members go over */
void making_add(struct making *m, const struct deadline *d);

/** Remember the earliest year that was counted by weekends only */
void making_uncovered(int *uncoveredp, int year);

/** Value of a date fact; year 0 if it is not known */
struct date making_date(const struct making *m, const char *group, int n,
			const char *key);

/** A whole number that an expression comes to; *knownp is false for NULL.  0,
 *  EBADMSG, EPERM, EIO */
int making_number(struct expr *expr, int *np, bool *knownp);

/** A day that an expression comes to; year 0 for NULL.  0, EBADMSG, EPERM, EIO
 */
int making_day(struct expr *expr, struct date *datep);

/** The day n days after another, or the first or last that there is */
struct date making_shift(struct date from, int64_t n);

/**
 * Move a number of days from a day, at most CALENDAR_COUNT_MAX
 *
 * @param n           Negative: backwards, and on a day off earlier still
 * @param uncoveredp  Set to the first year counted by weekends only, else left
 */
void making_move(const struct making *m, struct date from, int n,
		 enum clock_unit unit, struct date *datep, int *uncoveredp);

/** Clocks of the pack; 0, EBADMSG, EPERM, EIO */
int making_clocks(struct making *m);

/** Duties and expiries of the pack; 0, EBADMSG, EPERM, EIO */
int making_duties(struct making *m);
int making_expiries(struct making *m);

/** Tasks that people wrote down */
void making_tasks(struct making *m);

#endif
