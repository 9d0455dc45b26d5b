/**
 * @file tests/unit/party.h  The media threads and parties with sockets
 *
 * Real streams, real packets on 127.0.0.1, in one process: a test sends what it
 * likes, runs the loop until something is the case, and looks at what came.
 */
#ifndef UNIT_PARTY_H
#define UNIT_PARTY_H

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "engine/media.h"
#include "sip/loop.h"
#include "sip/rtcp.h"
#include "util/util.h"

#define FRAME	 160
#define GOT_MAX	 2000
#define LIMIT_MS 20000 /* a loaded machine may take its time */

/** A packet that came */
struct got {
	struct rtp rtp; /**< payload is not to be used */
	uint8_t first;	/**< Of the payload */
	int64_t at;	/**< Monotonic us */
};

/** One end of a call, outside, and the stream that serves it */
struct party {
	int rtp_fd, rtcp_fd;
	struct sa rtp, rtcp;
	struct stream *stream;
	struct voice voice;
	uint32_t ssrc, ts;
	uint16_t seq;
	struct got gotv[GOT_MAX];
	unsigned gotc;
	uint8_t report[RTCP_READ_MAX]; /**< The last one */
	size_t report_size;
	struct rtcp rtcp_got;
	bool bye;
	char keys[32];
	unsigned played, silent;
	bool closed;
	struct record_media stats;
};

static const struct prompt nothing;
static struct media *media;
static struct recorder *recorder;
static struct bell *recorded;
static struct recorder_done finished;
static unsigned finishedc, stoppedc, resumedc;

static int64_t now_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void on_event(const struct media_event *event, void *owner)
{
	struct party *p = owner;
	size_t n = strlen(p->keys);

	switch (event->type) {
	case MEDIA_PLAYED:
		p->played++;
		break;
	case MEDIA_KEY:
		if (n + 1 < sizeof(p->keys))
			p->keys[n] = event->key;
		break;
	case MEDIA_SILENT:
		p->silent++;
		break;
	case MEDIA_CLOSED:
		p->closed = true;
		p->stats = event->stats;
		break;
	}
}

static void on_recorded(void *arg)
{
	struct recorder_done done;

	(void)arg;
	while (recorder_pop(recorder, &done)) {
		stoppedc += done.news == RECORDER_STOPPED;
		resumedc += done.news == RECORDER_RESUMED;
		if (done.news != RECORDER_DONE)
			continue;
		finished = done;
		finishedc++;
	}
}

static void media_up(const struct prompt *hold)
{
	struct media_conf conf = {
		.threads = 1,
		.ports = { .first = 20000, .last = 59999 },
		.hold = hold,
		.eventh = on_event,
	};

	conf.ports.next = (uint16_t)(20000 + getpid() % 10000 * 2);
	finishedc = stoppedc = resumedc = 0;
	assert_int_equal(0, sa_set_str(&conf.ports.local, "127.0.0.1", 0));
	assert_int_equal(0, bell_alloc(&recorded, on_recorded, NULL));
	assert_int_equal(0, recorder_start(&recorder, 1, bell_fd(recorded)));
	conf.recorder = recorder;
	assert_int_equal(0, media_start(&media, &conf));
}

static void media_down(void)
{
	media_stop(media);
	recorder_stop(recorder);
	bell_free(recorded);
}

static int open_socket(struct sa *local, const char *host)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	assert_int_equal(0, sa_set_str(local, host, 0));
	assert_true(fd >= 0);
	assert_int_equal(0, bind(fd, &local->u.sa, local->len));
	assert_int_equal(0, getsockname(fd, &local->u.sa, &local->len));
	return fd;
}

