/**
 * @file engine/callback.c  Calling back a user who agreed: the gate in use
 */
#include "engine/callback_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/house_private.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define DAY_MS	INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)

/* The call's part: what was opened, and to where */
struct callback {
	struct sa peer; /* of the trunk */
	enum config_transport transport;
	char to[RECORD_NUMBER]; /* the voucher's number */
	char from[RECORD_NUMBER];
	char *account; /* at the carrier, or NULL */
	char *secret;
	int status;
};

static struct house *house(const struct callbacks *cb)
{
	return cb->in->conf.house;
}

static void free_attempt(struct attempt *a)
{
	list_unlink(&a->le);
	if (a->c)
		callback_free(a->c->callback);
	free(a->c);
	free(a->folder);
	free(a);
}

/* The loop: what was decided is on disk */

static void begin(struct attempt *a)
{
	struct inbound *in = a->of->in;
	struct house *h = in->conf.house;
	const struct policy_number *number = policy_find(&h->policy, a->number);
	struct desk *desk = house_desk(h, a->seat);
	struct incall *c = a->c;
	bool ready;

	a->c = NULL;
	incall_set_out(c, in, &a->record);
	if (stream_open(&c->caller.stream, in->conf.media, NULL, &c->caller)) {
		log_warnx("call %lld: no RTP port is free",
			  (long long)a->record.id);
		incall_step(c, CALL_FAULT);
		return;
	}
	c->streams++;
	ready = number && desk && !in->draining &&
		seat_is_free(&desk->seat, house_now(h)) && !offers_add(c, desk);
	if (!ready) {
		incall_step(c, CALL_FAULT);
		return;
	}
	c->flow.menu = &h->menuv[number->menu];
	c->flow.after = (struct place){ PLACE_SEAT,
					(unsigned)(desk - h->deskv) };
	incall_lease(c, house_tenant(h, number));
	incall_step(c, CALL_BACK);
}

static void on_decided(int failed, void *arg)
{
	struct attempt *a = arg;
	const int err = failed ? failed : a->unread;
	const struct callback_answer answer = {
		.reason = err ? GATE_OFF : a->reason,
		.reasonv = a->reasonv,
		.reasonc = err ? 0 : a->reasonc,
		.err = err,
		.id = err ? 0 : a->id,
		.call = err || a->reason ? 0 : a->record.id,
	};
	char to[RECORD_NUMBER];

	text_mask(to, sizeof(to), a->to);
	if (err)
		log_warnx("call-back to %s not made: %s", to,
			  failed ? "not on record" : "lists cannot be read");
	else
		log_info("call-back %lld from %s to %s: %s", (long long)a->id,
			 a->number, to,
			 word_name(&gate_reasons, (int)answer.reason));
	a->h(&answer, a->arg);
	if (!err && a->reason == GATE_OPEN)
		begin(a);
	free_attempt(a);
}

/* Asking */

static int put(char *to, size_t size, const char *text)
{
	if (!text || strlen(text) >= size)
		return err_set(EINVAL, _("a text of the call-back is missing "
					 "or too long"));
	record_put(to, size, text);
	return 0;
}

static int copy(struct attempt *a, const struct callback_request *r)
{
	int purpose = 0;
	int err = put(a->number, sizeof(a->number), r->number);

	if (!err)
		err = put(a->to, sizeof(a->to), r->to);
	if (!err)
		err = put(a->asked_by, sizeof(a->asked_by), r->asked_by);
	if (!err)
		err = put(a->approved_by, sizeof(a->approved_by),
			  r->approved_by);
	if (!err)
		err = put(a->seat, sizeof(a->seat), r->seat);
	if (!err &&
	    (!r->purpose || word_decode(&purpose, &gate_purposes, r->purpose)))
		err = err_set(EINVAL, _("a call-back is for call-back or "
					"consultation"));
	a->ask.purpose = (enum gate_purpose)purpose;
	a->consent = r->consent;
	a->wish = r->wish;
	return err;
}

/* What needs no gate: a seat that can talk */
static int check_seat(const struct callbacks *cb, const struct attempt *a,
		      const struct policy_number *number)
{
	const struct desk *desk = house_desk(house(cb), a->seat);
	const char *tenant = number && number->tenant ? number->tenant->name
						      : "";

	if (!desk)
		return err_set(ENOENT, _("there is no seat %s"), a->seat);
	if (number && !house_serves(desk->tenant, tenant))
		return err_set(EPERM, _("seat %s is another tenant's"),
			       a->seat);
	if (number && policy_is_full(number->tenant))
		return err_set(EBUSY,
			       _("tenant %s has as many calls as "
				 "leased"),
			       tenant);
	if (cb->in->draining ||
	    !seat_is_free(&desk->seat, house_now(house(cb))))
		return err_set(EBUSY, _("seat %s takes no call now"), a->seat);
	return 0;
}

