/**
 * @file engine/media_thread.c  The loop of a media thread
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "engine/media_private.h"

#define EVENTS	  256
#define LINE	  64 /* bytes of a cache line */
#define FAR	  6  /* events */
#define NEAR	  3
#define REPORTS	  1ull /* bit of an event's pointer: the second port */
#define BEHIND_MS 200  /* further behind than this, ticks are skipped */

static void read_clock(struct media_thread *t)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	t->now_us = (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static int64_t wall_clock(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void mark_due(struct stream *s)
{
	if (!s->due_le.list)
		list_append(&s->thread->due, &s->due_le, s);
}

/* Orders */

static void do_open(struct media_thread *t, struct stream *s)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = s };

	list_append(&t->care[t->next_care++ % CARE_SLOTS], &s->care_le, s);
	s->in.last = t->now_us / 1000;
	(void)epoll_ctl(t->epoll_fd, EPOLL_CTL_ADD, s->pair.rtp_fd, &ev);
	ev.data.u64 |= REPORTS;
	(void)epoll_ctl(t->epoll_fd, EPOLL_CTL_ADD, s->pair.rtcp_fd, &ev);
}

static void do_play(struct media_thread *t, struct stream *s,
		    const struct media_order *o)
{
	if (s->playc == PLAY_MAX)
		return;
	s->playv[s->playc].prompt = o->prompt;
	s->playv[s->playc].loop = o->loop;
	s->playc++;
	s->play_serial = o->serial;
	if (!s->play_le.list)
		list_append(&t->playing[t->next_play++ % FRAME_MS], &s->play_le,
			    s);
}

static void do_stop(struct stream *s)
{
	s->playc = 0;
	s->played = 0;
	list_unlink(&s->play_le);
}

/* Music for the peer of one who does not listen, until he does */
static void mind_hold(struct stream *s)
{
	const struct media_order music = {
		.prompt = s->media->conf.hold,
		.loop = true,
	};
	struct stream *to = s->peer;
	bool held = to && s->agreed && !s->voice.send;

	if (!to || to->held == held)
		return;
	to->held = held;
	do_stop(to);
	if (held && music.prompt)
		do_play(s->thread, to, &music);
}

static void release(struct stream *s)
{
	if (s->held)
		do_stop(s);
	s->held = false;
}

static void part(struct stream *s)
{
	if (!s->peer)
		return;
	release(s);
	release(s->peer);
	s->peer->peer = NULL;
	s->peer->out.relaying = false;
	s->peer = NULL;
	s->out.relaying = false;
}

static void do_bridge(const struct media_order *o)
{
	struct stream *caller = o->stream;
	struct stream *seat = o->seat;

	if (caller->closing || seat->closing)
		return;
	part(caller);
	part(seat);
	do_stop(caller);
	do_stop(seat);
	caller->peer = seat;
	seat->peer = caller;
	if (o->rec)
		caller->rec = o->rec;
	if (caller->rec)
		recording_begin(caller->rec, caller->thread->now_us / 1000);
	if (caller->said == caller->rec) /* it goes on with both sides */
		caller->said = NULL;
	caller->side = SIDE_CALLER;
	seat->rec = caller->rec;
	seat->side = SIDE_SEAT;
	mind_hold(caller);
	mind_hold(seat);
}

/* Have what was said finished; the recorder's pipe may be full for a while */
static bool finish_said(struct media_thread *t, struct stream *s)
{
	while (s->ended) {
		struct recording *next = s->ended->next;

		if (!recording_flush(s->ended, t->records, true,
				     t->now_us / 1000))
			return false;
		s->ended = next;
	}

	return true;
}

static void end_said(struct media_thread *t, struct stream *s)
{
	if (s->said) {
		s->said->next = s->ended;
		s->ended = s->said;
		s->said = NULL;
	}
	(void)finish_said(t, s);
}

static void do_record(struct media_thread *t, struct stream *s,
		      struct recording *rec)
{
	end_said(t, s);
	s->said = rec;
	if (rec)
		recording_begin(rec, t->now_us / 1000);
}

/* True once nothing holds the stream any more.  The recordings go with the
 * caller's stream. */
static bool close_step(struct media_thread *t, struct stream *s)
{
	end_said(t, s);
	if (s->ended)
		return false;
	if (s->rec && s->side == SIDE_CALLER &&
	    !recording_flush(s->rec, t->records, true, t->now_us / 1000))
		return false;
	s->rec = NULL;
	return true;
}

