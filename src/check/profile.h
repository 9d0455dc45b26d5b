/**
 * @file check/profile.h  The authority that applies, and its numbers
 */
#ifndef CHECK_PROFILE_H
#define CHECK_PROFILE_H

#include <stdbool.h>

#include "dossier/fact.h"
#include "pack/pack.h"
#include "store/expr.h"
#include "util/str.h"

/** Profile that applies by coverage and province, or NULL if not known yet */
const struct profile *profile_of(const struct pack *pack,
				 const struct facts *facts);

/** Add the tables that expressions read as profile.* and advice.*; 0 or EIO */
int profile_add_tables(struct box *box);

/** Put an authority's numbers into the box; NULL leaves them unknown.  0, or
 *  EBADMSG if the data file has a value that is not of its type */
int profile_fill(struct box *box, const struct pack *pack,
		 const struct profile *profile);

/** Append what a complete profile would have and this one has not */
void profile_missing(struct str *to, const struct profile *profile);

/** Append a column of profile or advice as people read it; false if the table
 *  is none of these */
bool profile_print(struct str *to, const struct pack *pack,
		   const struct profile *profile, const char *table,
		   const char *key);

#endif
