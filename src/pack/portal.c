/**
 * @file pack/portal.c  What the authority's portal takes as an attachment
 */
#include "pack/portal.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "util/util.h"

/* clang-format off */
static const struct {
	const char *key;
	bool number; /* otherwise words */
} limits[] = {
	{ PORTAL_FILE_BYTES,      true  },
	{ PORTAL_PICTURES,        true  },
	{ PORTAL_PICTURE_KINDS,   false },
	{ PORTAL_KINDS,           false },
	{ PORTAL_ARCHIVES,        false },
	{ PORTAL_NAME_LENGTH,     true  },
	{ PORTAL_NAME_CHARACTERS, false },
	{ PORTAL_SIGNED_DAYS,     true  },
};
/* clang-format on */

bool portal_row_is_sound(const struct portal_row *row)
{
	for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
		if (strcmp(limits[i].key, row->key) == 0)
			return limits[i].number ? row->number > 0
						: row->words_count > 0;
	}

	return false;
}

bool portal_row_has(const struct portal_row *row, const char *word)
{
	for (unsigned i = 0; row && i < row->words_count; i++) {
		if (strcasecmp(row->words[i], word) == 0)
			return true;
	}

	return false;
}
