/**
 * @file engine/admit.c  A caller is let in: a stream, a leg and an open record
 */
#include <stdlib.h>
#include <string.h>

#include "engine/inbound_private.h"
#include "util/err.h"
#include "util/log.h"

/* The record is open: the call may be answered */
static void on_opened(int err, void *arg)
{
	struct incall *c = arg;

	if (!call_is_over(&c->call) && (err || incall_open(c)))
		incall_step(c, CALL_FAULT);
	incall_settled(c);
}

static void join(struct incall *c, struct inbound *in)
{
	c->in = in;
	c->shift = house_shift(in->conf.house);
	c->house = in->conf.house;
	c->born = in->conf.house->generation;
	c->record = in->conf.house->record;
	list_append(&in->calls, &c->le, c);
}

struct incall *incall_alloc(struct inbound *in, const struct sip_msg *msg)
{
	struct incall *c = calloc(1, sizeof(*c));

	if (!c) {
		ua_reply_stateless(in->conf.ua, msg, 503, "No Memory", "");
		return NULL;
	}
	join(c, in);
	c->limits = call_default_limits;
	c->caller.c = c->seat.c = c;
	c->caller.signal = msg->src;
	offers_init(c);
	return c;
}

static void set_up(struct incall *c, const struct sip_msg *msg,
		   const struct policy_number *number)
{
	char text[RECORD_CALL_ID];
	struct record *r = &c->call.record;

	(void)pl_strcpy(&msg->from.uri.user, text, sizeof(text));
	call_init(&c->call, records_next_id(c->in->conf.records),
		  pl_isset(&msg->from.uri.user) ? text : "", number->number,
		  house_now(c->in->conf.house) + c->shift);
	record_put(r->trunk, RECORD_NAME, number->trunk);
	record_put(r->tenant, RECORD_NAME,
		   number->tenant ? number->tenant->name : "");
	c->waiter.priority = house_priority(c->in->conf.house, r->caller,
					    number);
}

void incall_set_out(struct incall *c, struct inbound *in,
		    const struct record *record)
{
	join(c, in);
	call_init(&c->call, record->id, record->caller, record->called,
		  record->start);
	c->call.record = *record;
	c->limits = call_default_limits;
	c->caller.c = c->seat.c = c;
	offers_init(c);
	incall_note_state(c);
}

/* A question about a call may become part of it: the same media thread, the
 * same law */
static int take_leg(struct incall *c, const struct sip_msg *msg)
{
	const struct leg_target as = {
		.local = stream_local(c->caller.stream),
		.pinned = c->about != NULL,
		.law = c->about ? (int)incall_law(c->about) : VOICE_ANY,
	};

	return leg_accept_as(&c->caller.leg, c->in->conf.ua, msg, &as,
			     incall_caller_handlers(), &c->caller);
}

bool incall_admit(struct incall *c, const struct sip_msg *msg)
{
	struct inbound *in = c->in;
	char text[RECORD_CALL_ID];
	int err;

	if (!pl_strcpy(&msg->callid, text, sizeof(text)))
		record_put(c->call.record.call_id, RECORD_CALL_ID, text);
	err = stream_open(&c->caller.stream, in->conf.media,
			  c->about ? c->about->caller.stream : NULL,
			  &c->caller);
	if (err) {
		log_warnx("call %lld: refused: %s",
			  (long long)c->call.record.id, err_text(err));
		ua_reply_stateless(in->conf.ua, msg, 503, "No Port Free",
				   "Retry-After: 5\r\n");
		c->kept = true;
		incall_free_when_over(c);
		return false;
	}
	c->streams++;
	if (take_leg(c, msg)) {
		c->closing = c->kept = true; /* it was refused */
		stream_close(c->caller.stream);
		c->caller.stream = NULL;
		return false;
	}

	incall_set_off(c, on_opened);
	return true;
}

void incall_begin(struct inbound *in, const struct sip_msg *msg,
		  const struct policy_ruling *ruling)
{
	struct incall *c = incall_alloc(in, msg);

	if (!c)
		return;
	set_up(c, msg, ruling->number);
	incall_enter(c, ruling->number);
	if (incall_admit(c, msg))
		incall_lease(c, house_tenant(in->conf.house, ruling->number));
}
