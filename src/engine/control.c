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

static void end_wrap_up(struct seat *seat, int64_t now)
{
	if (seat->wrap_until <= now)
		return;
	seat->wrap_until = 0;
	seat->idle_since = now;
}

int control_seat(struct engine *e, const char *seat,
		 enum control_seat_order order, const char *reason)
{
	struct desk *desk = house_desk_by_seat(e->house, seat);
	int64_t now = house_now(e->house);

	if (!desk)
		return err_set(ENOENT, _("there is no seat %s"), seat);
	if (order == CONTROL_WRAP_UP_END)
		end_wrap_up(&desk->seat, now);
	else
		seat_pause(&desk->seat, order == CONTROL_PAUSE, reason, now);
	inbound_seat_changed(e->inbound, desk);
	inbound_match(e->inbound);
	return 0;
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
