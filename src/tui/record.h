/**
 * @file tui/record.h  The screens about what a dossier can show: the two
 * checklists, evidence, and the day of the visit
 */
#ifndef TUI_RECORD_H
#define TUI_RECORD_H

#include "tui/view.h"

/** Which dossier */
struct record_ask {
	const char *no; /**< Its number */
};

extern const struct view view_checklist; /**< arg: struct record_ask */
extern const struct view view_evidence;	 /**< arg: struct record_ask */
extern const struct view view_visit;	 /**< arg: struct record_ask */

#endif
