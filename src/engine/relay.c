/**
 * @file engine/relay.c  Packets in, packets out
 */
#include <math.h>
#include <sys/socket.h>

#include "engine/media_private.h"

#define GAP_MAX	   3000 /* sequence numbers: further is a new stream */
#define PER_MS	   8
#define RELATCH_MS 2000 /* silent for so long: it may come from elsewhere */

static int64_t now_ms(const struct stream *s)
{
	return s->thread->now_us / 1000;
}

static void transmit(struct stream *s, const uint8_t *data, size_t n,
		     size_t samples)
{
	uint8_t sealed[SEALED_MAX];
	size_t size = n;
	ssize_t k;

	if (s->voice.sdes.suite != SDES_NONE) {
		size = seal_close(s, sealed, data, n, false);
		data = sealed;
	}
	if (!size)
		return;
	/* What cannot be sent now is lost, as on any network */
	if (s->connected)
		k = send(s->pair.rtp_fd, data, size, MSG_DONTWAIT);
	else
		k = sendto(s->pair.rtp_fd, data, size, MSG_DONTWAIT,
			   &s->to.u.sa, s->to.len);
	if (k >= 0)
		s->stats.sent++;
	s->out.bytes += (int64_t)(n - RTP_HEADER);
	s->out.last = now_ms(s);
	s->out.span = (int64_t)samples / PER_MS;
}

/* Give the time that nothing was sent its place in our timestamps */
static void resume(struct stream_out *out, int64_t now)
{
	int64_t gap = now - out->last - out->span;

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

/* The source is known: answer it, and hear only that if SDP names it */
static void fix(struct stream *s)
{
	s->to = s->latch.source;
	s->known = true;
	if (sa_cmp(&s->to, &s->latch.named, SA_ALL))
		s->connected = connect(s->pair.rtp_fd, &s->to.u.sa,
				       s->to.len) == 0;
}

/* An offer that says the same of a peer that is heard, or nothing (0.0.0.0),
 * changes what is sent, but not to whom */
static bool stays(const struct stream *s, const struct media_order *o)
{
	if (!s->agreed || !s->known || now_ms(s) - s->in.last > RELATCH_MS)
		return false;
	return !sa_isset(&o->voice.remote, SA_ADDR) ||
	       (sa_cmp(&o->voice.remote, &s->latch.named, SA_ALL) &&
		sa_cmp(&o->signal, &s->latch.signal, SA_ADDR));
}

void stream_apply(struct stream *s, const struct media_order *order)
{
	bool same = stays(s, order);

	seal_apply(s, order);
	s->voice = order->voice;
	s->agreed = true;
	s->in.last = now_ms(s);
	s->in.silent = false;
	if (same)
		return;
	dissolve(s);
	s->to = order->voice.remote;
	s->known = false;
	stream_report_to(s, &order->voice);
	rtp_latch_init(&s->latch, &order->voice.remote, &order->signal);
}

void stream_relatch(struct stream *s)
{
	const struct rtp_latch old = s->latch;

	if (!s->known || !s->voice.receive ||
	    now_ms(s) - s->in.last <= RELATCH_MS)
		return;
	dissolve(s);
	rtp_latch_init(&s->latch, &old.named, &old.signal);
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
		transmit(s, packet, rtp_write(packet, &rtp), FRAME_SAMPLES);
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
	in->received++;
	in->last = now_ms(s);
	in->silent = false;
	if (!in->any || in->ssrc != rtp->ssrc || step > GAP_MAX ||
	    step < -GAP_MAX) {
		in->any = true;
		in->ssrc = rtp->ssrc;
		in->base_seq = in->max_seq = rtp->seq;
		in->cycles = 0;
		in->received = 1;
		s->reports.expected = s->reports.received = 0;
		s->reports.their_sr = 0;
		in->transit = transit;
		return;
	}

	if (step > 0) {
		in->lost += step - 1;
		in->cycles += rtp->seq < in->max_seq ? 65536 : 0;
		in->max_seq = rtp->seq;
	} else if (step < 0 && in->lost > 0) {
		in->lost--; /* it came after all */
	}
	d = fabs((double)(transit - in->transit));
	in->transit = transit;
	if (d < GAP_MAX * FRAME_SAMPLES)
		in->jitter += (d - in->jitter) / 16;
}

static void relay(struct stream *to, struct rtp *rtp, uint8_t type,
		  size_t samples)
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
		out->ts = rtp->ts + (uint32_t)samples;
	if (n)
		transmit(to, packet, n, samples);
}

void stream_tone(char key, void *arg)
{
	struct stream *s = arg;

	if (s->keyc < KEY_MAX)
		s->keyv[s->keyc++] = key;
	if (!s->due_le.list)
		list_append(&s->thread->due, &s->due_le, s);
}

/* Keys as tones in the sound */
static void listen_to(struct stream *s, const struct rtp *rtp)
{
	int16_t pcm[FRAME_SAMPLES];
	size_t n = 0;

	for (size_t i = 0; i < rtp->size; i++) {
		pcm[n++] = (int16_t)(s->voice.law == VOICE_PCMA
					     ? g711_alaw2pcm(rtp->payload[i])
					     : g711_ulaw2pcm(rtp->payload[i]));
		if (n < FRAME_SAMPLES && i + 1 < rtp->size)
			continue;
		dtmf_dec_probe(s->tones, pcm, n);
		n = 0;
	}
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
	stream_tone(key.key, s);
}

static void take(struct stream *s, struct rtp *rtp)
{
	struct stream *to = s->peer;
	bool sound = rtp->type == (uint8_t)s->voice.law;
	bool keys = s->voice.keys_in >= 0 && rtp->type == s->voice.keys_in;

	/* Of what was not agreed, comfort noise for one, only the place is
	 * known: it is not lost */
	count(s, rtp);
	if (!sound && !keys)
		return;
	if (keys)
		raise_key(s, rtp);
	else if (s->listening && s->voice.keys_in < 0)
		listen_to(s, rtp);
	/* Who put the call on hold is not heard: neither there nor later */
	if (to && to->held)
		return;
	if (sound && s->rec)
		recording_place(s->rec, s->side, rtp, now_ms(s));
	if (sound && s->said)
		recording_place(s->said, SIDE_CALLER, rtp, now_ms(s));
	if (!to || !to->agreed || !to->voice.send)
		return;
	if (sound)
		relay(to, rtp, (uint8_t)to->voice.law, rtp->size);
	else if (to->voice.keys >= 0)
		relay(to, rtp, (uint8_t)to->voice.keys, FRAME_SAMPLES);
}

/* One packet: if there are more, epoll says so again, which costs less than to
 * look */
void stream_receive(struct stream *s)
{
	uint8_t data[RTP_MAX + 1];
	struct sa from = { .len = sizeof(from.u) };
	struct rtp rtp;
	size_t size;
	ssize_t n;

	n = recvfrom(s->pair.rtp_fd, data, sizeof(data), MSG_DONTWAIT,
		     &from.u.sa, &from.len);
	/* An error is a peer that is not there yet, or any more */
	if (n < 0 || !s->agreed)
		return;
	size = (size_t)n;
	if (s->voice.mux && rtcp_is(data, size)) {
		stream_heard(s, data, size, &from);
		return;
	}
	if (!seal_open(s, data, &size, false) ||
	    rtp_read(&rtp, data, size) != 0 ||
	    !rtp_latch_take(&s->latch, &from))
		return;
	if (s->latch.taken &&
	    (!s->known || !sa_cmp(&s->to, &s->latch.source, SA_ALL)))
		fix(s);
	take(s, &rtp);
}
