/**
 * @file util/chain.h  What a row of a chain is hashed from
 *
 * A log is a chain if each row holds the hash of the one before and its own is
 * made of that and all its columns: what is changed, taken out or put in
 * between is found.  Each part is added with its length, so that no two rows
 * give the same bytes.
 */
#ifndef UTIL_CHAIN_H
#define UTIL_CHAIN_H

#include <stdint.h>

#include "util/file.h"
#include "util/str.h"

/** Add a text; NULL is another one than "" */
void chain_text(struct str *to, const char *s);

/** Add a whole number */
void chain_int(struct str *to, int64_t n);

/** The hash of what was added; empties it */
void chain_hash(char hex[SHA256_TEXT], struct str *all);

/** Account that runs the program, "?" if it has no name; borrowed until the
 *  next call */
const char *chain_account(void);

#endif