static const struct config_call_back *settings(const struct house *h)
{
	static const struct config_call_back silent;

	return h->conf->call_back ? h->conf->call_back : &silent;
}

static void set_limits(struct attempt *a, const struct house *h)
{
	const struct config_call_back *s = settings(h);

	a->limits = gate_default_limits;
	if (s->consent_days)
		a->limits.consent = *s->consent_days * DAY_MS;
	if (s->approval_hours)
		a->limits.approval = *s->approval_hours * HOUR_MS;
	if (s->per_day)
		a->limits.per_day = (int)*s->per_day;
	a->limits.allow_list = s->allow_list != NULL;
}

/* All that the loop knows */
static void set_ask(struct attempt *a, const struct policy_number *number,
		    int64_t approved_at)
{
	const struct house *h = house(a->of);
	const struct config_call_back *s = settings(h);
	const struct config_recording *r = h->conf->recording;
	struct gate_ask *ask = &a->ask;
	size_t row = number ? (size_t)(number - h->numberv) : 0;

	ask->now = house_wall(h);
	ask->to = a->to;
	ask->asked_by = a->asked_by;
	ask->approved_by = a->approved_by;
	ask->approved_at = approved_at;
	ask->do_not_call = policy_list_has(house_list(h, h->conf->do_not_call),
					   a->to);
	ask->listed = policy_list_has(house_list(h, s->allow_list), a->to);
	ask->recorded = h->record && !a->of->in->unrecorded;
	ask->keep_days = r && r->days ? (int)*r->days : GATE_KEEP_DAYS;
	if (!number)
		return;
	a->from = *number;
	a->from.number = a->number;
	if (number->tenant) {
		a->tenant = *number->tenant;
		a->from.tenant = &a->tenant;
	}
	ask->from = &a->from;
	ask->opened = h->conf->numbers[row].call_back;
	ask->in_hours = (h->entryv[row].hours || s->hours) &&
			house_is_open(h, h->entryv[row].hours) &&
			house_is_open(h, s->hours);
}

static void set_record(struct attempt *a, const struct policy_number *number)
{
	struct record *r = &a->record;

	r->id = records_next_id(a->of->in->conf.records);
	r->start = a->ask.now;
	r->direction = DIRECTION_CONSENTED;
	r->consent = a->consent;
	record_put(r->caller, RECORD_NUMBER, a->number);
	record_put(r->called, RECORD_NUMBER, a->to);
	record_put(r->seat, RECORD_NAME, a->seat);
	if (!number)
		return;
	record_put(r->trunk, RECORD_NAME, number->trunk);
	if (number->tenant)
		record_put(r->tenant, RECORD_NAME, number->tenant->name);
}

/* The call, in case that it may be made */
static int make_call(struct attempt *a, const struct policy_number *number)
{
	const struct house *h = house(a->of);
	struct callback *cb = calloc(1, sizeof(*cb));
	int i = number ? config_trunk_at(h->conf, number->trunk) : -1;
	const struct config_account *account;

	a->c = calloc(1, sizeof(*a->c));
	if (!cb || !a->c) {
		free(cb);
		return err_set(ENOMEM, _("no memory for a call"));
	}
	a->c->callback = cb;
	record_put(cb->to, RECORD_NUMBER, a->to);
	record_put(cb->from, RECORD_NUMBER, a->number);
	if (i < 0)
		return 0;
	account = h->conf->trunks[i].account;
	cb->peer = h->trunkv[i].peer;
	cb->transport = config_trunk_transport(&h->conf->trunks[i]);
	cb->account = account ? strdup(account->user) : NULL;
	cb->secret = account ? strdup(account->secret) : NULL;
	if (account && (!cb->account || !cb->secret))
		return err_set(ENOMEM, _("no memory for a call"));
	if (h->trunkv[i].any_port)
		sa_set_port(&cb->peer, cb->transport == CONFIG_TLS
					       ? SIP_PORT_TLS
					       : SIP_PORT);
	return 0;
}

