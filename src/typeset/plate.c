/**
 * @file typeset/plate.c  Pictures on pages
 */
#include "typeset/plate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/lines.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* Blank above a picture, and between it and its caption */
#define GAP (6 * PT)

/* A pixel of a small picture on a page of text: 96 to an inch; at most, where
 * it may fill the page: 60 */
#define PIXEL	   (PT * 72 / 96)
#define PIXEL_MOST (PT * 72 / 60)

/* What is left of a page counts as a page from this part of it on */
#define PART_PERCENT 50

/* ISO/IEC 7810, ID-1 */
#define CARD_WIDTH  (856 * MM / 10)
#define CARD_HEIGHT (54 * MM)

struct plate {
	struct flow *flow;
	unsigned line;	      /* in the template */
	size_t n;	      /* which picture of the sheets */
	struct para *caption; /* or NULL */
	long below;
	long w;
	long h;
};

static long caption_height(const struct plate *p)
{
	return p->caption ? GAP + (long)p->caption->linec * p->caption->lead
			  : 0;
}

static const struct picture *picture_of(const struct plate *p)
{
	return &p->flow->sheets->picture[p->n].picture;
}

/* As large as it goes into a box, its shape kept */
static void fit(struct plate *p, long width, long height)
{
	const struct picture *picture = picture_of(p);

	p->w = width;
	p->h = (long)((long long)width * picture->height / picture->width);
	if (p->h > height) {
		p->h = height;
		p->w = (long)((long long)height * picture->width /
			      picture->height);
	}
	p->w = p->w > 0 ? p->w : 1; /* a line of one pixel */
	p->h = p->h > 0 ? p->h : 1;
}

static long least(long a, long b)
{
	return a < b ? a : b;
}

static int size_text(struct plate *p)
{
	const long most = flow_height(p->flow) - caption_height(p) - p->below -
			  2 * GAP;

	fit(p, least(flow_width(p->flow), picture_of(p)->width * PIXEL), most);
	return 0;
}

static int size_page(struct plate *p)
{
	struct flow *f = p->flow;
	const long others = caption_height(p) + p->below + 2 * GAP;
	int err = flow_need(f, flow_height(f) * PART_PERCENT / 100);

	fit(p, least(flow_width(f), picture_of(p)->width * PIXEL_MOST),
	    least(flow_room(f) - others, picture_of(p)->height * PIXEL_MOST));
	return err;
}

static int size_card(struct plate *p)
{
	const struct picture *picture = picture_of(p);

	if (picture->width < picture->height)
		fit(p, CARD_HEIGHT, CARD_WIDTH);
	else
		fit(p, CARD_WIDTH, CARD_HEIGHT);
	return 0;
}

static const struct {
	const char *name;
	int (*set)(struct plate *p);
} sizes[] = {
	{ "", size_text },
	{ "page", size_page },
	{ "card", size_card },
};

/* The picture of a name, read once */
static int need_picture(struct plate *p, const char *name)
{
	const struct picture_source *source = p->flow->pictures;
	struct picture picture;
	struct str file = { 0 };
	int err;

	p->n = sheets_find_picture(p->flow->sheets, name);
	if (p->n < p->flow->sheets->picturec)
		return 0;

	err = source && source->h
		      ? source->h(&file, name, source->arg)
		      : err_set(ENOENT, _("no picture \"%s\""), name);
	if (!err)
		err = picture_read(&picture, name, &file,
				   source ? source->step : 0);
	if (!err)
		sheets_add_picture(p->flow->sheets, name, &picture);
	str_release(&file);
	return err ? err_prefix(err, "%s:%u", p->flow->name, p->line) : 0;
}

static void put_caption(const struct plate *p)
{
	struct flow *f = p->flow;

	if (!p->caption)
		return;

	f->y += GAP;
	for (size_t i = 0; i < p->caption->linec; i++) {
		sheet_text(flow_sheet(f), f->design->left,
			   flow_baseline(p->caption, f->y), p->caption, i);
		f->y += p->caption->lead;
	}
}

static int put(struct plate *p, size_t size)
{
	struct flow *f = p->flow;
	long at[4];
	int err = sizes[size].set(p);

	if (!err)
		err = flow_need(f,
				p->h + caption_height(p) + 2 * GAP + p->below);
	if (err)
		return err;

	f->y += GAP;
	at[0] = f->design->left + (flow_width(f) - p->w) / 2;
	at[1] = f->y;
	at[2] = p->w;
	at[3] = p->h;
	sheet_picture(flow_sheet(f), at, p->n);
	f->y += p->h;
	put_caption(p);
	f->y += GAP;
	f->fresh = false;
	return 0;
}

static int put_row(struct plate *p, const struct lines *lines, size_t size)
{
	struct rich caption = { .line = p->line };
	char *name = lines_text(lines, 0);
	int err = lines_want(lines, 1, 2);

	if (!err)
		err = need_picture(p, name);
	lines_rich(lines, 1, &caption);
	if (!err && caption.c > 0)
		p->caption = flow_para(p->flow, &caption, STYLE_LABEL,
				       flow_width(p->flow));
	if (!err)
		err = put(p, size);
	free(name);
	rich_release(&caption);
	return err;
}

int plate_put(struct flow *flow, const struct block *block, const char *size,
	      long below)
{
	struct lines lines;
	size_t kind = 0;
	bool more;
	int err = 0;

	while (kind < ARRAY_LEN(sizes) && strcmp(sizes[kind].name, size) != 0)
		kind++;
	if (kind == ARRAY_LEN(sizes))
		return err_set(EBADMSG, _("%s:%u: no size \"%s\" of a picture"),
			       flow->name, block->line, size);

	lines_init(&lines, str_text(&block->body), &block->origin, flow->name);
	more = lines_next(&lines);
	while (more && !err) {
		struct plate p = { .flow = flow, .line = lines.line };

		/* whether it is the last must be known before it is put */
		p.below = lines.at[strspn(lines.at, " \n")] ? 0 : below;
		err = put_row(&p, &lines, kind);
		more = lines_next(&lines);
	}
	lines_release(&lines);
	return err;
}
