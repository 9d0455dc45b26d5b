/**
 * @file engine/records.c  Call records into SQLite
 */
#include "engine/records.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <unistd.h>

#include "engine/commit.h"
#include "engine/pipe.h"
#include "engine/purge.h"
#include "engine/repair.h"
#include "ledger/calls.h"
#include "sip/compat.h"
#include "sip/loop.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/str.h"

#define OWED_MS	  1000 /* from one try to write what is owed to the next */
#define RETRY_MS  5
#define COMMIT_MS 10  /* from one commit to the next */
#define HUNGRY_MS 250 /* a purge gets a part in this time */

/* What the thread says back */
struct reply {
	struct job *job; /**< NULL: the thread keeps it */
	records_h *h;
	void *arg;
	int err;
};

struct records {
	struct commit commit; /**< The thread's while it runs */
	pthread_t thread;
	bool running;
	int wake_fd;
	struct pipe *jobs;
	struct pipe *replies;
	struct bell *bell;
	struct purge purge; /**< The thread's */
	int64_t committed;  /**< Last time, on a clock that never jumps */
	struct list late;   /**< Jobs that found the pipe full */
	struct tmr retry;
	atomic_bool stop;
	unsigned backlog;
	int64_t next_id;
	int lock_fd; /**< Of the data folder */
};

/* The thread */

struct db *records_db(struct records *r)
{
	return r->commit.db;
}

int records_put(struct records *r, const struct record *rec)
{
	return rows_write(&r->commit.rows, r->commit.db, ROW_CALL, rec);
}

static void reply(struct records *r, const struct reply *rep)
{
	while (!pipe_push(r->replies, rep) && !atomic_load(&r->stop))
		(void)usleep(1000);
}

static void answer(struct records *r, struct batch *b, int err)
{
	unsigned owed = r->commit.owedc;

	for (size_t i = 0; i < b->jobc; i++) {
		struct job *job = b->jobv[i];
		struct reply rep = { job, job->h, job->arg,
				     err ? err : job->err };

		if (err && commit_owe(&r->commit, job))
			rep.job = NULL;
		reply(r, &rep);
	}
	if (err && !owed && r->commit.owedc)
		log_warnx("records: %s; records wait in memory until they can "
			  "be written",
			  err_text(err));
}

/* Each commit waits for the disk: let what comes in meanwhile go with the
 * next one.  Whoever comes after a pause does not wait. */
static void wait_turn(struct records *r)
{
	int64_t left = r->committed + COMMIT_MS - clock_mono();

	if (left > 0)
		(void)usleep((useconds_t)left * 1000);
	r->committed = clock_mono();
}

static void take_jobs(struct records *r, struct batch *b)
{
	while (b->jobc < COMMIT_JOBS && pipe_pop(r->jobs, &b->jobv[b->jobc]))
		b->jobc++;
}

static bool write_some(struct records *r)
{
	struct batch b;

	b.c = &r->commit;
	b.jobc = 0;
	take_jobs(r, &b);
	if (!b.jobc)
		return false;
	wait_turn(r);
	take_jobs(r, &b);
	answer(r, &b, commit_batch(&b));
	return true;
}

/* What is done while no record waits; ms to rest */
static int64_t idle(struct records *r)
{
	if (r->commit.owed && commit_owed(&r->commit))
		return OWED_MS;
	return purge_step(&r->purge);
}

static void *run(void *arg)
{
	struct records *r = arg;
	struct pollfd fd = { .fd = r->wake_fd, .events = POLLIN };
	uint64_t count;

	(void)pthread_setname_np(pthread_self(), "records");
	for (;;) {
		/* Records first; a purge is not to wait for ever either */
		if (write_some(r)) {
			if (!r->commit.owed &&
			    clock_mono() - r->purge.last > HUNGRY_MS)
				(void)purge_step(&r->purge);
			continue;
		}
		if (atomic_load(&r->stop)) {
			commit_settle(&r->commit);
			return NULL;
		}
		if (poll(&fd, 1, (int)idle(r)) > 0 &&
		    read(r->wake_fd, &count, sizeof(count)) < 0 &&
		    errno != EINTR)
			return NULL;
	}
}

/* The loop */

static void send_late(void *arg)
{
	struct records *r = arg;

	while (r->late.head) {
		struct job *job = r->late.head->data;

		if (!pipe_push(r->jobs, &job)) {
			tmr_start(&r->retry, RETRY_MS, send_late, r);
			return;
		}
		list_unlink(&job->le);
	}
}

static void take_replies(struct records *r, bool tell)
{
	struct reply rep;

	while (pipe_pop(r->replies, &rep)) {
		r->backlog--;
		if (tell && rep.h)
			rep.h(rep.err, rep.arg);
		free(rep.job);
	}
}

static void on_replies(void *arg)
{
	take_replies(arg, true);
}

static int hand_over(struct records *r, struct job *job)
{
	r->backlog++;
	if (r->late.head || !pipe_push(r->jobs, &job)) {
		list_append(&r->late, &job->le, job);
		if (!tmr_isrunning(&r->retry))
			tmr_start(&r->retry, RETRY_MS, send_late, r);
	}

	return 0;
}

