/**
 * @file tests/unit/calendar.c  Working days in China, V-11
 */
#include "pack/calendar.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/str.h"
#include "util/util.h"

static int set_up(void **state)
{
	return calendar_load((struct calendar **)state, "data/calendar.yaml");
}

static int tear_down(void **state)
{
	calendar_free(*state);
	return 0;
}

static struct date day(const char *text)
{
	struct date date = { 0 };

	assert_int_equal(0, date_decode(&date, text));
	return date;
}

static const struct {
	const char *event;
	int n;
	int uncovered;
	const char *result;
} counts[] = {
	/* Vectors of the domain rules */
	{ "2026-02-09", 5, 0, "2026-02-14" }, /* a Saturday that is worked */
	{ "2026-02-13", 5, 0, "2026-02-27" },
	{ "2026-09-28", 5, 0, "2026-10-10" },
	{ "2026-04-29", 5, 0, "2026-05-09" },
	{ "2026-09-18", 5, 0, "2026-09-24" },
	{ "2026-09-24", 10, 0, "2026-10-15" },
	{ "2026-01-05", 20, 0, "2026-02-02" },
	{ "2026-01-05", 40, 0, "2026-03-06" },
	{ "2026-01-05", 60, 0, "2026-04-03" },
	{ "2025-09-25", 5, 0, "2025-10-09" },
	{ "2025-12-30", 5, 0, "2026-01-07" },
	/* Events on a day off: a holiday, a Sunday, a worked Saturday */
	{ "2026-02-16", 1, 0, "2026-02-24" },
	{ "2026-10-01", 5, 0, "2026-10-13" },
	{ "2026-03-01", 1, 0, "2026-03-02" },
	{ "2026-02-14", 1, 0, "2026-02-24" },
	{ "2026-02-27", 1, 0, "2026-02-28" },
	/* Backwards */
	{ "2026-02-24", -1, 0, "2026-02-14" },
	{ "2026-10-08", -1, 0, "2026-09-30" },
	{ "2026-01-07", -5, 0, "2025-12-30" },
	/* None at all */
	{ "2026-02-16", 0, 0, "2026-02-16" },
	{ "2030-01-05", 0, 0, "2030-01-05" },
	/* Across the edge of what is covered: weekends only */
	{ "2026-12-30", 1, 0, "2026-12-31" },
	{ "2026-12-30", 5, 2027, "2027-01-06" },
	{ "2026-12-31", 1, 2027, "2027-01-01" },
	{ "2025-01-02", -1, 2024, "2024-12-31" },
	{ "2024-12-31", 1, 0, "2025-01-02" },
	{ "2024-12-27", 3, 2024, "2025-01-02" },
	{ "2027-09-30", 5, 2027, "2027-10-07" },
};

static void test_counts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
		struct workday got = { 0 };
		char text[DATE_TEXT];
		int uncovered = -1;

		assert_int_equal(0, calendar_add(*state, &got,
						 day(counts[i].event),
						 counts[i].n));
		if (strcmp(counts[i].result, date_encode(text, got.date)) != 0)
			fail_msg("%s %+d: %s, not %s", counts[i].event,
				 counts[i].n, text, counts[i].result);
		assert_int_equal(counts[i].uncovered, got.uncovered);
		if (counts[i].n == 0)
			continue;
		/* and back */
		assert_int_equal(counts[i].n,
				 calendar_between(*state, day(counts[i].event),
						  got.date, &uncovered));
		assert_int_equal(counts[i].uncovered, uncovered);
	}
}

static void test_working_days_of_a_year(void **state)
{
	static const char *const edges[][2] = {
		{ "2024-12-31", "2025-12-31" },
		{ "2025-12-31", "2026-12-31" },
	};
	int uncovered = -1;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(edges); i++) {
		assert_int_equal(248, calendar_between(*state, day(edges[i][0]),
						       day(edges[i][1]),
						       &uncovered));
		assert_int_equal(0, uncovered);
	}
	assert_true(calendar_covers(*state, 2025));
	assert_true(calendar_covers(*state, 2026));
	assert_false(calendar_covers(*state, 2027));
	assert_false(calendar_covers(*state, 2024));
	assert_string_equal("国务院办公厅关于2026年部分节假日安排的通知",
			    calendar_title(*state, 2026));
	assert_string_equal("P:HOL2026, G:hol", calendar_sources(*state, 2026));
	assert_null(calendar_title(*state, 2027));
}

