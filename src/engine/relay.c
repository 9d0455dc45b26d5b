/**
 * @file engine/relay.c  Packets in, packets out
 */
#include <errno.h>
#include <math.h>
#include <sys/socket.h>

#include "engine/media_private.h"

#define BURST	 8    /* packets taken from one socket in a row */
#define GAP_MAX	 3000 /* sequence numbers: further is a new stream */
#define PER_MS	 8
#define MISORDER 100

static int64_t now_ms(const struct stream *s)
{
	return s->thread->now_us / 1000;
}

static void transmit(struct stream *s, const uint8_t *data, size_t n)
{
	ssize_t k;

	/* What cannot be sent now is lost, as on any network */
	if (s->connected)
		k = send(s->pair.rtp_fd, data, n, MSG_DONTWAIT);
	else
		k = sendto(s->pair.rtp_fd, data, n, MSG_DONTWAIT,
			   &s->voice.remote.u.sa, s->voice.remote.len);
	if (k >= 0)
		s->stats.sent++;
	s->out.last = now_ms(s);
}

/* Give the time that nothing was sent its place in our timestamps */
static void resume(struct stream_out *out, int64_t now)
{
	int64_t gap = now - out->last - FRAME_MS;

	if (out->last && gap > 0)
		out->ts += (uint32_t)(gap * PER_MS);
}

static void dissolve(struct stream *s)
{
	const struct sockaddr none = { .sa_family = AF_UNSPEC };

	if (s->connected)
		(void)connect(s->pair.rtp_fd, &none, sizeof(none));
	s->connected = false;
}

void stream_apply(struct stream *s, const struct media_order *order)
{
	dissolve(s);
	s->voice = order->voice;
	s->agreed = true;
	s->in.last = now_ms(s);
	s->in.silent = false;
	rtp_latch_init(&s->latch, &order->voice.remote, &order->signal);
}

bool stream_play_frame(struct stream *s)
{
	uint8_t packet[RTP_MAX];
	const struct prompt *prompt = s->playv[0].prompt;
	struct stream_out *out = &s->out;
	struct rtp rtp = {
		.marker = out->relaying || s->played == 0,
		.type = (uint8_t)s->voice.law,
		.ssrc = out->ssrc,
		.size = FRAME_SAMPLES,
	};

	if (s->played + FRAME_SAMPLES > prompt->samples) {
		if (!s->playv[0].loop || prompt->samples < FRAME_SAMPLES)
			return false;
		s->played = 0;
	}
	if (rtp.marker)
		resume(out, now_ms(s));
	out->relaying = false;
	rtp.seq = out->seq++;
	rtp.ts = out->ts;
	rtp.payload = prompt_samples(prompt, s->voice.law) + s->played;
	out->ts += FRAME_SAMPLES;
	s->played += FRAME_SAMPLES;
	if (s->agreed && s->voice.send)
		transmit(s, packet, rtp_write(packet, &rtp));
	return true;
}

/* RFC 3550 A.1 and A.8, without its probation: the source is latched */
static void count(struct stream *s, const struct rtp *rtp)
{
	struct stream_in *in = &s->in;
	int64_t arrival = s->thread->now_us * PER_MS / 1000;
	int64_t transit = (int64_t)(uint32_t)arrival - rtp->ts;
	int16_t step = (int16_t)(rtp->seq - in->max_seq);
	double d;

	s->stats.received++;
	in->last = now_ms(s);
	in->silent = false;
	if (!in->any || in->ssrc != rtp->ssrc || step > GAP_MAX ||
	    step < -GAP_MAX) {
		in->any = true;
		in->ssrc = rtp->ssrc;
		in->max_seq = rtp->seq;
		in->transit = transit;
		return;
	}

	if (step > 0) {
		in->lost += step - 1;
		in->max_seq = rtp->seq;
	} else if (step < 0 && in->lost > 0) {
		in->lost--; /* it came after all */
	}
	d = fabs((double)(transit - in->transit));
	in->transit = transit;
	if (d < GAP_MAX * FRAME_SAMPLES)
		in->jitter += (d - in->jitter) / 16;
}

static void relay(struct stream *to, struct rtp *rtp, uint8_t type)
{
	uint8_t packet[RTP_MAX];
	struct stream_out *out = &to->out;
	size_t n;

	if (!out->relaying || out->from != rtp->ssrc) {
		resume(out, now_ms(to));
		out->relaying = true;
		out->from = rtp->ssrc;
		out->seq_off = (uint16_t)(out->seq - rtp->seq);
		out->ts_off = out->ts - rtp->ts;
		rtp->marker = true;
	}
	rtp->type = type;
	rtp->ssrc = out->ssrc;
	rtp->seq = (uint16_t)(rtp->seq + out->seq_off);
	rtp->ts += out->ts_off;
	n = rtp_write(packet, rtp);
	if ((int16_t)(rtp->seq - out->seq) >= 0)
		out->seq = (uint16_t)(rtp->seq + 1);
	if ((int32_t)(rtp->ts - out->ts) >= 0)
		out->ts = rtp->ts + FRAME_SAMPLES;
	if (n)
		transmit(to, packet, n);
}

static void raise_key(struct stream *s, const struct rtp *rtp)
{
	struct rtp_key key;

	if (rtp_key_read(&key, rtp) || !key.last)
		return;
	if (s->in.key_done && s->in.key_ts == rtp->ts)
		return; /* the end is sent three times */
	s->in.key_done = true;
	s->in.key_ts = rtp->ts;
	if (s->keyc < KEY_MAX)
		s->keyv[s->keyc++] = key.key;
	if (!s->due_le.list)
		list_append(&s->thread->due, &s->due_le, s);
}

static void take(struct stream *s, struct rtp *rtp)
{
	struct stream *to = s->peer;
	bool sound = rtp->type == (uint8_t)s->voice.law;
	bool keys = s->voice.keys_in >= 0 && rtp->type == s->voice.keys_in;

	if (!sound && !keys)
		return;
	count(s, rtp);
	if (keys)
		raise_key(s, rtp);
	if (sound && s->rec)
		recording_place(s->rec, s->side, rtp, now_ms(s));
	if (sound && s->said)
		recording_place(s->said, SIDE_CALLER, rtp, now_ms(s));
	if (!to || !to->agreed || !to->voice.send)
		return;
	if (sound)
		relay(to, rtp, (uint8_t)to->voice.law);
	else if (to->voice.keys >= 0)
		relay(to, rtp, (uint8_t)to->voice.keys);
}

void stream_receive(struct stream *s)
{
	uint8_t data[RTP_MAX + 1];
	struct rtp rtp;
	struct sa from;

	for (int i = 0; i < BURST; i++) {
		ssize_t n;

		from.len = sizeof(from.u);
		n = recvfrom(s->pair.rtp_fd, data, sizeof(data), MSG_DONTWAIT,
			     &from.u.sa, &from.len);
		if (n < 0 && errno == ECONNREFUSED)
			continue; /* the peer is not there yet, or any more */
		if (n < 0)
			return;
		if (!s->agreed || rtp_read(&rtp, data, (size_t)n) != 0 ||
		    !rtp_latch_take(&s->latch, &from))
			continue;
		if (s->latch.taken && !s->connected)
			s->connected = connect(s->pair.rtp_fd,
					       &s->latch.source.u.sa,
					       s->latch.source.len) == 0;
		take(s, &rtp);
	}
}
