/**
 * @file engine/report.c  What the two ends of a stream tell each other of it
 *
 * A report each five seconds and good-bye at the end; of what the peer reports
 * the round trip, its losses and its jitter are kept.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "engine/media_private.h"
#include "sip/rtcp.h"

#define EVERY	   5 /* s, RFC 3550 6.2 */
#define FIRST	   3
#define PER_MS	   8
#define BLOCK_LOST 0x7fffff
#define RTT_MAX	   (10u << 16) /* 1/65536 s: more is nonsense */

static uint64_t ntp_now(const struct stream *s)
{
	return rtcp_ntp(s->thread->now_us + s->thread->wall_us);
}

void reports_init(struct stream_reports *r)
{
	static const char hex[] = "0123456789abcdef";

	*r = (struct stream_reports){ .wait = FIRST };
	for (size_t i = 0; i < sizeof(r->cname); i++)
		r->cname[i] = hex[rand_u32() % 16];
}

void stream_report_to(struct stream *s, const struct voice *voice)
{
	s->reports.to = voice->rtcp;
	s->reports.heard = false;
}

/* RFC 3550 A.3 */
static void fill_block(struct stream *s, struct rtcp_block *b)
{
	struct stream_in *in = &s->in;
	struct stream_reports *r = &s->reports;
	uint32_t top = in->cycles + in->max_seq;
	int64_t expected = (int64_t)top - in->base_seq + 1;
	int64_t lost = expected - in->received;
	int64_t due = expected - r->expected;
	int64_t missing = due - (in->received - r->received);

	r->expected = expected;
	r->received = in->received;
	if (lost > BLOCK_LOST)
		lost = BLOCK_LOST;
	if (lost < -BLOCK_LOST)
		lost = -BLOCK_LOST;
	*b = (struct rtcp_block){
		.ssrc = in->ssrc,
		.lost = (int32_t)lost,
		.max_seq = top,
		.jitter = (uint32_t)in->jitter,
		.lsr = r->their_sr,
	};
	if (due > 0 && missing > 0)
		b->fraction = (uint8_t)(missing >= due ? 255
						       : missing * 256 / due);
	if (r->their_sr)
		b->dlsr = (uint32_t)((s->thread->now_us - r->their_sr_at) *
				     65536 / 1000000);
}

static void send_report(struct stream *s, const uint8_t *data, size_t n)
{
	uint8_t sealed[SEALED_MAX];
	struct stream_reports *r = &s->reports;
	const struct sa *to = s->voice.mux ? &s->to : &r->to;
	int fd = s->voice.mux ? s->pair.rtp_fd : s->pair.rtcp_fd;

	/* To the host that sound comes from, and nowhere else: nobody is to be
	 * sent packets because an SDP names him */
	if (!s->known || !sa_isset(to, SA_ALL) || !sa_cmp(to, &s->to, SA_ADDR))
		return;
	if (s->voice.sdes.suite != SDES_NONE) {
		n = seal_close(s, sealed, data, n, true);
		data = sealed;
	}
	if (!n)
		return;
	(void)sendto(fd, data, n, MSG_DONTWAIT,
		     s->voice.mux && s->connected ? NULL : &to->u.sa,
		     s->voice.mux && s->connected ? 0 : to->len);
}

void stream_report(struct stream *s, bool bye)
{
	struct stream_reports *r = &s->reports;
	uint8_t data[RTCP_MAX];
	struct rtcp report = {
		.ssrc = s->out.ssrc,
		.sender = s->stats.sent > r->sent,
		.ntp = ntp_now(s),
		.packets = (uint32_t)s->stats.sent,
		.bytes = (uint32_t)s->out.bytes,
		.about = s->in.any,
		.bye = bye,
	};

	if (!s->agreed || (!s->stats.sent && !s->in.any))
		return;
	report.ts = s->out.ts + (uint32_t)((s->thread->now_us / 1000 -
					    s->out.last - s->out.span) *
					   PER_MS);
	if (report.about)
		fill_block(s, &report.block);
	if (report.sender) {
		r->our_sr[1] = r->our_sr[0];
		r->our_sr[0] = rtcp_middle(report.ntp);
	}
	r->sent = s->stats.sent;
	send_report(s, data, rtcp_write(data, &report, r->cname));
}

void stream_report_due(struct stream *s)
{
	if (--s->reports.wait > 0)
		return;
	s->reports.wait = EVERY;
	stream_report(s, false);
}

static void take_block(struct stream *s, const struct rtcp_block *b)
{
	struct stream_reports *r = &s->reports;
	uint32_t rtt;

	if (b->lost > s->stats.far_lost)
		s->stats.far_lost = b->lost;
	s->stats.far_jitter_us = (int64_t)b->jitter * 1000 / PER_MS;
	/* Only what answers a report of ours is believed */
	if (!b->lsr || (b->lsr != r->our_sr[0] && b->lsr != r->our_sr[1]))
		return;
	rtt = rtcp_middle(ntp_now(s)) - b->lsr - b->dlsr;
	if (rtt < RTT_MAX)
		s->stats.rtt_us = (int64_t)rtt * 1000000 / 65536;
}

void stream_heard(struct stream *s, uint8_t *data, size_t n,
		  const struct sa *from)
{
	struct stream_reports *r = &s->reports;
	struct rtcp rtcp;

	if (!s->known || !sa_cmp(from, &s->to, SA_ADDR) ||
	    (r->heard && !sa_cmp(from, &r->to, SA_ALL)) ||
	    !seal_open(s, data, &n, true) ||
	    rtcp_read(&rtcp, s->out.ssrc, data, n) != 0)
		return;
	if (!r->heard && !s->voice.mux) {
		r->heard = true; /* behind NAT it is not where SDP says */
		r->to = *from;
	}
	if (rtcp.sender && rtcp.ssrc == s->in.ssrc) {
		r->their_sr = rtcp_middle(rtcp.ntp);
		r->their_sr_at = s->thread->now_us;
	}
	if (rtcp.about)
		take_block(s, &rtcp.block);
}

void stream_hear(struct stream *s)
{
	uint8_t data[RTCP_READ_MAX + 1];
	struct sa from = { .len = sizeof(from.u) };
	ssize_t n = recvfrom(s->pair.rtcp_fd, data, sizeof(data), MSG_DONTWAIT,
			     &from.u.sa, &from.len);

	if (n > 0 && s->agreed && !s->voice.mux)
		stream_heard(s, data, (size_t)n, &from);
}
