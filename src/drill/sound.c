/**
 * @file drill/sound.c  The voice of one party: real RTP both ways
 */
#include "drill/sound.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "drill/reception.h"
#include "drill/speech.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define PACKET_US   20000
#define PACKET_MAX  1500
#define RTP_HEADER  12
#define BURST	    50	 /* datagrams read in one go */
#define BEHIND_MAX  5	 /* packets caught up in one go; more are skipped */
#define SAMPLES_MAX 1440 /* of one packet, 180 ms */

/* Packets of one key: pressed, its end told three times, the pause after */
#define KEY_HELD  8
#define KEY_ENDS  3
#define KEY_PAUSE 7
#define KEY_ALL	  (KEY_HELD + KEY_ENDS - 1 + KEY_PAUSE)

struct sound {
	int fd;
	struct sa local;
	struct sa remote;
	enum voice_law law;
	bool sending;
	struct tmr tmr;
	int64_t next_us; /**< Next packet is due */
	struct tone_source source;
	struct speech speech;
	bool speaks;
	unsigned voice;
	int hz;
	int key_type;		       /* payload type of keys, -1 none */
	char keys[SOUND_KEYS_MAX + 1]; /* still to press */
	int key_at;		       /* packets of the first one so far */
	uint32_t key_ts;
	uint32_t ssrc;
	uint32_t ts;
	uint16_t seq;

	int64_t sent;
	int64_t strange;
	int64_t tone_us;
	struct reception in;
	struct tone_ear ear;
	bool heard;
	sound_heard_h *h;
	void *arg;
};

static void put32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

static void hear(struct sound *s, const struct rtp *packet, int64_t at_us)
{
	int16_t samplev[SAMPLES_MAX];
	size_t n = packet->size < SAMPLES_MAX ? packet->size : SAMPLES_MAX;

	tone_decode(samplev, packet->payload, n, (enum voice_law)packet->type);
	tone_ear_hear(&s->ear, samplev, n, at_us);
	if (s->ear.first_us && !s->heard) {
		s->heard = true;
		s->tone_us = s->ear.first_us;
	}
}

static void take(struct sound *s, const uint8_t *p, size_t n, int64_t at_us)
{
	struct rtp packet;

	if (rtp_read(&packet, p, n) ||
	    (packet.type != VOICE_PCMA && packet.type != VOICE_PCMU)) {
		s->strange++;
		return;
	}

	if (reception_take(&s->in, &packet, at_us))
		hear(s, &packet, at_us);
}

/* When the kernel got it, on our monotonic clock */
static int64_t arrival(struct msghdr *msg)
{
	int64_t now_us = clock_mono_us();

	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c;
	     c = CMSG_NXTHDR(msg, c)) {
		struct timespec now;
		struct timespec ts;
		int64_t age;

		if (c->cmsg_level != SOL_SOCKET ||
		    c->cmsg_type != SCM_TIMESTAMPNS)
			continue;
		memcpy(&ts, CMSG_DATA(c), sizeof(ts));
		(void)clock_gettime(CLOCK_REALTIME, &now);
		age = ((int64_t)now.tv_sec - ts.tv_sec) * 1000000 +
		      (now.tv_nsec - ts.tv_nsec) / 1000;
		/* the clock may have been set meanwhile */
		if (age >= 0 && age < 1000000)
			return now_us - age;
	}

	return now_us;
}

static void on_readable(int flags, void *arg)
{
	struct sound *s = arg;
	bool heard = s->heard;

	(void)flags;
	for (int i = 0; i < BURST; i++) {
		uint8_t packet[PACKET_MAX];
		_Alignas(struct cmsghdr) char control[64];
		struct iovec iov = { packet, sizeof(packet) };
		struct msghdr msg = {
			.msg_iov = &iov,
			.msg_iovlen = 1,
			.msg_control = control,
			.msg_controllen = sizeof(control),
		};
		ssize_t n = recvmsg(s->fd, &msg, MSG_DONTWAIT);

		if (n < 0)
			break;
		take(s, packet, (size_t)n, arrival(&msg));
	}

	/* last, because the handler may free the sound */
	if (s->heard && !heard && s->h)
		s->h(s->arg);
}

static void write_header(struct sound *s, uint8_t *packet, int type,
			 bool marker)
{
	packet[0] = 0x80;
	packet[1] = (uint8_t)(type | (marker ? 0x80 : 0));
	packet[2] = (uint8_t)(s->seq >> 8);
	packet[3] = (uint8_t)s->seq;
	put32(packet + 4, s->ts);
	put32(packet + 8, s->ssrc);
}

