/**
 * @file typeset/grid.c  Rows of ruled cells, before they are laid out
 */
#include "typeset/grid.h"

#include <stdlib.h>

#include "util/mem.h"

struct columns *grid_columns(struct grid *g)
{
	g->columns = x_grow(g->columns, g->columnc, sizeof(*g->columns));
	g->columns[g->columnc] = (struct columns){ .c = 0 };
	return &g->columns[g->columnc++];
}

struct row *grid_row(struct grid *g)
{
	if (g->c >= GRID_ROWS)
		return NULL;

	g->row = x_grow(g->row, g->c, sizeof(*g->row));
	g->row[g->c] = (struct row){ .columns = g->columnc - 1 };
	return &g->row[g->c++];
}

struct cell *row_cell(struct row *row, enum cell_kind kind)
{
	row->cell = x_grow(row->cell, row->c, sizeof(*row->cell));
	row->cell[row->c] = (struct cell){ .kind = kind, .span = 1 };
	return &row->cell[row->c++];
}

bool row_is(const struct row *row, enum cell_kind kind)
{
	bool found = false;

	for (size_t i = 0; i < row->c; i++) {
		if (row->cell[i].kind == kind)
			found = true;
		else if (row->cell[i].kind != CELL_ABOVE)
			return false;
	}

	return found;
}

void grid_release(struct grid *g)
{
	for (size_t i = 0; i < g->c; i++) {
		for (size_t k = 0; k < g->row[i].c; k++)
			rich_release(&g->row[i].cell[k].text);
		free(g->row[i].cell);
	}
	free(g->row);
	free(g->columns);
	*g = (struct grid){ 0 };
}
