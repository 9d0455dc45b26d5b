/**
 * @file typeset/plate.h  Pictures on pages
 *
 * The lines of a fenced block "picture", each "NAME | caption" (lines.h).  The
 * name goes to the picture source of the layout, the caption stands below the
 * picture and may be left out.  The word behind "picture" says how large:
 *
 * - none: as large as its pixels want, at most as wide as the text
 * - page: as large as the page has room; with less than half a page left on
 *   the next one
 * - card: identity card in true size, 85.6 mm by 54 mm (ISO/IEC 7810, ID-1)
 *
 * A picture is never cut, stretched or turned.  Room for lines to sign on that
 * follow the pictures is left below the last one.
 */
#ifndef TYPESET_PLATE_H
#define TYPESET_PLATE_H

#include "typeset/flow.h"
#include "typeset/markdown.h"

/**
 * Put the pictures of a block
 *
 * @param size   The word behind "picture"
 * @param below  Room wanted below the last picture
 *
 * @return 0; EBADMSG for a size that is none; the errors of the source and of
 *         picture_read(); all with "NAME:LINE: ..."
 */
int plate_put(struct flow *flow, const struct block *block, const char *size,
	      long below);

#endif
