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
#include "util/sealed.h"

#define HEX	 (SHA256_TEXT - 1)
#define SUFFIX	 ".files"
#define TEMP	 "/" VAULT_TEMP "XXXXXX"
#define DIR_MODE 0700

void vault_beside(struct vault *vault, const char *path)
{
	struct str dir = { 0 };

	*vault = (struct vault){ .dir = NULL };
	if (!path || !*path)
		return;

	str_addf(&dir, "%s" SUFFIX, path);
	vault->dir = str_take(&dir);
}

void vault_of_db(struct vault *vault, const struct db *db)
{
	vault_beside(vault, db_path(db));
	vault->key = db_file_key(db);
}

void vault_release(struct vault *vault)
{
	free(vault->dir);
	*vault = (struct vault){ .dir = NULL };
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
	char name[VAULT_NAME];
	struct str path = { 0 };

	vault_name(name, vault, sha256);
	str_addf(&path, "%s/%.*s/%s", vault->dir, VAULT_SHELF, name, name);
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
	if ((uint64_t)st.st_size > VAULT_COPY_MAX) {
		(void)close(fd);
		return err_set(EINVAL, _("%s: larger than %zu bytes"), path,
			       (size_t)VAULT_FILE_MAX);
	}

	*fdp = fd;
	return 0;
}

