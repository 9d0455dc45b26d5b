/**
 * @file tests/unit/figures.c  What queues and seats did, by day
 */
#include "call/figures.h"

#include "call/board.h"
#include "cmocka_all.h"
#include "util/date.h"
#include "util/rng.h"
#include "util/util.h"

#define MIDNIGHT 1699977600000 /* 2023-11-15 00:00 in China */
#define HOUR	 INT64_C(3600000)
#define DAY	 (24 * HOUR)

static struct board *open_board(int64_t at)
{
	const struct call_event queue = { .type = EVENT_QUEUE,
					  .at = at,
					  .queue = "service",
					  .service_level = 20000,
					  .short_abandon = 5000 };
	const struct call_event other = { .type = EVENT_QUEUE,
					  .at = at,
					  .queue = "repair",
					  .service_level = 20000 };
	struct board *b = NULL;

	assert_int_equal(0, board_alloc(&b, 2, 2, 9));
	board_apply(b, &queue);
	board_apply(b, &other);
	return b;
}

static void seat(struct board *b, int64_t at, enum seat_state state,
		 const char *reason)
{
	struct call_event e = {
		.type = EVENT_SEAT, .at = at, .seat = "01", .seat_state = state
	};

	record_put(e.reason, sizeof(e.reason), reason);
	board_apply(b, &e);
}

static void apply(struct board *b, struct call_event e, const char *queue)
{
	e.type = EVENT_CALL;
	record_put(e.seat, sizeof(e.seat), "01");
	record_put(e.queue, sizeof(e.queue), queue);
	board_apply(b, &e);
}

static void call(struct board *b, int64_t at, int64_t id, enum call_state state,
		 const char *queue, int64_t wait)
{
	apply(b,
	      (struct call_event){ .at = at,
				   .call = id,
				   .state = state,
				   .wait_ms = wait,
				   .result = RESULT_OPEN },
	      queue);
}

static void ended(struct board *b, int64_t at, int64_t id, const char *queue,
		  int64_t wait, enum record_result result)
{
	apply(b,
	      (struct call_event){ .at = at,
				   .call = id,
				   .state = CALL_ENDED,
				   .wait_ms = wait,
				   .result = result },
	      queue);
}

static const struct queue_figures *of(const struct board *b, const char *queue)
{
	return &board_queue(b, queue)->figures[FIGURES_TODAY];
}

static void test_days_are_those_of_china(void **state)
{
	struct figures_day day = { .number = 0 };
	(void)state;

	assert_true(figures_day_is_new(&day, MIDNIGHT - 1));
	assert_false(figures_day_is_new(&day, MIDNIGHT - HOUR));
	assert_true(figures_day_is_new(&day, MIDNIGHT));
	assert_int_equal(MIDNIGHT, figures_day_begin(&day));
	assert_false(figures_day_is_new(&day, MIDNIGHT - 1));
	assert_true(figures_day_is_new(&day, MIDNIGHT + 3 * DAY));
	assert_int_equal(MIDNIGHT + 3 * DAY, figures_day_begin(&day));
}

static void test_time_of_a_seat_is_split_at_midnight(void **state)
{
	struct seat_figures f;
	struct board *b = open_board(MIDNIGHT - 2 * HOUR);
	(void)state;

	seat(b, MIDNIGHT - 2 * HOUR, SEAT_READY, "");
	seat(b, MIDNIGHT - HOUR, SEAT_PAUSED, "lunch");
	seat(b, MIDNIGHT + HOUR, SEAT_READY, "");
	seat(b, MIDNIGHT + 2 * HOUR, SEAT_TALKING, "");
	f = board_seat_figures(board_seat(b, "01"), FIGURES_TODAY,
			       MIDNIGHT + 5 * HOUR);
	assert_int_equal(HOUR, f.in_state[SEAT_PAUSED]);
	assert_string_equal("lunch", f.pauses[0].reason);
	assert_int_equal(HOUR, f.pauses[0].ms);
	assert_int_equal(HOUR, f.in_state[SEAT_READY]);
	assert_int_equal(3 * HOUR, f.in_state[SEAT_TALKING]);
	assert_int_equal(75, figures_occupancy(&f));
	f = board_seat_figures(board_seat(b, "01"), FIGURES_START,
			       MIDNIGHT + 5 * HOUR);
	assert_int_equal(2 * HOUR, f.in_state[SEAT_PAUSED]);
	assert_int_equal(2 * HOUR, f.in_state[SEAT_READY]);
	assert_int_equal(1, f.answered);
	board_tick(b, MIDNIGHT + DAY);
	f = board_seat_figures(board_seat(b, "01"), FIGURES_TODAY,
			       MIDNIGHT + DAY + 7);
	assert_int_equal(7, f.in_state[SEAT_TALKING]);
	assert_int_equal(0, f.answered);
	board_free(b);
}

