/**
 * @file tui/form_lines.c  The lines of a form, from its fields and facts
 */
#include "tui/form_lines.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"
#include "value/value.h"

/* Columns of a cell in a table of rows */
#define CELL_MIN 4
#define CELL_MAX 20

/* Where the first column of a table stands on the screen: behind the mark of
 * the cursor, the mark of the finding, and the number */
#define TABLE_INDENT 9

/* A finding and the fact it stands at, as it names it */
struct home {
	const char *name; /* borrowed from the finding */
	size_t len;
	const struct finding *finding;
};

/* What the lines are made from */
struct making {
	struct form_lines *lines;
	const struct facts *facts;
	const struct form_open *open;
	const struct findings *findings;
	struct home *homev; /* of findings to be shown, by name, worst first */
	size_t homec;
};

void form_lines_release(struct form_lines *lines)
{
	for (size_t i = 0; i < lines->c; i++) {
		free(lines->v[i].text);
		free(lines->v[i].key);
		free(lines->v[i].value);
	}
	free(lines->v);
	*lines = (struct form_lines){ NULL, 0 };
}

static struct form_line *add(const struct making *m, enum line_kind kind,
			     const struct section *section, int n)
{
	struct form_lines *lines = m->lines;

	lines->v = x_reallocarray(lines->v, lines->c + 1, sizeof(*lines->v));
	lines->v[lines->c] = (struct form_line){
		.kind = kind, .section = section, .n = n, .ok = true
	};
	return &lines->v[lines->c++];
}

/* Findings */

/* How much a finding weighs at a field; 0: nothing */
static int weight(const struct finding *f)
{
	if (!f)
		return 0;
	if (f->outcome != OUTCOME_FAIL)
		return f->outcome == OUTCOME_UNKNOWN ? 1 : 0;

	return f->severity == SEVERITY_ERROR ? 3 : 2;
}

const char *finding_mark(const struct finding *finding)
{
	static const char *const marks[] = { "", "?", "!", "x" };

	return marks[weight(finding)];
}

/* The fact a finding stands at, as it names it */
static const char *home_of(const struct finding *f, size_t *lenp)
{
	const char *home = f->place ? f->place : f->reads ? f->reads : "";

	*lenp = strcspn(home, " ");
	return home;
}

char *finding_home(const struct finding *finding, const struct pack *pack)
{
	const struct section *section = NULL;
	struct str name = { 0 };
	size_t len;
	const char *home = home_of(finding, &len);
	size_t dot = strcspn(home, ".");
	char *group = x_strndup(home, dot < len ? dot : len);
	char *key = x_strndup(home + dot, dot < len ? len - dot : 0);

	/* a rule does not say which row it has read */
	if (*key)
		(void)pack_field(pack, group, key + 1, &section);
	str_addf(&name, "%s%s%s", group,
		 section && section->repeat ? "[1]" : "", key);
	free(group);
	free(key);
	return str_take(&name);
}

static int compare_names(const struct home *a, const char *name, size_t len)
{
	const int d = memcmp(a->name, name, a->len < len ? a->len : len);

	return d ? d : (a->len > len) - (a->len < len);
}

/* Among those of one name the worst comes first, then the order of the list */
static int compare_homes(const void *a, const void *b)
{
	const struct home *ha = a;
	const struct home *hb = b;
	int d = compare_names(ha, hb->name, hb->len);

	if (d == 0)
		d = weight(hb->finding) - weight(ha->finding);
	return d ? d
		 : (ha->finding > hb->finding) - (ha->finding < hb->finding);
}

static void collect_homes(struct making *m)
{
	m->homev = x_calloc(m->findings->c + 1, sizeof(*m->homev));
	for (size_t i = 0; i < m->findings->c; i++) {
		const struct finding *f = &m->findings->v[i];
		struct home *home = &m->homev[m->homec];

		if (weight(f) == 0)
			continue;
		home->name = home_of(f, &home->len);
		home->finding = f;
		m->homec++;
	}
	qsort(m->homev, m->homec, sizeof(*m->homev), compare_homes);
}

/* The worst finding that stands at a name, or NULL */
static const struct finding *worst_at(const struct making *m, const char *name)
{
	const size_t len = strlen(name);
	size_t low = 0;
	size_t high = m->homec;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (compare_names(&m->homev[mid], name, len) < 0)
			low = mid + 1;
		else
			high = mid;
	}

	return low < m->homec && compare_names(&m->homev[low], name, len) == 0
		       ? m->homev[low].finding
		       : NULL;
}

/* The worst finding of a field; a rule does not say which row it has read: the
 * first stands for all */
static const struct finding *worst(const struct making *m,
				   const struct form_line *line)
{
	const struct finding *found = worst_at(m, line->key);
	const struct finding *other;
	struct str name = { 0 };

	if (line->n != 1)
		return found;

	str_addf(&name, "%s.%s", line->section->group, line->field->key);
	other = worst_at(m, name.s);
	str_release(&name);
	if (weight(other) > weight(found) ||
	    (other && weight(other) == weight(found) && other < found))
		found = other;
	return found;
}

/* Fields */

char *form_field_key(const struct section *section, int n,
		     const struct field *field)
{
	struct fact_key key;
	struct str name = { 0 };

	fact_key_make(&key, section->group, n, field->key);
	fact_key_encode(&name, &key);
	return str_take(&name);
}

