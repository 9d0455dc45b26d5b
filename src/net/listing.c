/**
 * @file net/listing.c  A published list as rows of text
 */
#include "net/listing_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "util/csv.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

#define BLOCK	  65536
#define HEAD_SIZE 2048 /* where a page may name its encoding */

struct listing_pool {
	char **blocks;
	size_t blocks_count;
	size_t left; /* bytes free in the last block */
};

/* Texts */

/* Blanks of HTML and CSV, of typing in China, and those that do not break */
static bool is_blank(uint32_t cp)
{
	return cp <= ' ' || cp == 0x7F || cp == 0xA0 || cp == 0x3000 ||
	       cp == 0xFEFF || (cp >= 0x2000 && cp <= 0x200B) || cp == 0x2028 ||
	       cp == 0x2029;
}

static char *take_room(struct listing_pool *pool, size_t n)
{
	const size_t size = n > BLOCK ? n : BLOCK;

	if (n > pool->left) {
		pool->blocks = x_grow(pool->blocks, pool->blocks_count,
				      sizeof(*pool->blocks));
		pool->blocks[pool->blocks_count++] = x_calloc(size, 1);
		pool->left = size;
	}
	return pool->blocks[pool->blocks_count - 1];
}

const char *listing_keep(struct listing *l, const char *text, size_t n)
{
	struct listing_pool *pool = l->pool;
	struct str out = { 0 };
	bool blank = false;
	char *room;

	for (const char *p = text; p < text + n && *p;) {
		const char *at = p;

		if (is_blank(text_next(&p))) {
			blank = out.len > 0;
			continue;
		}
		if (blank)
			str_add_char(&out, ' ');
		blank = false;
		str_add_n(&out, at, (size_t)(p - at));
	}
	if (out.len == 0)
		return "";

	room = take_room(pool, out.len + 1);
	/* Blocks are filled from their end */
	pool->left -= out.len + 1;
	memcpy(room + pool->left, out.s, out.len + 1);
	str_release(&out);
	return room + pool->left;
}

static int fail_at(const char *name, size_t line, const char *what)
{
	return err_set(EBADMSG, "%s:%zu: %s", name, line, what);
}

int listing_add_row(struct listing *l, const char *name,
		    const char *const *cellv, const struct listing_row *row)
{
	struct listing_row *to;
	const char **cells;
	bool has_text = false;

	for (size_t i = 0; i < row->count; i++)
		has_text = has_text || *cellv[i];
	if (!has_text)
		return 0;
	if (l->rows_count == LISTING_ROWS_MAX)
		return fail_at(name, row->line,
			       _("more than 100000 rows with text"));
	if (l->cells_count + row->count > LISTING_CELLS_MAX)
		return fail_at(name, row->line, _("more than 2000000 cells"));

	cells = (const char **)l->cells;
	for (size_t i = 0; i < row->count; i++) {
		cells = x_grow(cells, l->cells_count + i, sizeof(*cells));
		cells[l->cells_count + i] = cellv[i];
	}
	l->cells = cells;
	l->rows = x_grow(l->rows, l->rows_count, sizeof(*l->rows));
	to = &l->rows[l->rows_count++];
	*to = *row;
	to->first = l->cells_count;
	l->cells_count += row->count;
	return 0;
}

/* CSV */

static int read_csv(struct listing *l, const char *name, const struct str *text)
{
	struct csv_table *t = NULL;
	int err = csv_table_read_long(&t, name, str_text(text), text->len,
				      LISTING_ROWS_MAX - 1);

	l->tables = 1;
	for (size_t r = 0; !err && r < t->rows_count; r++) {
		const char *cellv[CSV_TABLE_COLUMNS_MAX];
		const struct listing_row row = {
			.count = t->rows[r].count,
			.table = 1,
			.line = csv_table_cell(t, r, 0)->line,
		};

		for (size_t i = 0; i < row.count; i++) {
			const char *s = csv_table_cell(t, r, i)->text;

			cellv[i] = listing_keep(l, s, strlen(s));
		}
		err = listing_add_row(l, name, cellv, &row);
	}
	csv_table_free(t);
	return err;
}

/* What it is */

/* clang-format off */

