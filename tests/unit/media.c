/**
 * @file tests/unit/media.c  What becomes of packets, reports and keys
 */
#include <math.h>

#include "unit/party.h"

static const uint8_t music_sound[FRAME * 5] = {
	[0] = 0x11,	    [FRAME] = 0x11,	[2 * FRAME] = 0x11,
	[3 * FRAME] = 0x11, [4 * FRAME] = 0x11,
};

static const struct prompt music = {
	.alaw = music_sound,
	.ulaw = music_sound,
	.samples = sizeof(music_sound),
};

static struct party *caller;
static struct party *seat;

static int set_up(void **state)
{
	(void)state;
	media_up(&music);
	caller = party_open(NULL);
	seat = party_open(caller);
	party_agree(caller);
	party_agree(seat);
	party_sync(seat);
	stream_bridge(caller->stream, seat->stream, NULL);
	party_sync(seat);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	if (!caller->closed)
		party_close(caller);
	if (!seat->closed)
		party_close(seat);
	media_down();
	free(caller);
	free(seat);
	return 0;
}

/* Everything from a packet on belongs to one stream without a seam */
static void assert_continuous(const struct party *p, unsigned from)
{
	for (unsigned i = from + 1; i < p->gotc; i++) {
		const struct rtp *a = &p->gotv[i - 1].rtp;
		const struct rtp *b = &p->gotv[i].rtp;

		assert_int_equal(a->ssrc, b->ssrc);
		assert_int_equal((uint16_t)(a->seq + 1), b->seq);
		assert_true((int32_t)(b->ts - a->ts) >= FRAME);
		assert_int_equal(0, (b->ts - a->ts) % 8);
	}
}

static void test_reports_go_both_ways(void **state)
{
	struct rtcp mine = {
		.ssrc = 0x1000,
		.sender = true,
		.ntp = 0x0123456789abcdefull,
		.packets = 3,
	};
	uint8_t data[RTCP_MAX];

	(void)state;
	party_send(caller, 1);
	caller->seq += 2; /* two are lost */
	party_send(caller, 1);
	party_send(caller, 1);
	UNTIL(looked(seat) == 3);
	party_report(caller, (const uint8_t *)"\x80\xc8", 2);
	party_report(caller, (const uint8_t *)"\x81\xc9\0\x40zzzz", 8);
	party_report(caller, data, rtcp_write(data, &mine, "0123456789abcdef"));
	party_send(seat, 2);
	UNTIL(looked(caller) && caller->report_size);

	assert_true(caller->rtcp_got.sender);
	assert_int_equal(caller->gotv[0].rtp.ssrc, caller->rtcp_got.ssrc);
	assert_int_equal(1, caller->rtcp_got.packets);
	assert_int_equal(FRAME, caller->rtcp_got.bytes);
	assert_true(caller->rtcp_got.about);
	assert_int_equal(2, caller->rtcp_got.block.lost);
	assert_int_equal(2 * 256 / 5, caller->rtcp_got.block.fraction);
	assert_int_equal(65536 - 6 + 4, caller->rtcp_got.block.max_seq);
	assert_int_equal(0x456789ab, caller->rtcp_got.block.lsr);
	assert_true(caller->rtcp_got.block.dlsr > 0);
	assert_false(caller->bye);

	/* 60 ms later the caller answers: so long is the round trip */
	pass(60);
	mine.about = true;
	mine.block = (struct rtcp_block){
		.ssrc = caller->rtcp_got.ssrc,
		.lost = 7,
		.jitter = 80,
		.lsr = rtcp_middle(caller->rtcp_got.ntp),
	};
	party_report(caller, data, rtcp_write(data, &mine, "0123456789abcdef"));
	/* what answers nothing of ours is not believed */
	pass(20);
	mine.block.lsr -= 65536 * 9;
	party_report(caller, data, rtcp_write(data, &mine, "0123456789abcdef"));
	pass(20);
	party_close(caller);
	assert_true(caller->bye);
	assert_int_equal(7, caller->stats.far_lost);
	assert_int_equal(10000, caller->stats.far_jitter_us);
	assert_true(caller->stats.rtt_us >= 60000);
	assert_true(caller->stats.rtt_us < 9000000);
	assert_int_equal(2, caller->stats.lost);
}

static void test_reports_of_strangers_count_for_nothing(void **state)
{
	struct rtcp theirs = { .ssrc = 0x1000, .about = true };
	uint8_t data[RTCP_MAX];
	struct sa local;
	struct sa to = *stream_local(caller->stream);
	int fd = open_socket(&local, "127.0.0.9");

	(void)state;
	party_send(caller, 1);
	party_send(seat, 2);
	UNTIL(looked(caller) && looked(seat));
	theirs.block.ssrc = caller->gotv[0].rtp.ssrc;
	theirs.block.lost = 99;
	sa_set_port(&to, (uint16_t)(sa_port(&to) + 1));
	assert_true(sendto(fd, data,
			   rtcp_write(data, &theirs, "0123456789abcdef"), 0,
			   &to.u.sa, to.len) > 0);
	pass(50);
	(void)close(fd);
	party_close(caller);
	assert_int_equal(0, caller->stats.far_lost);
}

