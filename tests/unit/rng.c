/**
 * @file tests/unit/rng.c  Random numbers that a seed repeats
 */
#include "util/rng.h"

#include "cmocka_all.h"
#include "util/util.h"

#define DRAWS 100000

/* The first numbers of Vigna's splitmix64.c for this seed */
static void test_numbers_are_those_of_splitmix64(void **state)
{
	static const uint64_t expected[] = {
		UINT64_C(6457827717110365317),	UINT64_C(3203168211198807973),
		UINT64_C(9817491932198370423),	UINT64_C(4593380528125082431),
		UINT64_C(16408922859458223821),
	};
	struct rng rng = { 1234567 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(expected); i++)
		assert_true(rng_next(&rng) == expected[i]);
}

static void test_units_are_even_and_touch_neither_end(void **state)
{
	struct rng rng = { 1 };
	unsigned tenth[10] = { 0 };

	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		const double u = rng_unit(&rng);

		assert_true(u > 0 && u < 1);
		tenth[(int)(u * 10)]++;
	}
	for (size_t i = 0; i < ARRAY_LEN(tenth); i++)
		assert_in_range(tenth[i], DRAWS / 10 - 500, DRAWS / 10 + 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_are_those_of_splitmix64),
		cmocka_unit_test(test_units_are_even_and_touch_neither_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
