/**
 * @file engine/statement.c  Messages, and consent in the caller's own voice
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/consent.h"
#include "engine/inbound_private.h"
#include "engine/wav.h"
#include "util/log.h"

#define SAVE_MS 3000 /* then he has waited long enough */

static const struct config *conf(const struct incall *c)
{
	return c->house->conf;
}

static void record_message(struct incall *c)
{
	struct record *r = &c->call.record;

	record_put(r->box, RECORD_NAME, conf(c)->messages[c->flow.row].name);
	if (c->rec) /* of what he said to a seat before; it goes on */
		return;
	c->rec = incall_recording(c, r->recording, 0);
	if (c->rec)
		stream_record(c->caller.stream, c->rec);
	incall_keep(c); /* whatever happens, it is known as a message */
}

static void record_consent(struct incall *c)
{
	const struct record *r = &c->call.record;
	struct flow *f = &c->flow;

	f->untaken = f->said != NULL;
	if (f->said) { /* the recorder has not finished the one before */
		log_warnx("call %lld: second consent not taken",
			  (long long)r->id);
		return;
	}
	f->voucher = calloc(1, sizeof(*f->voucher));
	if (!f->voucher)
		return;
	*f->voucher = (struct record_consent){
		.call = r->id,
		.at = c->call.since,
	};
	record_put(f->voucher->caller, RECORD_NUMBER, r->caller);
	record_put(f->voucher->called, RECORD_NUMBER, r->called);
	record_put(f->voucher->tenant, RECORD_NAME, r->tenant);
	record_put(f->voucher->purpose, RECORD_NAME,
		   conf(c)->consents[f->row].purpose);
	record_put(f->voucher->given, RECORD_NAME, "hung-up");
	f->said = incall_recording(c, f->voucher->recording, ++f->statements);
	if (f->said)
		stream_record(c->caller.stream, f->said);
}

void incall_record(struct incall *c)
{
	stream_stop(c->caller.stream);
	c->flow.message = c->call.state == CALL_MESSAGE;
	if (c->flow.message)
		record_message(c);
	else
		record_consent(c);
}

/* He is thanked for what is on disk, and told of what is not */
static void thank(struct incall *c, bool saved)
{
	struct flow *f = &c->flow;
	const bool message = f->message;

	f->saving = false;
	f->after = (struct place){ PLACE_HANG_UP, 0 };
	speech_add(&f->speech, !saved	 ? "not-saved"
			       : message ? "message-thanks"
					 : "consent-thanks");
	if (!message && conf(c)->consents[f->row].then)
		(void)config_place(&f->after, conf(c),
				   conf(c)->consents[f->row].then);
	incall_play(c);
}

/* A slow disk: it waits in memory */
static void on_slow(void *arg)
{
	struct incall *c = arg;

	thank(c, !c->in->unrecorded);
}

static void saved(struct incall *c, bool well)
{
	if (c->flow.saving && !call_is_over(&c->call))
		thank(c, well);
}

void incall_thank(struct incall *c)
{
	struct flow *f = &c->flow;

	stream_record(c->caller.stream, NULL);
	f->saving = true;
	if (f->message ? !c->rec : f->untaken || !f->said)
		thank(c, false);
	else
		tmr_start(&f->wait, SAVE_MS, on_slow, c);
}

void incall_unsaved(struct incall *c, const char *what)
{
	log_warnx("call %lld: not saved: %s", (long long)c->call.record.id,
		  what);
	incall_note(c, TRAIL_UNSAVED, NULL, what);
}

/* Without its sound there is no message */
static void no_message(struct incall *c)
{
	struct record *r = &c->call.record;

	if (c->call.outcome == RESULT_MESSAGE)
		c->call.outcome = RESULT_FAILED;
	if (r->result == RESULT_MESSAGE)
		r->result = RESULT_FAILED;
}

void incall_left(struct incall *c, const struct recorder_done *done)
{
	const bool message = *c->call.record.box != '\0';

	if (done->err && message)
		no_message(c);
	if (done->err || done->cut)
		incall_unsaved(c, message ? "message" : "recording");
	if (c->flow.message)
		saved(c, !done->err && !done->cut);
}

static void on_consent(int err, void *arg)
{
	struct incall *c = arg;

	/* what is not on disk yet is kept in memory until it is */
	(void)err;
	saved(c, true);
	incall_settled(c);
}