/* Every day of both years against the days of the notices, written out */
static void test_every_day_of_both_years(void **state)
{
	static const char off[] =
		"20250101 20250128 20250129 20250130 20250131 20250201 "
		"20250202 20250203 20250204 20250404 20250405 20250406 "
		"20250501 20250502 20250503 20250504 20250505 20250531 "
		"20250601 20250602 20251001 20251002 20251003 20251004 "
		"20251005 20251006 20251007 20251008 20260101 20260102 "
		"20260103 20260215 20260216 20260217 20260218 20260219 "
		"20260220 20260221 20260222 20260223 20260404 20260405 "
		"20260406 20260501 20260502 20260503 20260504 20260505 "
		"20260619 20260620 20260621 20260925 20260926 20260927 "
		"20261001 20261002 20261003 20261004 20261005 20261006 "
		"20261007";
	static const char work[] =
		"20250126 20250208 20250427 20250928 20251011 20260104 "
		"20260214 20260228 20260509 20260920 20261010";
	const int64_t end = date_number(day("2026-12-31"));
	int days = 0;

	for (int64_t n = date_number(day("2025-01-01")); n <= end; n++) {
		const struct date date = date_from_number(n);
		const struct calendar_day is = calendar_day(*state, date);
		/* 2025-01-01 was a Wednesday */
		const bool weekend = (days++ + 2) % 7 >= 5;
		char text[32];

		(void)snprintf(text, sizeof(text), "%04d%02d%02d", date.year,
			       date.month, date.day);
		assert_int_equal(strstr(work, text) ||
					 (!weekend && !strstr(off, text)),
				 is.working);
		assert_int_equal(strstr(work, text) || strstr(off, text),
				 is.special);
		assert_int_equal(strstr(off, text) != NULL, is.name != NULL);
		assert_true(is.covered);
	}
	assert_int_equal(730, days);
}

static void test_neighbours_and_limits(void **state)
{
	struct workday got = { { 1, 2, 3 }, 4 };
	char text[DATE_TEXT];

	(void)state;
	assert_int_equal(0, calendar_next(*state, &got, day("2026-09-30")));
	assert_string_equal("2026-10-08", date_encode(text, got.date));
	assert_int_equal(0, calendar_previous(*state, &got, day("2026-10-08")));
	assert_string_equal("2026-09-30", date_encode(text, got.date));
	assert_int_equal(0, calendar_between(*state, day("2026-10-01"),
					     day("2026-10-07"), NULL));
	assert_int_equal(0, calendar_between(*state, day("2026-10-01"),
					     day("2026-10-01"), NULL));

	assert_int_equal(EINVAL, calendar_add(*state, &got, day("2026-10-01"),
					      CALENDAR_COUNT_MAX + 1));
	assert_int_equal(EINVAL,
			 calendar_add(*state, &got, day("2099-12-30"), 2));
	assert_int_equal(EINVAL,
			 calendar_add(*state, &got, day("1900-01-01"), -1));
	assert_string_equal("2026-09-30", date_encode(text, got.date));
	assert_int_equal(0, calendar_add(*state, &got, day("2026-10-01"),
					 CALENDAR_COUNT_MAX));
	assert_int_equal(2027, got.uncovered);
}

#define GOOD                                                                \
	"years:\n"                                                          \
	"  - year: 2027\n"                                                  \
	"    title: t\n"                                                    \
	"    sources: [\"a\"]\n"                                            \
	"    off:\n"                                                        \
	"      - {name: n, from: 2026-12-31, to: 2027-01-03}\n"             \
	"      - {name: m, name_en: e, from: 2027-10-01, to: 2027-10-07}\n" \
	"    work: [2027-01-09, 2026-12-26]\n"

