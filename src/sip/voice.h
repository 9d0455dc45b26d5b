/**
 * @file sip/voice.h  What two parties agree to send each other
 *
 * Offer and answer (RFC 3264) for one G.711 stream with RFC 4733 keys.  Once a
 * law is agreed it stays for the life of the session, so that packets can be
 * relayed without transcoding; video and all else is declined.  Where
 * signalling is encrypted the stream may be too (RTP/SAVP, keys by RFC 4568).
 */
#ifndef SIP_VOICE_H
#define SIP_VOICE_H

#include <stdbool.h>

#include "sip/compat.h"
#include "sip/sdes.h"

/** Companding law, by RTP payload type (RFC 3551) */
enum voice_law { VOICE_PCMU = 0, VOICE_PCMA = 8 };

/** Any law, in voice_alloc() */
#define VOICE_ANY (-1)

/** What may become of a stream */
enum voice_safety {
	VOICE_CLEAR,  /**< It is not encrypted: offers of it are refused */
	VOICE_EITHER, /**< It is offered encrypted, and taken either way */
	VOICE_SEALED, /**< It is encrypted, or there is none */
};

/** What was agreed, from our side */
struct voice {
	enum voice_law law; /**< Both ways */
	int keys;	    /**< Payload type of keys to the peer, -1: none */
	int keys_in;	    /**< Payload type of keys from the peer */
	bool send;	    /**< The peer listens */
	bool receive;	    /**< The peer sends */
	bool mux;	    /**< Reports share the port (RFC 5761) */
	struct sa remote;   /**< Where the peer wants its packets */
	struct sa rtcp;	    /**< And its reports */
	struct sdes sdes;   /**< How it is sealed */
};

/** Name of a law in SDP: "PCMA" or "PCMU" */
const char *voice_law_name(enum voice_law law);

struct voice_session;

/**
 * Begin a negotiation
 *
 * @param sp     Set to the session; free it with mem_deref()
 * @param local  Our RTP address, numeric
 * @param law    The law to insist on, or VOICE_ANY; A-law is preferred
 * @param safety  Whether it may be encrypted
 */
int voice_alloc(struct voice_session **sp, const struct sa *local, int law,
		enum voice_safety safety);

/** From the next offer on, tell the peer that we do not listen, or do */
void voice_hold(struct voice_session *s, bool on);

/** Write our offer; free *descp with mem_deref() */
int voice_offer(struct voice_session *s, struct mbuf **descp);

/** Write our answer to the offer taken last; free *descp with mem_deref() */
int voice_answer(struct voice_session *s, struct mbuf **descp);

/**
 * Take the peer's offer
 *
 * @param desc    Its SDP from the position on
 * @param voicep  Set to what our answer will say
 *
 * @return 0; EBADMSG if it does not parse; EPROTO if there is no common law
 *         or no common way to seal it
 */
int voice_take_offer(struct voice_session *s, struct mbuf *desc,
		     struct voice *voicep);

/** Take the peer's answer to our offer; like voice_take_offer() */
int voice_take_answer(struct voice_session *s, struct mbuf *desc,
		      struct voice *voicep);

#endif
