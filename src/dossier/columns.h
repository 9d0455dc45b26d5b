/**
 * @file dossier/columns.h  Which column of a table is which field of a group
 */
#ifndef DOSSIER_COLUMNS_H
#define DOSSIER_COLUMNS_H

#include <stddef.h>

#include "pack/pack.h"
#include "util/str.h"

/** All fields of a repeating group, in the order of the forms, and the names a
 *  column may have */
struct columns {
	const struct section *section; /**< First of the group */
	const struct field **fields;   /**< Borrowed from the pack */
	size_t count;
	struct column_name *names; /* folded */
	size_t names_count;
};

/** Find the fields of a group; release them with columns_release().  0, or
 *  ENOENT with the groups there are */
int columns_init(struct columns *columns, const struct pack *pack,
		 const char *group);

void columns_release(struct columns *columns);

/**
 * Find the field that the first line of a table names
 *
 * By key; by label, Chinese or English, alone or with the unit in brackets.
 * Blanks, the width of brackets, the case of letters and a * behind do not
 * matter.
 *
 * @param indexp  Set to its place in fields
 *
 * @return 0; EINVAL with the nearest name, or if several fields have this one
 */
int columns_find(const struct columns *columns, const char *name,
		 size_t *indexp);

/** Append the name under which field i is written: Chinese label with unit; its
 *  key if the label is not its alone */
void columns_title(struct str *to, const struct columns *columns, size_t i);

#endif
