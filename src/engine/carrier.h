/**
 * @file engine/carrier.h  Our accounts at carriers
 *
 * Some carriers send calls to where an account is registered.  That is the one
 * request that the engine sends of its own accord besides those to stations: a
 * REGISTER to the address that the row of a trunk names, and nowhere else.
 * This is the one object of the engine that refers to reg_alloc()
 * (tests/lint/outbound.bats).
 */
#ifndef ENGINE_CARRIER_H
#define ENGINE_CARRIER_H

#include "call/board.h"
#include "engine/house.h"
#include "sip/ua.h"

struct carriers;

/**
 * Register with every trunk that has an account, and stay registered
 *
 * @param cp  Set to them; free them with carriers_free()
 * @param h   Told EVENT_TRUNK whenever it is otherwise than before
 *
 * @return 0, EINVAL or ENOMEM
 */
int carriers_start(struct carriers **cp, const struct house *house,
		   struct ua *ua, call_event_h *h, void *arg);

/** Take the registrations back; NULL is allowed */
void carriers_free(struct carriers *cs);

#endif
