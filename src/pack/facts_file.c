/**
 * @file pack/facts_file.c  A dossier as a YAML file that a person would write
 *
 * The libcyaml schema is made from the forms at run time.  Every field has one
 * slot; a group is an array of slots, a repeating group a list of such arrays.
 */
#include "pack/facts_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pack/schema.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

#define ROWS_MAX   10000
#define VALUE_MAX  65536
#define GROUPS_MAX PACK_GROUPS_MAX
#define HEAD_MAX   10

/* Codes whose check symbol is overridden; a company has one */
#define ACCEPTED_MAX 100

/* Where libcyaml puts one value */
struct slot {
	char *text;	/* a scalar */
	char **list;	/* or, for choices, a list */
	unsigned count; /* of the list */
};

/* Where libcyaml puts one group */
struct group_slot {
	struct slot *slots; /* all rows, one behind the other */
	unsigned count;	    /* rows of a repeating group */
};

/* A row of accepted, or of kept */
struct pair {
	char *fact;
	char *reason;
	char *value;
};

/* What a test expects, as libcyaml gives it */
struct expect {
	char **fail;
	unsigned fail_count;
	char **unknown;
	unsigned unknown_count;
	char **na;
	unsigned na_count;
	char **form;
	unsigned form_count;
	char **papers;
	unsigned papers_count;
	int *blocking;
};

/* The top of the file, before the groups */
struct top {
	char *dossier;
	char *pack;
	bool draft;
	struct pair *accepted;
	unsigned accepted_count;
	struct pair *kept;
	unsigned kept_count;
	char *title; /* the rest is of tests only */
	char *base;
	char *today;
	struct expect *expect;
	struct group_slot groups[GROUPS_MAX];
};

/* One group: the sections of all forms that speak of it, put together */
struct group {
	const struct section *section; /* the first of them */
	const struct field **fields;
	size_t count;
	cyaml_schema_field_t *schema;
	cyaml_schema_value_t row;
};

struct shape {
	struct group groups[GROUPS_MAX];
	size_t count;
	cyaml_schema_field_t top[GROUPS_MAX + HEAD_MAX];
	cyaml_schema_value_t schema;
};

/* clang-format off */
static const cyaml_schema_value_t choice_word = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, VALUE_MAX)
};
static const cyaml_schema_field_t accepted_fields[] = {
	SCHEMA_TEXT(struct pair, fact),
	SCHEMA_TEXT(struct pair, reason),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t accepted_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct pair, accepted_fields)
};
static const cyaml_schema_field_t kept_fields[] = {
	SCHEMA_TEXT(struct pair, fact),
	CYAML_FIELD_STRING_PTR("value", CYAML_FLAG_POINTER, struct pair, value,
			       1, VALUE_MAX),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t kept_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct pair, kept_fields)
};
static const cyaml_schema_field_t head_fields[] = {
	SCHEMA_TEXT_OPT(struct top, dossier),
	SCHEMA_TEXT_OPT(struct top, pack),
	CYAML_FIELD_BOOL("draft", CYAML_FLAG_OPTIONAL, struct top, draft),
	SCHEMA_ROWS_OPT(struct top, accepted, &accepted_row),
	SCHEMA_ROWS_OPT(struct top, kept, &kept_row),
};

