/**
 * @file tests/unit/date.c  Days and instants
 */
#include "util/date.h"

#include <errno.h>
#include <stdlib.h>

#include "cmocka_all.h"
#include "util/clock.h"
#include "util/util.h"

static void test_every_day_of_two_centuries(void **state)
{
	struct date last = { 1899, 12, 31 };
	char text[DATE_TEXT];

	(void)state;
	for (int64_t n = -25567; n <= 47481; n++) { /* 1900-01-01, 2099-12-31 */
		struct date date = date_from_number(n);
		struct date back;

		assert_int_equal(n, date_number(date));
		assert_int_equal(0,
				 date_decode(&back, date_encode(text, date)));
		assert_int_equal(n, date_number(back));
		assert_true(date_is_real(date));
		assert_int_equal((date_weekday(last) + 1) % 7,
				 date_weekday(date));
		assert_true(date.year > last.year || date.month > last.month ||
			    date.day > last.day);
		last = date;
	}
	assert_string_equal("2099-12-31", date_encode(text, last));
}

static void test_what_is_no_day(void **state)
{
	static const char *const bad[] = {
		"2026-02-29", "2026-13-01",  "2026-00-10",     "2026-04-31",
		"2026-1-5",   "2026/01/05",  "1899-12-31",     "2100-01-01",
		"",	      "2026-01-05 ", "２０２６-01-05",
	};
	struct date date;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(EINVAL, date_decode(&date, bad[i]));
}

static void test_days_are_those_of_china(void **state)
{
	char text[DATE_TIME_TEXT];

	(void)state;
	assert_int_equal(0, setenv("CALLPERMIT_NOW", "2026-03-02T00:30", 1));
	assert_int_equal(0, clock_init());
	assert_int_equal(2, clock_today().day);
	assert_string_equal("2026-03-02 00:30:00",
			    date_time_encode(text, clock_now()));
	assert_int_equal(0, setenv("CALLPERMIT_NOW", "yesterday", 1));
	assert_int_equal(EINVAL, clock_init());
	assert_int_equal(0, setenv("CALLPERMIT_NOW", "2026-03-02T25:00", 1));
	assert_int_equal(EINVAL, clock_init());
	assert_int_equal(0, unsetenv("CALLPERMIT_NOW"));
	assert_int_equal(0, clock_init());
}

static void test_instants(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text;
		int64_t ms; /* -1: no instant */
	} cases[] = {
		{ "1970-01-01T08:00",    0                },
		{ "2026-11-22",          1795276800000    },
		{ "2026-11-22T09:00",    1795309200000    },
		{ "2026-11-22 09:00",    1795309200000    },
		{ "2026-11-22T09:00:59", 1795309259000    },
		{ "2026-11-22T9:0:5",    1795309205000    },
		{ "2026-11-22T23:59:59", 1795363199000    },
		{ "2026-02-30",          -1 },
		{ "2026-11-22T",         -1 },
		{ "2026-11-22T09",       -1 },
		{ "2026-11-22T09:",      -1 },
		{ "2026-11-22T09:00:",   -1 },
		{ "2026-11-22T24:00",    -1 },
		{ "2026-11-22T09:60",    -1 },
		{ "2026-11-22T09:00:60", -1 },
		{ "2026-11-22T09:00:00Z", -1 },
		{ "2026-11-22T+9:00",    -1 },
		{ "2026-11-22T 9:00",    -1 },
		{ "2026-11-22T009:00",   -1 },
		{ "2026-11-22x09:00",    -1 },
		{ "2026-11-22T09:00:001", -1 },
		{ "",                    -1 },
		{ "now",                 -1 },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t ms = -1;

		assert_int_equal(cases[i].ms < 0 ? EINVAL : 0,
				 date_time_decode(&ms, cases[i].text));
		assert_int_equal(cases[i].ms, ms);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day_of_two_centuries),
		cmocka_unit_test(test_what_is_no_day),
		cmocka_unit_test(test_days_are_those_of_china),
		cmocka_unit_test(test_instants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
