/**
 * @file typeset/drawing.h  A place on the page to draw on
 *
 * A drawing has a width and a height, at most those of the field, and stands
 * whole on one page; one that needs more makes several.  Lengths are counted
 * from its upper left corner.  Lines, grey areas and text in boxes are all
 * there is; everything is vector and legible in black and white.
 */
#ifndef TYPESET_DRAWING_H
#define TYPESET_DRAWING_H

#include "typeset/flow.h"

/** Blank above and below a drawing */
#define DRAWING_GAP (6 * PT)

/** Smallest type that is still read without a glass */
#define DRAWING_SIZE_MIN 6500L

/** Usual type, and thickness of lines */
#define DRAWING_SIZE  9000L
#define DRAWING_THIN  400L
#define DRAWING_THICK 900L

struct drawing {
	struct flow *flow;
	long x; /**< Of its upper left corner, on the sheet */
	long y;
	long w;
	long h;
};

/** A part of a drawing */
struct box {
	long x;
	long y;
	long w;
	long h;
};

/** How the text of a label is set */
struct label {
	long size;
	long width; /**< Of its lines */
	enum align align;
	bool heavy; /**< As headings are */
};

/**
 * Begin a drawing as wide as the field, on a new page if it must be
 *
 * @param height  At most that of the field
 *
 * @return 0; EINVAL if there are too many pages
 */
int drawing_begin(struct drawing *d, struct flow *flow, long height);

/** End it: what follows goes below */
void drawing_end(struct drawing *d);

/** Greatest height of a drawing that shares its page with its heading */
long drawing_most(const struct flow *flow);

/** Height that is left for one on this page */
long drawing_room(const struct flow *flow);

/** Draw lines from point to point */
void ink_path(struct drawing *d, const struct point *point, size_t c,
	      const struct pen *pen);

/** Draw a straight line */
void ink_line(struct drawing *d, struct point from, struct point to,
	      const struct pen *pen);

/** Draw lines that end in an arrow; its point is at the last of them */
void ink_arrow(struct drawing *d, const struct point *point, size_t c,
	       const struct pen *pen);

/** Draw a rectangle */
void ink_box(struct drawing *d, struct box box, const struct pen *pen);

/** Draw slanted lines inside a rectangle, rising or falling */
void ink_hatch(struct drawing *d, struct box box, long pitch, bool falling);

/** Lay out text for a drawing; it lives as long as the pages */
struct para *label_set(struct flow *flow, const struct rich *rich,
		       const struct label *label);

/** Lay out words of ours */
struct para *label_words(struct flow *flow, const char *words,
			 const struct label *label);

/**
 * Measure text without keeping it
 *
 * @param heightp  Receives its height
 * @param tornp    Receives whether a word had to be torn; may be NULL
 *
 * @return Width of its longest line
 */
long label_measure(struct flow *flow, const struct rich *rich,
		   const struct label *label, long *heightp, bool *tornp);

/** Width of words of ours on one line */
long label_width(struct flow *flow, const char *words, long size);

/** Height of a text that was laid out */
long label_height(const struct para *para);

/** Put text into a box, from its left edge, in the middle of its height */
void ink_label(struct drawing *d, const struct para *para, struct box box);

/** Put text at a place, x and y of its upper left corner */
void ink_text(struct drawing *d, const struct para *para, long x, long y);

#endif
