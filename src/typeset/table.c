/**
 * @file typeset/table.c  A grid on the pages
 */
#include "typeset/table.h"

#include <stdlib.h>

#include "util/mem.h"

/* Columns without a share: narrowest and widest, in sizes of the text */
#define COLUMN_MIN 3
#define COLUMN_MAX 18

/* Lines of a cut row that must fit on the page it begins on */
#define CUT_LINES 3

/* Rows of at most this part of the field are not cut */
#define WHOLE_PART 6

/* Smallest type, in per cent, to spare a cell a torn word */
#define SMALL_PERCENT 70
#define SMALL_STEP    10

/* Wide enough for any natural width */
#define ENDLESS 100000000L

/* A place to sign: least height, and where its lines begin */
#define SIGN_HEIGHT  (112 * PT)
#define SIGN_PERCENT 52

struct laid_cell {
	struct para *para;
	enum cell_kind kind;
	long x; /* of its left edge */
	long w;
	size_t done; /* lines that are on a page */
};

struct laid_row {
	struct laid_cell *cell;
	size_t c;
	long height;
	bool head; /* to be repeated on every page */
	bool stay; /* with the row below */
	size_t columns;
};

struct table {
	struct flow *flow;
	const struct grid *grid;
	struct laid_row *row;
	long edge[GRID_COLUMNS + 1]; /* of the present columns */
};

static const enum style_id styles[] = {
	[CELL_VALUE] = STYLE_VALUE, [CELL_LABEL] = STYLE_LABEL,
	[CELL_HEAD] = STYLE_HEAD,   [CELL_BAND] = STYLE_BAND,
	[CELL_SIGN] = STYLE_VALUE,
};

/* How wide a column of a table without shares wants to be */
static unsigned natural(struct table *t, size_t column)
{
	const struct look *look = &t->flow->design->style[STYLE_VALUE].look;
	long best = COLUMN_MIN * look->size;
	struct missing ignored = { 0 };

	for (size_t i = 0; i < t->grid->c; i++) {
		const struct row *row = &t->grid->row[i];
		struct para para;

		if (column >= row->c)
			continue;
		para_set(&para, t->flow->fonts, &row->cell[column].text, look,
			 ENDLESS, &ignored);
		if (para_width(&para) > best)
			best = para_width(&para);
		para_release(&para);
	}

	if (best > COLUMN_MAX * look->size)
		best = COLUMN_MAX * look->size;
	return (unsigned)(best + 2 * t->flow->design->pad[0]);
}

/* Make columns fit that want too much: those that want less than an equal part
 * of what is left get it, the others share the rest */
static void narrow(unsigned long *share, size_t c, long width)
{
	unsigned long left = (unsigned long)width;
	unsigned long all = 0;
	size_t open = c;

	for (size_t i = 0; i < c; i++)
		all += share[i];
	if (all <= left)
		return;

	for (size_t round = 0; round < c && open > 0; round++) {
		unsigned long part = left / open;

		left = (unsigned long)width;
		open = 0;
		for (size_t i = 0; i < c; i++) {
			if (share[i] <= part)
				left -= share[i];
			else
				open++;
		}
	}
	for (size_t i = 0; open > 0 && i < c; i++) {
		if (share[i] > left / open)
			share[i] = left / open;
	}
}

static void set_edges(struct table *t, const struct columns *columns)
{
	unsigned long share[GRID_COLUMNS] = { 0 };
	unsigned long all = 0;
	unsigned long sum = 0;

	for (size_t i = 0; i < columns->c; i++)
		share[i] = columns->share[i] ? columns->share[i]
					     : natural(t, i);
	if (columns->share[0] == 0)
		narrow(share, columns->c, flow_width(t->flow));
	for (size_t i = 0; i < columns->c; i++)
		all += share[i];
	t->edge[0] = 0;
	for (size_t i = 0; i < columns->c; i++) {
		sum += share[i];
		t->edge[i + 1] = flow_width(t->flow) * (long)sum / (long)all;
	}
}

