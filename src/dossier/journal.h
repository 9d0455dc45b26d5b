/**
 * @file dossier/journal.h  The only write path: every change, chained
 *
 * A change is one transaction: journal rows and the facts they set.  Rows are
 * append-only (triggers), numbered without gaps and chained by SHA-256, and the
 * dossier row holds their number and the last hash, so that a row changed,
 * removed or cut off at the end is found.  The last hash is printed in the
 * footer of every paper: whoever changes the whole database at once cannot
 * change those.
 *
 * One thing takes values out again: a deletion of personal data
 * (dossier/forget.h).  The hashes of its rows stay, and its own row has a seal
 * over what is left of them.
 */
#ifndef DOSSIER_JOURNAL_H
#define DOSSIER_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "dossier/fact_key.h"
#include "store/db.h"

/** One row, as read back; borrowed from the handler's call */
struct journal_row {
	int64_t seq;
	int64_t change;
	int64_t at; /**< ms UTC */
	const char *actor;
	const char *act;
	int64_t undoes;	  /**< 0 if it undoes nothing; of a change that was done
			   *   again the undo that it takes back */
	const char *key;  /**< NULL if the row is about no fact */
	const char *old;  /**< NULL: there was none */
	const char *new_; /**< NULL: cleared */
	bool ok;
	bool old_ok;
	const char *origin;
	const char *old_origin; /**< NULL: there was no old value */
	const char *reason;	/**< or NULL */
	const char *prev;	/**< Hash of the row before; "" */
	const char *hash;
	const char *salt; /**< Hashed with it; NULL: of an old row, or gone */
	int64_t gone;	  /**< Change that deleted old, new_ and reason; or 0 */
};

struct facts;
struct pack;

/** A row as those see it who may not see personal data; its texts are borrowed
 *  from the row it was made of, and those that are masked are its own */
struct journal_hidden {
	struct journal_row row;
	char *old;
	char *now;
	char *reason;
};

/** Make it; facts: of the dossier, whole.  Release it */
void journal_hide(struct journal_hidden *to, const struct journal_row *row,
		  const struct pack *pack, const struct facts *facts);

void journal_hidden_release(struct journal_hidden *h);

/** Act of a deletion: of a row for each fact, and of one that tells all */
#define JOURNAL_FORGET "forget"

typedef int journal_h(const struct journal_row *row, void *arg);

/** A row to be written */
struct journal_entry {
	const char *act; /**< "set", "undo" and "forget" change facts; "new",
			  *   "migrate", "tick", "untick", "bundle" only tell */
	int64_t undoes;
	const struct fact_key *key; /**< or NULL */
	const char *old;	    /**< or NULL */
	const char *new_;	    /**< or NULL */
	bool ok;
	bool old_ok;
	const char *origin;
	const char *old_origin; /**< or NULL */
	const char *reason;	/**< or NULL */
};

/**
 * Append rows as one change and bring the facts up to date with them; must run
 * inside db_atomic()
 *
 * @return 0, EBUSY or EIO
 */
int journal_append(struct db *db, int64_t dossier,
		   const struct journal_entry *entryv, size_t entryc);

/** Hand the rows to a handler, oldest first; 0, the handler's error, EIO */
int journal_each(struct db *db, int64_t dossier, journal_h *h, void *arg);

/**
 * Check the chain, its length, and that the facts are what the journal says
 *
 * @return 0; EBADMSG naming the first thing that is wrong; EIO
 */
int journal_verify(struct db *db, int64_t dossier);

/** Number of the last change that can be taken back, 0 if there is none; 0 or
 *  EIO */
int journal_last(struct db *db, int64_t dossier, int64_t *changep);

/**
 * Take back the last change that is not taken back yet
 *
 * @param expected  Its number as the user has seen it; 0: whichever it is
 * @param changep   Set to the change undone; may be NULL
 *
 * @return 0; EPERM if there is nothing to undo; EBUSY if the last change is
 *         another than expected, or from the database; EIO
 */
int journal_undo(struct db *db, int64_t dossier, int64_t expected,
		 int64_t *changep);

/** Number of the undo that journal_redo() would take back, 0 if there is none;
 *  0 or EIO */
int journal_undone(struct db *db, int64_t dossier, int64_t *changep);

/**
 * Do the change again that was taken back last, unless something else was set
 * since
 *
 * It is a change like any other, its rows say which undo they take back.
 *
 * @param changep  Set to the change done again; may be NULL
 *
 * @return 0; EPERM if there is nothing to bring back; EBUSY; EIO
 */
int journal_redo(struct db *db, int64_t dossier, int64_t *changep);

#endif
