/**
 * @file engine/commit.c  Rows and work as transactions, and what is owed
 */
#include "engine/commit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/err.h"
#include "util/log.h"

#define TRY_MS 100
#define PATIENT_MS                                                          \
	12000	       /* a lock or a full disk may pass; then who waits is \
			  told, before a BYE is given up after 32 s */
#define DOUBT	 8     /* rows that fail before it is the database's fault */
#define OWED_MAX 20000 /* records kept in memory beyond that */

void commit_init(struct commit *c, struct records *r, const atomic_bool *stop)
{
	c->r = r;
	c->stop = stop;
	c->owed_end = &c->owed;
	rows_init(&c->rows);
}

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

static int write_job(struct commit *c, const struct job *job)
{
	struct work work;
	int err;

	if (job->kind != JOB_WORK) {
		err = rows_write(&c->rows, c->db, (enum row_kind)job->kind,
				 job->rec);
		if (!err && job->kind == ROW_CALL)
			err = write_trail(c->db, (const void *)job->rec);
		return err;
	}
	memcpy(&work, job->rec, sizeof(work));
	return work.workh(c->r, work.data);
}

static int write_batch(struct db *db, void *arg)
{
	struct batch *b = arg;

	(void)db;
	for (size_t i = 0; i < b->jobc; i++) {
		int err = b->jobv[i]->done ? 0 : write_job(b->c, b->jobv[i]);

		if (err)
			return err;
	}

	return 0;
}

struct alone {
	struct commit *c;
	const struct job *job;
};

static int write_alone(struct db *db, void *arg)
{
	const struct alone *a = arg;

	(void)db;
	return write_job(a->c, a->job);
}

/* No row is at fault: the database is locked, or its disk is full.  Others
 * might find room by chance, which says nothing of this one. */
static bool is_out_of_reach(const struct commit *c, int err)
{
	return err == EBUSY || db_disk_failed(c->db);
}

/* Each alone: one that no database takes must not keep back the others.  It is
 * given up if another can be written; if none can, it is not its fault. */
static int write_each(struct batch *b)
{
	size_t written = 0;
	int err = 0;

	for (size_t i = 0; i < b->jobc && (written || i < DOUBT); i++) {
		struct job *job = b->jobv[i];
		struct alone a = { b->c, job };

		job->err = job->done ? 0 : db_atomic(b->c->db, write_alone, &a);
		job->done = !job->err;
		if (job->err && is_out_of_reach(b->c, job->err))
			return job->err;
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
	int err = db_atomic(b->c->db, write_batch, b);

	if (!err || is_out_of_reach(b->c, err) || b->jobc < 2)
		return err;
	return write_each(b);
}

/* What is owed comes before all that is newer */
int commit_owed(struct commit *c)
{
	const unsigned owed = c->owedc;

	while (c->owed) {
		struct batch b; /* large: not cleared */
		int err;

		b.c = c;
		b.jobc = 0;
		for (struct job *j = c->owed; j && b.jobc < COMMIT_JOBS;
		     j = j->next)
			b.jobv[b.jobc++] = j;
		err = write_all(&b);
		if (err)
			return err;
		c->owed = b.jobv[b.jobc - 1]->next;
		c->owedc -= (unsigned)b.jobc;
		for (size_t i = 0; i < b.jobc; i++)
			free(b.jobv[i]);
	}
	c->owed_end = &c->owed;
	if (owed)
		log_info("records: %u that waited in memory are written", owed);
	return 0;
}

static void give_up_owed(struct commit *c, int err)
{
	if (c->owed)
		log_warnx("records: %u rows are not written: %s", c->owedc,
			  err_text(err));
	while (c->owed) {
		struct job *job = c->owed;

		c->owed = job->next;
		free(job);
	}
	c->owed_end = &c->owed;
	c->owedc = 0;
}

/* A few that are owed must not keep back the others for ever: if those can be
 * written, it is the fault of the few */
static int try_commit(struct batch *b)
{
	int err = commit_owed(b->c);

	if (!err)
		return write_all(b);
	if (is_out_of_reach(b->c, err) || b->c->owedc >= DOUBT || write_all(b))
		return err;
	err = commit_owed(b->c); /* there may be room on the disk again */
	if (err)
		give_up_owed(b->c, err);
	return 0;
}

/* A full disk or a lock may pass: try for some seconds, but once only if it
 * did not pass before */
int commit_batch(struct batch *b)
{
	struct commit *c = b->c;
	const int64_t until = clock_mono() + (c->owed ? 0 : PATIENT_MS);
	int err = try_commit(b);

	if (err && !c->owed)
		log_warnx("records: %s; trying again", err_text(err));
	while (err && clock_mono() < until && !atomic_load(c->stop)) {
		(void)usleep(TRY_MS * 1000);
		err = try_commit(b);
	}
	return err;
}

/* Whoever waits is told that it is not on disk; it stays with us until it is.
 * Work has its answer only now. */
bool commit_owe(struct commit *c, struct job *job)
{
	if (job->kind == JOB_WORK)
		return false;
	if (c->owedc >= OWED_MAX) {
		log_warnx("records: a record is lost");
		return false;
	}
	job->next = NULL;
	*c->owed_end = job;
	c->owed_end = &job->next;
	c->owedc++;
	return true;
}

/* The last try */
void commit_settle(struct commit *c)
{
	int err = commit_owed(c);

	if (err)
		give_up_owed(c, err);
}

void commit_release(struct commit *c)
{
	while (c->owed) {
		struct job *job = c->owed;

		c->owed = job->next;
		free(job);
	}
	rows_release(&c->rows);
}
