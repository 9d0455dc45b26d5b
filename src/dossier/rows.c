/**
 * @file dossier/rows.c  Rows of a repeating group as a table, in and out
 */
#include "dossier/rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/columns.h"
#include "dossier/fact.h"
#include "util/csv.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"
#include "value/value.h"

#define NO_FIELD   SIZE_MAX
#define SHOWN_WIDE 60  /* columns of a refused cell in a message */
#define SAID_MAX   600 /* bytes of a message that are read to the end */

/* A cell, read */
struct wish {
	char *value; /* owned; NULL: none */
	bool ok;
	size_t line;
	size_t column;
};

/* A table on its way in */
struct arrival {
	const struct pack *pack;
	int64_t dossier;
	const struct rows_order *order;
	struct rows_report *report;
	struct columns columns;
	struct csv_table *table;
	size_t *fields;	     /* of each column of the table; or NO_FIELD */
	struct facts facts;  /* before */
	struct wish *wishes; /* of one row, by field */
};

static bool is_numeric(const struct field *field)
{
	const enum box_type sql = value_sql_type(field->type);

	return (sql == BOX_INTEGER || sql == BOX_REAL) &&
	       field->type != FIELD_BOOL;
}

/* "60%" in a column whose unit is % */
static void drop_unit(char *text, const struct field *field)
{
	const size_t n = strlen(text);
	const size_t unit = field->unit ? strlen(field->unit) : 0;

	if (unit > 0 && unit < n && is_numeric(field) &&
	    strcmp(text + n - unit, field->unit) == 0)
		text[n - unit] = '\0';
}

/* Choices with the signs between them that people write */
static char *join_choices(const char *text)
{
	static const char *const signs[] = { "、", "，", "；", ";", "\n" };
	struct str out = { 0 };

	while (*text) {
		size_t n = 0;

		for (size_t i = 0; i < ARRAY_LEN(signs) && n == 0; i++) {
			if (strncmp(text, signs[i], strlen(signs[i])) == 0)
				n = strlen(signs[i]);
		}
		str_add_n(&out, n ? "," : text, 1);
		text += n ? n : 1;
	}
	str_add(&out, "");
	return str_take(&out);
}

/* What no draft keeps either: digits that are gone, and the path of a file,
 * which would be read because a table says so */
static int check_cell(const struct field *field, const char *text)
{
	if (csv_is_shortened(text) && !is_numeric(field))
		return err_set(EINVAL,
			       _("%s: a spreadsheet has cut the digits of this "
				 "number; give the column the format Text and "
				 "fill it in again"),
			       text);
	if (value_is_path(field, csv_unguard(text)))
		return err_set(EINVAL,
			       _("%s: a table names no files; attach it with: "
				 "callpermit set"),
			       text);

	return 0;
}

static int decode_cell(const struct field *field, const char *text,
		       char **valuep)
{
	char *plain;
	int err = check_cell(field, text);

	if (err)
		return err;

	text = csv_unguard(text);
	if (is_numeric(field)) {
		plain = text_normalise(text);
		drop_unit(plain, field);
		err = value_decode(field, plain, valuep);
		free(plain);
		return err;
	}

	err = value_decode(field, text, valuep);
	if (err && field->type == FIELD_CHOICES) {
		plain = join_choices(text);
		err = value_decode(field, plain, valuep);
		free(plain);
	}
	return err;
}

static void add_fault(struct rows_report *report, size_t line, size_t column,
		      const char *label, const char *text)
{
	if (report->faults_count++ < ROWS_FAULTS_MAX)
		report->faults[report->faults_count - 1] = (struct rows_fault){
			.line = line,
			.column = column,
			.label = x_strdup(label),
			.text = x_strdup(text),
		};
}

/* What is wrong with a long cell must not be pushed out of the message by the
 * cell itself: its start is tried alone */
static void refuse_cell(struct arrival *a, const struct field *field,
			const struct csv_cell *cell, size_t column, int err)
{
	const size_t fits = text_fit(cell->text, SHOWN_WIDE, NULL);
	char *start = x_strndup(cell->text, fits);
	char *value = NULL;

	if (strlen(err_text(err)) > SAID_MAX && cell->text[fits]) {
		int again = decode_cell(field, start, &value);

		err = again ? again
			    : err_set(EINVAL,
				      _("%s...: not a value of this kind"),
				      start);
	}
	add_fault(a->report, cell->line, column,
		  lang_pick(field->label, field->label_en), err_text(err));
	free(value);
	free(start);
}

