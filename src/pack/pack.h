/**
 * @file pack/pack.h  The rule pack: forms/, data/ and templates/ of one version
 *
 * Loaded once and constant from then on.  All members are borrowed from the
 * pack until pack_free().  A dossier keeps the pack it was opened with
 * (dossier/pin.h), so that what it was told does not change behind its back.
 */
#ifndef PACK_PACK_H
#define PACK_PACK_H

#include "pack/checklist.h"
#include "pack/duty.h"
#include "pack/files.h"
#include "pack/form.h"
#include "pack/note.h"
#include "pack/paper.h"
#include "pack/portal.h"
#include "pack/profile.h"
#include "pack/rule.h"
#include "pack/stage.h"

/** Most groups, most fields of a group, and most fields of a pack: what the
 *  tables of expressions and a dossier file hold */
#define PACK_GROUPS_MAX 96
#define PACK_GROUP_MAX	250
#define PACK_FIELDS_MAX 2000

/** Most rows of each list in data/: rules, papers, sources, ... */
#define PACK_ROWS_MAX 5000

/** A field with the form and section it stands in */
struct pack_field {
	const struct form *form;
	const struct section *section;
	const struct field *field;
};

/* A list and its count stand together; there are one or two packs at most */
/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) */
struct pack {
	char *version;		  /**< e.g. "2026.12" */
	char sha256[SHA256_TEXT]; /**< Over all its files, in name order */
	struct form **forms;	  /**< By their order */
	unsigned forms_count;
	struct pack_field *fields; /**< All fields of all forms, in order */
	unsigned fields_count;
	struct rule_group *groups;
	unsigned groups_count;
	struct rule *rules;
	unsigned rules_count;
	struct word_list *lists;
	unsigned lists_count;
	char **negators; /**< What turns a clause into its opposite, e.g. 不 */
	unsigned negators_count;
	char **affirmers; /**< What only looks like that, e.g. 不仅 */
	unsigned affirmers_count;
	struct source *sources;
	unsigned sources_count;
	struct profile *profiles;
	unsigned profiles_count;
	struct paper *papers;
	unsigned papers_count;
	struct assess *outcomes;
	unsigned outcomes_count;
	struct note *notes;
	unsigned notes_count;
	struct term *terms;
	unsigned terms_count;
	struct stage *stages; /**< The first is where a dossier begins */
	unsigned stages_count;
	struct act *acts;
	unsigned acts_count;
	struct milestone *milestones;
	unsigned milestones_count;
	struct clock_row *clocks;
	unsigned clocks_count;
	struct duty *duties;
	unsigned duties_count;
	struct expiry *expiries;
	unsigned expiries_count;
	struct item_grade *grades;
	unsigned grades_count;
	struct item *items;
	unsigned items_count;
	struct portal_row *portal;
	unsigned portal_count;
	const struct pack_field **index; /* fields by group and key */
	struct pack_files files; /**< The bytes all this was read from */
	struct pack_data *data;	 /* what the loader must free */
};

/**
 * Load the pack that ships with the program, or that --data names
 *
 * Also checks what a schema cannot: that field keys are unique, choices have
 * values, every cited source exists, every group and word list a rule names is
 * there, weights add up to 100, and every paper's template is there.
 *
 * @param packp  Set to the pack; free it with pack_free()
 *
 * @return 0, ENOENT if forms/ or data/ is not found, EBADMSG with
 *         file:line:column
 */
int pack_load(struct pack **packp);

/** Like pack_load(), from files in memory, which the pack takes over whether
 *  it can be loaded or not */
int pack_load_files(struct pack **packp, struct pack_files *files);

/** Free a pack; NULL is allowed */
void pack_free(struct pack *pack);

/**
 * Find a field by group and key
 *
 * @param sectionp  Set to its section if not NULL
 *
 * @return The field, or NULL
 */
const struct field *pack_field(const struct pack *pack, const char *group,
			       const char *key,
			       const struct section **sectionp);

/** The field whose GROUP.KEY is spelled most like a name; NULL if none is */
const struct field *pack_near_field(const struct pack *pack, const char *group,
				    const char *key,
				    const struct section **sectionp);

/** A section of a group, or NULL */
const struct section *pack_section(const struct pack *pack, const char *group);

/** Source by key, or NULL */
const struct source *pack_source(const struct pack *pack, const char *key);

/** Rule by id, or NULL */
const struct rule *pack_rule(const struct pack *pack, const char *id);

/** Group of rules by key, or NULL */
const struct rule_group *pack_group(const struct pack *pack, const char *key);

/** List of words by key, or NULL */
const struct word_list *pack_list(const struct pack *pack, const char *key);

/** Paper by id, or NULL */
const struct paper *pack_paper(const struct pack *pack, const char *id);

/** Find an item of a checklist by id, or NULL */
const struct item *pack_item(const struct pack *pack, const char *id);

/** Append what is to be done about an item that failed, in the user's language;
 *  in Chinese it is the title of the task, whoever answers (lang_use()) */
void item_task(struct str *to, const struct item *item);

/** Find a grade by key, or NULL */
const struct item_grade *pack_grade(const struct pack *pack, const char *key);

/** Limit of the portal by key (pack/portal.h), or NULL */
const struct portal_row *pack_portal(const struct pack *pack, const char *key);

/** Stage by id, or NULL */
const struct stage *pack_stage(const struct pack *pack, const char *id);

/** Act by id, or NULL */
const struct act *pack_act(const struct pack *pack, const char *id);

/** Profile by key ("陕西", "national", "default"), or NULL */
const struct profile *pack_profile(const struct pack *pack, const char *key);

/**
 * Put the place of a value in a pack file in front of the error sentence
 *
 * @param name   File within the pack, e.g. "data/rules.yaml" or form->path
 * @param where  Path of the value in it, e.g. "rules[3].holds"
 *
 * @return err
 */
int pack_error(int err, const struct pack *pack, const char *name,
	       const char *where);

/** The same for row i of a list; what is one of its keys, or NULL for the
 *  whole row */
int pack_row_error(int err, const struct pack *pack, const char *name,
		   const char *list, size_t i, const char *what);

/** The same for a field; what is one of its keys, or NULL for the whole row */
int pack_field_error(int err, const struct pack *pack,
		     const struct pack_field *f, const char *what);

#endif
