/**
 * @file paper/compare.h  Two filing versions side by side
 */
#ifndef PAPER_COMPARE_H
#define PAPER_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dossier/version.h"
#include "paper/bundle.h"
#include "paper/desk.h"
#include "util/str.h"

/** One fact that differs */
struct compared_fact {
	char *name;	   /**< e.g. "holder[2].ratio" */
	const char *label; /**< "" if no form has it; borrowed */
	char *old;	   /**< NULL: was not set */
	char *new_;	   /**< NULL: is not set */
};

/** One paper that differs; the sides are borrowed from the versions */
struct compared_paper {
	const struct version_paper *old; /**< NULL: was added */
	const struct version_paper *now; /**< NULL: is gone */
};

/** What differs; a zeroed struct is empty */
struct comparison {
	struct version a;
	struct version b; /**< Number 0: the dossier as it is now */
	bool same_pack;
	struct compared_fact *facts; /**< By name */
	size_t factc;
	struct compared_paper *papers;
	size_t paperc;
};

/** What to compare */
struct compare_ask {
	struct paper_place place;
	const struct dossier *d;
	int64_t from; /**< A filing version */
	int64_t to;   /**< Another; 0: the dossier as it is now */
	bundle_progress_h *progress; /**< or NULL */
	void *arg;
};

/**
 * Compare two versions
 *
 * @param c  Release it with comparison_release() in any case
 *
 * @return 0; ENOENT for a version that is not there; the errors of
 *         bundle_gather()
 */
int compare_versions(struct comparison *c, const struct compare_ask *ask);

void comparison_release(struct comparison *c);

/** Append it as lines to be read; long values are cut */
void comparison_text(const struct comparison *c, struct str *to);

/** "added", "gone", "changed" */
const char *compared_change(const struct compared_paper *p);

#endif
