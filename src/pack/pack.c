/**
 * @file pack/pack.c  The rule pack: everything in forms/ and data/ of a version
 */
#include "pack/pack.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pack/schema.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

/* What one data file holds */
struct rules_file {
	char *version;
	struct rule *rules;
	unsigned rules_count;
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

struct pack_files {
	char *root; /* folder that holds forms/ and data/ */
	struct rules_file *rules;
	struct sources_file *sources;
	struct profiles_file *profiles;
	struct papers_file *papers;
	char *last_path; /* what pack_path() returned */
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

static const cyaml_schema_field_t rule_fields[] = {
	SCHEMA_TEXT(struct rule, id),
	CYAML_FIELD_ENUM("severity", CYAML_FLAG_STRICT, struct rule, severity,
			 severities, ARRAY_LEN(severities)),
	SCHEMA_TEXT(struct rule, title),
	SCHEMA_TEXT_OPT(struct rule, title_en),
	SCHEMA_TEXT_OPT(struct rule, when),
	SCHEMA_TEXT(struct rule, holds),
	SCHEMA_TEXT(struct rule, sentence),
	SCHEMA_TEXT_OPT(struct rule, sentence_en),
	SCHEMA_TEXT_OPT(struct rule, fix),
	SCHEMA_TEXT_OPT(struct rule, fix_en),
	CYAML_FIELD_SEQUENCE("sources", CYAML_FLAG_POINTER, struct rule,
			     sources, &schema_text, 1, CYAML_UNLIMITED),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t rule_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct rule, rule_fields)
};
static const cyaml_schema_field_t rules_fields[] = {
	SCHEMA_TEXT(struct rules_file, version),
	SCHEMA_ROWS(struct rules_file, rules, &rule_row),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t source_fields[] = {
	SCHEMA_TEXT(struct source, key),
	CYAML_FIELD_ENUM("strength", CYAML_FLAG_STRICT, struct source, strength,
			 strengths, ARRAY_LEN(strengths)),
	SCHEMA_TEXT(struct source, title),
	SCHEMA_TEXT_OPT(struct source, title_en),
	SCHEMA_TEXT_OPT(struct source, address),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t source_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct source, source_fields)
};
static const cyaml_schema_field_t sources_fields[] = {
	SCHEMA_ROWS(struct sources_file, sources, &source_row),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t profile_fields[] = {
	SCHEMA_TEXT(struct profile, key),
	SCHEMA_TEXT(struct profile, authority),
	SCHEMA_TEXT_OPT(struct profile, phone),
	SCHEMA_TEXT_OPT(struct profile, capital),
	SCHEMA_TEXT_OPT(struct profile, seats),
	SCHEMA_TEXT_OPT(struct profile, area),
	SCHEMA_TEXT_OPT(struct profile, staff),
	SCHEMA_TEXT_OPT(struct profile, strength),
	SCHEMA_TEXT_OPT(struct profile, checked),
	SCHEMA_TEXTS_OPT(struct profile, sources),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t profile_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct profile, profile_fields)
};
static const cyaml_schema_field_t profiles_fields[] = {
	SCHEMA_ROWS(struct profiles_file, profiles, &profile_row),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t paper_fields[] = {
	SCHEMA_TEXT(struct paper, id),
	SCHEMA_TEXT(struct paper, title),
	SCHEMA_TEXT_OPT(struct paper, title_en),
	SCHEMA_TEXT_OPT(struct paper, template),
	SCHEMA_TEXTS_OPT(struct paper, sources),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t paper_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct paper, paper_fields)
};
static const cyaml_schema_field_t papers_fields[] = {
	SCHEMA_ROWS(struct papers_file, papers, &paper_row),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t rules_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct rules_file, rules_fields)
};
static const cyaml_schema_value_t sources_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct sources_file, sources_fields)
};
static const cyaml_schema_value_t profiles_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct profiles_file, profiles_fields)
};
static const cyaml_schema_value_t papers_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct papers_file, papers_fields)
};

/* The data files of a pack; every one must be there */
static const struct {
	const char *name;
	const cyaml_schema_value_t *schema;
	size_t offset; /* of the pointer in struct pack_files */
} data_files[] = {
	{ "data/papers.yaml",   &papers_schema,   offsetof(struct pack_files, papers)   },
	{ "data/profiles.yaml", &profiles_schema, offsetof(struct pack_files, profiles) },
	{ "data/rules.yaml",    &rules_schema,    offsetof(struct pack_files, rules)    },
	{ "data/sources.yaml",  &sources_schema,  offsetof(struct pack_files, sources)  },
};
/* clang-format on */

static void **slot(struct pack_files *files, size_t i)
{
	return (void **)((char *)files + data_files[i].offset);
}

static const char *pack_path(const struct pack *pack, const char *name)
{
	struct str path = { 0 };

	str_addf(&path, "%s/%s", pack->files->root, name);
	free(pack->files->last_path);
	pack->files->last_path = str_take(&path);
	return pack->files->last_path;
}

