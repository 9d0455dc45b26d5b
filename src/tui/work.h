/**
 * @file tui/work.h  Long work: told of while it is done, and cancelled
 *
 * Who does the work calls work_step() between its parts.  What is shown stands
 * in the message line; Esc cancels.
 */
#ifndef TUI_WORK_H
#define TUI_WORK_H

#include <stddef.h>

#include "tui/view.h"

struct work {
	struct tui *tui;
	const char *title; /**< In the user's language; borrowed */
	int64_t told;	   /**< When it was last shown */
};

/** Begin; shows the title at once */
void work_begin(struct work *w, struct tui *tui, const char *title);

/**
 * Tell of progress; of the type of bundle_progress_h
 *
 * @param what  What is being done; NULL at the end
 * @param arg   struct work
 *
 * @return 0; ECANCELED if the user pressed Esc or the program is to end
 */
int work_step(const char *what, size_t done, size_t of, void *arg);

/** The same without numbers: say how far it is in words */
int work_tell(const char *what, struct work *w);

#endif
