/**
 * @file util/tar.h  A tar archive, written and read as a stream
 *
 * The format is the "pax interchange format" of POSIX.1-2001, not compressed,
 * by libarchive: members of any size, and any tar takes it apart.
 */
#ifndef UTIL_TAR_H
#define UTIL_TAR_H

#include <stddef.h>
#include <stdint.h>

#include "util/file.h"
#include "util/str.h"

struct tar;

/**
 * Begin an archive
 *
 * @param fd    Where its bytes go; stays the caller's
 * @param path  Its name for messages; borrowed
 * @param ms    Time of all members, ms UTC
 *
 * @return 0 or EIO
 */
int tar_open(struct tar **tarp, int fd, const char *path, int64_t ms);

/** Add a member, mode 0600; 0 or EIO */
int tar_add(struct tar *tar, const char *name, const void *data, size_t size);

/**
 * Add what is in an open file
 *
 * @param from    Its name for messages
 * @param sizep   Set to its bytes
 * @param sha256  Set to their hash
 *
 * @return 0; EIO, also if it has become shorter meanwhile
 */
int tar_add_fd(struct tar *tar, const char *name, int fd, const char *from,
	       uint64_t *sizep, char sha256[SHA256_TEXT]);

/** Write what is left and free it; 0 or EIO.  Must be called whatever came
 *  before; NULL is allowed */
int tar_close(struct tar *tar);

/** A member that is being read; borrowed from the call */
struct tar_member {
	const char *name;
	uint64_t size;
	struct tar *tar; /**< Where its bytes are; for the functions below */
};

typedef int tar_h(const struct tar_member *member, void *arg);

/**
 * Hand each member of an archive to a handler, which may read its bytes
 *
 * Folders are passed over.
 *
 * @param fd  Read from where it stands
 *
 * @return 0; the handler's error; EBADMSG if it is no tar, is cut short, or has
 *         a member that is neither file nor folder, or no name; EIO
 */
int tar_each(int fd, const char *path, tar_h *h, void *arg);

/** Append a member's bytes to a text; 0; EBADMSG over the limit or if the
 *  archive is cut short; EIO */
int tar_text(const struct tar_member *member, size_t limit, struct str *to);

/**
 * Write a member's bytes to an open file
 *
 * @param to      Its descriptor; -1: they are only read
 * @param path    Its name for messages
 * @param sha256  Set to their hash
 *
 * @return 0; EBADMSG if the archive is cut short; EIO
 */
int tar_save(const struct tar_member *member, int to, const char *path,
	     char sha256[SHA256_TEXT]);

#endif
