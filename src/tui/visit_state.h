/**
 * @file tui/visit_state.h  What the screen of the visit holds, and what it asks
 */
#ifndef TUI_VISIT_STATE_H
#define TUI_VISIT_STATE_H

#include "dossier/dossier.h"
#include "tui/clash.h"
#include "tui/view.h"
#include "visit/visit.h"

/** Most answers that one act asks for */
#define VISIT_ASKS_MAX 4

/** What a row is about */
enum visit_kind { VISIT_SPEAKER, VISIT_QUESTION, VISIT_FIX };

struct visit_line {
	enum visit_kind kind;
	size_t at;	     /**< Among those of its kind */
	const char *heading; /**< Text that stands before it, or NULL */
};

struct visit_state {
	struct dossier d;
	struct calendar *calendar;
	struct visit_day day;
	bool loaded; /**< The day is */
	struct visit_line *linev;
	size_t linec;
	const struct visit_act *act; /**< That asks, or NULL */
	size_t asked;		     /**< Answers it has */
	char *answerv[VISIT_ASKS_MAX];
	int about;	  /**< Number of the question or correction; 0: none */
	const char *part; /**< Of the speaker; borrowed from the pack */
	struct question question;
	struct clash clash;
};

/** Something that is done with answers: a row of a table */
struct visit_act {
	const char *askv[VISIT_ASKS_MAX]; /**< N_() labels; NULL ends them */
	/** Do it; answers that stay empty are NULL.  Says what was done. */
	int (*run)(struct screen *s, const struct visit *v,
		   const char *const *answerv);
	bool replaces; /**< What stands in the row, and does not add to it */
};

/* clang-format off */
extern const struct visit_act visit_act_announce, visit_act_speaker,
	visit_act_ask, visit_act_reply, visit_act_file, visit_act_text,
	visit_act_result, visit_act_fix, visit_act_fixed, visit_act_begin,
	visit_act_rehearse, visit_act_end;
/* clang-format on */

/** Ask for the answers of an act, one after the other, and do it.  One that
 *  asks nothing is done at once. */
int visit_do(struct screen *s, const struct visit_act *act);

/** Read the day anew and make its rows; 0 or the errors of visit_load() */
int visit_state_load(struct screen *s);

/** Free what it holds */
void visit_state_release(struct visit_state *st);

/** What the library wants to know */
struct visit visit_of(const struct screen *s);

#endif
