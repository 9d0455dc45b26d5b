/**
 * @file tests/fuzz/markdown.c  Any Markdown becomes pages or is refused
 *
 * All text stays inside the sheet, and no line of it is put down twice.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "typeset/layout.h"

/* Longer inputs only take longer */
#define SIZE_MAX_TRIED 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->c; i++) {
		const struct ink *ink = &sheet->ink[i];

		assert(ink->x >= 0 && ink->x <= SHEET_WIDTH);
		assert(ink->y >= 0 && ink->y <= SHEET_HEIGHT);
		assert(ink->x + ink->w <= SHEET_WIDTH);
		assert(ink->y + ink->h <= SHEET_HEIGHT);
		if (ink->kind == INK_TEXT)
			assert(ink->line < ink->para->linec);
	}
}

static void check_link(const struct sheets *sheets, const struct link *link)
{
	assert(link->sheet < sheets->c && link->to < sheets->c);
	assert(link->at[0] >= 0 && link->at[1] >= 0);
	assert(link->at[0] + link->at[2] <= SHEET_WIDTH);
	assert(link->at[1] + link->at[3] <= SHEET_HEIGHT);
	assert(link->to_y >= 0 && link->to_y <= SHEET_HEIGHT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fontset *fonts; /* opened once: it takes long */
	struct sheets sheets = { 0 };
	struct blocks blocks = { 0 };
	struct str text = { 0 };

	if (size > SIZE_MAX_TRIED)
		return 0;
	if (!fonts && fontset_open(&fonts) != 0)
		abort();

	str_add_n(&text, (const char *)data, size);
	if (markdown_read(&blocks, str_text(&text), NULL) == 0 &&
	    layout_blocks(&sheets, fonts, &blocks, "fuzz",
			  &(struct footer){ "foot", "CODE" }, NULL) == 0) {
		for (size_t i = 0; i < sheets.c; i++)
			check(&sheets.v[i]);
		for (size_t i = 0; i < sheets.linkc; i++)
			check_link(&sheets, &sheets.link[i]);
	}

	sheets_release(&sheets);
	blocks_release(&blocks);
	str_release(&text);
	return 0;
}
