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
	int err;

	is_fixed = false;
	if (!s || !*s)
		return 0;

	err = date_time_decode(&fixed, s);
	if (err)
		return err_prefix(err, "CALLPERMIT_NOW");

	is_fixed = true;
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
