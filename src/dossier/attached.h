/**
 * @file dossier/attached.h  The files that facts name, and whether they are
 * kept
 *
 * A fact of the type file says which file it is by name, size and SHA-256; the
 * bytes are in the vault of the database (store/vault.h).  Those of a dossier
 * that came without its files, or from before there was a vault, are not: the
 * fact stands, and the file is to be attached again.
 */
#ifndef DOSSIER_ATTACHED_H
#define DOSSIER_ATTACHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dossier/fact.h"
#include "store/vault.h"

/** A file that a fact names */
struct attached {
	struct fact_key key;
	const struct field *field; /**< Borrowed from the pack */
	char *name;
	int64_t size; /**< Bytes */
	char sha256[SHA256_TEXT];
	bool kept; /**< In the vault */
};

struct attached_list {
	struct attached *v;
	size_t c;
};

/** The file of a fact; false if it names none, or is not valid */
bool attached_of_fact(struct attached *file, const struct fact *fact,
		      const struct vault *vault);

/** Free what it holds */
void attached_release(struct attached *file);

/** The files of all facts, in their order; release them */
void attached_of_facts(struct attached_list *list, const struct facts *facts,
		       const struct vault *vault);

/** Keep those files of facts that another vault keeps; 0; EBADMSG if one was
 *  changed there; EIO */
int attached_copy(const struct facts *facts, const struct vault *to,
		  const struct vault *from);

/** Hashes of files */
struct hashes {
	char **v; /**< Sorted, none twice; owned */
	size_t c;
};

/** Every file that the facts of any dossier name or ever named, and the reports
 *  and recordings of their drills; 0; EIO.  Release them */
int attached_ever(struct hashes *hashes, struct db *db,
		  const struct vault *vault);

/** The same of one dossier */
int attached_ever_of(struct hashes *hashes, struct db *db,
		     const struct vault *vault, int64_t dossier);

/** Those that the facts of one dossier name now */
void attached_now(struct hashes *hashes, const struct facts *facts,
		  const struct vault *vault);

/** True if it is among them */
bool hashes_have(const struct hashes *hashes, const char *sha256);

void hashes_release(struct hashes *hashes);

void attached_list_release(struct attached_list *list);

#endif
