/**
 * @file engine/tell.c  Telling callers who wait where they stand
 */
#include "engine/tell.h"

#include "call/speech.h"
#include "engine/inbound_private.h"

static int64_t now(const struct incall *c)
{
	return house_now(c->in->conf.house);
}

static void word(struct speech *speech, const struct announce *a,
		 enum speech_language in)
{
	if (a->next)
		speech_add(speech, "next-in-line");
	if (a->many)
		speech_add(speech, "many-ahead");
	if (a->ahead) {
		speech_add(speech, "position");
		speech_number(speech, (long)a->ahead, in);
		speech_add(speech, "position-end");
	}
	if (a->minutes) {
		speech_add(speech, "wait");
		speech_number(speech, (long)a->minutes, in);
		speech_add(speech, "wait-end");
	}
	if (a->lengthy)
		speech_add(speech, "long-wait");
	if (!speech->namec)
		speech_add(speech, "stay-on-line");
}

static void on_tell(void *arg)
{
	struct incall *c = arg;
	struct announce_scene scene = {
		.joined = c->waiter.since,
		.now = now(c),
		.position = queue_position(&c->waiter),
	};
	struct speech speech = { .namec = 0 };
	struct announce a;

	if (!c->waiter.queue)
		return;
	scene.staffed = c->queue->bench.staffed;
	scene.handling_ms = c->queue->handling_ms;
	announce_make(&a, &c->queue->settings.announce, &c->told, &scene);
	word(&speech, &a, c->flow.language);
	incall_speak(c, &speech);
	tell_plan(c);
}

void tell_plan(struct incall *c)
{
	int64_t due = announce_due(&c->queue->settings.announce, &c->told,
				   c->waiter.since);

	tmr_cancel(&c->tell);
	if (due)
		tmr_start(&c->tell, due > now(c) ? (uint64_t)(due - now(c)) : 0,
			  on_tell, c);
}
