/**
 * @file sip/rtcp.h  Reports about RTP, as RFC 3550 section 6 writes them
 *
 * Only what two parties of a call tell each other: a sender or receiver report
 * with one block about the other's stream, the canonical name, and good-bye.
 * No allocation, no waiting, no shared state: for media threads.
 */
#ifndef SIP_RTCP_H
#define SIP_RTCP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Longest compound packet that is written, bytes */
#define RTCP_MAX 128

/** Longest that is read */
#define RTCP_READ_MAX 1500

/** Characters of a canonical name; it says nothing of anybody (RFC 7022) */
#define RTCP_CNAME 16

/** What one party says of the stream it receives (RFC 3550 6.4.1) */
struct rtcp_block {
	uint32_t ssrc;	  /**< Whose stream */
	uint8_t fraction; /**< Lost since the last report, in 1/256 */
	int32_t lost;	  /**< Lost in all, 24 bits with sign */
	uint32_t max_seq; /**< Highest received, with its cycles */
	uint32_t jitter;  /**< In units of the time stamp */
	uint32_t lsr;	  /**< Middle of the NTP time of the last SR; 0: none */
	uint32_t dlsr;	  /**< Since that came, in 1/65536 s */
};

/** A compound packet */
struct rtcp {
	uint32_t ssrc;	  /**< Who says it */
	bool sender;	  /**< It sends: the next four hold */
	uint64_t ntp;	  /**< Now, in 2^-32 s since 1900 */
	uint32_t ts;	  /**< The same instant as a time stamp */
	uint32_t packets; /**< Sent in all */
	uint32_t bytes;	  /**< Of payload */
	bool about;	  /**< block holds */
	struct rtcp_block block;
	bool bye; /**< It leaves */
};

/** True for a datagram that is RTCP rather than RTP on a port that carries
 *  both (RFC 5761 section 4) */
bool rtcp_is(const uint8_t *data, size_t n);

/**
 * Read a compound packet
 *
 * Types that are not known are passed over, as are blocks on others.
 *
 * @param r     Set to it
 * @param ours  SSRC that we send with: the block about it is kept
 *
 * @return 0, or EBADMSG if it fails the checks of RFC 3550 A.2; no sentence is
 *         left
 */
int rtcp_read(struct rtcp *r, uint32_t ours, const uint8_t *data, size_t n);

/**
 * Write a compound packet: report, name, and good-bye if it says so
 *
 * @return Its size
 */
size_t rtcp_write(uint8_t to[RTCP_MAX], const struct rtcp *r,
		  const char cname[RTCP_CNAME]);

/** NTP time of an instant in us since 1970 */
uint64_t rtcp_ntp(int64_t us);

/** Middle 32 bits of an NTP time, as reports repeat it */
uint32_t rtcp_middle(uint64_t ntp);

#endif
