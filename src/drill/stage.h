/**
 * @file drill/stage.h  Telling how far a drill has come
 */
#ifndef DRILL_STAGE_H
#define DRILL_STAGE_H

#include "drill/drill.h"
#include "pack/scenario.h"

/** Whom to tell, and of which drill */
struct stage_teller {
	const struct drill_options *options;
	const struct scenario *scenario;
};

/** So much of so much is done; a stage of nothing is left out */
void stage_tell(const struct stage_teller *t, const char *step, size_t done,
		size_t of, size_t failed);

/** It is over, with so many checks passed and failed */
void stage_tell_end(const struct stage_teller *t,
		    const struct drill_summary *summary);

#endif
