/**
 * @file util/fold.c  Text as a search compares it
 */
#include "util/fold.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

#define CP_INVALID 0xFFFD

bool fold_is_latin(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9');
}

bool fold_is_han(uint32_t cp)
{
	return cp == 0x3007 || (cp >= 0x3400 && cp <= 0x4DBF) ||
	       (cp >= 0x4E00 && cp <= 0x9FFF) ||
	       (cp >= 0x20000 && cp <= 0x3FFFD);
}

static bool is_blank(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 ||
	       cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 ||
	       cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

static void add(struct fold *fold, uint32_t cp, size_t from)
{
	if (is_blank(cp))
		cp = ' ';
	if (cp == ' ' && fold->c > 0 && fold->cp[fold->c - 1] == ' ')
		return;

	if (fold->c + 1 >= fold->cap) {
		fold->cap = fold->cap ? 2 * fold->cap : 32;
		fold->cp = x_reallocarray(fold->cp, fold->cap,
					  sizeof(*fold->cp));
		fold->from = x_reallocarray(fold->from, fold->cap,
					    sizeof(*fold->from));
	}
	fold->cp[fold->c] = cp;
	fold->from[fold->c++] = (uint32_t)from;
}

/* One character as a reader sees it, n bytes */
static void add_cluster(struct fold *fold, const char *s, size_t n, size_t from)
{
	static const utf8proc_option_t how = UTF8PROC_STABLE |
					     UTF8PROC_COMPOSE |
					     UTF8PROC_COMPAT |
					     UTF8PROC_CASEFOLD |
					     UTF8PROC_IGNORE |
					     UTF8PROC_NULLTERM;
	utf8proc_uint8_t *folded = NULL;
	char buf[64];
	char *copy = n < sizeof(buf) ? buf : x_calloc(n + 1, 1);
	const char *p;

	memcpy(copy, s, n);
	copy[n] = '\0';
	if (utf8proc_map((const utf8proc_uint8_t *)copy, 0, &folded, how) < 0)
		add(fold, CP_INVALID, from);
	p = (const char *)folded;
	for (uint32_t cp = p ? text_next(&p) : 0; cp; cp = text_next(&p))
		add(fold, cp, from);

	free(folded);
	if (copy != buf)
		free(copy);
}

void fold_text(struct fold *fold, const char *s)
{
	size_t at = 0;
	size_t n;

	*fold = (struct fold){ 0 };
	while ((n = text_cluster(s + at, NULL)) > 0) {
		const char *p = s + at;
		uint32_t cp = text_next(&p);

		if (cp < 0x80 && n == 1)
			add(fold, cp >= 'A' && cp <= 'Z' ? cp + 32 : cp, at);
		else if (cp < 0xA000 && fold_is_han(cp) && n == 3)
			add(fold, cp, at);
		else
			add_cluster(fold, s + at, n, at);
		at += n;
	}
	if (fold->c > 0)
		fold->from[fold->c] = (uint32_t)at;
}

void fold_release(struct fold *fold)
{
	free(fold->cp);
	free(fold->from);
	*fold = (struct fold){ 0 };
}

bool fold_find(const struct fold *fold, const uint32_t *cp, size_t c,
	       size_t *atp)
{
	const size_t size = sizeof(*cp);
	const char *start = (const char *)fold->cp;
	const char *end = start + fold->c * size;
	const char *p = start;

	while (c > 0 && c <= fold->c &&
	       (p = memmem(p, (size_t)(end - p), cp, c * size))) {
		const size_t off = (size_t)(p - start);

		if (off % size == 0) {
			*atp = off / size;
			return true;
		}
		p++; /* not at the start of a code point */
	}

	return false;
}

static bool is_left_out(const struct fold *f, size_t i)
{
	static const uint32_t signs[] = {
		'(',	')',	'[',	']',	'{',	'}',	'-',	'"',
		'\'',	'`',	0xB7,	0x2010, 0x2011, 0x2012, 0x2013, 0x2014,
		0x2015, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2027, 0x2212,
		0x3008, 0x3009, 0x300A, 0x300B, 0x300C, 0x300D, 0x300E, 0x300F,
		0x3010, 0x3011, 0x3014, 0x3015, 0x30FB,
	};

	if (f->cp[i] == ' ')
		return i == 0 || i + 1 == f->c ||
		       !fold_is_latin(f->cp[i - 1]) ||
		       !fold_is_latin(f->cp[i + 1]);
	for (size_t k = 0; k < ARRAY_LEN(signs); k++) {
		if (f->cp[i] == signs[k])
			return true;
	}

	return false;
}

bool fold_plain(struct fold *to, const struct fold *from)
{
	*to = (struct fold){ 0 };
	for (size_t i = 0; i < from->c; i++) {
		if (!is_left_out(from, i))
			add(to, from->cp[i], from->from[i]);
	}
	if (to->c > 0)
		to->from[to->c] = from->from[from->c];

	return to->c < from->c;
}
