/**
 * @file sip/sdes.c  Keys in session descriptions
 */
#include "sip/sdes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sip/compat.h"
#include "util/util.h"

#define KEY_CHARS 40 /* SDES_KEY in base64 */
#define INLINE	  "inline:"

static const struct {
	enum sdes_suite suite;
	const char *name;
} suites[] = {
	{ SDES_SHA1_80, "AES_CM_128_HMAC_SHA1_80" },
	{ SDES_SHA1_32, "AES_CM_128_HMAC_SHA1_32" },
};

/* Tag, RFC 4568 9.1: one to nine digits */
static const char *read_tag(unsigned *tagp, const char *p)
{
	unsigned tag = 0;
	int n = 0;

	for (; *p >= '0' && *p <= '9' && n < 9; p++, n++)
		tag = tag * 10 + (unsigned)(*p - '0');
	*tagp = tag;
	return n && *p == ' ' ? p + 1 : NULL;
}

static const char *read_suite(enum sdes_suite *suitep, const char *p)
{
	for (size_t i = 0; i < ARRAY_LEN(suites); i++) {
		size_t n = strlen(suites[i].name);

		if (strncmp(p, suites[i].name, n) != 0 || p[n] != ' ')
			continue;
		*suitep = suites[i].suite;
		return p + n + 1;
	}

	return NULL;
}

/* Behind the key: a life time at most; "|MKI:length" and a second key, or what
 * follows a space, would change what the other side does */
static bool is_plain(const char *p)
{
	if (*p == '|')
		p++;
	for (; *p; p++) {
		if (*p == '|' || *p == ':' || *p == ';' || *p == ' ')
			return false;
	}

	return true;
}

int sdes_read(unsigned *tagp, enum sdes_suite *suitep, uint8_t key[SDES_KEY],
	      const char *value)
{
	size_t size = SDES_KEY;
	const char *p = read_tag(tagp, value);

	if (p)
		p = read_suite(suitep, p);
	if (!p || strncmp(p, INLINE, strlen(INLINE)) != 0)
		return EBADMSG;
	p += strlen(INLINE);
	if (strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		      "0123456789+/") != KEY_CHARS ||
	    !is_plain(p + KEY_CHARS) ||
	    base64_decode(p, KEY_CHARS, key, &size) || size != SDES_KEY)
		return EBADMSG;
	return 0;
}

void sdes_write(char to[SDES_TEXT], unsigned tag, enum sdes_suite suite,
		const uint8_t key[SDES_KEY])
{
	char text[KEY_CHARS + 1] = "";
	size_t size = KEY_CHARS;
	size_t i = suite == SDES_SHA1_32;

	(void)base64_encode(key, SDES_KEY, text, &size);
	(void)snprintf(to, SDES_TEXT, "%u %s " INLINE "%s", tag, suites[i].name,
		       text);
}
