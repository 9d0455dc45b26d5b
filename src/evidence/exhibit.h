/**
 * @file evidence/exhibit.h  Records of evidence, their revisions and files
 *
 * An exhibit is a logical record, "the lease"; what is held of it are
 * revisions, each with days of its own and one file or several.  A revision is
 * never changed: the next one follows it.  All of it are facts of the groups
 * "ev", "evrev" and "evfile" (forms/evidence.yaml), written by this room alone,
 * so that journal, undo, export and import carry them; the bytes are in the
 * vault (store/vault.h), there before the journal says so.
 */
#ifndef EVIDENCE_EXHIBIT_H
#define EVIDENCE_EXHIBIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dossier/attached.h"
#include "dossier/fact.h"
#include "dossier/wish.h"
#include "pack/pack.h"
#include "store/db.h"

/** Most files of a revision */
#define EXHIBIT_FILES_MAX 200

/** What is said of a revision; any may be NULL */
struct exhibit_words {
	const char *obtained; /**< Day */
	const char *from;     /**< First day it is in force */
	const char *to;	      /**< Last one; NULL: for good */
	const char *received; /**< Day */
	const char *by;
	const char *method;
	const char *note;
};

/** A revision; texts are borrowed from the facts */
struct exhibit_revision {
	int row;    /**< Of the group evrev */
	int number; /**< Within its record, from 1 */
	struct exhibit_words words;
	struct attached *v; /**< Its files */
	size_t c;
};

/** A record; texts are borrowed from the facts */
struct exhibit {
	int n; /**< Its number, as in E-3 */
	const char *title;
	const char *links; /**< Words; "" if none */
	struct exhibit_revision *v;
	size_t c;
};

struct exhibits {
	struct exhibit *v;
	size_t c;
};

/** Read the records from facts; release them before the facts */
void exhibits_of_facts(struct exhibits *exhibits, const struct facts *facts,
		       const struct vault *vault);

void exhibits_release(struct exhibits *exhibits);

/** The record of that number, or NULL */
const struct exhibit *exhibits_find(const struct exhibits *exhibits, int n);

/** True if the links of a record name a thing */
bool exhibit_stands_for(const char *links, const char *thing);

/** Days a record is about; borrowed from the facts */
typedef int exhibit_over_h(int n, const char *title, const char *links,
			   const char *since, void *arg);

/**
 * Tell of records that were in force and are no more: none of their revisions
 * is in force on a day, and one ended before it
 *
 * @param today  YYYY-MM-DD
 *
 * @return 0 or the handler's error
 */
int exhibits_over(const struct facts *facts, const char *today,
		  exhibit_over_h *h, void *arg);

/** Adds facts to the change that writes a record, of whose number it is told;
 *  facts are those before it */
typedef int exhibit_also_h(struct wishes *w, const struct facts *facts,
			   int record, void *arg);

/** What is to be kept */
struct exhibit_wish {
	int record;	   /**< 0: a new one */
	const char *title; /**< NULL: the name of the first file */
	const char *const *linkv;
	size_t linkc;
	const char *const *pathv; /**< Files */
	size_t pathc;
	const char *const *wantv; /**< Hashes they must have, or NULL */
	struct exhibit_words words;
	exhibit_also_h *also; /**< Or NULL */
	void *also_arg;
};

/**
 * Keep files as the first revision of a new record, or the next of another
 *
 * A link, pipe or folder is refused.  The files are in the vault before the
 * journal's change is written; what is refused leaves neither.
 *
 * @param recordp  Set to the record's number
 *
 * @return 0; EINVAL for what is no file, too large, or named so that it cannot
 *         be shown; ENOENT if there is no such file, record, or thing to link
 *         to; EBADMSG for another hash; EPERM if the pack of the dossier knows
 *         no evidence; EBUSY; EIO
 */
int exhibit_keep(struct db *db, const struct pack *pack, int64_t dossier,
		 const struct exhibit_wish *wish, int *recordp);

/** What a record is to stand for */
struct exhibit_links {
	int n; /**< The record */
	const char *const *v;
	size_t c;
	const char *const *dropv; /**< Those it stands for no more */
	size_t dropc;
};

/** Link a record to things and take links away, in one change; 0, ENOENT,
 *  EBUSY, EIO */
int exhibit_link(struct db *db, const struct pack *pack, int64_t dossier,
		 const struct exhibit_links *links);

#endif
