/**
 * @file dossier/search_past.h  Search what facts no longer say: journal and
 * filing versions
 *
 * There is no index of them.  Versions are few and are all looked at; journals
 * are read from the dossier that was changed last on, until enough rows were
 * seen, so that it takes the same time with ten dossiers and with 100,000.
 * Values that are facts today are not found here: search_each() has them.
 */
#ifndef DOSSIER_SEARCH_PAST_H
#define DOSSIER_SEARCH_PAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/db.h"

/** Something that was found; borrowed */
struct search_past {
	const char *no;
	const char *name; /**< Of the company */
	int64_t at;	  /**< ms UTC */
	int64_t version;  /**< Number of a filing version; 0: of the journal */
	const char *key;  /**< Fact, or NULL */
	const char *old;  /**< Or NULL, and so are the others */
	const char *new_;
	bool ok;
	bool old_ok;
	const char *reason;
	const char *zip; /**< Of a version */
};

typedef int search_past_h(const struct search_past *past, void *arg);

struct search_past_ask {
	const char *text;
	size_t most;	   /**< Wanted at most */
	const char *first; /**< Dossier whose journal comes first, or NULL */

	/** Asked now and then: true ends the search; or NULL */
	bool (*stop)(void *arg);
	void *stop_arg;
};

/**
 * Find a text in versions and journals
 *
 * All of its words must be in one row: in the name of a version's file or its
 * reason, in a value before or after a change, or in a reason.
 *
 * @param morep  Set to true if there may be others, in journals not read
 *
 * @return 0, also for a text of blanks, which is nowhere; ECANCELED if it was
 *         stopped; the handler's error; EBUSY; EIO
 */
int search_past(struct db *db, const struct search_past_ask *ask,
		search_past_h *h, void *arg, bool *morep);

#endif
