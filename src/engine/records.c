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

#include "engine/pipe.h"
#include "engine/purge.h"
#include "engine/repair.h"
#include "engine/rows.h"
#include "ledger/calls.h"
#include "sip/compat.h"
#include "sip/loop.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/str.h"

#define JOBS   4096
#define TRY_MS 100
#define PATIENT_MS                                                           \
	12000		/* a lock or a full disk may pass; then who waits is \
			   told, before a BYE is given up after 32 s */
#define DOUBT	  8	/* rows that fail before it is the database's fault */
#define OWED_MAX  20000 /* records kept in memory beyond that */
#define OWED_MS	  1000	/* from one try to write them to the next */
#define RETRY_MS  5
#define COMMIT_MS 10  /* from one commit to the next */
#define HUNGRY_MS 250 /* a purge gets a part in this time */

/* A job is a row to be written, or work */
#define JOB_WORK ROW_COUNT

/* What ROW_CALL carries */
struct kept {
	struct record record; /* first, as of the others */
	struct trail trail;   /* steps since it was handed over before */
};

/* What JOB_WORK carries */
struct work {
	records_work_h *workh;
	void *data;
};

/* One thing to write; the SIP thread makes and frees it, unless it is owed */
struct job {
	struct le le;	  /**< While the pipe is full */
	struct job *next; /**< That is owed, after this one */
	int kind;
	int err;   /**< Of this one, if the others could be written */
	bool done; /**< It is written, alone */
	records_h *h;
	void *arg;
	int64_t rec[]; /**< The record, aligned as its widest fields are */
};

/* What the thread says back */
struct reply {
	struct job *job; /**< NULL: the thread keeps it */
	records_h *h;
	void *arg;
	int err;
};

struct records {
	struct db *db; /**< The thread's while it runs */
	pthread_t thread;
	bool running;
	int wake_fd;
	struct pipe *jobs;
	struct pipe *replies;
	struct bell *bell;
	struct purge purge; /**< The thread's */
	int64_t committed;  /**< Last time, on a clock that never jumps */
	struct job *owed;   /**< The thread's: nobody waits for these any
				 more, but they will be written */
	struct job **owed_end;
	unsigned owedc;
	struct list late; /**< Jobs that found the pipe full */
	struct tmr retry;
	atomic_bool stop;
	unsigned backlog;
	int64_t next_id;
	int lock_fd;	  /**< Of the data folder */
	struct rows rows; /**< The thread's while it runs */
};

/* The thread */

static int write_trail(struct db *db, const struct kept *kept)
{
	const struct trail *t = &kept->trail;
	int err = 0;

	for (size_t i = 0; i < t->stepc && !err; i++) {
		const struct trail_step *s = &t->stepv[i];

		err = db_run(db,
			     "INSERT INTO trail(call, seq, at, event, seat, "
			     "queue, detail) VALUES(?, ?, ?, ?, ?, ?, ?)",
			     BIND(INT(kept->record.id),
				  INT(t->given + (int64_t)i + 1), INT(s->at),
				  TEXT(word_name(&trail_kinds, s->kind)),
				  TEXT(s->seat), TEXT(s->queue),
				  TEXT(s->detail)));
	}
	return err;
}

static int write_job(struct records *r, const struct job *job)
{
	struct work work;
	int err;

	if (job->kind != JOB_WORK) {
		err = rows_write(&r->rows, r->db, (enum row_kind)job->kind,
				 job->rec);
		if (!err && job->kind == ROW_CALL)
			err = write_trail(r->db, (const void *)job->rec);
		return err;
	}
	memcpy(&work, job->rec, sizeof(work));
	return work.workh(r, work.data);
}

struct db *records_db(struct records *r)
{
	return r->db;
}

int records_put(struct records *r, const struct record *rec)
{
	return rows_write(&r->rows, r->db, ROW_CALL, rec);
}

/* All that waits: a slow disk takes as long for many as for one */
struct batch {
	struct records *r;
	struct job *jobv[JOBS];
	size_t jobc;
};

static int write_batch(struct db *db, void *arg)
{
	struct batch *b = arg;

	(void)db;
	for (size_t i = 0; i < b->jobc; i++) {
		int err = b->jobv[i]->done ? 0 : write_job(b->r, b->jobv[i]);

		if (err)
			return err;
	}

	return 0;
}

struct alone {
	struct records *r;
	const struct job *job;
};

static int write_alone(struct db *db, void *arg)
{
	const struct alone *a = arg;

	(void)db;
	return write_job(a->r, a->job);
}

/* Each alone: one that no database takes must not keep back the others.  It is
 * given up if another can be written; if none can, it is not its fault. */
static int write_each(struct batch *b)
{
	size_t written = 0;
	int err = 0;

	for (size_t i = 0; i < b->jobc && (written || i < DOUBT); i++) {
		struct job *job = b->jobv[i];
		struct alone a = { b->r, job };

		job->err = job->done ? 0 : db_atomic(b->r->db, write_alone, &a);
		job->done = !job->err;
		if (job->err == EBUSY)
			return EBUSY;
		err = job->err ? job->err : err;
		written += job->done;
	}
	if (!written)
		return err;
	for (size_t i = 0; i < b->jobc; i++) {
		if (b->jobv[i]->err)
			log_warnx("records: a row is lost: no database takes "
				  "it: %s",
				  err_text(err));
	}
	return 0;
}

/* All of it at once, or what of it can be written */
static int write_all(struct batch *b)
{
	int err = db_atomic(b->r->db, write_batch, b);

	return !err || err == EBUSY || b->jobc < 2 ? err : write_each(b);
}

