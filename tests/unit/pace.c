/**
 * @file tests/unit/pace.c  A media thread rests when it has more than it can do
 */
#include "engine/pace.h"

#include "cmocka_all.h"

#define ROUND_US 700	 /* of work that never ends */
#define RUN_US	 5000000 /* looked at */

/* As the thread goes on: rest, look, work */
struct run {
	struct pace pace;
	int64_t now;
	int64_t worked;	 /* since it rested last */
	int64_t longest; /* of that */
	int64_t rested;
	int64_t late; /* a tick behind its time, at most */
};

static void go(struct run *r, int64_t work, bool first)
{
	int64_t tick = 1000;

	r->pace = (struct pace){ .looked_us = r->now, .paused_us = r->now };
	while (r->now < RUN_US) {
		int64_t at = pace_rest(&r->pace, r->now, tick, first);

		if (at > r->now) {
			r->rested += at - r->now;
			r->now = at;
			r->pace.paused_us = at;
			r->worked = 0;
		}
		r->pace.looked_us = r->now;
		r->now += work;
		r->worked += work;
		if (r->worked > r->longest)
			r->longest = r->worked;
		for (; tick <= r->now; tick += 1000) {
			if (r->now - tick > r->late)
				r->late = r->now - tick;
		}
	}
}

static void test_who_comes_first_leaves_the_core_in_overload(void **state)
{
	struct run r = { .now = 0 };

	(void)state;
	go(&r, ROUND_US, true);
	assert_true(r.longest <= PACE_BUSY_US + 2 * ROUND_US);
	/* a millisecond in each 22 or so */
	assert_true(r.rested >= RUN_US / 25);
	assert_true(r.rested <= RUN_US / 15);
	/* of which a tick knows no more than that */
	assert_true(r.late <= ROUND_US + PACE_PAUSE_US);
}

static void test_others_are_paused_by_the_system(void **state)
{
	struct run r = { .now = 0 };

	(void)state;
	go(&r, ROUND_US, false);
	/* before the first round, and never again */
	assert_int_equal(PACE_GATHER_US, r.rested);
}

static void test_with_little_to_do_packets_are_gathered(void **state)
{
	struct run r = { .now = 0 };

	(void)state;
	go(&r, 20, true);
	/* a look each 200 us, or earlier for a tick */
	assert_true(r.rested >= RUN_US * 8 / 10);
	assert_true(r.longest <= 40);
	assert_true(r.late <= 20);
}

static void test_nothing_is_due(void **state)
{
	const struct pace p = { .looked_us = 1000, .paused_us = 1000 };

	(void)state;
	assert_int_equal(1000 + PACE_GATHER_US, pace_rest(&p, 1010, 0, true));
	/* a moment that has passed is no reason to rest */
	assert_int_equal(900, pace_rest(&p, 1010, 900, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_who_comes_first_leaves_the_core_in_overload),
		cmocka_unit_test(test_others_are_paused_by_the_system),
		cmocka_unit_test(test_with_little_to_do_packets_are_gathered),
		cmocka_unit_test(test_nothing_is_due),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
