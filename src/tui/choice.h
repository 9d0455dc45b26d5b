/**
 * @file tui/choice.h  Choosing one or some of a list, in a popup
 */
#ifndef TUI_CHOICE_H
#define TUI_CHOICE_H

#include "tui/view.h"

/** What to choose from; copied by view_choice */
struct choice_ask {
	const char *title;
	const char *const *labels;
	size_t count;	 /**< At most 64 */
	uint64_t chosen; /**< Bit per label */
	bool several;	 /**< Any number of them, not just one */

	/** Get the answer, a bit per label, for the screen that asked */
	int (*done)(struct screen *s, uint64_t chosen);
	struct screen *s; /**< That screen, somewhere below */
};

extern const struct view view_choice; /**< arg: struct choice_ask */

#endif
