/**
 * @file tests/unit/recording.c  Sound in its place, and what was not placed
 */
#include "engine/recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "engine/wav.h"
#include "util/str.h"

#define FRAME 160
#define MS    8 /* samples */

static char folder[] = "/tmp/recording.XXXXXX";
static struct recording rec;

/* A frame of one value, at a time stamp, at an instant */
static void place(uint8_t value, uint32_t ts, int64_t now)
{
	uint8_t sound[FRAME];
	const struct rtp rtp = {
		.ssrc = 1,
		.ts = ts,
		.payload = sound,
		.size = sizeof(sound),
	};

	memset(sound, value, sizeof(sound));
	recording_place(&rec, SIDE_CALLER, &rtp, now);
}

static void test_late_sound_is_counted(void **state)
{
	struct recorder_done done = { .err = -1 };
	struct recorder *r = NULL;
	struct str file = { 0 };
	char path[64];
	int fd = eventfd(0, EFD_CLOEXEC);

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/1.wav", folder);
	recording_init(&rec, 1, VOICE_PCMA, path);
	assert_int_equal(0, recorder_start(&r, 1, fd));

	place(1, 0, 1000);
	place(2, 2 * FRAME, 1040);
	/* 20 ms are written; then comes what belongs into them */
	assert_true(recording_flush(&rec, recorder_orders(r, 0), false, 1220));
	place(3, 0, 1221);
	/* and what is not too late yet */
	place(4, FRAME, 1222);
	assert_true(recording_flush(&rec, recorder_orders(r, 0), true, 1240));
	for (int i = 0; i < 500 && !recorder_pop(r, &done); i++)
		(void)usleep(10 * 1000);
	recorder_stop(r);
	(void)close(fd);

	assert_int_equal(0, done.err);
	assert_int_equal(FRAME, done.lost);
	assert_int_equal(WAV_HEADER + 2 * 240 * MS, done.bytes);
	assert_int_equal(0, file_read(&file, path, 100000));
	for (int i = 0; i < 3; i++) {
		static const uint8_t values[] = { 1, 4, 2 };
		const char *at = file.s + WAV_HEADER + (ptrdiff_t)2 * i * FRAME;

		assert_int_equal(values[i], at[0]);
		assert_int_equal(values[i], at[2 * FRAME - 2]);
		assert_int_equal(wav_silence(VOICE_PCMA), (uint8_t)at[1]);
	}
	str_release(&file);
	assert_int_equal(0, unlink(path));
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_late_sound_is_counted),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
