/**
 * @file typeset/axis.h  Where the marks of an axis stand: days, and numbers
 */
#ifndef TYPESET_AXIS_H
#define TYPESET_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What lies between two marks of an axis of days */
enum axis_unit { AXIS_DAY, AXIS_WEEK, AXIS_MONTH, AXIS_QUARTER, AXIS_YEAR };

struct axis_days {
	enum axis_unit unit;
	int64_t from; /**< Day numbers, see date_number(); on a mark */
	int64_t to;   /**< The mark behind the last day */
};

/**
 * Choose the marks for some days
 *
 * @param width  Of the axis, in thousandths of a point
 */
struct axis_days axis_days(int64_t first, int64_t last, long width);

/** The last mark at or before a day */
int64_t axis_mark(enum axis_unit unit, int64_t day);

/** The next mark after a day */
int64_t axis_next(enum axis_unit unit, int64_t day);

/** An axis of numbers in thousandths */
struct axis {
	int64_t from;
	int64_t to;
	int64_t step;
};

/**
 * Choose round marks for some numbers: P. Heckbert, Nice Numbers for Graph
 * Labels, in Graphics Gems (1990)
 *
 * @param marks  About how many are wanted, at least 2
 * @param step   Least step, in thousandths; 1000 for counts
 */
struct axis axis_numbers(int64_t least, int64_t most, int marks, int64_t step);

#endif
