/**
 * @file value/number.c  Numbers, money and shares
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "value/value_private.h"

#define PLACES_MONEY  2
#define PLACES_NUMBER 4
#define DIGITS_MAX    12
#define DIGITS_MONEY  10    /* V-08 */
#define RATIO_ONE     10000 /* ten-thousandths of a percent in one percent */
#define RATIO_SLACK   100   /* V-09: the sum is 100, give or take 0.01 */

/* -?digits(.digits)? with at most so many digits and places; no zeros in
 * front */
static int decode_decimal(const char *s, size_t digits, size_t places,
			  struct str *canon)
{
	struct str plain = { 0 };
	const char *p;
	size_t whole;
	size_t part = 0;
	int err = 0;

	value_squeeze(&plain, s, ", ");
	p = str_text(&plain);
	p += *p == '-';
	whole = strspn(p, DIGITS);
	if (p[whole] == '.')
		part = strspn(p + whole + 1, DIGITS);
	if (whole == 0 || whole > digits || part > places ||
	    (p[whole] == '.' && (part == 0 || p[whole + 1 + part])) ||
	    (p[whole] && p[whole] != '.')) {
		err = places ? err_set(EINVAL,
				       _("%s: a number with at most %zu "
					 "decimal places is expected"),
				       s, places)
			     : err_set(EINVAL,
				       _("%s: a whole number is expected"), s);
	} else {
		size_t zeros = strspn(p, "0");
		const bool nothing = p[strspn(p, "0.")] == '\0';

		zeros -= zeros == whole;
		str_add(canon, *plain.s == '-' && !nothing ? "-" : "");
		str_add(canon, p + zeros);
	}

	str_release(&plain);
	return err;
}

int value_decode_int(const struct field *field, const char *s,
		     struct str *canon)
{
	(void)field;
	return decode_decimal(s, DIGITS_MAX, 0, canon);
}

/* 180.50 is 180.5 and 180.0 is 180 */
static void cut_zeros(struct str *canon)
{
	if (!strchr(canon->s, '.'))
		return;

	while (canon->s[canon->len - 1] == '0')
		canon->s[--canon->len] = '\0';
	if (canon->s[canon->len - 1] == '.')
		canon->s[--canon->len] = '\0';
}

int value_decode_number(const struct field *field, const char *s,
			struct str *canon)
{
	int err = decode_decimal(s, DIGITS_MAX, PLACES_NUMBER, canon);

	(void)field;
	if (!err)
		cut_zeros(canon);
	return err;
}

int value_decode_money(const struct field *field, const char *s,
		       struct str *canon)
{
	int err = decode_decimal(s, DIGITS_MONEY, PLACES_MONEY, canon);
	const char *dot;
	size_t have;

	(void)field;
	if (err)
		return err;
	if (canon->s[0] == '-')
		return err_set(EINVAL, _("%s: an amount is not negative"), s);

	dot = strchr(canon->s, '.');
	have = dot ? strlen(dot + 1) : 0;
	str_add(canon, dot ? "" : ".");
	for (; have < PLACES_MONEY; have++)
		str_add_char(canon, '0');
	return 0;
}

int value_strict_money(const char *value)
{
	return value[strspn(value, "0.")]
		       ? 0
		       : err_set(EPERM, _("%s: an amount is above zero"),
				 value);
}

/* The digits of a decimal number as a whole number of its last place */
static int64_t scaled(const char *value, size_t places)
{
	const char *dot = strchr(value, '.');
	int64_t n = strtoll(value, NULL, 10);

	for (size_t i = 0; i < places; i++) {
		n *= 10;
		if (dot && dot[1])
			n += *++dot - '0';
	}

	return n;
}

/* 51% and 51 are the same */
int value_decode_ratio(const struct field *field, const char *s,
		       struct str *canon)
{
	struct str plain = { 0 };
	int64_t n;
	int err;

	(void)field;
	value_squeeze(&plain, s, ", ");
	if (plain.len > 1 && plain.s[plain.len - 1] == '%')
		plain.s[--plain.len] = '\0';
	err = decode_decimal(str_text(&plain), DIGITS_MAX, PLACES_NUMBER,
			     canon);
	str_release(&plain);
	if (err)
		return err;

	cut_zeros(canon);
	n = canon->s[0] == '-' ? -1 : scaled(canon->s, PLACES_NUMBER);
	if (n <= 0 || n > (int64_t)100 * RATIO_ONE)
		return err_set(EINVAL,
			       _("%s: a share is above 0 and at most 100 "
				 "percent"),
			       s);

	return 0;
}

int value_check_shares(const char *const *valuev, size_t valuec)
{
	const struct field field = { .type = FIELD_RATIO };
	int64_t sum = 0;

	for (size_t i = 0; i < valuec; i++) {
		char *value = NULL;
		int err = value_decode(&field, valuev[i], &value);

		if (err)
			return err;
		sum += scaled(value, PLACES_NUMBER);
		free(value);
	}
	if (llabs(sum - (int64_t)100 * RATIO_ONE) > RATIO_SLACK)
		return err_set(
			EINVAL, _("the shares come to %lld.%04lld, not 100"),
			(long long)sum / RATIO_ONE, (long long)sum % RATIO_ONE);

	return 0;
}
