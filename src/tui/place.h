/**
 * @file tui/place.h  The screens that can be gone to by name
 *
 * The palette offers them, and the command line opens them.
 */
#ifndef TUI_PLACE_H
#define TUI_PLACE_H

#include "tui/view.h"

struct place {
	const struct view *view; /**< Its name is the place's */
	const char *help;	 /**< N_() sentence */
	bool dossier;		 /**< It is about one */
};

/** All of them, ended by a NULL view */
extern const struct place places[];

/** The place of a name, or NULL */
const struct place *place_find(const char *name);

/** Open a place; no: number of a dossier, or NULL.  0, EINVAL if it is about
 *  one and there is none, the errors of view_open() */
int place_open(struct tui *tui, const struct place *place, const char *no);

/** Number of the dossier that a screen is about, or else the one below it; NULL
 *  if none is; borrowed */
const char *place_dossier(const struct screen *s);

extern const struct view view_search;  /**< arg: NULL; through everything */
extern const struct view view_palette; /**< arg: NULL; over the screen that is
					*   to do what is chosen */

#endif
