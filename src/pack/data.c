/**
 * @file pack/data.c  The files of data/, read by schema
 */
#include "pack/data.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "pack/data_checklist.h"
#include "pack/data_stage.h"
#include "pack/schema.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* What one data file holds */
struct rules_file {
	char *version;
	struct rule_group *groups;
	unsigned groups_count;
	struct rule *rules;
	unsigned rules_count;
};
struct words_file {
	struct word_list *lists;
	unsigned lists_count;
	char **negators;
	unsigned negators_count;
	char **affirmers;
	unsigned affirmers_count;
};
struct sources_file {
	struct source *sources;
	unsigned sources_count;
};
struct profiles_file {
	struct profile *profiles;
	unsigned profiles_count;
};
struct papers_file {
	struct paper *papers;
	unsigned papers_count;
};
struct assess_file {
	struct assess *outcomes;
	unsigned outcomes_count;
};
struct notes_file {
	struct note *notes;
	unsigned notes_count;
};
struct glossary_file {
	struct term *terms;
	unsigned terms_count;
};
struct portal_file {
	struct portal_row *portal;
	unsigned portal_count;
};

struct pack_data {
	struct rules_file *rules;
	struct words_file *words;
	struct sources_file *sources;
	struct profiles_file *profiles;
	struct papers_file *papers;
	struct assess_file *assess;
	struct notes_file *notes;
	struct glossary_file *glossary;
	struct stages_file *stages;
	struct clocks_file *clocks;
	struct duties_file *duties;
	struct portal_file *portal;
	struct checklists_file *checklists;
};

/* clang-format off */
static const cyaml_strval_t severities[] = {
	{ "error", SEVERITY_ERROR },
	{ "warn",  SEVERITY_WARN  },
	{ "info",  SEVERITY_INFO  },
};
static const cyaml_strval_t strengths[] = {
	{ "law",         STRENGTH_LAW         },
	{ "authority",   STRENGTH_AUTHORITY   },
	{ "press",       STRENGTH_PRESS       },
	{ "practice",    STRENGTH_PRACTICE    },
	{ "derived",     STRENGTH_DERIVED     },
	{ "unconfirmed", STRENGTH_UNCONFIRMED },
};
static const cyaml_strval_t number_strengths[] = {
	{ "rule",   NUMBER_RULE   },
	{ "advice", NUMBER_ADVICE },
	{ "claim",  NUMBER_CLAIM  },
};
static const cyaml_strval_t units[] = {
	{ "working",  CLOCK_WORKING  },
	{ "calendar", CLOCK_CALENDAR },
	{ "unstated", CLOCK_UNSTATED },
};
static const cyaml_strval_t paper_kinds[] = {
	{ "online",  PAPER_ONLINE  },
	{ "written", PAPER_WRITTEN },
	{ "scan",    PAPER_SCAN    },
	{ "working", PAPER_WORKING },
};
static const cyaml_strval_t verdicts[] = {
	{ "prohibited", ASSESS_PROHIBITED },
	{ "refused",    ASSESS_REFUSED    },
	{ "exempt",     ASSESS_EXEMPT     },
	{ "needed",     ASSESS_NEEDED     },
	{ "special",    ASSESS_SPECIAL    },
	{ "route",      ASSESS_ROUTE      },
	{ "advice",     ASSESS_ADVICE     },
};

#define ENUM(type, name, words) \
	CYAML_FIELD_ENUM(#name, CYAML_FLAG_STRICT, type, name, words, \
			 ARRAY_LEN(words))
#define SOURCES(type) \
	CYAML_FIELD_SEQUENCE("sources", CYAML_FLAG_POINTER, type, sources, \
			     &schema_text, 1, CYAML_UNLIMITED)
#define ROW(name, type, fields) \
	static const cyaml_schema_value_t name = { \
		CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, type, fields) }
#define TOP(name, type, fields) \
	static const cyaml_schema_value_t name = { \
		CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, type, fields) }

static const cyaml_schema_field_t group_fields[] = {
	SCHEMA_TEXT(struct rule_group, key),
	SCHEMA_TEXT(struct rule_group, title),
	SCHEMA_TEXT_OPT(struct rule_group, title_en),
	CYAML_FIELD_INT("weight", CYAML_FLAG_DEFAULT, struct rule_group, weight),
	CYAML_FIELD_END
};
ROW(group_row, struct rule_group, group_fields);