static void test_bad_files_are_refused_with_their_place(void **state)
{
	static const struct {
		const char *from;
		const char *to;
		const char *said;
	} bad[] = {
		{ "year: 2027", "year: 1899", "f:2:" },
		{ "year: 2027", "year: soon", "f:2" },
		{ "year: 2027", "year: 2028", "f:6:" },
		{ "2026-12-31", "2026-11-30", "f:6:" },
		{ "2026-12-31", "2026-12-32", "f:6:" },
		{ "2026-12-31", "2027-01-04", "is before" },
		{ "2027-10-07", "yesterday", "f:7:" },
		{ "2027-10-01", "2027-01-03", "f:7:" },
		{ "2027-01-09", "2027-01-08", "f:8:" },
		{ "2027-01-09", "2027-01-02", "f:8:" },
		{ "2026-12-26", "2027-01-09", "two entries" },
		{ "    off:", "    of:", "of" },
		{ "title: t", "title: *t", "f:3" },
		{ "years:", "- years:", "f:" },
		{ "    work: [2027-01-09, 2026-12-26]\n",
		  "  - year: 2027\n    title: t\n    off: "
		  "[{name: x, from: 2027-05-01, to: 2027-05-01}]\n",
		  "f:8:" },
		{ "      - {name: n, from: 2026-12-31, to: 2027-01-03}\n"
		  "      - {name: m, name_en: e, from: 2027-10-01, "
		  "to: 2027-10-07}\n",
		  "", "f:" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		const char *at = strstr(GOOD, bad[i].from);
		struct calendar *cal = NULL;
		struct str text = { 0 };

		assert_non_null(at);
		str_add_n(&text, GOOD, (size_t)(at - GOOD));
		str_add(&text, bad[i].to);
		str_add(&text, at + strlen(bad[i].from));
		assert_int_equal(EBADMSG, calendar_load_text(&cal, "f", text.s,
							     text.len));
		assert_null(cal);
		if (!strstr(err_text(EBADMSG), bad[i].said))
			fail_msg("%s: %s", bad[i].to, err_text(EBADMSG));
		str_release(&text);
	}
}

static void update_with(struct calendar *cal, const char *text, int want)
{
	char path[] = "/tmp/calendarXXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(strlen(text), write(fd, text, strlen(text)));
	assert_int_equal(0, close(fd));
	assert_int_equal(want, calendar_update(cal, path));
	assert_int_equal(0, unlink(path));
}

static void test_an_update_adds_and_replaces_years(void **state)
{
	struct calendar *cal = NULL;
	struct workday got;
	char text[DATE_TEXT];

	(void)state;
	assert_int_equal(0, calendar_load(&cal, "data/calendar.yaml"));
	update_with(cal, GOOD, 0);
	assert_string_equal("t", calendar_title(cal, 2027));
	assert_true(calendar_covers(cal, 2026));
	assert_false(calendar_is_working(cal, day("2026-12-31")));
	assert_true(calendar_is_working(cal, day("2026-12-26")));
	assert_int_equal(0, calendar_add(cal, &got, day("2026-12-30"), 5));
	assert_string_equal("2027-01-08", date_encode(text, got.date));
	assert_int_equal(0, got.uncovered);
	assert_false(calendar_is_working(cal, day("2026-10-01")));

	/* The same year again: the old days are gone */
	update_with(cal,
		    "years: [{year: 2027, title: t, off: [{name: n, from: "
		    "2027-05-03, to: 2027-05-03}]}]",
		    0);
	assert_true(calendar_is_working(cal, day("2027-10-01")));
	assert_false(calendar_is_working(cal, day("2027-05-03")));
	assert_true(calendar_is_working(cal, day("2026-12-31")));

	/* What claims a day of another year changes nothing */
	update_with(cal,
		    "years: [{year: 2028, title: t, off: [{name: n, from: "
		    "2027-12-31, to: 2027-12-31}]}]",
		    0);
	update_with(cal,
		    "years: [{year: 2027, title: t, off: [{name: n, from: "
		    "2027-12-30, to: 2027-12-31}]}]",
		    EBADMSG);
	assert_false(calendar_is_working(cal, day("2027-05-03")));
	assert_true(calendar_is_working(cal, day("2027-12-30")));
	assert_int_equal(ENOENT, calendar_update(cal, "/nonexistent"));
	calendar_free(cal);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_working_days_of_a_year),
		cmocka_unit_test(test_every_day_of_both_years),
		cmocka_unit_test(test_neighbours_and_limits),
		cmocka_unit_test(test_bad_files_are_refused_with_their_place),
		cmocka_unit_test(test_an_update_adds_and_replaces_years),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
