/**
 * @file drill/parties.c  Who takes part in a drill
 */
#include <stdlib.h>

#include "drill/drill_private.h"
#include "util/mem.h"

void drill_make_room(struct drill *d)
{
	const struct scenario *s = d->scenario;
	const size_t attempts = s->outbound_count + s->unlisted_count +
				s->forged_count;

	d->stationv = x_calloc((size_t)s->stations, sizeof(void *));
	d->trial.stationv = x_calloc((size_t)s->stations, sizeof(void *));
	d->callerv = x_calloc((size_t)s->callers, sizeof(void *));
	d->trial.callv = x_calloc((size_t)s->callers, sizeof(*d->trial.callv));
	d->attemptv = x_calloc(attempts + 1, sizeof(void *));
	d->trial.attemptv = x_calloc(attempts + 1, sizeof(*d->trial.attemptv));
	d->trial.forbiddenc = s->do_not_call_count;
	d->trial.forbiddenv = x_calloc(s->do_not_call_count + 1,
				       sizeof(*d->trial.forbiddenv));
	for (size_t i = 0; i < d->trial.forbiddenc; i++)
		d->trial.forbiddenv[i].number = s->do_not_call[i];
}

int drill_open_callers(struct drill *d)
{
	char listen[80];
	const char *const listenv[] = { listen };
	const struct ua_conf conf = {
		.listenv = listenv,
		.listenc = 1,
		.software = "callpermit caller",
	};

	(void)re_snprintf(listen, sizeof(listen), "udp:%J", &d->trunk);
	return ua_alloc(&d->ua, &conf);
}

int drill_open_stations(struct drill *d)
{
	for (int i = 0; i < d->scenario->stations; i++) {
		const struct config_seat *seat = &d->config->seats[i];
		const struct station_conf conf = {
			.registrar = &d->engine,
			.local = &d->station_host,
			.realm = d->config->realm,
			.seat = seat->seat,
			.user = seat->user,
			.secret = seat->secret,
			.index = (size_t)i,
			.answer_ms = i < scenario_int(d->scenario->no_answer)
					     ? STATION_BY_HAND
					     : d->scenario->answer_ms,
			.talkh = drill_station_talk,
			.h = drill_station_changed,
			.arg = d,
		};
		int err = station_alloc(&d->stationv[i], &conf);

		if (err)
			return err;
		d->trial.stationv[i] = station_log(d->stationv[i]);
		d->trial.stationc++;
	}

	return 0;
}

void drill_summarise(const struct trial *o, struct drill_summary *summary)
{
	summary->verdict = proof_all(o);
	for (size_t i = 0; i < proof_count() && i < DRILL_PROOFS_MAX; i++)
		summary->proofv[summary->proofc++] = proof_make(i, o);
	summary->calls = o->callc;
	for (size_t i = 0; i < o->callc; i++) {
		summary->connected += o->callv[i].log->rtp.tone_us != 0;
		summary->recordings += o->callv[i].recording.found;
	}
}

void drill_release(struct drill *d)
{
	tmr_cancel(&d->tick);
	own_stop(&d->own);
	for (size_t i = 0; i < d->attemptc; i++)
		caller_free(d->attemptv[i]);
	for (size_t i = 0; i < d->placed; i++)
		caller_free(d->callerv[i]);
	for (int i = 0; d->stationv && i < d->scenario->stations; i++)
		station_free(d->stationv[i]);
	ua_free(d->ua);
	free(d->attemptv);
	free(d->callerv);
	free(d->stationv);
	free(d->trial.forbiddenv);
	free(d->trial.attemptv);
	free(d->trial.callv);
	free(d->trial.stationv);
	functions_release(&d->functions);
	config_free(d->config);
	scenario_free(d->scenario);
}
