/**
 * @file call/hours.c  When a number or a menu is served
 */
#include "call/hours.h"

#include <string.h>

#define CHINA_MS  (INT64_C(8) * 3600 * 1000)
#define MINUTE_MS 60000
#define DAY_MIN	  1440
#define WORK_DAYS 0x1fu /* Monday to Friday */

/* True if a row serves the hours that begin on a day */
static bool serves(const struct config_hours *row,
		   const struct calendar *calendar, struct date date)
{
	bool usual = row->day_bits >> date_weekday(date) & 1;
	struct calendar_day day;

	if (row->holidays_open || !calendar)
		return usual;
	day = calendar_day(calendar, date);
	if (!day.special)
		return usual;
	return day.working && (usual || row->day_bits & WORK_DAYS);
}

static bool is_open(const struct config_hours *row,
		    const struct calendar *calendar, int64_t now)
{
	int minute = (int)((now + CHINA_MS) / MINUTE_MS % DAY_MIN);
	struct date today = date_of_instant(now);
	struct date before = date_from_number(date_number(today) - 1);

	if (row->first < row->end)
		return minute >= row->first && minute < row->end &&
		       serves(row, calendar, today);
	return (minute >= row->first && serves(row, calendar, today)) ||
	       (minute < row->end && serves(row, calendar, before));
}

bool hours_are_open(const struct config_hours *rowv, size_t rowc,
		    const char *name, const struct calendar *calendar,
		    int64_t now)
{
	for (size_t i = 0; i < rowc; i++) {
		if (!strcmp(rowv[i].name, name) &&
		    is_open(&rowv[i], calendar, now))
			return true;
	}

	return false;
}
