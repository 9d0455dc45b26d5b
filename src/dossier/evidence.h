/**
 * @file dossier/evidence.h  What a drill measured becomes facts
 *
 * The report of a drill names every recording by its SHA-256.  Before anything
 * is believed the files are read again: every recording must still have its
 * hash, and the configuration, if it is at hand, be the one the drill ran
 * with.  Then the
 * report and the recordings are kept in the vault of the database
 * (store/vault.h), and the figures are set as facts with origin "drill", in one
 * change whose reason is the hash of the report.
 */
#ifndef DOSSIER_EVIDENCE_H
#define DOSSIER_EVIDENCE_H

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdint.h>

#include "dossier/fact.h"
#include "pack/pack.h"
#include "store/db.h"
#include "util/file.h"
#include "util/str.h"

/** What was taken over */
struct evidence {
	size_t recordings;	  /**< Files whose hash was found right */
	char sha256[SHA256_TEXT]; /**< Of the report */
	char config[SHA256_TEXT]; /**< Of the configuration it ran with, as the
				   *   report says */
};

/** Where a drill left its results */
struct evidence_drill {
	const char *report; /**< report.json */
	const char *config; /**< The engine's configuration file, to be sure
			     *   that it is the one; NULL: it is not at hand,
			     *   as it holds what is secret */
	const char *folder; /**< That report and recordings lie in */
};

/** Told of the hash of a recording that a report names */
typedef void evidence_h(const char *sha256, void *arg);

/** Tell of each recording of a report; of bytes that are none, nothing */
void evidence_recordings(const struct str *report, evidence_h *h, void *arg);

/**
 * Take the results of a drill into a dossier
 *
 * @param evidencep  Receives what was taken over; NULL if not wanted
 *
 * @return 0; ENOENT if a file is missing; EBADMSG if the report does not parse,
 *         or a file is not the one it names; EBUSY; EIO
 */
int evidence_add_drill(struct db *db, const struct pack *pack, int64_t dossier,
		       const struct evidence_drill *drill,
		       struct evidence *evidencep);

/**
 * Read the report that the facts of a dossier rest on, from the vault
 *
 * @param reportp  Set to it, for the caller to free with cJSON_Delete(); NULL
 *                 if there is none, or it is not kept here
 *
 * @return 0; EBADMSG if it was changed since or does not parse; EIO
 */
int evidence_read_drill(cJSON **reportp, const struct db *db,
			const struct facts *facts);

#endif
