/**
 * @file drill/tone.h  Tones that tell who is heard
 *
 * Each station and each caller of a drill sends a tone of its own, so that
 * whoever hears it, on the line or in a recording, knows whom.  Stations have
 * 600 to 1580 Hz, callers 1800 to 3380 Hz, in steps of 20 Hz: apart from
 * 450 Hz, the ringing and busy tones of China, and from each other by four
 * times what the Goertzel filter over one block of 200 ms can tell.
 */
#ifndef DRILL_TONE_H
#define DRILL_TONE_H

#include <stddef.h>
#include <stdint.h>

#include "sip/voice.h"

#define TONE_RATE   8000 /**< Samples per second */
#define TONE_FRAME  160	 /**< Samples of a packet, 20 ms */
#define TONE_BLOCK  1600 /**< Samples judged together, 200 ms */
#define TONE_PERIOD 400	 /**< Every tone repeats after so many samples */

/** Whose tones */
enum tone_side { TONE_STATION, TONE_CALLER };

/** Most tones of a side; more parties than that share them */
#define TONE_MAX 80

/** Number of tones of a side */
size_t tone_count(enum tone_side side);

/** Which tone the n-th party of a side has */
size_t tone_of(enum tone_side side, size_t n);

/** Frequency of a tone, Hz */
int tone_hz(enum tone_side side, size_t tone);

/** A source of one tone, encoded */
struct tone_source {
	uint8_t period[TONE_PERIOD];
	size_t at;
};

/** Set up a source at about -9 dBm0 */
void tone_source_init(struct tone_source *source, int hz, enum voice_law law);

/** Take the next n samples */
void tone_source_read(struct tone_source *source, uint8_t *to, size_t n);

/** Listens for the tones of one side */
struct tone_ear {
	enum tone_side side;
	int16_t block[TONE_BLOCK];
	size_t n;	    /**< Samples in block */
	int64_t run_us;	    /**< Since when every frame was a tone */
	int run;	    /**< So many frames of it */
	int64_t first_us;   /**< Tone first heard; 0 not yet */
	int blocks;	    /**< Judged */
	int hits[TONE_MAX]; /**< Of them with this tone */
};

/** Set up an ear for the tones of a side */
void tone_ear_init(struct tone_ear *ear, enum tone_side side);

/**
 * Hear samples of 16 bits
 *
 * @param at_us  When they came, any clock
 */
void tone_ear_hear(struct tone_ear *ear, const int16_t *samplev, size_t n,
		   int64_t at_us);

/** Decode n samples of a law */
void tone_decode(int16_t *to, const uint8_t *from, size_t n,
		 enum voice_law law);

/**
 * What was heard most
 *
 * @param msp  Set to for how many ms it was heard; may be NULL
 *
 * @return The tone, -1 if none was heard
 */
int tone_ear_most(const struct tone_ear *ear, int *msp);

/** ms during which other tones than the one most heard were heard */
int tone_ear_others(const struct tone_ear *ear);

#endif
