/**
 * @file net/gunzip.c  Undoing gzip within a limit
 */
#include "net/gunzip.h"

#include <stdbool.h>
#include <zlib.h>

#define WINDOW (MAX_WBITS + 16) /* gzip and nothing else, says zlib.h */

/* Members follow each other until the bytes end (RFC 1952, 2.2) */
static enum gunzip unfold(z_stream *z, struct str *to, size_t limit)
{
	Bytef buf[65536];
	size_t room = limit;
	int code = Z_OK;

	do {
		size_t n;

		if (code == Z_STREAM_END && inflateReset(z) != Z_OK)
			return GUNZIP_DAMAGED;
		z->next_out = buf;
		z->avail_out = sizeof(buf);
		code = inflate(z, Z_NO_FLUSH);
		if (code != Z_OK && code != Z_STREAM_END)
			return GUNZIP_DAMAGED;

		n = sizeof(buf) - z->avail_out;
		if (n > room)
			return GUNZIP_TOO_LARGE;
		str_add_n(to, (const char *)buf, n);
		room -= n;
	} while (code != Z_STREAM_END || z->avail_in > 0);

	return GUNZIP_WHOLE;
}

enum gunzip gunzip(struct str *to, const char *data, size_t size, size_t limit)
{
	z_stream z = { 0 };
	enum gunzip result;

	if (size > UINT32_MAX || inflateInit2(&z, WINDOW) != Z_OK)
		return GUNZIP_DAMAGED;

	z.next_in = (z_const Bytef *)data;
	z.avail_in = (uInt)size;
	result = unfold(&z, to, limit);
	(void)inflateEnd(&z);
	return result;
}
