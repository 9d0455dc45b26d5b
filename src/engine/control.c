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
