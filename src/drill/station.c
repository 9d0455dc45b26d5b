/**
 * @file drill/station.c  The phone of one seat
 */
#include "drill/station.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sip/leg.h"
#include "sip/reg.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define EXPIRES	   60 /* s */
#define TABLE_SIZE 32
#define BUFFER	   (256 << 10)
#define WATCH_MS   500
#define CALLS_MAX  100000

struct station {
	struct ua *ua;
	struct reg *reg;
	struct reg *again; /* the second one */
	struct station_log log;
	struct sa local;
	struct sa registrar;
	char secret[128];
	int64_t answer_ms;
	bool speaks;
	unsigned voice;
	char realm[256];
	station_talk_h *talkh;
	station_refer_h *referh;
	station_h *h;
	void *arg;

	/* the call that rings or talks */
	struct leg *leg;
	struct sound *sound;
	bool held;
	struct tmr answer;
	struct tmr talk;
	struct tmr watch;
};

static struct station_call *present(struct station *st)
{
	return &st->log.callv[st->log.callc - 1];
}

static void finish(struct station *st, enum caller_end end)
{
	struct station_call *call;

	if (!st->leg)
		return;

	call = present(st);
	call->end = end;
	call->end_us = clock_mono_us();
	sound_figures(st->sound, &call->rtp);
	tmr_cancel(&st->answer);
	tmr_cancel(&st->talk);
	tmr_cancel(&st->watch);
	sound_free(st->sound);
	leg_free(st->leg);
	st->sound = NULL;
	st->leg = NULL;
	st->held = false;
	st->h(st, st->arg);
}

static void on_watch(void *arg)
{
	struct station *st = arg;
	struct sound_figures f;

	sound_figures(st->sound, &f);
	if (f.last_us &&
	    clock_mono_us() - f.last_us > DRILL_SILENCE_MS * INT64_C(1000))
		finish(st, END_SILENCE);
	else
		tmr_start(&st->watch, WATCH_MS, on_watch, st);
}

static void on_talked(void *arg)
{
	finish(arg, END_SELF);
}

static void begin_talk(struct station *st)
{
	int64_t talk_ms = st->talkh(present(st)->caller, st->arg);

	if (talk_ms > 0)
		tmr_start(&st->talk, (uint64_t)talk_ms, on_talked, st);
}

static void on_heard(void *arg)
{
	const struct station *st = arg;

	if (!st->speaks)
		begin_talk(arg);
}

static int answer(struct station *st)
{
	int err = leg_answer(st->leg);

	if (err) {
		leg_reject(st->leg, 500, "Server Internal Error");
		finish(st, END_REFUSED);
		return err;
	}
	present(st)->ok_us = clock_mono_us();
	if (leg_voice(st->leg))
		sound_start(st->sound, leg_voice(st->leg));
	return 0;
}

static void on_answer_due(void *arg)
{
	(void)answer(arg);
}

static void on_answered(struct leg *leg, void *arg)
{
	struct station *st = arg;

	present(st)->answer_us = clock_mono_us();
	if (leg_voice(leg))
		sound_start(st->sound, leg_voice(leg));
	if (st->speaks)
		begin_talk(st);
	else
		tmr_start(&st->watch, WATCH_MS, on_watch, st);
	st->h(st, st->arg);
}

static void on_voice(struct leg *leg, void *arg)
{
	struct station *st = arg;

	if (leg_is_answered(leg))
		sound_start(st->sound, leg_voice(leg));
}

static void on_bye(struct leg *leg, void *arg)
{
	(void)leg;
	finish(arg, END_PEER);
}

static void on_failed(struct leg *leg, uint16_t status, void *arg)
{
	(void)leg;
	(void)status;
	finish(arg, END_REFUSED);
}

static void on_referred(struct leg *leg, uint16_t status, void *arg)
{
	const struct station *st = arg;

	(void)leg;
	if (st->referh)
		st->referh(status, st->arg);
}

static const struct leg_handlers handlers = {
	.answered = on_answered,
	.voice = on_voice,
	.referred = on_referred,
	.bye = on_bye,
	.failed = on_failed,
};

static void note_call(struct station *st, const struct sip_msg *msg)
{
	struct station_log *log = &st->log;
	char number[RECORD_NUMBER];

	log->callv = x_reallocarray(log->callv, log->callc + 1,
				    sizeof(*log->callv));
	log->callv[log->callc++] = (struct station_call){
		.invite_us = clock_mono_us(),
		.rtp.tone = -1,
	};
	(void)pl_strcpy(&msg->from.uri.user, number, sizeof(number));
	record_put(present(st)->caller, RECORD_NUMBER, number);
}

static void on_invite(const struct sip_msg *msg, void *arg)
{
	struct station *st = arg;

	if (st->leg || st->log.callc >= CALLS_MAX) {
		st->log.busy++;
		(void)ua_reply(st->ua, msg, 486, "Busy Here", NULL);
		return;
	}

	if (sound_alloc(&st->sound, &st->local, TONE_STATION, st->log.tone,
			on_heard, st)) {
		(void)ua_reply(st->ua, msg, 500, "Server Internal Error", NULL);
		return;
	}
	if (leg_accept(&st->leg, st->ua, msg, sound_address(st->sound),
		       &handlers, st)) {
		sound_free(st->sound);
		st->sound = NULL;
		return;
	}

	note_call(st, msg);
	if (st->speaks)
		sound_speak(st->sound, st->voice);
	if (st->answer_ms >= 0)
		tmr_start(&st->answer, (uint64_t)st->answer_ms, on_answer_due,
			  st);
	st->h(st, st->arg);
}

