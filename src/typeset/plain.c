/**
 * @file typeset/plain.c  Laid-out pages as plain text
 */
#include "typeset/plain.h"

#include <stdlib.h>

#include "typeset/style.h"
#include "typeset/wrap.h"
#include "util/mem.h"
#include "util/text.h"

/* Half a character of table text, and what still counts as one row */
#define COLUMN	  (PT * 21 / 4)
#define SAME_ROW  (PT * 4)
#define BLANK_ROW (PT * 26)

/* A line of text where it stands */
struct piece {
	long x;
	long y;
	const struct para *para;
	const struct line *line;
};

struct pieces {
	struct piece *v;
	size_t c;
};

static int by_place(const void *a, const void *b)
{
	const struct piece *pa = a;
	const struct piece *pb = b;

	if (pa->y != pb->y)
		return pa->y < pb->y ? -1 : 1;
	return (pa->x > pb->x) - (pa->x < pb->x);
}

static int by_column(const void *a, const void *b)
{
	const struct piece *pa = a;
	const struct piece *pb = b;

	return (pa->x > pb->x) - (pa->x < pb->x);
}

static void collect(struct pieces *to, const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->c; i++) {
		const struct ink *ink = &sheet->ink[i];
		const struct line *line;

		if (ink->kind != INK_TEXT || ink->line >= ink->para->linec)
			continue;
		line = &ink->para->line[ink->line];
		if (line->from == line->to)
			continue;
		to->v = x_grow(to->v, to->c, sizeof(*to->v));
		to->v[to->c++] = (struct piece){
			ink->x + ink->para->glyph[line->from].x, ink->y,
			ink->para, line
		};
	}
	if (to->c > 0)
		qsort(to->v, to->c, sizeof(*to->v), by_place);
}

/* Append the text of a piece; returns its columns */
static int put_piece(struct str *to, const struct piece *p)
{
	int columns = 0;

	for (size_t g = p->line->from; g < p->line->to; g++) {
		const struct glyph *glyph = &p->para->glyph[g];
		char buf[8];

		for (size_t i = 0; i < glyph->c; i++) {
			uint32_t cp = p->para->cp[glyph->first + i];

			if (cp == WRAP_TICKED)
				cp = 0x2611;
			else if (cp == WRAP_UNTICKED)
				cp = 0x2610;
			if (cp == WRAP_BREAK || text_cp_is_harmful(cp))
				continue;
			str_add_n(to, buf, text_put(buf, cp));
			columns += text_cp_width(cp);
		}
	}

	return columns;
}

static void put_row(struct str *to, struct piece *v, size_t c, long left)
{
	int at = 0;

	qsort(v, c, sizeof(*v), by_column);
	for (size_t i = 0; i < c; i++) {
		const int want = (int)((v[i].x - left) / COLUMN);

		if (i > 0 && want <= at) {
			str_add_char(to, ' ');
			at++;
		}
		for (; at < want; at++)
			str_add_char(to, ' ');
		at += put_piece(to, &v[i]);
	}
	str_add_char(to, '\n');
}

static void put_sheet(struct str *to, const struct sheet *sheet)
{
	struct pieces p = { 0 };
	long left = SHEET_WIDTH;
	long last = 0;
	size_t to_row;

	collect(&p, sheet);
	for (size_t i = 0; i < p.c; i++)
		left = p.v[i].x < left ? p.v[i].x : left;
	for (size_t i = 0; i < p.c; i = to_row) {
		const long y = p.v[i].y;

		to_row = i + 1;
		while (to_row < p.c && p.v[to_row].y - y < SAME_ROW)
			to_row++;
		if (last > 0 && y - last > BLANK_ROW)
			str_add_char(to, '\n');
		put_row(to, p.v + i, to_row - i, left);
		last = y;
	}
	free(p.v);
}

void plain_text(struct str *to, const struct sheets *sheets)
{
	for (size_t i = 0; i < sheets->c; i++) {
		if (i > 0)
			str_add_char(to, '\f');
		put_sheet(to, &sheets->v[i]);
	}
}
