/**
 * @file call/announce.c  What callers who wait are told, and when
 */
#include "call/announce.h"

#define MINUTE_MS INT64_C(60000)

const struct announce_settings announce_default_settings = {
	.first = 20000,
	.every = 0,
	.position = true,
	.wait = false,
	.up_to = 20,
};

int64_t announce_due(const struct announce_settings *settings,
		     const struct announce_state *state, int64_t joined)
{
	int64_t every = settings->every;

	if (!every)
		return 0;
	if (!state->told)
		return joined + settings->first;
	return state->told +
	       (every < ANNOUNCE_EVERY_MIN ? ANNOUNCE_EVERY_MIN : every);
}

int64_t announce_expected(const struct announce_scene *scene)
{
	if (!scene->staffed || !scene->position)
		return 0;
	return (int64_t)scene->position * scene->handling_ms /
	       (int64_t)scene->staffed;
}

static void say_position(struct announce *a,
			 const struct announce_settings *settings,
			 struct announce_state *state, unsigned position)
{
	if (state->position && position > state->position)
		return;
	state->position = position;
	a->next = position == 1;
	a->many = position > settings->up_to && !a->next;
	a->ahead = a->many ? 0 : position - 1;
}

static void say_wait(struct announce *a, struct announce_state *state,
		     int64_t expected)
{
	unsigned minutes = (unsigned)((expected + MINUTE_MS - 1) / MINUTE_MS);

	if (!minutes || (state->minutes && minutes > state->minutes))
		return;
	state->minutes = minutes;
	a->lengthy = minutes > ANNOUNCE_MINUTES_MAX;
	a->minutes = a->lengthy ? 0 : minutes;
}

void announce_make(struct announce *announce,
		   const struct announce_settings *settings,
		   struct announce_state *state,
		   const struct announce_scene *scene)
{
	*announce = (struct announce){ .next = false };
	state->told = scene->now;
	if (settings->position && scene->position)
		say_position(announce, settings, state,
			     (unsigned)scene->position);
	if (settings->wait)
		say_wait(announce, state, announce_expected(scene));
}
