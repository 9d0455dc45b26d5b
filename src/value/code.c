/**
 * @file value/code.c  Check symbols of official codes, V-01 to V-03
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"
#include "value/value_private.h"

#define USCC_LEN      18
#define USCC_MOD      31
#define ORG_CODE_LEN  9
#define ID_LEN	      18
#define ID_LEN_OLD    15
#define BORN_LONG_AGO 1900

/* GB 32100-2015: no I, O, S, V, Z */
static const char uscc_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* Check symbol that a subject code should have; 0 if a symbol is no digit or
 * capital letter */
static char org_code_check(const char *s)
{
	static const int weights[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
	int sum = 0;
	int r;

	for (size_t i = 0; i < ARRAY_LEN(weights); i++) {
		int value;

		if (isdigit((unsigned char)s[i]))
			value = s[i] - '0';
		else if (s[i] >= 'A' && s[i] <= 'Z')
			value = s[i] - 'A' + 10;
		else
			return '\0';
		sum += value * weights[i];
	}

	r = 11 - sum % 11;
	return (char)(r == 10 ? 'X' : r == 11 ? '0' : '0' + r);
}

int value_check_org_code(const char *s)
{
	char want;

	if (strlen(s) != ORG_CODE_LEN)
		return err_set(EINVAL, _("%s: a subject code has 9 symbols"),
			       s);

	want = org_code_check(s);
	if (!want)
		return err_set(EINVAL, _("%s: only digits and capital letters"),
			       s);
	if (s[ORG_CODE_LEN - 1] != want)
		return err_set(EINVAL,
			       _("%s: the subject code's check digit should "
				 "be %c"),
			       s, want);

	return 0;
}

/* What no override takes: length, alphabet, GB/T 2260 division in digits */
static int check_uscc_shape(const char *s)
{
	if (strlen(s) != USCC_LEN)
		return err_set(EINVAL,
			       _("%s: a unified social credit code has 18 "
				 "symbols, this has %zu"),
			       s, text_length(s));

	for (size_t i = 0; i < USCC_LEN; i++) {
		const bool digit = i >= 2 && i < 8;

		if (!strchr(uscc_alphabet, s[i]) ||
		    (digit && !isdigit((unsigned char)s[i])))
			return err_set(EINVAL,
				       _("%s: symbol %zu, %c, cannot stand "
					 "there (letters I O S V Z are never "
					 "used)"),
				       s, i + 1, s[i]);
	}

	return 0;
}

/* Check symbol, the 18th, that a well-formed code should have */
static char uscc_check(const char *s)
{
	static const int weights[] = { 1,  3,  9,  27, 19, 26, 16, 17, 20,
				       29, 25, 13, 8,  24, 10, 30, 28 };
	int sum = 0;

	for (size_t i = 0; i < ARRAY_LEN(weights); i++)
		sum += weights[i] *
		       (int)(strchr(uscc_alphabet, s[i]) - uscc_alphabet);

	/* 31 - 0 is 31: symbol 0 */
	return uscc_alphabet[(USCC_MOD - sum % USCC_MOD) % USCC_MOD];
}

int value_check_uscc(const char *s)
{
	int err = check_uscc_shape(s);
	char want;

	if (err)
		return err;

	want = uscc_check(s);
	if (s[USCC_LEN - 1] != want)
		return err_set(EINVAL,
			       _("%s: the check symbol (18th) should be %c; "
				 "compare with the business licence; if the "
				 "licence really shows it: callpermit set NO "
				 "FACT=%s --accept --reason TEXT"),
			       s, want, s);

	want = org_code_check(s + 8);
	if (s[USCC_LEN - 2] != want)
		return err_set(EINVAL,
			       _("%s: the check digit of the subject code "
				 "(17th) should be %c; compare with the "
				 "business licence; if the licence really "
				 "shows it: callpermit set NO FACT=%s "
				 "--accept --reason TEXT"),
			       s, want, s);

	return 0;
}

static void write_code(struct str *canon, const char *s)
{
	value_squeeze(canon, s, " -");
	value_upper(canon);
}

int value_decode_uscc(const struct field *field, const char *s,
		      struct str *canon)
{
	(void)field;
	write_code(canon, s);
	return value_check_uscc(str_text(canon));
}

int value_decode_uscc_any(const struct field *field, const char *s,
			  struct str *canon)
{
	(void)field;
	write_code(canon, s);
	return check_uscc_shape(str_text(canon));
}

/* A code that was kept although its check symbol is wrong */
bool value_warn_uscc(struct str *to, const char *value)
{
	if (check_uscc_shape(value) != 0 || value_check_uscc(value) == 0)
		return false;

	str_addf(to,
		 _("%s: the check symbol is not that of GB 32100-2015; it "
		   "was kept as the licence shows it"),
		 value);
	return true;
}

int value_decode_org_code(const struct field *field, const char *s,
			  struct str *canon)
{
	(void)field;
	write_code(canon, s);
	return value_check_org_code(str_text(canon));
}

/* The birth day, digits 7 to 14 */
static struct date birth_of(const char *s)
{
	char text[9];
	int n;

	(void)snprintf(text, sizeof(text), "%.8s", s + 6);
	n = (int)strtol(text, NULL, 10);
	return (struct date){ n / 10000, n / 100 % 100, n % 100 };
}

int value_check_id_no(const char *s)
{
	static const int weights[] = { 7, 9, 10, 5,  8, 4, 2, 1, 6,
				       3, 7, 9,	 10, 5, 8, 4, 2 };
	static const char checks[] = "10X98765432";
	struct date birth;
	int sum = 0;

	if (value_is_digits(s, ID_LEN_OLD))
		return err_set(EINVAL,
			       _("%s: identity numbers of 15 digits ended in "
				 "2013; the card in force has 18 symbols"),
			       s);
	if (strlen(s) != ID_LEN)
		return err_set(EINVAL,
			       _("%s: an identity number has 18 symbols"), s);

	for (size_t i = 0; i < ARRAY_LEN(weights); i++) {
		if (!isdigit((unsigned char)s[i]))
			return err_set(EINVAL,
				       _("%s: symbol %zu must be a digit"), s,
				       i + 1);
		sum += weights[i] * (s[i] - '0');
	}
	if (s[ID_LEN - 1] != checks[sum % 11])
		return err_set(EINVAL,
			       _("%s: the last symbol should be %c; compare "
				 "with the identity card"),
			       s, checks[sum % 11]);

	birth = birth_of(s);
	if (!date_is_real(birth))
		return err_set(EINVAL, _("%s: no such birth day: %.8s"), s,
			       s + 6);
	if (date_number(birth) > date_number(clock_today()))
		return err_set(EINVAL, _("%s: born in the future: %.8s"), s,
			       s + 6);

	return 0;
}

int value_decode_id_no(const struct field *field, const char *s,
		       struct str *canon)
{
	(void)field;
	value_squeeze(canon, s, " ");
	value_upper(canon);
	return value_check_id_no(str_text(canon));
}

/* GB/T 2260, its first two digits */
static bool is_area(const char *s)
{
	static const char areas[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 "
				    "36 37 41 42 43 44 45 46 50 51 52 53 54 "
				    "61 62 63 64 65 71 81 82 83 91 ";

	for (const char *p = areas; *p; p += 3) {
		if (strncmp(p, s, 2) == 0)
			return true;
	}

	return false;
}

bool value_warn_id_no(struct str *to, const char *value)
{
	const int year = strlen(value) == ID_LEN ? birth_of(value).year : 0;

	if (year == 0)
		return false;
	if (!is_area(value))
		str_addf(to, _("%s: no province has the area code %.2s"), value,
			 value);
	else if (year < BORN_LONG_AGO)
		str_addf(to, _("%s: the birth year is %d"), value, year);
	else
		return false;

	return true;
}
