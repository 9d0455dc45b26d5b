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
	char *path; /**< File it is kept in */
};

/** Take over an unsaved text; borrowed.  0: it is safe elsewhere now, and its
 *  file may go; otherwise the file stays */
typedef int typing_h(const struct typing *typing, void *arg);

/** Keep what this program's user is typing into a field of a dossier; 0, or
 *  EIO.  A database in memory keeps nothing. */
int typing_keep(struct db *db, const char *no, const char *key,
		const char *text);

/** Forget it; the field is saved, or its text given up */
void typing_forget(struct db *db);

/** Hand over what programs that are no more have kept for a dossier, file by
 *  file until one is taken; a file that cannot be read is logged and stays */
void typing_each(struct db *db, const char *no, typing_h *h, void *arg);

#endif
