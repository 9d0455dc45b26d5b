/**
 * @file tests/sip/phone_seal.h  A telephone's encrypted sound (RFC 3711)
 */
#ifndef TESTS_SIP_PHONE_SEAL_H
#define TESTS_SIP_PHONE_SEAL_H

#include <string.h>

#include "sip/rtp.h"
#include "sip/voice.h"

struct seal {
	struct sdes sdes; /**< As begun with */
	struct srtp *in, *out;
};

/** Begin, or go on if nothing changed; false if it cannot be */
static inline bool seal_begin(struct seal *s, const struct sdes *sdes)
{
	enum srtp_suite suite = sdes->suite == SDES_SHA1_80
					? SRTP_AES_CM_128_HMAC_SHA1_80
					: SRTP_AES_CM_128_HMAC_SHA1_32;

	if (!memcmp(&s->sdes, sdes, sizeof(*sdes)))
		return true;
	s->sdes = *sdes;
	s->in = mem_deref(s->in);
	s->out = mem_deref(s->out);
	return sdes->suite == SDES_NONE ||
	       (!srtp_alloc(&s->in, suite, sdes->in, SDES_KEY, 0) &&
		!srtp_alloc(&s->out, suite, sdes->out, SDES_KEY, 0));
}

static inline void seal_end(struct seal *s)
{
	mem_deref(s->in);
	mem_deref(s->out);
	memset(s, 0, sizeof(*s));
}

/* libre works in place.
 * NOLINTBEGIN(readability-non-const-parameter) */

/** Encrypt in place, in a buffer of RTP_MAX; the bytes then, 0: failed */
static inline size_t seal_put(struct seal *s, uint8_t *data, size_t n)
{
	struct mbuf mb = { .buf = data, .size = RTP_MAX, .end = n };

	if (!s->out)
		return n;
	return srtp_encrypt(s->out, &mb) ? 0 : mb.end;
}

/** Decrypt in place; 0: it was not encrypted as agreed */
static inline size_t seal_take(struct seal *s, uint8_t *data, size_t n)
{
	struct mbuf mb = { .buf = data, .size = n, .end = n };

	if (!s->in)
		return n;
	return srtp_decrypt(s->in, &mb) ? 0 : mb.end;
}

/* NOLINTEND(readability-non-const-parameter) */

#endif
