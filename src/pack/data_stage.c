/**
 * @file pack/data_stage.c  Schemas of stages, clocks and duties
 */
#include "pack/data_stage.h"

#include "util/util.h"

/* clang-format off */
static const cyaml_strval_t sides[] = {
	{ "us",        SIDE_US        },
	{ "applicant", SIDE_APPLICANT },
	{ "authority", SIDE_AUTHORITY },
	{ "experts",   SIDE_EXPERTS   },
	{ "carrier",   SIDE_CARRIER   },
	{ "nobody",    SIDE_NOBODY    },
};
static const cyaml_strval_t units[] = {
	{ "working",  CLOCK_WORKING  },
	{ "calendar", CLOCK_CALENDAR },
	{ "unstated", CLOCK_UNSTATED },
};
static const cyaml_strval_t everies[] = {
	{ "none",  DUTY_ONCE    },
	{ "year",  DUTY_YEARLY  },
	{ "month", DUTY_MONTHLY },
};

#define ENUM(type, name, words, flags) \
	CYAML_FIELD_ENUM(#name, CYAML_FLAG_STRICT | (flags), type, name, \
			 words, ARRAY_LEN(words))
#define SOURCES(type) \
	CYAML_FIELD_SEQUENCE("sources", CYAML_FLAG_POINTER, type, sources, \
			     &schema_text, 1, CYAML_UNLIMITED)
#define BOOL_OPT(type, name) \
	CYAML_FIELD_BOOL(#name, CYAML_FLAG_OPTIONAL, type, name)
#define ROW(name, type, fields) \
	static const cyaml_schema_value_t name = { \
		CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, type, fields) }

static const cyaml_schema_field_t estimate_fields[] = {
	CYAML_FIELD_INT("min",  CYAML_FLAG_DEFAULT, struct estimate, min),
	CYAML_FIELD_INT("mode", CYAML_FLAG_DEFAULT, struct estimate, mode),
	CYAML_FIELD_INT("max",  CYAML_FLAG_DEFAULT, struct estimate, max),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t way_fields[] = {
	SCHEMA_TEXT(struct way, act),
	CYAML_FIELD_INT("weight", CYAML_FLAG_DEFAULT, struct way, weight),
	CYAML_FIELD_INT("most", CYAML_FLAG_OPTIONAL, struct way, most),
	SCHEMA_TEXT_OPT(struct way, when),
	SOURCES(struct way),
	CYAML_FIELD_END
};
ROW(way_row, struct way, way_fields);

static const cyaml_schema_field_t stage_fields[] = {
	SCHEMA_TEXT(struct stage, id),
	SCHEMA_TEXT(struct stage, title),
	SCHEMA_TEXT_OPT(struct stage, title_en),
	ENUM(struct stage, actor, sides, 0),
	BOOL_OPT(struct stage, end),
	SCHEMA_TEXT_OPT(struct stage, next),
	SCHEMA_TEXT_OPT(struct stage, next_en),
	CYAML_FIELD_MAPPING_PTR("estimate", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct stage, estimate, estimate_fields),
	SCHEMA_ROWS_OPT(struct stage, ways, &way_row),
	SOURCES(struct stage),
	CYAML_FIELD_END
};
ROW(stage_row, struct stage, stage_fields);

static const cyaml_schema_field_t act_fields[] = {
	SCHEMA_TEXT(struct act, id),
	SCHEMA_TEXT(struct act, title),
	SCHEMA_TEXT_OPT(struct act, title_en),
	CYAML_FIELD_SEQUENCE("from", CYAML_FLAG_POINTER, struct act, from,
			     &schema_text, 1, CYAML_UNLIMITED),
	SCHEMA_TEXT(struct act, to),
	ENUM(struct act, actor, sides, 0),
	SCHEMA_TEXT_OPT(struct act, guard),
	SCHEMA_TEXT_OPT(struct act, closed),
	SCHEMA_TEXT_OPT(struct act, closed_en),
	SCHEMA_TEXTS_OPT(struct act, asks),
	SCHEMA_TEXTS_OPT(struct act, needs),
	BOOL_OPT(struct act, correction),
	BOOL_OPT(struct act, hands_in),
	SOURCES(struct act),
	CYAML_FIELD_END
};
ROW(act_row, struct act, act_fields);

static const cyaml_schema_field_t milestone_fields[] = {
	SCHEMA_TEXT(struct milestone, id),
	SCHEMA_TEXT(struct milestone, title),
	SCHEMA_TEXT_OPT(struct milestone, title_en),
	CYAML_FIELD_SEQUENCE("stages", CYAML_FLAG_POINTER, struct milestone,
			     stages, &schema_text, 1, CYAML_UNLIMITED),
	SCHEMA_TEXTS_OPT(struct milestone, clocks),
	CYAML_FIELD_END
};
ROW(milestone_row, struct milestone, milestone_fields);

static const cyaml_schema_field_t stages_fields[] = {
	SCHEMA_ROWS(struct stages_file, stages, &stage_row),
	SCHEMA_ROWS(struct stages_file, acts, &act_row),
	SCHEMA_ROWS_OPT(struct stages_file, milestones, &milestone_row),
	CYAML_FIELD_END
};
const cyaml_schema_value_t stages_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct stages_file, stages_fields)
};

