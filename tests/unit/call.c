/**
 * @file tests/unit/call.c  The states of an inbound call
 */
#include "call/call.h"

#include <string.h>

#include "cmocka_all.h"
#include "util/util.h"

#define START 1700000000000

static struct call fresh(void)
{
	struct call call;

	call_init(&call, 7, "13800001234", "95012345", START);
	return call;
}

static void test_smooth_call_keeps_its_times(void **state)
{
	(void)state;
	struct call c = fresh();
	const struct record *r = &c.record;

	assert_int_equal(CALL_DO_PLAY,
			 call_step(&c, CALL_ACCEPTED, START + 100)->action);
	assert_int_equal(CALL_DO_QUEUE,
			 call_step(&c, CALL_TO_QUEUE, START + 900)->action);
	assert_int_equal(CALL_DO_RING,
			 call_step(&c, CALL_SEAT_PICKED, START + 1000)->action);
	assert_int_equal(
		CALL_DO_BRIDGE,
		call_step(&c, CALL_SEAT_ANSWERED, START + 2500)->action);
	assert_int_equal(
		CALL_DO_RELEASE,
		call_step(&c, CALL_CALLER_HUNG_UP, START + 9500)->action);

	assert_int_equal(START, r->start);
	assert_int_equal(START + 100, r->answer);
	assert_int_equal(START + 900, r->queued);
	assert_int_equal(START + 2500, r->bridge);
	assert_int_equal(START + 9500, r->end);
	assert_int_equal(1600, r->wait_ms);
	assert_int_equal(7000, r->talk_ms);
	assert_int_equal(RESULT_ANSWERED, r->result);
	assert_int_equal(PARTY_CALLER, r->hung_up);
}

static void try_pair(enum call_state from, enum call_signal on)
{
	const struct call_move *m = call_move(from, on);
	struct call c = fresh();
	struct call before;
	bool ended;

	c.state = from;
	before = c;
	assert_ptr_equal(m, call_step(&c, on, START + 5));
	if (!m) {
		assert_memory_equal(&before, &c, sizeof(c));
		return;
	}

	ended = c.state == CALL_ENDED;
	assert_int_equal(m->to, c.state);
	assert_int_equal(ended, m->action == CALL_DO_RELEASE);
	assert_int_equal(ended, c.record.result != RESULT_OPEN);
	assert_int_equal(ended, c.record.hung_up != PARTY_NONE);
	assert_int_equal(ended, c.record.end != 0);
}

static void test_every_pair_moves_or_changes_nothing(void **state)
{
	(void)state;
	for (enum call_state from = 0; from < CALL_STATE_COUNT; from++) {
		for (enum call_signal on = 0; on < CALL_SIGNAL_COUNT; on++)
			try_pair(from, on);
	}
}

static void test_no_state_is_a_trap(void **state)
{
	static const enum call_signal always[] = {
		CALL_CALLER_HUNG_UP, CALL_CALLER_LOST, CALL_TIME_UP,
		CALL_FAULT,	     CALL_SHUTDOWN,
	};
	(void)state;

	for (enum call_state s = 0; s < CALL_ENDED; s++) {
		for (size_t i = 0; i < ARRAY_LEN(always); i++)
			assert_non_null(call_move(s, always[i]));
	}
	for (enum call_signal on = 0; on < CALL_SIGNAL_COUNT; on++)
		assert_null(call_move(CALL_ENDED, on));
}

static void test_every_live_state_has_a_limit(void **state)
{
	(void)state;
	struct call c = fresh();

	for (enum call_state s = 0; s < CALL_ENDED; s++) {
		int64_t limit;

		c.state = s;
		limit = call_time_left(&c, &call_default_limits, START);
		assert_true(limit > 0);
		assert_int_equal(0, call_time_left(&c, &call_default_limits,
						   START + limit));
		assert_int_equal(limit, call_time_left(&c, &call_default_limits,
						       START - 1000));
	}

	c.state = CALL_ENDED;
	assert_int_equal(-1, call_time_left(&c, &call_default_limits, START));
}

