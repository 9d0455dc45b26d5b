/**
 * @file util/csv.c  Tables as spreadsheets write and read them: CSV, RFC 4180
 */
#include "util/csv.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

#define BLANKS	    " \t\n"
#define BUFFER_STEP 65536
#define DIGITS	    "0123456789"
#define DIGITS_KEPT 11 /* by Excel in a cell of the format General */

/* A table being read */
struct reading {
	struct csv_table *table;
	const char *name;
	const char *begin; /* of the cell now being read, in the text */
	size_t line;	   /* where that cell begins */
	size_t rows_max;   /* below the first */
	char *pool_end;
	struct csv_row row; /* now being read */
	bool moved;	    /* the cell now being read is another one */
	bool unended;	    /* the last line has no line end */
	int err;
};

static int fail_at(struct reading *r, size_t line, size_t column,
		   const char *what)
{
	if (!r->err)
		r->err = err_set(EBADMSG, "%s:%zu:%zu: %s", r->name, line,
				 column, what);
	return r->err;
}

static int fail_rows(struct reading *r)
{
	struct str what = { 0 };
	int err;

	str_addf(&what, _("more than %zu lines with text"), r->rows_max);
	err = fail_at(r, r->table->cells[r->row.first].line, 1, what.s);
	str_release(&what);
	return err;
}

/* Line ends within a cell become LF */
static size_t copy_text(char *to, const char *from, size_t n)
{
	size_t c = 0;

	for (size_t i = 0; i < n; i++) {
		if (from[i] != '\r')
			to[c++] = from[i];
		else if (i + 1 == n || from[i + 1] != '\n')
			to[c++] = '\n';
	}
	to[c] = '\0';
	return c;
}

static void cell_handler(void *text, size_t n, void *arg)
{
	struct reading *r = arg;
	struct csv_table *t = r->table;

	r->moved = true;
	if (r->err)
		return;
	if (r->row.count == CSV_TABLE_COLUMNS_MAX) {
		(void)fail_at(r, r->line, r->row.count + 1,
			      _("more than 200 cells in a line"));
		return;
	}
	if (n > CSV_TABLE_CELL_MAX) {
		(void)fail_at(r, r->line, r->row.count + 1,
			      _("a cell of more than 65536 bytes"));
		return;
	}

	t->cells = x_grow(t->cells, t->cells_count, sizeof(*t->cells));
	t->cells[t->cells_count++] = (struct csv_cell){ r->pool_end, r->line };
	r->pool_end += copy_text(r->pool_end, text, n) + 1;
	r->row.count++;
}

static bool has_text(const struct csv_table *t, const struct csv_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		const char *s = t->cells[row->first + i].text;

		if (s[strspn(s, BLANKS)])
			return true;
	}

	return false;
}

static void row_handler(int c, void *arg)
{
	struct reading *r = arg;
	struct csv_table *t = r->table;

	r->moved = true;
	r->unended = c == -1;
	if (r->err || r->row.count == 0)
		return;

	if (!has_text(t, &r->row)) {
		t->cells_count = r->row.first;
	} else if (t->rows_count > r->rows_max) {
		(void)fail_rows(r);
	} else {
		t->rows = x_grow(t->rows, t->rows_count, sizeof(*t->rows));
		t->rows[t->rows_count++] = r->row;
	}
	r->row = (struct csv_row){ .first = t->cells_count };
}

/* The separator that the first line with text has most of, outside quotes */
static char find_separator(const char *text)
{
	static const char candidates[] = ",;\t";
	size_t counts[sizeof(candidates)] = { 0 };
	bool quoted = false;
	size_t best = 0;
	const char *at;

	for (text += strspn(text, BLANKS "\r");
	     *text && (quoted || (*text != '\n' && *text != '\r')); text++) {
		quoted ^= *text == '"';
		at = quoted ? NULL : strchr(candidates, *text);
		if (at)
			counts[at - candidates]++;
	}
	for (size_t i = 1; candidates[i]; i++) {
		if (counts[i] > counts[best])
			best = i;
	}

	return candidates[best];
}

static void *grow(void *p, size_t size)
{
	return x_reallocarray(p, size, 1);
}

static int stray_quote(struct reading *r)
{
	const bool quoted = r->begin[strspn(r->begin, " \t")] == '"';

	return fail_at(r, r->line, r->row.count + 1,
		       quoted ? _("text follows the closing quotation mark of "
				  "this cell; a quotation mark within it is "
				  "written twice")
			      : _("a quotation mark within this cell; write it "
				  "twice and put the cell in quotation "
				  "marks"));
}

/* libcsv does not tell places.  So it is fed up to the next byte that can end
 * a cell: each call ends one cell at most, with the last byte it gets. */
static int feed(struct reading *r, struct csv_parser *parser, const char *text,
		size_t size)
{
	const char stops[] = { r->table->separator, '"', '\r', '\n', '\0' };
	size_t line = 1;

	for (size_t at = 0; at < size && !r->err;) {
		size_t n = strcspn(text + at, stops);

		n += at + n < size;
		r->moved = false;
		if (csv_parse(parser, text + at, n, cell_handler, row_handler,
			      r) != n)
			return stray_quote(r);

		at += n;
		line += text[at - 1] == '\n' ||
			(text[at - 1] == '\r' && text[at] != '\n');
		if (r->moved) {
			r->begin = text + at;
			r->line = line;
		}
	}

	if (!r->err && csv_fini(parser, cell_handler, row_handler, r) != 0)
		return fail_at(r, r->line, r->row.count + 1,
			       _("the quotation mark that opens this cell is "
				 "never closed"));
	return r->err;
}

