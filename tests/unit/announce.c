/**
 * @file tests/unit/announce.c  What callers who wait are told, and when
 */
#include "call/announce.h"

#include "cmocka_all.h"
#include "util/rng.h"

#define NOW 1700000000000

static const struct announce_settings both = {
	.first = 15000,
	.every = 30000,
	.position = true,
	.wait = true,
	.up_to = 250,
};

static struct announce_state state;

static struct announce say(size_t position, int64_t handling_ms)
{
	const struct announce_scene scene = { .joined = NOW,
					      .now = NOW,
					      .position = position,
					      .staffed = 2,
					      .handling_ms = handling_ms };
	struct announce a;

	announce_make(&a, &both, &state, &scene);
	return a;
}

static void test_position_and_wait_are_said(void **unused)
{
	struct announce a;
	(void)unused;

	state = (struct announce_state){ .told = 0 };
	a = say(24, 60000);
	assert_int_equal(23, a.ahead);
	assert_int_equal(12, a.minutes);
	state = (struct announce_state){ .told = 0 };
	a = say(251, 6000000);
	assert_true(a.many && a.lengthy);
	assert_int_equal(0, a.ahead + a.minutes);
	state = (struct announce_state){ .told = 0 };
	a = say(1, 0);
	assert_true(a.next);
	assert_int_equal(0, a.ahead + a.minutes);
}

static void test_nobody_is_told_to_be_further_back(void **unused)
{
	struct announce a;
	(void)unused;

	state = (struct announce_state){ .told = 0 };
	(void)say(5, 60000);
	a = say(7, 90000);
	assert_int_equal(0, a.ahead + a.minutes + a.next + a.many + a.lengthy);
	a = say(3, 60000);
	assert_int_equal(2, a.ahead);
	assert_int_equal(2, a.minutes);
	a = say(1, 60000);
	assert_true(a.next);
	assert_int_equal(1, a.minutes);
}

static void test_when(void **unused)
{
	struct announce_settings s = both;
	(void)unused;

	state = (struct announce_state){ .told = 0 };
	assert_int_equal(NOW + 15000, announce_due(&s, &state, NOW));
	(void)say(1, 0);
	assert_int_equal(NOW + 30000, announce_due(&s, &state, NOW));
	s.every = 1;
	assert_int_equal(NOW + ANNOUNCE_EVERY_MIN,
			 announce_due(&s, &state, NOW));
	s.every = 0;
	assert_int_equal(0, announce_due(&s, &state, NOW));
}

/* Whatever happens, what a caller is told only ever gets better */
static void test_promises_only_get_better(void **unused)
{
	struct rng rng = { .state = 9 };
	unsigned ahead = 10000;
	unsigned minutes = 10000;
	(void)unused;

	state = (struct announce_state){ .told = 0 };
	for (int i = 0; i < 20000; i++) {
		struct announce a = say(rng_next(&rng) % 1100,
					(int64_t)(rng_next(&rng) % 9000000));

		assert_true(a.next + a.many + (a.ahead != 0) <= 1);
		assert_true(!a.ahead || a.ahead <= ahead);
		assert_true(!a.minutes || a.minutes <= minutes);
		assert_true(a.minutes <= ANNOUNCE_MINUTES_MAX);
		ahead = a.ahead ? a.ahead : ahead;
		minutes = a.minutes ? a.minutes : minutes;
		if (i % 50 == 49) { /* another caller */
			state = (struct announce_state){ .told = 0 };
			ahead = minutes = 10000;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_position_and_wait_are_said),
		cmocka_unit_test(test_nobody_is_told_to_be_further_back),
		cmocka_unit_test(test_when),
		cmocka_unit_test(test_promises_only_get_better),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
