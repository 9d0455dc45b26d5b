/**
 * @file call/word.h  Names of states and results
 *
 * Each enumeration that is stored or shown has a table of words, indexed by
 * its values: the name is for the database, JSON and the command line and
 * never changes; the texts are for people.
 */
#ifndef CALL_WORD_H
#define CALL_WORD_H

#include <stddef.h>

/** The words of one enumerator */
struct word {
	const char *name; /**< Stored, e.g. "wrap-up" */
	const char *zh;	  /**< Shown, e.g. "话后处理" */
	const char *en;	  /**< Shown, e.g. "wrap-up" */
};

/** The words of one enumeration */
struct words {
	const char *what;	  /**< For messages, e.g. "seat state" */
	const struct word *wordv; /**< Indexed by the enumerator */
	size_t wordc;
};

/** Name of an enumerator, "?" if there is none */
const char *word_name(const struct words *words, int value);

/** Text of an enumerator in the user's language, "?" if there is none */
const char *word_text(const struct words *words, int value);

/**
 * Find an enumerator by its name
 *
 * @return 0, or EBADMSG with a sentence; *valuep is left alone then
 */
int word_decode(int *valuep, const struct words *words, const char *name);

#endif
