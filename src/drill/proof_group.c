/**
 * @file drill/proof_group.c  What callers did of their own, and what came of it
 */
#include <string.h>

#include "drill/proof_private.h"

/* Those who leave a message are not served by a seat */
static bool arrived(const struct trial_call *call,
		    const struct scenario_group *g)
{
	const struct record *r = &call->record;

	if (call->records != 1 || (g->queue && strcmp(r->queue, g->queue) != 0))
		return false;
	if (g->box)
		return r->result == RESULT_MESSAGE && !strcmp(r->box, g->box) &&
		       call->recording.found &&
		       !strcmp(call->recording.sha256, r->sha256);
	return r->result == RESULT_ANSWERED;
}

bool proof_keys(const struct trial *o, double *valuep, double *boundp)
{
	for (size_t i = 0; i < o->callc; i++) {
		const struct trial_call *c = &o->callv[i];

		if (!c->group || !c->group->keys)
			continue;
		*boundp += 1;
		*valuep += c->log->pressed && arrived(c, c->group);
	}

	return o->data_read && *boundp > 0;
}

bool proof_overflow(const struct trial *o, double *valuep, double *boundp)
{
	for (size_t i = 0; i < o->callc; i++) {
		const struct trial_call *c = &o->callv[i];

		if (!c->group || !c->group->through)
			continue;
		*boundp += 1;
		*valuep += c->passed && arrived(c, c->group);
	}

	return o->data_read && *boundp > 0;
}

/* The seat saw the number that the caller sent, and it is on record */
bool proof_number_unchanged(const struct trial *o, double *valuep,
			    double *boundp)
{
	for (size_t i = 0; i < o->callc; i++) {
		const struct trial_call *c = &o->callv[i];

		if (!c->group || !c->group->from)
			continue;
		*boundp += 1;
		*valuep += trial_served(o, c, NULL) && c->records == 1 &&
			   !strcmp(c->record.caller, c->log->number);
	}

	return o->data_read && *boundp > 0;
}

/* Refused as any attempt to call outside is, whatever number it shows */
bool proof_forged(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = o->scenario->forged_count;
	for (size_t i = 0; i < o->attemptc; i++) {
		const struct trial_attempt *a = &o->attemptv[i];

		*valuep += a->forged && a->log->status == 403 &&
			   a->breaches == 1;
	}

	return o->data_read && *boundp > 0;
}

bool proof_do_not_call(const struct trial *o, double *valuep, double *boundp)
{
	bool measured = o->forbiddenc > 0;

	*boundp = o->scenario->do_not_call_count;
	for (size_t i = 0; i < o->forbiddenc; i++) {
		const struct trial_forbidden *f = &o->forbiddenv[i];

		measured = measured && !*f->trouble;
		*valuep += f->by_list;
	}

	return measured;
}
