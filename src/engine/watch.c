/**
 * @file engine/watch.c  The engine's calls as call/traffic.h sees them
 */
#include "engine/watch.h"

#include <string.h>

#include "engine/inbound_private.h"
#include "util/log.h"
#include "util/text.h"

static int64_t now(const struct inbound *in)
{
	return house_now(in->conf.house);
}

int watch_make(struct traffic **tp, const struct config *conf)
{
	static const enum traffic_kind kinds[CONFIG_RULES] = {
		[CONFIG_SHORT_CALLS] = TRAFFIC_SHORT,
		[CONFIG_CALLER_BURST] = TRAFFIC_CALLER,
		[CONFIG_NUMBER_BURST] = TRAFFIC_NUMBER,
		[CONFIG_REFUSALS] = TRAFFIC_REFUSED,
		[CONFIG_BREACHES] = TRAFFIC_BREACH,
	};
	struct traffic_rule rulev[TRAFFIC_KINDS];
	bool off[TRAFFIC_KINDS] = { false };
	size_t rulec = 0;

	memcpy(rulev, traffic_defaults, sizeof(rulev));
	for (unsigned i = 0; i < conf->traffic_count; i++) {
		const struct config_traffic *c = &conf->traffic[i];
		struct traffic_rule *r = &rulev[kinds[c->rule]];

		off[kinds[c->rule]] = c->off;
		r->window = config_ms(c->window, r->window);
		r->talk = config_ms(c->talk, r->talk);
		r->stop = config_ms(c->stop, r->stop);
		r->count = c->count ? *c->count : r->count;
		r->percent = c->percent ? *c->percent : r->percent;
	}
	for (size_t i = 0; i < TRAFFIC_KINDS; i++) {
		if (!off[i])
			rulev[rulec++] = rulev[i];
	}
	return traffic_alloc(tp, rulev, rulec);
}

static void on_alarm(const struct traffic_alarm *alarm, void *arg)
{
	struct inbound *in = arg;
	const enum traffic_kind kind = alarm->rule->kind;
	struct call_event event = { .type = EVENT_TRAFFIC, .at = alarm->at };
	char masked[RECORD_NUMBER] = "";

	record_put(event.reason, RECORD_NAME, word_name(&traffic_kinds, kind));
	if (kind == TRAFFIC_CALLER)
		record_put(event.caller, RECORD_NUMBER, alarm->key);
	else if (kind == TRAFFIC_BREACH)
		record_put(event.seat, RECORD_NAME, alarm->key);
	else
		record_put(event.called, RECORD_NUMBER, alarm->key);
	event.wait_ms = alarm->until ? alarm->until - alarm->at : 0;

	if (kind == TRAFFIC_CALLER)
		text_mask(masked, sizeof(masked), alarm->key);
	else
		record_put(masked, sizeof(masked), alarm->key);
	log_warnx("traffic: %s%s%s: %u of %u%s", event.reason,
		  *masked ? " " : "", masked, alarm->hits, alarm->total,
		  alarm->until ? ", stopped" : "");
	in->conf.eventh(&event, in->conf.arg);
}

void watch_invite(struct inbound *in, const struct policy_ask *ask,
		  const struct policy_ruling *ruling)
{
	const struct traffic_event event = {
		.at = ask->steady,
		.type = ruling->allowed ? TRAFFIC_CAME : TRAFFIC_TURNED,
		.caller = ask->from,
		.number = ask->to,
	};

	if (ask->peer == PEER_TRUNK && ruling->reason != POLICY_STOPPED)
		traffic_note(in->conf.house->traffic, &event, on_alarm, in);
}

void watch_ended(struct inbound *in, const struct record *record)
{
	const struct traffic_event event = {
		.at = now(in),
		.type = TRAFFIC_ENDED,
		.caller = record->caller,
		.number = record->called,
		.talk = record->end - record->answer,
	};

	if (record->answer)
		traffic_note(in->conf.house->traffic, &event, on_alarm, in);
}

void watch_breach(struct inbound *in, const struct record_breach *breach)
{
	const struct traffic_event event = {
		.at = now(in),
		.type = TRAFFIC_CALLED_OUT,
		.seat = breach->seat,
	};

	traffic_note(in->conf.house->traffic, &event, on_alarm, in);
}
