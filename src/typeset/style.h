/**
 * @file typeset/style.h  How papers look, as rows
 *
 * Sizes and measures of narrative papers follow GB/T 9704-2012 (layout of
 * official documents): 22 lines of 28 characters of size 3 (15.75 pt) in a
 * field of 156 mm by 225 mm.  Forms are denser.
 */
#ifndef TYPESET_STYLE_H
#define TYPESET_STYLE_H

#include <stdbool.h>

#include "typeset/text.h"

enum style_id {
	STYLE_H1,
	STYLE_H2,
	STYLE_H3,
	STYLE_H4,
	STYLE_BODY,
	STYLE_NOTE,  /**< A quotation: remarks in small type */
	STYLE_HEAD,  /**< Head of a table's column */
	STYLE_BAND,  /**< Title across a form */
	STYLE_LABEL, /**< Name of a form's field */
	STYLE_VALUE, /**< What is filled in, and cells of tables */
	STYLE_SIGN,  /**< Lines to sign on */
	STYLE_COVER, /**< Lines on the first page */
	STYLE_PAGE,  /**< Page number */
	STYLE_SMALL, /**< What the paper says of itself beside it */
	STYLE_TOC,   /**< Lines of the table of contents */
	STYLE_TO,    /**< Whom a letter is addressed to */
};

#define STYLE_COUNT (STYLE_TO + 1)

/** What stands under the text of a page */
enum foot {
	/**
	 * The number in the manner of GB/T 9704-2012, 7.5: between dashes,
	 * size 4, on odd pages at the right and on even ones at the left, a
	 * character in.  What the paper says of itself stands in small type on
	 * the other half of the same lines, so that the number keeps the place
	 * that officials look for and still no line is added to the foot.
	 */
	FOOT_SIDES,
	FOOT_CENTER, /**< "page of pages" in the middle, the rest below it */
};

struct style {
	struct look look;
	long before; /**< Blank above */
	long after;  /**< Blank below */
	long left;   /**< Further in than the margin */
};

struct design {
	const char *name;
	const char *tight; /**< Design to try if a paper is a little too long
			    *   for one page; NULL: none */
	const char *close; /**< Design to try if little of a paper is left for
			    *   its last page; NULL: none */
	enum foot foot;
	bool letter; /**< Addressee, signature and date as in a letter */
	long top;    /**< Margins of the sheet */
	long left;
	long right;
	long bottom;
	long row;    /**< Least height of a table's row */
	long pad[2]; /**< Blank in a cell beside and above the text */
	long thin;   /**< Rules inside a table */
	long thick;  /**< Its frame */
	struct style style[STYLE_COUNT];
};

/** The design of a name, NULL if there is none */
const struct design *design_find(const char *name);

/** The design of papers that name none: "narrative" */
const struct design *design_default(void);

#endif
