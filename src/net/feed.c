/**
 * @file net/feed.c  Server-Sent Events
 */
#include "net/feed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/http.h"
#include "net/wire.h"
#include "util/clock.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define CONNECT_MS   10000
#define FIRST_WAIT   1000
#define LONGEST_WAIT 8000

struct feed {
	struct feed_options o;
	CURLM *multi;
	struct wire wire;
	struct curl_slist *headers;
	bool running;
	bool live;
	int64_t heard; /* clock_mono() of the last bytes */
	int64_t again; /* when to try anew */
	int64_t wait;
	struct sse sse;
	char trouble[256];
};

/* libcurl wants this very type */
/* cppcheck-suppress constParameter
 * NOLINTNEXTLINE(readability-non-const-parameter) */
static size_t on_bytes(char *bytes, size_t one, size_t n, void *arg)
{
	struct feed *s = arg;

	(void)one;
	s->heard = clock_mono();
	/* what is not live is the text of a refusal */
	return !s->live || sse_take(&s->sse, bytes, n) ? n : 0;
}

/* The head is complete: are there events behind it?
 * libcurl wants this very type */
/* cppcheck-suppress constParameter
 * NOLINTNEXTLINE(readability-non-const-parameter) */
static size_t on_header(char *line, size_t one, size_t n, void *arg)
{
	struct feed *s = arg;
	long status = 0;

	(void)one;
	s->heard = clock_mono();
	if (n == 0 || (line[0] != '\r' && line[0] != '\n'))
		return n;
	(void)curl_easy_getinfo(s->wire.curl, CURLINFO_RESPONSE_CODE, &status);
	s->live = status == 200;
	if (s->live) {
		s->wait = FIRST_WAIT;
		*s->trouble = '\0';
	}
	return n;
}

/* Connections */

static void add_header(struct feed *s, const char *name, const char *value)
{
	struct str line = { 0 };
	struct curl_slist *more;

	str_addf(&line, "%s%s", name, value);
	more = curl_slist_append(s->headers, line.s);
	if (more)
		s->headers = more;
	crypto_wipe(line.s, line.len);
	str_release(&line);
}

static void disconnect(struct feed *s)
{
	if (s->running)
		(void)curl_multi_remove_handle(s->multi, s->wire.curl);
	if (s->wire.curl)
		wire_close(&s->wire);
	curl_slist_free_all(s->headers);
	s->headers = NULL;
	s->running = s->live = false;
	sse_begin(&s->sse);
}

static void fall_back(struct feed *s)
{
	(void)snprintf(s->trouble, sizeof(s->trouble), "%s", err_text(EBUSY));
	disconnect(s);
	s->again = clock_mono() + s->wait;
	s->wait = s->wait * 2 < LONGEST_WAIT ? s->wait * 2 : LONGEST_WAIT;
}

static int connect_to(struct feed *s)
{
	const struct wire_options options = {
		.protocols = "http,https",
		.ca_file = s->o.ca_file,
		.connect_ms = CONNECT_MS,
	};
	CURL *c;
	int err = wire_open(&s->wire, s->o.url, &options);

	if (err)
		return err;
	c = s->wire.curl;
	if (s->o.token)
		add_header(s, "Authorization: Bearer ", s->o.token);
	add_header(s, "Accept: ", "text/event-stream");
	if (*s->sse.last)
		add_header(s, "Last-Event-ID: ", s->sse.last);
	s->heard = clock_mono();
	if (curl_easy_setopt(c, CURLOPT_URL, s->o.url) ||
	    curl_easy_setopt(c, CURLOPT_HTTPHEADER, s->headers) ||
	    curl_easy_setopt(c, CURLOPT_USERAGENT, "callpermit/" VERSION) ||
	    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_bytes) ||
	    curl_easy_setopt(c, CURLOPT_WRITEDATA, s) ||
	    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header) ||
	    curl_easy_setopt(c, CURLOPT_HEADERDATA, s) ||
	    curl_multi_add_handle(s->multi, c) != CURLM_OK) {
		disconnect(s);
		return err_set(EIO, _("libcurl does not start"));
	}
	s->running = true;
	return 0;
}

/* A transfer came to its end */
static int ended(struct feed *s, CURLcode code)
{
	const char *name = s->wire.name;
	long status = 0;
	int err = 0;

	(void)curl_easy_getinfo(s->wire.curl, CURLINFO_RESPONSE_CODE, &status);
	if (code && !s->sse.choked)
		err = wire_fail(&s->wire, code);
	else if (status != 200)
		err = http_check_status(status, name);
	else
		(void)err_set(EBUSY, _("%s: the connection was closed"), name);
	if (err && err != EBUSY && !s->live) {
		disconnect(s);
		return err;
	}
	fall_back(s);
	return 0;
}

static int look(struct feed *s)
{
	CURLMsg *msg;
	int running;
	int left;

	(void)curl_multi_perform(s->multi, &running);
	msg = curl_multi_info_read(s->multi, &left);
	if (msg && msg->msg == CURLMSG_DONE)
		return ended(s, msg->data.result);
	if (s->running && clock_mono() - s->heard > FEED_QUIET_MS) {
		(void)err_set(EBUSY, _("%s: nothing comes any more"),
			      s->wire.name);
		fall_back(s);
	}
	return 0;
}

int feed_step(struct feed *s, int fd, int ms)
{
	struct curl_waitfd extra = { .fd = fd, .events = CURL_WAIT_POLLIN };
	int64_t left = s->again - clock_mono();
	int err = 0;

	if (!s->running && left <= 0)
		err = connect_to(s);
	else if (!s->running && left < ms)
		ms = (int)left;
	if (!err)
		err = s->running ? look(s) : 0;
	if (err)
		return err;
	(void)curl_multi_poll(s->multi, &extra, fd >= 0 ? 1 : 0, ms, NULL);
	return s->running ? look(s) : 0;
}

bool feed_is_live(const struct feed *s)
{
	return s->live;
}

const char *feed_trouble(const struct feed *s)
{
	return s->trouble;
}

int feed_open(struct feed **sp, const struct feed_options *options)
{
	struct feed *s;
	int err = http_check_url(options->url, NULL);

	if (err)
		return err;
	s = x_calloc(1, sizeof(*s));
	s->o = *options;
	s->sse.h = options->eventh;
	s->sse.arg = options->arg;
	s->wait = FIRST_WAIT;
	s->multi = curl_multi_init();
	if (!s->multi) {
		feed_close(s);
		return err_set(EIO, _("libcurl does not start"));
	}
	*sp = s;
	return 0;
}

void feed_close(struct feed *s)
{
	if (!s)
		return;
	disconnect(s);
	if (s->multi)
		(void)curl_multi_cleanup(s->multi);
	sse_release(&s->sse);
	free(s);
}
