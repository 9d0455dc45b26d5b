/**
 * @file tests/unit/ambiguous.c  Characters that are narrow or wide as the
 * terminal has it
 */
#include "util/ambiguous.h"

#include "cmocka_all.h"
#include "util/text.h"
#include "util/util.h"

/* The first and the last of the table, and some that Chinese texts have */
static const uint32_t ambiguous[] = {
	0xA1,	0xB7,	0xD7,	0x3B1,	0x410,	 0x2014,  0x2018, 0x201C,
	0x201D, 0x2026, 0x2103, 0x2192, 0x2460,	 0x2474,  0x2500, 0x25A0,
	0x25CF, 0x2605, 0x2640, 0xFFFD, 0x1F100, 0x1F1AC,
};

static const uint32_t certain[] = {
	'a',	0xA0,	0xA9,	0x301,	0x20AD,	 0x3000,  0x3001,
	0x4E00, 0x9FFF, 0xAC00, 0xFF01, 0x1F600, 0x20BB7, 0x10FFFF,
};

static void test_the_table_has_them_and_no_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ambiguous); i++)
		assert_true(ambiguous_is(ambiguous[i]));
	for (size_t i = 0; i < ARRAY_LEN(certain); i++)
		assert_false(ambiguous_is(certain[i]));
	for (uint32_t cp = 0x4E00; cp <= 0x9FFF; cp++)
		assert_false(ambiguous_is(cp));
}

static void test_only_they_grow_where_they_are_wide(void **state)
{
	(void)state;
	for (uint32_t cp = 1; cp < 0x20000; cp++) {
		const int narrow = text_cp_width(cp);

		text_ambiguous(true);
		assert_int_equal(text_cp_width(cp),
				 ambiguous_is(cp) ? 2 : narrow);
		text_ambiguous(false);
		assert_int_equal(text_cp_width(cp), narrow);
	}
	text_ambiguous(true);
	assert_int_equal(text_width("云岭“一①二”—…示例"), 22);
	text_ambiguous(false);
	assert_int_equal(text_width("云岭“一①二”—…示例"), 17);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_table_has_them_and_no_others),
		cmocka_unit_test(test_only_they_grow_where_they_are_wide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
