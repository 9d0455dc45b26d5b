/**
 * @file tests/unit/board.c  Events in, snapshot out
 */
#include "call/board.h"

#include <stdio.h>

#include <string.h>

#include "cmocka_all.h"
#include "util/util.h"

#define NOW 1700000000000

/* clang-format off */
#define SEAT_IS(t, st, ...) \
	{ .type = EVENT_SEAT, .at = NOW + (t), .seat_state = (st), \
	  __VA_ARGS__ }
#define CALL_IS(t, id, st, ...) \
	{ .type = EVENT_CALL, .at = NOW + (t), .call = (id), .state = (st), \
	  .caller = "13800001234", .called = "95012345", __VA_ARGS__ }

static const struct call_event day[] = {
	{ .type = EVENT_QUEUE, .at = NOW, .queue = "service",
	  .service_level = 20000 },
	SEAT_IS(0,    SEAT_OFFLINE, .seat = "02"),
	SEAT_IS(0,    SEAT_OFFLINE, .seat = "01"),
	SEAT_IS(10,   SEAT_READY,   .seat = "01"),
	CALL_IS(100,  1, CALL_OFFERED,    .wait_ms = 0),
	CALL_IS(150,  2, CALL_OFFERED,    .wait_ms = 0),
	CALL_IS(200,  1, CALL_ANNOUNCING, .wait_ms = 0),
	CALL_IS(300,  1, CALL_QUEUED,     .queue = "service"),
	CALL_IS(350,  2, CALL_QUEUED,     .queue = "service"),
	CALL_IS(400,  1, CALL_RINGING,    .queue = "service", .seat = "01"),
	SEAT_IS(400,  SEAT_RINGING, .seat = "01", .call = 1),
	CALL_IS(900,  1, CALL_BRIDGED,    .queue = "service", .seat = "01",
		.wait_ms = 600),
	SEAT_IS(900,  SEAT_TALKING, .seat = "01", .call = 1),
	{ .type = EVENT_TRAFFIC, .at = NOW + 940, .reason = "caller-burst",
	  .caller = "13800000001", .wait_ms = 600000 },
	{ .type = EVENT_BREACH, .at = NOW + 950, .seat = "02",
	  .called = "13900000000", .reason = "outbound" },
	{ .type = EVENT_REFUSED, .at = NOW + 960, .called = "95000000" },
};
/* clang-format on */

static struct board *after(size_t events)
{
	struct board *b = NULL;

	assert_int_equal(0, board_alloc(&b, 2, 1, 4));
	for (size_t i = 0; i < events; i++)
		board_apply(b, &day[i]);

	return b;
}

static const struct queue_figures *first(const struct board *b)
{
	return &board_queue(b, "service")->figures[FIGURES_TODAY];
}

static void test_a_morning(void **state)
{
	(void)state;
	struct board *b = after(ARRAY_LEN(day));
	struct board_load load = board_load(b, "service");

	assert_int_equal(NOW + 960, b->at);
	assert_string_equal("01", b->seatv[0].id);
	assert_int_equal(SEAT_TALKING, b->seatv[0].state);
	assert_int_equal(NOW + 900, b->seatv[0].since);
	assert_int_equal(1, b->seatv[0].call);
	assert_int_equal(1, board_count_seats(b, SEAT_OFFLINE));
	assert_int_equal(1, load.waiting);
	assert_int_equal(1, load.talking);
	assert_int_equal(NOW + 350, load.oldest);
	assert_int_equal(2, b->offered);
	assert_int_equal(1, first(b)->answered);
	assert_int_equal(1, first(b)->in_time);
	assert_int_equal(1, b->breaches);
	assert_int_equal(1, b->alarms);
	assert_string_equal("caller-burst", b->last_alarm.reason);
	assert_string_equal("13900000000", b->breachv[0].called);
	assert_int_equal(1, b->results[RESULT_REFUSED]);
	assert_string_equal("01", board_call(b, 1)->seat);
	assert_null(board_call(b, 3));
	assert_null(board_seat(b, "03"));
	board_free(b);
}

static void test_ended_calls_leave(void **state)
{
	static const struct call_event end[] = {
		CALL_IS(2000, 2, CALL_ENDED, .queue = "service",
			.result = RESULT_ABANDONED),
		CALL_IS(3000, 1, CALL_ENDED, .queue = "service", .seat = "01",
			.result = RESULT_ANSWERED),
		SEAT_IS(3000, SEAT_WRAP_UP, .seat = "01"),
		{ .type = EVENT_RECORDING, .at = NOW + 3001, .call = 1 },
	};
	(void)state;
	struct board *b = after(ARRAY_LEN(day));

	for (size_t i = 0; i < ARRAY_LEN(end); i++)
		board_apply(b, &end[i]);

	assert_int_equal(0, b->callc);
	assert_int_equal(1, b->results[RESULT_ANSWERED]);
	assert_int_equal(1, b->results[RESULT_ABANDONED]);
	assert_int_equal(1, first(b)->abandoned);
	assert_int_equal(1, b->recordings);
	assert_int_equal(0, board_load(b, NULL).waiting);
	board_free(b);
}

static void test_board_says_that_nothing_is_recorded(void **state)
{
	const struct call_event stopped = { .type = EVENT_RECORDING_STOPPED,
					    .at = NOW + 7 };
	const struct call_event resumed = { .type = EVENT_RECORDING_RESUMED,
					    .at = NOW + 9 };
	(void)state;
	struct board *b = after(ARRAY_LEN(day));

	assert_int_equal(0, b->unrecorded);
	board_apply(b, &stopped);
	assert_int_equal(NOW + 7, b->unrecorded);
	board_apply(b, &resumed);
	assert_int_equal(0, b->unrecorded);
	board_free(b);
}