/* What is owed comes before all that is newer */
static int write_owed(struct records *r)
{
	const unsigned owed = r->owedc;

	while (r->owed) {
		struct batch b; /* large: not cleared */
		int err;

		b.r = r;
		b.jobc = 0;
		for (struct job *j = r->owed; j && b.jobc < JOBS; j = j->next)
			b.jobv[b.jobc++] = j;
		err = write_all(&b);
		if (err)
			return err;
		r->owed = b.jobv[b.jobc - 1]->next;
		r->owedc -= (unsigned)b.jobc;
		for (size_t i = 0; i < b.jobc; i++)
			free(b.jobv[i]);
	}
	r->owed_end = &r->owed;
	if (owed)
		log_info("records: %u that waited in memory are written", owed);
	return 0;
}

static void give_up_owed(struct records *r, int err)
{
	if (r->owed)
		log_warnx("records: %u rows are not written: %s", r->owedc,
			  err_text(err));
	while (r->owed) {
		struct job *job = r->owed;

		r->owed = job->next;
		free(job);
	}
	r->owed_end = &r->owed;
	r->owedc = 0;
}

/* A few that are owed must not keep back the others for ever: if those can be
 * written, it is the fault of the few */
static int try_commit(struct batch *b)
{
	int err = write_owed(b->r);

	if (!err)
		return write_all(b);
	if (err == EBUSY || b->r->owedc >= DOUBT || write_all(b))
		return err;
	err = write_owed(b->r); /* there may be room on the disk again */
	if (err)
		give_up_owed(b->r, err);
	return 0;
}

/* A full disk or a lock may pass: try for some seconds, but once only if it
 * did not pass before */
static int commit(struct batch *b)
{
	struct records *r = b->r;
	const int64_t until = clock_mono() + (r->owed ? 0 : PATIENT_MS);
	int err = try_commit(b);

	if (err && !r->owed)
		log_warnx("records: %s; trying again", err_text(err));
	while (err && clock_mono() < until && !atomic_load(&r->stop)) {
		(void)usleep(TRY_MS * 1000);
		err = try_commit(b);
	}
	return err;
}

static void reply(struct records *r, const struct reply *rep)
{
	while (!pipe_push(r->replies, rep) && !atomic_load(&r->stop))
		(void)usleep(1000);
}

/* Whoever waits is told that it is not on disk; it stays with us until it is.
 * Work has its answer only now. */
static bool owe(struct records *r, struct job *job)
{
	if (job->kind == JOB_WORK)
		return false;
	if (r->owedc >= OWED_MAX) {
		log_warnx("records: a record is lost");
		return false;
	}
	job->next = NULL;
	*r->owed_end = job;
	r->owed_end = &job->next;
	r->owedc++;
	return true;
}

static void answer(struct batch *b, int err)
{
	unsigned owed = b->r->owedc;

	for (size_t i = 0; i < b->jobc; i++) {
		struct job *job = b->jobv[i];
		struct reply rep = { job, job->h, job->arg,
				     err ? err : job->err };

		if (err && owe(b->r, job))
			rep.job = NULL;
		reply(b->r, &rep);
	}
	if (err && !owed && b->r->owedc)
		log_warnx("records: %s; records wait in memory until they can "
			  "be written",
			  err_text(err));
}

/* The last try */
static void settle(struct records *r)
{
	int err = write_owed(r);

	if (err)
		give_up_owed(r, err);
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
	while (b->jobc < JOBS && pipe_pop(r->jobs, &b->jobv[b->jobc]))
		b->jobc++;
}

static bool write_some(struct records *r)
{
	struct batch b;

	b.r = r;
	b.jobc = 0;
	take_jobs(r, &b);
	if (!b.jobc)
		return false;
	wait_turn(r);
	take_jobs(r, &b);
	answer(&b, commit(&b));
	return true;
}

/* What is done while no record waits; ms to rest */
static int64_t idle(struct records *r)
{
	if (r->owed && write_owed(r))
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
			if (!r->owed &&
			    clock_mono() - r->purge.last > HUNGRY_MS)
				(void)purge_step(&r->purge);
			continue;
		}
		if (atomic_load(&r->stop)) {
			settle(r);
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

int records_consent(struct records *r, const struct record_consent *consent)
{
	return add_job(r, ROW_CONSENT, consent, sizeof(*consent), NULL, NULL);
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
	err = db_open(&r->db, path.s, &calls_kind);
	if (!err)
		err = repair_calls(r->db, folder, &repair->calls,
				   &repair->recordings);
	if (!err)
		err = db_int(r->db, "SELECT coalesce(max(id), 0) FROM call",
			     NULL, &last);
	r->next_id = last + 1;
	/* what opened well and could not be read */
	if (err && r->db)
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
	rows_init(&r->rows);
	r->wake_fd = eventfd(0, EFD_CLOEXEC);
	r->lock_fd = -1;
	r->owed_end = &r->owed;
	err = lock_folder(r, folder);
	if (!err)
		err = open_db(r, folder, repair);
	if (!err)
		err = purge_start(&r->purge, r->db, folder, rule);
	if (!err)
		err = bell_alloc(&r->bell, on_replies, r);
	if (!err)
		err = pipe_alloc(&r->jobs, JOBS, sizeof(struct job *),
				 r->wake_fd);
	if (!err)
		err = pipe_alloc(&r->replies, JOBS, sizeof(struct reply),
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
	rows_release(&r->rows);
	purge_end(&r->purge);
	db_close(r->db);
	if (r->lock_fd >= 0)
		(void)close(r->lock_fd);
	free(r);
}
