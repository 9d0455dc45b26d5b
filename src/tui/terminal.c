/**
 * @file tui/terminal.c  Take the terminal over and give it back as it was
 */
#include "tui/terminal.h"

#include <curses.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
/* clang-format off: needs curses.h before it */
#include <term.h>
/* clang-format on */

#include "tui/draw.h"
#include "tui/keys.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"

/* How long an answer is waited for at the end, and how long after the question
 * none comes any more */
#define ANSWER_MS 100
#define LATE_MS	  1000

static SCREEN *terminal;
static bool asked; /* how wide it shows characters of ambiguous width */
static bool answered_wide;
static bool asked_ground;
static const char *ground; /* "dark" or "light", as answered; NULL */
static int64_t asked_at;

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

static bool answered_width(const struct settings *s, bool wide)
{
	const bool change = answered_wide != wide;

	if (!asked)
		return false;

	asked = false;
	answered_wide = wide;
	terminal_use(s);
	return change && settings_is(s, "ambiguous", "auto");
}

static bool answered_ground(const struct settings *s, const char *name)
{
	if (!asked_ground)
		return false;

	asked_ground = false;
	ground = name;
	terminal_use(s);
	return settings_is(s, "background", "auto");
}

bool terminal_answered(const struct settings *s, int key)
{
	if (key == KEYS_DARK || key == KEYS_LIGHT)
		return answered_ground(s, key == KEYS_LIGHT ? "light" : "dark");

	return answered_width(s, key == KEYS_WIDE);
}

void terminal_ask(void)
{
	asked = true;
	asked_ground = true;
	asked_at = clock_mono();
	draw_probe();
}

void terminal_use(const struct settings *s)
{
	draw_wide(settings_is(s, "ambiguous", "auto")
			  ? answered_wide
			  : settings_is(s, "ambiguous", "wide"));
	draw_use(settings_get(s, "colours"),
		 ground && settings_is(s, "background", "auto")
			 ? ground
			 : settings_get(s, "background"));
	keys_mouse(settings_is(s, "mouse", "on"));
}

int terminal_open(void)
{
	struct settings settings;
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

	keys_open();
	/* what is wrong with the file is told elsewhere */
	(void)settings_load(&settings);
	terminal_use(&settings);
	settings_release(&settings);
	return 0;
}

/* Answers that are under way would reach the next program; that of the width
 * comes last */
static void await_answers(void)
{
	while (asked && clock_mono() < asked_at + LATE_MS) {
		const int key = keys_read(ANSWER_MS);

		asked = key != KEYS_NONE && key != KEYS_LOST &&
			key != KEYS_NARROW && key != KEYS_WIDE;
	}
	asked = false;
}

void terminal_lend(void)
{
	await_answers();
	keys_close();
	(void)def_prog_mode();
	(void)endwin();
}

/* Nobody has told us of another size: the signal goes to who is in front */
void terminal_retake(const struct settings *s)
{
	struct winsize size;

	(void)reset_prog_mode();
	keys_open();
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
	    size.ws_col > 0 && is_term_resized(size.ws_row, size.ws_col))
		(void)resizeterm(size.ws_row, size.ws_col);
	terminal_use(s);
	draw_anew();
}

void terminal_close(void)
{
	await_answers();
	asked_ground = false;
	ground = NULL;
	keys_close();
	(void)endwin();
	delscreen(terminal);
	terminal = NULL;
}
