/**
 * @file engine/ending.c  Ends of calls that a station has not confirmed
 */
#include "engine/ending.h"

#include <errno.h>

#include "engine/inbound_private.h"
#include "util/err.h"
#include "util/lang.h"

#define WAIT_MS 4000 /* as long as SIP sends again most slowly, T2 */

struct ending {
	struct le le;
	struct inbound *in; /* NULL: it is gone */
	bool begun;
	char seat[RECORD_NAME]; /* seats move with the configuration */
};

static void destructor(void *arg)
{
	struct ending *e = arg;
	struct desk *desk;

	list_unlink(&e->le);
	if (!e->in || !e->begun)
		return;
	desk = house_desk_by_seat(e->in->conf.house, e->seat);
	if (!desk)
		return;
	seat_ended(&desk->seat);
	if (!desk->seat.ending)
		inbound_seat_cleared(e->in, desk);
}

int ending_alloc(struct ending **ep, struct inbound *in,
		 const struct desk *desk)
{
	struct ending *e = mem_zalloc(sizeof(*e), destructor);

	if (!e)
		return err_set(ENOMEM, _("no memory for a call"));
	e->in = in;
	record_put(e->seat, sizeof(e->seat), desk->seat.id);
	list_append(&in->endings, &e->le, e);
	*ep = e;
	return 0;
}

void ending_begin(struct ending *e, struct desk *desk, int64_t now)
{
	e->begun = mem_nrefs(e) > 1;
	if (e->begun)
		seat_ending(&desk->seat, now + WAIT_MS);
	mem_deref(e);
}

void endings_forget(struct inbound *in)
{
	for (struct le *le = in->endings.head; le; le = le->next)
		((struct ending *)le->data)->in = NULL;
	list_clear(&in->endings);
}
