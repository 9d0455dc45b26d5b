/**
 * @file tests/unit/capacity.c  How many seats and lines a load of calls needs
 */
#include "paper/capacity.h"

#include <math.h>

#include "cmocka_all.h"
#include "util/util.h"

/* B straight from its definition, for loads small enough for it */
static double lost_by_sum(int n, double a)
{
	double term = 1;
	double sum = 1;

	for (int k = 1; k <= n; k++) {
		term *= a / k;
		sum += term;
	}

	return term / sum;
}

/* C likewise, with its own sum */
static double wait_by_sum(int n, double a)
{
	double term = 1;
	double sum = 0;

	for (int k = 0; k < n; k++) {
		sum += term;
		term *= a / (k + 1);
	}
	term *= n / (n - a);

	return term / (sum + term);
}

static void test_one_line_loses_half_under_one_erlang(void **state)
{
	(void)state;
	assert_true(fabs(capacity_lost(1, 1) - 0.5) < 1e-12);
	assert_true(fabs(capacity_lost(2, 1) - 0.2) < 1e-12);
	assert_true(capacity_lost(0, 3) == 1);
	assert_true(capacity_lost(5, 0) == 0);
}

static void test_two_seats_under_one_erlang_let_a_third_wait(void **state)
{
	(void)state;
	assert_true(fabs(capacity_wait(2, 1) - 1.0 / 3) < 1e-12);
	assert_true(fabs(capacity_mean(2, 1, 180) - 60) < 1e-9);
}

static void test_recurrence_agrees_with_the_sums(void **state)
{
	static const double loads[] = { 0.1, 1, 7.5, 20, 63.9 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(loads); i++) {
		for (int n = (int)loads[i] + 1; n < 100; n += 7) {
			assert_true(fabs(capacity_lost(n, loads[i]) -
					 lost_by_sum(n, loads[i])) < 1e-12);
			assert_true(fabs(capacity_wait(n, loads[i]) -
					 wait_by_sum(n, loads[i])) < 1e-12);
		}
	}
}

static void test_too_few_seats_let_everybody_wait(void **state)
{
	(void)state;
	assert_true(capacity_wait(20, 20) == 1);
	assert_true(capacity_level(20, 20, 240, 20) == 0);
	assert_true(capacity_mean(20, 20.5, 240) < 0);
}

static void test_level_and_wait_go_together(void **state)
{
	(void)state;
	/* within no time only those are answered who need not wait */
	for (int n = 21; n < 60; n++)
		assert_true(fabs(capacity_level(n, 20, 240, 0) -
				 (1 - capacity_wait(n, 20))) < 1e-12);
	assert_true(capacity_level(28, 20, 240, 20) >
		    capacity_level(27, 20, 240, 20));
}

static void test_fewest_seats_are_enough_and_one_less_is_not(void **state)
{
	static const double loads[] = { 0.5, 3, 20, 400, 9000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(loads); i++) {
		const int n = capacity_seats(loads[i], 240, 20, 0.8, 100000);

		assert_true(n > loads[i]);
		assert_true(capacity_level(n, loads[i], 240, 20) >= 0.8);
		assert_true(capacity_level(n - 1, loads[i], 240, 20) < 0.8);
	}
	assert_int_equal(capacity_seats(20, 240, 20, 0.8, 21), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_line_loses_half_under_one_erlang),
		cmocka_unit_test(
			test_two_seats_under_one_erlang_let_a_third_wait),
		cmocka_unit_test(test_recurrence_agrees_with_the_sums),
		cmocka_unit_test(test_too_few_seats_let_everybody_wait),
		cmocka_unit_test(test_level_and_wait_go_together),
		cmocka_unit_test(
			test_fewest_seats_are_enough_and_one_less_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
