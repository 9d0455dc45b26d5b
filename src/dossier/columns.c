/**
 * @file dossier/columns.c  Which column of a table is which field of a group
 */
#include "dossier/columns.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

#define DISTANCE_MAX 40 /* text_distance() for what it does not compare */
#define NAME_WIDTH   40 /* of a refused name in a message */

/* A name of a field */
struct column_name {
	char *text; /* as fold() leaves it */
	char *said; /* as people write it */
	size_t field;
	bool is_key;
};

/* What people vary without meaning anything by it goes */
static char *fold(const char *name)
{
	char *plain = text_normalise(name);
	struct str out = { 0 };

	for (const char *p = plain; *p;) {
		char buf[8];
		uint32_t cp = text_next(&p);

		if (cp == 0xFF08 || cp == 0xFF09) /* （ ） */
			cp = cp == 0xFF08 ? '(' : ')';
		else if (cp >= 'A' && cp <= 'Z')
			cp += 'a' - 'A';
		if (cp != ' ' && cp != '\n' && cp != '\t' && cp != 0xFF0A)
			str_add_n(&out, buf, text_put(buf, cp));
	}
	while (out.len > 1 && out.s[out.len - 1] == '*')
		out.s[--out.len] = '\0';

	free(plain);
	str_add(&out, "");
	return str_take(&out);
}

static void add_title(struct str *to, const struct field *field,
		      const char *label)
{
	str_add(to, label);
	if (field->unit)
		str_addf(to, "（%s）", field->unit);
}

static void add_name(struct columns *c, size_t field, const char *text,
		     bool is_key)
{
	c->names = x_grow(c->names, c->names_count, sizeof(*c->names));
	c->names[c->names_count++] = (struct column_name){
		.text = fold(text),
		.said = x_strdup(text),
		.field = field,
		.is_key = is_key,
	};
}

static void add_label(struct columns *c, size_t field, const char *label)
{
	const char *unit = c->fields[field]->unit;
	struct str full = { 0 };

	if (!label)
		return;

	add_name(c, field, label, false);
	if (unit) {
		add_title(&full, c->fields[field], label);
		add_name(c, field, full.s, false);
		str_release(&full);
	}
}

static int no_group(const struct pack *pack, const char *group)
{
	const char *last = "";
	struct str all = { 0 };
	int err;

	for (size_t i = 0; i < pack->fields_count; i++) {
		const struct section *s = pack->fields[i].section;

		if (!s->repeat || strcmp(s->group, last) == 0)
			continue;
		str_addf(&all, "%s%s (%s)", all.len ? ", " : "", s->group,
			 lang_pick(s->title, s->title_en));
		last = s->group;
	}
	err = err_set(ENOENT, _("no group %s has rows; those that have: %s"),
		      group, str_text(&all));
	str_release(&all);
	return err;
}

int columns_init(struct columns *columns, const struct pack *pack,
		 const char *group)
{
	struct columns c = { 0 };

	for (size_t i = 0; i < pack->fields_count; i++) {
		const struct pack_field *f = &pack->fields[i];

		if (!f->section->repeat ||
		    strcmp(f->section->group, group) != 0)
			continue;
		if (!c.section)
			c.section = f->section;
		c.fields = x_reallocarray(c.fields, c.count + 1,
					  sizeof(struct field *));
		c.fields[c.count++] = f->field;
	}
	if (!c.section)
		return no_group(pack, group);

	for (size_t i = 0; i < c.count; i++) {
		add_name(&c, i, c.fields[i]->key, true);
		add_label(&c, i, c.fields[i]->label);
		add_label(&c, i, c.fields[i]->label_en);
	}
	*columns = c;
	return 0;
}

void columns_release(struct columns *columns)
{
	for (size_t i = 0; i < columns->names_count; i++) {
		free(columns->names[i].text);
		free(columns->names[i].said);
	}
	free(columns->names);
	free(columns->fields);
	*columns = (struct columns){ 0 };
}

static int unknown_column(const struct columns *c, const char *name,
			  const char *folded)
{
	/* In bytes; one other Chinese character of three is near enough */
	const size_t half = strlen(folded) / 2 + 1;
	size_t best = half < DISTANCE_MAX ? half : DISTANCE_MAX;
	char *shown = x_strndup(name, text_fit(name, NAME_WIDTH, NULL));
	const struct column_name *near = NULL;
	struct str all = { 0 };
	int err;

	for (size_t i = 0; i < c->names_count; i++) {
		size_t d = text_distance(folded, c->names[i].text);

		if (d < best) {
			best = d;
			near = &c->names[i];
		}
	}
	for (size_t i = 0; i < c->count && !near; i++) {
		str_add(&all, i ? ", " : "");
		columns_title(&all, c, i);
	}
	err = near ? err_set(EINVAL, _("no column %s; did you mean %s?"), shown,
			     near->said)
		   : err_set(EINVAL, _("no column %s; the columns are: %s"),
			     shown, str_text(&all));
	free(shown);
	str_release(&all);
	return err;
}

int columns_find(const struct columns *columns, const char *name,
		 size_t *indexp)
{
	char *folded = fold(name);
	const struct column_name *found = NULL;
	const struct column_name *other = NULL;
	int err = 0;

	for (size_t i = 0; i < columns->names_count; i++) {
		const struct column_name *n = &columns->names[i];

		if (strcmp(n->text, folded) != 0)
			continue;
		if (!found || (n->is_key && !found->is_key)) {
			found = n;
			other = NULL;
		} else if (!found->is_key && n->field != found->field) {
			other = n;
		}
	}

	if (!found)
		err = unknown_column(columns, name, folded);
	else if (other)
		err = err_set(EINVAL,
			      _("several columns are called %s; write %s or "
				"%s"),
			      name, columns->fields[found->field]->key,
			      columns->fields[other->field]->key);
	else
		*indexp = found->field;
	free(folded);
	return err;
}

void columns_title(struct str *to, const struct columns *columns, size_t i)
{
	const struct field *field = columns->fields[i];
	struct str title = { 0 };
	size_t found = columns->count;

	add_title(&title, field, field->label);
	if (columns_find(columns, title.s, &found) == 0 && found == i)
		str_add(to, title.s);
	else
		str_add(to, field->key);
	str_release(&title);
}
