/**
 * @file tests/unit/follow.c  A board that went over the wire goes on as the
 * one it was copied from
 */
#include "tui/follow.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "tui/board.h"
#include "util/rng.h"
#include "util/util.h"
#include "web/view.h"

#define NOW    1700000000000
#define EVENTS 400
#define SEATS  5
#define QUEUES 2
#define CALLS  6

static struct notice list; /* too much for a stack */

static int pick(struct rng *r, int n)
{
	return (int)(rng_next(r) % (uint64_t)n);
}

static void name(char to[RECORD_NAME], const char *kind, int n)
{
	(void)snprintf(to, RECORD_NAME, "%s%d", kind, n);
}

static void random_call(struct call_event *e, struct rng *r)
{
	e->call = 1 + pick(r, CALLS);
	e->state = (enum call_state)pick(r, CALL_STATE_COUNT);
	e->result = RESULT_OPEN;
	if (e->state == CALL_ENDED)
		e->result = (enum record_result)(RESULT_OPEN + 1 +
						 pick(r, RESULT_COUNT - 1));
	e->wait_ms = pick(r, 60000);
	if (pick(r, 3))
		name(e->queue, "q", pick(r, QUEUES));
	if (pick(r, 2))
		name(e->seat, "s", pick(r, SEATS));
	(void)snprintf(e->caller, sizeof(e->caller), "<b>%d\"\\", pick(r, 9));
	(void)snprintf(e->called, sizeof(e->called), "95012345");
}

static struct call_event random_event(struct rng *r, int64_t at)
{
	struct call_event e = { .at = at };

	e.type = (enum call_event_type)pick(r, EVENT_COUNT);
	if (pick(r, 2))
		e.type = EVENT_CALL;
	if (e.type == EVENT_CALL) {
		random_call(&e, r);
	} else if (e.type == EVENT_SEAT) {
		name(e.seat, "s", pick(r, SEATS));
		e.seat_state = (enum seat_state)pick(r, SEAT_STATE_COUNT);
		e.missed = pick(r, 5);
		e.call = pick(r, CALLS);
		name(e.reason, "午", pick(r, 3));
	} else if (e.type == EVENT_QUEUE) {
		name(e.queue, "q", pick(r, QUEUES));
		e.service_level = 20000;
		e.short_abandon = 5000;
	} else if (e.type == EVENT_BREACH) {
		name(e.seat, "s", pick(r, SEATS));
		(void)snprintf(e.called, sizeof(e.called), "139%08d",
			       pick(r, 99));
	} else if (e.type == EVENT_DRILL) {
		e.done = pick(r, 30);
		e.of = 30;
		e.failed = pick(r, 3);
		name(e.queue, "drill", 1);
	}
	return e;
}

static char *write_board(const struct board *b)
{
	const struct view_more more = { "1.1", NOW, "" };
	struct json j = { .comma = false };

	view_board(&j, b, &more, false);
	return str_take(&j.s);
}

static void pass_on(struct board *to, const struct call_event *e)
{
	struct json j = { .comma = false };
	struct call_event copy;

	view_event(&j, e, false);
	assert_int_equal(0, follow_read_event(&copy, &list, j.s.s, j.s.len));
	str_release(&j.s);
	board_apply(to, &copy);
}

static void same(const struct board *a, const struct board *b)
{
	char *one = write_board(a);
	char *two = write_board(b);

	assert_string_equal(one, two);
	free(one);
	free(two);
}

static void copy_board(struct board *to, const struct board *from)
{
	char *json = write_board(from);
	int64_t started = 0;

	assert_int_equal(
		0, follow_read_board(to, &list, &started, json, strlen(json)));
	assert_int_equal(NOW, started);
	free(json);
}

/* Copies a board after so many events, and lets both go on */
static void go_on(struct rng *r, struct board *a, struct board *b, int copied)
{
	int64_t at = NOW;

	for (int i = 0; i < EVENTS; i++) {
		struct call_event e = random_event(r, at);

		/* the engine tells of every seat at first */
		if (i < SEATS) {
			e = (struct call_event){ .type = EVENT_SEAT, .at = at };
			name(e.seat, "s", i);
		}
		at += pick(r, 1000000); /* over several midnights */
		board_apply(a, &e);
		if (i > copied)
			pass_on(b, &e);
		if (i == copied)
			copy_board(b, a);
		if (i >= copied)
			same(a, b);
	}
}

static void test_a_copy_goes_on_as_the_original(void **state)
{
	(void)state;

	for (unsigned seed = 1; seed <= 60; seed++) {
		struct rng r = { seed };
		struct board *a = NULL;
		struct board *b = NULL;

		assert_int_equal(0, board_alloc(&a, SEATS, QUEUES, CALLS));
		assert_int_equal(0, board_alloc(&b, SEATS, QUEUES, CALLS));
		go_on(&r, a, b, SEATS + pick(&r, EVENTS - SEATS));
		board_free(a);
		board_free(b);
	}
}

static void test_what_is_no_board_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "",	"[]",	"{",
					   "1", "null", "{\"seats\": " };
	struct call_event e;
	struct board *b = NULL;
	int64_t started;

	assert_int_equal(0, board_alloc(&b, 1, 1, 1));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_int_equal(EBADMSG,
				 follow_read_board(b, &list, &started, bad[i],
						   strlen(bad[i])));
		assert_int_equal(EBADMSG, follow_read_event(&e, &list, bad[i],
							    strlen(bad[i])));
	}
	/* what is of another kind than it should be is left out */
	assert_int_equal(
		0, follow_read_board(
			   b, &list, &started,
			   "{\"at\":\"x\",\"seats\":[1,{\"seat\":7},{\"seat\":"
			   "\"01\",\"state\":\"dancing\",\"since\":1e300}],"
			   "\"calls\":{},\"results\":[]}",
			   sizeof("{\"at\":\"x\",\"seats\":[1,{\"seat\":7},{"
				  "\"seat\":\"01\",\"state\":\"dancing\","
				  "\"since\":1e300}],\"calls\":{},\"results\":"
				  "[]}") -
				   1));
	board_free(b);
}

static void test_a_drill_that_tells_nothing_has_stopped(void **state)
{
	struct board *b = NULL;
	struct call_event e = { .type = EVENT_DRILL,
				.at = NOW,
				.queue = "thirty",
				.reason = "calls",
				.done = 3,
				.of = 9 };
	struct str line = { 0 };

	(void)state;
	assert_int_equal(0, board_alloc(&b, SEATS, QUEUES, CALLS));
	assert_false(board_drill_stopped(b, NOW));
	board_apply(b, &e);
	board_drill(&line, b, NOW + 20000);
	assert_string_equal("Drill thirty calls: 3 of 9, 0 failed", line.s);
	str_clear(&line);
	board_drill(&line, b, NOW + 31000);
	assert_non_null(strstr(line.s, "Drill thirty has stopped: nothing was "
				       "heard since "));
	assert_non_null(strstr(line.s, "; 3 of 9, 0 failed"));
	assert_true(board_drill_stopped(b, NOW + 31000));
	str_clear(&line);
	e.of = 0;
	e.done = 9;
	board_apply(b, &e);
	board_drill(&line, b, NOW + 31000);
	assert_string_equal("Drill thirty is over: 9 of 9, 0 failed", line.s);
	str_release(&line);
	board_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_drill_that_tells_nothing_has_stopped),
		cmocka_unit_test(test_a_copy_goes_on_as_the_original),
		cmocka_unit_test(test_what_is_no_board_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
