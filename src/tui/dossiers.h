/**
 * @file tui/dossiers.h  The list of dossiers: its state, its filters and marks
 *
 * view_dossiers.c shows the list; dossiers_many.c has what is done with many
 * dossiers at once, dossiers_filter.c the filters that have names.
 */
#ifndef TUI_DOSSIERS_H
#define TUI_DOSSIERS_H

#include "tui/bulk.h"
#include "tui/dossier_row.h"
#include "tui/marks.h"

struct dossiers {
	struct dossier_rows rows;
	struct marks marks;
	size_t shown;	  /**< Of the marked ones, those in rows */
	struct bulk bulk; /**< What was last set in many of them */
};

/** Count them anew; after the marks or the rows have changed */
void dossiers_count_marks(struct dossiers *list);

/** Append how many are marked, and how many of them are not shown */
void dossiers_say_marks(const struct dossiers *list, struct str *to);

/* Marks */
press_h dossiers_press_mark; /**< The row of the cursor; and go on */
press_h dossiers_press_all;  /**< All shown, or none of them */
press_h dossiers_press_turn; /**< Those shown that are not, and vice versa */

/* What is done with all that are marked */
press_h dossiers_press_bulk; /**< Ask what */
press_h dossiers_press_undo; /**< Of the row, or of all that were marked */
press_h dossiers_press_redo;
why_not_h dossiers_why_not_bulk;
why_not_h dossiers_why_not_undo;

/* Filters with names */
press_h dossiers_press_saved; /**< Ask which to take */
press_h dossiers_press_save;  /**< Ask for a name for the present one */
why_not_h dossiers_why_not_saved;
why_not_h dossiers_why_not_save;

#endif
