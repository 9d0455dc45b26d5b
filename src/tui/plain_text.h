/**
 * @file tui/plain_text.h  A screen as lines, from its own tables
 *
 * The same declaration that the screen is drawn from: title, columns, rows,
 * keys.  A row is a line, its state is in words, and nothing depends on where
 * it stands.
 */
#ifndef TUI_PLAIN_TEXT_H
#define TUI_PLAIN_TEXT_H

#include "tui/view.h"

/** "Dossiers, 1/3  2026-11-22" */
void plain_title(const struct screen *s, struct str *to);

/** Names of the columns in the order of a row; nothing if they have none */
void plain_columns(const struct screen *s, struct str *to);

/** One row: its number, then its cells; a title between rows as it is */
void plain_row(const struct screen *s, size_t row, struct str *to);

/** The row of the cursor, a cell in each line with its column, and what belongs
 *  to it; lines ended */
void plain_tell(const struct screen *s, struct str *to);

/** What a screen without rows shows; lines ended */
void plain_whole(struct screen *s, struct str *to);

/** The keys that can be used now: "Enter open, n new" */
void plain_keys(const struct screen *s, struct str *to);

/** Number that a row has been given: titles between rows have none */
size_t plain_number(const struct screen *s, size_t row);

/** Row of a number that plain_row() has given; SIZE_MAX: none */
size_t plain_find(const struct screen *s, size_t number);

/** Append a text that may hold anything, as one line */
void plain_add(struct str *to, const char *text);

#endif
