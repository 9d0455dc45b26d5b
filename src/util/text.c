/**
 * @file util/text.c  Chinese and other text in UTF-8
 */
#include "util/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "util/ambiguous.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

#define CP_INVALID 0xFFFD
#define CP_ZWSP	   0x200B
#define CP_ZWJ	   0x200D

static utf8proc_ssize_t decode(const char *s, size_t n, utf8proc_int32_t *cpp)
{
	return utf8proc_iterate((const utf8proc_uint8_t *)s,
				(utf8proc_ssize_t)n, cpp);
}

bool text_cp_is_harmful(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x061C ||
	       cp == 0x200E || cp == 0x200F || cp == 0x2028 || cp == 0x2029 ||
	       (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

bool text_has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (;;) {
		size_t k = strcspn(list, ",");

		if (k == n && memcmp(list, word, n) == 0)
			return true;
		if (list[k] == '\0')
			return false;
		list += k + 1;
	}
}

void text_printable(char *to, size_t size, const char *from)
{
	size_t left = strlen(from);
	size_t at = 0;

	while (left > 0) {
		utf8proc_int32_t cp;
		utf8proc_ssize_t n = decode(from, left, &cp);
		bool keep = n > 0 && !text_cp_is_harmful((uint32_t)cp);
		size_t step = n > 0 ? (size_t)n : 1;
		size_t need = keep ? step : 1;

		if (at + need + 1 > size)
			break;
		if (keep)
			memcpy(to + at, from, step);
		else
			to[at] = '?';
		at += need;
		from += step;
		left -= step;
	}
	to[at] = '\0';
}

bool text_is_utf8(const char *s, size_t n)
{
	while (n > 0) {
		utf8proc_int32_t cp;
		utf8proc_ssize_t k = decode(s, n, &cp);

		if (k <= 0 || cp == 0)
			return false;
		s += k;
		n -= (size_t)k;
	}

	return true;
}

uint32_t text_next(const char **sp)
{
	utf8proc_int32_t cp;
	utf8proc_ssize_t n;

	if (**sp == '\0')
		return 0;

	n = decode(*sp, strnlen(*sp, 4), &cp);
	if (n <= 0) {
		(*sp)++;
		return CP_INVALID;
	}

	*sp += n;
	return (uint32_t)cp;
}

size_t text_put(char *to, uint32_t cp)
{
	utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)cp,
						  (utf8proc_uint8_t *)to);

	to[n] = '\0';
	return (size_t)n;
}

size_t text_length(const char *s)
{
	size_t n = 0;

	while (text_next(&s))
		n++;

	return n;
}

static bool ambiguous_wide;

void text_ambiguous(bool wide)
{
	ambiguous_wide = wide;
}

int text_cp_width(uint32_t cp)
{
	if (ambiguous_wide && ambiguous_is(cp))
		return 2;
	if (cp == CP_ZWSP || cp == CP_ZWJ)
		return 0;
	/* utf8proc's table ends before the newest ideographs of names */
	if (cp >= 0x20000 && cp <= 0x3FFFD)
		return 2;

	return utf8proc_charwidth((utf8proc_int32_t)cp);
}

size_t text_cluster(const char *s, int *widthp)
{
	utf8proc_int32_t state = 0;
	const char *end = s;
	const char *at = s;
	uint32_t last = text_next(&at);
	int width = last ? text_cp_width(last) : 0;
	bool plain = last < 0x80 && last != '\r' && (unsigned char)*at < 0x80;

	while (last && !plain) {
		uint32_t cp;

		end = at;
		cp = text_next(&at);
		if (!cp || utf8proc_grapheme_break_stateful(
				   (utf8proc_int32_t)last, (utf8proc_int32_t)cp,
				   &state))
			break;
		width += text_cp_width(cp);
		last = cp;
	}

	if (widthp)
		*widthp = width < 2 ? width : 2;
	return (size_t)((plain ? at : end) - s);
}

size_t text_fit(const char *s, int columns, int *usedp)
{
	size_t at = 0;
	int used = 0;

	for (;;) {
		int width;
		size_t n = text_cluster(s + at, &width);

		if (n == 0 || used + width > columns)
			break;
		at += n;
		used += width;
	}

	if (usedp)
		*usedp = used;
	return at;
}

int text_width(const char *s)
{
	int width = 0;

	for (;;) {
		int w;
		size_t n = text_cluster(s, &w);

		if (n == 0)
			return width;
		width += w;
		s += n;
	}
}

