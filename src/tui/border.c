/**
 * @file tui/border.c  Where a caret may stand in a text
 */
#include "tui/border.h"

#include <stdbool.h>

#include "util/text.h"

/* A character that joins no other: ASCII, Chinese marks and ideographs */
static bool is_plain(const char *s)
{
	uint32_t cp = text_next(&s);

	return (cp >= 0x20 && cp < 0x7F) || (cp >= 0x3001 && cp <= 0x3029) ||
	       (cp >= 0x3400 && cp <= 0x9FFF) || cp == '\n';
}

/* A border at or before an offset and near it: between two plain characters */
static size_t near_border(const char *s, size_t at)
{
	bool plain = false;
	size_t p = at;

	while (p > 0) {
		size_t right = p;
		bool left;

		do {
			p--;
		} while (p > 0 && (s[p] & 0xC0) == 0x80);
		left = is_plain(s + p);
		if (left && plain)
			return right;
		plain = left;
	}

	return 0;
}

size_t border_after(const char *s, size_t at)
{
	return at + text_cluster(s + at, NULL);
}

size_t border_before(const char *s, size_t at)
{
	size_t p = at > 0 ? near_border(s, at - 1) : 0;
	size_t before = p;

	while (p < at) {
		before = p;
		p = border_after(s, p);
	}

	return before;
}

size_t border_from(const char *s, size_t at)
{
	size_t p = near_border(s, at);

	while (p < at)
		p = border_after(s, p);

	return p;
}
