/**
 * @file value/contact.c  Numbers and addresses, V-04 to V-06
 */
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"
#include "value/value_private.h"

#define LOCAL_MAX  64  /* RFC 5321 4.5.3.1.1 */
#define EMAIL_MAX  254 /* RFC 5321 4.5.3.1.3, less the angle brackets */
#define LABEL_MAX  63  /* RFC 1035 2.3.4 */
#define LABEL_WIDE 189 /* the same in characters of three bytes */
#define MOBILE	   11
#define ACCESS_MIN 5
#define ACCESS_MAX 11 /* our bound; no source names one */

#define LETTERS	   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool is_mobile(const char *s)
{
	return value_is_digits(s, MOBILE) && s[0] == '1' && s[1] >= '3';
}

int value_decode_mobile(const struct field *field, const char *s,
			struct str *canon)
{
	(void)field;
	value_squeeze(canon, strncmp(s, "+86", 3) ? s : s + 3, " -");
	if (!is_mobile(str_text(canon)))
		return err_set(EINVAL,
			       _("%s: a mobile number has 11 digits and "
				 "begins with 13 to 19"),
			       s);

	return 0;
}

/* Ranges open in 2021; they grow year by year, so others are only doubtful */
bool value_warn_mobile(struct str *to, const char *value)
{
	static const char *const open[] = {
		['3' - '0'] = "0123456789", ['4' - '0'] = "01456789",
		['5' - '0'] = "012356789",  ['6' - '0'] = "2567",
		['7' - '0'] = "012345678",  ['8' - '0'] = "0123456789",
		['9' - '0'] = "012356789",
	};
	static const char *const things[] = { "140", "141", "144", "146",
					      "148" };
	static const char *const satellites[] = { "1349", "174" };

	for (size_t i = 0; i < ARRAY_LEN(things); i++) {
		if (strncmp(value, things[i], 3) != 0)
			continue;
		str_addf(to, _("%s: a range for devices, not for people"),
			 value);
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(satellites); i++) {
		if (strncmp(value, satellites[i], strlen(satellites[i])) != 0)
			continue;
		str_addf(to, _("%s: a range for satellite telephones"), value);
		return true;
	}
	if (!is_mobile(value) || strchr(open[value[1] - '0'], value[2]))
		return false;

	str_addf(to, _("%s: the range %.3s is not known to be open"), value,
		 value);
	return true;
}

/* Area code 010, 02x or of four digits; 7 or 8 digits; extension */
static bool is_fixed(const char *s)
{
	size_t area = 0;
	size_t n;

	if (s[0] == '0' && s[1] == '1')
		area = s[2] == '0' ? 3 : 0;
	else if (s[0] == '0' && s[1] >= '2')
		area = s[1] == '2' ? 3 : 4;
	if (area == 0 || strspn(s, DIGITS) < area)
		return false;

	s += area;
	s += *s == '-';
	n = strspn(s, DIGITS);
	if (n < 7 || n > 8)
		return false;

	s += n;
	n = *s == '-' ? strspn(s + 1, DIGITS) : 0;
	return !*s || (n >= 1 && n <= 6 && !s[1 + n]);
}

/* 400 and seven digits, hyphens behind the third and sixth */
static bool is_400(const char *s)
{
	if (strncmp(s, "400", 3) != 0)
		return false;

	s += 3;
	s += *s == '-';
	if (strspn(s, DIGITS) < 3)
		return false;

	s += 3;
	s += *s == '-';
	return value_is_digits(s, 4);
}

static bool is_access(const char *s)
{
	size_t n = strlen(s);

	return n >= ACCESS_MIN && n <= ACCESS_MAX && value_is_digits(s, n) &&
	       s[0] == '9' && (s[1] == '5' || s[1] == '6');
}

/* (010)12345678 is 010-12345678 */
static void write_phone(struct str *canon, const char *s)
{
	struct str plain = { 0 };
	size_t area;

	value_squeeze(&plain, s, " ");
	s = str_text(&plain);
	area = *s == '(' ? strspn(s + 1, DIGITS) : 0;
	if (area > 0 && s[1 + area] == ')') {
		str_add_n(canon, s + 1, area);
		s += area + 2;
		str_add(canon, *s == '-' ? "" : "-");
	}
	str_add(canon, s);
	str_release(&plain);
}

int value_decode_phone(const struct field *field, const char *s,
		       struct str *canon)
{
	const char *p;

	(void)field;
	write_phone(canon, s);
	p = str_text(canon);
	if (is_fixed(p) || is_400(p) || is_access(p) || is_mobile(p))
		return 0;

	return err_set(EINVAL,
		       _("%s: a telephone number is written 010-12345678, "
			 "400-123-4567 or 95012"),
		       s);
}

bool value_warn_phone(struct str *to, const char *value)
{
	return is_mobile(value) ? value_warn_mobile(to, value)
				: value_warn_access_no(to, value);
}

int value_decode_access_no(const struct field *field, const char *s,
			   struct str *canon)
{
	const char *p;

