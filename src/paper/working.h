/**
 * @file paper/working.h  What working papers are made from
 */
#ifndef PAPER_WORKING_H
#define PAPER_WORKING_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "pack/pack.h"
#include "paper/filing.h"
#include "store/db.h"

/** What they are asked for */
struct working_wish {
	bool blank; /**< The questionnaire asks everything */
	int run;    /**< Run of the list of the visit; 0: the last */
};

/**
 * Add what working papers read (context_add_work()), in Chinese whatever the
 * user reads
 *
 * @param context  Of context_for_paper()
 * @param facts    What is calculated and read is added
 *
 * @return 0; EPERM, EBADMSG, EBUSY, EIO
 */
int working_add(cJSON *context, const struct pack *pack, struct db *db,
		const struct dossier *d, struct facts *facts,
		const struct working_wish *wish);

/**
 * Add "set", the papers that are due as they are printed now: {pages, rows
 * [{n, id, title, source, pages, first, last}]}
 *
 * @return 0, or the errors of filing_make()
 */
int working_add_set(cJSON *context, const struct pack *pack,
		    struct filing *filing, const struct paper_meta *meta);

#endif
