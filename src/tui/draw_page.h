/**
 * @file tui/draw_page.h  What is drawn where there is no terminal
 *
 * Screens draw their details and pages with draw_text() and its like.  In
 * linear mode those pieces are kept here and come out as lines: what stands in
 * a row of the screen becomes a line, from left to right, and nothing is cut.
 */
#ifndef TUI_DRAW_PAGE_H
#define TUI_DRAW_PAGE_H

#include <stdbool.h>

#include "util/str.h"

/** Begin to keep what is drawn, or end it */
void page_open(void);
void page_close(void);

/** True between the two */
bool page_is_open(void);

/** Keep a piece of text; one at the same place is replaced, an empty one is
 *  nothing */
void page_add(int y, int x, const char *text);

/** Append what was kept, each line ended, and forget it */
void page_take(struct str *to);

#endif
