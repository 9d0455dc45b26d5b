/**
 * @file drill/report.c  The report of a drill, as JSON
 */
#include "drill/report.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drill/proof.h"
#include "util/date.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/util.h"

static void add_number(cJSON *to, const char *name, bool known, double value)
{
	if (known)
		(void)cJSON_AddNumberToObject(to, name,
					      round(value * 1000) / 1000);
	else
		(void)cJSON_AddNullToObject(to, name);
}

static void add_text(cJSON *to, const char *name, const char *text)
{
	if (text && *text)
		(void)cJSON_AddStringToObject(to, name, text);
	else
		(void)cJSON_AddNullToObject(to, name);
}

static void add_instant(cJSON *to, const char *name, int64_t ms)
{
	char text[DATE_TIME_TEXT];

	add_text(to, name, ms ? date_time_encode(text, ms) : NULL);
}

static void add_tone(cJSON *to, const char *name, enum tone_side side, int tone)
{
	add_number(to, name, tone >= 0,
		   tone >= 0 ? tone_hz(side, (size_t)tone) : 0);
}

static void add_spread(cJSON *to, const char *name,
		       const struct trial_spread *s)
{
	cJSON *o = cJSON_AddObjectToObject(to, name);

	add_number(o, "n", true, (double)s->n);
	add_number(o, "min", s->n > 0, s->min);
	add_number(o, "median", s->n > 0, s->median);
	add_number(o, "p95", s->n > 0, s->p95);
	add_number(o, "max", s->n > 0, s->max);
}

/* What one party received and sent; the tones it heard are the other side's */
static void add_figures(cJSON *to, const struct sound_figures *f,
			enum tone_side heard)
{
	cJSON *o = cJSON_AddObjectToObject(to, "rtp");
	const bool some = f->received > 0;

	add_number(o, "sent", true, (double)f->sent);
	add_number(o, "received", true, (double)f->received);
	add_number(o, "lost", some, (double)f->lost);
	add_number(o, "doubled", some, (double)f->doubled);
	add_number(o, "strange", true, (double)f->strange);
	add_number(o, "jitter_ms", some, (double)f->jitter_us / 1000);
	add_number(o, "jitter_max_ms", some, (double)f->jitter_max_us / 1000);
	add_number(o, "gap_max_ms", some, (double)f->gap_max_us / 1000);
	add_tone(o, "heard_hz", heard, f->tone);
	add_number(o, "heard_ms", true, f->tone_ms);
	add_number(o, "others_ms", true, f->other_ms);
}

static void add_scenario(cJSON *to, const struct scenario *s)
{
	cJSON *o = cJSON_AddObjectToObject(to, "scenario");

	add_text(o, "id", s->scenario);
	add_text(o, "title", s->title);
	add_text(o, "title_en", s->title_en);
	add_number(o, "stations", true, s->stations);
	add_number(o, "callers", true, s->callers);
	add_number(o, "spread_ms", true, s->spread_ms);
	add_number(o, "answer_ms", true, s->answer_ms);
	add_number(o, "talk_ms", true, s->talk_ms);
	add_number(o, "no_answer", s->no_answer, scenario_int(s->no_answer));
	add_number(o, "impatient", s->impatient, scenario_int(s->impatient));
}

static void add_checks(cJSON *to, const struct trial *o)
{
	cJSON *list = cJSON_AddArrayToObject(to, "checks");

	for (size_t i = 0; i < proof_count(); i++) {
		struct proof r = proof_make(i, o);
		cJSON *c = cJSON_CreateObject();
		bool known = r.verdict == VERDICT_PASS ||
			     r.verdict == VERDICT_FAIL;

		add_text(c, "id", r.id);
		add_text(c, "shows", r.shows);
		add_text(c, "title", r.zh);
		add_text(c, "title_en", r.en);
		add_text(c, "verdict", word_name(&verdict_words, r.verdict));
		add_text(c, "sense",
			 r.sense == PROOF_AT_LEAST ? "at-least" : "at-most");
		add_number(c, "value", known, r.value);
		add_number(c, "bound", true, r.bound);
		add_text(c, "unit", r.unit);
		(void)cJSON_AddItemToArray(list, c);
	}
}

