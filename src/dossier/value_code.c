/**
 * @file dossier/value_code.c  Check digits of official codes
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/value.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

#define USCC_LEN     18
#define USCC_MOD     31
#define ORG_CODE_LEN 9
#define ID_LEN	     18

/* GB 32100-2015: no I, O, S, V, Z */
static const char uscc_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

int value_check_org_code(const char *s)
{
	static const int weights[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
	int sum = 0;
	int r;
	char want;

	if (strlen(s) != ORG_CODE_LEN)
		return err_set(EINVAL, _("%s: a subject code has 9 symbols"),
			       s);

	for (size_t i = 0; i < ARRAY_LEN(weights); i++) {
		int value;

		if (isdigit((unsigned char)s[i]))
			value = s[i] - '0';
		else if (s[i] >= 'A' && s[i] <= 'Z')
			value = s[i] - 'A' + 10;
		else
			return err_set(EINVAL,
				       _("%s: only digits and capital letters"),
				       s);
		sum += value * weights[i];
	}

	r = 11 - sum % 11;
	want = (char)(r == 10 ? 'X' : r == 11 ? '0' : '0' + r);
	if (s[ORG_CODE_LEN - 1] != want)
		return err_set(EINVAL,
			       _("%s: the subject code's check digit should "
				 "be %c"),
			       s, want);

	return 0;
}

int value_check_uscc(const char *s)
{
	static const int weights[] = { 1,  3,  9,  27, 19, 26, 16, 17, 20,
				       29, 25, 13, 8,  24, 10, 30, 28 };
	char org[ORG_CODE_LEN + 1] = "";
	int sum = 0;
	char want;
	int err;

	if (strlen(s) != USCC_LEN)
		return err_set(EINVAL,
			       _("%s: a unified social credit code has 18 "
				 "symbols, this has %zu"),
			       s, strlen(s));

	for (size_t i = 0; i < USCC_LEN; i++) {
		const char *at = strchr(uscc_alphabet, s[i]);
		/* The administrative division, GB/T 2260, is digits */
		const bool digit = i >= 2 && i < 8;

		if (!at || (digit && !isdigit((unsigned char)s[i])))
			return err_set(EINVAL,
				       _("%s: symbol %zu, %c, cannot stand "
					 "there (letters I O S V Z are never "
					 "used)"),
				       s, i + 1, s[i]);
		if (i < ARRAY_LEN(weights))
			sum += weights[i] * (int)(at - uscc_alphabet);
	}

	/* 31 - 0 is 31: symbol 0 */
	want = uscc_alphabet[(USCC_MOD - sum % USCC_MOD) % USCC_MOD];
	if (s[USCC_LEN - 1] != want)
		return err_set(EINVAL,
			       _("%s: the check symbol (18th) should be %c; "
				 "compare with the business licence"),
			       s, want);

	memcpy(org, s + 8, ORG_CODE_LEN);
	err = value_check_org_code(org);
	return err ? err_prefix(err, "%s", s) : 0;
}

int value_check_id_no(const char *s)
{
	static const int weights[] = { 7, 9, 10, 5,  8, 4, 2, 1, 6,
				       3, 7, 9,	 10, 5, 8, 4, 2 };
	static const char checks[] = "10X98765432";
	char birth[DATE_TEXT];
	struct date date;
	int sum = 0;

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

	(void)snprintf(birth, sizeof(birth), "%.4s-%.2s-%.2s", s + 6, s + 10,
		       s + 12);
	if (strncmp(birth, "18", 2) != 0 && date_decode(&date, birth) != 0)
		return err_set(EINVAL, _("%s: no such birth day: %s"), s,
			       birth);
	if (strncmp(birth, "18", 2) != 0 &&
	    date_number(date) > date_number(clock_today()))
		return err_set(EINVAL, _("%s: born in the future: %s"), s,
			       birth);

	return 0;
}
