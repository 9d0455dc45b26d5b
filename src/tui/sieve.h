/**
 * @file tui/sieve.h  Rows of a list that have in them what is typed
 *
 * A screen has a filter if its view names the question of one and its keys have
 * view_press_filter(): then / asks, the list follows the typing, Esc shows all
 * again, and the title says that a filter is on.  Rows are found by what their
 * columns show, whatever the width of the screen, and by the view's words();
 * several words must all be in a row.  A title between rows stays if one below
 * it does.
 *
 * The view goes on counting its own rows: what it is given is the row of the
 * screen, and view_row() says which of its own that is.
 */
#ifndef TUI_SIEVE_H
#define TUI_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/str.h"

struct screen;
struct sieve;

/** Number of rows that the view has itself, shown or not */
size_t view_rows(const struct screen *s);

/** Which of its own rows a view shows in a row of the screen; SIZE_MAX: none */
size_t view_row(const struct screen *s, size_t row);

/** What is filtered by, "" if nothing is; borrowed */
const char *view_filter(const struct screen *s);

/** Filter by a text; typing: it is still being typed, so the first rows will
 *  do for now */
void sieve_set(struct screen *s, const char *text, bool typing);

/** True while the filter is still being typed, for load() of a view that
 *  sifts */
bool sieve_is_typing(const struct screen *s);

/** Around load() of the view, which counts its own rows */
void sieve_before_load(struct screen *s);
void sieve_after_load(struct screen *s);

/** Look at rows that have not been looked at yet, for some 20 ms; false if
 *  there were none */
bool sieve_go_on(struct screen *s);

/** Append that a filter is on: "  filter "example"" */
void sieve_mark(const struct screen *s, struct str *to);

/** The sentence of a screen that shows no rows, or NULL */
const char *sieve_empty(const struct screen *s);

/** Why a key cannot be used if the filter leaves no rows, or NULL if it does */
const char *sieve_why_not(const struct screen *s);

/** For words() of a view: append a text, which may be NULL */
void sieve_word(struct str *to, const char *text);

void sieve_release(struct screen *s);

#endif
