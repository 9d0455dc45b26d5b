/**
 * @file tui/word.c  Words of a text, by kinds of characters
 */
#include "tui/word.h"

#include <stdint.h>
#include <utf8proc.h>

#include "tui/border.h"
#include "util/text.h"

enum kind { KIND_BLANK, KIND_LATIN, KIND_IDEOGRAPH, KIND_SIGN };

static enum kind kind_of(const char *s)
{
	uint32_t cp = text_next(&s);

	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_CC:
		return KIND_BLANK;
	case UTF8PROC_CATEGORY_LO:
		return KIND_IDEOGRAPH;
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_ND:
		return KIND_LATIN;
	default:
		return KIND_SIGN;
	}
}

size_t word_before(const char *s, size_t at)
{
	enum kind kind;

	while (at > 0 && kind_of(s + border_before(s, at)) == KIND_BLANK)
		at = border_before(s, at);
	if (at == 0)
		return 0;

	kind = kind_of(s + border_before(s, at));
	while (at > 0 && kind_of(s + border_before(s, at)) == kind)
		at = border_before(s, at);
	return at;
}

size_t word_after(const char *s, size_t at)
{
	enum kind kind = kind_of(s + at);

	while (s[at] && kind_of(s + at) == kind)
		at = border_after(s, at);
	while (s[at] && kind_of(s + at) == KIND_BLANK)
		at = border_after(s, at);
	return at;
}
