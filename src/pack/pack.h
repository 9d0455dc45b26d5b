/**
 * @file pack/pack.h  The rule pack: everything in forms/ and data/ of a version
 *
 * Loaded once at start and constant from then on.  All members are borrowed
 * from the pack until pack_free().
 */
#ifndef PACK_PACK_H
#define PACK_PACK_H

#include "pack/form.h"
#include "pack/rule.h"
#include "util/file.h"

/** A field with the form and section it stands in */
struct pack_field {
	const struct form *form;
	const struct section *section;
	const struct field *field;
};

struct pack {
	char *version;		  /**< e.g. "2026.11" */
	char sha256[SHA256_TEXT]; /**< Over all its files, in name order */
	struct form **forms;	  /**< By their order */
	unsigned forms_count;
	struct pack_field *fields; /**< All fields of all forms, in order */
	unsigned fields_count;
	struct rule *rules;
	unsigned rules_count;
	struct source *sources;
	unsigned sources_count;
	struct profile *profiles;
	unsigned profiles_count;
	struct paper *papers;
	unsigned papers_count;
	struct pack_files *files; /* what the loader must free */
};

/**
 * Load the pack that ships with the program, or that --data names
 *
 * Also checks what a schema cannot: that field keys are unique, choices have
 * values, every cited source exists, and every paper's template is there.
 *
 * @param packp  Set to the pack; free it with pack_free()
 *
 * @return 0, ENOENT if forms/ or data/ is not found, EBADMSG with
 *         file:line:column
 */
int pack_load(struct pack **packp);

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

/** Source by key, or NULL */
const struct source *pack_source(const struct pack *pack, const char *key);

/** Rule by id, or NULL */
const struct rule *pack_rule(const struct pack *pack, const char *id);

/** Profile by key ("陕西", "national"), or NULL */
const struct profile *pack_profile(const struct pack *pack, const char *key);

/**
 * Put the place of a value in a pack file in front of the error sentence
 *
 * @param path   File, as form->path, or relative to the pack ("data/...")
 * @param where  Path of the value in it, e.g. "rules[3].holds"
 *
 * @return err
 */
int pack_error(int err, const struct pack *pack, const char *path,
	       const char *where);

/** The same for a field; what is one of its keys, or NULL for the whole row */
int pack_field_error(int err, const struct pack *pack,
		     const struct pack_field *f, const char *what);

#endif
