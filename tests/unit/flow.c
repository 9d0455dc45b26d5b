/**
 * @file tests/unit/flow.c  Opening hours, places kept, sentences spoken
 */
#include <string.h>

#include "call/hours.h"
#include "call/place.h"
#include "call/speech.h"
#include "cmocka_all.h"
#include "util/str.h"
#include "util/util.h"

/* Opening hours; 2026: 1 October is a holiday, Saturday 10 October is worked
 * (the notice of November 2025, in data/calendar.yaml) */

static const char calendar_text[] =
	"years:\n"
	"  - year: 2026\n"
	"    title: test\n"
	"    sources: [\"P:HOL2026\"]\n"
	"    off:\n"
	"      - {name: 国庆节, name_en: National Day, from: 2026-10-01, "
	"to: 2026-10-07}\n"
	"    work: [2026-10-10]\n";

#define HOUR	INT64_C(3600000)
#define MON_FRI 0x1fu

/* A day and time in China as ms UTC */
static int64_t at(int year, int month, int day, int hour, int minute)
{
	const struct date date = { year, month, day };

	return date_number(date) * 24 * HOUR + (hour - 8) * HOUR +
	       minute * INT64_C(60000);
}

static const struct {
	int month, day, hour, minute;
	const char *name;
	bool with, without; /* the calendar */
} moments[] = {
	{ 9, 21, 9, 0, "office", true, true }, /* Monday */
	{ 9, 21, 8, 59, "office", false, false },
	{ 9, 21, 17, 59, "office", true, true },
	{ 9, 21, 18, 0, "office", false, false },
	{ 9, 26, 10, 0, "office", false, false }, /* Saturday */
	{ 10, 1, 10, 0, "office", false, true },  /* Thursday, a holiday */
	{ 10, 10, 10, 0, "office", true, false }, /* Saturday, worked */
	{ 10, 1, 10, 0, "always", true, true },
	{ 9, 21, 12, 30, "split", false, false },
	{ 9, 21, 14, 0, "split", true, true },
	{ 9, 21, 21, 59, "night", false, false },
	{ 9, 21, 22, 0, "night", true, true },
	{ 9, 21, 23, 0, "night", true, true },
	{ 9, 22, 5, 59, "night", true, true },
	{ 9, 22, 6, 0, "night", false, false },
	{ 9, 21, 5, 0, "night", false, false },	 /* Sunday's night */
	{ 9, 26, 5, 0, "night", true, true },	 /* Friday's */
	{ 9, 21, 7, 59, "round", false, false }, /* Sunday's */
	{ 9, 21, 8, 0, "round", true, true },
	{ 9, 22, 7, 59, "round", true, true },
	{ 9, 21, 10, 0, "nothing", false, false },
};

static char office[] = "office";
static char always[] = "always";
static char split[] = "split";
static char night[] = "night";
static char whole[] = "round";

static const struct config_hours rows[] = {
	{ .name = office, .day_bits = MON_FRI, .first = 540, .end = 1080 },
	{ .name = always,
	  .day_bits = 0x7f,
	  .first = 0,
	  .end = 1440,
	  .holidays_open = true },
	{ .name = split, .day_bits = MON_FRI, .first = 540, .end = 720 },
	{ .name = split, .day_bits = MON_FRI, .first = 840, .end = 1080 },
	{ .name = night, .day_bits = MON_FRI, .first = 1320, .end = 360 },
	{ .name = whole, .day_bits = MON_FRI, .first = 480, .end = 480 },
};

static void test_hours(void **state)
{
	struct calendar *calendar = NULL;

	(void)state;
	assert_int_equal(0, calendar_load_text(&calendar, "test", calendar_text,
					       strlen(calendar_text)));
	for (size_t i = 0; i < ARRAY_LEN(moments); i++) {
		int64_t now = at(2026, moments[i].month, moments[i].day,
				 moments[i].hour, moments[i].minute);

		assert_int_equal(moments[i].with,
				 hours_are_open(rows, ARRAY_LEN(rows),
						moments[i].name, calendar,
						now));
		assert_int_equal(moments[i].without,
				 hours_are_open(rows, ARRAY_LEN(rows),
						moments[i].name, NULL, now));
	}
	calendar_free(calendar);
}

static void test_hours_begin_and_end_to_the_moment(void **state)
{
	const int64_t first = at(2026, 9, 21, 9, 0);
	const int64_t end = at(2026, 9, 21, 18, 0);

	(void)state;
	assert_false(
		hours_are_open(rows, ARRAY_LEN(rows), office, NULL, first - 1));
	assert_true(hours_are_open(rows, ARRAY_LEN(rows), office, NULL, first));
	assert_true(
		hours_are_open(rows, ARRAY_LEN(rows), office, NULL, end - 1));
	assert_false(hours_are_open(rows, ARRAY_LEN(rows), office, NULL, end));
}

/* Places */

#define NOW 1700000000000

static struct held a_place(const char *caller)
{
	struct held h = { .queue = 1, .since = NOW - 90000, .until = NOW + 10 };

	record_put(h.caller, sizeof(h.caller), caller);
	record_put(h.called, sizeof(h.called), "95012345");
	return h;
}