static const cyaml_schema_field_t clock_fields[] = {
	SCHEMA_TEXT(struct clock_row, id),
	SCHEMA_TEXT(struct clock_row, title),
	SCHEMA_TEXT_OPT(struct clock_row, title_en),
	ENUM(struct clock_row, whom, sides, 0),
	CYAML_FIELD_SEQUENCE("start", CYAML_FLAG_POINTER, struct clock_row,
			     start, &schema_text, 1, CYAML_UNLIMITED),
	SCHEMA_TEXTS_OPT(struct clock_row, stop),
	SCHEMA_TEXT(struct clock_row, days),
	SCHEMA_TEXT(struct clock_row, unit),
	SCHEMA_TEXTS_OPT(struct clock_row, pause),
	SCHEMA_TEXT_OPT(struct clock_row, when),
	SCHEMA_TEXT_OPT(struct clock_row, consequence),
	SCHEMA_TEXT_OPT(struct clock_row, consequence_en),
	SOURCES(struct clock_row),
	CYAML_FIELD_END
};
ROW(clock_row, struct clock_row, clock_fields);

static const cyaml_schema_field_t clocks_fields[] = {
	SCHEMA_ROWS(struct clocks_file, clocks, &clock_row),
	CYAML_FIELD_END
};
const cyaml_schema_value_t clocks_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct clocks_file, clocks_fields)
};

static const cyaml_schema_field_t duty_fields[] = {
	SCHEMA_TEXT(struct duty, id),
	SCHEMA_TEXT(struct duty, title),
	SCHEMA_TEXT_OPT(struct duty, title_en),
	ENUM(struct duty, whom, sides, 0),
	SCHEMA_TEXT_OPT(struct duty, when),
	SCHEMA_TEXT_OPT(struct duty, due),
	CYAML_FIELD_INT("add", CYAML_FLAG_OPTIONAL, struct duty, add),
	ENUM(struct duty, unit, units, CYAML_FLAG_OPTIONAL),
	ENUM(struct duty, every, everies, CYAML_FLAG_OPTIONAL),
	SCHEMA_TEXT_OPT(struct duty, month_day),
	SCHEMA_TEXT_OPT(struct duty, opens),
	BOOL_OPT(struct duty, standing),
	SCHEMA_TEXT_OPT(struct duty, done_when),
	SCHEMA_TEXT_OPT(struct duty, consequence),
	SCHEMA_TEXT_OPT(struct duty, consequence_en),
	SOURCES(struct duty),
	CYAML_FIELD_END
};
ROW(duty_row, struct duty, duty_fields);

static const cyaml_schema_field_t expiry_fields[] = {
	SCHEMA_TEXT(struct expiry, id),
	SCHEMA_TEXT(struct expiry, title),
	SCHEMA_TEXT_OPT(struct expiry, title_en),
	SCHEMA_TEXT_OPT(struct expiry, each),
	SCHEMA_TEXT(struct expiry, fact),
	CYAML_FIELD_INT("add", CYAML_FLAG_OPTIONAL, struct expiry, add),
	CYAML_FIELD_INT("ahead", CYAML_FLAG_DEFAULT, struct expiry, ahead),
	SCHEMA_TEXT_OPT(struct expiry, when),
	SOURCES(struct expiry),
	CYAML_FIELD_END
};
ROW(expiry_row, struct expiry, expiry_fields);

static const cyaml_schema_field_t duties_fields[] = {
	SCHEMA_ROWS(struct duties_file, duties, &duty_row),
	SCHEMA_ROWS(struct duties_file, expiries, &expiry_row),
	CYAML_FIELD_END
};
const cyaml_schema_value_t duties_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct duties_file, duties_fields)
};
/* clang-format on */
