/**
 * @file checklist/checklist_private.h  What the parts of a run share
 */
#ifndef CHECKLIST_CHECKLIST_PRIVATE_H
#define CHECKLIST_CHECKLIST_PRIVATE_H

#include "checklist/checklist.h"

#define RUN_GROUP    "insp"
#define ANSWER_GROUP "ans"
#define RECORD_GROUP "ev"

/** Row of the answer to an item in a run, 0 if there is none */
int answer_row(const struct facts *facts, int run, const char *item);

/** Row of the corrective task of an item in a run, 0 if there is none */
int task_row(const struct facts *facts, int run, const char *item);

/** Read a run from facts, which become its own whether it went well or not;
 *  nothing is measured.  0 or ENOENT; release it if it went well */
int run_of_facts(struct check_run *run, const struct checklist *c,
		 struct facts *own, int n);

/** Work out what drill and facts say of each line of a run that has
 *  loaded its facts; what is calculated is added to them.  0, EIO */
int checklist_measure(struct check_run *run, const struct checklist *c,
		      bool *drillv);

#endif
