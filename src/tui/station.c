/**
 * @file tui/station.c  A seat's desk on the screen
 *
 * Drawn on the SIP loop: what comes in, and a second that has gone by, draw it
 * anew.
 */
#include "tui/station.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "call/seat.h"
#include "sip/loop.h"
#include "sip/timer.h"
#include "tui/draw.h"
#include "tui/edit.h"
#include "tui/keys.h"
#include "tui/terminal.h"
#include "util/clock.h"
#include "util/lang.h"
#include "util/str.h"

#define FDS	  256
#define SAID	  4 /* lines that stay */
#define SAID_MAX  400
#define ARGS_MAX  180
#define LABEL	  12 /* columns */
#define SECOND_MS 1000

struct face {
	struct attendant *desk;
	struct tmr second;
	char said[SAID][SAID_MAX];
	bool bad[SAID];
	const struct attendant_command *asking; /* its argument is typed */
	struct edit edit;
	struct kills kills;
	bool help; /* it is on the screen */
};

static const char *const phases[] = {
	[STATION_FREE] = N_("free"),
	[STATION_RINGING] = N_("rings"),
	[STATION_TALKING] = N_("talking"),
};

static void clock_text(char to[32], int64_t since)
{
	int64_t s = since ? (clock_now() - since) / 1000 : 0;

	if (s < 0)
		s = 0;
	(void)snprintf(to, 32, "%02lld:%02lld", (long long)(s / 60),
		       (long long)(s % 60));
}

static int row(int y, int w, enum draw_style style, const char *label,
	       const char *text)
{
	draw_text(y, 1, LABEL, DRAW_DIM, label);
	draw_text(y, 1 + LABEL, w - LABEL - 2, style, text);
	return y + 1;
}

static int draw_call(int y, int w, const struct attendant_view *v)
{
	const bool call = v->phase != STATION_FREE;
	char clock[32];
	char text[200];

	clock_text(clock, v->phase_since);
	(void)snprintf(text, sizeof(text), "%s%s%s  %s", _(phases[v->phase]),
		       v->held ? ", " : "", v->held ? _("on hold") : "",
		       v->phase_since ? clock : "");
	y = row(y, w,
		v->phase == STATION_RINGING   ? DRAW_WARN
		: v->phase == STATION_TALKING ? DRAW_GOOD
					      : DRAW_PLAIN,
		_("line"), text);
	y = row(y, w, DRAW_STRONG, _("caller"), call ? v->caller : "");
	y = row(y, w, DRAW_PLAIN, _("queue"), v->queue);
	y = row(y, w, DRAW_PLAIN, _("note"), v->note);
	return row(y, w, DRAW_PLAIN, _("code"), v->code);
}

/* The board's word for a state, in the reader's language */
static const char *state_text(const struct attendant_view *v)
{
	if (!v->board)
		return "?";
	for (int i = 0; i < SEAT_STATE_COUNT; i++) {
		if (!strcmp(word_name(&seat_states, i), v->state))
			return word_text(&seat_states, i);
	}
	return v->state;
}

static int draw_state(int y, int w, const struct attendant_view *v)
{
	char clock[32];
	char text[200];

	(void)snprintf(text, sizeof(text), "%s (%u)",
		       v->registered == 200 ? _("registered")
					    : _("not registered"),
		       v->registered);
	y = row(y, w, v->registered == 200 ? DRAW_GOOD : DRAW_BAD,
		_("telephone"), text);
	clock_text(clock, v->since);
	(void)snprintf(text, sizeof(text), "%s%s%s  %s", state_text(v),
		       v->reason[0] ? ": " : "", v->reason,
		       v->board ? clock : "");
	y = row(y, w, DRAW_STRONG, _("state"), text);
	(void)snprintf(text, sizeof(text), "%lld", (long long)v->waiting);
	return row(y, w, DRAW_PLAIN, _("waiting"), v->board ? text : "?");
}

static void draw_keys(int y, int w)
{
	int x = 1;

	for (const struct attendant_command *c = attendant_commands; c->word;
	     c++) {
		char text[40];

		(void)snprintf(text, sizeof(text), "%c %s", c->key, c->word);
		if (x + (int)strlen(text) >= w)
			break;
		x += draw_word(y, x, w - x, DRAW_DIM, text) + 2;
	}
}

static void draw_typed(struct face *f, int y, int w)
{
	struct edit_row line;
	char text[ARGS_MAX * 4 + 1];

	if (w < 24)
		return;
	(void)edit_show(&f->edit, w - 16, &line, 1);
	(void)snprintf(text, sizeof(text), "%.*s", (int)line.bytes,
		       edit_text(&f->edit) + line.start);
	draw_text(y, 1, 14, DRAW_STRONG, f->asking->word);
	draw_text(y, 15, w - 16, DRAW_FIELD, text);
	draw_caret(y, 15 + (line.caret < 0 ? 0 : line.caret));
}

