/**
 * @file pack/watch.c  Published lists: which are read, and what they mean
 */
#include "pack/watch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/pack_check.h"
#include "pack/schema.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* clang-format off */
static const cyaml_schema_field_t kind_fields[] = {
	SCHEMA_TEXT(struct watch_kind, kind),
	SCHEMA_TEXT(struct watch_kind, title),
	SCHEMA_TEXT_OPT(struct watch_kind, title_en),
	SCHEMA_TEXTS_OPT(struct watch_kind, acts),
	SCHEMA_TEXTS_OPT(struct watch_kind, set),
	SCHEMA_TEXT_OPT(struct watch_kind, advice),
	SCHEMA_TEXT_OPT(struct watch_kind, advice_en),
	SCHEMA_TEXTS_OPT(struct watch_kind, sources),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t kind_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct watch_kind, kind_fields)
};
static const cyaml_schema_field_t kinds_fields[] = {
	SCHEMA_ROWS(struct watch_kinds, kinds, &kind_row),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t kinds_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct watch_kinds,
			    kinds_fields)
};

static const cyaml_schema_field_t list_fields[] = {
	SCHEMA_TEXT(struct watch_list, name),
	SCHEMA_TEXT_OPT(struct watch_list, url),
	SCHEMA_TEXT_OPT(struct watch_list, file),
	SCHEMA_TEXT(struct watch_list, kind),
	SCHEMA_TEXT_OPT(struct watch_list, ca_file),
	CYAML_FIELD_UINT_PTR("timeout",
			     CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct watch_list, timeout),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t list_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct watch_list, list_fields)
};
static const cyaml_schema_field_t config_fields[] = {
	CYAML_FIELD_SEQUENCE("lists", CYAML_FLAG_POINTER, struct watch_config,
			     lists, &list_row, 1, WATCH_LISTS_MAX),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t config_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct watch_config,
			    config_fields)
};
/* clang-format on */

/* FACT=VALUE of a field of the pack */
static int check_wish(const char *wish, const struct pack *pack)
{
	const size_t n = strcspn(wish, "=");
	const size_t dot = strcspn(wish, ".");
	char *group = x_strndup(wish, dot < n ? dot : n);
	char *key = dot < n ? x_strndup(wish + dot + 1, n - dot - 1) : NULL;
	int err = 0;

	if (!wish[n] || !key || !pack_field(pack, group, key, NULL))
		err = err_set(EBADMSG,
			      _("%s is not a fact of the forms and its value"),
			      wish);
	free(group);
	free(key);
	return err;
}

static int check_name(const struct watch_kinds *kinds, unsigned i)
{
	for (unsigned j = 0; j < i; j++) {
		if (strcmp(kinds->kinds[i].kind, kinds->kinds[j].kind) == 0)
			return err_set(EBADMSG, _("\"%s\" is there twice"),
				       kinds->kinds[i].kind);
	}

	return 0;
}

static int check_kind(const struct watch_kind *k, unsigned i, const char *path,
		      const struct pack *pack)
{
	char place[64];

	for (unsigned j = 0; j < k->set_count; j++) {
		if (check_wish(k->set[j], pack) == 0)
			continue;
		(void)snprintf(place, sizeof(place), "kinds[%u].set[%u]", i, j);
		return yml_error_in(EBADMSG, path, place);
	}
	for (unsigned j = 0; j < k->acts_count; j++) {
		if (pack_act(pack, k->acts[j]))
			continue;
		(void)err_set(EBADMSG, _("no act %s"), k->acts[j]);
		(void)snprintf(place, sizeof(place), "kinds[%u].acts[%u]", i,
			       j);
		return yml_error_in(EBADMSG, path, place);
	}
	if (pack_check_sources(pack, k->sources, k->sources_count)) {
		(void)snprintf(place, sizeof(place), "kinds[%u].sources", i);
		return yml_error_in(EBADMSG, path, place);
	}

	return 0;
}

