/**
 * @file engine/digest.h  Digest authentication of stations
 *
 * RFC 3261 22 with MD5 and qop=auth, which every telephone speaks.  A nonce is
 * a time and an HMAC over it and the host it was given to, so none has to be
 * remembered, and an answer proves that the sender is reached there.  For each
 * user the time and the count (nc) of the last nonce accepted are remembered,
 * so that a request that was listened to cannot be sent again.
 */
#ifndef ENGINE_DIGEST_H
#define ENGINE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "sip/compat.h"

/** Seconds that a nonce is good for */
#define DIGEST_NONCE_S 300

/** Room for a challenge and its NUL */
#define DIGEST_CHALLENGE 320

/** Bytes of a hash of user, realm and secret */
#define DIGEST_HA1 16

struct digest {
	char realm[128];
	uint8_t key[32]; /**< Of the HMAC, new with every start */
};

/** What is remembered of a user */
struct digest_user {
	uint8_t ha1[DIGEST_HA1];
	int64_t nonce_at; /**< Time of the nonce accepted last */
	uint32_t count;	  /**< nc accepted last with it */
};

/** How it went */
enum digest_verdict {
	DIGEST_GOOD,
	DIGEST_NONE,  /**< No credentials: challenge */
	DIGEST_STALE, /**< Right, but an old nonce or a replay: challenge */
	DIGEST_WRONG, /**< Unknown user or wrong secret */
};

/** Set up with a fresh key */
void digest_init(struct digest *d, const char *realm);

/** Set up what is remembered of a user */
void digest_user_init(struct digest_user *user, const struct digest *d,
		      const char *name, const char *secret);

/** Whom a challenge is for and when */
struct digest_scene {
	const struct sa *host; /**< Its port does not count */
	int64_t now;	       /**< ms of a clock that does not jump */
};

/** Write the header line of a challenge, with CRLF */
void digest_challenge(const struct digest *d, char to[DIGEST_CHALLENGE],
		      bool stale, const struct digest_scene *scene);

/** Who the credentials of a request say it is from; empty if there are none
 *  for our realm */
struct pl digest_claims(const struct digest *d, const struct sip_msg *msg);

/** Judge a request's credentials; a good verdict is remembered */
enum digest_verdict digest_check(const struct digest *d,
				 struct digest_user *user,
				 const struct sip_msg *msg, int64_t now);

#endif
