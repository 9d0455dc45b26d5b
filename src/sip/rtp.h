/**
 * @file sip/rtp.h  RTP packets, ports, and whom to listen to
 *
 * No allocation, no waiting, no shared state: for media threads.
 */
#ifndef SIP_RTP_H
#define SIP_RTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sip/compat.h"

/** Bytes of an RTP header as we write it */
#define RTP_HEADER 12

/** Longest packet that is taken or sent, bytes */
#define RTP_MAX 1500

/** One packet (RFC 3550 5.1) */
struct rtp {
	bool marker;
	uint8_t type; /**< Payload type, 0 to 127 */
	uint16_t seq;
	uint32_t ts;
	uint32_t ssrc;
	const uint8_t *payload; /**< Borrowed from the datagram */
	size_t size;		/**< Bytes of payload */
};

/**
 * Read a packet
 *
 * @return 0, or EBADMSG if it is no RTP version 2, is RTCP (RFC 5761), or
 *         says it is longer than it is; no sentence is left
 */
int rtp_read(struct rtp *rtp, const uint8_t *data, size_t n);

/** Write a packet of at most RTP_MAX bytes; returns its size, 0 if too long */
size_t rtp_write(uint8_t to[RTP_MAX], const struct rtp *rtp);

/** A key on the wire (RFC 4733) */
struct rtp_key {
	char key;  /**< '0' to '9', '*', '#', 'A' to 'D' */
	bool last; /**< The end bit */
	uint8_t volume;
	uint16_t duration; /**< In samples */
};

/** Read a telephone-event payload; EBADMSG if it is none of the keys */
int rtp_key_read(struct rtp_key *key, const struct rtp *rtp);

/** Pairs of ports, RTP even and RTCP odd, in a range */
struct rtp_ports {
	struct sa local; /**< Address; its port is not used */
	uint16_t first;	 /**< Even */
	uint16_t last;	 /**< Odd, above first */
	uint16_t next;	 /**< Where the search goes on; 0 at the start */
};

/**
 * Let the search begin anywhere in the range
 *
 * Who was killed and starts again does not take the very ports to which calls
 * of before still send.
 */
void rtp_ports_begin(struct rtp_ports *ports);

/** An open pair of sockets, non-blocking */
struct rtp_pair {
	int rtp_fd;
	int rtcp_fd;
	struct sa local; /**< Of RTP */
};

/**
 * Open the next free pair
 *
 * @return 0, EBUSY if no pair is free, EMFILE if no descriptor is left
 */
int rtp_pair_open(struct rtp_pair *pair, struct rtp_ports *ports);

/** Close a pair; fds become -1, which is allowed */
void rtp_pair_close(struct rtp_pair *pair);

/**
 * Whom a stream is taken from
 *
 * The address that SDP names is taken at once.  Behind NAT the peer may send
 * from elsewhere: another port of that host, or the host that signalling came
 * from, is taken after a run of packets, until the named address is heard:
 * a late stream of that host to a port used before takes nothing for good.
 * Otherwise only the source taken counts until the next offer and answer:
 * strangers can neither inject sound nor draw it to themselves.
 */
struct rtp_latch {
	struct sa named;  /**< From SDP */
	struct sa signal; /**< Host that signalling came from */
	struct sa other;  /**< Candidate */
	unsigned run;	  /**< Packets of the candidate in a row */
	bool taken;
	struct sa source; /**< Taken; may change once, to the one named */
};

/** Begin anew after an offer and answer */
void rtp_latch_init(struct rtp_latch *latch, const struct sa *named,
		    const struct sa *signal);

/**
 * Judge the source of a packet
 *
 * @return True if the packet belongs to the stream; latch->taken tells whether
 *         the source is now fixed
 */
bool rtp_latch_take(struct rtp_latch *latch, const struct sa *from);

#endif
