/**
 * @file typeset/chart.c  Columns, lines and steps over two axes
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/axis.h"
#include "typeset/drawing.h"
#include "typeset/figure.h"
#include "typeset/lines.h"
#include "typeset/wrap.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

#define HEIGHT_PERCENT 52 /* of the width */
#define MARKS	       5
#define SMALL	       7000L
#define PAD	       (3 * PT)
#define TICK	       (3 * PT)

/* Names below the axis: most lines of one */
#define NAME_LINES 8

/* Labels of limits stand at the right */
#define LIMIT_WIDTH (66 * PT)

/* Columns take this part of their place and are no wider than this */
#define COLUMN_PERCENT 62
#define COLUMN_MAX     (40 * PT)

/* Columns thinner than this have no outline */
#define COLUMN_THIN (3 * PT)

/* Points are marked if there are no more than these */
#define POINTS_MARKED 60
#define POINT	      (1300L)

enum kind { CHART_COLUMNS, CHART_LINES, CHART_STEPS };

static const char *const kinds[] = { "columns", "lines", "steps" };

struct value {
	struct rich name;
	int64_t x;
	int64_t y;
};

struct limit {
	struct rich label;
	int64_t y;
	struct para *para;
	long at; /* of the label's upper edge */
};

struct chart {
	struct flow *flow;
	enum kind kind;
	struct value *value;
	size_t c;
	struct limit limit[CHART_LIMITS];
	size_t limitc;
	struct rich title[2];
	bool numbers; /* all x are numbers */
	bool whole;   /* all y are whole numbers */
	struct axis axis[2];
	struct box plot;
	long names; /* height of the names below the axis */
	size_t every;
	long title_h[2];
	struct drawing d;
};

static const struct pen thin = { .thick = DRAWING_THIN, .open = true };
static const struct pen axis_pen = { .thick = 700, .open = true };
static const struct pen grid = { .thick = 300, .grey = 75, .open = true };

/* A short text on one line, if it is not wrapped */
static void read_text(const struct lines *l, size_t cell, struct rich *rich)
{
	lines_label(l, cell, CHART_TEXT, rich);
	for (size_t i = 0; i < rich->c; i++) {
		if (rich->cp[i] == WRAP_BREAK)
			rich->cp[i] = ' ';
	}
}

static int read_axis(struct chart *c, const struct lines *l)
{
	int err = lines_want(l, 2, 3);

	for (size_t i = 0; !err && i < ARRAY_LEN(c->title); i++) {
		c->title[i].c = 0;
		read_text(l, i + 1, &c->title[i]);
	}
	return err;
}

static int read_value(struct chart *c, const struct lines *l)
{
	struct value *v;
	int err = lines_want(l, 3, 3);

	if (!err && c->c == CHART_VALUES)
		err = lines_wrong(l, _("more than %d values"), CHART_VALUES);
	if (err)
		return err;

	c->value = x_grow(c->value, c->c, sizeof(*c->value));
	v = &c->value[c->c++];
	*v = (struct value){ .x = 0 };
	if (c->numbers)
		c->numbers = lines_number(l, 1, -CHART_NUMBER, CHART_NUMBER,
					  &v->x) == 0;
	read_text(l, 1, &v->name);
	err = lines_number(l, 2, -CHART_NUMBER, CHART_NUMBER, &v->y);
	if (!err && c->numbers && c->kind != CHART_COLUMNS && c->c > 1 &&
	    v->x < v[-1].x)
		err = lines_wrong(l, _("a value before the one above it"));
	c->whole &= v->y % MILLI == 0;
	return err;
}

static int read_limit(struct chart *c, const struct lines *l)
{
	struct limit *k = &c->limit[c->limitc];
	int err = lines_want(l, 3, 3);

	if (!err && c->limitc == CHART_LIMITS)
		err = lines_wrong(l, _("more than %d limits"), CHART_LIMITS);
	if (err)
		return err;

	c->limitc++;
	err = lines_number(l, 1, -CHART_NUMBER, CHART_NUMBER, &k->y);
	read_text(l, 2, &k->label);
	return err;
}

static int read_line(struct chart *c, const struct lines *l)
{
	static const struct {
		const char *word;
		int (*read)(struct chart *c, const struct lines *l);
	} words[] = {
		{ "axis", read_axis },
		{ "value", read_value },
		{ "limit", read_limit },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (lines_is(l, 0, words[i].word))
			return words[i].read(c, l);
	}

	return lines_wrong(l, _("an unknown line of a chart"));
}

