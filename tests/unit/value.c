/**
 * @file tests/unit/value.c  Typed values and the official check digits
 */
#include "value/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/util.h"

/* Vectors of GB 32100-2015, GB 11714-1997 and GB 11643-1999; the codes with
 * PDY lie in the block that is never issued, birth years end before 1910 */
static void test_check_digits(void **state)
{
	static const struct {
		int (*check)(const char *);
		const char *code;
		bool good;
	} cases[] = {
		{ value_check_uscc, "91110105PDY00001XG", true },
		{ value_check_uscc, "91310115PDY000079M", true },
		{ value_check_uscc, "91610131PDY0031572", true },
		{ value_check_uscc, "91440300PDY020264M", true },
		{ value_check_uscc, "91310115PDY0202640", true },
		{ value_check_uscc, "91350100M000100Y43", true },
		{ value_check_uscc, "91350100M000100Y4Z", false },
		{ value_check_uscc, "91110105PDY00001XH", false },
		{ value_check_uscc, "91110105PDI00001XG", false },
		{ value_check_uscc, "91110105PDY00001X", false },
		{ value_check_uscc, "9111O105PDY00001XG", false },
		{ value_check_uscc, "", false },
		{ value_check_org_code, "PDY000028", true },
		{ value_check_org_code, "PDY00001X", true },
		{ value_check_org_code, "PDY000060", true },
		{ value_check_org_code, "M000100Y4", true },
		{ value_check_org_code, "PDY000029", false },
		{ value_check_org_code, "PDY00001A", false },
		{ value_check_org_code, "PDY0000", false },
		{ value_check_id_no, "11010519491231002X", true },
		{ value_check_id_no, "440524188001010014", true },
		{ value_check_id_no, "110101190101010011", true },
		{ value_check_id_no, "310101190202280018", true },
		{ value_check_id_no, "50010119040229003X", true },
		{ value_check_id_no, "990101190501010049", true },
		{ value_check_id_no, "310101190202290013", false },
		{ value_check_id_no, "110101190101010012", false },
		{ value_check_id_no, "11010119990230123", false },
		{ value_check_id_no, "11010119010101001x", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int err = cases[i].check(cases[i].code);

		if ((err == 0) != cases[i].good)
			print_message("%s: %s\n", cases[i].code, err_text(err));
		assert_int_equal(cases[i].good ? 0 : EINVAL, err);
	}
}

/* Every single wrong symbol of a code is found: the check is a prime modulus */
static void test_any_one_wrong_symbol_is_found(void **state)
{
	static const char symbols[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	static const char good[] = "91610131PDY0031572";

	(void)state;
	for (size_t i = 0; i < strlen(good); i++) {
		for (size_t k = 0; symbols[k]; k++) {
			char code[sizeof(good)];

			memcpy(code, good, sizeof(good));
			code[i] = symbols[k];
			assert_int_equal(symbols[k] == good[i] ? 0 : EINVAL,
					 value_check_uscc(code));
		}
	}
}

static struct choice choices[] = { { (char *)"a", (char *)"甲", NULL },
				   { (char *)"b", (char *)"乙", NULL },
				   { (char *)"c", (char *)"丙", NULL },
				   { (char *)"甲", (char *)"丁", NULL } };

static const struct {
	enum field_type type;
	const char *typed;
	const char *canon; /* NULL: refused */
} typed[] = {
	{ FIELD_TEXT, "　西安市　示例区 ", "西安市 示例区" },
	{ FIELD_TEXT, "ＡＢＣ１２", "ABC12" },
	{ FIELD_TEXT, "是，否（一）", "是，否（一）" },
	{ FIELD_TEXT, "a\nb", NULL },
	{ FIELD_TEXT, "a\x1b[31m", NULL },
	{ FIELD_TEXT, "\xff", NULL },
	{ FIELD_TEXT, "甲\u200e乙", NULL },
	{ FIELD_TEXT, "甲\u202e乙", NULL },
	{ FIELD_TEXT, "甲\xc2\x9b乙", NULL },
	{ FIELD_LONG, "a\nb\n", "a\nb" },
	{ FIELD_INT, "０３０", "30" },
	{ FIELD_INT, "0", "0" },
	{ FIELD_INT, "-7", "-7" },
	{ FIELD_INT, "1,234", "1234" },
	{ FIELD_INT, "3.0", NULL },
	{ FIELD_INT, "1e3", NULL },
	{ FIELD_INT, "9999999999999", NULL },
	{ FIELD_NUMBER, "180.50", "180.5" },
	{ FIELD_NUMBER, "180.0", "180" },
	{ FIELD_NUMBER, "33.33335", NULL },
	{ FIELD_MONEY, "100", "100.00" },
	{ FIELD_MONEY, "1,234.5", "1234.50" },
	{ FIELD_MONEY, "100.001", NULL },
	{ FIELD_MONEY, "-100", NULL },
	{ FIELD_MONEY, "壹佰", NULL },
	{ FIELD_MONEY, "1e3", NULL },
	{ FIELD_MONEY, "1000.00", "1000.00" },
	{ FIELD_MONEY, "9999999999.99", "9999999999.99" },
	{ FIELD_MONEY, "10000000000", NULL },
	{ FIELD_MONEY, "0099.99", "99.99" },
	{ FIELD_INT, "-0", "0" },
	{ FIELD_NUMBER, "-0.00", "0" },
	{ FIELD_NUMBER, "−1，000.5", "-1000.5" },
	{ FIELD_RATIO, "100", "100" },
	{ FIELD_RATIO, "51", "51" },
	{ FIELD_RATIO, "51.50％", "51.5" },
	{ FIELD_RATIO, "33.3334", "33.3334" },
	{ FIELD_RATIO, "0.0001", "0.0001" },
	{ FIELD_RATIO, "33.33334", NULL },
	{ FIELD_RATIO, "0", NULL },
	{ FIELD_RATIO, "0.0000", NULL },
	{ FIELD_RATIO, "-5", NULL },
	{ FIELD_RATIO, "100.5", NULL },
	{ FIELD_RATIO, "100.0001", NULL },
	{ FIELD_RATIO, "%", NULL },
	{ FIELD_RATIO, "", NULL },
	{ FIELD_DATE, "2024-02-29", "2024-02-29" },
	{ FIELD_DATE, "2026年1月5日", "2026-01-05" },
	{ FIELD_DATE, "2026-02-29", NULL },
	{ FIELD_DATE, "2026-13-01", NULL },
	/* V-10 refuses these two; date_decode() does, what is typed is mended
	 */
	{ FIELD_DATE, "2026-1-5", "2026-01-05" },
	{ FIELD_DATE, "2026/01/05", "2026-01-05" },
	{ FIELD_DATE, "２０２６.01.5", "2026-01-05" },
	{ FIELD_DATE, "2026/1-5", NULL },
	{ FIELD_DATE, "2026/1/5/", NULL },
	{ FIELD_DATE, "2026/001/5", NULL },
	{ FIELD_DATE, "26/1/5", NULL },
	{ FIELD_DATE, "2026/+1/5", NULL },
	{ FIELD_DATE, "2026/1/", NULL },
	{ FIELD_DATE, "20260105", NULL },
	{ FIELD_DATE, "2026-12-31", "2026-12-31" },
	{ FIELD_DATE, "2000-01-01", "2000-01-01" },
	{ FIELD_DATE, "1980-01-01", "1980-01-01" },
	{ FIELD_DATE, "1979-12-31", NULL },
	{ FIELD_DATE, "2099-12-31", "2099-12-31" },
	{ FIELD_DATE, "2100-01-01", NULL },
	{ FIELD_BOOL, "是", "true" },
	{ FIELD_BOOL, "no", "false" },
	{ FIELD_BOOL, "TRUE", "true" },
	{ FIELD_BOOL, "maybe", NULL },
	{ FIELD_CHOICE, "乙", "b" },
	{ FIELD_CHOICE, "b", "b" },
	{ FIELD_CHOICE, "甲", "甲" },
	{ FIELD_CHOICE, "丁", "甲" },
	{ FIELD_CHOICE, "x", NULL },
	{ FIELD_CHOICES, "丙, a", "a,c" },
	{ FIELD_CHOICES, "a,x", NULL },
	{ FIELD_PERSON, "李四", "李四" },
	{ FIELD_PERSON, "阿卜杜拉·买买提", "阿卜杜拉·买买提" },
	{ FIELD_PERSON, "John A. Smith", "John A. Smith" },
	{ FIELD_PERSON, "李", NULL },
	{ FIELD_PERSON, "张三1", NULL },
	{ FIELD_PERSON, "", NULL },
	{ FIELD_PERSON, "李　四", "李四" },
	{ FIELD_PERSON, "阿卜杜拉・买买提", "阿卜杜拉·买买提" },
	{ FIELD_PERSON, "John   Smith", "John Smith" },
	{ FIELD_PERSON, "Ｊｏｈｎ Ｓｍｉｔｈ", "John Smith" },
	{ FIELD_PERSON, "Zoë O'Brien-Smith", "Zoë O'Brien-Smith" },
	{ FIELD_PERSON, "𠅤示例", "𠅤示例" },
	{ FIELD_PERSON, "李\xc2\xa0四", "李四" },
	{ FIELD_PERSON, "李a", NULL },
	{ FIELD_PERSON, "J", NULL },
	{ FIELD_PERSON, "·李四", NULL },
	{ FIELD_PERSON, "李四-", NULL },
	{ FIELD_PERSON, "李四！", NULL },
	{ FIELD_PERSON, "李\n四", NULL },
	{ FIELD_PERSON, "一二三四五六七八九十一二三四五六七八九十",
	  "一二三四五六七八九十一二三四五六七八九十" },
	{ FIELD_PERSON, "一二三四五六七八九十一二三四五六七八九十一", NULL },
	{ FIELD_COMPANY, "陕西示例有限公司", "陕西示例有限公司" },
	{ FIELD_COMPANY, "陕西示例（西安）有限公司",
	  "陕西示例（西安）有限公司" },
	{ FIELD_COMPANY, "陕西示例(西安) 有限 公司",
	  "陕西示例（西安）有限公司" },
	{ FIELD_COMPANY, "AB 12 示例公司", "AB 12示例公司" },
	{ FIELD_COMPANY, "示例\xc2\xa0公司\xe2\x80\x8b", "示例公司" },
	{ FIELD_COMPANY, "示例集团", NULL },
	{ FIELD_COMPANY, "", NULL },
	{ FIELD_COMPANY, "示例\n公司", NULL },
	{ FIELD_USCC, "9111 0105-pdy00001xg", "91110105PDY00001XG" },
	{ FIELD_USCC, "９１１１０１０５ＰＤＹ００００１ＸＧ",
	  "91110105PDY00001XG" },
	{ FIELD_USCC, "91310115PDY000079M", "91310115PDY000079M" },
	{ FIELD_USCC, "91610131PDY0031572", "91610131PDY0031572" },
	{ FIELD_USCC, "91440300PDY020264M", "91440300PDY020264M" },
	{ FIELD_USCC, "91310115PDY0202640", "91310115PDY0202640" },
	{ FIELD_USCC, "91350100M000100Y43", "91350100M000100Y43" },
	{ FIELD_USCC, "91110105pdy00001xg", "91110105PDY00001XG" },
	{ FIELD_USCC, "91350100M000100Y4Z", NULL },
	{ FIELD_USCC, "91110105PDY00001XH", NULL },
	{ FIELD_USCC, "91110105PDI00001XG", NULL },
	{ FIELD_USCC, "91110105PDY00001X", NULL },
	{ FIELD_USCC, "9111O105PDY00001XG", NULL },
	{ FIELD_USCC, "9111Ö105PDY00001X", NULL },
	{ FIELD_USCC, "", NULL },
	{ FIELD_ORG_CODE, "PDY000028", "PDY000028" },
	{ FIELD_ORG_CODE, "pdy00001-x", "PDY00001X" },
	{ FIELD_ORG_CODE, "PDY000060", "PDY000060" },
	{ FIELD_ORG_CODE, "M000100Y4", "M000100Y4" },
	{ FIELD_ORG_CODE, "PDY000029", NULL },
	{ FIELD_ORG_CODE, "PDY00001A", NULL },
	{ FIELD_ORG_CODE, "PDY0000", NULL },
	{ FIELD_ORG_CODE, "PDY0000_8", NULL },
	{ FIELD_ID_NO, "50010119040229003x", "50010119040229003X" },
	{ FIELD_ID_NO, "110101 19010101 0011", "110101190101010011" },
	{ FIELD_ID_NO, "110101010101001", NULL },
	{ FIELD_ID_NO, "110101000001010013", NULL },
	{ FIELD_MOBILE, "+86 130 0000 0000", "13000000000" },
	{ FIELD_MOBILE, "16600000000", "16600000000" },
	{ FIELD_MOBILE, "12000000000", NULL },
	{ FIELD_MOBILE, "1380000000", NULL },
	{ FIELD_MOBILE, "138000000000", NULL },
	{ FIELD_MOBILE, "1380013800a", NULL },
	{ FIELD_MOBILE, "19900000000", "19900000000" },
	{ FIELD_MOBILE, "＋86－130—0000 0000", "13000000000" },
	{ FIELD_PHONE, "95012", "95012" },
	{ FIELD_PHONE, "952123", "952123" },
	{ FIELD_PHONE, "96885", "96885" },
	{ FIELD_PHONE, "4000000000", "4000000000" },
	{ FIELD_PHONE, "400-000-0000", "400-000-0000" },
	{ FIELD_PHONE, "010-12345678", "010-12345678" },
	{ FIELD_PHONE, "0571-87654321", "0571-87654321" },
	{ FIELD_PHONE, "9501", NULL },
	{ FIELD_PHONE, "9501a", NULL },
	{ FIELD_PHONE, "97123", NULL },
	{ FIELD_PHONE, "400000000", NULL },
	{ FIELD_PHONE, "010-123456", NULL },
	{ FIELD_PHONE, "10-12345678", NULL },
	{ FIELD_PHONE, "(010) 12345678", "010-12345678" },
	{ FIELD_PHONE, "（0571）-87654321—12", "0571-87654321-12" },
	{ FIELD_PHONE, "02912345678-1", "02912345678-1" },
	{ FIELD_PHONE, "0121-1234567", NULL },
	{ FIELD_PHONE, "0012345678", NULL },
	{ FIELD_PHONE, "010-12345678-", NULL },
	{ FIELD_PHONE, "010-12345678-1234567", NULL },
	{ FIELD_PHONE, "(010", NULL },
	{ FIELD_PHONE, "13000000000", "13000000000" },
	{ FIELD_PHONE, "12000000000", NULL },
	{ FIELD_PHONE, "", NULL },
	{ FIELD_ACCESS_NO, "95012", "95012" },
	{ FIELD_ACCESS_NO, "952123", "952123" },
	{ FIELD_ACCESS_NO, "96885", "96885" },
	{ FIELD_ACCESS_NO, "4000000000", "4000000000" },
	{ FIELD_ACCESS_NO, "400-000-0000", "400-000-0000" },
	{ FIELD_ACCESS_NO, "010-12345678", "010-12345678" },
	{ FIELD_ACCESS_NO, "0571-87654321", "0571-87654321" },
	{ FIELD_ACCESS_NO, "95588", "95588" },
	{ FIELD_ACCESS_NO, "9501", NULL },
	{ FIELD_ACCESS_NO, "9501a", NULL },
	{ FIELD_ACCESS_NO, "97123", NULL },
	{ FIELD_ACCESS_NO, "400000000", NULL },
	{ FIELD_ACCESS_NO, "010-123456", NULL },
	{ FIELD_ACCESS_NO, "10-12345678", NULL },
	{ FIELD_ACCESS_NO, "13000000000", NULL },
	{ FIELD_ACCESS_NO, "950123456789", NULL },
	{ FIELD_EMAIL, "a@b.cn", "a@b.cn" },
	{ FIELD_EMAIL, "first.last@ex-ample.com.cn",
	  "first.last@ex-ample.com.cn" },
	{ FIELD_EMAIL, "x1@example.com", "x1@example.com" },
	{ FIELD_EMAIL, "a@b", NULL },
	{ FIELD_EMAIL, "a b@c.cn", NULL },
	{ FIELD_EMAIL, "@c.cn", NULL },
	{ FIELD_EMAIL, "a@.b.cn", NULL },
	{ FIELD_EMAIL, "a@b..cn", NULL },
	{ FIELD_EMAIL, "a@b.12", NULL },
	{ FIELD_EMAIL, "a@b.c", NULL },
	{ FIELD_EMAIL, "a@b.cn.", NULL },
	{ FIELD_EMAIL, "a@b@c.cn", NULL },
	{ FIELD_EMAIL, "ａ＠ｂ．ｃｎ", "a@b.cn" },
	{ FIELD_EMAIL,
	  "0123456789012345678901234567890123456789012345678901234567890123"
	  "@b.cn",
	  "0123456789012345678901234567890123456789012345678901234567890123"
	  "@b.cn" },
	{ FIELD_EMAIL,
	  "01234567890123456789012345678901234567890123456789012345678901234"
	  "@b.cn",
	  NULL },
	{ FIELD_URL, "www.example.com", "www.example.com" },
	{ FIELD_URL, "HTTPS://WWW.Example.com/A?b=C#d",
	  "https://www.example.com/A?b=C#d" },
	{ FIELD_URL, "http://示例.example:8080/", "http://示例.example:8080/" },
	{ FIELD_URL, "http://示例.中国", "http://示例.中国" },
	{ FIELD_URL, "http://", NULL },
	{ FIELD_URL, "example", NULL },
	{ FIELD_URL, "ftp://example.com", NULL },
	{ FIELD_URL, "javascript:alert(1)", NULL },
	{ FIELD_URL, "http://user@example.com", NULL },
	{ FIELD_URL, "http://example.com:x/", NULL },
	{ FIELD_URL, "http://a b.com", NULL },
	{ FIELD_URL, "www.example.com/a b", NULL },
	{ FIELD_ZIP, "710000", "710000" },
	{ FIELD_ZIP, "100000", "100000" },
	{ FIELD_ZIP, "510000", "510000" },
	{ FIELD_ZIP, "1000000", NULL },
	{ FIELD_ZIP, "10000", NULL },
	{ FIELD_ZIP, "10000a", NULL },
	{ FIELD_LICENCE_NO, "B2-20000001", "B2-20000001" },
	{ FIELD_LICENCE_NO, "B1.B2-20000123", "B1.B2-20000123" },
	{ FIELD_LICENCE_NO, "A2.B1.B2-20001234", "A2.B1.B2-20001234" },
	{ FIELD_LICENCE_NO, "京B2-20009999", "京B2-20009999" },
	{ FIELD_LICENCE_NO, "合字B2-20000456", "合字B2-20000456" },
	{ FIELD_LICENCE_NO, "合字B1.B2-20000456", "合字B1.B2-20000456" },
	{ FIELD_LICENCE_NO, "京 ｂ２－20009999", "京B2-20009999" },
	{ FIELD_LICENCE_NO, "京B2-20009999-1", "京B2-20009999" },
	{ FIELD_LICENCE_NO, "京B2-20009999-102", "京B2-20009999" },
	{ FIELD_LICENCE_NO, "川B2-140912-1", "川B2-140912-1" },
	{ FIELD_LICENCE_NO, "B1-20000001", "B1-20000001" },
	{ FIELD_LICENCE_NO, "B2-2000001", NULL },
	{ FIELD_LICENCE_NO, "B3-20000001", NULL },
	{ FIELD_LICENCE_NO, "京B2-18991234", NULL },
	{ FIELD_LICENCE_NO, "合字-20000456", NULL },
	{ FIELD_LICENCE_NO, "台B2-20000001", NULL },
	{ FIELD_LICENCE_NO, "B2-140912-1", NULL },
	{ FIELD_LICENCE_NO, "川B2-140912", NULL },
	{ FIELD_LICENCE_NO, "B2.-20000001", NULL },
	{ FIELD_LICENCE_NO, "B2-20000001-", NULL },
	{ FIELD_LICENCE_NO, "B2-20000001-1234", NULL },
	{ FIELD_LICENCE_NO, "B2-200000011", NULL },
	{ FIELD_LICENCE_NO, "B", NULL },
	{ FIELD_LICENCE_NO, "", NULL },
};

static void test_typed_text_becomes_canonical(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(typed); i++) {
		const struct field field = { .type = typed[i].type,
					     .choices = choices,
					     .choices_count = ARRAY_LEN(
						     choices) };
		char *value = NULL;
		int err = value_decode(&field, typed[i].typed, &value);

		if (!typed[i].canon) {
			if (!err)
				print_message("taken: %s\n", typed[i].typed);
			assert_int_equal(EINVAL, err);
			continue;
		}
		if (err)
			print_message("refused: %s\n", err_text(err));
		assert_int_equal(0, err);
		assert_string_equal(typed[i].canon, value);

		/* What is canonical stays as it is */
		{
			char *again = NULL;

			assert_int_equal(0,
					 value_decode(&field, value, &again));
			assert_string_equal(value, again);
			free(again);
		}
		free(value);
	}
}

static void test_share_sets(void **state)
{
	static const struct {
		const char *set[3];
		size_t c;
		bool good;
	} cases[] = {
		{ { "100" }, 1, true },
		{ { "51", "49" }, 2, true },
		{ { "33.3334", "33.3333", "33.3333" }, 3, true },
		{ { "33.33", "33.33", "33.33" }, 3, true },
		{ { "33.33", "33.33", "33.32" }, 3, false },
		{ { "60", "30" }, 2, false },
		{ { "0", "100" }, 2, false },
		{ { "100.5" }, 1, false },
		{ { "51", "49.5" }, 2, false },
		{ { NULL }, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(cases[i].good ? 0 : EINVAL,
				 value_check_shares(cases[i].set, cases[i].c));
}

static void test_every_type_has_a_name_and_tells_itself(void **state)
{
	(void)state;
	for (int i = 0; i < FIELD_TYPE_COUNT; i++) {
		enum field_type type = (enum field_type)i;
		enum field_type back = FIELD_TEXT;

		assert_true(field_type_decode(&back, field_type_name(type)));
		assert_int_equal(type, back);
		assert_true(*value_about(type)->what != '\0');
		assert_non_null(value_about(type)->standard);
		assert_true(*value_about(type)->sources != '\0');
	}
	assert_false(field_type_decode(&(enum field_type){ 0 }, "uscx"));
}

static void test_too_long_says_so(void **state)
{
	struct str text = { 0 };
	char *value = NULL;

	(void)state;
	while (text.len <= VALUE_MAX)
		str_add(&text, "0123456789abcdef");
	for (int i = 0; i < FIELD_TYPE_COUNT; i++) {
		struct field field = { .type = (enum field_type)i };

		assert_int_equal(EINVAL, value_decode(&field, text.s, &value));
		assert_non_null(strstr(err_text(EINVAL), "longer than"));
	}
	str_release(&text);
}

static void test_what_sql_sees(void **state)
{
	const struct field money = { .type = FIELD_MONEY };
	const struct field yes = { .type = FIELD_BOOL };
	const struct field ratio = { .type = FIELD_RATIO };

	(void)state;
	assert_int_equal(100000000, value_bind(&money, "100.00").i);
	assert_int_equal(99990000, value_bind(&money, "99.99").i);
	assert_int_equal(1, value_bind(&yes, "true").i);
	assert_int_equal(0, value_bind(&yes, "false").i);
	assert_int_equal(BIND_REAL, value_bind(&ratio, "33.3334").type);
	assert_true(value_bind(&ratio, "33.3334").r > 33.33339 &&
		    value_bind(&ratio, "33.3334").r < 33.33341);
	assert_int_equal(BOX_REAL, value_sql_type(FIELD_RATIO));
	assert_int_equal(BOX_TEXT, value_sql_type(FIELD_FILE));
}

/* An official wording is compared character by character */
static void test_a_verbatim_field_keeps_every_character(void **state)
{
	static const char text[] = "每日１次　ＡＢ－（一），e\u0301";
	const struct field verbatim = { .type = FIELD_LONG, .verbatim = true };
	const struct field plain = { .type = FIELD_LONG };
	char *value = NULL;

	(void)state;
	assert_int_equal(0, value_decode(&verbatim, text, &value));
	assert_string_equal(text, value);
	assert_true(value_fits(&verbatim, value));
	free(value);
	assert_int_equal(0, value_decode(&plain, text, &value));
	assert_string_equal("每日1次 AB-（一），\u00e9", value);
	free(value);
	assert_int_equal(EINVAL, value_decode(&verbatim, "a\x1b", &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check_digits),
		cmocka_unit_test(test_any_one_wrong_symbol_is_found),
		cmocka_unit_test(test_typed_text_becomes_canonical),
		cmocka_unit_test(test_share_sets),
		cmocka_unit_test(test_every_type_has_a_name_and_tells_itself),
		cmocka_unit_test(test_too_long_says_so),
		cmocka_unit_test(test_what_sql_sees),
		cmocka_unit_test(test_a_verbatim_field_keeps_every_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
