/**
 * @file engine/media_private.h  Streams, as the two sides of media share them
 */
#ifndef ENGINE_MEDIA_PRIVATE_H
#define ENGINE_MEDIA_PRIVATE_H

#include <pthread.h>

#include "engine/media.h"

#define FRAME_MS      20
#define FRAME_SAMPLES 160
#define CARE_SLOTS    50 /* of FRAME_MS: each stream is looked after once a s */
#define PLAY_MAX      20 /* announcements in line */

/** What the SIP thread wants */
enum media_order_type {
	ORDER_OPEN,
	ORDER_AGREE,
	ORDER_PLAY,
	ORDER_STOP,
	ORDER_BRIDGE,
	ORDER_CLOSE,
	ORDER_QUIT,
};

struct media_order {
	enum media_order_type type;
	struct stream *stream;
	struct stream *seat;	     /**< ORDER_BRIDGE */
	struct recording *rec;	     /**< ORDER_BRIDGE */
	const struct prompt *prompt; /**< ORDER_PLAY */
	bool loop;		     /**< ORDER_PLAY */
	struct voice voice;	     /**< ORDER_AGREE */
	struct sa signal;	     /**< ORDER_AGREE */
};

/** What a thread says; type as in media.h */
struct media_notice {
	struct stream *stream;
	struct media_event event;
};

/** What we send on a stream: one unbroken sequence whatever its sources */
struct stream_out {
	uint32_t ssrc;
	uint16_t seq;	  /**< Next */
	uint32_t ts;	  /**< Next */
	int64_t last;	  /**< Sent at, monotonic ms */
	uint32_t from;	  /**< SSRC relayed now */
	uint16_t seq_off; /**< Ours minus its */
	uint32_t ts_off;
	bool relaying; /**< from and the offsets hold */
};

/** What comes in on a stream */
struct stream_in {
	uint32_t ssrc;
	bool any;
	uint16_t max_seq;
	int64_t lost;
	int64_t transit; /**< RFC 3550 A.8, in 1/8000 s */
	double jitter;
	int64_t last; /**< Received at, monotonic ms */
	uint32_t key_ts;
	bool key_done;
	bool silent; /**< MEDIA_SILENT was said */
};

struct stream {
	struct media_thread *thread;
	struct media *media;
	void *owner;
	struct rtp_pair pair;
	struct late *close; /**< So that it can be closed in any case */

	/* The media thread's from ORDER_OPEN to MEDIA_CLOSED */
	struct voice voice;
	bool agreed;
	bool connected;
	struct rtp_latch latch;
	struct stream_out out;
	struct stream_in in;
	struct record_media stats;
	struct stream *peer;
	struct recording *rec;
	enum recording_side side;
	struct {
		const struct prompt *prompt;
		bool loop;
	} playv[PLAY_MAX];
	unsigned playc;
	size_t played; /**< Samples sent of the first */
	struct le play_le;
	struct le care_le;
	struct le due_le;
	bool played_due, key_due, silent_due, closed_due;
	bool closing;
	char key;
};

struct media_thread {
	struct media *media;
	pthread_t thread;
	bool running;
	unsigned index;
	int epoll_fd;
	int wake_fd;
	struct pipe *orders;  /**< From the SIP thread */
	struct pipe *notices; /**< To the SIP thread */
	struct pipe *records; /**< To the recorder */
	struct list backlog;  /**< Orders that did not fit; SIP thread's */
	struct list playing[FRAME_MS]; /**< By the ms they are due */
	struct list care[CARE_SLOTS];
	struct list due; /**< Streams with something to say */
	int64_t tick;	 /**< Served up to here, monotonic ms */
	int64_t now_us;
	bool quit;
	unsigned next_play, next_care; /**< Spread new ones evenly */
};

struct media {
	struct media_conf conf;
	struct media_thread *threadv;
	unsigned count;
	struct bell *bell;
	struct tmr retry;
	unsigned next;
};

/** Body of a media thread; arg is a struct media_thread */
void *media_thread_run(void *arg);

/** Take a packet in on a stream: latch, count, record, relay */
void stream_receive(struct stream *s);

/** Begin anew with what was agreed */
void stream_apply(struct stream *s, const struct media_order *order);

/** Send the next 20 ms of an announcement; false if there is none left */
bool stream_play_frame(struct stream *s);

#endif
