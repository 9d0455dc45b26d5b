/**
 * @file tui/keys.h  The keyboard
 *
 * A key is one number: a character's code point, or one of the numbers below,
 * which lie above all characters.  Enter is '\n' whatever the terminal sends.
 * Function keys also work as Alt and a digit, because terminals inside
 * terminals eat some of them.
 */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/edit.h"

/** Keys that are no characters */
enum key_code {
	KEYS_UP = 0x110000,
	KEYS_DOWN,
	KEYS_LEFT,
	KEYS_RIGHT,
	KEYS_HOME,
	KEYS_END,
	KEYS_PAGE_UP,
	KEYS_PAGE_DOWN,
	KEYS_BACKSPACE,
	KEYS_DELETE,
	KEYS_BACKTAB,
	KEYS_RESIZE, /**< The terminal changed its size */
	KEYS_PASTE_BEGIN,
	KEYS_PASTE_END,
	KEYS_WORD_LEFT,
	KEYS_WORD_RIGHT,
	KEYS_WORD_BACKSPACE,
	KEYS_MOUSE,  /**< Begins what a mouse tells; never read */
	KEYS_CLICK,  /**< At keys_mouse_at() */
	KEYS_NARROW, /**< The terminal answers draw_probe() */
	KEYS_WIDE,
	KEYS_GROUND, /**< Begins what colour it has; never read */
	KEYS_DARK,   /**< The terminal answers draw_probe() */
	KEYS_LIGHT,
	KEYS_WHEEL_UP,
	KEYS_WHEEL_DOWN,
	KEYS_SELECT_LEFT, /**< With Shift held */
	KEYS_SELECT_RIGHT,
	KEYS_SELECT_UP,
	KEYS_SELECT_DOWN,
	KEYS_SELECT_HOME,
	KEYS_SELECT_END,
	KEYS_SELECT_WORD_LEFT, /**< With Ctrl too */
	KEYS_SELECT_WORD_RIGHT,
	KEYS_MARK,	 /**< Ctrl and Space */
	KEYS_COPY,	 /**< Alt-w */
	KEYS_YANK_OLDER, /**< Alt-y */
	KEYS_OTHER_CODE, /**< A key that we have no name for */
	KEYS_F0,
};

/** Function key n, 1 to 12 */
#define KEYS_F(n) (KEYS_F0 + (n))

/** Ctrl and a letter */
#define KEYS_CTRL(letter) ((letter)&0x1F)

#define KEYS_ESC	  0x1B

/** keys_read(): nothing came in time */
#define KEYS_NONE (-1)

/** keys_read(): the terminal is gone */
#define KEYS_LOST (-2)

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

/** Let the mouse be told of, or not */
void keys_mouse(bool on);

/** Where the mouse was last: row and column of the screen, from 0 */
void keys_mouse_at(int *yp, int *xp);

/** True if a key can be read without waiting */
bool keys_waiting(void);

/** Name of a key as printed in the key bar, e.g. "F5", "Enter", "^Z" */
const char *keys_name(int key, char *to, size_t size);

/** The key of such a name, in the language of the user or in English, or of a
 *  character; KEYS_NONE if there is none */
int keys_of_name(const char *name);

/** Hand a key to an editor */
enum keys_result keys_edit(struct edit *e, int key);

/** True if an editor changes its text at the key */
bool keys_changes(int key);

/** True if the key is a character that a text may hold */
bool keys_is_text(int key);

#endif