static const cyaml_schema_field_t rule_fields[] = {
	SCHEMA_TEXT(struct rule, id),
	SCHEMA_TEXT(struct rule, group),
	ENUM(struct rule, severity, severities),
	SCHEMA_TEXT(struct rule, title),
	SCHEMA_TEXT_OPT(struct rule, title_en),
	SCHEMA_TEXT_OPT(struct rule, when),
	SCHEMA_TEXT_OPT(struct rule, each),
	SCHEMA_TEXT_OPT(struct rule, holds),
	SCHEMA_TEXT_OPT(struct rule, scan),
	SCHEMA_TEXTS_OPT(struct rule, over),
	SCHEMA_TEXT(struct rule, sentence),
	SCHEMA_TEXT_OPT(struct rule, sentence_en),
	SCHEMA_TEXT_OPT(struct rule, fix),
	SCHEMA_TEXT_OPT(struct rule, fix_en),
	SOURCES(struct rule),
	CYAML_FIELD_END
};
ROW(rule_row, struct rule, rule_fields);

static const cyaml_schema_field_t rules_fields[] = {
	SCHEMA_TEXT(struct rules_file, version),
	SCHEMA_ROWS(struct rules_file, groups, &group_row),
	SCHEMA_ROWS(struct rules_file, rules, &rule_row),
	CYAML_FIELD_END
};
TOP(rules_schema, struct rules_file, rules_fields);

static const cyaml_schema_field_t list_fields[] = {
	SCHEMA_TEXT(struct word_list, key),
	SCHEMA_TEXT(struct word_list, title),
	SCHEMA_TEXT_OPT(struct word_list, title_en),
	CYAML_FIELD_SEQUENCE("words", CYAML_FLAG_POINTER, struct word_list,
			     words, &schema_text, 1, CYAML_UNLIMITED),
	SOURCES(struct word_list),
	CYAML_FIELD_END
};
ROW(list_row, struct word_list, list_fields);

static const cyaml_schema_field_t words_fields[] = {
	SCHEMA_ROWS(struct words_file, lists, &list_row),
	SCHEMA_TEXTS_OPT(struct words_file, negators),
	SCHEMA_TEXTS_OPT(struct words_file, affirmers),
	CYAML_FIELD_END
};
TOP(words_schema, struct words_file, words_fields);

static const cyaml_schema_field_t source_fields[] = {
	SCHEMA_TEXT(struct source, key),
	ENUM(struct source, strength, strengths),
	SCHEMA_TEXT(struct source, title),
	SCHEMA_TEXT_OPT(struct source, title_en),
	SCHEMA_TEXT_OPT(struct source, address),
	CYAML_FIELD_END
};
ROW(source_row, struct source, source_fields);

static const cyaml_schema_field_t sources_fields[] = {
	SCHEMA_ROWS(struct sources_file, sources, &source_row),
	CYAML_FIELD_END
};
TOP(sources_schema, struct sources_file, sources_fields);

static const cyaml_schema_field_t number_fields[] = {
	SCHEMA_TEXT(struct number, what),
	SCHEMA_TEXT(struct number, value),
	CYAML_FIELD_ENUM("unit", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL,
			 struct number, unit, units, ARRAY_LEN(units)),
	ENUM(struct number, strength, number_strengths),
	SCHEMA_TEXT_OPT(struct number, note),
	SCHEMA_TEXT_OPT(struct number, note_en),
	SCHEMA_TEXT(struct number, checked),
	SOURCES(struct number),
	CYAML_FIELD_END
};
ROW(number_row, struct number, number_fields);

static const cyaml_schema_field_t extra_fields[] = {
	SCHEMA_TEXT(struct extra, text),
	SCHEMA_TEXT_OPT(struct extra, text_en),
	SOURCES(struct extra),
	CYAML_FIELD_END
};
ROW(extra_row, struct extra, extra_fields);

static const cyaml_schema_field_t profile_fields[] = {
	SCHEMA_TEXT(struct profile, key),
	SCHEMA_TEXT(struct profile, authority),
	SCHEMA_TEXT_OPT(struct profile, phone),
	SCHEMA_TEXT_OPT(struct profile, phone_note),
	SCHEMA_TEXT(struct profile, checked),
	SCHEMA_ROWS_OPT(struct profile, numbers, &number_row),
	SCHEMA_ROWS_OPT(struct profile, extras, &extra_row),
	SOURCES(struct profile),
	CYAML_FIELD_END
};
ROW(profile_row, struct profile, profile_fields);

static const cyaml_schema_field_t profiles_fields[] = {
	SCHEMA_ROWS(struct profiles_file, profiles, &profile_row),
	CYAML_FIELD_END
};
TOP(profiles_schema, struct profiles_file, profiles_fields);

