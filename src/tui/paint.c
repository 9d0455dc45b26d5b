/**
 * @file tui/paint.c  Draw the open screens from their tables
 */
#include "tui/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

/* Where there is room for what belongs to a row: beside, or below */
#define BESIDE_FROM_W 120
#define BELOW_FROM_H  20
#define BELOW_H	      6

/* Columns of the title that a mark leaves */
#define MARK_FROM 8

/* Title bar, message line and key bar */
#define BARS_H 3

/* Lines of a popup without rows, for the sentence that says so */
#define EMPTY_H 3

/* Columns of the editor of a value that has a unit */
#define UNIT_EDIT_W 20

/* Columns of the mark in front of the row of the cursor */
#define MARK_W 2

/* That a filter is on stands behind the title, over its end if need be */
static void paint_mark(const struct rect *r, int x, int room, const char *mark)
{
	const int w = text_width(mark) < room - MARK_FROM ? text_width(mark)
							  : room - MARK_FROM;

	if (*mark)
		draw_text(r->y, r->x + (x < room - w ? x : room - w), w,
			  DRAW_TITLE, mark);
}

static void paint_title(const struct screen *s, const struct rect *r)
{
	struct str left = { 0 };
	struct str mark = { 0 };
	struct str right = { 0 };
	int room = r->w;
	int w;

	str_add_char(&left, ' ');
	if (s->view->title_of)
		s->view->title_of(s, &left);
	else
		str_add(&left, _(s->view->title));
	if (s->view->status)
		s->view->status(s, &right);
	str_add_char(&right, ' ');

	w = text_width(str_text(&right));
	draw_text(r->y, r->x, r->w, DRAW_TITLE, str_text(&left));
	if (w + 10 < r->w) {
		room -= w + 1;
		draw_text(r->y, r->x + r->w - w - 1, 1, DRAW_TITLE, "");
		draw_text(r->y, r->x + r->w - w, w, DRAW_TITLE,
			  str_text(&right));
	}
	sieve_mark(s, &mark);
	paint_mark(r, text_width(str_text(&left)), room, str_text(&mark));
	str_release(&left);
	str_release(&mark);
	str_release(&right);
}

/* Columns */

/* Width of the column that takes what is left */
static int rest_width(const struct column *columns, int w)
{
	int rest = w - MARK_W;

	for (const struct column *c = columns; c->cell; c++) {
		if (w >= c->from)
			rest -= c->width + 1;
	}

	return rest > 0 ? rest : 0;
}

static int width_of(const char *text, size_t bytes)
{
	char *part = x_strndup(text, bytes);
	int w = text_width(part);

	free(part);
	return w;
}

void paint_selected(const struct edit *e, const struct edit_row *row,
		    const struct rect *at)
{
	const char *s = edit_text(e) + row->start;
	size_t from;
	size_t to;
	char *part;
	int x;

	if (!edit_selection(e, &from, &to) || to <= row->start ||
	    from > row->start + row->bytes)
		return;

	from = from > row->start ? from - row->start : 0;
	to -= row->start;
	x = width_of(s, from);
	part = x_strndup(s + from, (to < row->bytes ? to : row->bytes) - from);
	x += draw_word(at->y, at->x + x, at->w - x, DRAW_CURSOR, part);
	/* the end of a line is a blank */
	if (to > row->bytes && s[row->bytes] == '\n')
		draw_text(at->y, at->x + x, x < at->w, DRAW_CURSOR, "");
	free(part);
}

static void paint_edit(struct tui *tui, struct edit *e, struct rect at)
{
	const struct rect inner = { at.y, at.x, 1, at.w - 1 };

	struct edit_row row;
	char *part;

	(void)edit_show(e, at.w - 1, &row, 1);
	part = x_strndup(edit_text(e) + row.start, row.bytes);
	draw_text(at.y, at.x, at.w - 1, DRAW_FIELD, part);
	paint_selected(e, &row, &inner);
	draw_text(at.y, at.x - 1, 1, DRAW_STRONG, row.left ? "<" : "");
	draw_text(at.y, at.x + at.w - 1, 1, DRAW_STRONG, row.right ? ">" : "");
	tui->caret_y = at.y;
	tui->caret_x = at.x + row.caret;
	free(part);
}

