/**
 * @file net/teller.c  Tells a server the latest of something
 */
#include "net/teller.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net/http.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define EACH_MS	   200
#define AGAIN_MS   1000
#define REPEAT_MS  5000 /* a server that began anew knows nothing */
#define REQUEST_MS 5000

struct teller {
	char *url;
	char *token;
	char *ca;
	teller_trouble_h *trouble;
	void *arg;
	char said[256]; /* trouble, as last told */
	pthread_t thread;
	bool running;

	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t wake;
	char *news; /* NULL: nothing yet */
	int err;    /* it is left alone for */
	bool fresh; /* not told yet */
	bool end;
};

static int post(const struct teller *t, const char *news)
{
	const struct http_request rq = {
		.url = t->url,
		.bearer = t->token,
		.ca_file = t->ca,
		.total_ms = REQUEST_MS,
		.connect_ms = REQUEST_MS,
	};
	struct http_answer a = { .status = 0 };
	int err = http_post(&a, &rq, news);

	if (!err)
		err = http_check_status(a.status, t->url);
	http_answer_release(&a);
	return err;
}

static void say(struct teller *t, const char *trouble)
{
	if (!strcmp(t->said, trouble))
		return;
	(void)snprintf(t->said, sizeof(t->said), "%s", trouble);
	t->trouble(t->said, t->arg);
}

/* Wait for so long, or until told to end; if wanted, until there is news */
static void wait_ms(struct teller *t, int64_t ms, bool news)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)(ms / 1000);
	until.tv_nsec += (long)(ms % 1000) * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	while (!t->end && !(news && t->fresh)) {
		if (pthread_cond_timedwait(&t->wake, &t->lock, &until))
			break;
	}
}

static void *work(void *arg)
{
	struct teller *t = arg;

	(void)pthread_mutex_lock(&t->lock);
	while (t->fresh || !t->end) {
		char *news;
		int err;

		wait_ms(t, REPEAT_MS, true);
		if (!t->news || (t->end && !t->fresh))
			continue;
		news = x_strdup(t->news);
		t->fresh = false;
		(void)pthread_mutex_unlock(&t->lock);
		err = post(t, news);
		say(t, err ? err_text(err) : "");
		free(news);
		(void)pthread_mutex_lock(&t->lock);
		if (err && err != EBUSY) {
			t->err = err;
			break;
		}
		if (err && !t->end)
			t->fresh = true;
		wait_ms(t, err ? AGAIN_MS : EACH_MS, false);
	}
	(void)pthread_mutex_unlock(&t->lock);
	return NULL;
}

int teller_alloc(struct teller **tp, const struct teller_conf *conf)
{
	size_t n = strlen(conf->url);
	struct str url = { 0 };
	struct teller *t;
	pthread_condattr_t attr;
	int err = http_check_url(conf->url, NULL);

	if (err)
		return err;
	t = x_calloc(1, sizeof(*t));
	while (n && conf->url[n - 1] == '/')
		n--;
	str_add_n(&url, conf->url, n);
	str_add(&url, conf->path);
	t->url = str_take(&url);
	t->token = x_strdup(conf->token);
	t->ca = conf->ca ? x_strdup(conf->ca) : NULL;
	t->trouble = conf->trouble;
	t->arg = conf->arg;
	(void)pthread_mutex_init(&t->lock, NULL);
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&t->wake, &attr);
	(void)pthread_condattr_destroy(&attr);
	if (pthread_create(&t->thread, NULL, work, t)) {
		teller_free(t);
		return err_set(EIO, _("no thread can be started"));
	}

	t->running = true;
	*tp = t;
	return 0;
}

void teller_tell(struct teller *t, const char *json)
{
	(void)pthread_mutex_lock(&t->lock);
	if (!t->news || strcmp(t->news, json) != 0) {
		free(t->news);
		t->news = x_strdup(json);
		t->fresh = true;
		(void)pthread_cond_signal(&t->wake);
	}
	(void)pthread_mutex_unlock(&t->lock);
}

int teller_error(struct teller *t)
{
	int err;

	(void)pthread_mutex_lock(&t->lock);
	err = t->err;
	(void)pthread_mutex_unlock(&t->lock);
	return err;
}

void teller_free(struct teller *t)
{
	if (!t)
		return;

	if (t->running) {
		(void)pthread_mutex_lock(&t->lock);
		t->end = true;
		(void)pthread_cond_signal(&t->wake);
		(void)pthread_mutex_unlock(&t->lock);
		(void)pthread_join(t->thread, NULL);
	}
	(void)pthread_cond_destroy(&t->wake);
	(void)pthread_mutex_destroy(&t->lock);
	crypto_wipe(t->token, strlen(t->token));
	free(t->token);
	free(t->news);
	free(t->ca);
	free(t->url);
	free(t);
}
