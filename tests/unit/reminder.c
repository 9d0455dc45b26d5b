/**
 * @file tests/unit/reminder.c  When a deadline is reminded of, and again
 */
#include <errno.h>

#include "cmocka_all.h"
#include "course/reminder.h"
#include "util/util.h"

#define MINUTE 60000
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

static void test_the_smallest_step_that_fits(void **state)
{
	unsigned days[] = { 30, 7, 1, 0 };
	const struct notify_config conf = { .days_before = days,
					    .days_before_count = 4 };
	static const struct {
		int64_t left;
		int step;
	} rows[] = {
		{ 4000, -2 },
		{ 31, -2 },
		{ 30, 30 },
		{ 29, 30 },
		{ 8, 30 },
		{ 7, 7 },
		{ 2, 7 },
		{ 1, 1 },
		{ 0, 0 },
		{ -1, REMINDER_LATE },
		{ -4000, REMINDER_LATE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(reminder_step(&conf, rows[i].left),
				 rows[i].step);
}

static void test_order_and_repeats_make_no_difference(void **state)
{
	unsigned days[] = { 1, 7, 7, 30 };
	const struct notify_config conf = { .days_before = days,
					    .days_before_count = 4 };

	(void)state;
	assert_int_equal(reminder_step(&conf, 8), 30);
	assert_int_equal(reminder_step(&conf, 7), 7);
	assert_int_equal(reminder_step(&conf, 0), 1);
}

static void test_within_is_one_step(void **state)
{
	unsigned within = 14;
	const struct notify_config conf = { .within = &within };

	(void)state;
	assert_int_equal(reminder_step(&conf, 15), -2);
	assert_int_equal(reminder_step(&conf, 14), 14);
	assert_int_equal(reminder_step(&conf, 0), 14);
	assert_int_equal(reminder_step(&conf, -1), REMINDER_LATE);
}

static void test_what_may_pass_backs_off(void **state)
{
	const int64_t now = INT64_C(1795312800000);

	(void)state;
	assert_int_equal(reminder_next(EBUSY, 1, now) - now, 5 * MINUTE);
	assert_int_equal(reminder_next(EBUSY, 2, now) - now, 15 * MINUTE);
	assert_int_equal(reminder_next(EBUSY, 3, now) - now, HOUR);
	assert_int_equal(reminder_next(EBUSY, 4, now) - now, 4 * HOUR);
	assert_int_equal(reminder_next(EBUSY, 5, now) - now, DAY);
	assert_int_equal(reminder_next(EBUSY, 1000000, now) - now, DAY);
}

static void test_a_refusal_waits_a_day(void **state)
{
	static const int errs[] = { EPERM, EPROTO, EINVAL, ENOENT, EIO };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(errs); i++) {
		assert_int_equal(reminder_next(errs[i], 1, 0), DAY);
		assert_int_equal(reminder_next(errs[i], 3, 0), DAY);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_smallest_step_that_fits),
		cmocka_unit_test(test_order_and_repeats_make_no_difference),
		cmocka_unit_test(test_within_is_one_step),
		cmocka_unit_test(test_what_may_pass_backs_off),
		cmocka_unit_test(test_a_refusal_waits_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
