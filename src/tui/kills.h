/**
 * @file tui/kills.h  Pieces of text that were taken out, to be put back
 *
 * The ring of readline and Emacs: pieces taken out one right after the other
 * become one, the last is the first to come back, older ones by turning.
 */
#ifndef TUI_KILLS_H
#define TUI_KILLS_H

#include <stddef.h>

/** Pieces that are remembered */
#define KILLS_MAX 32

struct kills {
	char *v[KILLS_MAX]; /**< The last one at the end */
	size_t c;
	size_t at; /**< Turns from the last one */
};

/** Where a piece belongs */
enum kills_side {
	KILLS_NEW,    /**< A piece of its own */
	KILLS_BEFORE, /**< Stood before the last one */
	KILLS_BEHIND, /**< Stood behind it */
};

/** Remember n bytes; the oldest piece goes if there are too many */
void kills_add(struct kills *k, enum kills_side side, const char *s, size_t n);

/** The piece to be put back, or NULL; borrowed until the next change */
const char *kills_text(const struct kills *k);

/** The one before it, round again after the oldest; NULL if there is none */
const char *kills_turn(struct kills *k);

void kills_release(struct kills *k);

#endif
