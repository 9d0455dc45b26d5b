/**
 * @file tui/terminal.c  Take the terminal over and give it back as it was
 */
#include "tui/terminal.h"

#include <curses.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
/* clang-format off: needs curses.h before it */
#include <term.h>
/* clang-format on */

#include "tui/draw.h"
#include "tui/keys.h"
#include "util/err.h"
#include "util/lang.h"

static SCREEN *terminal;

/* Whether terminfo knows the terminal, and it is one to draw on */
static int look_up(const char *name)
{
	int found;
	int err = 0;

	if (setupterm(NULL, STDOUT_FILENO, &found) != OK)
		return err_set(EINVAL,
			       _("TERM=%s: unknown terminal; try TERM=xterm"),
			       name);

	if (!cursor_address)
		err = err_set(EINVAL,
			      _("TERM=%s: this terminal cannot move its "
				"cursor; try TERM=xterm, or the option "
				"--plain"),
			      name);
	(void)del_curterm(cur_term);
	return err;
}

int terminal_open(void)
{
	const char *name = getenv("TERM");
	int err;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(
			EINVAL,
			_("the screens need a terminal, or the option --plain; in "
			  "scripts use the commands, see "
			  "--help"));

	err = look_up(name ? name : "");
	if (err)
		return err;

	/* initscr() would end the program where this returns NULL */
	terminal = newterm(NULL, stdout, stdin);
	if (!terminal)
		return err_set(EINVAL, _("TERM=%s: the terminal does not open"),
			       name ? name : "");

	draw_open();
	keys_open();
	return 0;
}

void terminal_close(void)
{
	keys_close();
	(void)endwin();
	delscreen(terminal);
	terminal = NULL;
}
