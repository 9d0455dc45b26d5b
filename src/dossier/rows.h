/**
 * @file dossier/rows.h  Rows of a repeating group as a table, in and out
 *
 * The first line of a table names its columns by key, label, or label with the
 * unit in brackets (出资金额（万元）); its lines become rows of the group.  A
 * table goes in as a whole and as one change of the journal, or not at all;
 * then every cell that is refused is known with its place.  What is written can
 * be read back and changes nothing.
 */
#ifndef DOSSIER_ROWS_H
#define DOSSIER_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pack/pack.h"
#include "store/db.h"
#include "util/encoding.h"
#include "util/str.h"

/** Most refused cells that are kept; the others are only counted */
#define ROWS_FAULTS_MAX 50

/** A table that is to go into a group */
struct rows_order {
	const char *group;
	const char *name; /**< File, for the messages */
	const char *data; /**< Its bytes */
	size_t size;
	bool replace; /**< The table is the whole group; otherwise its rows are
		       *   appended */
	bool draft;   /**< Keep values that are not valid, as typed */
	bool dry_run; /**< Only say what would change */
};

/** One cell that is refused */
struct rows_fault {
	size_t line;
	size_t column;
	char *label; /**< Of its column; "" in the first line */
	char *text;  /**< What is wrong, and what is expected */
};

/** One fact that changes */
struct rows_change {
	char *key;   /**< "holder[2].ratio" */
	char *old;   /**< NULL: there is none */
	char *new_;  /**< NULL: it is cleared */
	size_t line; /**< Of the cell it comes from; 0: of none */
	size_t column;
};

/** What an import did or found; release it with rows_report_release() */
struct rows_report {
	const struct section *section; /**< First of the group; NULL if there is
					*   no such group */
	enum encoding encoding;	       /**< Of the table */
	size_t added;		       /**< Rows */
	size_t changed;
	size_t removed;
	struct rows_change *changes;
	size_t changes_count;
	struct rows_fault faults[ROWS_FAULTS_MAX];
	size_t faults_count; /**< May be more than are kept */
};

/**
 * Take a table into a group
 *
 * Appended rows stand behind the last one there is.  With replace, rows and
 * facts that the table does not have are cleared.
 *
 * @param report  Filled in also on failure; may be NULL
 *
 * @return 0; ENOENT if no group of this name repeats; EBADMSG if the table does
 *         not parse; EINVAL if there are faults; the errors of fact_set()
 */
int rows_import(struct db *db, const struct pack *pack, int64_t dossier,
		const struct rows_order *order, struct rows_report *report);

/** Free what a report holds; usable on a zeroed struct */
void rows_report_release(struct rows_report *report);

/**
 * Write a group as a table: UTF-8 with its mark, Chinese labels, choices by
 * label; of a group without rows only the line of labels
 *
 * @param badp  Receives how many values are not valid: they are taken back only
 *              with draft; may be NULL
 *
 * @return 0; ENOENT if no group of this name repeats; EIO
 */
int rows_export(struct db *db, const struct pack *pack, int64_t dossier,
		const char *group, struct str *to, size_t *badp);

#endif
