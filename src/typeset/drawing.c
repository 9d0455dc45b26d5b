/**
 * @file typeset/drawing.c  A place on the page to draw on
 */
#include "typeset/drawing.h"

#include <assert.h>
#include <stdlib.h>

#include "util/mem.h"
#include "util/util.h"

/* From line to line, in per cent of the size */
#define LEAD_PERCENT 125

/* An arrow's head */
#define ARROW_LENGTH (5 * PT)
#define ARROW_HALF   (1800L)

/* Part of the field that a drawing may fill: its heading stands above it */
#define MOST_PERCENT 85

/* Wide enough for any line */
#define ENDLESS 100000000L

long drawing_most(const struct flow *flow)
{
	return flow_height(flow) * MOST_PERCENT / 100;
}

long drawing_room(const struct flow *flow)
{
	long room = flow_room(flow) - DRAWING_GAP;

	if (flow->sheets->c == 0 || flow->fresh)
		return flow_height(flow);

	return room > 0 ? room : 0;
}

int drawing_begin(struct drawing *d, struct flow *flow, long height)
{
	int err;

	assert(height <= flow_height(flow));
	if (!flow->fresh)
		flow->y += DRAWING_GAP;
	err = flow_need(flow, height);
	*d = (struct drawing){
		.flow = flow,
		.x = flow->design->left,
		.y = flow->y,
		.w = flow_width(flow),
		.h = height,
	};
	return err;
}

void drawing_end(struct drawing *d)
{
	d->flow->y = d->y + d->h + DRAWING_GAP;
	d->flow->fresh = false;
}

void ink_path(struct drawing *d, const struct point *point, size_t c,
	      const struct pen *pen)
{
	struct point *at = x_calloc(c, sizeof(*at));

	for (size_t i = 0; i < c; i++)
		at[i] = (struct point){ d->x + point[i].x, d->y + point[i].y };
	sheet_path(flow_sheet(d->flow), INK_PATH, at, c, pen);
	free(at);
}

void ink_line(struct drawing *d, struct point from, struct point to,
	      const struct pen *pen)
{
	struct pen open = *pen;

	open.open = true;
	ink_path(d, (struct point[]){ from, to }, 2, &open);
}

static long sign(long v)
{
	return (v > 0) - (v < 0);
}

void ink_arrow(struct drawing *d, const struct point *point, size_t c,
	       const struct pen *pen)
{
	static const struct pen full = { .fill = FILL_BLACK };
	struct point tip = point[c - 1];
	struct pen open = *pen;
	/* lines go along the axes: one of these is 0 */
	long dx = sign(tip.x - point[c - 2].x);
	long dy = sign(tip.y - point[c - 2].y);
	struct point head[] = {
		tip,
		{ tip.x - dx * ARROW_LENGTH - dy * ARROW_HALF,
		  tip.y - dy * ARROW_LENGTH - dx * ARROW_HALF },
		{ tip.x - dx * ARROW_LENGTH + dy * ARROW_HALF,
		  tip.y - dy * ARROW_LENGTH + dx * ARROW_HALF },
	};

	open.open = true;
	ink_path(d, point, c, &open);
	ink_path(d, head, ARRAY_LEN(head), &full);
}

void ink_box(struct drawing *d, struct box b, const struct pen *pen)
{
	struct point corner[] = {
		{ b.x, b.y },
		{ b.x + b.w, b.y },
		{ b.x + b.w, b.y + b.h },
		{ b.x, b.y + b.h },
	};

	ink_path(d, corner, ARRAY_LEN(corner), pen);
}

/* Lines at 45 degrees x + y = k, cut at the edges of the box */
void ink_hatch(struct drawing *d, struct box b, long pitch, bool falling)
{
	static const struct pen thin = { .thick = DRAWING_THIN, .open = true };

	for (long k = pitch / 2; k < b.w + b.h; k += pitch) {
		long x1 = k < b.h ? 0 : k - b.h;
		long x2 = k < b.w ? k : b.w;
		struct point from = { b.x + x1, b.y + k - x1 };
		struct point to = { b.x + x2, b.y + k - x2 };

		if (falling) {
			from.x = b.x + b.w - x1;
			to.x = b.x + b.w - x2;
		}
		ink_line(d, from, to, &thin);
	}
}

static struct look look_of(const struct label *label)
{
	return (struct look){
		.role = label->heavy ? FONT_HEI : FONT_SONG,
		.strong = FONT_BOLD,
		.size = label->size,
		.lead = label->size * LEAD_PERCENT / 100,
		.align = label->align,
	};
}

struct para *label_set(struct flow *flow, const struct rich *rich,
		       const struct label *label)
{
	struct look look = look_of(label);
	struct para *p = sheets_para(flow->sheets);

	para_set(p, flow->fonts, rich, &look, label->width, &flow->missing);
	return p;
}

struct para *label_words(struct flow *flow, const char *words,
			 const struct label *label)
{
	struct rich rich = { 0 };
	struct para *p;

	rich_add_text(&rich, words, false);
	p = label_set(flow, &rich, label);
	rich_release(&rich);
	return p;
}

long label_measure(struct flow *flow, const struct rich *rich,
		   const struct label *label, long *heightp, bool *tornp)
{
	struct look look = look_of(label);
	struct missing ignored = { 0 };
	struct para para;
	long width;

	para_set(&para, flow->fonts, rich, &look, label->width, &ignored);
	width = para_width(&para);
	*heightp = label_height(&para);
	if (tornp)
		*tornp = para.torn;
	para_release(&para);
	return width;
}

long label_width(struct flow *flow, const char *words, long size)
{
	struct label label = { .size = size, .width = ENDLESS };
	struct rich rich = { 0 };
	long height;
	long width;

	rich_add_text(&rich, words, false);
	width = label_measure(flow, &rich, &label, &height, NULL);
	rich_release(&rich);
	return width;
}

long label_height(const struct para *para)
{
	return (long)para->linec * para->lead;
}

void ink_text(struct drawing *d, const struct para *p, long x, long y)
{
	for (size_t i = 0; i < p->linec; i++) {
		sheet_text(flow_sheet(d->flow), d->x + x,
			   flow_baseline(p, d->y + y), p, i);
		y += p->lead;
	}
}

void ink_label(struct drawing *d, const struct para *p, struct box b)
{
	ink_text(d, p, b.x, b.y + (b.h - label_height(p)) / 2);
}
