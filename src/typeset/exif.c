/**
 * @file typeset/exif.c  Which way up a photograph is
 */
#include "typeset/exif.h"

#include <stdbool.h>

#define TIFF	    42
#define HEAD	    8
#define ENTRY	    12
#define ORIENTATION 0x0112
#define SHORT	    3

struct tiff {
	const uint8_t *s;
	bool big; /* the most significant byte first */
};

static unsigned read16(const struct tiff *t, size_t at)
{
	const uint8_t *s = t->s + at;

	return t->big ? (unsigned)(s[0] << 8 | s[1])
		      : (unsigned)(s[1] << 8 | s[0]);
}

static size_t read32(const struct tiff *t, size_t at)
{
	const size_t first = read16(t, at);
	const size_t second = read16(t, at + 2);

	return t->big ? first << 16 | second : second << 16 | first;
}

int exif_orientation(const uint8_t *s, size_t n)
{
	const struct tiff t = { s, n > 0 && s[0] == 'M' };
	size_t at;
	size_t left;

	if (n < HEAD || s[0] != s[1] || (s[0] != 'M' && s[0] != 'I') ||
	    read16(&t, 2) != TIFF)
		return 1;

	at = read32(&t, 4);
	if (at < HEAD || at > n - 2)
		return 1;

	left = read16(&t, at);
	for (at += 2; left > 0 && n - at >= ENTRY; left--, at += ENTRY) {
		if (read16(&t, at) != ORIENTATION)
			continue;
		if (read16(&t, at + 2) != SHORT || read32(&t, at + 4) != 1 ||
		    read16(&t, at + 8) < 1 || read16(&t, at + 8) > 8)
			return 1;
		return (int)read16(&t, at + 8);
	}

	return 1;
}
