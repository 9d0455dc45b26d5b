/**
 * @file tui/word.h  Words of a text, by kinds of characters
 *
 * A word is a run of letters and digits, of ideographs, or of signs; blanks
 * belong to the word before them.
 */
#ifndef TUI_WORD_H
#define TUI_WORD_H

#include <stddef.h>

/** Offset where the word begins that stands before an offset; 0 at the start */
size_t word_before(const char *s, size_t at);

/** Offset where the next word begins; the end of the text if there is none */
size_t word_after(const char *s, size_t at);

#endif
