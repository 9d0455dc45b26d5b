/**
 * @file engine/consult.c  A seat asks another about the call that it has
 */
#include "engine/consult.h"

#include "engine/inbound_private.h"

/* The call that a seat is connected with */
static struct incall *call_of(const struct desk *desk)
{
	struct incall *c = offers_call(desk);

	return c && offers_taken(c) == desk && c->call.state == CALL_BRIDGED
		       ? c
		       : NULL;
}

struct consult_whom consult_whom(const struct house *house, const char *name)
{
	struct consult_whom whom = { .desk = house_desk(house, name) };

	if (!whom.desk)
		whom.queue = house_queue(house, name);
	return whom;
}

static const char *tenant_of(const struct house *house,
			     const struct consult_whom *whom)
{
	return whom->desk ? whom->desk->tenant
			  : house_queue_tenant(house, whom->queue->name);
}

bool consult_may(const struct house *house, const struct desk *from,
		 const struct consult_whom *whom)
{
	const bool any = from && (whom->desk || whom->queue);
	const struct incall *c = any && whom->desk != from ? call_of(from)
							   : NULL;

	return c && !c->consult && !c->transfer &&
	       c->call.record.direction != DIRECTION_INNER &&
	       house_serves(tenant_of(house, whom), c->call.record.tenant);
}

void consult_begin(struct inbound *in, const struct sip_msg *msg,
		   struct desk *from, const struct consult_whom *whom)
{
	const struct house *house = in->conf.house;
	struct incall *about = call_of(from);
	struct incall *c = incall_alloc(in, msg);

	if (!c)
		return;
	call_init(&c->call, records_next_id(in->conf.records), from->seat.user,
		  whom->desk ? whom->desk->seat.user : whom->queue->name,
		  house_now(house) + c->shift);
	c->call.record.direction = DIRECTION_INNER;
	record_put(c->call.record.tenant, RECORD_NAME,
		   about->call.record.tenant);
	c->about = about;
	about->consult = c;
	/* the caller has waited for his turn already */
	c->waiter.priority = about->waiter.priority;
	if (whom->desk)
		c->flow.after = (struct place){
			PLACE_SEAT,
			(unsigned)(whom->desk - house->deskv),
		};
	else
		c->flow.after = (struct place){
			PLACE_QUEUE,
			(unsigned)(whom->queue - house->queuev),
		};
	if (!incall_admit(c, msg) && about->consult == c)
		consult_forget(c);
}

/* "CALL-ID;to-tag=OURS;from-tag=THEIRS", as it stands escaped in a URI; some
 * telephones have the tags the other way round */
static bool names(const struct incall *c, const struct pl *replaces)
{
	char text[512];
	struct pl all;
	struct pl call_id;
	struct pl params;
	struct pl to;
	struct pl from;
	int n = re_snprintf(text, sizeof(text), "%H", uri_header_unescape,
			    replaces);

	if (n < 0 || !c->caller.leg)
		return false;
	pl_set_str(&all, text);
	if (re_regex(all.p, all.l, "[^;]+[^]*", &call_id, &params) ||
	    msg_param_decode(&params, "to-tag", &to) ||
	    msg_param_decode(&params, "from-tag", &from))
		return false;
	return leg_is_dialog(c->caller.leg, &call_id, &to, &from) ||
	       leg_is_dialog(c->caller.leg, &call_id, &from, &to);
}

struct incall *consult_find(const struct incall *c, const struct pl *replaces)
{
	return c->consult && names(c->consult, replaces) ? c->consult : NULL;
}

void consult_forget(struct incall *c)
{
	if (c->consult)
		c->consult->about = NULL;
	if (c->about)
		c->about->consult = NULL;
	c->consult = c->about = NULL;
}

void consult_end(struct incall *c)
{
	struct incall *question = c->consult;

	if (!question)
		return;
	consult_forget(c);
	incall_step(question, CALL_CALLER_LOST);
}
