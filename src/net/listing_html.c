/**
 * @file net/listing_html.c  Tables of an HTML page, whatever its state
 */
#include <errno.h>
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <stdlib.h>
#include <string.h>

#include "net/listing_private.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* So many bytes go to the parser before anybody looks at limits and clock */
#define CHUNK	    1024
#define TAG_MAX	    (1 << 20)
#define ROWSPAN_MAX 65534 /* HTML, 4.9.11 */
#define COLUMNS	    LISTING_COLUMNS_MAX

/* A text that goes on in the rows below */
struct span {
	const char *text;
	unsigned rows;
};

/* A table that is open */
struct table {
	unsigned number;
	struct span spans[COLUMNS];
	bool in_row;
	struct listing_row row;
	unsigned own; /* cells of this row that are not from above */
	const char *cellv[COLUMNS];
	bool used[COLUMNS];
	bool in_cell;
	struct str text; /* of that cell */
	unsigned columns;
	unsigned rows;
};

struct reader {
	struct listing *list;
	const char *name;
	htmlParserCtxtPtr parser;
	struct table *tables[LISTING_TABLES_MAX];
	size_t depth; /* tables within each other */
	size_t elements;
	unsigned quiet; /* elements open whose text is no text */
	int err;
};

static size_t line_of(struct reader *r)
{
	const int line = xmlSAX2GetLineNumber(r->parser);

	return line > 0 ? (size_t)line : 1;
}

static void fail_here(struct reader *r, const char *what)
{
	if (!r->err)
		r->err = err_set(EBADMSG, "%s:%zu: %s", r->name, line_of(r),
				 what);
	xmlStopParser(r->parser);
}

/* Rows and cells */

static void end_cell(struct reader *r, struct table *t)
{
	const char *text;
	unsigned at = 0;

	if (!t->in_cell)
		return;

	t->in_cell = false;
	text = listing_keep(r->list, str_text(&t->text), t->text.len);
	str_clear(&t->text);
	while (at < COLUMNS && t->used[at])
		at++;
	if (at == COLUMNS) {
		fail_here(r, _("more than 200 cells in a row"));
		return;
	}

	t->own++;
	for (unsigned i = at; i < COLUMNS && i - at < t->columns; i++) {
		t->cellv[i] = text;
		t->used[i] = true;
		if (t->rows > 1)
			t->spans[i] = (struct span){ text, t->rows - 1 };
		if (t->row.count <= i)
			t->row.count = i + 1;
	}
}

static void end_row(struct reader *r, struct table *t)
{
	int err;

	if (!t->in_row)
		return;

	end_cell(r, t);
	t->in_row = false;
	if (r->err || t->own == 0)
		return;
	err = listing_add_row(r->list, r->name, t->cellv, &t->row);
	if (err) {
		r->err = err;
		xmlStopParser(r->parser);
	}
}

static void start_row(struct reader *r, struct table *t)
{
	end_row(r, t);
	t->in_row = true;
	t->own = 0;
	t->row = (struct listing_row){ .table = t->number, .line = line_of(r) };
	for (unsigned i = 0; i < COLUMNS; i++) {
		struct span *s = &t->spans[i];

		t->used[i] = s->rows > 0;
		t->cellv[i] = t->used[i] ? s->text : "";
		if (!t->used[i])
			continue;
		s->rows--;
		t->row.count = i + 1;
	}
}

/* A whole number of an attribute from 1 on; 0 stands for "to the end" */
static unsigned number_of(const xmlChar **attv, const char *name, unsigned most)
{
	for (size_t i = 0; attv && attv[i]; i += 2) {
		unsigned long n;

		if (strcmp((const char *)attv[i], name) != 0 || !attv[i + 1])
			continue;
		if (!strchr("0123456789", attv[i + 1][0]))
			return 1;
		n = strtoul((const char *)attv[i + 1], NULL, 10);
		return n == 0 || n > most ? most : (unsigned)n;
	}
	return 1;
}

