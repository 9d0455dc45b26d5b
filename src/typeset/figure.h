/**
 * @file typeset/figure.h  The drawings, each in the file of its name
 *
 * A directive's body are lines of cells, see lines.h.  A wrong line is an error
 * with its place, EBADMSG; what does not fit on a page too, with what is
 * missing.
 */
#ifndef TYPESET_FIGURE_H
#define TYPESET_FIGURE_H

#include "typeset/flow.h"
#include "typeset/markdown.h"

/** Longest text of a QR code, in bytes */
#define QR_BYTES 1000

/**
 * A QR code (ISO/IEC 18004, level M) of the text of the body, line by line,
 * and beside it the same text for those who have no reader
 *
 * @param caption  Words above the text; "" for none
 */
int qr_put(struct flow *flow, const struct block *block, const char *caption);

/** A QR code alone on a page: at its left, top and side; light modules around
 * it are left to the caller.  0; EINVAL if the text has more than QR_BYTES */
int qr_sheet(struct sheet *sheet, const char *text, const long at[3]);

/** Most boxes of a tree */
#define TREE_NODES 1000

/** Longest text of one place in a drawing, in characters */
#define FIGURE_TEXT 200

/**
 * A tree of boxes: "NAME | PARENT | on the line between | second line"
 *
 * The root is the line without a parent.  A name may stand under several
 * parents; what is below it hangs on its first line.  Wide trees get narrower
 * boxes and smaller type, then they go into several numbered figures.
 *
 * @param rest  "up": the root stands below, as a company under its holders;
 *              "": above
 */
int tree_put(struct flow *flow, const struct block *block, const char *rest);

/** Most rows of a time chart, and days it goes over: 30 years */
#define GANTT_ROWS 1000
#define GANTT_DAYS 10958

/**
 * Bars over an axis of days, its head on every page
 *
 * - bar | NAME | FROM | TO | done, now, planned or late | NOTE: the note may be
 *   left out
 * - mark | DATE | NAME: a day that matters
 * - today | DATE: a line through all rows
 *
 * The axis goes by days, weeks, months, quarters or years, as there is room.
 */
int gantt_put(struct flow *flow, const struct block *block, const char *rest);

/** Most boxes, links and zones of a topology */
#define TOPOLOGY_NODES 60
#define TOPOLOGY_LINKS 120
#define TOPOLOGY_ZONES 8

/**
 * Boxes in layers and what connects them
 *
 * - node | ID | LAYER | LABEL | NOTE: layers from 1, at the top, to 12; the
 *   note may be left out
 * - link | ID | ID | LABEL: an arrow from the first to the second, along the
 *   axes, never through a box; the boxes stand above it, the label may be left
 *   out
 * - zone | TITLE | FIRST LAYER | LAST LAYER: a dashed frame; zones may stand in
 *   each other, three deep
 */
int topology_put(struct flow *flow, const struct block *block,
		 const char *rest);

/** Most values and limits of a chart, longest text in it, greatest number */
#define CHART_VALUES 2000
#define CHART_LIMITS 4
#define CHART_TEXT   40
#define CHART_NUMBER (1000000000LL * 1000)

/**
 * Numbers over an axis
 *
 * - axis | X TITLE | Y TITLE
 * - value | X | Y: X is text, or a number if all are; numbers stand where they
 *   are on the axis of lines and steps and must not go back; names that have no
 *   room leave out every second one
 * - limit | Y | LABEL: a dashed line
 *
 * @param kind  "columns", "lines" or "steps"
 */
int chart_put(struct flow *flow, const struct block *block, const char *kind);

/**
 * A room with its seats, seen from above and to scale
 *
 * - area | M2: of the room; without "room" its sides are made from it, 3:2
 * - room | LENGTH | WIDTH: in metres
 * - rows | N, columns | N, count | N: one of the first two or both may be left
 *   out if count is there
 * - built | N: seats above that number are planned and drawn dashed
 * - seat | WIDTH | DEPTH: in metres, else 1.2 by 0.7
 * - aisle | WIDTH: of the passages, in metres, else 1.2
 * - block | N: seats side by side without a passage, else 10
 * - door | top, right, bottom or left | FROM | WIDTH: in metres from the left
 *   or upper end of that wall, the longer walls being top and bottom; without
 *   one a door is drawn where the first passage ends, and said to be a guess
 * - note | TEXT: a line below the plan
 */
int seats_put(struct flow *flow, const struct block *block, const char *rest);

#endif
