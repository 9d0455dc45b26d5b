/**
 * @file tests/unit/trial.c  What a drill saw, and how it is judged
 */
#include "drill/trial.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "drill/proof.h"
#include "drill/report.h"
#include "util/file.h"
#include "util/str.h"
#include "util/util.h"

#define CALLS	  3
#define SECOND_US INT64_C(1000000)
#define HASH	  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* A drill in which everything went well: caller i is served by seat i */
struct good {
	struct scenario scenario;
	char *numbers[1];
	struct caller_log callers[CALLS];
	struct caller_log refused[2];
	struct station_call served[CALLS];
	struct station_log stations[CALLS];
	const struct station_log *stationv[CALLS];
	struct trial_call calls[CALLS];
	struct trial_attempt attempts[2];
	struct trial o;
};

static void fill_call(struct good *g, int i)
{
	struct caller_log *c = &g->callers[i];
	struct station_log *s = &g->stations[i];
	struct record *r = &g->calls[i].record;
	const int64_t from = (10 + i) * SECOND_US;

	*c = (struct caller_log){
		.number = "13800000000",
		.called = "95012345",
		.tone = (size_t)i,
		.invite_us = from,
		.ringing_us = from + INT64_C(1000) * (i + 1),
		.answer_us = from + 2000,
		.end_us = from + 5 * SECOND_US,
		.status = 200,
		.end = END_SELF,
		.rtp = { .received = 100, .tone_us = from + 22000, .tone = i },
	};
	c->number[10] = (char)('0' + i);
	g->served[i] = (struct station_call){
		.answer_us = from + 1500,
		.invite_us = from + 1000,
		.end_us = from + 5 * SECOND_US,
		.end = END_PEER,
		.rtp = { .received = 100, .tone = i },
	};
	memcpy(g->served[i].caller, c->number, sizeof(c->number));
	*s = (struct station_log){
		.seat = "01",
		.tone = (size_t)i,
		.registered_us = SECOND_US,
		.callv = &g->served[i],
		.callc = 1,
	};
	s->seat[1] = (char)('1' + i);
	g->stationv[i] = s;

	*r = (struct record){ .start = 1,
			      .answer = 2,
			      .bridge = 3,
			      .end = 4,
			      .result = RESULT_ANSWERED,
			      .called = "95012345",
			      .recording = "recordings/1.wav",
			      .sha256 = HASH };
	memcpy(r->caller, c->number, sizeof(c->number));
	memcpy(r->seat, s->seat, sizeof(s->seat));
	g->calls[i].log = c;
	g->calls[i].records = 1;
	g->calls[i].recording = (struct trial_recording){
		.found = true,
		.sha256 = HASH,
		.wav = { .channels = 2 },
		.caller_tone = i,
		.seat_tone = i,
	};
}

static struct good *good(void)
{
	struct good *g = calloc(1, sizeof(*g));

	assert_non_null(g);
	g->numbers[0] = (char *)"139";
	g->scenario = (struct scenario){
		.scenario = (char *)"test",
		.title = (char *)"试验",
		.stations = CALLS,
		.callers = CALLS,
		.together = CALLS,
		.ringing_ms = 10,
		.lost_packets = 0,
		.outbound = g->numbers,
		.outbound_count = 1,
		.unlisted = g->numbers,
		.unlisted_count = 1,
	};
	for (int i = 0; i < CALLS; i++)
		fill_call(g, i);
	for (int i = 0; i < 2; i++) {
		g->refused[i].status = 403;
		g->attempts[i].log = &g->refused[i];
		g->attempts[i].outbound = i == 0;
		g->attempts[i].breaches = i == 0;
	}
	g->o = (struct trial){
		.scenario = &g->scenario,
		.data_read = true,
		.stationv = g->stationv,
		.stationc = CALLS,
		.callv = g->calls,
		.callc = CALLS,
		.attemptv = g->attempts,
		.attemptc = 2,
		.oldest = { .call = 1,
			    .sha256 = HASH,
			    .recording = { .found = true, .sha256 = HASH } },
	};
	return g;
}

