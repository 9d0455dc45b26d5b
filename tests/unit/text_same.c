/**
 * @file tests/unit/text_same.c  The same text, typed by two people
 */
#include "util/text.h"

#include "cmocka_all.h"
#include "util/util.h"

static const struct {
	const char *a;
	const char *b;
	bool same;
} pairs[] = {
	{ "", "", true },
	{ "", " 　", true },
	{ "陕西示例（西安）有限公司", "陕西示例(西安)有限公司", true },
	{ "陕西 示例　有限公司", "陕西示例有限公司", true },
	{ "ＡＢＣ１２", "abc12", true },
	{ "ÉCOLE",
	  "e\xcc\x81"
	  "cole",
	  true },
	{ "示例路1号【A座】", "示例路１号[a座]", true },
	{ "示例路1号〔A座〕", "示例路1号［a座］", true },
	{ "阿卜杜拉·买买提", "阿卜杜拉・买买提", true },
	{ "阿卜杜拉•买买提", "阿卜杜拉‧买买提", true },
	{ "示例\xe2\x80\x8b公司", "示例公司", true },
	{ "a\tb\nc", "abc", true },
	{ "陕西示例有限公司", "陕西示例公司", false },
	{ "示例路1号", "示例路2号", false },
	{ "示例(A)", "示例[A]", false },
	{ "示例A", "示例", false },
	{ "示例a", "示例 ", false },
	{ "示例甲", "示例乙", false },
	{ "示 例甲", "示例　甲", true },
	{ "示例甲乙", "示例甲", false },
	{ "示例1a", "示例１Ａ", true },
	{ "示例1a", "示例1b", false },
	{ "ea", "e\xcc\x81", false },
	{ "ﬁ", "fi", true },
	{ "fl", "ﬁ", false },
	{ "ß1", "ss1", true },
	{ "\xff", "\xff", true },
	{ "\xff", "\xfe", false },
	{ "\xff", "", false },
};

static void test_same_either_way_round(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		if (text_same(pairs[i].a, pairs[i].b) != pairs[i].same)
			fail_msg("%s | %s", pairs[i].a, pairs[i].b);
		assert_int_equal(pairs[i].same,
				 text_same(pairs[i].b, pairs[i].a));
		assert_true(text_same(pairs[i].a, pairs[i].a));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_either_way_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
