/**
 * @file tests/fuzz/drawing.c  Any body of a drawing becomes pages or is refused
 *
 * The first line of an input is the directive, the others are its body.  All
 * ink stays on the sheet and no text stands on other text.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sheet_check.h"
#include "typeset/layout.h"
#include "util/err.h"

/* Longer inputs only take longer */
#define SIZE_MAX_TRIED 8192

#define FENCE	       "~~~~~~~~"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fontset *fonts; /* opened once: it takes long */
	struct sheets sheets = { 0 };
	struct blocks blocks = { 0 };
	struct str text = { 0 };
	int err;

	if (size > SIZE_MAX_TRIED)
		return 0;
	if (!fonts && fontset_open(&fonts) != 0)
		abort();

	str_add(&text, "# 图\n\n" FENCE);
	str_add_n(&text, (const char *)data, size);
	str_add(&text, "\n" FENCE "\n");
	err = markdown_read(&blocks, str_text(&text), NULL);
	if (!err)
		err = layout_blocks(&sheets, fonts, &blocks, "fuzz",
				    &(struct footer){ "foot", "CODE" }, NULL);
	for (size_t i = 0; !err && i < sheets.c; i++) {
		assert(sheet_is_inside(&sheets.v[i]));
		assert(sheet_is_legible(&sheets.v[i]));
	}
	if (err)
		assert(strncmp(err_text(err), "fuzz:", 5) == 0);

	sheets_release(&sheets);
	blocks_release(&blocks);
	str_release(&text);
	return 0;
}
