/**
 * @file typeset/gantt.c  Bars over an axis of days
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "typeset/axis.h"
#include "typeset/drawing.h"
#include "typeset/figure.h"
#include "typeset/lines.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* Widths of the columns of names, in per cent, and of dates */
#define NAME_PERCENT 30
#define DATE_WIDTH   (60 * PT)

/* The line of samples, and the two lines of the axis */
#define LEGEND (17 * PT)
#define HEAD   (13 * PT)

#define PAD    (3 * PT)
#define BAR    (9 * PT)
#define SMALL  7000L
#define TEXT   64

/* Bars shorter than this are not seen */
#define BAR_MIN (1500L)

/* Highest row: this part of the field */
#define ROW_PART 2

/* Rows that are not left alone on a page */
#define TOGETHER 2

enum state { STATE_DONE, STATE_NOW, STATE_PLANNED, STATE_LATE };

#define STATE_COUNT (STATE_LATE + 1)

static const struct {
	const char *word;
	const char *label;
} states[] = {
	[STATE_DONE] = { "done", "已完成" },
	[STATE_NOW] = { "now", "进行中" },
	[STATE_PLANNED] = { "planned", "计划" },
	[STATE_LATE] = { "late", "逾期" },
};

struct item {
	bool mark; /* a day, no bar */
	enum state state;
	int64_t from;
	int64_t to;
	struct rich name;
	struct rich note;
	struct para *paras[3]; /* name, note, dates */
	long height;
};

struct gantt {
	struct flow *flow;
	struct item *item;
	size_t c;
	bool has_today;
	int64_t today;
	int64_t first;
	int64_t last;
	bool seen[STATE_COUNT];
	struct axis_days axis;
	long name; /* width of the names */
	long left; /* where the axis begins */
	long width;
	struct drawing d;
};

static const struct pen frame = { .thick = DRAWING_THICK };
static const struct pen grid = { .thick = 300, .grey = 60 };
static const struct pen thin = { .thick = DRAWING_THIN };

static int read_state(const struct lines *l, enum state *statep)
{
	for (size_t i = 0; i < STATE_COUNT; i++) {
		if (lines_is(l, 4, states[i].word)) {
			*statep = (enum state)i;
			return 0;
		}
	}

	return lines_wrong(l, _("a bar is done, now, planned or late"));
}

static int read_day(const struct lines *l, size_t cell, int64_t *np)
{
	struct date date = { 0 };
	int err = lines_date(l, cell, &date);

	if (!err)
		*np = date_number(date);
	return err;
}

static int read_item(struct gantt *g, const struct lines *l)
{
	struct item item = { .mark = lines_is(l, 0, "mark") };
	struct item *last;
	int err = item.mark ? lines_want(l, 3, 3) : lines_want(l, 5, 6);

	if (!err && g->c == GANTT_ROWS)
		err = lines_wrong(l, _("more than %d bars"), GANTT_ROWS);
	if (!err)
		err = read_day(l, item.mark ? 1 : 2, &item.from);
	if (!err && item.mark)
		item.to = item.from;
	else if (!err)
		err = read_day(l, 3, &item.to);
	if (!err && !item.mark)
		err = read_state(l, &item.state);
	if (!err && item.to < item.from)
		err = lines_wrong(l, _("a bar that ends before it begins"));
	if (err)
		return err;

	g->item = x_grow(g->item, g->c, sizeof(*g->item));
	g->item[g->c] = item;
	last = &g->item[g->c++];
	lines_label(l, item.mark ? 2 : 1, FIGURE_TEXT, &last->name);
	if (!item.mark)
		lines_label(l, 5, FIGURE_TEXT, &last->note);
	g->seen[item.state] |= !item.mark;
	return 0;
}

static int read_line(struct gantt *g, const struct lines *l)
{
	int err;

	if (lines_is(l, 0, "bar") || lines_is(l, 0, "mark"))
		return read_item(g, l);
	if (!lines_is(l, 0, "today"))
		return lines_wrong(l, _("an unknown line of a time chart"));

	err = lines_want(l, 2, 2);
	g->has_today = true;
	return err ? err : read_day(l, 1, &g->today);
}

