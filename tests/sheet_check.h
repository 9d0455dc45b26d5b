/**
 * @file tests/sheet_check.h  What must hold of every page that was laid out
 */
#ifndef TESTS_SHEET_CHECK_H
#define TESTS_SHEET_CHECK_H

#include <stdbool.h>
#include <stdio.h>

#include "typeset/sheet.h"

/** Rounding that lines may touch by */
#define SHEET_SLACK (600L)

/** Most lines of a page that are compared with each other */
#define SHEET_LINES 1500

/** Where the ink of a line of text is, roughly: left, top, right, bottom */
static inline bool sheet_line_box(const struct ink *ink, long box[4])
{
	const struct para *p = ink->para;
	const struct line *line;

	if (ink->kind != INK_TEXT)
		return false;
	line = &p->line[ink->line];
	if (line->from == line->to)
		return false;

	box[0] = ink->x + p->glyph[line->from].x;
	box[1] = ink->y - p->size * 75 / 100;
	box[2] = box[0] + line->width;
	box[3] = ink->y + p->size * 10 / 100;
	return true;
}

static inline bool sheet_in(long x, long y)
{
	return x >= -SHEET_SLACK && x <= SHEET_WIDTH + SHEET_SLACK &&
	       y >= -SHEET_SLACK && y <= SHEET_HEIGHT + SHEET_SLACK;
}

/** True if all ink is on the sheet; says what is not */
static inline bool sheet_is_inside(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->c; i++) {
		const struct ink *ink = &sheet->ink[i];
		long box[4] = { ink->x, ink->y, ink->x + ink->w,
				ink->y + ink->h };
		bool inside = true;

		(void)sheet_line_box(ink, box);
		inside = sheet_in(box[0], box[1]) && sheet_in(box[2], box[3]);
		for (size_t k = 0; k < ink->pointc; k++)
			inside &= sheet_in(sheet->point[ink->point + k].x,
					   sheet->point[ink->point + k].y);
		if (inside)
			continue;
		(void)fprintf(stderr, "# ink %zu of kind %d at %ld, %ld\n", i,
			      (int)ink->kind, box[0], box[1]);
		return false;
	}

	return true;
}

/** True if no line of text is on another; says which are */
static inline bool sheet_is_legible(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->c && i < SHEET_LINES; i++) {
		long a[4];

		if (!sheet_line_box(&sheet->ink[i], a))
			continue;
		for (size_t k = 0; k < i; k++) {
			long b[4];

			if (!sheet_line_box(&sheet->ink[k], b) ||
			    a[0] + SHEET_SLACK >= b[2] ||
			    b[0] + SHEET_SLACK >= a[2] ||
			    a[1] + SHEET_SLACK >= b[3] ||
			    b[1] + SHEET_SLACK >= a[3])
				continue;
			(void)fprintf(stderr,
				      "# text at %ld, %ld on text at %ld, "
				      "%ld\n",
				      a[0], a[1], b[0], b[1]);
			return false;
		}
	}

	return true;
}

#endif
