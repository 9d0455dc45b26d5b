/**
 * @file tests/fuzz/edit.c  Any keys leave valid text and a caret on a border
 *
 * The first byte chooses a line or an area, the limit and the width; then each
 * byte below EDIT_VERB_COUNT is a verb, and any other begins a character of
 * the input, valid or not.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tui/edit.h"
#include "util/text.h"

#define ROWS 3

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const struct edit *e, size_t limit)
{
	const char *s = edit_text(e);
	size_t at = 0;

	assert(text_is_utf8(s, strlen(s)));
	assert(text_length(s) == e->length && e->length <= limit);
	while (at < e->caret)
		at += text_cluster(s + at, NULL);
	assert(at == e->caret);
}

static void check_window(struct edit *e, int width)
{
	struct edit_row rowv[ROWS];
	size_t rowc = edit_show(e, width, rowv, e->area ? ROWS : 1);
	const char *s = edit_text(e);
	int carets = 0;

	assert(rowc >= 1);
	for (size_t i = 0; i < rowc; i++) {
		size_t n = text_fit(s + rowv[i].start, width, NULL);

		assert(rowv[i].start + rowv[i].bytes <= strlen(s));
		assert(rowv[i].bytes <= n);
		assert(rowv[i].caret < width);
		carets += rowv[i].caret >= 0;
	}
	assert(carets == 1);
}

/* One verb or character; the bytes it used */
static size_t step(struct edit *e, const char *s)
{
	const char *at = s;

	if ((unsigned char)*s < EDIT_VERB_COUNT) {
		(void)edit_press(e, (enum edit_verb) * s);
		return 1;
	}

	(void)edit_insert(e, text_next(&at));
	return (size_t)(at - s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char keys[4096];
	struct edit e;
	size_t limit;
	int width;

	if (size < 1 || size >= sizeof(keys))
		return 0;

	memcpy(keys, data, size);
	keys[size] = '\0';
	width = 2 + (data[0] & 0x1F);
	limit = data[0] & 0x20 ? 40 : 400;
	edit_init(&e, "呼叫中心", limit, data[0] & 0x40);
	for (size_t i = 1; i < size; i += step(&e, keys + i)) {
		check_text(&e, limit);
		check_window(&e, width);
	}
	check_text(&e, limit);
	check_window(&e, width);
	edit_release(&e);
	return 0;
}
