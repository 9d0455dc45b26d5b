/**
 * @file pack/data_checklist.h  data/checklists.yaml, read by schema
 */
#ifndef PACK_DATA_CHECKLIST_H
#define PACK_DATA_CHECKLIST_H

#include "pack/checklist.h"
#include "pack/schema.h"

struct checklists_file {
	struct item_grade *grades;
	unsigned grades_count;
	struct item *items;
	unsigned items_count;
};

extern const cyaml_schema_value_t checklists_schema;

#endif
