/**
 * @file tui/plain.c  Linear mode: the screens as numbered lines
 */
#include "tui/plain.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "tui/keys.h"
#include "tui/plain_in.h"
#include "tui/plain_text.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

/* How often it is looked whether someone else has changed the database */
#define LOOK_MS 1000

/* Rows that are said at once to somebody who listens */
#define PAGE 20

/* The rows of a screen as they were said */
struct said {
	const struct screen *of;
	const struct view *view;
	char **linev;
	size_t linec;
};

struct plain {
	struct tui *tui;
	struct plain_in in;
	bool asks;   /* somebody sits there */
	size_t page; /* rows said at once */
	size_t first;

	struct said said[2]; /* of a screen, of a popup over it */
	const struct said *last;
	size_t cursor;

	struct str text; /* being written, line by line */
	bool writing;
};

/* What was said */

static void free_lines(char **linev, size_t linec)
{
	for (size_t i = 0; i < linec; i++)
		free(linev[i]);
	free(linev);
}

static void forget(struct said *said)
{
	free_lines(said->linev, said->linec);
	*said = (struct said){ .of = NULL };
}

/* Where what was said of the screen on top is kept */
static struct said *said_of(struct plain *p)
{
	return &p->said[p->tui->top->view->popup];
}

static bool was_said(struct plain *p)
{
	const struct said *said = said_of(p);

	return said->of == p->tui->top && said->view == said->of->view;
}

static void say_text(struct str *text)
{
	(void)fputs(str_text(text), stdout);
	str_release(text);
}

static void say_message(struct tui *tui)
{
	struct str text = { 0 };

	if (tui->message.len == 0)
		return;

	if (tui->message_style == DRAW_BAD)
		str_add(&text, _("Error: "));
	else if (tui->message_style == DRAW_WARN)
		str_add(&text, _("Attention: "));
	plain_add(&text, str_text(&tui->message));
	str_add_char(&text, '\n');
	say_text(&text);
	str_clear(&tui->message);
}

/* Rows that are in sight, as lines; they are the caller's.  What a row offers
 * only while the cursor is there is said with the cursor. */
static size_t read_rows(const struct plain *p, char ***linevp)
{
	struct screen *s = p->tui->top;
	const size_t cursor = s->cursor;
	char **linev = NULL;
	size_t c = 0;

	s->cursor = SIZE_MAX;
	for (size_t row = p->first;
	     s->view->columns && row < s->rowc && c < p->page; row++) {
		struct str text = { 0 };

		plain_row(s, row, &text);
		linev = x_grow(linev, c, sizeof(*linev));
		linev[c++] = str_take(&text);
	}
	s->cursor = cursor;
	*linevp = linev;
	return c;
}

static void remember(struct plain *p, char **linev, size_t linec)
{
	struct said *said = said_of(p);

	forget(said);
	*said = (struct said){ .of = p->tui->top,
			       .view = p->tui->top->view,
			       .linev = linev,
			       .linec = linec };
	if (!said->view->popup)
		p->said[1].of = NULL;
	p->last = said;
	p->cursor = said->of->cursor;
}

static void say_more(const struct plain *p)
{
	const struct screen *s = p->tui->top;
	const size_t end = p->first + p->last->linec;
	struct str text = { 0 };

	if (!s->view->columns || (p->first == 0 && end >= s->rowc))
		return;

	str_addf(&text, _("Rows %zu to %zu of %zu; + and - go on and back.\n"),
		 plain_number(s, p->first), plain_number(s, end) - 1,
		 plain_number(s, s->rowc) - 1);
	say_text(&text);
}

static void say_title(const struct screen *s)
{
	struct str text = { 0 };

	str_add(&text, s->view->popup ? _("Choice: ") : _("Screen: "));
	plain_title(s, &text);
	str_add_char(&text, '\n');
	say_text(&text);
}