static void add_sums(cJSON *to, const struct trial *o)
{
	double answered = 0;
	double connected = 0;
	double recordings = 0;
	double bytes = 0;
	double ms = 0;

	for (size_t i = 0; i < o->callc; i++) {
		const struct trial_call *c = &o->callv[i];

		answered += c->log->status == 200;
		connected += c->log->rtp.tone_us != 0;
		recordings += c->recording.found;
		bytes += (double)c->recording.wav.bytes;
		ms += (double)c->recording.wav.ms;
	}

	add_number(to, "calls", true, (double)o->callc);
	add_number(to, "answered", true, answered);
	add_number(to, "connected", true, connected);
	add_number(to, "together", o->callc > 0, trial_together(o));
	add_number(to, "recordings", o->data_read, recordings);
	add_number(to, "recording_bytes", o->data_read, bytes);
	add_number(to, "recording_ms", o->data_read, ms);
}

static void add_totals(cJSON *to, const struct trial *o)
{
	static const struct {
		const char *name;
		trial_pick_h *pick;
	} spreads[] = {
		{ "ringing_ms", trial_ringing },
		{ "answer_ms", trial_answer },
		{ "first_sound_ms", trial_first_sound },
		{ "bridge_ms", trial_bridge },
		{ "talk_ms", trial_talk },
		{ "jitter_ms", trial_jitter },
		{ "gap_max_ms", trial_gap },
	};
	cJSON *t = cJSON_AddObjectToObject(to, "totals");

	add_sums(t, o);
	for (size_t i = 0; i < ARRAY_LEN(spreads); i++) {
		struct trial_spread s = trial_spread(o, spreads[i].pick);

		add_spread(t, spreads[i].name, &s);
	}
}

static cJSON *station_call(const struct station_call *call)
{
	cJSON *o = cJSON_CreateObject();

	add_text(o, "caller", call->caller);
	add_number(o, "answer_ms", call->answer_us != 0,
		   (double)(call->answer_us - call->invite_us) / 1000);
	add_text(o, "end", word_name(&caller_ends, call->end));
	add_figures(o, &call->rtp, TONE_CALLER);
	return o;
}

static void add_stations(cJSON *to, const struct trial *o)
{
	cJSON *list = cJSON_AddArrayToObject(to, "stations");

	for (size_t i = 0; i < o->stationc; i++) {
		const struct station_log *log = o->stationv[i];
		cJSON *s = cJSON_CreateObject();
		cJSON *calls;

		add_text(s, "seat", log->seat);
		add_text(s, "user", log->user);
		add_tone(s, "tone_hz", TONE_STATION, (int)log->tone);
		add_number(s, "register_status", log->status, log->status);
		add_number(s, "register_ms", log->registered_us != 0,
			   (double)(log->registered_us - log->register_us) /
				   1000);
		add_number(s, "busy", true, (double)log->busy);
		calls = cJSON_AddArrayToObject(s, "calls");
		for (size_t k = 0; k < log->callc; k++)
			(void)cJSON_AddItemToArray(
				calls, station_call(&log->callv[k]));
		(void)cJSON_AddItemToArray(list, s);
	}
}

/* The engine's record as it stands, by the table of its fields */
static void add_record(cJSON *to, const struct trial_call *call)
{
	cJSON *o;

	if (call->records == 0) {
		(void)cJSON_AddNullToObject(to, "record");
		return;
	}

	o = cJSON_AddObjectToObject(to, "record");
	for (const struct record_field *f = record_fields; f->name; f++) {
		if (record_is_number(f))
			add_number(o, f->name, true,
				   (double)record_number(&call->record, f));
		else
			add_text(o, f->name, record_text(&call->record, f));
	}
}

