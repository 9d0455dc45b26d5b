/**
 * @file drill/tone.c  Tones that tell who is heard
 */
#include "drill/tone.h"

#include <math.h>
#include <re.h>
#include <rem.h>
#include <stdbool.h>
#include <string.h>

#include "util/util.h"

#define AMPLITUDE   8000.0
#define QUIET	    200.0 /* rms below which nothing is heard */
#define PURE	    0.7	  /* share of the power that makes a tone */
#define FRAMES_SURE 5	  /* frames in a row before a tone counts as heard */
#define BLOCK_MS    (TONE_BLOCK * 1000 / TONE_RATE)

static const struct {
	int first; /* Hz */
	int step;
	size_t count;
} sides[] = {
	[TONE_STATION] = { 600, 20, 50 },
	[TONE_CALLER] = { 1800, 20, TONE_MAX },
};

size_t tone_count(enum tone_side side)
{
	return sides[side].count;
}

size_t tone_of(enum tone_side side, size_t n)
{
	return n % sides[side].count;
}

int tone_hz(enum tone_side side, size_t tone)
{
	return sides[side].first + sides[side].step * (int)tone;
}

void tone_source_init(struct tone_source *source, int hz, enum voice_law law)
{
	memset(source, 0, sizeof(*source));
	for (int i = 0; i < TONE_PERIOD; i++) {
		double angle = 2 * M_PI * hz * i / TONE_RATE;
		int16_t s = (int16_t)lrint(AMPLITUDE * sin(angle));

		source->period[i] = law == VOICE_PCMA ? g711_pcm2alaw(s)
						      : g711_pcm2ulaw(s);
	}
}

void tone_source_read(struct tone_source *source, uint8_t *to, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		to[i] = source->period[source->at];
		source->at = (source->at + 1) % TONE_PERIOD;
	}
}

void tone_decode(int16_t *to, const uint8_t *from, size_t n, enum voice_law law)
{
	const int16_t *table = law == VOICE_PCMA ? g711_A2l : g711_u2l;

	for (size_t i = 0; i < n; i++)
		to[i] = table[from[i]];
}

/* The tone that makes up most of the samples, -1 if none does */
static int judge(enum tone_side side, const int16_t *samplev, size_t n)
{
	double energy = 0;
	double most = 0;
	int best = -1;

	for (size_t i = 0; i < n; i++)
		energy += (double)samplev[i] * samplev[i];
	if (energy < QUIET * QUIET * (double)n)
		return -1;

	for (size_t t = 0; t < sides[side].count; t++) {
		struct goertzel g;
		double power;

		goertzel_init(&g, tone_hz(side, t), TONE_RATE);
		for (size_t i = 0; i < n; i++)
			goertzel_update(&g, samplev[i]);
		/* |X|^2; a pure sine of energy E has E * n / 2 */
		power = g.q1 * g.q1 + g.q2 * g.q2 - g.coef * g.q1 * g.q2;
		if (power > most) {
			most = power;
			best = (int)t;
		}
	}

	return most * 2 >= PURE * energy * (double)n ? best : -1;
}

void tone_ear_init(struct tone_ear *ear, enum tone_side side)
{
	memset(ear, 0, sizeof(*ear));
	ear->side = side;
}

/* The first instant is wanted to 20 ms, so frames are judged one by one until
 * some in a row leave no doubt */
static void hear_first(struct tone_ear *ear, const int16_t *samplev, size_t n,
		       int64_t at_us)
{
	if (judge(ear->side, samplev, n) < 0) {
		ear->run = 0;
		return;
	}
	if (ear->run++ == 0)
		ear->run_us = at_us;
	if (ear->run == FRAMES_SURE)
		ear->first_us = ear->run_us;
}

static void hear_block(struct tone_ear *ear)
{
	int tone = judge(ear->side, ear->block, TONE_BLOCK);

	ear->n = 0;
	ear->blocks++;
	if (tone >= 0)
		ear->hits[tone]++;
}

void tone_ear_hear(struct tone_ear *ear, const int16_t *samplev, size_t n,
		   int64_t at_us)
{
	if (!ear->first_us && n > 0)
		hear_first(ear, samplev, n, at_us);

	while (n > 0) {
		size_t room = TONE_BLOCK - ear->n;
		size_t take = n < room ? n : room;

		memcpy(ear->block + ear->n, samplev, take * sizeof(*samplev));
		ear->n += take;
		samplev += take;
		n -= take;
		if (ear->n == TONE_BLOCK)
			hear_block(ear);
	}
}

int tone_ear_most(const struct tone_ear *ear, int *msp)
{
	int best = -1;

	for (int t = 0; t < TONE_MAX; t++) {
		if (ear->hits[t] > (best < 0 ? 0 : ear->hits[best]))
			best = t;
	}
	if (msp)
		*msp = best < 0 ? 0 : ear->hits[best] * BLOCK_MS;

	return best;
}

int tone_ear_others(const struct tone_ear *ear)
{
	int best = tone_ear_most(ear, NULL);
	int others = 0;

	for (int t = 0; t < TONE_MAX; t++)
		others += t == best ? 0 : ear->hits[t] * BLOCK_MS;

	return others;
}
