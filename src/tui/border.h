/**
 * @file tui/border.h  Where a caret may stand in a text
 *
 * Between two characters as the reader sees them (extended grapheme clusters,
 * Unicode TR 29).  Only the text around the place is looked at, so that a key
 * costs the same in a long text.
 */
#ifndef TUI_BORDER_H
#define TUI_BORDER_H

#include <stddef.h>

/** The border behind the character at a border; the same at the end */
size_t border_after(const char *s, size_t at);

/** The border before the character before an offset; 0 at the start */
size_t border_before(const char *s, size_t at);

/** The first border at or behind an offset */
size_t border_from(const char *s, size_t at);

#endif
