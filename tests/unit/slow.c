/**
 * @file tests/unit/slow.c  Who guesses is slowed, nobody else, in fixed room
 */
#include "engine/slow.h"

#include <stdio.h>

#include "cmocka_all.h"

static struct slow slow;

static struct sa address(const char *text)
{
	struct sa sa;

	assert_int_equal(0, sa_set_str(&sa, text, 5060));
	return sa;
}

static int setup(void **state)
{
	(void)state;
	slow_init(&slow);
	return 0;
}

static unsigned answered(const struct sa *from, int64_t from_ms, int64_t to_ms)
{
	unsigned n = 0;

	for (int64_t t = from_ms; t < to_ms; t++)
		n += !slow_wrong(&slow, from, t);
	return n;
}

static void test_a_burst_then_one_a_second(void **state)
{
	struct sa guesser = address("192.0.2.1");
	struct sa other = address("192.0.2.2");

	(void)state;
	assert_false(slow_is_slowed(&slow, &guesser, 0));
	assert_int_equal(SLOW_BURST, answered(&guesser, 0, 500));
	assert_true(slow_is_slowed(&slow, &guesser, 500));
	assert_false(slow_is_slowed(&slow, &other, 500));
	assert_int_equal(10, answered(&guesser, 500, 10500));
	assert_false(slow_is_slowed(&slow, &guesser, 60000));
	assert_int_equal(SLOW_BURST, answered(&guesser, 60000, 60500));
}

static void test_a_port_or_a_host_part_is_no_other_source(void **state)
{
	struct sa one = address("192.0.2.1");
	struct sa six = address("2001:db8::1");
	struct sa same = address("2001:db8::ffff:2");
	struct sa far = address("2001:db8:0:1::1");

	(void)state;
	(void)answered(&one, 0, 100);
	sa_set_port(&one, 9);
	assert_true(slow_is_slowed(&slow, &one, 100));
	(void)answered(&six, 0, 100);
	assert_true(slow_is_slowed(&slow, &same, 100));
	assert_false(slow_is_slowed(&slow, &far, 100));
}

/* A million addresses: the table stays as large, a guesser that goes on is
 * still held */
static void test_many_sources_need_no_more_room(void **state)
{
	struct sa guesser = address("192.0.2.1");
	struct sa sa = address("10.0.0.0");
	unsigned n = 0;

	(void)state;
	(void)answered(&guesser, 0, 20);
	for (uint32_t i = 0; i < 1000000; i++) {
		sa_set_in(&sa, 0x0a000000 + i, 5060);
		(void)slow_wrong(&slow, &sa, 20 + i / 1000);
		if (i % 100 == 0)
			n += !slow_wrong(&slow, &guesser, 20 + i / 1000);
	}
	assert_in_range(n, 0, 2000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_a_burst_then_one_a_second, setup),
		cmocka_unit_test_setup(
			test_a_port_or_a_host_part_is_no_other_source, setup),
		cmocka_unit_test_setup(test_many_sources_need_no_more_room,
				       setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
