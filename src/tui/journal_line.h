/**
 * @file tui/journal_line.h  What a change did, in a line
 *
 * Answers, acts, ticks and tasks are rows of groups whose first field says
 * little by itself: "run: 1".  Their changes are told by what they are about.
 */
#ifndef TUI_JOURNAL_LINE_H
#define TUI_JOURNAL_LINE_H

#include <stdbool.h>

#include "dossier/fact.h"
#include "dossier/journal.h"

/** Fields that tell a row of a group, the one that names it first */
#define JOURNAL_FIELDS 4

/** A change, as its rows come; begin with a zeroed one */
struct journal_line {
	const struct telling *telling; /**< NULL: its rows tell it themselves */
	int n;			       /**< Row of the group */
	char *name;		       /**< Value of the first field, or NULL */
	char *textv[JOURNAL_FIELDS];   /**< What became of the others */
};

/** A row of the change; of those of several groups one is chosen */
void journal_line_add(struct journal_line *l, const struct pack *pack,
		      const struct journal_row *row);

/**
 * Append the line
 *
 * @param facts  The dossier's, for the name of what is there still; or NULL
 *
 * @return false if there is none
 */
bool journal_line_tell(struct str *to, const struct journal_line *l,
		       const struct pack *pack, const struct facts *facts);

void journal_line_release(struct journal_line *l);

#endif
