/**
 * @file tui/papers.h  The screens about the papers of a dossier
 */
#ifndef TUI_PAPERS_H
#define TUI_PAPERS_H

#include <stdint.h>

#include "paper/desk.h"
#include "tui/view.h"

/** Which dossier */
struct papers_ask {
	const char *no; /**< Its number */
};

/** A text of lines to read; copied by the view that gets it.  A form feed
 *  begins a page. */
struct read_ask {
	const char *title;
	const char *text;
};

extern const struct view view_papers;	/**< arg: struct papers_ask */
extern const struct view view_bundle;	/**< arg: struct papers_ask */
extern const struct view view_versions; /**< arg: struct papers_ask */
extern const struct view view_read;	/**< arg: struct read_ask */

/** Let the pack of a dossier be the one in use, and say where its papers come
 *  from; 0, or the errors of tui_use() */
int papers_place(struct tui *tui, const struct dossier *d,
		 struct paper_place *place);

/** A path as people type it: blanks around it are gone, ~/ is the home; the
 *  caller frees it; EINVAL if nothing is left */
int papers_path(char **pathp, const char *typed);

/** Write papers into a folder, which is made if it is not there, telling of
 *  progress, and say what came of it; 0; ECANCELED if the user cancelled; EIO;
 *  the errors of paper_desk_make() */
int papers_make(struct tui *tui, struct paper_desk *desk,
		const struct paper *const *v, size_t c, const char *dir);

/** Names of files that a paper names and that are not kept, or NULL; the
 *  caller's */
char *papers_unkept(const struct paper *paper, const struct facts *facts,
		    const struct vault *vault);

#endif
