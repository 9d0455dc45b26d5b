/**
 * @file tui/dossier_row.h  A dossier as the list shows it
 *
 * The list itself is only the ids, in order; a row is read when it is first
 * seen.  What must be computed (findings, authority) is computed then too, and
 * kept until the dossier's journal grows.
 */
#ifndef TUI_DOSSIER_ROW_H
#define TUI_DOSSIER_ROW_H

#include "check/check.h"
#include "dossier/dossier.h"
#include "dossier/search.h"
#include "tui/view.h"

struct dossier_row {
	struct dossier d;
	bool known;	 /**< The members below are filled in */
	bool masked;	 /**< Personal data is, in these */
	char *authority; /**< Name, "" if it is not known yet */
	char *next;	 /**< Sentences of what blocks, one a line */
	size_t blocking; /**< Findings that block */
	size_t warnings; /**< Findings that fail otherwise */
	size_t unknown;	 /**< Findings that nobody can tell yet */
};

struct dossier_rows {
	enum search_place place; /**< Where the filter was found */
	int64_t *idv;
	struct dossier_row **rowv; /**< As seen since the list was read */
	size_t c;
	struct dossier_row **oldv; /**< Seen before that, by id */
	size_t oldc;
	bool more;   /**< Of a long list only the beginning was read */
	bool masked; /**< Personal data is, for who reads it */
};

/**
 * Read the list anew; rows that did not change keep what was computed
 *
 * After an error the list is as before.
 *
 * @param whole  False if the beginning of a long list will do for now
 */
int dossier_rows_load(struct dossier_rows *rows, struct db *db,
		      const char *filter, bool whole);

/** A row of the list, read if it was not; a failure is logged, and shows as a
 *  row without text */
struct dossier_row *dossier_rows_at(struct dossier_rows *rows, struct db *db,
				    size_t i);

/** Compute what belongs to a row, unless known; a failure is logged and shows
 *  as nothing known */
void dossier_row_know(struct dossier_row *row, struct tui *tui);

/** Make a new dossier of a company, whose name may be empty; d is released by
 *  the caller in any case.  0, or the errors of dossier_new_with() */
int dossier_row_new(struct tui *tui, const char *name, struct dossier *d);

/** Free all rows */
void dossier_rows_release(struct dossier_rows *rows);

#endif
