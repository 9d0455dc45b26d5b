/**
 * @file engine/writer.c  Writing recordings
 */
#include "engine/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/wav.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

#define NICE	   5
#define BATCH	   1024 /* recordings finished together */
#define ONE_BY_ONE 3	/* up to so many are synced so, more with the disk */
#define BLOCK	   4096 /* bytes of G.711 handled at once */

/* Samples to write; they stand behind it */
struct job {
	struct job *next;
	struct recording *rec;
	int64_t at;
	int64_t n;
	bool close;
	bool silent;
	uint8_t data[];
};

struct writer {
	pthread_t thread;
	pthread_mutex_t lock; /* of the next four */
	pthread_cond_t wake;
	struct job *first, *last;
	bool stop;
	size_t waiting; /* bytes */
	struct pipe *dones;
	bool stopped; /* RECORDER_STOPPED was said */
	struct recording *closev[BATCH];
	size_t closec;
};

static void tell(struct writer *w, const struct recorder_done *done)
{
	/* The SIP thread empties this pipe; it never waits for us */
	while (!pipe_push(w->dones, done))
		(void)usleep(1000);
}

int writer_write(int fd, const void *data, size_t n, int64_t at)
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

static void part_of(const struct recording *rec, char *to, size_t size)
{
	(void)snprintf(to, size, "%s.part", rec->path);
}

static int open_file(struct recording *rec)
{
	const int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
	char part[sizeof(rec->path) + 8];
	char folder[sizeof(rec->path)];

	part_of(rec, part, sizeof(part));
	rec->fd = open(part, flags, 0600);
	if (rec->fd < 0 && errno == ENOENT) { /* the first of the day */
		(void)snprintf(folder, sizeof(folder), "%s", rec->path);
		if (file_mkdirs(dirname(folder)))
			return EIO;
		rec->fd = open(part, flags, 0600);
	}
	return rec->fd < 0 ? EIO : 0;
}

static enum wav_format format_of(const struct recording *rec)
{
	return rec->pcm ? WAV_PCM : wav_format_of(rec->law);
}

/* Sound of n bytes, two to a sample, as the file has it */
static int write_sound(struct recording *rec, const uint8_t *data, size_t n,
		       int64_t at)
{
	const int64_t frame = (int64_t)wav_frame(format_of(rec));
	uint8_t pcm[2 * BLOCK];
	int err = 0;

	if (!rec->pcm)
		return writer_write(rec->fd, data, n, WAV_HEADER + at * frame);
	for (size_t i = 0; i < n && !err; i += BLOCK) {
		size_t k = n - i < BLOCK ? n - i : BLOCK;

		wav_decode(pcm, rec->law, data + i, k);
		err = writer_write(rec->fd, pcm, 2 * k,
				   WAV_HEADER + at * frame + 2 * (int64_t)i);
	}
	return err;
}

static int write_silence(struct recording *rec, int64_t at, int64_t n)
{
	uint8_t silence[BLOCK];
	int err = 0;

	memset(silence, wav_silence(rec->law), sizeof(silence));
	for (int64_t i = 0; i < n && !err; i += BLOCK / 2) {
		int64_t k = n - i < BLOCK / 2 ? n - i : BLOCK / 2;

		err = write_sound(rec, silence, (size_t)k * 2, at + i);
	}
	return err;
}

/* The header follows the samples: what it says is there */
static int write_samples(const struct job *job)
{
	struct recording *rec = job->rec;
	uint8_t header[WAV_HEADER];
	int err = rec->fd < 0 ? open_file(rec) : 0;

	if (!err && job->silent)
		err = write_silence(rec, job->at, job->n);
	else if (!err)
		err = write_sound(rec, job->data, (size_t)job->n * 2, job->at);
	if (err)
		return err;
	wav_header(header, format_of(rec),
		   (uint64_t)(job->at + job->n) * wav_frame(format_of(rec)));
	return writer_write(rec->fd, header, sizeof(header), 0);
}

static void write_job(struct writer *w, const struct job *job)
{
	struct recording *rec = job->rec;
	bool fresh = rec->fd < 0;

	if (rec->err)
		return;
	rec->err = write_samples(job);
	rec->cut = rec->err != 0;
	if (rec->err && !w->stopped) {
		log_warn(errno, "recorder: call %lld: recording stopped",
			 (long long)rec->call);
		w->stopped = true;
		tell(w, &(struct recorder_done){ .news = RECORDER_STOPPED });
	} else if (!rec->err && w->stopped && fresh) {
		log_info("recorder: recording goes on");
		w->stopped = false;
		tell(w, &(struct recorder_done){ .news = RECORDER_RESUMED });
	}
}

