/**
 * @file tui/dossier_row.h  A dossier as the list shows it
 *
 * Number and name come with the list; what must be computed (findings,
 * authority) is computed when a row is first seen, and kept until the
 * dossier's journal grows.
 */
#ifndef TUI_DOSSIER_ROW_H
#define TUI_DOSSIER_ROW_H

#include "dossier/check.h"
#include "dossier/dossier.h"
#include "tui/view.h"

struct dossier_row {
	struct dossier d;
	bool known;	 /**< The members below are filled in */
	char *authority; /**< Name, "" if it is not known yet */
	char *next;	 /**< Sentences of what blocks, one a line */
	size_t blocking; /**< Findings that block */
	size_t warnings; /**< Findings that fail otherwise */
	size_t unknown;	 /**< Findings that nobody can tell yet */
};

struct dossier_rows {
	struct dossier_row *v;
	size_t c;
};

/** Read the list anew; rows that did not change keep what was computed */
int dossier_rows_load(struct dossier_rows *rows, struct db *db,
		      const char *filter);

/** Compute what belongs to a row, unless known; a failure is logged and shows
 *  as nothing known */
void dossier_row_know(struct dossier_row *row, struct tui *tui);

/** Free all rows */
void dossier_rows_release(struct dossier_rows *rows);

#endif
