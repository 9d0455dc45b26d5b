/**
 * @file tests/bench/bench.h  What every bench needs: a clock, the median, and
 * an end if something fails
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "util/err.h"

/* ms, by a clock nobody sets */
static inline double now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static inline void must(int err)
{
	if (err) {
		(void)fprintf(stderr, "bench: %s\n", err_text(err));
		abort();
	}
}

static inline int compare_double(const void *a, const void *b)
{
	const double *da = a;
	const double *db = b;

	return (*da > *db) - (*da < *db);
}

static inline double median(double *v, size_t c)
{
	qsort(v, c, sizeof(*v), compare_double);
	return v[c / 2];
}

#endif
