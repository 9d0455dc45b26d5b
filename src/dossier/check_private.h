/**
 * @file dossier/check_private.h  What the files of the check share
 */
#ifndef DOSSIER_CHECK_PRIVATE_H
#define DOSSIER_CHECK_PRIVATE_H

#include "dossier/check.h"
#include "store/expr.h"
#include "util/str.h"

/** Expressions of one field */
struct field_exprs {
	const struct pack_field *at;
	struct expr *required;
	struct expr *relevant;
	struct expr *constraint;
};

/** Expressions of one rule */
struct rule_exprs {
	struct expr *when;
	struct expr *holds;
};

struct checker {
	const struct pack *pack;
	struct box *box;
	struct field_exprs *fields; /**< As pack->fields */
	struct rule_exprs *rules;   /**< As pack->rules */
};

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
