/**
 * @file tui/edit.c  Editing a line or an area of text
 */
#include "tui/edit.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "tui/border.h"
#include "tui/wrap.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

/* Changes of one kind in a row are one step of undo */
enum run { RUN_NONE, RUN_INSERT, RUN_ERASE };

/* Text steps */

static void step_set(struct edit_step *step, const struct edit *e)
{
	step->text = x_strdup(str_text(&e->text));
	step->caret = e->caret;
}

static void forget(struct edit *e, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		free(e->stepv[i].text);
}

/* Remember the text before a change, unless the change goes on with a run */
static void remember(struct edit *e, enum run run)
{
	bool same = run != RUN_NONE && e->run == (int)run;

	if (e->pasting || same)
		return;

	forget(e, e->at, e->stepc);
	if (e->at == EDIT_UNDO_MAX) {
		forget(e, 0, 1);
		e->at--;
		memmove(e->stepv, e->stepv + 1, e->at * sizeof(e->stepv[0]));
	}
	step_set(&e->stepv[e->at++], e);
	e->stepc = e->at;
	e->run = run;
}

/* A step holds the text of the other side: undo and redo are the same swap */
static void swap(struct edit *e, struct edit_step *step)
{
	struct edit_step now;

	step_set(&now, e);
	str_clear(&e->text);
	str_add(&e->text, step->text);
	e->caret = step->caret;
	e->length = text_length(step->text);
	free(step->text);
	*step = now;
}

static bool undo(struct edit *e)
{
	if (e->at == 0)
		return false;

	swap(e, &e->stepv[--e->at]);
	return true;
}

static bool redo(struct edit *e)
{
	if (e->at == e->stepc)
		return false;

	swap(e, &e->stepv[e->at++]);
	return true;
}

/* Borders of clusters */

static size_t line_start(const struct edit *e, size_t at)
{
	while (at > 0 && e->text.s[at - 1] != '\n')
		at--;

	return at;
}

static size_t line_end(const struct edit *e, size_t at)
{
	return at + strcspn(str_text(&e->text) + at, "\n");
}

static size_t next(const struct edit *e, size_t at)
{
	return border_after(str_text(&e->text), at);
}

static size_t previous(const struct edit *e, size_t at)
{
	return border_before(str_text(&e->text), at);
}

static size_t border(const struct edit *e, size_t at)
{
	return border_from(str_text(&e->text), at);
}

/* Changes */

static bool erase(struct edit *e, size_t from, size_t to, enum run run)
{
	if (from >= to)
		return false;

	remember(e, run);
	for (const char *s = e->text.s + from; s < e->text.s + to;
	     (void)text_next(&s))
		e->length--;
	memmove(e->text.s + from, e->text.s + to, e->text.len - to + 1);
	e->text.len -= to - from;
	e->caret = border(e, from);
	return true;
}

static bool is_allowed(uint32_t cp)
{
	char raw[8];
	char safe[8];

	if (!utf8proc_codepoint_valid((utf8proc_int32_t)cp) || cp == 0)
		return false;

	(void)text_put(raw, cp);
	text_printable(safe, sizeof(safe), raw);
	return strcmp(raw, safe) == 0;
}

static void put(struct edit *e, uint32_t cp)
{
	char bytes[8];
	size_t n = text_put(bytes, cp);
	size_t tail = e->text.len - e->caret;

	str_add_n(&e->text, bytes, n); /* makes room; order is set below */
	memmove(e->text.s + e->caret + n, e->text.s + e->caret, tail);
	memcpy(e->text.s + e->caret, bytes, n);
	e->length++;
	e->caret = border(e, e->caret + n);
}

bool edit_insert(struct edit *e, uint32_t cp)
{
	bool ends_run;

	if (cp == '\t' || (cp == '\n' && !e->area))
		cp = ' ';
	if (cp != '\n' && !is_allowed(cp))
		return false;
	if (e->length >= e->limit)
		return false;

	ends_run = cp == ' ' || cp == '\n' || cp == 0x3002 || cp == 0xFF0C;
	remember(e, RUN_INSERT);
	put(e, cp);
	e->goal = -1;
	if (ends_run)
		e->run = RUN_NONE;
	return true;
}

void edit_replace(struct edit *e, const char *text)
{
	remember(e, RUN_NONE);
	e->pasting = true;
	str_clear(&e->text);
	e->caret = e->length = 0;
	for (uint32_t cp = text_next(&text); cp; cp = text_next(&text))
		(void)edit_insert(e, cp);
	e->pasting = false;
}

/* Words: runs of letters and digits, of ideographs, or of signs */

enum kind { KIND_BLANK, KIND_LATIN, KIND_IDEOGRAPH, KIND_SIGN };

