/**
 * @file course/stay.h  How long a stage takes, as a distribution of whole
 * working days
 *
 * Before anything was seen it is the PERT distribution of the stage's
 * three-point estimate: a beta distribution over min to max with mean
 * (min + 4 mode + max) / 6 (Malcolm, Roseboom, Clark and Fazar, Application of
 * a technique for research and development program evaluation, Operations
 * Research 7, 1959).  What is estimated as the most is passed now and then, so
 * one stay in a hundred goes on beyond it; of those, a quarter reach twice the
 * most, a ninth three times (a Pareto tail with exponent 2): the longer it has
 * lasted beyond all estimates, the longer it will.
 *
 * Stays that were seen then narrow it.  They are taken as a Dirichlet process
 * with that distribution as its base and STAY_PRIOR as its mass (Ferguson, A
 * Bayesian analysis of some nonparametric problems, Annals of Statistics 1,
 * 1973): after n stays the mean is the estimate's with weight k / (n + k) and
 * that of the stays with weight n / (n + k).  Stays that have not ended yet
 * count for the days they have lasted (Susarla and Van Ryzin, JASA 71, 1976);
 * without them a young office would look quicker than it is.
 *
 * Draws are by inversion of the table of the distribution (Devroye,
 * Non-Uniform Random Variate Generation, 1986, chapter III.2), which makes the
 * condition "has lasted so many days already" exact.
 */
#ifndef COURSE_STAY_H
#define COURSE_STAY_H

#include <stdbool.h>
#include <stddef.h>

#include "pack/stage.h"
#include "util/rng.h"

/** Days a distribution goes up to */
#define STAY_DAYS 1000

/** How many stays the estimate is worth: k */
#define STAY_PRIOR 5

/** Share of stays beyond the estimate's most */
#define STAY_BEYOND 0.01

/** Most days of having lasted that a draw looks at: so many more as after
 *  these */
#define STAY_SEEN 500

/** One stay at a stage that was seen */
struct stay_case {
	int days;
	bool ended; /**< False: has lasted so long and may go on */
};

/** The distribution: for each day the share of stays that last longer */
struct stay {
	double longer[STAY_DAYS + 1];
};

/** The distribution of an estimate */
void stay_estimate(struct stay *stay, const struct estimate *estimate);

/** Narrow it by stays that were seen; days above STAY_DAYS count as that */
void stay_narrow(struct stay *stay, const struct stay_case *casev,
		 size_t casec);

/** Mean in days */
double stay_mean(const struct stay *stay);

/** Draw a number of days that is more than after; -1: any */
int stay_draw(const struct stay *stay, int after, struct rng *rng);

#endif
