/**
 * @file engine/recorder.c  Writing recordings
 */
#include "engine/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/first.h"
#include "engine/wav.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/util.h"

#define ORDERS 4096
#define DONES  4096
#define CHUNK  RECORDING_RING /* samples written at once */

struct recorder {
	pthread_t thread;
	int fd; /**< Wakes the thread */
	unsigned sources;
	struct pipe *orderv[RECORDER_SOURCES];
	struct pipe *dones;
	struct writer *writer;
	atomic_bool stop;
};

/* Interleave samples from the ring, of which it holds those before valid, and
 * clear the ring behind them; beyond there is silence */
static void take(uint8_t *to, struct recording *rec, int64_t from, int64_t n,
		 int64_t valid)
{
	uint8_t silence = wav_silence(rec->law);
	int64_t there = valid - from < n ? valid - from : n;
	uint8_t *end = to + 2 * n;

	for (int64_t i = 0; i < there;) {
		size_t slot = (size_t)((from + i) % RECORDING_RING);
		uint8_t *left = rec->ring[0] + slot;
		uint8_t *right = rec->ring[1] + slot;
		int64_t span = RECORDING_RING - (int64_t)slot;

		if (span > there - i)
			span = there - i;
		for (int64_t k = 0; k < span; k++) {
			to[2 * k] = left[k];
			to[2 * k + 1] = right[k];
		}
		memset(left, silence, (size_t)span);
		memset(right, silence, (size_t)span);
		to += 2 * span;
		i += span;
	}
	memset(to, silence, (size_t)(end - to));
}

/* The ring is free behind what was taken, whatever the disk does */
static void collect(struct recorder *r, const struct recording_order *o)
{
	struct recording *rec = o->rec;
	int64_t from = atomic_load(&rec->done);
	int64_t valid = from + RECORDING_RING;
	int64_t left = o->upto - from;

	while (left > 0) {
		int64_t n = left < CHUNK ? left : CHUNK;
		uint8_t *data = writer_room(r->writer, n);
		uint8_t spare[CHUNK * 2];

		/* Without room it goes where nobody looks, and is lost */
		take(data ? data : spare, rec, from, n, valid);
		if (!data)
			rec->lost += n;
		writer_put(r->writer, rec, data, from, n, false);
		from += n;
		left -= n;
	}
	if (o->close)
		writer_put(r->writer, rec, NULL, from, 0, true);
	else
		atomic_store_explicit(&rec->done, from, memory_order_release);
}

static bool work(struct recorder *r)
{
	struct recording_order order;
	bool any = false;

	for (unsigned i = 0; i < r->sources; i++) {
		if (!pipe_pop(r->orderv[i], &order))
			continue;
		any = true;
		collect(r, &order);
	}

	return any;
}

static void *run(void *arg)
{
	struct recorder *r = arg;
	uint64_t count;

	(void)pthread_setname_np(pthread_self(), "recorder");
	for (;;) {
		while (work(r))
			;
		if (atomic_load(&r->stop))
			return NULL;
		/* Blocks until a pipe is pushed to, or stop */
		if (read(r->fd, &count, sizeof(count)) < 0 && errno != EINTR)
			return NULL;
	}
}

static void release(struct recorder *r)
{
	writer_stop(r->writer);
	for (unsigned i = 0; i < r->sources; i++)
		pipe_free(r->orderv[i]);
	pipe_free(r->dones);
	if (r->fd >= 0)
		(void)close(r->fd);
	free(r);
}

int recorder_start(struct recorder **rp, unsigned sources, int done_fd)
{
	struct recorder *r = calloc(1, sizeof(*r));
	int err = 0;

	if (!r)
		return err_set(ENOMEM, _("no memory for the recorder"));
	r->sources = sources;
	r->fd = eventfd(0, EFD_CLOEXEC);
	if (r->fd < 0)
		err = err_set(EIO, _("cannot set up an event descriptor"));
	for (unsigned i = 0; i < sources && !err; i++)
		err = pipe_alloc(&r->orderv[i], ORDERS,
				 sizeof(struct recording_order), r->fd);
	if (!err)
		err = pipe_alloc(&r->dones, DONES, sizeof(struct recorder_done),
				 done_fd);
	if (!err)
		err = writer_start(&r->writer, r->dones);
	if (!err && pthread_create(&r->thread, NULL, run, r) != 0)
		err = err_set(EIO, _("cannot start a thread"));
	if (err) {
		release(r);
		return err;
	}

	*rp = r;
	return 0;
}

int recorder_come_first(struct recorder *r)
{
	return first_come(r->thread, FIRST_RECORDER);
}

void recorder_stop(struct recorder *r)
{
	const uint64_t one = 1;

	if (!r)
		return;
	atomic_store(&r->stop, true);
	if (write(r->fd, &one, sizeof(one)) == (ssize_t)sizeof(one))
		(void)pthread_join(r->thread, NULL);
	release(r);
}

struct pipe *recorder_orders(struct recorder *r, unsigned source)
{
	return r->orderv[source];
}

bool recorder_pop(struct recorder *r, struct recorder_done *done)
{
	return pipe_pop(r->dones, done);
}

/* The format that the header of a recording names; EBADMSG if it is none */
static int format_of(int fd, enum wav_format *formatp)
{
	static const enum wav_format formats[] = { WAV_ALAW, WAV_ULAW,
						   WAV_PCM };
	uint8_t is[WAV_HEADER];
	uint8_t be[WAV_HEADER];

	if (pread(fd, is, sizeof(is), 0) != (ssize_t)sizeof(is))
		return EBADMSG;
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		wav_header(be, formats[i], 0);
		/* up to the sizes, which differ */
		if (!memcmp(is, be, 4) && !memcmp(is + 8, be + 8, 38)) {
			*formatp = formats[i];
			return 0;
		}
	}

	return EBADMSG;
}

int recorder_repair(const char *part, int64_t *bytesp, char sha256[SHA256_TEXT])
{
	struct recorder_done done = { 0 };
	uint8_t header[WAV_HEADER];
	enum wav_format format = WAV_ALAW;
	uint64_t size;
	char path[PATH_MAX];
	struct stat st;
	int fd = open(part, O_RDWR | O_CLOEXEC);
	int err = EIO;

	if (fd < 0 || fstat(fd, &st) != 0 ||
	    snprintf(path, sizeof(path), "%.*s", (int)(strlen(part) - 5),
		     part) >= (int)sizeof(path))
		goto out;
	if (st.st_size == 0) {
		err = unlink(part) == 0 ? ENOENT : EIO;
		goto out;
	}
	err = format_of(fd, &format);
	if (err)
		goto out;
	size = (uint64_t)(st.st_size - WAV_HEADER);
	wav_header(header, format, size - size % wav_frame(format));
	err = writer_write(fd, header, sizeof(header), 0);
	if (!err && fsync(fd) != 0)
		err = EIO;
	if (!err)
		err = writer_name(part, path, fd, &done);
	if (!err) {
		*bytesp = done.bytes;
		memcpy(sha256, done.sha256, SHA256_TEXT);
	}

out:
	if (fd >= 0)
		(void)close(fd);
	return err ? err_set(err, _("%s: cannot be repaired"), part) : 0;
}