static enum kind kind_of(const char *s)
{
	uint32_t cp = text_next(&s);

	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_CC:
		return KIND_BLANK;
	case UTF8PROC_CATEGORY_LO:
		return KIND_IDEOGRAPH;
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_ND:
		return KIND_LATIN;
	default:
		return KIND_SIGN;
	}
}

static size_t word_left(const struct edit *e)
{
	const char *s = str_text(&e->text);
	size_t at = e->caret;
	enum kind kind;

	while (at > 0 && kind_of(s + previous(e, at)) == KIND_BLANK)
		at = previous(e, at);
	if (at == 0)
		return 0;

	kind = kind_of(s + previous(e, at));
	while (at > 0 && kind_of(s + previous(e, at)) == kind)
		at = previous(e, at);
	return at;
}

static size_t word_right(const struct edit *e)
{
	const char *s = str_text(&e->text);
	size_t at = e->caret;
	enum kind kind = kind_of(s + at);

	while (s[at] && kind_of(s + at) == kind)
		at = next(e, at);
	while (s[at] && kind_of(s + at) == KIND_BLANK)
		at = next(e, at);
	return at;
}

/* Rows of an area */

static int columns(const struct edit *e, size_t from, size_t to)
{
	int sum = 0;

	while (from < to) {
		int w;

		from += text_cluster(str_text(&e->text) + from, &w);
		sum += w;
	}

	return sum;
}

/* Start of the row that holds an offset, and of the row before it */
static size_t row_start(const struct edit *e, size_t at, size_t *beforep)
{
	const char *s = str_text(&e->text);
	size_t start = 0;

	*beforep = 0;
	for (;;) {
		size_t step;
		size_t end = start + wrap_line(s + start, e->width, &step);

		/* the end of a wrapped row is the start of the next */
		if (at < end || !s[end] || (at == end && s[end] == '\n'))
			return start;
		*beforep = start;
		start += step;
	}
}

/* The border in a row nearest to a column from the left */
static size_t at_column(const struct edit *e, size_t start, int goal)
{
	const char *s = str_text(&e->text);
	size_t step;
	size_t end = start + wrap_line(s + start, e->width, &step);
	size_t at = start;

	while (at < end && columns(e, start, next(e, at)) <= goal) {
		if (next(e, at) == end && s[end] && s[end] != '\n')
			break;
		at = next(e, at);
	}

	return at;
}

static bool row_move(struct edit *e, bool down)
{
	size_t before;
	size_t start = row_start(e, e->caret, &before);
	size_t step;
	size_t end = start +
		     wrap_line(str_text(&e->text) + start, e->width, &step);

	if (!e->area || (down ? !e->text.s || !e->text.s[end] : start == 0))
		return false;

	if (e->goal < 0)
		e->goal = columns(e, start, e->caret);
	e->caret = at_column(e, down ? start + step : before, e->goal);
	return true;
}

/* Verbs */

static bool move_to(struct edit *e, size_t at)
{
	bool moved = at != e->caret;

	e->caret = at;
	return moved;
}

static bool press_left(struct edit *e)
{
	return move_to(e, previous(e, e->caret));
}

static bool press_right(struct edit *e)
{
	return move_to(e, next(e, e->caret));
}

static bool press_up(struct edit *e)
{
	return row_move(e, false);
}

static bool press_down(struct edit *e)
{
	return row_move(e, true);
}

static bool press_home(struct edit *e)
{
	return move_to(e, line_start(e, e->caret));
}

static bool press_end(struct edit *e)
{
	return move_to(e, line_end(e, e->caret));
}

static bool press_word_left(struct edit *e)
{
	return move_to(e, word_left(e));
}

static bool press_word_right(struct edit *e)
{
	return move_to(e, word_right(e));
}

static bool press_backspace(struct edit *e)
{
	return erase(e, previous(e, e->caret), e->caret, RUN_ERASE);
}

static bool press_delete(struct edit *e)
{
	return erase(e, e->caret, next(e, e->caret), RUN_ERASE);
}

static bool press_word_backspace(struct edit *e)
{
	return erase(e, word_left(e), e->caret, RUN_NONE);
}

static bool press_cut_head(struct edit *e)
{
	return erase(e, line_start(e, e->caret), e->caret, RUN_NONE);
}

static bool press_cut_tail(struct edit *e)
{
	return erase(e, e->caret, line_end(e, e->caret), RUN_NONE);
}

static bool press_paste_begin(struct edit *e)
{
	remember(e, RUN_NONE);
	e->pasting = true;
	return true;
}

static bool press_paste_end(struct edit *e)
{
	e->pasting = false;
	return true;
}

