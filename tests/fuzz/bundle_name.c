/**
 * @file tests/fuzz/bundle_name.c  Any text becomes a name that a zip may have
 *
 * The first line is the ending, the rest the stem.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "paper/bundle.h"
#include "util/text.h"

/* The limit where no pack says, and the longest ending with its full stop */
#define MOST (60 + 9)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct pack pack;
	struct str text = { 0 };
	struct str name = { 0 };
	const char *s;
	size_t n = 0;
	uint32_t cp;
	char *stem;

	str_add_n(&text, (const char *)data, size);
	str_add_char(&text, '\0'); /* texts end at the first */
	stem = text.s + strcspn(text.s, "\n");
	if (*stem)
		*stem++ = '\0';
	bundle_name(&name, &pack, NULL, stem, text.s);

	assert(name.len > 0 && name.s[0] != '.');
	assert(strlen(name.s) == name.len);
	assert(text_is_utf8(name.s, name.len));
	for (s = name.s; (cp = text_next(&s)) != 0; n++) {
		assert(cp != '/' && cp != '\\');
		assert(!text_cp_is_harmful(cp));
	}
	assert(n <= MOST);
	str_release(&text);
	str_release(&name);
	return 0;
}
