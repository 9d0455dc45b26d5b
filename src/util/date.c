/**
 * @file util/date.c  Days of the calendar
 */
#include "util/date.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"

#define CHINA_OFFSET_MS (INT64_C(8) * 3600 * 1000)
#define DAY_MS		(INT64_C(24) * 3600 * 1000)
#define YEAR_MIN	1900
#define YEAR_MAX	2099

/* Howard Hinnant's days_from_civil, the era of 400 years starting in March */
int64_t date_number(struct date date)
{
	int64_t y = date.year - (date.month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t mp = (date.month + 9) % 12;
	int64_t doy = (153 * mp + 2) / 5 + date.day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

struct date date_from_number(int64_t n)
{
	int64_t z = n + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return (struct date){
		.year = (int)(yoe + era * 400) + (month <= 2),
		.month = month,
		.day = (int)(doy - (153 * mp + 2) / 5 + 1),
	};
}

static bool is_shaped(const char *s)
{
	static const char shape[] = "dddd-dd-dd";

	if (strlen(s) != sizeof(shape) - 1)
		return false;

	for (size_t i = 0; shape[i]; i++) {
		if (shape[i] == 'd' ? !isdigit((unsigned char)s[i])
				    : s[i] != shape[i])
			return false;
	}

	return true;
}

bool date_is_real(struct date date)
{
	struct date back;

	if (date.year < 1 || date.month < 1 || date.month > 12 ||
	    date.day < 1 || date.day > 31)
		return false;

	back = date_from_number(date_number(date));
	return back.day == date.day && back.month == date.month;
}

int date_weekday(struct date date)
{
	/* 1970-01-01 was a Thursday */
	return (int)(((date_number(date) + 3) % 7 + 7) % 7);
}

int date_decode(struct date *datep, const char *s)
{
	struct date date;

	if (!is_shaped(s))
		return err_set(EINVAL,
			       _("%s: a date is written YYYY-MM-DD, for "
				 "example 2026-11-22"),
			       s);

	date.year = (int)strtol(s, NULL, 10);
	date.month = (int)strtol(s + 5, NULL, 10);
	date.day = (int)strtol(s + 8, NULL, 10);
	if (date.year < YEAR_MIN || date.year > YEAR_MAX)
		return err_set(EINVAL, _("%s: the year must be 1900 to 2099"),
			       s);
	if (!date_is_real(date))
		return err_set(EINVAL, _("%s: no such day"), s);

	*datep = date;
	return 0;
}

char *date_encode(char *to, struct date date)
{
	(void)snprintf(to, DATE_TEXT, "%04u-%02u-%02u",
		       (unsigned)date.year % 10000, (unsigned)date.month % 100,
		       (unsigned)date.day % 100);
	return to;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct date date_of_instant(int64_t ms)
{
	return date_from_number(floor_div(ms + CHINA_OFFSET_MS, DAY_MS));
}

char *date_time_encode(char *to, int64_t ms)
{
	int64_t local = ms + CHINA_OFFSET_MS;
	unsigned s = (unsigned)((local - floor_div(local, DAY_MS) * DAY_MS) /
				1000);
	char day[DATE_TEXT];

	(void)snprintf(to, DATE_TIME_TEXT, "%s %02u:%02u:%02u",
		       date_encode(day, date_of_instant(ms)), s / 3600 % 24,
		       s / 60 % 60, s % 60);
	return to;
}

int date_time_decode(int64_t *msp, const char *s)
{
	struct date date;
	char day[DATE_TEXT];
	unsigned v[3] = { 0, 0, 0 };
	int end = 0;
	int n;

	(void)snprintf(day, sizeof(day), "%.10s", s);
	if (date_decode(&date, day))
		return EINVAL;
	if (s[10]) {
		/* NOLINTNEXTLINE(cert-err34-c): the end position tells */
		n = sscanf(s + 11, "%2u:%2u%n:%2u%n", &v[0], &v[1], &end, &v[2],
			   &end);
		if ((s[10] != 'T' && s[10] != ' ') || n < 2 || s[11 + end] ||
		    v[0] > 23 || v[1] > 59 || v[2] > 59 ||
		    strspn(s + 11, "0123456789:") != strlen(s + 11))
			return err_set(EINVAL,
				       _("%s is not a time like "
					 "2026-11-22T09:00"),
				       s);
	}

	*msp = date_number(date) * DAY_MS - CHINA_OFFSET_MS +
	       ((int64_t)v[0] * 3600 + (int64_t)v[1] * 60 + v[2]) * 1000;
	return 0;
}