static void read_header_cell(struct arrival *a, size_t i)
{
	const struct csv_cell *cell = csv_table_cell(a->table, 0, i);
	struct str text = { 0 };

	a->fields[i] = NO_FIELD;
	if (!cell->text[strspn(cell->text, " \t\n")])
		return;
	if (columns_find(&a->columns, cell->text, &a->fields[i]) != 0) {
		add_fault(a->report, cell->line, i + 1, "", err_text(EINVAL));
		return;
	}

	for (size_t k = 0; k < i; k++) {
		if (a->fields[k] != a->fields[i])
			continue;
		str_addf(&text, _("%s is the column %zu already"), cell->text,
			 k + 1);
		add_fault(a->report, cell->line, i + 1, "", text.s);
		str_release(&text);
		break;
	}
}

static void read_header(struct arrival *a)
{
	const size_t count = a->table->rows[0].count;

	a->fields = x_calloc(count, sizeof(*a->fields));
	for (size_t i = 0; i < count; i++)
		read_header_cell(a, i);
}

/* What stands there already is no change, valid or not: a draft, or a code
 * whose check symbol was accepted */
static bool keep_standing(struct arrival *a, const struct field *field,
			  const char *text, int n, struct wish *wish)
{
	const struct fact *now = facts_find(
		&a->facts, a->columns.section->group, n, field->key);
	char *typed;
	bool same;

	if (!now)
		return false;

	text = csv_unguard(text);
	typed = value_as_typed(text);
	same = strcmp(now->value, text) == 0 || strcmp(now->value, typed) == 0;
	free(typed);
	if (same) {
		wish->value = x_strdup(now->value);
		wish->ok = now->ok;
	}
	return same;
}

static void read_wish(struct arrival *a, const struct field *field,
		      const struct csv_cell *cell, int n, struct wish *wish)
{
	int err = decode_cell(field, cell->text, &wish->value);

	wish->ok = true;
	if (err && keep_standing(a, field, cell->text, n, wish))
		return;
	if (err && a->order->draft && check_cell(field, cell->text) == 0) {
		wish->value = value_as_typed(csv_unguard(cell->text));
		wish->ok = false;
	} else if (err) {
		refuse_cell(a, field, cell, wish->column, err);
	}
	if (wish->value && !*wish->value) {
		free(wish->value);
		wish->value = NULL;
	}
}

/* A cell of what is to be row n */
static void read_cell(struct arrival *a, const struct csv_cell *cell, size_t i,
		      int n)
{
	const bool named = i < a->table->rows[0].count &&
			   a->fields[i] != NO_FIELD;
	struct wish *wish;

	if (!cell->text[strspn(cell->text, " \t\n")])
		return;
	if (!named) {
		add_fault(a->report, cell->line, i + 1, "",
			  _("the first line names no column here"));
		return;
	}

	wish = &a->wishes[a->fields[i]];
	wish->line = cell->line;
	wish->column = i + 1;
	read_wish(a, a->columns.fields[a->fields[i]], cell, n, wish);
}

/* The fact is to be what the wish says; true if it is not yet */
static bool add_change(struct arrival *a, int n, size_t field,
		       struct wish *wish)
{
	const char *group = a->columns.section->group;
	const char *key = a->columns.fields[field]->key;
	const struct fact *now = facts_find(&a->facts, group, n, key);
	struct rows_report *report = a->report;
	struct str name = { 0 };

	if (now ? wish->value && strcmp(now->value, wish->value) == 0 &&
			    now->ok == wish->ok
		: !wish->value)
		return false;

	str_addf(&name, "%s[%d].%s", group, n, key);
	report->changes = x_grow(report->changes, report->changes_count,
				 sizeof(*report->changes));
	report->changes[report->changes_count++] = (struct rows_change){
		.key = str_take(&name),
		.old = now ? x_strdup(now->value) : NULL,
		.new_ = wish->value,
		.line = wish->line,
		.column = wish->column,
	};
	wish->value = NULL; /* handed over */
	return true;
}

