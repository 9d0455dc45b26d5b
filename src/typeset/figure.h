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

#endif
