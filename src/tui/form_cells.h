/**
 * @file tui/form_cells.h  What the form screen shows in its rows
 */
#ifndef TUI_FORM_CELLS_H
#define TUI_FORM_CELLS_H

#include "tui/view.h"

cell_h form_cell_mark;	/**< Sign of the worst finding */
cell_h form_cell_label; /**< Label, and a star if it may be required */
cell_h form_cell_value; /**< Value as people read it, with its unit */

/** Draw the label, the finding and the hint of the field of the cursor */
void form_detail(const struct screen *s, const struct rect *r);

/** The finding or the hint of the field of the cursor in one line */
void form_note(const struct screen *s, struct str *to);

#endif