/* Files that are often published in place of a list, by their first bytes */
static const struct {
	const char *bytes;
	size_t size;
	const char *what;
} others[] = {
	{ "PK\x03\x04", 4,
	  N_("a spreadsheet or archive (xlsx, docx, zip); save it as CSV") },
	{ "\xD0\xCF\x11\xE0", 4,
	  N_("a spreadsheet or document of Office (xls, doc); save it as CSV") },
	{ "%PDF", 4, N_("a PDF file; a list is read as HTML or CSV") },
	{ "\x1F\x8B", 2, N_("a compressed file; unpack it first") },
	{ "{", 1, N_("JSON; a list is read as HTML or CSV") },
};
/* clang-format on */

static int refuse_others(const struct listing_source *s)
{
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		if (s->size >= others[i].size &&
		    memcmp(s->data, others[i].bytes, others[i].size) == 0)
			return fail_at(s->name, 1, _(others[i].what));
	}
	return 0;
}

/* Pages are also served as text/plain or as a spreadsheet; what begins with a
 * tag is one */
static bool is_html(const struct listing_source *s, const struct str *text)
{
	const char *p = str_text(text);

	while (*p && is_blank((unsigned char)*p))
		p++;
	if (*p == '<')
		return true;
	return s->type && (strcasecmp(s->type, "text/html") == 0 ||
			   strcasecmp(s->type, "application/xhtml+xml") == 0);
}

/* <meta charset="gbk"> or <meta ... content="text/html; charset=gbk"> in the
 * first bytes of a page, as every browser looks for it (HTML, 13.2.3.2) */
static bool find_meta(const char *data, size_t size, enum encoding *encodingp)
{
	char head[HEAD_SIZE + 1];
	size_t n = size;

	if (n > HEAD_SIZE)
		n = HEAD_SIZE;
	memcpy(head, data, n);
	head[n] = '\0';
	for (size_t i = 0; i < n; i++) {
		if (!head[i])
			head[i] = ' ';
	}

	for (char *p = head; (p = strcasestr(p, "charset"));) {
		char label[32] = { 0 };
		size_t m;

		p += strlen("charset");
		p += strspn(p, " \t\r\n");
		if (*p != '=')
			continue;
		p++;
		p += strspn(p, " \t\r\n\"'");
		m = strcspn(p, " \t\r\n\"';>/");
		if (m < sizeof(label)) {
			memcpy(label, p, m);
			if (encoding_by_label(label, encodingp))
				return true;
		}
	}
	return false;
}

/* A name is believed only where the bytes leave it open, as pages in GBK say
 * UTF-8 and the other way round: a few Chinese characters of two bytes read
 * well as Cyrillic or Greek in UTF-8, which then has none of three bytes */
static enum encoding find_encoding(const struct listing_source *s)
{
	const enum encoding guess = encoding_guess(s->data, s->size);
	enum encoding named = guess;

	if (!(s->charset && encoding_by_label(s->charset, &named)))
		(void)find_meta(s->data, s->size, &named);
	if (guess != ENCODING_UTF8 || named != ENCODING_GB18030)
		return guess;

	for (size_t i = 0; i < s->size; i++) {
		if ((unsigned char)s->data[i] >= 0xE0)
			return guess;
	}
	return named;
}

int listing_read(struct listing **listingp, const struct listing_source *source)
{
	struct listing *l;
	struct str text = { 0 };
	int err = refuse_others(source);

	if (err)
		return err;
	if (source->size > LISTING_BYTES_MAX)
		return err_set(EBADMSG, _("%s: larger than %zu bytes"),
			       source->name, LISTING_BYTES_MAX);

	l = x_calloc(1, sizeof(*l));
	l->pool = x_calloc(1, sizeof(*l->pool));
	l->encoding = find_encoding(source);
	l->damaged = encoding_decode(&text, source->data, source->size,
				     l->encoding);
	err = is_html(source, &text) ? listing_read_html(l, source->name, &text)
				     : read_csv(l, source->name, &text);
	str_release(&text);

	if (err)
		listing_free(l);
	else
		*listingp = l;
	return err;
}

const char *listing_cell(const struct listing *listing, size_t row,
			 size_t column)
{
	const struct listing_row *r = &listing->rows[row];

	return column < r->count ? listing->cells[r->first + column] : "";
}

void listing_free(struct listing *listing)
{
	if (!listing)
		return;

	for (size_t i = 0; i < listing->pool->blocks_count; i++)
		free(listing->pool->blocks[i]);
	free(listing->pool->blocks);
	free(listing->pool);
	free((void *)listing->cells);
	free(listing->rows);
	free(listing);
}
