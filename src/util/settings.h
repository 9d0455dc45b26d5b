/**
 * @file util/settings.h  What a user has chosen, in a file of his own
 *
 * Lines "name = value" in $XDG_CONFIG_HOME/callpermit/settings; a line that
 * begins with # is a comment.  A setting is a row of one table: the settings
 * screen, the command config and the checks of the file are drawn from it.
 * Lines that we do not understand are told of and stay as they are.  Names
 * with a dot, "filter.NAME", hold texts of the user's own.
 */
#ifndef UTIL_SETTINGS_H
#define UTIL_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "util/str.h"

/** Most bytes of the file, of a value, and of the name of an own text */
#define SETTINGS_FILE_MAX  65536
#define SETTINGS_VALUE_MAX 1000
#define SETTINGS_NAME_MAX  60

/** What a setting may be */
struct setting_word {
	const char *word;  /**< As in the file */
	const char *title; /**< N_() text for people */
};

/** One setting; the last row of the table has no name */
struct setting {
	const char *name;
	const char *title; /**< N_() text */
	const char *help;  /**< N_() sentences */
	const char *first; /**< The value where nothing was chosen */
	/** Ended by a NULL word; NULL: any text */
	const struct setting_word *words;
};

extern const struct setting settings_rows[];

/** The settings of a user as last read */
struct settings {
	char *path;
	char **linev; /**< The file, line by line */
	size_t linec;
	bool unread; /**< The file could not be read; it is not written to */
};

/**
 * Read the settings; release them with settings_release() in any case
 *
 * No file is no error: nothing was chosen yet.
 *
 * @return 0; EBADMSG if it is no text, EINVAL if it is no file or too long,
 *         EIO.  All is as if nothing was chosen then.
 */
int settings_load(struct settings *s);

void settings_release(struct settings *s);

/** The row of a name, or NULL */
const struct setting *settings_row(const char *name);

/** What was chosen, or the row's first value; an own text that is not there is
 *  NULL; borrowed until the next change */
const char *settings_get(const struct settings *s, const char *name);

/** True if a setting stands in the file with a value it may have */
bool settings_is_set(const struct settings *s, const char *name);

/** True if a setting has a value */
bool settings_is(const struct settings *s, const char *name, const char *value);

/**
 * Choose a value and write the file; its other lines stay as they are
 *
 * The file is read first, for another program may have changed it.
 *
 * @param value  NULL: take the line out, so that the first value holds
 *
 * @return 0; ENOENT with the nearest name; EINVAL with the words there are;
 *         EIO, or the errors of settings_load(): nothing was changed
 */
int settings_set(struct settings *s, const char *name, const char *value);

/** Handles one thing; strings are borrowed */
typedef void settings_h(const char *name, const char *value, void *arg);

/** Hand over the own texts of a kind, "filter", in the order of the file: the
 *  part of the name behind the dot, and the text */
void settings_each(const struct settings *s, const char *kind, settings_h *h,
		   void *arg);

/** Say what is wrong with the file: one sentence a line with its place
 *  appended; returns how many */
size_t settings_flaws(const struct settings *s, struct str *to);

#endif