static void test_no_time_is_lost_or_doubled(void **state)
{
	struct rng rng = { .state = 3 };
	struct board *b = open_board(MIDNIGHT);
	int64_t at = MIDNIGHT;
	(void)state;

	seat(b, at, SEAT_OFFLINE, "");
	for (int i = 0; i < 3000; i++) {
		struct seat_figures f;
		int64_t sum[FIGURES_PERIODS] = { 0 };

		at += (int64_t)(rng_next(&rng) % (3 * HOUR));
		seat(b, at,
		     (enum seat_state)(rng_next(&rng) % SEAT_STATE_COUNT),
		     rng_next(&rng) & 1 ? "a" : "b");
		for (int p = 0; p < FIGURES_PERIODS; p++) {
			f = board_seat_figures(board_seat(b, "01"),
					       (enum figures_period)p, at);
			for (int s = 0; s < SEAT_STATE_COUNT; s++)
				sum[p] += f.in_state[s];
			assert_int_equal(f.in_state[SEAT_PAUSED],
					 f.pauses[0].ms + f.pauses[1].ms);
		}
		assert_int_equal(at - MIDNIGHT, sum[FIGURES_START]);
		assert_int_equal((at - MIDNIGHT) % DAY, sum[FIGURES_TODAY]);
	}
	board_free(b);
}

static void test_calls_of_a_queue(void **state)
{
	struct board *b = open_board(MIDNIGHT);
	int64_t t = MIDNIGHT + HOUR;
	const struct queue_figures *f = of(b, "service");
	(void)state;

	/* in time; too late; left soon; left; waited too long; full */
	static const struct {
		int64_t wait;
		enum record_result result;
	} rows[] = {
		{ 20000, RESULT_ANSWERED }, { 30000, RESULT_ANSWERED },
		{ 4999, RESULT_ABANDONED }, { 5000, RESULT_ABANDONED },
		{ 180000, RESULT_TIMEOUT }, { 0, RESULT_FULL },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t id = (int64_t)i + 1;

		call(b, t, id, CALL_QUEUED, "service", 0);
		if (rows[i].result == RESULT_ANSWERED)
			call(b, t, id, CALL_BRIDGED, "service", rows[i].wait);
		ended(b, t + 60000, id, "service", rows[i].wait,
		      rows[i].result);
	}
	assert_int_equal(6, f->entered);
	assert_int_equal(2, f->answered);
	assert_int_equal(1, f->in_time);
	assert_int_equal(2, f->abandoned);
	assert_int_equal(1, f->left_soon);
	assert_int_equal(1, f->timed_out);
	assert_int_equal(1, f->turned_away);
	assert_int_equal(180000, f->wait_max);
	assert_int_equal(25000, figures_average_wait(f));
	assert_int_equal(120000, f->talk_ms);
	assert_int_equal(20, figures_service_level(f));
	assert_int_equal(20, figures_abandoned(f));
	board_free(b);
}

static void test_moved_call_counts_for_both_queues(void **state)
{
	struct board *b = open_board(MIDNIGHT);
	int64_t t = MIDNIGHT + HOUR;
	(void)state;

	seat(b, t, SEAT_READY, ""); /* seats are there before calls */
	call(b, t, 1, CALL_QUEUED, "service", 0);
	call(b, t + 9000, 1, CALL_BRIDGED, "service", 9000);
	seat(b, t + 9000, SEAT_TALKING, "");
	call(b, t + 29000, 1, CALL_QUEUED, "repair", 9000);
	seat(b, t + 29000, SEAT_WRAP_UP, "");
	seat(b, t + 36000, SEAT_READY, "");
	ended(b, t + 54000, 1, "repair", 34000, RESULT_ANSWERED);

	assert_int_equal(1, of(b, "service")->answered);
	assert_int_equal(1, of(b, "service")->moved_on);
	assert_int_equal(20000, of(b, "service")->talk_ms);
	assert_int_equal(7000, of(b, "service")->wrap_ms);
	assert_int_equal(27000, figures_handling(of(b, "service")));
	assert_int_equal(1, of(b, "repair")->entered);
	assert_int_equal(1, of(b, "repair")->abandoned);
	assert_int_equal(25000, of(b, "repair")->wait_max);
	board_free(b);
}

static void test_without_calls_nothing_is_claimed(void **state)
{
	const struct queue_figures none = { .entered = 0 };
	const struct seat_figures idle = { .answered = 0 };
	(void)state;

	assert_int_equal(-1, figures_service_level(&none));
	assert_int_equal(-1, figures_abandoned(&none));
	assert_int_equal(0, figures_average_wait(&none));
	assert_int_equal(-1, figures_occupancy(&idle));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days_are_those_of_china),
		cmocka_unit_test(test_time_of_a_seat_is_split_at_midnight),
		cmocka_unit_test(test_no_time_is_lost_or_doubled),
		cmocka_unit_test(test_calls_of_a_queue),
		cmocka_unit_test(test_moved_call_counts_for_both_queues),
		cmocka_unit_test(test_without_calls_nothing_is_claimed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
