/**
 * @file store/vault.c  Files that a dossier rests on, by their SHA-256
 */
#include "store/vault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/share.h"
#include "store/vault_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define HEX	 (SHA256_TEXT - 1)
#define SUFFIX	 ".files"
#define TEMP	 "/" VAULT_TEMP "XXXXXX"
#define DIR_MODE 0700

void vault_beside(struct vault *vault, const char *path)
{
	struct str dir = { 0 };

	*vault = (struct vault){ NULL };
	if (!path || !*path)
		return;

	str_addf(&dir, "%s" SUFFIX, path);
	vault->dir = str_take(&dir);
}

void vault_of_db(struct vault *vault, const struct db *db)
{
	vault_beside(vault, db_path(db));
}

void vault_release(struct vault *vault)
{
	free(vault->dir);
	*vault = (struct vault){ NULL };
}

int vault_fail(const char *path)
{
	const int code = errno;

	if (code == ENOSPC || code == EDQUOT)
		return err_as("E-DISK-FULL",
			      err_set(EIO,
				      _("%s: the disk is full; nothing was "
					"saved"),
				      path));

	return err_set(code == ENOENT ? ENOENT : EIO, "%s: %s", path,
		       strerror(code));
}

bool vault_is_hash(const char *s)
{
	return strlen(s) == HEX && strspn(s, "0123456789abcdef") == HEX;
}

char *vault_path(const struct vault *vault, const char *sha256)
{
	struct str path = { 0 };

	str_addf(&path, "%s/%.*s/%s", vault->dir, VAULT_SHELF, sha256, sha256);
	return str_take(&path);
}

