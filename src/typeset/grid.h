/**
 * @file typeset/grid.h  Rows of ruled cells, before they are laid out
 */
#ifndef TYPESET_GRID_H
#define TYPESET_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "typeset/text.h"

/** Most columns of a table */
#define GRID_COLUMNS 24

/** Most rows, so that data cannot ask for more memory than there is */
#define GRID_ROWS 20000

enum cell_kind {
	CELL_VALUE, /**< What is filled in */
	CELL_LABEL, /**< Its name */
	CELL_HEAD,  /**< Name of a column */
	CELL_BAND,  /**< Title across the table */
	CELL_SIGN,  /**< Place for signature and seal */
	CELL_ABOVE, /**< The cell above goes on here */
};

struct cell {
	enum cell_kind kind;
	size_t span; /**< Columns it takes, at least 1 */
	enum align align;
	struct rich text;
};

/** Widths of columns as shares of the whole */
struct columns {
	unsigned share[GRID_COLUMNS];
	enum align align[GRID_COLUMNS]; /**< Of values */
	size_t c;
};

struct row {
	struct cell *cell;
	size_t c;
	size_t columns; /**< Which set of columns */
};

struct grid {
	struct row *row;
	size_t c;
	struct columns *columns; /**< The share 0: as wide as what is in it */
	size_t columnc;
};

/** Add a set of columns for the rows to come; borrowed until the next */
struct columns *grid_columns(struct grid *grid);

/** Add a row; borrowed until the next; NULL after GRID_ROWS */
struct row *grid_row(struct grid *grid);

/** Add a cell to a row; borrowed until the next */
struct cell *row_cell(struct row *row, enum cell_kind kind);

/** True if all cells of a row are of a kind, but for those that go on from
 *  above */
bool row_is(const struct row *row, enum cell_kind kind);

/** Free what is inside */
void grid_release(struct grid *grid);

#endif
