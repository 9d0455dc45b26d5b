/**
 * @file dossier/dossier.h  Dossiers: one application of one company
 */
#ifndef DOSSIER_DOSSIER_H
#define DOSSIER_DOSSIER_H

#include <stdbool.h>
#include <stdint.h>

#include "pack/pack.h"
#include "store/db.h"
#include "util/str.h"

struct fact_set;
struct fact_change;

/** One dossier, without its facts */
struct dossier {
	int64_t id;
	char no[16];	 /**< e.g. "2026-0001" */
	char *name;	 /**< Company, "" if not known yet */
	int64_t created; /**< ms UTC */
	int64_t updated; /**< ms UTC */
	int64_t journal_len;
	char journal_head[65];
	int64_t facts;	       /**< How many are set */
	char pack_version[32]; /**< Rule pack it uses, e.g. "2026.12" */
	char pack_sha256[65];  /**< Hash of that pack's files */
};

/** Handles one dossier of a list; borrowed */
typedef int dossier_h(const struct dossier *d, void *arg);

/** Free what a dossier holds; usable on a zeroed struct */
void dossier_release(struct dossier *d);

/** Where the dossier database is: path, if NULL $CALLPERMIT_DB, else
 *  $XDG_DATA_HOME/callpermit/dossiers.db; the caller frees it */
char *dossier_db_path(const char *path);

/** Open the dossier database at dossier_db_path(); one of an older schema is
 *  copied to FILE.schema-N before it is brought up.  Errors of db_open() and of
 *  office_enter(). */
int dossier_db_open(struct db **dbp, const char *path);

/** Open what is itself a copy: nothing is put beside it */
int dossier_db_open_copy(struct db **dbp, const char *path);

/**
 * Open a new dossier
 *
 * @param no  Its number, or NULL for the next of this year
 * @param d   Set to the dossier; release it with dossier_release()
 *
 * @return 0; EINVAL for a number not like 2026-0001; EEXIST; EBUSY; EIO
 */
int dossier_new(struct db *db, const struct pack *pack, const char *no,
		struct dossier *d);

/** Make the row of a dossier, and nothing else: whoever takes one in from
 *  elsewhere.  no as above, errors too; inside db_atomic() */
int dossier_make(struct db *db, const char *no, int64_t *idp);

/**
 * Open a new dossier with its first facts: both or neither
 *
 * @param setv, change  As for fact_set()
 * @param d             As for dossier_new()
 *
 * @return 0, or the errors of both
 */
int dossier_new_with(struct db *db, const struct pack *pack,
		     const struct fact_set *setv,
		     const struct fact_change *change, struct dossier *d);

/** Find a dossier by number; 0, ENOENT, EIO */
int dossier_find(struct db *db, const char *no, struct dossier *d);

/** Read a dossier by its id; 0, ENOENT, EIO */
int dossier_get(struct db *db, int64_t id, struct dossier *d);

/** List the ids of what dossier_each() would list, in the same order, without
 *  reading the rest; the caller frees *idvp, which is NULL if there are none */
int dossier_ids(struct db *db, const char *filter, int64_t **idvp,
		size_t *countp);

/**
 * List dossiers, the one changed last first
 *
 * @param filter  What to look for, as search_ids() finds it, or NULL
 */
int dossier_each(struct db *db, const char *filter, dossier_h *h, void *arg);

/**
 * Read a dossier from YAML and write it as a new one
 *
 * All or nothing.  The file has the same groups and keys as the forms; a
 * repeating group is a list.  With a "dossier:" line the number is kept.  The
 * files that dossier_export_files() left beside it are taken too.
 *
 * @param draft  Keep values that are not valid, as typed
 *
 * @return 0; EBADMSG or EINVAL with file:line:column; EEXIST if the number is
 *         taken; ENOENT; EIO
 */
int dossier_import(struct db *db, const struct pack *pack, const char *path,
		   bool draft, struct dossier *d);

/** Write a dossier as YAML text, stable bytes: importing it elsewhere and
 *  exporting again gives the same, with the answers no form asks for any more.
 *  0; EINVAL for text that is not UTF-8; EIO */
int dossier_export(struct db *db, const struct pack *pack,
		   const struct dossier *d, struct str *to);

/** Copy the files that its facts name and that are kept into the vault beside
 *  the exported file of that path; 0, EBADMSG if one was changed, EIO */
int dossier_export_files(struct db *db, const struct pack *pack,
			 const struct dossier *d, const char *path);

#endif