static const cyaml_schema_field_t paper_fields[] = {
	SCHEMA_TEXT(struct paper, id),
	SCHEMA_TEXT(struct paper, title),
	SCHEMA_TEXT_OPT(struct paper, title_en),
	ENUM(struct paper, kind, paper_kinds),
	CYAML_FIELD_BOOL("signed", CYAML_FLAG_OPTIONAL, struct paper, is_signed),
	CYAML_FIELD_BOOL("cards", CYAML_FLAG_OPTIONAL, struct paper, cards),
	SCHEMA_TEXT_OPT(struct paper, template),
	SCHEMA_TEXT_OPT(struct paper, when),
	SCHEMA_TEXT_OPT(struct paper, insist),
	SCHEMA_TEXT_OPT(struct paper, why),
	SCHEMA_TEXT_OPT(struct paper, why_en),
	SCHEMA_TEXT_OPT(struct paper, held),
	SCHEMA_TEXT_OPT(struct paper, contents),
	SCHEMA_TEXTS_OPT(struct paper, sections),
	SOURCES(struct paper),
	CYAML_FIELD_END
};
ROW(paper_row, struct paper, paper_fields);

static const cyaml_schema_field_t papers_fields[] = {
	SCHEMA_ROWS(struct papers_file, papers, &paper_row),
	CYAML_FIELD_END
};
TOP(papers_schema, struct papers_file, papers_fields);

static const cyaml_schema_field_t outcome_fields[] = {
	SCHEMA_TEXT(struct assess, id),
	ENUM(struct assess, verdict, verdicts),
	SCHEMA_TEXT(struct assess, when),
	SCHEMA_TEXT(struct assess, title),
	SCHEMA_TEXT_OPT(struct assess, title_en),
	SCHEMA_TEXT(struct assess, sentence),
	SCHEMA_TEXT_OPT(struct assess, sentence_en),
	SCHEMA_TEXT_OPT(struct assess, fix),
	SCHEMA_TEXT_OPT(struct assess, fix_en),
	SOURCES(struct assess),
	CYAML_FIELD_END
};
ROW(outcome_row, struct assess, outcome_fields);

static const cyaml_schema_field_t assess_fields[] = {
	SCHEMA_ROWS(struct assess_file, outcomes, &outcome_row),
	CYAML_FIELD_END
};
TOP(assess_schema, struct assess_file, assess_fields);

static const cyaml_schema_field_t note_fields[] = {
	SCHEMA_TEXT(struct note, key),
	SCHEMA_TEXT(struct note, topic),
	SCHEMA_TEXT(struct note, title),
	SCHEMA_TEXT_OPT(struct note, title_en),
	SCHEMA_TEXT(struct note, text),
	SCHEMA_TEXT_OPT(struct note, text_en),
	SOURCES(struct note),
	CYAML_FIELD_END
};
ROW(note_row, struct note, note_fields);

static const cyaml_schema_field_t notes_fields[] = {
	SCHEMA_ROWS(struct notes_file, notes, &note_row),
	CYAML_FIELD_END
};
TOP(notes_schema, struct notes_file, notes_fields);

static const cyaml_schema_field_t term_fields[] = {
	SCHEMA_TEXT(struct term, id),
	SCHEMA_TEXT(struct term, zh),
	SCHEMA_TEXT(struct term, en),
	SCHEMA_TEXT_OPT(struct term, note),
	SCHEMA_TEXT_OPT(struct term, note_en),
	SCHEMA_TEXTS_OPT(struct term, also),
	SCHEMA_TEXTS_OPT(struct term, sources),
	CYAML_FIELD_END
};
ROW(term_row, struct term, term_fields);

static const cyaml_schema_field_t glossary_fields[] = {
	SCHEMA_ROWS(struct glossary_file, terms, &term_row),
	CYAML_FIELD_END
};
TOP(glossary_schema, struct glossary_file, glossary_fields);

static const cyaml_schema_field_t portal_row_fields[] = {
	SCHEMA_TEXT(struct portal_row, key),
	CYAML_FIELD_INT("number", CYAML_FLAG_OPTIONAL, struct portal_row, number),
	SCHEMA_TEXTS_OPT(struct portal_row, words),
	SCHEMA_TEXT(struct portal_row, title),
	SCHEMA_TEXT_OPT(struct portal_row, title_en),
	SCHEMA_TEXT_OPT(struct portal_row, fix),
	SCHEMA_TEXT_OPT(struct portal_row, fix_en),
	SOURCES(struct portal_row),
	CYAML_FIELD_END
};
ROW(portal_row, struct portal_row, portal_row_fields);

static const cyaml_schema_field_t portal_fields[] = {
	SCHEMA_ROWS(struct portal_file, portal, &portal_row),
	CYAML_FIELD_END
};
TOP(portal_schema, struct portal_file, portal_fields);

