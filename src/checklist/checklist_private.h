/**
 * @file checklist/checklist_private.h  What the parts of a run share
 */
#ifndef CHECKLIST_CHECKLIST_PRIVATE_H
#define CHECKLIST_CHECKLIST_PRIVATE_H

#include "checklist/checklist.h"

#define RUN_GROUP    "insp"
#define ANSWER_GROUP "ans"

/** Row of the answer to an item in a run, 0 if there is none */
int answer_row(const struct facts *facts, int run, const char *item);

/** Work out what drill and facts say of each line; the facts are those of the
 *  run, what is calculated is added.  0, EIO */
int checklist_measure(struct check_run *run, const struct checklist *c,
		      bool *drillv);

#endif
