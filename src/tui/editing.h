/**
 * @file tui/editing.h  Keys in an editor of a screen
 *
 * What keys_edit() does, with the pieces that all editors share, the clipboard
 * of the terminal, and words for the user.
 */
#ifndef TUI_EDITING_H
#define TUI_EDITING_H

#include "tui/view.h"

/** True if something is selected and the key is for that, whatever else the
 *  screen does at it: Esc, ^C, ^X, ^W, Alt-w */
bool editing_wants(const struct edit *e, int key);

/** Hand a key to an editor; true if it took it */
bool editing_key(struct tui *tui, struct edit *e, int key);

#endif
