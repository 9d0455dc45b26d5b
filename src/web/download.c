/**
 * @file web/download.c  Recordings over HTTP
 *
 * A chunk is read by the thread while the one before it is on its way; the
 * loop only copies.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call/record.h"
#include "util/file.h"
#include "web/answer.h"
#include "web/archive_private.h"

#define CHUNK 65536

struct download {
	struct job job;
	struct archive *calls;
	struct request *rq;
	int64_t id;
	char path[RECORD_PATH];
	char sha256[SHA256_TEXT];
	char etag[SHA256_TEXT + 2];
	int fd;
	int64_t at;   /* of the next chunk */
	int64_t left; /* to be read */
	char *chunk;
	size_t size; /* of the chunk */
	size_t sent; /* of it */
	int err;
	bool busy; /* the thread has it */
	bool over; /* the client is gone */
};

static void read_chunk(struct download *d);

static void download_free(struct download *d)
{
	if (d->fd >= 0)
		(void)close(d->fd);
	free(d->chunk);
	free(d);
}

static bool digits(const char **atp, int64_t *to)
{
	const char *s = *atp;
	char *end = NULL;

	if (*s < '0' || *s > '9')
		return false;
	errno = 0;
	*to = strtoll(s, &end, 10);
	*atp = end;
	return !errno;
}

bool archive_range(const char *header, int64_t *fromp, int64_t *sizep)
{
	int64_t size = *sizep;
	int64_t first = -1;
	int64_t last = -1;

	*fromp = 0;
	if (!header || strncmp(header, "bytes=", 6) != 0)
		return false;
	header += 6;
	if (*header != '-' && !digits(&header, &first))
		return false;
	if (*header++ != '-')
		return false;
	if (*header && !digits(&header, &last))
		return false;
	if (*header || (first < 0 && last < 0) ||
	    (first >= 0 && last >= 0 && last < first))
		return false; /* several ranges, or none: the whole is sent */
	if (first < 0) {
		first = last < size ? size - last : 0;
		last = last ? size - 1 : -1;
	} else if (last < 0 || last >= size) {
		last = size - 1;
	}
	if (first >= size || last < first) {
		*fromp = -1;
		return false;
	}
	*fromp = first;
	*sizep = last - first + 1;
	return true;
}

/* On the thread */

static int on_row(const struct row *row, void *arg)
{
	struct download *d = arg;

	(void)snprintf(d->path, sizeof(d->path), "%s", row_text(row, 0));
	(void)snprintf(d->sha256, sizeof(d->sha256), "%s", row_text(row, 1));
	return 0;
}

/* Only below recordings/, whatever a record or a link says */
static int open_below(const char *folder, const char *path)
{
	const struct open_how how = {
		.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
			   RESOLVE_NO_MAGICLINKS,
	};
	char top[4096];
	int dir;
	int fd;

	if (strncmp(path, "recordings/", 11) != 0 ||
	    snprintf(top, sizeof(top), "%s/recordings", folder) >=
		    (int)sizeof(top))
		return -1;
	dir = open(top, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return -1;
	fd = (int)syscall(SYS_openat2, dir, path + 11, &how, sizeof(how));
	(void)close(dir);
	return fd;
}

static void open_work(struct job *job, struct db *db)
{
	static const char sql[] =
		"SELECT recording, sha256 FROM call WHERE id = ?";
	struct download *d = (struct download *)job;
	struct stat st;

	d->err = db ? db_one(db, sql, BIND(INT(d->id)), on_row, d) : EBUSY;
	if (d->err)
		return;
	d->err = ENOENT;
	if (!*d->path || !*d->sha256)
		return;
	d->fd = open_below(d->calls->folder, d->path);
	if (d->fd < 0 || fstat(d->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return;
	d->left = st.st_size;
	d->err = 0;
}

static void chunk_work(struct job *job, struct db *db)
{
	struct download *d = (struct download *)job;
	size_t want = d->left < CHUNK ? (size_t)d->left : CHUNK;
	ssize_t n = pread(d->fd, d->chunk, want, d->at);

	(void)db;
	d->sent = 0;
	d->size = n > 0 ? (size_t)n : 0;
	d->at += (int64_t)d->size;
	d->left -= (int64_t)d->size;
	if (n <= 0)
		d->err = EIO;
}

/* On the loop */

static void chunk_done(struct job *job)
{
	struct download *d = (struct download *)job;

	d->busy = false;
	if (d->over)
		download_free(d);
	else
		request_wake(d->rq);
}

static void read_chunk(struct download *d)
{
	d->job.work = chunk_work;
	d->job.done = chunk_done;
	d->busy = !reader_do(d->calls->files, &d->job);
	if (!d->busy)
		d->err = EBUSY;
}

static ssize_t on_read(char *to, size_t size, void *arg)
{
	struct download *d = arg;
	size_t n = d->size - d->sent;

	if (d->busy)
		return 0;
	if (!n && !d->err && d->left)
		read_chunk(d);
	if (d->err)
		return STREAM_BROKEN;
	if (!n)
		return d->busy ? 0 : STREAM_END;
	if (n > size)
		n = size;
	memcpy(to, d->chunk + d->sent, n);
	d->sent += n;
	return (ssize_t)n;
}

static void on_over(void *arg)
{
	struct download *d = arg;

	d->over = true;
	if (!d->busy)
		download_free(d);
}

static void send_file(struct download *d)
{
	struct answer_headers h;
	char range[80] = "";
	const char *if_range = request_header(d->rq, "If-Range");
	int64_t whole = d->left;
	struct request_header extra[] = {
		{ "Accept-Ranges", "bytes" },
		{ "ETag", d->etag },
		{ "Content-Disposition", "attachment" },
		{ "Content-Range", range },
		{ NULL, NULL },
	};
	bool part = false;

	(void)snprintf(d->etag, sizeof(d->etag), "\"%s\"", d->sha256);
	if (!if_range || !strcmp(if_range, d->etag))
		part = archive_range(request_header(d->rq, "Range"), &d->at,
				     &d->left);
	if (d->at < 0) {
		(void)snprintf(range, sizeof(range), "bytes */%lld",
			       (long long)whole);
		answer_problem(d->rq, 416, NULL, &extra[3]);
		download_free(d);
		return;
	}
	if (part)
		(void)snprintf(range, sizeof(range), "bytes %lld-%lld/%lld",
			       (long long)d->at,
			       (long long)(d->at + d->left - 1),
			       (long long)whole);
	else
		extra[3].name = NULL;
	answer_headers(&h, "audio/wav", extra);
	request_stream(d->rq, part ? 206 : 200, h.v, d->left, on_read, on_over,
		       d);
}

static void open_done(struct job *job)
{
	struct download *d = (struct download *)job;

	if (!d->err) {
		send_file(d);
		return;
	}
	answer_problem(d->rq, answer_status(d->err),
		       d->err == ENOENT ? "there is no complete recording"
					: NULL,
		       NULL);
	download_free(d);
}

void archive_recording(struct archive *c, struct request *rq, int64_t id)
{
	struct download *d = calloc(1, sizeof(*d));

	if (d)
		d->chunk = malloc(CHUNK);
	if (!d || !d->chunk) {
		free(d);
		answer_problem(rq, 503, "no memory", NULL);
		return;
	}
	d->calls = c;
	d->rq = rq;
	d->id = id;
	d->fd = -1;
	d->job.work = open_work;
	d->job.done = open_done;
	if (!reader_do(c->files, &d->job))
		return;
	download_free(d);
	answer_problem(rq, 503, "too many questions wait", NULL);
}