	(void)field;
	write_phone(canon, s);
	p = str_text(canon);
	if (is_fixed(p) || is_400(p) || is_access(p))
		return 0;

	return err_set(EINVAL,
		       _("%s: an access number is written 95012, 96885, "
			 "400-123-4567 or 010-12345678"),
		       s);
}

/* Lengths known of the series; extensions and 96 of other lengths exist, but
 * nothing confirms them */
bool value_warn_access_no(struct str *to, const char *value)
{
	static const struct {
		const char *series;
		size_t min;
		size_t max;
	} known[] = {
		{ "950", 5, 5 }, { "951", 5, 5 }, { "952", 6, 6 },
		{ "953", 5, 6 }, { "954", 6, 6 }, { "955", 5, 6 },
		{ "956", 5, 6 }, { "957", 5, 5 }, { "96", 5, 5 },
	};
	size_t n = strlen(value);

	if (!is_access(value))
		return false;

	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		if (strncmp(value, known[i].series, strlen(known[i].series)) !=
		    0)
			continue;
		if (n >= known[i].min && n <= known[i].max)
			return false;
		str_addf(to,
			 _("%s: numbers of the series %s are known with %zu "
			   "digits, others are not confirmed"),
			 value, known[i].series, known[i].min);
		return true;
	}

	str_addf(to, _("%s: not confirmed whose numbers %.3s are"), value,
		 value);
	return true;
}

/* 科技日报 2020-08-26: these three series are for large service firms and
 * public bodies, 950 951 952 954 957 for call centres */
int value_strict_access_no(const char *value)
{
	if (strncmp(value, "953", 3) == 0 || strncmp(value, "955", 3) == 0 ||
	    strncmp(value, "956", 3) == 0)
		return err_set(
			EPERM,
			_("%s: numbers of 953, 955 and 956 are for large "
			  "service firms and public bodies; a call "
			  "centre holds 950, 951, 952, 954 or 957"),
			value);

	return 0;
}

/* Beyond ASCII, Chinese names are taken in web addresses */
static bool is_label(char c, bool wide)
{
	return c && (strchr(LETTERS DIGITS "-", c) || (wide && c & 0x80));
}

/* Bytes of a host name; 0 if it is none.  It has two labels or more, the last
 * of two letters or more. */
static size_t host_length(const char *s, bool wide)
{
	size_t labels = 0;
	size_t last;  /* bytes of the last label */
	bool letters; /* and nothing else in it */
	size_t n = 0;

	for (;; n++) {
		last = 0;
		letters = true;
		for (; is_label(s[n], wide); n++, last++)
			letters &= !strchr(DIGITS "-", s[n]);
		if (last == 0 || last > (wide ? LABEL_WIDE : LABEL_MAX))
			return 0;
		labels++;
		if (s[n] != '.')
			break;
	}

	return labels >= 2 && last >= 2 && letters ? n : 0;
}

int value_decode_email(const struct field *field, const char *s,
		       struct str *canon)
{
	size_t n = strspn(s, LETTERS DIGITS "._%+-");
	size_t host = s[n] == '@' ? host_length(s + n + 1, false) : 0;

	(void)field;
	if (n == 0 || n > LOCAL_MAX || host == 0 || s[n + 1 + host] ||
	    strlen(s) > EMAIL_MAX)
		return err_set(EINVAL,
			       _("%s: an e-mail address is written "
				 "name@example.com"),
			       s);

	str_add(canon, s);
	return 0;
}

/* Bytes of http:// or https://; 0 if there is another scheme or none */
static size_t scheme_length(const char *s)
{
	static const char *const schemes[] = { "http://", "https://" };

	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		if (strncasecmp(s, schemes[i], strlen(schemes[i])) == 0)
			return strlen(schemes[i]);
	}

	return 0;
}

int value_decode_url(const struct field *field, const char *s,
		     struct str *canon)
{
	size_t head = scheme_length(s);
	size_t host = host_length(s + head, true);
	size_t port = 0;
	const char *rest = s + head + host;

	(void)field;
	if (host > 0 && *rest == ':')
		port = strspn(rest + 1, DIGITS);
	if (host > 0 && *rest == ':' && port >= 1 && port <= 5)
		rest += 1 + port;
	if (host == 0 || (*rest && !strchr("/?#", *rest)) ||
	    strpbrk(s, " \n\"<>\\^`{|}"))
		return err_set(EINVAL,
			       _("%s: a web address is written "
				 "www.example.com or https://example.com/"),
			       s);

	/* Scheme and host have no case, the path has */
	value_add_lower(canon, s, head + host);
	str_add(canon, s + head + host);
	return 0;
}

int value_decode_zip(const struct field *field, const char *s,
		     struct str *canon)
{
	(void)field;
	value_squeeze(canon, s, " ");
	if (!value_is_digits(str_text(canon), 6))
		return err_set(EINVAL, _("%s: a postcode has 6 digits"), s);

	return 0;
}
