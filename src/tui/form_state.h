/**
 * @file tui/form_state.h  What the form screen knows of its dossier
 */
#ifndef TUI_FORM_STATE_H
#define TUI_FORM_STATE_H

#include "dossier/dossier.h"
#include "tui/form_lines.h"
#include "tui/view.h"

/** A row that the user was asked about */
struct form_row {
	const struct section *section; /**< NULL: none */
	int n;
	char *was; /**< What it held; owned */
};

struct form_state {
	struct dossier d;
	size_t form; /**< Which of the pack's forms */
	struct facts facts;
	struct findings findings;
	struct form_lines lines;
	struct form_open open; /**< Row of a repeating section */
	struct edit edit;
	bool saved;	/**< Just now: one begins from what lines show */
	bool looked;	/**< For what a killed program has left */
	char *kept;	/**< What typing_keep() was last given, or NULL */
	int64_t *minev; /**< Changes of this screen that ^Z may take back */
	size_t minec;
	struct form_row asked; /**< About its removal */
	char *ours;	       /**< Value that the user wants there instead */
	char *theirs;	       /**< Value that someone else has set meanwhile */
};

/** Find the dossier; 0, ENOENT, EIO */
int form_state_open(struct form_state *f, struct tui *tui, const char *no);

/** Read facts and findings and make the lines anew; EBUSY or EIO */
int form_state_load(struct form_state *f, struct tui *tui);

void form_state_release(struct form_state *f);

/** A change that the form's undo may take back */
void form_state_mine(struct form_state *f, int64_t change);

/**
 * Save what was typed into a line, unless its fact is no more what it was
 *
 * @param text  As typed; kept so if it is not valid; "" clears the fact
 *
 * @return 0; EBUSY with f->theirs set if someone else has changed it; EBUSY or
 *         EIO from the database
 */
int form_state_save(struct form_state *f, struct tui *tui,
		    const struct form_line *line, const char *text);

/** Remember the row of a line, and what it holds, before asking about it */
void form_state_ask_row(struct form_state *f, const struct form_line *line);

/** Remove the row that was asked about; EBUSY if it is not what it was then, or
 *  from the database; EIO */
int form_state_remove_row(struct form_state *f, struct tui *tui);

/** Open the row of a fact or row, "holder[2].ratio", in whichever form it is,
 *  and go to that form; ENOENT if there is no such section */
int form_state_open_place(struct form_state *f, const struct pack *pack,
			  const char *place);

/** Failing findings of the form's own lines */
size_t form_state_failing(const struct form_state *f);

/** Keep what is typed into a line against a sudden end; a failure is logged; 0
 *  or EIO */
int form_state_keep(struct form_state *f, struct tui *tui, const char *key,
		    const char *text);

/** Nothing unsaved is left to be kept */
void form_state_forget(struct form_state *f, struct tui *tui);

/** Line of the cursor of a form screen, or NULL */
struct form_line *form_line_here(const struct screen *s);

/** The form on the screen */
const struct form *form_state_form(const struct form_state *f,
				   const struct tui *tui);

/** Text for F1: what is wrong, what is meant, where it is written */
void form_state_explain(const struct form_line *line, const struct pack *pack,
			struct str *to);

#endif