static const cyaml_schema_field_t expect_fields[] = {
	SCHEMA_TEXTS_OPT(struct expect, fail),
	SCHEMA_TEXTS_OPT(struct expect, unknown),
	SCHEMA_TEXTS_OPT(struct expect, na),
	SCHEMA_TEXTS_OPT(struct expect, form),
	SCHEMA_TEXTS_OPT(struct expect, papers),
	CYAML_FIELD_INT_PTR("blocking", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			    struct expect, blocking),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t test_fields[] = {
	SCHEMA_TEXT_OPT(struct top, title),
	SCHEMA_TEXT_OPT(struct top, base),
	SCHEMA_TEXT_OPT(struct top, today),
	CYAML_FIELD_MAPPING_PTR("expect", CYAML_FLAG_POINTER, struct top,
				expect, expect_fields),
};
/* clang-format on */

static struct group *group_of(struct shape *shape, const struct section *s)
{
	struct group *g;

	for (size_t i = 0; i < shape->count; i++) {
		if (strcmp(shape->groups[i].section->group, s->group) == 0)
			return &shape->groups[i];
	}
	if (shape->count == GROUPS_MAX)
		return NULL;

	g = &shape->groups[shape->count++];
	g->section = s;
	return g;
}

static void add_fields(struct group *g, const struct section *s)
{
	g->fields = x_reallocarray(g->fields, g->count + s->fields_count,
				   sizeof(struct field *));
	for (size_t k = 0; k < s->fields_count; k++)
		g->fields[g->count++] = &s->fields[k];
}

static cyaml_schema_field_t field_row(const struct field *field, size_t i)
{
	cyaml_schema_field_t row = {
		.key = field->key,
		.data_offset = (uint32_t)(i * sizeof(struct slot)),
	};

	if (field->type == FIELD_CHOICES) {
		row.data_offset += (uint32_t)offsetof(struct slot, list);
		row.count_offset = (uint32_t)(i * sizeof(struct slot) +
					      offsetof(struct slot, count));
		row.count_size = sizeof(unsigned);
		row.value = (cyaml_schema_value_t){
			.type = CYAML_SEQUENCE,
			.flags = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			.data_size = sizeof(char *),
			.sequence = { .entry = &choice_word, .max = ROWS_MAX },
		};
		return row;
	}

	row.value = (cyaml_schema_value_t){
		.type = CYAML_STRING,
		.flags = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
		.data_size = sizeof(char),
		.string = { .max = VALUE_MAX },
	};
	return row;
}

static cyaml_schema_field_t group_row(struct group *g, size_t i)
{
	const uint32_t base = (uint32_t)(offsetof(struct top, groups) +
					 i * sizeof(struct group_slot));
	cyaml_schema_field_t row = {
		.key = g->section->group,
		.data_offset = base +
			       (uint32_t)offsetof(struct group_slot, slots),
	};

	g->schema = x_calloc(g->count + 1, sizeof(*g->schema));
	for (size_t k = 0; k < g->count; k++)
		g->schema[k] = field_row(g->fields[k], k);
	g->row = (cyaml_schema_value_t){
		.type = CYAML_MAPPING,
		.data_size = (uint32_t)(g->count * sizeof(struct slot)),
		.mapping = { .fields = g->schema },
	};

	if (!g->section->repeat) {
		row.value = g->row;
		row.value.flags = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL;
		return row;
	}

	row.count_offset = base + (uint32_t)offsetof(struct group_slot, count);
	row.count_size = sizeof(unsigned);
	row.value = (cyaml_schema_value_t){
		.type = CYAML_SEQUENCE,
		.flags = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
		.data_size = g->row.data_size,
		.sequence = { .entry = &g->row, .max = ROWS_MAX },
	};
	return row;
}

static struct shape *shape_of(const struct pack *pack, bool test)
{
	size_t head = ARRAY_LEN(head_fields);
	struct shape *shape = x_calloc(1, sizeof(*shape));

	for (size_t f = 0; f < pack->forms_count; f++) {
		const struct form *form = pack->forms[f];

		for (size_t i = 0; i < form->sections_count; i++) {
			struct group *g = group_of(shape, &form->sections[i]);

			if (g)
				add_fields(g, &form->sections[i]);
		}
	}

	memcpy(shape->top, head_fields, sizeof(head_fields));
	if (test) {
		memcpy(&shape->top[head], test_fields, sizeof(test_fields));
		head += ARRAY_LEN(test_fields);
	}
	for (size_t i = 0; i < shape->count; i++)
		shape->top[head + i] = group_row(&shape->groups[i], i);
	shape->schema = (cyaml_schema_value_t){
		.type = CYAML_MAPPING,
		.flags = CYAML_FLAG_POINTER,
		.data_size = sizeof(struct top),
		.mapping = { .fields = shape->top },
	};
	return shape;
}

static void shape_free(struct shape *shape)
{
	for (size_t i = 0; i < shape->count; i++) {
		free(shape->groups[i].fields);
		free(shape->groups[i].schema);
	}
	free(shape);
}

static void add_entry(struct facts_file *file, const struct group *g,
		      unsigned row, const struct field *field,
		      const struct slot *slot)
{
	struct str text = { 0 };
	struct str key = { 0 };
	struct str where = { 0 };

	if (!slot->text && !slot->list)
		return;

	if (slot->text)
		str_add(&text, slot->text);
	for (unsigned i = 0; i < slot->count; i++)
		str_addf(&text, "%s%s", i ? "," : "", slot->list[i]);
	if (g->section->repeat) {
		str_addf(&key, "%s[%u].%s", g->section->group, row + 1,
			 field->key);
		str_addf(&where, "%s[%u].%s", g->section->group, row,
			 field->key);
	} else {
		str_addf(&key, "%s.%s", g->section->group, field->key);
		str_add(&where, key.s);
	}

	file->v = x_grow(file->v, file->c, sizeof(*file->v));
	file->v[file->c++] = (struct facts_entry){
		.key = str_take(&key),
		.text = str_take(&text),
		.where = str_take(&where),
	};
}

/* Reasons go to the entries they are about */
static int take_accepted(struct facts_file *file, const struct top *top)
{
	if (top->accepted_count > ACCEPTED_MAX)
		return err_set(EBADMSG, _("%s: more than %d rows of accepted"),
			       file->path, ACCEPTED_MAX);

	for (unsigned k = 0; k < top->accepted_count; k++) {
		const struct pair *p = &top->accepted[k];
		size_t i = 0;

		while (i < file->c && strcmp(file->v[i].key, p->fact) != 0)
			i++;
		if (i == file->c || file->v[i].accept)
			return err_set(EBADMSG,
				       _("%s: accepted names %s, which the "
					 "file does not have once"),
				       file->path, p->fact);
		file->v[i].accept = x_strdup(p->reason);
	}

	return 0;
}

static void add_kept(struct facts_file *file, const struct top *top)
{
	for (unsigned k = 0; k < top->kept_count; k++) {
		struct str where = { 0 };

		str_addf(&where, "kept[%u].fact", k);
		file->v = x_grow(file->v, file->c, sizeof(*file->v));
		file->v[file->c++] = (struct facts_entry){
			.key = x_strdup(top->kept[k].fact),
			.text = x_strdup(top->kept[k].value),
			.where = str_take(&where),
			.kept = true,
		};
	}
}

static void flatten(struct facts_file *file, const struct shape *shape,
		    const struct top *top)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct group *g = &shape->groups[i];
		const struct group_slot *gs = &top->groups[i];
		unsigned rows = g->section->repeat ? gs->count
				: gs->slots	   ? 1
						   : 0;

		for (unsigned r = 0; r < rows; r++) {
			for (size_t k = 0; k < g->count; k++)
				add_entry(file, g, r, g->fields[k],
					  &gs->slots[r * g->count + k]);
		}
	}
}

