/**
 * @file engine/inbound.c  Who is let in, and who is given to whom
 */
#include "engine/inbound.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/consult.h"
#include "engine/ending.h"
#include "engine/inbound_private.h"
#include "engine/watch.h"
#include "sip/flow.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/text.h"

#define LAG_MAX	    200	 /* ms behind: take no more */
#define BACKLOG_MAX 2000 /* records not on disk: take no more */
#define WARN_MS	    1000
#define BREACH_ROWS 100	 /* of a seat that may follow each other at once */
#define BREACH_MS   1000 /* then one in this time */

/* An INVITE that is refused once that is on record */
struct refusal {
	struct le le;
	struct inbound *in;
	struct sip_msg *msg;
	struct sip_strans *st;
	struct policy_ruling ruling;
};

static int64_t now(const struct inbound *in)
{
	return house_now(in->conf.house);
}

/* By the wall clock, for what is put on record and shown */
static int64_t instant(const struct inbound *in)
{
	return house_wall(in->conf.house);
}

static void tell(struct inbound *in, const struct call_event *event)
{
	in->conf.eventh(event, in->conf.arg);
}

/* Refusing */

static void refusal_destructor(void *arg)
{
	struct refusal *r = arg;

	list_unlink(&r->le);
	mem_deref(r->st);
	mem_deref(r->msg);
}

static void on_refused(int err, void *arg)
{
	struct refusal *r = arg;

	if (err)
		log_warnx("inbound: a refusal could not be recorded");
	ua_reply_held(r->in->conf.ua, &r->st, r->msg,
		      (uint16_t)r->ruling.status, r->ruling.phrase);
	mem_deref(r);
}

static void put_user(char *to, size_t size, const struct pl *user)
{
	char text[RECORD_NUMBER * 2];

	if (!pl_isset(user) || pl_strcpy(user, text, sizeof(text)))
		text[0] = '\0';
	record_put(to, size, text);
}

static int keep_breach(struct inbound *in, const struct record_breach *b,
		       records_h *h, void *arg)
{
	struct call_event event = {
		.type = EVENT_BREACH,
		.at = b->at,
	};
	char masked[RECORD_NUMBER];

	record_put(event.seat, RECORD_NAME, b->seat);
	record_put(event.called, RECORD_NUMBER, b->number);
	record_put(event.reason, RECORD_NAME, b->reason);
	text_mask(masked, sizeof(masked), b->number);
	log_warnx("inbound: breach: seat %s tried to call %s, %lld times",
		  b->seat, masked, (long long)b->attempts);
	tell(in, &event);
	watch_breach(in, b);
	return records_breach(in->conf.records, b, h, arg);
}

static void note_breach(struct inbound *in, struct record_breach *b,
			const struct sip_msg *msg,
			const struct policy_ruling *ruling,
			const struct desk *desk, const struct pl *number)
{
	char address[RECORD_ADDRESS];

	*b = (struct record_breach){
		.at = instant(in),
		.status = ruling->status,
		.attempts = 1,
	};
	(void)re_snprintf(address, sizeof(address), "%s:%J",
			  msg->tp == SIP_TRANSP_TLS   ? "tls"
			  : msg->tp == SIP_TRANSP_TCP ? "tcp"
						      : "udp",
			  &msg->src);
	record_put(b->address, RECORD_ADDRESS, address);
	record_put(b->seat, RECORD_NAME, desk->seat.id);
	put_user(b->number, RECORD_NUMBER, number ? number : &msg->uri.user);
	record_put(b->reason, RECORD_NAME,
		   word_name(&policy_reasons, (int)ruling->reason));
}

/* Some attempts in a row have a row each, then one a second has */
static bool is_flood(struct inbound *in, struct desk *desk)
{
	if (desk->breach_at < now(in))
		desk->breach_at = now(in);
	if (desk->breach_at - now(in) >= (int64_t)BREACH_ROWS * BREACH_MS ||
	    records_backlog(in->conf.records) > BACKLOG_MAX)
		return true;
	desk->breach_at += BREACH_MS;
	return false;
}

static void on_flood_over(void *arg)
{
	struct desk *desk = arg;

	tmr_cancel(&desk->flood_over);
	if (desk->flood.attempts &&
	    keep_breach(desk->in, &desk->flood, NULL, NULL))
		log_warnx("inbound: a breach could not be recorded");
	desk->flood.attempts = 0;
}

/* The rest is refused without keeping state, and summed up in one row */
static void join_flood(struct inbound *in, const struct sip_msg *msg,
		       const struct policy_ruling *ruling, struct desk *desk)
{
	ua_reply_stateless(in->conf.ua, msg, (uint16_t)ruling->status,
			   ruling->phrase, "");
	if (desk->flood.attempts++)
		return;
	note_breach(in, &desk->flood, msg, ruling, desk, NULL);
	tmr_start(&desk->flood_over, BREACH_MS, on_flood_over, desk);
}

