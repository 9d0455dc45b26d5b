/**
 * @file engine/control.c  What supervisors order while the engine runs
 */
#include "engine/control.h"

#include <errno.h>

#include "engine/engine_private.h"
#include "engine/inbound_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/text.h"

int control_seat(struct engine *e, const char *seat,
		 enum control_seat_order order,
		 const struct control_seat_ask *ask)
{
	struct desk *desk = house_desk_by_seat(e->house, seat);
	const char *queue = *ask->queue ? ask->queue : NULL;

	if (!desk)
		return err_set(ENOENT, _("there is no seat %s"), seat);
	if (order == CONTROL_WRAP_UP)
		return inbound_wrap_up(e->inbound, desk, ask->ms);
	if (order == CONTROL_WRAP_UP_END) {
		(void)inbound_wrap_up(e->inbound, desk, 0); /* or it is over */
		return 0;
	}
	return inbound_pause(e->inbound, desk, queue, order == CONTROL_PAUSE,
			     ask->reason);
}

int control_hang_up(struct engine *e, int64_t call)
{
	for (struct le *le = e->inbound->calls.head; le; le = le->next) {
		struct incall *c = le->data;

		if (c->call.record.id != call || call_is_over(&c->call))
			continue;
		log_info("call %lld: ended by order", (long long)call);
		incall_step(c, CALL_SHUTDOWN);
		return 0;
	}

	return err_set(ENOENT, _("there is no call %lld"), (long long)call);
}

int control_wish(struct engine *e, const struct callback_request *request,
		 wish_h *h, void *arg)
{
	return wish_add(e->callbacks, request, h, arg);
}

int control_approve(struct engine *e, int64_t wish, const char *approved_by,
		    wish_approved_h *h, void *arg)
{
	return wish_approve(e->callbacks, wish, approved_by, h, arg);
}

int control_withdraw(struct engine *e, struct consent_order *order,
		     consent_h *h, void *arg)
{
	order->at = house_wall(e->house);
	return consent_withdraw(e->records, order, h, arg);
}

int control_remark(struct engine *e, struct remark *remark, records_h *h,
		   void *arg)
{
	remark->at = house_wall(e->house);
	return remark_keep(e->records, remark, h, arg);
}

int control_release(struct engine *e, const char *key)
{
	struct call_event event = {
		.type = EVENT_RELEASED,
		.at = house_wall(e->house),
	};
	char masked[RECORD_NUMBER];

	if (!traffic_release(e->house->traffic, key, event.at))
		return err_set(ENOENT, _("nothing of that number is stopped"));
	text_mask(masked, sizeof(masked), key);
	log_info("traffic: %s is let in again by order", masked);
	record_put(event.caller, RECORD_NUMBER, key);
	e->inbound->conf.eventh(&event, e->inbound->conf.arg);
	return 0;
}

void control_stopped(struct engine *e, traffic_stop_h *h, void *arg)
{
	traffic_each_stop(e->house->traffic, house_now(e->house), h, arg);
}
