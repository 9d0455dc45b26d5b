/**
 * @file sip/flow.h  The connection that a message came over
 *
 * A connection that nobody vouches for is closed when it is idle for a while,
 * and only so many of them are open at a time; one that belongs to a registered
 * station or a trunk stays.  Over UDP there is nothing to watch.
 */
#ifndef SIP_FLOW_H
#define SIP_FLOW_H

#include <stdbool.h>

#include "sip/ua.h"

/** Somebody who wants to know when a connection is gone */
struct flow_watch {
	struct le le;
	void (*closedh)(void *arg);
	void *arg;
};

/** Vouch for the connection of a message */
void flow_vouch(struct ua *ua, const struct sip_msg *msg);

/** Vouch for it and watch it, until it is closed or flow_unwatch(); a watch
 *  that runs already is moved */
void flow_watch(struct flow_watch *watch, struct ua *ua,
		const struct sip_msg *msg);

/** Do not watch any more */
void flow_unwatch(struct flow_watch *watch);

#endif
