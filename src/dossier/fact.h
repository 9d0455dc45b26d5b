/**
 * @file dossier/fact.h  Facts of a dossier: read all, change some
 */
#ifndef DOSSIER_FACT_H
#define DOSSIER_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dossier/fact_key.h"
#include "pack/pack.h"
#include "store/db.h"
#include "util/str.h"

/** Most bytes of a reason */
#define FACT_REASON_MAX 4096

/** One fact as stored */
struct fact {
	struct fact_key key;
	bool ok; /**< False: kept as typed, or no value of the field in this
		  *   pack; reads as unknown */
	const struct field *field; /**< NULL if the pack no longer asks for it:
				    *   has no such field, one with rows where
				    *   there were none, or calculates it */
	char *value;		   /**< Canonical, or as typed if not ok */
	char *origin;		   /**< "entry", "import", "drill"; in memory
				    *   also "calculated", "supposed" */
	char *reason; /**< Why a wrong check symbol was accepted, or
		       *   NULL */
};

/** All facts of one dossier, sorted by group, row and key */
struct facts {
	struct fact *v;
	size_t c;
};

/** One wish of a change */
struct fact_set {
	const char *key;    /**< As text, "holder[2].ratio" */
	const char *text;   /**< As typed; NULL or "" clears the fact */
	const char *origin; /**< NULL: that of the change */
	const char *accept; /**< Why a wrong check symbol is taken as it is;
			     *   NULL: it is refused */
	bool kept; /**< Take a fact the pack has no field for, as it is;
		    *   it stays hidden */
	const struct fact *as; /**< Take what this fact holds, valid or not,
				*   with its reason, instead of text; or NULL */
};

/** Who changes facts, how and why */
struct fact_change {
	const char *origin; /**< "entry", "import", "drill" */
	const char *reason; /**< or NULL */
	bool draft;	    /**< Keep values that are not valid, as typed */
	bool attach; /**< Read the files whose paths are given; otherwise a path
		      *   is refused, or with draft kept unread */
};

/** Read all facts of a dossier; release them with facts_release() */
int facts_load(struct facts *facts, struct db *db, const struct pack *pack,
	       int64_t dossier);

/** Facts of a group that are wanted */
struct fact_wanted {
	char *group;
	char *keys; /**< Words, " area lease_end "; NULL: all */
};

/** Like facts_load(), only some, without reasons; wantedv is in the order of
 * its groups and ended by a NULL group */
int facts_load_some(struct facts *facts, struct db *db, const struct pack *pack,
		    int64_t dossier, const struct fact_wanted *wantedv);

void facts_release(struct facts *facts);

/** Set or replace a fact in memory; value is canonical, NULL removes it */
void facts_put(struct facts *facts, const struct fact_key *key,
	       const struct field *field, const char *value,
	       const char *origin);

/** Remove all facts of a group, whose name has n bytes, in memory */
void facts_drop_group(struct facts *facts, const char *group, size_t n);

/**
 * Do in memory what fact_set() would do, origin "supposed"; no file is read
 *
 * @param setv  Wishes, ended by a NULL key
 *
 * What a drill measures may be supposed too.
 *
 * @return 0; EINVAL, ENOENT or EPERM for a wish that would be refused
 */
int facts_suppose(struct facts *facts, const struct pack *pack,
		  const struct fact_set *setv);

/** The fact with a name, or NULL */
const struct fact *facts_find(const struct facts *facts, const char *group,
			      int n, const char *key);

/** Value of a valid fact, or NULL if absent or not valid */
const char *facts_value(const struct facts *facts, const char *group, int n,
			const char *key);

/** Whether a fact is about a person: numbers of identity papers, telephones,
 *  e-mail, home addresses; field: NULL if the pack does not ask for it, then it
 *  may be */
bool fact_is_personal(const struct fact_key *key, const struct field *field);

/** Such a value with its middle masked, for those who may not see it whole;
 *  the caller frees it */
char *fact_hidden(const char *value);

/**
 * Append words in which people may have written numbers of people
 *
 * Masked are addresses of e-mail and what looks like an identity number, a
 * mobile or a telephone with its area code, also if it is written in parts.
 */
void fact_hide_words(struct str *to, const char *text);

/** The same with a text of the caller's, if there is one; the dossier's own
 *  personal data, as facts that are whole have it, is masked in it too */
void facts_hide_in(const struct facts *facts, char **textp);

/** A value as those see it who may not see personal data: masked if it is such,
 *  masked words if it is words; facts: of its dossier.  The caller frees it */
char *fact_hidden_value(const struct facts *facts, const struct fact *fact);

/** Mask what is personal in words only, such as notes and titles; numbers and
 *  what is computed from the facts stay as they are */
void facts_hide_words(struct facts *facts);

/** Mask it in words, and then all personal values; what is then read from the
 *  facts is to be shown and not to be computed with or stored */
void facts_hide(struct facts *facts);

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
 * @return 0; EINVAL or ENOENT for a wish that is refused; EPERM if the section
 *         takes facts of another origin only, or the fact is calculated; EBUSY;
 *         EIO
 */
int fact_set(struct db *db, const struct pack *pack, int64_t dossier,
	     const struct fact_set *setv, const struct fact_change *change,
	     size_t *badp);

/** Remove row n of a repeating group; later rows move up, and what is ticked
 * off for them with them.  0, ENOENT, EIO; EPERM if people do not type the
 * group */
int fact_remove_row(struct db *db, const struct pack *pack, int64_t dossier,
		    const char *group, int n);

/** The same for a group of another origin */
int fact_drop_row(struct db *db, const struct pack *pack, int64_t dossier,
		  const char *group, int n, const char *origin);

#endif