static void do_close(struct stream *s)
{
	do_stop(s);
	if (s->peer && s->side == SIDE_CALLER)
		s->peer->rec = NULL;
	part(s);
	stream_report(s, true);
	rtp_pair_close(&s->pair); /* and epoll forgets them */
	list_unlink(&s->care_le);
	s->closing = true;
	s->played_due = s->silent_due = false;
	s->keyc = 0;
	s->closed_due = true;
	s->stats.lost = s->in.lost;
	s->stats.jitter_us = (int64_t)(s->in.jitter * 1000 / 8);
	mark_due(s);
}

static void obey(struct media_thread *t, const struct media_order *o)
{
	switch (o->type) {
	case ORDER_OPEN:
		do_open(t, o->stream);
		break;
	case ORDER_AGREE:
		stream_apply(o->stream, o);
		mind_hold(o->stream);
		break;
	case ORDER_PLAY:
		do_play(t, o->stream, o);
		break;
	case ORDER_STOP:
		do_stop(o->stream);
		break;
	case ORDER_LISTEN:
		o->stream->listening = o->on && o->stream->tones;
		if (o->stream->listening)
			dtmf_dec_reset(o->stream->tones, 8000, 1);
		break;
	case ORDER_BRIDGE:
		do_bridge(o);
		break;
	case ORDER_RECORD:
		do_record(t, o->stream, o->rec);
		break;
	case ORDER_CLOSE:
		do_close(o->stream);
		break;
	case ORDER_QUIT:
		t->quit = true;
		break;
	}
}

/* Notices */

static bool say(struct stream *s, bool *duep, enum media_event_type type)
{
	struct media_notice notice = {
		.stream = s,
		.event = { .type = type, .stats = s->stats },
		.serial = s->play_serial,
	};

	if (!*duep)
		return true;
	/* Before the push: after MEDIA_CLOSED the stream may be freed */
	*duep = false;
	if (pipe_push(s->thread->notices, &notice))
		return true;
	*duep = true;
	return false;
}

static bool say_keys(struct stream *s)
{
	struct media_notice notice = {
		.stream = s,
		.event = { .type = MEDIA_KEY },
	};

	while (s->keyc) {
		notice.event.key = s->keyv[0];
		if (!pipe_push(s->thread->notices, &notice))
			return false;
		s->keyc--;
		memmove(&s->keyv[0], &s->keyv[1], s->keyc);
	}

	return true;
}

/* Say what is due; what finds the pipe full waits for the next round.  After
 * MEDIA_CLOSED the stream is not ours any more. */
static void say_all(struct media_thread *t)
{
	struct le *le = t->due.head;

	while (le) {
		struct stream *s = le->data;
		bool closing = s->closing;

		le = le->next;
		if (closing && !close_step(t, s))
			continue;
		if (!say(s, &s->played_due, MEDIA_PLAYED) || !say_keys(s) ||
		    !say(s, &s->silent_due, MEDIA_SILENT))
			return;
		list_unlink(&s->due_le);
		if (closing && !say(s, &s->closed_due, MEDIA_CLOSED)) {
			list_prepend(&t->due, &s->due_le, s);
			return;
		}
	}
}

/* Ticks */

static void play_slot(struct list *slot)
{
	struct le *le = slot->head;

	while (le) {
		struct stream *s = le->data;

		le = le->next;
		if (stream_play_frame(s))
			continue;
		s->played = 0;
		s->playc--;
		memmove(&s->playv[0], &s->playv[1],
			s->playc * sizeof(s->playv[0]));
		if (s->playc) {
			(void)stream_play_frame(s);
			continue;
		}
		list_unlink(&s->play_le);
		s->played_due = true;
		mark_due(s);
	}
}

static void care_slot(struct media_thread *t, struct list *slot)
{
	int64_t now = t->now_us / 1000;
	int64_t limit = t->media->conf.silence;

	for (struct le *le = slot->head; le; le = le->next) {
		struct stream *s = le->data;

		stream_report_due(s);
		stream_relatch(s);
		if (s->rec && s->side == SIDE_CALLER)
			(void)recording_flush(s->rec, t->records, false, now);
		if (s->said)
			(void)recording_flush(s->said, t->records, false, now);
		(void)finish_said(t, s);
		if (limit && s->agreed && s->voice.receive && s->voice.send &&
		    !s->in.silent && now - s->in.last > limit) {
			s->in.silent = true;
			s->silent_due = true;
			mark_due(s);
		}
	}
}

static void tick(struct media_thread *t)
{
	int64_t now = t->now_us / 1000;

	if (now - t->tick > BEHIND_MS)
		t->tick = now - 1;
	while (t->tick < now) {
		int64_t at = ++t->tick;

		play_slot(&t->playing[at % FRAME_MS]);
		if (at % FRAME_MS == 0)
			care_slot(t, &t->care[at / FRAME_MS % CARE_SLOTS]);
	}
}

