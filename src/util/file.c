/**
 * @file util/file.c  Files, written whole or not at all
 */
#include "util/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define ROOT_CLIMB 6

static const char *root_dir;

static int fail_path(const char *path)
{
	int code = errno;

	return err_set(code == ENOENT ? ENOENT : EIO, "%s: %s", path,
		       strerror(code));
}

int file_read_fd(struct str *strp, int fd, const char *name, size_t limit)
{
	size_t total = 0;
	char buf[65536];
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		total += (size_t)n;
		if (total > limit)
			return err_set(EINVAL, _("%s: larger than %zu bytes"),
				       name, limit);
		str_add_n(strp, buf, (size_t)n);
	}

	return n < 0 ? fail_path(name) : 0;
}

int file_read(struct str *strp, const char *path, size_t limit)
{
	/* Not to hang on a FIFO */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	int err;

	if (fd < 0)
		return fail_path(path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		(void)close(fd);
		return err_set(EINVAL, _("%s: not a regular file"), path);
	}

	err = file_read_fd(strp, fd, path, limit);
	(void)close(fd);
	return err;
}

static int write_all(int fd, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		data += n;
		size -= (size_t)n;
	}

	return fsync(fd);
}

int file_temp_folder(char **dirp, bool in_memory)
{
	const char *tmp = getenv("TMPDIR");
	struct str dir = { 0 };

	str_addf(&dir, "%s/callpermit-XXXXXX",
		 in_memory	      ? "/dev/shm"
		 : tmp && *tmp == '/' ? tmp
				      : "/tmp");
	if (!mkdtemp(dir.s)) {
		const int err = err_set(EIO, "%s: %s", dir.s, strerror(errno));

		str_release(&dir);
		return err;
	}

	*dirp = str_take(&dir);
	return 0;
}

int file_sync_folder(const char *path)
{
	char copy[PATH_MAX];
	int fd = -1;
	int err;

	errno = ENAMETOOLONG;
	if (snprintf(copy, sizeof(copy), "%s", path) < (int)sizeof(copy))
		fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	err = fd < 0 || fsync(fd) != 0 ? fail_path(path) : 0;
	if (fd >= 0)
		(void)close(fd);
	return err;
}

/* Where the bytes go: behind a link, and never in place of a device */
static int target_of(const char *path, struct str *to)
{
	char *real = realpath(path, NULL);
	struct stat st;

	if (real && stat(real, &st) == 0 && !S_ISREG(st.st_mode)) {
		free(real);
		return err_set(EINVAL, _("%s: not a regular file"), path);
	}

	str_add(to, real ? real : path);
	free(real);
	return 0;
}

int file_write(const char *path, const void *data, size_t size)
{
	struct str target = { 0 };
	struct str tmp = { 0 };
	int err = target_of(path, &target);
	int fd;

	if (err)
		return err;

	str_addf(&tmp, "%s.XXXXXX", target.s);
	fd = mkostemp(tmp.s, O_CLOEXEC); /* mode 0600 */
	if (fd < 0) {
		err = fail_path(path);
		goto out;
	}

	if (write_all(fd, data, size) != 0)
		err = fail_path(path);
	if (close(fd) != 0 && !err)
		err = fail_path(path);
	if (!err && rename(tmp.s, target.s) != 0)
		err = fail_path(path);
	if (err)
		(void)unlink(tmp.s);
	else
		(void)file_sync_folder(target.s);

out:
	str_release(&tmp);
	str_release(&target);
	return err;
}

int file_mkdirs(const char *path)
{
	char copy[PATH_MAX];
	int err = 0;

	if (!*path)
		return err_set(EINVAL, _("the name of a folder is empty"));
	if (snprintf(copy, sizeof(copy), "%s", path) >= (int)sizeof(copy)) {
		errno = ENAMETOOLONG;
		return fail_path(path);
	}

	for (char *p = copy + 1; !err; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(copy, 0700) != 0 && errno != EEXIST)
			err = fail_path(copy);
		*p = c;
		if (c == '\0')
			break;
	}

	return err;
}

void file_hex(char hex[SHA256_TEXT], const unsigned char *digest)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < 32; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[64] = '\0';
}

