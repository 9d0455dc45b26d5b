/**
 * @file tests/unit/seats.c  Seats stand in their room
 */
#include "typeset/seats.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/util.h"

static int read_plan(struct seats *seats, const char *body)
{
	static const unsigned numbers[] = { 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	struct block block = {
		.line = 1,
		.origin = { (unsigned *)numbers, ARRAY_LEN(numbers), 0 },
	};
	int err;

	str_add(&block.body, body);
	err = seats_read(seats, &block, "t");
	str_release(&block.body);
	return err;
}

/* All seats inside, none on another, a passage in front of and behind each */
static void assert_stand(const struct seats *p)
{
	long count = p->v[SEATS_COUNT][0];
	long aisle = p->v[SEATS_AISLE][0];
	long wide = p->v[SEATS_ROOM][p->across];
	long deep = p->v[SEATS_ROOM][!p->across];

	for (long i = 0; i < count; i++) {
		struct box a = seats_place(p, i);

		assert_true(a.x >= aisle && a.x + a.w <= wide - aisle);
		assert_true(a.y >= aisle && a.y + a.h <= deep - aisle);
		for (long k = 0; k < i; k++) {
			struct box b = seats_place(p, k);

			assert_true(a.x >= b.x + b.w || b.x >= a.x + a.w ||
				    a.y >= b.y + b.h + aisle ||
				    b.y >= a.y + a.h + aisle);
		}
	}
}

static void test_seats_stand_inside_and_apart(void **state)
{
	static const char *const plans[] = {
		"area | 160\nrows | 5\ncolumns | 6\ncount | 30",
		"area | 800\ncount | 200\nbuilt | 150",
		"room | 6.5 | 4\ncount | 1",
		"room | 4 | 6.5\ncount | 1",
		"area | 500\nrows | 4\ncount | 61",
		"area | 500\ncolumns | 4\ncount | 61\naisle | 0.9",
		"room | 100 | 100\nrows | 20\ncolumns | 50\nblock | 7",
		"room | 500 | 500\ncount | 2000\nseat | 2 | 1.5\naisle | 2",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(plans); i++) {
		struct seats seats;

		assert_int_equal(0, read_plan(&seats, plans[i]));
		assert_true(seats.v[SEATS_ROOM][0] >= seats.v[SEATS_ROOM][1]);
		assert_stand(&seats);
		seats_release(&seats);
	}
}

/* The smallest room of a plan takes it, one a centimetre shorter does not and
 * says so */
static void test_what_is_missing_is_told(void **state)
{
	char body[200];
	struct seats seats;

	(void)state;
	/* 6 * 1.2 + 2 * 1.2 = 9.6 by 5 * 0.7 + 6 * 1.2 = 10.7 */
	assert_int_equal(0, read_plan(&seats, "room | 10.7 | 9.6\n"
					      "rows | 5\ncolumns | 6"));
	assert_stand(&seats);
	seats_release(&seats);
	for (int cm = 1; cm < 300; cm += 7) {
		(void)snprintf(body, sizeof(body),
			       "rows | 5\nroom | 10.7 | %d.%02d\ncolumns | 6",
			       (960 - cm) / 100, (960 - cm) % 100);
		assert_int_equal(EBADMSG, read_plan(&seats, body));
		(void)snprintf(body, sizeof(body), "%d.%02d m", cm / 100,
			       cm % 100);
		assert_non_null(strstr(err_text(EBADMSG), "t:3: "));
		assert_non_null(strstr(err_text(EBADMSG), body));
		seats_release(&seats);
	}
}

/* clang-format off */
static const struct {
	const char *body;
	const char *want;
} wrong[] = {
	{ "",                                        "t:1: " },
	{ "area | 100",                              "t:1: " },
	{ "count | 3",                               "t:1: " },
	{ "area | 100\ncount | 0",                   "t:3: " },
	{ "area | 100\ncount | 2001",                "t:3: " },
	{ "area | 100\ncount | 2.5",                 "t:3: " },
	{ "area | -1\ncount | 2",                    "t:2: " },
	{ "area | 100\narea | 100\ncount | 2",       "t:3: " },
	{ "area | 100 | 2\ncount | 2",               "t:2: " },
	{ "room | 10\ncount | 2",                    "t:2: " },
	{ "area | 100\nrows | 2\ncolumns | 2\ncount | 5", "t:5: " },
	{ "area | 100\ncount | 2\nbuilt | 3",        "t:4: " },
	{ "area | 100\nchairs | 2",                  "t:3: " },
	{ "area | 100\ndoor | up | 1 | 1",           "t:3: " },
	{ "area | 100\ndoor | top | 1",              "t:3: " },
	{ "area | 100000\nrows | 500\ncolumns | 500", "t:1: " },
	{ "area | 9\ncount | 30",                    "t:2: " },
};
/* clang-format on */

static void test_wrong_plans_name_their_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct seats seats;

		assert_int_equal(EBADMSG, read_plan(&seats, wrong[i].body));
		assert_non_null(strstr(err_text(EBADMSG), wrong[i].want));
		seats_release(&seats);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seats_stand_inside_and_apart),
		cmocka_unit_test(test_what_is_missing_is_told),
		cmocka_unit_test(test_wrong_plans_name_their_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