static void forget_wishes(struct arrival *a)
{
	for (size_t i = 0; i < a->columns.count; i++) {
		free(a->wishes[i].value);
		a->wishes[i] = (struct wish){ NULL, true, 0, 0 };
	}
}

/* Whether the wishes, read for row n, change it */
static bool change_row(struct arrival *a, int n)
{
	bool changed = false;

	for (size_t i = 0; i < a->columns.count; i++)
		changed |= add_change(a, n, i, &a->wishes[i]);

	return changed;
}

static bool has_wish(const struct arrival *a)
{
	for (size_t i = 0; i < a->columns.count; i++) {
		if (a->wishes[i].value)
			return true;
	}

	return false;
}

static void read_row(struct arrival *a, size_t r, int *np, int before)
{
	const struct csv_row *row = &a->table->rows[r];
	const struct csv_cell *first = csv_table_cell(a->table, r, 0);

	forget_wishes(a);
	for (size_t i = 0; i < row->count; i++)
		read_cell(a, csv_table_cell(a->table, r, i), i, *np + 1);
	if (!has_wish(a)) /* ideographic blanks, or nothing but faults */
		return;
	if (*np == FACT_ROWS_MAX) {
		add_fault(a->report, first->line, 1, "",
			  _("a group has 10000 rows at most"));
		return;
	}

	if (change_row(a, ++*np)) {
		a->report->added += *np > before;
		a->report->changed += *np <= before;
	}
}

/* Compare what is to be with what is */
static void plan(struct arrival *a)
{
	const int before = facts_rows(&a->facts, a->columns.section->group);
	int n = a->order->replace ? 0 : before;

	a->wishes = x_calloc(a->columns.count, sizeof(*a->wishes));
	for (size_t r = 1; r < a->table->rows_count; r++)
		read_row(a, r, &n, before);

	forget_wishes(a);
	while (a->order->replace && ++n <= before)
		a->report->removed += change_row(a, n);
}

static int apply(const struct arrival *a, struct db *db)
{
	const struct rows_report *report = a->report;
	const struct fact_change change = { .origin = "import",
					    .draft = a->order->draft };
	struct fact_set *setv = x_calloc(report->changes_count + 1,
					 sizeof(*setv));
	size_t bad = report->changes_count;
	int err;

	for (size_t i = 0; i < report->changes_count; i++)
		setv[i] = (struct fact_set){ .key = report->changes[i].key,
					     .text = report->changes[i].new_ };
	err = fact_set(db, a->pack, a->dossier, setv, &change, &bad);
	if (err && bad < report->changes_count && report->changes[bad].line > 0)
		err = err_prefix(err, "%s:%zu:%zu", a->order->name,
				 report->changes[bad].line,
				 report->changes[bad].column);
	free(setv);
	return err;
}

static int import_work(struct db *db, void *arg)
{
	struct arrival *a = arg;
	int err = facts_load(&a->facts, db, a->pack, a->dossier);

	if (err)
		return err;

	read_header(a);
	if (a->report->faults_count == 0)
		plan(a);
	if (a->report->faults_count > 0)
		return err_set(EINVAL,
			       _("%s: cells refused: %zu; nothing was changed"),
			       a->order->name, a->report->faults_count);

	if (a->columns.section->origin && a->report->changes_count > 0)
		return err_set(EPERM,
			       _("%s: people do not type this group, nor does "
				 "a table fill it"),
			       a->order->group);

	return a->order->dry_run ? 0 : apply(a, db);
}

int rows_import(struct db *db, const struct pack *pack, int64_t dossier,
		const struct rows_order *order, struct rows_report *report)
{
	struct rows_report own = { 0 };
	struct arrival a = { .pack = pack,
			     .dossier = dossier,
			     .order = order,
			     .report = report ? report : &own };
	int err = columns_init(&a.columns, pack, order->group);

	*a.report = (struct rows_report){ .section = a.columns.section };
	if (!err)
		err = csv_table_read(&a.table, order->name, order->data,
				     order->size);
	if (!err) {
		a.report->encoding = a.table->encoding;
		err = db_atomic(db, import_work, &a);
	}

	if (a.wishes)
		forget_wishes(&a);
	free(a.wishes);
	free(a.fields);
	facts_release(&a.facts);
	csv_table_free(a.table);
	columns_release(&a.columns);
	rows_report_release(&own);
	return err;
}

