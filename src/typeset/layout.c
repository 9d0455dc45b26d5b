/**
 * @file typeset/layout.c  Blocks to pages
 */
#include "typeset/layout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/flow.h"
#include "typeset/form.h"
#include "typeset/plate.h"
#include "typeset/table.h"
#include "typeset/wrap.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

/* Where lines to sign on begin */
#define SIGN_PERCENT 42

/* Parts of the field above a cover's title and above its lines */
#define COVER_TITLE_PERCENT 22
#define COVER_LINES_PERCENT 62

/* From the end of the field to the page number: GB/T 9704, 7.5 */
#define FOOT_GAP (7 * MM)

/* Blank around a table */
#define TABLE_GAP (6 * PT)

/* Lines of body text that a table's head and first row take, and those of a
 * list that stay with the words before them */
#define ROWS_TOGETHER  3
#define LINES_TOGETHER 2

/* Characters that two lines of body text hold */
#define SHORT_TEXT 54

#define COLON	   0xFF1A

/* Longest bookmark, in characters */
#define BOOKMARK_MAX 60

#define SIGN	     "sign"

#define PAGE_NUMBER  "第 %zu 页　共 %zu 页"

/* @param keep  Room wanted below it */
static int put_heading(struct flow *f, const struct block *b, long keep)
{
	static const enum style_id ids[] = { STYLE_H1, STYLE_H2, STYLE_H3,
					     STYLE_H4, STYLE_H4, STYLE_H4 };
	struct str title = { 0 };
	char buf[8];
	long before;
	int err;

	for (size_t i = 0; i < b->text.c && i < BOOKMARK_MAX; i++) {
		if (b->text.cp[i] != WRAP_BREAK)
			str_add_n(&title, buf, text_put(buf, b->text.cp[i]));
	}

	before = f->y;
	err = flow_put(f, &b->text, ids[b->level - 1], keep);
	if (!err)
		sheets_bookmark(f->sheets, str_text(&title), b->level,
				f->y > before ? before : f->design->top);
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

/* The lines of a fence as one text, each on its own line */
static void fence_text(struct rich *rich, const struct block *b)
{
	const char *s = str_text(&b->body);
	size_t n = strlen(s);

	while (n > 0 && s[n - 1] == '\n')
		n--;
	rich->line = b->line;
	for (const char *end = s + n; s < end;) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));
		const char *to = nl ? nl : end;

		markdown_plain(rich, s, (size_t)(to - s));
		if (nl)
			rich_add(rich, WRAP_BREAK, false);
		s = nl ? nl + 1 : end;
	}
}

static void put_lines(struct flow *f, const struct para *p, long x)
{
	for (size_t i = 0; i < p->linec; i++) {
		sheet_text(flow_sheet(f), f->design->left + x,
			   flow_baseline(p, f->y), p, i);
		f->y += p->lead;
	}
	f->fresh = false;
}

static int do_design(struct flow *f, const struct block *b, const char *name)
{
	const struct design *design = design_find(name);

	if (!design || f->sheets->c > 0)
		return err_set(EBADMSG, _("%s:%u: wrong design \"%s\""),
			       f->name, b->line, name);

	f->design = design;
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
	const struct style *style = &f->design->style[STYLE_SIGN];
	long x = flow_width(f) * SIGN_PERCENT / 100;
	struct rich rich = { 0 };
	struct para *p;
	int err;

	(void)rest;
	fence_text(&rich, b);
	p = flow_para(f, &rich, STYLE_SIGN, flow_width(f) - x);
	rich_release(&rich);
	if ((long)p->linec * p->lead > flow_height(f))
		return err_set(EBADMSG, _("%s:%u: too many lines to sign on"),
			       f->name, b->line);

	if (!f->fresh)
		f->y += style->before;
	err = flow_need(f, (long)p->linec * p->lead);
	if (!err)
		put_lines(f, p, x);
	return err;
}