static void draw_help(void)
{
	const struct rect r = draw_screen();
	int y = 2;

	draw_clear();
	draw_text(0, 0, r.w, DRAW_TITLE, _(" Keys of the desk"));
	for (const struct attendant_command *c = attendant_commands;
	     c->word && y < r.h - 2; c++) {
		char text[200];

		(void)snprintf(text, sizeof(text), "%c   %-12s %-9s %s", c->key,
			       c->word, c->args, _(c->help));
		draw_text(y++, 1, r.w - 2, DRAW_PLAIN, text);
	}
	draw_text(r.h - 1, 1, r.w - 2, DRAW_DIM, _("any key: back"));
	draw_flush();
}

static void draw(struct face *f)
{
	const struct attendant_view *v = attendant_view(f->desk);
	const struct rect r = draw_screen();
	char title[120];
	int y = 2;

	if (f->help) {
		draw_help();
		return;
	}
	draw_clear();
	(void)snprintf(title, sizeof(title), _(" Seat %s, telephone %s"),
		       v->seat, v->user);
	draw_text(0, 0, r.w, DRAW_TITLE, title);
	y = draw_state(y, r.w, v);
	y = draw_call(y + 1, r.w, v) + 1;
	for (int i = 0; i < SAID && y < r.h - 2; i++, y++)
		draw_text(y, 1, r.w - 2, f->bad[i] ? DRAW_BAD : DRAW_PLAIN,
			  f->said[i]);
	if (f->asking)
		draw_typed(f, r.h - 2, r.w);
	draw_keys(r.h - 1, r.w);
	draw_flush();
}

static void on_changed(const struct attendant_view *view, void *arg)
{
	struct face *f = arg;

	(void)view;
	if (f->desk)
		draw(f);
}

static void on_said(const char *line, bool bad, void *arg)
{
	struct face *f = arg;

	memmove(f->said[0], f->said[1], sizeof(f->said) - sizeof(f->said[0]));
	memmove(&f->bad[0], &f->bad[1], sizeof(f->bad) - sizeof(f->bad[0]));
	(void)snprintf(f->said[SAID - 1], SAID_MAX, "%s", line);
	f->bad[SAID - 1] = bad;
	on_changed(NULL, f);
}

static void end_asking(struct face *f)
{
	edit_release(&f->edit);
	f->asking = NULL;
}

static void press_typing(struct face *f, int key)
{
	if (key == KEYS_ESC || key == KEYS_CTRL('C')) {
		end_asking(f);
	} else if (key == '\n') {
		struct str line = { 0 };

		str_addf(&line, "%s %s", f->asking->word, edit_text(&f->edit));
		end_asking(f);
		attendant_do(f->desk, line.s);
		str_release(&line);
	} else {
		(void)keys_edit(&f->edit, key);
	}
}

static void press(struct face *f, int key)
{
	if (key == KEYS_CTRL('C') || key == KEYS_LOST) {
		attendant_quit(f->desk);
		return;
	}
	if (key == '?' || key == KEYS_F(1)) {
		f->help = true;
		return;
	}
	for (const struct attendant_command *c = attendant_commands; c->word;
	     c++) {
		if (key != c->key)
			continue;
		if (*c->args) {
			f->asking = c;
			edit_init(&f->edit, "", ARGS_MAX, false);
			f->edit.kills = &f->kills;
		} else {
			attendant_do(f->desk, c->word);
		}
	}
}

static void on_second(void *arg);

static void take_key(struct face *f, int key)
{
	/* a key that ends the help does nothing else */
	if (f->help)
		f->help = key == KEYS_RESIZE;
	else if (f->asking)
		press_typing(f, key);
	else
		press(f, key);
}

static void on_input(void *arg)
{
	struct face *f = arg;
	int key = keys_read(0);

	while (key != KEYS_NONE && key != KEYS_LOST) {
		take_key(f, key);
		key = keys_waiting() ? keys_read(0) : KEYS_NONE;
	}
	if (key == KEYS_LOST)
		attendant_quit(f->desk);
	tmr_start(&f->second, SECOND_MS, on_second, f);
	draw(f);
}

/* Also for a terminal that has changed its size, which no descriptor tells */
static void on_second(void *arg)
{
	on_input(arg);
}

static void on_signal(int signo, void *arg)
{
	const struct face *f = arg;

	(void)signo;
	attendant_quit(f->desk);
}

static int sit(struct face *f, const struct attendant_conf *conf)
{
	int err = attendant_alloc(&f->desk, conf);

	if (!err)
		err = loop_signals(on_signal, f);
	if (!err) {
		on_second(f);
		err = loop_run();
	}
	tmr_cancel(&f->second);
	if (f->asking)
		end_asking(f);
	kills_release(&f->kills);
	attendant_free(f->desk);
	return err;
}

int tui_station_run(const struct attendant_conf *conf)
{
	struct face f = { .desk = NULL };
	const struct attendant_face face = {
		.fd = STDIN_FILENO,
		.input = on_input,
		.changed = on_changed,
		.said = on_said,
		.arg = &f,
	};
	struct attendant_conf mine = *conf;
	int err = loop_open(FDS);

	if (err)
		return err;
	mine.face = &face;
	err = terminal_open();
	if (!err) {
		err = sit(&f, &mine);
		terminal_close();
	}
	loop_close();
	return err;
}
