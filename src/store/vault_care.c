/**
 * @file store/vault_care.c  Files of the vault are written out and swept away
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/vault_private.h"
#include "util/err.h"
#include "util/lang.h"

#define YOUNG	  3600 /* seconds */
#define FILE_MODE 0600
#define SHELVES	  256

static const char digits[] = "0123456789abcdef";

static int write_from(const struct vault *vault, int from, const char *sha256,
		      const char *path)
{
	const int to = open(path,
			    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			    FILE_MODE);
	char hash[SHA256_TEXT];
	int err;

	if (to < 0 && errno == EEXIST)
		return err_set(EEXIST, _("%s is there already"), path);
	if (to < 0)
		return vault_fail(path);

	err = vault_pour(vault, to, from, path, hash);
	if (!err && fsync(to) != 0)
		err = vault_fail(path);
	if (!err && strcmp(hash, sha256) != 0)
		err = err_set(EBADMSG,
			      _("%s: was changed since it was put there"),
			      sha256);
	(void)close(to);
	if (err)
		(void)unlink(path);
	return err;
}

int vault_write(const struct vault *vault, const char *sha256, const char *path)
{
	char *kept;
	int from = -1;
	int err;

	if (!vault_has(vault, sha256))
		return err_as("E-VAULT-MISSING",
			      err_set(ENOENT,
				      _("the file with SHA-256 %.12s is not "
					"kept; attach it again"),
				      sha256));

	kept = vault_path(vault, sha256);
	err = vault_open_file(kept, &from);
	if (!err) {
		err = write_from(vault, from, sha256, path);
		(void)close(from);
	}
	free(kept);
	return err;
}

int vault_drop(const struct vault *vault, const char *sha256)
{
	char *path;
	int err = 0;

	if (!vault_has(vault, sha256))
		return 0;
	path = vault_path(vault, sha256);
	if (unlink(path) != 0 && errno != ENOENT)
		err = vault_fail(path);
	if (!err)
		err = file_sync_folder(path);
	free(path);
	return err;
}

/* A sweep through the vault */
struct sweep {
	const struct vault *vault;
	struct wanted wanted;
	bool others; /* copies of the other kind, and nothing else */
	vault_swept_h *h;
	void *arg;
	time_t now;
	size_t young;
};

/* Whether a name is one that goes */
static bool is_to_go(const struct sweep *s, const char *shelf, const char *name)
{
	if (!shelf)
		return strncmp(name, VAULT_TEMP, strlen(VAULT_TEMP)) == 0;
	if (strncmp(name, shelf, VAULT_SHELF) != 0)
		return false;
	if (vault_is_other(s->vault, name))
		return true;
	return !s->others && vault_is_copy(s->vault, name) &&
	       !vault_find_wanted(&s->wanted, name);
}

static int drop(struct sweep *s, int dir, const char *name)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode))
		return 0;
	if (!s->others && st.st_mtime > s->now - YOUNG) {
		s->young++;
		return 0;
	}
	if (unlinkat(dir, name, 0) != 0)
		return vault_fail(name);

	s->h(name, (int64_t)st.st_size, s->arg);
	return 0;
}

/* Everything of one folder that an eye says is ours and nobody's */
static int sweep_folder(struct sweep *s, const char *path, const char *shelf)
{
	const int fd = open(path,
			    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct dirent **entryv = NULL;
	const int n = fd < 0 ? 0 : scandirat(fd, ".", &entryv, NULL, alphasort);
	int err = 0;

	for (int i = 0; i < n; i++) {
		if (!err && is_to_go(s, shelf, entryv[i]->d_name))
			err = drop(s, fd, entryv[i]->d_name);
		free(entryv[i]);
	}
	free(entryv);
	if (fd >= 0)
		(void)close(fd);
	return err;
}

static int sweep_all(struct sweep *s)
{
	int err = sweep_folder(s, s->vault->dir, NULL);

	for (int i = 0; i < SHELVES && !err; i++) {
		const char shelf[] = { digits[i / 16], digits[i % 16], '\0' };
		struct str path = { 0 };

		str_addf(&path, "%s/%s", s->vault->dir, shelf);
		err = sweep_folder(s, path.s, shelf);
		str_release(&path);
	}

	return err;
}

int vault_sweep(const struct vault *vault, const char *const *wantv,
		size_t wantc, vault_swept_h *h, void *arg, size_t *youngp)
{
	struct sweep s = {
		.vault = vault, .h = h, .arg = arg, .now = time(NULL)
	};
	int hold = -1;
	int err = 0;

	*youngp = 0;
	if (!vault->dir)
		return 0;
	hold = vault_hold(vault, true);
	if (hold < 0)
		return errno == ENOENT ? 0 : vault_fail(vault->dir);

	vault_wanted(&s.wanted, vault, wantv, wantc);
	err = sweep_all(&s);
	free(s.wanted.v);
	(void)close(hold);
	*youngp = s.young;
	return err;
}

/* One vault being copied into another */
struct copying {
	const struct vault *to;
	const struct vault *from;
};

static int copy_one(const struct copying *c, const char *path, const char *name)
{
	char hash[SHA256_TEXT];
	char own[VAULT_NAME] = "";
	int fd = -1;
	int err = vault_open_file(path, &fd);

	if (!err) {
		err = vault_hash(c->from, fd, path, hash);
		(void)close(fd);
	}
	if (!err)
		vault_name(own, c->from, hash);
	if (!err && strcmp(own, name) != 0)
		err = err_set(EBADMSG,
			      _("%s: was changed since it was put there"),
			      path);
	return err ? err : vault_copy(c->to, c->from, hash);
}

static int copy_shelf(const struct copying *c, const char *shelf)
{
	struct str path = { 0 };
	struct dirent **entryv = NULL;
	int err = 0;
	int n;

	str_addf(&path, "%s/%s", c->from->dir, shelf);
	n = scandir(path.s, &entryv, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		const char *name = entryv[i]->d_name;

		str_clear(&path);
		str_addf(&path, "%s/%s/%s", c->from->dir, shelf, name);
		if (!err && vault_is_copy(c->from, name) &&
		    strncmp(name, shelf, VAULT_SHELF) == 0)
			err = copy_one(c, path.s, name);
		free(entryv[i]);
	}
	free(entryv);
	str_release(&path);
	return err;
}

int vault_copy_whole(const struct vault *vault, const struct vault *from,
		     vault_step_h *step, void *arg)
{
	const struct copying c = { .to = vault, .from = from };
	int err = 0;

	for (int i = 0; i < SHELVES && from->dir && !err; i++) {
		const char shelf[] = { digits[i / 16], digits[i % 16], '\0' };

		err = copy_shelf(&c, shelf);
		if (step)
			step(i + 1, SHELVES, arg);
	}

	return err;
}

static void count_handler(const char *name, int64_t bytes, void *arg)
{
	(void)name;
	(void)bytes;
	++*(size_t *)arg;
}

int vault_drop_others(const struct vault *vault, size_t *countp)
{
	struct sweep s = { .vault = vault,
			   .others = true,
			   .h = count_handler,
			   .arg = countp,
			   .now = time(NULL) };
	int hold;
	int err;

	*countp = 0;
	if (!vault->dir)
		return 0;
	hold = vault_hold(vault, true);
	if (hold < 0)
		return errno == ENOENT ? 0 : vault_fail(vault->dir);

	err = sweep_all(&s);
	(void)close(hold);
	return err;
}
