/**
 * @file pack/retention.c  How long personal data is kept, and from when
 */
#include "pack/retention.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/pack_check.h"
#include "pack/schema.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"

/* clang-format off */
static const cyaml_schema_field_t term_fields[] = {
	SCHEMA_TEXT(struct retention_term, id),
	SCHEMA_TEXT(struct retention_term, title),
	SCHEMA_TEXT_OPT(struct retention_term, title_en),
	CYAML_FIELD_SEQUENCE("facts", CYAML_FLAG_POINTER,
			     struct retention_term, facts, &schema_text, 1,
			     CYAML_UNLIMITED),
	SCHEMA_TEXTS_OPT(struct retention_term, acts),
	CYAML_FIELD_BOOL("ended", CYAML_FLAG_OPTIONAL, struct retention_term,
			 ended),
	CYAML_FIELD_INT("months", CYAML_FLAG_DEFAULT, struct retention_term,
			months),
	SCHEMA_TEXT_OPT(struct retention_term, note),
	SCHEMA_TEXT_OPT(struct retention_term, note_en),
	CYAML_FIELD_SEQUENCE("sources", CYAML_FLAG_POINTER,
			     struct retention_term, sources, &schema_text, 1,
			     CYAML_UNLIMITED),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t term_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct retention_term,
			    term_fields)
};
static const cyaml_schema_field_t retention_fields[] = {
	SCHEMA_ROWS(struct retention, terms, &term_row),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t retention_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct retention,
			    retention_fields)
};
/* clang-format on */

/* "group" or "group.key" */
static bool is_of(const char *name, const char *group, const char *key)
{
	const size_t n = strlen(group);

	return strncmp(name, group, n) == 0 &&
	       (!name[n] || (name[n] == '.' && strcmp(name + n + 1, key) == 0));
}

bool retention_covers(const struct retention_term *term, const char *group,
		      const char *key)
{
	for (unsigned i = 0; i < term->facts_count; i++) {
		if (is_of(term->facts[i], group, key))
			return true;
	}

	return false;
}

/* Pack has what is named; a name without a field is a group */
static bool knows(const struct pack *pack, const char *name)
{
	const char *dot = strchr(name, '.');
	char *group;
	bool known;

	if (!dot)
		return pack_section(pack, name) != NULL;
	group = x_strndup(name, (size_t)(dot - name));
	known = pack_field(pack, group, dot + 1, NULL) != NULL;
	free(group);
	return known;
}

/* Sets the name of the member that is wrong */
static int check_term(const struct retention_term *t, const struct pack *pack,
		      const char **whatp)
{
	*whatp = "facts";
	for (unsigned i = 0; i < t->facts_count; i++) {
		if (!knows(pack, t->facts[i]))
			return err_set(EBADMSG, _("no fact is called %s"),
				       t->facts[i]);
	}
	*whatp = "acts";
	for (unsigned i = 0; i < t->acts_count; i++) {
		if (!pack_act(pack, t->acts[i]))
			return err_set(EBADMSG, _("no act %s"), t->acts[i]);
	}
	*whatp = "months";
	if (t->months < 0 || t->months > RETENTION_MONTHS_MAX)
		return err_set(EBADMSG, _("expected 0 to %d months"),
			       RETENTION_MONTHS_MAX);
	*whatp = "ended";
	if (!t->ended && t->acts_count == 0)
		return err_set(EBADMSG, _("a term that nothing begins"));
	*whatp = "sources";
	return pack_check_sources(pack, t->sources, t->sources_count);
}

static int check(const struct retention *r, const char *path,
		 const struct pack *pack)
{
	char place[64];

	for (unsigned i = 0; i < r->terms_count; i++) {
		const char *what = NULL;

		if (check_term(&r->terms[i], pack, &what) == 0)
			continue;
		(void)snprintf(place, sizeof(place), "terms[%u].%s", i, what);
		return yml_error_in(EBADMSG, path, place);
	}

	return 0;
}

int retention_load(struct retention **retentionp, const char *path,
		   const struct pack *pack)
{
	char *shipped = path ? NULL : file_shipped("data/retention.yaml");
	void *data = NULL;
	int err;

	if (!path && !shipped)
		return err_set(ENOENT, _("%s is not there"),
			       "data/retention.yaml");
	err = yml_load(path ? path : shipped, &retention_schema, &data);
	if (!err)
		err = check(data, path ? path : shipped, pack);
	if (err)
		retention_free(data);
	else
		*retentionp = data;
	free(shipped);
	return err;
}

void retention_free(struct retention *retention)
{
	yml_free(&retention_schema, retention);
}