static void say_head(const struct screen *s)
{
	struct str text = { 0 };

	if (s->rowc > 0) {
		plain_columns(s, &text);
		if (text.len > 0)
			(void)printf("%s%s\n", _("Columns: "), text.s);
	} else if (sieve_empty(s)) {
		plain_add(&text, sieve_empty(s));
		(void)puts(str_text(&text));
	}
	str_release(&text);
}

static void say_keys(const struct screen *s)
{
	struct str text = { 0 };

	plain_keys(s, &text);
	if (text.len > 0)
		(void)printf("%s%s\n", _("Keys: "), text.s);
	str_release(&text);
}

static void say_row(struct plain *p)
{
	const struct screen *s = p->tui->top;
	struct str text = { 0 };

	plain_tell(s, &text);
	say_text(&text);
	if (s->edit && s->rowc > 0)
		(void)puts(_("=TEXT sets it."));
	p->cursor = s->cursor;
}

/* All of a screen */
static void say_screen(struct plain *p)
{
	struct screen *s = p->tui->top;
	const bool other = !was_said(p);
	struct str text = { 0 };
	char **linev;
	size_t linec;

	if (other || p->first >= s->rowc)
		p->first = 0;
	say_title(s);
	say_head(s);
	linec = read_rows(p, &linev);
	for (size_t i = 0; i < linec; i++)
		(void)puts(linev[i]);
	remember(p, linev, linec);
	say_more(p);
	plain_whole(s, &text);
	say_text(&text);
	if (other && s->view->is_form && s->edit)
		say_row(p);
	if (other && !p->tui->question)
		say_keys(s);
}

/* Say again what differs from what was said; false if most does */
static bool say_changed(struct plain *p)
{
	struct said *said = said_of(p);
	size_t changed = 0;
	char **linev;
	size_t linec;

	if (!was_said(p))
		return false;
	linec = read_rows(p, &linev);
	for (size_t i = 0; linec == said->linec && i < linec; i++)
		changed += strcmp(linev[i], said->linev[i]) != 0;
	if (linec != said->linec || (changed > 3 && changed > linec / 2)) {
		free_lines(linev, linec);
		return false;
	}

	if (p->last != said)
		say_title(p->tui->top);
	for (size_t i = 0; i < linec; i++) {
		if (strcmp(linev[i], said->linev[i]) != 0)
			(void)puts(linev[i]);
	}
	free_lines(said->linev, said->linec);
	said->linev = linev;
	said->linec = linec;
	if (!said->view->popup)
		p->said[1].of = NULL;
	p->last = said;
	return true;
}

/* After a command: what it said, and what is otherwise now */
static void report(struct plain *p)
{
	say_message(p->tui);
	if (!p->tui->top || p->tui->quit)
		return;
	if (!say_changed(p))
		say_screen(p);
	else if (p->cursor != p->tui->top->cursor)
		say_row(p);
}

static void prompt(const struct plain *p)
{
	const struct tui *tui = p->tui;
	struct str text = { 0 };

	if (p->writing)
		return;
	if (tui->question) {
		str_add(&text, _(tui->question->label));
		if (*edit_text(&tui->answer))
			str_addf(&text, " [%s]", edit_text(&tui->answer));
		str_add(&text, p->asks ? " " : "\n");
	} else if (p->asks) {
		str_add(&text, "> ");
	}
	say_text(&text);
	(void)fflush(stdout);
}

/* What a line may be */

static void tell_error(struct tui *tui, int err)
{
	if (err && err != ECANCELED)
		view_say(tui, DRAW_BAD, "%s", err_text(err));
}

static bool is_esc(const char *line)
{
	return strcasecmp(line, "esc") == 0 || strcmp(line, "\033") == 0;
}

/* A number and what follows it; false if it does not begin with one */
static bool read_number(const char *line, size_t *np, const char **restp)
{
	char *end;

	if (*line < '0' || *line > '9')
		return false;

	errno = 0;
	*np = strtoul(line, &end, 10);
	if (errno || (*end && *end != ' '))
		return false;

	*restp = end + strspn(end, " ");
	return true;
}

