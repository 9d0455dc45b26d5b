/**
 * @file util/tar.c  A tar archive, written and read as a stream
 */
#include "util/tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define BLOCK	       ((size_t)64 << 10)
#define NAME_MAX_BYTES 4096

struct tar {
	struct archive *archive;
	const char *path;
	time_t mtime;
};

/* What libarchive says; a full disk in our own words */
static int fail(const struct tar *tar, int err)
{
	const char *said = archive_error_string(tar->archive);
	const int code = archive_errno(tar->archive);

	if (code == ENOSPC || code == EDQUOT)
		return err_as("E-DISK-FULL",
			      err_set(EIO,
				      _("%s: the disk is full; nothing was "
					"saved"),
				      tar->path));

	return err_set(err, "%s: %s", tar->path, said ? said : strerror(EIO));
}

int tar_open(struct tar **tarp, int fd, const char *path, int64_t ms)
{
	struct tar *tar = x_calloc(1, sizeof(*tar));

	tar->path = path;
	tar->mtime = (time_t)(ms / 1000);
	tar->archive = archive_write_new();
	if (!tar->archive) {
		free(tar);
		return err_set(EIO, "%s: %s", path, strerror(ENOMEM));
	}

	(void)archive_write_set_bytes_in_last_block(tar->archive, 1);
	if (archive_write_set_format_pax_restricted(tar->archive) !=
		    ARCHIVE_OK ||
	    archive_write_open_fd(tar->archive, fd) != ARCHIVE_OK) {
		int err = fail(tar, EIO);

		(void)archive_write_free(tar->archive);
		free(tar);
		return err;
	}

	*tarp = tar;
	return 0;
}

static int add_head(struct tar *tar, const char *name, int64_t size)
{
	struct archive_entry *e = archive_entry_new();
	int err = 0;

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0600);
	archive_entry_set_size(e, size);
	archive_entry_set_mtime(e, tar->mtime, 0);
	if (archive_write_header(tar->archive, e) != ARCHIVE_OK)
		err = fail(tar, EIO);

	archive_entry_free(e);
	return err;
}

static int add_bytes(struct tar *tar, const void *data, size_t size)
{
	return archive_write_data(tar->archive, data, size) == (la_ssize_t)size
		       ? 0
		       : fail(tar, EIO);
}

int tar_add(struct tar *tar, const char *name, const void *data, size_t size)
{
	int err = add_head(tar, name, (int64_t)size);

	return err || !size ? err : add_bytes(tar, data, size);
}

/* The bytes of a file, of which there must be so many */
static int add_from(struct tar *tar, int fd, const char *from, uint64_t left,
		    EVP_MD_CTX *ctx)
{
	char *block = x_calloc(1, BLOCK);
	int err = 0;

	while (!err && left > 0) {
		const size_t most = left < BLOCK ? (size_t)left : BLOCK;
		const ssize_t n = read(fd, block, most);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			err = err_set(EIO, "%s: %s", from,
				      n ? strerror(errno)
					: _("became shorter meanwhile"));
			break;
		}
		(void)EVP_DigestUpdate(ctx, block, (size_t)n);
		err = add_bytes(tar, block, (size_t)n);
		left -= (uint64_t)n;
	}

	free(block);
	return err;
}

static void end_hash(EVP_MD_CTX *ctx, char sha256[SHA256_TEXT])
{
	unsigned char digest[EVP_MAX_MD_SIZE] = { 0 };

	(void)EVP_DigestFinal_ex(ctx, digest, NULL);
	EVP_MD_CTX_free(ctx);
	file_hex(sha256, digest);
}

int tar_add_fd(struct tar *tar, const char *name, int fd, const char *from,
	       uint64_t *sizep, char sha256[SHA256_TEXT])
{
	EVP_MD_CTX *ctx;
	struct stat st;
	int err;

	if (fstat(fd, &st) != 0)
		return err_set(EIO, "%s: %s", from, strerror(errno));

	*sizep = (uint64_t)st.st_size;
	ctx = EVP_MD_CTX_new();
	(void)EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
	err = add_head(tar, name, (int64_t)st.st_size);
	if (!err)
		err = add_from(tar, fd, from, *sizep, ctx);
	end_hash(ctx, sha256);
	return err;
}

