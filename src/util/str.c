/**
 * @file util/str.c  A string that grows
 */
#include "util/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

static void reserve(struct str *str, size_t more)
{
	size_t want = str->len + more + 1;
	size_t cap = str->cap ? str->cap : 64;

	if (want <= str->cap)
		return;

	while (cap < want)
		cap *= 2;
	str->s = x_reallocarray(str->s, cap, 1);
	str->cap = cap;
}

void str_init(struct str *str)
{
	*str = (struct str){ NULL, 0, 0 };
}

void str_release(struct str *str)
{
	free(str->s);
	str_init(str);
}

void str_clear(struct str *str)
{
	str->len = 0;
	if (str->s)
		str->s[0] = '\0';
}

void str_add(struct str *str, const char *s)
{
	str_add_n(str, s, strlen(s));
}

void str_add_n(struct str *str, const char *s, size_t n)
{
	reserve(str, n);
	memcpy(str->s + str->len, s, n);
	str->len += n;
	str->s[str->len] = '\0';
}

void str_add_char(struct str *str, char c)
{
	str_add_n(str, &c, 1);
}

void str_add_int(struct str *str, int64_t n)
{
	uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char buf[24];
	char *p = buf + sizeof(buf);

	do {
		*--p = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (n < 0)
		*--p = '-';
	str_add_n(str, p, (size_t)(buf + sizeof(buf) - p));
}

void str_addf(struct str *str, const char *fmt, ...)
{
	va_list ap;
	va_list again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);

	if (n > 0) {
		reserve(str, (size_t)n);
		(void)vsnprintf(str->s + str->len, (size_t)n + 1, fmt, again);
		str->len += (size_t)n;
	}
	va_end(again);
}

const char *str_text(const struct str *str)
{
	return str->s ? str->s : "";
}

char *str_take(struct str *str)
{
	char *s = str->s ? str->s : x_strdup("");

	str_init(str);
	return s;
}
