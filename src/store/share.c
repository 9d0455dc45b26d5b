/**
 * @file store/share.c  A database and its vault shared with a group
 */
#include "store/share.h"

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define SHARED_DIR  02770
#define SHARED_FILE 0660
#define OWN_DIR	    0700
#define OWN_FILE    0600
#define DEEP	    4 /* folders below one another, in a vault two */

static char *folder_of(const char *path)
{
	char *copy = x_strdup(path);
	char *dir = x_strdup(dirname(copy));

	free(copy);
	return dir;
}

static bool is_shared(const struct stat *st)
{
	return S_ISDIR(st->st_mode) && (st->st_mode & S_ISGID) != 0 &&
	       (st->st_mode & S_IWGRP) != 0;
}

int share_read(struct share *share, const char *db_path)
{
	char *dir = folder_of(db_path);
	struct stat st;
	const int rc = stat(dir, &st);

	*share = (struct share){ rc == 0 && is_shared(&st), 0 };
	if (share->with_group)
		share->gid = st.st_gid;
	free(dir);
	return rc == 0 && access(db_path, F_OK) == 0
		       ? 0
		       : err_set(ENOENT, _("%s: not found"), db_path);
}

void share_made(const char *path)
{
	char *dir = folder_of(path);
	struct stat st;
	struct stat made;

	/* the maker owns it, so that it can be done */
	if (stat(dir, &st) == 0 && is_shared(&st) && lstat(path, &made) == 0 &&
	    made.st_uid == geteuid() && !S_ISLNK(made.st_mode)) {
		if (made.st_gid != st.st_gid)
			(void)!chown(path, (uid_t)-1, st.st_gid);
		(void)chmod(path,
			    S_ISDIR(made.st_mode) ? SHARED_DIR : SHARED_FILE);
	}
	free(dir);
}

static int fail(const char *path)
{
	return err_set(errno == EPERM || errno == EACCES ? EPERM : EIO,
		       "%s: %s", path, strerror(errno));
}

static int change_one(const struct share *share, const char *path, bool dir)
{
	const mode_t mode = share->with_group ? dir ? SHARED_DIR : SHARED_FILE
			    : dir	      ? OWN_DIR
					      : OWN_FILE;

	if (share->with_group && chown(path, (uid_t)-1, share->gid) != 0)
		return fail(path);

	return chmod(path, mode) == 0 ? 0 : fail(path);
}

static int change_in(const struct share *share, const char *dir, int deep);

/* Links are left alone; what is gone meanwhile need not be changed */
static int change_entry(const struct share *share, const char *path, int deep)
{
	struct stat st;
	int err = 0;

	if (lstat(path, &st) != 0)
		return errno == ENOENT ? 0 : fail(path);
	if (S_ISDIR(st.st_mode) && deep > 0)
		err = change_in(share, path, deep - 1);
	if (!err && (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode)))
		err = change_one(share, path, S_ISDIR(st.st_mode));

	return err;
}

static int change_in(const struct share *share, const char *dir, int deep)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int err = d ? 0 : fail(dir);

	while (!err && (e = readdir(d)) != NULL) {
		struct str path = { 0 };

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		str_addf(&path, "%s/%s", dir, e->d_name);
		err = change_entry(share, path.s, deep);
		str_release(&path);
	}
	if (d)
		(void)closedir(d);
	return err;
}

/* Somebody's home or /tmp is not for us to open */
static int check_alone(const char *dir, const char *db_path)
{
	const char *slash = strrchr(db_path, '/');
	const char *name = slash ? slash + 1 : db_path;
	DIR *d = opendir(dir);
	struct dirent *e;
	int err = d ? 0 : fail(dir);

	while (!err && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0 &&
		    strncmp(e->d_name, name, strlen(name)) != 0)
			err = err_set(EPERM,
				      _("%s: holds %s too; a shared database "
					"wants a folder of its own, such as "
					"/srv/callpermit: move it there and "
					"name it with --db or CALLPERMIT_DB"),
				      dir, e->d_name);
	}
	if (d)
		(void)closedir(d);
	return err;
}

/* The group must be able to walk down to the folder */
static int check_way(const char *dir, gid_t gid)
{
	char above[PATH_MAX];
	struct stat st;
	int err = 0;

	if (!realpath(dir, above))
		return fail(dir);
	while (!err && strcmp(above, "/") != 0) {
		char *slash = strrchr(above, '/');

		slash[slash == above] = '\0';
		if (stat(above, &st) != 0)
			err = fail(above);
		else if ((st.st_mode & S_IXOTH) == 0 &&
			 (st.st_gid != gid || (st.st_mode & S_IXGRP) == 0))
			err = err_set(EPERM,
				      _("%s: closed to the group (mode %04o), "
					"which could not come to what lies "
					"below; move the database to a folder "
					"such as /srv/callpermit"),
				      above, (unsigned)st.st_mode & 07777U);
	}

	return err;
}

/* The folder is opened last and closed first: nobody meets it half done */
int share_write(const struct share *share, const char *db_path)
{
	char *dir = folder_of(db_path);
	int err = access(db_path, F_OK) == 0
			  ? check_alone(dir, db_path)
			  : err_set(ENOENT, _("%s: not found"), db_path);

	if (!err && share->with_group)
		err = check_way(dir, share->gid);
	if (!err && !share->with_group)
		err = change_one(share, dir, true);
	if (!err)
		err = change_in(share, dir, DEEP);
	if (!err && share->with_group)
		err = change_one(share, dir, true);
	free(dir);
	return err;
}
