/**
 * @file dossier/search.h  Search dossiers by any part of any text
 *
 * A query is one or more words.  A word is found wherever its characters
 * stand one after the other, be it a single one; capitals, full-width forms
 * and encodings of the same character make no difference (util/fold.h), and
 * the brackets, hyphens and blanks of a value may be left out.  Latin letters
 * also find the initials of companies and of short Chinese values, such as
 * names of people (util/pinyin.h).  Several words must all be found in the same
 * dossier.  No character has a special meaning.
 *
 * The index (store/step_2.sql) is written in the transaction that writes the
 * facts, so it is as safe from kill -9 as they are.
 */
#ifndef DOSSIER_SEARCH_H
#define DOSSIER_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dossier/dossier.h"
#include "dossier/fact_key.h"
#include "pack/pack.h"
#include "store/db.h"
#include "util/str.h"

/** Where the dossiers of a list were found */
enum search_place {
	SEARCH_ALL,   /**< There was nothing to look for */
	SEARCH_NAMES, /**< Number or company */
	SEARCH_FACTS, /**< Not there, but in facts */
};

/** A fact that a word was found in; borrowed */
struct search_fact {
	struct fact_key key;
	const struct field *field; /**< NULL if the pack no longer has it */
	const char *text;	   /**< Value as people read it */
	const char *excerpt;	   /**< The part around the word */
};

/** A dossier that was found; borrowed */
struct search_hit {
	const struct dossier *d;
	bool name; /**< All words are in its number or company */
	const struct search_fact *factv;
	size_t factc;
	size_t facts; /**< How many there are; factv may stop short of it */
};

/** Handles one dossier that was found */
typedef int search_h(const struct search_hit *hit, void *arg);

/**
 * List the dossiers that a text is found in, the one changed last first
 *
 * Those whose number or company has all its words; if there is none, those
 * that have them in any of their facts too, unless whoever asks sees personal
 * data masked (dossier/office.h): he could guess at it.  A text of blanks finds
 * all.
 *
 * @param idvp    Set to their ids, NULL if there are none; the caller frees it
 * @param placep  Set to where they were found; may be NULL
 *
 * @return 0, EBUSY or EIO
 */
int search_ids(struct db *db, const char *text, int64_t **idvp, size_t *countp,
	       enum search_place *placep);

/** A list, or its beginning */
struct search_list {
	int64_t *idv; /**< NULL if it is empty; the caller frees it */
	size_t count;
	enum search_place place;
	bool more; /**< There may be more */
};

/**
 * The same list, or its beginning where it is long, for searching as one types
 *
 * What nearly all dossiers have costs the time of listing nearly all of them;
 * then only the first are listed, of the few hundred dossiers at the top of the
 * list: it may be none, if those that have it stand further down.  A text of
 * blanks finds the first of all.
 *
 * @param most  How many are wanted then at most, at least 1
 * @param list  Set to them
 *
 * @return 0, EBUSY or EIO
 */
int search_first(struct db *db, const char *text, size_t most,
		 struct search_list *list);

/**
 * Find a text in numbers, companies, facts, and the labels of choices
 *
 * Dossiers whose number or company has all words come first; among them, and
 * among the others, the one changed last.
 *
 * @param most  Facts wanted of each dossier
 *
 * @return 0; EINVAL if there is nothing to look for; EPERM for who sees
 *         personal data masked; the handler's error; EBUSY; EIO
 */
int search_each(struct db *db, const struct pack *pack, const char *text,
		size_t most, search_h *h, void *arg);

/** A search as one types */
struct search_ask {
	const char *text;
	size_t dossiers; /**< Wanted at most */
	size_t facts;	 /**< Wanted at most of each */
	bool whole;	 /**< Long lists are read to their end */

	/** Asked now and then: true ends the search, and what was found so far
	 *  is handed over; NULL: it is not ended */
	bool (*stop)(void *arg);
	void *stop_arg;
};

/**
 * Like search_each(), for a list that is shown while one types
 *
 * Handed over are the dossiers that were found first; whatever was left out,
 * because there were enough, because what nearly all have was not read to its
 * end, or because the search was ended, is said by more.
 *
 * @param morep  Set to true if there may be others
 *
 * @return As search_each(); being ended is no error
 */
int search_some(struct db *db, const struct pack *pack,
		const struct search_ask *ask, search_h *h, void *arg,
		bool *morep);

/**
 * Where the first word of a query stands in a text
 *
 * @param atp, bytesp  Set to its place
 *
 * @return False if none does, as when it was found by initials
 */
bool search_mark(const char *query, const char *text, size_t *atp,
		 size_t *bytesp);

/** Append a value, or a part of it, as a list shows it: in one line, and with
 *  the numbers of people masked as their own fields are; field may be NULL */
void search_show(struct str *to, const struct field *field, const char *text);

/** Bring the index up to date if another version of the program, or of the
 *  table of initials, made it; 0, EBUSY or EIO */
int search_open(struct db *db);

/** Make the whole index anew; 0, EBUSY or EIO */
int search_rebuild(struct db *db);

/** Merge the index into one, in which nothing is left of what was taken out; 0,
 *  EBUSY or EIO */
int search_optimize(struct db *db);

/* For the journal, inside its transaction */

/** Whether this program may write to the index; if not, the index is left to
 *  be made anew when it is next wanted.  0, EBUSY or EIO */
int search_is_current(struct db *db, bool *currentp);

/** Take number and company of a dossier, as they are stored now, into the
 *  index */
int search_add_name(struct db *db, int64_t dossier);

/** Take them out; before they are changed */
int search_drop_name(struct db *db, int64_t dossier);

/** Take the value of a fact into the index; seq as in the table fact */
int search_add_fact(struct db *db, int64_t dossier, const struct fact_key *key,
		    int64_t seq, const char *value);

/** Take a fact's value, as it is stored now, out of it; before it is changed */
int search_drop_fact(struct db *db, int64_t dossier,
		     const struct fact_key *key);

#endif
