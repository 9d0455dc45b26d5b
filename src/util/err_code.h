/**
 * @file util/err_code.h  Codes of what can go wrong, explained
 *
 * A code is a short word that stays what it is when the sentence beside it is
 * put otherwise or in another language: it can be searched for, and tested for
 * in scripts.  One code stands for a kind of trouble, not for a sentence.
 *
 * Which code a sentence has follows from the code of util/err.h, from the file
 * that noticed the trouble and from the system's own words if it quotes them,
 * by the rules of a table; err_as() says it where these do not tell.
 */
#ifndef UTIL_ERR_CODE_H
#define UTIL_ERR_CODE_H

/** One code, as callpermit-errors(7) and "callpermit explain" show it */
struct err_code {
	const char *code;
	int err;	   /**< What comes with it, of util/err.h */
	const char *means; /**< Sentence, through _() */
	const char *todo;  /**< What to do, through _() */
};

/** All codes, in the order of the manual, ended by a NULL code */
extern const struct err_code err_codes[];

/**
 * Find a code, however it is typed: E-DB-BUSY, e-db-busy, db-busy
 *
 * @return The row, or NULL
 */
const struct err_code *err_code_find(const char *typed);

/** The code nearest to what was typed, or NULL if none is near */
const struct err_code *err_code_near(const char *typed);

/**
 * The code of a sentence
 *
 * @param err   Of util/err.h
 * @param file  Where the trouble was noticed, as __FILE__ names it
 * @param text  The sentence
 *
 * @return A code of the table; "" for a hint of a screen, which needs none
 */
const char *err_code_of(int err, const char *file, const char *text);

#endif