static void test_waiting_is_one_budget_over_several_seats(void **state)
{
	(void)state;
	struct call c = fresh();

	call_step(&c, CALL_ACCEPTED, START);
	call_step(&c, CALL_TO_QUEUE, START);
	call_step(&c, CALL_SEAT_PICKED, START + 50000);
	call_step(&c, CALL_TIME_UP, START + 65000);
	assert_int_equal(CALL_QUEUED, c.state);
	assert_int_equal(65000, c.record.wait_ms);
	assert_int_equal(115000, call_time_left(&c, &call_default_limits,
						START + 65000));
}

static void test_a_call_back_begins_with_its_seat(void **state)
{
	(void)state;
	struct call c = fresh();
	const struct record *r = &c.record;

	assert_int_equal(CALL_DO_RING,
			 call_step(&c, CALL_BACK, START + 1)->action);
	assert_int_equal(CALL_FETCHING, c.state);
	/* nothing that the user does can come before he is rung */
	assert_null(call_move(CALL_FETCHING, CALL_ACCEPTED));
	assert_int_equal(CALL_DO_REACH,
			 call_step(&c, CALL_SEAT_ANSWERED, START + 2)->action);
	assert_int_equal(0, r->answer);
	assert_int_equal(CALL_DO_GREET,
			 call_step(&c, CALL_ACCEPTED, START + 3)->action);
	assert_int_equal(START + 3, r->answer);
	assert_int_equal(CALL_DO_DIAL,
			 call_step(&c, CALL_TO_SEAT, START + 4)->action);
	assert_int_equal(CALL_DO_BRIDGE,
			 call_step(&c, CALL_SEAT_ANSWERED, START + 4)->action);
	call_step(&c, CALL_SEAT_HUNG_UP, START + 9);
	assert_int_equal(RESULT_ANSWERED, r->result);
	assert_int_equal(PARTY_SEAT, r->hung_up);
	assert_int_equal(5, r->talk_ms);
}

static void test_a_call_back_without_its_seat_is_over(void **state)
{
	static const enum call_state states[] = { CALL_FETCHING, CALL_REACHING,
						  CALL_ANNOUNCING };
	(void)state;

	for (size_t i = 0; i < ARRAY_LEN(states); i++) {
		struct call c = fresh();

		c.state = states[i];
		assert_int_equal(
			CALL_DO_RELEASE,
			call_step(&c, CALL_SEAT_LOST, START + 1)->action);
		assert_int_equal(RESULT_ABANDONED, c.record.result);
		assert_int_equal(PARTY_SEAT, c.record.hung_up);
	}
}

static void test_lost_seat_does_not_lose_the_caller(void **state)
{
	(void)state;
	struct call c = fresh();

	call_step(&c, CALL_ACCEPTED, START);
	call_step(&c, CALL_TO_QUEUE, START);
	call_step(&c, CALL_SEAT_PICKED, START);
	call_step(&c, CALL_SEAT_ANSWERED, START + 1);
	assert_int_equal(CALL_DO_REQUEUE,
			 call_step(&c, CALL_SEAT_LOST, START + 2)->action);
	call_step(&c, CALL_CALLER_HUNG_UP, START + 3);
	assert_int_equal(RESULT_ANSWERED, c.record.result);
	assert_int_equal(START + 1, c.record.bridge);
}

static void test_call_handed_on_keeps_its_talk(void **state)
{
	(void)state;
	struct call c = fresh();

	call_step(&c, CALL_ACCEPTED, START);
	call_step(&c, CALL_TO_QUEUE, START);
	assert_int_equal(CALL_DO_MOVE,
			 call_step(&c, CALL_MOVED, START + 1)->action);
	call_step(&c, CALL_SEAT_PICKED, START + 2);
	call_step(&c, CALL_SEAT_ANSWERED, START + 10);
	assert_int_equal(CALL_DO_GIVE,
			 call_step(&c, CALL_GIVEN, START + 110)->action);
	assert_int_equal(CALL_RINGING, c.state);
	assert_int_equal(100, c.record.talk_ms);
	assert_null(call_step(&c, CALL_GIVEN, START + 111));
	call_step(&c, CALL_TIME_UP, START + 120);
	assert_int_equal(CALL_QUEUED, c.state);
}