/* Set a cell's text, in smaller type if that keeps a word whole that is only a
 * little too long */
static void fit_cell(struct table *t, struct para *para,
		     const struct rich *text, const struct look *look,
		     long width)
{
	struct missing missing = { 0 };
	struct look small = *look;

	for (long p = 100; p >= SMALL_PERCENT; p -= SMALL_STEP) {
		para_release(para);
		small.size = look->size * p / 100;
		para_set(para, t->flow->fonts, text, &small, width, &missing);
		if (!para->torn)
			break;
	}

	if (para->torn)
		small = *look;
	para_release(para);
	para_set(para, t->flow->fonts, text, &small, width, &t->flow->missing);
}

static void lay_cell(struct table *t, struct laid_cell *to,
		     const struct cell *from, size_t column)
{
	const struct design *d = t->flow->design;
	enum style_id id = styles[from->kind];
	struct look look = d->style[id].look;
	long width;

	to->kind = from->kind;
	to->x = t->edge[column];
	to->w = t->edge[column + from->span] - to->x;
	width = to->w - 2 * d->pad[0];
	if (from->kind == CELL_SIGN)
		width = to->w * (100 - SIGN_PERCENT) / 100;
	if (width < look.size)
		width = look.size;
	look.align = from->align == ALIGN_LEFT ? ALIGN_JUSTIFY : from->align;
	to->para = sheets_para(t->flow->sheets);
	fit_cell(t, to->para, &from->text, &look, width);
}

static long text_height(const struct laid_cell *cell)
{
	return (long)(cell->para->linec - cell->done) * cell->para->lead;
}

/* Height of what is left of a row */
static long row_height(const struct table *t, const struct laid_row *row)
{
	const struct design *d = t->flow->design;
	long height = d->row;

	for (size_t i = 0; i < row->c; i++) {
		long h = text_height(&row->cell[i]) + 2 * d->pad[1];

		if (row->cell[i].kind == CELL_SIGN && h < SIGN_HEIGHT)
			h = SIGN_HEIGHT;
		if (h > height)
			height = h;
	}

	return height;
}

static void lay_rows(struct table *t)
{
	size_t columns = (size_t)-1;

	for (size_t i = 0; i < t->grid->c; i++) {
		const struct row *from = &t->grid->row[i];
		struct laid_row *to = &t->row[i];
		size_t column = 0;

		if (from->columns != columns)
			set_edges(t, &t->grid->columns[from->columns]);
		columns = from->columns;
		to->columns = columns;
		to->cell = x_calloc(from->c, sizeof(*to->cell));
		to->c = from->c;
		for (size_t k = 0; k < from->c; k++) {
			lay_cell(t, &to->cell[k], &from->cell[k], column);
			column += from->cell[k].span;
		}
		to->height = row_height(t, to);
		to->head = row_is(from, CELL_HEAD);
		to->stay = to->head || row_is(from, CELL_BAND);
	}
}

/* Put as many lines of a cell as fit into a height; true if some are left */
static bool put_text(struct table *t, struct laid_cell *cell, long height)
{
	const struct design *d = t->flow->design;
	const struct para *p = cell->para;
	size_t n = p->linec - cell->done;
	long inside = height - 2 * d->pad[1];
	long x = d->left + cell->x + d->pad[0];
	long y = t->flow->y + d->pad[1];

	if ((long)n * p->lead > inside)
		n = inside > 0 ? (size_t)(inside / p->lead) : 0;
	if (cell->kind == CELL_SIGN) {
		x = d->left + cell->x + cell->w * SIGN_PERCENT / 100;
		y += inside - (long)n * p->lead;
	} else if (cell->done + n == p->linec && cell->done == 0) {
		y += (inside - (long)n * p->lead) / 2;
	}

	for (size_t i = 0; i < n; i++) {
		sheet_text(flow_sheet(t->flow), x, flow_baseline(p, y), p,
			   cell->done + i);
		y += p->lead;
	}
	cell->done += n;
	return cell->done < p->linec;
}

