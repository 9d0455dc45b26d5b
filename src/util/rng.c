/**
 * @file util/rng.c  Random numbers that a seed repeats
 */
#include "util/rng.h"

uint64_t rng_next(struct rng *rng)
{
	uint64_t z = rng->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

double rng_unit(struct rng *rng)
{
	/* 52 bits, in the middle of their step, so that neither end comes */
	return ((double)(rng_next(rng) >> 12) + 0.5) * 0x1p-52;
}
