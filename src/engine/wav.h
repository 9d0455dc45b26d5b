/**
 * @file engine/wav.h  WAV files: announcements in, recordings out
 *
 * Announcements are 8 kHz mono, 16-bit PCM or G.711.  Recordings are 8 kHz
 * stereo G.711, the law of the call: half the size of PCM and no decoding; or
 * 16-bit PCM, for players that know nothing else.
 */
#ifndef ENGINE_WAV_H
#define ENGINE_WAV_H

#include <stddef.h>
#include <stdint.h>

#include "sip/voice.h"

/** Bytes in front of the samples of a recording */
#define WAV_HEADER 58

/** Format tags of WAVE files */
enum wav_format { WAV_PCM = 1, WAV_ALAW = 6, WAV_ULAW = 7 };

/** A WAV file in memory */
struct wav {
	enum wav_format format;
	unsigned channels;	/**< 1 or 2 */
	const uint8_t *samples; /**< Borrowed from the file's bytes */
	size_t size;		/**< Bytes of samples, whole frames */
};

/**
 * Look into a WAV file
 *
 * @return 0, or EBADMSG with a sentence if it is no 8 kHz WAV of a format that
 *         we know or says it is longer than it is
 */
int wav_read(struct wav *wav, const uint8_t *data, size_t n);

/** Format of G.711 in a law */
enum wav_format wav_format_of(enum voice_law law);

/** Bytes of one sample of both sides */
size_t wav_frame(enum wav_format format);

/** Write the header of a recording with so many bytes of samples */
void wav_header(uint8_t to[WAV_HEADER], enum wav_format format, uint64_t size);

/** Decode n bytes of G.711 to PCM, little-endian, into 2 * n bytes */
void wav_decode(uint8_t *to, enum voice_law law, const uint8_t *from, size_t n);

/** A sample of silence in a law */
uint8_t wav_silence(enum voice_law law);

#endif
