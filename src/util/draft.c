/**
 * @file util/draft.c  A large file, written beside the one it will replace
 */
#include "util/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

static int fail(const char *path)
{
	const int code = errno;

	return err_set(code == ENOENT ? ENOENT : EIO, "%s: %s", path,
		       strerror(code));
}

int draft_open(struct draft *draft, const char *path)
{
	char *real = realpath(path, NULL);
	struct str tmp = { 0 };
	struct stat st;

	*draft = (struct draft){ .fd = -1 };
	if (real && stat(real, &st) == 0 && !S_ISREG(st.st_mode)) {
		free(real);
		return err_set(EINVAL, _("%s: not a regular file"), path);
	}

	draft->target = real ? real : x_strdup(path);
	str_addf(&tmp, "%s.XXXXXX", draft->target);
	draft->fd = mkostemp(tmp.s, O_CLOEXEC); /* mode 0600 */
	if (draft->fd < 0) {
		str_release(&tmp);
		return fail(path);
	}

	draft->path = str_take(&tmp);
	return 0;
}

/* The two change places; 1 if the file system or the kernel cannot do so */
static int exchange(const struct draft *draft)
{
	if (renameat2(AT_FDCWD, draft->path, AT_FDCWD, draft->target,
		      RENAME_EXCHANGE) == 0)
		return 0;

	return errno == EINVAL || errno == ENOSYS || errno == ENOENT ? 1 : -1;
}

int draft_swap(struct draft *draft)
{
	int done;

	if (fsync(draft->fd) != 0)
		return fail(draft->target);

	done = exchange(draft);
	draft->swapped = done == 0;
	if (done > 0 && rename(draft->path, draft->target) == 0) {
		free(draft->path);
		draft->path = NULL;
		done = 0;
	}
	if (done != 0)
		return fail(draft->target);

	draft->placed = true;
	(void)file_sync_folder(draft->target);
	return 0;
}

void draft_undo(struct draft *draft)
{
	if (draft->swapped)
		(void)exchange(draft);
	else if (draft->placed)
		(void)unlink(draft->target);
	draft->placed = false;
}

void draft_close(struct draft *draft)
{
	if (draft->fd > 0)
		(void)close(draft->fd);
	if (draft->path)
		(void)unlink(draft->path);
	free(draft->path);
	free(draft->target);
	*draft = (struct draft){ .fd = -1 };
}
