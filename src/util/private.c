/**
 * @file util/private.c  A folder for one text that nobody else is to see
 */
#include "util/private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

#define TEMPLATE "callpermit-XXXXXX"

/* Most bytes of a file that is copied to stay */
#define STAY_MAX ((size_t)64 << 20)

/* Handles a file of a folder; an error ends the walk */
typedef int file_h(const char *path, const char *name, void *arg);

char *private_path(const char *folder, const char *name)
{
	struct str path = { 0 };

	str_addf(&path, "%s/%s", folder, name);
	return str_take(&path);
}

static int each(const char *folder, file_h *h, void *arg)
{
	DIR *dir = opendir(folder);
	int err = 0;

	if (!dir)
		return err_set(EIO, "%s: %s", folder, strerror(errno));

	for (struct dirent *e = readdir(dir); e && !err; e = readdir(dir)) {
		char *path;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		path = private_path(folder, e->d_name);
		err = h(path, e->d_name, arg);
		free(path);
	}
	(void)closedir(dir);
	return err;
}

/* The session's folder in memory, if it is ours alone; NULL */
static const char *of_session(void)
{
	const char *path = getenv("XDG_RUNTIME_DIR");
	struct stat st;

	return path && *path == '/' && stat(path, &st) == 0 &&
			       S_ISDIR(st.st_mode) && st.st_uid == geteuid() &&
			       (st.st_mode & 077) == 0
		       ? path
		       : NULL;
}

static int make(const char *base, char **folderp)
{
	char *path = private_path(base, TEMPLATE);

	if (!mkdtemp(path)) {
		int err = err_set(EIO, "%s: %s", base, strerror(errno));

		free(path);
		return err;
	}

	*folderp = path;
	return 0;
}

int private_open(char **folderp)
{
	const char *session = of_session();
	char *state;
	int err;

	if (session && make(session, folderp) == 0)
		return 0;

	state = file_of_user(FILE_STATE, "text");
	err = file_mkdirs(state);
	if (!err)
		err = make(state, folderp);
	free(state);
	return err;
}

static void overwrite(const char *path)
{
	static const char nothing[4096];
	struct stat st;
	int fd = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	off_t left = 0;

	if (fd < 0)
		return;

	/* a name of another file elsewhere is not ours to empty */
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1)
		left = st.st_size;
	while (left > 0) {
		const ssize_t n = write(fd, nothing,
					left < (off_t)sizeof(nothing)
						? (size_t)left
						: sizeof(nothing));

		if (n <= 0)
			break;
		left -= n;
	}
	(void)fsync(fd);
	(void)close(fd);
}

static int wipe_handler(const char *path, const char *name, void *arg)
{
	(void)name;
	(void)arg;
	overwrite(path);
	(void)unlink(path);
	return 0;
}

void private_wipe(const char *folder)
{
	(void)each(folder, wipe_handler, NULL);
	if (rmdir(folder) != 0)
		log_warnx("private: %s stays: %s", folder, strerror(errno));
}

static int stay_handler(const char *path, const char *name, void *arg)
{
	const char *to = arg;
	struct str content = { 0 };
	struct stat st;
	char *copy;
	int err;

	if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return 0; /* no text */

	copy = private_path(to, name);
	err = file_read(&content, path, STAY_MAX);
	if (!err)
		err = file_write(copy, str_text(&content), content.len);
	str_release(&content);
	free(copy);
	return err;
}

char *private_stay(const char *folder)
{
	char *base = file_of_user(FILE_STATE, "written");
	char *to = NULL;
	int err = file_mkdirs(base);

	if (!err)
		err = make(base, &to);
	if (!err)
		err = each(folder, stay_handler, to);
	free(base);
	if (!err) {
		private_wipe(folder);
		return to;
	}

	log_warn(err, "private: %s stays where it is", folder);
	if (to)
		private_wipe(to);
	free(to);
	return x_strdup(folder);
}

static int other_handler(const char *path, const char *name, void *arg)
{
	(void)path;
	return strcmp(name, arg) == 0 ? 0 : EEXIST;
}

bool private_has_others(const char *folder, const char *name)
{
	return each(folder, other_handler, (char *)name) == EEXIST;
}
