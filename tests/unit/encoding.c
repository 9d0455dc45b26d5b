/**
 * @file tests/unit/encoding.c  Encodings named, guessed and forced
 */
#include "util/encoding.h"

#include <string.h>

#include "cmocka_all.h"
#include "util/text.h"
#include "util/util.h"

static void expect(const char *data, size_t size, enum encoding from,
		   const char *want, size_t bad)
{
	struct str out = { 0 };

	assert_int_equal(encoding_decode(&out, data, size, from), bad);
	assert_string_equal(str_text(&out), want);
	assert_int_equal(out.len, strlen(want));
	str_release(&out);
}

static void test_bad_places_become_marks(void **state)
{
	(void)state;
	expect("", 0, ENCODING_UTF8, "", 0);
	expect("a甲", 4, ENCODING_UTF8, "a甲", 0);
	expect("\xEF\xBB\xBF"
	       "a",
	       4, ENCODING_UTF8, "a", 0);
	expect("a\xFF"
	       "b",
	       3, ENCODING_UTF8, "a\uFFFDb", 1);
	expect("a\0b", 3, ENCODING_UTF8, "a\uFFFDb", 1);
	expect("\0", 1, ENCODING_UTF8, "\uFFFD", 1);
	expect("a\xE7\x94", 3, ENCODING_UTF8, "a\uFFFD\uFFFD", 2);
	expect("\xBC\xD7", 2, ENCODING_GB18030, "甲", 0);
	expect("\xBC\xD7\xBC", 3, ENCODING_GB18030, "甲\uFFFD", 1);
	expect("\xFF\xFE\x32\x75", 4, ENCODING_UTF16LE, "甲", 0);
	expect("\x00\xD8\x32\x75", 4, ENCODING_UTF16LE, "\uFFFD甲", 1);
	expect("\x32\x75\x32", 3, ENCODING_UTF16LE, "甲\uFFFD", 1);
}

/* All pairs of bytes in the middle of a text: what comes out is text */
static void test_whatever_comes_in_text_comes_out(void **state)
{
	static const enum encoding all[] = { ENCODING_UTF8, ENCODING_UTF16LE,
					     ENCODING_GB18030 };

	(void)state;
	for (unsigned i = 0; i < 65536; i++) {
		const char data[] = { 'a', (char)(i >> 8), (char)i, 'b' };

		for (size_t e = 0; e < ARRAY_LEN(all); e++) {
			struct str out = { 0 };

			(void)encoding_decode(&out, data, 4, all[e]);
			assert_true(text_is_utf8(out.s, out.len));
			assert_true(out.len >= 2);
			str_release(&out);
		}
		(void)encoding_guess(data, 4);
	}
}

static void test_long_text_over_the_buffer(void **state)
{
	struct str in = { 0 };
	struct str out = { 0 };

	(void)state;
	for (unsigned i = 0; i < 20000; i++)
		str_add(&in, i % 1000 ? "\xBC\xD7" : "\xFF");
	assert_int_equal(encoding_decode(&out, in.s, in.len, ENCODING_GB18030),
			 20);
	assert_int_equal(text_length(out.s), 20000);
	str_release(&in);
	str_release(&out);
}

static void test_guesses(void **state)
{
	(void)state;
	assert_int_equal(encoding_guess("", 0), ENCODING_UTF8);
	assert_int_equal(encoding_guess("abc", 3), ENCODING_UTF8);
	assert_int_equal(encoding_guess("甲乙", 6), ENCODING_UTF8);
	assert_int_equal(encoding_guess("甲乙\xFF", 7), ENCODING_UTF8);
	assert_int_equal(encoding_guess("a\xBC\xD7", 3), ENCODING_GB18030);
	assert_int_equal(encoding_guess("\xFF\xFE"
					"a\0",
					4),
			 ENCODING_UTF16LE);
	/* not one byte beyond the size is looked at */
	assert_int_equal(encoding_guess("甲乙", 5), ENCODING_GB18030);
	assert_int_equal(encoding_guess("a\0\0b", 4), ENCODING_UTF8);
}

static void test_labels(void **state)
{
	enum encoding e = ENCODING_UTF16LE;

	(void)state;
	assert_true(encoding_by_label("GB2312", &e));
	assert_int_equal(e, ENCODING_GB18030);
	assert_true(encoding_by_label("utf-8", &e));
	assert_int_equal(e, ENCODING_UTF8);
	assert_false(encoding_by_label("big5", &e));
	assert_false(encoding_by_label("", &e));
	assert_int_equal(e, ENCODING_UTF8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_places_become_marks),
		cmocka_unit_test(test_whatever_comes_in_text_comes_out),
		cmocka_unit_test(test_long_text_over_the_buffer),
		cmocka_unit_test(test_guesses),
		cmocka_unit_test(test_labels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
