/**
 * @file tests/unit/tone.c  Tones are told apart, also in recordings
 */
#include "drill/tone.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "drill/wav.h"
#include "util/err.h"
#include "util/util.h"

#define SECOND_US 1000000

static void play(struct tone_ear *ear, enum tone_side side, size_t tone,
		 enum voice_law law, int frames)
{
	struct tone_source source;
	uint8_t code[TONE_FRAME];
	int16_t pcm[TONE_FRAME];

	tone_source_init(&source, tone_hz(side, tone), law);
	for (int i = 0; i < frames; i++) {
		tone_source_read(&source, code, TONE_FRAME);
		tone_decode(pcm, code, TONE_FRAME, law);
		tone_ear_hear(ear, pcm, TONE_FRAME, SECOND_US + i * 20000);
	}
}

static void test_every_tone_is_told_from_every_other(void **state)
{
	static const enum voice_law laws[] = { VOICE_PCMA, VOICE_PCMU };
	(void)state;

	for (enum tone_side side = TONE_STATION; side <= TONE_CALLER; side++) {
		for (size_t t = 0; t < tone_count(side); t++) {
			struct tone_ear ear;
			int ms;

			tone_ear_init(&ear, side);
			play(&ear, side, t, laws[t % 2], 50);
			assert_int_equal(t, tone_ear_most(&ear, &ms));
			assert_int_equal(1000, ms);
			assert_int_equal(0, tone_ear_others(&ear));
			assert_int_equal(SECOND_US, ear.first_us);
		}
	}
}

static void test_the_own_side_is_not_heard(void **state)
{
	(void)state;
	struct tone_ear ear;

	tone_ear_init(&ear, TONE_STATION);
	play(&ear, TONE_CALLER, 3, VOICE_PCMA, 50);
	assert_int_equal(-1, tone_ear_most(&ear, NULL));
	assert_int_equal(0, ear.first_us);
}

static void test_silence_and_noise_are_no_tone(void **state)
{
	(void)state;
	struct tone_ear ear;
	uint32_t x = 1;

	tone_ear_init(&ear, TONE_CALLER);
	for (int i = 0; i < 100; i++) {
		int16_t pcm[TONE_FRAME] = { 0 };

		for (int k = 0; i > 50 && k < TONE_FRAME; k++) {
			x = x * 1664525 + 1013904223;
			pcm[k] = (int16_t)(x >> 17);
		}
		tone_ear_hear(&ear, pcm, TONE_FRAME, SECOND_US);
	}
	assert_int_equal(-1, tone_ear_most(&ear, NULL));
	assert_int_equal(0, ear.first_us);
}

static void test_third_party_is_noticed(void **state)
{
	(void)state;
	struct tone_ear ear;
	int ms;

	tone_ear_init(&ear, TONE_CALLER);
	play(&ear, TONE_CALLER, 3, VOICE_PCMA, 100);
	play(&ear, TONE_CALLER, 4, VOICE_PCMA, 20);
	assert_int_equal(3, tone_ear_most(&ear, &ms));
	assert_int_equal(2000, ms);
	assert_int_equal(400, tone_ear_others(&ear));
}

static void put32(FILE *f, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		(void)fputc((int)(v >> (8 * i) & 0xff), f);
}

/* Writes a stereo A-law recording of one second, caller left, seat right */
static void write_wav(const char *path, uint32_t claimed, uint32_t format)
{
	struct tone_source left;
	struct tone_source right;
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	tone_source_init(&left, tone_hz(TONE_CALLER, 7), VOICE_PCMA);
	tone_source_init(&right, tone_hz(TONE_STATION, 9), VOICE_PCMA);
	(void)fputs("RIFF", f);
	put32(f, claimed + 36);
	(void)fputs("WAVEfmt ", f);
	put32(f, 16);
	put32(f, format | 2 << 16);
	put32(f, TONE_RATE);
	put32(f, TONE_RATE * 2);
	put32(f, 2 | 8 << 16);
	(void)fputs("data", f);
	put32(f, claimed);
	for (int i = 0; i < TONE_RATE; i++) {
		uint8_t c;

		tone_source_read(&left, &c, 1);
		(void)fputc(c, f);
		tone_source_read(&right, &c, 1);
		(void)fputc(c, f);
	}
	assert_int_equal(0, fclose(f));
}

static int listen_to(const char *path, struct wav_info *info,
		     struct tone_ear *earv)
{
	tone_ear_init(&earv[0], TONE_CALLER);
	tone_ear_init(&earv[1], TONE_STATION);
	return wav_listen(path, info, earv);
}

static void test_both_channels_of_a_recording(void **state)
{
	static const uint32_t claims[] = { 2 * TONE_RATE, UINT32_MAX };
	char path[] = "/tmp/tone-XXXXXX";
	struct tone_ear earv[2];
	struct wav_info info;
	(void)state;

	(void)close(mkstemp(path));
	for (size_t i = 0; i < ARRAY_LEN(claims); i++) {
		write_wav(path, claims[i], 6);
		assert_int_equal(0, listen_to(path, &info, earv));
		assert_int_equal(2, info.channels);
		assert_int_equal(1000, info.ms);
		assert_int_equal(7, tone_ear_most(&earv[0], NULL));
		assert_int_equal(9, tone_ear_most(&earv[1], NULL));
	}

	write_wav(path, 100, 6);
	assert_int_equal(0, listen_to(path, &info, earv));
	assert_int_equal(6, info.ms);

	write_wav(path, 100, 3);
	assert_int_equal(EBADMSG, listen_to(path, &info, earv));
	assert_int_equal(0, truncate(path, 30));
	assert_int_equal(EBADMSG, listen_to(path, &info, earv));
	assert_int_equal(0, truncate(path, 0));
	assert_int_equal(EBADMSG, listen_to(path, &info, earv));
	assert_int_equal(0, unlink(path));
	assert_int_equal(ENOENT, listen_to(path, &info, earv));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_tone_is_told_from_every_other),
		cmocka_unit_test(test_the_own_side_is_not_heard),
		cmocka_unit_test(test_silence_and_noise_are_no_tone),
		cmocka_unit_test(test_third_party_is_noticed),
		cmocka_unit_test(test_both_channels_of_a_recording),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