static void add_recording(cJSON *to, const struct trial_call *call)
{
	const struct trial_recording *r = &call->recording;
	cJSON *o;

	if (!call->record.recording[0]) {
		(void)cJSON_AddNullToObject(to, "recording");
		return;
	}

	o = cJSON_AddObjectToObject(to, "recording");
	add_text(o, "path", call->record.recording);
	add_text(o, "sha256", r->sha256);
	add_number(o, "bytes", r->found, (double)r->wav.bytes);
	add_number(o, "ms", r->found, (double)r->wav.ms);
	add_number(o, "channels", r->found, r->wav.channels);
	add_tone(o, "caller_hz", TONE_CALLER, r->caller_tone);
	add_number(o, "caller_ms", r->found, r->caller_ms);
	add_tone(o, "seat_hz", TONE_STATION, r->seat_tone);
	add_number(o, "seat_ms", r->found, r->seat_ms);
	add_number(o, "others_ms", r->found, r->other_ms);
	add_text(o, "trouble", r->trouble);
}

static void add_pick(cJSON *to, const char *name, const struct trial *o,
		     const struct trial_call *call, trial_pick_h *pick)
{
	double v = 0;
	bool known = pick(o, call, &v);

	add_number(to, name, known, v);
}

static cJSON *one_call(const struct trial *o, const struct trial_call *call)
{
	const struct caller_log *log = call->log;
	const struct station_log *heard = trial_heard(o, call);
	const struct station_log *served = NULL;
	cJSON *c = cJSON_CreateObject();

	(void)trial_served(o, call, &served);
	add_number(c, "index", true, (double)log->index);
	add_text(c, "call_id", log->call_id);
	add_text(c, "caller", log->number);
	add_text(c, "called", log->called);
	add_tone(c, "tone_hz", TONE_CALLER, (int)log->tone);
	add_number(c, "status", log->status, log->status);
	add_pick(c, "ringing_ms", o, call, trial_ringing);
	add_pick(c, "answer_ms", o, call, trial_answer);
	add_pick(c, "first_sound_ms", o, call, trial_first_sound);
	add_pick(c, "bridge_ms", o, call, trial_bridge);
	add_pick(c, "talk_ms", o, call, trial_talk);
	add_text(c, "end", word_name(&caller_ends, log->end));
	add_text(c, "keys", call->group ? call->group->keys : NULL);
	(void)cJSON_AddBoolToObject(c, "cut", call->cut);
	add_text(c, "served_by", served ? served->seat : NULL);
	add_text(c, "heard_seat", heard ? heard->seat : NULL);
	add_figures(c, &log->rtp, TONE_STATION);
	add_record(c, call);
	add_recording(c, call);
	return c;
}

static void add_calls(cJSON *to, const struct trial *o)
{
	cJSON *list = cJSON_AddArrayToObject(to, "calls");

	for (size_t i = 0; i < o->callc; i++)
		(void)cJSON_AddItemToArray(list, one_call(o, &o->callv[i]));
}

static void add_oldest(cJSON *to, const struct trial *o)
{
	const struct trial_oldest *old = &o->oldest;
	cJSON *c;

	if (!old->call) {
		(void)cJSON_AddNullToObject(to, "oldest");
		return;
	}

	c = cJSON_AddObjectToObject(to, "oldest");
	add_number(c, "call", true, (double)old->call);
	add_instant(c, "start", old->start);
	add_text(c, "path", old->path);
	add_text(c, "record_sha256", old->sha256);
	add_text(c, "sha256", old->recording.sha256);
	add_text(c, "trouble", old->recording.trouble);
}

