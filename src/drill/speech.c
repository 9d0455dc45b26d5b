/**
 * @file drill/speech.c  Sound that is like speech
 *
 * Pulses of the voice through three resonators in parallel, after Klatt.
 */
#include "drill/speech.h"

#include <math.h>
#include <string.h>

#include "util/util.h"

#define RATE	  8000.0
#define LEVEL	  5200.0
#define PITCH_MIN 105.0 /* Hz */
#define PITCHES	  16
#define PITCH_ADD 8.0

/* clang-format off */
/* Formants of vowels, Hz: a, o, e, i, u, ü as men and women have them */
static const double vowels[][SPEECH_FORMANTS] = {
	{ 850, 1250, 2600 },
	{ 560,  880, 2500 },
	{ 520, 1150, 2500 },
	{ 300, 2250, 3000 },
	{ 350,  650, 2400 },
	{ 300, 2050, 2500 },
};

static const double bandwidths[SPEECH_FORMANTS] = { 80, 100, 140 };
static const double gains[SPEECH_FORMANTS] = { 1.0, 0.55, 0.25 };

/* The four tones: pitch at the start, in the middle and at the end */
static const double tones[][3] = {
	{ 1.30, 1.30, 1.28 },
	{ 1.00, 1.10, 1.35 },
	{ 0.95, 0.78, 1.02 },
	{ 1.38, 1.12, 0.80 },
};
/* clang-format on */

static unsigned roll(struct speech *s, unsigned sides)
{
	s->dice = s->dice * 1664525U + 1013904223U;
	return (s->dice >> 8) % sides;
}

static void set_formant(struct speech_formant *f, double hz, double width)
{
	const double r = exp(-M_PI * width / RATE);

	f->a = 2 * r * cos(2 * M_PI * hz / RATE);
	f->b = -r * r;
}

static void next_part(struct speech *s)
{
	const double *vowel;

	s->at = 0;
	s->mute = s->left == 0;
	if (s->mute) {
		s->left = 3 + (int)roll(s, 7);
		s->length = 2000 + (int)roll(s, 3200);
		return;
	}

	s->left--;
	s->length = 1040 + (int)roll(s, 900);
	s->tone = (int)roll(s, ARRAY_LEN(tones));
	vowel = vowels[roll(s, ARRAY_LEN(vowels))];
	for (size_t i = 0; i < SPEECH_FORMANTS; i++)
		set_formant(&s->formantv[i], vowel[i], bandwidths[i]);
}

void speech_init(struct speech *speech, unsigned voice, enum voice_law law)
{
	memset(speech, 0, sizeof(*speech));
	speech->law = law;
	speech->dice = voice * 2654435761U + 1;
	speech->pitch = PITCH_MIN + PITCH_ADD * (voice % PITCHES);
	speech->left = 4;
	next_part(speech);
}

/* A voice opens for a part of each period; here its flow, without mean */
static double pulse(struct speech *s, double part)
{
	const double *t = tones[s->tone];
	const double bend = part < 0.5 ? t[0] + (t[1] - t[0]) * 2 * part
				       : t[1] + (t[2] - t[1]) * (2 * part - 1);

	s->phase += s->pitch * bend / RATE;
	s->phase -= floor(s->phase);
	return s->phase < 0.4 ? sin(M_PI * s->phase / 0.4) - 0.25 : -0.25;
}

static int16_t sample(struct speech *s)
{
	const double part = (double)s->at / s->length;
	const double in = s->mute ? 0 : pulse(s, part) * sin(M_PI * part) * 0.1;
	double out = 0;

	for (size_t i = 0; i < SPEECH_FORMANTS; i++) {
		struct speech_formant *f = &s->formantv[i];
		double y = in + f->a * f->y1 + f->b * f->y2;

		f->y2 = f->y1;
		f->y1 = y;
		out += gains[i] * y;
	}

	out *= LEVEL;
	return (int16_t)lrint(fmax(-30000, fmin(30000, out)));
}

void speech_read(struct speech *speech, uint8_t *to, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const int16_t v = sample(speech);

		to[i] = speech->law == VOICE_PCMA ? g711_pcm2alaw(v)
						  : g711_pcm2ulaw(v);
		if (++speech->at >= speech->length)
			next_part(speech);
	}
}