/* An answer of a question over rows: which of them, if there are several */
static void choose(struct plain *p, const char *line)
{
	struct tui *tui = p->tui;
	const struct question *q = tui->question;
	const char *rest;
	size_t n;

	if (read_number(line, &n, &rest) && !*rest &&
	    plain_find(tui->top, n) != SIZE_MAX) {
		tui->top->cursor = plain_find(tui->top, n);
		view_press(tui, '\n');
		return;
	}
	edit_replace(&tui->answer, line);
	q->changed(tui->top, edit_text(&tui->answer));
	if (tui->top->rowc == 1)
		view_press(tui, '\n');
	else
		say_screen(p);
}

static void do_answer(struct plain *p, const char *line)
{
	struct tui *tui = p->tui;
	const bool is_nothing = strcmp(line, "-") == 0;

	if (is_esc(line)) {
		view_press(tui, KEYS_ESC);
		return;
	}
	if (tui->top->view->popup && tui->question->changed && *line) {
		choose(p, line);
		return;
	}
	if (*line)
		edit_replace(&tui->answer, is_nothing ? "" : line);
	if (*line && !is_nothing && !edit_holds(&tui->answer, line)) {
		view_say(tui, DRAW_BAD, _("No more than %zu characters here."),
			 tui->answer.limit);
		return;
	}
	view_press(tui, '\n');
}

/* Set what is edited in the row of the cursor, and save it */
static void set_value(struct tui *tui, const char *text)
{
	struct screen *s = tui->top;

	if (!s->edit) {
		view_say(tui, DRAW_WARN, "%s",
			 _("Nothing is typed in this row; a number goes to "
			   "another, Enter does what the row offers."));
		return;
	}

	edit_replace(s->edit, text);
	if (!edit_holds(s->edit, text))
		view_say(tui, DRAW_WARN, _("No more than %zu characters here."),
			 s->edit->limit);
	else if (s->view->leave)
		tell_error(tui, s->view->leave(s));
}

static void write_line(struct plain *p, const char *line)
{
	if (strcmp(line, ".") != 0) {
		str_addf(&p->text, "%s%s", p->text.len ? "\n" : "", line);
		return;
	}

	p->writing = false;
	set_value(p->tui, str_text(&p->text));
	str_clear(&p->text);
	forget(said_of(p));
}

static void do_value(struct plain *p, const char *text)
{
	const struct screen *s = p->tui->top;

	if (!s->edit || !s->edit->area) {
		set_value(p->tui, text);
		return;
	}

	p->writing = true;
	str_clear(&p->text);
	str_add(&p->text, text);
	if (p->asks)
		(void)puts(_("Go on line by line; a line with a dot alone "
			     "ends the text."));
}

/* The key of a name, or of the word that stands beside it in the key bar */
static int key_of(const struct screen *s, const char *name)
{
	for (const struct key *k = s->view->keys; k->press; k++) {
		if (k->word && (strcasecmp(_(k->word), name) == 0 ||
				strcasecmp(k->word, name) == 0))
			return k->key;
	}

	return keys_of_name(name);
}

static bool has_key(const struct screen *s, int key)
{
	for (const struct key *k = s->view->keys; k->press; k++) {
		if (k->key == key)
			return true;
	}

	return false;
}

static void press(struct plain *p, const char *name)
{
	struct tui *tui = p->tui;
	const struct screen *s = tui->top;
	const int key = *name ? key_of(s, name) : '\n';

	if (key == KEYS_NONE)
		view_say(tui, DRAW_WARN,
			 _("There is no key or command \"%s\" here; ? says "
			   "which there are."),
			 name);
	else if (key == KEYS_CTRL('L') ||
		 (key == '\n' && s->edit && s->edit->area))
		say_screen(p);
	else if (s->view->is_form && keys_is_text(key) && !has_key(s, key))
		view_say(tui, DRAW_WARN, "%s",
			 _("In a form =TEXT sets a row, and keys go by their "
			   "names, like F5 or Esc."));
	else
		view_press(tui, key);
}