static enum verdict verdict(const struct good *g, const char *id)
{
	for (size_t i = 0; i < proof_count(); i++) {
		struct proof r = proof_make(i, &g->o);

		if (!strcmp(r.id, id))
			return r.verdict;
	}

	fail_msg("no check %s", id);
	return VERDICT_UNKNOWN;
}

static void test_good_drill_passes_every_check(void **state)
{
	(void)state;
	struct good *g = good();

	for (size_t i = 0; i < proof_count(); i++) {
		struct proof r = proof_make(i, &g->o);

		if (r.verdict != VERDICT_PASS && r.verdict != VERDICT_NOT_ASKED)
			fail_msg("%s: %f of %f", r.id, r.value, r.bound);
	}
	assert_int_equal(VERDICT_PASS, proof_all(&g->o));
	free(g);
}

/* Each fault and the check that must notice it */
static void fault_unregistered(struct good *g)
{
	g->stations[1].registered_us = 0;
}

static void fault_refused(struct good *g)
{
	g->callers[1].status = 503;
}

static void fault_wrong_seat_heard(struct good *g)
{
	g->callers[1].rtp.tone = 2;
}

static void fault_third_party(struct good *g)
{
	g->served[2].rtp.other_ms = 200;
}

static void fault_silence(struct good *g)
{
	g->callers[0].end = END_SILENCE;
}

static void fault_not_together(struct good *g)
{
	g->callers[0].end_us = g->callers[2].rtp.tone_us;
}

static void fault_slow(struct good *g)
{
	g->callers[2].ringing_us = g->callers[2].invite_us + 10001;
}

static void fault_lost(struct good *g)
{
	g->served[0].rtp.lost = 1;
}

static void fault_outbound_allowed(struct good *g)
{
	g->refused[0].status = 200;
}

static void fault_not_recorded(struct good *g)
{
	g->attempts[0].breaches = 0;
}

static void fault_unlisted_allowed(struct good *g)
{
	g->refused[1].status = 180;
}

static void fault_unlisted_met_a_fault(struct good *g)
{
	g->refused[1].status = 503;
}

static void fault_two_records(struct good *g)
{
	g->calls[0].records = 2;
}

static void fault_record_of_other_seat(struct good *g)
{
	memcpy(g->calls[0].record.seat, "03", 3);
}

static void fault_hash(struct good *g)
{
	g->calls[0].recording.sha256[0] ^= 1;
}

static void fault_wrong_voice(struct good *g)
{
	g->calls[0].recording.caller_tone = 1;
}

static void fault_mono(struct good *g)
{
	g->calls[0].recording.wav.channels = 1;
}

static void test_each_fault_is_noticed(void **state)
{
	static const struct {
		void (*fault)(struct good *g);
		const char *id;
	} faults[] = {
		{ fault_unregistered, "stations-registered" },
		{ fault_refused, "calls-answered" },
		{ fault_wrong_seat_heard, "right-party" },
		{ fault_third_party, "right-party" },
		{ fault_silence, "calls-ended" },
		{ fault_not_together, "seats-together" },
		{ fault_slow, "ringing-time" },
		{ fault_lost, "packets-lost" },
		{ fault_outbound_allowed, "outbound-refused" },
		{ fault_not_recorded, "breach-recorded" },
		{ fault_unlisted_allowed, "unlisted-refused" },
		{ fault_unlisted_met_a_fault, "unlisted-refused" },
		{ fault_two_records, "call-records" },
		{ fault_record_of_other_seat, "call-records" },
		{ fault_hash, "recording-hash" },
		{ fault_wrong_voice, "recording-sound" },
		{ fault_mono, "recording-sound" },
	};
	(void)state;

	for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
		struct good *g = good();

		faults[i].fault(g);
		if (verdict(g, faults[i].id) != VERDICT_FAIL)
			fail_msg("%zu: %s did not fail", i, faults[i].id);
		assert_int_equal(VERDICT_FAIL, proof_all(&g->o));
		free(g);
	}
}

