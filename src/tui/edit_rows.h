/**
 * @file tui/edit_rows.h  Rows of a text that is edited
 *
 * What edit.c needs of how the text is laid out; for others there is
 * edit_show() of edit.h.
 */
#ifndef TUI_EDIT_ROWS_H
#define TUI_EDIT_ROWS_H

#include "tui/edit.h"

/** Move the caret a row down or up; false if there is none */
bool edit_row_move(struct edit *e, bool down);

#endif