static void add_field(const struct making *m, const struct section *section,
		      const struct field *field, int n)
{
	const struct fact *fact = facts_find(m->facts, section->group, n,
					     field->key);
	char *key = form_field_key(section, n, field);
	struct form_line *line;

	if (findings_hide(m->findings, key)) {
		free(key);
		return;
	}

	line = add(m, LINE_FIELD, section, n);
	line->field = field;
	line->key = key;
	line->value = x_strdup(fact ? fact->value : "");
	line->ok = !fact || fact->ok;
	line->finding = worst(m, line);
}

static void add_fields(const struct making *m, const struct section *section,
		       int n)
{
	for (unsigned i = 0; i < section->fields_count; i++)
		add_field(m, section, &section->fields[i], n);
}

/* Tables of rows */

static void print_fact(struct str *to, const struct facts *facts,
		       const struct section *section, int n,
		       const struct field *field)
{
	const struct fact *fact = facts_find(facts, section->group, n,
					     field->key);

	if (fact && fact->ok)
		value_print(to, field, fact->value);
	else if (fact)
		str_add(to, fact->value);
}

static int cell_width(const struct facts *facts, const struct section *section,
		      const struct field *field)
{
	int rows = facts_rows(facts, section->group);
	int width = text_width(lang_pick(field->label, field->label_en));

	for (int n = 1; n <= rows && width < CELL_MAX; n++) {
		struct str cell = { 0 };
		int w;

		print_fact(&cell, facts, section, n, field);
		w = text_width(str_text(&cell));
		width = w > width ? w : width;
		str_release(&cell);
	}

	return width < CELL_MIN	  ? CELL_MIN
	       : width < CELL_MAX ? width
				  : CELL_MAX;
}

static void add_cell(struct str *to, const char *text, int width)
{
	int used;
	size_t n = text_fit(text, width, &used);

	str_add_n(to, text, n);
	str_addf(to, "%*s", width - used + 2, "");
}

/* Line of a row, or of the column titles for n = 0 */
static void add_table_line(const struct making *m,
			   const struct section *section, int n,
			   const int *widths)
{
	struct form_line *line = add(m, n ? LINE_ROW : LINE_COLUMNS, section,
				     n);
	struct str text = { 0 };
	struct str key = { 0 };

	if (n)
		str_addf(&text, "%3d  ", n);
	else
		str_addf(&text, "%*s", TABLE_INDENT, "");
	for (unsigned i = 0; i < section->fields_count; i++) {
		const struct field *f = &section->fields[i];
		struct str cell = { 0 };

		if (n)
			print_fact(&cell, m->facts, section, n, f);
		else
			str_add(&cell, lang_pick(f->label, f->label_en));
		add_cell(&text, str_text(&cell), widths[i]);
		str_release(&cell);
	}
	str_addf(&key, "%s[%d]", section->group, n);
	line->text = str_take(&text);
	line->key = str_take(&key);
}

/* The worst finding of a closed row's fields */
static const struct finding *worst_of_row(const struct making *m,
					  const struct section *section, int n)
{
	const struct finding *found = NULL;
	struct form_lines fields = { NULL, 0 };
	struct making row = *m;

	row.lines = &fields;
	add_fields(&row, section, n);
	for (size_t i = 0; i < fields.c; i++) {
		if (weight(fields.v[i].finding) > weight(found))
			found = fields.v[i].finding;
	}
	form_lines_release(&fields);
	return found;
}

static void add_rows(const struct making *m, const struct section *section)
{
	int open = section == m->open->section ? m->open->n : 0;
	int rows = facts_rows(m->facts, section->group);
	int *widths;

	if (open > rows)
		rows = open = rows + 1;
	if (rows == 0) {
		struct str key = { 0 };
		struct form_line *line = add(m, LINE_NO_ROW, section, 0);

		str_addf(&key, "%s[0]", section->group);
		line->key = str_take(&key);
		line->text = x_strdup(_("     none; Enter adds a row"));
		return;
	}

	widths = x_calloc(section->fields_count, sizeof(*widths));
	for (unsigned i = 0; i < section->fields_count; i++)
		widths[i] = cell_width(m->facts, section, &section->fields[i]);
	add_table_line(m, section, 0, widths);
	for (int n = 1; n <= rows; n++) {
		add_table_line(m, section, n, widths);
		if (n == open)
			add_fields(m, section, n);
		else
			m->lines->v[m->lines->c - 1].finding = worst_of_row(
				m, section, n);
	}
	free(widths);
}

void form_lines_build(struct form_lines *lines, const struct form *form,
		      const struct facts *facts, const struct form_open *open,
		      const struct findings *findings)
{
	struct making m = { lines, facts, open, findings, NULL, 0 };

	*lines = (struct form_lines){ NULL, 0 };
	collect_homes(&m);
	for (unsigned i = 0; i < form->sections_count; i++) {
		const struct section *section = &form->sections[i];

		add(&m, LINE_SECTION, section, 0)->text = x_strdup(
			lang_pick(section->title, section->title_en));
		if (section->repeat)
			add_rows(&m, section);
		else
			add_fields(&m, section, 0);
	}
	free(m.homev);
}

size_t form_lines_find(const struct form_lines *lines, const char *key)
{
	for (size_t i = 0; i < lines->c; i++) {
		const struct form_line *line = &lines->v[i];

		if (line->key && line->kind != LINE_COLUMNS &&
		    strcmp(line->key, key) == 0)
			return i;
	}

	return SIZE_MAX;
}

size_t form_lines_next_finding(const struct form_lines *lines, size_t from)
{
	for (size_t i = 1; i <= lines->c; i++) {
		size_t at = (from + i) % lines->c;

		if (weight(lines->v[at].finding) > 1)
			return at;
	}

	return SIZE_MAX;
}
