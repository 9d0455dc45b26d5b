/**
 * @file tests/fuzz/listing.c  Any bytes as a published list: rows in order and
 * within every limit, texts that are UTF-8 without stray blanks
 */
#include <assert.h>
#include <string.h>

#include "net/listing.h"
#include "util/text.h"
#include "util/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_cell(const char *s)
{
	const size_t n = strlen(s);

	assert(text_is_utf8(s, n));
	assert(n <= (size_t)2 * LISTING_CELL_MAX);
	assert(!strpbrk(s, "\t\r\n") && !strstr(s, "  "));
	assert(n == 0 || (s[0] != ' ' && s[n - 1] != ' '));
}

static void check_rows(const struct listing *l, size_t size)
{
	size_t cells = 0;

	assert(l->rows_count <= LISTING_ROWS_MAX);
	for (size_t r = 0; r < l->rows_count; r++) {
		const struct listing_row *row = &l->rows[r];
		bool has_text = false;

		assert(row->first == cells);
		assert(row->count >= 1 && row->count <= LISTING_COLUMNS_MAX);
		assert(row->table >= 1 && row->table <= l->tables);
		assert(row->line >= 1 && row->line <= size + 1);
		for (size_t i = 0; i < row->count; i++) {
			check_cell(listing_cell(l, r, i));
			has_text = has_text || *listing_cell(l, r, i);
		}
		assert(has_text);
		cells += row->count;
	}
	assert(cells == l->cells_count && cells <= LISTING_CELLS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const charsets[] = { NULL, "gbk", "utf-16le" };

	for (size_t i = 0; i < ARRAY_LEN(charsets); i++) {
		const struct listing_source s = {
			.name = "f",
			.data = (const char *)data,
			.size = size,
			.type = i ? "text/html" : NULL,
			.charset = charsets[i],
		};
		struct listing *l = NULL;

		if (listing_read(&l, &s) == 0)
			check_rows(l, size);
		listing_free(l);
	}
	return 0;
}
