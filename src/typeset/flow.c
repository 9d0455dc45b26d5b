/**
 * @file typeset/flow.c  Filling one page after the other
 */
#include "typeset/flow.h"

#include <errno.h>
#include <stdlib.h>

#include "util/err.h"
#include "util/lang.h"

/* Fewest lines of a paragraph on either side of a page break */
#define TOGETHER 2

/* A Chinese character's square stands this part of it above the baseline */
#define ABOVE_PERCENT 88

long flow_width(const struct flow *f)
{
	return SHEET_WIDTH - f->design->left - f->design->right;
}

long flow_height(const struct flow *f)
{
	return SHEET_HEIGHT - f->design->top - f->design->bottom;
}

long flow_room(const struct flow *f)
{
	return SHEET_HEIGHT - f->design->bottom - f->y;
}

struct sheet *flow_sheet(const struct flow *f)
{
	return &f->sheets->v[f->sheets->c - 1];
}

int flow_page(struct flow *f)
{
	if (f->sheets->c == SHEET_MAX)
		return err_set(EINVAL, _("%s: more than %d pages"), f->name,
			       SHEET_MAX);

	sheets_add(f->sheets);
	f->y = f->design->top;
	f->fresh = true;
	return 0;
}

int flow_need(struct flow *f, long height)
{
	if (f->sheets->c > 0 && (f->fresh || height <= flow_room(f)))
		return 0;

	return flow_page(f);
}

struct para *flow_para(struct flow *f, const struct rich *rich,
		       enum style_id id, long width)
{
	struct para *p = sheets_para(f->sheets);

	para_set(p, f->fonts, rich, &f->design->style[id].look, width,
		 &f->missing);
	return p;
}

long flow_baseline(const struct para *p, long y)
{
	return y + (p->lead - p->size) / 2 + p->size * ABOVE_PERCENT / 100;
}

/* How many of the next n lines go on this page */
static size_t fitting(const struct flow *f, size_t n, long lead, long keep)
{
	long room = flow_room(f);
	size_t fit = room > 0 ? (size_t)(room / lead) : 0;

	if (fit >= n && (f->fresh || (long)n * lead + keep <= room))
		return n;
	if (fit + TOGETHER > n)
		fit = n > TOGETHER ? n - TOGETHER : 0;

	return fit < TOGETHER && !f->fresh ? 0 : fit;
}

int flow_put(struct flow *f, const struct rich *rich, enum style_id id,
	     long keep)
{
	const struct style *style = &f->design->style[id];
	struct para *p = flow_para(f, rich, id, flow_width(f) - style->left);
	size_t done = 0;
	int err;

	if (!f->fresh)
		f->y += style->before;
	err = flow_need(f, p->lead);
	while (!err && done < p->linec) {
		size_t n = fitting(f, p->linec - done, p->lead,
				   keep + style->after);

		for (size_t i = 0; i < n; i++) {
			sheet_text(flow_sheet(f), f->design->left + style->left,
				   flow_baseline(p, f->y), p, done + i);
			f->y += p->lead;
		}
		f->fresh &= n == 0;
		done += n;
		if (done < p->linec)
			err = flow_page(f);
	}

	f->y += style->after;
	return err;
}

struct flow_mark flow_here(const struct flow *f)
{
	struct flow_mark mark = {
		.sheetc = f->sheets->c,
		.bookmarkc = f->sheets->bookmarkc,
		.linkc = f->sheets->linkc,
		.missing = f->missing,
		.y = f->y,
		.fresh = f->fresh,
	};

	if (f->sheets->c > 0) {
		mark.inkc = flow_sheet(f)->c;
		mark.pointc = flow_sheet(f)->pointc;
	}
	return mark;
}

void flow_back(struct flow *f, const struct flow_mark *mark)
{
	struct sheets *sheets = f->sheets;

	while (sheets->c > mark->sheetc)
		sheets_drop(sheets);
	if (sheets->c > 0) {
		flow_sheet(f)->c = mark->inkc;
		flow_sheet(f)->pointc = mark->pointc;
	}
	while (sheets->bookmarkc > mark->bookmarkc)
		free(sheets->bookmark[--sheets->bookmarkc].title);
	sheets->linkc = mark->linkc;
	f->missing = mark->missing;
	f->y = mark->y;
	f->fresh = mark->fresh;
}