/* The editor in its column; a value with a unit is short */
static void paint_edit_cell(const struct screen *s, struct rect at)
{
	int w = at.w;

	if (s->unit && at.w > UNIT_EDIT_W) {
		at.w = UNIT_EDIT_W;
		draw_text(at.y, at.x + at.w + 1, w - at.w - 1, DRAW_PLAIN,
			  s->unit);
	}
	paint_edit(s->tui, s->edit, at);
}

/* A cell with a part that stands out: what is before it goes where there is no
 * room for both */
static void paint_marked(const struct cell *cell, enum draw_style style,
			 struct rect at)
{
	const char *text = str_text(&cell->text);
	const size_t end = cell->mark + cell->mark_bytes;
	size_t from = 0;
	bool cut;
	char *part;
	int x;

	while (from < cell->mark &&
	       width_of(text + from, end - from) > at.w - 1 - (from > 0)) {
		int w;

		from += text_cluster(text + from, &w);
	}
	cut = text_width(text + from) > at.w - (from > 0);
	draw_text(at.y, at.x, at.w, style, from > 0 ? "<" : "");
	draw_text(at.y, at.x + (from > 0), at.w - (from > 0) - cut, style,
		  text + from);
	x = (from > 0) + width_of(text + from, cell->mark - from);
	part = x_strndup(text + cell->mark, cell->mark_bytes);
	(void)draw_word(at.y, at.x + x, at.w - x - cut, DRAW_FIELD, part);
	free(part);
	draw_text(at.y, at.x + at.w - 1, cut, style, ">");
}

/* A cell whose text is longer says so */
static void paint_cell(const struct cell *cell, enum draw_style style,
		       struct rect at)
{
	if (cell->mark_bytes > 0) {
		paint_marked(cell, style, at);
		return;
	}

	draw_text(at.y, at.x, at.w, style, str_text(&cell->text));
	if (text_width(str_text(&cell->text)) > at.w) {
		draw_text(at.y, at.x, at.w - 1, style, str_text(&cell->text));
		draw_text(at.y, at.x + at.w - 1, 1, style, ">");
	}
}

static enum draw_style row_style(const struct screen *s, size_t row)
{
	if (row != s->cursor)
		return DRAW_PLAIN;

	return s->view->is_form ? DRAW_STRONG : DRAW_CURSOR;
}

static void paint_column(const struct screen *s, size_t row,
			 const struct column *c, struct rect at)
{
	enum draw_style style = row_style(s, row);
	struct cell cell = { .style = DRAW_PLAIN };

	if (row == s->cursor && c->edits && s->edit) {
		paint_edit_cell(s, at);
		return;
	}

	c->cell(s, row, &cell);
	if (cell.style != DRAW_PLAIN && style != DRAW_CURSOR)
		style = cell.style;
	paint_cell(&cell, style, at);
	str_release(&cell.text);
}

static void paint_row(const struct screen *s, size_t row, int y,
		      const struct rect *r)
{
	enum draw_style style = row_style(s, row);
	const char *across = s->view->across ? s->view->across(s, row) : NULL;
	int rest = rest_width(s->view->columns, r->w);
	int x = r->x + MARK_W;

	draw_text(y, r->x, r->w, style, row == s->cursor ? ">" : "");
	if (s->view->marked && s->view->marked(s, row))
		draw_text(y, r->x + 1, 1,
			  style == DRAW_PLAIN ? DRAW_STRONG : style, "*");
	for (const struct column *c = s->view->columns; c->cell; c++) {
		int w = c->width ? c->width : rest;

		if (r->w < c->from)
			continue;
		paint_column(s, row, c, (struct rect){ y, x, 1, w });
		x += w + 1;
		if (across) {
			draw_text(y, x, r->x + r->w - x, style, across);
			break;
		}
	}
}

static void paint_column_titles(const struct screen *s, const struct rect *r)
{
	int rest = rest_width(s->view->columns, r->w);
	int x = r->x + MARK_W;

	draw_text(r->y, r->x, r->w, DRAW_HEAD, "");
	for (const struct column *c = s->view->columns; c->cell; c++) {
		int w = c->width ? c->width : rest;

		if (r->w < c->from)
			continue;
		draw_text(r->y, x, w, DRAW_HEAD, _(c->title));
		x += w + 1;
	}
}