static struct facts_list take_list(char *const *from, unsigned count)
{
	struct facts_list list = { x_calloc(count, sizeof(char *)), count,
				   from != NULL };

	for (unsigned i = 0; from && i < list.c; i++)
		list.v[i] = x_strdup(from[i]);
	return list;
}

static char *copy_of(const char *s)
{
	return s ? x_strdup(s) : NULL;
}

static struct facts_expect *take_expect(const struct top *top)
{
	struct facts_expect *to = x_calloc(1, sizeof(*to));
	struct expect *e = top->expect;

	*to = (struct facts_expect){
		.title = copy_of(top->title),
		.base = copy_of(top->base),
		.today = copy_of(top->today),
		.fail = take_list(e->fail, e->fail_count),
		.unknown = take_list(e->unknown, e->unknown_count),
		.na = take_list(e->na, e->na_count),
		.form = take_list(e->form, e->form_count),
		.papers = take_list(e->papers, e->papers_count),
		.blocking = e->blocking ? *e->blocking : -1,
	};
	return to;
}

static int load(struct facts_file **filep, const struct pack *pack,
		const char *path, bool test)
{
	struct shape *shape = shape_of(pack, test);
	struct facts_file *file;
	struct top *top = NULL;
	int err = yml_load(path, &shape->schema, (void **)&top);

	if (!err) {
		file = x_calloc(1, sizeof(*file));
		file->path = x_strdup(path);
		file->no = copy_of(top->dossier);
		file->draft = top->draft;
		flatten(file, shape, top);
		err = take_accepted(file, top);
		add_kept(file, top);
		if (test)
			file->expect = take_expect(top);
		if (err)
			facts_file_free(file);
		else
			*filep = file;
	}

	yml_free(&shape->schema, top);
	shape_free(shape);
	return err;
}