static void add_attempts(cJSON *to, const struct trial *o)
{
	cJSON *list = cJSON_AddArrayToObject(to, "attempts");

	for (size_t i = 0; i < o->attemptc; i++) {
		const struct trial_attempt *a = &o->attemptv[i];
		const struct caller_log *log = a->log;
		cJSON *c = cJSON_CreateObject();

		add_text(c, "kind",
			 a->forged     ? "forged"
			 : a->outbound ? "outbound"
				       : "unlisted");
		add_text(c, "seat", a->seat);
		add_text(c, "shows", a->forged ? log->number : NULL);
		add_text(c, "number", log->called);
		add_number(c, "status", log->status, log->status);
		add_number(c, "answer_ms", log->end_us && log->status,
			   (double)(log->end_us - log->invite_us) / 1000);
		add_number(c, "breaches", a->breaches >= 0, a->breaches);
		(void)cJSON_AddItemToArray(list, c);
	}
}

static void add_outage(cJSON *to, const struct trial *o)
{
	const struct trial_outage *x = &o->outage;
	cJSON *c;

	if (!x->killed) {
		(void)cJSON_AddNullToObject(to, "outage");
		return;
	}

	c = cJSON_AddObjectToObject(to, "outage");
	add_instant(c, "killed", x->killed);
	add_number(c, "down_ms", x->down_ms > 0, (double)x->down_ms);
	add_number(c, "records_before", true, (double)x->before);
	add_number(c, "records_after", o->data_read, (double)x->after);
	add_text(c, "trouble", x->trouble);
}

static void add_forbidden(cJSON *to, const struct trial *o)
{
	cJSON *list = cJSON_AddArrayToObject(to, "call_backs");

	for (size_t i = 0; i < o->forbiddenc; i++) {
		const struct trial_forbidden *f = &o->forbiddenv[i];
		cJSON *c = cJSON_CreateObject();

		add_text(c, "number", f->number);
		add_number(c, "status", f->status, f->status);
		(void)cJSON_AddBoolToObject(c, "by_list", f->by_list);
		add_text(c, "trouble", f->trouble);
		(void)cJSON_AddItemToArray(list, c);
	}
}

/* Every function, shown or not; what no check shows has a reason */
static void add_functions(cJSON *to, const struct functions *functions,
			  const struct trial *o)
{
	cJSON *list = cJSON_AddArrayToObject(to, "functions");

	for (size_t i = 0; i < functions->n; i++) {
		const struct function *f = &functions->v[i];
		cJSON *c = cJSON_CreateObject();
		cJSON *checks;

		add_text(c, "id", f->id);
		add_text(c, "title", f->title);
		add_text(c, "verdict",
			 f->checkc ? word_name(&verdict_words,
					       function_verdict(f, o))
				   : "not-applicable");
		checks = cJSON_AddArrayToObject(c, "checks");
		for (size_t k = 0; k < f->checkc; k++)
			(void)cJSON_AddItemToArray(
				checks, cJSON_CreateString(f->checkv[k]));
		add_text(c, "remark", f->remark);
		add_text(c, "source", f->source);
		(void)cJSON_AddItemToArray(list, c);
	}
}

int report_write(const struct trial *o, const struct functions *functions,
		 const char *path, char sha256[SHA256_TEXT])
{
	cJSON *top = cJSON_CreateObject();
	char *text;
	int err;

	add_text(top, "schema", REPORT_SCHEMA);
	add_text(top, "version", VERSION);
	add_text(top, "config_sha256", o->config_sha256);
	add_instant(top, "begun", o->begun);
	add_instant(top, "ended", o->ended);
	(void)cJSON_AddBoolToObject(top, "stopped", o->stopped);
	add_text(top, "verdict", word_name(&verdict_words, proof_all(o)));
	add_text(top, "trouble", o->trouble);
	add_scenario(top, o->scenario);
	add_checks(top, o);
	add_functions(top, functions, o);
	add_totals(top, o);
	add_oldest(top, o);
	add_outage(top, o);
	add_attempts(top, o);
	add_forbidden(top, o);
	add_calls(top, o);
	add_stations(top, o);

	text = cJSON_Print(top);
	cJSON_Delete(top);
	if (!text)
		return err_set(EIO, _("the report cannot be put together"));

	err = file_write(path, text, strlen(text));
	if (!err)
		file_sha256_mem(sha256, text, strlen(text));
	free(text);
	return err;
}
