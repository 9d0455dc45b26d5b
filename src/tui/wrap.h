/**
 * @file tui/wrap.h  Break Chinese text into lines of some columns
 *
 * Between ideographs a line may break anywhere, except that closing marks do
 * not start a line and opening ones do not end one (GB/T 15834, 5.1); words of
 * letters and digits stay whole while they fit.
 */
#ifndef TUI_WRAP_H
#define TUI_WRAP_H

#include <stddef.h>

/**
 * Find the first line of a text
 *
 * Blanks at the end of a line may hang over its edge.
 *
 * @param s      Valid UTF-8
 * @param width  Columns of the line, at least 2
 * @param nextp  Receives the bytes to the start of the next line, the newline
 *               included; 0 only at the end of the text
 *
 * @return Bytes of the line itself, without a newline
 */
size_t wrap_line(const char *s, int width, size_t *nextp);

#endif
