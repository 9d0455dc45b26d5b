/**
 * @file tui/view.c  The open screens: their stack, cursors and keys
 */
#include "tui/view.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "tui/editing.h"
#include "tui/form.h"
#include "tui/mouse.h"
#include "tui/paint.h"
#include "tui/place.h"
#include "util/clip.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/util.h"

/* The full-width forms of the signs from ! to ~ */
#define FULL_FIRST 0xFF01
#define FULL_LAST  0xFF5E

/* Rows */

bool view_is_heading(const struct screen *s, size_t row)
{
	enum draw_style style;

	return s->view->heading && s->view->heading(s, row, &style);
}

/* The row itself or the next one that a cursor may stand on; SIZE_MAX: none */
static size_t landing(const struct screen *s, size_t row, bool up)
{
	while (row < s->rowc && view_is_heading(s, row))
		row = up ? row - 1 : row + 1; /* below 0 it is past the end */

	return row < s->rowc ? row : SIZE_MAX;
}

int view_load(struct screen *s)
{
	int err;

	sieve_before_load(s);
	err = s->view->load(s);
	sieve_after_load(s);
	if (err) {
		view_say(s->tui, DRAW_BAD, "%s", err_line(err));
		return err;
	}

	if (s->cursor >= s->rowc)
		s->cursor = s->rowc > 0 ? s->rowc - 1 : 0;
	return 0;
}

void view_load_all(struct tui *tui)
{
	for (struct screen *s = tui->top; s; s = s->below)
		(void)view_load(s);
}

static int leave(struct screen *s)
{
	return s->view->leave ? s->view->leave(s) : 0;
}

static void go(struct screen *s, size_t row)
{
	/* saving may have taken rows away */
	s->cursor = row < s->rowc ? row : s->rowc - 1;
	s->warned = false;
	if (s->view->arrive)
		s->view->arrive(s);
}

int view_move(struct screen *s, size_t row)
{
	size_t to = landing(s, row, false);
	int err;

	if (to == SIZE_MAX)
		to = landing(s, row, true);
	if (to == SIZE_MAX || to == s->cursor)
		return 0;

	err = leave(s);
	if (!err)
		go(s, to);
	return err;
}

int view_step(struct screen *s, int rows)
{
	bool up = rows < 0;
	int err = leave(s); /* which may add or hide rows */
	size_t to = s->cursor;

	if (err)
		return err;

	for (int left = abs(rows); left > 0; left--) {
		size_t next = landing(s, up ? to - 1 : to + 1, up);

		if (next == SIZE_MAX)
			break;
		to = next;
	}

	if (to != s->cursor)
		go(s, to);
	return 0;
}

/* The stack */

int view_open(struct tui *tui, const struct view *view, const void *arg)
{
	struct screen *s;
	int err;

	if (tui->ending)
		return ECANCELED;

	if (view_why_not_open(tui, view))
		return err_set(EPERM, "%s", view_why_not_open(tui, view));

	s = x_calloc(1, sizeof(*s));
	s->view = view;
	s->tui = tui;
	s->below = tui->top;
	err = view->open ? view->open(s, arg) : 0;
	if (!err)
		err = view_load(s);
	if (err) {
		view->close(s);
		sieve_release(s);
		free(s);
		return err;
	}

	tui->top = s;
	if (landing(s, s->cursor, false) != SIZE_MAX)
		s->cursor = landing(s, s->cursor, false);
	if (view->arrive)
		view->arrive(s);
	asked_offer(s);
	return 0;
}

void view_close(struct screen *s)
{
	s->closing = true;
}

static void pop(struct tui *tui)
{
	struct screen *s = tui->top;

	tui->top = s->below;
	s->view->close(s);
	sieve_release(s);
	free(s);
}

static void say_error(struct tui *tui, int err)
{
	if (err && err != ECANCELED)
		view_say(tui, DRAW_BAD, "%s", err_line(err));
}

