/**
 * @file tui/course.h  The screens about where dossiers are, what is due and
 * what was changed
 */
#ifndef TUI_COURSE_H
#define TUI_COURSE_H

#include "tui/view.h"

/** Which dossier */
struct course_ask {
	const char *no; /**< Its number */
};

extern const struct view view_course;	/**< arg: struct course_ask */
extern const struct view view_overview; /**< arg: struct course_ask */
extern const struct view view_due;	/**< arg: NULL */
extern const struct view view_journal;	/**< arg: struct course_ask */
extern const struct view view_forecast; /**< arg: struct course_ask */

#endif
