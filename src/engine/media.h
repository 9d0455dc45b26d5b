/**
 * @file engine/media.h  The threads that carry sound
 *
 * A stream is the RTP of one leg: a pair of ports, whom it is taken from, what
 * is sent.  It lives on one media thread, which relays, plays and records
 * without locks, allocation or waiting; the SIP thread commands it through a
 * pipe and hears of it through another.  Two streams that are bridged are on
 * the same thread.
 *
 * Everything declared here is for the SIP thread.
 */
#ifndef ENGINE_MEDIA_H
#define ENGINE_MEDIA_H

#include <stdint.h>

#include "call/record.h"
#include "engine/prompt.h"
#include "engine/recorder.h"
#include "sip/rtp.h"
#include "sip/voice.h"

struct media;
struct stream;

/** What a stream tells its owner */
enum media_event_type {
	MEDIA_PLAYED, /**< All announcements were sent                  */
	MEDIA_KEY,    /**< The peer pressed a key                       */
	MEDIA_SILENT, /**< The peer sends nothing, though it should     */
	MEDIA_CLOSED, /**< Last event; the stream is gone after it      */
};

struct media_event {
	enum media_event_type type;
	char key;		   /**< MEDIA_KEY */
	struct record_media stats; /**< MEDIA_CLOSED */
};

/** Told of events on the loop */
typedef void media_event_h(const struct media_event *event, void *owner);

struct media_conf {
	unsigned threads;	   /**< At least 1 */
	bool realtime;		   /**< Before all that is not; if allowed */
	struct rtp_ports ports;	   /**< To take pairs from */
	struct recorder *recorder; /**< With as many sources as threads */
	const struct prompt *hold; /**< For who is put on hold; NULL: silence */
	int64_t silence;	   /**< MEDIA_SILENT after, ms; 0: never */
	media_event_h *eventh;
};

/**
 * Start the threads
 *
 * @param mp  Set to them; stop them with media_stop()
 *
 * @return 0, ENOMEM or EIO
 */
int media_start(struct media **mp, const struct media_conf *conf);

/** End the threads; streams still open are given up; NULL is allowed */
void media_stop(struct media *m);

/**
 * Open a stream on a pair of ports
 *
 * @param sp     Set to the stream; close it with stream_close()
 * @param with   A stream it may be bridged with later, or NULL
 * @param owner  Handed to the event handler
 *
 * @return 0; EBUSY if no port or descriptor is left; ENOMEM
 */
int stream_open(struct stream **sp, struct media *m, const struct stream *with,
		void *owner);

/** Have another hear of its events from now on */
void stream_give(struct stream *s, void *owner);

/** Our RTP address, for SDP */
const struct sa *stream_local(const struct stream *s);

/**
 * Say what was agreed with the peer; after each offer and answer
 *
 * @param signal  Where its signalling comes from
 */
void stream_agree(struct stream *s, const struct voice *voice,
		  const struct sa *signal);

/** Send an announcement after those under way; MEDIA_PLAYED follows the last,
 *  but a loop goes on until stream_stop() or a bridge */
void stream_play(struct stream *s, const struct prompt *prompt, bool loop);

/**
 * Listen for keys in the sound itself, where none were agreed as events
 *
 * MEDIA_KEY comes for keys that are events in any case.  Tones are looked for
 * only while a menu waits for them, so that no voice is taken for a key at any
 * other time.
 */
void stream_listen(struct stream *s, bool on);

/** Send no announcement any more */
void stream_stop(struct stream *s);

/**
 * Relay between two streams, playing nothing any more
 *
 * While one of them does not listen (stream_agree(): it put the call on hold)
 * the other hears music, and nothing of it is heard or recorded.
 *
 * @param caller  Left side of the recording
 * @param seat    Right side
 * @param rec     Recorded to, from now until the caller's stream is closed;
 *                NULL: not recorded, or to the one begun earlier; may be
 *                the one of stream_record(), which goes on
 */
void stream_bridge(struct stream *caller, struct stream *seat,
		   struct recording *rec);

/**
 * Record what comes in on a stream, for itself, whether it is bridged or not
 *
 * @param rec  Recorded to on its caller's side from now on; NULL: end it.  It
 *             ends with the stream at the latest.
 */
void stream_record(struct stream *s, struct recording *rec);

/** Close it; MEDIA_CLOSED comes with the figures, then it is freed.  With the
 *  caller's stream its recording ends. */
void stream_close(struct stream *s);

#endif