int vault_write_all(int fd, const char *data, size_t size)
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
int vault_copy_all(int to, int from, const char *path, uint64_t most)
{
	uint64_t left = most;
	char buf[65536];
	ssize_t n;

	while ((n = read(from, buf, sizeof(buf))) > 0) {
		if ((uint64_t)n > left)
			return err_set(EINVAL, _("%s: larger than %zu bytes"),
				       path, (size_t)VAULT_FILE_MAX);
		left -= (uint64_t)n;
		if (vault_write_all(to, buf, (size_t)n) != 0)
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
static bool is_whole(const struct vault *vault, const char *path,
		     const char *sha256)
{
	char hash[SHA256_TEXT];
	int fd = -1;
	bool whole;

	if (vault_open_file(path, &fd) != 0)
		return false;
	whole = vault_hash(vault, fd, path, hash) == 0 &&
		strcmp(hash, sha256) == 0;
	(void)close(fd);
	return whole;
}

static int make_shelf(const char *path)
{
	struct stat st;
	int err = 0;

	if (mkdir(path, DIR_MODE) == 0)
		share_made(path);
	else if (errno != EEXIST)
		err = vault_fail(path);
	else if (lstat(path, &st) != 0 || !S_ISDIR(st.st_mode))
		err = err_set(EIO, _("%s: not a folder"), path);
	return err;
}

/* Its bytes are on disk, then its name, then the names of its folders */
static int copy_place(struct copy *c, const char *path)
{
	char *shelf = x_strndup(path, (size_t)(strrchr(path, '/') - path));
	int err = make_shelf(shelf);

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

	if (path && is_whole(c->vault, path, sha256))
		(void)utimensat(AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW);
	else if (path)
		err = copy_place(c, path);
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

static int seal_bytes(struct copy *c, const void *data, size_t size)
{
	struct sealed_out *sealer = NULL;
	int err = sealed_begin(&sealer, c->fd, c->path.s, c->vault->key);

	return err ? err : sealed_end(sealer, sealed_add(sealer, data, size));
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
	if (!err && vault->key)
		err = seal_bytes(&c, data, size);
	else if (!err && vault_write_all(c.fd, data, size) != 0)
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

int vault_put_fd(const struct vault *vault, int fd, const char *name,
		 const char *want, char sha256[SHA256_TEXT])
{
	struct copy c;
	int err;

	if (!vault->dir) {
		err = file_sha256_fd(sha256, fd, name);
		return err ? err : check_hash(name, sha256, want);
	}

	err = copy_begin(&c, vault);
	if (!err)
		err = vault->key
			      ? vault_seal_all(c.fd, fd, name, vault->key)
			      : vault_copy_all(c.fd, fd, name, VAULT_FILE_MAX);
	/* what was written is hashed, not what was read */
	if (!err && lseek(c.fd, 0, SEEK_SET) != 0)
		err = vault_fail(c.path.s);
	if (!err)
		err = vault_hash(vault, c.fd, name, sha256);
	if (!err)
		err = check_hash(name, sha256, want);
	return copy_end(&c, err, sha256);
}

int vault_put_file(const struct vault *vault, const char *path,
		   const char *want, char sha256[SHA256_TEXT])
{
	int from = -1;
	int err = vault_open_file(path, &from);

	if (err)
		return err;
	err = vault_put_fd(vault, from, path, want, sha256);
	(void)close(from);
	return err;
}

int vault_check_copy(const struct vault *vault, int fd, const char *name)
{
	char sha256[SHA256_TEXT];
	char own[VAULT_NAME];
	int err = vault_hash(vault, fd, name, sha256);

	if (err)
		return err;
	vault_name(own, vault, sha256);
	return check_hash(name, own, name);
}

int vault_put_copy(const struct vault *vault, int fd, const char *name)
{
	char sha256[SHA256_TEXT] = "";
	char own[VAULT_NAME];
	struct copy c;
	int err = copy_begin(&c, vault);

	if (!err)
		err = vault_copy_all(c.fd, fd, name, VAULT_COPY_MAX);
	if (!err && lseek(c.fd, 0, SEEK_SET) != 0)
		err = vault_fail(c.path.s);
	if (!err)
		err = vault_hash(vault, c.fd, name, sha256);
	vault_name(own, vault, sha256);
	if (!err)
		err = check_hash(name, own, name);
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
	return !found	    ? -1
	       : vault->key ? sealed_size((int64_t)st.st_size)
			    : (int64_t)st.st_size;
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
	char hash[SHA256_TEXT];
	char *path;
	int fd = -1;
	int err;

	if (!vault_has(vault, sha256))
		return not_kept(sha256);

	path = vault_path(vault, sha256);
	err = vault_open_file(path, &fd);
	if (!err) {
		err = vault_take_in(vault, fd, path, limit, to, hash);
		(void)close(fd);
	}
	if (!err && strcmp(hash, sha256) != 0)
		err = changed(path);
	free(path);
	return err;
}

int vault_open_copy(const struct vault *vault, const char *sha256, int *fdp,
		    char name[VAULT_NAME])
{
	char hash[SHA256_TEXT];
	char *path;
	int fd = -1;
	int err;

	if (!vault_has(vault, sha256))
		return not_kept(sha256);

	path = vault_path(vault, sha256);
	vault_name(name, vault, sha256);
	err = vault_open_file(path, &fd);
	if (!err)
		err = vault_hash(vault, fd, path, hash);
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
	int fd = -1;
	int err;

	if (!vault_has(from, sha256))
		return not_kept(sha256);

	path = vault_path(from, sha256);
	if (!from->key) {
		err = vault_put_file(vault, path, sha256, hash);
	} else {
		err = vault_open(from, sha256, &fd);
		if (!err)
			err = vault_put_fd(vault, fd, path, sha256, hash);
		if (fd >= 0)
			(void)close(fd);
	}
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
	struct wanted wanted;
};

/* The bytes of a copy are those it was named after */
static bool is_named(const struct vault *vault, const char *path,
		     const char *name)
{
	char hash[SHA256_TEXT];
	char own[VAULT_NAME] = "";
	int fd = -1;
	bool named;

	if (vault_open_file(path, &fd) != 0)
		return false;
	named = vault_hash(vault, fd, path, hash) == 0;
	(void)close(fd);
	if (named)
		vault_name(own, vault, hash);
	return named && strcmp(own, name) == 0;
}

static int look_at(const struct tour *t, const char *shelf, const char *name)
{
	const char *sha256 = vault_find_wanted(&t->wanted, name);
	struct str path = { 0 };
	int err = 0;

	if (!vault_is_copy(t->vault, name) ||
	    strncmp(name, shelf, VAULT_SHELF) != 0)
		return t->h(VAULT_EXTRA, name, t->arg);

	str_addf(&path, "%s/%s/%s", t->vault->dir, shelf, name);
	if (!is_named(t->vault, path.s, name))
		err = t->h(VAULT_CHANGED, sha256 ? sha256 : name, t->arg);
	else if (t->whole && !sha256)
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
	struct tour t = { vault, wantv, wantc, whole, h, arg, { 0 } };
	struct dirent **entryv = NULL;
	int err = 0;
	int n = 0;

	if (vault->dir)
		n = scandir(vault->dir, &entryv, NULL, alphasort);
	if (n < 0 && errno != ENOENT)
		return vault_fail(vault->dir);

	vault_wanted(&t.wanted, vault, wantv, wantc);
	for (int i = 0; i < n; i++) {
		if (!err && strcmp(entryv[i]->d_name, ".") != 0 &&
		    strcmp(entryv[i]->d_name, "..") != 0)
			err = look_at_shelf(&t, entryv[i]->d_name);
		free(entryv[i]);
	}
	free(entryv);
	free(t.wanted.v);
	return err ? err : look_for_wanted(&t);
}
