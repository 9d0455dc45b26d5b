/**
 * @file dossier/forget_private.h  Names of what is to be deleted
 */
#ifndef DOSSIER_FORGET_PRIVATE_H
#define DOSSIER_FORGET_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "dossier/fact.h"

/** What was named: a fact, a field of all rows, a row, a group */
struct forget_name {
	char group[48];
	char key[48]; /**< "": all of them */
	int n;	      /**< Row; 0: all, or there are none */
	bool met;     /**< Something has that name */
};

/** Read a name; 0; EINVAL; EPERM if it is what tells where a dossier is */
int forget_name(struct forget_name *name, const char *text);

/** Whether a fact was named; 0; ENOENT if not; EPERM if it is one of those that
 *  tell where a dossier is, which stay when their group is named */
int forget_matches(struct forget_name *namev, size_t namec,
		   const struct fact_key *key);

/** Whether a value says by itself whom it is about */
bool forget_tells(const struct field *field, const char *value);

#endif
