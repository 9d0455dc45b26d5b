/**
 * @file tests/unit/deadline_rows.c  Deadlines of rows that the pack has not
 *
 * What the rows of a pack may say, and its own do not: duties of every year
 * without a first day, expressions that fail, steps without a date.
 */
#include <errno.h>
#include <string.h>

#include "cmocka_all.h"
#include "course/deadline.h"
#include "course/stage.h"
#include "mini_pack.h"
#include "util/clock.h"
#include "util/err.h"

#define TODAY 2026

/* The lists of the file that must not be empty */
#define AN_EXPIRY     \
	"expiries:\n" \
	"  - {id: E-1, title: 期, each: step, fact: due, ahead: 9, sources: [D]}\n"
#define A_DUTY      \
	"duties:\n" \
	"  - {id: D-1, title: 事, whom: us, standing: true, sources: [D]}\n"

/* Fails when it is asked, not before */
#define TOO_LARGE "abs(-9223372036854775807 - length('x'))"

struct office {
	struct pack *pack;
	struct checker *checker;
	struct calendar *calendar;
	struct facts facts;
	struct deadlines all;
};

static void open_with(struct office *o, const char *file, const char *text)
{
	const struct mini_file one = { file, text, 0 };

	*o = (struct office){ 0 };
	clock_fix((struct date){ TODAY, 11, 22 });
	if (mini_load(&o->pack, file ? &one : NULL) != 0 ||
	    checker_alloc(&o->checker, o->pack) != 0)
		fail_msg("%s", err_text(EBADMSG));
	assert_int_equal(0, calendar_load(&o->calendar, "data/calendar.yaml"));
}

static void close_it(struct office *o)
{
	deadlines_release(&o->all);
	facts_release(&o->facts);
	calendar_free(o->calendar);
	checker_free(o->checker);
	pack_free(o->pack);
	assert_int_equal(0, clock_init());
}

static void put(struct office *o, const char *key, const char *text)
{
	const struct fact_set one[] = { { .key = key, .text = text },
					{ .key = NULL } };

	if (facts_suppose(&o->facts, o->pack, one) != 0)
		fail_msg("%s=%s: %s", key, text, err_text(EINVAL));
}

static int make(struct office *o)
{
	deadlines_release(&o->all);
	return deadlines_make(&o->all, o->checker, o->calendar, &o->facts);
}

static bool has(struct office *o, const char *key)
{
	assert_int_equal(0, make(o));
	return deadlines_find(&o->all, key) != NULL;
}

static void test_a_yearly_duty_is_told_for_thirty_years(void **state)
{
	struct office o;

	(void)state;
	open_with(&o, NULL, NULL);
	put(&o, "step[1].date", "1990-05-06");
	assert_false(has(&o, "D-1:1995"));
	assert_true(has(&o, "D-1:1996"));
	assert_true(has(&o, "D-1:2027"));
	assert_false(has(&o, "D-1:2028"));

	/* from the year behind its first day, if that is later */
	put(&o, "step[1].date", "1996-05-06");
	assert_false(has(&o, "D-1:1996"));
	assert_true(has(&o, "D-1:1997"));
	close_it(&o);
}

static void test_a_yearly_duty_without_a_first_day_begins_now(void **state)
{
	struct office o;

	(void)state;
	open_with(&o, "data/duties.yaml",
		  "duties:\n"
		  "  - {id: D-1, title: 事, whom: us, every: year, "
		  "month_day: \"03-31\", sources: [D]}\n" AN_EXPIRY);
	assert_false(has(&o, "D-1:2025"));
	assert_true(has(&o, "D-1:2026"));
	assert_true(has(&o, "D-1:2027"));
	assert_false(has(&o, "D-1:2028"));
	close_it(&o);
}

static void is_unknown(struct office *o)
{
	const struct deadline *d;

	assert_int_equal(0, make(o));
	d = deadlines_find(&o->all, "c");
	assert_non_null(d);
	assert_int_equal(DEADLINE_UNKNOWN, d->state);
	assert_int_equal(0, d->due.year);
	assert_non_null(strstr(d->note, "date"));
}