static void test_what_was_not_measured_is_unknown(void **state)
{
	(void)state;
	struct good *g = good();

	g->o.data_read = false;
	assert_int_equal(VERDICT_UNKNOWN, verdict(g, "call-records"));
	assert_int_equal(VERDICT_UNKNOWN, verdict(g, "recording-sound"));
	assert_int_equal(VERDICT_UNKNOWN, verdict(g, "breach-recorded"));
	assert_int_equal(VERDICT_UNKNOWN, proof_all(&g->o));

	g->o.callc = 0;
	g->o.stationc = 0;
	g->o.attemptc = 0;
	g->o.oldest.call = 0;
	for (size_t i = 0; i < proof_count(); i++)
		assert_int_not_equal(VERDICT_PASS,
				     proof_make(i, &g->o).verdict);
	free(g);
}

static void test_what_was_not_asked_does_not_count(void **state)
{
	(void)state;
	struct good *g = good();

	g->scenario.outbound_count = 0;
	g->scenario.unlisted_count = 0;
	g->scenario.together = 0;
	g->o.attemptc = 0;
	assert_int_equal(VERDICT_NOT_ASKED, verdict(g, "outbound-refused"));
	assert_int_equal(VERDICT_NOT_ASKED, verdict(g, "seats-together"));
	assert_int_equal(VERDICT_PASS, proof_all(&g->o));
	free(g);
}

static void test_spread_of_measurements(void **state)
{
	(void)state;
	struct good *g = good();
	struct trial_spread s;

	s = trial_spread(&g->o, trial_ringing);
	assert_int_equal(3, s.n);
	assert_float_equal(1, s.min, 1e-6);
	assert_float_equal(2, s.median, 1e-6);
	assert_float_equal(3, s.p95, 1e-6);
	g->callers[0].ringing_us = 0;
	assert_int_equal(2, trial_spread(&g->o, trial_ringing).n);
	assert_int_equal(3, trial_together(&g->o));
	free(g);
}

static void test_report_holds_null_for_the_unknown(void **state)
{
	(void)state;
	char path[] = "/tmp/report-XXXXXX";
	const struct functions none = { .n = 0 };
	struct good *g = good();
	struct str text = { 0 };
	char sha256[SHA256_TEXT];
	char again[SHA256_TEXT];
	cJSON *top;
	cJSON *call;

	(void)close(mkstemp(path));
	g->callers[0].rtp.tone_us = 0;
	g->calls[1].records = 0;
	assert_int_equal(0, report_write(&g->o, &none, path, sha256));
	assert_int_equal(0, file_sha256(again, path));
	assert_string_equal(again, sha256);
	assert_int_equal(0, file_read(&text, path, 1 << 20));

	top = cJSON_Parse(text.s);
	assert_non_null(top);
	call = cJSON_GetArrayItem(cJSON_GetObjectItem(top, "calls"), 0);
	assert_true(cJSON_IsNull(cJSON_GetObjectItem(call, "first_sound_ms")));
	assert_float_equal(
		1, cJSON_GetObjectItem(call, "ringing_ms")->valuedouble, 1e-6);
	call = cJSON_GetArrayItem(cJSON_GetObjectItem(top, "calls"), 1);
	assert_true(cJSON_IsNull(cJSON_GetObjectItem(call, "record")));
	assert_int_equal(proof_count(), cJSON_GetArraySize(cJSON_GetObjectItem(
						top, "checks")));

	cJSON_Delete(top);
	str_release(&text);
	assert_int_equal(0, unlink(path));
	free(g);
}

