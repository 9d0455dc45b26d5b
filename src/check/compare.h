/**
 * @file check/compare.h  Two sets of findings side by side: what a change
 * turns over
 */
#ifndef CHECK_COMPARE_H
#define CHECK_COMPARE_H

#include "check/check.h"

/** One finding that came out differently; either side may be NULL: a rule that
 *  is not in that pack, or a row or field that had nothing against it */
struct difference {
	const struct finding *before;
	const struct finding *after;
};

/** Handles one difference; return other than 0 to stop */
typedef int difference_h(const struct difference *d, void *arg);

/** Hand over every finding whose outcome or sentence differs, those of after
 *  first, in its order; 0, or what the handler returned.  Of several that a
 *  rule has about one place those that say the same belong together first. */
int findings_compare(const struct findings *before,
		     const struct findings *after, difference_h *h, void *arg);

#endif