/* A packet of the key that is pressed; 0 between keys: the tone goes on */
static size_t write_key(struct sound *s, uint8_t *packet)
{
	static const char events[] = "0123456789*#ABCD";
	const int at = s->key_at++;
	const int held = at < KEY_HELD ? at + 1 : KEY_HELD;
	const unsigned duration = (unsigned)held * TONE_FRAME;
	const char *event = strchr(events, s->keys[0]);

	if (s->key_at == KEY_ALL) {
		s->key_at = 0;
		memmove(s->keys, s->keys + 1, strlen(s->keys));
		return 0;
	}
	if (at >= KEY_HELD + KEY_ENDS - 1)
		return 0;
	if (at == 0)
		s->key_ts = s->ts;
	write_header(s, packet, s->key_type, at == 0);
	put32(packet + 4, s->key_ts);
	packet[RTP_HEADER] = (uint8_t)(event - events);
	packet[RTP_HEADER + 1] = (uint8_t)(held == KEY_HELD ? 0x8a : 0x0a);
	packet[RTP_HEADER + 2] = (uint8_t)(duration >> 8);
	packet[RTP_HEADER + 3] = (uint8_t)duration;
	return RTP_HEADER + 4;
}

static void send_one(struct sound *s)
{
	uint8_t packet[RTP_HEADER + TONE_FRAME];
	size_t n = s->keys[0] ? write_key(s, packet) : 0;

	if (!n) {
		n = sizeof(packet);
		write_header(s, packet, (int)s->law, s->sent == 0);
		if (s->speaks)
			speech_read(&s->speech, packet + RTP_HEADER,
				    TONE_FRAME);
		else
			tone_source_read(&s->source, packet + RTP_HEADER,
					 TONE_FRAME);
	}

	if (sendto(s->fd, packet, n, MSG_DONTWAIT, &s->remote.u.sa,
		   s->remote.len) >= 0)
		s->sent++;
	s->seq++;
	s->ts += TONE_FRAME;
}

static void on_due(void *arg)
{
	struct sound *s = arg;
	int64_t now_us = clock_mono_us();

	for (int i = 0; s->next_us <= now_us; i++) {
		if (i < BEHIND_MAX)
			send_one(s);
		s->next_us += PACKET_US;
	}

	tmr_start(&s->tmr, (uint64_t)(s->next_us - now_us + 999) / 1000, on_due,
		  s);
}

static int open_socket(struct sound *s, const struct sa *local)
{
	const int on = 1;
	socklen_t len = sizeof(s->local.u);

	s->fd = socket(sa_af(local), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
		       0);
	if (s->fd < 0 || bind(s->fd, &local->u.sa, local->len) ||
	    getsockname(s->fd, &s->local.u.sa, &len) ||
	    setsockopt(s->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)))
		return errno;

	s->local.len = len;
	return compat_fd_read(s->fd, on_readable, s);
}

int sound_alloc(struct sound **sp, const struct sa *local, enum tone_side side,
		size_t tone, sound_heard_h *h, void *arg)
{
	struct sound *s = x_calloc(1, sizeof(*s));
	int err = open_socket(s, local);

	if (err) {
		sound_free(s);
		return err_set(EIO, _("cannot open an RTP port: %s"),
			       strerror(err));
	}

	s->hz = tone_hz(side, tone);
	s->ssrc = rand_u32();
	s->ts = rand_u32();
	s->seq = rand_u16();
	s->h = h;
	s->arg = arg;
	tone_ear_init(&s->ear,
		      side == TONE_CALLER ? TONE_STATION : TONE_CALLER);
	*sp = s;
	return 0;
}

void sound_free(struct sound *s)
{
	if (!s)
		return;

	tmr_cancel(&s->tmr);
	if (s->fd >= 0) {
		compat_fd_close(s->fd);
		(void)close(s->fd);
	}
	free(s);
}

const struct sa *sound_address(const struct sound *s)
{
	return &s->local;
}

void sound_speak(struct sound *s, unsigned voice)
{
	s->speaks = true;
	s->voice = voice;
}

void sound_start(struct sound *s, const struct voice *voice)
{
	s->remote = voice->remote;
	s->key_type = voice->keys;
	if (!s->sending || s->law != voice->law) {
		tone_source_init(&s->source, s->hz, voice->law);
		speech_init(&s->speech, s->voice, voice->law);
	}
	s->law = voice->law;
	if (!voice->send || !sa_port(&voice->remote)) {
		s->sending = false;
		tmr_cancel(&s->tmr);
	} else if (!s->sending) {
		s->sending = true;
		s->next_us = clock_mono_us();
		on_due(s);
	}
}

int sound_press(struct sound *s, const char *keys)
{
	if (!s->sending || s->key_type < 0)
		return err_set(EPROTO, _("the other side takes no keys"));

	s->key_at = 0;
	(void)snprintf(s->keys, sizeof(s->keys), "%s", keys);
	return 0;
}

void sound_figures(const struct sound *s, struct sound_figures *figures)
{
	*figures = (struct sound_figures){
		.sent = s->sent,
		.received = s->in.received,
		.lost = reception_lost(&s->in),
		.doubled = s->in.doubled,
		.strange = s->strange,
		.jitter_us = s->in.jitter_us,
		.jitter_max_us = s->in.jitter_max_us,
		.gap_max_us = s->in.gap_max_us,
		.first_us = s->in.first_us,
		.last_us = s->in.last_us,
		.tone_us = s->tone_us,
	};
	figures->tone = tone_ear_most(&s->ear, &figures->tone_ms);
	figures->other_ms = tone_ear_others(&s->ear);
}
