/**
 * @file util/zip.h  A zip archive, the same bytes for the same files
 *
 * Written by libarchive: deflate, names in UTF-8 with the flag that says so,
 * one time for all files, no owner.  The time zone of the machine makes no
 * difference: the local times of the format are China's.
 */
#ifndef UTIL_ZIP_H
#define UTIL_ZIP_H

#include <stddef.h>
#include <stdint.h>

struct zip;

/**
 * Begin an archive
 *
 * @param fd    Where its bytes go; stays the caller's
 * @param path  Its name for messages; borrowed
 * @param ms    Time of all files, ms UTC
 *
 * @return 0 or EIO
 */
int zip_open(struct zip **zipp, int fd, const char *path, int64_t ms);

/** Add a file; 0; EINVAL if its name is not UTF-8; EIO */
int zip_add(struct zip *zip, const char *name, const void *data, size_t size);

/** Write what is left and free it; 0 or EIO.  Must be called whatever came
 *  before; NULL is allowed */
int zip_close(struct zip *zip);

#endif
