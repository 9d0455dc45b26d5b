/**
 * @file typeset/sheet.h  Laid-out pages, before they are written
 *
 * A list of what stands where; layout fills it, page.c writes it.  Lengths are
 * in thousandths of a point (PT), from the upper left corner of an A4 sheet.
 */
#ifndef TYPESET_SHEET_H
#define TYPESET_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "typeset/picture.h"
#include "typeset/text.h"

/** A4 (ISO 216): 210 mm by 297 mm */
#define SHEET_WIDTH  (595276L)
#define SHEET_HEIGHT (841890L)

/** One millimetre */
#define MM 2835L

/** Most pages of a paper; more are a mistake in the data */
#define SHEET_MAX 2000

enum ink_kind {
	INK_TEXT,    /**< A line of a paragraph; y is its baseline */
	INK_RULE,    /**< A straight line from x, y by w, h */
	INK_PICTURE, /**< From x, y by w, h */
	INK_PATH,    /**< Points joined by straight lines, maybe filled */
	INK_BOXES,   /**< Filled rectangles: each is two points, its corners */
};

struct point {
	long x;
	long y;
};

/** How a path is drawn; greys are per cent of white, so 0 is black */
struct pen {
	long thick; /**< Of the outline; 0: none */
	long dash;  /**< Length of its dashes and gaps; 0: unbroken */
	int grey;   /**< Of the outline */
	int fill;   /**< Grey of the inside, at least 1; 0: hollow */
	bool open;  /**< The last point is not joined to the first */
};

#define FILL_BLACK 1
#define FILL_WHITE 100

struct ink {
	enum ink_kind kind;
	long x;
	long y;
	long w;
	long h;
	long thick;
	const struct para *para;
	size_t line;
	size_t picture; /**< Which of the sheets' */
	struct pen pen;
	size_t point; /**< First of its points in the sheet */
	size_t pointc;
};

struct sheet {
	struct ink *ink;
	size_t c;
	size_t cap;
	struct point *point;
	size_t pointc;
	size_t pointcap;
};

/** An entry of the reader's table of contents */
struct bookmark {
	char *title;
	int level; /**< 1 to 6 */
	size_t sheet;
	long y;
	size_t block; /**< What it is the heading of, from 1; 0 unknown */
};

/** A place that leads to a heading */
struct link {
	size_t sheet;
	long at[4];   /**< x, y, width, height */
	long words;   /**< Where the words on it end */
	size_t block; /**< The heading */
	size_t to;    /**< Its sheet */
	long to_y;
};

/** A picture of a paper, known by its name */
struct named_picture {
	char *name;
	struct picture picture;
};

/** The pages of one paper; zeroed it is empty */
struct sheets {
	struct sheet *v;
	size_t c;
	struct para **para; /**< What the text on the sheets refers to */
	size_t parac;
	struct bookmark *bookmark;
	size_t bookmarkc;
	struct named_picture *picture; /**< Each once, wherever it stands */
	size_t picturec;
	struct link *link;
	size_t linkc;
};

/** Begin a new page; at most SHEET_MAX */
void sheets_add(struct sheets *sheets);

/** A new empty paragraph that lives as long as the sheets */
struct para *sheets_para(struct sheets *sheets);

/** Put a line of a paragraph on a page, its baseline at y */
void sheet_text(struct sheet *sheet, long x, long y, const struct para *para,
		size_t line);

/** Put a straight line on a page, from x, y by w, h */
void sheet_rule(struct sheet *sheet, const long at[4], long thick);

/** Number of the picture of that name; sheets->picturec if there is none yet */
size_t sheets_find_picture(const struct sheets *sheets, const char *name);

/** Take over a picture, which is empty then */
void sheets_add_picture(struct sheets *sheets, const char *name,
			struct picture *picture);

/** Put picture n of the sheets on a page, its upper left corner at x, y, by w,
 *  h */
void sheet_picture(struct sheet *sheet, const long at[4], size_t n);

/** Put points on a page, joined by lines or as corners of filled boxes; an odd
 *  last corner is left out */
void sheet_path(struct sheet *sheet, enum ink_kind kind,
		const struct point *point, size_t pointc,
		const struct pen *pen);

/** Add an entry of the table of contents at a place of the last page */
void sheets_bookmark(struct sheets *sheets, const char *title, int level,
		     long y);

/** Make a place of the last page lead to the heading of a block; where that is
 *  is filled in later */
void sheets_link(struct sheets *sheets, const long at[4], long words,
		 size_t block);

/** Take the last page away */
void sheets_drop(struct sheets *sheets);

/** Free what is inside */
void sheets_release(struct sheets *sheets);

#endif
