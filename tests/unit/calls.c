/**
 * @file tests/unit/calls.c  Looking calls up
 */
#include "ledger/calls.h"

#include <errno.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/util.h"

#define DAY_MS INT64_C(86400000)
#define NOON   INT64_C(1795320000000) /* 2026-11-22T12:00 in China */

/* clang-format off */
static const struct {
	const char *name, *value;
	int err;
	struct calls_filter want;
} cases[] = {
	{ "from",     "2026-11-22T12:00",    0, { .from = NOON              } },
	{ "from",     "2026-11-22",          0, { .from = NOON - DAY_MS / 2 } },
	{ "to",       "2026-11-22",          0, { .to = NOON + DAY_MS / 2   } },
	{ "to",       "2026-11-22T12:00",    0, { .to = NOON + 60000        } },
	{ "to",       "2026-11-22T12:00:00", 0, { .to = NOON + 1000         } },
	{ "to",       "2026-11-22 12:0:0",   0, { .to = NOON + 1000         } },
	{ "result",   "open",                0, { .result = RESULT_OPEN + 1 } },
	{ "result",   "held",                0, { .result = RESULT_HELD + 1 } },
	{ "recorded", "yes",                 0, { .recorded = true          } },
	{ "recorded", "0",                   0, { .recorded = false         } },
	{ "min-talk", "0",                   0, { .min_talk = 0             } },
	{ "min-talk", "90",                  0, { .min_talk = 90000         } },
	{ "from",     "",                EINVAL, { 0 } },
	{ "to",       "2026-13-01",      EINVAL, { 0 } },
	{ "result",   "Answered",        EINVAL, { 0 } },
	{ "recorded", "maybe",           EINVAL, { 0 } },
	{ "min-talk", "",                EINVAL, { 0 } },
	{ "min-talk", "1s",              EINVAL, { 0 } },
	{ "min-talk", "-1",              EINVAL, { 0 } },
	{ "min-talk", "99999999999999",  EINVAL, { 0 } },
	{ "colour",   "red",             ENOENT, { 0 } },
	{ "",         "",                ENOENT, { 0 } },
};
/* clang-format on */

static void test_filters_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct calls_filter filter = { 0 };

		assert_int_equal(cases[i].err,
				 calls_filter_set(&filter, cases[i].name,
						  cases[i].value));
		assert_int_equal(cases[i].want.from, filter.from);
		assert_int_equal(cases[i].want.to, filter.to);
		assert_int_equal(cases[i].want.result, filter.result);
		assert_int_equal(cases[i].want.recorded, filter.recorded);
		assert_int_equal(cases[i].want.min_talk, filter.min_talk);
		if (cases[i].err)
			assert_true(*err_text(cases[i].err));
	}
}

static void test_texts_are_borrowed(void **state)
{
	static const char *const names[] = { "number", "seat",	"tenant",
					     "queue",  "trunk", "box" };
	char longer[RECORD_CALL_ID + 1];
	struct calls_filter filter = { 0 };

	(void)state;
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		assert_int_equal(0,
				 calls_filter_set(&filter, names[i], names[i]));
		assert_int_equal(EINVAL,
				 calls_filter_set(&filter, names[i], longer));
	}
	assert_ptr_equal(names[0], filter.number);
	assert_ptr_equal(names[1], filter.seat);
	assert_ptr_equal(names[5], filter.box);
}

static void test_every_name_is_one(void **state)
{
	size_t n = 0;

	(void)state;
	for (; calls_filter_name(n); n++) {
		struct calls_filter filter = { 0 };

		assert_int_not_equal(
			ENOENT, calls_filter_set(&filter, calls_filter_name(n),
						 "2026-11-22"));
	}
	assert_int_equal(11, n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filters_are_read),
		cmocka_unit_test(test_texts_are_borrowed),
		cmocka_unit_test(test_every_name_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
