/**
 * @file visit/visit_private.h  What reading and writing share
 */
#ifndef VISIT_VISIT_PRIVATE_H
#define VISIT_VISIT_PRIVATE_H

#include "visit/visit.h"

#define LIST	       "onsite"
#define SPEAKER_GROUP  "speaker"
#define QUESTION_GROUP "question"

#define ACT_ANNOUNCED  "visit_announced"
#define ACT_VISITED    "visited"
#define ACT_RESULT     "visit_result"

/** Row of who answers for a part, 0 if nobody does */
int visit_speaker_row(const struct facts *facts, const char *part);

/** The last run of the list that is official or mock, 0 if there is none */
int visit_last_run(const struct facts *facts);

/** The run of the visit that is open, 0 if there is none */
int visit_open_run(const struct visit *v, const struct facts *facts);

/** Say that no visit has begun: ENOENT */
int visit_no_run(void);

/** Whether an item is one of the list; NULL is none, and right.  0 or ENOENT */
int visit_check_item(const struct pack *pack, const char *id);

/** Whether a question is one of the run that is open; 0, ENOENT, EPERM */
int visit_check_question(const struct visit *v, const struct facts *facts,
			 int n);

/** Read a day, with its hour or without; 0 or EINVAL */
int visit_time(int64_t *atp, bool *hourp, const char *when);

#endif
