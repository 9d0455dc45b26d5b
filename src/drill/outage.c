/**
 * @file drill/outage.c  The engine is killed in mid-call and started again
 */
#include "drill/outage.h"

#include "drill/evidence.h"
#include "util/clock.h"
#include "util/err.h"

#define READY_US INT64_C(60000000) /* longest wait for the engine */
#define FRESH_US INT64_C(30000000) /* and for the stations */
#define MS_US	 INT64_C(1000)

static void enter(struct outage *o, enum outage_state state)
{
	o->state = state;
	o->state_us = clock_mono_us();
}

/* When the last of those to be cut began to talk; 0: not all do, -1: one of
 * them has ended by itself */
static int64_t all_talk(const struct outage *o)
{
	const struct scenario_kill *k = o->trial->scenario->kill;
	int64_t last = 0;

	for (int i = k->after; i < k->after + k->calls; i++) {
		const struct caller_log *log = caller_log(o->callerv[i]);

		if (log->end != END_NOT)
			return -1;
		if (!log->rtp.tone_us)
			return 0;
		if (log->rtp.tone_us > last)
			last = log->rtp.tone_us;
	}

	return last;
}

static void give_up(struct outage *o, int err)
{
	(void)snprintf(o->trial->outage.trouble,
		       sizeof(o->trial->outage.trouble), "%s", err_text(err));
	enter(o, OUTAGE_OVER);
}

static void tick_to_come(struct outage *o, size_t placed)
{
	const struct scenario_kill *k = o->trial->scenario->kill;
	int64_t since;
	int err;

	if (placed < (size_t)k->after + (size_t)k->calls)
		return;
	since = all_talk(o);
	if (since < 0)
		enter(o, OUTAGE_OVER);
	if (since <= 0 || clock_mono_us() < since + k->talk_ms * MS_US)
		return;

	evidence_before(o->trial, o->data);
	o->trial->outage.killed = clock_now();
	own_kill(o->own);
	err = own_start(o->own);
	if (err)
		give_up(o, err);
	else
		enter(o, OUTAGE_DOWN);
}

static void tick_down(struct outage *o)
{
	const int64_t now_us = clock_mono_us();
	bool ready = false;
	int err = own_look(o->own, &ready);

	if (err || (!ready && now_us - o->state_us > READY_US)) {
		give_up(o, err);
		return;
	}
	if (!ready)
		return;
	o->trial->outage.down_ms = (now_us - o->state_us + 999) / MS_US;
	for (size_t i = 0; i < o->trial->stationc && !err; i++)
		err = station_register(o->stationv[i]);
	enter(o, OUTAGE_BACK);
}

/* Parties that were cut notice it by the silence */
static void tick_back(struct outage *o)
{
	bool all = true;

	for (size_t i = 0; i < o->trial->stationc; i++)
		all = all && !station_is_busy(o->stationv[i]) &&
		      station_log(o->stationv[i])->fresh_us > o->state_us;
	if (all || clock_mono_us() - o->state_us > FRESH_US)
		enter(o, OUTAGE_OVER);
}

void outage_tick(struct outage *o, size_t placed)
{
	if (o->state == OUTAGE_TO_COME)
		tick_to_come(o, placed);
	else if (o->state == OUTAGE_DOWN)
		tick_down(o);
	else if (o->state == OUTAGE_BACK)
		tick_back(o);
}

bool outage_holds(const struct outage *o, size_t caller, size_t placed)
{
	const struct scenario_kill *k = o->trial->scenario->kill;
	const size_t after = k ? (size_t)k->after : 0;

	if (!k || o->state == OUTAGE_OVER || caller < after)
		return false;
	if (o->state != OUTAGE_TO_COME || caller >= after + (size_t)k->calls)
		return true;
	for (size_t i = 0; i < after && i < placed; i++) {
		if (caller_log(o->callerv[i])->end == END_NOT)
			return true;
	}

	return false;
}
