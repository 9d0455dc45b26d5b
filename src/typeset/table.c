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

/* Rows of a cell that goes on are kept together up to this part of the field */
#define GROUP_PART 3

#define NOWHERE	   (-1)

/* Wide enough for any natural width */
#define ENDLESS 100000000L

/* A place to sign: least height, for a seal of 42 mm, and where its lines begin
 */
#define SIGN_HEIGHT  (120 * PT)
#define SIGN_PERCENT 52

struct laid_cell {
	struct para *para;
	enum cell_kind kind;
	long x; /* of its left edge */
	long w;
	size_t done;		 /* lines that are on a page */
	struct laid_cell *owner; /* the cell above that goes on here */
	bool below;		 /* it goes on in the row below */
	long above;		 /* of an owner: height of its rows so far */
	long top; /* of an owner: where it begins on this page; or NOWHERE */
};

struct laid_row {
	struct laid_cell *cell;
	size_t c;
	long height;
	bool head; /* to be repeated on every page */
	bool stay; /* with the row below */
	bool join; /* the same, as a cell goes on in it */
	size_t columns;
};

struct table {
	struct flow *flow;
	const struct grid *grid;
	struct laid_row *row;
	long edge[GRID_COLUMNS + 1]; /* of the present columns */
	bool placing;		     /* all heights are known */
};

static const enum style_id styles[] = {
	[CELL_VALUE] = STYLE_VALUE, [CELL_LABEL] = STYLE_LABEL,
	[CELL_HEAD] = STYLE_HEAD,   [CELL_BAND] = STYLE_BAND,
	[CELL_SIGN] = STYLE_VALUE,  [CELL_ABOVE] = STYLE_VALUE,
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
	to->top = NOWHERE;
	if (from->kind == CELL_ABOVE)
		return;
	width = to->w - 2 * d->pad[0];
	if (from->kind == CELL_SIGN)
		width = to->w * (100 - SIGN_PERCENT) / 100;
	if (width < look.size)
		width = look.size;
	look.align = from->align == ALIGN_LEFT ? ALIGN_JUSTIFY : from->align;
	to->para = sheets_para(t->flow->sheets);
	fit_cell(t, to->para, &from->text, &look, width);
}

/* The cell that goes on through several rows, one of which is this one's; NULL
 * if it stands in one row alone */
static struct laid_cell *spanning(struct laid_cell *cell)
{
	if (cell->owner)
		return cell->owner;

	return cell->below ? cell : NULL;
}

/* Height that a cell wants in a row */
static long cell_height(const struct table *t, struct laid_cell *cell)
{
	struct laid_cell *own = spanning(cell);
	struct laid_cell *from = own ? own : cell;
	long h = 2 * t->flow->design->pad[1];

	if (cell->below)
		return 0;

	h += (long)(from->para->linec - from->done) * from->para->lead;
	if (from->kind == CELL_SIGN && h < SIGN_HEIGHT)
		h = SIGN_HEIGHT;
	if (own && !t->placing)
		h -= own->above;
	else if (own && own->top != NOWHERE)
		h -= t->flow->y - own->top;

	return h;
}

/* Height of what is left of a row */
static long row_height(const struct table *t, const struct laid_row *row)
{
	long height = t->flow->design->row;

	for (size_t i = 0; i < row->c; i++) {
		long h = cell_height(t, &row->cell[i]);

		if (h > height)
			height = h;
	}

	return height;
}

/* Join the cells of a row that go on from above with those they go on from */
static void join(struct laid_row *row, const struct laid_row *above)
{
	for (size_t i = 0; i < row->c; i++) {
		struct laid_cell *cell = &row->cell[i];

		if (cell->kind != CELL_ABOVE)
			continue;
		for (size_t k = 0; k < above->c; k++) {
			struct laid_cell *from = &above->cell[k];

			if (from->x != cell->x)
				continue;
			cell->owner = from->owner ? from->owner : from;
			from->below = true;
		}
	}
}

static void lay_row(struct table *t, size_t i)
{
	const struct row *from = &t->grid->row[i];
	struct laid_row *to = &t->row[i];
	size_t column = 0;

	if (i == 0 || from->columns != to[-1].columns)
		set_edges(t, &t->grid->columns[from->columns]);
	to->columns = from->columns;
	to->cell = x_calloc(from->c, sizeof(*to->cell));
	to->c = from->c;
	for (size_t k = 0; k < from->c; k++) {
		lay_cell(t, &to->cell[k], &from->cell[k], column);
		column += from->cell[k].span;
	}
	to->head = row_is(from, CELL_HEAD);
	to->stay = to->head || row_is(from, CELL_BAND);
	if (i > 0)
		join(to, to - 1);
}

static bool goes_on(const struct laid_row *row)
{
	for (size_t i = 0; i < row->c; i++) {
		if (row->cell[i].below)
			return true;
	}

	return false;
}

static void lay_rows(struct table *t)
{
	long field = flow_height(t->flow);

	for (size_t i = 0; i < t->grid->c; i++)
		lay_row(t, i);

	/* what goes on below is known now, and with it the heights */
	for (size_t i = 0; i < t->grid->c; i++) {
		struct laid_row *row = &t->row[i];

		row->height = row_height(t, row);
		for (size_t k = 0; k < row->c; k++) {
			struct laid_cell *own = spanning(&row->cell[k]);

			if (own)
				own->above += row->height;
		}
	}

	for (size_t i = 0, end; i < t->grid->c; i = end + 1) {
		long height = t->row[i].height;

		for (end = i; goes_on(&t->row[end]); end++)
			height += t->row[end + 1].height;
		for (size_t k = i; k < end && height <= field / GROUP_PART; k++)
			t->row[k].join = true;
		/* a head is repeated with all that goes on from it, or not */
		for (size_t k = end; k-- > i;)
			t->row[k].head &= t->row[k + 1].head;
	}
	t->placing = true;
}

