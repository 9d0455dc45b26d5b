/**
 * @file pack/data_stage.h  Schemas of stages, clocks and duties, within pack/
 */
#ifndef PACK_DATA_STAGE_H
#define PACK_DATA_STAGE_H

#include "pack/duty.h"
#include "pack/schema.h"
#include "pack/stage.h"

/** What data/stages.yaml holds */
struct stages_file {
	struct stage *stages;
	unsigned stages_count;
	struct act *acts;
	unsigned acts_count;
	struct milestone *milestones;
	unsigned milestones_count;
};

/** What data/clocks.yaml holds */
struct clocks_file {
	struct clock_row *clocks;
	unsigned clocks_count;
};

/** What data/duties.yaml holds */
struct duties_file {
	struct duty *duties;
	unsigned duties_count;
	struct expiry *expiries;
	unsigned expiries_count;
};

extern const cyaml_schema_value_t stages_schema;
extern const cyaml_schema_value_t clocks_schema;
extern const cyaml_schema_value_t duties_schema;

#endif