/* Go to a row, and do something there */
static void do_row(struct plain *p, size_t n, const char *rest)
{
	struct tui *tui = p->tui;
	const size_t row = tui->top->view->columns ? plain_find(tui->top, n)
						   : SIZE_MAX;
	int err;

	if (row == SIZE_MAX) {
		view_say(tui, DRAW_WARN, _("There is no row %zu."), n);
		return;
	}

	err = view_move(tui->top, row);
	if (err || tui->top->cursor != row) {
		tell_error(tui, err);
		return;
	}
	if (*rest == '=')
		do_value(p, rest + 1);
	else if (*rest)
		press(p, rest);
	else
		p->cursor = SIZE_MAX; /* said in full */
}

static void turn(struct plain *p, bool on)
{
	const size_t rowc = p->tui->top->rowc;

	if (on && p->first + p->page < rowc)
		p->first += p->page;
	else if (!on)
		p->first = p->first > p->page ? p->first - p->page : 0;
	say_screen(p);
}

static void do_command(struct plain *p, const char *line)
{
	const char *rest;
	size_t n;

	if (*line == '=') {
		do_value(p, line + 1);
	} else if (read_number(line, &n, &rest)) {
		do_row(p, n, rest);
	} else if (strcmp(line, ".") == 0) {
		say_screen(p);
	} else if ((*line == '+' || *line == '-') && !line[1] &&
		   !has_key(p->tui->top, *line)) {
		turn(p, *line == '+');
	} else if ((*line == '/' || *line == ':') && line[1]) {
		press(p, *line == '/' ? "/" : "F2");
		if (p->tui->question)
			do_answer(p, line + 1);
	} else {
		press(p, is_esc(line) ? "Esc" : line);
	}
}

static void do_line(struct plain *p, const char *line)
{
	struct tui *tui = p->tui;

	if (!text_is_utf8(line, strlen(line)))
		view_say(tui, DRAW_BAD, "%s",
			 _("This line is not UTF-8; nothing was done."));
	else if (p->writing)
		write_line(p, line);
	else if (tui->question)
		do_answer(p, line);
	else
		do_command(p, line);
	view_reap(tui);
}

static void wait_for_more(struct plain *p, int64_t *seenp)
{
	struct tui *tui = p->tui;

	if (!tui->question && !p->writing && tui->top->view->idle)
		tui->top->view->idle(tui->top);
	if (tui_look(tui, seenp)) {
		report(p);
		prompt(p);
	}
}

int plain_run(struct tui *tui)
{
	struct plain p = { .tui = tui, .asks = isatty(STDIN_FILENO) };
	int64_t seen = db_data_version(tui->db);
	struct str line = { 0 };
	enum plain_got got = PLAIN_LINE;

	p.page = isatty(STDOUT_FILENO) ? PAGE : SIZE_MAX;
	if (p.asks)
		(void)puts(
			_("A number goes to a row, the name of a key presses "
			  "it, Enter alone too; ? says the keys, . says the "
			  "screen again, Esc goes back."));
	report(&p);
	while (tui->top && !tui->quit && !tui_is_ended() && !ferror(stdout)) {
		if (got == PLAIN_LINE)
			prompt(&p);
		got = plain_in_line(&p.in, LOOK_MS, &line);
		if (got == PLAIN_OVER)
			break;
		if (got == PLAIN_NONE) {
			wait_for_more(&p, &seen);
			continue;
		}
		do_line(&p, str_text(&line));
		(void)tui_look(tui, &seen);
		if (!p.writing)
			report(&p);
	}
	(void)fflush(stdout);
	forget(&p.said[0]);
	forget(&p.said[1]);
	str_release(&p.text);
	str_release(&line);
	plain_in_release(&p.in);
	return ferror(stdout) ? err_set(EIO, _("the lines cannot be written"))
			      : 0;
}
