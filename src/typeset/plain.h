/**
 * @file typeset/plain.h  Laid-out pages as plain text
 *
 * For a look at a paper in a terminal: every line of text stands in the row and
 * about the column it has on the sheet.  A Chinese character of the size that
 * tables have takes two columns.  Nothing is drawn; boxes are ☐ and ☑.
 */
#ifndef TYPESET_PLAIN_H
#define TYPESET_PLAIN_H

#include "typeset/sheet.h"
#include "util/str.h"

/** Append the pages, each ended by a form feed but the last */
void plain_text(struct str *to, const struct sheets *sheets);

#endif