static bool is_blank(const char *s, size_t *np)
{
	*np = strncmp(s, "\xE3\x80\x80", 3) == 0 ? 3 : 1;
	return *np == 3 || strchr(" \t\r\n", *s) != NULL;
}

char *text_normalise(const char *s)
{
	struct str out = { 0 };
	utf8proc_uint8_t *nfc;
	char *text;
	size_t n;

	while (*s && is_blank(s, &n))
		s += n;

	for (uint32_t cp = text_next(&s); cp; cp = text_next(&s)) {
		char buf[8];

		/* Letters, digits and the signs of numbers and addresses; the
		 * Chinese stops ，：；！？（） are right in Chinese text */
		if ((cp >= 0xFF10 && cp <= 0xFF19) ||
		    (cp >= 0xFF21 && cp <= 0xFF3A) ||
		    (cp >= 0xFF41 && cp <= 0xFF5A) || cp == 0xFF0B ||
		    cp == 0xFF0D || cp == 0xFF0E || cp == 0xFF0F ||
		    cp == 0xFF20 || cp == 0xFF3F)
			cp -= 0xFEE0;
		else if (cp == 0x3000)
			cp = ' ';
		str_add_n(&out, buf, text_put(buf, cp));
	}
	while (out.len > 0 && strchr(" \t\r\n", out.s[out.len - 1]))
		out.s[--out.len] = '\0';

	nfc = utf8proc_NFC((const utf8proc_uint8_t *)str_text(&out));
	text = nfc ? (char *)nfc : x_strdup(str_text(&out));
	str_release(&out);
	return text;
}

/* Next code point that counts; 0 at the end */
static uint32_t next_folded(const char **sp)
{
	static const uint32_t folds[][2] = {
		{ 0x2022, 0xB7 }, { 0x2027, 0xB7 }, { 0x22C5, 0xB7 },
		{ 0x30FB, 0xB7 }, { 0x3010, '[' },  { 0x3011, ']' },
		{ 0x3014, '[' },  { 0x3015, ']' },  { 0x3016, '[' },
		{ 0x3017, ']' },
	};
	uint32_t cp = text_next(sp);

	while (cp && (cp <= ' ' || utf8proc_category((utf8proc_int32_t)cp) ==
					   UTF8PROC_CATEGORY_ZS))
		cp = text_next(sp);
	for (size_t i = 0; i < ARRAY_LEN(folds); i++) {
		if (folds[i][0] == cp)
			return folds[i][1];
	}

	return cp;
}

static bool same_folded(const char *a, const char *b)
{
	/* Compatibility forms (full width, （）), case, what is invisible */
	utf8proc_uint8_t *fold_a = utf8proc_NFKC_Casefold(
		(const utf8proc_uint8_t *)a);
	utf8proc_uint8_t *fold_b = utf8proc_NFKC_Casefold(
		(const utf8proc_uint8_t *)b);
	bool same = false;

	if (fold_a && fold_b) {
		const char *p = (const char *)fold_a;
		const char *q = (const char *)fold_b;
		uint32_t cp;

		do {
			cp = next_folded(&p);
			same = cp == next_folded(&q);
		} while (same && cp);
	}

	free(fold_a);
	free(fold_b);
	return same;
}

/* Characters that folding leaves as they are, whatever stands beside them */
static bool is_plain(uint32_t cp)
{
	return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 'a' && cp <= 'z') ||
	       (cp >= '0' && cp <= '9');
}

/* True if the first characters that differ tell at a glance: rules compare each
 * name with all others, and folding costs a hundred times as much */
static bool differ_plainly(const char *a, const char *b)
{
	uint32_t p;
	uint32_t q;

	do {
		p = text_next(&a);
		q = text_next(&b);
	} while (p == q && p);

	return p != q && (is_plain(p) || !p) && (is_plain(q) || !q);
}

bool text_same(const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		return true;
	if (differ_plainly(a, b))
		return false;

	return same_folded(a, b);
}

void text_mask(char *to, size_t size, const char *number)
{
	size_t len = strlen(number);
	size_t head = len >= 11 ? 3 : len > 4 ? 1 : 0;
	size_t tail = len >= 11 ? 4 : len > 2 ? 2 : 0;

	(void)snprintf(to, size, "%.*s****%s", (int)head, number,
		       number + len - tail);
}

size_t text_distance(const char *a, const char *b)
{
	enum { MOST = 40 };
	size_t row[MOST + 1];
	size_t n = strlen(b);

	if (n > MOST || strlen(a) > MOST)
		return MOST;

	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t up = row[j];
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			row[j] = up + 1 < best ? up + 1 : best;
			diagonal = up;
		}
	}

	return row[n];
}