static void test_a_place_is_found_by_both_numbers(void **state)
{
	struct held heldv[2] = { 0 };
	struct held_list list = { heldv, 2 };
	struct held what = a_place("13800000001");
	struct held *h = held_keep(&list, &what, 10471, NOW);

	(void)state;
	assert_non_null(h);
	assert_string_equal("0471", h->pin);
	assert_ptr_equal(h, held_find(&list, "13800000001", "95012345", NOW));
	assert_null(held_find(&list, "13800000002", "95012345", NOW));
	assert_null(held_find(&list, "13800000001", "95012346", NOW));
	assert_null(held_find(&list, "", "95012345", NOW));
	assert_true(held_try(h, "0471"));
	assert_int_equal(NOW - 90000, h->since);
	held_free(h);
	assert_null(held_find(&list, "13800000001", "95012345", NOW));
}

static void test_a_place_is_put_back_whole(void **state)
{
	struct held heldv[1] = { 0 };
	struct held_list list = { heldv, 1 };
	struct held what = a_place("13800000001");
	struct held *h;

	(void)state;
	record_put(what.pin, sizeof(what.pin), "0471");
	what.wrong = HELD_TRIES - 1;
	what.id = 7;
	assert_null(held_restore(&list, &what, what.until));
	h = held_restore(&list, &what, NOW);
	assert_non_null(h);
	assert_int_equal(7, h->id);
	assert_null(held_restore(&list, &what, NOW));
	/* what was tried before counts */
	assert_false(held_try(h, "0000"));
	assert_null(held_find(&list, "13800000001", "95012345", NOW));
}

static void test_a_place_is_given_up_in_time(void **state)
{
	struct held heldv[1] = { 0 };
	struct held_list list = { heldv, 1 };
	struct held what = a_place("13800000001");
	struct held other = a_place("13800000002");

	(void)state;
	assert_non_null(held_keep(&list, &what, 1, NOW));
	assert_null(held_keep(&list, &other, 1, NOW));
	/* his own again is replaced */
	assert_non_null(held_keep(&list, &what, 2, NOW));
	assert_string_equal("0002", heldv[0].pin);
	assert_null(held_find(&list, "13800000001", "95012345", NOW + 10));
	assert_non_null(held_keep(&list, &other, 1, NOW + 10));
	what.caller[0] = '\0';
	assert_null(held_keep(&list, &what, 1, NOW + 99));
}

static void test_a_pin_cannot_be_guessed(void **state)
{
	struct held heldv[1] = { 0 };
	struct held_list list = { heldv, 1 };
	struct held what = a_place("13800000001");
	struct held *h = held_keep(&list, &what, 1234, NOW);

	(void)state;
	for (int i = 1; i < HELD_TRIES; i++) {
		assert_false(held_try(h, i % 2 ? "0000" : ""));
		assert_non_null(
			held_find(&list, "13800000001", "95012345", NOW));
	}
	assert_false(held_try(h, "9999"));
	assert_null(held_find(&list, "13800000001", "95012345", NOW));
	assert_false(held_try(h, "1234"));

	/* without a PIN, none is right */
	h = held_keep(&list, &what, -1, NOW);
	assert_false(held_try(h, ""));
}

/* Sentences */

static const struct {
	long n;
	const char *zh;
	const char *en;
} spoken[] = {
	{ 0, "n0", "n0" },
	{ 7, "n7", "n7" },
	{ 10, "n10", "n10" },
	{ 12, "n10 n2", "n12" },
	{ 20, "n2 n10", "n20" },
	{ 47, "n4 n10 n7", "n40 n7" },
	{ 100, "n1 n100", "n1 n100" },
	{ 105, "n1 n100 n0 n5", "n1 n100 n5" },
	{ 112, "n1 n100 n1 n10 n2", "n1 n100 n12" },
	{ 2000, "n2 n1000", "n2 n1000" },
	{ 2003, "n2 n1000 n0 n3", "n2 n1000 n3" },
	{ 2013, "n2 n1000 n0 n1 n10 n3", "n2 n1000 n13" },
	{ 2345, "n2 n1000 n3 n100 n4 n10 n5", "n2 n1000 n3 n100 n40 n5" },
	{ -3, "n0", "n0" },
	{ 123456, "n9 n1000 n9 n100 n9 n10 n9", "n9 n1000 n9 n100 n90 n9" },
};

static void is_spoken(const char *wanted, const struct speech *speech)
{
	struct str text = { 0 };

	for (size_t i = 0; i < speech->namec; i++)
		str_addf(&text, "%s%s", i ? " " : "", speech->namev[i]);
	assert_string_equal(wanted, str_text(&text));
	str_release(&text);
}

static void test_numbers_are_spoken(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(spoken); i++) {
		struct speech zh = { 0 };
		struct speech en = { 0 };

		speech_number(&zh, spoken[i].n, SPEECH_ZH);
		speech_number(&en, spoken[i].n, SPEECH_EN);
		is_spoken(spoken[i].zh, &zh);
		is_spoken(spoken[i].en, &en);
	}
}

static void test_digits_and_room(void **state)
{
	struct speech s = { 0 };

	(void)state;
	speech_digits(&s, "1x0*#");
	is_spoken("n1 n0 star hash", &s);
	speech_add(&s, NULL);
	for (int i = 0; i < 2 * SPEECH_MAX; i++)
		speech_add(&s, "n1");
	assert_int_equal(SPEECH_MAX, s.namec);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_hours_begin_and_end_to_the_moment),
		cmocka_unit_test(test_a_place_is_found_by_both_numbers),
		cmocka_unit_test(test_a_place_is_given_up_in_time),
		cmocka_unit_test(test_a_place_is_put_back_whole),
		cmocka_unit_test(test_a_pin_cannot_be_guessed),
		cmocka_unit_test(test_numbers_are_spoken),
		cmocka_unit_test(test_digits_and_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
