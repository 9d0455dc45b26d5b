/**
 * @file course/forecast.h  When a dossier may come to its milestones
 *
 * An estimate, never a promise, and for an application that goes through: how
 * many are refused or withdrawn is not estimated.
 *
 * The rest of the way is played through FORECAST_RUNS times (the Monte Carlo
 * method; Van Slyke, Monte Carlo methods and the PERT problem, Operations
 * Research 11, 1963): at each stage a number of working days is drawn
 * (course/stay.h), then one of the usual ways on (data/stages.yaml), until the
 * last milestone.  At the present stage only numbers are drawn that are more
 * than the days already spent there.  The 10th, 50th and 90th of a hundred
 * runs, counted from today over the calendar of working days, are the forecast.
 * Stages are drawn independently of each other.
 *
 * What the office saw in its own dossiers narrows the estimates: first the
 * stays of all other authorities, then, with the result as the new estimate,
 * those of the same authority.  Ways are narrowed alike: a weight is worth
 * STAY_PRIOR cases in all, each case seen is worth one.  The last
 * FORECAST_CASES dossiers that have steps are looked at.
 *
 * A milestone behind a stage without an estimate, or behind a choice that
 * depends on a fact not known, is unknown.
 */
#ifndef COURSE_FORECAST_H
#define COURSE_FORECAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "course/deadline.h"
#include "dossier/dossier.h"

/** How often the way is played through */
#define FORECAST_RUNS 10000

/** Dossiers of the office that are looked at, those changed last */
#define FORECAST_CASES 500

/** Days ahead, working days, beyond which nothing is said: ten years */
#define FORECAST_DAYS 2500

enum forecast_state {
	FORECAST_REACHED, /**< It was, on the day reached */
	FORECAST_AHEAD,	  /**< Days are given */
	FORECAST_UNKNOWN, /**< Why says why */
	FORECAST_ASIDE,	  /**< The usual ways from here do not come to it */
};

/** One milestone */
struct forecast_line {
	const struct milestone *milestone; /**< Borrowed from the pack */
	enum forecast_state state;
	struct date reached;
	struct date p10; /**< One in ten is earlier */
	struct date p50;
	struct date p90;
	double share; /**< Of the runs that come to it; the days are of these */
	char *why;    /**< Or NULL; owned */
};

/** A stage that lies ahead, the present one among them */
struct forecast_stage {
	const struct stage *stage; /**< Borrowed from the pack */
	double prior;		   /**< Mean of the estimate, working days */
	double mean;		   /**< The same narrowed by own cases */
	unsigned same;		   /**< Own stays used, of the same authority */
	unsigned others;	   /**< Of other authorities */
};

struct forecast {
	char *why;		   /**< Nothing to forecast, or NULL; owned */
	const struct stage *stage; /**< Now; may be NULL */
	struct date since;	   /**< When it came there */
	int spent;		   /**< Working days there up to today */
	int overlong;		   /**< The estimate's most, if spent is more;
				    *   else 0 */
	uint32_t seed;
	unsigned same;	 /**< Own stays used, at all stages ahead */
	unsigned others; /**< The same of other authorities */
	int uncovered;	 /**< First year counted by weekends only, 0: none */
	struct forecast_line *v; /**< As the pack's milestones */
	size_t c;
	struct forecast_stage *stagev; /**< In the order of the pack */
	size_t stagec;
};

/** What a forecast is made from */
struct forecast_ask {
	struct db *db;
	struct checker *checker;
	const struct calendar *calendar;
	const struct dossier *dossier;
	struct facts *facts;  /**< What is calculated is added */
	const uint32_t *seed; /**< NULL: from number and day */
};

/**
 * Make a forecast; the same for the same seed, facts and day
 *
 * @param to  Release it with forecast_release()
 *
 * @return 0, also if there is nothing to forecast; EPERM if an expression takes
 *         too long; EBUSY; EIO
 */
int forecast_make(struct forecast *to, const struct forecast_ask *ask);

void forecast_release(struct forecast *f);

/** "reached", "ahead", "unknown", "aside" */
const char *forecast_state_name(enum forecast_state state);

/** Keep the milestones that have days; a forecast of the same day is replaced.
 *  0, EBUSY, EIO */
int forecast_store(struct db *db, const struct dossier *d,
		   const struct forecast *f);

/** A forecast of one milestone that was kept */
struct forecast_past {
	int64_t dossier;
	const char *no; /**< Of the dossier; borrowed */
	struct date made;
	const char *stage; /**< Where it was; borrowed */
	struct date p10;
	struct date p50;
	struct date p90;
	struct date happened; /**< Year 0: not yet */
	int64_t seed;
	int same;
	int others;
};

typedef int forecast_past_h(const struct forecast_past *past, void *arg);

/**
 * Hand over what was kept of a milestone, by dossier and day
 *
 * Forecasts of a day on which it had happened already are left out: it was
 * noted later.
 *
 * @param dossier  0: all
 */
int forecast_each(struct db *db, const struct milestone *milestone,
		  int64_t dossier, forecast_past_h *h, void *arg);

/** How good the forecasts of a milestone were */
struct forecast_score {
	size_t open;	/**< Dossiers that have not come to it */
	size_t reached; /**< Those that have; the first forecast of each counts
			 */
	size_t within;	/**< Of these, in the 80 % interval */
	int median;	/**< Of the days that it was later than forecast */
	int off;	/**< Median of the same without sign */
};

/** Score the first forecast of each dossier; 0, EBUSY, EIO */
int forecast_score(struct db *db, const struct milestone *milestone,
		   struct forecast_score *to);

/** Days from the median to what happened, negative if it was earlier */
int forecast_error(const struct forecast_past *past);

/** True if it happened within the interval */
bool forecast_is_within(const struct forecast_past *past);

#endif
