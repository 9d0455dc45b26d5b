/**
 * @file value/licence.c  Numbers of telecom licences, V-07
 *
 * The forms are those of B24 licences in the ministry's lists: national
 * B2-YYYYNNNN and B1.B2-YYYYNNNN, with foreign capital 合字B2-, in a province
 * 京B2-.  The number stays the same at a renewal, so its year says nothing of
 * the term.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "value/value_private.h"

#define SERIAL	   8 /* YYYYNNNN */
#define SERIAL_OLD 6 /* 川B2-140912-1 */
#define SUFFIX_MAX 3 /* digits of the suffix that web sites add */
#define HAN	   3 /* bytes of a province's letter in UTF-8 */

/* A number taken apart; pointers into it */
struct licence {
	const char *classes; /* "B1.B2" */
	const char *serial;  /* behind the hyphen */
	size_t digits;	     /* of the serial */
	const char *suffix;  /* behind it: "" or "-1" */
	bool province;
	bool ordered; /* A1 before A2 before B1 before B2, each once */
	bool b2;
};

static const char *skip_prefix(const char *s, bool *provincep)
{
	static const char national[] = "合字";
	static const char provinces[] =
		"京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔贵滇云藏"
		"陕秦甘陇青宁新";

	*provincep = false;
	if (strncmp(s, national, sizeof(national) - 1) == 0)
		return s + sizeof(national) - 1;
	for (const char *p = provinces; *p; p += HAN) {
		if (strncmp(s, p, HAN) != 0)
			continue;
		*provincep = true;
		return s + HAN;
	}

	return s;
}

/* What follows the classes; NULL if they are none */
static const char *skip_classes(const char *s, struct licence *lic)
{
	const char *last = "";

	lic->ordered = true;
	lic->b2 = false;
	for (;; s += 3) {
		if ((s[0] != 'A' && s[0] != 'B') ||
		    (s[1] != '1' && s[1] != '2'))
			return NULL;
		if (*last && strncmp(last, s, 2) >= 0)
			lic->ordered = false;
		lic->b2 |= s[0] == 'B' && s[1] == '2';
		last = s;
		if (s[2] != '.')
			return s + 2;
	}
}

/* "" or -N with up to three digits */
static bool is_suffix(const char *s)
{
	size_t n = *s == '-' ? strspn(s + 1, DIGITS) : 0;

	return !*s || (n >= 1 && n <= SUFFIX_MAX && !s[1 + n]);
}

static bool split(struct licence *lic, const char *s)
{
	lic->classes = skip_prefix(s, &lic->province);
	s = skip_classes(lic->classes, lic);
	if (!s || *s != '-')
		return false;

	lic->serial = s + 1;
	lic->digits = strspn(lic->serial, DIGITS);
	lic->suffix = lic->serial + lic->digits;
	if (!is_suffix(lic->suffix))
		return false;
	if (lic->digits == SERIAL_OLD)
		return lic->province && *lic->suffix;

	return lic->digits == SERIAL && (strncmp(lic->serial, "19", 2) == 0 ||
					 strncmp(lic->serial, "20", 2) == 0);
}

int value_decode_licence_no(const struct field *field, const char *s,
			    struct str *canon)
{
	struct licence lic;

	(void)field;
	value_squeeze(canon, s, " ");
	value_upper(canon);
	if (!split(&lic, str_text(canon)))
		return err_set(EINVAL,
			       _("%s: a licence number is written B2-20000001, "
				 "A2.B1.B2-20000001, %sB2-20000001 or "
				 "%sB2-20000001"),
			       s, "京", "合字");

	if (lic.digits == SERIAL) {
		canon->len = (size_t)(lic.suffix - canon->s);
		canon->s[canon->len] = '\0';
	}
	return 0;
}

bool value_warn_licence_no(struct str *to, const char *value)
{
	struct licence lic;

	if (!split(&lic, value))
		return false;

	if (lic.digits == SERIAL_OLD)
		str_addf(to,
			 _("%s: an old way of numbering; compare with the "
			   "licence"),
			 value);
	else if (!lic.ordered)
		str_addf(to,
			 _("%s: the classes are not in the order A1, A2, "
			   "B1, B2"),
			 value);
	else if (strtol(lic.serial, NULL, 10) / 10000 > clock_today().year)
		str_addf(to,
			 _("%s: a number of the year %.4s, which is to "
			   "come"),
			 value, lic.serial);
	else
		return false;

	return true;
}

int value_strict_licence_no(const char *value)
{
	struct licence lic;

	if (split(&lic, value) && !lic.b2)
		return err_set(EPERM,
			       _("%s: without class B2 the licence cannot "
				 "carry B24"),
			       value);

	return 0;
}
