/**
 * @file tests/unit/sheet_compare.c  A typed commitment, character by character
 */
#include <stdlib.h>
#include <string.h>

#include "check/sheet.h"
#include "cmocka_all.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

/* clang-format off */
static const struct {
	const char *must;
	const char *is;
	size_t count;
	const char *says; /* all of it */
} cases[] = {
	{ "", "", 0, "" },
	{ "甲", "甲", 0, "" },
	{ "甲\n乙", "甲\r\n乙", 0, "" },
	{ "甲\r\n乙", "甲\n乙", 0, "" },
	{ "甲\r\n\r\n乙", "甲\n\n乙", 0, "" },
	/* missing, too much, replaced: at the ends and in the middle */
	{ "甲乙丙丁戊己", "甲乙丁戊己", 1, "line 1, character 3: missing: “丙” (U+4E19)\n" },
	{ "甲乙丁戊己", "甲乙丙丁戊己", 1, "line 1, character 3: too much: “丙” (U+4E19)\n" },
	{ "甲乙丙丁戊己", "甲乙柄丁戊己", 1, "line 1, character 3: “柄” (U+67C4) should be “丙” (U+4E19)\n" },
	{ "甲乙丙", "甲乙", 1, "line 1, character 3: missing: “丙” (U+4E19)\n" },
	{ "甲乙", "甲乙丙", 1, "line 1, character 3: too much: “丙” (U+4E19)\n" },
	{ "甲乙丙", "乙丙", 1, "line 1, character 1: missing: “甲” (U+7532)\n" },
	{ "", "甲", 1, "line 1, character 1: too much: “甲” (U+7532)\n" },
	{ "甲", "", 1, "line 1, character 1: missing: “甲” (U+7532)\n" },
	{ "甲", "乙", 1, "line 1, character 1: “乙” (U+4E59) should be “甲” (U+7532)\n" },
	/* what looks alike */
	{ "电话1次", "电话１次", 1, "line 1, character 3: “１” (U+FF11) should be “1” (U+0031)\n" },
	{ "（一）", "(一)", 1, "line 1, character 1: “(” (U+0028) “一” (U+4E00) “)” (U+0029) should be “（” (U+FF08) “一” (U+4E00) “）” (U+FF09)\n" },
	{ "我司承诺，守法经营", "我司承诺,守法经营", 1, "line 1, character 5: “,” (U+002C) should be “，” (U+FF0C)\n" },
	{ "承诺 守法经营", "承诺　守法经营", 1, "line 1, character 3: blank (U+3000) should be blank (U+0020)\n" },
	{ "承诺守法经营", "承诺 守法经营", 1, "line 1, character 3: too much: blank (U+0020)\n" },
	{ "承诺守法经营", "承诺\u200b守法经营", 1, "line 1, character 3: too much: U+200B\n" },
	{ "承诺守法经营", "承诺\t守法经营", 1, "line 1, character 3: too much: U+0009\n" },
	{ "承诺守法经营", "承诺\u202e守法经营", 1, "line 1, character 3: too much: U+202E\n" },
	{ "承诺守法经营", "\ufeff承诺守法经营", 1, "line 1, character 1: too much: U+FEFF\n" },
	{ "é守法经营", "e\u0301守法经营", 1, "line 1, character 1: “e” (U+0065) U+0301 should be “é” (U+00E9)\n" },
	{ "𠮷利来之", "吉利来之", 1, "line 1, character 1: “吉” (U+5409) should be “𠮷” (U+20BB7)\n" },
	/* line ends */
	{ "甲乙丙\n丁戊己", "甲乙丙丁戊己", 1, "line 1, character 4: missing: line end\n" },
	{ "甲乙丙丁戊己", "甲乙丙\n丁戊己", 1, "line 1, character 4: too much: line end\n" },
	{ "甲乙丙\n", "甲乙丙", 1, "line 1, character 4: missing: line end\n" },
	{ "甲乙丙", "甲乙丙\n", 1, "line 1, character 4: too much: line end\n" },
	{ "甲乙丙丁", "甲乙\r丙丁", 1, "line 1, character 3: too much: U+000D\n" },
	{ "甲\n乙\n丙丁戊", "甲\n乙\n丙戌戊", 1, "line 3, character 2: “戌” (U+620C) should be “丁” (U+4E01)\n" },
	/* runs are cut short, several places are told one by one */
	{ "甲乙丙", "甲一二三四五六乙丙", 1, "line 1, character 2: too much: “一” (U+4E00) “二” (U+4E8C) “三” (U+4E09) “四” (U+56DB) and 2 more\n" },
	{ "一二三四五六七八九十", "一三四五六七十", 2, "line 1, character 2: missing: “二” (U+4E8C)\nline 1, character 7: missing: “八” (U+516B) “九” (U+4E5D)\n" },
};
/* clang-format on */

