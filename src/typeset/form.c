/**
 * @file typeset/form.c  The lines of a fenced form to a grid
 */
#include "typeset/form.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/lines.h"
#include "typeset/markdown.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

#define COLS	  "@cols"
#define SHARE_MAX 1000

static const struct {
	char mark;
	enum cell_kind kind;
	enum align align;
} marks[] = {
	{ '+', CELL_LABEL, ALIGN_CENTER }, { '#', CELL_HEAD, ALIGN_CENTER },
	{ '=', CELL_BAND, ALIGN_LEFT },	   { '>', CELL_SIGN, ALIGN_LEFT },
	{ '\0', CELL_VALUE, ALIGN_LEFT },
};

static int read_columns(struct grid *grid, const struct lines *lines)
{
	struct columns *columns = grid_columns(grid);
	const char *s = lines->cell[0].s + strlen(COLS);
	const char *end = lines->cell[0].s + lines->cell[0].n;

	while (s < end) {
		char *behind;
		unsigned long share;

		if (*s == ' ') {
			s++;
			continue;
		}
		share = isdigit((unsigned char)*s) ? strtoul(s, &behind, 10)
						   : 0;
		if (share < 1 || share > SHARE_MAX ||
		    columns->c == GRID_COLUMNS)
			return lines_wrong(lines, _("wrong columns"));
		if (*behind == 'c')
			columns->align[columns->c] = ALIGN_CENTER;
		columns->share[columns->c++] = (unsigned)share;
		s = behind + (*behind == 'c');
	}

	return columns->c > 0 ? 0 : lines_wrong(lines, _("wrong columns"));
}

static void read_cell(struct row *row, const struct lines *lines, size_t k)
{
	const char *s = lines->cell[k].s;
	const char *end = s + lines->cell[k].n;
	struct cell *cell;
	size_t i = 0;

	if (end - s == 1 && *s == '<' && row->c > 0) {
		row->cell[row->c - 1].span++;
		return;
	}

	if (end - s == 1 && *s == '^') {
		(void)row_cell(row, CELL_ABOVE);
		return;
	}

	while (marks[i].mark && (s == end || *s != marks[i].mark))
		i++;
	if (marks[i].mark)
		s++;
	while (s < end && *s == ' ')
		s++;
	cell = row_cell(row, marks[i].kind);
	cell->align = marks[i].align;
	cell->text.line = lines->line;
	markdown_plain(&cell->text, s, (size_t)(end - s));
}

/* Give a cell that goes on from above the width it has there; false if no cell
 * begins above this column */
static bool widen(const struct grid *grid, struct cell *cell, size_t column)
{
	const struct row *row = &grid->row[grid->c - 1];
	const struct row *above = grid->c > 1 ? row - 1 : NULL;
	size_t at = 0;

	if (!above || above->columns != row->columns)
		return false;

	for (size_t i = 0; i < above->c && at <= column; i++) {
		if (at == column) {
			cell->span = above->cell[i].span;
			return true;
		}
		at += above->cell[i].span;
	}

	return false;
}

static int read_row(struct grid *grid, const struct lines *lines)
{
	const struct columns *columns;
	struct row *row;
	size_t used = 0;

	if (grid->columnc == 0)
		return lines_wrong(lines, _("no %s before the first row"),
				   COLS);
	row = grid_row(grid);
	if (!row)
		return err_set(EINVAL, _("%s:%u: a table of more than %d rows"),
			       lines->name, lines->line, GRID_ROWS);

	columns = &grid->columns[row->columns];
	for (size_t i = 0; i < lines->c; i++)
		read_cell(row, lines, i);

	for (size_t i = 0; i < row->c; i++) {
		struct cell *cell = &row->cell[i];

		if (cell->kind == CELL_VALUE && used < columns->c)
			cell->align = columns->align[used];
		if (cell->kind == CELL_ABOVE && !widen(grid, cell, used))
			return lines_wrong(
				lines, _("no cell above goes on in column %zu"),
				used + 1);
		used += cell->span;
	}
	if (used > columns->c)
		return lines_wrong(lines, _("%zu cells in %zu columns"), used,
				   columns->c);

	if (used < columns->c && row->cell[row->c - 1].kind == CELL_ABOVE)
		return lines_wrong(lines, _("%zu cells in %zu columns"), used,
				   columns->c);

	row->cell[row->c - 1].span += columns->c - used;
	return 0;
}

int form_read(struct grid *grid, const char *body,
	      const struct template_lines *origin, const char *name)
{
	struct lines lines;
	int err = 0;

	lines_init(&lines, body, origin, name);
	while (!err && lines_next(&lines)) {
		const struct lines_cell *first = &lines.cell[0];

		if (lines.c == 1 && first->n >= strlen(COLS) &&
		    memcmp(first->s, COLS, strlen(COLS)) == 0)
			err = read_columns(grid, &lines);
		else
			err = read_row(grid, &lines);
	}

	lines_release(&lines);
	return err;
}
