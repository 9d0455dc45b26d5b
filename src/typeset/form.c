/**
 * @file typeset/form.c  The lines of a fenced form to a grid
 */
#include "typeset/form.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

struct form {
	struct grid *grid;
	const char *name; /* of the template */
	unsigned line;	  /* in it */
};

static int wrong_columns(const struct form *f)
{
	return err_set(EBADMSG, _("%s:%u: wrong columns"), f->name, f->line);
}

static int read_columns(struct form *f, const char *s, const char *end)
{
	struct columns *columns = grid_columns(f->grid);

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
			return wrong_columns(f);
		if (*behind == 'c')
			columns->align[columns->c] = ALIGN_CENTER;
		columns->share[columns->c++] = (unsigned)share;
		s = behind + (*behind == 'c');
	}

	return columns->c > 0 ? 0 : wrong_columns(f);
}

/* Behind the cell that begins at s: at its "|" or at the end */
static const char *cell_end(const char *s, const char *end)
{
	while (s < end && *s != '|')
		s += *s == '\\' && s + 1 < end ? 2 : 1;

	return s;
}

static void read_cell(struct row *row, const char *s, const char *end,
		      unsigned line)
{
	struct cell *cell;
	size_t i = 0;

	while (s < end && *s == ' ')
		s++;
	while (end > s && end[-1] == ' ')
		end--;
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
	cell->text.line = line;
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

static int read_row(struct form *f, const char *s, const char *end)
{
	struct grid *grid = f->grid;
	const struct columns *columns;
	struct row *row;
	size_t used = 0;

	if (grid->columnc == 0)
		return err_set(EBADMSG, _("%s:%u: no %s before the first row"),
			       f->name, f->line, COLS);
	row = grid_row(grid);
	if (!row)
		return err_set(EINVAL, _("%s:%u: a table of more than %d rows"),
			       f->name, f->line, GRID_ROWS);

	columns = &grid->columns[row->columns];
	for (;;) {
		const char *to = cell_end(s, end);

		read_cell(row, s, to, f->line);
		if (to >= end)
			break;
		s = to + 1;
	}

	for (size_t i = 0; i < row->c; i++) {
		struct cell *cell = &row->cell[i];

		if (cell->kind == CELL_VALUE && used < columns->c)
			cell->align = columns->align[used];
		if (cell->kind == CELL_ABOVE && !widen(grid, cell, used))
			return err_set(EBADMSG,
				       _("%s:%u: no cell above goes on in "
					 "column %zu"),
				       f->name, f->line, used + 1);
		used += cell->span;
	}
	if (used > columns->c)
		return err_set(EBADMSG, _("%s:%u: %zu cells in %zu columns"),
			       f->name, f->line, used, columns->c);

	if (used < columns->c && row->cell[row->c - 1].kind == CELL_ABOVE)
		return err_set(EBADMSG, _("%s:%u: %zu cells in %zu columns"),
			       f->name, f->line, used, columns->c);

	row->cell[row->c - 1].span += columns->c - used;
	return 0;
}

int form_read(struct grid *grid, const char *body,
	      const struct template_lines *origin, const char *name)
{
	struct form f = { .grid = grid, .name = name };
	size_t n = 0;
	int err = 0;

	for (const char *s = body; !err && *s; n++) {
		const char *end = s + strcspn(s, "\n");
		const char *next = *end ? end + 1 : end;

		f.line = n < origin->c ? origin->v[n] : 0;
		while (s < end && *s == ' ')
			s++;
		if (strncmp(s, COLS, strlen(COLS)) == 0)
			err = read_columns(&f, s + strlen(COLS), end);
		else if (s < end)
			err = read_row(&f, s, end);
		s = next;
	}

	return err;
}