void file_sha256_mem(char hex[SHA256_TEXT], const void *data, size_t size)
{
	unsigned char digest[EVP_MAX_MD_SIZE] = { 0 };

	(void)EVP_Digest(data, size, digest, NULL, EVP_sha256(), NULL);
	file_hex(hex, digest);
}

int file_sha256_fd(char hex[SHA256_TEXT], int fd, const char *name)
{
	unsigned char digest[EVP_MAX_MD_SIZE] = { 0 };
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	char buf[65536];
	ssize_t n;
	int err = 0;

	(void)EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		(void)EVP_DigestUpdate(ctx, buf, (size_t)n);
	if (n < 0)
		err = fail_path(name);
	(void)EVP_DigestFinal_ex(ctx, digest, NULL);
	EVP_MD_CTX_free(ctx);

	if (!err)
		file_hex(hex, digest);
	return err;
}

int file_sha256(char hex[SHA256_TEXT], const char *path)
{
	/* Not to hang on a FIFO */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	int err;

	if (fd < 0)
		return fail_path(path);

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		err = err_set(EINVAL, _("%s: not a regular file"), path);
	else
		err = file_sha256_fd(hex, fd, path);
	(void)close(fd);
	return err;
}

void file_set_root(const char *root)
{
	root_dir = root;
}

static char *join(const char *dir, const char *name)
{
	struct str path = { 0 };

	str_addf(&path, "%s/%s", dir, name);
	return str_take(&path);
}

static bool has_folder(const char *dir, const char *name)
{
	char *path = join(dir, name);
	struct stat st;
	bool found = stat(path, &st) == 0 && S_ISDIR(st.st_mode);

	free(path);
	return found;
}

/* A tree of ours has both; a folder that happens to be called data is none */
static bool is_tree(const char *dir)
{
	return has_folder(dir, "forms") && has_folder(dir, "data");
}

/* Folder of the program; "" if the system does not tell */
static void program_folder(char dir[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", dir, PATH_MAX - 1);

	dir[n > 0 ? n : 0] = '\0';
	if (strrchr(dir, '/'))
		*strrchr(dir, '/') = '\0';
}

/* The tree beside or above the program, or installed with it */
static char *find_tree(void)
{
	char dir[PATH_MAX];
	char *tree;

	program_folder(dir);
	for (int i = 0; i < ROOT_CLIMB && *dir; i++) {
		if (is_tree(dir))
			return x_strdup(dir);
		tree = join(dir, "share/callpermit");
		if (is_tree(tree))
			return tree;
		free(tree);
		*strrchr(dir, '/') = '\0';
	}

	return is_tree(SHAREDIR) ? x_strdup(SHAREDIR) : NULL;
}

char *file_shipped(const char *name)
{
	char *tree = root_dir ? x_strdup(root_dir) : find_tree();
	char *path = tree ? join(tree, name) : NULL;

	free(tree);
	if (path && access(path, R_OK) != 0) {
		free(path);
		path = NULL;
	}

	return path;
}

char *file_catalogue(void)
{
	char dir[PATH_MAX];
	char *tree;
	char *path;

	program_folder(dir);
	path = join(dir, "locale");
	if (has_folder(path, "zh_CN"))
		return path;

	free(path);
	tree = find_tree();
	path = join(tree ? tree : SHAREDIR, "locale");
	free(tree);
	return path;
}

char *file_of_user(enum file_home home, const char *name)
{
	static const struct {
		const char *variable;
		const char *folder;
	} rows[] = {
		[FILE_CONFIG] = { "XDG_CONFIG_HOME", ".config" },
		[FILE_DATA] = { "XDG_DATA_HOME", ".local/share" },
		[FILE_STATE] = { "XDG_STATE_HOME", ".local/state" },
	};
	const char *set = getenv(rows[home].variable);
	const char *own = getenv("HOME");
	struct str path = { 0 };

	if (set && *set == '/')
		str_add(&path, set);
	else
		str_addf(&path, "%s/%s", own ? own : "/root",
			 rows[home].folder);
	str_addf(&path, "/callpermit/%s", name);
	return str_take(&path);
}
