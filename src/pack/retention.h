/**
 * @file pack/retention.h  How long personal data is kept, and from when
 *
 * data/retention.yaml is the program's, not a dossier's: law and terms of today
 * hold for dossiers of every pack.
 */
#ifndef PACK_RETENTION_H
#define PACK_RETENTION_H

#include <stdbool.h>

#include "pack/pack.h"

/** Most months of a term */
#define RETENTION_MONTHS_MAX 1200

/** A row of data/retention.yaml */
struct retention_term {
	char *id; /**< e.g. "P-01" */
	char *title;
	char *title_en;
	char **facts; /**< As `forget` takes them: "staff", "lr.id_no" */
	unsigned facts_count;
	char **acts; /**< The last of them begins the term */
	unsigned acts_count;
	bool ended; /**< So does the end of the dossier */
	int months; /**< From then */
	char *note; /**< Why so long; or NULL */
	char *note_en;
	char **sources;
	unsigned sources_count;
};

struct retention {
	struct retention_term *terms;
	unsigned terms_count;
};

/**
 * Load it; free it with retention_free()
 *
 * @param path  NULL: data/retention.yaml as shipped
 * @param pack  Has the fields, acts and sources that it names
 *
 * @return 0; ENOENT; EBADMSG with file and place; EIO
 */
int retention_load(struct retention **retentionp, const char *path,
		   const struct pack *pack);

/** NULL is allowed */
void retention_free(struct retention *retention);

/** Whether a term is about a field; key as in a fact */
bool retention_covers(const struct retention_term *term, const char *group,
		      const char *key);

#endif
