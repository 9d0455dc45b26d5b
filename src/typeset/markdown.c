/**
 * @file typeset/markdown.c  Markdown to blocks
 */
#include "typeset/markdown.h"

#include <ctype.h>
#include <errno.h>
#include <md4c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/wrap.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

#define LIST_DEPTH 8
#define RULE_LEAST 3
#define REPLACED   "\xEF\xBF\xBD" /* U+FFFD */
#define TICKED	   "\xEF\xB7\x92" /* WRAP_TICKED */
#define UNTICKED   "\xEF\xB7\x91" /* WRAP_UNTICKED */
#define LINE	   "\xEF\xB7\x93" /* WRAP_LINE */
#define BROKEN	   "\xEF\xB7\x90" /* WRAP_BREAK */

struct list {
	bool ordered;
	unsigned next;
};

struct reader {
	struct blocks *blocks;
	const struct template_lines *lines;
	const char *text;
	size_t size;
	const char *counted; /* lines before it are counted */
	size_t line;	     /* its line, from 0 */
	unsigned origin;     /* line of the template of the last text */
	struct block *block; /* being filled; NULL between blocks */
	struct cell *cell;   /* of a table */
	struct list list[LIST_DEPTH];
	size_t depth;
	unsigned quoted;
	unsigned strong;
	bool soft; /* a line end waits for the next character */
	int err;
	bool item; /* the next paragraph begins an item */
};

/* clang-format off */
static const struct {
	const char *name;
	uint32_t cp;
} entities[] = {
	{ "&amp;",  '&'    },
	{ "&lt;",   '<'    },
	{ "&gt;",   '>'    },
	{ "&quot;", '"'    },
	{ "&nbsp;", 0xA0   },
	{ "&emsp;", 0x2003 },
};

/* Characters without ink that change how others are read */
static const struct {
	uint32_t from;
	uint32_t to;
	const char *instead;
} tamed[] = {
	{ '\n',   '\n',   BROKEN   },
	{ 0x01,   0x1F,   " "      },
	{ 0x7F,   0x9F,   " "      },
	{ 0x061C, 0x061C, ""       },
	{ 0x200E, 0x200F, ""       },
	{ 0x2028, 0x2029, BROKEN   },
	{ 0x202A, 0x202E, ""       },
	{ 0x2066, 0x2069, ""       },
	{ 0xFDD0, 0xFDEF, REPLACED },
	{ 0xFEFF, 0xFEFF, ""       },
	{ 0xFFFE, 0xFFFF, REPLACED },
};
/* clang-format on */

void markdown_escape(struct str *to, const char *value)
{
	const char *s = value;

	while (*s) {
		const char *from = s;
		uint32_t cp = text_next(&s);
		const char *instead = cp == 0xFFFD ? REPLACED : NULL;

		if (cp == '\r' && *s == '\n')
			continue;
		for (size_t i = 0; i < ARRAY_LEN(tamed) && !instead; i++) {
			if (cp >= tamed[i].from && cp <= tamed[i].to)
				instead = tamed[i].instead;
		}
		if (cp < 0x80 && ispunct((int)cp))
			str_add_char(to, '\\');
		if (instead)
			str_add(to, instead);
		else
			str_add_n(to, from, (size_t)(s - from));
	}
}

void markdown_plain(struct rich *rich, const char *s, size_t n)
{
	const char *end = s + n;
	bool strong = false;

	while (s < end) {
		if (s[0] == '\\' && s + 1 < end && s[1] == 'n') {
			rich_add(rich, WRAP_BREAK, strong);
			s += 2;
			continue;
		}
		if (s[0] == '*' && s + 1 < end && s[1] == '*') {
			strong = !strong;
			s += 2;
			continue;
		}
		if (s[0] == '\\' && s + 1 < end && ispunct((unsigned char)s[1]))
			s++;
		rich_add(rich, text_next(&s), strong);
	}
}

/* Three or more "_" become rules to write on; fewer stay */
static const char *mark_rules(struct str *to, const char *s)
{
	size_t n = strspn(s, "_");

	if (n < RULE_LEAST)
		str_add_n(to, s, n);
	for (size_t i = 0; n >= RULE_LEAST && i < n; i++)
		str_add(to, LINE);

	return s + n;
}

/* "[x]", "[ ]" and "___" become our own characters; escaped ones stay */
static void mark_signs(struct str *to, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\\[_");

		str_add_n(to, s, n);
		s += n;
		if (s[0] == '\\') {
			n = s[1] ? 2 : 1;
			str_add_n(to, s, n);
			s += n;
		} else if (s[0] == '[' && s[1] && strchr("xX ", s[1]) &&
			   s[2] == ']') {
			str_add(to, s[1] == ' ' ? UNTICKED : TICKED);
			s += 3;
		} else if (s[0] == '[') {
			str_add_char(to, *s++);
		} else if (s[0] == '_') {
			s = mark_rules(to, s);
		}
	}
}

