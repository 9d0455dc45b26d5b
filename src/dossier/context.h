/**
 * @file dossier/context.h  A dossier as one JSON tree, for papers and scripts
 */
#ifndef DOSSIER_CONTEXT_H
#define DOSSIER_CONTEXT_H

#include <cjson/cJSON.h>

#include "dossier/check.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "pack/pack.h"

/**
 * What templates read: every field of the forms, as people read it
 *
 * Groups are objects, repeating groups lists of them.  A fact that is not set
 * is "".  A choice or yes-no field X has beside it X_options: a list of {label,
 * mark}, mark "x" or " ".  Besides: dossier {no, title, today}, authority
 * {name}, journal_head.  Dates read 2026年11月22日.
 *
 * A choice X has X_is as well, an object with every value as a name, true if it
 * is chosen.  A yes-no field X has X_yes and X_no, truth values.  X_lines of a
 * long text has its lines.  GROUP_count is the number of rows, "" for none; a
 * row has row (from 1) and last (truth value).
 *
 * Shareholders stand by tier as well, see context_tier.h, and in
 * a chart, see context_chart.h.
 *
 * @return The tree; the caller frees it with cJSON_Delete()
 */
cJSON *context_for_paper(const struct pack *pack, const struct dossier *d,
			 const struct facts *facts);

/**
 * What scripts read: the facts that are set, as stored
 *
 * @return The tree; the caller frees it with cJSON_Delete()
 */
cJSON *context_for_script(const struct dossier *d, const struct facts *facts);

/** Profile that applies by coverage and province, or NULL if not known yet */
const struct profile *context_profile(const struct pack *pack,
				      const struct facts *facts);

#endif