/* Put as many lines of a cell as fit into a height from y on; true if some are
 * left */
static bool put_text(struct table *t, struct laid_cell *cell, long y,
		     long height)
{
	const struct design *d = t->flow->design;
	const struct para *p = cell->para;
	size_t n = p->linec - cell->done;
	long inside = height - 2 * d->pad[1];
	long x = d->left + cell->x + d->pad[0];

	y += d->pad[1];
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

/* The same for a cell of a row that ends at the height: one that goes on
 * through several rows is put with the last of them */
static bool put_cell(struct table *t, struct laid_cell *cell, long height)
{
	struct laid_cell *own = spanning(cell);
	long y = t->flow->y;
	bool left;

	if (!own)
		return put_text(t, cell, y, height);

	if (own->top == NOWHERE)
		own->top = y;
	if (cell->below)
		return false;

	left = put_text(t, own, own->top, y + height - own->top);
	own->top = NOWHERE;
	return left;
}

/* The rule below a row, but not across cells that go on */
static void put_below(struct table *t, const struct laid_row *row, long y)
{
	const struct design *d = t->flow->design;
	struct sheet *sheet = flow_sheet(t->flow);
	long from = 0;

	for (size_t i = 0; i <= row->c; i++) {
		bool last = i == row->c;
		long to = last ? flow_width(t->flow) : row->cell[i].x;

		if (!last && !row->cell[i].below)
			continue;
		if (to > from)
			sheet_rule(sheet,
				   (long[]){ d->left + from, y, to - from, 0 },
				   d->thin);
		from = last ? to : to + row->cell[i].w;
	}
}

/* Put what fits of a row into a height, with its rules; true if some is left */
static bool put_piece(struct table *t, struct laid_row *row, long height)
{
	const struct design *d = t->flow->design;
	struct sheet *sheet = flow_sheet(t->flow);
	long y = t->flow->y;
	bool left = false;

	for (size_t i = 0; i < row->c; i++) {
		struct laid_cell *cell = &row->cell[i];
		long side[] = { d->left + cell->x, y, 0, height };

		sheet_rule(sheet, side, i == 0 ? d->thick : d->thin);
		left |= put_cell(t, cell, height);
	}

	sheet_rule(sheet,
		   (long[]){ d->left + flow_width(t->flow), y, 0, height },
		   d->thick);
	put_below(t, row, y + height);
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

/* The heads that row i stands under are the rows [from, to) */
static size_t heads_of(const struct table *t, size_t i, size_t *to)
{
	const struct laid_row *row = t->row;
	size_t k = i;

	*to = i;
	if (row[i].stay)
		return i;

	while (k > 0 && row[k - 1].columns == row[i].columns &&
	       !row[k - 1].stay)
		k--;
	*to = k;
	while (k > 0 && row[k - 1].columns == row[i].columns && row[k - 1].head)
		k--;

	return k;
}

static void put_heads(struct table *t, size_t i)
{
	size_t to;
	size_t from = heads_of(t, i, &to);
	long height = 0;

	for (size_t k = from; k < to; k++)
		height += t->row[k].height;
	if (height > flow_height(t->flow) / WHOLE_PART)
		return;

	for (size_t k = from; k < to; k++) {
		for (size_t c = 0; c < t->row[k].c; c++)
			t->row[k].cell[c].done = 0;
		(void)put_piece(t, &t->row[k], t->row[k].height);
	}
}

/* A page ends in or above row i: put what has place of the cells that go on
 * through it; a label is repeated behind the break */
static void close_cells(struct table *t, size_t i)
{
	for (size_t k = 0; k < t->row[i].c; k++) {
		struct laid_cell *own = spanning(&t->row[i].cell[k]);

		if (!own || own->top == NOWHERE)
			continue;
		if (!put_text(t, own, own->top, t->flow->y - own->top) &&
		    own->kind == CELL_LABEL)
			own->done = 0;
		own->top = NOWHERE;
	}
}

static int next_page(struct table *t, size_t i)
{
	int err;

	close_cells(t, i);
	put_edge(t);
	err = flow_page(t->flow);
	if (err)
		return err;

	put_edge(t);
	put_heads(t, i);
	return 0;
}

/* True for the first row below a head that is not the only one */
static bool is_first(const struct table *t, size_t i)
{
	return i > 0 && t->row[i - 1].head && i + 1 < t->grid->c &&
	       !t->row[i + 1].stay &&
	       t->row[i + 1].columns == t->row[i].columns;
}

/* Room that row i wants, with those that must not be parted from it */
static long wanted(const struct table *t, size_t i)
{
	long most = flow_height(t->flow) / WHOLE_PART;
	long height = 0;

	for (; i < t->grid->c; i++) {
		height += t->row[i].height < most ? t->row[i].height : most;
		/* nor is the first or last row left alone on a page */
		if (!t->row[i].stay && !t->row[i].join && i + 2 != t->grid->c &&
		    !is_first(t, i))
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
