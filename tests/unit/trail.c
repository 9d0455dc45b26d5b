/**
 * @file tests/unit/trail.c  What became of a call, step by step
 */
#include "call/trail.h"

#include <string.h>

#include "cmocka_all.h"

static struct trail_step step_of(int kind, int64_t at)
{
	struct trail_step s = { .at = at, .kind = kind };

	record_put(s.detail, sizeof(s.detail), "by seat");
	return s;
}

static void test_steps_wait_until_they_are_given(void **state)
{
	struct trail t = { 0 };
	struct trail_step s;

	(void)state;
	for (int i = 0; i < TRAIL_ROOM; i++) {
		s = step_of(TRAIL_HELD, i);
		trail_add(&t, &s);
	}
	assert_int_equal(TRAIL_ROOM, t.stepc);
	/* there is no room: nothing is written beyond it */
	s = step_of(TRAIL_RESUMED, 99);
	trail_add(&t, &s);
	assert_int_equal(TRAIL_ROOM, t.stepc);
	trail_give(&t);
	assert_int_equal(0, t.stepc);
	assert_int_equal(TRAIL_ROOM, t.given);
	trail_add(&t, &s);
	assert_int_equal(99, t.stepv[0].at);
}

/* A seat that holds and resumes for ever fills no disk */
static void test_the_end_is_the_last_of_many(void **state)
{
	struct trail t = { 0 };
	struct trail_step s;
	size_t kept = 0;

	(void)state;
	for (int i = 0; i < 5 * TRAIL_MAX; i++) {
		s = step_of(i % 2 ? TRAIL_RESUMED : TRAIL_HELD, i);
		trail_add(&t, &s);
		kept += t.stepc;
		trail_give(&t);
	}
	assert_int_equal(TRAIL_MAX - 1, kept);
	s = step_of(CALL_ENDED, 1);
	trail_add(&t, &s);
	assert_int_equal(1, t.stepc);
	assert_string_equal("4001 steps more", t.stepv[0].detail);
}

static void test_each_kind_has_words(void **state)
{
	(void)state;
	for (int i = 0; i < TRAIL_KINDS; i++) {
		int kind = -1;

		assert_string_not_equal("?", word_name(&trail_kinds, i));
		assert_int_equal(0, word_decode(&kind, &trail_kinds,
						word_name(&trail_kinds, i)));
		assert_int_equal(i, kind);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps_wait_until_they_are_given),
		cmocka_unit_test(test_the_end_is_the_last_of_many),
		cmocka_unit_test(test_each_kind_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
