/**
 * @file typeset/form.h  The lines of a fenced form to a grid
 *
 * A line is a row of cells, see lines.h.  How a cell begins says what it
 * is: "+" name of a field, "#" head of a column, "=" title across the form,
 * ">" place to sign, "<" alone makes the cell to its left wider by a column,
 * "^" alone lets the cell above go on in this row, whose columns must be the
 * same; anything else is what is filled in.  The last cell takes the columns
 * that are left.  "@cols 20 30c 50" gives the columns of the rows below it
 * their shares of the width; with "c" their values are centred.
 */
#ifndef TYPESET_FORM_H
#define TYPESET_FORM_H

#include "typeset/grid.h"
#include "typeset/template.h"

/**
 * Read the lines of a form
 *
 * @param grid    Receives the rows; give it to grid_release() in any case
 * @param body    The lines
 * @param origin  Where they come from, for messages
 * @param name    Of the template, for messages
 *
 * @return 0; EBADMSG "NAME:LINE: ..." if the form is wrong; EINVAL if it has
 * too many rows
 */
int form_read(struct grid *grid, const char *body,
	      const struct template_lines *origin, const char *name);

#endif
