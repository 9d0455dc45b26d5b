/**
 * @file tests/unit/rtp.c  Packets, ports, whom to listen to, recordings
 */
#include "sip/rtp.h"

#include <errno.h>
#include <string.h>

#include "cmocka_all.h"
#include "engine/recording.h"
#include "engine/wav.h"
#include "util/util.h"

static struct sa at(const char *host, uint16_t port)
{
	struct sa sa;

	assert_int_equal(0, sa_set_str(&sa, host, port));
	return sa;
}

static void test_packet_survives_the_wire(void **state)
{
	const uint8_t sound[160] = { 1, 2, 3 };
	const struct rtp rtp = {
		.marker = true,
		.type = 8,
		.seq = 0xfffe,
		.ts = 0x80000001,
		.ssrc = 0xdeadbeef,
		.payload = sound,
		.size = sizeof(sound),
	};
	uint8_t packet[RTP_MAX];
	struct rtp got;
	size_t n = rtp_write(packet, &rtp);

	(void)state;
	assert_int_equal(172, n);
	assert_int_equal(0, rtp_read(&got, packet, n));
	assert_true(got.marker);
	assert_int_equal(8, got.type);
	assert_int_equal(0xfffe, got.seq);
	assert_int_equal(0x80000001, got.ts);
	assert_int_equal(0xdeadbeef, got.ssrc);
	assert_int_equal(160, got.size);
	assert_memory_equal(sound, got.payload, 160);
}

static void test_what_is_no_rtp_is_refused(void **state)
{
	uint8_t packet[40] = { 0x80, 8 };
	struct rtp rtp;

	(void)state;
	assert_int_equal(EBADMSG, rtp_read(&rtp, packet, 11));
	packet[0] = 0x40; /* version 1 */
	assert_int_equal(EBADMSG, rtp_read(&rtp, packet, 40));
	packet[0] = 0x80;
	packet[1] = 200; /* RTCP */
	assert_int_equal(EBADMSG, rtp_read(&rtp, packet, 40));
	packet[1] = 8;
	packet[0] = 0x8f; /* fifteen sources do not fit */
	assert_int_equal(EBADMSG, rtp_read(&rtp, packet, 40));
	packet[0] = 0x90; /* an extension longer than the packet */
	packet[15] = 200;
	assert_int_equal(EBADMSG, rtp_read(&rtp, packet, 40));
	packet[15] = 6;
	assert_int_equal(0, rtp_read(&rtp, packet, 40));
	assert_int_equal(0, rtp.size);
	packet[0] = 0xa0; /* padding of more than there is */
	packet[39] = 29;
	assert_int_equal(EBADMSG, rtp_read(&rtp, packet, 40));
	packet[39] = 28;
	assert_int_equal(0, rtp_read(&rtp, packet, 40));
	assert_int_equal(0, rtp.size);
}

static void test_ports_come_in_pairs_and_run_out(void **state)
{
	struct rtp_ports ports = {
		.local = at("127.0.0.1", 0),
		.first = 47110,
		.last = 47113,
	};
	struct rtp_pair pairv[3];

	(void)state;
	assert_int_equal(0, rtp_pair_open(&pairv[0], &ports));
	assert_int_equal(0, rtp_pair_open(&pairv[1], &ports));
	assert_int_equal(0, sa_port(&pairv[0].local) % 2);
	assert_int_not_equal(sa_port(&pairv[0].local),
			     sa_port(&pairv[1].local));
	assert_int_equal(EBUSY, rtp_pair_open(&pairv[2], &ports));
	rtp_pair_close(&pairv[0]);
	assert_int_equal(0, rtp_pair_open(&pairv[2], &ports));
	rtp_pair_close(&pairv[1]);
	rtp_pair_close(&pairv[2]);
	rtp_pair_close(&pairv[2]);
}

static void test_the_search_begins_anywhere_in_the_range(void **state)
{
	struct rtp_ports ports = { .first = 47110, .last = 47125 };
	unsigned seen = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		rtp_ports_begin(&ports);
		assert_in_range(ports.next, ports.first, ports.last - 1);
		assert_int_equal(0, ports.next % 2);
		seen |= 1U << (ports.next - ports.first) / 2;
	}
	assert_int_equal(0xff, seen);
}

static void test_named_source_is_taken_and_kept(void **state)
{
	struct sa named = at("192.0.2.1", 4000);
	struct sa signal = at("192.0.2.1", 5060);
	struct sa thief = at("192.0.2.1", 4002);
	struct rtp_latch latch;

	(void)state;
	rtp_latch_init(&latch, &named, &signal);
	assert_true(rtp_latch_take(&latch, &named));
	for (int i = 0; i < 100; i++)
		assert_false(rtp_latch_take(&latch, &thief));
	assert_true(rtp_latch_take(&latch, &named));
}