static void test_hold_is_music_in_one_stream(void **state)
{
	unsigned before;
	unsigned musical = 0;

	(void)state;
	for (int i = 0; i < 5; i++) {
		party_send(seat, 0x22);
		pass(20);
	}
	UNTIL(looked(caller) == 5);
	before = caller->gotc;
	seat->voice.send = false;
	party_agree(seat);
	/* the seat's phone goes on sending, and is not heard */
	for (int i = 0; i < 10; i++) {
		party_send(seat, 0x22);
		party_send(caller, 0x33);
		pass(20);
	}
	UNTIL(looked(caller) >= before + 8);
	pass(20);
	seat->voice.send = true;
	party_agree(seat);
	pass(50);
	party_send(seat, 0x44);
	UNTIL(looked(caller) && caller->gotv[caller->gotc - 1].first == 0x44);

	for (unsigned i = before; i < caller->gotc - 1; i++) {
		assert_int_not_equal(0x44, caller->gotv[i].first);
		musical += caller->gotv[i].first == 0x11;
	}
	assert_true(musical >= 8);
	assert_true(caller->gotc - 1 - before - musical <= 1);
	assert_continuous(caller, 0);
	/* to who does not listen nothing is sent */
	party_look(seat);
	assert_true(seat->gotc <= 1);
}

static void test_hold_by_no_address(void **state)
{
	(void)state;
	party_send(seat, 0x22);
	UNTIL(looked(caller) == 1);
	assert_int_equal(0, sa_set_str(&seat->voice.remote, "0.0.0.0", 9));
	seat->voice.send = false;
	party_agree(seat);
	UNTIL(looked(caller) >= 4 && caller->gotv[3].first == 0x11);
	seat->voice.remote = seat->rtp;
	seat->voice.send = true;
	party_agree(seat);
	UNTIL((party_send(caller, 0x33), pass(10), looked(seat)));
	assert_int_equal(0x33, seat->gotv[0].first);
	assert_continuous(caller, 0);
}

static void test_next_seat_continues_the_stream(void **state)
{
	struct party *next;

	(void)state;
	party_send(seat, 0x22);
	UNTIL(looked(caller) == 1);
	party_close(seat);
	stream_play(caller->stream, &music, true);
	UNTIL(looked(caller) >= 5);
	next = party_open(caller);
	next->ssrc = 0x7777;
	next->seq = 17;
	next->ts = 12345;
	party_agree(next);
	stream_bridge(caller->stream, next->stream, NULL);
	pass(30);
	party_send(next, 0x55);
	UNTIL(looked(caller) && caller->gotv[caller->gotc - 1].first == 0x55);
	next->ssrc = 0x8888; /* a phone that begins anew */
	next->seq = 60000;
	next->ts = 1;
	pass(20);
	party_send(next, 0x56);
	UNTIL(looked(caller) && caller->gotv[caller->gotc - 1].first == 0x56);
	assert_continuous(caller, 0);
	party_close(next);
	free(next);
}

static void test_packets_of_other_lengths(void **state)
{
	static const size_t sizes[] = { 80, 240, 320, 480, 160 };
	uint8_t sound[480];
	uint32_t ts = 0;

	(void)state;
	memset(sound, 0x5a, sizeof(sound));
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		party_send_sound(caller, sound, sizes[i]);
	UNTIL(looked(seat) == ARRAY_LEN(sizes));
	for (unsigned i = 0; i < seat->gotc; i++) {
		assert_int_equal(sizes[i], seat->gotv[i].rtp.size);
		if (i)
			assert_int_equal(ts + sizes[i - 1],
					 seat->gotv[i].rtp.ts);
		ts = seat->gotv[i].rtp.ts;
	}
}

static void test_comfort_noise_is_not_lost(void **state)
{
	(void)state;
	party_send(caller, 1);
	caller->voice.law = (enum voice_law)13;
	party_send(caller, 2);
	caller->voice.law = VOICE_PCMA;
	party_send(caller, 3);
	UNTIL(looked(seat) == 2);
	assert_int_equal(3, seat->gotv[1].first);
	party_close(caller);
	assert_int_equal(0, caller->stats.lost);
	assert_int_equal(3, caller->stats.received);
}