/* Open a regular file; a pipe is not waited for, a link is not followed */
int vault_open_file(const char *path, int *fdp)
{
	const int fd = open(path,
			    O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	struct stat st;

	if (fd < 0 && errno == ELOOP)
		return err_set(EINVAL,
			       _("%s: a link; name the file it leads to"),
			       path);
	if (fd < 0)
		return vault_fail(path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		(void)close(fd);
		return err_set(EINVAL, _("%s: not a regular file"), path);
	}
	if ((uint64_t)st.st_size > VAULT_FILE_MAX) {
		(void)close(fd);
		return err_set(EINVAL, _("%s: larger than %zu bytes"), path,
			       (size_t)VAULT_FILE_MAX);
	}

	*fdp = fd;
	return 0;
}

static int write_all(int fd, const char *data, size_t size)
{
	while (size > 0) {
		const ssize_t n = write(fd, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		data += n;
		size -= (size_t)n;
	}

	return 0;
}

/* A file that grows while it is read is not read for ever */
int vault_copy_all(int to, int from, const char *path)
{
	uint64_t left = VAULT_FILE_MAX;
	char buf[65536];
	ssize_t n;

	while ((n = read(from, buf, sizeof(buf))) > 0) {
		if ((uint64_t)n > left)
			return err_set(EINVAL, _("%s: larger than %zu bytes"),
				       path, (size_t)VAULT_FILE_MAX);
		left -= (uint64_t)n;
		if (write_all(to, buf, (size_t)n) != 0)
			return vault_fail(path);
	}

	return n < 0 ? vault_fail(path) : 0;
}

/* A copy on its way into the vault */
struct copy {
	const struct vault *vault;
	struct str path;
	int fd;
};

static int copy_begin(struct copy *c, const struct vault *vault)
{
	const bool there = access(vault->dir, F_OK) == 0;
	int err = file_mkdirs(vault->dir);

	if (!err && !there)
		share_made(vault->dir);
	*c = (struct copy){ .vault = vault, .fd = -1 };
	if (err)
		return err;

	str_addf(&c->path, "%s" TEMP, vault->dir);
	c->fd = mkostemp(c->path.s, O_CLOEXEC);
	return c->fd < 0 ? vault_fail(vault->dir) : 0;
}

/* Whether the copy that stands there is a good one */
static bool is_whole(const char *path, const char *sha256)
{
	char hash[SHA256_TEXT];
	int fd = -1;
	bool whole;

	if (vault_open_file(path, &fd) != 0)
		return false;
	whole = file_sha256_fd(hash, fd, path) == 0 &&
		strcmp(hash, sha256) == 0;
	(void)close(fd);
	return whole;
}

static int make_shelf(const struct vault *vault, const char *sha256)
{
	struct str path = { 0 };
	struct stat st;
	int err = 0;

	str_addf(&path, "%s/%.*s", vault->dir, VAULT_SHELF, sha256);
	if (mkdir(path.s, DIR_MODE) == 0)
		share_made(path.s);
	else if (errno != EEXIST)
		err = vault_fail(path.s);
	else if (lstat(path.s, &st) != 0 || !S_ISDIR(st.st_mode))
		err = err_set(EIO, _("%s: not a folder"), path.s);
	str_release(&path);
	return err;
}

/* Its bytes are on disk, then its name, then the names of its folders */
static int copy_place(struct copy *c, const char *sha256, const char *path)
{
	char *shelf = x_strndup(path, strlen(path) - HEX - 1);
	int err = make_shelf(c->vault, sha256);

	share_made(c->path.s);
	if (!err && (fsync(c->fd) != 0 || rename(c->path.s, path) != 0))
		err = vault_fail(path);
	if (!err) {
		str_clear(&c->path);
		err = file_sync_folder(path);
	}
	if (!err)
		err = file_sync_folder(shelf);
	if (!err)
		err = file_sync_folder(c->vault->dir);
	free(shelf);
	return err;
}

int vault_hold(const struct vault *vault, bool alone)
{
	const int fd = open(vault->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0 && flock(fd, alone ? LOCK_EX : LOCK_SH) != 0) {
		(void)close(fd);
		return -1;
	}

	return fd;
}

/* Unless it was placed it is gone.  One that stands there is as good as new:
 * nobody sweeps it away before it is referred to, see vault_sweep(). */
static int copy_end(struct copy *c, int err, const char *sha256)
{
	char *path = err ? NULL : vault_path(c->vault, sha256);
	const int hold = path ? vault_hold(c->vault, false) : -1;

	if (path && is_whole(path, sha256))
		(void)utimensat(AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW);
	else if (path)
		err = copy_place(c, sha256, path);
	if (hold >= 0)
		(void)close(hold);
	if (c->fd >= 0) {
		(void)close(c->fd);
		if (c->path.len > 0)
			(void)unlink(c->path.s);
	}
	free(path);
	str_release(&c->path);
	return err;
}

int vault_put(const struct vault *vault, const void *data, size_t size,
	      char sha256[SHA256_TEXT])
{
	struct copy c;
	int err;

	if (size > VAULT_FILE_MAX)
		return err_set(EINVAL, _("larger than %zu bytes"),
			       (size_t)VAULT_FILE_MAX);

	file_sha256_mem(sha256, data, size);
	if (!vault->dir)
		return 0;

	err = copy_begin(&c, vault);
	if (!err && write_all(c.fd, data, size) != 0)
		err = vault_fail(vault->dir);
	return copy_end(&c, err, sha256);
}

static int check_hash(const char *path, const char *sha256, const char *want)
{
	return !want || strcmp(sha256, want) == 0
		       ? 0
		       : err_set(EBADMSG,
				 _("%s: its SHA-256 is not the expected one"),
				 path);
}

int vault_put_file(const struct vault *vault, const char *path,
		   const char *want, char sha256[SHA256_TEXT])
{
	struct copy c;
	int from = -1;
	int err = vault_open_file(path, &from);

	if (err)
		return err;
	if (!vault->dir) {
		err = file_sha256_fd(sha256, from, path);
		(void)close(from);
		return err ? err : check_hash(path, sha256, want);
	}

	err = copy_begin(&c, vault);
	if (!err)
		err = vault_copy_all(c.fd, from, path);
	(void)close(from);
	/* what was written is hashed, not what was read */
	if (!err && lseek(c.fd, 0, SEEK_SET) != 0)
		err = vault_fail(c.path.s);
	if (!err)
		err = file_sha256_fd(sha256, c.fd, path);
	if (!err)
		err = check_hash(path, sha256, want);
	return copy_end(&c, err, sha256);
}

int64_t vault_size(const struct vault *vault, const char *sha256)
{
	struct stat st;
	char *path;
	bool found;

	if (!vault->dir || !vault_is_hash(sha256))
		return -1;

	path = vault_path(vault, sha256);
	found = lstat(path, &st) == 0 && S_ISREG(st.st_mode);
	free(path);
	return found ? (int64_t)st.st_size : -1;
}

bool vault_has(const struct vault *vault, const char *sha256)
{
	return vault_size(vault, sha256) >= 0;
}

static int not_kept(const char *sha256)
{
	return err_as("E-VAULT-MISSING",
		      err_set(ENOENT,
			      _("the file with SHA-256 %.12s is not kept; "
				"attach it again"),
			      sha256));
}

static int changed(const char *path)
{
	return err_set(EBADMSG, _("%s: was changed since it was put there"),
		       path);
}

int vault_read(const struct vault *vault, const char *sha256, size_t limit,
	       struct str *to)
{
	const size_t old = to->len;
	char hash[SHA256_TEXT];
	char *path;
	int fd = -1;
	int err;

	if (!vault_has(vault, sha256))
		return not_kept(sha256);

	path = vault_path(vault, sha256);
	err = vault_open_file(path, &fd);
	if (!err) {
		err = file_read_fd(to, fd, path, limit);
		(void)close(fd);
	}
	if (!err) {
		file_sha256_mem(hash, str_text(to) + old, to->len - old);
		if (strcmp(hash, sha256) != 0)
			err = changed(path);
	}
	free(path);
	return err;
}

int vault_open(const struct vault *vault, const char *sha256, int *fdp)
{
	char hash[SHA256_TEXT];
	char *path;
	int fd = -1;
	int err;

	if (!vault_has(vault, sha256))
		return not_kept(sha256);

	path = vault_path(vault, sha256);
	err = vault_open_file(path, &fd);
	if (!err)
		err = file_sha256_fd(hash, fd, path);
	if (!err && strcmp(hash, sha256) != 0)
		err = changed(path);
	if (!err && lseek(fd, 0, SEEK_SET) != 0)
		err = vault_fail(path);
	if (err && fd >= 0)
		(void)close(fd);
	if (!err)
		*fdp = fd;
	free(path);
	return err;
}

int vault_copy(const struct vault *vault, const struct vault *from,
	       const char *sha256)
{
	char hash[SHA256_TEXT];
	char *path;
	int err;

	if (!vault_has(from, sha256))
		return not_kept(sha256);

	path = vault_path(from, sha256);
	err = vault_put_file(vault, path, sha256, hash);
	free(path);
	return err;
}

/* A look at every file */
struct tour {
	const struct vault *vault;
	const char *const *wantv;
	size_t wantc;
	bool whole;
	vault_flaw_h *h;
	void *arg;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(a, *(const char *const *)b);
}

static bool is_wanted(const struct tour *t, const char *name)
{
	return t->wantc > 0 && bsearch(name, t->wantv, t->wantc,
				       sizeof(*t->wantv), by_text) != NULL;
}

static int look_at(const struct tour *t, const char *shelf, const char *name)
{
	struct str path = { 0 };
	int err = 0;

	if (!vault_is_hash(name) || strncmp(name, shelf, VAULT_SHELF) != 0)
		return t->h(VAULT_EXTRA, name, t->arg);

	str_addf(&path, "%s/%s/%s", t->vault->dir, shelf, name);
	if (!is_whole(path.s, name))
		err = t->h(VAULT_CHANGED, name, t->arg);
	else if (t->whole && !is_wanted(t, name))
		err = t->h(VAULT_EXTRA, name, t->arg);
	str_release(&path);
	return err;
}

static int look_at_shelf(const struct tour *t, const char *shelf)
{
	struct str path = { 0 };
	struct dirent **entryv = NULL;
	int err = 0;
	int fd;
	int n;

	str_addf(&path, "%s/%s", t->vault->dir, shelf);
	fd = open(path.s, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	n = fd < 0 || strlen(shelf) != VAULT_SHELF
		    ? -1
		    : scandirat(fd, ".", &entryv, NULL, alphasort);
	if (n < 0)
		err = t->h(VAULT_EXTRA, shelf, t->arg);
	for (int i = 0; i < n; i++) {
		if (!err && strcmp(entryv[i]->d_name, ".") != 0 &&
		    strcmp(entryv[i]->d_name, "..") != 0)
			err = look_at(t, shelf, entryv[i]->d_name);
		free(entryv[i]);
	}
	free(entryv);
	if (fd >= 0)
		(void)close(fd);
	str_release(&path);
	return err;
}

static int look_for_wanted(const struct tour *t)
{
	int err = 0;

	for (size_t i = 0; i < t->wantc && !err; i++) {
		if (!vault_has(t->vault, t->wantv[i]))
			err = t->h(VAULT_MISSING, t->wantv[i], t->arg);
	}

	return err;
}

int vault_verify(const struct vault *vault, const char *const *wantv,
		 size_t wantc, bool whole, vault_flaw_h *h, void *arg)
{
	const struct tour t = { vault, wantv, wantc, whole, h, arg };
	struct dirent **entryv = NULL;
	int err = 0;
	int n = 0;

	if (vault->dir)
		n = scandir(vault->dir, &entryv, NULL, alphasort);
	if (n < 0 && errno != ENOENT)
		return vault_fail(vault->dir);

	for (int i = 0; i < n; i++) {
		if (!err && strcmp(entryv[i]->d_name, ".") != 0 &&
		    strcmp(entryv[i]->d_name, "..") != 0)
			err = look_at_shelf(&t, entryv[i]->d_name);
		free(entryv[i]);
	}
	free(entryv);
	return err ? err : look_for_wanted(&t);
}