int facts_file_load(struct facts_file **filep, const struct pack *pack,
		    const char *path)
{
	return load(filep, pack, path, false);
}

int facts_file_load_test(struct facts_file **filep, const struct pack *pack,
			 const char *path)
{
	return load(filep, pack, path, true);
}

static void list_release(struct facts_list *list)
{
	for (unsigned i = 0; i < list->c; i++)
		free(list->v[i]);
	free(list->v);
}

static void expect_free(struct facts_expect *e)
{
	if (!e)
		return;

	free(e->title);
	free(e->base);
	free(e->today);
	list_release(&e->fail);
	list_release(&e->unknown);
	list_release(&e->na);
	list_release(&e->form);
	list_release(&e->papers);
	free(e);
}

void facts_file_free(struct facts_file *file)
{
	if (!file)
		return;

	for (size_t i = 0; i < file->c; i++) {
		free(file->v[i].key);
		free(file->v[i].text);
		free(file->v[i].where);
		free(file->v[i].accept);
	}
	free(file->v);
	expect_free(file->expect);
	free(file->no);
	free(file->path);
	free(file);
}

int facts_file_error(int err, const struct facts_file *file, size_t i)
{
	return yml_error_in(err, file->path,
			    i < file->c ? file->v[i].where : "");
}

static void write_value(struct yml_out *out, const struct field *field,
			const char *value)
{
	yml_out_text(out, field->key);
	if (field->type != FIELD_CHOICES) {
		yml_out_text(out, value);
		return;
	}

	yml_out_seq(out);
	while (*value) {
		size_t n = strcspn(value, ",");
		char *word = x_strndup(value, n);

		yml_out_text(out, word);
		free(word);
		value += n + (value[n] == ',');
	}
	yml_out_seq_end(out);
}

static bool has_any(const struct group *g, int n,
		    const struct facts_file_view *view)
{
	for (size_t k = 0; k < g->count; k++) {
		if (view->value(g->section, g->fields[k], n, view->arg))
			return true;
	}

	return false;
}

static void write_row(struct yml_out *out, const struct group *g, int n,
		      const struct facts_file_view *view)
{
	yml_out_map(out);
	for (size_t k = 0; k < g->count; k++) {
		const char *value = view->value(g->section, g->fields[k], n,
						view->arg);

		if (value)
			write_value(out, g->fields[k], value);
	}
	yml_out_map_end(out);
}

static void write_pairs(struct yml_out *out, const char *list,
			const char *second, const struct facts_pair *v,
			size_t c)
{
	if (c == 0)
		return;

	yml_out_text(out, list);
	yml_out_seq(out);
	for (size_t i = 0; i < c; i++) {
		yml_out_map(out);
		yml_out_text(out, "fact");
		yml_out_text(out, v[i].fact);
		yml_out_text(out, second);
		yml_out_text(out, v[i].text);
		yml_out_map_end(out);
	}
	yml_out_seq_end(out);
}

static void write_group(struct yml_out *out, const struct group *g,
			const struct facts_file_view *view)
{
	int rows = g->section->repeat ? view->rows(g->section->group, view->arg)
				      : 0;

	if (g->section->repeat ? rows == 0 : !has_any(g, 0, view))
		return;

	yml_out_text(out, g->section->group);
	if (!g->section->repeat) {
		write_row(out, g, 0, view);
		return;
	}
	yml_out_seq(out);
	for (int n = 1; n <= rows; n++)
		write_row(out, g, n, view);
	yml_out_seq_end(out);
}

int facts_file_write(struct str *to, const struct pack *pack,
		     const struct facts_file_view *view)
{
	struct shape *shape = shape_of(pack, false);
	struct yml_out *out;
	int err;

	yml_out_open(&out, to);
	yml_out_text(out, "dossier");
	yml_out_text(out, view->no);
	if (view->draft) {
		yml_out_text(out, "draft");
		yml_out_text(out, "true");
	}
	write_pairs(out, "accepted", "reason", view->acceptedv,
		    view->acceptedc);
	write_pairs(out, "kept", "value", view->keptv, view->keptc);
	for (size_t i = 0; i < shape->count; i++)
		write_group(out, &shape->groups[i], view);
	err = yml_out_close(out);
	shape_free(shape);
	return err;
}
