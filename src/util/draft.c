/**
 * @file util/draft.c  A large file, written beside the one it will replace
 */
#include "util/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define NEW ".callpermit-new"
#define OLD ".callpermit-old"

/* Others may remove theirs while we open it */
#define TRIES 100

static int fail(const char *path)
{
	const int code = errno;

	return err_set(code == ENOENT ? ENOENT : EIO, "%s: %s", path,
		       strerror(code));
}

static char *beside(const char *path, const char *suffix)
{
	struct str s = { 0 };

	str_addf(&s, "%s%s", path, suffix);
	return str_take(&s);
}

/* Whether it is a file that we, and nobody else, can have made: what is written
 * into it must not be read by whoever put it there */
static bool is_ours(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	       st.st_uid == geteuid() && st.st_nlink == 1;
}

static bool is_still_there(int fd, const char *path)
{
	struct stat a;
	struct stat b;

	return fstat(fd, &a) == 0 && lstat(path, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int busy(const struct draft *draft)
{
	return err_set(EBUSY, _("%s: another process is writing it"),
		       draft->target);
}

/* Open the file of the draft, which another process may have left, and lock
 * it; 1 if it went away meanwhile */
static int open_locked(struct draft *draft)
{
	const int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK |
			  O_CLOEXEC;
	bool made = true;

	draft->fd = open(draft->path, flags | O_EXCL, 0600);
	if (draft->fd < 0 && errno == EEXIST) {
		made = false;
		draft->fd = open(draft->path, flags, 0600);
	}
	if (draft->fd < 0 && errno != ELOOP)
		return fail(draft->target);
	if (draft->fd < 0 || (!made && !is_ours(draft->fd)))
		return err_set(EINVAL, _("%s: is in the way; remove it"),
			       draft->path);
	if (flock(draft->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		return busy(draft);
	if (!is_still_there(draft->fd, draft->path))
		return 1;
	if (ftruncate(draft->fd, 0) != 0)
		return fail(draft->target);

	return 0;
}

/* Lock the old file, for the new one has left its name; 1 if it is locked */
static int lock_old(struct draft *draft)
{
	draft->old_fd = open(draft->old,
			     O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	return draft->old_fd >= 0 &&
	       flock(draft->old_fd, LOCK_EX | LOCK_NB) != 0 &&
	       errno == EWOULDBLOCK;
}

int draft_open(struct draft *draft, const char *path)
{
	char *real = realpath(path, NULL);
	struct stat st;
	int err = 1;

	*draft = (struct draft){ .fd = -1, .old_fd = -1 };
	if (real && stat(real, &st) == 0 && !S_ISREG(st.st_mode)) {
		free(real);
		return err_set(EINVAL, _("%s: not a regular file"), path);
	}

	draft->target = real ? real : x_strdup(path);
	draft->path = beside(draft->target, NEW);
	draft->old = beside(draft->target, OLD);
	for (int i = 0; i < TRIES && err == 1; i++) {
		if (draft->fd >= 0)
			(void)close(draft->fd);
		err = open_locked(draft);
	}
	if (!err && lstat(draft->old, &st) == 0) {
		err = lock_old(draft);
		if (err)
			(void)unlink(draft->path);
	}
	if (err == 1)
		err = busy(draft);
	if (err) { /* it is not ours to remove */
		free(draft->path);
		draft->path = NULL;
		return err;
	}

	draft->left = lstat(draft->old, &st) == 0;
	return 0;
}

/* The old file comes back; an empty one says that there was none */
static int put_back(const struct draft *draft)
{
	struct stat st;
	int failed;

	if (lstat(draft->old, &st) != 0)
		return -1;

	failed = st.st_size > 0 ? rename(draft->old, draft->target)
				: unlink(draft->target);
	/* both may be names of one file, of which rename() makes nothing */
	if (failed == 0 || errno == ENOENT)
		(void)unlink(draft->old);
	return failed == 0 || errno == ENOENT ? 0 : -1;
}

int draft_settle(struct draft *draft, bool stays)
{
	if (stays ? unlink(draft->old) != 0 : put_back(draft) != 0)
		return fail(draft->old);

	if (draft->old_fd >= 0)
		(void)close(draft->old_fd);
	draft->old_fd = -1;
	draft->left = false;
	(void)file_sync_folder(draft->target);
	return 0;
}

/* Keep the old file, and where links cannot be made move it: then it is gone
 * for a moment.  That there was none is told by an empty one */
static int keep_old(struct draft *draft)
{
	int fd;

	(void)unlink(draft->old);
	if (link(draft->target, draft->old) == 0 ||
	    (errno != ENOENT && rename(draft->target, draft->old) == 0))
		return 0;
	if (errno != ENOENT)
		return -1;

	fd = open(draft->old, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	(void)close(fd);
	return 0;
}

int draft_swap(struct draft *draft)
{
	if (fsync(draft->fd) != 0 || keep_old(draft) != 0)
		return fail(draft->target);

	draft->kept = true;
	(void)lock_old(draft); /* nobody else can have: they wait for path */
	if (rename(draft->path, draft->target) != 0) {
		const int err = fail(draft->target);

		draft->kept = put_back(draft) != 0;
		return err;
	}

	free(draft->path);
	draft->path = NULL;
	draft->placed = true;
	(void)file_sync_folder(draft->target);
	return 0;
}

void draft_undo(struct draft *draft)
{
	if (!draft->placed)
		return;

	/* an old file that cannot come back is left where it is */
	(void)put_back(draft);
	draft->placed = false;
	draft->kept = false;
}

void draft_close(struct draft *draft)
{
	if (draft->kept && draft->placed)
		(void)unlink(draft->old);
	if (draft->path)
		(void)unlink(draft->path);
	if (draft->old_fd > 0)
		(void)close(draft->old_fd);
	if (draft->fd > 0)
		(void)close(draft->fd); /* and with them the locks */
	free(draft->path);
	free(draft->old);
	free(draft->target);
	*draft = (struct draft){ .fd = -1, .old_fd = -1 };
}
