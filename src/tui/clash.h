/**
 * @file tui/clash.h  An answer that would replace what someone else has set
 *
 * Between the question and its answer another person may change the same
 * thing.  What stood there when it was asked for is remembered; if it is
 * otherwise when the answer is saved, the user is asked whose is to stay, and
 * nothing is overwritten unseen.
 */
#ifndef TUI_CLASH_H
#define TUI_CLASH_H

#include "tui/view.h"

/** What an answer replaces; a member of the state of a screen */
struct clash {
	/** Append what stands there, as the screen has read it; nothing if
	 *  nothing does */
	void (*tell)(const struct screen *s, struct str *to);

	/** Write the answer; inside a transaction */
	int (*save)(struct screen *s);

	/** It is written, or what the other has set stays */
	int (*finish)(struct screen *s, bool saved);

	char *was; /**< What stood there when it was asked for */
	char *now; /**< What someone else has made of it */
};

/** Remember what stands there */
void clash_begin(struct screen *s, struct clash *c);

/** Save the answer and finish, or ask whose is to stay; 0; ECANCELED if it is
 *  asked; the errors of save(), which then has not been finished */
int clash_save(struct screen *s, struct clash *c);

void clash_release(struct clash *c);

#endif
