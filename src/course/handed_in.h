/**
 * @file course/handed_in.h  What was changed since the dossier was handed in
 *
 * After the filing nothing may change silently: what the authority has and what
 * the dossier says must be the same.  A request for corrections names what is
 * to be put right (the field "fields" of its step); changes beyond that stand
 * out.
 */
#ifndef COURSE_HANDED_IN_H
#define COURSE_HANDED_IN_H

#include <stdbool.h>
#include <stddef.h>

#include "dossier/fact.h"

/** One fact that is another than when it was handed in */
struct changed {
	char *name; /**< e.g. "site.area"; owned */
	bool asked; /**< The correction asked for it */
};

struct handed_in {
	char *date;   /**< Day it was last handed in, NULL: never; owned */
	char *fields; /**< What may be changed now, NULL: nothing; owned */
	struct changed *v;
	size_t c;
	size_t unasked; /**< How many nobody asked for */
};

/**
 * Compare a dossier with what was last handed in
 *
 * @param facts  All facts of the dossier
 *
 * @return 0, EBUSY or EIO
 */
int handed_in_load(struct handed_in *to, struct db *db, const struct pack *pack,
		   int64_t dossier, const struct facts *facts);

void handed_in_release(struct handed_in *h);

#endif
