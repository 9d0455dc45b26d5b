/**
 * @file engine/media.c  The SIP thread's side of media
 */
#include "engine/media.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "engine/first.h"
#include "engine/media_private.h"
#include "sip/loop.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

#define ORDERS	 1024
#define NOTICES	 4096
#define RETRY_MS 2

/* An order that found the pipe full */
struct late {
	struct le le;
	struct media_order order;
};

static void send_backlog(void *arg);

/* A call gives many orders at once: their thread is woken once for all */
static void wake(void *arg)
{
	struct media *m = arg;

	for (unsigned i = 0; i < m->count; i++) {
		if (m->threadv[i].put)
			pipe_wake(m->threadv[i].orders);
		m->threadv[i].put = false;
	}
}

static void wake_soon(struct media_thread *t)
{
	t->put = true;
	if (!tmr_isrunning(&t->media->wake))
		tmr_start(&t->media->wake, 0, wake, t->media);
}

/* Orders wait in line; one that must not be lost brings its own place there */
static void put(const struct media_order *o, struct media_thread *t,
		struct late *late)
{
	if (!t->backlog.head && pipe_put(t->orders, o)) {
		mem_deref(late);
		wake_soon(t);
		return;
	}

	if (!late)
		late = mem_zalloc(sizeof(*late), NULL);
	if (!late) {
		log_warnx("media: no memory for an order: sound is missing");
		return;
	}
	late->order = *o;
	list_append(&t->backlog, &late->le, late);
	if (!tmr_isrunning(&t->media->retry))
		tmr_start(&t->media->retry, RETRY_MS, send_backlog, t->media);
}

static void order(const struct media_order *o, struct media_thread *t)
{
	put(o, t, NULL);
}

static void send_backlog(void *arg)
{
	struct media *m = arg;
	bool left = false;

	for (unsigned i = 0; i < m->count; i++) {
		struct media_thread *t = &m->threadv[i];

		while (t->backlog.head) {
			struct late *late = t->backlog.head->data;

			if (!pipe_push(t->orders, &late->order))
				break;
			list_unlink(&late->le);
			mem_deref(late);
		}
		left |= t->backlog.head != NULL;
	}
	if (left)
		tmr_start(&m->retry, RETRY_MS, send_backlog, m);
}

static void take_notice(struct media *m, const struct media_notice *notice)
{
	struct stream *s = notice->stream;

	/* What was stopped or added to in the meantime is not over */
	if (notice->event.type == MEDIA_PLAYED && notice->serial != s->serial)
		return;
	m->conf.eventh(&notice->event, s->owner);
	if (notice->event.type != MEDIA_CLOSED)
		return;
	mem_deref(s->tones);
	mem_deref(s->unseal);
	mem_deref(s->seal);
	free(s);
}

static void on_notices(void *arg)
{
	struct media *m = arg;
	struct media_notice notice;

	for (unsigned i = 0; i < m->count; i++) {
		while (pipe_pop(m->threadv[i].notices, &notice))
			take_notice(m, &notice);
	}
}

static int start_thread(struct media *m, unsigned i)
{
	struct media_thread *t = &m->threadv[i];
	struct epoll_event ev = { .events = EPOLLIN };
	int err;

	t->media = m;
	t->index = i;
	t->records = recorder_orders(m->conf.recorder, i);
	t->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	t->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (t->epoll_fd < 0 || t->wake_fd < 0 ||
	    epoll_ctl(t->epoll_fd, EPOLL_CTL_ADD, t->wake_fd, &ev) != 0)
		return err_set(EIO, _("cannot set up an event descriptor"));

	err = pipe_alloc(&t->orders, ORDERS, sizeof(struct media_order),
			 t->wake_fd);
	if (!err)
		err = pipe_alloc(&t->notices, NOTICES,
				 sizeof(struct media_notice), bell_fd(m->bell));
	if (err)
		return err;
	if (pthread_create(&t->thread, NULL, media_thread_run, t) != 0)
		return err_set(EIO, _("cannot start a thread"));
	t->running = true;
	return 0;
}

static void come_first(const struct media *m)
{
	int err = recorder_come_first(m->conf.recorder);

	for (unsigned i = 0; i < m->count && !err; i++)
		err = first_come(m->threadv[i].thread, FIRST_SOUND);
	if (err)
		log_warnx("media: the system does not let sound come first: "
			  "%s",
			  strerror(err));
}