static void keep_consent(struct incall *c, struct record_consent *v,
			 const struct recorder_done *done)
{
	v->recording_bytes = done->bytes;
	memcpy(v->sha256, done->sha256, sizeof(v->sha256));
	if (!records_consent(c->in->conf.records, v, on_consent, c)) {
		c->pending++;
		return;
	}
	incall_unsaved(c, "consent");
	saved(c, false);
}

bool incall_said(struct incall *c, const struct recorder_done *done)
{
	struct flow *f = &c->flow;
	struct record_consent *v = f->voucher;

	if (done->rec != f->said)
		return false;
	free(f->said);
	f->said = NULL;
	f->voucher = NULL;
	if (v && !done->err && !done->cut && done->bytes > WAV_HEADER) {
		keep_consent(c, v, done);
		free(v);
		return true;
	}
	if (v && !done->err && !done->cut)
		log_warnx("call %lld: consent not kept: he said nothing",
			  (long long)v->call);
	else if (v)
		incall_unsaved(c, "consent");
	free(v);
	saved(c, false);
	if (call_is_over(&c->call))
		incall_keep(c);
	return true;
}

/* Withdrawing */

static void tell_withdrawn(struct incall *c, bool well)
{
	struct flow *f = &c->flow;

	if (!call_move(c->call.state, CALL_TO_PROMPT))
		return; /* he is connected meanwhile */
	speech_add(&f->speech, well ? "consent-withdrawn" : "not-saved");
	speech_add(&f->speech, "goodbye");
	f->after = (struct place){ PLACE_HANG_UP, 0 };
	incall_step(c, CALL_TO_PROMPT);
}

static void on_withdrawn(int err, unsigned count, void *arg)
{
	struct incall *c = arg;

	c->flow.busy = false;
	if (err)
		incall_unsaved(c, "withdrawal");
	else
		log_info("call %lld: %u consents withdrawn by key",
			 (long long)c->call.record.id, count);
	if (!call_is_over(&c->call)) {
		if (count)
			incall_note(c, TRAIL_WITHDRAWN, NULL, "by key");
		tell_withdrawn(c, !err);
	} else if (err) {
		incall_keep(c);
	}
	incall_settled(c);
}

/* One whose recording is not complete yet never becomes a voucher */
static void drop_unfinished(struct incall *c, const char *purpose)
{
	struct flow *f = &c->flow;

	if (!f->voucher || strcmp(f->voucher->purpose, purpose) != 0)
		return;
	free(f->voucher);
	f->voucher = NULL;
}

void incall_withdraw(struct incall *c, struct place to)
{
	const char *purpose = conf(c)->consents[to.index].purpose;

	drop_unfinished(c, purpose);
	stream_stop(c->caller.stream);
	c->flow.busy = true;
	c->pending++;
	if (!consent_withdraw_all(c->in->conf.records, &c->call.record, purpose,
				  house_now(c->in->conf.house), on_withdrawn,
				  c))
		return;
	c->flow.busy = false;
	c->pending--;
	incall_step(c, CALL_FAULT);
}

/* Recordings lie in recordings/YYYY/MM/DD/, the day in China */
struct recording *incall_recording(struct incall *c, char *path,
				   unsigned number)
{
	char day[DATE_TEXT];
	char whole[sizeof(c->rec->path)];
	char more[16] = "";
	const char *folder = c->in->conf.house->conf->data;
	const struct config_recording *how = c->in->conf.house->conf->recording;
	struct recording *rec = malloc(sizeof(*rec));

	(void)date_encode(day, date_of_instant(house_wall(c->in->conf.house)));
	if (number)
		(void)snprintf(more, sizeof(more), "-%u", number);
	(void)snprintf(path, RECORD_PATH,
		       "recordings/%.4s/%.2s/%.2s/%09lld%s.wav", day, day + 5,
		       day + 8, (long long)c->call.record.id, more);
	if (!rec || snprintf(whole, sizeof(whole), "%s/%s", folder, path) >=
			    (int)sizeof(whole)) {
		log_warnx("call %lld: not recorded",
			  (long long)c->call.record.id);
		path[0] = '\0';
		free(rec);
		return NULL;
	}

	recording_init(rec, c->call.record.id, incall_law(c), whole);
	rec->owner = c;
	rec->at_once = !number; /* a statement has the voice alone */
	rec->pcm = how && how->format == CONFIG_PCM;
	return rec;
}
