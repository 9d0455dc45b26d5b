/**
 * @file tests/unit/axis.c  Marks of axes are round
 */
#include "typeset/axis.h"

#include "cmocka_all.h"
#include "util/date.h"
#include "util/util.h"

static bool is_round(int64_t step)
{
	while (step % 10 == 0)
		step /= 10;

	return step == 1 || step == 2 || step == 5;
}

static void assert_axis(int64_t least, int64_t most)
{
	for (int marks = 2; marks < 12; marks++) {
		struct axis a = axis_numbers(least, most, marks, 1);

		assert_true(is_round(a.step));
		assert_true(a.from <= least);
		assert_true(a.to >= most);
		assert_true(a.to > a.from);
		assert_true(a.from % a.step == 0);
		assert_true((a.to - a.from) / a.step <= marks + 2);
	}
}

static void test_numbers_have_round_steps(void **state)
{
	static const int64_t ends[] = {
		-999999999999, -123456, -1000, -1,     0,	    1, 7,
		1000,	       60000,	99999, 100001, 999999999999
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		for (size_t k = i; k < ARRAY_LEN(ends); k++)
			assert_axis(ends[i], ends[k]);
	}
}

static void test_counts_have_whole_steps(void **state)
{
	struct axis a = axis_numbers(0, 2000, 5, 1000);

	(void)state;
	assert_int_equal(1000, a.step);
	a = axis_numbers(0, 57000, 5, 1000);
	assert_int_equal(20000, a.step);
	assert_int_equal(60000, a.to);
}

static int64_t day(int year, int month, int d)
{
	return date_number((struct date){ year, month, d });
}

static void test_days_begin_and_end_on_marks(void **state)
{
	static const int spans[] = { 0, 1, 6, 20, 40, 100, 400, 1000, 10958 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(spans); i++) {
		for (int64_t from = day(2026, 1, 1); from < day(2027, 1, 1);
		     from++) {
			struct axis_days a = axis_days(from, from + spans[i],
						       250000);

			assert_true(a.from <= from);
			assert_true(a.to > from + spans[i]);
			assert_int_equal(a.from, axis_mark(a.unit, a.from));
			assert_int_equal(a.to, axis_mark(a.unit, a.to));
		}
	}
}

static void test_marks_of_units(void **state)
{
	int64_t saturday = day(2026, 11, 28);

	(void)state;
	assert_int_equal(saturday, axis_mark(AXIS_DAY, saturday));
	assert_int_equal(day(2026, 11, 23), axis_mark(AXIS_WEEK, saturday));
	assert_int_equal(day(2026, 11, 1), axis_mark(AXIS_MONTH, saturday));
	assert_int_equal(day(2026, 10, 1), axis_mark(AXIS_QUARTER, saturday));
	assert_int_equal(day(2026, 1, 1), axis_mark(AXIS_YEAR, saturday));
	assert_int_equal(day(2026, 11, 29), axis_next(AXIS_DAY, saturday));
	assert_int_equal(day(2026, 11, 30), axis_next(AXIS_WEEK, saturday));
	assert_int_equal(day(2026, 12, 1), axis_next(AXIS_MONTH, saturday));
	assert_int_equal(day(2027, 1, 1), axis_next(AXIS_QUARTER, saturday));
	assert_int_equal(day(2027, 1, 1), axis_next(AXIS_YEAR, saturday));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_have_round_steps),
		cmocka_unit_test(test_counts_have_whole_steps),
		cmocka_unit_test(test_days_begin_and_end_on_marks),
		cmocka_unit_test(test_marks_of_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
