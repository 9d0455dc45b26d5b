/**
 * @file engine/control.h  What supervisors order while the engine runs
 *
 * On the loop only.
 */
#ifndef ENGINE_CONTROL_H
#define ENGINE_CONTROL_H

#include <stdint.h>

#include "engine/engine.h"

/** What a seat can be told */
enum control_seat_order {
	CONTROL_READY,	     /**< No pause any more */
	CONTROL_PAUSE,	     /**< Takes no calls after this one */
	CONTROL_WRAP_UP_END, /**< Done with the last call */
};

/**
 * Order a seat
 *
 * @param reason  Of a pause, kept and shown; "" is allowed
 *
 * @return 0; ENOENT if there is no such seat
 */
int control_seat(struct engine *e, const char *seat,
		 enum control_seat_order order, const char *reason);

/** End a call as if the engine stopped; ENOENT if there is none */
int control_hang_up(struct engine *e, int64_t call);

#endif
