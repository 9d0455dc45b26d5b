/**
 * @file check/numbers.h  What sources say about an authority's numbers, in
 * words
 */
#ifndef CHECK_NUMBERS_H
#define CHECK_NUMBERS_H

#include <stdbool.h>

#include "pack/pack.h"
#include "util/str.h"

/** How much is said about each statement */
enum numbers_detail {
	NUMBERS_KEYS, /**< Its sources by key, on the same line */
	NUMBERS_FULL, /**< Its sources with strength and title, a line each */
};

/**
 * Append the statements of a profile and of the default one about one kind of
 * number, a line each, under a line that names it; nothing if there are none
 *
 * @param profile  The authority that applies; NULL: the default one alone
 */
void numbers_say(struct str *to, const struct pack *pack,
		 const struct profile *profile, const struct number_kind *kind,
		 enum numbers_detail detail);

/** True if sources name different values for a kind of number */
bool numbers_disagree(const struct pack *pack, const struct profile *profile,
		      const struct number_kind *kind);

/** True if a list of facts read ("site.area profile.area") has that number */
bool numbers_are_read(const char *reads, const struct number_kind *kind);

#endif
