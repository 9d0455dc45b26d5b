/**
 * @file pack/pack.c  The rule pack: forms/, data/ and templates/ of one version
 */
#include "pack/pack.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "pack/data.h"
#include "pack/pack_check.h"
#include "pack/yml.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"

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
	int err = 0;

	pack->forms = x_calloc(pack->files.c, sizeof(struct form *));
	for (size_t i = 0; i < pack->files.c && !err; i++) {
		const struct pack_file *file = &pack->files.v[i];

		if (strncmp(file->name, "forms/", 6) != 0)
			continue;
		err = form_load(&pack->forms[pack->forms_count], &pack->files,
				file);
		pack->forms_count += !err;
	}
	if (!err)
		qsort(pack->forms, pack->forms_count, sizeof(struct form *),
		      by_order);
	return err;
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

/* By group and key; what stands first in the forms comes first */
static int by_name(const void *a, const void *b)
{
	const struct pack_field *fa = *(const struct pack_field *const *)a;
	const struct pack_field *fb = *(const struct pack_field *const *)b;
	int d = strcmp(fa->section->group, fb->section->group);

	if (d == 0)
		d = strcmp(fa->field->key, fb->field->key);
	return d ? d : (fa > fb) - (fa < fb);
}

static void index_fields(struct pack *pack)
{
	pack->index = x_calloc(pack->fields_count + 1,
			       sizeof(const struct pack_field *));
	for (unsigned i = 0; i < pack->fields_count; i++)
		pack->index[i] = &pack->fields[i];
	qsort(pack->index, pack->fields_count,
	      sizeof(const struct pack_field *), by_name);
}

/* What cannot be kept in a database as it is, a dossier could not use later */
static int check_text(const struct pack_files *files)
{
	for (size_t i = 0; i < files->c; i++) {
		const struct pack_file *f = &files->v[i];

		if (!text_is_utf8(f->text, f->len))
			return err_set(EBADMSG, _("%s/%s: not UTF-8 text"),
				       files->origin, f->name);
	}

	return 0;
}

/* The forms, and the hash over all files, while others read data/: the two
 * halves take about as long, and touch nothing of each other */
struct half {
	struct pack *pack;
	int err;
	char *text; /* of the error, which belongs to its thread */
};

static void *load_half(void *arg)
{
	struct half *half = arg;

	half->err = load_forms(half->pack);
	if (half->err)
		half->text = x_strdup(err_text(half->err));
	pack_files_sha256(half->pack->sha256, &half->pack->files);
	return NULL;
}

/* What is wrong in data/ is told first, whichever half found it first */
static int load_halves(struct pack *pack)
{
	struct half half = { .pack = pack };
	pthread_t thread;
	const bool alone = pthread_create(&thread, NULL, load_half, &half) != 0;
	int err = data_load(pack);

	if (alone)
		(void)load_half(&half);
	else
		(void)pthread_join(thread, NULL);
	if (!err && half.err)
		err = err_set(half.err, "%s", half.text);
	free(half.text);
	return err;
}

int pack_load_files(struct pack **packp, struct pack_files *files)
{
	struct pack *pack = x_calloc(1, sizeof(*pack));
	int err;

	pack->files = *files;
	*files = (struct pack_files){ 0 };

	err = check_text(&pack->files);
	if (!err)
		err = load_halves(pack);
	if (!err) {
		collect_fields(pack);
		index_fields(pack);
		err = pack_check(pack);
	}

	if (err)
		pack_free(pack);
	else
		*packp = pack;
	return err;
}

int pack_load(struct pack **packp)
{
	char *root = file_shipped("forms");
	struct pack_files files = { 0 };
	int err;

	if (!root)
		return err_set(ENOENT,
			       _("forms/ and data/ are not found beside the "
				 "program nor in %s; name their folder with "
				 "--data"),
			       SHAREDIR);

	*strrchr(root, '/') = '\0';
	err = pack_files_read(&files, root);
	free(root);
	return err ? err : pack_load_files(packp, &files);
}

