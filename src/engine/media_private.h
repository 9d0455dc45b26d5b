/**
 * @file engine/media_private.h  Streams, as the two sides of media share them
 */
#ifndef ENGINE_MEDIA_PRIVATE_H
#define ENGINE_MEDIA_PRIVATE_H

#include <pthread.h>

#include "engine/media.h"
#include "engine/pace.h"
#include "sip/rtcp.h"

#define FRAME_MS      20
#define FRAME_SAMPLES 160
#define CARE_SLOTS    50 /* of FRAME_MS: each stream is looked after once a s */
#define PLAY_MAX      20 /* announcements in line */
#define KEY_MAX	      8	 /* keys not told of yet */
#define SEALED_MAX    (RTP_MAX + 64)

/** Reports, ours and theirs */
struct stream_reports {
	char cname[RTCP_CNAME];
	struct sa to;		    /**< Where ours go */
	bool heard;		    /**< to is where theirs come from */
	int wait;		    /**< s until the next of ours */
	int64_t sent;		    /**< Packets at the last of ours */
	int64_t expected, received; /**< At the last of ours */
	uint32_t our_sr[2];	    /**< Middle of the NTP time of our last */
	uint32_t their_sr;	    /**< Likewise of theirs */
	int64_t their_sr_at;	    /**< Monotonic us */
};

/** What the SIP thread wants */
enum media_order_type {
	ORDER_OPEN,
	ORDER_AGREE,
	ORDER_PLAY,
	ORDER_STOP,
	ORDER_LISTEN,
	ORDER_BRIDGE,
	ORDER_RECORD,
	ORDER_CLOSE,
	ORDER_QUIT,
};

struct media_order {
	enum media_order_type type;
	struct stream *stream;
	struct stream *seat;	     /**< ORDER_BRIDGE */
	struct recording *rec;	     /**< ORDER_BRIDGE, ORDER_RECORD */
	const struct prompt *prompt; /**< ORDER_PLAY */
	bool loop;		     /**< ORDER_PLAY */
	bool on;		     /**< ORDER_LISTEN */
	uint32_t serial;	     /**< ORDER_PLAY */
	struct voice voice;	     /**< ORDER_AGREE */
	struct sa signal;	     /**< ORDER_AGREE */
	struct srtp *unseal, *seal;  /**< ORDER_AGREE; NULL: in clear */
};

/** What a thread says; type as in media.h */
struct media_notice {
	struct stream *stream;
	struct media_event event;
	uint32_t serial; /**< MEDIA_PLAYED: of the last announcement */
};

/** What we send on a stream: one unbroken sequence whatever its sources */
struct stream_out {
	uint32_t ssrc;
	uint16_t seq;	  /**< Next */
	uint32_t ts;	  /**< Next */
	int64_t last;	  /**< Sent at, monotonic ms */
	int64_t span;	  /**< Length of what was sent then, ms */
	int64_t bytes;	  /**< Of payload, in all */
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
	uint16_t base_seq; /**< First of this SSRC */
	uint32_t cycles;   /**< Of the sequence number, times 65536 */
	int64_t received;  /**< Of this SSRC */
	int64_t lost;
	int64_t transit; /**< RFC 3550 A.8, in 1/8000 s */
	double jitter;
	int64_t last; /**< Received at, monotonic ms */
	uint32_t key_ts;
	bool key_done;
	bool silent; /**< MEDIA_SILENT was said */
};

struct stream {
	/* The media thread's from ORDER_OPEN to MEDIA_CLOSED, but for the
	 * pair's address.  First what every packet needs: it is fetched ahead.
	 */
	struct media_thread *thread;
	struct stream *peer;
	struct recording *rec;
	struct recording *said;	    /**< Of this side alone: stream_record() */
	struct srtp *unseal, *seal; /**< NULL: sound goes in clear */
	enum recording_side side;
	bool agreed;
	bool held; /**< By the peer: it hears music */
	bool connected;
	bool known; /**< to is where it sent from, lately or now */
	bool listening;
	struct rtp_pair pair;
	struct rtp_latch latch;
	struct stream_in in;
	struct stream_out out;
	struct record_media stats;
	struct voice voice; /**< Of it, the beginning */

	struct sa to; /**< Where we send: SDP's address, then the source */
	struct stream_reports reports;
	struct dtmf_dec *tones; /**< Finds keys in the sound; NULL: never */
	struct {
		const struct prompt *prompt;
		bool loop;
	} playv[PLAY_MAX];
	unsigned playc;
	uint32_t play_serial;
	size_t played; /**< Samples sent of the first */
	struct le play_le;
	struct le care_le;
	struct le due_le;
	bool played_due, silent_due, closed_due;
	bool closing;
	struct recording *ended; /**< The recorder is to be told */
	char keyv[KEY_MAX];
	unsigned keyc;

	/* The SIP thread's */
	struct media *media;
	void *owner;
	struct late *close; /**< So that it can be closed in any case */
	uint32_t serial;    /**< Of the last order to play or stop */
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
	bool put;	      /**< Orders to wake it for; SIP thread's */
	struct list playing[FRAME_MS]; /**< By the ms they are due */
	struct list care[CARE_SLOTS];
	struct list due; /**< Streams with something to say */
	int64_t tick;	 /**< Served up to here, monotonic ms */
	int64_t now_us;
	struct pace pace;
	int64_t wall_us; /**< Wall clock minus monotonic, at the start */
	bool quit;
	bool coarse; /**< The kernel waits in whole ms only (before 5.11) */
	unsigned next_play, next_care; /**< Spread new ones evenly */
};

struct media {
	struct media_conf conf;
	struct media_thread *threadv;
	unsigned count;
	struct bell *bell;
	struct tmr retry;
	struct tmr wake;
	unsigned next;
};

/** Body of a media thread; arg is a struct media_thread */
void *media_thread_run(void *arg);

/** Take a packet in on a stream: latch, count, record, relay */
void stream_receive(struct stream *s);

/** Make what opens and closes seals with keys; 0 or an error of libre's */
int seal_alloc(struct srtp **inp, struct srtp **outp, const struct sdes *sdes);

/** Use what an order brings, if the keys are new */
void seal_apply(struct stream *s, const struct media_order *o);

/** Open a packet in its place; false if it is not the peer's, or came twice */
bool seal_open(struct stream *s, uint8_t *data, size_t *np, bool report);

/** Seal a packet; its size, or 0 if that is not possible */
size_t seal_close(struct stream *s, uint8_t to[SEALED_MAX], const uint8_t *data,
		  size_t n, bool report);

/** Handler of the tone decoder; arg is the stream */
void stream_tone(char key, void *arg);

/** Take a report in on a stream's second port */
void stream_hear(struct stream *s);

/** Take in a report that came from an address */
void stream_heard(struct stream *s, uint8_t *data, size_t n,
		  const struct sa *from);

/** Begin with a name of its own and nothing reported */
void reports_init(struct stream_reports *r);

/** Say where reports go now */
void stream_report_to(struct stream *s, const struct voice *voice);

/** A second has passed: report if it is time */
void stream_report_due(struct stream *s);

/** Report now, with good-bye at the end */
void stream_report(struct stream *s, bool bye);

/** Begin anew with what was agreed */
void stream_apply(struct stream *s, const struct media_order *order);

/** Take a peer that went silent from wherever it comes back */
void stream_relatch(struct stream *s);

/** Send the next 20 ms of an announcement; false if there is none left */
bool stream_play_frame(struct stream *s);

#endif