static int keep_refusal(struct refusal *r, const struct policy_ask *ask)
{
	struct call call;
	struct call_event event;
	char caller[RECORD_NUMBER];
	char called[RECORD_NUMBER];

	put_user(caller, sizeof(caller), &r->msg->from.uri.user);
	record_put(called, sizeof(called), ask->to);
	call_init(&call, records_next_id(r->in->conf.records), caller, called,
		  ask->now);
	record_put(call.record.trunk, RECORD_NAME, ask->trunk);
	if (r->ruling.number && r->ruling.number->tenant)
		record_put(call.record.tenant, RECORD_NAME,
			   r->ruling.number->tenant->name);
	record_put(call.record.reason, RECORD_NAME,
		   word_name(&policy_reasons, (int)r->ruling.reason));
	call.record.status = r->ruling.status;
	(void)call_step(&call, CALL_REFUSE, ask->now);
	call_event_of(&event, &call);
	event.type = EVENT_REFUSED;
	record_put(event.reason, RECORD_NAME, call.record.reason);
	tell(r->in, &event);
	log_info("call %lld: refused: %s", (long long)call.record.id,
		 call.record.reason);
	return records_keep(r->in->conf.records, &call.record, on_refused, r);
}

static void refuse(struct inbound *in, const struct sip_msg *msg,
		   const struct policy_ask *ask,
		   const struct policy_ruling *ruling, const struct desk *desk)
{
	struct refusal *r = mem_zalloc(sizeof(*r), refusal_destructor);
	struct record_breach b;
	int err;

	if (!r || ua_hold(in->conf.ua, msg, &r->st)) {
		mem_deref(r);
		ua_reply_stateless(in->conf.ua, msg, 503, "No Memory", "");
		return;
	}

	r->in = in;
	r->msg = mem_ref((void *)msg);
	r->ruling = *ruling;
	list_append(&in->refusals, &r->le, r);
	if (ruling->breach && desk) {
		note_breach(in, &b, msg, ruling, desk, NULL);
		err = keep_breach(in, &b, on_refused, r);
	} else {
		err = keep_refusal(r, ask);
	}
	if (err)
		on_refused(err, r);
}

void inbound_breach(struct inbound *in, const struct sip_msg *msg,
		    struct desk *desk, const struct pl *number)
{
	static const struct policy_ruling ruling = {
		.breach = true,
		.status = 403,
		.phrase = "Forbidden",
		.reason = POLICY_OUTBOUND,
	};
	struct record_breach b;
	int err = 0;

	ua_reply_stateless(in->conf.ua, msg, 403, ruling.phrase, "");
	if (is_flood(in, desk)) {
		if (desk->flood.attempts++)
			return;
		note_breach(in, &desk->flood, msg, &ruling, desk, number);
		tmr_start(&desk->flood_over, BREACH_MS, on_flood_over, desk);
		return;
	}
	note_breach(in, &b, msg, &ruling, desk, number);
	err = keep_breach(in, &b, NULL, NULL);
	if (err)
		log_warnx("inbound: a breach could not be recorded");
}

void inbound_refer(struct inbound *in, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_REFER_TO);
	struct desk *desk = registrar_sender(in->conf.registrar, msg);
	struct sip_addr addr;

	if (desk && hdr && !sip_addr_decode(&addr, &hdr->val))
		inbound_breach(in, msg, desk, &addr.uri.user);
	else
		ua_reply_stateless(in->conf.ua, msg, 403, "Forbidden", "");
}

/* A stranger gets an answer and nothing more: no state, few lines of log */
static void turn_away(struct inbound *in, const struct sip_msg *msg,
		      const struct policy_ruling *ruling)
{
	char address[RECORD_ADDRESS];

	ua_reply_stateless(in->conf.ua, msg, (uint16_t)ruling->status,
			   ruling->phrase, "");
	if (now(in) - in->warned < WARN_MS)
		return;
	in->warned = now(in);
	(void)re_snprintf(address, sizeof(address), "%J", &msg->src);
	log_warnx("inbound: INVITE from a stranger at %s refused", address);
}

static bool is_overloaded(const struct inbound *in)
{
	return in->draining || ua_lag(in->conf.ua) > LAG_MAX ||
	       records_backlog(in->conf.records) > BACKLOG_MAX;
}

