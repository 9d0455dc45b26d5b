/**
 * @file tui/overview_state.h  A dossier at a glance, as rows
 */
#ifndef TUI_OVERVIEW_STATE_H
#define TUI_OVERVIEW_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "check/check.h"
#include "course/forecast.h"
#include "course/handed_in.h"
#include "course/stage.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "pack/calendar.h"
#include "tui/view.h"

enum part {
	PART_HEADING,
	PART_PASSED,
	PART_NOW,
	PART_AHEAD,
	PART_SCORE,
	PART_TERM,
	PART_DUE,
	PART_MORE, /**< Deadlines that are not shown; i says how many */
	PART_FLAG,
};

struct over_row {
	enum part part;
	size_t i;	     /**< Of the term, deadline or flag */
	const char *heading; /**< N_() text */
};

struct overview {
	struct dossier d;
	struct calendar *calendar;
	struct facts facts;
	struct findings findings;
	struct forecast forecast;
	struct deadlines due;
	struct handed_in handed_in;
	const struct stage *stage; /**< NULL: the pack has no such */
	const char *no_forecast;   /**< Why the role may not see it, or NULL */
	struct over_row *v;
	size_t c;
};

/** What stands out, where its count is not 0 */
struct overview_flag {
	size_t (*count)(const struct screen *s);
	enum draw_style style;
	const char *mark;
	const char *title; /**< N_() */
	const char *what;  /**< N_(): what it means, and what to do */
	const struct view *view;
};

/** The last one has no count */
extern const struct overview_flag overview_flags[];

/** Read the dossier of a screen anew, and its rows; 0, or the errors of what it
 *  reads: what was there then stays */
int overview_state_load(struct screen *s);

/** Free all that is in a state */
void overview_state_release(struct overview *o);

/** True if a day is over and it is not done */
bool overview_is_late(const struct deadline *d);

/** How many of them are */
size_t overview_late(const struct screen *s);

/** True if a finding counts in a term and is not passed; hints do not count */
bool overview_is_missing(const struct finding *f, const struct score_term *t);

/** The first finding of a term that is missing, or NULL */
const struct finding *overview_missing(const struct overview *o, size_t term);

#endif
