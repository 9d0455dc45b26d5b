/**
 * @file drill/proof.c  What a drill had to show, and whether it did
 */
#include "drill/proof_private.h"

#include <string.h>

#include "util/util.h"

/* clang-format off */
static const struct word verdicts[VERDICT_COUNT] = {
	[VERDICT_UNKNOWN] = { "unknown", "未测得", "not measured" },
	[VERDICT_PASS]    = { "pass",    "通过",   "passed"       },
	[VERDICT_FAIL]    = { "fail",    "不通过", "failed"       },
	[VERDICT_NOT_ASKED] = { "not-asked", "未要求", "not asked for" },
};
/* clang-format on */

const struct words verdict_words = { "verdict", verdicts, VERDICT_COUNT };

static bool registered(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = o->scenario->stations;
	for (size_t i = 0; i < o->stationc; i++)
		*valuep += o->stationv[i]->registered_us != 0;

	return o->stationc > 0;
}

static bool answered(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = scenario_served(o->scenario);
	for (size_t i = 0; i < o->callc; i++)
		*valuep += !o->callv[i].cut && o->callv[i].log->status == 200;

	return o->callc > 0;
}

/* The caller heard the station that took the call, and it the caller, and
 * neither heard anybody else */
static bool is_right(const struct trial *o, const struct trial_call *call)
{
	const struct station_log *station = NULL;
	const struct station_call *c = trial_served(o, call, &station);

	return c && call->log->rtp.tone == (int)station->tone &&
	       c->rtp.tone == (int)call->log->tone &&
	       call->log->rtp.other_ms == 0 && c->rtp.other_ms == 0;
}

static bool right_party(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = scenario_served(o->scenario);
	for (size_t i = 0; i < o->callc; i++)
		*valuep += !o->callv[i].cut && is_right(o, &o->callv[i]);

	return o->callc > 0;
}

static bool ended_well(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = scenario_served(o->scenario);
	for (size_t i = 0; i < o->callc; i++) {
		enum caller_end end = o->callv[i].log->end;

		*valuep += !o->callv[i].cut && o->callv[i].log->rtp.tone_us &&
			   (end == END_SELF || end == END_PEER);
	}

	return o->callc > 0;
}

static bool together(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = o->scenario->together;
	*valuep = trial_together(o);
	return o->callc > 0;
}

static bool ringing(const struct trial *o, double *valuep, double *boundp)
{
	struct trial_spread s = trial_spread(o, trial_ringing);

	*boundp = o->scenario->ringing_ms;
	*valuep = s.p95;
	return s.n > 0;
}

/* Packets missing at callers and stations, of 100,000 */
static bool lost(const struct trial *o, double *valuep, double *boundp)
{
	int64_t all = 0;
	int64_t missing = 0;

	for (size_t i = 0; i < o->callc; i++) {
		const struct station_call *c = trial_served(o, &o->callv[i],
							    NULL);
		const struct sound_figures *f = &o->callv[i].log->rtp;

		all += f->received + f->lost;
		missing += f->lost;
		all += c ? c->rtp.received + c->rtp.lost : 0;
		missing += c ? c->rtp.lost : 0;
	}

	*boundp = o->scenario->lost_packets;
	*valuep = all > 0 ? (double)missing * 100000 / (double)all : 0;
	return all > 0;
}

/* Attempts of a kind that were refused as the rules say: 403, or 404 for a
 * number that is nobody's.  An engine that is busy or broken refuses too, but
 * proves nothing. */
static bool refused(const struct trial *o, bool outbound, double *valuep)
{
	bool measured = false;

	for (size_t i = 0; i < o->attemptc; i++) {
		const struct trial_attempt *a = &o->attemptv[i];

		if (a->outbound != outbound || a->forged)
			continue;
		measured = true;
		*valuep += a->log->status == 403 ||
			   (!outbound && a->log->status == 404);
	}

	return measured;
}

static bool outbound(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = o->scenario->outbound_count;
	return refused(o, true, valuep);
}

static bool unlisted(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = o->scenario->unlisted_count;
	return refused(o, false, valuep);
}

static bool breaches(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = o->scenario->outbound_count;
	for (size_t i = 0; i < o->attemptc; i++) {
		const struct trial_attempt *a = &o->attemptv[i];

		*valuep += a->outbound && !a->forged && a->breaches == 1;
	}

	return o->data_read && o->attemptc > 0;
}

/* The record says of the call what the parties saw */
static bool agrees(const struct trial *o, const struct trial_call *call)
{
	const struct record *r = &call->record;
	const struct station_log *station = NULL;

	if (call->records != 1 || r->result != RESULT_ANSWERED ||
	    !trial_served(o, call, &station))
		return false;

	return !strcmp(r->caller, call->log->number) &&
	       !strcmp(r->called, call->log->called) &&
	       !strcmp(r->seat, station->seat) && r->start && r->answer &&
	       r->bridge && r->end >= r->bridge;
}

