/**
 * @file util/encoding.h  Text files of other programs, brought to UTF-8
 *
 * What people hand in is UTF-8 with or without a mark (BOM), UTF-16 as some
 * spreadsheets save it, or GB18030 (with its parts GBK and GB 2312), which is
 * what Excel writes as CSV on a Chinese Windows.
 */
#ifndef UTIL_ENCODING_H
#define UTIL_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "util/str.h"

enum encoding {
	ENCODING_UTF8,
	ENCODING_UTF16LE, /**< Only with its mark FF FE */
	ENCODING_GB18030, /**< GB 18030-2005 as the C library's iconv has it */
};

/** Name of an encoding, e.g. "GB18030" */
const char *encoding_name(enum encoding encoding);

/**
 * Find out the encoding of some bytes and append them as UTF-8, without a mark
 *
 * Bytes that are not UTF-8 are taken for GB18030 unless most of their Chinese
 * characters read well as UTF-8: then it is a UTF-8 file with a damaged place.
 * On failure nothing is appended.
 *
 * @param name       File, for the message
 * @param encodingp  Set to what was found
 *
 * @return 0, or EBADMSG with file:line: a NUL byte, a mark of another
 *         encoding, or bytes that are no text in the one found
 */
int encoding_to_utf8(struct str *to, const char *name, const char *data,
		     size_t size, enum encoding *encodingp);

/**
 * Find an encoding by what a page or a header calls it, e.g. "gb2312"
 *
 * As in the WHATWG's Encoding Standard, 4.2, the parts of GB18030 are read as
 * the whole.
 *
 * @return False if it is none of ours
 */
bool encoding_by_label(const char *label, enum encoding *encodingp);

/** The encoding that some bytes read best in: that of their mark; UTF-8, if
 * more Chinese characters than bad bytes show up so; GB18030 */
enum encoding encoding_guess(const char *data, size_t size);

/**
 * Append bytes as UTF-8 whatever they are, without a mark
 *
 * What is no text in the encoding, and NUL, becomes U+FFFD: for pages of other
 * people, which often cut a character at the end of a title.
 *
 * @return How many places were no text
 */
size_t encoding_decode(struct str *to, const char *data, size_t size,
		       enum encoding from);

/** Line ends in some bytes: LF, CR LF, or CR alone */
size_t encoding_line_ends(const char *text, size_t size);

#endif