static int add_job(struct records *r, int kind, const void *rec, size_t size,
		   records_h *h, void *arg)
{
	struct job *job = calloc(1, sizeof(*job) + size);

	if (!job)
		return err_set(ENOMEM, _("no memory for a call record"));
	job->kind = kind;
	job->h = h;
	job->arg = arg;
	memcpy(job->rec, rec, size);
	return hand_over(r, job);
}

int records_keep_trail(struct records *r, const struct record *rec,
		       const struct trail *trail, records_h *h, void *arg)
{
	struct job *job = calloc(1, sizeof(*job) + sizeof(struct kept));
	struct kept *kept;

	if (!job)
		return err_set(ENOMEM, _("no memory for a call record"));
	job->kind = ROW_CALL;
	job->h = h;
	job->arg = arg;
	kept = (void *)job->rec;
	kept->record = *rec;
	if (trail)
		kept->trail = *trail;
	return hand_over(r, job);
}

int records_keep(struct records *r, const struct record *rec, records_h *h,
		 void *arg)
{
	return records_keep_trail(r, rec, NULL, h, arg);
}

int records_breach(struct records *r, const struct record_breach *breach,
		   records_h *h, void *arg)
{
	return add_job(r, ROW_BREACH, breach, sizeof(*breach), h, arg);
}

int records_consent(struct records *r, const struct record_consent *consent,
		    records_h *h, void *arg)
{
	return add_job(r, ROW_CONSENT, consent, sizeof(*consent), h, arg);
}

int records_work(struct records *r, records_work_h *workh, void *data,
		 records_h *h, void *arg)
{
	const struct work work = { workh, data };

	return add_job(r, JOB_WORK, &work, sizeof(work), h, arg);
}

int64_t records_next_id(struct records *r)
{
	return r->next_id++;
}

unsigned records_backlog(const struct records *r)
{
	return r->backlog;
}

/* One engine to a folder: a second one would take the calls of the first for
 * interrupted ones */
static int lock_folder(struct records *r, const char *folder)
{
	struct str path = { 0 };
	int err = file_mkdirs(folder);

	str_addf(&path, "%s/lock", folder);
	if (!err)
		r->lock_fd = open(path.s, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (!err && r->lock_fd < 0)
		err = err_set(EIO, "%s: %s", path.s, strerror(errno));
	if (!err && flock(r->lock_fd, LOCK_EX | LOCK_NB) != 0)
		err = err_set(EBUSY,
			      _("%s: another engine is running on this folder"),
			      folder);

	str_release(&path);
	return err;
}

static int open_db(struct records *r, const char *folder,
		   struct records_repair *repair)
{
	struct str path = { 0 };
	int64_t last = 0;
	int err;

	str_addf(&path, "%s/calls.db", folder);
	err = db_open(&r->commit.db, path.s, &calls_kind);
	if (!err)
		err = repair_calls(r->commit.db, folder, &repair->calls,
				   &repair->recordings);
	if (!err)
		err = db_int(r->commit.db,
			     "SELECT coalesce(max(id), 0) FROM call", NULL,
			     &last);
	r->next_id = last + 1;
	/* what opened well and could not be read */
	if (err && r->commit.db)
		err = err_prefix(err, "%s", path.s);
	str_release(&path);
	return err;
}

int records_start(struct records **rp, const char *folder,
		  const struct retain_rule *rule, struct records_repair *repair)
{
	struct records *r = calloc(1, sizeof(*r));
	int err;

	if (!r)
		return err_set(ENOMEM, _("no memory for call records"));
	commit_init(&r->commit, r, &r->stop);
	r->wake_fd = eventfd(0, EFD_CLOEXEC);
	r->lock_fd = -1;
	err = lock_folder(r, folder);
	if (!err)
		err = open_db(r, folder, repair);
	if (!err)
		err = purge_start(&r->purge, r->commit.db, folder, rule);
	if (!err)
		err = bell_alloc(&r->bell, on_replies, r);
	if (!err)
		err = pipe_alloc(&r->jobs, COMMIT_JOBS, sizeof(struct job *),
				 r->wake_fd);
	if (!err)
		err = pipe_alloc(&r->replies, COMMIT_JOBS, sizeof(struct reply),
				 bell_fd(r->bell));
	if (!err && pthread_create(&r->thread, NULL, run, r) != 0)
		err = err_set(EIO, _("cannot start a thread"));
	r->running = !err;
	if (err) {
		records_stop(r);
		return err;
	}

	*rp = r;
	return 0;
}

void records_stop(struct records *r)
{
	const uint64_t one = 1;

	if (!r)
		return;
	tmr_cancel(&r->retry);
	while (r->running && r->late.head) {
		(void)usleep(1000);
		send_late(r);
		take_replies(r, false);
	}
	tmr_cancel(&r->retry);
	atomic_store(&r->stop, true);
	if (r->running && write(r->wake_fd, &one, sizeof(one)) > 0)
		(void)pthread_join(r->thread, NULL);
	if (r->replies)
		take_replies(r, false);
	pipe_free(r->jobs);
	pipe_free(r->replies);
	bell_free(r->bell);
	(void)close(r->wake_fd);
	commit_release(&r->commit);
	purge_end(&r->purge);
	db_close(r->commit.db);
	if (r->lock_fd >= 0)
		(void)close(r->lock_fd);
	free(r);
}