static void test_a_step_without_a_date_makes_no_day(void **state)
{
	struct office o;
	const struct deadline *d;

	(void)state;
	open_with(&o, NULL, NULL);
	put(&o, "step[1].act", "go");
	put(&o, "step[1].to", "B");
	is_unknown(&o);

	/* nor does one behind it, as long as others follow */
	put(&o, "step[1].date", "2026-11-02");
	put(&o, "step[2].act", "note");
	is_unknown(&o);
	put(&o, "step[3].act", "note");
	put(&o, "step[3].date", "2026-11-04");
	is_unknown(&o);
	put(&o, "step[2].date", "2026-11-03");
	assert_int_equal(0, make(&o));
	d = deadlines_find(&o.all, "c");
	assert_int_equal(DEADLINE_OPEN, d->state);
	assert_int_equal(9, d->due.day);
	assert_int_equal(CLOCK_WORKING, d->unit);
	close_it(&o);
}

static void test_what_does_not_apply_does_not_expire(void **state)
{
	struct office o;

	(void)state;
	open_with(&o, "data/duties.yaml",
		  A_DUTY
		  "expiries:\n"
		  "  - {id: E-1, title: 期, each: step, fact: due, ahead: 9, "
		  "sources: [D], when: site.seats > 10}\n");
	put(&o, "step[1].due", "2026-12-02");
	put(&o, "site.seats", "10");
	assert_false(has(&o, "E-1:step[1]"));
	put(&o, "site.seats", "11");
	assert_true(has(&o, "E-1:step[1]"));
	close_it(&o);
}

#define CLOCK(more)                                                           \
	"clocks:\n"                                                           \
	"  - {id: bad, title: 钟, whom: us, start: [go], sources: [D], " more \
	"}\n"
#define DUTY(more)                                               \
	"duties:\n"                                              \
	"  - {id: bad, title: 事, whom: us, sources: [D], " more \
	"}\n" AN_EXPIRY

/* What fails is told with the row it stands in, and makes no list */
static void test_expressions_that_fail_are_named(void **state)
{
	static const char *const cases[][2] = {
		{ "data/clocks.yaml", CLOCK("days: \"5\", unit: \"'working'\", "
					    "when: " TOO_LARGE) },
		{ "data/clocks.yaml",
		  CLOCK("days: " TOO_LARGE ", unit: \"'working'\"") },
		{ "data/clocks.yaml", CLOCK("days: \"5\", unit: " TOO_LARGE) },
		{ "data/duties.yaml",
		  DUTY("standing: true, when: " TOO_LARGE) },
		{ "data/duties.yaml", DUTY("due: " TOO_LARGE) },
		{ "data/duties.yaml", DUTY("due: \"'2026-01-01'\", "
					   "done_when: " TOO_LARGE) },
		{ "data/duties.yaml", DUTY("standing: true, "
					   "done_when: " TOO_LARGE) },
		{ "data/duties.yaml", A_DUTY
		  "expiries:\n"
		  "  - {id: bad, title: 期, each: step, fact: due, ahead: 9, "
		  "sources: [D], when: " TOO_LARGE "}\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct office o;
		int err;

		open_with(&o, cases[i][0], cases[i][1]);
		put(&o, "step[1].act", "go");
		put(&o, "step[1].to", "B");
		put(&o, "step[1].date", "2026-11-02");
		put(&o, "step[1].due", "2026-12-02");
		err = make(&o);
		if (err == 0)
			print_message("%s\n", cases[i][1]);
		assert_int_not_equal(0, err);
		assert_non_null(strstr(err_text(err), "bad: "));
		close_it(&o);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_yearly_duty_is_told_for_thirty_years),
		cmocka_unit_test(
			test_a_yearly_duty_without_a_first_day_begins_now),
		cmocka_unit_test(test_a_step_without_a_date_makes_no_day),
		cmocka_unit_test(test_what_does_not_apply_does_not_expire),
		cmocka_unit_test(test_expressions_that_fail_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
