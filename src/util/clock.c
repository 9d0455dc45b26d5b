/**
 * @file util/clock.c  What time it is
 */
#include "util/clock.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "util/err.h"
#include "util/lang.h"

static bool is_fixed;
static int64_t fixed;

static int64_t ms_of(clockid_t id)
{
	struct timespec ts;

	(void)clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int clock_init(void)
{
	const char *s = getenv("CALLPERMIT_NOW");
	char day[DATE_TEXT];
	struct date date;
	unsigned hour = 0;
	unsigned minute = 0;
	unsigned second = 0;
	int end = 0;
	int err;

	is_fixed = false;
	if (!s || !*s)
		return 0;

	(void)snprintf(day, sizeof(day), "%.10s", s);
	err = date_decode(&date, day);
	if (err)
		return err_prefix(err, "CALLPERMIT_NOW");
	/* NOLINTBEGIN(cert-err34-c): the end position tells */
	if (s[10] && sscanf(s + 10, "T%2u:%2u%n", &hour, &minute, &end) == 2 &&
	    s[10 + end])
		(void)sscanf(s + 10, "T%*2u:%*2u:%2u%n", &second, &end);
	/* NOLINTEND(cert-err34-c) */
	if ((s[10] && !end) || s[10 + end] || hour > 23 || minute > 59 ||
	    second > 59)
		return err_set(EINVAL,
			       _("CALLPERMIT_NOW: %s is not written "
				 "2026-03-02T09:00"),
			       s);

	is_fixed = true;
	fixed = ((date_number(date) * 24 + hour - 8) * 60 + minute) * 60000 +
		second * INT64_C(1000);
	return 0;
}

void clock_fix(struct date day)
{
	is_fixed = true;
	fixed = date_number(day) * 86400000 + 14400000; /* 12:00 UTC+8 */
}

int64_t clock_now(void)
{
	return is_fixed ? fixed : ms_of(CLOCK_REALTIME);
}

struct date clock_today(void)
{
	return date_of_instant(clock_now());
}

int64_t clock_mono(void)
{
	return ms_of(CLOCK_MONOTONIC);
}

int64_t clock_mono_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}
