/**
 * @file typeset/layout.c  Blocks to pages
 */
#include "typeset/layout.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/fence.h"
#include "typeset/figure.h"
#include "typeset/flow.h"
#include "typeset/form.h"
#include "typeset/plate.h"
#include "typeset/sign.h"
#include "typeset/table.h"
#include "typeset/toc.h"
#include "typeset/wrap.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

/* Directives spelled as differently as this are not meant */
#define FAR 3

/* Parts of the field above a cover's title and above its lines */
#define COVER_TITLE_PERCENT 22
#define COVER_LINES_PERCENT 62

/* Blank around a table */
#define TABLE_GAP (6 * PT)

/* Lines of body text that a table's head and first row take, and those of a
 * list that stay with the words before them */
#define ROWS_TOGETHER  3
#define LINES_TOGETHER 2

/* Headings and words of a drawing, and itself, that stay on one page */
#define HEADS_TOGETHER 4

/* Headings below a heading that stay with it */
#define HEADINGS_TOGETHER 3

/* Characters that two lines of body text hold */
#define SHORT_TEXT 54

#define COLON	   0xFF1A

#define SIGN	   "sign"
#define FORM	   "form"

static const enum style_id headings[] = { STYLE_H1, STYLE_H2, STYLE_H3,
					  STYLE_H4, STYLE_H4, STYLE_H4 };

static bool is_directive(const struct block *b, const char *name)
{
	return b->kind == BLOCK_FENCE && strcmp(str_text(&b->info), name) == 0;
}

/* @param keep  Room wanted below it */
static int put_heading(struct flow *f, const struct blocks *blocks, size_t i,
		       long keep)
{
	const struct block *b = &blocks->v[i];
	struct str title = { 0 };
	long before;
	int err;

	rich_plain(&b->text, &title);
	before = f->y;
	err = flow_put(f, &b->text, headings[b->level - 1], keep);
	if (!err) {
		sheets_bookmark(f->sheets, str_text(&title), b->level,
				f->y > before ? before : f->design->top);
		f->sheets->bookmark[f->sheets->bookmarkc - 1].block = i + 1;
	}
	str_release(&title);
	return err;
}

static int put_table(struct flow *f, const struct grid *grid)
{
	int err;

	if (!f->fresh)
		f->y += TABLE_GAP;
	err = table_put(f, grid);
	f->y += TABLE_GAP;
	return err;
}

static int put_rule(struct flow *f)
{
	long lead = f->design->style[STYLE_BODY].look.lead;
	int err = flow_need(f, lead);
	long at[] = { f->design->left, f->y + lead / 2, flow_width(f), 0 };

	if (err)
		return err;

	at[1] = f->y + lead / 2;
	sheet_rule(flow_sheet(f), at, f->design->thin);
	f->y += lead;
	f->fresh = false;
	return 0;
}

static int do_design(struct flow *f, const struct block *b, const char *name)
{
	const struct design *design = design_find(name);

	if (!design || f->sheets->c > 0)
		return err_set(EBADMSG,
			       _("%s:%u: wrong design \"%s\"; it is "
				 "narrative, letter or form, once, before any "
				 "text"),
			       f->name, b->line, name);

	f->design = f->instead ? f->instead : design;
	return 0;
}

static int do_form(struct flow *f, const struct block *b, const char *rest)
{
	struct grid grid = { 0 };
	int err = form_read(&grid, str_text(&b->body), &b->origin, f->name);

	(void)rest;
	if (!err)
		err = put_table(f, &grid);
	grid_release(&grid);
	return err;
}

static int do_sign(struct flow *f, const struct block *b, const char *rest)
{
	(void)rest;
	return sign_put(f, b);
}

static int do_blank(struct flow *f, const struct block *b, const char *rest)
{
	return sign_blank(f, b, rest);
}

static int do_toc(struct flow *f, const struct block *b, const char *rest)
{
	return toc_put(f, f->blocks, (size_t)(b - f->blocks->v), rest);
}

static int do_cover(struct flow *f, const struct block *b, const char *rest)
{
	const long lines = f->design->top +
			   flow_height(f) * COVER_LINES_PERCENT / 100;
	struct fence fence = { .block = b };
	struct rich rich = { 0 };
	int err = flow_page(f);

	(void)rest;
	if (err)
		return err;

	f->y += flow_height(f) * COVER_TITLE_PERCENT / 100;
	if (fence_next(&fence, &rich))
		err = flow_put(f, &rich, STYLE_H1, 0);
	if (f->y < lines)
		f->y = lines;
	while (!err && fence_next(&fence, &rich))
		err = flow_put(f, &rich, STYLE_COVER, 0);
	if (!err)
		err = flow_page(f);
	rich_release(&rich);
	return err;
}

static int do_picture(struct flow *f, const struct block *b, const char *rest)
{
	return plate_put(f, b, rest, f->below);
}

static int do_pagebreak(struct flow *f, const struct block *b, const char *rest)
{
	(void)b;
	(void)rest;
	return f->fresh ? 0 : flow_page(f);
}

