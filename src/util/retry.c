/**
 * @file util/retry.c  When to try again
 */
#include "util/retry.h"

#include <stddef.h>

/* SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014 */
static uint64_t mix(uint64_t x)
{
	x += UINT64_C(0x9E3779B97F4A7C15);
	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

int64_t retry_delay(const struct retry *retry, unsigned failed, uint64_t seed)
{
	int64_t wait = retry->first_ms > 0 ? retry->first_ms : 1;
	int64_t half;

	if (failed >= retry->attempts)
		return -1;

	for (unsigned i = 1; i < failed && wait < retry->most_ms; i++)
		wait = wait > INT64_MAX / 2 ? INT64_MAX : 2 * wait;
	if (wait > retry->most_ms)
		wait = retry->most_ms > 0 ? retry->most_ms : 1;

	half = wait / 2;
	return wait - (int64_t)(mix(mix(seed) + failed) % ((uint64_t)half + 1));
}

uint64_t retry_seed(const char *text)
{
	uint64_t hash = UINT64_C(0xCBF29CE484222325);

	for (size_t i = 0; text[i]; i++)
		hash = (hash ^ (unsigned char)text[i]) *
		       UINT64_C(0x100000001B3);

	return hash;
}