/* The data files of a pack */
static const struct {
	const char *name;
	const cyaml_schema_value_t *schema;
	size_t offset; /* of the pointer in struct pack_data */
	bool optional;
} data_files[] = {
	{ "data/rules.yaml",    &rules_schema,    offsetof(struct pack_data, rules),    false },
	{ "data/sources.yaml",  &sources_schema,  offsetof(struct pack_data, sources),  false },
	{ "data/profiles.yaml", &profiles_schema, offsetof(struct pack_data, profiles), false },
	{ "data/papers.yaml",   &papers_schema,   offsetof(struct pack_data, papers),   false },
	{ "data/words.yaml",    &words_schema,    offsetof(struct pack_data, words),    true  },
	{ "data/assess.yaml",   &assess_schema,   offsetof(struct pack_data, assess),   true  },
	{ "data/notes.yaml",    &notes_schema,    offsetof(struct pack_data, notes),    true  },
	{ "data/glossary.yaml", &glossary_schema, offsetof(struct pack_data, glossary), true  },
	{ "data/stages.yaml",   &stages_schema,   offsetof(struct pack_data, stages),   true  },
	{ "data/clocks.yaml",   &clocks_schema,   offsetof(struct pack_data, clocks),   true  },
	{ "data/duties.yaml",   &duties_schema,   offsetof(struct pack_data, duties),   true  },
	{ "data/portal.yaml",   &portal_schema,   offsetof(struct pack_data, portal),   true  },
	{ "data/checklists.yaml", &checklists_schema, offsetof(struct pack_data, checklists), true },
};
/* clang-format on */

static void **slot(struct pack_data *data, size_t i)
{
	return (void **)((char *)data + data_files[i].offset);
}

static int load_file(struct pack *pack, size_t i)
{
	const char *name = data_files[i].name;
	const struct pack_file *file = pack_files_find(&pack->files, name);
	char *path;
	int err;

	if (!file && data_files[i].optional)
		return 0;

	path = pack_files_path(&pack->files, name);
	err = file ? yml_load_clean(path, file->text, file->len,
				    data_files[i].schema, slot(pack->data, i))
		   : err_set(ENOENT, _("%s: the file is not there"), path);
	free(path);
	return err;
}

/* The rows of the course: stages, clocks, duties */
static void hand_over_course(struct pack *pack, const struct pack_data *d)
{
	if (d->stages) {
		pack->stages = d->stages->stages;
		pack->stages_count = d->stages->stages_count;
		pack->acts = d->stages->acts;
		pack->acts_count = d->stages->acts_count;
		pack->milestones = d->stages->milestones;
		pack->milestones_count = d->stages->milestones_count;
	}
	if (d->clocks) {
		pack->clocks = d->clocks->clocks;
		pack->clocks_count = d->clocks->clocks_count;
	}
	if (d->duties) {
		pack->duties = d->duties->duties;
		pack->duties_count = d->duties->duties_count;
		pack->expiries = d->duties->expiries;
		pack->expiries_count = d->duties->expiries_count;
	}
}

/* Let the pack point to the rows */
static void hand_over(struct pack *pack)
{
	const struct pack_data *d = pack->data;

	pack->version = d->rules->version;
	pack->groups = d->rules->groups;
	pack->groups_count = d->rules->groups_count;
	pack->rules = d->rules->rules;
	pack->rules_count = d->rules->rules_count;
	pack->sources = d->sources->sources;
	pack->sources_count = d->sources->sources_count;
	pack->profiles = d->profiles->profiles;
	pack->profiles_count = d->profiles->profiles_count;
	pack->papers = d->papers->papers;
	pack->papers_count = d->papers->papers_count;
	if (d->words) {
		pack->lists = d->words->lists;
		pack->lists_count = d->words->lists_count;
		pack->negators = d->words->negators;
		pack->negators_count = d->words->negators_count;
		pack->affirmers = d->words->affirmers;
		pack->affirmers_count = d->words->affirmers_count;
	}
	if (d->assess) {
		pack->outcomes = d->assess->outcomes;
		pack->outcomes_count = d->assess->outcomes_count;
	}
	if (d->notes) {
		pack->notes = d->notes->notes;
		pack->notes_count = d->notes->notes_count;
	}
	hand_over_course(pack, d);
	if (d->portal) {
		pack->portal = d->portal->portal;
		pack->portal_count = d->portal->portal_count;
	}
	if (d->checklists) {
		pack->grades = d->checklists->grades;
		pack->grades_count = d->checklists->grades_count;
		pack->items = d->checklists->items;
		pack->items_count = d->checklists->items_count;
	}
	if (d->glossary) {
		pack->terms = d->glossary->terms;
		pack->terms_count = d->glossary->terms_count;
	}
}

int data_load(struct pack *pack)
{
	pack->data = x_calloc(1, sizeof(*pack->data));
	for (size_t i = 0; i < ARRAY_LEN(data_files); i++) {
		int err = load_file(pack, i);

		if (err)
			return err;
	}

	hand_over(pack);
	return 0;
}

void data_free(struct pack_data *data)
{
	if (!data)
		return;

	for (size_t i = 0; i < ARRAY_LEN(data_files); i++)
		yml_free(data_files[i].schema, *slot(data, i));
	free(data);
}
