/**
 * @file typeset/sheet.h  Laid-out pages, before they are written
 *
 * A list of what stands where; layout fills it, page.c writes it.  Lengths are
 * in thousandths of a point (PT), from the upper left corner of an A4 sheet.
 */
#ifndef TYPESET_SHEET_H
#define TYPESET_SHEET_H

#include <stddef.h>

#include "typeset/picture.h"
#include "typeset/text.h"

/** A4 (ISO 216): 210 mm by 297 mm */
#define SHEET_WIDTH  (595276L)
#define SHEET_HEIGHT (841890L)

/** One millimetre */
#define MM 2835L

/** Most pages of a paper; more are a mistake in the data */
#define SHEET_MAX 1000

enum ink_kind {
	INK_TEXT,    /**< A line of a paragraph; y is its baseline */
	INK_RULE,    /**< A straight line from x, y by w, h */
	INK_PICTURE, /**< From x, y by w, h */
};

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
};

struct sheet {
	struct ink *ink;
	size_t c;
	size_t cap;
};

/** An entry of the reader's table of contents */
struct bookmark {
	char *title;
	int level; /**< 1 to 6 */
	size_t sheet;
	long y;
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

/** Add an entry of the table of contents at a place of the last page */
void sheets_bookmark(struct sheets *sheets, const char *title, int level,
		     long y);

/** Free what is inside */
void sheets_release(struct sheets *sheets);

#endif
