/**
 * @file tests/unit/value.c  Typed values and the official check digits
 */
#include "dossier/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/clock.h"
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
	{ FIELD_DATE, "2024-02-29", "2024-02-29" },
	{ FIELD_DATE, "2026年1月5日", "2026-01-05" },
	{ FIELD_DATE, "2026-02-29", NULL },
	{ FIELD_DATE, "2026-13-01", NULL },
	{ FIELD_DATE, "2026-1-5", "2026-01-05" },
	{ FIELD_DATE, "2026/1/5", "2026-01-05" },
	{ FIELD_DATE, "２０２６.01.5", "2026-01-05" },
	{ FIELD_DATE, "2026/1-5", NULL },
	{ FIELD_DATE, "2026/1/5/", NULL },
	{ FIELD_DATE, "2026/001/5", NULL },
	{ FIELD_DATE, "26/1/5", NULL },
	{ FIELD_DATE, "2026/+1/5", NULL },
	{ FIELD_DATE, "2026/1/", NULL },
	{ FIELD_DATE, "20260105", NULL },
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
	{ FIELD_USCC, "9111 0105-pdy00001xg", "91110105PDY00001XG" },
	{ FIELD_ID_NO, "50010119040229003x", "50010119040229003X" },
	{ FIELD_MOBILE, "+86 130 0000 0000", "13000000000" },
	{ FIELD_MOBILE, "16600000000", "16600000000" },
	{ FIELD_MOBILE, "12000000000", NULL },
	{ FIELD_MOBILE, "1380000000", NULL },
	{ FIELD_MOBILE, "138000000000", NULL },
	{ FIELD_MOBILE, "1380013800a", NULL },
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
	{ FIELD_EMAIL, "a@b.cn", "a@b.cn" },
	{ FIELD_EMAIL, "first.last@ex-ample.com.cn",
	  "first.last@ex-ample.com.cn" },
	{ FIELD_EMAIL, "x1@example.com", "x1@example.com" },
	{ FIELD_EMAIL, "a@b", NULL },
	{ FIELD_EMAIL, "a b@c.cn", NULL },
	{ FIELD_EMAIL, "@c.cn", NULL },
	{ FIELD_ZIP, "710000", "710000" },
	{ FIELD_ZIP, "10000", NULL },
	{ FIELD_ZIP, "10000a", NULL },
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

static void test_what_sql_sees(void **state)
{
	const struct field money = { .type = FIELD_MONEY };
	const struct field yes = { .type = FIELD_BOOL };

	(void)state;
	assert_int_equal(100000000, value_bind(&money, "100.00").i);
	assert_int_equal(99990000, value_bind(&money, "99.99").i);
	assert_int_equal(1, value_bind(&yes, "true").i);
	assert_int_equal(0, value_bind(&yes, "false").i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check_digits),
		cmocka_unit_test(test_any_one_wrong_symbol_is_found),
		cmocka_unit_test(test_typed_text_becomes_canonical),
		cmocka_unit_test(test_what_sql_sees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
