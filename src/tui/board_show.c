/**
 * @file tui/board_show.c  The board on its own: a terminal, or lines
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tui/board.h"
#include "tui/paint.h"
#include "tui/terminal.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"

#define TURN_MS 1000 /* times go on while nothing happens */
#define ONCE_MS 30000
#define SAID_MS 3000 /* of a message */

static volatile sig_atomic_t ended;

static void on_signal(int sig)
{
	ended = sig;
}

static int loop(struct tui *tui)
{
	struct screen *wall = tui->top;
	int64_t until = 0;
	int err = 0;

	paint(tui);
	terminal_ask();
	while (!err && tui->top && !tui->quit && !ended) {
		int key;

		paint(tui);
		if (clock_mono() > until)
			str_clear(&tui->message);
		err = view_wall.wait(wall, TURN_MS);
		key = keys_read(0);
		if (key == KEYS_LOST)
			break;
		if (key == KEYS_RESIZE)
			view_load_all(tui);
		else if (keys_is_answer(key))
			tui_take_answer(tui, key);
		else if (key != KEYS_NONE)
			view_press(tui, key);
		view_reap(tui);
		if (key != KEYS_NONE)
			until = clock_mono() + SAID_MS;
	}
	return err;
}

static int run_screen(const struct board_options *o)
{
	struct tui tui = { .rights = ~0U }; /* the engine has its own */
	int err;

	/* what is wrong with that file is told elsewhere */
	(void)settings_load(&tui.settings);
	err = terminal_open();
	if (!err) {
		err = view_open(&tui, &view_wall, o);
		if (!err)
			err = loop(&tui);
		view_close_all(&tui);
		terminal_close();
	}
	str_release(&tui.message);
	settings_release(&tui.settings);
	return err;
}

/* Control characters in what the engine tells are made harmless */
static void print_plain(const struct follow *f)
{
	struct str text = { 0 };

	board_plain(&text, f);
	for (char *line = text.s, *end; line && *line; line = end + 1) {
		char safe[512];

		end = strchr(line, '\n');
		*end = '\0';
		text_printable(safe, sizeof(safe), line);
		(void)puts(safe);
	}
	(void)puts("");
	(void)fflush(stdout);
	str_release(&text);
}

/* All lines again after something changed, at most once a second */
static int run_plain(struct follow *f, bool once)
{
	const int64_t give_up = clock_mono() + ONCE_MS;
	uint64_t shown = 0;
	int64_t lost = 0;
	int64_t next = 0;
	int err = 0;

	while (!err && !ended) {
		err = follow_step(f, -1, TURN_MS / 10);
		if (once && !f->whole && clock_mono() > give_up)
			return err_set(EBUSY, "%s", feed_trouble(f->feed));
		if (err || !f->whole || clock_mono() < next ||
		    (f->count == shown && f->lost == lost))
			continue;
		print_plain(f);
		if (once)
			break;
		shown = f->count;
		lost = f->lost;
		next = clock_mono() + TURN_MS;
	}
	return err;
}

static int run_lines(const struct board_options *o)
{
	struct follow f;
	int err = follow_init(&f, o->url, o->token, o->ca_file);

	if (err)
		return err;

	err = run_plain(&f, o->once);
	follow_release(&f);
	return err;
}

int board_show(const struct board_options *o)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT };
	struct sigaction act = { .sa_handler = on_signal };
	struct sigaction oldv[ARRAY_LEN(signals)];
	int err;

	ended = 0;
	(void)sigemptyset(&act.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		(void)sigaction(signals[i], &act, &oldv[i]);
	err = o->plain ? run_lines(o) : run_screen(o);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		(void)sigaction(signals[i], &oldv[i], NULL);
	return err;
}
