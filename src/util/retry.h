/**
 * @file util/retry.h  When to try again
 *
 * Exponential back-off with a cap and with jitter, so that many programs whose
 * server was away do not come back all at once.  The jitter comes from a seed:
 * the same reminder has the same schedule in every run.
 */
#ifndef UTIL_RETRY_H
#define UTIL_RETRY_H

#include <stdint.h>

struct retry {
	int64_t first_ms;  /**< Wait after the first failure, at least 1 */
	int64_t most_ms;   /**< No wait is longer */
	unsigned attempts; /**< Attempts in all, the first one counted */
};

/**
 * How long to wait before the next attempt
 *
 * Without jitter the waits are first, 2 first, 4 first ... up to most; each is
 * shortened by up to half of itself.
 *
 * @param failed  Attempts that have failed so far, at least 1
 * @param seed    For example a number made of what is sent
 *
 * @return Milliseconds, at least 1; -1 if there is to be no further attempt
 */
int64_t retry_delay(const struct retry *retry, unsigned failed, uint64_t seed);

/** A seed for a text, for example the key of a reminder (FNV-1a, 64 bits) */
uint64_t retry_seed(const char *text);

#endif
