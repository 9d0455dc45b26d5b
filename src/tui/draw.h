/**
 * @file tui/draw.h  Text on the screen, by columns
 *
 * Everything that reaches the terminal passes through draw_text(): control
 * characters are gone, a wide character is drawn whole or not at all, and the
 * text takes exactly the columns it was given.  Colour is never the only sign:
 * each style differs by an attribute too, and without colour just those are
 * left.
 */
#ifndef TUI_DRAW_H
#define TUI_DRAW_H

#include <stdbool.h>

/** What a piece of text is */
enum draw_style {
	DRAW_PLAIN,
	DRAW_TITLE,   /**< Title bar */
	DRAW_HEAD,    /**< Column titles */
	DRAW_SECTION, /**< Title between rows */
	DRAW_CURSOR,  /**< Row of the cursor in a list */
	DRAW_STRONG,  /**< Row of the cursor where one types; key labels */
	DRAW_FIELD,   /**< What is being typed */
	DRAW_DIM,     /**< Not available, or beside the point */
	DRAW_GOOD,
	DRAW_WARN,
	DRAW_BAD,
};
#define DRAW_STYLE_COUNT (DRAW_BAD + 1)

/** A part of the screen */
struct rect {
	int y;
	int x;
	int h;
	int w;
};

/**
 * Choose the colours of the styles; after the screen was opened, and again when
 * the user chooses others
 *
 * @param colours     "auto", "mono", or a number; no more are used than the
 *                    terminal has
 * @param background  "auto", "dark" or "light"
 */
void draw_use(const char *colours, const char *background);

/** The whole screen */
struct rect draw_screen(void);

/** Send everything anew at the next draw_flush(), for a garbled terminal */
void draw_anew(void);

/** Make everything blank and hide the caret */
void draw_clear(void);

/**
 * Write text, cut or filled up with blanks to a width
 *
 * @param y      Row of the screen
 * @param x      Column of the screen
 * @param width  Columns to take; nothing happens below 1
 */
void draw_text(int y, int x, int width, enum draw_style style,
	       const char *text);

/** Write text in its own width, at most width; returns the columns taken */
int draw_word(int y, int x, int width, enum draw_style style, const char *text);

/** Make a part blank */
void draw_blank(const struct rect *r);

/** Write text broken into lines at the top of a part; returns lines used */
int draw_lines(const struct rect *r, enum draw_style style, const char *text);

/** Show the caret here; input methods open their window at it */
void draw_caret(int y, int x);

/** Bring the screen up to date */
void draw_flush(void);

/** Draw characters of ambiguous width as two columns, by signs alike, or not */
void draw_wide(bool wide);

/** Ask the terminal what colour is behind its texts, and how wide it shows
 * characters of ambiguous width; KEYS_DARK or KEYS_LIGHT, and KEYS_NARROW or
 * KEYS_WIDE, will be read, or nothing if it does not answer */
void draw_probe(void);

/** Send the terminal a sequence that draws nothing, behind what was drawn */
void draw_send(const char *sequence);

#endif
