/**
 * @file sip/ping.h  Is a station still there?
 *
 * One OPTIONS to where a station registered from; whatever it answers, it is
 * there.
 */
#ifndef SIP_PING_H
#define SIP_PING_H

#include <stdbool.h>

#include "sip/ua.h"

struct ping;

/** How it went: true if an answer came */
typedef void ping_h(bool there, void *arg);

/**
 * Ask
 *
 * @param pingp  Set to the question, and to NULL once h was told; free it
 *               before with ping_free()
 * @param uri    Request-URI with a numeric host
 * @param realm  Host part of our From
 *
 * @return 0, EINVAL or ENOMEM
 */
int ping_start(struct ping **pingp, struct ua *ua, const char *uri,
	       const char *realm, ping_h *h, void *arg);

/** Give up; NULL is allowed */
void ping_free(struct ping *ping);

#endif
