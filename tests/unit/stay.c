/**
 * @file tests/unit/stay.c  How long a stage takes
 */
#include "course/stay.h"

#include <math.h>

#include "cmocka_all.h"
#include "util/util.h"

#define DRAWS 50000

static const struct estimate estimates[] = {
	{ 1, 3, 10 }, { 5, 15, 40 },   { 10, 30, 60 }, { 20, 35, 60 },
	{ 0, 1, 5 },  { 10, 40, 120 }, { 1, 2, 500 },
};

static double pert_mean(const struct estimate *e)
{
	return (e->min + 4.0 * e->mode + e->max) / 6;
}

static void test_mean_and_spread_are_those_of_pert(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(estimates); i++) {
		const struct estimate *e = &estimates[i];
		const double mean = pert_mean(e);
		/* of the beta distribution, and of rounding to days */
		const double variance = (mean - e->min) * (e->max - mean) / 7 +
					1.0 / 12;
		struct rng rng = { 7 };
		struct stay stay;
		double sum = 0;
		double squares = 0;
		int within = 0;

		stay_estimate(&stay, e);
		for (int k = 0; k < DRAWS; k++) {
			const int days = stay_draw(&stay, -1, &rng);

			assert_in_range(days, e->min, STAY_DAYS);
			if (days > e->max)
				continue;
			within++;
			sum += days;
			squares += (days - mean) * (days - mean);
		}
		assert_true(fabs(sum / within - mean) < 0.02 * mean + 0.02);
		assert_true(fabs(squares / within / variance - 1) < 0.05);
		/* one in a hundred is beyond the most */
		assert_true(fabs(1 - (double)within / DRAWS - STAY_BEYOND) <
			    0.003);
	}
}

static void test_an_estimate_of_one_day_is_that_day(void **state)
{
	static const struct estimate one = { 4, 4, 4 };
	struct stay stay;

	(void)state;
	stay_estimate(&stay, &one);
	assert_true(fabs(stay.longer[3] - 1) < 1e-9);
	assert_true(fabs(stay.longer[4] - STAY_BEYOND) < 1e-9);
}

static void test_shares_only_fall(void **state)
{
	static const struct stay_case seen[] = {
		{ 3, true },  { 700, true }, { 5000, true },
		{ 9, false }, { 0, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(estimates); i++) {
		struct stay stay;

		stay_estimate(&stay, &estimates[i]);
		stay_narrow(&stay, seen, ARRAY_LEN(seen));
		for (int d = 0; d < STAY_DAYS; d++) {
			assert_true(stay.longer[d] <= 1);
			assert_true(stay.longer[d] >= stay.longer[d + 1]);
		}
		assert_true(stay.longer[STAY_DAYS] == 0);
	}
}

/* The same as drawing anew until a number is large enough */
static void test_what_has_lasted_is_a_condition(void **state)
{
	static const struct estimate e = { 5, 15, 40 };
	const int after = 20;
	struct rng rng = { 11 };
	struct stay stay;
	double drawn = 0;
	double sifted = 0;
	int kept = 0;

	(void)state;
	stay_estimate(&stay, &e);
	for (int i = 0; i < DRAWS; i++) {
		const int given = stay_draw(&stay, after, &rng);
		const int any = stay_draw(&stay, -1, &rng);

		assert_true(given > after);
		drawn += fmin(given, 60);
		if (any > after) {
			sifted += fmin(any, 60);
			kept++;
		}
	}
	assert_true(kept > DRAWS / 10);
	assert_true(fabs(drawn / DRAWS - sifted / kept) < 0.2);
}

static void test_beyond_the_most_it_goes_on_and_on(void **state)
{
	static const struct estimate e = { 1, 3, 5 };
	static const int afters[] = { 5, 6, 50, STAY_SEEN, 900, 3000 };
	double before = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(afters); i++) {
		struct rng rng = { 5 };
		struct stay stay;
		double more = 0;

		stay_estimate(&stay, &e);
		for (int k = 0; k < DRAWS; k++) {
			const int days = stay_draw(&stay, afters[i], &rng);

			assert_in_range(days, afters[i] + 1,
					afters[i] + STAY_DAYS);
			more += days - afters[i];
		}
		assert_true(more / DRAWS > 1.5);
		/* the longer it has lasted, the longer it will */
		if (afters[i] <= 50)
			assert_true(more / DRAWS > before);
		before = more / DRAWS;
	}
}

static void test_own_stays_pull_by_their_number(void **state)
{
	static const struct stay_case seen[] = {
		{ 30, true }, { 34, true }, { 60, true }, { 31, true },
		{ 2, true },  { 33, true }, { 29, true }, { 0, true },
	};
	static const struct estimate e = { 3, 10, 25 };
	struct stay prior;

	(void)state;
	stay_estimate(&prior, &e);
	for (size_t n = 0; n <= ARRAY_LEN(seen); n++) {
		struct stay stay = prior;
		double sum = 0;
		int longer = 0;

		for (size_t i = 0; i < n; i++) {
			sum += seen[i].days;
			longer += seen[i].days > 30;
		}
		stay_narrow(&stay, seen, n);
		assert_true(fabs(stay_mean(&stay) -
				 (STAY_PRIOR * stay_mean(&prior) + sum) /
					 (STAY_PRIOR + (double)n)) < 1e-6);
		assert_true(fabs(stay.longer[30] -
				 (STAY_PRIOR * prior.longer[30] + longer) /
					 (STAY_PRIOR + (double)n)) < 1e-9);
	}
}

static void test_stays_that_go_on_count_for_what_they_lasted(void **state)
{
	static const struct stay_case going[] = { { 20, false },
						  { 20, false },
						  { 20, false } };
	static const struct stay_case fresh[] = { { 0, false } };
	static const struct estimate e = { 3, 10, 25 };
	struct stay prior;
	struct stay stay;

	(void)state;
	stay_estimate(&prior, &e);
	stay = prior;
	stay_narrow(&stay, going, ARRAY_LEN(going));
	/* none has ended by day 20: that is certain of three out of eight */
	assert_true(fabs(stay.longer[20] - (STAY_PRIOR * prior.longer[20] + 3) /
						   (STAY_PRIOR + 3)) < 1e-9);
	/* what comes then is as the estimate has it */
	assert_true(fabs(stay.longer[25] / stay.longer[20] -
			 prior.longer[25] / prior.longer[20]) < 1e-9);

	/* one that began today says nothing but that it did not end today */
	stay = prior;
	stay_narrow(&stay, fresh, ARRAY_LEN(fresh));
	for (int d = 0; d <= STAY_DAYS; d++)
		assert_true(fabs(stay.longer[d] - prior.longer[d]) < 1e-9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mean_and_spread_are_those_of_pert),
		cmocka_unit_test(test_an_estimate_of_one_day_is_that_day),
		cmocka_unit_test(test_shares_only_fall),
		cmocka_unit_test(test_what_has_lasted_is_a_condition),
		cmocka_unit_test(test_beyond_the_most_it_goes_on_and_on),
		cmocka_unit_test(test_own_stays_pull_by_their_number),
		cmocka_unit_test(
			test_stays_that_go_on_count_for_what_they_lasted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
