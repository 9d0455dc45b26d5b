/**
 * @file tests/unit/timer.c  Timers on the wheel
 */
#include "sip/timer.h"

#include <stdlib.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "sip/compat.h"

static int order[8];
static size_t fired;

static void on_timer(void *arg)
{
	order[fired++] = *(const int *)arg;
}

static void run_for(uint64_t ms)
{
	uint64_t until = tmr_jiffies() + ms;

	while (tmr_jiffies() < until) {
		(void)usleep(500);
		tmr_poll(NULL);
	}
}

static int setup(void **state)
{
	(void)state;
	fired = 0;
	tmr_poll(NULL);
	return 0;
}

static void test_timers_fire_in_order(void **state)
{
	static const int idv[] = { 0, 1, 2 };
	static const uint64_t delayv[] = { 30, 10, 20 };
	struct tmr tmrv[3];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		tmr_init(&tmrv[i]);
		tmr_start(&tmrv[i], delayv[i], on_timer, (void *)&idv[i]);
	}
	assert_int_equal(3, timer_count());
	run_for(50);

	assert_int_equal(3, fired);
	assert_int_equal(1, order[0]);
	assert_int_equal(2, order[1]);
	assert_int_equal(0, order[2]);
	assert_int_equal(0, timer_count());
}

static void test_cancelled_timer_is_silent(void **state)
{
	static const int id = 7;
	struct tmr tmr = { 0 };

	(void)state;
	tmr_start(&tmr, 5, on_timer, (void *)&id);
	assert_true(tmr_isrunning(&tmr));
	tmr_cancel(&tmr);
	tmr_cancel(&tmr);
	run_for(15);
	assert_int_equal(0, fired);
	assert_int_equal(0, tmr_next_timeout(NULL));
}

static void test_far_timer_waits_for_its_lap(void **state)
{
	static const int id = 1;
	struct tmr tmr = { 0 };

	(void)state;
	tmr_start(&tmr, 4096 + 10, on_timer, (void *)&id);
	run_for(30);
	assert_int_equal(0, fired);
	assert_in_range(tmr_get_expire(&tmr), 4000, 4096 + 10);
	tmr_cancel(&tmr);
}

struct pair {
	struct tmr tmrv[2];
};

static void on_pair(void *arg)
{
	struct pair *pair = arg;

	fired++;
	tmr_cancel(&pair->tmrv[0]);
	tmr_cancel(&pair->tmrv[1]);
	free(pair);
}

static void test_handler_may_free_its_neighbour(void **state)
{
	struct pair *pair = calloc(1, sizeof(*pair));

	(void)state;
	assert_non_null(pair);
	tmr_start(&pair->tmrv[0], 5, on_pair, pair);
	tmr_start(&pair->tmrv[1], 5, on_pair, pair);
	run_for(15);
	assert_int_equal(1, fired);
	assert_int_equal(0, timer_count());
}

static void test_next_timeout_never_oversleeps(void **state)
{
	struct tmr tmr = { 0 };

	(void)state;
	for (uint64_t delay = 0; delay < 4000; delay += 7) {
		uint64_t next;

		tmr_poll(NULL);
		tmr_start(&tmr, delay, on_timer, NULL);
		next = tmr_next_timeout(NULL);
		assert_in_range(next, 1, delay + 1);
		tmr_cancel(&tmr);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_timers_fire_in_order, setup),
		cmocka_unit_test_setup(test_cancelled_timer_is_silent, setup),
		cmocka_unit_test_setup(test_far_timer_waits_for_its_lap, setup),
		cmocka_unit_test_setup(test_handler_may_free_its_neighbour,
				       setup),
		cmocka_unit_test_setup(test_next_timeout_never_oversleeps,
				       setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