int tar_close(struct tar *tar)
{
	int err = 0;

	if (!tar)
		return 0;

	if (archive_write_close(tar->archive) != ARCHIVE_OK)
		err = fail(tar, EIO);
	(void)archive_write_free(tar->archive);
	free(tar);
	return err;
}

/* One member to its handler */
static int hand_over(struct tar *tar, struct archive_entry *e, tar_h *h,
		     void *arg)
{
	const char *name = archive_entry_pathname(e);
	const struct tar_member member = {
		.name = name,
		.size = (uint64_t)archive_entry_size(e),
		.tar = tar,
	};

	if (archive_entry_filetype(e) == AE_IFDIR)
		return 0;
	if (!name || !*name || strlen(name) > NAME_MAX_BYTES ||
	    archive_entry_filetype(e) != AE_IFREG ||
	    archive_entry_hardlink(e) || archive_entry_size(e) < 0)
		return err_set(EBADMSG,
			       _("%s: has a member that is no plain file: %s"),
			       tar->path, name ? name : "");

	return h(&member, arg);
}

int tar_each(int fd, const char *path, tar_h *h, void *arg)
{
	struct tar tar = { .archive = archive_read_new(), .path = path };
	struct archive_entry *e = NULL;
	int err = 0;
	int rc;

	if (!tar.archive)
		return err_set(EIO, "%s: %s", path, strerror(ENOMEM));

	(void)archive_read_support_format_tar(tar.archive);
	rc = archive_read_open_fd(tar.archive, fd, BLOCK);
	while (rc == ARCHIVE_OK && !err) {
		rc = archive_read_next_header(tar.archive, &e);
		if (rc == ARCHIVE_WARN)
			rc = ARCHIVE_OK;
		if (rc == ARCHIVE_OK)
			err = hand_over(&tar, e, h, arg);
	}
	if (!err && rc != ARCHIVE_EOF)
		err = fail(&tar, EBADMSG);

	(void)archive_read_free(tar.archive);
	return err;
}

/* The next bytes of a member; *np is 0 at its end */
static int more(const struct tar_member *member, void *block, size_t *np)
{
	const la_ssize_t n = archive_read_data(member->tar->archive, block,
					       BLOCK);

	*np = n > 0 ? (size_t)n : 0;
	return n < 0 ? fail(member->tar, EBADMSG) : 0;
}

int tar_text(const struct tar_member *member, size_t limit, struct str *to)
{
	char *block = x_calloc(1, BLOCK);
	size_t left = limit;
	size_t n = 0;
	int err;

	while (!(err = more(member, block, &n)) && n > 0) {
		if (n > left) {
			err = err_set(EBADMSG, _("%s: larger than %zu bytes"),
				      member->name, limit);
			break;
		}
		left -= n;
		str_add_n(to, block, n);
	}

	free(block);
	return err;
}

static int put(int to, const char *path, const char *data, size_t size)
{
	while (to >= 0 && size > 0) {
		const ssize_t n = write(to, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(EIO, "%s: %s", path,
				       strerror(n ? errno : EIO));
		data += n;
		size -= (size_t)n;
	}

	return 0;
}

int tar_save(const struct tar_member *member, int to, const char *path,
	     char sha256[SHA256_TEXT])
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	char *block = x_calloc(1, BLOCK);
	size_t n = 0;
	int err;

	(void)EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
	while (!(err = more(member, block, &n)) && n > 0) {
		(void)EVP_DigestUpdate(ctx, block, n);
		err = put(to, path, block, n);
		if (err)
			break;
	}
	end_hash(ctx, sha256);
	free(block);
	return err;
}
