/**
 * @file tests/fuzz/sheet.c  Two texts are compared: none is different from
 * itself, what is different is told
 *
 * Both halves of the input are texts.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check/sheet.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Line ends as LF */
static char *plain(const char *s)
{
	struct str out = { 0 };

	str_add(&out, "");
	for (; *s; s++) {
		if (*s != '\r' || s[1] != '\n')
			str_add_char(&out, *s);
	}
	return str_take(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t half = size / 2;
	char *must = x_strndup((const char *)data, half);
	char *is = x_strndup((const char *)data + half, size - half);
	char *a = plain(must);
	char *b = plain(is);
	struct str say = { 0 };
	size_t lines = 0;
	size_t n;

	if (text_is_utf8(must, strlen(must)) && text_is_utf8(is, strlen(is))) {
		n = sheet_compare(&say, must, is);
		assert((n == 0) == (strcmp(a, b) == 0));
		for (const char *s = str_text(&say); *s; s++)
			lines += *s == '\n';
		assert(lines == (n < 50 ? n : 50));
		assert(text_is_utf8(str_text(&say), say.len));
		assert(sheet_compare(&say, is, is) == 0);
	}
	str_release(&say);
	free(a);
	free(b);
	free(must);
	free(is);
	return 0;
}
