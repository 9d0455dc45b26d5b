/**
 * @file dossier/search_private.h  What the files of search share
 *
 * An index entry is a list of tokens with blanks between them, and a query is
 * a phrase: consecutive tokens.  Position for position a text has
 *
 *   a character that is not ASCII        the character itself
 *   a Latin letter or digit              it and up to two that follow it
 *   another ASCII sign, a blank          ×hh, its code
 *
 * so "B24业务" is  b24 24 4 业 务  and any part of it is a phrase, the last
 * token of which may be the beginning of one.  Letters of initials carry a
 * middle dot: ·bjy.  ×00 stands between texts and is in no query.
 */
#ifndef DOSSIER_SEARCH_PRIVATE_H
#define DOSSIER_SEARCH_PRIVATE_H

#include "pack/pack.h"
#include "store/db.h"
#include "util/fold.h"
#include "util/str.h"

/** Rows of the journal that one dossier can have in the index */
#define SEARCH_SEQ_BITS 26
#define SEARCH_SEQ_MAX	((INT64_C(1) << SEARCH_SEQ_BITS) - 1)

/** Longest name of which signs may be left out, in characters */
#define SEARCH_PLAIN_MAX 256

/** Longest value that is found by initials, if it is all Chinese: names of
 *  people and places, in characters */
#define SEARCH_SPELLED_MAX 4

/** Append the tokens of a text */
void search_tokens(struct str *to, const uint32_t *cp, size_t c);

/** Append the phrase that finds a word, for MATCH; initials: among those */
void search_phrase(struct str *to, const uint32_t *cp, size_t c, bool initials);

/** Append what the index of names has of a dossier */
void search_name_tokens(struct str *to, const char *no, const char *name);

/** A list of ids; ascending, each once, unless said otherwise */
struct ids {
	int64_t *v;
	size_t c;
};

/** A word of a query, borrowed from it */
struct word {
	const uint32_t *cp;
	size_t c;
	bool latin; /**< Nothing but letters and digits: may be initials */
};

/** A query */
struct words {
	struct fold text;
	struct word *v;
	size_t c;
	bool blank; /**< There was nothing but blanks */
};

/** Take a query apart; release it with words_release() */
void words_read(struct words *words, const char *text);

void words_release(struct words *words);

/** Append the value of column 0 to a list that nothing else adds to */
row_h ids_handler;

/** Add the ids of another list */
void ids_merge(struct ids *ids, const struct ids *more);

/** Keep only ids that another list has too */
void ids_common(struct ids *ids, const struct ids *with);

/** Dossiers that have all words in number or company; ids must be empty */
int search_match_names(struct db *db, const struct words *words,
		       struct ids *ids);

/** The same in the order of the list; of a long one only the beginning, as for
 *  search_first(), unless most is 0 */
int search_first_names(struct db *db, const struct words *words, size_t most,
		       struct ids *ids, bool *morep);

/**
 * Dossiers that have all words somewhere
 *
 * If it is stopped (db_stop_when()), that is an error, but what was found so
 * far of the last word is there.
 *
 * @param pack    To look into the labels of choices too; may be NULL
 * @param ids     Receives the dossiers; must be empty
 * @param factsp  Receives the rows of the index of facts; may be NULL
 */
int search_match_all(struct db *db, const struct pack *pack,
		     const struct words *words, struct ids *ids,
		     struct ids *facts);

/** Rows of the index of facts whose choice has a label with a word in it;
 *  facts must be empty */
int search_match_labels(struct db *db, const struct pack *pack,
			const struct word *word, struct ids *facts);

/** Bring dossiers in order, the one changed last first */
int search_sort(struct db *db, struct ids *ids);

/** True if a value of a fact is looked up by its initials too */
bool search_is_spelled(const struct fold *value);

#endif