/* clang-format off */
static const struct {
	const char *name;
	int (*put)(struct flow *f, const struct block *b, const char *rest);
	bool drawing; /* stands on the page of its heading */
} directives[] = {
	{ "design",    do_design,    false },
	{ FORM,        do_form,      false },
	{ "toc",       do_toc,       false },
	{ "blank",     do_blank,     false },
	{ SIGN,        do_sign,      false },
	{ "cover",     do_cover,     false },
	{ "pagebreak", do_pagebreak, false },
	{ "picture",   do_picture,   true  },
	{ "qr",        qr_put,       true  },
	{ "seats",     seats_put,    true  },
	{ "tree",      tree_put,     true  },
	{ "gantt",     gantt_put,    true  },
	{ "chart",     chart_put,    true  },
	{ "topology",  topology_put, true  },
};
/* clang-format on */

/* Number of a fence's directive; ARRAY_LEN(directives) if it is unknown */
static size_t find_directive(const struct block *b)
{
	const char *info = str_text(&b->info);
	size_t n = strcspn(info, " ");
	size_t i = 0;

	while (i < ARRAY_LEN(directives) &&
	       (strlen(directives[i].name) != n ||
		memcmp(directives[i].name, info, n) != 0))
		i++;
	return i;
}

static int unknown_directive(const struct flow *f, const struct block *b)
{
	const char *info = str_text(&b->info);
	char *word = x_strndup(info, strcspn(info, " "));
	const char *near = NULL;
	size_t best = FAR;
	int err;

	for (size_t i = 0; i < ARRAY_LEN(directives); i++) {
		const size_t far = text_distance(word, directives[i].name);

		if (far < best) {
			best = far;
			near = directives[i].name;
		}
	}
	err = near ? err_set(EBADMSG,
			     _("%s:%u: unknown directive \"%s\"; did you mean "
			       "\"%s\"?"),
			     f->name, b->line, info, near)
		   : err_set(EBADMSG, _("%s:%u: unknown directive \"%s\""),
			     f->name, b->line, info);
	free(word);
	return err;
}

static int put_directive(struct flow *f, const struct block *b)
{
	const char *info = str_text(&b->info);
	const char *rest = info + strcspn(info, " ");
	size_t i = find_directive(b);

	if (i == ARRAY_LEN(directives))
		return unknown_directive(f, b);

	return directives[i].put(f, b, rest + strspn(rest, " "));
}

/* True if the words announce what comes next */
static bool announces(const struct rich *text)
{
	return text->c > 0 && text->cp[text->c - 1] == COLON;
}

/* Room wanted below paragraph i for what it introduces: signatures do not stand
 * on a page of their own, and the words "as follows" not on another than the
 * head and first row of their table or the first lines of their list */
static long room_below(const struct flow *f, const struct blocks *blocks,
		       size_t i)
{
	const long lead = f->design->style[STYLE_BODY].look.lead;
	const struct block *next = &blocks->v[i + 1];

	if (i + 1 >= blocks->c)
		return 0;
	if (is_directive(next, SIGN))
		return sign_height(f, next);
	if (next->kind == BLOCK_TABLE)
		return TABLE_GAP + ROWS_TOGETHER * lead;

	return announces(&blocks->v[i].text) ? LINES_TOGETHER * lead : 0;
}

/* A heading stays with two lines; if these are all of a paragraph, also with
 * what that introduces; and with the first rows of a table or form */
static long room_below_heading(const struct flow *f,
			       const struct blocks *blocks, size_t i)
{
	const long lead = f->design->style[STYLE_BODY].look.lead;
	const struct block *next = &blocks->v[i + 1];
	long above = 0;

	/* headings that follow each other stay together, but not all of a list
	 * of them */
	for (size_t n = 0; n < HEADINGS_TOGETHER && i + 1 < blocks->c &&
			   next->kind == BLOCK_HEADING;
	     n++, i++, next++)
		above += f->design->style[headings[next->level - 1]].look.lead;
	if (i + 1 >= blocks->c)
		return above;
	if (next->kind == BLOCK_TABLE || is_directive(next, FORM))
		return above + TABLE_GAP + ROWS_TOGETHER * lead;
	if (next->kind != BLOCK_PARA || next->text.c > SHORT_TEXT)
		return above + LINES_TOGETHER * lead;

	return above + LINES_TOGETHER * lead + room_below(f, blocks, i + 1);
}

/* Whom a letter is addressed to: the words with a colon below its title */
static enum style_id para_style(const struct flow *f,
				const struct blocks *blocks, size_t i)
{
	const struct block *before = i > 0 ? &blocks->v[i - 1] : NULL;
	bool addressee = f->design->letter && before &&
			 before->kind == BLOCK_HEADING && before->level == 1 &&
			 announces(&blocks->v[i].text);

	return addressee ? STYLE_TO : STYLE_BODY;
}

/* A character without a font stands at least in this directive */
static int put_fence(struct flow *f, const struct block *b)
{
	int err = put_directive(f, b);

	if (f->missing.count > 0 && f->missing.line == 0)
		f->missing.line = b->line;
	return err;
}

