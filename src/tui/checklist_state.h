/**
 * @file tui/checklist_state.h  A run of a checklist as lines, and an answer
 * being given
 */
#ifndef TUI_CHECKLIST_STATE_H
#define TUI_CHECKLIST_STATE_H

#include "checklist/checklist.h"
#include "dossier/dossier.h"
#include "tui/clash.h"
#include "tui/view.h"

/** What an answer may be asked for, in this order */
enum want {
	WANT_REASON,
	WANT_NOTE,
	WANT_EVIDENCE,
	WANT_OWNER,
	WANT_DUE,
};

#define WANT_COUNT (WANT_DUE + 1)

/** An answer whose parts are asked for, one by one; they stay, so that one
 *  that was refused is asked again with them */
struct answering {
	char *item; /**< NULL: none */
	enum answer answer;
	char *textv[WANT_COUNT];
	bool wantv[WANT_COUNT];	  /**< Is asked for */
	bool demandv[WANT_COUNT]; /**< Must not stay empty */
	bool stays;		  /**< The cursor does, once it is given */
	enum want at;
	struct str label;
	struct question question;
	struct clash clash;
};

/** A line of the screen: the title of a group, or an item */
struct checklist_line {
	char *heading; /**< NULL: an item */
	size_t i;      /**< Of the item in the run */
};

struct checklist_state {
	struct dossier d;
	int n; /**< Run that is shown; 0: the one that is open */
	struct check_run run;
	bool begun; /**< There is one */
	struct checklist_line *linev;
	size_t linec;
	struct answering answering;
};

/** What the checklists of the dossier need now */
struct checklist checklist_of(const struct screen *s);

/** Read the run anew; 0, or the errors of what it reads: what was there then
 *  stays */
int checklist_state_load(struct checklist_state *c, const struct screen *s);

void checklist_state_release(struct checklist_state *c);

/** The item of a row; NULL if there is none */
const struct check_line *checklist_at(const struct screen *s, size_t row);

/** Append counts: "pass 3  fail 1  open 2  n/a 0" */
void checklist_tell_sum(struct str *to, const struct check_sum *sum);

/** Draw all that is known of the item of the cursor */
void checklist_tell(const struct screen *s, const struct rect *r);

/**
 * Answer the item of the cursor, asking first for what the answer demands
 *
 * @param want  Ask for this too, whatever is demanded; WANT_COUNT: nothing
 */
int checklist_begin(struct screen *s, enum answer answer, enum want want);

#endif