static int do_cover(struct flow *f, const struct block *b, const char *rest)
{
	const long top = f->design->top;
	const char *body = str_text(&b->body);
	size_t first = strcspn(body, "\n");
	struct block below = { .line = b->line };
	struct rich title = { .line = b->line };
	struct rich lines = { 0 };
	int err = flow_page(f);

	(void)rest;
	if (err)
		return err;

	markdown_plain(&title, body, first);
	str_add(&below.body, body + first + (body[first] == '\n'));
	fence_text(&lines, &below);
	f->y = top + flow_height(f) * COVER_TITLE_PERCENT / 100;
	err = flow_put(f, &title, STYLE_H1, 0);
	if (f->y < top + flow_height(f) * COVER_LINES_PERCENT / 100)
		f->y = top + flow_height(f) * COVER_LINES_PERCENT / 100;
	if (!err)
		err = flow_put(f, &lines, STYLE_COVER, 0);
	if (!err)
		err = flow_page(f);
	rich_release(&title);
	rich_release(&lines);
	str_release(&below.body);
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

static const struct {
	const char *name;
	int (*put)(struct flow *f, const struct block *b, const char *rest);
} directives[] = {
	{ "design", do_design },
	{ "form", do_form },
	{ SIGN, do_sign },
	{ "cover", do_cover },
	{ "pagebreak", do_pagebreak },
	{ "picture", do_picture },
};

static int put_directive(struct flow *f, const struct block *b)
{
	const char *info = str_text(&b->info);
	size_t n = strcspn(info, " ");
	const char *rest = info + n + strspn(info + n, " ");

	for (size_t i = 0; i < ARRAY_LEN(directives); i++) {
		if (strlen(directives[i].name) == n &&
		    memcmp(directives[i].name, info, n) == 0)
			return directives[i].put(f, b, rest);
	}

	return err_set(EBADMSG, _("%s:%u: unknown directive \"%s\""), f->name,
		       b->line, info);
}

/* Height of the lines to sign on */
static long sign_height(const struct flow *f, const struct block *b)
{
	const struct style *style = &f->design->style[STYLE_SIGN];
	long height = style->before;

	for (const char *s = str_text(&b->body); *s; s++)
		height += *s == '\n' ? style->look.lead : 0;
	return height;
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
	if (next->kind == BLOCK_FENCE &&
	    strcmp(str_text(&next->info), SIGN) == 0)
		return sign_height(f, next);
	if (next->kind == BLOCK_TABLE)
		return TABLE_GAP + ROWS_TOGETHER * lead;

	return announces(&blocks->v[i].text) ? LINES_TOGETHER * lead : 0;
}

/* A heading stays with two lines; if these are all of a paragraph, also with
 * what that introduces */
static long room_below_heading(const struct flow *f,
			       const struct blocks *blocks, size_t i)
{
	const long two = LINES_TOGETHER *
			 f->design->style[STYLE_BODY].look.lead;

	if (i + 1 >= blocks->c || blocks->v[i + 1].kind != BLOCK_PARA ||
	    blocks->v[i + 1].text.c > SHORT_TEXT)
		return two;

	return two + room_below(f, blocks, i + 1);
}

static int put_block(struct flow *f, const struct blocks *blocks, size_t i)
{
	const struct block *b = &blocks->v[i];

	switch (b->kind) {
	case BLOCK_HEADING:
		return put_heading(f, b, room_below_heading(f, blocks, i));
	case BLOCK_PARA:
		return flow_put(f, &b->text, STYLE_BODY,
				room_below(f, blocks, i));
	case BLOCK_NOTE:
		return flow_put(f, &b->text, STYLE_NOTE, 0);
	case BLOCK_TABLE:
		return put_table(f, &b->grid);
	case BLOCK_RULE:
		return put_rule(f);
	case BLOCK_FENCE:
		f->below = room_below(f, blocks, i);
		return put_directive(f, b);
	}

	return 0;
}

static void put_foot(struct flow *f, const char *text, enum style_id id)
{
	struct rich rich = { 0 };
	struct para *p;

	rich_add_text(&rich, text, false);
	p = flow_para(f, &rich, id, flow_width(f));
	rich_release(&rich);
	for (size_t i = 0; i < p->linec; i++) {
		sheet_text(flow_sheet(f), f->design->left,
			   flow_baseline(p, f->y), p, i);
		f->y += p->lead;
	}
}

/* The number of pages is only known now */
static void put_feet(struct flow *f, const char *foot)
{
	size_t pages = f->sheets->c;
	struct str number = { 0 };

	for (size_t i = 0; i < pages; i++) {
		f->sheets->c = i + 1; /* the page that is filled */
		f->y = SHEET_HEIGHT - f->design->bottom + FOOT_GAP;
		str_clear(&number);
		str_addf(&number, PAGE_NUMBER, i + 1, pages);
		put_foot(f, number.s, STYLE_PAGE);
		if (*foot)
			put_foot(f, foot, STYLE_SMALL);
	}
	str_release(&number);
}

int layout_blocks(struct sheets *sheets, struct fontset *fonts,
		  const struct blocks *blocks, const char *name,
		  const char *foot, const struct picture_source *pictures)
{
	struct flow f = {
		.name = name,
		.sheets = sheets,
		.fonts = fonts,
		.design = design_default(),
		.fresh = true,
		.pictures = pictures,
	};
	char text[8] = "";
	int err = 0;

	for (size_t i = 0; !err && i < blocks->c; i++)
		err = put_block(&f, blocks, i);
	if (!err && sheets->c == 0)
		err = flow_page(&f);
	if (err)
		return err;

	/* a break at the end leaves a page with nothing on it */
	if (f.fresh && sheets->c > 1)
		free(sheets->v[--sheets->c].ink);
	put_feet(&f, foot);
	(void)text_put(text, f.missing.cp);
	if (f.missing.count > 0)
		return err_set(
			EINVAL,
			_("%s:%u: no font has the character %s (U+%04X); "
			  "characters without a font: %d; the package "
			  "%s may help"),
			name, f.missing.line, text, f.missing.cp,
			f.missing.count, "fonts-hanazono");
	return 0;
}
