/**
 * @file evidence/exhibit_pack.h  Evidence as a folder: out, and in again
 *
 * The folder has the files by record and revision (E-03/1/lease.pdf), what is
 * said of them in evidence.json, and SHA256SUMS over all of it, which
 * "sha256sum -c SHA256SUMS" checks anywhere.  It is written under another name
 * and renamed, so it is there whole or not at all; taken in, every file must
 * have the hash that stands there, or nothing is.
 */
#ifndef EVIDENCE_EXHIBIT_PACK_H
#define EVIDENCE_EXHIBIT_PACK_H

#include "evidence/exhibit.h"

/**
 * Write all records of a dossier, or one
 *
 * @param only    Number of a record; 0: all
 * @param filesp  Set to the number of files
 *
 * @return 0; EEXIST if the folder is there; ENOENT for no such record, or a
 *         file that is not kept; EBADMSG for one that was changed; EIO
 */
int exhibit_pack(struct db *db, const struct pack *pack, int64_t dossier,
		 int only, const char *dir, size_t *filesp);

/**
 * Take such a folder in: its records become new ones
 *
 * @param recordsp  Set to their number
 *
 * @return 0; ENOENT if a file is missing; EBADMSG if one is not what the
 *         manifest says, or that does not parse; the errors of exhibit_keep()
 */
int exhibit_unpack(struct db *db, const struct pack *pack, int64_t dossier,
		   const char *dir, size_t *recordsp);

#endif