static void set_axes(struct chart *c)
{
	int64_t low = 0; /* an axis of amounts shows nothing */
	int64_t high = 0;

	for (size_t i = 0; i < c->c; i++) {
		low = c->value[i].y < low ? c->value[i].y : low;
		high = c->value[i].y > high ? c->value[i].y : high;
	}
	for (size_t i = 0; i < c->limitc; i++) {
		low = c->limit[i].y < low ? c->limit[i].y : low;
		high = c->limit[i].y > high ? c->limit[i].y : high;
	}
	c->axis[1] = axis_numbers(low, high, MARKS, c->whole ? MILLI : 1);
	c->numbers &= c->kind != CHART_COLUMNS;
	if (c->numbers)
		c->axis[0] = axis_numbers(c->value[0].x, c->value[c->c - 1].x,
					  2 * MARKS, 1);
}

/* Where a number stands on the paper */
static long at_y(const struct chart *c, int64_t y)
{
	const struct axis *a = &c->axis[1];

	return c->plot.y + c->plot.h -
	       (long)(c->plot.h * (y - a->from) / (a->to - a->from));
}

/* Where value i stands, and where its place begins if they have places */
static long at_x(const struct chart *c, size_t i, bool begin)
{
	const struct axis *a = &c->axis[0];
	long n = (long)c->c;

	if (c->numbers)
		return c->plot.x +
		       (long)(c->plot.w * (c->value[i].x - a->from) /
			      (a->to - a->from));
	if (begin)
		return c->plot.x + c->plot.w * (long)i / n;

	return c->plot.x + c->plot.w * (2 * (long)i + 1) / (2 * n);
}

static long number_width(struct chart *c, int64_t v)
{
	struct str s = { 0 };
	long w;

	lines_number_text(&s, v);
	w = label_width(c->flow, s.s, SMALL);
	str_release(&s);
	return w;
}

/* How far a name must be moved to stay in the field: it begins at x */
static long aside(const struct chart *c, long x, long width)
{
	long right = flow_width(c->flow);

	if (x < 0)
		return -x;
	return x + width > right ? right - x - width : 0;
}

/* True if every k-th name fits below its place and those of the next ones */
static bool names_fit(struct chart *c, size_t k, bool last)
{
	long place = c->plot.w * (long)k / (long)c->c;
	struct label label = { SMALL, place - 2 * PT, ALIGN_CENTER, false };
	long most = NAME_LINES * SMALL * 5 / 4;

	c->names = 0;
	if (label.width < SMALL && !last)
		return false;
	for (size_t i = 0; i < c->c; i += k) {
		bool torn;
		long h;
		long w = label_measure(c->flow, &c->value[i].name, &label, &h,
				       &torn);
		long move = labs(aside(c, at_x(c, i, false) - w / 2, w));

		if (!last &&
		    (torn || h > most ||
		     (move > 0 && (w + label.width) / 2 + move > place)))
			return false;
		c->names = h > c->names ? h : c->names;
	}

	return true;
}

static void set_names(struct chart *c)
{
	c->names = SMALL * 5 / 4;
	c->every = 1;
	if (c->numbers)
		return;

	while (!names_fit(c, c->every, c->every >= c->c))
		c->every = 2 * c->every < c->c ? 2 * c->every : c->c;
}

static void set_plot(struct chart *c)
{
	struct label label = { DRAWING_SIZE, flow_width(c->flow), ALIGN_LEFT,
			       false };
	long left = 0;

	for (int64_t v = c->axis[1].from; v <= c->axis[1].to;
	     v += c->axis[1].step) {
		long w = number_width(c, v);

		left = w > left ? w : left;
	}
	c->plot.x = left + TICK + 2 * PT;
	(void)label_measure(c->flow, &c->title[1], &label, &c->title_h[1],
			    NULL);
	c->plot.y = c->title_h[1] + DRAWING_SIZE;
	c->plot.w = flow_width(c->flow) - c->plot.x;
	c->plot.w -= c->limitc > 0 ? LIMIT_WIDTH + 2 * PAD : 4 * PAD;
	c->plot.h = flow_width(c->flow) * HEIGHT_PERCENT / 100;
	set_names(c);
	label.width = c->plot.w;
	(void)label_measure(c->flow, &c->title[0], &label, &c->title_h[0],
			    NULL);
}

static void draw_number(struct chart *c, int64_t v, struct box b,
			enum align align)
{
	struct label label = { SMALL, b.w, align, false };
	struct str s = { 0 };

	lines_number_text(&s, v);
	ink_label(&c->d, label_words(c->flow, s.s, &label), b);
	str_release(&s);
}

