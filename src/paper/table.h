/**
 * @file paper/table.h  A grid on the pages
 *
 * Rows grow with their text and are cut at the foot of a page only if they are
 * too high to go on the next one whole.  Titles and heads stay with the row
 * below them; heads are repeated on every page.
 */
#ifndef PAPER_TABLE_H
#define PAPER_TABLE_H

#include "paper/flow.h"
#include "paper/grid.h"

/** Put a grid where the flow is; EINVAL if there are too many pages */
int table_put(struct flow *flow, const struct grid *grid);

#endif
