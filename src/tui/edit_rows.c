/**
 * @file tui/edit_rows.c  Rows of a text that is edited, and the window on it
 */
#include "tui/edit_rows.h"

#include "tui/border.h"
#include "tui/wrap.h"
#include "util/text.h"

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

	while (at < end &&
	       columns(e, start, border_after(str_text(&e->text), at)) <=
		       goal) {
		if (border_after(str_text(&e->text), at) == end && s[end] &&
		    s[end] != '\n')
			break;
		at = border_after(str_text(&e->text), at);
	}

	return at;
}

bool edit_row_move(struct edit *e, bool down)
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
	size_t first = e->first < e->text.len ? border_from(s, e->first) : 0;
	int over;

	if (e->caret < first)
		first = border_before(s, e->caret);
	over = columns(e, first, e->caret) + caret_width(e) - e->width;
	while (over > 0) {
		int w;

		first += text_cluster(s + first, &w);
		over -= w;
	}
	/* after deleting, fill the window again */
	while (first > 0 &&
	       columns(e, border_before(s, first), e->text.len) < e->width)
		first = border_before(s, first);

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
