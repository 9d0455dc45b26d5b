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

/* Most blocks that are put as one: headings and words, and what they lead to */
#define RUN_MAX 6

/* Characters that two lines of body text hold */
#define SHORT_TEXT 54

/* Longest name of whom a letter is addressed to */
#define TO_MAX 40

/* A last page filled less than this part is worth closer lines */
#define STUB_PERCENT 40

#define COLON	     0xFF1A

#define SIGN	     "sign"
#define FORM	     "form"
#define CODE	     "code"

/* A blank of code, which no line ends at and none is filled with */
#define CODE_BLANK "\u00a0"
#define CODE_TAB   CODE_BLANK CODE_BLANK CODE_BLANK CODE_BLANK

static const enum style_id headings[] = { STYLE_H1, STYLE_H2, STYLE_H3,
					  STYLE_H4, STYLE_H4, STYLE_H4 };

static bool is_directive(const struct block *b, const char *name)
{
	return b->kind == BLOCK_FENCE && strcmp(str_text(&b->info), name) == 0;
}

static int put_heading(struct flow *f, const struct blocks *blocks, size_t i)
{
	const struct block *b = &blocks->v[i];
	struct str title = { 0 };
	long before;
	int err;

	rich_plain(&b->text, &title);
	before = f->y;
	err = flow_put(f, &b->text, headings[b->level - 1], 0);
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

/* As it is written; a line may end at a blank between words only */
static void add_verbatim(struct rich *rich, const char *s, size_t n)
{
	struct str line = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\t')
			str_add(&line, CODE_TAB);
		else if (s[i] == ' ' && (i == 0 || s[i - 1] == ' '))
			str_add(&line, CODE_BLANK);
		else
			str_add_n(&line, s + i, 1);
	}
	rich_add_text(rich, line.len ? line.s : CODE_BLANK, false);
	str_release(&line);
}

