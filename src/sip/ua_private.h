/**
 * @file sip/ua_private.h  An endpoint, as ua.c, gate.c and flow.c share it
 */
#ifndef SIP_UA_PRIVATE_H
#define SIP_UA_PRIVATE_H

#include "sip/ua.h"

#define UA_LISTENERS 8

/* A handler that a layer of libre wants to have messages given to */
struct listener {
	struct ua *ua;
	sip_msg_h *h;
	void *arg;
	bool req;
	bool first; /**< Of its kind, so the message was not judged yet */
};

/* A UDP transport whose datagrams we take */
struct gate {
	struct ua *ua;
	struct udp_sock *us;
	struct sa addr;
	int fd;
	udp_recv_h *rh; /**< libre's own handler, for STUN */
	void *arg;
};

/* A listening socket of an endpoint */
struct door {
	struct ua *ua;
	struct tcp_sock *ts;
	tcp_conn_h *connh; /**< libre's */
	void *arg;
	bool secure;
};

struct ua {
	struct sip *sip;
	struct sipsess_sock *sessions;
	struct listener listenerv[UA_LISTENERS];
	size_t listenerc;
	struct listener *session_requests; /**< Of libre's sessions */
	struct gate gatev[UA_LISTEN_MAX];
	size_t gatec;
	struct door doorv[UA_LISTEN_MAX];
	size_t doorc;
	bool opening_tls; /**< The door being opened is one for TLS */
	struct hash *watches;
	ua_invite_h *inviteh;
	ua_request_h *requesth;
	ua_unreached_h *unreachedh;
	void *arg;
	int receive_buffer;
	unsigned session, session_min;
	struct tls *tls;
	struct list trusts;    /**< Peers that prove themselves, see trust.c */
	struct hash *flows;    /**< Connections taken in, see flow.c */
	struct list strangers; /**< Those that nobody vouches for */
	struct mbuf *crlf;
	struct tmr probe;
	uint64_t cookie;
	uint64_t sent;	   /**< Probe under way since, 0 none */
	int64_t lag;	   /**< Of the last probe that came back */
	unsigned bad_left; /**< Malformed messages still answered now */
	char software[64];
	char pinned[192]; /**< Contact of the message at hand, see gate.c */
};

/** The endpoint whose layers are being opened, or NULL */
struct ua *gate_opening(struct ua *ua);

/** Begin to measure how far behind the endpoint is */
void gate_probe(struct ua *ua);

/** Have it told which of our datagrams nobody took; 0 or ENOMEM */
int unreached_watch(struct gate *gate);

/** Take what was told of that; only after unreached_watch() */
void unreached_take(struct gate *gate);

/** Judge a message and hand it to the layers */
void gate_take(struct ua *ua, struct sip_msg *msg);

/**
 * Write the answer to a message that does not parse
 *
 * @return Bytes written, 0: none is due
 */
size_t gate_answer_raw(struct ua *ua, char *to, size_t size,
		       const struct mbuf *mb);

/** Acknowledge a 2xx that nobody waits for, and hang up */
void stray_answer(struct ua *ua, const struct sip_msg *msg);

/** Close the connections taken in that are left */
void flow_close_all(struct ua *ua);

#endif