static int set_axis(struct gantt *g, const struct block *b)
{
	if (g->c == 0)
		return err_set(EBADMSG, _("%s:%u: an empty drawing"),
			       g->flow->name, b->line);

	g->first = g->has_today ? g->today : g->item[0].from;
	g->last = g->first;
	for (size_t i = 0; i < g->c; i++) {
		if (g->item[i].from < g->first)
			g->first = g->item[i].from;
		if (g->item[i].to > g->last)
			g->last = g->item[i].to;
	}
	if (g->last - g->first > GANTT_DAYS)
		return err_set(EBADMSG, _("%s:%u: more than %d days"),
			       g->flow->name, b->line, GANTT_DAYS);

	g->name = flow_width(g->flow) * NAME_PERCENT / 100;
	g->left = g->name + DATE_WIDTH;
	g->width = flow_width(g->flow) - g->left;
	g->axis = axis_days(g->first, g->last, g->width);
	return 0;
}

static long place(const struct gantt *g, int64_t day)
{
	return g->left + (long)(g->width * (day - g->axis.from) /
				(g->axis.to - g->axis.from));
}

static char *day_text(char text[TEXT], int64_t day)
{
	struct date d = date_from_number(day);

	(void)snprintf(text, TEXT, "%d年%d月%d日", d.year, d.month, d.day);
	return text;
}

static int set_item(struct gantt *g, struct item *item)
{
	struct label label = { DRAWING_SIZE, g->name - 2 * PAD, ALIGN_LEFT,
			       item->mark };
	char from[TEXT];
	char to[TEXT];
	char text[2 * TEXT];
	long dates;

	(void)day_text(from, item->from);
	(void)day_text(to, item->to);
	item->paras[0] = label_set(g->flow, &item->name, &label);
	label.size = SMALL;
	label.heavy = false;
	item->paras[1] = label_set(g->flow, &item->note, &label);
	label.width = DATE_WIDTH - 2 * PAD;
	label.align = ALIGN_CENTER;
	(void)snprintf(text, sizeof(text), "%s%s%s", from,
		       item->mark ? "" : " ", item->mark ? "" : to);
	item->paras[2] = label_words(g->flow, text, &label);
	item->height = label_height(item->paras[0]) +
		       label_height(item->paras[1]);
	dates = label_height(item->paras[2]);
	if (dates > item->height)
		item->height = dates;
	if (BAR > item->height)
		item->height = BAR;
	item->height += 2 * PAD;
	if (item->height <= flow_height(g->flow) / ROW_PART)
		return 0;

	return err_set(EBADMSG, _("%s:%u: too many lines in one place"),
		       g->flow->name, item->name.line);
}

static void draw_bar(struct drawing *d, struct box b, enum state state)
{
	static const struct pen grey = { .thick = DRAWING_THIN, .fill = 45 };
	static const struct pen white = { .thick = DRAWING_THIN,
					  .fill = FILL_WHITE };

	ink_box(d, b, state == STATE_DONE ? &grey : &white);
	if (state == STATE_NOW || state == STATE_LATE)
		ink_hatch(d, b, 3 * PT, false);
	if (state == STATE_LATE)
		ink_hatch(d, b, 3 * PT, true);
}

static void draw_mark(struct drawing *d, long x, long y)
{
	static const struct pen black = { .fill = FILL_BLACK };
	const long r = BAR / 2;
	long at = x > d->w - r ? d->w - r : x; /* inside the frame */
	const struct point p[] = {
		{ at, y - r }, { at + r, y }, { at, y + r }, { at - r, y }
	};

	ink_path(d, p, ARRAY_LEN(p), &black);
}

/* Words behind a sample; returns where the next sample begins */
static long legend(struct gantt *g, long x, const char *words)
{
	long w = label_width(g->flow, words, SMALL);
	struct label label = { SMALL, w + PT, ALIGN_LEFT, false };

	ink_label(&g->d, label_words(g->flow, words, &label),
		  (struct box){ x + 3 * PT, 0, w, LEGEND });
	return x + w + 14 * PT;
}

