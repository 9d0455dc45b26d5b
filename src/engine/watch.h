/**
 * @file engine/watch.h  The engine's calls as call/traffic.h sees them
 */
#ifndef ENGINE_WATCH_H
#define ENGINE_WATCH_H

#include "call/policy.h"
#include "call/record.h"
#include "call/traffic.h"
#include "pack/config.h"

struct inbound;

/** Begin to watch by the usual rules and what the configuration says of them;
 *  0 or ENOMEM */
int watch_make(struct traffic **tp, const struct config *conf);

/** A trunk's call was ruled on */
void watch_invite(struct inbound *in, const struct policy_ask *ask,
		  const struct policy_ruling *ruling);

/** A call is over */
void watch_ended(struct inbound *in, const struct record *record);

/** A seat tried to call outside */
void watch_breach(struct inbound *in, const struct record_breach *breach);

#endif
