/**
 * @file dossier/fact.h  Facts of a dossier: read all, change some
 */
#ifndef DOSSIER_FACT_H
#define DOSSIER_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pack/pack.h"
#include "store/db.h"
#include "util/str.h"

/** Most rows of a repeating group */
#define FACT_ROWS_MAX 10000

/** Name of a fact: site.area, or holder[2].ratio */
struct fact_key {
	char group[48];
	int n; /**< Row from 1; 0 if the group does not repeat */
	char key[48];
};

/** One fact as stored */
struct fact {
	struct fact_key key;
	bool ok; /**< False: kept as typed, reads as unknown */
	const struct field *field; /**< NULL if the pack no longer has it */
	char *value;		   /**< Canonical, or as typed if not ok */
	char *origin;		   /**< "entry", "import", "drill" */
};

/** All facts of one dossier, sorted by group, row and key */
struct facts {
	struct fact *v;
	size_t c;
};

/** One wish of a change */
struct fact_set {
	const char *key;  /**< As text, "holder[2].ratio" */
	const char *text; /**< As typed; NULL or "" clears the fact */
};

/** Who changes facts, how and why */
struct fact_change {
	const char *origin; /**< "entry", "import", "drill" */
	const char *reason; /**< or NULL */
	bool draft;	    /**< Keep values that are not valid, as typed */
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

/** Append a fact's name as text */
void fact_key_encode(struct str *to, const struct fact_key *key);

/** Read all facts of a dossier; release them with facts_release() */
int facts_load(struct facts *facts, struct db *db, const struct pack *pack,
	       int64_t dossier);

void facts_release(struct facts *facts);

/** The fact with a name, or NULL */
const struct fact *facts_find(const struct facts *facts, const char *group,
			      int n, const char *key);

/** Value of a valid fact, or NULL if absent or not valid */
const char *facts_value(const struct facts *facts, const char *group, int n,
			const char *key);

/** Highest row of a repeating group, 0 if it has none */
int facts_rows(const struct facts *facts, const char *group);

/**
 * Change facts: all of them, in one journal entry, or none
 *
 * Wishes that change nothing leave no trace.
 *
 * @param setv    What to set or clear, ended by a NULL key
 * @param change  How
 * @param badp    Set to the index of the wish that was refused; may be
 *                    NULL
 *
 * @return 0; EINVAL or ENOENT for a wish that is refused; EBUSY; EIO
 */
int fact_set(struct db *db, const struct pack *pack, int64_t dossier,
	     const struct fact_set *setv, const struct fact_change *change,
	     size_t *badp);

/** Remove row n of a repeating group; later rows move up.  0, ENOENT, EIO */
int fact_remove_row(struct db *db, const struct pack *pack, int64_t dossier,
		    const char *group, int n);

#endif