static int load_data(struct pack *pack)
{
	struct pack_files *files = pack->files;

	for (size_t i = 0; i < ARRAY_LEN(data_files); i++) {
		int err = yml_load(pack_path(pack, data_files[i].name),
				   data_files[i].schema, slot(files, i));

		if (err)
			return err;
	}

	pack->version = files->rules->version;
	pack->rules = files->rules->rules;
	pack->rules_count = files->rules->rules_count;
	pack->sources = files->sources->sources;
	pack->sources_count = files->sources->sources_count;
	pack->profiles = files->profiles->profiles;
	pack->profiles_count = files->profiles->profiles_count;
	pack->papers = files->papers->papers;
	pack->papers_count = files->papers->papers_count;
	return 0;
}

static int by_order(const void *a, const void *b)
{
	const struct form *const *fa = a;
	const struct form *const *fb = b;

	if ((*fa)->order != (*fb)->order)
		return (*fa)->order < (*fb)->order ? -1 : 1;
	return strcmp((*fa)->form, (*fb)->form);
}

static int load_forms(struct pack *pack)
{
	glob_t found = { 0 };
	int err = 0;

	if (glob(pack_path(pack, "forms/*.yaml"), 0, NULL, &found) != 0)
		return err_set(ENOENT, _("%s: no form files there"),
			       pack_path(pack, "forms"));

	pack->forms = x_calloc(found.gl_pathc, sizeof(struct form *));
	for (size_t i = 0; i < found.gl_pathc && !err; i++) {
		err = form_load(&pack->forms[i], found.gl_pathv[i]);
		pack->forms_count += !err;
	}
	globfree(&found);
	if (!err)
		qsort(pack->forms, pack->forms_count, sizeof(struct form *),
		      by_order);
	return err;
}

/* One hash over all files, so that a changed pack is a different pack */
static int hash_files(struct pack *pack)
{
	struct str all = { 0 };
	char hex[SHA256_TEXT];
	int err = 0;

	for (size_t i = 0; i < pack->forms_count && !err; i++) {
		err = file_sha256(hex, pack->forms[i]->path);
		str_addf(&all, "%s form %s\n", hex, pack->forms[i]->form);
	}
	for (size_t i = 0; i < ARRAY_LEN(data_files) && !err; i++) {
		err = file_sha256(hex, pack_path(pack, data_files[i].name));
		str_addf(&all, "%s %s\n", hex, data_files[i].name);
	}
	file_sha256_mem(pack->sha256, str_text(&all), all.len);
	str_release(&all);
	return err;
}

static int check_source(const struct pack *pack, const char *key)
{
	if (pack_source(pack, key))
		return 0;

	return err_set(EBADMSG, _("source %s is not in data/sources.yaml"),
		       key);
}

static int check_sources(const struct pack *pack, char *const *keys,
			 size_t count, const char *path, const char *where)
{
	int err = 0;

	for (size_t i = 0; i < count && !err; i++)
		err = check_source(pack, keys[i]);

	return err ? pack_error(err, pack, path, where) : 0;
}

static void collect_fields(struct pack *pack)
{
	for (size_t f = 0; f < pack->forms_count; f++) {
		const struct form *form = pack->forms[f];

		for (size_t i = 0; i < form->sections_count; i++) {
			const struct section *s = &form->sections[i];
			const size_t n = pack->fields_count;

			pack->fields_count += s->fields_count;
			pack->fields = x_reallocarray(pack->fields,
						      pack->fields_count,
						      sizeof(*pack->fields));
			for (size_t k = 0; k < s->fields_count; k++)
				pack->fields[n + k] = (struct pack_field){
					form, s, &s->fields[k]
				};
		}
	}
}

int pack_field_error(int err, const struct pack *pack,
		     const struct pack_field *f, const char *what)
{
	struct str where = { 0 };

	str_addf(&where, "sections[%td].fields[%td]%s%s",
		 f->section - f->form->sections, f->field - f->section->fields,
		 what ? "." : "", what ? what : "");
	err = pack_error(err, pack, f->form->path, where.s);
	str_release(&where);
	return err;
}

static int check_field(const struct pack *pack, const struct pack_field *f)
{
	const struct section *first = NULL;
	int err = 0;

	if (pack_field(pack, f->section->group, f->field->key, &first) !=
	    f->field)
		err = err_set(EBADMSG, _("%s.%s is defined twice"),
			      f->section->group, f->field->key);
	else if (first && first->repeat != f->section->repeat)
		err = err_set(EBADMSG,
			      _("group %s repeats in one place and not in "
				"another"),
			      f->section->group);
	for (size_t i = 0; i < f->field->sources_count && !err; i++)
		err = check_source(pack, f->field->sources[i]);

	return err ? pack_field_error(err, pack, f, NULL) : 0;
}

