/**
 * @file drill/stream.h  The voice of one party: real RTP both ways
 *
 * A stream owns a UDP port.  It sends its tone in packets of 20 ms (RFC 3550,
 * RFC 3551) and measures what it receives.  Runs on the SIP loop.
 */
#ifndef DRILL_STREAM_H
#define DRILL_STREAM_H

#include <stdint.h>

#include "drill/tone.h"
#include "sip/voice.h"

struct stream;

/** What was measured; times are of clock_mono_us(), 0 if it did not happen */
struct stream_figures {
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

/** The first sound of the other side was heard; may end the stream */
typedef void stream_heard_h(void *arg);

/**
 * Open a stream
 *
 * @param sp     Set to the stream; free it with stream_free()
 * @param local  Address to bind, port 0
 * @param side   Which side the party is on; it listens for the other
 * @param tone   Its own tone
 * @param h      Told when the other side is heard; may be NULL
 *
 * @return 0 or EIO
 */
int stream_alloc(struct stream **sp, const struct sa *local,
		 enum tone_side side, size_t tone, stream_heard_h *h,
		 void *arg);

/** Close a stream; NULL is allowed */
void stream_free(struct stream *s);

/** Address it receives on */
const struct sa *stream_address(const struct stream *s);

/** Send as agreed from now on; called again after a re-INVITE */
void stream_start(struct stream *s, const struct voice *voice);

/** Send no more; what still comes in is measured */
void stream_stop(struct stream *s);

/** What was measured so far */
void stream_figures(const struct stream *s, struct stream_figures *figures);

#endif