static void draw_legend(struct gantt *g)
{
	static const struct pen today = { .thick = DRAWING_THICK,
					  .dash = 2000 };
	char text[2 * TEXT] = "今日 ";
	struct box b = { 0, (LEGEND - BAR) / 2, 20 * PT, BAR };
	bool mark = false;

	for (size_t i = 0; i < STATE_COUNT; i++) {
		if (!g->seen[i])
			continue;
		draw_bar(&g->d, b, (enum state)i);
		b.x = legend(g, b.x + b.w, states[i].label);
	}
	for (size_t i = 0; i < g->c; i++)
		mark |= g->item[i].mark;
	if (mark) {
		draw_mark(&g->d, b.x + BAR / 2, LEGEND / 2);
		b.x = legend(g, b.x + BAR, "节点");
	}
	if (!g->has_today)
		return;

	ink_line(&g->d, (struct point){ b.x, b.y - 2 * PT },
		 (struct point){ b.x, b.y + b.h + 2 * PT }, &today);
	(void)day_text(text + sizeof("今日 ") - 1, g->today);
	(void)legend(g, b.x, text);
}

static const char *mark_text(char text[TEXT], enum axis_unit unit, int64_t day)
{
	struct date d = date_from_number(day);

	if (unit == AXIS_DAY)
		(void)snprintf(text, TEXT, "%d", d.day);
	else if (unit == AXIS_WEEK)
		(void)snprintf(text, TEXT, "%d-%d", d.month, d.day);
	else if (unit == AXIS_YEAR)
		(void)snprintf(text, TEXT, "%d", d.year);
	else
		(void)snprintf(text, TEXT, "%d月", d.month);
	return text;
}

/* A line of the head: the marks of a unit, labels where there is room; below
 * them the lines that part the days */
static void draw_marks(struct gantt *g, enum axis_unit unit, long y, bool years)
{
	struct label label = { SMALL, 0, ALIGN_CENTER, false };
	int64_t day = g->axis.from;
	long free = g->left;

	while (day < g->axis.to) {
		int64_t next = axis_next(unit, day);
		int64_t end = next < g->axis.to ? next : g->axis.to;
		long from = place(g, day);
		long to = place(g, end);
		struct date d = date_from_number(day);
		char text[TEXT];
		long need;

		(void)mark_text(text, unit, day);
		if (years && unit == AXIS_MONTH)
			(void)snprintf(text, TEXT, "%d年%d月", d.year, d.month);
		else if (years)
			(void)snprintf(text, TEXT, "%d年", d.year);
		need = label_width(g->flow, text, SMALL) + 2 * PT;
		label.width = to - from > need ? to - from : need;
		if (day > g->axis.from)
			ink_line(&g->d, (struct point){ from, y },
				 (struct point){ from,
						 years ? y + HEAD : g->d.h },
				 &grid);
		if (from >= free && from + label.width <= g->d.w + PT &&
		    (to - from >= need || unit == AXIS_YEAR)) {
			ink_label(&g->d, label_words(g->flow, text, &label),
				  (struct box){ from, y, 0, HEAD });
			free = from + label.width;
		}
		day = next;
	}
}

static void draw_head(struct gantt *g)
{
	struct label label = { DRAWING_SIZE, g->name, ALIGN_CENTER, true };
	struct box names = { 0, LEGEND, g->name, 2 * HEAD };
	struct box dates = { g->name, LEGEND, DATE_WIDTH, 2 * HEAD };
	bool short_units = g->axis.unit == AXIS_DAY ||
			   g->axis.unit == AXIS_WEEK;

	ink_label(&g->d, label_words(g->flow, "事项", &label), names);
	label.width = DATE_WIDTH;
	ink_label(&g->d, label_words(g->flow, "起止", &label), dates);
	if (g->axis.unit == AXIS_YEAR) {
		draw_marks(g, AXIS_YEAR, LEGEND + HEAD / 2, false);
		return;
	}
	draw_marks(g, short_units ? AXIS_MONTH : AXIS_YEAR, LEGEND, true);
	draw_marks(g, g->axis.unit, LEGEND + HEAD, false);
	ink_line(&g->d, (struct point){ g->left, LEGEND + HEAD },
		 (struct point){ g->d.w, LEGEND + HEAD }, &thin);
}