void rows_report_release(struct rows_report *report)
{
	for (size_t i = 0; i < report->changes_count; i++) {
		free(report->changes[i].key);
		free(report->changes[i].old);
		free(report->changes[i].new_);
	}
	free(report->changes);
	for (size_t i = 0; i < report->faults_count && i < ROWS_FAULTS_MAX;
	     i++) {
		free(report->faults[i].label);
		free(report->faults[i].text);
	}
	*report = (struct rows_report){ 0 };
}

static const char *choice_label(const struct field *field, const char *value,
				size_t n)
{
	for (size_t i = 0; i < field->choices_count; i++) {
		const struct choice *c = &field->choices[i];

		if (strlen(c->value) == n && memcmp(c->value, value, n) == 0)
			return c->label;
	}

	return NULL;
}

/* Labels, if they are read back as the same value */
static void print_choices(struct str *to, const struct field *field,
			  const char *value)
{
	struct str labels = { 0 };
	char *back = NULL;

	for (const char *p = value; *p;) {
		size_t n = strcspn(p, ",");
		const char *label = choice_label(field, p, n);

		str_addf(&labels, "%s%s", labels.len ? "、" : "",
			 label ? label : "");
		p += n + (p[n] == ',');
	}
	(void)decode_cell(field, str_text(&labels), &back);
	if (back && strcmp(back, value) == 0)
		str_add(to, str_text(&labels));
	else
		str_add(to, value);
	free(back);
	str_release(&labels);
}

static void print_fact(struct str *to, const struct field *field,
		       const struct fact *f)
{
	struct str text = { 0 };

	if (f->ok && is_numeric(field)) {
		str_add(to, f->value); /* -7 is no formula */
		return;
	}

	if (f->ok && field->type == FIELD_BOOL)
		str_add(&text, strcmp(f->value, "true") ? "否" : "是");
	else if (f->ok &&
		 (field->type == FIELD_CHOICE || field->type == FIELD_CHOICES))
		print_choices(&text, field, f->value);
	else
		str_add(&text, f->value);
	csv_guard(to, str_text(&text));
	str_release(&text);
}

/* One line; false if the row has no fact */
static bool print_row(struct str *cells, const struct columns *c,
		      const struct facts *facts, int n, size_t *badp)
{
	bool any = false;

	for (size_t i = 0; i < c->count; i++) {
		const struct fact *f = facts_find(facts, c->section->group, n,
						  c->fields[i]->key);

		str_clear(&cells[i]);
		if (!f)
			continue;
		print_fact(&cells[i], c->fields[i], f);
		*badp += !f->ok;
		any = true;
	}

	return any;
}

static void write_cells(struct str *to, const struct str *cells, size_t count)
{
	const char **cellv = x_calloc(count, sizeof(*cellv));

	for (size_t i = 0; i < count; i++)
		cellv[i] = str_text(&cells[i]);
	csv_table_write(to, cellv, count);
	free(cellv);
}

int rows_export(struct db *db, const struct pack *pack, int64_t dossier,
		const char *group, struct str *to, size_t *badp)
{
	struct columns c = { 0 };
	struct facts facts = { NULL, 0 };
	struct str *cells = NULL;
	size_t bad = 0;
	int err = columns_init(&c, pack, group);

	if (!err)
		err = facts_load(&facts, db, pack, dossier);
	if (!err) {
		const int rows = facts_rows(&facts, group);

		cells = x_calloc(c.count, sizeof(*cells));
		str_add(to, CSV_TABLE_MARK);
		for (size_t i = 0; i < c.count; i++)
			columns_title(&cells[i], &c, i);
		write_cells(to, cells, c.count);
		for (int n = 1; n <= rows; n++) {
			if (print_row(cells, &c, &facts, n, &bad))
				write_cells(to, cells, c.count);
		}
		for (size_t i = 0; i < c.count; i++)
			str_release(&cells[i]);
		if (badp)
			*badp = bad;
	}

	free(cells);
	facts_release(&facts);
	columns_release(&c);
	return err;
}
