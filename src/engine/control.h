/**
 * @file engine/control.h  What supervisors order while the engine runs
 *
 * On the loop only.
 */
#ifndef ENGINE_CONTROL_H
#define ENGINE_CONTROL_H

#include <stdint.h>

#include "call/record.h"
#include "call/traffic.h"
#include "engine/consent.h"
#include "engine/engine.h"
#include "engine/remark.h"
#include "engine/wish.h"
#include "util/str.h"

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

/**
 * Read the configuration again and let it hold
 *
 * Calls go on: those under way keep what they began with, seats keep their
 * calls and registrations, callers their places.  What cannot change before
 * the next start keeps its old value, and a line of log says so.
 *
 * @param fixed  The keys of those are appended, with commas; free it
 *
 * @return 0; otherwise the old one holds: config_load()'s codes, ENOENT for an
 *         announcement, EPERM if there is no file, ENOMEM
 */
int control_reload(struct engine *e, struct str *fixed);
/** Put a wish for a call-back on record, or approve it: see engine/wish.h */
int control_wish(struct engine *e, const struct callback_request *request,
		 wish_h *h, void *arg);
int control_approve(struct engine *e, int64_t wish, const char *approved_by,
		    wish_approved_h *h, void *arg);

/** Withdraw a consent: see engine/consent.h; at is set */
int control_withdraw(struct engine *e, struct consent_order *order,
		     consent_h *h, void *arg);

/** Put down a note about a call: see engine/remark.h; at is set */
int control_remark(struct engine *e, struct remark *remark, records_h *h,
		   void *arg);

/** Let a caller or a number of ours in again that abnormal traffic has
 *  stopped; ENOENT if it is not stopped */
int control_release(struct engine *e, const char *key);

/** Hand out who is stopped */
void control_stopped(struct engine *e, traffic_stop_h *h, void *arg);

#endif
