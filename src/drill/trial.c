/**
 * @file drill/trial.c  Everything that a drill has seen
 */
#include "drill/trial.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/util.h"

const struct station_log *trial_heard(const struct trial *o,
				      const struct trial_call *call)
{
	const struct station_log *served = NULL;
	const int tone = call->log->rtp.tone;

	if (tone < 0)
		return NULL;
	/* more stations than tones: prefer the one that took the call */
	if (trial_served(o, call, &served) && (int)served->tone == tone)
		return served;

	for (size_t i = 0; i < o->stationc; i++) {
		if ((int)o->stationv[i]->tone == tone)
			return o->stationv[i];
	}

	return NULL;
}

/* The call of a station that was answered while the caller was on the line */
static const struct station_call *served_by(const struct station_log *station,
					    const struct caller_log *caller)
{
	const struct station_call *last = NULL;

	for (size_t i = 0; i < station->callc; i++) {
		const struct station_call *c = &station->callv[i];

		if (c->answer_us && c->answer_us >= caller->invite_us &&
		    (!caller->end_us || c->answer_us <= caller->end_us) &&
		    !strcmp(c->caller, caller->number))
			last = c;
	}

	return last;
}

const struct station_call *trial_served(const struct trial *o,
					const struct trial_call *call,
					const struct station_log **stationp)
{
	const struct station_call *best = NULL;

	for (size_t i = 0; i < o->stationc; i++) {
		const struct station_call *c = served_by(o->stationv[i],
							 call->log);

		if (!c || (best && best->answer_us >= c->answer_us))
			continue;
		best = c;
		if (stationp)
			*stationp = o->stationv[i];
	}

	return best;
}

const struct station_log *trial_station(const struct trial *o, const char *seat)
{
	for (size_t i = 0; i < o->stationc; i++) {
		if (!strcmp(o->stationv[i]->seat, seat))
			return o->stationv[i];
	}

	return NULL;
}

int trial_together(const struct trial *o)
{
	int most = 0;

	/* the maximum is reached at the start of some call */
	for (size_t i = 0; i < o->callc; i++) {
		int64_t at = o->callv[i].log->rtp.tone_us;
		int n = 0;

		for (size_t k = 0; at && k < o->callc; k++) {
			const struct caller_log *c = o->callv[k].log;

			n += c->rtp.tone_us && c->rtp.tone_us <= at &&
			     c->end_us > at;
		}
		most = n > most ? n : most;
	}

	return most;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

struct trial_spread trial_spread(const struct trial *o, trial_pick_h *pick)
{
	struct trial_spread s = { .n = 0 };
	double *v = x_calloc(o->callc + 1, sizeof(*v));

	for (size_t i = 0; i < o->callc; i++)
		s.n += pick(o, &o->callv[i], &v[s.n]);

	if (s.n > 0) {
		qsort(v, s.n, sizeof(*v), compare);
		s.min = v[0];
		s.median = v[(s.n - 1) / 2];
		s.p95 = v[(s.n * 95 + 99) / 100 - 1];
		s.max = v[s.n - 1];
	}
	free(v);
	return s;
}

static bool between(int64_t from_us, int64_t to_us, double *valuep)
{
	if (!from_us || !to_us)
		return false;

	*valuep = (double)(to_us - from_us) / 1000;
	return true;
}

bool trial_ringing(const struct trial *o, const struct trial_call *call,
		   double *valuep)
{
	(void)o;
	return between(call->log->invite_us, call->log->ringing_us, valuep);
}

bool trial_answer(const struct trial *o, const struct trial_call *call,
		  double *valuep)
{
	(void)o;
	return between(call->log->invite_us, call->log->answer_us, valuep);
}

bool trial_first_sound(const struct trial *o, const struct trial_call *call,
		       double *valuep)
{
	bool known = between(call->log->answer_us, call->log->rtp.tone_us,
			     valuep);

	(void)o;
	/* the first packet may overtake the 200 */
	if (known && *valuep < 0)
		*valuep = 0;

	return known;
}

bool trial_bridge(const struct trial *o, const struct trial_call *call,
		  double *valuep)
{
	const struct station_call *c = trial_served(o, call, NULL);

	return c && between(c->ok_us, call->log->rtp.tone_us, valuep);
}

bool trial_talk(const struct trial *o, const struct trial_call *call,
		double *valuep)
{
	(void)o;
	return between(call->log->rtp.tone_us, call->log->end_us, valuep);
}

bool trial_jitter(const struct trial *o, const struct trial_call *call,
		  double *valuep)
{
	(void)o;
	*valuep = (double)call->log->rtp.jitter_us / 1000;
	return call->log->rtp.received > 1;
}

bool trial_gap(const struct trial *o, const struct trial_call *call,
	       double *valuep)
{
	(void)o;
	*valuep = (double)call->log->rtp.gap_max_us / 1000;
	return call->log->rtp.received > 1;
}
