/**
 * @file engine/control.h  What supervisors order while the engine runs
 *
 * On the loop only.
 */
#ifndef ENGINE_CONTROL_H
#define ENGINE_CONTROL_H

#include <stdint.h>

#include "call/record.h"
#include "engine/engine.h"

/** What a seat can be told */
enum control_seat_order {
	CONTROL_READY,	     /**< No pause any more */
	CONTROL_PAUSE,	     /**< Takes no calls after this one */
	CONTROL_WRAP_UP_END, /**< Done with the last call */
	CONTROL_WRAP_UP,     /**< Not done yet: the wrap-up lasts longer */
};

/** What goes with it */
struct control_seat_ask {
	char reason[RECORD_NAME]; /**< Of a pause, kept and shown, or "" */
	char queue[RECORD_NAME];  /**< Pause in this one alone; "": in all */
	int64_t ms;		  /**< How long a wrap-up lasts from now */
};

/**
 * Order a seat
 *
 * @return 0; ENOENT if there is no such seat, or it is not in the queue; EINVAL
 *         if the reason is none of those configured; EPROTO if a wrap-up shall
 *         last longer and there is none
 */
int control_seat(struct engine *e, const char *seat,
		 enum control_seat_order order,
		 const struct control_seat_ask *ask);

/** End a call as if the engine stopped; ENOENT if there is none */
int control_hang_up(struct engine *e, int64_t call);

#endif
