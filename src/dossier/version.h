/**
 * @file dossier/version.h  Filing versions: what was handed over, and when
 *
 * A bundle is a version, numbered from 1.  It keeps the hash of every file and
 * how long the journal was, so that the facts as they were can be read back
 * from the journal.  Nothing takes a version back: undo changes facts, not what
 * has left the house.
 */
#ifndef DOSSIER_VERSION_H
#define DOSSIER_VERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dossier/dossier.h"
#include "store/db.h"
#include "util/date.h"
#include "util/file.h"

/** Act of the journal's row of a version */
#define VERSION_ACT "bundle"

/** Where the journal stood, rows that only tell of bundles left out */
struct version_head {
	int64_t len; /**< Rows up to it */
	int64_t at;  /**< When it was written, ms UTC */
	char hash[SHA256_TEXT];
};

/** One file of a version */
struct version_paper {
	char *id; /**< Of the paper, or "" for the index */
	char *file;
	char *title;
	char *origin;  /**< index, written, scanned, evidence */
	int64_t pages; /**< -1: not known */
	int64_t bytes;
	char sha256[SHA256_TEXT];
	char content[SHA256_TEXT]; /**< Of what it says, without foot and day */
};

/** One version; a zeroed struct is empty */
struct version {
	int64_t number;
	int64_t at; /**< ms UTC */
	char day[DATE_TEXT];
	struct version_head head;
	char pack_version[32];
	char pack_sha256[SHA256_TEXT];
	char *zip_name;
	int64_t zip_bytes;
	char zip_sha256[SHA256_TEXT];
	char *reason; /**< It was forced, and why; or NULL */
	struct version_paper *v;
	size_t c;
};

void version_release(struct version *version);

/** Add a file; texts are copied */
void version_add(struct version *version, const struct version_paper *paper);

/** Where the journal of a dossier stands; 0, EIO */
int version_head_of(struct db *db, int64_t dossier, struct version_head *head);

/**
 * Load a version with its files
 *
 * @param number  0: the last one
 *
 * @return 0; ENOENT; EIO
 */
int version_load(struct version *to, struct db *db, int64_t dossier,
		 int64_t number);

/** Whether an archive of that hash is a version, of any dossier; 0, EIO */
int version_has_zip(struct db *db, const char *sha256, bool *foundp);

/** Handles one version, without its files; borrowed */
typedef int version_h(const struct version *version, void *arg);

/** Hand the versions to a handler, oldest first; 0, its error, EIO */
int version_each(struct db *db, int64_t dossier, version_h *h, void *arg);

/** Last step of version_keep(), for example putting the file in its place */
typedef int version_last_h(void *arg);

/**
 * Keep a version and write it into the journal: one transaction
 *
 * @param d        As it was when the papers were made
 * @param version  Its number must be one more than that of the last version; or
 *                 the same, if that is handed over again: then nothing is
 *                 written but the file
 * @param last     Done before the commit; its error rolls all back
 *
 * @return 0; EBUSY if the dossier or its versions have changed meanwhile; the
 *         error of last; EIO
 */
int version_keep(struct db *db, const struct dossier *d,
		 const struct version *version, version_last_h *last,
		 void *arg);

/** One fact that differs; borrowed */
struct version_fact {
	const char *name; /**< e.g. "holder[2].ratio" */
	const char *old;  /**< NULL: was not set */
	const char *new_; /**< NULL: is not set */
};

typedef int version_fact_h(const struct version_fact *fact, void *arg);

/** Hand the facts that differ between two lengths of the journal to a handler,
 * by name; steps, ticks, evidence and checklists are left out.  0, its error,
 * EIO */
int version_facts(struct db *db, int64_t dossier, int64_t from, int64_t to,
		  version_fact_h *h, void *arg);

#endif
