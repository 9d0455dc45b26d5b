/**
 * @file tui/text.h  A longer text on the screen: to read, or to write
 */
#ifndef TUI_TEXT_H
#define TUI_TEXT_H

#include "tui/view.h"

/** A text; copied by the view that gets it */
struct text_ask {
	const char *title;
	const char *text;
	const char *typed; /**< For view_area: to begin with instead, not saved
			    *   yet; or NULL */
	size_t limit;	   /**< Most code points; 0: as the editor has it */

	/** For view_area: get the text; s is the screen that asked */
	int (*done)(struct screen *s, const char *text);

	/** For view_area: typing has paused; the same s; or NULL */
	void (*keep)(struct screen *s, const char *text);
};

extern const struct view view_text; /**< To read; arg: struct text_ask */
extern const struct view view_area; /**< To write; arg: struct text_ask */

/** Go on in the user's own editor; s shows view_area */
press_h area_press_outside;

#endif
