/**
 * @file tests/true_history.h  How applications may really go, drawn without the
 * code under test, to hold forecasts against
 */
#ifndef TRUE_HISTORY_H
#define TRUE_HISTORY_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "pack/pack.h"

/* Numerical Recipes' 64-bit congruential generator */
static double uniform(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) +
		UINT64_C(1442695040888963407);
	return (double)(*seed >> 11) / 9007199254740992.0;
}

static double density(const struct estimate *e, double x)
{
	const double range = e->max - e->min;

	return pow((x - e->min) / range, 4 * (e->mode - e->min) / range) *
	       pow((e->max - x) / range, 4 * (e->max - e->mode) / range);
}

/* A beta variate by rejection */
static int true_days(const struct estimate *e, uint64_t *seed)
{
	for (;;) {
		const double x = e->min + (e->max - e->min) * uniform(seed);

		if (uniform(seed) * density(e, e->mode) <= density(e, x))
			return (int)lround(x);
	}
}

/* A way without a condition that is not used up */
static bool is_open(const struct pack *pack, const struct way *w,
		    const unsigned *done)
{
	const struct act *act = pack_act(pack, w->act);

	return !w->when &&
	       (w->most == 0 || done[act - pack->acts] < (unsigned)w->most);
}

static const struct act *true_act(const struct pack *pack,
				  const struct stage *stage,
				  const unsigned *done, uint64_t *seed)
{
	const struct way *last = NULL;
	int sum = 0;
	double want;

	for (unsigned i = 0; i < stage->ways_count; i++) {
		if (is_open(pack, &stage->ways[i], done))
			sum += stage->ways[i].weight;
	}
	want = uniform(seed) * sum;
	for (unsigned i = 0; i < stage->ways_count && want >= 0; i++) {
		if (!is_open(pack, &stage->ways[i], done))
			continue;
		last = &stage->ways[i];
		want -= last->weight;
	}
	assert_non_null(last);
	return pack_act(pack, last ? last->act : "");
}

/* Working days from today to each milestone of an application that has been at
 * ST-5 for so many */
static void true_history(const struct pack *pack, int spent, int *daysv,
			 uint64_t *seed)
{
	const struct stage *stage = pack_stage(pack, "ST-5");
	unsigned *done = calloc(pack->acts_count, sizeof(*done));
	int days = 0;

	assert_non_null(done);
	memset(daysv, 0, pack->milestones_count * sizeof(*daysv));
	while (strcmp(stage->id, "ST-12") != 0) {
		const struct act *act = true_act(pack, stage, done, seed);
		int stay = true_days(stage->estimate, seed);

		while (days == 0 && stay <= spent)
			stay = true_days(stage->estimate, seed);
		days += days == 0 ? stay - spent : stay;
		done[act - pack->acts]++;
		stage = pack_stage(pack, act->to);
		for (unsigned m = 0; m < pack->milestones_count; m++) {
			if (strcmp(pack->milestones[m].stages[0], stage->id) ==
				    0 &&
			    daysv[m] == 0)
				daysv[m] = days;
		}
	}
	free(done);
}

#endif
