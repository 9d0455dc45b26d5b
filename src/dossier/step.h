/**
 * @file dossier/step.h  Steps: what was done with a dossier
 *
 * A step is a row of the group "step": act, stages, date, document number, who
 * must act by when, and which clock says so.  The stage is the "to" of the last
 * row.  Rows are written by stage_do() alone (course/stage.h), or come with the
 * file of a dossier.
 */
#ifndef DOSSIER_STEP_H
#define DOSSIER_STEP_H

#include <stdbool.h>

#include "dossier/fact.h"
#include "pack/pack.h"

/** Groups of facts: what was done, duties ticked off, duties switched off, what
 *  people are to do */
#define STEP_GROUP "step"
#define DONE_GROUP "done"
#define OFF_GROUP  "waived"
#define TASK_GROUP "task"

/** True if an act can be done at a stage */
bool step_leads_from(const struct act *act, const struct stage *stage);

/**
 * Check that the steps of a dossier follow from each other, as those of an
 * imported file must: each act is one of the pack's and leads on from where the
 * one before has led, on a day not before it and not after today
 *
 * Guards are not asked: they held on their day.
 *
 * @param rowp  Set to the row that is wrong
 *
 * @return 0 or EINVAL
 */
int step_verify(const struct pack *pack, const struct facts *facts, int *rowp);

#endif