/* Put what fits of a row into a height, with its rules; true if some is left */
static bool put_piece(struct table *t, struct laid_row *row, long height)
{
	const struct design *d = t->flow->design;
	struct sheet *sheet = flow_sheet(t->flow);
	long width = flow_width(t->flow);
	long y = t->flow->y;
	bool left = false;

	for (size_t i = 0; i < row->c; i++) {
		struct laid_cell *cell = &row->cell[i];
		long side[] = { d->left + cell->x, y, 0, height };

		sheet_rule(sheet, side, i == 0 ? d->thick : d->thin);
		left |= put_text(t, cell, height);
	}

	sheet_rule(sheet, (long[]){ d->left + width, y, 0, height }, d->thick);
	sheet_rule(sheet, (long[]){ d->left, y + height, width, 0 }, d->thin);
	t->flow->y += height;
	t->flow->fresh = false;
	return left;
}

/* The frame's upper or lower line */
static void put_edge(struct table *t)
{
	const struct design *d = t->flow->design;
	long at[] = { d->left, t->flow->y, flow_width(t->flow), 0 };

	sheet_rule(flow_sheet(t->flow), at, d->thick);
}

/* The head that row i stands under; NULL if none */
static struct laid_row *head_of(const struct table *t, size_t i)
{
	if (t->row[i].stay)
		return NULL;

	while (i-- > 0 && t->row[i].columns == t->row[i + 1].columns) {
		if (t->row[i].head)
			return &t->row[i];
		if (t->row[i].stay)
			break;
	}

	return NULL;
}

static int next_page(struct table *t, size_t i)
{
	struct laid_row *head = head_of(t, i);
	int err;

	put_edge(t);
	err = flow_page(t->flow);
	if (err)
		return err;

	put_edge(t);
	if (head && head->height <= flow_height(t->flow) / WHOLE_PART) {
		for (size_t k = 0; k < head->c; k++)
			head->cell[k].done = 0;
		(void)put_piece(t, head, head->height);
	}
	return 0;
}

/* Room that row i wants, with those that must not be parted from it */
static long wanted(const struct table *t, size_t i)
{
	long most = flow_height(t->flow) / WHOLE_PART;
	long height = 0;

	for (; i < t->grid->c; i++) {
		height += t->row[i].height < most ? t->row[i].height : most;
		/* nor is the last row left alone on a page */
		if (!t->row[i].stay && i + 2 != t->grid->c)
			break;
	}

	return height;
}

static int put_row(struct table *t, size_t i)
{
	struct laid_row *row = &t->row[i];
	const struct design *d = t->flow->design;
	long lead = d->style[STYLE_VALUE].look.lead;
	long least = CUT_LINES * lead + 2 * d->pad[1];
	long field = flow_height(t->flow);
	long room = flow_room(t->flow);
	long want = row->height;
	int err = 0;

	if (row->height > field / WHOLE_PART)
		want = row->height > room ? least : row->height;
	else if (wanted(t, i) <= field)
		want = wanted(t, i);
	if (!t->flow->fresh && want > room)
		err = next_page(t, i);

	while (!err) {
		long height = row_height(t, row);

		if (height > flow_room(t->flow))
			height = flow_room(t->flow);
		if (!put_piece(t, row, height))
			break;
		err = next_page(t, i);
	}

	return err;
}

int table_put(struct flow *flow, const struct grid *grid)
{
	struct table t = {
		.flow = flow,
		.grid = grid,
		.row = x_calloc(grid->c, sizeof(*t.row)),
	};
	int err = 0;

	lay_rows(&t);
	if (grid->c > 0) {
		err = flow_need(flow, wanted(&t, 0));
		if (!err)
			put_edge(&t);
	}
	for (size_t i = 0; !err && i < grid->c; i++)
		err = put_row(&t, i);
	if (!err && grid->c > 0)
		put_edge(&t);

	for (size_t i = 0; i < grid->c; i++)
		free(t.row[i].cell);
	free(t.row);
	return err;
}