void inbound_invite(struct inbound *in, const struct sip_msg *msg)
{
	struct house *house = in->conf.house;
	const struct trunk *trunk = house_trunk(house, &msg->src);
	struct desk *desk = trunk ? NULL
				  : registrar_sender(in->conf.registrar, msg);
	char from[RECORD_NUMBER];
	char to[RECORD_NUMBER];
	struct policy_ask ask = {
		.peer = trunk  ? PEER_TRUNK
			: desk ? PEER_STATION
			       : PEER_UNKNOWN,
		.trunk = trunk ? trunk->name : NULL,
		.from = from,
		.to = to,
		.now = instant(in),
		.steady = now(in),
		.barred = in->barred,
		.doors = in->doors,
	};
	struct policy_ruling ruling;
	struct consult_whom whom;

	put_user(from, sizeof(from), &msg->from.uri.user);
	/* A carrier that we registered with calls the account */
	put_user(to, sizeof(to),
		 trunk && trunk->user && !pl_strcmp(&msg->uri.user, trunk->user)
			 ? &msg->to.uri.user
			 : &msg->uri.user);
	whom = consult_whom(house, to);
	ask.to_seat = whom.desk || whom.queue;
	ask.consults = consult_may(house, desk, &whom);
	ruling = policy_rule(&house->policy, &ask);
	if (ask.peer != PEER_UNKNOWN)
		flow_vouch(in->conf.ua, msg);
	watch_invite(in, &ask, &ruling);
	if (ask.peer == PEER_UNKNOWN)
		turn_away(in, msg, &ruling);
	else if (is_overloaded(in) && !ruling.breach)
		ua_reply_stateless(in->conf.ua, msg, 503, "Service Unavailable",
				   "Retry-After: 5\r\n");
	else if (ruling.breach && desk && is_flood(in, desk))
		join_flood(in, msg, &ruling, desk);
	else if (ruling.reason == POLICY_CONSULTATION)
		consult_begin(in, msg, desk, &whom);
	else if (ruling.allowed)
		incall_begin(in, msg, &ruling);
	else
		refuse(in, msg, &ask, &ruling, desk);
}

/* Beginning and end */

static void announce_house(struct inbound *in)
{
	struct house *house = in->conf.house;

	for (unsigned i = 0; i < house->conf->queues_count; i++) {
		struct call_event event = {
			.type = EVENT_QUEUE,
			.at = instant(in),
			.service_level =
				house->queuev[i].settings.service_level,
			.short_abandon =
				house->queuev[i].settings.short_abandon,
		};

		record_put(event.queue, RECORD_NAME, house->queuev[i].name);
		tell(in, &event);
	}
	for (unsigned i = 0; i < house->conf->seats_count; i++) {
		house->deskv[i].in = in;
		inbound_seat_changed(in, &house->deskv[i]);
	}
}

int inbound_alloc(struct inbound **ip, const struct inbound_conf *conf)
{
	struct inbound *in = calloc(1, sizeof(*in));

	if (!in)
		return err_set(ENOMEM, _("no memory for calls"));
	in->conf = *conf;
	announce_house(in);
	*ip = in;
	return 0;
}

void inbound_free(struct inbound *in)
{
	const struct house *house;

	if (!in)
		return;
	house = in->conf.house;
	tmr_cancel(&in->match);
	for (; house; house = house->older) {
		for (unsigned i = 0; i < house->conf->seats_count; i++)
			on_flood_over(&house->deskv[i]);
	}
	for (struct le *le = in->calls.head, *next; le; le = next) {
		next = le->next;
		incall_discard(le->data);
	}
	list_flush(&in->refusals);
	endings_forget(in);
	free(in);
}

void inbound_recordings(struct inbound *in)
{
	struct recorder_done done;

	while (recorder_pop(in->conf.recorder, &done)) {
		struct call_event event = {
			.type = done.news == RECORDER_STOPPED
					? EVENT_RECORDING_STOPPED
					: EVENT_RECORDING_RESUMED,
			.at = instant(in),
		};

		if (done.news != RECORDER_DONE)
			in->unrecorded = done.news == RECORDER_STOPPED;
		if (done.news == RECORDER_DONE)
			incall_recorded(done.rec->owner, &done);
		else
			tell(in, &event);
	}
}

void inbound_desk_leaves(struct desk *desk)
{
	on_flood_over(desk);
	tmr_cancel(&desk->wake);
}

void inbound_rehoused(struct inbound *in)
{
	announce_house(in);
	inbound_match(in);
}

void inbound_left(struct inbound *in)
{
	const struct incall *eldest = list_ledata(in->calls.head);

	house_forget(in->conf.house,
		     eldest ? eldest->born : in->conf.house->generation,
		     inbound_desk_leaves);
	if (in->draining && !in->calls.head)
		in->idleh(in->idle_arg);
}

void inbound_drain(struct inbound *in, inbound_idle_h *h, void *arg)
{
	in->draining = true;
	in->idleh = h;
	in->idle_arg = arg;
	inbound_left(in);
}

void inbound_shut_down(struct inbound *in)
{
	struct le *le = in->calls.head;

	while (le) {
		struct incall *c = le->data;

		le = le->next;
		incall_step(c, CALL_SHUTDOWN);
	}
}