static void test_clock_set_back_gives_no_negative_time(void **state)
{
	(void)state;
	struct call c = fresh();

	call_step(&c, CALL_ACCEPTED, START - 5000);
	call_step(&c, CALL_TO_QUEUE, START - 4000);
	call_step(&c, CALL_CALLER_HUNG_UP, START - 3000);
	assert_int_equal(0, c.record.wait_ms);
	assert_true(c.record.end >= c.record.start);
}

static bool reached[CALL_STATE_COUNT];
static bool used[CALL_ACTION_COUNT];
static bool heard[CALL_SIGNAL_COUNT];

static void reach_from(enum call_state from)
{
	reached[from] = true;
	for (enum call_signal on = 0; on < CALL_SIGNAL_COUNT; on++) {
		const struct call_move *m = call_move(from, on);

		if (!m)
			continue;
		used[m->action] = heard[on] = true;
		if (!reached[m->to])
			reach_from(m->to);
	}
}

static void test_every_state_is_reached(void **state)
{
	(void)state;
	reach_from(CALL_OFFERED);
	for (int i = 0; i < CALL_STATE_COUNT; i++)
		assert_true(reached[i]);
	for (int i = 0; i < CALL_ACTION_COUNT; i++)
		assert_true(used[i]);
	for (int i = 0; i < CALL_SIGNAL_COUNT; i++)
		assert_true(heard[i]);
}

static void test_a_message_is_more_than_a_call_given_up(void **state)
{
	(void)state;
	struct call c = fresh();

	call_step(&c, CALL_ACCEPTED, START);
	call_step(&c, CALL_TO_MESSAGE, START);
	assert_int_equal(CALL_DO_THANK,
			 call_step(&c, CALL_SAID, START + 9)->action);
	call_step(&c, CALL_CALLER_HUNG_UP, START + 10);
	assert_int_equal(RESULT_MESSAGE, c.record.result);

	c = fresh();
	call_step(&c, CALL_ACCEPTED, START);
	call_step(&c, CALL_TO_QUEUE, START);
	call_step(&c, CALL_KEPT, START + 9);
	call_step(&c, CALL_TO_END, START + 10);
	assert_int_equal(RESULT_HELD, c.record.result);
	assert_int_equal(9, c.record.wait_ms);
}

static void test_each_queue_has_its_own_longest_wait(void **state)
{
	(void)state;
	struct call c = fresh();

	call_step(&c, CALL_ACCEPTED, START);
	call_step(&c, CALL_TO_QUEUE, START);
	call_step(&c, CALL_TO_QUEUE, START + 170000);
	assert_int_equal(170000, c.record.wait_ms);
	assert_int_equal(179000, call_time_left(&c, &call_default_limits,
						START + 171000));
}

static void test_words_are_complete(void **state)
{
	(void)state;
	for (int s = 0; s < CALL_STATE_COUNT; s++) {
		int back = -1;

		assert_int_equal(0, word_decode(&back, &call_states,
						word_name(&call_states, s)));
		assert_int_equal(s, back);
	}
	assert_string_equal("?", word_name(&call_states, CALL_STATE_COUNT));
	assert_string_equal("?", word_name(&call_states, -1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_call_back_begins_with_its_seat),
		cmocka_unit_test(test_a_call_back_without_its_seat_is_over),
		cmocka_unit_test(test_smooth_call_keeps_its_times),
		cmocka_unit_test(test_every_pair_moves_or_changes_nothing),
		cmocka_unit_test(test_no_state_is_a_trap),
		cmocka_unit_test(test_every_live_state_has_a_limit),
		cmocka_unit_test(test_waiting_is_one_budget_over_several_seats),
		cmocka_unit_test(test_lost_seat_does_not_lose_the_caller),
		cmocka_unit_test(test_call_handed_on_keeps_its_talk),
		cmocka_unit_test(test_clock_set_back_gives_no_negative_time),
		cmocka_unit_test(test_every_state_is_reached),
		cmocka_unit_test(test_a_message_is_more_than_a_call_given_up),
		cmocka_unit_test(test_each_queue_has_its_own_longest_wait),
		cmocka_unit_test(test_words_are_complete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
