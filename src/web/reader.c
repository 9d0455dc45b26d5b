/**
 * @file web/reader.c  A thread that waits for disks
 */
#include "web/reader.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ledger/calls.h"
#include "sip/loop.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

struct reader {
	pthread_t thread;
	bool running;
	pthread_mutex_t lock; /* of all below it */
	pthread_cond_t more;
	struct list todo;
	struct list done;
	unsigned waiting;
	bool stop;
	struct bell *bell;
	char *path;
};

static void take_db(struct reader *r, struct db **dbp)
{
	if (!r->path || *dbp)
		return;
	if (db_open_reader(dbp, r->path, &calls_kind)) {
		log_warnx("web: %s", err_text(EIO));
		*dbp = NULL;
	}
}

static void *run(void *arg)
{
	const uint64_t one = 1;
	struct reader *r = arg;
	struct db *db = NULL;

	(void)pthread_mutex_lock(&r->lock);
	for (;;) {
		struct job *job;

		while (!r->todo.head && !r->stop)
			(void)pthread_cond_wait(&r->more, &r->lock);
		if (!r->todo.head)
			break;
		job = r->todo.head->data;
		list_unlink(&job->le);
		(void)pthread_mutex_unlock(&r->lock);
		take_db(r, &db);
		job->work(job, db);
		(void)pthread_mutex_lock(&r->lock);
		list_append(&r->done, &job->le, job);
		if (write(bell_fd(r->bell), &one, sizeof(one)) < 0)
			break; /* cannot happen with an eventfd */
	}
	(void)pthread_mutex_unlock(&r->lock);
	db_close(db);
	return NULL;
}

static void tell(void *arg)
{
	struct reader *r = arg;

	for (;;) {
		struct job *job;

		(void)pthread_mutex_lock(&r->lock);
		job = list_ledata(r->done.head);
		if (job) {
			list_unlink(&job->le);
			r->waiting--;
		}
		(void)pthread_mutex_unlock(&r->lock);
		if (!job)
			return;
		job->done(job);
	}
}

int reader_do(struct reader *r, struct job *job)
{
	int err = 0;

	(void)pthread_mutex_lock(&r->lock);
	if (r->waiting >= READER_JOBS || r->stop) {
		err = EBUSY;
	} else {
		memset(&job->le, 0, sizeof(job->le));
		list_append(&r->todo, &job->le, job);
		r->waiting++;
		(void)pthread_cond_signal(&r->more);
	}
	(void)pthread_mutex_unlock(&r->lock);
	return err;
}

int reader_start(struct reader **rp, const char *path)
{
	struct reader *r = calloc(1, sizeof(*r));
	int err;

	if (!r)
		return err_set(ENOMEM, _("no memory for the HTTP server"));
	(void)pthread_mutex_init(&r->lock, NULL);
	(void)pthread_cond_init(&r->more, NULL);
	r->path = path ? strdup(path) : NULL;
	err = bell_alloc(&r->bell, tell, r);
	if (!err && pthread_create(&r->thread, NULL, run, r) != 0)
		err = err_set(EIO, _("cannot start a thread"));
	r->running = !err;
	if (err) {
		reader_stop(r);
		return err;
	}
	*rp = r;
	return 0;
}

void reader_stop(struct reader *r)
{
	if (!r)
		return;
	(void)pthread_mutex_lock(&r->lock);
	r->stop = true;
	(void)pthread_cond_signal(&r->more);
	(void)pthread_mutex_unlock(&r->lock);
	if (r->running) {
		(void)pthread_join(r->thread, NULL);
		tell(r);
	}
	bell_free(r->bell);
	(void)pthread_mutex_destroy(&r->lock);
	(void)pthread_cond_destroy(&r->more);
	free(r->path);
	free(r);
}
