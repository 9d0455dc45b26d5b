/**
 * @file tui/tui.h  The screens that consultants work in
 *
 * Everything confirmed is on disk at once: leaving a field saves it, Esc and
 * quitting save what is in the field, and so do SIGTERM, SIGHUP and the loss
 * of the terminal.  While it runs the log goes to tui.log in
 * $XDG_STATE_HOME/callpermit.
 */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include <stdbool.h>

#include "store/db.h"

struct verb;

/** What to open */
struct tui_wish {
	const char *screen; /**< Name of a screen, or number of a dossier, whose
			     *   form is opened; NULL: the list */
	const char *no;	    /**< Number of the dossier of that screen; NULL */
	const struct verb *verbs;   /**< Commands that the palette offers */
	const char *const *options; /**< Words before a command of ours, ended
				     *   by NULL */
	bool plain;		    /**< In lines, without drawing */
};

/**
 * Run the screens until the user quits
 *
 * The rule pack is read and compiled when the list is on the screen: nothing of
 * it is needed before.
 *
 * @param db      Dossier database
 * @param wish    What to open, and how
 *
 * @return 0; EINVAL if this is no terminal that can do it, or if there is no
 *         such screen; ENOENT if there is no such dossier; EBADMSG or EPERM,
 *         with its place, for what is wrong in the rule pack; otherwise the
 *         error that ended it
 */
int tui_run(struct db *db, const struct tui_wish *wish);

#endif
