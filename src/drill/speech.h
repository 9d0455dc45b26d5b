/**
 * @file drill/speech.h  Sound that is like speech
 *
 * Syllables with the four tones of Chinese, in phrases with pauses between, so
 * that somebody who rings a station hears that someone speaks.  It says
 * nothing.  Pure: the same voice always speaks the same way.
 */
#ifndef DRILL_SPEECH_H
#define DRILL_SPEECH_H

#include <stddef.h>
#include <stdint.h>

#include "sip/voice.h"

#define SPEECH_FORMANTS 3

/** A resonance of the mouth */
struct speech_formant {
	double a, b; /**< Of the filter */
	double y1, y2;
};

/** A speaker */
struct speech {
	enum voice_law law;
	uint32_t dice;
	double pitch; /**< Hz, of the speaker */
	double phase; /**< Of the voice, 0 to 1 */
	int at;	      /**< Sample of the syllable or pause */
	int length;
	int left;  /**< Syllables of the phrase to come */
	int tone;  /**< 0 to 3 */
	bool mute; /**< It is a pause */
	struct speech_formant formantv[SPEECH_FORMANTS];
};

/**
 * Set up a speaker
 *
 * @param voice  Which; each has a pitch and a course of its own
 */
void speech_init(struct speech *speech, unsigned voice, enum voice_law law);

/** Take the next n samples, encoded */
void speech_read(struct speech *speech, uint8_t *to, size_t n);

#endif
