/**
 * @file engine/reading.c  A configuration is read beside the loop
 */
#include "engine/reading.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sip/loop.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

#define PATIENT_S 5 /* for a disk that does not answer */

struct reading {
	pthread_t thread;
	struct bell *bell;
	int fd; /* of the bell */
	char *path;
	reading_h *h;
	void *arg;
	/* the thread's, until it rings */
	struct config *conf;
	int err;
	char *why;
	const char *code;
};

static void *run(void *arg)
{
	struct reading *r = arg;
	const uint64_t one = 1;

	(void)pthread_setname_np(pthread_self(), "reading");
	r->err = config_load(&r->conf, r->path);
	if (r->err) {
		r->why = strdup(err_text(r->err));
		r->code = err_code(r->err);
	}
	/* nobody else writes there: it always has room */
	if (write(r->fd, &one, sizeof(one)) != (ssize_t)sizeof(one))
		log_warn(errno, "engine: nobody hears of the configuration");
	return NULL;
}

static void release(struct reading *r)
{
	bell_free(r->bell);
	free(r->path);
	free(r->why);
	free(r);
}

static void on_read(void *arg)
{
	struct reading *r = arg;
	struct config *conf = r->conf;
	reading_h *h = r->h;
	void *h_arg = r->arg;
	int err;

	(void)pthread_join(r->thread, NULL);
	err = r->err && r->why ? err_as(r->code, err_set(r->err, "%s", r->why))
			       : r->err;
	release(r);
	h(err, err ? NULL : conf, h_arg);
}

static int set_off(struct reading *r, const char *path)
{
	int err;

	r->path = strdup(path);
	if (!r->path)
		return err_set(ENOMEM, _("no memory for the configuration"));
	err = bell_alloc(&r->bell, on_read, r);
	if (err)
		return err;
	r->fd = bell_fd(r->bell);
	return pthread_create(&r->thread, NULL, run, r) == 0
		       ? 0
		       : err_set(EIO, _("cannot start a thread"));
}

int reading_start(struct reading **rp, const char *path, reading_h *h,
		  void *arg)
{
	struct reading *r = calloc(1, sizeof(*r));
	int err;

	if (!r)
		return err_set(ENOMEM, _("no memory for the configuration"));
	r->h = h;
	r->arg = arg;
	err = set_off(r, path);
	if (err) {
		release(r);
		return err;
	}

	*rp = r;
	return 0;
}

void reading_stop(struct reading *r)
{
	struct timespec until;

	if (!r)
		return;
	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PATIENT_S;
	if (pthread_timedjoin_np(r->thread, NULL, &until) != 0) {
		log_warnx("engine: %s cannot be read", r->path);
		return; /* the process ends, the thread with it */
	}
	config_free(r->conf);
	release(r);
}
