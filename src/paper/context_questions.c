/**
 * @file paper/context_questions.c  What the applicant is still to be asked
 *
 * Questions are the fields of the forms, those that only the office fills in
 * left out.  A single field is asked if it applies and has no valid value; a
 * group of rows is asked as a whole if it has none, otherwise only what its
 * rows lack.  A question is {n, label, hint, need, file, long, short, options
 * [{label}], unit}; a table {title, narrow, columns [{label}], blanks [{n}]}.
 */
#include <stdlib.h>
#include <string.h>

#include "paper/context_private.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"

/* Rows to write on in a table, and columns that fit the sheet */
#define BLANK_ROWS 6
#define BLANK_SETS 2 /* of what is too wide for a table */
#define NARROW	   7
#define HEAD_MAX   12 /* characters of choices in the head of a column */

/* What the parts of one questionnaire share */
struct asking {
	const struct context_ask *ask;
	cJSON *forms;
	cJSON *form;	 /* NULL until it has a question */
	cJSON *sections; /* of it */
	const struct form *at;
	unsigned count;
	const char **needv; /* borrowed places */
	size_t needc;
};

static char *place_of(const char *group, int n, const char *key)
{
	struct fact_key fact;
	struct str place = { 0 };

	fact_key_make(&fact, group, n, key);
	fact_key_encode(&place, &fact);
	return str_take(&place);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The places of findings that block: they have to be told.  Sorted, for a long
 * list of rows asks for each of its cells */
static void find_needed(struct asking *a)
{
	const struct findings *found = a->ask->found;

	a->needv = x_calloc(found->c + 1, sizeof(const char *));
	for (size_t i = 0; i < found->c; i++) {
		const struct finding *f = &found->v[i];

		if (f->outcome == OUTCOME_FAIL &&
		    f->severity == SEVERITY_ERROR && f->place)
			a->needv[a->needc++] = f->place;
	}
	qsort(a->needv, a->needc, sizeof(const char *), by_text);
}

static bool is_needed(const struct asking *a, const char *place)
{
	return bsearch(&place, a->needv, a->needc, sizeof(const char *),
		       by_text) != NULL;
}

static cJSON *open_section(struct asking *a, const char *title)
{
	cJSON *o;

	if (!a->form) {
		a->form = context_put_row(a->forms);
		context_put(a->form, "title", a->at->title);
		context_put(a->form, "note", a->at->note);
		a->sections = context_put_list(a->form, "sections");
	}
	o = context_put_row(a->sections);
	context_put(o, "title", title);
	return o;
}

static void add_question(struct asking *a, cJSON *list,
			 const struct field *field, const char *label,
			 bool need)
{
	cJSON *o = context_put_row(list);
	cJSON *options;

	context_putf(o, "n", "%u", ++a->count);
	context_put(o, "label", label);
	context_put(o, "hint", field->hint);
	context_put(o, "unit", field->unit);
	(void)cJSON_AddBoolToObject(o, "need", need);
	(void)cJSON_AddBoolToObject(o, "file", field->type == FIELD_FILE);
	(void)cJSON_AddBoolToObject(o, "yesno", field->type == FIELD_BOOL);
	(void)cJSON_AddBoolToObject(o, "date", field->type == FIELD_DATE);
	(void)cJSON_AddBoolToObject(o, "long", field->type == FIELD_LONG);
	(void)cJSON_AddBoolToObject(
		o, "short",
		field->type != FIELD_FILE && field->type != FIELD_BOOL &&
			field->type != FIELD_DATE &&
			field->type != FIELD_LONG && field->choices_count == 0);
	(void)cJSON_AddBoolToObject(o, "several", field->type == FIELD_CHOICES);
	options = context_put_list(o, "options");
	for (unsigned i = 0; i < field->choices_count; i++)
		context_put(context_put_row(options), "label",
			    field->choices[i].label);
}

/* Single fields of a section */
static void ask_fields(struct asking *a, const struct section *s)
{
	const struct context_ask *ask = a->ask;
	cJSON *list = NULL;

	for (unsigned i = 0; i < s->fields_count; i++) {
		const struct field *field = &s->fields[i];
		char *place = place_of(s->group, 0, field->key);
		const bool need = is_needed(a, place) ||
				  (ask->blank && field->required &&
				   strcmp(field->required, "1") == 0);
		const bool open = !facts_value(ask->facts, s->group, 0,
					       field->key) &&
				  !findings_hide(ask->found, place);

		free(place);
		if (field->calculate || (!ask->blank && !open && !need))
			continue;
		if (!list) {
			cJSON *o = open_section(a, s->title);

			(void)cJSON_AddFalseToObject(o, "table");
			list = context_put_list(o, "questions");
		}
		add_question(a, list, field, field->label, need);
	}
}

/* A table to write rows on */
static void ask_table(struct asking *a, const struct section *s)
{
	const bool narrow = s->fields_count <= NARROW;
	cJSON *o = open_section(a, s->title);
	cJSON *columns;
	cJSON *blanks;

	(void)cJSON_AddTrueToObject(o, "table");
	context_putf(o, "n", "%u", ++a->count);
	(void)cJSON_AddBoolToObject(o, "narrow", narrow);
	columns = context_put_list(o, "columns");
	for (unsigned i = 0; i < s->fields_count; i++) {
		const struct field *field = &s->fields[i];
		cJSON *c = context_put_row(columns);
		struct str options = { 0 };

		for (unsigned k = 0; k < field->choices_count; k++)
			str_addf(&options, "%s%s", k ? "／" : "",
				 field->choices[k].label);
		(void)cJSON_AddBoolToObject(c, "first", i == 0);
		context_put(c, "label", field->label);
		context_put(c, "unit", field->unit);
		context_put(c, "hint", field->hint);
		context_put(c, "choices", str_text(&options));
		(void)cJSON_AddBoolToObject(
			c, "wordy", text_length(str_text(&options)) > HEAD_MAX);
		(void)cJSON_AddBoolToObject(c, "file",
					    field->type == FIELD_FILE);
		str_release(&options);
	}
	blanks = context_put_list(o, "blanks"); /* each takes its columns */
	for (int n = 1; n <= (narrow ? BLANK_ROWS : BLANK_SETS); n++)
		context_putf(context_put_row(blanks), "n", "%d", n);
}

/* What a row lacks of a field */
static void ask_cell(struct asking *a, const struct section *s, int n,
		     const struct field *field, cJSON **listp)
{
	char *place = place_of(s->group, n, field->key);
	struct str label = { 0 };
	cJSON *o;

	if (is_needed(a, place) && !*listp) {
		o = open_section(a, s->title);
		(void)cJSON_AddFalseToObject(o, "table");
		*listp = context_put_list(o, "questions");
	}
	if (is_needed(a, place)) {
		str_addf(&label, "第%d行：%s", n, field->label);
		add_question(a, *listp, field, label.s, true);
	}
	str_release(&label);
	free(place);
}

/* What the rows there are lack */
static void ask_rows(struct asking *a, const struct section *s, int last)
{
	cJSON *list = NULL;

	for (int n = 1; n <= last; n++) {
		for (unsigned i = 0; i < s->fields_count; i++)
			ask_cell(a, s, n, &s->fields[i], &list);
	}
}

static void ask_section(struct asking *a, const struct section *s)
{
	const int last = s->repeat ? facts_rows(a->ask->facts, s->group) : 0;

	if (s->origin)
		return;
	if (!s->repeat)
		ask_fields(a, s);
	else if (last == 0 || a->ask->blank)
		ask_table(a, s);
	else
		ask_rows(a, s, last);
}

void context_add_questions(cJSON *to, const struct context_ask *ask)
{
	cJSON *o = cJSON_AddObjectToObject(to, "questions");
	struct asking a = { .ask = ask, .forms = context_put_list(o, "forms") };

	find_needed(&a);
	for (unsigned f = 0; f < ask->pack->forms_count; f++) {
		a.at = ask->pack->forms[f];
		a.form = NULL;
		if (a.at->inner)
			continue;
		for (unsigned i = 0; i < a.at->sections_count; i++)
			ask_section(&a, &a.at->sections[i]);
	}
	context_putf(o, "count", "%u", a.count);
	(void)cJSON_AddBoolToObject(o, "blank", ask->blank);
	free((void *)a.needv);
}

int context_add_work(cJSON *to, const struct context_ask *ask)
{
	int err;

	context_add_findings(to, ask);
	context_add_questions(to, ask);
	context_add_report(to, ask->report);
	err = context_add_progress(to, ask);
	return err ? err : context_add_visit(to, ask);
}
