/**
 * @file typeset/page.h  Pages to the bytes of a PDF file
 *
 * The only writer of libharu documents.  Nothing in the file depends on when
 * or where it is written but the date given, so the same pages give the same
 * bytes.
 */
#ifndef TYPESET_PAGE_H
#define TYPESET_PAGE_H

#include <stdint.h>

#include "typeset/sheet.h"
#include "util/str.h"

/** What the file says of itself */
struct page_info {
	const char *title;
	const char *subject;
	int64_t now_ms; /**< Date of creation, ms UTC */
};

/**
 * Write pages as a PDF
 *
 * @param out  Receives the bytes, appended
 *
 * @return 0; EBADMSG if a font cannot be cut; EIO if libharu refuses
 */
int page_write(struct str *out, const struct sheets *sheets,
	       const struct page_info *info);

#endif
