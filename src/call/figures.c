/**
 * @file call/figures.c  What queues and seats did: today and since the start
 */
#include "call/figures.h"

#include <string.h>

#include "util/date.h"

#define DAY_MS	      INT64_C(86400000)
#define CHINA_MS      INT64_C(28800000) /* ahead of UTC */

#define QUEUE(member) offsetof(struct queue_figures, member)
#define SEAT(member)  offsetof(struct seat_figures, member)
#define STATE(state)  (SEAT(in_state) + (state) * sizeof(int64_t))

/* clang-format off */
const struct figure_key queue_figure_keys[] = {
	{ "entered",         QUEUE(entered)     },
	{ "answered",        QUEUE(answered)    },
	{ "in_time",         QUEUE(in_time)     },
	{ "abandoned",       QUEUE(abandoned)   },
	{ "left_soon",       QUEUE(left_soon)   },
	{ "timed_out",       QUEUE(timed_out)   },
	{ "turned_away",     QUEUE(turned_away) },
	{ "moved_on",        QUEUE(moved_on)    },
	{ "wait_ms",         QUEUE(wait_ms)     },
	{ "longest_wait_ms", QUEUE(wait_max)    },
	{ "talk_ms",         QUEUE(talk_ms)     },
	{ "wrap_up_ms",      QUEUE(wrap_ms)     },
	{ NULL,              0                  },
};

const struct figure_key seat_figure_keys[] = {
	{ "answered",   SEAT(answered)      },
	{ "missed",     SEAT(missed)        },
	{ "offline_ms", STATE(SEAT_OFFLINE) },
	{ "paused_ms",  STATE(SEAT_PAUSED)  },
	{ "ready_ms",   STATE(SEAT_READY)   },
	{ "ringing_ms", STATE(SEAT_RINGING) },
	{ "talking_ms", STATE(SEAT_TALKING) },
	{ "wrap_up_ms", STATE(SEAT_WRAP_UP) },
	{ NULL,         0                   },
};
/* clang-format on */

int64_t *figure_of(void *figures, const struct figure_key *key)
{
	return (int64_t *)(void *)((char *)figures + key->offset);
}

bool figures_day_is_new(struct figures_day *day, int64_t at)
{
	int64_t number;

	if (at < day->ends && at >= day->ends - DAY_MS)
		return false;
	number = date_number(date_of_instant(at));
	/* a clock that was set back a little does not begin an old day */
	if (day->ends && number < day->number)
		return false;
	day->number = number;
	day->ends = (number + 1) * DAY_MS - CHINA_MS;
	return true;
}

int64_t figures_day_begin(const struct figures_day *day)
{
	return day->ends - DAY_MS;
}

/* Calls that say something about the service */
static int64_t weighed(const struct queue_figures *f)
{
	return f->answered + f->abandoned - f->left_soon + f->timed_out +
	       f->turned_away;
}

static int percent(int64_t part, int64_t of)
{
	return of > 0 ? (int)((part * 100 + of / 2) / of) : -1;
}

int figures_service_level(const struct queue_figures *f)
{
	return percent(f->in_time, weighed(f));
}

int figures_abandoned(const struct queue_figures *f)
{
	return percent(f->abandoned - f->left_soon, weighed(f));
}

int64_t figures_average_wait(const struct queue_figures *f)
{
	return f->answered ? f->wait_ms / f->answered : 0;
}

int64_t figures_handling(const struct queue_figures *f)
{
	return f->answered ? (f->talk_ms + f->wrap_ms) / f->answered : 0;
}

int figures_occupancy(const struct seat_figures *f)
{
	const int64_t *t = f->in_state;
	int64_t busy = t[SEAT_RINGING] + t[SEAT_TALKING] + t[SEAT_WRAP_UP];

	return percent(busy, busy + t[SEAT_READY]);
}

void figures_spend(struct seat_figures *f, enum seat_state state,
		   const char *reason, int64_t ms)
{
	int i = 0;

	f->in_state[state] += ms;
	if (state != SEAT_PAUSED)
		return;
	while (i < FIGURES_REASONS - 1 && *f->pauses[i].reason &&
	       strcmp(f->pauses[i].reason, reason) != 0)
		i++;
	if (i < FIGURES_REASONS - 1)
		record_put(f->pauses[i].reason, RECORD_NAME, reason);
	f->pauses[i].ms += ms;
}
