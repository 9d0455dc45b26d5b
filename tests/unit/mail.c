/**
 * @file tests/unit/mail.c  What of a letter needs no server: words, dates,
 * addresses
 */
#include "net/mail.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/text.h"
#include "util/util.h"

static void expect_words(const char *text, const char *want)
{
	struct str out = { 0 };

	mail_put_words(&out, text);
	assert_string_equal(str_text(&out), want);
	str_release(&out);
}

static void test_plain_text_stays(void **state)
{
	(void)state;
	expect_words("", "");
	expect_words("Due: 2026-0001 (3 days)", "Due: 2026-0001 (3 days)");
}

static void test_other_text_becomes_encoded_words(void **state)
{
	(void)state;
	expect_words("许可", "=?UTF-8?B?6K645Y+v?=");
	expect_words("=?x?=", "=?UTF-8?B?PT94Pz0=?=");
	/* a name of 12 characters fills the first word, the next goes on */
	expect_words(
		"一二三四五六七八九十甲乙丙",
		"=?UTF-8?B?5LiA5LqM5LiJ5Zub5LqU5YWt5LiD5YWr5Lmd5Y2B55Sy5LmZ"
		"?=\r\n =?UTF-8?B?5LiZ?=");
}

/* Value of a base64 letter; the tests of util/crypto hold the RFC's vectors */
static size_t decode(char *to, const char *s, size_t n)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl"
				      "mnopqrstuvwxyz0123456789+/";
	unsigned bits = 0;
	size_t size = 0;
	int have = 0;

	for (size_t i = 0; i < n && s[i] != '='; i++) {
		bits = bits << 6 | (unsigned)(strchr(letters, s[i]) - letters);
		have += 6;
		if (have >= 8) {
			have -= 8;
			to[size++] = (char)(bits >> have);
		}
	}
	return size;
}

/* Of any length in any mix: no line over 76 characters with 9 for the name of
 * the header, each word whole characters, all of them the text again */
static void test_encoded_words_hold_whole_characters(void **state)
{
	static const char *const alphabet[] = { "a", " ", "é", "许", "🏢" };

	(void)state;
	for (unsigned seed = 0; seed < 400; seed++) {
		char text[2048] = "许";
		char back[4096];
		size_t size = 0;
		struct str out = { 0 };
		const char *p;

		for (unsigned i = 0, x = seed; i < seed; i++) {
			x = x * 1103515245 + 12345;
			strncat(text, alphabet[x / 65536 % 5],
				sizeof(text) - strlen(text) - 1);
		}
		mail_put_words(&out, text);
		for (p = out.s; p; p = strstr(p, "\r\n ")) {
			const char *end = strstr(p, "?=");
			const char *word = strstr(p, "?B?") + 3;
			const size_t m = decode(back + size, word,
						(size_t)(end - word));

			assert_in_range(end + 2 - p, 1, 2 + 76);
			assert_true(p > out.s || end + 2 - p <= 76 - 9);
			assert_true(text_is_utf8(back + size, m));
			size += m;
			p = end;
		}
		back[size] = '\0';
		assert_string_equal(back, text);
		str_release(&out);
	}
}

static void test_dates_are_those_of_china(void **state)
{
	static const struct {
		int64_t at;
		const char *want;
	} cases[] = {
		{ 0, "Thu, 1 Jan 1970 08:00:00 +0800" },
		{ INT64_C(1772413200999), "Mon, 2 Mar 2026 09:00:00 +0800" },
		{ INT64_C(1798732799999), "Thu, 31 Dec 2026 23:59:59 +0800" },
		{ INT64_C(1798732800000), "Fri, 1 Jan 2027 00:00:00 +0800" },
		{ -INT64_C(28800001), "Wed, 31 Dec 1969 23:59:59 +0800" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str out = { 0 };

		mail_put_date(&out, cases[i].at);
		assert_string_equal(str_text(&out), cases[i].want);
		str_release(&out);
	}
}

static void test_addresses(void **state)
{
	static const char *const good[] = { "a@b",
					    "first.last+tag@mail.example.cn",
					    "o'neil_x=1@1-2.example" };
	static const char *const bad[] = {
		"",	 "a",	   "@",	    "a@",    "@b",	"a@b@c",
		"a b@c", "a@b c",  ".a@b",  "a.@b",  "a..b@c",	"a@.b",
		"a@b.",	 "a@b..c", "a@-b",  "-a@b",  "a@b\n",	"a\r@b",
		"a@b>",	 "<a@b>",  "a,b@c", "a@b,c", "\"a\"@b", "a@[127.0.0.1]",
		"许@b",	 "a@许",
	};
	char local[70];
	char longest[300];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		assert_int_equal(mail_check_address(good[i]), 0);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		if (mail_check_address(bad[i]) != EINVAL)
			fail_msg("%s", bad[i]);
	}

	memset(local, 'a', sizeof(local));
	memcpy(local + 64, "@b", 3);
	assert_int_equal(mail_check_address(local), 0);
	memcpy(local + 64, "a@b", 4);
	assert_int_equal(mail_check_address(local), EINVAL);
	memset(longest, 'a', sizeof(longest));
	longest[1] = '@';
	longest[MAIL_ADDRESS_MAX] = '\0';
	assert_int_equal(mail_check_address(longest), 0);
	longest[MAIL_ADDRESS_MAX] = 'a';
	longest[MAIL_ADDRESS_MAX + 1] = '\0';
	assert_int_equal(mail_check_address(longest), EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_text_stays),
		cmocka_unit_test(test_other_text_becomes_encoded_words),
		cmocka_unit_test(test_encoded_words_hold_whole_characters),
		cmocka_unit_test(test_dates_are_those_of_china),
		cmocka_unit_test(test_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