static void draw_y(struct chart *c)
{
	const struct axis *a = &c->axis[1];
	struct label label = { DRAWING_SIZE, flow_width(c->flow), ALIGN_LEFT,
			       false };

	for (int64_t v = a->from; v <= a->to; v += a->step) {
		long y = at_y(c, v);

		ink_line(&c->d, (struct point){ c->plot.x, y },
			 (struct point){ c->plot.x + c->plot.w, y }, &grid);
		ink_line(&c->d, (struct point){ c->plot.x - TICK, y },
			 (struct point){ c->plot.x, y }, &thin);
		draw_number(c, v,
			    (struct box){ 0, y - SMALL / 2,
					  c->plot.x - TICK - PT, SMALL },
			    ALIGN_RIGHT);
	}
	ink_line(&c->d, (struct point){ c->plot.x, c->plot.y },
		 (struct point){ c->plot.x, c->plot.y + c->plot.h }, &axis_pen);
	ink_line(&c->d, (struct point){ c->plot.x, at_y(c, 0) },
		 (struct point){ c->plot.x + c->plot.w, at_y(c, 0) },
		 &axis_pen);
	ink_text(&c->d, label_set(c->flow, &c->title[1], &label), 0, 0);
}

/* Marks of numbers; every second one is named if all are too many */
static void draw_x_numbers(struct chart *c, long y)
{
	const struct axis *a = &c->axis[0];
	long free = 0;

	for (int64_t v = a->from; v <= a->to; v += a->step) {
		long x = c->plot.x +
			 (long)(c->plot.w * (v - a->from) / (a->to - a->from));
		long w = number_width(c, v) + 4 * PT;

		ink_line(&c->d, (struct point){ x, y },
			 (struct point){ x, y + TICK }, &thin);
		if (x - w / 2 < free || x + w / 2 > c->d.w)
			continue;
		draw_number(c, v,
			    (struct box){ x - w / 2, y + TICK + PT, w, SMALL },
			    ALIGN_CENTER);
		free = x + w / 2;
	}
}

static void draw_x(struct chart *c)
{
	struct label label = { SMALL, 0, ALIGN_CENTER, false };
	long y = c->plot.y + c->plot.h;
	struct para *title;

	ink_line(&c->d, (struct point){ c->plot.x, y },
		 (struct point){ c->plot.x + c->plot.w, y }, &axis_pen);
	if (c->numbers)
		draw_x_numbers(c, y);
	label.width = c->plot.w * (long)c->every / (long)c->c - 2 * PT;
	if (label.width < SMALL)
		label.width = SMALL;
	for (size_t i = 0; !c->numbers && i < c->c; i += c->every) {
		struct para *p = label_set(c->flow, &c->value[i].name, &label);
		long x = at_x(c, i, false);

		x += aside(c, x - para_width(p) / 2, para_width(p));
		ink_text(&c->d, p, x - label.width / 2, y + TICK + PT);
	}
	label.size = DRAWING_SIZE;
	label.width = c->plot.w;
	title = label_set(c->flow, &c->title[0], &label);
	ink_text(&c->d, title, c->plot.x, y + TICK + 3 * PT + c->names);
}

static void draw_columns(struct chart *c)
{
	struct pen pen = { .thick = DRAWING_THIN, .fill = 65 };
	static const struct pen white = { .fill = FILL_WHITE };
	long place = c->plot.w / (long)c->c;
	long w = place * COLUMN_PERCENT / 100;
	bool numbered = true;

	w = w > COLUMN_MAX ? COLUMN_MAX : w;
	if (w < COLUMN_THIN)
		pen = (struct pen){ .fill = 40 };
	for (size_t i = 0; i < c->c; i++)
		numbered &= number_width(c, c->value[i].y) < place - PT;
	for (size_t i = 0; i < c->c; i++) {
		int64_t v = c->value[i].y;
		long x = at_x(c, i, false);
		long y = at_y(c, v > 0 ? v : 0);
		long h = at_y(c, v > 0 ? 0 : v) - y;
		long nw = number_width(c, v);
		struct box b = { x - nw / 2, y - SMALL - 2 * PT, nw,
				 SMALL + PT };

		if (h > 0)
			ink_box(&c->d, (struct box){ x - w / 2, y, w, h },
				&pen);
		if (v < 0)
			b.y = y + h + PT;
		if (!numbered || b.y + b.h > c->plot.y + c->plot.h)
			continue;
		ink_box(&c->d, b, &white);
		b.w = nw + PT;
		draw_number(c, v, b, ALIGN_LEFT);
	}
}

