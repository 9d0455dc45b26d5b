/**
 * @file drill/wav.h  Listening to a recording
 *
 * Reads RIFF/WAVE files of one or two channels at 8 kHz: G.711 A-law (format
 * 6), mu-law (7) or 16 bits (1).  What the file claims about itself is
 * believed only as far as its bytes reach.
 */
#ifndef DRILL_WAV_H
#define DRILL_WAV_H

#include <stdint.h>

#include "drill/tone.h"

/** Most channels */
#define WAV_CHANNELS 2

/** What a recording holds */
struct wav_info {
	int format;    /**< 1, 6 or 7 */
	int channels;  /**< 1 or 2 */
	int64_t bytes; /**< Of the file */
	int64_t ms;    /**< Length of the sound */
};

/**
 * Listen to every channel of a recording
 *
 * @param path  File
 * @param info  Receives what it holds
 * @param earv  One ear for each of WAV_CHANNELS, set up by the caller; the
 *              instants they note are microseconds from the start, plus one
 *
 * @return 0, ENOENT, EIO, or EBADMSG with what is wrong with the file
 */
int wav_listen(const char *path, struct wav_info *info, struct tone_ear *earv);

#endif