/* Rows */

static bool is_heading(const struct screen *s, size_t row)
{
	enum draw_style style;

	return s->view->heading && s->view->heading(s, row, &style);
}

static void follow_cursor(struct screen *s, int height)
{
	size_t page = height > 0 ? (size_t)height : 1;

	size_t ahead = page > 8 ? 2 : 0; /* rows seen on either side */

	s->page = page;
	if (s->cursor < s->first + ahead)
		s->first = s->cursor > ahead ? s->cursor - ahead : 0;
	if (s->cursor + ahead >= s->first + page)
		s->first = s->cursor + ahead - page + 1;
	if (s->first + page > s->rowc)
		s->first = s->rowc > page ? s->rowc - page : 0;
	/* the titles above the first row are worth a line */
	while (s->first > 0 && s->first + page > s->cursor + 1 &&
	       is_heading(s, s->first - 1))
		s->first--;
}

static void paint_rows(struct screen *s, struct rect r)
{
	if (s->view->columns->title) {
		paint_column_titles(s, &r);
		r.y++;
		r.h--;
	}

	s->rows = r;
	follow_cursor(s, r.h);
	if (s->rowc == 0 && sieve_empty(s)) {
		struct rect inner = { r.y + 1, r.x + 4, r.h - 1, r.w - 8 };

		(void)draw_lines(&inner, DRAW_PLAIN, sieve_empty(s));
	}
	for (int i = 0; i < r.h && s->first + (size_t)i < s->rowc; i++) {
		size_t row = s->first + (size_t)i;
		enum draw_style style = DRAW_SECTION;
		const char *heading = s->view->heading
					      ? s->view->heading(s, row, &style)
					      : NULL;

		if (heading)
			draw_text(r.y + i, r.x, r.w, style, heading);
		else
			paint_row(s, row, r.y + i, &r);
	}
}

/* Bars */

static int key_width(const struct key *key, char *name, size_t size)
{
	return text_width(keys_name(key->key, name, size)) + 1 +
	       text_width(_(key->word)) + 2;
}

/* Handles a key of the bar with its place there; true ends the walk */
typedef bool bar_h(const struct screen *s, const struct key *key,
		   const struct rect *at, void *arg);

static bool bar_key(const struct screen *s, const struct key *key,
		    struct rect *at, bar_h *h, void *arg)
{
	char name[16];
	int w = at->w;
	bool done;

	at->w = key_width(key, name, sizeof(name)) - 2;
	if (at->w > w)
		at->w = w;
	done = h(s, key, at, arg);
	at->x += at->w + 2;
	at->w = w - at->w - 2;
	return done;
}

/* The keys that fit; the last of the table, help, always does */
static void walk_bar(const struct screen *s, struct rect at, bar_h *h,
		     void *arg)
{
	const struct key *last = NULL;
	char name[16];
	int room;

	for (const struct key *k = s->view->keys; k->press; k++) {
		if (k->word)
			last = k;
	}
	if (!last)
		return;

	room = at.x + at.w + 2 - key_width(last, name, sizeof(name));
	for (const struct key *k = s->view->keys; k < last; k++) {
		if (!k->word)
			continue;
		if (at.x + key_width(k, name, sizeof(name)) > room)
			break;
		if (bar_key(s, k, &at, h, arg))
			return;
	}
	(void)bar_key(s, last, &at, h, arg);
}

static bool paint_key(const struct screen *s, const struct key *key,
		      const struct rect *at, void *arg)
{
	bool off = view_why_not(s, key) != NULL;
	char name[16];
	int used = draw_word(at->y, at->x, at->w, off ? DRAW_DIM : DRAW_STRONG,
			     keys_name(key->key, name, sizeof(name)));

	(void)arg;
	(void)draw_word(at->y, at->x + used + 1, at->w - used - 1,
			off ? DRAW_DIM : DRAW_PLAIN, _(key->word));
	return false;
}

static struct rect bar_place(void)
{
	const struct rect whole = draw_screen();

	return (struct rect){ whole.h - 1, 1, 1, whole.w - 1 };
}

/* The key that stands in a column of the bar */
struct wanted {
	int x;
	const struct key *key;
};

