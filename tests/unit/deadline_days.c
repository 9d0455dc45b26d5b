/**
 * @file tests/unit/deadline_days.c  How the files of deadlines count
 */
#include <errno.h>
#include <string.h>

#include "cmocka_all.h"
#include "course/deadline_private.h"
#include "store/expr.h"
#include "util/err.h"
#include "util/util.h"

static struct date day(const char *text)
{
	struct date date = { 0 };

	assert_int_equal(0, date_decode(&date, text));
	return date;
}

static void is_day(const char *want, struct date got)
{
	char text[DATE_TEXT] = "-";

	if (got.year)
		(void)date_encode(text, got);
	assert_string_equal(want, text);
}

static struct expr *compile(struct box *box, const char *sql)
{
	struct expr *expr = NULL;

	if (expr_compile(&expr, box, sql, NULL) != 0)
		fail_msg("%s", err_text(EBADMSG));
	return expr;
}

static void test_numbers_of_days(void **state)
{
	static const struct {
		const char *sql;
		int err;
		bool known;
		int n;
	} cases[] = {
		{ "0", 0, true, 0 },	     { "1", 0, true, 1 },
		{ "10000", 0, true, 10000 }, { "10001", EBADMSG, true, 7 },
		{ "-1", EBADMSG, true, 7 },  { "'5x'", EBADMSG, true, 7 },
		{ "1.5", EBADMSG, true, 7 }, { "NULL", 0, false, 7 },
	};
	struct box *box = NULL;

	(void)state;
	assert_int_equal(0, box_open(&box));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct expr *expr = compile(box, cases[i].sql);
		bool known = true;
		int n = 7;

		assert_int_equal(cases[i].err, making_number(expr, &n, &known));
		assert_int_equal(cases[i].known, known);
		assert_int_equal(cases[i].n, n);
		expr_free(expr);
	}
	box_close(box);
}

static void test_days_of_expressions(void **state)
{
	static const struct {
		const char *sql;
		int err;
		const char *day;
	} cases[] = {
		{ "'2026-11-22'", 0, "2026-11-22" },
		{ "NULL", 0, "-" },
		{ "'2026-02-30'", EBADMSG, "-" },
		{ "5", EBADMSG, "-" },
	};
	struct box *box = NULL;

	(void)state;
	assert_int_equal(0, box_open(&box));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct expr *expr = compile(box, cases[i].sql);
		struct date date = { 2000, 1, 1 };

		assert_int_equal(cases[i].err, making_day(expr, &date));
		if (!cases[i].err)
			is_day(cases[i].day, date);
		expr_free(expr);
	}
	box_close(box);
}

static void test_the_first_year_without_notice_counts(void **state)
{
	int year = 0;

	(void)state;
	making_uncovered(&year, 0);
	assert_int_equal(0, year);
	making_uncovered(&year, 2030);
	assert_int_equal(2030, year);
	making_uncovered(&year, 2031);
	assert_int_equal(2030, year);
	making_uncovered(&year, 2029);
	assert_int_equal(2029, year);
	making_uncovered(&year, 0);
	assert_int_equal(2029, year);
}

static void test_days_end_where_facts_do(void **state)
{
	(void)state;
	is_day("1900-01-01", making_shift(day("1900-01-02"), -1));
	is_day("1900-01-01", making_shift(day("1900-01-02"), -400));
	is_day("1900-01-02", making_shift(day("1900-01-01"), 1));
	is_day("2099-12-31", making_shift(day("2099-12-30"), 1));
	is_day("2099-12-31", making_shift(day("2099-12-30"), 400));
	is_day("2099-12-30", making_shift(day("2099-12-31"), -1));
}

static void test_calendar_days_end_on_working_days(void **state)
{
	static const struct {
		const char *from;
		int n;
		const char *due;
	} cases[] = {
		/* a Saturday; no day passed is none back */
		{ "2026-11-21", 0, "2026-11-23" },
		{ "2026-11-22", 0, "2026-11-23" },
		{ "2026-11-20", 1, "2026-11-23" },
		{ "2026-11-23", -1, "2026-11-20" },
		{ "2026-11-23", 0, "2026-11-23" },
	};
	struct making m = { 0 };
	struct calendar *calendar = NULL;
	struct date due;

	(void)state;
	assert_int_equal(0, calendar_load(&calendar, "data/calendar.yaml"));
	m.calendar = calendar;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int uncovered = 0;

		making_move(&m, day(cases[i].from), cases[i].n, CLOCK_CALENDAR,
			    &due, &uncovered);
		is_day(cases[i].due, due);
		assert_int_equal(0, uncovered);
	}
	calendar_free(calendar);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_of_days),
		cmocka_unit_test(test_days_of_expressions),
		cmocka_unit_test(test_the_first_year_without_notice_counts),
		cmocka_unit_test(test_days_end_where_facts_do),
		cmocka_unit_test(test_calendar_days_end_on_working_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
