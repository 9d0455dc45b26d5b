/**
 * @file pack/data_checklist.c  data/checklists.yaml, read by schema
 */
#include "pack/data_checklist.h"

#include <string.h>

#include "pack/pack.h"
#include "util/lang.h"

/* clang-format off */
static const cyaml_schema_field_t grade_fields[] = {
	SCHEMA_TEXT(struct item_grade, key),
	SCHEMA_TEXT(struct item_grade, title),
	SCHEMA_TEXT_OPT(struct item_grade, title_en),
	CYAML_FIELD_BOOL("gate", CYAML_FLAG_OPTIONAL, struct item_grade, gate),
	CYAML_FIELD_BOOL("note", CYAML_FLAG_OPTIONAL, struct item_grade, note),
	CYAML_FIELD_BOOL("photo", CYAML_FLAG_OPTIONAL, struct item_grade, photo),
	CYAML_FIELD_BOOL("task", CYAML_FLAG_OPTIONAL, struct item_grade, task),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t grade_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct item_grade, grade_fields)
};
static const cyaml_schema_field_t item_fields[] = {
	SCHEMA_TEXT(struct item, id),
	SCHEMA_TEXT(struct item, list),
	SCHEMA_TEXT(struct item, group),
	SCHEMA_TEXT_OPT(struct item, group_en),
	SCHEMA_TEXT(struct item, title),
	SCHEMA_TEXT_OPT(struct item, title_en),
	SCHEMA_TEXT_OPT(struct item, how),
	SCHEMA_TEXT_OPT(struct item, how_en),
	SCHEMA_TEXT_OPT(struct item, hold),
	SCHEMA_TEXT_OPT(struct item, hold_en),
	SCHEMA_TEXT(struct item, grade),
	SCHEMA_TEXT_OPT(struct item, measure),
	SCHEMA_TEXT_OPT(struct item, what),
	SCHEMA_TEXT_OPT(struct item, what_en),
	SCHEMA_TEXT_OPT(struct item, holds),
	SCHEMA_TEXT_OPT(struct item, na),
	SCHEMA_TEXT_OPT(struct item, computed),
	SCHEMA_TEXT_OPT(struct item, groups),
	CYAML_FIELD_SEQUENCE("sources", CYAML_FLAG_POINTER, struct item,
			     sources, &schema_text, 1, CYAML_UNLIMITED),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t item_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct item, item_fields)
};
static const cyaml_schema_field_t fields[] = {
	SCHEMA_ROWS(struct checklists_file, grades, &grade_row),
	SCHEMA_ROWS(struct checklists_file, items, &item_row),
	CYAML_FIELD_END
};
const cyaml_schema_value_t checklists_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct checklists_file, fields)
};
/* clang-format on */

const struct item *pack_item(const struct pack *pack, const char *id)
{
	for (unsigned i = 0; i < pack->items_count; i++) {
		if (strcmp(pack->items[i].id, id) == 0)
			return &pack->items[i];
	}

	return NULL;
}

void item_task(struct str *to, const struct item *item)
{
	str_addf(to, _("put right %s: %s"), item->id,
		 lang_pick(item->title, item->title_en));
}

const struct item_grade *pack_grade(const struct pack *pack, const char *key)
{
	for (unsigned i = 0; i < pack->grades_count; i++) {
		if (strcmp(pack->grades[i].key, key) == 0)
			return &pack->grades[i];
	}

	return NULL;
}
