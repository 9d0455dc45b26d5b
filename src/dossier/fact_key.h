/**
 * @file dossier/fact_key.h  Names of facts: site.area, holder[2].ratio
 */
#ifndef DOSSIER_FACT_KEY_H
#define DOSSIER_FACT_KEY_H

#include "pack/pack.h"
#include "util/str.h"

/** Most rows of a repeating group */
#define FACT_ROWS_MAX 10000

/** Name of a fact: site.area, or holder[2].ratio */
struct fact_key {
	char group[48];
	int n; /**< Row from 1; 0 if the group does not repeat */
	char key[48];
};

/**
 * Read a fact's name
 *
 * @param sectionp, fieldp  Set to the pack's rows for it; may be NULL
 *
 * @return 0; EINVAL if it does not parse, or a row number is missing or too
 *         much; ENOENT if the pack has no such field, with the nearest name
 */
int fact_key_decode(struct fact_key *keyp, const struct pack *pack,
		    const char *text, const struct section **sectionp,
		    const struct field **fieldp);

/** Make a name from its parts; n is 0 for a group that does not repeat */
void fact_key_make(struct fact_key *key, const char *group, int n,
		   const char *name);

/** Negative, 0 or positive as a key stands before, at or behind a fact: by
 * group, row and name, the order in which facts are kept */
int fact_key_compare(const struct fact_key *key, const char *group, int n,
		     const char *name);

/** Append a fact's name as text */
void fact_key_encode(struct str *to, const struct fact_key *key);

#endif
