/**
 * @file util/zip.c  A zip archive, the same bytes for the same files
 */
#include "util/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

/* China time, in the form of POSIX: eight hours east of Greenwich */
#define ZONE "CST-8"

struct zip {
	struct archive *archive;
	int fd;
	int code; /* errno of the first write that failed; 0 */
	char *path;
	char *zone; /* TZ as it was; NULL: not set */
	time_t mtime;
};

static int fail(const struct zip *zip)
{
	const char *said = archive_error_string(zip->archive);

	if (zip->code)
		said = strerror(zip->code);
	return err_set(EIO, "%s: %s", zip->path, said ? said : strerror(EIO));
}

/* libarchive 3.6 loses memory if an entry cannot be written to its end, so it
 * is not told; zip_add() asks */
static la_ssize_t on_write(struct archive *archive, void *arg, const void *data,
			   size_t size)
{
	struct zip *zip = arg;
	const char *at = data;
	size_t left = zip->code ? 0 : size;

	(void)archive;
	while (left > 0) {
		const ssize_t n = write(zip->fd, at, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			zip->code = n < 0 ? errno : EIO;
			break;
		}
		at += n;
		left -= (size_t)n;
	}

	return (la_ssize_t)size;
}

/* The format has local times, and libarchive asks the C library for them */
static void set_zone(const char *zone)
{
	if (zone)
		(void)setenv("TZ", zone, 1);
	else
		(void)unsetenv("TZ");
	tzset();
}

int zip_open(struct zip **zipp, int fd, const char *path, int64_t ms)
{
	struct zip *zip = x_calloc(1, sizeof(*zip));
	const char *zone = getenv("TZ");

	zip->archive = archive_write_new();
	if (!zip->archive) {
		free(zip);
		return err_set(EIO, "%s: %s", path, strerror(ENOMEM));
	}

	zip->fd = fd;
	zip->path = x_strdup(path);
	zip->zone = zone ? x_strdup(zone) : NULL;
	zip->mtime = (time_t)(ms / 1000);
	set_zone(ZONE);
	(void)archive_write_set_bytes_in_last_block(zip->archive, 1);
	if (archive_write_set_format_zip(zip->archive) != ARCHIVE_OK ||
	    archive_write_set_options(
		    zip->archive,
		    "zip:compression=deflate,zip:compression-level=1,"
		    "zip:hdrcharset=UTF-8") != ARCHIVE_OK ||
	    archive_write_open(zip->archive, zip, NULL, on_write, NULL) !=
		    ARCHIVE_OK) {
		int err = fail(zip);

		(void)zip_close(zip);
		return err;
	}

	*zipp = zip;
	return 0;
}

int zip_add(struct zip *zip, const char *name, const void *data, size_t size)
{
	struct archive_entry *e = archive_entry_new();
	int err = 0;

	if (!text_is_utf8(name, strlen(name)))
		err = err_set(EINVAL, _("%s: not UTF-8 text"), name);
	archive_entry_set_pathname_utf8(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, (la_int64_t)size);
	archive_entry_set_mtime(e, zip->mtime, 0);
	if (!err && archive_write_header(zip->archive, e) != ARCHIVE_OK)
		err = fail(zip);
	if (!err &&
	    archive_write_data(zip->archive, data, size) != (la_ssize_t)size)
		err = fail(zip);
	if (!err && zip->code)
		err = fail(zip);
	archive_entry_free(e);
	return err;
}

int zip_close(struct zip *zip)
{
	int err = 0;

	if (!zip)
		return 0;

	if (archive_write_close(zip->archive) != ARCHIVE_OK || zip->code)
		err = fail(zip);
	(void)archive_write_free(zip->archive);
	set_zone(zip->zone);
	free(zip->zone);
	free(zip->path);
	free(zip);
	return err;
}
