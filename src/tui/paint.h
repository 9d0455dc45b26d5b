/**
 * @file tui/paint.h  Draw the open screens from their tables
 *
 * From above: the title bar, the column titles, the rows, what belongs to the
 * row of the cursor (beside the rows where there is room), the message line,
 * the key bar.  All is drawn anew each time; curses sends the difference.
 */
#ifndef TUI_PAINT_H
#define TUI_PAINT_H

#include "tui/view.h"

/** Draw everything, or that the terminal is too small for it */
void paint(struct tui *tui);

/** The key whose word stands at a place of the key bar, or NULL */
const struct key *paint_key_at(const struct screen *s, int y, int x);

/** Show what is selected in a row of an editor that was drawn there */
void paint_selected(const struct edit *e, const struct edit_row *row,
		    const struct rect *at);

#endif