void pack_free(struct pack *pack)
{
	if (!pack)
		return;

	for (size_t i = 0; i < pack->forms_count; i++)
		form_free(pack->forms[i]);
	free(pack->forms);
	free(pack->fields);
	free(pack->index);
	data_free(pack->data);
	pack_files_release(&pack->files);
	free(pack);
}

const struct field *pack_field(const struct pack *pack, const char *group,
			       const char *key, const struct section **sectionp)
{
	const struct pack_field *f;
	size_t low = 0;
	size_t high = pack->fields_count;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		int d;

		f = pack->index[mid];
		d = strcmp(f->section->group, group);
		if (d == 0)
			d = strcmp(f->field->key, key);
		if (d < 0)
			low = mid + 1;
		else
			high = mid;
	}
	f = low < pack->fields_count ? pack->index[low] : NULL;
	if (!f || strcmp(f->section->group, group) != 0 ||
	    strcmp(f->field->key, key) != 0)
		return NULL;

	if (sectionp)
		*sectionp = f->section;
	return f->field;
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

const struct section *pack_section(const struct pack *pack, const char *group)
{
	for (size_t i = 0; i < pack->fields_count; i++) {
		if (strcmp(pack->fields[i].section->group, group) == 0)
			return pack->fields[i].section;
	}

	return NULL;
}

/* Row of an array whose first member is the char * that names it, or NULL */
static const void *named(const void *rows, unsigned count, size_t size,
			 const char *name)
{
	for (unsigned i = 0; i < count; i++) {
		const void *row = (const char *)rows + i * size;

		if (strcmp(*(char *const *)row, name) == 0)
			return row;
	}

	return NULL;
}

#define NAMED(pack, rows, name) \
	named((pack)->rows, (pack)->rows##_count, sizeof(*(pack)->rows), name)

const struct source *pack_source(const struct pack *pack, const char *key)
{
	return NAMED(pack, sources, key);
}

const struct rule *pack_rule(const struct pack *pack, const char *id)
{
	return NAMED(pack, rules, id);
}

const struct rule_group *pack_group(const struct pack *pack, const char *key)
{
	return NAMED(pack, groups, key);
}

const struct word_list *pack_list(const struct pack *pack, const char *key)
{
	return NAMED(pack, lists, key);
}

const struct paper *pack_paper(const struct pack *pack, const char *id)
{
	return NAMED(pack, papers, id);
}

const struct portal_row *pack_portal(const struct pack *pack, const char *key)
{
	return NAMED(pack, portal, key);
}

const struct stage *pack_stage(const struct pack *pack, const char *id)
{
	return NAMED(pack, stages, id);
}

const struct act *pack_act(const struct pack *pack, const char *id)
{
	return NAMED(pack, acts, id);
}

const struct profile *pack_profile(const struct pack *pack, const char *key)
{
	return NAMED(pack, profiles, key);
}

int pack_error(int err, const struct pack *pack, const char *name,
	       const char *where)
{
	const struct pack_file *file = pack_files_find(&pack->files, name);
	char *path = pack_files_path(&pack->files, name);

	err = file ? yml_error_at(err, path, file->text, file->len, where)
		   : err_prefix(err, "%s", path);
	free(path);
	return err;
}

int pack_row_error(int err, const struct pack *pack, const char *name,
		   const char *list, size_t i, const char *what)
{
	struct str where = { 0 };

	str_addf(&where, "%s[%zu]%s%s", list, i, what ? "." : "",
		 what ? what : "");
	err = pack_error(err, pack, name, where.s);
	str_release(&where);
	return err;
}

int pack_field_error(int err, const struct pack *pack,
		     const struct pack_field *f, const char *what)
{
	struct str list = { 0 };

	str_addf(&list, "sections[%td].fields", f->section - f->form->sections);
	err = pack_row_error(err, pack, f->form->path, list.s,
			     (size_t)(f->field - f->section->fields), what);
	str_release(&list);
	return err;
}