/* Caller 0 presses keys, 1 waits in another queue before, 2 shows a number */
static void give_groups(struct good *g, struct scenario_group groupv[CALLS])
{
	groupv[0] = (struct scenario_group){ .calls = 1,
					     .keys = (char *)"1",
					     .queue = (char *)"service" };
	groupv[1] = (struct scenario_group){ .calls = 1,
					     .through = (char *)"expert",
					     .queue = (char *)"service" };
	groupv[2] = (struct scenario_group){ .calls = 1, .from = (char *)"1" };
	g->callers[0].pressed = true;
	g->calls[1].passed = true;
	for (int i = 0; i < CALLS; i++) {
		g->calls[i].group = &groupv[i];
		record_put(g->calls[i].record.queue, RECORD_NAME, "service");
	}
}

static void test_groups_are_held_to_their_places(void **state)
{
	(void)state;
	struct scenario_group groupv[CALLS];
	struct scenario_group *first = groupv;
	struct good *g = good();

	give_groups(g, groupv);
	assert_int_equal(VERDICT_PASS, verdict(g, "menu-keys"));
	assert_int_equal(VERDICT_PASS, verdict(g, "overflow"));
	assert_int_equal(VERDICT_PASS, verdict(g, "number-unchanged"));
	g->callers[0].pressed = false;
	g->calls[1].passed = false;
	g->calls[2].record.caller[0] = '9';
	assert_int_equal(VERDICT_FAIL, verdict(g, "menu-keys"));
	assert_int_equal(VERDICT_FAIL, verdict(g, "overflow"));
	assert_int_equal(VERDICT_FAIL, verdict(g, "number-unchanged"));
	g->callers[0].pressed = true;
	record_put(g->calls[0].record.queue, RECORD_NAME, "repair");
	assert_int_equal(VERDICT_FAIL, verdict(g, "menu-keys"));
	first->queue = NULL;
	first->box = (char *)"night";
	assert_int_equal(VERDICT_FAIL, verdict(g, "menu-keys"));
	g->calls[0].record.result = RESULT_MESSAGE;
	record_put(g->calls[0].record.box, RECORD_NAME, "night");
	assert_int_equal(VERDICT_PASS, verdict(g, "menu-keys"));
	free(g);
}

static void test_what_is_cut_counts_for_itself(void **state)
{
	(void)state;
	struct scenario_kill kill = { .after = 2, .calls = 1, .back_ms = 1000 };
	struct good *g = good();

	assert_int_equal(VERDICT_NOT_ASKED, verdict(g, "back-in-time"));
	g->scenario.kill = &kill;
	g->calls[2].cut = true;
	assert_int_equal(VERDICT_UNKNOWN, verdict(g, "cut-records"));
	g->o.outage.killed = 1;
	g->o.outage.before = 2;
	g->o.outage.after = 2;
	g->o.outage.down_ms = 1000;
	assert_int_equal(VERDICT_FAIL, verdict(g, "cut-records"));
	record_put(g->calls[2].record.reason, RECORD_NAME, "interrupted");
	assert_int_equal(VERDICT_PASS, verdict(g, "cut-records"));
	assert_int_equal(VERDICT_PASS, verdict(g, "cut-recordings"));
	assert_int_equal(VERDICT_PASS, verdict(g, "records-stayed"));
	assert_int_equal(VERDICT_PASS, verdict(g, "back-in-time"));
	assert_int_equal(VERDICT_PASS, verdict(g, "call-records"));
	/* one that was cut does not stand for one that is lost */
	g->calls[0].records = 0;
	assert_int_equal(VERDICT_FAIL, verdict(g, "call-records"));
	g->o.outage.after = 1;
	g->o.outage.down_ms = 1001;
	g->calls[2].recording.sha256[0] = 'x';
	assert_int_equal(VERDICT_FAIL, verdict(g, "records-stayed"));
	assert_int_equal(VERDICT_FAIL, verdict(g, "back-in-time"));
	assert_int_equal(VERDICT_FAIL, verdict(g, "cut-recordings"));
	free(g);
}

