/**
 * @file cli/working.h  What the papers of one dossier are made from
 */
#ifndef CLI_WORKING_H
#define CLI_WORKING_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "cli/cli.h"
#include "dossier/dossier.h"
#include "paper/filing.h"

/**
 * Make the tree that templates read, in Chinese whatever the user reads
 *
 * @param working   Also what working papers read, see context_add_work()
 * @param blank     The questionnaire asks everything
 * @param contextp  Set to it; the caller frees it with cJSON_Delete()
 * @param gatesp    Set to the gates of the filing that are closed
 *
 * @return 0; EPERM, EBADMSG, EBUSY, EIO
 */
int working_context(struct cli *cli, const struct dossier *d, bool working,
		    bool blank, cJSON **contextp, size_t *gatesp);

/**
 * Add "set", the papers that are due as they are printed now: {pages, rows
 * [{n, id, title, source, pages, first, last}]}
 *
 * @return 0, or the errors of filing_make()
 */
int working_add_set(cJSON *context, const struct pack *pack,
		    struct filing *filing, const struct paper_meta *meta);

#endif