void view_reap(struct tui *tui)
{
	int (*then)(struct screen * s, const void *arg) = tui->then;
	bool closed = false;

	while (tui->top && tui->top->closing) {
		pop(tui);
		closed = true;
	}
	/* what was done above may show below */
	if (closed && tui->top)
		(void)view_load(tui->top);
	tui->then = NULL;
	if (then && tui->top) {
		say_error(tui, then(tui->top, tui->then_arg));
		view_reap(tui);
	}
}

/* Save without a question, or else keep */
static int leave_at_end(struct screen *s)
{
	int err = leave(s);

	if (err) {
		log_warn(err, "tui: what was typed is kept, not saved");
		if (s->view->idle)
			s->view->idle(s);
	}
	return err;
}

void view_close_all(struct tui *tui)
{
	int err = 0;

	if (tui->question) {
		asked_keep(tui);
		edit_release(&tui->answer);
		tui->question = NULL;
	}
	asked_release(&tui->asked); /* what is on disk stays */
	tui->ending = true;
	while (tui->top) {
		struct screen *s = tui->top;

		/* one types in one screen only; below it all is saved */
		if (!err)
			err = leave_at_end(s);
		pop(tui);
	}
}

/* Words with the user */

void view_say(struct tui *tui, enum draw_style style, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	str_clear(&tui->message);
	str_add(&tui->message, text);
	tui->message_style = style;
}

void view_ask(struct screen *s, const struct question *question,
	      const char *text)
{
	edit_init(&s->tui->answer, text, 200, false);
	s->tui->question = question;
	asked_begin(s);
}

static void answer(struct tui *tui, bool done)
{
	const struct question *q = tui->question;
	char *text = x_strdup(edit_text(&tui->answer));
	int err = 0;

	if (done)
		asked_give(tui, _(q->label), text);
	else if (!q->changed)
		asked_forget(tui);
	tui->question = NULL;
	edit_release(&tui->answer);
	if (done)
		err = q->done(tui->top, text);
	else if (q->dropped)
		q->dropped(tui->top);
	say_error(tui, err);
	if (done)
		asked_end(tui, err);
	free(text);
}

/* Keys */

int view_press_back(struct screen *s)
{
	int err = leave(s);

	if (err == ECANCELED)
		return err; /* the user is asked something first */
	if (err && !s->warned) {
		s->warned = true;
		return err_prefix(err, "%s",
				  _("not saved (Esc again to leave anyway)"));
	}

	if (s->below)
		view_close(s);
	else
		s->tui->quit = true;
	return 0;
}

int view_press_quit(struct screen *s)
{
	s->tui->quit = true;
	return 0;
}

int view_press_help(struct screen *s)
{
	return view_open(s->tui, &view_help, s);
}

static int press_up(struct screen *s)
{
	return view_step(s, -1);
}

static int press_down(struct screen *s)
{
	return view_step(s, 1);
}

static int press_page_up(struct screen *s)
{
	return view_step(s, -(int)s->page);
}

static int press_page_down(struct screen *s)
{
	return view_step(s, (int)s->page);
}

static int press_first(struct screen *s)
{
	return view_move(s, 0);
}

static int press_last(struct screen *s)
{
	return view_move(s, s->rowc ? s->rowc - 1 : 0);
}

static const struct key *find_key(const struct key *table, int key)
{
	for (; table->press; table++) {
		if (table->key == key)
			return table;
	}

	return NULL;
}

/* Where a screen itself goes to the sides h and l do that too, and where one
 * types nothing is left by chance */
static int press_side(struct screen *s, int arrow, int else_key)
{
	const bool own = find_key(s->view->keys, arrow) != NULL;

	if (own || !s->view->is_form)
		view_press(s->tui, own ? arrow : else_key);
	return 0;
}

/* As tig and ranger do, out to the left and in to the right; the program does
 * not end so */
static int press_left(struct screen *s)
{
	return s->below ? press_side(s, KEYS_LEFT, KEYS_ESC) : 0;
}

