/**
 * @file course/stage.h  Where a dossier is, and what can be done next
 *
 * What was done is a row of the group "step": act, stages, date, document
 * number, who must act by when, and which clock says so.  The stage is the "to"
 * of the last row.  Rows are written by stage_do() alone (origin "act"), in one
 * change, so that undo takes a whole act back.
 */
#ifndef COURSE_STAGE_H
#define COURSE_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/check.h"
#include "course/deadline.h"
#include "dossier/step.h"
#include "pack/calendar.h"

/** Stage of a dossier; NULL if the pack has no stages, or its last step leads
 *  to none of them */
const struct stage *stage_of(const struct pack *pack,
			     const struct facts *facts);

/** One act, as it stands for a dossier */
struct stage_act {
	const struct act *act; /**< Borrowed from the pack */
	bool open;
	char *why; /**< Why it is closed, or NULL; owned */
};

struct stage_acts {
	struct stage_act *v; /**< Those that lead on from here */
	size_t c;
};

/**
 * List the acts that lead on from the stage of a dossier
 *
 * @param facts  What is calculated is added to them
 *
 * @return 0; EPERM if a guard takes too long; EIO
 */
int stage_acts(struct stage_acts *to, struct checker *checker,
	       struct facts *facts);

void stage_acts_release(struct stage_acts *acts);

/** An act to be done */
struct stage_doing {
	const char *act;
	const char *date;	       /**< As typed; NULL: today */
	const struct fact_set *givenv; /**< Fields of the step without its
					*   group, "doc_no"; ended by a NULL
					*   key */
	const char *reason;	       /**< For the journal, or NULL */
};

/**
 * Do an act: one change of the journal
 *
 * The first deadline among the clocks that the act starts, and its clock, are
 * kept in the step.
 *
 * @return 0; ENOENT for an act that is none; EPERM for one that does not lead
 *         on from here or is closed, with the reason; EINVAL for a date before
 *         the last step or after today, or a field that is missing, refused or
 *         not asked for; EBUSY; EIO
 */
int stage_do(struct db *db, struct checker *checker, const struct pack *pack,
	     const struct calendar *calendar, int64_t dossier,
	     const struct stage_doing *doing);

#endif
