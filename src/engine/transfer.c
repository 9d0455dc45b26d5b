/**
 * @file engine/transfer.c  REFER, judged and done
 */
#include "engine/transfer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/consult.h"
#include "engine/inbound_private.h"
#include "util/err.h"
#include "util/log.h"

struct transfer {
	struct incall *c;
	struct leg *leg; /**< Of the one who gave the call */
};

/** Where a Refer-To leads; neither: outside */
struct target {
	struct desk *desk;
	struct queue *queue;
};

static void forget(struct transfer *t)
{
	t->c->transfer = NULL;
	leg_free(t->leg);
	free(t);
}

/* It hung up, or is gone, before the end: then it need not be told */
static void on_bye(struct leg *leg, void *arg)
{
	(void)leg;
	forget(arg);
}

static void on_failed(struct leg *leg, uint16_t status, void *arg)
{
	(void)leg;
	(void)status;
	forget(arg);
}

static const struct leg_handlers handlers = {
	.bye = on_bye,
	.failed = on_failed,
};

void transfer_done(struct incall *c, uint16_t status, const char *reason)
{
	struct transfer *t = c->transfer;

	if (!t)
		return;
	if (status == 200)
		record_put(c->call.record.reason, RECORD_NAME, RECORD_GIVEN);
	log_info("call %lld: transfer: %u %s", (long long)c->call.record.id,
		 status, reason);
	incall_note(c, status == 200 ? TRAIL_TRANSFERRED : TRAIL_NOT_TAKEN,
		    c->call.record.seat, status == 200 ? NULL : reason);
	leg_notify(t->leg, status, reason, true);
	forget(t);
}

/* Our own address, or the realm that stations know us by */
static bool is_here(const struct incall *c, const struct sip_msg *msg,
		    const struct uri *uri)
{
	struct sa addr;

	if (!pl_strcasecmp(&uri->host, c->in->conf.house->conf->realm))
		return true;
	return !sa_set(&addr, &uri->host, sa_port(&msg->dst)) &&
	       sa_cmp(&addr, &msg->dst, SA_ADDR) &&
	       (!uri->port || uri->port == sa_port(&msg->dst));
}

static struct queue *find_queue(const struct house *house, const char *name)
{
	for (unsigned i = 0; i < house->conf->queues_count; i++) {
		if (!strcmp(house->queuev[i].name, name))
			return &house->queuev[i];
	}

	return NULL;
}

/* "sip:1002@…", "sip:service@…" or "sip:queue:service@…" */
static struct target find_target(const struct incall *c,
				 const struct sip_msg *msg,
				 const struct uri *uri)
{
	const struct house *house = c->in->conf.house;
	struct target t = { NULL, NULL };
	const struct pl *name = &uri->user;
	char text[RECORD_NAME];
	bool queue = pl_isset(&uri->password) &&
		     !pl_strcmp(&uri->user, "queue");

	if (queue)
		name = &uri->password;
	if (pl_strcasecmp(&uri->scheme, "sip") || !is_here(c, msg, uri) ||
	    !pl_isset(name) || name->l >= sizeof(text) ||
	    (pl_isset(&uri->password) && !queue))
		return t;
	(void)pl_strcpy(name, text, sizeof(text));
	if (!queue)
		t.desk = house_desk(house, text);
	if (!t.desk)
		t.queue = find_queue(house, text);
	return t;
}

/* Another method than INVITE is nothing that we would do for a seat */
static bool is_plain(const struct uri *uri)
{
	struct pl val;

	return !pl_isset(&uri->headers) &&
	       (msg_param_decode(&uri->params, "method", &val) ||
		!pl_strcasecmp(&val, "INVITE"));
}

static int hand_over(struct incall *c, const struct target *target)
{
	char to[RECORD_NAME + 8];

	(void)re_snprintf(
		to, sizeof(to), "to %s %s", target->desk ? "seat" : "queue",
		target->desk ? target->desk->seat.id : target->queue->name);
	incall_note(c, TRAIL_TRANSFER, c->call.record.seat, to);
	if (target->desk)
		return offers_hand_to_seat(c, target->desk);
	return offers_hand_to_queue(c, target->queue);
}

/* Its own leg is kept over the end of its part in the call; if it remains in
 * the call after all, it is as before */