/* A popup may be a question, which is not answered by chance either */
static int press_right(struct screen *s)
{
	return s->view->popup ? 0 : press_side(s, KEYS_RIGHT, '\n');
}

static int press_redraw(struct screen *s)
{
	(void)s;
	draw_anew();
	return 0;
}

/* A row as its columns show it, or its heading */
static void shown_text(const struct screen *s, struct str *to)
{
	const struct view *v = s->view;
	const char *whole = v->across ? v->across(s, s->cursor) : NULL;

	if (whole) {
		str_add(to, whole);
		return;
	}
	for (const struct column *c = v->columns; c && c->cell; c++) {
		struct cell cell = { .style = DRAW_PLAIN };

		c->cell(s, s->cursor, &cell);
		if (cell.text.len)
			str_addf(to, "%s%s", to->len ? "  " : "", cell.text.s);
		str_release(&cell.text);
	}
}

static int press_copy(struct screen *s)
{
	struct str sequence = { 0 };
	struct str text = { 0 };
	int err = 0;

	if (s->cursor < s->rowc && s->view->copied)
		s->view->copied(s, &text);
	else if (s->cursor < s->rowc)
		shown_text(s, &text);
	if (!text.len)
		err = err_set(ENOENT, _("There is nothing to copy here."));
	if (!err)
		err = clip_sequence(&sequence, text.s);
	if (!err && s->tui->plain) {
		view_say(s->tui, DRAW_PLAIN, "%s", text.s);
	} else if (!err) {
		draw_send(sequence.s);
		view_say(s->tui, DRAW_GOOD,
			 _("Copied, if the terminal allows it: %s"), text.s);
	}
	str_release(&sequence);
	str_release(&text);
	return err;
}

/* A choice has no undo, its screen has */
static int press_undo(struct screen *s)
{
	return s->view->popup ? 0 : form_press_undo(s);
}

static int press_redo(struct screen *s)
{
	return s->view->popup ? 0 : form_press_redo(s);
}

int view_press_search(struct screen *s)
{
	int err = s->view->popup ? 0 : leave(s);

	/* a popup has its keys in sight; a board alone has no dossiers */
	return err || s->view->popup || !s->tui->db
		       ? err
		       : view_open(s->tui, &view_search, NULL);
}

static int press_palette(struct screen *s)
{
	/* a popup has its keys in sight */
	return s->view->popup ? 0 : view_open(s->tui, &view_palette, NULL);
}

void view_press_key(struct screen *s, const struct key *row)
{
	const char *why_not = view_why_not(s, row);

	if (why_not)
		view_say(s->tui, DRAW_WARN, "%s", why_not);
	else
		say_error(s->tui, row->press(s));
}

/* Keys of every screen, unless its own table has them */
/* clang-format off */
static const struct key common_keys[] = {
	{ KEYS_UP,        NULL, NULL, press_up,        NULL },
	{ KEYS_DOWN,      NULL, NULL, press_down,      NULL },
	{ 'k',            NULL, NULL, press_up,        NULL },
	{ 'j',            NULL, NULL, press_down,      NULL },
	{ KEYS_LEFT,      NULL, NULL, press_left,      NULL },
	{ KEYS_RIGHT,     NULL, NULL, press_right,     NULL },
	{ 'h',            NULL, NULL, press_left,      NULL },
	{ 'l',            NULL, NULL, press_right,     NULL },
	{ KEYS_PAGE_UP,   NULL, NULL, press_page_up,   NULL },
	{ KEYS_PAGE_DOWN, NULL, NULL, press_page_down, NULL },
	{ KEYS_HOME,      NULL, NULL, press_first,     NULL },
	{ KEYS_END,       NULL, NULL, press_last,      NULL },
	{ 'g',            NULL, NULL, press_first,     NULL },
	{ 'G',            NULL, NULL, press_last,      NULL },
	{ KEYS_ESC,       NULL, NULL, view_press_back, NULL },
	{ KEYS_CTRL('C'), NULL, NULL, view_press_back, NULL },
	{ KEYS_CTRL('L'), NULL, NULL, press_redraw,    NULL },
	{ 'u',            NULL, NULL, press_undo,      NULL },
	{ 'y',            NULL, NULL, press_copy,      NULL },
	{ 'U',            NULL, NULL, press_redo,      NULL },
	{ 'm',            NULL, NULL, mouse_press,     NULL },
	{ KEYS_CLICK,     NULL, NULL, mouse_click,     NULL },
	{ KEYS_WHEEL_UP,  NULL, NULL, mouse_up,  NULL },
	{ KEYS_WHEEL_DOWN, NULL, NULL, mouse_down, NULL },
	{ ':',            NULL, NULL, press_palette,   NULL },
	{ KEYS_F(2),      NULL, NULL, press_palette,   NULL },
	{ KEYS_CTRL('F'), NULL, NULL, view_press_search, NULL },
	{ 0,              NULL, NULL, NULL,            NULL },
};
/* clang-format on */