/* ms of the next moment that something has to be done; 0: only when a packet
 * comes */
static int64_t next_tick(const struct media_thread *t)
{
	int64_t now = t->now_us / 1000;

	if (t->due.head)
		return now + 1;
	for (int64_t at = now + 1; at <= now + FRAME_MS; at++) {
		if (t->playing[at % FRAME_MS].head)
			return at;
		if (at % FRAME_MS == 0 &&
		    t->care[at / FRAME_MS % CARE_SLOTS].head)
			return at;
	}
	for (int i = 0; i < CARE_SLOTS; i++) {
		if (t->care[i].head)
			return now + FRAME_MS;
	}

	return 0;
}

/* Rounded down, or announcements would be late: then it looks again at once */
static int wait_coarse(const struct media_thread *t, struct epoll_event *evv,
		       int64_t left_us)
{
	return epoll_wait(t->epoll_fd, evv, EVENTS,
			  left_us < 0 ? -1 : (int)(left_us / 1000));
}

/* Until that moment to the microsecond: announcements are paced by it */
static int wait_events(struct media_thread *t, struct epoll_event *evv)
{
	int64_t at = next_tick(t);
	const struct timespec left = {
		.tv_nsec = (long)(at * 1000 - t->now_us) * 1000,
	};

	int n = -1;

	if (!t->coarse)
		n = epoll_pwait2(t->epoll_fd, evv, EVENTS, at ? &left : NULL,
				 NULL);
	if (n < 0 && !t->coarse && (errno == ENOSYS || errno == EPERM))
		t->coarse = true;
	return t->coarse ? wait_coarse(t, evv, at ? left.tv_nsec / 1000 : -1)
			 : n;
}

static void rest(struct media_thread *t)
{
	int64_t due = next_tick(t);
	struct timespec ts;
	int64_t at;

	read_clock(t);
	at = pace_rest(&t->pace, t->now_us, due * 1000,
		       t->media->conf.realtime);
	if (at > t->now_us) {
		ts.tv_sec = at / 1000000;
		ts.tv_nsec = at % 1000000 * 1000;
		(void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts,
				      NULL);
		read_clock(t);
		t->pace.paused_us = t->now_us;
	}
}

static void drain(const struct media_thread *t)
{
	uint64_t count;

	if (read(t->wake_fd, &count, sizeof(count)) < 0)
		return;
}

static void fetch(const void *from, size_t size)
{
	for (size_t at = 0; at < size; at += LINE)
		__builtin_prefetch((const char *)from + at, 1);
}

/* Thousands of streams are not in the cache: have the next ones on the way,
 * and what they will need of their peers and recordings */
static void fetch_ahead(const struct epoll_event *evv, int i, int n)
{
	const size_t hot = offsetof(struct stream, voice) + LINE;
	const struct stream *s;

	if (i + FAR < n && evv[i + FAR].data.ptr)
		fetch(evv[i + FAR].data.ptr, hot);
	s = i + NEAR < n ? evv[i + NEAR].data.ptr : NULL;
	if (!s || evv[i + NEAR].data.u64 & REPORTS || !s->peer)
		return;
	fetch(&s->peer->pair, LINE);
	fetch(&s->peer->out, hot - offsetof(struct stream, out));
	if (s->rec)
		recording_fetch(s->rec, s->side, s->thread->now_us / 1000);
}

static void serve(const struct epoll_event *ev)
{
	if (ev->data.u64 & REPORTS)
		stream_hear((void *)((char *)ev->data.ptr - REPORTS));
	else
		stream_receive(ev->data.ptr);
}

void *media_thread_run(void *arg)
{
	struct media_thread *t = arg;
	struct epoll_event evv[EVENTS];
	struct media_order order;

	(void)pthread_setname_np(pthread_self(), "media");
	(void)prctl(PR_SET_TIMERSLACK, 1); /* of this thread */
	read_clock(t);
	t->wall_us = wall_clock() - t->now_us;
	t->tick = t->now_us / 1000;
	while (!t->quit) {
		int64_t asked;
		int n;

		rest(t);
		asked = t->now_us;
		n = wait_events(t, evv);
		read_clock(t);
		t->pace.looked_us = t->now_us;
		if (t->now_us - asked >= PACE_GATHER_US)
			t->pace.paused_us = t->now_us;
		for (int i = 0; i < n; i++) {
			fetch_ahead(evv, i, n);
			if (evv[i].data.ptr)
				serve(&evv[i]);
			else
				drain(t);
		}
		/* After the packets: an order may close one of the streams */
		while (pipe_pop(t->orders, &order))
			obey(t, &order);
		tick(t);
		say_all(t);
	}

	return NULL;
}
