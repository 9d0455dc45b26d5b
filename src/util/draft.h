/**
 * @file util/draft.h  A large file, written beside the one it will replace
 *
 * For files too large for file_write(), and for those that must change together
 * with a database: the new file takes the place of the old one by one rename,
 * and the old one can be put back until the draft is closed.  Whoever is killed
 * meanwhile leaves the old or the new file, whole.
 */
#ifndef UTIL_DRAFT_H
#define UTIL_DRAFT_H

#include <stdbool.h>

struct draft {
	int fd;	      /**< To write to; mode 0600 */
	char *target; /**< What it will replace, behind links */
	char *path;   /**< Where it is now; after draft_swap() the old file */
	bool swapped; /**< path holds the old file */
	bool placed;  /**< The new file stands at target */
};

/**
 * Open a draft
 *
 * @param draft  Close it with draft_close() whatever happens
 *
 * @return 0; ENOENT if the folder is not there; EINVAL if something else than a
 *         file is at path; EIO
 */
int draft_open(struct draft *draft, const char *path);

/** Sync what was written and put it in its place; 0 or EIO, then the old file
 *  stands */
int draft_swap(struct draft *draft);

/** Put the old file back, or remove the new one if there was none */
void draft_undo(struct draft *draft);

/** Remove what is no longer wanted; without draft_swap() that is the draft.  A
 *  zeroed draft is allowed */
void draft_close(struct draft *draft);

#endif
