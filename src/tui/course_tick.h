/**
 * @file tui/course_tick.h  Deadlines ticked off, and switched off, or not
 */
#ifndef TUI_COURSE_TICK_H
#define TUI_COURSE_TICK_H

#include "course/deadline.h"
#include "tui/clash.h"

/** What is being done to a deadline; a member of the state of the course,
 *  zeroed at its start */
struct course_tick {
	char *key;  /**< Of the deadline */
	char *text; /**< Answer of what was asked: day, or reason */
	const struct course_tick_verb *verb;
	struct clash clash;
};

/**
 * Tick a deadline off, asking for the day, or take the tick back; or the same
 * with switching off, and the reason.  What someone else does to it meanwhile
 * is asked about, not replaced.
 *
 * @param off  Switch off or on
 *
 * @return 0; ECANCELED if the user is asked whose is to stay; the errors of
 *         course/tick.h
 */
int course_tick_press(struct screen *s, const struct deadline *d, bool off);

void course_tick_release(struct course_tick *t);

#endif
