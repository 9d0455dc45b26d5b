/**
 * @file paper/context.c  A dossier as one JSON tree, for papers and scripts
 */
#include "paper/context.h"

#include <stdio.h>
#include <string.h>

#include "check/profile.h"
#include "paper/context_chart.h"
#include "paper/context_private.h"
#include "paper/context_tier.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"
#include "value/value.h"

static void add_text(cJSON *to, const char *key, const char *text)
{
	(void)cJSON_AddStringToObject(to, key, text);
}

static void print_day(struct str *to, const char *value)
{
	struct date date;

	if (date_decode(&date, value) == 0)
		str_addf(to, "%d年%d月%d日", date.year, date.month, date.day);
	else
		str_add(to, value);
}

/* Length of a line without the full stops at its end: it becomes part of a
 * sentence that has its own */
static size_t without_stop(const char *value)
{
	static const char stop[] = "。";
	const size_t n = sizeof(stop) - 1;
	size_t len = strlen(value);

	while (len > n && memcmp(value + len - n, stop, n) == 0)
		len -= n;
	return len;
}

/* Papers are Chinese whatever the user's language */
static void print_for_paper(struct str *to, const struct field *field,
			    const char *value)
{
	const char *joint = "";

	switch (field->type) {
	case FIELD_DATE:
		print_day(to, value);
		break;
	case FIELD_BOOL:
		str_add(to, strcmp(value, "true") ? "否" : "是");
		break;
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		for (size_t i = 0; i < field->choices_count; i++) {
			if (!text_has_word(value, field->choices[i].value))
				continue;
			str_addf(to, "%s%s", joint, field->choices[i].label);
			joint = "、";
		}
		break;
	case FIELD_FILE:
		value_print(to, field, value);
		break;
	case FIELD_TEXT:
		str_add_n(to, value, without_stop(value));
		break;
	default:
		str_add(to, value);
	}
}

static void add_option(cJSON *list, const char *label, bool on)
{
	cJSON *option = cJSON_CreateObject();

	add_text(option, "label", label);
	add_text(option, "mark", on ? "x" : " ");
	(void)cJSON_AddItemToArray(list, option);
}

static void add_options(cJSON *to, const struct field *field, const char *value)
{
	struct str key = { 0 };
	cJSON *list;

	if (field->choices_count == 0 && field->type != FIELD_BOOL)
		return;

	str_addf(&key, "%s_options", field->key);
	list = cJSON_AddArrayToObject(to, key.s);
	if (field->type == FIELD_BOOL) {
		add_option(list, "是", value && strcmp(value, "true") == 0);
		add_option(list, "否", value && strcmp(value, "false") == 0);
	}
	for (size_t i = 0; i < field->choices_count; i++) {
		const struct choice *c = &field->choices[i];

		add_option(list, c->label,
			   value && text_has_word(value, c->value));
	}
	str_release(&key);
}

/* What sections of a template ask: which choice, yes or no */
static void add_tests(cJSON *to, const struct field *field, const char *value)
{
	struct str key = { 0 };
	cJSON *is;

	if (field->type == FIELD_BOOL) {
		const bool yes = value && strcmp(value, "true") == 0;

		str_addf(&key, "%s_yes", field->key);
		(void)cJSON_AddBoolToObject(to, key.s, yes);
		str_clear(&key);
		str_addf(&key, "%s_no", field->key);
		(void)cJSON_AddBoolToObject(to, key.s, value && !yes);
	} else if (field->choices_count > 0) {
		str_addf(&key, "%s_is", field->key);
		is = cJSON_AddObjectToObject(to, key.s);
		for (size_t i = 0; i < field->choices_count; i++) {
			const char *c = field->choices[i].value;

			(void)cJSON_AddBoolToObject(
				is, c, value && text_has_word(value, c));
		}
	}
	str_release(&key);
}

/* X_some: a whole number has it unless it is 0 or not known */
static void add_some(cJSON *to, const struct field *field, const char *value)
{
	struct str key = { 0 };

	str_addf(&key, "%s_some", field->key);
	(void)cJSON_AddBoolToObject(
		to, key.s, value && strspn(value, "0") < strlen(value));
	str_release(&key);
}

/* X_lines: the lines of a long text that are not blank, for paragraphs */
static void add_lines(cJSON *to, const struct field *field, const char *value)
{
	struct str key = { 0 };
	cJSON *list;

	str_addf(&key, "%s_lines", field->key);
	list = cJSON_AddArrayToObject(to, key.s);
	while (value && *value) {
		size_t n = strcspn(value, "\n");
		size_t blank = strspn(value, " \t\r");
		struct str line = { 0 };

		if (blank < n) {
			str_add_n(&line, value + blank, n - blank);
			(void)cJSON_AddItemToArray(list,
						   cJSON_CreateString(line.s));
		}
		value += n + (value[n] == '\n');
		str_release(&line);
	}
	str_release(&key);
}

static void add_fact(cJSON *to, const struct facts *facts, const char *group,
		     int n, const struct field *field)
{
	const char *value = facts_value(facts, group, n, field->key);
	struct str text = { 0 };

	if (value)
		print_for_paper(&text, field, value);
	add_text(to, field->key, str_text(&text));
	add_options(to, field, value);
	add_tests(to, field, value);
	if (field->type == FIELD_TEXT || field->type == FIELD_LONG)
		context_put_stem(to, field->key, value);
	if (field->type == FIELD_INT)
		add_some(to, field, value);
	if (field->type == FIELD_LONG)
		add_lines(to, field, value);
	str_release(&text);
}