static void test_what_differs_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str say = { 0 };
		size_t n = sheet_compare(&say, cases[i].must, cases[i].is);

		if (strcmp(cases[i].says, str_text(&say)) != 0)
			print_message("%zu:\n%s%s", i, cases[i].says,
				      str_text(&say));
		assert_string_equal(cases[i].says, str_text(&say));
		assert_int_equal(cases[i].count, n);
		str_release(&say);
	}
}

/* 0 differences means the same text, whatever the texts are */
static void test_only_the_same_text_is_the_same(void **state)
{
	static const char *const texts[] = {
		"",	  "甲",	     "甲乙",	 "乙甲",     "甲 乙", "甲　乙",
		"甲乙\n", "\n甲乙",  "甲\n乙",	 "甲\n\n乙", "ａ",    "a",
		"A",	  "a\u0301", "\u00e1",	 "aaa",	     "aaaa",  "abab",
		"baba",	  "abcabc",  "abcabcab", "bcabca",   "𠮷",    "吉",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		for (size_t k = 0; k < ARRAY_LEN(texts); k++) {
			struct str say = { 0 };
			size_t n = sheet_compare(&say, texts[i], texts[k]);

			assert_int_equal(i == k, n == 0);
			assert_int_equal(i == k, say.len == 0);
			str_release(&say);
		}
	}
}

static size_t lines_of(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

static void test_many_differences_are_counted_and_50_told(void **state)
{
	struct str must = { 0 };
	struct str is = { 0 };
	struct str say = { 0 };

	(void)state;
	for (int i = 0; i < 2000; i++) {
		str_add(&must, "一二三四五六七八");
		str_add(&is, i % 2 ? "一二三四五六七八" : "一二三四伍六七八");
	}
	assert_int_equal(1000, sheet_compare(&say, must.s, is.s));
	assert_int_equal(50, lines_of(say.s));
	str_release(&must);
	str_release(&is);
	str_release(&say);
}

/* Two texts of the largest size that have nothing in common */
static void test_texts_without_likeness_end(void **state)
{
	struct str must = { 0 };
	struct str is = { 0 };
	struct str say = { 0 };

	(void)state;
	for (int i = 0; i < 65536; i++) {
		str_add_char(&must, (char)('a' + i % 7));
		str_add_char(&is, (char)('n' + i % 11));
	}
	assert_int_equal(1, sheet_compare(&say, must.s, is.s));
	str_release(&must);
	str_release(&is);
	str_release(&say);
}

/* Whatever is said can be shown on a terminal */
static void test_nothing_harmful_is_said(void **state)
{
	struct str say = { 0 };

	(void)state;
	for (uint32_t cp = 1; cp < 0x3100; cp++) {
		char text[8];
		char safe[512];

		if (cp == '\n')
			continue;
		(void)text_put(text, cp);
		str_clear(&say);
		assert_int_equal(1, sheet_compare(&say, "", text));
		say.s[strlen(say.s) - 1] = '\0';
		text_printable(safe, sizeof(safe), say.s);
		assert_string_equal(safe, say.s);
	}
	str_release(&say);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_differs_is_told),
		cmocka_unit_test(test_only_the_same_text_is_the_same),
		cmocka_unit_test(test_many_differences_are_counted_and_50_told),
		cmocka_unit_test(test_texts_without_likeness_end),
		cmocka_unit_test(test_nothing_harmful_is_said),
	};

	(void)lang_init("en", "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
