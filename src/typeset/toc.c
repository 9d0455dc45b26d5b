/**
 * @file typeset/toc.c  The table of contents
 */
#include "typeset/toc.h"

#include <errno.h>
#include <stdio.h>

#include "typeset/fence.h"
#include "typeset/wrap.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define TITLE	      "目　录"
#define BOOKMARK      "目录"

#define LEVELS	      6
#define LEVEL_DEFAULT 3

/* Longest entry, in characters */
#define ENTRY_MAX 120

/* Widths in halves of a character: the number, the blank before it and behind
 * the words, one level further in */
#define NUMBER_HALVES 4
#define AIR_HALVES    1
#define LEVEL_HALVES  4

#define ELLIPSIS      0x2026

static long halves(const struct flow *f, long n)
{
	return n * f->design->style[STYLE_TOC].look.size / 2;
}

/* The level that stands at the margin */
static int first_level(const struct blocks *blocks, size_t from)
{
	size_t count[LEVELS + 1] = { 0 };
	int level = 1;

	for (size_t i = from; i < blocks->c; i++) {
		if (blocks->v[i].kind == BLOCK_HEADING)
			count[blocks->v[i].level]++;
	}

	if (count[1] == 1)
		level = 2;
	while (level < LEVELS && count[level] == 0)
		level++;

	return level;
}

static void entry_text(struct rich *to, const struct rich *from)
{
	to->line = from->line;
	for (size_t i = 0; i < from->c; i++) {
		if (to->c == ENTRY_MAX) {
			rich_add(to, ELLIPSIS, false);
			return;
		}
		if (from->cp[i] != WRAP_BREAK)
			rich_add(to, from->cp[i], false);
	}
}

static int put_entry(struct flow *f, const struct block *b, size_t block,
		     int in)
{
	long x = halves(f, (long)LEVEL_HALVES * in);
	long width = flow_width(f) - x -
		     halves(f, NUMBER_HALVES + 2 * AIR_HALVES);
	struct rich rich = { 0 };
	struct para *p;
	long height;
	int err;

	entry_text(&rich, &b->text);
	p = flow_para(f, &rich, STYLE_TOC, width);
	rich_release(&rich);
	height = (long)p->linec * p->lead;
	err = p->linec > 0 ? flow_need(f, height) : 0;
	if (err || p->linec == 0)
		return err;

	for (size_t i = 0; i < p->linec; i++)
		sheet_text(flow_sheet(f), f->design->left + x,
			   flow_baseline(p, f->y + (long)i * p->lead), p, i);
	sheets_link(f->sheets,
		    (long[]){ f->design->left + x, f->y, flow_width(f) - x,
			      height },
		    f->design->left + x + p->line[p->linec - 1].width, block);
	f->y += height;
	f->fresh = false;
	return 0;
}

static int put_title(struct flow *f, const struct block *b)
{
	struct fence fence = { .block = b };
	struct rich rich = { 0 };
	struct str title = { 0 };
	int err;

	if (fence_next(&fence, &rich)) {
		rich_plain(&rich, &title);
	} else {
		rich_add_text(&rich, TITLE, false);
		str_add(&title, BOOKMARK);
	}
	err = flow_put(f, &rich, STYLE_H1,
		       f->design->style[STYLE_TOC].look.lead);
	if (!err)
		sheets_bookmark(f->sheets, str_text(&title), 1, f->design->top);
	rich_release(&rich);
	str_release(&title);
	return err;
}

int toc_put(struct flow *f, const struct blocks *blocks, size_t i,
	    const char *rest)
{
	const struct block *b = &blocks->v[i];
	int first = first_level(blocks, i);
	int deepest = *rest ? rest[0] - '0' : LEVEL_DEFAULT;
	int err;

	if (deepest < 1 || deepest > LEVELS || (*rest && rest[1]))
		return err_set(EBADMSG, _("%s:%u: wrong level \"%s\""), f->name,
			       b->line, rest);

	err = put_title(f, b);
	for (; !err && i < blocks->c; i++) {
		b = &blocks->v[i];
		if (b->kind == BLOCK_HEADING && b->level >= first &&
		    b->level <= deepest)
			err = put_entry(f, b, i + 1, b->level - first);
	}

	return err;
}

/* The bookmark of a heading; links and bookmarks are both in its order, so
 * that the search goes on from the last one */
static const struct bookmark *bookmark_of(const struct sheets *s, size_t block,
					  size_t *from)
{
	for (size_t n = 0; n < s->bookmarkc; n++) {
		const struct bookmark *b = &s->bookmark[*from];

		if (b->block == block)
			return b;
		*from = (*from + 1) % s->bookmarkc;
	}

	return NULL;
}

/* The number of a page at the right end of a link and dots before it */
static void put_number(struct flow *f, const struct link *link)
{
	struct sheet *sheet = &f->sheets->v[link->sheet];
	long right = link->at[0] + link->at[2];
	struct rich rich = { 0 };
	char number[24];
	struct para *p;
	long y;
	long n;

	(void)snprintf(number, sizeof(number), "%zu", link->to + 1);
	rich_add_text(&rich, number, false);
	p = flow_para(f, &rich, STYLE_TOC, flow_width(f));
	y = flow_baseline(p, link->at[1] + link->at[3] - p->lead);
	right -= para_width(p);
	sheet_text(sheet, right, y, p, 0);

	rich.c = 0;
	right -= halves(f, AIR_HALVES);
	n = (right - link->words - halves(f, AIR_HALVES)) / halves(f, 2);
	for (long i = 0; i < n; i++)
		rich_add(&rich, ELLIPSIS, false);
	p = flow_para(f, &rich, STYLE_TOC, flow_width(f));
	if (p->linec == 1)
		sheet_text(sheet, right - para_width(p), y, p, 0);
	rich_release(&rich);
}

void toc_fill(struct flow *f)
{
	struct sheets *s = f->sheets;
	size_t from = 0;

	for (size_t i = 0; i < s->linkc; i++) {
		struct link *link = &s->link[i];
		const struct bookmark *b = bookmark_of(s, link->block, &from);

		if (!b)
			continue;
		link->to = b->sheet;
		link->to_y = b->y;
		put_number(f, link);
	}
}
