/**
 * @file util/draft.h  A large file, written beside the one it will replace
 *
 * For files too large for file_write(), and for those that must change together
 * with a database: the new file takes the place of the old one by one rename,
 * and the old one can be put back until the draft is closed.  Whoever is killed
 * meanwhile leaves the old or the new file, whole, and beside it what the next
 * draft for the same file finds: FILE.callpermit-new, which it writes over, and
 * FILE.callpermit-old, about which it asks.  Only one process at a time has a
 * draft for a file.
 */
#ifndef UTIL_DRAFT_H
#define UTIL_DRAFT_H

#include <stdbool.h>

struct draft {
	int fd;	      /**< To write to; mode 0600 */
	char *target; /**< What it will replace, behind links */
	char *path;   /**< Where it is until draft_swap() */
	char *old;    /**< Where the old file is from then on */
	int old_fd;   /**< It, locked; or -1 */
	bool left;    /**< Another one was not closed: see draft_settle() */
	bool kept;    /**< The old file stands at old */
	bool placed;  /**< The new file stands at target */
};

/**
 * Open a draft
 *
 * @param draft  Close it with draft_close() whatever happens
 *
 * @return 0; ENOENT if the folder is not there; EINVAL if something else than a
 *         file is at path, or somebody else's draft; EBUSY if another process
 *         has a draft for it; EIO
 */
int draft_open(struct draft *draft, const char *path);

/**
 * End what another draft, that was not closed, left behind: it had been put in
 * its place, and whether that was to stay only the caller knows
 *
 * @param stays  The file that stands at target stays; otherwise the old one is
 *               put back, and if there was none it is removed
 *
 * @return 0 or EIO
 */
int draft_settle(struct draft *draft, bool stays);

/** Sync what was written and put it in its place; 0 or EIO, then the old file
 *  stands */
int draft_swap(struct draft *draft);

/** Put the old file back, or remove the new one if there was none */
void draft_undo(struct draft *draft);

/** Remove what is no longer wanted; without draft_swap() that is the draft.  A
 *  zeroed draft is allowed */
void draft_close(struct draft *draft);

#endif
