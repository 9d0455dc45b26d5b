/**
 * @file util/file.c  Files, written whole or not at all
 */
#include "util/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <linux/magic.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* Not in every linux/magic.h */
#define CIFS_MAGIC 0xFF534D42
#define SMB2_MAGIC 0xFE534D42

#define ROOT_CLIMB 4

static const char *root_dir;

static int fail_path(const char *path)
{
	int code = errno;

	return err_set(code == ENOENT ? ENOENT : EIO, "%s: %s", path,
		       strerror(code));
}

static int read_fd(struct str *strp, int fd, size_t limit)
{
	size_t total = 0;
	char buf[65536];
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		total += (size_t)n;
		if (total > limit)
			return EINVAL;
		str_add_n(strp, buf, (size_t)n);
	}

	return n < 0 ? EIO : 0;
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

	err = read_fd(strp, fd, limit);
	if (err == EINVAL)
		(void)err_set(err, _("%s: larger than %zu bytes"), path, limit);
	else if (err)
		err = fail_path(path);
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

static void sync_folder_of(const char *path)
{
	char *copy = x_strdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		(void)fsync(fd);
		(void)close(fd);
	}
	free(copy);
}

int file_write(const char *path, const void *data, size_t size)
{
	struct str tmp = { 0 };
	int err = 0;
	int fd;

	str_addf(&tmp, "%s.XXXXXX", path);
	fd = mkostemp(tmp.s, O_CLOEXEC); /* mode 0600 */
	if (fd < 0) {
		err = fail_path(path);
		str_release(&tmp);
		return err;
	}

	if (write_all(fd, data, size) != 0)
		err = fail_path(path);
	if (close(fd) != 0 && !err)
		err = fail_path(path);
	if (!err && rename(tmp.s, path) != 0)
		err = fail_path(path);
	if (err)
		(void)unlink(tmp.s);
	else
		sync_folder_of(path);

	str_release(&tmp);
	return err;
}

int file_mkdirs(const char *path)
{
	char *copy = x_strdup(path);
	int err = 0;

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

	free(copy);
	return err;
}

static void hex_of(char *hex, const unsigned char *digest)
{
	for (size_t i = 0; i < 32; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

void file_sha256_mem(char hex[SHA256_TEXT], const void *data, size_t size)
{
	unsigned char digest[EVP_MAX_MD_SIZE] = { 0 };

	(void)EVP_Digest(data, size, digest, NULL, EVP_sha256(), NULL);
	hex_of(hex, digest);
}

int file_sha256(char hex[SHA256_TEXT], const char *path)
{
	unsigned char digest[EVP_MAX_MD_SIZE] = { 0 };
	EVP_MD_CTX *ctx;
	char buf[65536];
	FILE *f = fopen(path, "rbe");
	size_t n;
	int err = 0;

	if (!f)
		return fail_path(path);

	ctx = EVP_MD_CTX_new();
	(void)EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		(void)EVP_DigestUpdate(ctx, buf, n);
	if (ferror(f))
		err = fail_path(path);
	(void)EVP_DigestFinal_ex(ctx, digest, NULL);
	EVP_MD_CTX_free(ctx);
	(void)fclose(f);

	if (!err)
		hex_of(hex, digest);
	return err;
}

bool file_is_remote(const char *path)
{
	static const unsigned long remote[] = {
		NFS_SUPER_MAGIC, SMB_SUPER_MAGIC,  CIFS_MAGIC, SMB2_MAGIC,
		AFS_FS_MAGIC,	 CODA_SUPER_MAGIC, V9FS_MAGIC
	};
	char *copy = x_strdup(path);
	struct statfs fs;
	bool found = false;

	if (statfs(path, &fs) == 0 || statfs(dirname(copy), &fs) == 0) {
		for (size_t i = 0; i < sizeof(remote) / sizeof(*remote); i++)
			found |= (unsigned long)fs.f_type == remote[i];
	}

	free(copy);
	return found;
}

void file_set_root(const char *root)
{
	root_dir = root;
}

static char *join_if_there(const char *dir, const char *name)
{
	struct str path = { 0 };

	str_addf(&path, "%s/%s", dir, name);
	if (access(path.s, R_OK) == 0)
		return str_take(&path);

	str_release(&path);
	return NULL;
}

char *file_shipped(const char *name)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *found = NULL;

	if (root_dir)
		return join_if_there(root_dir, name);

	exe[n > 0 ? n : 0] = '\0';
	for (int i = 0; i < ROOT_CLIMB && !found && *exe; i++) {
		char *slash = strrchr(exe, '/');

		if (!slash)
			break;
		*slash = '\0';
		found = join_if_there(exe, name);
	}

	return found ? found : join_if_there(SHAREDIR, name);
}
