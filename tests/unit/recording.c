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

/* Hours in a moment: the recorder's part is played by the test, which looks
 * at each sample on its way out */
#define PULSE 0x2a

struct tape {
	struct pipe *orders;
	int fd;
	int64_t pulsev[2]; /* where the last pulse of a side began */
	int64_t worst;	   /* apart, samples */
	unsigned pulses;
};

static void tape_open(struct tape *t)
{
	*t = (struct tape){ .fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
			    .pulsev = { -1, -1 } };
	assert_int_equal(0, pipe_alloc(&t->orders, 64,
				       sizeof(struct recording_order), t->fd));
	recording_init(&rec, 1, VOICE_PCMA, "none");
}

static void tape_close(struct tape *t)
{
	pipe_free(t->orders);
	(void)close(t->fd);
}

static void tape_run(struct tape *t, int64_t now)
{
	struct recording_order o = { .rec = NULL };
	int64_t at = atomic_load(&rec.done);

	assert_true(recording_flush(&rec, t->orders, false, now));
	while (pipe_pop(t->orders, &o))
		;
	for (; o.rec && at < o.upto; at++) {
		for (int side = 0; side < 2; side++) {
			uint8_t *p = &rec.ring[side][at % RECORDING_RING];

			if (*p == PULSE && at - t->pulsev[side] > 8000)
				t->pulsev[side] = at;
			*p = wav_silence(VOICE_PCMA);
		}
	}
	atomic_store(&rec.done, at);
}

/* Compare what began at the same moment on both sides */
static void tape_compare(struct tape *t)
{
	int64_t apart = t->pulsev[0] - t->pulsev[1];

	if (apart < 0)
		apart = -apart;
	if (apart > t->worst)
		t->worst = apart;
	t->pulses++;
}

struct talker {
	enum recording_side side;
	double skew; /* its clock runs so much faster */
	size_t size; /* samples a packet */
	double next; /* ms: when it sends */
	uint32_t ts;
	double pulse;  /* ms: when its next pulse is due */
	bool gaps;     /* says nothing for 3 s of 10, and counts it */
	int64_t delay; /* ms, of some of its packets */
};

static void talk(struct talker *p, double now)
{
	uint8_t sound[480];
	struct rtp rtp = {
		.ssrc = 7 + p->side,
		.payload = sound,
		.size = p->size,
	};

	while (p->next <= now) {
		double at = p->next;
		int64_t late = (int64_t)at / 20 % 9 ? 0 : p->delay;

		p->next += (double)p->size / MS / (1 + p->skew);
		rtp.ts = p->ts;
		p->ts += (uint32_t)p->size;
		memset(sound, 0x55, p->size);
		if (at >= p->pulse) {
			memset(sound, PULSE, p->size);
			/* of 60 ms: a step may swallow 20 of them */
			if (at >= p->pulse + 60)
				p->pulse += 10000;
		} else if (p->gaps && (int64_t)at % 10000 > 7000) {
			continue;
		}
		recording_place(&rec, p->side, &rtp, (int64_t)at + late);
	}
}

/* Two parties for so many minutes: how far do the sides get apart, ms */
static int64_t drift(struct talker *a, struct talker *b, int minutes,
		     int64_t *lostp)
{
	const int begin = 5000;
	struct tape t;

	tape_open(&t);
	a->next = b->next = begin;
	a->pulse = b->pulse = begin + 5000;
	for (int now = begin; now < begin + minutes * 60000; now += 10) {
		talk(a, (double)now);
		talk(b, (double)now);
		if (now % 1000 == 0)
			tape_run(&t, now);
		if (now % 10000 == 3000 && now > begin + 10000)
			tape_compare(&t);
	}
	tape_close(&t);
	assert_true(t.pulses >= (unsigned)minutes * 6 - 3);
	*lostp = rec.early;
	return t.worst / MS;
}

static void test_sides_keep_step_for_hours(void **state)
{
	/* clang-format off */
	static const struct {
		double caller, seat;
		size_t caller_size, seat_size;
		bool gaps;
		int64_t delay;
	} calls[] = {
		{ 0,     0,       160, 160, false, 0  },
		{ 1e-4,  -1e-4,   160, 160, false, 0  },
		{ -5e-4, 3e-4,    160, 160, true,  0  },
		{ 1e-4,  -1e-4,   80,  480, false, 30 },
		{ 2e-3,  0,       240, 320, true,  60 },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		struct talker a = { .side = SIDE_CALLER,
				    .skew = calls[i].caller,
				    .size = calls[i].caller_size,
				    .delay = calls[i].delay };
		struct talker b = { .side = SIDE_SEAT,
				    .skew = calls[i].seat,
				    .size = calls[i].seat_size,
				    .gaps = calls[i].gaps };
		int64_t lost = 0;
		int64_t apart = drift(&a, &b, 120, &lost);

		print_message("call %zu: %lld ms apart, %lld samples lost\n", i,
			      (long long)apart, (long long)lost);
		assert_true(apart <= 100);
		assert_int_equal(0, lost);
	}
}

/* A phone that is silent for a while and does not count the time */
static void test_pause_that_is_not_counted(void **state)
{
	struct tape t;
	uint8_t sound[FRAME];
	struct rtp rtp = { .ssrc = 1, .payload = sound, .size = FRAME };
	int64_t now = 1000;

	(void)state;
	memset(sound, 0x55, sizeof(sound));
	tape_open(&t);
	for (int i = 0; i < 500; i++) {
		recording_place(&rec, SIDE_CALLER, &rtp, now);
		rtp.ts += FRAME;
		now += i == 100 ? 320 : 20;
		if (i % 50 == 0)
			tape_run(&t, now);
	}
	/* a second of it is lost at most, not the rest of the call */
	assert_true(rec.early <= 50 * (int64_t)FRAME);
	tape_close(&t);
}

/* A burst after a stall moves nothing */
static void test_burst_is_placed_where_it_belongs(void **state)
{
	struct tape t;
	uint8_t sound[FRAME];
	struct rtp rtp = { .ssrc = 1, .payload = sound, .size = FRAME };

	(void)state;
	memset(sound, 0x55, sizeof(sound));
	tape_open(&t);
	for (int i = 0; i < 200; i++) {
		/* 9 packets come with the tenth */
		int64_t late = i > 100 && i < 110 ? (110 - i) * 20 : 0;

		if (i == 150)
			memset(sound, PULSE, sizeof(sound));
		recording_place(&rec, SIDE_CALLER, &rtp, 1000 + i * 20 + late);
		if (i == 150)
			memset(sound, 0x55, sizeof(sound));
		rtp.ts += FRAME;
		if (i % 50 == 49)
			tape_run(&t, 1000 + i * 20);
	}
	tape_run(&t, 1000 + 200 * 20);
	assert_int_equal(150 * FRAME, t.pulsev[0]);
	assert_int_equal(0, rec.early);
	tape_close(&t);
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
		cmocka_unit_test(test_sides_keep_step_for_hours),
		cmocka_unit_test(test_pause_that_is_not_counted),
		cmocka_unit_test(test_burst_is_placed_where_it_belongs),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