static int check_paper(const struct pack *pack, const struct paper *paper,
		       const char *where)
{
	struct str name = { 0 };
	int err = 0;

	str_addf(&name, "templates/%s", paper->template ? paper->template : "");
	if (access(pack_path(pack, name.s), R_OK) != 0)
		err = err_set(EBADMSG, _("%s: the file %s is not there"),
			      paper->id, name.s);
	str_release(&name);
	if (err)
		return pack_error(err, pack, "data/papers.yaml", where);

	return check_sources(pack, paper->sources, paper->sources_count,
			     "data/papers.yaml", where);
}

static int check_rows(const struct pack *pack)
{
	struct str where = { 0 };
	int err = 0;

	for (size_t i = 0; i < pack->profiles_count && !err; i++) {
		const struct profile *profile = &pack->profiles[i];

		str_clear(&where);
		str_addf(&where, "profiles[%zu]", i);
		err = check_sources(pack, profile->sources,
				    profile->sources_count,
				    "data/profiles.yaml", where.s);
	}
	for (size_t i = 0; i < pack->rules_count && !err; i++) {
		const struct rule *rule = &pack->rules[i];

		str_clear(&where);
		str_addf(&where, "rules[%zu]", i);
		if (pack_rule(pack, rule->id) != rule)
			err = pack_error(err_set(EBADMSG,
						 _("rule %s is there twice"),
						 rule->id),
					 pack, "data/rules.yaml", where.s);
		if (err)
			break;
		err = check_sources(pack, rule->sources, rule->sources_count,
				    "data/rules.yaml", where.s);
	}
	for (size_t i = 0; i < pack->papers_count && !err; i++) {
		str_clear(&where);
		str_addf(&where, "papers[%zu]", i);
		err = check_paper(pack, &pack->papers[i], where.s);
	}

	str_release(&where);
	return err;
}

int pack_load(struct pack **packp)
{
	struct pack *pack;
	char *forms = file_shipped("forms");
	int err;

	if (!forms)
		return err_set(ENOENT,
			       _("forms/ and data/ are not found beside the "
				 "program nor in %s; name their folder with "
				 "--data"),
			       SHAREDIR);

	pack = x_calloc(1, sizeof(*pack));
	pack->files = x_calloc(1, sizeof(*pack->files));
	*strrchr(forms, '/') = '\0';
	pack->files->root = forms;

	err = load_data(pack);
	if (!err)
		err = load_forms(pack);
	if (!err)
		collect_fields(pack);
	for (size_t i = 0; i < pack->fields_count && !err; i++)
		err = check_field(pack, &pack->fields[i]);
	if (!err)
		err = check_rows(pack);
	if (!err)
		err = hash_files(pack);

	if (err)
		pack_free(pack);
	else
		*packp = pack;
	return err;
}

void pack_free(struct pack *pack)
{
	if (!pack)
		return;

	for (size_t i = 0; i < pack->forms_count; i++)
		form_free(pack->forms[i]);
	free(pack->forms);
	free(pack->fields);
	for (size_t i = 0; i < ARRAY_LEN(data_files); i++)
		yml_free(data_files[i].schema, *slot(pack->files, i));
	free(pack->files->root);
	free(pack->files->last_path);
	free(pack->files);
	free(pack);
}

const struct field *pack_field(const struct pack *pack, const char *group,
			       const char *key, const struct section **sectionp)
{
	for (size_t i = 0; i < pack->fields_count; i++) {
		const struct pack_field *f = &pack->fields[i];

		if (strcmp(f->section->group, group) != 0 ||
		    strcmp(f->field->key, key) != 0)
			continue;
		if (sectionp)
			*sectionp = f->section;
		return f->field;
	}

	return NULL;
}

const struct field *pack_near_field(const struct pack *pack, const char *group,
				    const char *key,
				    const struct section **sectionp)
{
	const struct pack_field *near = NULL;
	size_t best = 5;

	for (size_t i = 0; i < pack->fields_count; i++) {
		const struct pack_field *f = &pack->fields[i];
		size_t d = 2 * text_distance(f->section->group, group) +
			   text_distance(f->field->key, key);

		if (d < best) {
			best = d;
			near = f;
		}
	}
	if (near && sectionp)
		*sectionp = near->section;

	return near ? near->field : NULL;
}

const struct source *pack_source(const struct pack *pack, const char *key)
{
	for (size_t i = 0; i < pack->sources_count; i++) {
		if (strcmp(pack->sources[i].key, key) == 0)
			return &pack->sources[i];
	}

	return NULL;
}

const struct rule *pack_rule(const struct pack *pack, const char *id)
{
	for (size_t i = 0; i < pack->rules_count; i++) {
		if (strcmp(pack->rules[i].id, id) == 0)
			return &pack->rules[i];
	}

	return NULL;
}

const struct profile *pack_profile(const struct pack *pack, const char *key)
{
	for (size_t i = 0; i < pack->profiles_count; i++) {
		if (strcmp(pack->profiles[i].key, key) == 0)
			return &pack->profiles[i];
	}

	return NULL;
}

int pack_error(int err, const struct pack *pack, const char *path,
	       const char *where)
{
	return yml_error_in(err, *path == '/' ? path : pack_path(pack, path),
			    where);
}
