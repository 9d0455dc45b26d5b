/**
 * @file util/rng.h  Random numbers that a seed repeats
 *
 * SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number
 * generators, OOPSLA 2014; the constants are those of Vigna's public-domain
 * splitmix64.c): one addition and a mixing of its bits, period 2^64, good
 * enough for simulations, not for secrets.
 */
#ifndef UTIL_RNG_H
#define UTIL_RNG_H

#include <stdint.h>

struct rng {
	uint64_t state; /**< The seed, to begin with */
};

/** Next 64 bits */
uint64_t rng_next(struct rng *rng);

/** Next number above 0 and below 1 */
double rng_unit(struct rng *rng);

#endif
