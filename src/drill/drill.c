/**
 * @file drill/drill.c  A scripted run of real calls against the engine
 *
 * One phase after the other; what happens to stations and callers, and a timer
 * for when nothing happens, moves it on.
 */
#include "drill/drill.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "drill/evidence.h"
#include "drill/meeting.h"
#include "pack/config.h"
#include "sip/loop.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define CALLER_PREFIX "1380000" /* and four digits */
#define REGISTER_MS   10000	/* longest wait for registrations */
#define ATTEMPT_MS    5000	/* longest wait for a refusal */
#define SETTLE_MS     1500	/* for the last BYE, and the files */
#define LEAVE_MS      300	/* for the last unregistration */
#define TELL_MS	      1000	/* between lines of progress */
#define WAITS_MS      2000	/* of an impatient caller */
#define TICK_MS	      10
#define FDS_PER_PARTY 4
#define FDS_BASE      256

enum phase { REGISTERING, ATTEMPTING, CALLING, SETTLING, LEAVING };

struct drill {
	const struct drill_options *options;
	struct scenario *scenario;
	struct config *config;
	struct functions functions;
	const char *number; /* rung by the callers */
	struct sa engine;
	struct sa trunk;       /* callers come from there */
	struct sa caller_host; /* the same with port 0 */
	struct sa station_host;
	struct ua *ua; /* of the callers */
	struct station **stationv;
	struct caller **callerv;
	size_t placed; /* callers begun */
	struct caller **attemptv;
	size_t attemptc;
	size_t failed; /* callers that could not begin */
	enum phase phase;
	int64_t phase_ms;    /* begun, clock_mono() */
	size_t told_talking; /* in the last line of progress */
	size_t told_over;
	int64_t tell_ms; /* next line of progress is due */
	struct tmr tick;
	struct trial trial;
};

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
	enum scenario_hang_up who = d->scenario->hang_up;

	if (who == HANG_UP_BY_TURNS)
		who = turns[index % 2];

	return (who == HANG_UP_CALLER) == caller ? d->scenario->talk_ms : 0;
}

static int64_t on_station_talk(const char *number, void *arg)
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

static void on_station(struct station *station, void *arg)
{
	(void)station;
	(void)arg;
}

static void attempt(struct drill *d, const char *number, bool outbound)
{
	struct trial_attempt *a = &d->trial.attemptv[d->attemptc];
	const struct station_log *from = outbound ? station_log(d->stationv[0])
						  : NULL;
	const struct caller_conf conf = {
		.ua = outbound ? station_ua(d->stationv[0]) : d->ua,
		.engine = &d->engine,
		.local = outbound ? &d->station_host : &d->caller_host,
		.domain = d->config->realm,
		.number = outbound ? from->user : CALLER_PREFIX "9999",
		.called = number,
		.patience_ms = ATTEMPT_MS,
	};

	if (caller_alloc(&d->attemptv[d->attemptc], &conf, on_caller, d)) {
		d->failed++;
		return;
	}
	a->log = caller_log(d->attemptv[d->attemptc]);
	a->outbound = outbound;
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
		attempt(d, s->outbound[i], true);
	for (unsigned i = 0; i < s->unlisted_count; i++)
		attempt(d, s->unlisted[i], false);
	enter(d, ATTEMPTING);
}

static void tick_registering(struct drill *d, int64_t ms)
{
	if (all_answered_to_register(d) || ms > REGISTER_MS)
		begin_attempts(d);
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
	enter(d, CALLING);
}

/* How long a caller waits to be served; 0: for as long as it takes */
static int64_t leave_ms(const struct scenario *s, size_t index)
{
	if (index >= (size_t)scenario_int(s->impatient))
		return 0;
	return s->patience_ms ? *s->patience_ms : WAITS_MS;
}

