/**
 * @file typeset/sign.c  Lines to sign on, and other places for a pen
 */
#include "typeset/sign.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "typeset/fence.h"
#include "util/err.h"
#include "util/lang.h"

/* Where lines to sign on begin, unless a long one needs more */
#define SIGN_PERCENT 42

/* Most lines to sign on */
#define SIGN_MAX 40

/* GB/T 9704-2012, 7.3.5.1: blank between a date and the margin */
#define DATE_CHARS 4

/* Rules to write on: least lead, so that a hand has room, and most of them */
#define BLANK_LEAD (26 * PT)
#define BLANK_MAX  400

#define COLON	   0xFF1A
#define YEAR	   0x5E74
#define DAY	   0x65E5

struct signing {
	struct para *para;
	bool date;
	bool label; /* it has a colon: something is to be written behind it */
};

static bool has(const struct rich *rich, uint32_t cp)
{
	for (size_t i = 0; i < rich->c; i++) {
		if (rich->cp[i] == cp)
			return true;
	}

	return false;
}

static bool is_date(const struct rich *rich)
{
	return rich->c > 0 && rich->cp[rich->c - 1] == DAY && has(rich, YEAR) &&
	       !has(rich, COLON);
}

/* Read the lines and set them into a width; how many there are */
static size_t set_lines(struct flow *f, struct signing v[SIGN_MAX],
			const struct block *b, long width)
{
	struct fence fence = { .block = b };
	struct rich rich = { 0 };
	size_t c = 0;

	while (c < SIGN_MAX && fence_next(&fence, &rich)) {
		v[c].para = flow_para(f, &rich, STYLE_SIGN, width);
		v[c].date = f->design->letter && is_date(&rich);
		v[c++].label = has(&rich, COLON);
	}
	rich_release(&rich);
	return c;
}

static long widest(const struct signing *v, size_t c)
{
	long width = 0;

	for (size_t i = 0; i < c; i++) {
		if (para_width(v[i].para) > width)
			width = para_width(v[i].para);
	}

	return width;
}

/* Left edge of line i, x being that of the block */
static long left_edge(const struct flow *f, const struct signing *v, size_t c,
		      size_t i, long x)
{
	const long size = f->design->style[STYLE_SIGN].look.size;
	const long right = flow_width(f);
	const struct signing *date = c > 0 && v[c - 1].date ? &v[c - 1] : NULL;
	long width = para_width(v[i].para);
	long at;

	if (!date || v[i].label)
		return x;

	at = right - DATE_CHARS * size - para_width(date->para);
	if (&v[i] != date) {
		at += (para_width(date->para) - width) / 2;
		if (at + width > right)
			at = right - width;
	}

	return at > 0 ? at : 0;
}

static long height_of(const struct signing *v, size_t c)
{
	long height = 0;

	for (size_t i = 0; i < c; i++)
		height += (long)v[i].para->linec * v[i].para->lead;

	return height;
}

static int put_lines(struct flow *f, const struct para *p, long x)
{
	for (size_t i = 0; i < p->linec; i++) {
		int err = flow_need(f, p->lead);

		if (err)
			return err;
		sheet_text(flow_sheet(f), f->design->left + x,
			   flow_baseline(p, f->y), p, i);
		f->y += p->lead;
		f->fresh = false;
	}

	return 0;
}

int sign_put(struct flow *f, const struct block *b)
{
	const struct style *style = &f->design->style[STYLE_SIGN];
	struct signing v[SIGN_MAX];
	long width = flow_width(f);
	size_t c = set_lines(f, v, b, width);
	long x = width * SIGN_PERCENT / 100;
	int err;

	if (x > width - widest(v, c))
		x = width > widest(v, c) ? width - widest(v, c) : 0;
	if (fence_lines(b) > SIGN_MAX)
		return err_set(EBADMSG, _("%s:%u: too many lines to sign on"),
			       f->name, b->line);

	if (!f->fresh)
		f->y += style->before;
	err = flow_need(f, height_of(v, c));
	for (size_t i = 0; !err && i < c; i++)
		err = put_lines(f, v[i].para, left_edge(f, v, c, i, x));

	return err;
}

long sign_height(const struct flow *f, const struct block *b)
{
	const struct style *style = &f->design->style[STYLE_SIGN];

	return style->before + (long)fence_lines(b) * style->look.lead;
}

int sign_blank(struct flow *f, const struct block *b, const char *rest)
{
	const struct look *look = &f->design->style[STYLE_BODY].look;
	long lead = look->lead > BLANK_LEAD ? look->lead : BLANK_LEAD;
	char *end = NULL;
	unsigned long n = 0;
	int err = 0;

	if (isdigit((unsigned char)*rest))
		n = strtoul(rest, &end, 10);
	if (n < 1 || n > BLANK_MAX || *end)
		return err_set(EBADMSG, _("%s:%u: 1 to %d lines to write on"),
			       f->name, b->line, BLANK_MAX);

	for (; !err && n > 0; n--) {
		err = flow_need(f, lead);
		if (err)
			break;
		f->y += lead;
		f->fresh = false;
		sheet_rule(flow_sheet(f),
			   (long[]){ f->design->left, f->y, flow_width(f), 0 },
			   f->design->thin);
	}

	return err;
}
