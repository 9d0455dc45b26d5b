/**
 * @file tui/verb.h  Commands of the command line, done from the screens
 *
 * The command line hands over its own table.  Choosing a command asks which of
 * its ways is meant, which of what may be left out is wanted, and then for each
 * thing that a word in capitals stands for; the number of a dossier is that of
 * the screen.  Then it is run as a process of its own, and what it writes is
 * shown; or, if it needs the terminal itself, the line to type is.
 */
#ifndef TUI_VERB_H
#define TUI_VERB_H

#include <stdbool.h>

#include "tui/view.h"
#include "util/str.h"

/** A command; the last of a table has no name */
struct verb {
	const char *name;
	const char *args; /**< See util/ways.h */
	const char *help; /**< N_() sentence */
	bool here;	  /**< It can be run beside the screens */
};

/** Why nothing of a command may be done by the role, or NULL */
const char *verb_why_not(const struct tui *tui, const struct verb *verb);

/** Ask what a command needs, and do it; arg: struct verb.  0, or the error that
 *  kept it from being done */
int verb_begin(struct screen *s, const void *arg);

/** Forget what was asked so far */
void verb_release(struct tui *tui);

/** Append a command as a shell takes it: "callpermit export 2026-0001" */
void verb_line(const struct tui *tui, char *const *wordv, struct str *to);

/**
 * Run a command and show what it writes
 *
 * @param wordv  Its name and words, ended by NULL
 *
 * @return 0 whatever came of it; ECANCELED; ENOENT; EIO
 */
int verb_run(struct screen *s, char *const *wordv);

/** What a command has written; arg: struct read_ask */
extern const struct view view_output;

#endif
