/**
 * @file tests/sip/tones.c  Which tone each side of a recording holds
 *
 * tones FILE LEFT RIGHT: frequencies in Hz.  Prints, for left and right, the
 * share of its energy at its own frequency and at the other side's, in percent
 * over the middle half of the file.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/wav.h"
#include "util/err.h"
#include "util/file.h"

#define PI 3.14159265358979

static double pcm(const struct wav *wav, size_t frame, size_t side)
{
	uint8_t b = wav->samples[frame * 2 + side];

	return wav->format == WAV_ALAW ? g711_alaw2pcm(b) : g711_ulaw2pcm(b);
}

/* Goertzel, in blocks of 160 so that a new phase costs one block */
static int percent(const struct wav *wav, size_t side, double hz)
{
	double c = 2 * cos(2 * PI * hz / 8000);
	size_t frames = wav->size / 2;
	double at = 0;
	double all = 1;

	for (size_t from = frames / 4; from + 160 <= frames * 3 / 4;
	     from += 160) {
		double s1 = 0;
		double s2 = 0;

		for (size_t i = from; i < from + 160; i++) {
			double x = pcm(wav, i, side);
			double s0 = x + c * s1 - s2;

			s2 = s1;
			s1 = s0;
			all += x * x;
		}
		at += 2 * (s1 * s1 + s2 * s2 - c * s1 * s2) / 160;
	}
	return (int)(100 * at / all);
}

int main(int argc, char *argv[])
{
	struct str file = { 0 };
	struct wav wav;
	double left;
	double right;
	int err;

	if (argc != 4)
		return 2;
	left = strtod(argv[2], NULL);
	right = strtod(argv[3], NULL);
	err = file_read(&file, argv[1], 64u << 20);
	if (!err)
		err = wav_read(&wav, (const uint8_t *)str_text(&file),
			       file.len);
	if (!err && (wav.channels != 2 || wav.format == WAV_PCM))
		err = err_set(EBADMSG, "not a recording");
	if (err) {
		(void)fprintf(stderr, "%s: %s\n", argv[1], err_text(err));
		return 1;
	}

	(void)printf("left %d %d right %d %d ms %zu\n", percent(&wav, 0, left),
		     percent(&wav, 0, right), percent(&wav, 1, right),
		     percent(&wav, 1, left), wav.size / 16);
	str_release(&file);
	return 0;
}