static int put_block(struct flow *f, const struct blocks *blocks, size_t i)
{
	const struct block *b = &blocks->v[i];

	switch (b->kind) {
	case BLOCK_HEADING:
		return put_heading(f, blocks, i,
				   room_below_heading(f, blocks, i));
	case BLOCK_PARA:
		return flow_put(f, &b->text, para_style(f, blocks, i),
				room_below(f, blocks, i));
	case BLOCK_NOTE:
		return flow_put(f, &b->text, STYLE_NOTE, 0);
	case BLOCK_TABLE:
		return put_table(f, &b->grid);
	case BLOCK_RULE:
		return put_rule(f);
	case BLOCK_FENCE:
		f->below = room_below(f, blocks, i);
		return put_fence(f, b);
	}

	return 0;
}

/* Headings and short words before a drawing: how many blocks with it, or 0 */
static size_t with_drawing(const struct blocks *blocks, size_t i)
{
	size_t n = 0;

	while (n < HEADS_TOGETHER && i + n < blocks->c) {
		const struct block *b = &blocks->v[i + n++];
		size_t k = b->kind == BLOCK_FENCE ? find_directive(b) : 0;

		if (b->kind == BLOCK_FENCE)
			return k < ARRAY_LEN(directives) && n > 1 &&
					       directives[k].drawing
				       ? n
				       : 0;
		if (b->kind != BLOCK_HEADING &&
		    (b->kind != BLOCK_PARA || b->text.c > SHORT_TEXT))
			break;
	}

	return 0;
}

static int put_several(struct flow *f, const struct blocks *blocks, size_t i,
		       size_t n)
{
	int err = 0;

	for (; !err && n > 0; i++, n--)
		err = put_block(f, blocks, i);
	return err;
}

/* How high a drawing is, only it knows: if it left its heading alone on a page,
 * both begin the next one */
static int put_together(struct flow *f, const struct blocks *blocks, size_t i,
			size_t n)
{
	struct flow_mark before = flow_here(f);
	struct flow_mark between;
	int err = put_several(f, blocks, i, n - 1);

	between = flow_here(f);
	if (!err)
		err = put_block(f, blocks, i + n - 1);
	if (err || before.fresh || between.sheetc == 0 ||
	    f->sheets->v[between.sheetc - 1].c > between.inkc)
		return err;

	flow_back(f, &before);
	err = flow_page(f);
	return err ? err : put_several(f, blocks, i, n);
}

static int refuse_missing(const struct flow *f)
{
	const struct missing *m = &f->missing;
	struct str near = { 0 };
	char text[8] = "";
	char line[16] = "";
	char buf[8];

	if (m->count == 0)
		return 0;

	/* text that stands in no line of the template: the foot */
	(void)snprintf(line, sizeof(line), m->line ? ":%u" : "", m->line);
	for (size_t i = 0; i < m->nearc; i++)
		str_add_n(&near, buf, text_put(buf, m->near[i]));
	(void)text_put(text, m->cp);
	(void)err_set(EINVAL,
		      _("%s%s: no font has the character %s (U+%04X) in "
			"\"%s\"; characters without a font: %d; the package "
			"%s may help"),
		      f->name, line, text, m->cp, near.s, m->count,
		      "fonts-hanazono");
	str_release(&near);
	return EINVAL;
}

static int lay_out(struct flow *f, const struct footer *foot)
{
	struct sheets *sheets = f->sheets;
	size_t i = 0;
	int err = 0;

	while (!err && i < f->blocks->c) {
		size_t n = with_drawing(f->blocks, i);

		err = n ? put_together(f, f->blocks, i, n)
			: put_block(f, f->blocks, i);
		i += n ? n : 1;
	}
	if (!err && sheets->c == 0)
		err = flow_page(f);
	if (err)
		return err;

	/* a break at the end leaves a page with nothing on it */
	if (f->fresh && sheets->c > 1)
		sheets_drop(sheets);
	toc_fill(f);
	return foot_put(f, foot);
}

int layout_blocks(struct sheets *sheets, struct fontset *fonts,
		  const struct blocks *blocks, const char *name,
		  const struct footer *foot,
		  const struct picture_source *pictures)
{
	const struct flow empty = {
		.name = name,
		.sheets = sheets,
		.fonts = fonts,
		.blocks = blocks,
		.design = design_default(),
		.fresh = true,
		.pictures = pictures,
	};
	struct flow f = empty;
	bool given_up = false;
	int err = lay_out(&f, foot);

	/* what is a little too long for its one page is set closer */
	while (!err && sheets->c > 1 && !given_up) {
		const struct design *d = f.design;

		if (!d->tight && !f.instead)
			break;
		given_up = !d->tight || sheets->c > 2;
		if (given_up && !f.instead)
			break;
		sheets_release(sheets);
		f = empty;
		if (!given_up)
			f.instead = design_find(d->tight);
		err = lay_out(&f, foot);
	}

	return err ? err : refuse_missing(&f);
}
