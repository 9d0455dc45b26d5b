/**
 * @file pack/quality.c  The score sheet of quality checks
 */
#include "pack/quality.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "pack/schema.h"
#include "util/err.h"
#include "util/lang.h"

/* clang-format off */
static const cyaml_schema_field_t item_fields[] = {
	SCHEMA_TEXT(struct quality_item, key),
	CYAML_FIELD_UINT("points", CYAML_FLAG_DEFAULT, struct quality_item,
			 points),
	CYAML_FIELD_BOOL("must", CYAML_FLAG_OPTIONAL, struct quality_item,
			 must),
	SCHEMA_TEXT(struct quality_item, en),
	SCHEMA_TEXT(struct quality_item, zh),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t item_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct quality_item,
			    item_fields)
};
static const cyaml_schema_field_t fields[] = {
	CYAML_FIELD_UINT("pass", CYAML_FLAG_DEFAULT, struct quality, pass),
	SCHEMA_ROWS(struct quality, items, &item_row),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct quality, fields)
};
/* clang-format on */

static int check(const struct quality *q, char *place, size_t size)
{
	unsigned long all = 0;

	for (unsigned i = 0; i < q->items_count; i++) {
		all += q->items[i].points;
		for (unsigned k = 0; k < i; k++) {
			if (strcmp(q->items[i].key, q->items[k].key) != 0)
				continue;
			(void)snprintf(place, size, "items[%u].key", i);
			return err_set(EBADMSG, _("\"%s\" is there twice"),
				       q->items[i].key);
		}
		if (q->items[i].points < 1 || q->items[i].points > 1000) {
			(void)snprintf(place, size, "items[%u].points", i);
			return err_set(EBADMSG, _("expected 1 to %u"), 1000U);
		}
	}
	if (q->pass > all) {
		(void)snprintf(place, size, "pass");
		return err_set(EBADMSG, _("expected at most %u"),
			       (unsigned)all);
	}
	return 0;
}

int quality_load(struct quality **qp, const char *path)
{
	struct quality *q;
	char place[64] = "";
	void *data = NULL;
	int err = yml_load(path, &schema, &data);

	if (err)
		return err;
	q = data;
	err = check(q, place, sizeof(place));
	if (err) {
		err = yml_error_in(err, path, place);
		quality_free(q);
		return err;
	}

	*qp = q;
	return 0;
}

void quality_free(struct quality *q)
{
	yml_free(&schema, q);
}
