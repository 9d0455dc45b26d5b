/**
 * @file engine/digest.h  Digest authentication of stations
 *
 * RFC 3261 22 with qop=auth, by MD5, which every telephone speaks, by SHA-256
 * (RFC 8760), or either.  A nonce is a time, a number and an HMAC over them and
 * the host it was given to, so none has to be remembered, and an answer proves
 * that the sender is reached there.  For each user the times and the counts
 * (nc) of the nonces accepted last are remembered, one for each of several
 * telephones, so that a request that was listened to cannot be sent again.
 */
#ifndef ENGINE_DIGEST_H
#define ENGINE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sip/compat.h"

/** Seconds that a nonce is good for */
#define DIGEST_NONCE_S 300

/** Room for the challenges and their NUL */
#define DIGEST_CHALLENGE 640

/** Room for a hash in hexadecimal and its NUL */
#define DIGEST_HEX 65

/** Nonces of a user that may be in use at a time */
#define DIGEST_NONCES 4

/** What a challenge may be answered with; bits */
enum digest_algorithm { DIGEST_MD5 = 1, DIGEST_SHA256 = 2 };

struct digest {
	char realm[128];
	unsigned algorithms; /**< Offered, the strongest first */
	uint8_t key[32];     /**< Of the HMAC, new with every start */
	uint16_t number;     /**< Of the next nonce */
};

/** A nonce that was accepted */
struct digest_nonce {
	int64_t stamp;	/**< Its time and number */
	uint32_t count; /**< nc accepted last with it */
};

/** What is remembered of a user */
struct digest_user {
	char ha1[2][DIGEST_HEX]; /**< Of user, realm and secret: MD5, SHA-256 */
	struct digest_nonce noncev[DIGEST_NONCES];
	int64_t floor; /**< Nonces up to this are not accepted any more */
};

/** How it went */
enum digest_verdict {
	DIGEST_GOOD,
	DIGEST_NONE,  /**< No credentials: challenge */
	DIGEST_STALE, /**< Right, but an old nonce or a replay: challenge */
	DIGEST_WRONG, /**< Unknown user or wrong secret */
};

/** Set up with a fresh key; algorithms: bits of enum digest_algorithm */
void digest_init(struct digest *d, const char *realm, unsigned algorithms);

/** Set up what is remembered of a user */
void digest_user_init(struct digest_user *user, const struct digest *d,
		      const char *name, const char *secret);

/** Whom a challenge is for and when */
struct digest_scene {
	const struct sa *host; /**< Its port does not count */
	int64_t now;	       /**< ms of a clock that does not jump */
};

/** Write the header lines of a challenge, each with CRLF */
void digest_challenge(struct digest *d, char to[DIGEST_CHALLENGE], bool stale,
		      const struct digest_scene *scene);

/** Who the credentials of a request say it is from; empty if there are none
 *  for our realm */
struct pl digest_claims(const struct digest *d, const struct sip_msg *msg);

/** Judge a request's credentials; a good verdict is remembered */
enum digest_verdict digest_check(const struct digest *d,
				 struct digest_user *user,
				 const struct sip_msg *msg, int64_t now);

#endif