static void press_question(struct tui *tui, int key)
{
	const struct question *q = tui->question;
	const struct key *row = find_key(common_keys, key);

	if (key == '\n' && !tui->answer.pasting)
		answer(tui, true);
	else if ((key == KEYS_ESC || key == KEYS_CTRL('C')) &&
		 !editing_wants(&tui->answer, key))
		answer(tui, false);
	else if (!editing_key(tui, &tui->answer, key) && row)
		view_press_key(tui->top, row);
	else if (q->changed)
		q->changed(tui->top, edit_text(&tui->answer));
}

static const struct edit *editor(const struct tui *tui)
{
	if (tui->question)
		return &tui->answer;

	return tui->top ? tui->top->edit : NULL;
}

bool view_is_pasting(const struct tui *tui)
{
	const struct edit *e = editor(tui);

	return tui->deaf || (e && e->pasting);
}

/* Where nobody types, an input method that was left on does no harm */
static int plain_key(const struct tui *tui, int key)
{
	return !editor(tui) && key >= FULL_FIRST && key <= FULL_LAST
		       ? key - FULL_FIRST + '!'
		       : key;
}

void view_press(struct tui *tui, int typed)
{
	struct screen *s = tui->top;
	const int key = plain_key(tui, typed);
	const struct key *row = find_key(s->view->keys, key);
	bool wanted = editing_wants(s->edit, key);
	bool typing = s->edit &&
		      (keys_is_text(key) || s->edit->pasting || wanted);
	const char *refused;

	if (!view_is_pasting(tui))
		str_clear(&tui->message);
	/* text that is pasted where nobody types must not act as keys */
	if (tui->deaf || (key == KEYS_PASTE_BEGIN && !editor(tui))) {
		tui->deaf = key != KEYS_PASTE_END;
		return;
	}
	if (tui->question) {
		press_question(tui, key);
		return;
	}

	if ((key == KEYS_ESC || key == KEYS_CTRL('C')) && *view_filter(s)) {
		sieve_set(s, "", false);
		return;
	}

	if (s->edit && view_why_not_type(s) &&
	    (keys_changes(key) || (wanted && key == KEYS_CTRL('X')))) {
		tui->deaf = key == KEYS_PASTE_BEGIN;
		view_say(tui, DRAW_WARN, "%s", view_why_not_type(s));
		return;
	}

	if (typing && editing_key(tui, s->edit, key))
		return;
	if (row) {
		view_press_key(s, row);
		return;
	}
	if (s->edit && editing_key(tui, s->edit, key))
		return;
	refused = keys_changes(key) ? view_why_not_type(s) : NULL;
	if (!refused && s->view->type && s->view->type(s, key))
		return;

	row = find_key(common_keys, key);
	if (!row && refused)
		view_say(tui, DRAW_WARN, "%s", refused);
	if (row && !(typing && keys_is_text(key)))
		view_press_key(s, row);
}