static void draw_line(struct chart *c)
{
	static const struct pen pen = { .thick = DRAWING_THICK, .open = true };
	static const struct pen dot = { .fill = FILL_BLACK };
	struct point *way = x_calloc(2 * c->c + 2, sizeof(*way));
	bool steps = c->kind == CHART_STEPS;
	size_t n = 0;

	for (size_t i = 0; i < c->c; i++) {
		struct point p = { at_x(c, i, steps), at_y(c, c->value[i].y) };

		if (steps && i > 0) {
			way[n] = (struct point){ p.x, way[n - 1].y };
			n++;
		}
		way[n++] = p;
		if (!steps && c->c <= POINTS_MARKED)
			ink_box(&c->d,
				(struct box){ p.x - POINT, p.y - POINT,
					      2 * POINT, 2 * POINT },
				&dot);
	}
	if (steps && !c->numbers) {
		way[n] = (struct point){ c->plot.x + c->plot.w, way[n - 1].y };
		n++;
	}
	if (n > 1)
		ink_path(&c->d, way, n, &pen);
	free(way);
}

/* Labels of limits stand at their lines, but not on one another */
static void place_limits(struct chart *c)
{
	long bottom = c->plot.y + c->plot.h;

	for (size_t i = 0; i < c->limitc; i++) { /* the upper ones first */
		for (size_t k = i; k > 0; k--) {
			struct limit swap = c->limit[k];

			if (swap.y <= c->limit[k - 1].y)
				break;
			c->limit[k] = c->limit[k - 1];
			c->limit[k - 1] = swap;
		}
	}
	for (size_t i = 0; i < c->limitc; i++) {
		struct limit *k = &c->limit[i];
		long h = label_height(k->para);
		long least = 0;

		if (i > 0)
			least = k[-1].at + label_height(k[-1].para);
		k->at = at_y(c, k->y) - h / 2;
		k->at = k->at < least ? least : k->at;
	}
	for (size_t i = c->limitc; i-- > 0;) {
		struct limit *k = &c->limit[i];
		long most = bottom - label_height(k->para);

		k->at = k->at > most ? most : k->at;
		bottom = k->at;
	}
}

static void draw_limits(struct chart *c)
{
	static const struct pen dashed = { .thick = DRAWING_THICK,
					   .dash = 3000,
					   .open = true };
	struct label label = { SMALL, LIMIT_WIDTH, ALIGN_LEFT, false };
	long right = c->plot.x + c->plot.w;

	for (size_t i = 0; i < c->limitc; i++)
		c->limit[i].para = label_set(c->flow, &c->limit[i].label,
					     &label);
	place_limits(c);
	for (size_t i = 0; i < c->limitc; i++) {
		const struct limit *k = &c->limit[i];
		long y = at_y(c, k->y);

		ink_line(&c->d, (struct point){ c->plot.x, y },
			 (struct point){ right, y }, &dashed);
		ink_line(&c->d, (struct point){ right, y },
			 (struct point){ right + PAD,
					 k->at + label_height(k->para) / 2 },
			 &thin);
		ink_text(&c->d, k->para, right + 2 * PAD, k->at);
	}
}

static int put(struct chart *c)
{
	long below;
	int err;

	set_axes(c);
	set_plot(c);
	below = c->names + TICK + 4 * PT + c->title_h[0];
	err = drawing_begin(&c->d, c->flow, c->plot.y + c->plot.h + below);
	if (err)
		return err;

	draw_y(c);
	draw_x(c);
	if (c->kind == CHART_COLUMNS)
		draw_columns(c);
	else
		draw_line(c);
	draw_limits(c);
	drawing_end(&c->d);
	return 0;
}

static void release(struct chart *c)
{
	for (size_t i = 0; i < c->c; i++)
		rich_release(&c->value[i].name);
	for (size_t i = 0; i < c->limitc; i++)
		rich_release(&c->limit[i].label);
	for (size_t i = 0; i < ARRAY_LEN(c->title); i++)
		rich_release(&c->title[i]);
	free(c->value);
}

int chart_put(struct flow *flow, const struct block *b, const char *kind)
{
	struct chart c = { .flow = flow, .numbers = true, .whole = true };
	struct lines lines;
	size_t i = 0;
	int err = 0;

	while (i < ARRAY_LEN(kinds) && strcmp(kinds[i], kind) != 0)
		i++;
	c.kind = (enum kind)i;
	if (i == ARRAY_LEN(kinds))
		err = err_set(EBADMSG, _("%s:%u: unknown words \"%s\""),
			      flow->name, b->line, kind);
	lines_init(&lines, str_text(&b->body), &b->origin, flow->name);
	while (!err && lines_next(&lines))
		err = read_line(&c, &lines);
	lines_release(&lines);
	if (!err && c.c == 0)
		err = err_set(EBADMSG, _("%s:%u: an empty drawing"), flow->name,
			      b->line);
	if (!err && c.c > 0)
		err = put(&c);
	release(&c);
	return err;
}
