/**
 * @file tui/typing.h  What is being typed, kept against a sudden end
 *
 * A field is saved when it is left.  What was typed into it before that is
 * written beside the database when the typing pauses, one file for each
 * running program: DATABASE-typing-PID, mode 0600.  If the program is killed
 * the file stays, and the next one to open the dossier offers the text again.
 */
#ifndef TUI_TYPING_H
#define TUI_TYPING_H

#include "store/db.h"

/** Unsaved text of one field */
struct typing {
	char *key;  /**< Name of the fact */
	char *text; /**< As typed */
};

/** Free the contents; usable on a zeroed struct */
void typing_release(struct typing *typing);

/** Keep what this program's user is typing into a field of a dossier; 0, or
 *  EIO.  A database in memory keeps nothing. */
int typing_keep(struct db *db, const char *no, const char *key,
		const char *text);

/** Forget it; the field is saved, or its text given up */
void typing_forget(struct db *db);

/**
 * Take over what a program that is no more has kept for a dossier
 *
 * @param typing  Set to it; release with typing_release()
 *
 * @return 0; ENOENT if there is nothing; its file is gone then
 */
int typing_take(struct db *db, const char *no, struct typing *typing);

#endif