static void on_registered(uint16_t status, void *arg)
{
	struct station *st = arg;

	st->log.status = status;
	if (status == 200) {
		st->log.fresh_us = clock_mono_us();
		if (!st->log.registered_us)
			st->log.registered_us = st->log.fresh_us;
	}
	st->h(st, st->arg);
}

static int enrol(struct station *st, struct reg **regp)
{
	const struct reg_conf rc = {
		.registrar = &st->registrar,
		.realm = st->realm,
		.user = st->log.user,
		.secret = st->secret,
		.expires = EXPIRES,
	};

	return reg_alloc(regp, st->ua, &rc, on_registered, st);
}

int station_register(struct station *station)
{
	return station->again ? 0 : enrol(station, &station->again);
}

static int start(struct station *st, const struct station_conf *conf)
{
	char listen[80];
	const char *const listenv[] = { listen };
	const struct ua_conf uc = {
		.listenv = listenv,
		.listenc = 1,
		.software = "callpermit station",
		.table = TABLE_SIZE,
		.receive_buffer = BUFFER,
		.inviteh = on_invite,
		.arg = st,
	};
	int err;

	st->registrar = *conf->registrar;
	(void)snprintf(st->secret, sizeof(st->secret), "%s", conf->secret);
	(void)re_snprintf(listen, sizeof(listen), "udp:%J", conf->local);
	err = ua_alloc(&st->ua, &uc);
	if (err)
		return err;

	st->log.register_us = clock_mono_us();
	return enrol(st, &st->reg);
}

int station_alloc(struct station **sp, const struct station_conf *conf)
{
	struct station *st = x_calloc(1, sizeof(*st));
	int err;

	st->local = *conf->local;
	st->answer_ms = conf->answer_ms;
	st->speaks = conf->speaks;
	st->voice = (unsigned)conf->index;
	record_put(st->realm, sizeof(st->realm), conf->realm);
	st->talkh = conf->talkh;
	st->referh = conf->referh;
	st->h = conf->h;
	st->arg = conf->arg;
	st->log.tone = tone_of(TONE_STATION, conf->index);
	record_put(st->log.seat, RECORD_NAME, conf->seat);
	record_put(st->log.user, RECORD_NAME, conf->user);
	err = start(st, conf);
	if (err) {
		station_free(st);
		return err;
	}

	*sp = st;
	return 0;
}

void station_stop(struct station *station)
{
	finish(station, END_STOPPED);
}

static int fail_of_no_call(void)
{
	return err_set(EPROTO, _("there is no call"));
}

enum station_phase station_phase(const struct station *station)
{
	if (!station->leg)
		return STATION_FREE;
	return leg_is_answered(station->leg) ? STATION_TALKING
					     : STATION_RINGING;
}

bool station_is_held(const struct station *station)
{
	return station->held;
}

int station_answer(struct station *station)
{
	if (station_phase(station) != STATION_RINGING ||
	    present(station)->ok_us)
		return err_set(EPROTO, _("no call rings"));
	return answer(station);
}

int station_hang_up(struct station *station)
{
	if (!station->leg)
		return fail_of_no_call();
	if (station_phase(station) == STATION_RINGING)
		leg_reject(station->leg, 486, "Busy Here");
	finish(station, END_SELF);
	return 0;
}

int station_hold(struct station *station, bool on)
{
	int err;

	if (station_phase(station) != STATION_TALKING)
		return fail_of_no_call();
	err = leg_hold(station->leg, on);
	if (!err)
		station->held = on;
	return err;
}

/* Names of seats, users and queues; nothing that makes another address */
static bool is_name(const char *text)
{
	return *text && strlen(text) < RECORD_NAME &&
	       !strpbrk(text, "@:;?<>\"%&=+$,/ \t\r\n");
}

int station_transfer(struct station *station, const char *to)
{
	char uri[RECORD_NAME * 4];

	if (station_phase(station) != STATION_TALKING)
		return fail_of_no_call();
	if (!is_name(to))
		return err_set(EINVAL, _("%s is no name of a seat or queue"),
			       to);
	(void)re_snprintf(uri, sizeof(uri), "sip:%s@%s", to, station->realm);
	return leg_refer(station->leg, uri);
}

void station_leave(struct station *station)
{
	reg_free(station->reg);
	reg_free(station->again);
	station->reg = NULL;
	station->again = NULL;
}

void station_free(struct station *station)
{
	if (!station)
		return;

	tmr_cancel(&station->answer);
	tmr_cancel(&station->talk);
	tmr_cancel(&station->watch);
	sound_free(station->sound);
	leg_free(station->leg);
	reg_free(station->reg);
	reg_free(station->again);
	ua_free(station->ua);
	free(station->log.callv);
	free(station);
}

const struct station_log *station_log(const struct station *station)
{
	return &station->log;
}

struct ua *station_ua(const struct station *station)
{
	return station->ua;
}

bool station_is_busy(const struct station *station)
{
	return station->leg != NULL;
}
