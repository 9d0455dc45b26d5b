/**
 * @file dossier/wish.h  A change of facts, put together one by one
 */
#ifndef DOSSIER_WISH_H
#define DOSSIER_WISH_H

#include <stddef.h>
#include <stdint.h>

#include "dossier/fact.h"

/** Wishes whose texts are owned */
struct wishes {
	struct fact_set *v; /**< Ended by a NULL key */
	size_t c;
};

/** Wish that a fact of a row be a text; NULL clears it */
void wishes_text(struct wishes *w, const char *group, int n, const char *key,
		 const char *text);

/** The same, but NULL leaves it as it is */
void wishes_some(struct wishes *w, const char *group, int n, const char *key,
		 const char *text);

/** The same for a number; 0 clears it */
void wishes_int(struct wishes *w, const char *group, int n, const char *key,
		int value);

/** Set them, all in one change, and forget them whether it went well or not;
 *  the errors of fact_set() */
int wishes_set(struct wishes *w, struct db *db, const struct pack *pack,
	       int64_t dossier, const struct fact_change *change);

void wishes_release(struct wishes *w);

#endif
