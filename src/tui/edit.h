/**
 * @file tui/edit.h  Editing a line or an area of text
 *
 * The text is the truth, the screen only shows a window on it.  It is UTF-8 at
 * all times and the caret always stands before a whole character as the reader
 * sees it (grapheme cluster), so that Backspace takes an accent with its
 * letter and never half an ideograph.  So does the other end of a selection.
 * What is typed, pasted or put back takes the place of what is selected.  No
 * terminal is needed here: keys come in as verbs, the window goes out as
 * offsets and columns.
 */
#ifndef TUI_EDIT_H
#define TUI_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/kills.h"
#include "util/str.h"

/** What a key may ask for */
enum edit_verb {
	EDIT_LEFT,
	EDIT_RIGHT,
	EDIT_UP,   /**< A row up; an area only */
	EDIT_DOWN, /**< A row down; an area only */
	EDIT_HOME,
	EDIT_END,
	EDIT_WORD_LEFT,
	EDIT_WORD_RIGHT,
	EDIT_BACKSPACE,
	EDIT_DELETE,
	EDIT_WORD_BACKSPACE, /**< Take out the word before, or the selection */
	EDIT_CUT_HEAD, /**< Take out from the start of the line to the caret */
	EDIT_CUT_TAIL, /**< Take out to the end of the line, then that end */
	EDIT_UNDO,
	EDIT_REDO,
	EDIT_PASTE_BEGIN, /**< What comes until EDIT_PASTE_END is one step */
	EDIT_PASTE_END,
	EDIT_MARK, /**< Let the selection go with the caret from here; again:
		    *   end it */
	EDIT_SELECT_LEFT, /**< Move, and select what is passed over */
	EDIT_SELECT_RIGHT,
	EDIT_SELECT_UP,
	EDIT_SELECT_DOWN,
	EDIT_SELECT_HOME,
	EDIT_SELECT_END,
	EDIT_SELECT_WORD_LEFT,
	EDIT_SELECT_WORD_RIGHT,
	EDIT_CUT, /**< Take out what is selected */
	EDIT_COPY,
	EDIT_YANK,	 /**< Put back what was taken out or copied last */
	EDIT_YANK_OLDER, /**< Right after it: what was before, instead */
};
#define EDIT_VERB_COUNT (EDIT_YANK_OLDER + 1)

/** No place in a text */
#define EDIT_NOWHERE SIZE_MAX

/** Steps that undo remembers; older ones are forgotten */
#define EDIT_UNDO_MAX 100

/** A state of the text that undo or redo can bring back */
struct edit_step {
	char *text;
	size_t caret;
};

/** An editor; the members are for reading only */
struct edit {
	struct str text;
	size_t caret;  /**< Byte offset */
	size_t length; /**< Code points */
	size_t limit;  /**< Most code points, 0: EDIT_LIMIT */
	bool area;     /**< May hold several lines */
	bool pasting;  /**< Between EDIT_PASTE_BEGIN and _END */
	int run;       /**< Kind of the change that is under way */
	int width;     /**< Columns of the last edit_show() */
	size_t first;  /**< First byte (line) or row (area) shown */
	int goal;      /**< Column that UP and DOWN aim at, -1: none */
	size_t anchor; /**< Where the selection began, EDIT_NOWHERE: none */
	bool marked;   /**< It goes with the caret */
	bool took;     /**< Just now: what is taken out next joins it */
	size_t put_at; /**< Where a piece was put back just now */
	struct kills *kills; /**< What is taken out goes there; borrowed; set by
			      *   whoever has them, NULL: it is gone */
	struct edit_step stepv[EDIT_UNDO_MAX];
	size_t stepc; /**< Steps to undo and to redo */
	size_t at;    /**< Steps to undo */
};

/** Limit of a text for which the caller names none */
#define EDIT_LIMIT 20000

/** A row of the window on the text */
struct edit_row {
	size_t start; /**< First byte */
	size_t bytes; /**< How many, no newline */
	int caret;    /**< Column of the caret, -1: not on this row */
	bool left;    /**< There is more text to the left (line) or above */
	bool right;   /**< There is more to the right or below */
};

/**
 * Begin with a text, the caret at its end
 *
 * Characters that may not be typed are left out of it, as is what passes the
 * limit.
 *
 * @param text   Copied
 * @param limit  Most code points, 0 for EDIT_LIMIT
 * @param area   True for text of several lines
 */
void edit_init(struct edit *e, const char *text, size_t limit, bool area);

/** True if an editor holds all of a text and nothing else: what it began with
 *  lost nothing */
bool edit_holds(const struct edit *e, const char *text);

/** Free the contents */
void edit_release(struct edit *e);

/** The text; borrowed until the next change */
const char *edit_text(const struct edit *e);

/**
 * Insert a character at the caret
 *
 * A tab becomes a space; a newline too, if this is a line.
 *
 * @return False if nothing changed: the limit is reached, or it is a control
 *         character, a bidirectional override or no character at all
 */
bool edit_insert(struct edit *e, uint32_t cp);

/** Put another text in place of all, as one step of undo */
void edit_replace(struct edit *e, const char *text);

/** Do what a key asks for; false if there was nothing to do, for example UP in
 *  the first row, so that the caller may use the key otherwise */
bool edit_press(struct edit *e, enum edit_verb verb);

/** True if something is selected, and from where to where */
bool edit_selection(const struct edit *e, size_t *fromp, size_t *top);

/** True if there is a selection that can be ended, be it empty */
bool edit_is_selecting(const struct edit *e);

/** End it; the text stays */
void edit_unselect(struct edit *e);

/** True if undo has something to take back */
bool edit_can_undo(const struct edit *e);

/**
 * Lay the text out and scroll so that the caret is seen
 *
 * @param width  Columns, at least 2
 * @param rowv   Receives the rows
 * @param rowc   Rows there is room for; 1 for a line
 *
 * @return Rows filled in, at least 1
 */
size_t edit_show(struct edit *e, int width, struct edit_row *rowv, size_t rowc);

#endif
