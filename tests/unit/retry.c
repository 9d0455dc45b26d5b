/**
 * @file tests/unit/retry.c  Waits between attempts
 */
#include "util/retry.h"

#include "cmocka_all.h"

static const struct retry minutes = { 60000, 3600000, 12 };

static int64_t full_wait(const struct retry *r, unsigned failed)
{
	int64_t wait = r->first_ms;

	while (--failed > 0 && wait < r->most_ms)
		wait *= 2;
	return wait < r->most_ms ? wait : r->most_ms;
}

static void test_waits_double_up_to_the_cap(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 2000; seed++) {
		for (unsigned n = 1; n < minutes.attempts; n++) {
			const int64_t full = full_wait(&minutes, n);
			const int64_t got = retry_delay(&minutes, n, seed);

			assert_in_range(got, full - full / 2, full);
		}
	}
}

static void test_the_last_failure_ends_it(void **state)
{
	const struct retry once = { 1000, 1000, 1 };

	(void)state;
	assert_int_equal(retry_delay(&minutes, 12, 1), -1);
	assert_int_equal(retry_delay(&minutes, 1000000, 1), -1);
	assert_int_equal(retry_delay(&once, 1, 1), -1);
}

/* The schedule is part of what a reminder is: these values may not change */
static void test_a_seed_gives_the_same_schedule_for_ever(void **state)
{
	const uint64_t seed = retry_seed("2026-0001/D-03/2026-12-01");

	(void)state;
	assert_int_equal(retry_seed(""), UINT64_C(0xCBF29CE484222325));
	assert_int_equal(retry_seed("a"), UINT64_C(0xAF63DC4C8601EC8C));
	assert_int_equal(retry_delay(&minutes, 1, seed), 52941);
	assert_int_equal(retry_delay(&minutes, 2, seed), 91941);
	assert_int_equal(retry_delay(&minutes, 8, seed), 2517502);
}

/* Of a hundred seeds no tenth of the range gets more than a third */
static void test_jitter_spreads(void **state)
{
	unsigned tenth[10] = { 0 };

	(void)state;
	for (uint64_t seed = 0; seed < 100; seed++) {
		const int64_t cut = 60000 - retry_delay(&minutes, 1, seed);

		tenth[cut * 10 / 30001]++;
	}
	for (size_t i = 0; i < 10; i++)
		assert_in_range(tenth[i], 1, 33);
}

static void test_extremes_do_not_overflow(void **state)
{
	const struct retry huge = { INT64_MAX / 3, INT64_MAX, 1000 };
	const struct retry none = { 0, 0, 3 };

	(void)state;
	for (unsigned n = 1; n < 1000; n++)
		assert_true(retry_delay(&huge, n, n) >= INT64_MAX / 6);
	assert_int_equal(retry_delay(&none, 1, 7), 1);
	assert_int_equal(retry_delay(&none, 2, 7), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_waits_double_up_to_the_cap),
		cmocka_unit_test(test_the_last_failure_ends_it),
		cmocka_unit_test(test_a_seed_gives_the_same_schedule_for_ever),
		cmocka_unit_test(test_jitter_spreads),
		cmocka_unit_test(test_extremes_do_not_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