static void test_strangers_are_never_taken(void **state)
{
	struct sa named = at("192.0.2.1", 4000);
	struct sa signal = at("192.0.2.2", 5060);
	struct sa stranger = at("198.51.100.1", 4000);
	struct sa behind_nat = at("192.0.2.2", 61000);
	struct rtp_latch latch;
	bool taken = false;

	(void)state;
	rtp_latch_init(&latch, &named, &signal);
	for (int i = 0; i < 1000; i++)
		assert_false(rtp_latch_take(&latch, &stranger));
	for (int i = 0; i < 5; i++)
		taken = rtp_latch_take(&latch, &behind_nat);
	assert_true(taken);
	assert_true(rtp_latch_take(&latch, &behind_nat));
	assert_false(rtp_latch_take(&latch, &stranger));
}

static void test_the_named_takes_over_from_a_stray(void **state)
{
	struct sa named = at("192.0.2.1", 4000);
	struct sa signal = at("192.0.2.1", 5060);
	struct sa late = at("192.0.2.1", 61000);
	struct rtp_latch latch;

	(void)state;
	rtp_latch_init(&latch, &named, &signal);
	for (int i = 0; i < 100; i++)
		(void)rtp_latch_take(&latch, &late);
	assert_true(latch.taken);
	assert_true(rtp_latch_take(&latch, &named));
	assert_true(sa_cmp(&latch.source, &named, SA_ALL));
	assert_false(rtp_latch_take(&latch, &late));
	assert_true(rtp_latch_take(&latch, &named));
}

/* Recordings */

static struct recording rec;

static void place(enum recording_side side, uint32_t ts, uint8_t value,
		  int64_t now)
{
	uint8_t sound[160];
	const struct rtp rtp = {
		.ts = ts,
		.ssrc = 7,
		.payload = sound,
		.size = sizeof(sound),
	};

	memset(sound, value, sizeof(sound));
	recording_place(&rec, side, &rtp, now);
}

static void test_gap_is_silence_and_order_does_not_matter(void **state)
{
	uint8_t quiet = wav_silence(VOICE_PCMA);

	(void)state;
	recording_init(&rec, 1, VOICE_PCMA, "x");
	place(SIDE_CALLER, 1000, 1, 5000);
	place(SIDE_CALLER, 1480, 4, 5060); /* 1160 is lost */
	place(SIDE_CALLER, 1320, 3, 5061); /* late, still in place */
	place(SIDE_SEAT, 77, 9, 5040);

	assert_int_equal(1, rec.ring[SIDE_CALLER][0]);
	assert_int_equal(1, rec.ring[SIDE_CALLER][159]);
	assert_int_equal(quiet, rec.ring[SIDE_CALLER][160]);
	assert_int_equal(3, rec.ring[SIDE_CALLER][320]);
	assert_int_equal(4, rec.ring[SIDE_CALLER][480]);
	/* the other side began 40 ms later */
	assert_int_equal(quiet, rec.ring[SIDE_SEAT][319]);
	assert_int_equal(9, rec.ring[SIDE_SEAT][320]);
	assert_int_equal(0, rec.early);
}

static void test_jump_of_timestamps_follows_the_clock(void **state)
{
	(void)state;
	recording_init(&rec, 1, VOICE_PCMU, "x");
	place(SIDE_CALLER, 0xffffffa0, 1, 1000);
	place(SIDE_CALLER, 0x40, 2, 1020);	 /* wraps: 160 later */
	place(SIDE_CALLER, 0x70000000, 3, 1040); /* a new origin */
	assert_int_equal(2, rec.ring[SIDE_CALLER][160]);
	assert_int_equal(3, rec.ring[SIDE_CALLER][320]);
}

static void test_full_ring_loses_and_counts(void **state)
{
	(void)state;
	recording_init(&rec, 1, VOICE_PCMU, "x");
	for (int i = 0; i < 150; i++) /* 3 s, and nobody writes */
		place(SIDE_CALLER, (uint32_t)(160 * i), 1, 1000 + 20 * i);
	assert_int_equal(150 * 160 - RECORDING_RING, rec.early);
}

static void test_header_is_what_readers_expect(void **state)
{
	uint8_t header[WAV_HEADER + 8] = { 0 };
	struct wav wav;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		static const enum wav_format formats[] = { WAV_PCM, WAV_ALAW,
							   WAV_ULAW };

		wav_header(header, formats[i], 8);
		assert_int_equal(0, wav_read(&wav, header, sizeof(header)));
		assert_int_equal(formats[i], wav.format);
		assert_int_equal(2, wav.channels);
		assert_int_equal(8, wav.size);
		assert_ptr_equal(header + WAV_HEADER, wav.samples);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_packet_survives_the_wire),
		cmocka_unit_test(test_what_is_no_rtp_is_refused),
		cmocka_unit_test(test_ports_come_in_pairs_and_run_out),
		cmocka_unit_test(test_the_search_begins_anywhere_in_the_range),
		cmocka_unit_test(test_named_source_is_taken_and_kept),
		cmocka_unit_test(test_strangers_are_never_taken),
		cmocka_unit_test(test_the_named_takes_over_from_a_stray),
		cmocka_unit_test(test_gap_is_silence_and_order_does_not_matter),
		cmocka_unit_test(test_jump_of_timestamps_follows_the_clock),
		cmocka_unit_test(test_full_ring_loses_and_counts),
		cmocka_unit_test(test_header_is_what_readers_expect),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