static void start_cell(struct reader *r, struct table *t, const xmlChar **attv)
{
	if (!t->in_row)
		start_row(r, t);
	end_cell(r, t);
	t->in_cell = true;
	t->columns = number_of(attv, "colspan", COLUMNS);
	t->rows = number_of(attv, "rowspan", ROWSPAN_MAX);
}

/* Tables */

static struct table *top(struct reader *r)
{
	return r->depth > 0 ? r->tables[r->depth - 1] : NULL;
}

static void start_table(struct reader *r)
{
	struct table *t;

	if (r->depth == LISTING_TABLES_MAX) {
		fail_here(r, _("more than 16 tables within each other"));
		return;
	}
	t = x_calloc(1, sizeof(*t));
	t->number = ++r->list->tables;
	r->tables[r->depth++] = t;
}

static void end_table(struct reader *r)
{
	struct table *t = top(r);

	if (!t)
		return;
	end_row(r, t);
	str_release(&t->text);
	free(t);
	r->depth--;
}

/* A row that spans others does so within its group (HTML, 4.9.11) */
static void start_group(struct reader *r, struct table *t)
{
	end_row(r, t);
	memset(t->spans, 0, sizeof(t->spans));
}

/* Elements */

enum role {
	ROLE_NONE,
	ROLE_TABLE,
	ROLE_GROUP,
	ROLE_ROW,
	ROLE_CELL,
	ROLE_BREAK,
	ROLE_QUIET,
};

static enum role role_of(const xmlChar *name)
{
	static const struct {
		const char *name;
		enum role role;
	} rows[] = {
		{ "table", ROLE_TABLE }, { "thead", ROLE_GROUP },
		{ "tbody", ROLE_GROUP }, { "tfoot", ROLE_GROUP },
		{ "tr", ROLE_ROW },	 { "td", ROLE_CELL },
		{ "th", ROLE_CELL },	 { "br", ROLE_BREAK },
		{ "p", ROLE_BREAK },	 { "div", ROLE_BREAK },
		{ "li", ROLE_BREAK },	 { "script", ROLE_QUIET },
		{ "style", ROLE_QUIET }, { "template", ROLE_QUIET },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(rows[i].name, (const char *)name) == 0)
			return rows[i].role;
	}
	return ROLE_NONE;
}

static void add_text(struct reader *r, const char *text, size_t n)
{
	struct table *t = top(r);

	if (!t || !t->in_cell || r->quiet > 0)
		return;
	if (t->text.len + n > LISTING_CELL_MAX)
		fail_here(r, _("a cell of more than 65536 bytes"));
	else
		str_add_n(&t->text, text, n);
}

/* Between words, once */
static void add_blank(struct reader *r)
{
	const struct table *t = top(r);

	if (t && t->text.len > 0 && t->text.s[t->text.len - 1] != ' ')
		add_text(r, " ", 1);
}

static void start_handler(void *arg, const xmlChar *name, const xmlChar **attv)
{
	struct reader *r = arg;
	const enum role role = role_of(name);
	struct table *t = top(r);

	if (r->err)
		return;
	if (++r->elements > LISTING_DEPTH_MAX)
		fail_here(r, _("more than 256 elements within each other"));
	else if (role == ROLE_QUIET)
		r->quiet++;
	else if (role == ROLE_TABLE)
		start_table(r);
	else if (t && role == ROLE_GROUP)
		start_group(r, t);
	else if (t && role == ROLE_ROW)
		start_row(r, t);
	else if (t && role == ROLE_CELL)
		start_cell(r, t, attv);
	else if (role == ROLE_BREAK)
		add_blank(r);
}

