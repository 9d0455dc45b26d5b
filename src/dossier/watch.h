/**
 * @file dossier/watch.h  Our companies in published lists
 *
 * Names and credit codes of all dossiers are put into one tree of characters,
 * once; a list of any length is then read through it character by character.
 * Names are compared folded (util/fold.h), with blanks left out and all
 * brackets alike.
 */
#ifndef DOSSIER_WATCH_H
#define DOSSIER_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/listing.h"
#include "store/db.h"

/** Shortest name that is looked for, characters; most hits of one list */
#define WATCH_NAME_MIN 4
#define WATCH_HITS_MAX 100000

struct watch_names;

/** How sure it is, the surest last */
enum watch_how {
	WATCH_POSSIBLE, /**< The name stands within a longer text */
	WATCH_NAME,	/**< A cell is the name */
	WATCH_CODE,	/**< The credit code stands in a cell */
};

#define WATCH_HOW_COUNT (WATCH_CODE + 1)

/** A row of a list that a dossier stands in, once for each */
struct watch_hit {
	int64_t dossier; /**< Id */
	enum watch_how how;
	size_t line;  /**< Of the page, from 1 */
	char **cells; /**< Of the row; owned */
	size_t cells_count;
};

struct watch_hits {
	struct watch_hit *v; /**< In the order of the list */
	size_t c;
	bool cut; /**< There are more than WATCH_HITS_MAX */
};

/** "code", "name", "possible" */
const char *watch_how_name(enum watch_how how);

/** The same for people */
const char *watch_how_title(enum watch_how how);

/** Start with no names */
struct watch_names *watch_names_alloc(void);

/** Take a dossier in; a name that is too short and a code that has not 18
 *  letters and digits are left out */
void watch_names_add(struct watch_names *names, int64_t dossier,
		     const char *name, const char *code);

/** Take all dossiers in; free it with watch_names_free().  0, EBUSY or EIO */
int watch_names_load(struct watch_names **namesp, struct db *db);

/** Free names; NULL is allowed */
void watch_names_free(struct watch_names *names);

/** Hash of all that was taken in, in hexadecimal: a page that did not change
 *  gives the same hits as long as this is the same */
const char *watch_names_id(struct watch_names *names);

/** Find all rows that name a dossier; appended */
void watch_match(struct watch_hits *hits, struct watch_names *names,
		 const struct listing *listing);

void watch_hits_release(struct watch_hits *hits);

/** What is known of a list from the last time */
struct watched {
	char *etag;	/**< or NULL */
	char *modified; /**< or NULL */
	char *sha256;	/**< or NULL */
	int64_t read;	/**< ms UTC, 0: never */
	size_t total;	/**< Rows it had */
	bool kept;	/**< Its hits are kept, for the same names */
};

/** Read what is known of a list, nothing if it had another address; release it
 *  with watched_release().  0, EBUSY or EIO */
int watched_load(struct watched *watched, struct db *db, const char *name,
		 const char *url, const char *names_id);

void watched_release(struct watched *watched);

/** Read the hits that are kept of a list; 0, EBADMSG, EBUSY or EIO */
int watched_hits(struct watch_hits *hits, struct db *db, const char *name);

/** Keep a reading that went well with all its hits; 0, EBUSY or EIO */
int watched_keep(struct db *db, const char *name, const char *url,
		 const char *names_id, const struct watched *watched,
		 const struct watch_hits *hits);

/** Note an attempt without a new page: unchanged, or why it failed; what is
 * known stays.  0, EBUSY or EIO */
int watched_note(struct db *db, const char *name, const char *url,
		 const char *error);

#endif
