/**
 * @file net/listing_private.h  How a list is put together
 *
 * For listing*.c alone.  Texts are kept in blocks, so that their addresses stay
 * while more come.
 */
#ifndef NET_LISTING_PRIVATE_H
#define NET_LISTING_PRIVATE_H

#include "net/listing.h"
#include "util/str.h"

/** Keep a text with blanks brought to one, none at the ends; "" is shared */
const char *listing_keep(struct listing *l, const char *text, size_t n);

/**
 * Append a row unless it has no text
 *
 * @param cellv  Texts kept by listing_keep()
 *
 * @return 0, or EBADMSG over a limit, with name:line
 */
int listing_add_row(struct listing *l, const char *name,
		    const char *const *cellv, const struct listing_row *row);

/** Read UTF-8 text as HTML into an empty list; errors as listing_read() */
int listing_read_html(struct listing *l, const char *name,
		      const struct str *text);

#endif
