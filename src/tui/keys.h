/**
 * @file tui/keys.h  The keyboard
 *
 * A key is one number: a character's code point, or SPECIAL() of a curses key
 * code, which lies above all characters.  Enter is '\n' whatever the terminal
 * sends.  Function keys also work as Alt and a digit, because terminals inside
 * terminals eat some of them.
 */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include <curses.h>

#include "tui/edit.h"

/** The key number of a curses key code */
#define SPECIAL(code) ((code) + 0x110000)

/** The key number of Ctrl and a letter */
#define KEYS_CTRL(letter) ((letter)&0x1F)

#define KEYS_ESC	  0x1B

/** The terminal changed its size */
#define KEYS_RESIZE SPECIAL(KEY_RESIZE)

/** keys_read(): nothing came in time */
#define KEYS_NONE -1

/** keys_read(): the terminal is gone */
#define KEYS_LOST -2

/** What an editor made of a key */
enum keys_result {
	KEYS_OTHER,   /**< Not a key of an editor */
	KEYS_DONE,    /**< Done */
	KEYS_REFUSED, /**< A character that did not go in */
};

/** Prepare reading; once, after the screen was opened */
void keys_open(void);

/** Leave the terminal as it was; before the screen is closed */
void keys_close(void);

/**
 * Wait for a key
 *
 * @param ms  How long; a signal ends the wait too
 *
 * @return The key, KEYS_NONE or KEYS_LOST
 */
int keys_read(int ms);

/** Name of a key as printed in the key bar, e.g. "F5", "Enter", "^Z" */
const char *keys_name(int key, char *to, size_t size);

/** Hand a key to an editor */
enum keys_result keys_edit(struct edit *e, int key);

/** True if the key is a character that a text may hold */
bool keys_is_text(int key);

#endif
