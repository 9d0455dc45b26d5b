/**
 * @file course/stay.c  How long a stage takes
 */
#include "course/stay.h"

#include <math.h>
#include <string.h>

#define PIECES	      16 /* of a day, for the integral; even */
#define TAIL_EXPONENT 2

/* Share of each day, and then of all that are longer */
struct shares {
	double of[STAY_DAYS + 1];
};

static double pert_density(const struct estimate *e, double x)
{
	const double range = e->max - e->min;
	const double a = 4 * (e->mode - e->min) / range;
	const double b = 4 * (e->max - e->mode) / range;
	const double at = (x - e->min) / range;

	return at < 0 || at > 1 ? 0 : pow(at, a) * pow(1 - at, b);
}

/* Integral over the part of a day within the estimate, by Simpson's rule */
static double pert_day(const struct estimate *e, int day)
{
	const double low = fmax(day - 0.5, e->min);
	const double high = fmin(day + 0.5, e->max);
	const double step = (high - low) / PIECES;
	double sum = pert_density(e, low) + pert_density(e, high);

	for (int i = 1; i < PIECES; i++)
		sum += (i % 2 ? 4 : 2) * pert_density(e, low + i * step);
	return sum * step / 3;
}

static void add_up(struct stay *stay, const struct shares *shares)
{
	double all = 0;

	for (int d = 0; d <= STAY_DAYS; d++)
		all += shares->of[d];
	/* From the far end, where the shares are small */
	stay->longer[STAY_DAYS] = 0;
	for (int d = STAY_DAYS; d > 0; d--)
		stay->longer[d - 1] = stay->longer[d] + shares->of[d] / all;
}

void stay_estimate(struct stay *stay, const struct estimate *e)
{
	double before = STAY_BEYOND; /* share that lasts to a day */
	struct shares shares = { { 0 } };
	double sum = 0;

	if (e->min == e->max)
		shares.of[e->min] = 1;
	for (int d = e->min; d <= e->max && e->min < e->max; d++)
		shares.of[d] = pert_day(e, d);
	for (int d = e->min; d <= e->max; d++)
		sum += shares.of[d];
	for (int d = e->min; d <= e->max; d++)
		shares.of[d] *= (1 - STAY_BEYOND) / sum;
	for (int d = e->max + 1; d <= STAY_DAYS; d++) {
		const double longer = STAY_BEYOND *
				      pow((double)e->max / d, TAIL_EXPONENT);

		shares.of[d] = before - longer;
		before = longer;
	}
	shares.of[STAY_DAYS] += before;
	add_up(stay, &shares);
}

/*
 * The mean of the Dirichlet process day by day, as chances to end on a day for
 * what has lasted that long: (k f(d) + ended(d)) / (k S(d - 1) + there(d)).
 */
void stay_narrow(struct stay *stay, const struct stay_case *casev, size_t casec)
{
	double ended[STAY_DAYS + 1] = { 0 };
	double gone[STAY_DAYS + 1] = { 0 }; /* ended or out of sight */
	double there = (double)casec;
	double before = 1; /* share that lasts to this day, as it was */
	double now = 1;	   /* the same, narrowed */

	if (casec == 0)
		return;
	for (size_t i = 0; i < casec; i++) {
		const int days = casev[i].days < STAY_DAYS ? casev[i].days
							   : STAY_DAYS;

		ended[days] += casev[i].ended;
		gone[days]++;
	}

	for (int d = 0; d <= STAY_DAYS; d++) {
		const double longer = stay->longer[d];
		const double of = STAY_PRIOR * before + there;
		const double end = STAY_PRIOR * (before - longer) + ended[d];

		now *= of > 0 ? 1 - end / of : 1;
		stay->longer[d] = now > 0 ? now : 0;
		there -= gone[d];
		before = longer;
	}
	stay->longer[STAY_DAYS] = 0;
}

double stay_mean(const struct stay *stay)
{
	double mean = 0;

	for (int d = 0; d < STAY_DAYS; d++)
		mean += stay->longer[d];
	return mean;
}

int stay_draw(const struct stay *stay, int after, struct rng *rng)
{
	const int seen = after < STAY_SEEN ? after : STAY_SEEN;
	const double from = seen < 0 ? 1 : stay->longer[seen];
	const double want = rng_unit(rng) * from;
	int low = seen + 1;
	int high = STAY_DAYS;

	/* First day that fewer than that last longer than */
	while (low < high) {
		const int mid = low + (high - low) / 2;

		if (stay->longer[mid] < want)
			high = mid;
		else
			low = mid + 1;
	}

	return after - seen + low;
}
