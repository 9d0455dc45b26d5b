/**
 * @file tests/unit/deadline_text.c  Deadlines in words
 */
#include <string.h>

#include "cmocka_all.h"
#include "course/deadline.h"
#include "util/clock.h"
#include "util/str.h"
#include "util/util.h"

static struct date day(const char *text)
{
	struct date date = { 0 };

	assert_int_equal(0, date_decode(&date, text));
	return date;
}

static int begin(void **state)
{
	(void)state;
	clock_fix(day("2026-11-22"));
	return 0;
}

static int end(void **state)
{
	(void)state;
	return clock_init();
}

static void says(const char *want, struct str *said)
{
	assert_string_equal(want, str_text(said));
	str_release(said);
}

static void test_how_far_away(void **state)
{
	static const struct {
		const char *due;
		const char *words;
	} cases[] = {
		{ "2026-11-19", "3 days late" },
		{ "2026-11-20", "2 days late" },
		{ "2026-11-21", "1 day late" },
		{ "2026-11-22", "today" },
		{ "2026-11-23", "tomorrow" },
		{ "2026-11-24", "in 2 days" },
	};
	struct str said = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		deadline_distance(&said, day(cases[i].due));
		says(cases[i].words, &said);
	}
}

static void test_who(void **state)
{
	struct str said = { 0 };

	(void)state;
	deadline_whom(&said, SIDE_US, "Li", "Wang");
	says("Li/Wang", &said);
	deadline_whom(&said, SIDE_US, "Li", NULL);
	says("Li", &said);
	deadline_whom(&said, SIDE_US, NULL, NULL);
	assert_true(said.len > 0);
	assert_null(strchr(said.s, '/'));
	str_release(&said);
}

static void test_what_is_doubtful(void **state)
{
	struct deadline d = { .state = DEADLINE_OPEN, .unit = CLOCK_WORKING };
	struct str said = { 0 };

	(void)state;
	deadline_doubt(&said, &d);
	says("", &said);
	d.uncovered = 2030;
	deadline_doubt(&said, &d);
	says("  approximate: 2030 is not covered", &said);
	d.uncovered = 0;
	d.unit = CLOCK_UNSTATED;
	deadline_doubt(&said, &d);
	says("  kind of days not stated, taken as working days", &said);
	d.unit = CLOCK_WORKING;
	d.state = DEADLINE_PAUSED;
	d.left = 4;
	deadline_doubt(&said, &d);
	says("  4 days left when it runs on", &said);
}

/* What the list shows without being asked for all of it */
static void test_what_is_near(void **state)
{
	struct deadline d = { .state = DEADLINE_OPEN };

	(void)state;
	assert_true(deadline_is_near(&d)); /* no day yet */
	d.due = day("2027-02-20");	   /* 90 days */
	assert_true(deadline_is_near(&d));
	d.due = day("2027-02-21");
	assert_false(deadline_is_near(&d));
	d.opens = day("2026-11-23");
	assert_false(deadline_is_near(&d));
	d.opens = day("2026-11-22");
	assert_true(deadline_is_near(&d));
	d.state = DEADLINE_DONE;
	assert_false(deadline_is_near(&d));
	d.state = DEADLINE_PAUSED;
	assert_true(deadline_is_near(&d));
	d.state = DEADLINE_UNKNOWN;
	assert_true(deadline_is_near(&d));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_how_far_away),
		cmocka_unit_test(test_who),
		cmocka_unit_test(test_what_is_doubtful),
		cmocka_unit_test(test_what_is_near),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
