/**
 * @file tui/terminal.h  Take the terminal over and give it back as it was
 */
#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

#include <stdbool.h>

#include "util/settings.h"

/**
 * Begin to draw on the terminal of standard input and output, with the colours
 * that the user has chosen
 *
 * @return 0; EINVAL if it is no terminal, unknown, or cannot move its cursor
 */
int terminal_open(void);

/** Ask how wide it shows characters of ambiguous width, and whether it is dark
 *  or light; nothing waits for the answers, which come as keys */
void terminal_ask(void);

/** Take an answer, KEYS_NARROW to KEYS_LIGHT, if it was asked for; true if
 *  something looks otherwise now */
bool terminal_answered(const struct settings *s, int key);

/** Take other colours, and the mouse or not; after terminal_open() only */
void terminal_use(const struct settings *s);

/** Let another program have it, after terminal_open(), and take it over again,
 *  which may have another size now */
void terminal_lend(void);
void terminal_retake(const struct settings *s);

/** Give it back; after terminal_open() only */
void terminal_close(void);

#endif