static void test_silent_source_may_come_back_from_elsewhere(void **state)
{
	int old = caller->rtp_fd;
	struct sa local;

	(void)state;
	party_send(caller, 1);
	UNTIL(looked(seat) == 1);
	/* at once nobody else is heard, of the same host neither */
	caller->rtp_fd = open_socket(&local, "127.0.0.1");
	for (int i = 0; i < 10; i++)
		party_send(caller, 2);
	pass(50);
	assert_int_equal(1, looked(seat));
	/* after some silence it is */
	UNTIL((party_send(caller, 3), pass(20), looked(seat) > 1));
	assert_int_equal(3, seat->gotv[1].first);
	(void)close(old);
}

/* Two tones for ms, then silence */
static void dial(struct party *p, double low, double high, unsigned ms)
{
	uint8_t sound[FRAME];

	for (unsigned n = 0; n < 200 * 8;) {
		for (size_t i = 0; i < FRAME; i++, n++) {
			double v = sin(2 * M_PI * low * n / 8000) +
				   sin(2 * M_PI * high * n / 8000);

			sound[i] = g711_pcm2alaw(
				(int16_t)(n < ms * 8 ? 4000 * v : 0));
		}
		party_send_sound(p, sound, sizeof(sound));
	}
}

static void test_tones_are_keys_while_a_menu_listens(void **state)
{
	(void)state;
	caller->voice.keys = caller->voice.keys_in = -1;
	party_agree(caller);
	party_sync(caller);
	dial(caller, 697, 1209, 80); /* nobody listens */
	UNTIL(looked(seat) == 10);
	stream_listen(caller->stream, true);
	party_sync(caller);
	dial(caller, 852, 1336, 50);
	dial(caller, 852, 1336, 100);
	dial(caller, 852, 1336, 15); /* too short for a finger */
	dial(caller, 941, 1477, 60);
	UNTIL(strlen(caller->keys) == 3);
	stream_listen(caller->stream, false);
	party_sync(caller);
	dial(caller, 697, 1209, 80);
	UNTIL(looked(seat) == 60);
	assert_string_equal("88#", caller->keys);
}

static void test_tones_are_no_keys_where_events_were_agreed(void **state)
{
	(void)state;
	stream_listen(caller->stream, true);
	party_sync(caller);
	dial(caller, 697, 1209, 80);
	UNTIL(looked(seat) == 10);
	pass(20);
	assert_string_equal("", caller->keys);
}

/* A voice: pulses of a throat through three formants, gliding, in syllables
 * with pauses between, of different pitch */
static int16_t voice_at(unsigned n, double filter[3][2])
{
	static const double formants[4][3] = {
		{ 730, 1090, 2440 }, /* a, i, u, e (Peterson and Barney) */
		{ 270, 2290, 3010 },
		{ 300, 870, 2240 },
		{ 530, 1840, 2480 },
	};
	double t = n / 8000.0;
	unsigned syllable = n / 1600;
	double pitch = 90 + syllable % 7 * 25 + 10 * sin(6 * t);
	double glide = n % 1600 / 1600.0;
	double v = fmod(t * pitch, 1) < 0.1 ? 3000 : 0;

	if (syllable % 5 == 4)
		v = 0;
	for (int k = 0; k < 3; k++) {
		double f = formants[syllable % 4][k] * (1 - glide) +
			   formants[(syllable + 1) % 4][k] * glide;
		double r = exp(-M_PI * 80 / 8000);
		double out = v * 0.3 +
			     2 * r * cos(2 * M_PI * f / 8000) * filter[k][0] -
			     r * r * filter[k][1];

		filter[k][1] = filter[k][0];
		filter[k][0] = out;
		v = out;
	}
	return (int16_t)fmax(-30000, fmin(30000, v / 40));
}

static void forget_fifty(struct party *p)
{
	UNTIL(looked(p) >= 50);
	p->gotc = 0;
}

static void test_voices_are_no_keys(void **state)
{
	double filter[3][2] = { { 0 } };
	uint8_t sound[FRAME];
	unsigned n = 0;

	(void)state;
	caller->voice.keys = caller->voice.keys_in = -1;
	party_agree(caller);
	stream_listen(caller->stream, true);
	party_sync(caller);
	/* three minutes, faster than they are spoken */
	for (int i = 0; i < 180 * 50; i++) {
		for (size_t k = 0; k < FRAME; k++)
			sound[k] = g711_pcm2alaw(voice_at(n++, filter));
		party_send_sound(caller, sound, sizeof(sound));
		if (i % 50 == 49)
			forget_fifty(seat);
	}
	assert_string_equal("", caller->keys);
	dial(caller, 770, 1477, 60); /* it did listen */
	UNTIL(*caller->keys);
	assert_string_equal("6", caller->keys);
}

