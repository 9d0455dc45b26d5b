/**
 * @file typeset/lines.c  The lines of a fenced directive, cell by cell
 */
#include "typeset/lines.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/markdown.h"
#include "typeset/wrap.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

#define WORDS_MAX 512

#define ELLIPSIS  0x2026

/* Longest number: its digits and its sign */
#define NUMBER_DIGITS 13
#define DECIMALS      3

void lines_init(struct lines *lines, const char *body,
		const struct template_lines *origin, const char *name)
{
	*lines = (struct lines){
		.name = name,
		.at = body,
		.origin = origin,
	};
}

void lines_release(struct lines *lines)
{
	free(lines->cell);
	*lines = (struct lines){ 0 };
}

/* Behind the cell that begins at s: at its "|" or at the end */
static const char *cell_end(const char *s, const char *end)
{
	while (s < end && *s != '|')
		s += *s == '\\' && s + 1 < end ? 2 : 1;

	return s;
}

static void add_cell(struct lines *lines, const char *s, const char *end)
{
	while (s < end && *s == ' ')
		s++;
	while (end > s && end[-1] == ' ')
		end--;
	if (lines->c == lines->cap) {
		lines->cap = lines->cap ? 2 * lines->cap : 16;
		lines->cell = x_reallocarray(lines->cell, lines->cap,
					     sizeof(*lines->cell));
	}
	lines->cell[lines->c++] = (struct lines_cell){ s, (size_t)(end - s) };
}

bool lines_next(struct lines *lines)
{
	lines->c = 0;
	while (lines->c == 0 && *lines->at) {
		const char *s = lines->at + strspn(lines->at, " ");
		const char *end = s + strcspn(s, "\n");
		size_t n = lines->n++;

		lines->at = *end ? end + 1 : end;
		lines->line = n < lines->origin->c ? lines->origin->v[n] : 0;
		while (s < end) {
			const char *to = cell_end(s, end);

			add_cell(lines, s, to);
			s = to + 1;
			if (to < end && s == end) /* "a |": an empty last one */
				add_cell(lines, s, end);
		}
	}

	return lines->c > 0;
}

bool lines_is(const struct lines *lines, size_t i, const char *word)
{
	if (i >= lines->c)
		return !*word;

	return lines->cell[i].n == strlen(word) &&
	       memcmp(lines->cell[i].s, word, lines->cell[i].n) == 0;
}

void lines_rich(const struct lines *lines, size_t i, struct rich *rich)
{
	rich->line = lines->line;
	if (i < lines->c)
		markdown_plain(rich, lines->cell[i].s, lines->cell[i].n);
}

void lines_label(const struct lines *lines, size_t i, size_t most,
		 struct rich *rich)
{
	lines_rich(lines, i, rich);
	if (rich->c <= most)
		return;

	rich->c = most;
	rich->cp[most - 1] = ELLIPSIS;
}

char *lines_text(const struct lines *lines, size_t i)
{
	struct rich rich = { 0 };
	struct str text = { 0 };
	char buf[8];

	lines_rich(lines, i, &rich);
	for (size_t k = 0; k < rich.c; k++) {
		if (rich.cp[k] == WRAP_BREAK)
			str_add_char(&text, ' ');
		else
			str_add_n(&text, buf, text_put(buf, rich.cp[k]));
	}
	rich_release(&rich);
	return text.s ? str_take(&text) : x_strdup("");
}

/* "-12.345" in thousandths; false if it is none or too long */
static bool decode(const char *s, int64_t *millip)
{
	bool negative = *s == '-';
	int64_t v = 0;
	int digits = 0;
	int decimals = 0;

	for (s += negative; *s >= '0' && *s <= '9'; s++) {
		if (++digits > NUMBER_DIGITS)
			return false;
		v = 10 * v + (*s - '0');
	}
	if (digits == 0)
		return false;
	if (*s == '.') {
		for (s++; *s >= '0' && *s <= '9'; s++) {
			if (++decimals > DECIMALS)
				return false;
			v = 10 * v + (*s - '0');
		}
		if (decimals == 0)
			return false;
	}
	for (; decimals < DECIMALS; decimals++)
		v *= 10;

	*millip = negative ? -v : v;
	return *s == '\0';
}

int lines_number(const struct lines *lines, size_t i, int64_t min, int64_t max,
		 int64_t *millip)
{
	char *s = lines_text(lines, i);
	struct str from = { 0 };
	struct str to = { 0 };
	int64_t v;
	int err = 0;

	if (!decode(s, &v) || v < min || v > max) {
		lines_number_text(&from, min);
		lines_number_text(&to, max);
		err = lines_wrong(lines,
				  _("\"%s\" is not a number from %s to %s"), s,
				  from.s, to.s);
	} else {
		*millip = v;
	}
	str_release(&from);
	str_release(&to);
	free(s);
	return err;
}

int lines_whole(const struct lines *lines, size_t i, long min, long max,
		long *np)
{
	int64_t v = 0;
	int err = lines_number(lines, i, min * MILLI, max * MILLI, &v);
	char *s;

	if (!err && v % MILLI != 0) {
		s = lines_text(lines, i);
		err = lines_wrong(lines, _("\"%s\" is not a whole number"), s);
		free(s);
	}
	if (!err)
		*np = (long)(v / MILLI);
	return err;
}

int lines_date(const struct lines *lines, size_t i, struct date *datep)
{
	char *s = lines_text(lines, i);
	int err = date_decode(datep, s);

	if (err)
		err = lines_wrong(lines, _("\"%s\" is not a date"), s);
	free(s);
	return err;
}

int lines_want(const struct lines *lines, size_t least, size_t most)
{
	if (lines->c >= least && lines->c <= most)
		return 0;

	return lines_wrong(lines, _("a line of %zu cells, wanted: %zu to %zu"),
			   lines->c, least, most);
}

void lines_number_text(struct str *to, int64_t milli)
{
	int64_t part = milli % MILLI;

	if (part < 0)
		part = -part;
	if (milli < 0)
		str_add_char(to, '-');
	str_add_int(to, milli < 0 ? -(milli / MILLI) : milli / MILLI);
	if (part == 0)
		return;

	str_addf(to, ".%03d", (int)part);
	while (to->s[to->len - 1] == '0')
		to->s[--to->len] = '\0';
}

int lines_wrong(const struct lines *lines, const char *fmt, ...)
{
	char words[WORDS_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	return err_set(EBADMSG, "%s:%u: %s", lines->name, lines->line, words);
}