static bool records(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = scenario_served(o->scenario);
	for (size_t i = 0; i < o->callc; i++)
		*valuep += !o->callv[i].cut && agrees(o, &o->callv[i]);

	return o->data_read && o->callc > 0;
}

static bool hashes(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = scenario_served(o->scenario);
	for (size_t i = 0; i < o->callc; i++) {
		const struct trial_call *c = &o->callv[i];

		*valuep += !c->cut && c->record.result == RESULT_ANSWERED &&
			   c->recording.found &&
			   !strcmp(c->recording.sha256, c->record.sha256);
	}

	return o->data_read && o->callc > 0;
}

bool proof_sounds_right(const struct trial *o, const struct trial_call *call)
{
	const struct station_log *s = trial_station(o, call->record.seat);
	const struct trial_recording *r = &call->recording;

	return r->found && s && r->wav.channels == 2 &&
	       r->caller_tone == (int)call->log->tone &&
	       r->seat_tone == (int)s->tone && r->other_ms == 0;
}

static bool recordings(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = scenario_served(o->scenario);
	for (size_t i = 0; i < o->callc; i++)
		*valuep += !o->callv[i].cut &&
			   proof_sounds_right(o, &o->callv[i]);

	return o->data_read && o->callc > 0;
}

/* Calls that had to end otherwise than with a seat: as many of each kind as the
 * scenario says count, more do not */
static bool results(const struct trial *o, double *valuep, double *boundp)
{
	for (unsigned i = 0; i < o->scenario->results_count; i++) {
		const struct scenario_result *r = &o->scenario->results[i];
		int n = 0;

		for (size_t k = 0; k < o->callc && n < r->calls; k++) {
			const struct trial_call *c = &o->callv[k];

			n += c->records == 1 &&
			     !strcmp(word_name(&record_results,
					       (int)c->record.result),
				     r->result);
		}
		*valuep += n;
		*boundp += r->calls;
	}

	return o->data_read && o->callc > 0;
}

static bool oldest(const struct trial *o, double *valuep, double *boundp)
{
	const struct trial_oldest *old = &o->oldest;

	*boundp = 1;
	*valuep = old->recording.found &&
		  !strcmp(old->recording.sha256, old->sha256);
	return old->call != 0;
}

/* Seats that let calls ring: at least one rang, and went on to another */
static bool unanswered(const struct trial *o, double *valuep, double *boundp)
{
	*boundp = scenario_int(o->scenario->no_answer);
	for (size_t i = 0; i < o->stationc && (double)i < *boundp; i++) {
		const struct station_log *s = o->stationv[i];
		bool gone = s->callc > 0;

		for (size_t k = 0; k < s->callc; k++)
			gone = gone && !s->callv[k].ok_us &&
			       s->callv[k].end == END_REFUSED;
		*valuep += gone;
	}

	return o->stationc > 0;
}