static int do_code(struct flow *f, const struct block *b, const char *rest)
{
	const char *s = str_text(&b->body);
	struct rich rich = { .line = b->line };
	int err;

	(void)rest;
	while (*s) {
		const size_t n = strcspn(s, "\n");

		if (rich.c > 0)
			rich_add(&rich, WRAP_BREAK, false);
		add_verbatim(&rich, s, n);
		s += n + (s[n] == '\n');
	}
	err = rich.c > 0 ? flow_put(f, &rich, STYLE_NOTE, 0) : 0;
	rich_release(&rich);
	return err;
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
	{ CODE,        do_code,      false },
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

void layout_take_code(struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->c; i++) {
		struct block *b = &blocks->v[i];

		if (b->kind != BLOCK_FENCE ||
		    find_directive(b) < ARRAY_LEN(directives))
			continue;
		str_clear(&b->info);
		str_add(&b->info, CODE);
	}
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

/* Room wanted below block i: signatures do not stand on a page of their own */
static long room_below(const struct flow *f, const struct blocks *blocks,
		       size_t i)
{
	const struct block *next = &blocks->v[i + 1];

	if (i + 1 >= blocks->c || !is_directive(next, SIGN))
		return 0;

	return sign_height(f, next);
}

/* Whom a letter is addressed to: the words with a colon below its title */
static enum style_id para_style(const struct blocks *blocks, size_t i)
{
	const struct block *before = i > 0 ? &blocks->v[i - 1] : NULL;
	bool addressee = before && before->kind == BLOCK_HEADING &&
			 before->level == 1 && blocks->v[i].text.c <= TO_MAX &&
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

/* @param push  The last lines of a paragraph begin a page, with the next block
 */
static int put_block(struct flow *f, const struct blocks *blocks, size_t i,
		     bool push)
{
	const struct block *b = &blocks->v[i];

	switch (b->kind) {
	case BLOCK_HEADING:
		return put_heading(f, blocks, i);
	case BLOCK_PARA:
		return flow_put(f, &b->text, para_style(blocks, i),
				push ? flow_height(f)
				     : room_below(f, blocks, i));
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

static bool is_drawing(const struct block *b)
{
	size_t k = b->kind == BLOCK_FENCE ? find_directive(b)
					  : ARRAY_LEN(directives);

	return k < ARRAY_LEN(directives) && directives[k].drawing;
}

/* True if block i is not to end a page: headings, and words that lead to a
 * table, a form, a list or a drawing; before a form or a drawing only short
 * ones, as such a block may want a page */
static bool leads(const struct blocks *blocks, size_t i)
{
	const struct block *b = &blocks->v[i];
	const struct block *next = b + 1;

	if (i + 1 >= blocks->c || is_directive(next, "pagebreak") ||
	    is_directive(next, "cover"))
		return false;
	if (b->kind != BLOCK_PARA)
		return b->kind == BLOCK_HEADING;

	return next->kind == BLOCK_TABLE || announces(&b->text) ||
	       ((is_directive(next, FORM) || is_drawing(next)) &&
		b->text.c <= SHORT_TEXT);
}

/* True if what was put since a mark begins on another page */
static bool left_behind(const struct flow *f, const struct flow_mark *mark)
{
	return mark->sheetc > 0 && f->sheets->c > mark->sheetc &&
	       f->sheets->v[mark->sheetc - 1].c == mark->inkc;
}

/* Put n blocks each of which leads to the next.  How high a block is, only it
 * knows: if one began a page and left behind what leads to it, the last lines
 * of that go with it, or all from the first heading on */
static int put_run(struct flow *f, const struct blocks *blocks, size_t i,
		   size_t n)
{
	struct flow_mark mark[RUN_MAX];
	bool push[RUN_MAX] = { false };
	int err = 0;

	for (size_t k = 0; !err && k < n;) {
		mark[k] = flow_here(f);
		err = put_block(f, blocks, i + k, push[k]);
		if (err || k == 0 || !left_behind(f, &mark[k]) ||
		    (mark[0].fresh && mark[0].sheetc == mark[k].sheetc)) {
			k++;
			continue;
		}

		if (blocks->v[i + k - 1].kind == BLOCK_PARA && !push[k - 1]) {
			push[--k] = true;
			flow_back(f, &mark[k]);
		} else if (!mark[0].fresh) {
			memset(push, 0, sizeof(push));
			k = 0;
			flow_back(f, &mark[k]);
			err = flow_page(f);
		} else {
			k++;
		}
	}

	return err;
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
		size_t n = 1;

		while (n < RUN_MAX && leads(f->blocks, i + n - 1))
			n++;
		err = put_run(f, f->blocks, i, n);
		i += n;
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

static int lay_again(struct flow *f, const struct flow *empty,
		     const char *design, const struct footer *foot)
{
	sheets_release(f->sheets);
	*f = *empty;
	f->instead = design ? design_find(design) : NULL;
	if (f->instead)
		f->design = f->instead;
	return lay_out(f, foot);
}

/* What is a little too long for its one page is set closer */
static int fit_one(struct flow *f, const struct flow *empty,
		   const struct footer *foot)
{
	int err = 0;

	while (!err && f->sheets->c == 2 && f->design->tight)
		err = lay_again(f, empty, f->design->tight, foot);
	if (!err && f->sheets->c > 1 && f->instead)
		err = lay_again(f, empty, NULL, foot);

	return err;
}

/* Lines are set a little closer if that spares a last page with little on it */
static int fit_last(struct flow *f, const struct flow *empty,
		    const struct footer *foot)
{
	size_t pages = f->sheets->c;
	long filled = f->y - f->design->top;
	int err = 0;

	if (pages < 2 || filled > flow_height(f) * STUB_PERCENT / 100)
		return 0;

	while (!err && f->sheets->c >= pages && f->design->close)
		err = lay_again(f, empty, f->design->close, foot);
	if (!err && f->sheets->c >= pages && f->instead)
		err = lay_again(f, empty, NULL, foot);

	return err;
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
	int err = lay_out(&f, foot);

	if (!err)
		err = fit_one(&f, &empty, foot);
	if (!err)
		err = fit_last(&f, &empty, foot);

	return err ? err : refuse_missing(&f);
}