static bool find_key(const struct screen *s, const struct key *key,
		     const struct rect *at, void *arg)
{
	struct wanted *wanted = arg;

	(void)s;
	if (wanted->x < at->x || wanted->x >= at->x + at->w)
		return false;

	wanted->key = key;
	return true;
}

const struct key *paint_key_at(const struct screen *s, int y, int x)
{
	const struct rect bar = bar_place();
	struct wanted wanted = { .x = x };

	if (y == bar.y)
		walk_bar(s, bar, find_key, &wanted);
	return wanted.key;
}

/* No room for detail, neither beside nor below */
static bool is_low(int w, int h)
{
	return w < BESIDE_FROM_W && h < BELOW_FROM_H;
}

static void paint_message(struct tui *tui, int y, int w)
{
	int used;

	if (tui->question) {
		used = draw_word(y, 1, w - 1, DRAW_STRONG,
				 _(tui->question->label));
		paint_edit(tui, &tui->answer,
			   (struct rect){ y, used + 2, 1, w - used - 3 });
		return;
	}

	if (tui->message.len > 0) {
		draw_text(y, 1, w - 2, tui->message_style,
			  str_text(&tui->message));
	} else if (tui->top->view->note && is_low(w, y + 2) &&
		   tui->top->rowc > 0) {
		struct str note = { 0 };

		tui->top->view->note(tui->top, &note);
		draw_text(y, 1, w - 2, DRAW_PLAIN, str_text(&note));
		str_release(&note);
	}
}

/* Screens */

static void paint_body(struct screen *s, struct rect r)
{
	struct rect detail = { 0 };

	s->rows = detail;
	if (s->view->draw) {
		s->view->draw(s, &r);
		return;
	}

	if (s->view->detail && s->rowc > 0) {
		detail = r;
		if (r.w >= BESIDE_FROM_W) {
			detail.w = r.w / 3;
			detail.x = r.x + r.w - detail.w;
			r.w -= detail.w + 1;
		} else if (!is_low(r.w, r.h + BARS_H)) {
			detail.h = BELOW_H;
			detail.y = r.y + r.h - BELOW_H;
			r.h -= BELOW_H;
		} else {
			detail.h = 0;
		}
	}

	paint_rows(s, r);
	if (detail.h > 0)
		s->view->detail(s, &detail);
}

static void paint_popup(struct screen *s, const struct rect *whole)
{
	int want = (int)(s->rowc ? s->rowc : EMPTY_H) + 1;
	int room = whole->h - 2;
	struct rect r = *whole;

	r.h = want < room ? want : room;
	r.w = whole->w > 100 ? 80 : whole->w * 4 / 5;
	r.y = whole->y + whole->h - r.h;
	r.x = whole->x + whole->w - r.w;
	draw_blank(&r);
	for (int i = 0; i < r.h; i++)
		draw_text(r.y + i, r.x - 1, 1, DRAW_TITLE, "");
	paint_title(s, &r);
	r.y++;
	r.h--;
	paint_body(s, r);
}

static void paint_stack(struct screen *s, const struct rect *whole)
{
	struct rect body = { whole->y + 1, whole->x, whole->h - 1, whole->w };

	if (s->view->popup && s->below) {
		paint_stack(s->below, whole);
		s->tui->caret_y = -1;
		paint_popup(s, whole);
		return;
	}

	paint_title(s, whole);
	paint_body(s, body);
}

void paint(struct tui *tui)
{
	struct rect whole;
	char text[128];
	int last;

	if (tui->plain)
		return;

	whole = draw_screen();
	last = whole.h - 1;
	tui->caret_y = -1;
	draw_clear();
	if (whole.w < VIEW_MIN_W || whole.h < VIEW_MIN_H) {
		(void)snprintf(text, sizeof(text),
			       _("The window is too small: %dx%d.  At least "
				 "%dx%d is needed."),
			       whole.w, whole.h, VIEW_MIN_W, VIEW_MIN_H);
		(void)draw_lines(&whole, DRAW_PLAIN, text);
		draw_flush();
		return;
	}

	whole.h -= 2;
	paint_stack(tui->top, &whole);
	walk_bar(tui->top, bar_place(), paint_key, NULL);
	paint_message(tui, last - 1, whole.w);
	if (tui->caret_y >= 0)
		draw_caret(tui->caret_y, tui->caret_x);
	draw_flush();
}