int watch_kinds_load(struct watch_kinds **kindsp, const char *path,
		     const struct pack *pack)
{
	struct watch_kinds *kinds;
	void *data = NULL;
	int err = yml_load(path, &kinds_schema, &data);

	kinds = data;
	for (unsigned i = 0; !err && i < kinds->kinds_count; i++) {
		char place[64];

		(void)snprintf(place, sizeof(place), "kinds[%u].kind", i);
		err = check_name(kinds, i)
			      ? yml_error_in(EBADMSG, path, place)
			      : check_kind(&kinds->kinds[i], i, path, pack);
	}
	if (err)
		watch_kinds_free(kinds);
	else
		*kindsp = kinds;
	return err;
}

void watch_kinds_free(struct watch_kinds *kinds)
{
	yml_free(&kinds_schema, kinds);
}

const struct watch_kind *watch_kind(const struct watch_kinds *kinds,
				    const char *kind)
{
	struct str all = { 0 };

	for (unsigned i = 0; i < kinds->kinds_count; i++) {
		if (strcmp(kinds->kinds[i].kind, kind) == 0)
			return &kinds->kinds[i];
	}
	for (unsigned i = 0; i < kinds->kinds_count; i++)
		str_addf(&all, "%s%s", i ? ", " : "", kinds->kinds[i].kind);

	(void)err_set(ENOENT, _("no kind of list %s; there are: %s"), kind,
		      str_text(&all));
	str_release(&all);
	return NULL;
}

/* The sentence of another error, as one of a damaged file */
static void damaged(int err)
{
	char *why = x_strdup(err_text(err));

	(void)err_set(EBADMSG, "%s", why);
	free(why);
}

/* Each check of a list names the member that is wrong, NULL if none is */

static const char *check_source(const struct watch_list *l,
				watch_check_url_h *check_url)
{
	if (!l->url == !l->file) {
		(void)err_set(EBADMSG, _("a list has either url or file"));
		return l->url ? ".url" : "";
	}
	if (l->url && check_url(l->url)) {
		damaged(EINVAL);
		return ".url";
	}
	if (l->ca_file && !l->url) {
		(void)err_set(EBADMSG, _("ca_file goes with url"));
		return ".ca_file";
	}
	return NULL;
}

static const char *check_list(const struct watch_config *conf, unsigned i,
			      const struct watch_kinds *kinds,
			      watch_check_url_h *check_url)
{
	const struct watch_list *l = &conf->lists[i];

	for (unsigned k = 0; k < i; k++) {
		if (strcmp(conf->lists[k].name, l->name) != 0)
			continue;
		(void)err_set(EBADMSG, _("\"%s\" is there twice"), l->name);
		return ".name";
	}
	if (!watch_kind(kinds, l->kind)) {
		damaged(ENOENT);
		return ".kind";
	}
	if (l->timeout &&
	    (*l->timeout < 1 || *l->timeout > WATCH_TIMEOUT_MAX)) {
		(void)err_set(EBADMSG, _("expected 1 to %d seconds"),
			      WATCH_TIMEOUT_MAX);
		return ".timeout";
	}
	return check_source(l, check_url);
}

/* A name that is not absolute is one beside the configuration */
static void beside(char **namep, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str full = { 0 };

	if (!*namep || **namep == '/' || !slash)
		return;
	str_add_n(&full, path, (size_t)(slash + 1 - path));
	str_add(&full, *namep);
	free(*namep);
	*namep = str_take(&full);
}

int watch_config_load(struct watch_config **confp, const char *path,
		      const struct watch_kinds *kinds,
		      watch_check_url_h *check_url)
{
	struct watch_config *conf = NULL;
	void *data = NULL;
	char place[64];
	int err = yml_load(path, &config_schema, &data);

	conf = data;
	for (unsigned i = 0; !err && i < conf->lists_count; i++) {
		const char *bad = check_list(conf, i, kinds, check_url);

		if (bad) {
			(void)snprintf(place, sizeof(place), "lists[%u]%s", i,
				       bad);
			err = yml_error_in(EBADMSG, path, place);
		}
	}
	if (err) {
		watch_config_free(conf);
		return err;
	}

	for (unsigned i = 0; i < conf->lists_count; i++) {
		beside(&conf->lists[i].file, path);
		beside(&conf->lists[i].ca_file, path);
	}
	*confp = conf;
	return 0;
}

void watch_config_free(struct watch_config *conf)
{
	yml_free(&config_schema, conf);
}
