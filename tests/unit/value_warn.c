/**
 * @file tests/unit/value_warn.c  Values that are doubtful, not to be filed, or
 * insisted on
 */
#include "value/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/util.h"

static const struct {
	enum field_type type;
	const char *value;
	const char *said; /* NULL: fine */
} doubts[] = {
	/* V-03 */
	{ FIELD_ID_NO, "440524188001010014", "1880" },
	{ FIELD_ID_NO, "990101190501010049", "99" },
	{ FIELD_ID_NO, "11010519491231002X", NULL },
	{ FIELD_ID_NO, "110101190101010011", NULL },
	{ FIELD_ID_NO, "310101190202280018", NULL },
	{ FIELD_ID_NO, "50010119040229003X", NULL },
	/* V-04 */
	{ FIELD_MOBILE, "15400000000", "154" },
	{ FIELD_MOBILE, "14800000000", "devices" },
	{ FIELD_MOBILE, "14000000000", "devices" },
	{ FIELD_MOBILE, "14100000000", "devices" },
	{ FIELD_MOBILE, "14400000000", "devices" },
	{ FIELD_MOBILE, "14600000000", "devices" },
	{ FIELD_MOBILE, "19400000000", "194" },
	{ FIELD_MOBILE, "13490000000", "satellite" },
	{ FIELD_MOBILE, "17400000000", "satellite" },
	{ FIELD_MOBILE, "13400000000", NULL },
	{ FIELD_MOBILE, "13000000000", NULL },
	{ FIELD_MOBILE, "16600000000", NULL },
	{ FIELD_MOBILE, "19900000000", NULL },
	{ FIELD_PHONE, "15400000000", "154" },
	/* V-05 */
	{ FIELD_ACCESS_NO, "95012", NULL },
	{ FIELD_ACCESS_NO, "952123", NULL },
	{ FIELD_ACCESS_NO, "96885", NULL },
	{ FIELD_ACCESS_NO, "4000000000", NULL },
	{ FIELD_ACCESS_NO, "010-12345678", NULL },
	{ FIELD_ACCESS_NO, "950123", "not confirmed" },
	{ FIELD_ACCESS_NO, "95012345", "not confirmed" },
	{ FIELD_ACCESS_NO, "95212", "not confirmed" },
	{ FIELD_ACCESS_NO, "968851", "not confirmed" },
	{ FIELD_ACCESS_NO, "95812", "not confirmed" },
	{ FIELD_PHONE, "968851", "not confirmed" },
	{ FIELD_PHONE, "0571-87654321", NULL },
	/* V-07; the clock stands in 2026 */
	{ FIELD_LICENCE_NO, "B2-20000001", NULL },
	{ FIELD_LICENCE_NO, "B1.B2-20000123", NULL },
	{ FIELD_LICENCE_NO, "A2.B1.B2-20001234", NULL },
	{ FIELD_LICENCE_NO, "京B2-20009999", NULL },
	{ FIELD_LICENCE_NO, "合字B2-20000456", NULL },
	{ FIELD_LICENCE_NO, "B2-20269999", NULL },
	{ FIELD_LICENCE_NO, "B2-20270001", "2027" },
	{ FIELD_LICENCE_NO, "B2.B1-20000001", "order" },
	{ FIELD_LICENCE_NO, "B2.B2-20000001", "order" },
	{ FIELD_LICENCE_NO, "川B2-140912-1", "old" },
	/* V-13 */
	{ FIELD_FILE,
	  "a b.png 12 "
	  "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	  "png" },
	{ FIELD_FILE,
	  "a.gif 12 "
	  "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	  NULL },
	/* Kept by override */
	{ FIELD_USCC, "91110105PDY00001XG", NULL },
	{ FIELD_USCC, "91110105PDY00001XH", "check symbol" },
	{ FIELD_USCC, "91110105PDY00002XG", "check symbol" },
	{ FIELD_TEXT, "95588", NULL },
};

static void test_what_is_doubtful(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(doubts); i++) {
		const struct field field = { .type = doubts[i].type };
		struct str say = { 0 };
		char *value = NULL;
		bool any = value_warn(&say, &field, doubts[i].value);

		assert_int_equal(0, value_decode_any_check(
					    &field, doubts[i].value, &value));
		assert_string_equal(doubts[i].value, value);
		if (any != (doubts[i].said != NULL) ||
		    (any && !strstr(say.s, doubts[i].said)))
			fail_msg("%s: %s", doubts[i].value, str_text(&say));
		assert_int_equal(any, say.len > 0);
		free(value);
		str_release(&say);
	}
}

/* Warnings are asked of drafts too, whatever was typed */
static void test_doubts_about_anything(void **state)
{
	static const char *const odd[] = { "",	  "1",	   "1x",
					   "李",  "95",	   "\xff\xff",
					   " ",	  "99999", "B2-",
					   "a b", "x.png", "B2-20000001-" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
		for (int type = 0; type < FIELD_TYPE_COUNT; type++) {
			struct field field = { .type = (enum field_type)type };
			struct str say = { 0 };

			assert_int_equal(value_warn(&say, &field, odd[i]),
					 say.len > 0);
			(void)value_check_strict(&field, odd[i]);
			str_release(&say);
		}
	}
}

static void test_what_a_filing_may_not_say(void **state)
{
	static const struct {
		const char *value;
		enum field_type type;
		bool good;
	} cases[] = {
		{ "95588", FIELD_ACCESS_NO, false },
		{ "95300", FIELD_ACCESS_NO, false },
		{ "956123", FIELD_ACCESS_NO, false },
		{ "95012", FIELD_ACCESS_NO, true },
		{ "952123", FIELD_ACCESS_NO, true },
		{ "96885", FIELD_ACCESS_NO, true },
		{ "4000000000", FIELD_ACCESS_NO, true },
		{ "95588", FIELD_PHONE, true },
		{ "B1-20000001", FIELD_LICENCE_NO, false },
		{ "A1.B2-20000001", FIELD_LICENCE_NO, true },
		{ "0.00", FIELD_MONEY, false },
		{ "0.01", FIELD_MONEY, true },
		{ "95588", FIELD_TEXT, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct field field = { .type = cases[i].type };
		char *value = NULL;

		assert_int_equal(0,
				 value_decode(&field, cases[i].value, &value));
		assert_int_equal(cases[i].good ? 0 : EPERM,
				 value_check_strict(&field, value));
		free(value);
	}
}

static void test_only_the_check_symbol_is_overridden(void **state)
{
	static const struct {
		enum field_type type;
		const char *typed;
		const char *canon; /* NULL: refused all the same */
	} cases[] = {
		{ FIELD_USCC, "91110105PDY00001XG", "91110105PDY00001XG" },
		{ FIELD_USCC, "9111 0105 pdy00001xh", "91110105PDY00001XH" },
		{ FIELD_USCC, "91110105PDY00002XG", "91110105PDY00002XG" },
		{ FIELD_USCC, "91350100M000100Y4Z", NULL },
		{ FIELD_USCC, "91110105PDI00001XG", NULL },
		{ FIELD_USCC, "91110105PDY00001X", NULL },
		{ FIELD_USCC, "9111O105PDY00001XG", NULL },
		{ FIELD_USCC, "91110105PDY00001X\x01", NULL },
		{ FIELD_USCC, "", NULL },
		{ FIELD_ORG_CODE, "PDY000029", NULL },
		{ FIELD_ID_NO, "110101190101010012", NULL },
		{ FIELD_INT, "0x", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct field field = { .type = cases[i].type };
		char *value = NULL;
		int err = value_decode_any_check(&field, cases[i].typed,
						 &value);

		assert_int_equal(cases[i].canon ? 0 : EINVAL, err);
		if (cases[i].canon)
			assert_string_equal(cases[i].canon, value);
		else
			assert_null(value);
		free(value);
	}
	for (int type = 0; type < FIELD_TYPE_COUNT; type++)
		assert_int_equal(type == FIELD_USCC,
				 value_may_override((enum field_type)type));
}

static void test_a_refused_check_symbol_says_how_to_keep_it(void **state)
{
	static const char *const codes[] = { "91110105PDY00001XH",
					     "91110105PDY00002XH" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		assert_int_equal(EINVAL, value_check_uscc(codes[i]));
		assert_non_null(
			strstr(err_text(EINVAL), "--accept --reason TEXT"));
	}
	/* The second has the right 18th symbol and a wrong 17th */
	assert_non_null(strstr(err_text(EINVAL), "(17th)"));
}

/* V-07 compares with the year: fix it */
static int set_clock(void **state)
{
	(void)state;
	return setenv("CALLPERMIT_NOW", "2026-11-22T10:00", 1) || clock_init();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_doubtful),
		cmocka_unit_test(test_doubts_about_anything),
		cmocka_unit_test(test_what_a_filing_may_not_say),
		cmocka_unit_test(test_only_the_check_symbol_is_overridden),
		cmocka_unit_test(
			test_a_refused_check_symbol_says_how_to_keep_it),
	};

	return cmocka_run_group_tests(tests, set_clock, NULL);
}