static void end_handler(void *arg, const xmlChar *name)
{
	struct reader *r = arg;
	const enum role role = role_of(name);
	struct table *t = top(r);

	if (r->err)
		return;
	if (r->elements > 0)
		r->elements--;
	if (role == ROLE_QUIET && r->quiet > 0)
		r->quiet--;
	else if (role == ROLE_TABLE)
		end_table(r);
	else if (t && role == ROLE_GROUP)
		start_group(r, t);
	else if (t && role == ROLE_ROW)
		end_row(r, t);
	else if (t && role == ROLE_CELL)
		end_cell(r, t);
	else if (role == ROLE_BREAK)
		add_blank(r);
}

static void text_handler(void *arg, const xmlChar *text, int n)
{
	struct reader *r = arg;

	if (!r->err && n > 0)
		add_text(r, (const char *)text, (size_t)n);
}

/* Limits */

/* Attributes of the tag that is not yet whole.  libxml2 compares each with all
 * before it, so that thousands take minutes.  A quotation mark opens a value
 * only behind "=", as libxml2 has it. */
static unsigned count_attributes(const xmlChar *p, const xmlChar *end)
{
	xmlChar quote = 0;
	xmlChar before = 0; /* last one that is no blank */
	unsigned count = 0;

	for (; p < end; p++) {
		const bool blank = *p <= ' ';

		if (quote && *p == quote) {
			quote = 0;
			count++;
		} else if (quote) {
			continue;
		} else if ((*p == '"' || *p == '\'') && before == '=') {
			quote = *p;
		} else if (blank && (p[-1] > ' ')) {
			count++;
		}
		if (!blank)
			before = *p;
	}
	return count;
}

static void check_tag(struct reader *r)
{
	const htmlParserCtxtPtr c = r->parser;

	if (r->err || c->instate != XML_PARSER_START_TAG || !c->input ||
	    c->input->end - c->input->cur <= CHUNK)
		return;
	if (c->input->end - c->input->cur > TAG_MAX)
		fail_here(r, _("a tag of more than 1048576 bytes"));
	else if (count_attributes(c->input->cur + 1, c->input->end) >
		 LISTING_ATTRIBUTES_MAX)
		fail_here(r, _("a tag of more than 500 attributes"));
}

static void parse(struct reader *r, const struct str *text)
{
	const int64_t until = clock_mono() + LISTING_MS_MAX;
	const char *p = str_text(text);

	for (size_t at = 0; at < text->len && !r->err;) {
		const size_t left = text->len - at;
		const size_t n = left < CHUNK ? left : CHUNK;

		(void)htmlParseChunk(r->parser, p + at, (int)n, 0);
		at += n;
		check_tag(r);
		if (clock_mono() > until)
			fail_here(r, _("it takes too long to read"));
	}
	r->list->cut = r->depth > 0;
	if (!r->err)
		(void)htmlParseChunk(r->parser, NULL, 0, 1);
}

static int finish(struct reader *r)
{
	while (r->depth > 0)
		end_table(r);
	if (!r->err && r->list->tables == 0)
		r->err = err_set(EBADMSG, _("%s: a page without any table"),
				 r->name);
	return r->err;
}

int listing_read_html(struct listing *l, const char *name,
		      const struct str *text)
{
	/* No handler for entities, comments or anything outside: nothing is
	 * fetched, nothing unfolds */
	htmlSAXHandler handlers = {
		.startElement = start_handler,
		.endElement = end_handler,
		.characters = text_handler,
		.ignorableWhitespace = text_handler,
	};
	struct reader r = { .list = l, .name = name };
	int err;

	r.parser = htmlCreatePushParserCtxt(&handlers, &r, NULL, 0, NULL,
					    XML_CHAR_ENCODING_UTF8);
	if (!r.parser)
		return err_set(EBADMSG, _("%s: libxml2 does not start"), name);
	(void)htmlCtxtUseOptions(
		r.parser, HTML_PARSE_NONET | HTML_PARSE_NOERROR |
				  HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
	parse(&r, text);
	err = finish(&r);
	htmlFreeParserCtxt(r.parser);
	return err;
}
