/**
 * @file drill/caller.c  A party that places a call and measures it
 */
#include "drill/caller.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "sip/leg.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/mem.h"

#define WATCH_MS 500 /* how often silence is looked for */

struct caller {
	struct leg *leg;
	struct sound *sound;
	struct caller_log log;
	int64_t talk_ms;
	int64_t leave_ms;
	int64_t keys_ms;
	char keys[SOUND_KEYS_MAX + 1];
	struct tmr press;
	struct tmr patience;
	struct tmr talk;
	struct tmr watch;
	caller_h *h;
	void *arg;
};

/* clang-format off */
static const struct word ends[END_COUNT] = {
	[END_NOT]      = { "not",      "未结束",   "not over"           },
	[END_SELF]     = { "self",     "己方挂机", "hung up"            },
	[END_PEER]     = { "peer",     "对方挂机", "other side hung up" },
	[END_REFUSED]  = { "refused",  "被拒绝",   "refused"            },
	[END_SILENCE]  = { "silence",  "无声中断", "silence"            },
	[END_PATIENCE] = { "patience", "超过时限", "took too long"      },
	[END_STOPPED]  = { "stopped",  "演练中止", "drill stopped"      },
};
/* clang-format on */

const struct words caller_ends = { "end of a call", ends, END_COUNT };

static void finish(struct caller *c, enum caller_end end)
{
	if (c->log.end)
		return;

	c->log.end = end;
	c->log.end_us = clock_mono_us();
	sound_figures(c->sound, &c->log.rtp);
	sound_free(c->sound);
	c->sound = NULL;
	tmr_cancel(&c->press);
	tmr_cancel(&c->patience);
	tmr_cancel(&c->talk);
	tmr_cancel(&c->watch);
	leg_free(c->leg);
	c->leg = NULL;
	c->h(c, c->arg);
}

static void on_patience(void *arg)
{
	finish(arg, END_PATIENCE);
}

static void on_talked(void *arg)
{
	finish(arg, END_SELF);
}

static void on_watch(void *arg)
{
	struct caller *c = arg;
	struct sound_figures f;

	sound_figures(c->sound, &f);
	if (f.last_us &&
	    clock_mono_us() - f.last_us > DRILL_SILENCE_MS * INT64_C(1000))
		finish(c, END_SILENCE);
	else
		tmr_start(&c->watch, WATCH_MS, on_watch, c);
}

static void on_press(void *arg)
{
	struct caller *c = arg;

	c->log.pressed = !sound_press(c->sound, c->keys);
}

static void on_heard(void *arg)
{
	struct caller *c = arg;

	tmr_cancel(&c->talk);
	if (c->talk_ms > 0)
		tmr_start(&c->talk, (uint64_t)c->talk_ms, on_talked, c);
}

static void on_ringing(struct leg *leg, void *arg)
{
	struct caller *c = arg;

	(void)leg;
	if (!c->log.ringing_us)
		c->log.ringing_us = clock_mono_us();
}

static void on_answered(struct leg *leg, void *arg)
{
	struct caller *c = arg;

	c->log.answer_us = clock_mono_us();
	c->log.status = 200;
	if (c->leave_ms > 0)
		tmr_start(&c->talk, (uint64_t)c->leave_ms, on_talked, c);
	if (c->keys[0])
		tmr_start(&c->press, (uint64_t)c->keys_ms, on_press, c);
	if (leg_voice(leg))
		sound_start(c->sound, leg_voice(leg));
	tmr_start(&c->watch, WATCH_MS, on_watch, c);
}

static void on_voice(struct leg *leg, void *arg)
{
	struct caller *c = arg;

	sound_start(c->sound, leg_voice(leg));
}

static void on_bye(struct leg *leg, void *arg)
{
	(void)leg;
	finish(arg, END_PEER);
}

static void on_failed(struct leg *leg, uint16_t status, void *arg)
{
	struct caller *c = arg;

	(void)leg;
	if (!c->log.status)
		c->log.status = status;
	finish(c, END_REFUSED);
}

static const struct leg_handlers handlers = {
	.ringing = on_ringing,
	.answered = on_answered,
	.voice = on_voice,
	.bye = on_bye,
	.failed = on_failed,
};

static int dial(struct caller *c, const struct caller_conf *conf)
{
	char uri[128];
	char from[192];
	const struct leg_target target = {
		.uri = uri,
		.from = from,
		.user = c->log.number,
		.local = sound_address(c->sound),
		.law = VOICE_ANY,
	};
	int err;

	(void)re_snprintf(uri, sizeof(uri), "sip:%s@%J", c->log.called,
			  conf->engine);
	(void)re_snprintf(from, sizeof(from), "sip:%s@%s", c->log.number,
			  conf->domain);
	c->log.invite_us = clock_mono_us();
	err = leg_connect(&c->leg, conf->ua, &target, &handlers, c);
	if (!err)
		record_put(c->log.call_id, sizeof(c->log.call_id),
			   leg_call_id(c->leg));

	return err;
}

int caller_alloc(struct caller **cp, const struct caller_conf *conf,
		 caller_h *h, void *arg)
{
	struct caller *c = x_calloc(1, sizeof(*c));
	int err;

	c->h = h;
	c->arg = arg;
	c->talk_ms = conf->talk_ms;
	c->leave_ms = conf->leave_ms;
	c->keys_ms = conf->keys_ms;
	if (conf->keys)
		(void)snprintf(c->keys, sizeof(c->keys), "%s", conf->keys);
	c->log.index = conf->index;
	c->log.tone = tone_of(TONE_CALLER, conf->index);
	c->log.rtp.tone = -1;
	record_put(c->log.number, RECORD_NUMBER, conf->number);
	record_put(c->log.called, RECORD_NUMBER, conf->called);
	err = sound_alloc(&c->sound, conf->local, TONE_CALLER, c->log.tone,
			  on_heard, c);
	if (!err)
		err = dial(c, conf);
	if (err) {
		caller_free(c);
		return err;
	}

	tmr_start(&c->patience, (uint64_t)conf->patience_ms, on_patience, c);
	*cp = c;
	return 0;
}

void caller_stop(struct caller *caller)
{
	finish(caller, END_STOPPED);
}

void caller_free(struct caller *caller)
{
	if (!caller)
		return;

	tmr_cancel(&caller->press);
	tmr_cancel(&caller->patience);
	tmr_cancel(&caller->talk);
	tmr_cancel(&caller->watch);
	leg_free(caller->leg);
	sound_free(caller->sound);
	free(caller);
}

const struct caller_log *caller_log(struct caller *caller)
{
	struct caller_log *log = &caller->log;

	if (caller->sound)
		sound_figures(caller->sound, &log->rtp);

	return log;
}

bool caller_is_talking(const struct caller *caller)
{
	struct sound_figures f;

	if (!caller->sound)
		return false;

	sound_figures(caller->sound, &f);
	return f.tone_us != 0;
}
