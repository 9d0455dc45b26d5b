/**
 * @file drill/post.c  The engine over HTTP, for a seat's desk
 */
#include "drill/post.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "net/http.h"
#include "sip/loop.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define BOARD_PATH "/api/board"
#define PATH_MAX_  128
#define BODY_MAX   2048
#define LINE_MAX_  8 /* requests that wait, and answers */
#define EACH_NS	   500000000L
#define REQUEST_MS 5000

struct ask {
	int what;
	char path[PATH_MAX_];
	char body[BODY_MAX];
};

struct post {
	char *url;
	char *token;
	char *ca;
	post_h *h;
	void *arg;
	struct bell *bell;
	pthread_t thread;
	bool running;

	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t wake;
	bool end;
	bool look; /* for the board, now */
	struct ask askv[LINE_MAX_];
	size_t askc;
	struct post_answer answerv[LINE_MAX_];
	size_t answerc;
};

static void fetch(const struct post *p, const struct ask *ask,
		  struct post_answer *to)
{
	struct http_answer a = { .status = 0 };
	struct str url = { 0 };
	struct http_request rq = {
		.bearer = p->token,
		.ca_file = p->ca,
		.total_ms = REQUEST_MS,
		.connect_ms = REQUEST_MS,
	};
	int err;

	str_addf(&url, "%s%s", p->url, ask->path);
	rq.url = url.s;
	err = ask->what ? http_post(&a, &rq, ask->body) : http_get(&a, &rq);
	*to = (struct post_answer){ .what = ask->what };
	if (err) {
		(void)snprintf(to->trouble, sizeof(to->trouble), "%s",
			       err_text(err));
	} else {
		to->status = a.status;
		to->body = a.body.s
				   ? cJSON_ParseWithLength(a.body.s, a.body.len)
				   : NULL;
	}
	http_answer_release(&a);
	str_release(&url);
}

/* An answer nobody has taken yet makes room for the board after it */
static void hand_over(struct post *p, const struct post_answer *answer)
{
	const uint64_t one = 1;

	if (p->answerc == LINE_MAX_) {
		cJSON_Delete((cJSON *)p->answerv[0].body);
		memmove(&p->answerv[0], &p->answerv[1],
			(LINE_MAX_ - 1) * sizeof(p->answerv[0]));
		p->answerc--;
	}
	p->answerv[p->answerc++] = *answer;
	(void)!write(bell_fd(p->bell), &one, sizeof(one));
}

/* The next request, the board if none comes in time; false at the end */
static bool next_ask(struct post *p, struct ask *ask)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += EACH_NS;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	while (!p->end && !p->askc && !p->look) {
		if (pthread_cond_timedwait(&p->wake, &p->lock, &until))
			break;
	}
	if (!p->askc) {
		p->look = false;
		*ask = (struct ask){ .path = BOARD_PATH };
		return !p->end;
	}

	*ask = p->askv[0];
	memmove(&p->askv[0], &p->askv[1], --p->askc * sizeof(p->askv[0]));
	return true;
}

static void *work(void *arg)
{
	struct post *p = arg;
	const struct ask board = { .path = BOARD_PATH };
	struct ask ask = board;

	(void)pthread_mutex_lock(&p->lock);
	do {
		struct post_answer answer;

		(void)pthread_mutex_unlock(&p->lock);
		fetch(p, &ask, &answer);
		(void)pthread_mutex_lock(&p->lock);
		hand_over(p, &answer);
	} while (next_ask(p, &ask));
	(void)pthread_mutex_unlock(&p->lock);
	return NULL;
}

static void on_bell(void *arg)
{
	struct post *p = arg;
	struct post_answer answerv[LINE_MAX_];
	size_t n;

	(void)pthread_mutex_lock(&p->lock);
	n = p->answerc;
	memcpy(answerv, p->answerv, n * sizeof(answerv[0]));
	p->answerc = 0;
	(void)pthread_mutex_unlock(&p->lock);
	for (size_t i = 0; i < n; i++) {
		p->h(&answerv[i], p->arg);
		cJSON_Delete((cJSON *)answerv[i].body);
	}
}

int post_alloc(struct post **pp, const char *url, const char *token,
	       const char *ca, post_h *h, void *arg)
{
	struct post *p = x_calloc(1, sizeof(*p));
	int err;

	p->url = x_strdup(url);
	p->token = x_strdup(token);
	p->ca = ca ? x_strdup(ca) : NULL;
	p->h = h;
	p->arg = arg;
	(void)pthread_mutex_init(&p->lock, NULL);
	(void)pthread_cond_init(&p->wake, NULL);
	err = bell_alloc(&p->bell, on_bell, p);
	if (!err && pthread_create(&p->thread, NULL, work, p))
		err = err_set(EIO, _("no thread can be started"));
	if (err) {
		post_free(p);
		return err;
	}

	p->running = true;
	*pp = p;
	return 0;
}

int post_send(struct post *post, int what, const char *path, const char *json)
{
	int err = 0;

	if (strlen(path) >= PATH_MAX_ || strlen(json) >= BODY_MAX)
		return err_set(EINVAL, _("that is too long"));

	(void)pthread_mutex_lock(&post->lock);
	if (post->askc == LINE_MAX_) {
		err = EBUSY;
	} else {
		struct ask *ask = &post->askv[post->askc++];

		ask->what = what;
		memcpy(ask->path, path, strlen(path) + 1);
		memcpy(ask->body, json, strlen(json) + 1);
		(void)pthread_cond_signal(&post->wake);
	}
	(void)pthread_mutex_unlock(&post->lock);
	return err ? err_set(err, _("the engine has not answered yet")) : 0;
}

void post_look(struct post *p)
{
	(void)pthread_mutex_lock(&p->lock);
	p->look = true;
	(void)pthread_cond_signal(&p->wake);
	(void)pthread_mutex_unlock(&p->lock);
}

void post_free(struct post *post)
{
	if (!post)
		return;

	if (post->running) {
		(void)pthread_mutex_lock(&post->lock);
		post->end = true;
		(void)pthread_cond_signal(&post->wake);
		(void)pthread_mutex_unlock(&post->lock);
		(void)pthread_join(post->thread, NULL);
	}
	bell_free(post->bell);
	for (size_t i = 0; i < post->answerc; i++)
		cJSON_Delete((cJSON *)post->answerv[i].body);
	(void)pthread_cond_destroy(&post->wake);
	(void)pthread_mutex_destroy(&post->lock);
	crypto_wipe(post->token, strlen(post->token));
	free(post->token);
	free(post->ca);
	free(post->url);
	free(post);
}
