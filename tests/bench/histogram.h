/**
 * @file tests/bench/histogram.h  Delays in microseconds
 */
#ifndef BENCH_HISTOGRAM_H
#define BENCH_HISTOGRAM_H

#include <stdint.h>
#include <string.h>

#define HISTOGRAM_MAX 400000 /* us: later ones count as this */

struct histogram {
	int64_t count;
	uint32_t v[HISTOGRAM_MAX + 1];
};

static inline void histogram_clear(struct histogram *h)
{
	memset(h, 0, sizeof(*h));
}

static inline void histogram_add(struct histogram *h, int64_t us)
{
	if (us < 0)
		us = 0;
	h->v[us > HISTOGRAM_MAX ? HISTOGRAM_MAX : us]++;
	h->count++;
}

/* ms that so large a share is within */
static inline double histogram_ms(const struct histogram *h, double share)
{
	int64_t sum = 0;

	for (unsigned i = 0; i <= HISTOGRAM_MAX; i++) {
		sum += h->v[i];
		if (sum > 0 && (double)sum >= share * (double)h->count)
			return i / 1e3;
	}
	return 0;
}

#endif