/* clang-format off */
static const struct {
	const char *id;
	const char *shows;
	const char *unit;
	enum proof_sense sense;
	proof_measure_h *measure;
	const char *zh;
	const char *en;
} proofs[] = {
	{ "stations-registered", "F-05 F-06", "stations", PROOF_AT_LEAST,
	  registered, "全部座席话机注册成功",
	  "every station is registered" },
	{ "calls-answered", "F-01 F-03", "calls", PROOF_AT_LEAST,
	  answered, "全部呼入被接入",
	  "every call is let in and answered" },
	{ "right-party", "F-03 F-05", "calls", PROOF_AT_LEAST,
	  right_party, "主叫与所分配座席互相听见，且未听见他人",
	  "caller and seat hear each other and nobody else" },
	{ "calls-ended", "F-05", "calls", PROOF_AT_LEAST,
	  ended_well, "全部通话由一方正常挂机",
	  "every call is ended by one of its parties" },
	{ "seats-together", "F-05 F-28", "calls", PROOF_AT_LEAST,
	  together, "同时通话数达到要求",
	  "as many calls as required talk at once" },
	{ "ringing-time", "F-01", "ms", PROOF_AT_MOST,
	  ringing, "95% 的呼入在限定时间内收到振铃",
	  "95 of 100 calls ring in time" },
	{ "packets-lost", "F-01 F-05", "of 100,000", PROOF_AT_MOST,
	  lost, "语音包丢失不超过限值",
	  "no more voice packets are lost than allowed" },
	{ "outbound-refused", "F-10 F-16 F-17", "attempts", PROOF_AT_LEAST,
	  outbound, "座席外呼一律被拒绝（403）",
	  "every attempt of a seat to call outside is refused (403)" },
	{ "breach-recorded", "F-10 F-18", "attempts", PROOF_AT_LEAST,
	  breaches, "每次外呼尝试均留有记录",
	  "every such attempt is on record" },
	{ "unlisted-refused", "F-30", "attempts", PROOF_AT_LEAST,
	  unlisted, "拨打不在册号码一律被拒绝（403 或 404）",
	  "every call to a number not in the file is refused (403 or 404)" },
	{ "call-records", "F-08", "calls", PROOF_AT_LEAST,
	  records, "每次呼入恰有一条话单且与实测一致",
	  "every call has one record that agrees with what was seen" },
	{ "recording-hash", "F-07", "calls", PROOF_AT_LEAST,
	  hashes, "录音文件与话单中的校验值一致",
	  "every recording has the hash that its record names" },
	{ "recording-sound", "F-07", "calls", PROOF_AT_LEAST,
	  recordings, "录音两声道分别为主叫与该座席的声音",
	  "both channels of every recording hold the right party" },
	{ "other-results", "F-03 F-08 F-21", "calls", PROOF_AT_LEAST,
	  results, "未由座席接听的呼入，话单结果与场景要求一致",
	  "calls that no seat had are on record with the result they must have" },
	{ "oldest-kept", "F-09", "recordings", PROOF_AT_LEAST,
	  oldest, "保存最久的录音仍可读出，校验值与话单一致",
	  "the oldest recording is there, can be played, and has its hash" },
	{ "unanswered-moved-on", "F-03 F-05", "stations", PROOF_AT_LEAST,
	  unanswered, "座席不应答时，呼入转给其他座席",
	  "a call that a seat does not answer goes on to another" },
	{ "menu-keys", "F-02", "calls", PROOF_AT_LEAST,
	  proof_keys, "按键后到达语音导航所指的队列或语音信箱",
	  "keys lead to the queue or box that the menu names" },
	{ "overflow", "F-03", "calls", PROOF_AT_LEAST,
	  proof_overflow, "队列等待超时后转入溢出队列或语音信箱",
	  "who waited too long goes on to the other queue or the box" },
	{ "number-unchanged", "F-04 F-08", "calls", PROOF_AT_LEAST,
	  proof_number_unchanged, "主叫号码原样传送至座席并记入话单",
	  "the caller's number is shown to the seat and recorded as it came" },
	{ "forged-refused", "F-16", "attempts", PROOF_AT_LEAST,
	  proof_forged, "座席改用他人号码外呼一律被拒绝（403）并留有记录",
	  "a seat that calls outside with another number is refused (403), on "
	  "record" },
	{ "do-not-call", "F-13", "attempts", PROOF_AT_LEAST,
	  proof_do_not_call, "回呼拒绝来电名单内的号码被拒绝，理由为该名单",
	  "a call-back to a number on the do-not-call list is refused for it" },
	{ "cut-records", "F-08 F-28", "calls", PROOF_AT_LEAST,
	  proof_cut_records, "引擎中断时正在通话的呼入均有一条话单并注明中断",
	  "calls cut by the engine's end are on record, marked interrupted" },
	{ "cut-recordings", "F-07 F-28", "calls", PROOF_AT_LEAST,
	  proof_cut_recordings, "中断通话的录音可读出且校验值与话单一致",
	  "recordings of calls that were cut can be played and have their hash" },
	{ "records-stayed", "F-08 F-28", "calls", PROOF_AT_LEAST,
	  proof_kept, "中断之前的话单全部保留",
	  "every record from before the engine's end is still there" },
	{ "back-in-time", "F-28", "ms", PROOF_AT_MOST,
	  proof_back, "引擎中断后在限定时间内恢复",
	  "the engine is back in time" },
};
/* clang-format on */

size_t proof_count(void)
{
	return ARRAY_LEN(proofs);
}

const char *proof_id(size_t i)
{
	return proofs[i].id;
}

enum verdict proof_verdict(const char *id, const struct trial *o)
{
	for (size_t i = 0; i < ARRAY_LEN(proofs); i++) {
		if (!strcmp(proofs[i].id, id))
			return proof_make(i, o).verdict;
	}

	return VERDICT_UNKNOWN;
}

struct proof proof_make(size_t i, const struct trial *o)
{
	struct proof r = {
		.id = proofs[i].id,
		.shows = proofs[i].shows,
		.zh = proofs[i].zh,
		.en = proofs[i].en,
		.unit = proofs[i].unit,
		.sense = proofs[i].sense,
	};
	bool measured = proofs[i].measure(o, &r.value, &r.bound);
	bool good;

	if (r.bound < 0 || (r.sense == PROOF_AT_LEAST && r.bound == 0)) {
		r.bound = 0;
		r.verdict = VERDICT_NOT_ASKED;
	}
	if (!measured || r.verdict == VERDICT_NOT_ASKED)
		return r;

	good = r.sense == PROOF_AT_LEAST ? r.value >= r.bound
					 : r.value <= r.bound;
	r.verdict = good ? VERDICT_PASS : VERDICT_FAIL;
	return r;
}

enum verdict proof_all(const struct trial *o)
{
	enum verdict all = VERDICT_PASS;

	for (size_t i = 0; i < ARRAY_LEN(proofs); i++) {
		enum verdict v = proof_make(i, o).verdict;

		if (v == VERDICT_FAIL)
			return VERDICT_FAIL;
		if (v == VERDICT_UNKNOWN)
			all = VERDICT_UNKNOWN;
	}

	return all;
}