/* Finishing */

static int rename_to(const char *part, const char *path)
{
	return rename(part, path) == 0
		       ? 0
		       : err_set(EIO, "%s: %s", path, strerror(errno));
}

static int measure(const char *path, int fd, struct recorder_done *done)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || lseek(fd, 0, SEEK_SET) != 0)
		return err_set(EIO, "%s: %s", path, strerror(errno));
	done->bytes = st.st_size;
	return file_sha256_fd(done->sha256, fd, path);
}

int writer_name(const char *part, const char *path, int fd,
		struct recorder_done *done)
{
	int err = rename_to(part, path);

	if (!err)
		err = file_sync_folder(path);
	return err ? EIO : measure(path, fd, done);
}

/* A write failed.  What came before it is kept: sound that has no header yet
 * gets one, half a sample goes. */
static int keep_part(const struct recording *rec, const char *part,
		     struct recorder_done *done)
{
	const size_t frame = wav_frame(format_of(rec));
	uint8_t header[WAV_HEADER];
	uint64_t size;
	struct stat st;

	if (fstat(rec->fd, &st) != 0)
		return EIO;
	size = st.st_size > WAV_HEADER ? (uint64_t)st.st_size - WAV_HEADER : 0;
	size -= size % frame;
	if (!size)
		return ENOENT;
	wav_header(header, format_of(rec), size);
	if (ftruncate(rec->fd, (off_t)(WAV_HEADER + size)) != 0 ||
	    writer_write(rec->fd, header, sizeof(header), 0) ||
	    fsync(rec->fd) != 0)
		return EIO;
	return writer_name(part, rec->path, rec->fd, done);
}

static int finish_cut(const struct recording *rec, struct recorder_done *done)
{
	char part[sizeof(rec->path) + 8];
	int err;

	part_of(rec, part, sizeof(part));
	err = rec->fd < 0 ? ENOENT : keep_part(rec, part, done);
	if (err == ENOENT)
		(void)unlink(part);
	done->cut = true;
	log_warnx("recorder: call %lld: %s", (long long)rec->call,
		  err == ENOENT ? "nothing of it is recorded"
		  : err		? "its recording is finished at the next start"
				: "only the beginning of it is recorded");
	return err ? EIO : 0;
}

static void finish(struct writer *w, struct recording *rec)
{
	struct recorder_done done = { .rec = rec,
				      .lost = rec->lost + rec->early };

	done.err = rec->err;
	if (rec->cut)
		done.err = finish_cut(rec, &done);
	else if (!done.err)
		done.err = measure(rec->path, rec->fd, &done);
	if (done.err && !rec->cut && !w->stopped)
		log_warnx("recorder: call %lld: not complete: %s",
			  (long long)rec->call, err_text(done.err));
	if (done.lost)
		log_warnx("recorder: call %lld: %lld samples came too late or "
			  "too early, or found no room",
			  (long long)rec->call, (long long)done.lost);
	if (rec->fd >= 0)
		(void)close(rec->fd);
	rec->fd = -1;
	tell(w, &done);
}

/* A sync takes as long for many files as for one, if it is of the disk */
static void sync_all(struct writer *w)
{
	int fd = -1;

	for (size_t i = 0; i < w->closec; i++) {
		struct recording *rec = w->closev[i];

		if (rec->err)
			continue;
		fd = rec->fd;
		if (w->closec <= ONE_BY_ONE && fsync(fd) != 0)
			rec->err = EIO;
	}
	if (w->closec <= ONE_BY_ONE || fd < 0 || syncfs(fd) == 0)
		return;
	for (size_t i = 0; i < w->closec; i++)
		w->closev[i]->err = EIO;
}

static bool same_folder(const char *a, const char *b)
{
	size_t n = (size_t)(strrchr(a, '/') - a);

	return (size_t)(strrchr(b, '/') - b) == n && !strncmp(a, b, n);
}

