/**
 * @file tests/sip/parties.c  Parties of a drill without an engine
 *
 * Usage: parties pair N       N callers ring N stations directly
 *        parties station MS   one station; prints its address, serves so long
 *        parties call ADDRESS one caller rings an address
 *
 * Prints one line for each party: what it saw.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drill/station.h"
#include "sip/loop.h"
#include "util/err.h"
#include "util/util.h"

#define PAIRS_MAX 50
#define TALK_MS	  1000
#define LIMIT_MS  8000

struct bench {
	struct sa loopback;
	struct ua *ua;
	struct station *stationv[PAIRS_MAX];
	struct caller *callerv[PAIRS_MAX];
	size_t stationc;
	size_t callerc;
	size_t over;
	struct tmr end;
};

static int64_t never_hangs_up(const char *number, void *arg)
{
	(void)number;
	(void)arg;
	return 0;
}

static void on_station(struct station *station, void *arg)
{
	(void)station;
	(void)arg;
}

static void on_end(void *arg)
{
	(void)arg;
	loop_stop();
}

static void on_caller(struct caller *caller, void *arg)
{
	struct bench *b = arg;

	(void)caller;
	if (++b->over == b->callerc)
		tmr_start(&b->end, 200, on_end, b);
}

static int add_station(struct bench *b)
{
	struct sa nobody = b->loopback;
	const struct station_conf conf = {
		.registrar = &nobody,
		.local = &b->loopback,
		.realm = "test.example",
		.seat = "01",
		.user = "1001",
		.secret = "secret",
		.index = b->stationc,
		.answer_ms = 100,
		.talkh = never_hangs_up,
		.h = on_station,
		.arg = b,
	};

	/* the discard port: nobody answers a REGISTER there */
	sa_set_port(&nobody, 9);
	return station_alloc(&b->stationv[b->stationc++], &conf);
}

static int add_caller(struct bench *b, const struct sa *to)
{
	char number[16];
	const struct caller_conf conf = {
		.ua = b->ua,
		.engine = to,
		.local = &b->loopback,
		.domain = "test.example",
		.number = number,
		.called = "95012345",
		.index = b->callerc,
		.talk_ms = TALK_MS,
		.patience_ms = LIMIT_MS,
	};

	(void)snprintf(number, sizeof(number), "1380000%04zu", b->callerc);
	return caller_alloc(&b->callerv[b->callerc++], &conf, on_caller, b);
}

static void print_figures(const struct sound_figures *f, enum tone_side side)
{
	printf("sent %d received %d lost %d jitter_us %d heard_hz %d "
	       "others_ms %d\n",
	       (int)f->sent, (int)f->received, (int)f->lost, (int)f->jitter_us,
	       f->tone < 0 ? 0 : tone_hz(side, (size_t)f->tone), f->other_ms);
}

static void print_all(const struct bench *b)
{
	for (size_t i = 0; i < b->callerc; i++) {
		const struct caller_log *log = caller_log(b->callerv[i]);

		printf("caller %zu status %u end %s ringing_us %d "
		       "first_sound_us %d ",
		       i, log->status, word_name(&caller_ends, log->end),
		       (int)(log->ringing_us - log->invite_us),
		       (int)(log->rtp.tone_us - log->answer_us));
		print_figures(&log->rtp, TONE_STATION);
	}
	for (size_t i = 0; i < b->stationc; i++) {
		const struct station_log *log = station_log(b->stationv[i]);

		for (size_t k = 0; k < log->callc; k++) {
			printf("station %zu caller %s end %s ", i,
			       log->callv[k].caller,
			       word_name(&caller_ends, log->callv[k].end));
			print_figures(&log->callv[k].rtp, TONE_CALLER);
		}
	}
}

static int open_ua(struct bench *b)
{
	static const char *const listenv[] = { "udp:127.0.0.1:0" };
	const struct ua_conf conf = { .listenv = listenv, .listenc = 1 };

	return ua_alloc(&b->ua, &conf);
}

static int run_pair(struct bench *b, const char *arg)
{
	size_t n = strtoul(arg, NULL, 10);
	int err = 0;

	for (size_t i = 0; i < n && i < PAIRS_MAX && !err; i++)
		err = add_station(b);
	for (size_t i = 0; i < b->stationc && !err; i++) {
		struct sa to;

		err = ua_address(station_ua(b->stationv[i]), SIP_TRANSP_UDP,
				 &to);
		if (!err)
			err = add_caller(b, &to);
	}
	return err;
}

static int run_station(struct bench *b, const char *arg)
{
	struct sa at;
	int err = add_station(b);

	if (!err)
		err = ua_address(station_ua(b->stationv[0]), SIP_TRANSP_UDP,
				 &at);
	if (err)
		return err;

	(void)re_printf("%J\n", &at);
	(void)fflush(stdout);
	tmr_start(&b->end, strtoul(arg, NULL, 10), on_end, b);
	return 0;
}

static int run_call(struct bench *b, const char *arg)
{
	struct sa to;

	if (sa_decode(&to, arg, strlen(arg)))
		return EINVAL;
	return add_caller(b, &to);
}

int main(int argc, char *argv[])
{
	static const struct {
		const char *name;
		int (*run)(struct bench *b, const char *arg);
	} modes[] = {
		{ "pair", run_pair },
		{ "station", run_station },
		{ "call", run_call },
	};
	struct bench b = { .over = 0 };
	int err = argc == 3 ? loop_open(1024) : EINVAL;

	if (err)
		return 2;

	(void)sa_set_str(&b.loopback, "127.0.0.1", 0);
	err = open_ua(&b);
	for (size_t i = 0; i < ARRAY_LEN(modes) && !err; i++) {
		if (!strcmp(argv[1], modes[i].name))
			err = modes[i].run(&b, argv[2]);
	}
	if (!err)
		err = loop_run();
	if (err)
		(void)fprintf(stderr, "%s\n", err_text(err));
	else
		print_all(&b);

	for (size_t i = 0; i < b.callerc; i++)
		caller_free(b.callerv[i]);
	for (size_t i = 0; i < b.stationc; i++)
		station_free(b.stationv[i]);
	ua_free(b.ua);
	loop_close();
	return err ? 1 : 0;
}