static unsigned line_of(struct reader *r, const char *at)
{
	if (at < r->counted || at > r->text + r->size)
		return 0;

	for (; r->counted < at; r->counted++)
		r->line += *r->counted == '\n';
	if (!r->lines)
		return (unsigned)r->line + 1;
	if (r->lines->c == 0)
		return 1;

	/* the last line may have no end */
	return r->line < r->lines->c ? r->lines->v[r->line]
				     : r->lines->v[r->lines->c - 1];
}

static void begin(struct reader *r, enum block_kind kind)
{
	struct blocks *b = r->blocks;

	b->v = x_grow(b->v, b->c, sizeof(*b->v));
	r->block = &b->v[b->c++];
	*r->block = (struct block){ .kind = kind };
	r->soft = false;
}

static void add_marker(struct reader *r)
{
	struct list *l = &r->list[r->depth - 1];
	char marker[16] = "•";

	if (l->ordered)
		(void)snprintf(marker, sizeof(marker), "%u.", l->next++);
	rich_add_text(&r->block->text, marker, false);
	rich_add(&r->block->text, ' ', false);
	r->item = false;
}

static void begin_para(struct reader *r)
{
	begin(r, r->quoted ? BLOCK_NOTE : BLOCK_PARA);
	if (r->item && r->depth > 0)
		add_marker(r);
}

static void begin_list(struct reader *r, bool ordered, unsigned start)
{
	if (r->depth < LIST_DEPTH)
		r->list[r->depth] = (struct list){ ordered, start };
	r->depth += r->depth < LIST_DEPTH;
	r->block = NULL;
}

static void begin_code(struct reader *r, const MD_BLOCK_CODE_DETAIL *d)
{
	begin(r, BLOCK_FENCE);
	if (d->info.text)
		str_add_n(&r->block->info, d->info.text, d->info.size);
	r->block->line = line_of(r, d->info.text ? d->info.text : r->text);
}

static void begin_table(struct reader *r, const MD_BLOCK_TABLE_DETAIL *d)
{
	struct columns *columns;

	begin(r, BLOCK_TABLE);
	columns = grid_columns(&r->block->grid);
	columns->c = d->col_count;
	if (d->col_count <= GRID_COLUMNS)
		return;

	columns->c = GRID_COLUMNS;
	r->err = err_set(EINVAL, _("a table of more than %d columns"),
			 GRID_COLUMNS);
}

static int begin_row(struct reader *r)
{
	if (grid_row(&r->block->grid))
		return 0;

	/* md4c 0.4.8 does not look at what the handler of a row returns */
	r->err = err_set(EINVAL, _("a table of more than %d rows"), GRID_ROWS);
	return r->err;
}

static void begin_cell(struct reader *r, bool head, MD_ALIGN align)
{
	struct grid *g = &r->block->grid;
	struct row *row = &g->row[g->c - 1];

	if (row->c >= g->columns->c) {
		r->cell = NULL;
		return;
	}
	r->cell = row_cell(row, head ? CELL_HEAD : CELL_VALUE);
	if (head || align == MD_ALIGN_CENTER)
		r->cell->align = ALIGN_CENTER;
	else if (align == MD_ALIGN_RIGHT)
		r->cell->align = ALIGN_RIGHT;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct reader *r = arg;

	switch (type) {
	case MD_BLOCK_H:
		begin(r, BLOCK_HEADING);
		r->block->level = (int)((MD_BLOCK_H_DETAIL *)detail)->level;
		break;
	case MD_BLOCK_P:
		begin_para(r);
		break;
	case MD_BLOCK_QUOTE:
		r->quoted++;
		break;
	case MD_BLOCK_UL:
		begin_list(r, false, 0);
		break;
	case MD_BLOCK_OL:
		begin_list(r, true, ((MD_BLOCK_OL_DETAIL *)detail)->start);
		break;
	case MD_BLOCK_LI:
		r->block = NULL;
		r->item = true;
		break;
	case MD_BLOCK_CODE:
		begin_code(r, detail);
		break;
	case MD_BLOCK_HR:
		begin(r, BLOCK_RULE);
		break;
	case MD_BLOCK_TABLE:
		begin_table(r, detail);
		return r->err;
	case MD_BLOCK_TR:
		return begin_row(r);
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		begin_cell(r, type == MD_BLOCK_TH,
			   ((MD_BLOCK_TD_DETAIL *)detail)->align);
		break;
	default:
		break;
	}

	return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct reader *r = arg;

	(void)detail;
	switch (type) {
	case MD_BLOCK_QUOTE:
		r->quoted--;
		break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		r->depth -= r->depth > 0;
		r->block = NULL;
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		r->cell = NULL;
		break;
	case MD_BLOCK_TR:
		break;
	default:
		if (type != MD_BLOCK_THEAD && type != MD_BLOCK_TBODY)
			r->block = NULL;
	}

	return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *arg)
{
	struct reader *r = arg;

	(void)detail;
	r->strong += type == MD_SPAN_STRONG;
	return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *arg)
{
	struct reader *r = arg;

	(void)detail;
	r->strong -= type == MD_SPAN_STRONG;
	return 0;
}

