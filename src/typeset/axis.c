/**
 * @file typeset/axis.c  Where the marks of an axis stand: days, and numbers
 */
#include "typeset/axis.h"

#include "util/date.h"

#define DAYS_PER_WEEK 7

/* Narrowest units that their labels go into, in thousandths of a point */
static const long widths[] = {
	[AXIS_DAY] = 12000,	[AXIS_WEEK] = 22000, [AXIS_MONTH] = 17500,
	[AXIS_QUARTER] = 17500, [AXIS_YEAR] = 0,
};

int64_t axis_mark(enum axis_unit unit, int64_t day)
{
	struct date d = date_from_number(day);

	if (unit == AXIS_DAY)
		return day;
	if (unit == AXIS_WEEK)
		return day - date_weekday(d);

	d.day = 1;
	if (unit == AXIS_QUARTER)
		d.month -= (d.month - 1) % 3;
	if (unit == AXIS_YEAR)
		d.month = 1;
	return date_number(d);
}

int64_t axis_next(enum axis_unit unit, int64_t day)
{
	int64_t mark = axis_mark(unit, day);
	struct date d = date_from_number(mark);

	if (unit == AXIS_DAY)
		return mark + 1;
	if (unit == AXIS_WEEK)
		return mark + DAYS_PER_WEEK;

	d.month += unit == AXIS_MONTH ? 1 : unit == AXIS_QUARTER ? 3 : 12;
	if (d.month > 12) {
		d.month -= 12;
		d.year++;
	}
	return date_number(d);
}

struct axis_days axis_days(int64_t first, int64_t last, long width)
{
	struct axis_days a = { .unit = AXIS_DAY };

	for (;; a.unit++) {
		long marks = 0;

		a.from = axis_mark(a.unit, first);
		a.to = a.from;
		while (a.to <= last) {
			a.to = axis_next(a.unit, a.to);
			marks++;
		}
		if (a.unit == AXIS_YEAR || width / marks >= widths[a.unit])
			return a;
	}
}

/* The next of 1, 2, 5, 10, 20, ... at or above a number */
static int64_t nice(int64_t v)
{
	static const int64_t nices[] = { 1, 2, 5 };
	int64_t power = 1;

	for (int i = 0; power * nices[i] < v;) {
		i = (i + 1) % 3;
		if (i == 0)
			power *= 10;
		if (power * nices[i] >= v)
			return power * nices[i];
	}

	return power;
}

/* Round down to a multiple */
static int64_t down(int64_t v, int64_t step)
{
	return v >= 0 ? v / step * step : -((-v + step - 1) / step * step);
}

struct axis axis_numbers(int64_t least, int64_t most, int marks, int64_t step)
{
	struct axis a;

	if (most <= least)
		most = least + step * marks;
	a.step = nice((most - least + marks - 1) / marks);
	if (a.step < step)
		a.step = step;
	a.from = down(least, a.step);
	a.to = -down(-most, a.step);
	return a;
}
