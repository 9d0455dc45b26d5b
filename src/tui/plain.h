/**
 * @file tui/plain.h  Linear mode: the screens as numbered lines
 *
 * For screen readers, dumb terminals and pipes: nothing is drawn, no cursor
 * moves, a line is read and lines come out.  A number goes to a row, a key is
 * typed by its name, what a screen asks is asked in a line.  After a command
 * only the lines that changed are said again.
 */
#ifndef TUI_PLAIN_H
#define TUI_PLAIN_H

#include "tui/view.h"

/** Read lines and do what they say until the input or the screens end; 0, or
 *  EIO if the output cannot be written */
int plain_run(struct tui *tui);

#endif
