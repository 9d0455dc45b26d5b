/**
 * @file sip/trust.h  Who must be at the other end of TLS that we open
 *
 * Connections that are taken in prove our end, not theirs; one that we open to
 * an address of these ends before anything is sent over it, unless its
 * certificate says that it is who we want.
 */
#ifndef SIP_TRUST_H
#define SIP_TRUST_H

#include "sip/ua.h"

struct trust_peer {
	const char *label; /**< In the log: "trunk carrier-a" */
	struct sa addr;	   /**< Its port does not matter */
	const char *host;  /**< In its certificate, a name or an address;
				NULL: it need not prove anything */
	const char *ca;	   /**< PEM file of who vouches; NULL: the system's */
};

/**
 * Have peers prove who they are from now on
 *
 * What was said before of other addresses holds on.
 *
 * @param peerv  Copied; an address has one row
 *
 * @return 0; ENOENT or EBADMSG with a sentence for a file, ENOMEM: then those
 *         before hold
 */
int trust_set(struct ua *ua, const struct trust_peer *peerv, size_t peerc);

/** Read a file of who vouches, to see that it can be; like trust_set() */
int trust_check(const char *ca);

#endif
