/**
 * @file tui/outside.h  A long text in the editor of the user's choice
 *
 * $VISUAL, $EDITOR or what the system has gets the text as a private file and
 * the terminal to itself.  What it wrote is taken as if it had been pasted, or
 * not at all; then the old text stays, and what was written is kept and is what
 * the next time begins with.
 */
#ifndef TUI_OUTSIDE_H
#define TUI_OUTSIDE_H

#include <stddef.h>

#include "tui/view.h"

/** What is edited, and what is left of it */
struct outside {
	/** The editor has written: keep the text against a sudden end */
	void (*keep)(struct screen *s, const char *text);

	char *left; /**< Folder of what was written and not taken, or NULL */
};

/**
 * Edit the text of the editor of a screen, which must be an area
 *
 * @param s  Has s->edit, which gets what was written as one step of undo
 * @param o  Begins zeroed but for its handler; given to each call for the same
 *           text
 *
 * @return 0 with the outcome said; or the text is as it was: ENOENT if there is
 *         no editor; EINVAL or EBADMSG if what it wrote cannot be taken; EIO
 */
int outside_edit(struct screen *s, struct outside *o);

/** What is left stays on disk */
void outside_release(struct outside *o);

#endif