static void place(struct drill *d, size_t i, int64_t ms)
{
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
		.patience_ms = d->scenario->limit_ms > ms
				       ? d->scenario->limit_ms - ms
				       : 1,
	};

	(void)snprintf(number, sizeof(number), CALLER_PREFIX "%04zu", i);
	if (caller_alloc(&d->callerv[d->placed], &conf, on_caller, d)) {
		d->failed++;
		return;
	}
	d->trial.callv[d->placed].log = caller_log(d->callerv[d->placed]);
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

	for (size_t i = d->placed + d->failed; i < callers; i++) {
		if (ms < d->scenario->spread_ms * (int64_t)i / (int64_t)callers)
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

/* The first number open for inbound, and the trunk that brings its calls */
static int find_number(struct drill *d)
{
	const struct config *c = d->config;

	for (unsigned i = 0; i < c->numbers_count; i++) {
		int trunk = config_trunk_at(c, c->numbers[i].trunk);

		if (trunk < 0 || c->numbers[i].direction != CONFIG_INBOUND)
			continue;
		d->number = c->numbers[i].number;
		return meeting_address(&d->trunk, c->trunks[trunk].peer);
	}

	return err_set(EINVAL, _("no number is open for inbound calls"));
}

/* Only what the engine's records can say can be asked for */
static int check_results(const struct scenario *s)
{
	for (unsigned i = 0; i < s->results_count; i++) {
		const char *name = s->results[i].result;
		int r = RESULT_OPEN + 1;

		while (r < RESULT_COUNT &&
		       strcmp(word_name(&record_results, r), name) != 0)
			r++;
		if (r == RESULT_COUNT || r == RESULT_ANSWERED)
			return err_set(EINVAL,
				       _("results: %s is not how a call ends "
					 "without a seat"),
				       name);
	}

	return 0;
}

static int load(struct drill *d)
{
	const struct drill_options *o = d->options;
	int err = scenario_load(&d->scenario, o->scenario);

	if (!err)
		err = check_results(d->scenario);
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
		err = find_number(d);
	d->caller_host = d->trunk;
	sa_set_port(&d->caller_host, 0);
	d->station_host = d->engine;
	sa_set_port(&d->station_host, 0);
	return err;
}

static int open_callers(struct drill *d)
{
	char listen[80];
	const char *const listenv[] = { listen };
	const struct ua_conf conf = {
		.listenv = listenv,
		.listenc = 1,
		.software = "callpermit caller",
	};

	(void)re_snprintf(listen, sizeof(listen), "udp:%J", &d->trunk);
	return ua_alloc(&d->ua, &conf);
}

static int open_stations(struct drill *d)
{
	for (int i = 0; i < d->scenario->stations; i++) {
		const struct config_seat *seat = &d->config->seats[i];
		const struct station_conf conf = {
			.registrar = &d->engine,
			.local = &d->station_host,
			.realm = d->config->realm,
			.seat = seat->seat,
			.user = seat->user,
			.secret = seat->secret,
			.index = (size_t)i,
			.answer_ms = i < scenario_int(d->scenario->no_answer)
					     ? STATION_BY_HAND
					     : d->scenario->answer_ms,
			.talkh = on_station_talk,
			.h = on_station,
			.arg = d,
		};
		int err = station_alloc(&d->stationv[i], &conf);

		if (err)
			return err;
		d->trial.stationv[i] = station_log(d->stationv[i]);
		d->trial.stationc++;
	}

	return 0;
}

static void make_room(struct drill *d)
{
	const struct scenario *s = d->scenario;
	const size_t attempts = s->outbound_count + s->unlisted_count;

	d->stationv = x_calloc((size_t)s->stations, sizeof(void *));
	d->trial.stationv = x_calloc((size_t)s->stations, sizeof(void *));
	d->callerv = x_calloc((size_t)s->callers, sizeof(void *));
	d->trial.callv = x_calloc((size_t)s->callers, sizeof(*d->trial.callv));
	d->attemptv = x_calloc(attempts + 1, sizeof(void *));
	d->trial.attemptv = x_calloc(attempts + 1, sizeof(*d->trial.attemptv));
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

/* Meets the engine; sockets and libre are in use only in here */
static int meet(struct drill *d)
{
	int err = open_callers(d);

	if (!err)
		err = open_stations(d);
	if (!err)
		err = loop_signals(on_signal, d);
	if (err)
		return err;

	d->trial.begun = clock_now();
	enter(d, REGISTERING);
	on_tick(d);
	err = loop_run();
	d->trial.ended = clock_now();
	d->trial.callc = d->placed;
	d->trial.attemptc = d->attemptc;
	return err;
}

static void summarise(const struct trial *o, struct drill_summary *summary)
{
	summary->verdict = proof_all(o);
	for (size_t i = 0; i < proof_count() && i < DRILL_PROOFS_MAX; i++)
		summary->proofv[summary->proofc++] = proof_make(i, o);
	summary->calls = o->callc;
	for (size_t i = 0; i < o->callc; i++) {
		summary->connected += o->callv[i].log->rtp.tone_us != 0;
		summary->recordings += o->callv[i].recording.found;
	}
}

static void release(struct drill *d)
{
	tmr_cancel(&d->tick);
	for (size_t i = 0; i < d->attemptc; i++)
		caller_free(d->attemptv[i]);
	for (size_t i = 0; i < d->placed; i++)
		caller_free(d->callerv[i]);
	for (int i = 0; d->stationv && i < d->scenario->stations; i++)
		station_free(d->stationv[i]);
	ua_free(d->ua);
	free(d->attemptv);
	free(d->callerv);
	free(d->stationv);
	free(d->trial.attemptv);
	free(d->trial.callv);
	free(d->trial.stationv);
	functions_release(&d->functions);
	config_free(d->config);
	scenario_free(d->scenario);
}

int drill_run(const struct drill_options *options,
	      struct drill_summary *summary)
{
	struct drill d = { .options = options };
	int err = load(&d);

	memset(summary, 0, sizeof(*summary));
	if (err)
		goto out;

	make_room(&d);
	raise_limit();
	err = loop_open(FDS_BASE + FDS_PER_PARTY * (d.scenario->stations +
						    d.scenario->callers));
	if (err)
		goto out;

	err = meet(&d);
	if (!err) {
		say(&d, _("reading the engine's records and recordings"));
		evidence_collect(&d.trial, options->data ? options->data
							 : d.config->data);
		err = report_write(&d.trial, &d.functions, options->report,
				   summary->sha256);
	}
	if (!err)
		summarise(&d.trial, summary);
	release(&d);
	loop_close();
	return err;

out:
	release(&d);
	return err;
}
