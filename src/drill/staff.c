/**
 * @file drill/staff.c  Seats that answer by themselves
 */
#include "drill/staff.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "drill/meeting.h"
#include "drill/station.h"
#include "sip/loop.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

#define FDS_BASE      256
#define FDS_PER_PARTY 4
#define LEAVE_MS      300 /* for the last unregistration */

struct member {
	struct staff *staff;
	struct station *station;
	uint16_t status; /* that was told */
	size_t rung;	 /* calls that were told */
	size_t over;
};

struct staff {
	const struct staff_options *options;
	struct config *config;
	struct sa engine;
	struct sa local;
	struct member *memberv;
	bool leaving;
	struct tmr leave;
};

static void say(const struct staff *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void say(const struct staff *s, const char *fmt, ...)
{
	char line[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	s->options->said(line, s->options->arg);
}

static int64_t on_talk(const char *number, void *arg)
{
	const struct member *m = arg;

	(void)number;
	return m->staff->options->talk_ms;
}

static void on_left(void *arg)
{
	(void)arg;
	loop_stop();
}

static void leave(struct staff *s)
{
	if (s->leaving)
		return;
	s->leaving = true;
	for (size_t i = 0; i < s->options->seatc; i++) {
		station_stop(s->memberv[i].station);
		station_leave(s->memberv[i].station);
	}
	tmr_start(&s->leave, LEAVE_MS, on_left, s);
}

static void on_signal(int signo, void *arg)
{
	struct staff *s = arg;

	(void)signo;
	if (s->leaving)
		loop_stop();
	leave(s);
}

static void tell_call(const struct member *m, const struct station_log *log)
{
	const struct station_call *c = &log->callv[log->callc - 1];
	char number[RECORD_NUMBER];

	text_mask(number, sizeof(number), c->caller);
	say(m->staff, _("%s: %s rings"), log->seat, number);
}

static void tell_end(const struct member *m, const struct station_log *log)
{
	const struct station_call *c = &log->callv[log->callc - 1];

	say(m->staff, _("%s: %s, talked for %.1f s"), log->seat,
	    word_text(&caller_ends, (int)c->end),
	    c->answer_us ? (double)(c->end_us - c->answer_us) / 1e6 : 0);
}

static size_t count_over(const struct staff *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->options->seatc; i++)
		n += s->memberv[i].over;
	return n;
}

static void on_station(struct station *station, void *arg)
{
	struct member *m = arg;
	struct staff *s = m->staff;
	const struct station_log *log = station_log(station);

	if (log->status != m->status) {
		m->status = log->status;
		if (log->status == 200)
			say(s, _("%s: registered"), log->seat);
		else
			say(s, _("%s: not registered (%u)"), log->seat,
			    log->status);
	}
	if (log->callc > m->rung) {
		m->rung = log->callc;
		tell_call(m, log);
	}
	if (log->callc > m->over && log->callv[log->callc - 1].end) {
		m->over = log->callc;
		tell_end(m, log);
		if (s->options->calls &&
		    (int64_t)count_over(s) >= s->options->calls)
			leave(s);
	}
}

static int open_member(struct staff *s, size_t i)
{
	const struct config_seat *seat = config_seat_find(s->config,
							  s->options->seatv[i]);
	struct member *m = &s->memberv[i];
	const struct station_conf conf = {
		.registrar = &s->engine,
		.local = &s->local,
		.realm = s->config->realm,
		.seat = seat ? seat->seat : NULL,
		.user = seat ? seat->user : NULL,
		.secret = seat ? seat->secret : NULL,
		.index = i,
		.answer_ms = s->options->answer_ms,
		.speaks = true,
		.talkh = on_talk,
		.h = on_station,
		.arg = m,
	};

	m->staff = s;
	if (!seat)
		return err_set(ENOENT, _("there is no seat %s"),
			       s->options->seatv[i]);
	return station_alloc(&m->station, &conf);
}

static void raise_limit(void)
{
	struct rlimit limit;

	if (!getrlimit(RLIMIT_NOFILE, &limit)) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static void summarise(const struct staff *s, struct staff_summary *summary)
{
	summary->seats = s->options->seatc;
	for (size_t i = 0; i < s->options->seatc; i++) {
		const struct station_log *log = station_log(
			s->memberv[i].station);

		summary->registered += log->registered_us != 0;
		summary->calls += log->callc;
		for (size_t k = 0; k < log->callc; k++) {
			const struct station_call *c = &log->callv[k];

			summary->answered += c->answer_us != 0;
			summary->lost += c->answer_us && c->end != END_SELF &&
					 c->end != END_PEER &&
					 c->end != END_STOPPED;
		}
	}
}

static int serve(struct staff *s, struct staff_summary *summary)
{
	int err = 0;

	for (size_t i = 0; i < s->options->seatc && !err; i++)
		err = open_member(s, i);
	if (!err)
		err = loop_signals(on_signal, s);
	if (!err)
		err = loop_run();
	if (!err)
		summarise(s, summary);
	tmr_cancel(&s->leave);
	for (size_t i = 0; i < s->options->seatc; i++)
		station_free(s->memberv[i].station);
	return err;
}

int staff_run(const struct staff_options *options,
	      struct staff_summary *summary)
{
	struct staff s = { .options = options };
	int err = config_load(&s.config, options->config);

	memset(summary, 0, sizeof(*summary));
	if (!err)
		err = meeting_engine(&s.engine, s.config);
	if (err)
		goto out;

	s.local = s.engine;
	sa_set_port(&s.local, 0);
	s.memberv = x_calloc(options->seatc, sizeof(*s.memberv));
	raise_limit();
	err = loop_open(FDS_BASE + FDS_PER_PARTY * (int)options->seatc);
	if (err)
		goto out;
	err = serve(&s, summary);
	loop_close();

out:
	free(s.memberv);
	config_free(s.config);
	return err;
}
