/**
 * @file drill/proof_outage.c  What is left after the engine was killed
 */
#include <string.h>

#include "drill/proof_private.h"

static double cut_calls(const struct trial *o)
{
	return o->scenario->kill ? o->scenario->kill->calls : 0;
}

static bool was_killed(const struct trial *o)
{
	return o->data_read && o->outage.killed;
}

/* On record once, as a call that a seat had and that was interrupted */
bool proof_cut_records(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = cut_calls(o);
	for (size_t i = 0; i < o->callc; i++) {
		const struct trial_call *c = &o->callv[i];
		const struct station_log *station = NULL;
		const struct record *r = &c->record;

		*valuep += c->cut && c->records == 1 &&
			   r->result == RESULT_ANSWERED &&
			   !strcmp(r->reason, "interrupted") && r->bridge &&
			   r->end >= r->bridge &&
			   trial_served(o, c, &station) &&
			   !strcmp(r->seat, station->seat);
	}

	return was_killed(o);
}

bool proof_cut_recordings(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = cut_calls(o);
	for (size_t i = 0; i < o->callc; i++) {
		const struct trial_call *c = &o->callv[i];

		*valuep += c->cut && proof_sounds_right(o, c) &&
			   !strcmp(c->recording.sha256, c->record.sha256);
	}

	return was_killed(o);
}

bool proof_kept(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = o->scenario->kill ? (double)o->outage.before : 0;
	*valuep = (double)o->outage.after;
	return was_killed(o);
}

bool proof_back(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = o->scenario->kill ? o->scenario->kill->back_ms
				    : PROOF_NOT_ASKED;
	*valuep = (double)o->outage.down_ms;
	return o->outage.down_ms > 0;
}
