/**
 * @file sip/check.h  Is a message fit to be worked on?
 *
 * libre's parser lets pass what a server must refuse (RFC 3261 8.2, 16.3 and
 * 18.3; RFC 4475 has the examples).  Everything that arrives goes through here
 * first.  Pure functions over one message.
 */
#ifndef SIP_CHECK_H
#define SIP_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sip/compat.h"

/** What is wrong with a message */
struct check {
	uint16_t status;    /**< To answer with; 0 nothing is wrong */
	const char *reason; /**< Reason phrase */
	char headers[256];  /**< More header lines, each with CRLF, or "" */
};

/** Header line with the methods that are taken */
#define CHECK_ALLOW                                                           \
	"Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, UPDATE, PRACK, " \
	"REFER\r\n"

/** Header line with the extensions that are understood, for answers; and for
 *  an INVITE of ours, whose provisional answers we do not confirm */
#define CHECK_SUPPORTED	     "Supported: timer, 100rel\r\n"
#define CHECK_SUPPORTED_OURS "Supported: timer\r\n"

/** Longest message that is looked at, bytes */
#define CHECK_SIZE_MAX 16384

/**
 * Judge a request that libre's parser took
 *
 * A body longer than Content-Length says is cut to it, as RFC 3261 18.3 wants
 * for datagrams.
 *
 * @param msg    Request; the end of its buffer may be moved
 * @param check  Receives the verdict; status 0 means that it is fit
 */
void check_request(struct sip_msg *msg, struct check *check);

/**
 * Judge a response; true if it is fit, otherwise it is to be dropped
 *
 * A redirection (3xx) is turned into 480: libre would follow it by itself, and
 * a station could lead a call out of the house with it.  Of several challenges
 * those with MD5 are left, which it can answer.
 */
bool check_response(struct sip_msg *msg);

/**
 * Write the answer to a request that libre's parser refused
 *
 * The header fields needed are found line by line and copied as they came.
 *
 * @param to    Receives the response
 * @param size  Bytes there
 * @param from  The datagram
 * @param n     Bytes of it
 *
 * @return Bytes written; 0 if it is not to be answered: no request, an ACK, or
 *         one of Via, From, To, Call-ID and CSeq is missing
 */
size_t check_answer_raw(char *to, size_t size, const char *from, size_t n);

#endif