static struct transfer *agree_to(struct incall *c, struct leg *leg,
				 const struct sip_msg *msg)
{
	struct transfer *t = calloc(1, sizeof(*t));

	if (!t) {
		(void)ua_reply(c->in->conf.ua, msg, 500,
			       "Server Internal Error", NULL);
		return NULL;
	}
	leg_refer_accept(leg, msg);
	*t = (struct transfer){ c, leg_keep(leg, &handlers, t) };
	c->transfer = t;
	return t;
}

static void begin(struct incall *c, struct leg *leg, const struct sip_msg *msg,
		  const struct target *target)
{
	struct transfer *t = agree_to(c, leg, msg);
	struct leg *kept;
	int err;

	if (!t)
		return;
	kept = t->leg;
	err = hand_over(c, target);
	if (err) {
		c->transfer = NULL;
		incall_note(c, TRAIL_NOT_TAKEN, c->call.record.seat,
			    "not available");
		log_info("call %lld: no transfer: %s",
			 (long long)c->call.record.id, err_text(err));
		leg_notify(leg,
			   err == EBUSY	  ? 486
			   : err == EPERM ? 403
					  : 480,
			   "Not Available", true);
		leg_give_back(kept);
		free(t);
	} else if (target->queue) {
		transfer_done(c, 200, "OK");
	}
}

/* The one that was asked talks already: the caller and it are connected.  If
 * it still rings, it rings for the call itself. */
static void join(struct incall *c, struct leg *leg, const struct sip_msg *msg,
		 struct incall *question)
{
	bool talks = question->call.state == CALL_BRIDGED;
	/* a queue, unless it was asked for by its number */
	const struct target target = {
		.desk = question->flow.dialled,
		.queue = question->flow.dialled ? NULL : question->queue,
	};

	consult_forget(c);
	if (!talks) {
		incall_step(question, CALL_CALLER_HUNG_UP);
		begin(c, leg, msg, &target);
		return;
	}
	if (!agree_to(c, leg, msg))
		return;
	offers_take_over(c, question);
	transfer_done(c, 200, "OK");
	incall_moved(c);
	incall_step(question, CALL_CALLER_HUNG_UP);
}

/* Attended: Replaces in the URI names the call to the one that was asked */
static void replace(struct incall *c, struct leg *leg,
		    const struct sip_msg *msg, const struct pl *replaces)
{
	struct incall *question = consult_find(c, replaces);

	if (question && (question->flow.dialled || question->queue)) {
		join(c, leg, msg, question);
		return;
	}
	leg_refer_accept(leg, msg);
	leg_notify(leg, 481, "Call Does Not Exist", true);
}

static bool replaces_in(const struct uri *uri, struct pl *replaces)
{
	static const struct pl name = PL("Replaces");

	return pl_isset(&uri->headers) &&
	       !uri_header_get(&uri->headers, &name, replaces) &&
	       pl_isset(replaces);
}

void transfer_refer(struct incall *c, struct leg *leg,
		    const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_REFER_TO);
	struct ua *ua = c->in->conf.ua;
	struct desk *desk = offers_taken(c);
	struct sip_addr addr;
	struct target target;
	struct pl replaces;

	if (!hdr || sip_addr_decode(&addr, &hdr->val)) {
		(void)ua_reply(ua, msg, 400, "Bad Refer-To", NULL);
		return;
	}
	if (!desk || c->transfer || c->seat.leg != leg) {
		(void)ua_reply(ua, msg, 491, "Request Pending", NULL);
		return;
	}
	if (is_here(c, msg, &addr.uri) && replaces_in(&addr.uri, &replaces)) {
		replace(c, leg, msg, &replaces);
		return;
	}
	target = find_target(c, msg, &addr.uri);
	if (!target.desk && !target.queue)
		inbound_breach(c->in, msg, desk, &addr.uri.user);
	else if (c->call.record.direction == DIRECTION_INNER)
		(void)ua_reply(ua, msg, 403, "No Transfer Here", NULL);
	else if (!is_plain(&addr.uri))
		(void)ua_reply(ua, msg, 501, "Not Implemented", NULL);
	else if (target.desk == desk)
		(void)ua_reply(ua, msg, 400, "That Is Yourself", NULL);
	else
		begin(c, leg, msg, &target);
}
