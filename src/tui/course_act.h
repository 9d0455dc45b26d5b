/**
 * @file tui/course_act.h  An act being done: its day and fields asked for, one
 * by one
 */
#ifndef TUI_COURSE_ACT_H
#define TUI_COURSE_ACT_H

#include "check/check.h"
#include "pack/calendar.h"
#include "pack/pack.h"
#include "tui/view.h"

/** What has been asked so far; answers stay, so that a refused act is asked
 *  again with them */
struct course_act {
	const struct act *act; /**< NULL: none; borrowed from the pack */
	const struct calendar *calendar;
	int64_t dossier;
	char **answerv; /**< The day, then the fields it asks for */
	unsigned at;	/**< Which is being asked */
	struct str label;
	struct question question;
};

/**
 * Begin to ask for what an act needs, in the line at the bottom; the last
 * answer does it and reads all screens anew
 *
 * @param ofp  Where the screen keeps it: found from s->data when an answer
 *             comes
 */
void course_act_begin(struct screen *s, struct course_act *c,
		      const struct act *act);

/** Go on with an answer; 0, or the errors of stage_do() */
int course_act_answer(struct screen *s, struct course_act *c, const char *text);

/** Forget the answers */
void course_act_release(struct course_act *c);

#endif
