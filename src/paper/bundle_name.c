/**
 * @file paper/bundle_name.c  Names of files that a portal takes
 */
#include <string.h>

#include "paper/bundle.h"
#include "util/text.h"

#define CP_INVALID 0xFFFD

/* Where no pack says: what Windows and our file systems bear */
#define NAME_LENGTH 60

/* Private use and noncharacters show nothing that anybody could name */
static bool is_nothing(uint32_t cp)
{
	return (cp >= 0xE000 && cp <= 0xF8FF) ||
	       (cp >= 0xFDD0 && cp <= 0xFDEF) || (cp & 0xFFFE) == 0xFFFE ||
	       cp >= 0xF0000 || cp == CP_INVALID || cp == 0x200B ||
	       cp == 0xFEFF;
}

static bool is_forbidden(const struct portal_row *row, const char *c)
{
	for (unsigned i = 0; row && i < row->words_count; i++) {
		if (strcmp(row->words[i], c) == 0)
			return true;
	}

	return false;
}

static const struct portal_row *row_of(const struct pack *pack,
				       const struct pack *spare,
				       const char *key)
{
	const struct portal_row *row = pack_portal(pack, key);

	return row || !spare ? row : pack_portal(spare, key);
}

/* Letters and digits of an ending, in lower case */
static void put_ext(struct str *to, const char *ext)
{
	str_add_char(to, '.');
	for (size_t i = 0; i < 8 && ext[i]; i++) {
		const char c = ext[i];

		if (c >= 'A' && c <= 'Z')
			str_add_char(to, (char)(c + 32));
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			str_add_char(to, c);
	}
}

void bundle_name(struct str *to, const struct pack *pack,
		 const struct pack *spare, const char *stem, const char *ext)
{
	const struct portal_row *length = row_of(pack, spare,
						 PORTAL_NAME_LENGTH);
	const struct portal_row *forbidden = row_of(pack, spare,
						    PORTAL_NAME_CHARACTERS);
	const size_t most = length ? (size_t)length->number : NAME_LENGTH;
	const size_t tail = strlen(ext) + 1;
	const size_t start = to->len;
	size_t n = 0;
	uint32_t cp;

	while ((cp = text_next(&stem)) != 0 && n + tail < most) {
		char c[8];

		(void)text_put(c, is_nothing(cp) ? '_' : cp);
		if (text_cp_is_harmful(cp) || is_forbidden(forbidden, c) ||
		    cp == '/' || cp == '\\' || (cp == '.' && n == 0))
			str_add_char(to, '_');
		else
			str_add(to, c);
		n++;
	}
	if (to->len == start)
		str_add_char(to, '_');
	put_ext(to, ext);
}