static void test_numbers_that_are_forged_or_forbidden(void **state)
{
	(void)state;
	struct trial_forbidden forbidden = { .by_list = true };
	struct good *g = good();

	g->scenario.forged_count = 1;
	assert_int_equal(VERDICT_FAIL, verdict(g, "forged-refused"));
	g->attempts[0].forged = true;
	assert_int_equal(VERDICT_PASS, verdict(g, "forged-refused"));
	assert_int_equal(VERDICT_UNKNOWN, verdict(g, "outbound-refused"));
	g->scenario.do_not_call_count = 1;
	assert_int_equal(VERDICT_UNKNOWN, verdict(g, "do-not-call"));
	g->o.forbiddenv = &forbidden;
	g->o.forbiddenc = 1;
	assert_int_equal(VERDICT_PASS, verdict(g, "do-not-call"));
	forbidden.by_list = false;
	assert_int_equal(VERDICT_FAIL, verdict(g, "do-not-call"));
	forbidden.trouble[0] = 'x';
	assert_int_equal(VERDICT_UNKNOWN, verdict(g, "do-not-call"));
	free(g);
}

/* The list of a text */
static int load(struct functions *f, const char *text)
{
	char path[] = "/tmp/functions-XXXXXX";
	int err;

	(void)close(mkstemp(path));
	assert_int_equal(0, file_write(path, text, strlen(text)));
	err = functions_load(f, path);
	assert_int_equal(0, unlink(path));
	return err;
}

static void test_functions_say_what_their_checks_say(void **state)
{
	(void)state;
	struct good *g = good();
	struct functions f = { .n = 0 };

	assert_int_equal(
		0, load(&f, "# a list\n"
			    "F-01\ta\tcalls-answered ringing-time\tyes\tD\n"
			    "F-02\tb\t-\tno telephone\tD\n"
			    "F-03\tc\tunanswered-moved-on\tyes\tD\n"));
	assert_int_equal(3, f.n);
	assert_string_equal("ringing-time", f.v[0].checkv[1]);
	assert_int_equal(VERDICT_PASS, function_verdict(&f.v[0], &g->o));
	assert_int_equal(0, f.v[1].checkc);
	assert_string_equal("no telephone", f.v[1].remark);
	assert_int_equal(VERDICT_NOT_ASKED, function_verdict(&f.v[2], &g->o));
	g->callers[0].status = 500;
	assert_int_equal(VERDICT_FAIL, function_verdict(&f.v[0], &g->o));
	functions_release(&f);
	free(g);
}

static void test_a_list_of_functions_that_is_not_one(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"F-01\ta\tcalls-answered\tyes\n",
		"F-01\ta\tcalls-answered\tyes\tD\tmore\n",
		"F-01\ta\tcalls-shouted\tyes\tD\n",
		"F-01\ta\t-\t\tD\n",
		"F-01\ta\tcalls-answered  ringing-time\tyes\tD\n",
	};
	struct functions f = { .n = 0 };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_int_equal(EBADMSG, load(&f, bad[i]));
	assert_int_equal(ENOENT, functions_load(&f, "/tmp/no/functions"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_drill_passes_every_check),
		cmocka_unit_test(test_each_fault_is_noticed),
		cmocka_unit_test(test_what_was_not_measured_is_unknown),
		cmocka_unit_test(test_what_was_not_asked_does_not_count),
		cmocka_unit_test(test_spread_of_measurements),
		cmocka_unit_test(test_report_holds_null_for_the_unknown),
		cmocka_unit_test(test_groups_are_held_to_their_places),
		cmocka_unit_test(test_what_is_cut_counts_for_itself),
		cmocka_unit_test(test_numbers_that_are_forged_or_forbidden),
		cmocka_unit_test(test_functions_say_what_their_checks_say),
		cmocka_unit_test(test_a_list_of_functions_that_is_not_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
