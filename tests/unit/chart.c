/**
 * @file tests/unit/chart.c  Days stand in the right cells, and nothing is drawn
 * outside of them
 */
#include "tui/chart.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"

static const struct date today = { 2026, 11, 22 };

static void assert_row(const struct chart *c, struct chart_row row,
		       const char *cells)
{
	struct str to = { 0 };

	chart_draw(c, &row, &to);
	assert_string_equal(cells, str_text(&to));
	str_release(&to);
}

static void test_scale(void **state)
{
	struct chart c;

	(void)state;
	/* a cell a day as long as there is room */
	chart_fit(&c, today, (struct date){ 2026, 11, 20 },
		  (struct date){ 2026, 11, 29 }, 10);
	assert_int_equal(1, c.days);
	assert_int_equal(-1, chart_cell(&c, (struct date){ 2026, 11, 19 }));
	assert_int_equal(0, chart_cell(&c, (struct date){ 2026, 11, 20 }));
	assert_int_equal(9, chart_cell(&c, (struct date){ 2026, 11, 29 }));
	assert_int_equal(10, chart_cell(&c, (struct date){ 2026, 11, 30 }));
	/* the last day asked for is always on it */
	chart_fit(&c, today, (struct date){ 2026, 11, 20 },
		  (struct date){ 2026, 11, 30 }, 10);
	assert_int_equal(2, c.days);
	assert_int_equal(5, chart_cell(&c, (struct date){ 2026, 11, 30 }));
	/* and so is today, whatever was asked for; one cell will do */
	chart_fit(&c, today, (struct date){ 2027, 1, 1 },
		  (struct date){ 2026, 1, 1 }, 0);
	assert_int_equal(1, c.w);
	assert_int_equal(0, chart_cell(&c, today));
}

static void test_rows(void **state)
{
	struct chart c;

	(void)state;
	chart_fit(&c, today, (struct date){ 2026, 11, 20 },
		  (struct date){ 2026, 12, 9 }, 20);
	assert_row(&c, (struct chart_row){ .last = { 0 } },
		   "  |                 ");
	assert_row(&c, (struct chart_row){ .since = { 2026, 11, 21 } },
		   " =|                 ");
	assert_row(&c, (struct chart_row){ .since = { 2026, 10, 1 } },
		   "<=|                 ");
	assert_row(&c,
		   (struct chart_row){ .p10 = { 2026, 11, 24 },
				       .p50 = { 2026, 11, 27 },
				       .p90 = { 2026, 12, 2 },
				       .last = { 2026, 11, 30 } },
		   "  | <..#..!.>       ");
	/* all on one day: the likely one is what counts */
	assert_row(&c,
		   (struct chart_row){ .p10 = { 2026, 11, 24 },
				       .p50 = { 2026, 11, 24 },
				       .p90 = { 2026, 11, 24 },
				       .last = { 2026, 11, 24 } },
		   "  | #               ");
	/* beyond the ends */
	assert_row(&c,
		   (struct chart_row){ .p10 = { 2026, 12, 7 },
				       .p50 = { 2027, 2, 1 },
				       .p90 = { 2027, 5, 1 } },
		   "  |              <.>");
	assert_row(&c, (struct chart_row){ .last = { 2026, 1, 1 } },
		   "  |                 ");
	assert_row(&c, (struct chart_row){ .reached = { 2026, 11, 20 } },
		   "* |                 ");
}

static void test_months(void **state)
{
	struct str to = { 0 };
	struct chart c;

	(void)state;
	chart_fit(&c, today, (struct date){ 2026, 11, 15 },
		  (struct date){ 2027, 2, 10 }, 30);
	assert_int_equal(3, c.days);
	chart_months(&c, &to);
	assert_string_equal("11   12        2027-01    02  ", str_text(&to));
	str_clear(&to);
	/* no room for a whole label: none */
	chart_fit(&c, today, today, (struct date){ 2027, 2, 10 }, 5);
	chart_months(&c, &to);
	assert_string_equal("12   ", str_text(&to));
	str_release(&to);
}

static void test_days_off(void **state)
{
	struct calendar *calendar = NULL;
	struct str to = { 0 };
	struct chart c;

	(void)state;
	assert_int_equal(0, calendar_shipped(&calendar));
	/* Sunday the 22nd; then a week */
	chart_fit(&c, today, today, (struct date){ 2026, 11, 29 }, 8);
	chart_days_off(&c, calendar, &to);
	assert_string_equal("-     --", str_text(&to));
	str_clear(&to);
	/* a cell of several days: a holiday in it, else all of them */
	chart_fit(&c, (struct date){ 2026, 9, 28 },
		  (struct date){ 2026, 9, 28 }, (struct date){ 2026, 10, 17 },
		  4);
	chart_days_off(&c, calendar, &to);
	assert_int_equal(5, c.days);
	assert_string_equal("--  ", str_text(&to));
	str_release(&to);
	calendar_free(calendar);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scale),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_days_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
