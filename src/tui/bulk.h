/**
 * @file tui/bulk.h  One thing done with many dossiers
 *
 * Each tells of its progress and can be cancelled.  A fact is set in all of
 * them or in none, and taken back in all at once.
 */
#ifndef TUI_BULK_H
#define TUI_BULK_H

#include <stdint.h>

#include "tui/marks.h"
#include "tui/view.h"

/** A dossier, and the change of its journal that was made in it */
struct bulk_part {
	int64_t dossier;
	int64_t change;
	int64_t undo; /**< The one that took it back last, or 0 */
};

/** What was set last in many dossiers; a zeroed struct: nothing was */
struct bulk {
	struct bulk_part *v;
	size_t c;
	char *what;  /**< "label: value" */
	bool undone; /**< It is taken back */
};

void bulk_release(struct bulk *b);

/**
 * Set one fact in all dossiers, in one transaction
 *
 * @param wish  "site.area=160", or the label of a field for its name; an empty
 *              value clears the fact
 * @param b     Receives what was done, in place of what was before; as it was
 *              on failure
 *
 * @return 0; ECANCELED; ENOENT or EINVAL for a wish that no dossier or one of
 *         them refuses, with its number; EBUSY; EIO
 */
int bulk_set(struct tui *tui, const struct marks *in, const char *wish,
	     struct bulk *b);

/** Take back in all dossiers what was set, or in none; EBUSY if one of them was
 *  changed since */
int bulk_undo(struct tui *tui, struct bulk *b);

/** Bring back what was taken back, in all or in none; EBUSY if one of them was
 *  changed since */
int bulk_redo(struct tui *tui, struct bulk *b);

/** Write the papers that are due of each dossier into a folder with its number
 *  below a folder; those that can be written are, and what failed is said */
int bulk_papers(struct tui *tui, const struct marks *in, const char *dir);

/** Write each dossier as NO.yaml into a folder, its files beside it */
int bulk_export(struct tui *tui, const struct marks *in, const char *dir);

#endif