int media_start(struct media **mp, const struct media_conf *conf)
{
	struct media *m = calloc(1, sizeof(*m));
	int err = 0;

	if (m)
		m->threadv = calloc(conf->threads, sizeof(*m->threadv));
	if (!m || !m->threadv) {
		free(m);
		return err_set(ENOMEM, _("no memory for media threads"));
	}

	m->conf = *conf;
	rtp_ports_begin(&m->conf.ports);
	m->count = conf->threads;
	for (unsigned i = 0; i < m->count; i++)
		m->threadv[i].epoll_fd = m->threadv[i].wake_fd = -1;
	err = bell_alloc(&m->bell, on_notices, m);
	for (unsigned i = 0; i < m->count && !err; i++)
		err = start_thread(m, i);
	if (err) {
		media_stop(m);
		return err;
	}
	if (conf->realtime)
		come_first(m);

	*mp = m;
	return 0;
}

static void stop_thread(struct media_thread *t)
{
	const struct media_order quit = { .type = ORDER_QUIT };

	while (t->running && !pipe_put(t->orders, &quit))
		(void)usleep(1000);
	if (t->running)
		pipe_wake(t->orders);
	if (t->running)
		(void)pthread_join(t->thread, NULL);
	list_flush(&t->backlog);
	pipe_free(t->orders);
	pipe_free(t->notices);
	if (t->epoll_fd >= 0)
		(void)close(t->epoll_fd);
	if (t->wake_fd >= 0)
		(void)close(t->wake_fd);
}

void media_stop(struct media *m)
{
	if (!m)
		return;
	tmr_cancel(&m->retry);
	tmr_cancel(&m->wake);
	for (unsigned i = 0; i < m->count; i++)
		stop_thread(&m->threadv[i]);
	bell_free(m->bell);
	free(m->threadv);
	free(m);
}

int stream_open(struct stream **sp, struct media *m, const struct stream *with,
		void *owner)
{
	struct stream *s = calloc(1, sizeof(*s));
	int err;

	if (s)
		s->close = mem_zalloc(sizeof(*s->close), NULL);
	if (!s || !s->close) {
		free(s);
		return err_set(ENOMEM, _("no memory for a stream"));
	}
	err = rtp_pair_open(&s->pair, &m->conf.ports);
	if (err) {
		mem_deref(s->close);
		free(s);
		return err;
	}

	s->media = m;
	s->owner = owner;
	s->thread = with ? with->thread : &m->threadv[m->next++ % m->count];
	s->out.ssrc = rand_u32();
	s->out.seq = rand_u16();
	s->out.ts = rand_u32();
	s->out.span = FRAME_MS;
	reports_init(&s->reports);
	order(&(struct media_order){ .type = ORDER_OPEN, .stream = s },
	      s->thread);
	*sp = s;
	return 0;
}

void stream_give(struct stream *s, void *owner)
{
	s->owner = owner; /* read on the loop alone */
}

const struct sa *stream_local(const struct stream *s)
{
	return &s->pair.local;
}

void stream_agree(struct stream *s, const struct voice *voice,
		  const struct sa *signal)
{
	struct media_order o = {
		.type = ORDER_AGREE,
		.stream = s,
		.voice = *voice,
		.signal = *signal,
	};

	if (voice->sdes.suite != SDES_NONE &&
	    seal_alloc(&o.unseal, &o.seal, &voice->sdes))
		log_warnx("media: sound cannot be sealed: there is none");
	order(&o, s->thread);
}

void stream_play(struct stream *s, const struct prompt *prompt, bool loop)
{
	order(&(struct media_order){ .type = ORDER_PLAY,
				     .stream = s,
				     .prompt = prompt,
				     .loop = loop,
				     .serial = ++s->serial },
	      s->thread);
}

void stream_stop(struct stream *s)
{
	s->serial++;
	order(&(struct media_order){ .type = ORDER_STOP, .stream = s },
	      s->thread);
}

void stream_listen(struct stream *s, bool on)
{
	if (on && !s->tones &&
	    dtmf_dec_alloc(&s->tones, 8000, 1, stream_tone, s))
		log_warnx("media: no memory to listen for keys");
	order(&(struct media_order){ .type = ORDER_LISTEN,
				     .stream = s,
				     .on = on },
	      s->thread);
}

void stream_bridge(struct stream *caller, struct stream *seat,
		   struct recording *rec)
{
	order(&(struct media_order){ .type = ORDER_BRIDGE,
				     .stream = caller,
				     .seat = seat,
				     .rec = rec },
	      caller->thread);
}

void stream_record(struct stream *s, struct recording *rec)
{
	order(&(struct media_order){ .type = ORDER_RECORD,
				     .stream = s,
				     .rec = rec },
	      s->thread);
}

void stream_close(struct stream *s)
{
	put(&(struct media_order){ .type = ORDER_CLOSE, .stream = s },
	    s->thread, s->close);
}