/* Days that stand out go through all rows */
static void draw_days(struct gantt *g)
{
	static const struct pen dots = { .thick = DRAWING_THIN, .dash = 1000 };
	static const struct pen today = { .thick = DRAWING_THICK,
					  .dash = 2000 };
	long top = LEGEND + 2 * HEAD;

	for (size_t i = 0; i < g->c; i++) {
		long x = place(g, g->item[i].from);

		if (g->item[i].mark)
			ink_line(&g->d, (struct point){ x, top },
				 (struct point){ x, g->d.h }, &dots);
	}
	if (g->has_today)
		ink_line(&g->d, (struct point){ place(g, g->today), top },
			 (struct point){ place(g, g->today), g->d.h }, &today);
}

static void draw_item(struct gantt *g, const struct item *item, long y)
{
	long x = place(g, item->from);
	struct box bar = { x, y + (item->height - BAR) / 2,
			   place(g, item->to + 1) - x, BAR };
	long text = y + (item->height - label_height(item->paras[0]) -
			 label_height(item->paras[1])) /
				2;

	ink_text(&g->d, item->paras[0], PAD, text);
	ink_text(&g->d, item->paras[1], PAD,
		 text + label_height(item->paras[0]));
	ink_label(&g->d, item->paras[2],
		  (struct box){ g->name + PAD, y, 0, item->height });
	if (bar.w < BAR_MIN)
		bar.w = BAR_MIN;
	if (item->mark)
		draw_mark(&g->d, x, y + item->height / 2);
	else
		draw_bar(&g->d, bar, item->state);
	ink_line(&g->d, (struct point){ 0, y + item->height },
		 (struct point){ g->d.w, y + item->height }, &grid);
}

/* Rows [from, to) with their head */
static int draw(struct gantt *g, size_t from, size_t to, long height)
{
	int err = drawing_begin(&g->d, g->flow, height);
	long top = LEGEND + 2 * HEAD;
	long y = top;

	if (err)
		return err;

	draw_legend(g);
	draw_head(g);
	draw_days(g);
	for (size_t i = from; i < to; i++) {
		draw_item(g, &g->item[i], y);
		y += g->item[i].height;
	}
	ink_line(&g->d, (struct point){ 0, top }, (struct point){ g->d.w, top },
		 &thin);
	for (int i = 0; i < 2; i++) {
		long x = i ? g->left : g->name;

		ink_line(&g->d, (struct point){ x, LEGEND },
			 (struct point){ x, height }, &thin);
	}
	ink_box(&g->d, (struct box){ 0, LEGEND, g->d.w, height - LEGEND },
		&frame);
	drawing_end(&g->d);
	return 0;
}

/* Rows from one on that go into a height, and theirs */
static size_t fitting(const struct gantt *g, size_t from, long room,
		      long *heightp)
{
	size_t to = from;

	*heightp = LEGEND + 2 * HEAD;
	while (to < g->c && *heightp + g->item[to].height <= room)
		*heightp += g->item[to++].height;
	return to;
}

static int put(struct gantt *g)
{
	long height;
	size_t from = 0;
	size_t to;
	int err = 0;

	for (size_t i = 0; !err && i < g->c; i++)
		err = set_item(g, &g->item[i]);
	to = fitting(g, 0, drawing_room(g->flow), &height);
	if (to < g->c && to < TOGETHER)
		to = fitting(g, 0, drawing_most(g->flow), &height);
	while (!err) {
		err = draw(g, from, to, height);
		from = to;
		if (err || from == g->c)
			break;
		err = flow_page(g->flow);
		to = fitting(g, from, flow_height(g->flow), &height);
	}

	return err;
}

int gantt_put(struct flow *flow, const struct block *b, const char *rest)
{
	struct gantt g = { .flow = flow };
	struct lines lines;
	int err = 0;

	(void)rest;
	lines_init(&lines, str_text(&b->body), &b->origin, flow->name);
	while (!err && lines_next(&lines))
		err = read_line(&g, &lines);
	lines_release(&lines);
	if (!err)
		err = set_axis(&g, b);
	if (!err)
		err = put(&g);
	for (size_t i = 0; i < g.c; i++) {
		rich_release(&g.item[i].name);
		rich_release(&g.item[i].note);
	}
	free(g.item);
	return err;
}
