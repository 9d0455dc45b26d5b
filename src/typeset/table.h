/**
 * @file typeset/table.h  A grid on the pages
 *
 * Rows grow with their text and are cut at the foot of a page only if they are
 * too high to go on the next one whole.  Titles and heads stay with the row
 * below them; heads are repeated on every page.  A cell that goes on through
 * several rows keeps them together if they are not too high; if a page ends
 * between them, its text goes on behind the break and a label is repeated.
 */
#ifndef TYPESET_TABLE_H
#define TYPESET_TABLE_H

#include "typeset/flow.h"
#include "typeset/grid.h"

/** Put a grid where the flow is; EINVAL if there are too many pages */
int table_put(struct flow *flow, const struct grid *grid);

#endif
