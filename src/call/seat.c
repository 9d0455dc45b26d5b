/**
 * @file call/seat.c  Seats and what they are doing
 */
#include "call/seat.h"

#include <assert.h>
#include <string.h>

#include "util/util.h"

/* clang-format off */
static const struct word states[SEAT_STATE_COUNT] = {
	[SEAT_OFFLINE] = { "offline", "离线",     "offline" },
	[SEAT_PAUSED]  = { "paused",  "示忙",     "paused"  },
	[SEAT_READY]   = { "ready",   "空闲",     "ready"   },
	[SEAT_RINGING] = { "ringing", "振铃",     "ringing" },
	[SEAT_TALKING] = { "talking", "通话",     "talking" },
	[SEAT_WRAP_UP] = { "wrap-up", "话后处理", "wrap-up" },
};
/* clang-format on */

const struct words seat_states = { "seat state", states, SEAT_STATE_COUNT };

void seat_init(struct seat *seat, const char *id, const char *user, int64_t now)
{
	memset(seat, 0, sizeof(*seat));
	record_put(seat->id, sizeof(seat->id), id);
	record_put(seat->user, sizeof(seat->user), user);
	seat->idle_since = now;
}

enum seat_state seat_state(const struct seat *seat, int64_t now)
{
	/* A live leg counts for more than a registration that has lapsed */
	for (const struct seat_leg *l = seat->legs; l; l = l->next) {
		if (l->answered)
			return SEAT_TALKING;
	}

	if (seat->legs)
		return SEAT_RINGING;
	if (seat->registered_until <= now)
		return SEAT_OFFLINE;
	if (seat->wrap_until > now)
		return SEAT_WRAP_UP;
	return seat->paused ? SEAT_PAUSED : SEAT_READY;
}

bool seat_is_free(const struct seat *seat, int64_t now)
{
	return seat_state(seat, now) == SEAT_READY && seat->rest_until <= now &&
	       seat->ending_until <= now;
}

bool seat_is_staffed(const struct seat *seat, int64_t now)
{
	enum seat_state state = seat_state(seat, now);

	return state != SEAT_OFFLINE && state != SEAT_PAUSED;
}

int64_t seat_call(const struct seat *seat)
{
	for (const struct seat_leg *l = seat->legs; l; l = l->next) {
		if (l->answered)
			return l->call;
	}

	return seat->legs ? seat->legs->call : 0;
}

void seat_leg_add(struct seat *seat, struct seat_leg *leg, int64_t call)
{
	assert(!leg->seat);
	leg->seat = seat;
	leg->call = call;
	leg->answered = false;
	leg->next = seat->legs;
	seat->legs = leg;
}

void seat_leg_answer(struct seat_leg *leg, int64_t now)
{
	assert(leg->seat);
	leg->answered = true;
	leg->answered_at = now;
	leg->seat->missed_in_row = 0;
	leg->seat->answered++;
}

void seat_leg_remove(struct seat_leg *leg, enum seat_outcome outcome,
		     int64_t after, int64_t now)
{
	struct seat *seat = leg->seat;
	struct seat_leg **at;

	if (!seat)
		return;

	for (at = &seat->legs; *at != leg; at = &(*at)->next)
		assert(*at);
	*at = leg->next;

	if (leg->answered) {
		seat->talk_ms += now - leg->answered_at;
		seat->wrap_until = now + after;
		seat->idle_since = now + after;
	} else if (outcome != SEAT_DONE) {
		seat->missed += outcome == SEAT_MISSED;
		seat->missed_in_row += outcome == SEAT_MISSED;
		seat->rest_until = now + after;
		seat->idle_since = now;
	}
	*leg = (struct seat_leg){ .seat = NULL };
}

void seat_ending(struct seat *seat, int64_t until)
{
	seat->ending++;
	seat->ending_until = until;
}

void seat_ended(struct seat *seat)
{
	if (seat->ending && --seat->ending == 0)
		seat->ending_until = 0;
}

void seat_pause(struct seat *seat, bool paused, const char *reason, int64_t now)
{
	seat->paused_ms = seat_paused_ms(seat, now);
	seat->paused_at = paused ? now : 0;
	if (seat->paused && !paused)
		seat->idle_since = now;
	seat->paused = paused;
	seat->missed_in_row = 0;
	record_put(seat->pause_reason, sizeof(seat->pause_reason),
		   paused ? reason : "");
}

int64_t seat_paused_ms(const struct seat *seat, int64_t now)
{
	return seat->paused_ms + (seat->paused_at ? now - seat->paused_at : 0);
}

bool seat_auto_pause(struct seat *seat, unsigned misses, int64_t now)
{
	if (!misses || seat->paused || seat->missed_in_row < misses)
		return false;
	seat_pause(seat, true, SEAT_NO_ANSWER, now);
	return true;
}

bool seat_wrap_up(struct seat *seat, int64_t more, int64_t now)
{
	if (seat_state(seat, now) != SEAT_WRAP_UP)
		return false;
	seat->wrap_until = now + (more < SEAT_WRAP_MAX ? more : SEAT_WRAP_MAX);
	seat->idle_since = seat->wrap_until;
	return true;
}

int64_t seat_next_change(const struct seat *seat, int64_t now)
{
	const int64_t at[] = { seat->registered_until, seat->wrap_until,
			       seat->rest_until, seat->ending_until };
	int64_t next = 0;

	for (size_t i = 0; i < ARRAY_LEN(at); i++) {
		if (at[i] > now && (!next || at[i] < next))
			next = at[i];
	}

	return next;
}
