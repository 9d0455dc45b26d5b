/**
 * @file tests/sip/phone_sound.h  What a telephone hears
 */
#ifndef TESTS_SIP_PHONE_SOUND_H
#define TESTS_SIP_PHONE_SOUND_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define PI 3.14159265358979

/** Share of a frame's energy at a frequency (Goertzel) */
static inline double phone_share(const int16_t *pcm, size_t n, double hz)
{
	double c = 2 * cos(2 * PI * hz / 8000);
	double s1 = 0;
	double s2 = 0;
	double energy = 1;

	for (size_t i = 0; i < n; i++) {
		double s0 = pcm[i] + c * s1 - s2;

		s2 = s1;
		s1 = s0;
		energy += (double)pcm[i] * pcm[i];
	}
	return 2 * (s1 * s1 + s2 * s2 - c * s1 * s2) / ((double)n * energy);
}

#endif