int callbacks_ask(struct callbacks *cb, const struct callback_request *request,
		  callback_h *h, void *arg)
{
	const struct policy_number *number;
	struct attempt *a = calloc(1, sizeof(*a));
	int err;

	if (!a)
		return err_set(ENOMEM, _("no memory for a call"));
	a->of = cb;
	a->lists = cb->lists;
	a->reason = GATE_OFF;
	a->h = h;
	a->arg = arg;
	err = copy(a, request);
	number = err ? NULL : policy_find(&house(cb)->policy, a->number);
	if (!err)
		err = check_seat(cb, a, number);
	a->folder = err ? NULL : strdup(house(cb)->conf->data);
	if (!err && !a->folder)
		err = err_set(ENOMEM, _("no memory for a call"));
	if (!err)
		err = make_call(a, number);
	if (!err) {
		set_limits(a, house(cb));
		set_ask(a, number, request->approved_at);
		set_record(a, number);
		err = records_work(cb->in->conf.records, callback_decide, a,
				   on_decided, a);
	}
	if (err) {
		free_attempt(a);
		return err;
	}

	list_append(&cb->attempts, &a->le, a);
	return 0;
}

void callbacks_tell(const struct callbacks *cb)
{
	const struct config *conf = house(cb)->conf;

	for (unsigned i = 0; i < conf->numbers_count; i++) {
		if (conf->numbers[i].call_back)
			log_warnx("CALLS CAN GO OUT: number %s is open for "
				  "call-backs",
				  conf->numbers[i].number);
	}
}

int callbacks_alloc(struct callbacks **cbp, struct inbound *in,
		    struct lists *lists)
{
	struct callbacks *cb = calloc(1, sizeof(*cb));

	if (!cb)
		return err_set(ENOMEM, _("no memory for calls"));
	cb->in = in;
	cb->lists = lists;
	callbacks_tell(cb);
	*cbp = cb;
	return 0;
}

void callbacks_free(struct callbacks *cb)
{
	if (!cb)
		return;
	for (struct le *le = cb->attempts.head, *next; le; le = next) {
		next = le->next;
		free_attempt(le->data);
	}
	free(cb);
}

/* The call */

/* The one place from where a call goes to a trunk: to the number of a voucher
 * that the gate was open for, which gate_is_subscriber() found to be digits */
static int ring_user(struct incall *c)
{
	static const char *const transports[] = {
		[CONFIG_UDP] = "",
		[CONFIG_TCP] = ";transport=tcp",
		[CONFIG_TLS] = ";transport=tls",
	};
	const struct callback *cb = c->callback;
	char uri[160];
	char from[160];
	const struct leg_target target = {
		.uri = uri,
		.from = from,
		.user = cb->from,
		.account = cb->account,
		.secret = cb->secret,
		.local = stream_local(c->caller.stream),
		.pinned = true,
		.law = (int)incall_law(c),
	};

	(void)re_snprintf(uri, sizeof(uri), "sip:%s@%J%s", cb->to, &cb->peer,
			  transports[cb->transport]);
	(void)snprintf(from, sizeof(from), "sip:%s@%s", cb->from,
		       c->in->conf.house->conf->realm);
	c->caller.signal = cb->peer;
	return leg_connect(&c->caller.leg, c->in->conf.ua, &target,
			   incall_caller_handlers(), &c->caller);
}

void callback_reach(struct incall *c)
{
	offers_agree(c);
	stream_play(c->seat.stream, c->in->conf.house->ringback, true);
	if (c->callback && !ring_user(c))
		return;
	log_warnx("call %lld: the user cannot be rung",
		  (long long)c->call.record.id);
	incall_step(c, CALL_FAULT);
}

void callback_greet(struct incall *c)
{
	const char *notice = c->in->conf.house->notice;

	c->rec = incall_recording(c, c->call.record.recording, 0);
	if (!c->rec) { /* then nothing may be said */
		incall_step(c, CALL_FAULT);
		return;
	}
	stream_record(c->caller.stream, c->rec);
	speech_add(&c->flow.speech, notice ? notice : HOUSE_NOTICE);
	incall_play(c);
}

enum call_signal callback_failed(struct callback *cb, uint16_t status)
{
	static const uint16_t users[] = { 408, 480, 486, 487, 600, 603 };

	cb->status = status;
	if (status == 421)
		log_warnx("call-back: the carrier requires an extension that "
			  "a call-back does not offer (421), like 100rel");
	for (size_t i = 0; i < ARRAY_LEN(users); i++) {
		if (status == users[i])
			return CALL_CALLER_LOST;
	}

	return CALL_FAULT;
}

int callback_status(const struct callback *cb)
{
	return cb->status;
}

void callback_free(struct callback *cb)
{
	if (!cb)
		return;
	if (cb->secret)
		crypto_wipe(cb->secret, strlen(cb->secret));
	free(cb->account);
	free(cb->secret);
	free(cb);
}
