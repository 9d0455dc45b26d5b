/**
 * @file drill/herald.c  Tells an engine's board how far a drill has come
 */
#include "drill/herald.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call/record.h"
#include "net/http.h"
#include "util/clock.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define PATH	   "/api/drill"
#define EACH_MS	   200
#define AGAIN_MS   1000
#define REPEAT_MS  5000 /* an engine that began anew knows nothing */
#define REQUEST_MS 5000

/* A stage with its own text */
struct news {
	char name[RECORD_NAME];
	char step[RECORD_NAME];
	size_t done;
	size_t of;
	size_t failed;
};

static bool is_same(const struct news *a, const struct news *b)
{
	return a->done == b->done && a->of == b->of && a->failed == b->failed &&
	       !strcmp(a->step, b->step) && !strcmp(a->name, b->name);
}

struct herald {
	char *url;
	char *token;
	char *ca;
	drill_progress_h *trouble;
	void *arg;
	char said[256]; /* trouble, as last told */
	pthread_t thread;
	bool running;

	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t wake;
	struct news news;
	bool fresh; /* not told yet */
	bool end;
};

static char *write_news(const struct news *n)
{
	cJSON *o = cJSON_CreateObject();
	char *text;

	(void)cJSON_AddStringToObject(o, "name", n->name);
	(void)cJSON_AddStringToObject(o, "step", n->step);
	(void)cJSON_AddNumberToObject(o, "done", (double)n->done);
	(void)cJSON_AddNumberToObject(o, "of", (double)n->of);
	(void)cJSON_AddNumberToObject(o, "failed", (double)n->failed);
	text = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	return text;
}

static int post(const struct herald *h, const struct news *news)
{
	const struct http_request rq = {
		.url = h->url,
		.bearer = h->token,
		.ca_file = h->ca,
		.total_ms = REQUEST_MS,
		.connect_ms = REQUEST_MS,
	};
	struct http_answer a = { .status = 0 };
	char *json = write_news(news);
	int err = json ? http_post(&a, &rq, json)
		       : err_set(ENOMEM, _("no memory for the board"));

	if (!err)
		err = http_check_status(a.status, h->url);
	http_answer_release(&a);
	free(json);
	return err;
}

static void say(struct herald *h, const char *trouble)
{
	if (!strcmp(h->said, trouble))
		return;
	(void)snprintf(h->said, sizeof(h->said), "%s", trouble);
	h->trouble(h->said, h->arg);
}

/* Wait for so long, or until told to end; if wanted, until there is news */
static void wait_ms(struct herald *h, int64_t ms, bool news)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)(ms / 1000);
	until.tv_nsec += (long)(ms % 1000) * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	while (!h->end && !(news && h->fresh)) {
		if (pthread_cond_timedwait(&h->wake, &h->lock, &until))
			break;
	}
}

static void *work(void *arg)
{
	struct herald *h = arg;
	int err = 0;

	(void)pthread_mutex_lock(&h->lock);
	while (h->fresh || !h->end) {
		struct news news;

		wait_ms(h, REPEAT_MS, true);
		if (!*h->news.name || (h->end && !h->fresh))
			continue;
		news = h->news;
		h->fresh = false;
		(void)pthread_mutex_unlock(&h->lock);
		err = post(h, &news);
		say(h, err ? err_text(err) : "");
		(void)pthread_mutex_lock(&h->lock);
		if (err && err != EBUSY)
			break;
		if (err && !h->end)
			h->fresh = true;
		wait_ms(h, err ? AGAIN_MS : EACH_MS, false);
	}
	(void)pthread_mutex_unlock(&h->lock);
	return NULL;
}

int herald_alloc(struct herald **hp, const struct herald_conf *conf)
{
	size_t n = strlen(conf->url);
	struct str url = { 0 };
	struct herald *h;
	pthread_condattr_t attr;
	int err = http_check_url(conf->url, NULL);

	if (err)
		return err;
	h = x_calloc(1, sizeof(*h));
	while (n && conf->url[n - 1] == '/')
		n--;
	str_add_n(&url, conf->url, n);
	str_add(&url, PATH);
	h->url = str_take(&url);
	h->token = x_strdup(conf->token);
	h->ca = conf->ca ? x_strdup(conf->ca) : NULL;
	h->trouble = conf->trouble;
	h->arg = conf->arg;
	(void)pthread_mutex_init(&h->lock, NULL);
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&h->wake, &attr);
	(void)pthread_condattr_destroy(&attr);
	if (pthread_create(&h->thread, NULL, work, h)) {
		herald_free(h);
		return err_set(EIO, _("no thread can be started"));
	}

	h->running = true;
	*hp = h;
	return 0;
}

void herald_tell(struct herald *h, const struct drill_stage *stage)
{
	struct news news = {
		.done = stage->done,
		.of = stage->of,
		.failed = stage->failed,
	};

	record_put(news.name, sizeof(news.name), stage->name);
	record_put(news.step, sizeof(news.step), stage->step);
	(void)pthread_mutex_lock(&h->lock);
	if (!is_same(&news, &h->news)) {
		h->news = news;
		h->fresh = true;
		(void)pthread_cond_signal(&h->wake);
	}
	(void)pthread_mutex_unlock(&h->lock);
}

void herald_free(struct herald *h)
{
	if (!h)
		return;

	if (h->running) {
		(void)pthread_mutex_lock(&h->lock);
		h->end = true;
		(void)pthread_cond_signal(&h->wake);
		(void)pthread_mutex_unlock(&h->lock);
		(void)pthread_join(h->thread, NULL);
	}
	(void)pthread_cond_destroy(&h->wake);
	(void)pthread_mutex_destroy(&h->lock);
	crypto_wipe(h->token, strlen(h->token));
	free(h->token);
	free(h->ca);
	free(h->url);
	free(h);
}