/* Two parties over TLS: each side's keys as the other has them */
static void seal_party(struct party *p, struct srtp **inp, struct srtp **outp)
{
	p->voice.sdes.suite = SDES_SHA1_80;
	memset(p->voice.sdes.in, 0x10 + (p == seat), SDES_KEY);
	memset(p->voice.sdes.out, 0x20 + (p == seat), SDES_KEY);
	assert_int_equal(0, srtp_alloc(outp, SRTP_AES_CM_128_HMAC_SHA1_80,
				       p->voice.sdes.in, SDES_KEY, 0));
	assert_int_equal(0, srtp_alloc(inp, SRTP_AES_CM_128_HMAC_SHA1_80,
				       p->voice.sdes.out, SDES_KEY, 0));
}

static size_t sealed_frame(struct party *p, struct srtp *out,
			   uint8_t data[RTP_MAX], uint8_t value)
{
	uint8_t sound[FRAME];
	const struct rtp rtp = {
		.type = VOICE_PCMA,
		.seq = p->seq++,
		.ts = p->ts,
		.ssrc = p->ssrc,
		.payload = sound,
		.size = sizeof(sound),
	};
	struct mbuf mb = { .buf = data, .size = RTP_MAX };

	memset(sound, value, sizeof(sound));
	p->ts += FRAME;
	mb.end = rtp_write(data, &rtp);
	assert_int_equal(0, srtp_encrypt(out, &mb));
	return mb.end;
}

static void throw_at(struct party *p, const uint8_t *data, size_t n)
{
	const struct sa *to = stream_local(p->stream);

	assert_true(sendto(p->rtp_fd, data, n, 0, &to->u.sa, to->len) > 0);
}

/* Twenty sealed frames arrive, over the end of the sequence and an offer on the
 * way; what came twice, was changed or is in clear does not */
static void send_sealed(struct srtp *out)
{
	uint8_t data[RTP_MAX];
	size_t n;

	for (int i = 0; i < 20; i++) {
		n = sealed_frame(caller, out, data, (uint8_t)i);
		throw_at(caller, data, n);
		if (i == 4)
			throw_at(caller, data, n);
		if (i == 5) {
			caller->seq--;
			caller->ts -= FRAME;
			n = sealed_frame(caller, out, data, 0xee);
			data[20] ^= 1;
			throw_at(caller, data, n);
		}
		if (i == 9)
			party_agree(caller);
	}
	party_send(caller, 0xdd);
	UNTIL(looked(seat) >= 20);
	pass(30);
	assert_int_equal(20, looked(seat));
	for (unsigned i = 0; i < 20; i++)
		assert_int_equal(i, seat->gotv[i].first);
}

static void test_sealed_leg(void **state)
{
	struct srtp *in = NULL;
	struct srtp *out = NULL;
	uint8_t data[RTP_MAX];
	struct mbuf mb = { .buf = data, .size = sizeof(data) };
	struct rtp rtp;
	ssize_t got = -1;

	(void)state;
	seal_party(caller, &in, &out);
	party_agree(caller);
	party_sync(caller);
	send_sealed(out);

	party_send(seat, 0x77);
	UNTIL((got = recv(caller->rtp_fd, data, sizeof(data), MSG_DONTWAIT)) >
	      0);
	assert_int_equal(RTP_HEADER + FRAME + 10, got);
	mb.end = (size_t)got;
	assert_int_equal(0, srtp_decrypt(in, &mb));
	assert_int_equal(0, rtp_read(&rtp, data, mb.end));
	assert_int_equal(FRAME, rtp.size);
	assert_int_equal(0x77, rtp.payload[80]);

	/* good-bye is sealed as well */
	stream_close(caller->stream);
	UNTIL(caller->closed);
	UNTIL((got = recv(caller->rtcp_fd, data, sizeof(data), MSG_DONTWAIT)) >
	      0);
	mb = (struct mbuf){ .buf = data, .size = sizeof(data) };
	mb.end = (size_t)got;
	assert_int_equal(0, srtcp_decrypt(in, &mb));
	assert_int_equal(
		0, rtcp_read(&caller->rtcp_got, caller->ssrc, data, mb.end));
	assert_true(caller->rtcp_got.bye);
	mem_deref(in);
	mem_deref(out);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_reports_go_both_ways),
		TEST(test_reports_of_strangers_count_for_nothing),
		TEST(test_hold_is_music_in_one_stream),
		TEST(test_hold_by_no_address),
		TEST(test_next_seat_continues_the_stream),
		TEST(test_packets_of_other_lengths),
		TEST(test_comfort_noise_is_not_lost),
		TEST(test_sealed_leg),
		TEST(test_tones_are_keys_while_a_menu_listens),
		TEST(test_tones_are_no_keys_where_events_were_agreed),
		TEST(test_voices_are_no_keys),
		TEST(test_silent_source_may_come_back_from_elsewhere),
	};
	int failed;

	if (loop_open(1024))
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	loop_close();
	return failed;
}