static cJSON *child(cJSON *to, const char *name, bool list)
{
	cJSON *have = cJSON_GetObjectItemCaseSensitive(to, name);

	if (have)
		return have;

	return list ? cJSON_AddArrayToObject(to, name)
		    : cJSON_AddObjectToObject(to, name);
}

/* Where a row stands in its list */
static void add_place(cJSON *row, int n, int rows)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%d", n);
	add_text(row, "row", text);
	(void)cJSON_AddBoolToObject(row, "last", n == rows);
}

/* GROUP_count: how many rows; "" if none, so that a section asks for some.
 * GROUP_many: whether they are more than a drawing shows one by one. */
static void add_count(cJSON *to, const char *group, int rows)
{
	struct str key = { 0 };
	struct str text = { 0 };

	str_addf(&key, "%s_count", group);
	if (rows > 0)
		str_addf(&text, "%d", rows);
	if (!cJSON_GetObjectItemCaseSensitive(to, key.s))
		add_text(to, key.s, str_text(&text));
	str_clear(&key);
	str_addf(&key, "%s_many", group);
	if (!cJSON_GetObjectItemCaseSensitive(to, key.s))
		(void)cJSON_AddBoolToObject(to, key.s, rows > CONTEXT_MANY);
	str_release(&key);
	str_release(&text);
}

static void add_section(cJSON *to, const struct section *s,
			const struct facts *facts)
{
	cJSON *group = child(to, s->group, s->repeat);
	int rows = s->repeat ? facts_rows(facts, s->group) : 0;
	cJSON *next = group->child;

	if (s->repeat)
		add_count(to, s->group, rows);
	for (size_t k = 0; k < s->fields_count && !s->repeat; k++)
		add_fact(group, facts, s->group, 0, &s->fields[k]);
	for (int n = 1; n <= rows; n++) {
		cJSON *row = next;

		next = row ? row->next : NULL;
		if (!row) {
			row = cJSON_CreateObject();
			(void)cJSON_AddItemToArray(group, row);
			add_place(row, n, rows);
		}
		for (size_t k = 0; k < s->fields_count; k++)
			add_fact(row, facts, s->group, n, &s->fields[k]);
	}
}

static void add_head(cJSON *to, const struct pack *pack,
		     const struct dossier *d, const struct facts *facts)
{
	const struct profile *profile = profile_of(pack, facts);
	cJSON *dossier = cJSON_AddObjectToObject(to, "dossier");
	cJSON *authority = cJSON_AddObjectToObject(to, "authority");
	char day[DATE_TEXT];
	struct str today = { 0 };

	print_day(&today, date_encode(day, clock_today()));
	add_text(dossier, "no", d->no);
	add_text(dossier, "title", d->name ? d->name : "");
	add_text(dossier, "today", today.s);
	add_text(authority, "name", profile ? profile->authority : "");
	add_text(to, "journal_head", d->journal_head);
	str_release(&today);
}

cJSON *context_for_paper(const struct pack *pack, const struct dossier *d,
			 const struct facts *facts)
{
	cJSON *to = cJSON_CreateObject();

	add_head(to, pack, d, facts);
	for (size_t f = 0; f < pack->forms_count; f++) {
		const struct form *form = pack->forms[f];

		for (size_t i = 0; i < form->sections_count; i++)
			add_section(to, &form->sections[i], facts);
	}
	context_add_tiers(to);
	context_add_numbers(to, facts);
	context_add_chart(to);
	context_add_checked(to, pack, facts);

	return to;
}

static cJSON *row_of(cJSON *to, const struct fact_key *key)
{
	cJSON *group = child(to, key->group, key->n > 0);

	if (key->n == 0)
		return group;

	while (cJSON_GetArraySize(group) < key->n)
		(void)cJSON_AddItemToArray(group, cJSON_CreateObject());
	return cJSON_GetArrayItem(group, key->n - 1);
}

static cJSON *typed(const struct fact *f)
{
	if (!f->field || !f->ok)
		return cJSON_CreateString(f->value);

	switch (f->field->type) {
	case FIELD_BOOL:
		return cJSON_CreateBool(strcmp(f->value, "true") == 0);
	case FIELD_INT:
	case FIELD_NUMBER:
	case FIELD_MONEY:
	case FIELD_RATIO:
		return cJSON_CreateRaw(f->value);
	default:
		return cJSON_CreateString(f->value);
	}
}

cJSON *context_for_script(const struct dossier *d, const struct facts *facts)
{
	cJSON *to = cJSON_CreateObject();
	cJSON *all;
	cJSON *invalid;
	cJSON *row = NULL;
	char at[DATE_TIME_TEXT];

	add_text(to, "dossier", d->no);
	add_text(to, "name", d->name ? d->name : "");
	add_text(to, "updated", date_time_encode(at, d->updated));
	add_text(to, "journal_head", d->journal_head);
	all = cJSON_AddObjectToObject(to, "facts");
	invalid = cJSON_AddArrayToObject(to, "invalid");
	for (size_t i = 0; i < facts->c; i++) {
		const struct fact *f = &facts->v[i];
		struct str name = { 0 };

		/* they come by group and row */
		if (i == 0 || f->key.n != f[-1].key.n ||
		    strcmp(f->key.group, f[-1].key.group) != 0)
			row = row_of(all, &f->key);
		(void)cJSON_AddItemToObject(row, f->key.key, typed(f));
		if (!f->ok) {
			fact_key_encode(&name, &f->key);
			(void)cJSON_AddItemToArray(invalid,
						   cJSON_CreateString(name.s));
		}
		str_release(&name);
	}

	return to;
}
