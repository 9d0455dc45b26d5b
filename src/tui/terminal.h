/**
 * @file tui/terminal.h  Take the terminal over and give it back as it was
 */
#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

/**
 * Begin to draw on the terminal of standard input and output
 *
 * @return 0; EINVAL if it is no terminal, unknown, or cannot move its cursor
 */
int terminal_open(void);

/** Give it back; after terminal_open() only */
void terminal_close(void);

#endif
