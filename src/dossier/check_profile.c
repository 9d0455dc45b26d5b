/**
 * @file dossier/check_profile.c  An authority's numbers, as expressions see
 * them
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/check_private.h"
#include "dossier/value.h"
#include "util/err.h"
#include "util/util.h"

/* clang-format off */
/* Money and whole numbers are read as the fields they are compared with */
static const struct {
	struct field as;
	size_t offset;
} profile_columns[] = {
	{ { .key = (char *)"authority", .type = FIELD_TEXT },   offsetof(struct profile, authority) },
	{ { .key = (char *)"phone",     .type = FIELD_TEXT },   offsetof(struct profile, phone)     },
	{ { .key = (char *)"capital",   .type = FIELD_MONEY },  offsetof(struct profile, capital)   },
	{ { .key = (char *)"seats",     .type = FIELD_INT },    offsetof(struct profile, seats)     },
	{ { .key = (char *)"area",      .type = FIELD_NUMBER }, offsetof(struct profile, area)      },
	{ { .key = (char *)"staff",     .type = FIELD_INT },    offsetof(struct profile, staff)     },
	{ { .key = (char *)"strength",  .type = FIELD_TEXT },   offsetof(struct profile, strength)  },
};
/* clang-format on */

static const char *text_of(const struct profile *profile, size_t i)
{
	return profile ? *(char *const *)((const char *)profile +
					  profile_columns[i].offset)
		       : NULL;
}

int profile_add_table(struct box *box)
{
	struct box_column cols[ARRAY_LEN(profile_columns)];

	for (size_t i = 0; i < ARRAY_LEN(profile_columns); i++)
		cols[i] = (struct box_column){
			profile_columns[i].as.key,
			value_sql_type(profile_columns[i].as.type)
		};

	return box_table(box, "profile", false, cols, ARRAY_LEN(cols));
}

int profile_fill(struct box *box, const struct profile *profile)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_LEN(profile_columns) && !err; i++) {
		const struct field *as = &profile_columns[i].as;
		const char *text = text_of(profile, i);
		char *value = NULL;

		if (!text)
			continue;
		err = value_decode(as, text, &value);
		if (err)
			err = err_set(EBADMSG, "%s: %s", as->key,
				      err_text(err));
		else
			err = box_set(box, "profile", 0, as->key,
				      value_bind(as, value));
		free(value);
	}

	return err;
}

void profile_print(struct str *to, const struct profile *profile,
		   const char *name, size_t n)
{
	for (size_t i = 0; i < ARRAY_LEN(profile_columns); i++) {
		const char *key = profile_columns[i].as.key;
		const char *text = text_of(profile, i);

		if (strlen(key) == n && memcmp(key, name, n) == 0 && text)
			str_add(to, text);
	}
}
