/**
 * @file drill/sound.h  The voice of one party: real RTP both ways
 *
 * A sound owns a UDP port.  It sends its tone in packets of 20 ms (RFC 3550,
 * RFC 3551) and measures what it receives.  Runs on the SIP loop.
 */
#ifndef DRILL_SOUND_H
#define DRILL_SOUND_H

#include <stdint.h>

#include "drill/tone.h"
#include "sip/voice.h"

/** Most keys that are pressed in one go */
#define SOUND_KEYS_MAX 32

struct sound;

/** What was measured; times are of clock_mono_us(), 0 if it did not happen */
struct sound_figures {
	int64_t sent;
	int64_t received;
	int64_t lost;	   /**< Missing between the lowest and highest number */
	int64_t doubled;   /**< Received more than once or too late to tell */
	int64_t strange;   /**< Datagrams that were no RTP of our law */
	int64_t jitter_us; /**< Interarrival jitter, RFC 3550 6.4.1, at the end
			    */
	int64_t jitter_max_us;
	int64_t gap_max_us; /**< Longest time between two packets */
	int64_t first_us;   /**< First packet */
	int64_t last_us;
	int64_t tone_us; /**< The other side's tone first heard */
	int tone;	 /**< Which was heard most, -1 none */
	int tone_ms;	 /**< For how long */
	int other_ms;	 /**< Tones of third parties, for how long */
};

/** The first sound of the other side was heard; may end the sound */
typedef void sound_heard_h(void *arg);

/**
 * Open a sound
 *
 * @param sp     Set to the sound; free it with sound_free()
 * @param local  Address to bind, port 0
 * @param side   Which side the party is on; it listens for the other
 * @param tone   Its own tone
 * @param h      Told when the other side is heard; may be NULL
 *
 * @return 0 or EIO
 */
int sound_alloc(struct sound **sp, const struct sa *local, enum tone_side side,
		size_t tone, sound_heard_h *h, void *arg);

/** Speak (drill/speech.h) instead of sounding the tone; before sound_start() */
void sound_speak(struct sound *s, unsigned voice);

/** Close a sound; NULL is allowed */
void sound_free(struct sound *s);

/** Address it receives on */
const struct sa *sound_address(const struct sound *s);

/** Send as agreed from now on; called again after a re-INVITE */
void sound_start(struct sound *s, const struct voice *voice);

/**
 * Press keys (RFC 4733), one after the other, 160 ms each and 140 ms apart
 *
 * @param keys  "0" to "9", "*", "#", "A" to "D"; at most SOUND_KEYS_MAX
 *
 * @return 0; EPROTO if nothing is sent or the other side takes no keys
 */
int sound_press(struct sound *s, const char *keys);

/** What was measured so far */
void sound_figures(const struct sound *s, struct sound_figures *figures);

#endif
