/**
 * @file engine/recorder.c  Writing recordings
 */
#include "engine/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/wav.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

#define ORDERS 4096
#define DONES  4096
#define NICE   5
#define CHUNK  RECORDING_RING /* samples written at once */

struct recorder {
	pthread_t thread;
	int fd; /**< Wakes the thread */
	unsigned sources;
	struct pipe *orderv[RECORDER_SOURCES];
	struct pipe *dones;
	atomic_bool stop;
	uint8_t buf[CHUNK * 2];
};

static int write_all(int fd, const void *data, size_t n, int64_t at)
{
	const uint8_t *p = data;

	while (n > 0) {
		ssize_t k = pwrite(fd, p, n, at);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return EIO;
		p += k;
		n -= (size_t)k;
		at += k;
	}

	return 0;
}

static int open_file(struct recording *rec)
{
	char part[sizeof(rec->path) + 8];
	char folder[sizeof(rec->path)];

	(void)snprintf(folder, sizeof(folder), "%s", rec->path);
	(void)snprintf(part, sizeof(part), "%s.part", rec->path);
	if (file_mkdirs(dirname(folder)))
		return EIO;
	rec->fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return rec->fd < 0 ? EIO : 0;
}

static int write_header(struct recording *rec)
{
	uint8_t header[WAV_HEADER];

	wav_header(header, rec->law, (uint64_t)atomic_load(&rec->done) * 2);
	return write_all(rec->fd, header, sizeof(header), 0);
}

/* Interleave samples from the ring, of which it holds those before valid, and
 * clear the ring behind them; beyond there is silence */
static void take(struct recorder *r, struct recording *rec, int64_t from,
		 int64_t n, int64_t valid)
{
	uint8_t silence = wav_silence(rec->law);
	int64_t there = valid - from < n ? valid - from : n;
	uint8_t *to = r->buf;

	for (int64_t i = 0; i < there;) {
		size_t slot = (size_t)((from + i) % RECORDING_RING);
		uint8_t *left = rec->ring[0] + slot;
		uint8_t *right = rec->ring[1] + slot;
		int64_t run = RECORDING_RING - (int64_t)slot;

		if (run > there - i)
			run = there - i;
		for (int64_t k = 0; k < run; k++) {
			to[2 * k] = left[k];
			to[2 * k + 1] = right[k];
		}
		memset(left, silence, (size_t)run);
		memset(right, silence, (size_t)run);
		to += 2 * run;
		i += run;
	}
	if (there < n)
		memset(r->buf + (there > 0 ? 2 * there : 0), silence,
		       (size_t)(2 * (n - (there > 0 ? there : 0))));
}

static int write_upto(struct recorder *r, struct recording *rec, int64_t upto)
{
	int64_t from = atomic_load(&rec->done);
	int64_t valid = from + RECORDING_RING;
	int err = rec->err;

	if (!err && rec->fd < 0)
		err = open_file(rec);
	while (from < upto) {
		int64_t n = upto - from < CHUNK ? upto - from : CHUNK;

		take(r, rec, from, n, valid);
		if (!err)
			err = write_all(rec->fd, r->buf, (size_t)n * 2,
					WAV_HEADER + from * 2);
		from += n;
	}
	atomic_store_explicit(&rec->done, from, memory_order_release);
	if (!err)
		err = write_header(rec);
	if (err && !rec->err)
		log_warn(errno, "recorder: call %lld: recording stopped",
			 (long long)rec->call);
	rec->err = err;
	return err;
}

static int finish_file(const char *part, const char *path, int fd,
		       struct recorder_done *done)
{
	struct stat st;

	if (fsync(fd) != 0 || fstat(fd, &st) != 0 || rename(part, path) != 0)
		return err_set(EIO, "%s: %s", path, strerror(errno));
	if (file_sync_folder(path))
		return EIO;

	done->bytes = st.st_size;
	return file_sha256(done->sha256, path);
}

static void finish(struct recorder *r, struct recording *rec)
{
	struct recorder_done done = { .rec = rec, .lost = rec->lost };
	char part[sizeof(rec->path) + 8];

	(void)snprintf(part, sizeof(part), "%s.part", rec->path);
	done.err = rec->err;
	if (!done.err)
		done.err = finish_file(part, rec->path, rec->fd, &done);
	if (done.err)
		log_warnx("recorder: call %lld: not complete: %s",
			  (long long)rec->call, err_text(done.err));
	if (done.lost)
		log_warnx("recorder: call %lld: %lld samples came too late or "
			  "too early",
			  (long long)rec->call, (long long)done.lost);
	if (rec->fd >= 0)
		(void)close(rec->fd);
	rec->fd = -1;

	/* The SIP thread empties this pipe; it never waits for us */
	while (!pipe_push(r->dones, &done))
		(void)usleep(1000);
}

static bool work(struct recorder *r)
{
	struct recording_order order;
	bool any = false;

	for (unsigned i = 0; i < r->sources; i++) {
		if (!pipe_pop(r->orderv[i], &order))
			continue;
		any = true;
		(void)write_upto(r, order.rec, order.upto);
		if (order.close)
			finish(r, order.rec);
	}

	return any;
}

static void *run(void *arg)
{
	struct recorder *r = arg;
	uint64_t count;

	(void)pthread_setname_np(pthread_self(), "recorder");
	/* Sound comes before writing it: of this thread alone, on Linux */
	(void)setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + NICE);
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
	if (!err && pthread_create(&r->thread, NULL, run, r) != 0)
		err = err_set(EIO, _("cannot start a thread"));
	if (err) {
		release(r);
		return err;
	}

	*rp = r;
	return 0;
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

/* The law that the header of a recording names; EBADMSG if it is none */
static int law_of(int fd, enum voice_law *lawp)
{
	uint8_t is[WAV_HEADER];
	uint8_t be[WAV_HEADER];
	static const enum voice_law laws[] = { VOICE_PCMA, VOICE_PCMU };

	if (pread(fd, is, sizeof(is), 0) != (ssize_t)sizeof(is))
		return EBADMSG;
	for (size_t i = 0; i < 2; i++) {
		wav_header(be, laws[i], 0);
		/* up to the sizes, which differ */
		if (!memcmp(is, be, 4) && !memcmp(is + 8, be + 8, 38)) {
			*lawp = laws[i];
			return 0;
		}
	}

	return EBADMSG;
}

int recorder_repair(const char *part, int64_t *bytesp, char sha256[SHA256_TEXT])
{
	struct recorder_done done = { 0 };
	uint8_t header[WAV_HEADER];
	enum voice_law law = VOICE_PCMA;
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
	err = law_of(fd, &law);
	if (err)
		goto out;
	wav_header(header, law, (uint64_t)(st.st_size - WAV_HEADER) & ~1ull);
	err = write_all(fd, header, sizeof(header), 0);
	if (!err)
		err = finish_file(part, path, fd, &done);
	if (!err) {
		*bytesp = done.bytes;
		memcpy(sha256, done.sha256, SHA256_TEXT);
	}

out:
	if (fd >= 0)
		(void)close(fd);
	return err ? err_set(err, _("%s: cannot be repaired"), part) : 0;
}