static struct party *party_open(struct party *with)
{
	struct party *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	p->rtp_fd = open_socket(&p->rtp, "127.0.0.1");
	p->rtcp_fd = open_socket(&p->rtcp, "127.0.0.1");
	p->ssrc = 0x1000;
	p->seq = 65530;
	p->ts = 0xfffffc00;
	p->voice = (struct voice){
		.remote = p->rtp,
		.rtcp = p->rtcp,
		.law = VOICE_PCMA,
		.keys = 101,
		.keys_in = 101,
		.send = true,
		.receive = true,
	};
	assert_int_equal(0, stream_open(&p->stream, media,
					with ? with->stream : NULL, p));
	return p;
}

static void party_agree(struct party *p)
{
	stream_agree(p->stream, &p->voice, &p->rtp);
}

/* The thread has taken all orders for a stream so far, which plays nothing */

/* Send sound as it is; the time stamp moves on */
static void party_send_sound(struct party *p, const uint8_t *sound, size_t n)
{
	const struct sa *to = stream_local(p->stream);
	uint8_t packet[RTP_MAX];
	const struct rtp rtp = {
		.type = (uint8_t)p->voice.law,
		.seq = p->seq++,
		.ts = p->ts,
		.ssrc = p->ssrc,
		.payload = sound,
		.size = n,
	};

	p->ts += (uint32_t)n;
	assert_true(sendto(p->rtp_fd, packet, rtp_write(packet, &rtp), 0,
			   &to->u.sa, to->len) > 0);
}

/* Send a frame of one value */
static inline void party_send(struct party *p, uint8_t value)
{
	uint8_t sound[FRAME];

	memset(sound, value, sizeof(sound));
	party_send_sound(p, sound, sizeof(sound));
}

static inline void party_report(struct party *p, const uint8_t *data, size_t n)
{
	struct sa to = *stream_local(p->stream);

	sa_set_port(&to, (uint16_t)(sa_port(&to) + 1));
	assert_true(sendto(p->rtcp_fd, data, n, 0, &to.u.sa, to.len) > 0);
}

/* Take in what came */
static void party_look(struct party *p)
{
	uint8_t data[RTP_MAX];
	struct rtp rtp;
	ssize_t n;

	while ((n = recv(p->rtp_fd, data, sizeof(data), MSG_DONTWAIT)) > 0) {
		if (rtp_read(&rtp, data, (size_t)n) != 0)
			continue;
		assert_true(p->gotc < GOT_MAX);
		p->gotv[p->gotc++] = (struct got){
			.rtp = rtp,
			.first = rtp.size ? rtp.payload[0] : 0,
			.at = now_us(),
		};
	}
	while ((n = recv(p->rtcp_fd, data, sizeof(data), MSG_DONTWAIT)) > 0) {
		p->report_size = (size_t)n;
		memcpy(p->report, data, (size_t)n);
		assert_int_equal(
			0, rtcp_read(&p->rtcp_got, p->ssrc, data, (size_t)n));
		p->bye |= p->rtcp_got.bye;
	}
}

static void on_passed(void *arg)
{
	(void)arg;
	loop_stop();
}

/* Let the loop run for some ms */
static void pass(unsigned ms)
{
	struct tmr tmr;

	tmr_init(&tmr);
	tmr_start(&tmr, ms, on_passed, NULL);
	assert_int_equal(0, loop_run());
}

/* Wait a little if it is not so yet; fails once that took too long */
static bool waited(bool is, int64_t limit)
{
	if (is)
		return true;
	assert_true(now_us() < limit);
	pass(2);
	return false;
}

/* Run until it is so */
#define UNTIL(is)                                           \
	for (int64_t limit_ = now_us() + LIMIT_MS * 1000ll; \
	     !waited((is), limit_);)

static void party_sync(struct party *p)
{
	unsigned played = p->played;

	stream_play(p->stream, &nothing, false);
	UNTIL(p->played > played);
}

static unsigned looked(struct party *p)
{
	party_look(p);
	return p->gotc;
}

static void party_close(struct party *p)
{
	stream_close(p->stream);
	UNTIL(p->closed);
	party_look(p);
	(void)close(p->rtp_fd);
	(void)close(p->rtcp_fd);
}

#endif
