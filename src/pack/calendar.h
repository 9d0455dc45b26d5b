/**
 * @file pack/calendar.h  Working days in China, V-11
 *
 * data/calendar.yaml holds the days off and the weekend days that are worked,
 * as the State Council General Office sets them each November for the year to
 * come.  Years the file does not list are counted by weekends only, and every
 * answer says from which such year it took a day: it is approximate then.
 *
 * Terms are counted as Administrative Licensing Law terms are: the first day is
 * the one after the event.
 */
#ifndef PACK_CALENDAR_H
#define PACK_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "util/date.h"

/** Most working days that are counted in one go */
#define CALENDAR_COUNT_MAX 10000

struct calendar;

/** A day that a count came to */
struct workday {
	struct date date;
	int uncovered; /**< First year counted by weekends only, 0: none */
};

/** What a day is */
struct calendar_day {
	bool working;
	bool covered;	     /**< Its year is in the calendar */
	bool special;	     /**< A holiday, or a weekend day that is worked */
	const char *name;    /**< Of the holiday, e.g. "春节", or NULL */
	const char *name_en; /**< English, or NULL; both borrowed */
};

/**
 * Load a calendar
 *
 * @param calendarp  Set to it; free it with calendar_free()
 *
 * @return 0, or the errors of yml_load() with file:line:column; EBADMSG also if
 *         a year comes twice, a day is not of its year or the December before,
 *         a holiday ends before it begins, a make-up day is no weekend day, or
 *         two entries claim one day
 */
int calendar_load(struct calendar **calendarp, const char *path);

/** Load the calendar of working days that ships with the program, whatever
 *  pack a dossier keeps: days off are set anew each year.  0, ENOENT, EBADMSG
 */
int calendar_shipped(struct calendar **calendarp);

/** Like calendar_load(), from n bytes of memory; name stands for the file */
int calendar_load_text(struct calendar **calendarp, const char *name,
		       const char *text, size_t n);

/**
 * Take the years of another file in, in place of those already there
 *
 * @return As calendar_load(); on failure the calendar is as before
 */
int calendar_update(struct calendar *calendar, const char *path);

/** Free a calendar; NULL is allowed */
void calendar_free(struct calendar *calendar);

/** True if the notice for a year is in the calendar */
bool calendar_covers(const struct calendar *calendar, int year);

/** Title of the notice for a year, or NULL; borrowed */
const char *calendar_title(const struct calendar *calendar, int year);

/** Keys of its sources, by commas, or NULL; borrowed */
const char *calendar_sources(const struct calendar *calendar, int year);

/** What a day is */
struct calendar_day calendar_day(const struct calendar *calendar,
				 struct date date);

/** True for a day on which authorities work */
bool calendar_is_working(const struct calendar *calendar, struct date date);

/**
 * Count working days from an event
 *
 * @param dayp   Set to the nth working day after the event, for a negative n
 *               before it; for 0 to the day itself, worked or not
 * @param event  Does not count itself, whatever day it is
 * @param n      At most CALENDAR_COUNT_MAX either way
 *
 * @return 0, or EINVAL if n is too large or the day leaves 1900 to 2099
 */
int calendar_add(const struct calendar *calendar, struct workday *dayp,
		 struct date event, int n);

/**
 * Count the working days after one day, up to and with another
 *
 * The inverse of calendar_add(): calendar_add() by the count comes to b if b is
 * a working day.
 *
 * @param uncoveredp  Set to the first year counted by weekends only, 0 if none;
 *                    may be NULL
 *
 * @return The count; negative if b is before a, then of the days before a, down
 *         to and with b
 */
int calendar_between(const struct calendar *calendar, struct date a,
		     struct date b, int *uncoveredp);

/** First working day after a day, as calendar_add() by 1; for the first on or
 *  after it ask about the day before */
int calendar_next(const struct calendar *calendar, struct workday *dayp,
		  struct date date);

/** Last working day before a day, as calendar_add() by -1 */
int calendar_previous(const struct calendar *calendar, struct workday *dayp,
		      struct date date);

#endif