/* Cells of a row up to the last with text */
static size_t width(const struct csv_table *t, const struct csv_row *row)
{
	size_t n = row->count;

	while (n > 0 && !*t->cells[row->first + n - 1].text)
		n--;

	return n;
}

/* What a broken copy leaves behind would otherwise pass for a shorter table */
static int check_end(struct reading *r)
{
	const struct csv_table *t = r->table;
	const struct csv_row *last;

	if (t->rows_count == 0)
		return err_set(EBADMSG,
			       _("%s:1:1: no text; the first line must name "
				 "the columns"),
			       r->name);

	last = &t->rows[t->rows_count - 1];
	if (!r->unended || t->rows_count == 1 ||
	    last->count >= width(t, &t->rows[0]))
		return 0;

	return fail_at(r, t->cells[last->first].line, last->count,
		       _("the last line has fewer cells than the first and no "
			 "line end; is the file cut off?"));
}

int csv_table_read(struct csv_table **tablep, const char *name,
		   const char *data, size_t size)
{
	return csv_table_read_long(tablep, name, data, size,
				   CSV_TABLE_ROWS_MAX);
}

int csv_table_read_long(struct csv_table **tablep, const char *name,
			const char *data, size_t size, size_t rows_max)
{
	struct csv_table *t;
	struct csv_parser parser;
	struct str text = { 0 };
	struct reading r = { .name = name, .line = 1, .rows_max = rows_max };
	enum encoding encoding;
	int err;

	if (size > CSV_TABLE_BYTES_MAX)
		return err_set(EBADMSG, _("%s: larger than %zu bytes"), name,
			       CSV_TABLE_BYTES_MAX);
	err = encoding_to_utf8(&text, name, data, size, &encoding);
	if (err) {
		str_release(&text);
		return err;
	}

	t = x_calloc(1, sizeof(*t));
	t->encoding = encoding;
	t->separator = find_separator(str_text(&text));
	/* Each cell but the last leaves out the byte that ends it */
	t->pool = x_calloc(text.len + 2, 1);
	r.table = t;
	r.pool_end = t->pool;
	r.begin = str_text(&text);

	(void)csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
	csv_set_delim(&parser, (unsigned char)t->separator);
	csv_set_realloc_func(&parser, grow);
	csv_set_blk_size(&parser, BUFFER_STEP);
	err = feed(&r, &parser, str_text(&text), text.len);
	if (!err)
		err = r.err ? r.err : check_end(&r);
	csv_free(&parser);
	str_release(&text);

	if (err)
		csv_table_free(t);
	else
		*tablep = t;
	return err;
}

void csv_table_free(struct csv_table *table)
{
	if (!table)
		return;

	free(table->cells);
	free(table->rows);
	free(table->pool);
	free(table);
}

const struct csv_cell *csv_table_cell(const struct csv_table *table, size_t row,
				      size_t column)
{
	const struct csv_row *r = &table->rows[row];

	return column < r->count ? &table->cells[r->first + column] : NULL;
}

static void write_quoted(struct str *to, const char *text, size_t n)
{
	size_t size = csv_write(NULL, 0, text, n);
	char *buf = x_calloc(size, 1);

	(void)csv_write(buf, size, text, n);
	str_add_n(to, buf, size);
	free(buf);
}

void csv_table_write(struct str *to, const char *const *cellv, size_t cellc)
{
	for (size_t i = 0; i < cellc; i++) {
		const char *s = cellv[i];
		const size_t n = strlen(s);
		const bool cut = n > 0 && (strchr(BLANKS, s[0]) ||
					   strchr(BLANKS, s[n - 1]) ||
					   strncmp(s, CSV_TABLE_MARK, 3) == 0);

		if (i > 0)
			str_add_char(to, ',');
		/* A line of one empty cell would be no line */
		if (s[strcspn(s, "\",;\t\r\n")] || cut ||
		    (n == 0 && cellc == 1))
			write_quoted(to, s, n);
		else
			str_add_n(to, s, n);
	}
	str_add(to, "\r\n");
}

bool csv_is_shortened(const char *text)
{
	size_t n;

	if (strspn(text, DIGITS) != 1)
		return false;

	text++;
	if (*text == '.') {
		n = strspn(text + 1, DIGITS);
		if (n == 0)
			return false;
		text += n + 1;
	}
	if (strncmp(text, "E+", 2) != 0)
		return false;

	n = strspn(text + 2, DIGITS);
	return n > 0 && text[2 + n] == '\0';
}

static bool is_risky(const char *text)
{
	static const char *const starts[] = { "=",  "+",  "-",	"@",  "\t",
					      "\r", "＝", "＋", "－", "＠" };
	const size_t digits = strspn(text, DIGITS);

	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		if (strncmp(text, starts[i], strlen(starts[i])) == 0)
			return true;
	}
	if (digits > 0 && text[digits] == '\0' &&
	    (digits > DIGITS_KEPT || (text[0] == '0' && digits > 1)))
		return true;

	return csv_is_shortened(text);
}

void csv_guard(struct str *to, const char *text)
{
	if (is_risky(text + strspn(text, "'")))
		str_add_char(to, '\'');
	str_add(to, text);
}

const char *csv_unguard(const char *text)
{
	return *text == '\'' && is_risky(text + strspn(text, "'")) ? text + 1
								   : text;
}