/* So does a sync of their folder */
static void sync_folders(struct writer *w)
{
	const char *last = NULL;
	int err = 0;

	for (size_t i = 0; i < w->closec; i++) {
		struct recording *rec = w->closev[i];

		if (rec->err)
			continue;
		if (!last || !same_folder(last, rec->path))
			err = file_sync_folder(rec->path) ? EIO : 0;
		last = rec->path;
		rec->err = err;
	}
}

static void name_all(struct writer *w)
{
	for (size_t i = 0; i < w->closec; i++) {
		struct recording *rec = w->closev[i];
		char part[sizeof(rec->path) + 8];

		if (rec->err)
			continue;
		part_of(rec, part, sizeof(part));
		rec->err = rename_to(part, rec->path);
	}
}

static void finish_all(struct writer *w)
{
	sync_all(w);
	name_all(w);
	sync_folders(w);
	for (size_t i = 0; i < w->closec; i++)
		finish(w, w->closev[i]);
	w->closec = 0;
}

static struct job *take_jobs(struct writer *w)
{
	struct job *job;

	(void)pthread_mutex_lock(&w->lock);
	while (!w->first && !w->stop)
		(void)pthread_cond_wait(&w->wake, &w->lock);
	job = w->first;
	w->first = w->last = NULL;
	(void)pthread_mutex_unlock(&w->lock);
	return job;
}

static void release_job(struct writer *w, struct job *job)
{
	(void)pthread_mutex_lock(&w->lock);
	w->waiting -= job->silent ? 0 : (size_t)job->n * 2;
	(void)pthread_mutex_unlock(&w->lock);
	free(job);
}

static void *run(void *arg)
{
	struct writer *w = arg;
	struct job *job;

	(void)pthread_setname_np(pthread_self(), "writer");
	/* Sound comes before writing it: of this thread alone, on Linux */
	(void)setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + NICE);
	while ((job = take_jobs(w))) {
		while (job) {
			struct job *next = job->next;

			if (job->n || job->rec->fd < 0)
				write_job(w, job);
			if (job->close)
				w->closev[w->closec++] = job->rec;
			if (w->closec == BATCH)
				finish_all(w);
			release_job(w, job);
			job = next;
		}
		finish_all(w);
	}

	return NULL;
}

/* The recorder's side */

uint8_t *writer_room(struct writer *w, int64_t n)
{
	size_t size = (size_t)n * 2;
	struct job *job = NULL;

	(void)pthread_mutex_lock(&w->lock);
	if (w->waiting + size <= WRITER_MAX)
		job = malloc(sizeof(*job) + size);
	if (job)
		w->waiting += size;
	(void)pthread_mutex_unlock(&w->lock);
	return job ? job->data : NULL;
}

void writer_put(struct writer *w, struct recording *rec, uint8_t *data,
		int64_t at, int64_t n, bool close)
{
	struct job *job =
		data ? (struct job *)(void *)(data - offsetof(struct job, data))
		     : NULL;

	/* A recording must be closed in any case */
	while (!job && !(job = malloc(sizeof(*job))))
		(void)usleep(1000);
	job->next = NULL;
	job->rec = rec;
	job->at = at;
	job->n = n;
	job->close = close;
	job->silent = data == NULL;
	(void)pthread_mutex_lock(&w->lock);
	if (w->last)
		w->last->next = job;
	else
		w->first = job;
	w->last = job;
	(void)pthread_cond_signal(&w->wake);
	(void)pthread_mutex_unlock(&w->lock);
}

int writer_start(struct writer **wp, struct pipe *dones)
{
	struct writer *w = calloc(1, sizeof(*w));

	if (!w)
		return err_set(ENOMEM, _("no memory for the recorder"));
	w->dones = dones;
	(void)pthread_mutex_init(&w->lock, NULL);
	(void)pthread_cond_init(&w->wake, NULL);
	if (pthread_create(&w->thread, NULL, run, w) != 0) {
		free(w);
		return err_set(EIO, _("cannot start a thread"));
	}

	*wp = w;
	return 0;
}

void writer_stop(struct writer *w)
{
	if (!w)
		return;
	(void)pthread_mutex_lock(&w->lock);
	w->stop = true;
	(void)pthread_cond_signal(&w->wake);
	(void)pthread_mutex_unlock(&w->lock);
	(void)pthread_join(w->thread, NULL);
	(void)pthread_cond_destroy(&w->wake);
	(void)pthread_mutex_destroy(&w->lock);
	free(w);
}
