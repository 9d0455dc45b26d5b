/**
 * @file tests/unit/queue.c  Seats, and callers who wait for them
 */
#include "call/queue.h"

#include <errno.h>
#include <stdlib.h>

#include "call_model.h"
#include "cmocka_all.h"

#define NOW   1700000000000
#define STEPS 600000

static struct seat online(const char *id, int64_t idle_since)
{
	struct seat seat;

	seat_init(&seat, id, id, idle_since);
	seat.registered_until = NOW + 1000000;
	return seat;
}

static void test_seat_is_what_its_legs_say(void **state)
{
	(void)state;
	struct seat s = online("01", NOW);
	struct seat_leg leg = { .seat = NULL };

	assert_int_equal(SEAT_READY, seat_state(&s, NOW));
	seat_leg_add(&s, &leg, 9);
	assert_int_equal(SEAT_RINGING, seat_state(&s, NOW));
	assert_int_equal(9, seat_call(&s));
	seat_leg_answer(&leg);
	assert_int_equal(SEAT_TALKING, seat_state(&s, NOW));
	s.registered_until = 0;
	assert_int_equal(SEAT_TALKING, seat_state(&s, NOW));
	seat_leg_remove(&leg, SEAT_DONE, 5000, NOW);
	assert_int_equal(SEAT_OFFLINE, seat_state(&s, NOW));
	s.registered_until = NOW + 60000;
	assert_int_equal(SEAT_WRAP_UP, seat_state(&s, NOW));
	assert_int_equal(NOW + 5000, seat_next_change(&s, NOW));
	assert_int_equal(SEAT_READY, seat_state(&s, NOW + 5000));
	seat_pause(&s, true, "lunch", NOW);
	assert_int_equal(SEAT_PAUSED, seat_state(&s, NOW + 5000));
	assert_int_equal(0, seat_call(&s));

	seat_leg_remove(&leg, SEAT_DONE, 5000, NOW);
	assert_int_equal(1, s.answered);
}

static void test_missed_seat_rests(void **state)
{
	(void)state;
	struct seat s = online("01", NOW);
	struct seat_leg leg = { .seat = NULL };

	seat_leg_add(&s, &leg, 9);
	seat_leg_remove(&leg, SEAT_MISSED, 5000, NOW);
	assert_int_equal(1, s.missed);
	assert_int_equal(SEAT_READY, seat_state(&s, NOW));
	assert_false(seat_is_free(&s, NOW + 4999));
	assert_true(seat_is_free(&s, NOW + 5000));
}

static void test_spared_seat_rests_and_missed_nothing(void **state)
{
	(void)state;
	struct queue_settings none = queue_default_settings;
	struct seat s = online("01", NOW);
	struct seat_leg leg = { .seat = NULL };
	struct queue q;

	none.rest = 0;
	queue_init(&q, "service", &none, NULL, 0);
	assert_int_equal(QUEUE_REST_MIN, q.settings.rest);
	seat_leg_add(&s, &leg, 9);
	seat_leg_remove(&leg, SEAT_SPARED, q.settings.rest, NOW);
	assert_int_equal(0, s.missed);
	assert_false(seat_is_free(&s, NOW + QUEUE_REST_MIN - 1));
	assert_true(seat_is_free(&s, NOW + QUEUE_REST_MIN));
}

static void test_longest_idle_of_the_lowest_level_is_next(void **state)
{
	(void)state;
	struct seat seats[] = { online("01", NOW - 1), online("02", NOW - 9),
				online("03", NOW - 5) };
	const struct queue_member members[] = { { &seats[0], 1 },
						{ &seats[1], 2 },
						{ &seats[2], 1 } };
	struct queue q;

	queue_init(&q, "service", &queue_default_settings, members, 3);
	assert_ptr_equal(&seats[2], queue_pick(&q, NOW));
	seats[2].paused = true;
	assert_ptr_equal(&seats[0], queue_pick(&q, NOW));
	seats[0].paused = true;
	assert_ptr_equal(&seats[1], queue_pick(&q, NOW));
	seats[1].paused = true;
	assert_null(queue_pick(&q, NOW));
}

static void test_caller_keeps_the_place(void **state)
{
	(void)state;
	struct queue_settings settings = queue_default_settings;
	struct queue_waiter w[4] = { { .queue = NULL } };
	struct queue q;

	settings.max_length = 3;
	queue_init(&q, "service", &settings, NULL, 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(0, queue_join(&q, &w[i], i, NOW + i));
	assert_int_equal(EBUSY, queue_join(&q, &w[3], 3, NOW + 3));
	assert_null(w[3].queue);

	queue_leave(&w[0]);
	assert_int_equal(0, queue_join(&q, &w[3], 3, NOW + 3));
	queue_rejoin(&q, &w[0]);
	assert_int_equal(4, q.length);
	assert_ptr_equal(&w[0], q.head);
	assert_ptr_equal(&w[3], q.tail);
}

static void test_longest_wait_of_all_queues_goes_first(void **state)
{
	(void)state;
	struct seat seat = online("01", NOW);
	const struct queue_member member = { &seat, 1 };
	struct queue_waiter w[2] = { { .queue = NULL } };
	struct queue_match match;
	struct queue q[2];

	queue_init(&q[0], "a", &queue_default_settings, &member, 1);
	queue_init(&q[1], "b", &queue_default_settings, &member, 1);
	assert_false(queue_find(q, 2, NOW, &match));
	(void)queue_join(&q[0], &w[0], 1, NOW + 5);
	(void)queue_join(&q[1], &w[1], 2, NOW);
	assert_true(queue_find(q, 2, NOW, &match));
	assert_ptr_equal(&w[1], match.waiter);
	assert_ptr_equal(&q[1], match.queue);
	assert_ptr_equal(&seat, match.seat);
}

/* xorshift: the same numbers everywhere */
static unsigned char random_byte(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return (unsigned char)(*x >> 32);
}

static void test_no_call_is_lost_or_doubled(void **state)
{
	(void)state;
	uint64_t x = 20261122;
	struct model m;

	model_init(&m);
	for (int i = 0; i < STEPS; i++) {
		model_step(&m, random_byte(&x));
		model_check(&m);
	}
	/* the test means something: all kinds of ends were met */
	for (int r = RESULT_ANSWERED; r < RESULT_COUNT; r++)
		assert_true(m.board->results[r] > 20);
	assert_int_equal(m.begun, m.board->offered);
	assert_int_equal(m.begun - m.ended, m.board->callc);
	model_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seat_is_what_its_legs_say),
		cmocka_unit_test(test_missed_seat_rests),
		cmocka_unit_test(test_spared_seat_rests_and_missed_nothing),
		cmocka_unit_test(test_longest_idle_of_the_lowest_level_is_next),
		cmocka_unit_test(test_caller_keeps_the_place),
		cmocka_unit_test(test_longest_wait_of_all_queues_goes_first),
		cmocka_unit_test(test_no_call_is_lost_or_doubled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