/* Chinese has no space where a line ended */
static bool is_narrow(uint32_t cp)
{
	enum wrap_class class = wrap_class(cp);

	return class == WRAP_OTHER || class == WRAP_DIGIT;
}

static bool needs_space(uint32_t before, uint32_t after)
{
	return is_narrow(before) && is_narrow(after);
}

static void add(struct reader *r, struct rich *rich, uint32_t cp)
{
	if (r->soft && rich->c > 0 && needs_space(rich->cp[rich->c - 1], cp))
		rich_add(rich, ' ', r->strong > 0);
	r->soft = false;
	rich_add(rich, cp, r->strong > 0);
}

static uint32_t entity(const char *s, size_t n)
{
	char buf[16];

	for (size_t i = 0; i < ARRAY_LEN(entities); i++) {
		if (strlen(entities[i].name) == n &&
		    memcmp(entities[i].name, s, n) == 0)
			return entities[i].cp;
	}
	if (n < 4 || n >= sizeof(buf) || s[1] != '#')
		return 0;

	memcpy(buf, s, n);
	buf[n] = '\0';
	if (buf[2] == 'x' || buf[2] == 'X')
		return (uint32_t)strtoul(buf + 3, NULL, 16);
	return (uint32_t)strtoul(buf + 2, NULL, 10);
}

static void add_all(struct reader *r, struct rich *rich, const char *s,
		    size_t n)
{
	const char *end = s + n;

	while (s < end)
		add(r, rich, text_next(&s));
}

static void add_entity(struct reader *r, struct rich *rich, const char *s,
		       size_t n)
{
	uint32_t cp = entity(s, n);

	/* only what a value may hold, too */
	if (cp >= 0x20 && cp < 0xD800)
		add(r, rich, cp);
	else
		add_all(r, rich, s, n);
}

/* md4c gives the text of a line, if it has any, and then its end */
static void add_body(struct reader *r, const char *s, size_t n)
{
	struct template_lines *l = &r->block->origin;

	str_add_n(&r->block->body, s, n);
	if (n == 0 || s[n - 1] != '\n')
		return;

	l->v = x_grow(l->v, l->c, sizeof(*l->v));
	l->v[l->c++] = r->origin;
}

static int add_piece(MD_TEXTTYPE type, const char *s, MD_SIZE n, void *arg)
{
	struct reader *r = arg;
	struct rich *rich;

	/* the text of a tight item is in no paragraph of its own */
	if (!r->block)
		begin_para(r);
	rich = r->cell ? &r->cell->text : &r->block->text;
	if (r->block->kind == BLOCK_TABLE && !r->cell)
		return 0;
	if (s >= r->text && s < r->text + r->size)
		r->origin = line_of(r, s);
	if (r->block->kind == BLOCK_FENCE) {
		add_body(r, s, n);
		return 0;
	}
	if (r->block->line == 0)
		r->block->line = r->origin;
	if (rich->line == 0)
		rich->line = r->origin;

	switch (type) {
	case MD_TEXT_BR:
		rich_add(rich, WRAP_BREAK, false);
		break;
	case MD_TEXT_SOFTBR:
		r->soft = true;
		break;
	case MD_TEXT_ENTITY:
		add_entity(r, rich, s, n);
		break;
	case MD_TEXT_NULLCHAR:
		break;
	default:
		add_all(r, rich, s, n);
	}

	return 0;
}

int markdown_read(struct blocks *blocks, const char *text,
		  const struct template_lines *lines)
{
	static const MD_PARSER parser = {
		.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML |
			 MD_FLAG_NOINDENTEDCODEBLOCKS,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = add_piece,
	};
	struct str marked = { 0 };
	struct reader r = { .blocks = blocks, .lines = lines };
	int err;

	mark_signs(&marked, text);
	r.text = r.counted = str_text(&marked);
	r.size = marked.len;
	err = md_parse(r.text, (MD_SIZE)r.size, &parser, &r);
	if (r.err)
		err = r.err;
	else if (err < 0)
		err = err_set(EINVAL, _("text is too large"));
	str_release(&marked);
	return err;
}

void blocks_release(struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->c; i++) {
		struct block *b = &blocks->v[i];

		rich_release(&b->text);
		grid_release(&b->grid);
		str_release(&b->info);
		str_release(&b->body);
		template_lines_release(&b->origin);
	}
	free(blocks->v);
	*blocks = (struct blocks){ 0 };
}
