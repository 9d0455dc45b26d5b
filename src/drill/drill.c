/**
 * @file drill/drill.c  A scripted run of real calls against the engine
 *
 * One phase after the other; what happens to stations and callers, and a timer
 * for when nothing happens, moves it on.
 */
#include "drill/drill_private.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "drill/evidence.h"
#include "drill/forbidden.h"
#include "drill/meeting.h"
#include "drill/plan.h"
#include "drill/stage.h"
#include "sip/loop.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define CALLER_PREFIX "1380000" /* and four digits */
#define FORGED_PREFIX "1391111" /* the same */
#define REGISTER_MS   10000	/* longest wait for registrations */
#define ATTEMPT_MS    5000	/* longest wait for a refusal */
#define SETTLE_MS     1500	/* for the last BYE, and the files */
#define LEAVE_MS      300	/* for the last unregistration */
#define TELL_MS	      1000	/* between lines of progress */
#define WAITS_MS      2000	/* of an impatient caller */
#define KEYS_MS	      3000	/* until keys are pressed */
#define TICK_MS	      10
#define FDS_PER_PARTY 4
#define FDS_BASE      256

static void say(const struct drill *d, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void say(const struct drill *d, const char *fmt, ...)
{
	char line[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (d->options->progress)
		d->options->progress(line, d->options->arg);
}

/* How long a party talks before it hangs up; 0 if the other side does */
static int64_t talk_ms(const struct drill *d, size_t index, bool caller)
{
	static const enum scenario_hang_up turns[] = { HANG_UP_CALLER,
						       HANG_UP_STATION };
	const struct scenario_group *g = scenario_group(d->scenario, index);
	enum scenario_hang_up who = d->scenario->hang_up;

	if (scenario_is_cut(d->scenario, index))
		return 0; /* neither: the engine is killed */
	if (g && g->from)
		return caller ? d->scenario->talk_ms : 0;
	if (who == HANG_UP_BY_TURNS)
		who = turns[index % 2];

	return (who == HANG_UP_CALLER) == caller ? d->scenario->talk_ms : 0;
}

int64_t drill_station_talk(const char *number, void *arg)
{
	const size_t prefix = strlen(CALLER_PREFIX);
	const struct drill *d = arg;

	if (strncmp(number, CALLER_PREFIX, prefix) != 0)
		return 0;

	return talk_ms(d, strtoul(number + prefix, NULL, 10), false);
}

static size_t count_registered(const struct drill *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->trial.stationc; i++)
		n += station_log(d->stationv[i])->registered_us != 0;

	return n;
}

static bool all_answered_to_register(const struct drill *d)
{
	for (size_t i = 0; i < d->trial.stationc; i++) {
		if (!station_log(d->stationv[i])->status)
			return false;
	}

	return true;
}

static size_t count_over(struct caller *const *callerv, size_t n)
{
	size_t over = 0;

	for (size_t i = 0; i < n; i++)
		over += caller_log(callerv[i])->end != END_NOT;

	return over;
}

static void enter(struct drill *d, enum phase phase)
{
	d->phase = phase;
	d->phase_ms = clock_mono();
	d->tell_ms = 0;
}

/* Endings are noticed by the tick */
static void on_caller(struct caller *caller, void *arg)
{
	(void)caller;
	(void)arg;
}

void drill_station_changed(struct station *station, void *arg)
{
	(void)station;
	(void)arg;
}

/* From a station, as itself or as another, or NULL: from the trunk */
static void attempt(struct drill *d, const char *number, bool outbound,
		    const char *as)
{
	struct trial_attempt *a = &d->trial.attemptv[d->attemptc];
	const struct station_log *from = outbound ? station_log(d->stationv[0])
						  : NULL;
	const struct caller_conf conf = {
		.ua = outbound ? station_ua(d->stationv[0]) : d->ua,
		.engine = &d->engine,
		.local = outbound ? &d->station_host : &d->caller_host,
		.domain = d->config->realm,
		.number = as	     ? as
			  : outbound ? from->user
				     : CALLER_PREFIX "9999",
		.called = number,
		.patience_ms = ATTEMPT_MS,
	};

	if (caller_alloc(&d->attemptv[d->attemptc], &conf, on_caller, d)) {
		d->failed++;
		return;
	}
	a->log = caller_log(d->attemptv[d->attemptc]);
	a->outbound = outbound;
	a->forged = as != NULL;
	if (outbound)
		record_put(a->seat, sizeof(a->seat), from->seat);
	d->attemptc++;
}

static void begin_attempts(struct drill *d)
{
	const struct scenario *s = d->scenario;

	say(d, _("%zu of %zu stations registered"), count_registered(d),
	    d->trial.stationc);
	for (unsigned i = 0; i < s->outbound_count; i++)
		attempt(d, s->outbound[i], true, NULL);
	for (unsigned i = 0; i < s->unlisted_count; i++)
		attempt(d, s->unlisted[i], false, NULL);
	for (unsigned i = 0; i < s->forged_count; i++) {
		char number[RECORD_NUMBER];

		/* a number of its own, by which the breach is found */
		(void)snprintf(number, sizeof(number), FORGED_PREFIX "%04u", i);
		attempt(d, number, true, s->forged[i]);
	}
	enter(d, ATTEMPTING);
}

static void tick_registering(struct drill *d, int64_t ms)
{
	if (all_answered_to_register(d) || ms > REGISTER_MS)
		begin_attempts(d);
}

/* While every seat is free, and nobody talks: it waits for the answers */
static void try_forbidden(struct drill *d)
{
	const struct forbidden_conf conf = {
		.config = d->config,
		.asks = d->options->asks,
		.approves = d->options->approves,
		.number = d->number,
		.seat = d->trial.stationv[0]->seat,
	};

	if (d->trial.forbiddenc > 0)
		forbidden_try(&d->trial, &conf);
}

static void tick_attempting(struct drill *d, int64_t ms)
{
	if (count_over(d->attemptv, d->attemptc) < d->attemptc &&
	    ms < ATTEMPT_MS + 1000)
		return;

	for (size_t i = 0; i < d->attemptc; i++) {
		const struct caller_log *log = caller_log(d->attemptv[i]);

		say(d,
		    d->trial.attemptv[i].outbound
			    ? _("outbound call from a seat: answered %u")
			    : _("call to an unlisted number: answered %u"),
		    log->status);
	}
	try_forbidden(d);
	enter(d, CALLING);
}

/* How long a caller waits to be served; 0: for as long as it takes */
static int64_t leave_ms(const struct scenario *s, size_t index)
{
	const struct scenario_group *g = scenario_group(s, index);

	if (g && g->leave_ms)
		return *g->leave_ms;
	if (index >= (size_t)scenario_int(s->impatient))
		return 0;
	return s->patience_ms ? *s->patience_ms : WAITS_MS;
}

static void place(struct drill *d, size_t i, int64_t ms)
{
	const struct scenario_group *g = scenario_group(d->scenario, i);
	struct trial_call *call = &d->trial.callv[d->placed];
	char number[RECORD_NUMBER];
	const struct caller_conf conf = {
		.ua = d->ua,
		.engine = &d->engine,
		.local = &d->caller_host,
		.domain = d->config->realm,
		.number = number,
		.called = d->number,
		.index = i,
		.talk_ms = talk_ms(d, i, true),
		.leave_ms = leave_ms(d->scenario, i),
		.keys = g ? g->keys : NULL,
		.keys_ms = g && g->keys_ms ? *g->keys_ms : KEYS_MS,
		.patience_ms = d->scenario->limit_ms > ms
				       ? d->scenario->limit_ms - ms
				       : 1,
	};

	if (g && g->from)
		record_put(number, sizeof(number), g->from);
	else
		(void)snprintf(number, sizeof(number), CALLER_PREFIX "%04zu",
			       i);
	if (caller_alloc(&d->callerv[d->placed], &conf, on_caller, d)) {
		d->failed++;
		return;
	}
	call->log = caller_log(d->callerv[d->placed]);
	call->group = g;
	call->cut = scenario_is_cut(d->scenario, i);
	d->placed++;
}

static void tell_calls(struct drill *d, size_t over)
{
	size_t talking = 0;

	for (size_t i = 0; i < d->placed; i++)
		talking += caller_is_talking(d->callerv[i]);
	if (talking == d->told_talking && over == d->told_over)
		return;
	if (clock_mono() < d->tell_ms && over < d->placed)
		return;

	d->told_talking = talking;
	d->told_over = over;
	d->tell_ms = clock_mono() + TELL_MS;
	say(d, _("%zu calls: %zu talking, %zu over"), d->placed, talking, over);
}

static void tick_calling(struct drill *d, int64_t ms)
{
	const size_t callers = (size_t)d->scenario->callers;
	size_t over;

	if (d->scenario->kill)
		outage_tick(&d->outage, d->placed);
	for (size_t i = d->placed + d->failed; i < callers; i++) {
		if (outage_holds(&d->outage, i, d->placed) ||
		    ms < d->scenario->spread_ms * (int64_t)i / (int64_t)callers)
			break;
		place(d, i, ms);
	}

	over = count_over(d->callerv, d->placed);
	tell_calls(d, over);
	if (over + d->failed >= callers)
		enter(d, SETTLING);
}

static void tick_settling(struct drill *d, int64_t ms)
{
	bool busy = false;

	for (size_t i = 0; i < d->trial.stationc; i++)
		busy = busy || station_is_busy(d->stationv[i]);
	if (ms < SETTLE_MS || (busy && ms < DRILL_SILENCE_MS + SETTLE_MS))
		return;

	for (size_t i = 0; i < d->trial.stationc; i++) {
		station_stop(d->stationv[i]);
		station_leave(d->stationv[i]);
	}
	enter(d, LEAVING);
}

static void tick_leaving(struct drill *d, int64_t ms)
{
	(void)d;
	if (ms > LEAVE_MS)
		loop_stop();
}

/* How far the phase has come */
static void tell_phase(const struct drill *d)
{
	const struct stage_teller t = { d->options, d->scenario };

	if (d->phase == REGISTERING)
		stage_tell(&t, _("seats register"), count_registered(d),
			   d->trial.stationc, 0);
	else if (d->phase == ATTEMPTING)
		stage_tell(&t, _("attempts against the rules"),
			   count_over(d->attemptv, d->attemptc), d->attemptc,
			   0);
	else if (d->phase >= CALLING)
		stage_tell(&t, _("calls"),
			   count_over(d->callerv, d->placed) + d->failed,
			   (size_t)d->scenario->callers, d->failed);
}

static void on_tick(void *arg)
{
	typedef void tick_h(struct drill *, int64_t);
	static tick_h *const ticks[] = {
		[REGISTERING] = tick_registering,
		[ATTEMPTING] = tick_attempting,
		[CALLING] = tick_calling,
		[SETTLING] = tick_settling,
		[LEAVING] = tick_leaving,
	};
	struct drill *d = arg;

	tmr_start(&d->tick, TICK_MS, on_tick, d);
	ticks[d->phase](d, clock_mono() - d->phase_ms);
	tell_phase(d);
}

static void on_signal(int signo, void *arg)
{
	struct drill *d = arg;

	(void)signo;
	if (d->trial.stopped) {
		loop_stop();
		return;
	}

	say(d, _("stopping"));
	d->trial.stopped = true;
	for (size_t i = 0; i < d->attemptc; i++)
		caller_stop(d->attemptv[i]);
	for (size_t i = 0; i < d->placed; i++)
		caller_stop(d->callerv[i]);
	enter(d, SETTLING);
}

static int load(struct drill *d)
{
	const struct drill_options *o = d->options;
	int err = scenario_load(&d->scenario, o->scenario);

	if (!err)
		err = plan_check(d->scenario, o);
	if (!err)
		err = functions_load(&d->functions, o->functions);
	if (!err)
		err = config_load(&d->config, o->config);
	if (!err)
		err = file_sha256(d->trial.config_sha256, o->config);
	if (err)
		return err;

	d->trial.scenario = d->scenario;
	if ((unsigned)d->scenario->stations > d->config->seats_count)
		return err_set(EINVAL,
			       _("the scenario wants %d stations, the engine "
				 "has %u seats"),
			       d->scenario->stations, d->config->seats_count);

	err = meeting_engine(&d->engine, d->config);
	if (!err)
		err = plan_number(d->config, &d->number, &d->trunk);
	d->caller_host = d->trunk;
	sa_set_port(&d->caller_host, 0);
	d->station_host = d->engine;
	sa_set_port(&d->station_host, 0);
	return err;
}

/* Thousands of parties need thousands of sockets */
static void raise_limit(void)
{
	struct rlimit limit;

	if (!getrlimit(RLIMIT_NOFILE, &limit)) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/* An engine of the drill's own: it may be killed */
static int start_engine(struct drill *d)
{
	const struct drill_options *o = d->options;

	if (!o->engine)
		return 0;
	d->own.argv = o->engine;
	d->own.log = o->engine_log;
	return own_start(&d->own);
}

static void prepare_outage(struct drill *d)
{
	d->outage = (struct outage){
		.own = &d->own,
		.trial = &d->trial,
		.stationv = d->stationv,
		.callerv = d->callerv,
		.data = d->data,
	};
}

/* Meets the engine; sockets and libre are in use only in here */
static int meet(struct drill *d)
{
	int err = drill_open_callers(d);

	if (!err)
		err = start_engine(d);
	if (!err && d->own.pid)
		err = own_wait(&d->own);
	if (!err)
		err = drill_open_stations(d);
	if (!err)
		err = loop_signals(on_signal, d);
	if (err)
		return err;

	prepare_outage(d);
	d->trial.begun = clock_now();
	enter(d, REGISTERING);
	on_tick(d);
	err = loop_run();
	d->trial.ended = clock_now();
	d->trial.callc = d->placed;
	d->trial.attemptc = d->attemptc;
	return err;
}

int drill_run(const struct drill_options *options,
	      struct drill_summary *summary)
{
	struct drill d = { .options = options };
	int err = load(&d);

	memset(summary, 0, sizeof(*summary));
	if (err)
		goto out;

	drill_make_room(&d);
	raise_limit();
	err = loop_open(FDS_BASE + FDS_PER_PARTY * (d.scenario->stations +
						    d.scenario->callers));
	if (err)
		goto out;

	d.data = options->data ? options->data : d.config->data;
	err = meet(&d);
	if (!err) {
		say(&d, _("reading the engine's records and recordings"));
		evidence_collect(&d.trial, d.data, options->folder);
		err = report_write(&d.trial, &d.functions, options->report,
				   summary->sha256);
	}
	if (!err && d.trial.uncopied[0])
		err = err_set(EIO,
			      _("%s; the recordings are not copied, they "
				"are still in %s"),
			      d.trial.uncopied, d.data);
	if (!err)
		drill_summarise(&d.trial, summary);
	stage_tell_end(&(struct stage_teller){ options, d.scenario }, summary);
	drill_release(&d);
	loop_close();
	return err;

out:
	drill_release(&d);
	return err;
}
