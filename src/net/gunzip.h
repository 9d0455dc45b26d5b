/**
 * @file net/gunzip.h  Undoing gzip within a limit
 *
 * For net/ alone.  libcurl 7.88 would do it on the way, but takes a stream that
 * is cut off for a whole one.
 */
#ifndef NET_GUNZIP_H
#define NET_GUNZIP_H

#include <stddef.h>

#include "util/str.h"

enum gunzip {
	GUNZIP_WHOLE,
	GUNZIP_DAMAGED,	  /**< Not gzip, a wrong checksum, cut off */
	GUNZIP_TOO_LARGE, /**< More than the limit */
};

/**
 * Append what some bytes of gzip (RFC 1952) unfold to
 *
 * @param limit  Most bytes that are appended; no more than 64 KB beyond it is
 *               unfolded
 */
enum gunzip gunzip(struct str *to, const char *data, size_t size, size_t limit);

#endif
