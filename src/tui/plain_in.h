/**
 * @file tui/plain_in.h  Lines of the standard input, waited for with a limit
 */
#ifndef TUI_PLAIN_IN_H
#define TUI_PLAIN_IN_H

#include <stdbool.h>

#include "util/str.h"

/** Bytes that are read and not yet a line */
struct plain_in {
	struct str read;
	bool over; /**< No more comes */
};

enum plain_got {
	PLAIN_LINE, /**< A line came */
	PLAIN_NONE, /**< None in time, or a signal did */
	PLAIN_OVER, /**< The input has ended, all lines are read */
};

/** Most bytes of a line; the rest of it is a line of its own */
#define PLAIN_LINE_MAX 100000

/** Wait for a line for some milliseconds and put it, without its end, in the
 *  place of line */
enum plain_got plain_in_line(struct plain_in *in, int ms, struct str *line);

void plain_in_release(struct plain_in *in);

#endif
