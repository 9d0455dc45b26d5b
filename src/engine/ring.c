/**
 * @file engine/ring.c  INVITE to a registered station
 */
#include "engine/ring.h"

#include <stdio.h>
#include <string.h>

/* A number that may stand in a URI as it is; others are shown as unknown */
static const char *safe(const char *number)
{
	static const char good[] = "0123456789+*#-._"
				   "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return *number && strspn(number, good) == strlen(number) ? number
								 : "anonymous";
}

int ring_seat(struct leg **legp, struct ua *ua, const struct binding *to,
	      const struct ring_call *call, const struct leg_handlers *h,
	      void *arg)
{
	char from[160];
	const struct leg_target target = {
		.uri = to->uri,
		.from = from,
		.from_name = call->called,
		.user = "callpermit",
		.local = call->local,
		.pinned = true,
		.law = (int)call->law,
		.safety = call->safety,
		.witness = call->witness,
	};

	(void)snprintf(from, sizeof(from), "sip:%s@%s", safe(call->caller),
		       call->realm);
	return leg_connect(legp, ua, &target, h, arg);
}