static void test_second_seat_is_no_second_answer(void **state)
{
	static const struct call_event again[] = {
		CALL_IS(1000, 1, CALL_QUEUED, .queue = "service",
			.wait_ms = 600),
		CALL_IS(1100, 1, CALL_BRIDGED, .queue = "service", .seat = "02",
			.wait_ms = 700),
	};
	(void)state;
	struct board *b = after(ARRAY_LEN(day));

	for (size_t i = 0; i < ARRAY_LEN(again); i++)
		board_apply(b, &again[i]);

	assert_int_equal(1, first(b)->answered);
	assert_int_equal(2, b->offered);
	assert_string_equal("02", board_call(b, 1)->seat);
	board_free(b);
}

static void test_what_is_gone_does_not_come_back_by_its_calls(void **state)
{
	const struct call_event later[] = {
		{ .type = EVENT_GONE, .at = NOW + 1000, .queue = "service" },
		{ .type = EVENT_GONE, .at = NOW + 1000, .seat = "01" },
		{ .type = EVENT_GONE, .at = NOW + 1000, .seat = "no such" },
		CALL_IS(1100, 2, CALL_BRIDGED, .queue = "service", .seat = "01",
			.wait_ms = 700),
		CALL_IS(1200, 1, CALL_ENDED, .queue = "service", .seat = "01",
			.wait_ms = 600, .result = RESULT_ANSWERED),
	};
	struct board *b = after(ARRAY_LEN(day));

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(later); i++)
		board_apply(b, &later[i]);
	assert_null(board_queue(b, "service"));
	assert_null(board_seat(b, "01"));
	assert_int_equal(0, b->queuec);
	assert_int_equal(1, b->seatc);
	assert_string_equal("02", b->seatv[0].id);
	assert_int_equal(1, b->callc);
	assert_int_equal(CALL_BRIDGED, b->callv[0].state);
	assert_int_equal(0, b->dropped);
	board_free(b);
}

static void test_full_board_drops_and_says_so(void **state)
{
	(void)state;
	struct call_event e = { .type = EVENT_CALL, .at = NOW };
	struct board *b = after(0);

	for (int i = 1; i <= 10; i++) {
		e.call = 11 - i;
		board_apply(b, &e);
	}
	assert_int_equal(4, b->callc);
	assert_int_equal(6, b->dropped);
	for (size_t i = 1; i < b->callc; i++)
		assert_true(b->callv[i - 1].id < b->callv[i].id);
	board_free(b);
}

static void test_events_describe_calls_and_seats(void **state)
{
	(void)state;
	struct call_event e;
	struct seat_leg leg = { .seat = NULL };
	struct seat seat;
	struct call call;

	call_init(&call, 5, "1", "2", NOW);
	call_event_of(&e, &call);
	assert_int_equal(EVENT_CALL, e.type);
	assert_int_equal(5, e.call);
	assert_string_equal("2", e.called);

	seat_init(&seat, "01", "1001", NOW);
	seat_leg_add(&seat, &leg, 5);
	seat_event_of(&e, &seat, NOW);
	assert_int_equal(SEAT_RINGING, e.seat_state);
	assert_int_equal(5, e.call);
}

static struct call_event pause_of(const char *queue, enum seat_state state,
				  const char *reason)
{
	struct call_event e = { .type = EVENT_PAUSE,
				.at = NOW + 2000,
				.seat_state = state,
				.seat = "01" };

	record_put(e.queue, sizeof(e.queue), queue);
	record_put(e.reason, sizeof(e.reason), reason);
	return e;
}

static void test_a_seat_pauses_in_some_queues(void **state)
{
	struct board *b = after(ARRAY_LEN(day));
	const struct board_seat *s = board_seat(b, "01");
	struct call_event e = pause_of("service", SEAT_PAUSED, "lunch");
	char name[RECORD_NAME];

	(void)state;
	board_apply(b, &e);
	e = pause_of("other", SEAT_PAUSED, "");
	board_apply(b, &e);
	e = pause_of("service", SEAT_PAUSED, "tea");
	e.at++;
	board_apply(b, &e);
	assert_int_equal(2, s->pausec);
	assert_string_equal("service", s->pausev[0].queue);
	assert_string_equal("tea", s->pausev[0].reason);
	assert_int_equal(NOW + 2000, s->pausev[0].since);
	/* the seat itself is as it was */
	assert_int_equal(SEAT_TALKING, s->state);
	e = pause_of("service", SEAT_READY, "");
	board_apply(b, &e);
	board_apply(b, &e);
	assert_int_equal(1, s->pausec);
	assert_string_equal("other", s->pausev[0].queue);
	assert_int_equal(0, b->dropped);
	for (int i = 0; i < BOARD_PAUSES; i++) {
		(void)snprintf(name, sizeof(name), "q%d", i);
		e = pause_of(name, SEAT_PAUSED, "");
		board_apply(b, &e);
	}
	assert_int_equal(BOARD_PAUSES, s->pausec);
	assert_int_equal(1, b->dropped);
	board_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_morning),
		cmocka_unit_test(test_ended_calls_leave),
		cmocka_unit_test(test_board_says_that_nothing_is_recorded),
		cmocka_unit_test(test_second_seat_is_no_second_answer),
		cmocka_unit_test(
			test_what_is_gone_does_not_come_back_by_its_calls),
		cmocka_unit_test(test_full_board_drops_and_says_so),
		cmocka_unit_test(test_events_describe_calls_and_seats),
		cmocka_unit_test(test_a_seat_pauses_in_some_queues),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