/* clang-format off */
static const struct verb {
	bool (*press)(struct edit *e);
	bool keeps_run;  /* goes on with the run of changes */
	bool keeps_goal; /* aims at the same column */
} verbs[EDIT_VERB_COUNT] = {
	[EDIT_LEFT]           = { press_left,           false, false },
	[EDIT_RIGHT]          = { press_right,          false, false },
	[EDIT_UP]             = { press_up,             false, true  },
	[EDIT_DOWN]           = { press_down,           false, true  },
	[EDIT_HOME]           = { press_home,           false, false },
	[EDIT_END]            = { press_end,            false, false },
	[EDIT_WORD_LEFT]      = { press_word_left,      false, false },
	[EDIT_WORD_RIGHT]     = { press_word_right,     false, false },
	[EDIT_BACKSPACE]      = { press_backspace,      true,  false },
	[EDIT_DELETE]         = { press_delete,         true,  false },
	[EDIT_WORD_BACKSPACE] = { press_word_backspace, false, false },
	[EDIT_CUT_HEAD]       = { press_cut_head,       false, false },
	[EDIT_CUT_TAIL]       = { press_cut_tail,       false, false },
	[EDIT_UNDO]           = { undo,                 false, false },
	[EDIT_REDO]           = { redo,                 false, false },
	[EDIT_PASTE_BEGIN]    = { press_paste_begin,    false, false },
	[EDIT_PASTE_END]      = { press_paste_end,      false, false },
};
/* clang-format on */

bool edit_press(struct edit *e, enum edit_verb verb)
{
	const struct verb *v = &verbs[verb];

	if (!v->keeps_run)
		e->run = RUN_NONE;
	if (!v->keeps_goal)
		e->goal = -1;

	return v->press(e);
}

void edit_init(struct edit *e, const char *text, size_t limit, bool area)
{
	*e = (struct edit){ .limit = limit ? limit : EDIT_LIMIT,
			    .area = area,
			    .width = 80,
			    .goal = -1,
			    .pasting = true };

	edit_replace(e, text);
	e->run = RUN_NONE;
}

void edit_release(struct edit *e)
{
	forget(e, 0, e->stepc);
	str_release(&e->text);
	e->stepc = e->at = 0;
}

const char *edit_text(const struct edit *e)
{
	return str_text(&e->text);
}

bool edit_holds(const struct edit *e, const char *text)
{
	return strcmp(str_text(&e->text), text) == 0;
}

bool edit_can_undo(const struct edit *e)
{
	return e->at > 0;
}

/* The window */

/* Columns that the caret stands on */
static int caret_width(const struct edit *e)
{
	int w = 0;

	(void)text_cluster(str_text(&e->text) + e->caret, &w);
	return w > 1 ? w : 1;
}

static size_t show_line(struct edit *e, struct edit_row *row)
{
	const char *s = str_text(&e->text);
	size_t first = e->first < e->text.len ? border(e, e->first) : 0;
	int over;

	if (e->caret < first)
		first = previous(e, e->caret);
	over = columns(e, first, e->caret) + caret_width(e) - e->width;
	while (over > 0) {
		int w;

		first += text_cluster(s + first, &w);
		over -= w;
	}
	/* after deleting, fill the window again */
	while (first > 0 &&
	       columns(e, previous(e, first), e->text.len) < e->width)
		first = previous(e, first);

	e->first = first;
	row->start = first;
	row->bytes = text_fit(s + first, e->width, NULL);
	row->caret = columns(e, first, e->caret);
	row->left = first > 0;
	row->right = s[first + row->bytes] != '\0';
	return 1;
}

/* Scroll so that the row of the caret, which starts at here, is seen */
static void scroll_area(struct edit *e, size_t here, size_t rowc)
{
	size_t row = 0;

	for (size_t at = 0; at < here; row++) {
		size_t step;

		(void)wrap_line(str_text(&e->text) + at, e->width, &step);
		at += step;
	}

	if (row < e->first)
		e->first = row;
	if (row >= e->first + rowc)
		e->first = row - rowc + 1;
}

static size_t show_area(struct edit *e, struct edit_row *rowv, size_t rowc)
{
	const char *s = str_text(&e->text);
	size_t before;
	size_t here = row_start(e, e->caret, &before);
	size_t start = 0;
	size_t count = 0;

	scroll_area(e, here, rowc);
	for (size_t row = 0; count < rowc; row++) {
		size_t step;
		size_t bytes = wrap_line(s + start, e->width, &step);
		size_t fits = text_fit(s + start, e->width, NULL);
		int caret = start == here ? columns(e, here, e->caret) : -1;

		if (row >= e->first)
			rowv[count++] = (struct edit_row){
				.start = start,
				.bytes = bytes < fits ? bytes : fits,
				.caret = caret < e->width ? caret
							  : e->width - 1,
				.left = row > 0,
				.right = s[start + bytes] != '\0',
			};
		if (!s[start + bytes])
			break;
		start += step;
	}

	return count;
}

size_t edit_show(struct edit *e, int width, struct edit_row *rowv, size_t rowc)
{
	e->width = width > 2 ? width : 2;
	return e->area ? show_area(e, rowv, rowc) : show_line(e, rowv);
}
