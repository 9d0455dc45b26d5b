/**
 * @file engine/ring.h  Ringing a seat: the only way a call leaves the engine
 *
 * Inbound only, by construction: this is the one object file of the engine
 * that refers to leg_connect(), which a test of the object files makes sure of
 * (tests/lint/outbound.bats), and all it can be told to ring is a binding that
 * our registrar made of an authenticated REGISTER.
 */
#ifndef ENGINE_RING_H
#define ENGINE_RING_H

#include "engine/registrar.h"
#include "sip/leg.h"

/** How the seat sees the call */
struct ring_call {
	const char *caller; /**< Number, passed on unchanged */
	const char *called; /**< Number of ours, as the display name */
	const char *realm;
	const struct sa *local;	  /**< Our RTP address */
	enum voice_law law;	  /**< The caller's */
	enum voice_safety safety; /**< Not in clear: over TLS alone */
	void *witness;		  /**< Of its end, see sip/leg.h */
};

/**
 * Ring a seat's station
 *
 * @param legp  Set to the leg; free it with leg_free()
 *
 * @return 0, EINVAL or ENOMEM
 */
int ring_seat(struct leg **legp, struct ua *ua, const struct binding *to,
	      const struct ring_call *call, const struct leg_handlers *h,
	      void *arg);

#endif
