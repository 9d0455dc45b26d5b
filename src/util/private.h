/**
 * @file util/private.h  A folder for one text that nobody else is to see
 *
 * What is given to another program to be worked on lies in a folder of its own,
 * mode 0700: below XDG_RUNTIME_DIR, which is memory and ends with the session,
 * or else in the state folder.  What that program leaves beside the text is
 * found there too.
 */
#ifndef UTIL_PRIVATE_H
#define UTIL_PRIVATE_H

#include <stdbool.h>

/** Make such a folder; *folderp is the caller's.  0 or EIO */
int private_open(char **folderp);

/** Overwrite and remove all files in it, and itself; what cannot be removed is
 *  logged */
void private_wipe(const char *folder);

/**
 * Let a folder stay for good
 *
 * Its files are copied to the state folder, below "written", and it is wiped.
 *
 * @return Where they are now, the folder itself if they cannot be copied; the
 *         caller frees it
 */
char *private_stay(const char *folder);

/** Path of a file in a folder; the caller frees it */
char *private_path(const char *folder, const char *name);

/** True if there are other files in it than the named one */
bool private_has_others(const char *folder, const char *name);

#endif
