/**
 * @file check/sheet_compare.c  A typed text held against what it must be
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/sheet.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

#define SAID_MAX 50
#define AHEAD	 40 /* how far both texts are searched for where they meet */
#define AGREE	 3  /* characters in a row that count as meeting */

/* The characters of a text, line ends as one LF */
struct chars {
	uint32_t *v;
	size_t c;
};

static struct chars chars_of(const char *s)
{
	struct chars out = { x_calloc(strlen(s) + 1, sizeof(uint32_t)), 0 };
	uint32_t cp;

	while ((cp = text_next(&s)) != 0) {
		if (cp != '\r' || *s != '\n')
			out.v[out.c++] = cp;
	}

	return out;
}

static void say_char(struct str *to, uint32_t cp)
{
	char text[8];

	if (cp == '\n') {
		str_add(to, _("line end"));
		return;
	}
	if (cp == ' ' || cp == 0x3000) {
		str_addf(to, "%s (U+%04X)", _("blank"), (unsigned)cp);
		return;
	}
	(void)text_put(text, cp);
	if (text_cp_is_harmful(cp) || text_cp_width(cp) == 0)
		str_addf(to, "U+%04X", (unsigned)cp);
	else
		str_addf(to, "“%s” (U+%04X)", text, (unsigned)cp);
}

/* A part of a text */
struct part {
	const struct chars *of;
	size_t at;
	size_t n;
};

/* Do both go on alike from here? */
static bool meet(const struct chars *a, size_t i, const struct chars *b,
		 size_t k)
{
	for (size_t n = 0; n < AGREE; n++) {
		if (i + n >= a->c || k + n >= b->c)
			return i + n >= a->c && k + n >= b->c;
		if (a->v[i + n] != b->v[k + n])
			return false;
	}

	return true;
}

/* How much to skip on either side until both go on alike: the least in all */
static void find_meeting(const struct chars *must, size_t i,
			 const struct chars *is, size_t k, size_t *skip_must,
			 size_t *skip_is)
{
	for (size_t sum = 1; sum <= AHEAD; sum++) {
		for (size_t m = 0; m <= sum; m++) {
			if (i + m > must->c || k + sum - m > is->c ||
			    !meet(must, i + m, is, k + sum - m))
				continue;
			*skip_must = m;
			*skip_is = sum - m;
			return;
		}
	}
	*skip_must = must->c - i;
	*skip_is = is->c - k;
}

static void say_part(struct str *to, const struct part *part)
{
	for (size_t i = 0; i < part->n && i < 4; i++) {
		str_add(to, i ? " " : "");
		say_char(to, part->of->v[part->at + i]);
	}
	if (part->n > 4)
		str_addf(to, _(" and %zu more"), part->n - 4);
}

static void say_place(struct str *to, const struct chars *is, size_t k)
{
	size_t line = 1;
	size_t column = 1;

	for (size_t i = 0; i < k && i < is->c; i++) {
		column++;
		if (is->v[i] == '\n') {
			line++;
			column = 1;
		}
	}
	str_addf(to, _("line %zu, character %zu: "), line, column);
}

static void say_difference(struct str *to, const struct part *must,
			   const struct part *is)
{
	say_place(to, is->of, is->at);
	if (must->n == 0) {
		str_add(to, _("too much: "));
		say_part(to, is);
	} else if (is->n == 0) {
		str_add(to, _("missing: "));
		say_part(to, must);
	} else {
		say_part(to, is);
		str_add(to, _(" should be "));
		say_part(to, must);
	}
	str_add(to, "\n");
}

size_t sheet_compare(struct str *say, const char *must_text,
		     const char *is_text)
{
	struct chars must = chars_of(must_text);
	struct chars is = chars_of(is_text);
	size_t count = 0;
	size_t i = 0;
	size_t k = 0;

	while (i < must.c || k < is.c) {
		size_t n = 0;
		size_t m = 0;

		if (i < must.c && k < is.c && must.v[i] == is.v[k]) {
			i++;
			k++;
			continue;
		}
		find_meeting(&must, i, &is, k, &n, &m);
		if (count++ < SAID_MAX)
			say_difference(say, &(struct part){ &must, i, n },
				       &(struct part){ &is, k, m });
		i += n;
		k += m;
	}

	free(must.v);
	free(is.v);
	return count;
}
