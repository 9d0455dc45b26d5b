/**
 * @file util/date.h  Days of the calendar
 *
 * Days are those of China (UTC+8 all year), whatever the machine's time zone:
 * the authorities' days are counted there.
 */
#ifndef UTIL_DATE_H
#define UTIL_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A day; year 0 means no date */
struct date {
	int year;
	int month; /**< 1 to 12 */
	int day;   /**< 1 to 31 */
};

/** Room for "2026-11-22" and its NUL */
#define DATE_TEXT 11

/**
 * Read YYYY-MM-DD, a day that exists, from 1900 to 2099
 *
 * @return 0, or EINVAL with a sentence
 */
int date_decode(struct date *datep, const char *s);

/** True if a day of the Gregorian calendar, in any year from 1 on */
bool date_is_real(struct date date);

/** Day of the week, 0 is Monday, 6 Sunday */
int date_weekday(struct date date);

/** Write YYYY-MM-DD into a buffer of DATE_TEXT bytes; returns the buffer */
char *date_encode(char *to, struct date date);

/** Day number, 1970-01-01 is 0 */
int64_t date_number(struct date date);

/** The inverse of date_number() */
struct date date_from_number(int64_t n);

/** The day in China of an instant in milliseconds UTC */
struct date date_of_instant(int64_t ms);

/** Room for "2026-11-22 09:00:00" and its NUL */
#define DATE_TIME_TEXT 20

/**
 * Read an instant as China time: 2026-11-22, which is its midnight,
 * 2026-11-22T09:00 or 2026-11-22T09:00:59; a blank may stand for the T
 *
 * @return 0, or EINVAL with a sentence; *msp is left alone then
 */
int date_time_decode(int64_t *msp, const char *s);

/** Write an instant (ms UTC) as China time "YYYY-MM-DD HH:MM:SS" */
char *date_time_encode(char *to, int64_t ms);

#endif
