/**
 * @file tui/course_state.h  Where a dossier is, as lines
 */
#ifndef TUI_COURSE_STATE_H
#define TUI_COURSE_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "course/handed_in.h"
#include "course/stage.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "pack/calendar.h"
#include "tui/course_act.h"
#include "tui/course_tick.h"
#include "tui/view.h"

enum line_kind {
	LINE_HEADING,
	LINE_STAGE,
	LINE_ACT,
	LINE_DEADLINE,
	LINE_CHANGED, /**< What the authority does not have */
	LINE_STEP,
};

struct line {
	enum line_kind kind;
	size_t i;	     /**< Of the act, deadline, change or step */
	const char *heading; /**< N_() text */
};

struct course_state {
	struct dossier d;
	struct calendar *calendar;
	struct facts facts;
	struct stage_acts acts;
	struct deadlines due;
	struct handed_in handed_in;
	const struct stage *stage; /**< NULL: the pack has no such */
	struct line *linev;
	size_t linec;
	bool all; /**< Deadlines: those far away and done as well */
	struct course_act doing;
	struct course_tick tick;
};

/** Read a dossier anew; 0, or the errors of what it reads: what was there then
 *  stays */
int course_state_load(struct course_state *c, struct tui *tui);

/** Make the lines anew, as all says */
void course_state_lines(struct course_state *c);

void course_state_release(struct course_state *c);

/** The line of a row */
const struct line *course_line(const struct screen *s, size_t row);

/** The deadline, or act, of a row; NULL if it is another */
const struct deadline *course_deadline(const struct screen *s, size_t row);
const struct stage_act *course_stage_act(const struct screen *s, size_t row);

/** A field of step n, "" if it is not there; borrowed */
const char *course_step(const struct course_state *c, size_t n,
			const char *key);

/** True if a day is over and it is not done */
bool course_is_late(const struct deadline *d);

/** Draw all that is known of the line of the cursor */
void course_tell(const struct screen *s, const struct rect *r);

#endif
