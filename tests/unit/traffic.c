/**
 * @file tests/unit/traffic.c  Traffic that is not as it should be
 */
#include "call/traffic.h"

#include <stdio.h>
#include <string.h>

#include "call/policy.h"
#include "cmocka_all.h"
#include "util/rng.h"
#include "util/util.h"

#define EVENTS 20000

struct seen {
	int count;
	struct traffic_alarm last;
	char key[RECORD_NUMBER];
};

static void on_alarm(const struct traffic_alarm *alarm, void *arg)
{
	struct seen *seen = arg;

	seen->count++;
	seen->last = *alarm;
	record_put(seen->key, sizeof(seen->key), alarm->key);
}

/* NOLINTNEXTLINE(readability-function-size): rows of tests are short so */
static void note(struct traffic *t, int64_t at, enum traffic_type type,
		 const char *caller, const char *number, int64_t talk,
		 struct seen *seen)
{
	const struct traffic_event event = {
		.at = at,
		.type = type,
		.caller = caller,
		.number = number,
		.seat = "01",
		.talk = talk,
	};

	traffic_note(t, &event, on_alarm, seen);
}

static struct traffic *watch(const struct traffic_rule *rule)
{
	struct traffic *t = NULL;

	assert_int_equal(0, traffic_alloc(&t, rule, 1));
	return t;
}

static void test_a_burst_stops_its_caller_for_a_while(void **state)
{
	const struct traffic_rule rule = {
		.kind = TRAFFIC_CALLER,
		.window = 10000,
		.count = 5,
		.stop = 60000,
	};
	struct traffic *t = watch(&rule);
	struct seen seen = { 0 };

	(void)state;
	for (int i = 0; i < 4; i++)
		note(t, 1000 + i, TRAFFIC_CAME, "+8613800000001", "95012345", 0,
		     &seen);
	note(t, 1005, TRAFFIC_CAME, "13800000002", "95012345", 0, &seen);
	assert_int_equal(0, seen.count);
	assert_false(traffic_is_stopped(t, "13800000001", "95012345", 1005));
	note(t, 1006, TRAFFIC_TURNED, "13800000001", "95099999", 0, &seen);
	assert_int_equal(1, seen.count);
	assert_string_equal("13800000001", seen.key);
	assert_int_equal(61006, seen.last.until);
	assert_int_equal(5, seen.last.hits);
	assert_true(traffic_is_stopped(t, "008613800000001", "x", 61005));
	assert_false(traffic_is_stopped(t, "13800000002", "95012345", 1006));
	assert_false(traffic_is_stopped(t, "x", "13800000001", 1006));
	assert_false(traffic_is_stopped(t, "13800000001", "x", 61006));
	/* Told once as long as it lasts */
	note(t, 1007, TRAFFIC_CAME, "13800000001", "95012345", 0, &seen);
	assert_int_equal(1, seen.count);
	assert_true(traffic_release(t, "13800000001", 1007));
	assert_false(traffic_release(t, "13800000001", 1007));
	assert_false(traffic_is_stopped(t, "13800000001", "x", 1008));
	/* It was quiet, and does it again */
	for (int i = 0; i < 5; i++)
		note(t, 70000 + i, TRAFFIC_CAME, "13800000001", "x", 0, &seen);
	assert_int_equal(2, seen.count);
	traffic_free(t);
}

static void test_a_stop_that_was_short_comes_again(void **state)
{
	const struct traffic_rule rule = {
		.kind = TRAFFIC_NUMBER,
		.window = 100000,
		.count = 3,
		.stop = 1000,
	};
	struct traffic *t = watch(&rule);
	struct seen seen = { 0 };

	(void)state;
	for (int i = 0; i < 3; i++)
		note(t, i, TRAFFIC_CAME, "", "95012345", 0, &seen);
	assert_int_equal(1, seen.count);
	assert_true(traffic_is_stopped(t, "", "95012345", 500));
	note(t, 2000, TRAFFIC_CAME, "", "95012345", 0, &seen);
	assert_int_equal(2, seen.count);
	assert_true(traffic_is_stopped(t, NULL, "95012345", 2500));
	traffic_free(t);
}

static void test_until_it_is_released(void **state)
{
	const struct traffic_rule rule = {
		.kind = TRAFFIC_NUMBER,
		.window = 1000,
		.count = 1,
		.stop = INT64_MAX,
	};
	struct traffic *t = watch(&rule);
	struct seen seen = { 0 };
	char number[16];

	(void)state;
	note(t, 5, TRAFFIC_CAME, "", "95012345", 0, &seen);
	assert_true(traffic_is_stopped(t, "", "95012345", INT64_MAX - 1));
	/* More than there is room for: the newest are stopped */
	for (int i = 0; i < TRAFFIC_STOPS; i++) {
		(void)snprintf(number, sizeof(number), "9509%04d", i);
		note(t, 6, TRAFFIC_CAME, "", number, 0, &seen);
		assert_true(traffic_is_stopped(t, "", number, 7));
	}
	traffic_free(t);
}

static void test_ratios(void **state)
{
	const struct traffic_rule rule = {
		.kind = TRAFFIC_SHORT,
		.window = 10000,
		.count = 3,
		.percent = 60,
		.talk = 5000,
	};
	struct traffic *t = watch(&rule);
	struct seen seen = { 0 };

	(void)state;
	for (int i = 0; i < 3; i++)
		note(t, 100, TRAFFIC_ENDED, "", "95012345", 5000, &seen);
	for (int i = 0; i < 4; i++)
		note(t, 200, TRAFFIC_ENDED, "", "95012345", 4999, &seen);
	assert_int_equal(0, seen.count); /* 4 of 7 are 57 % */
	note(t, 300, TRAFFIC_CAME, "", "95012345", 0, &seen);
	assert_int_equal(0, seen.count);
	note(t, 300, TRAFFIC_ENDED, "", "95012345", 0, &seen);
	assert_int_equal(1, seen.count);
	assert_int_equal(5, seen.last.hits);
	assert_int_equal(8, seen.last.total);
	assert_int_equal(0, seen.last.until);
	assert_false(traffic_is_stopped(t, "", "95012345", 300));
	traffic_free(t);
}

static void test_policy_asks(void **state)
{
	const struct traffic_rule rule = {
		.kind = TRAFFIC_NUMBER,
		.window = 1000,
		.count = 1,
		.stop = 1000,
	};
	const struct policy_number number = { .number = "95012345",
					      .trunk = "a",
					      .inbound = true };
	struct policy policy = { .numberv = &number, .numberc = 1 };
	const struct policy_ask ask = {
		.peer = PEER_TRUNK,
		.trunk = "a",
		.from = "13800000001",
		.to = "+8695012345",
		.now = 1700000000000,
	};
	struct traffic *t = watch(&rule);
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(POLICY_INBOUND, policy_rule(&policy, &ask).reason);
	policy.traffic = t;
	assert_int_equal(POLICY_INBOUND, policy_rule(&policy, &ask).reason);
	note(t, ask.now, TRAFFIC_CAME, "", "95012345", 0, &seen);
	assert_int_equal(POLICY_STOPPED, policy_rule(&policy, &ask).reason);
	assert_int_equal(480, policy_rule(&policy, &ask).status);
	traffic_free(t);
}

/* The same, by keeping every event */
static struct {
	int64_t at;
	int key;
	bool hit;
} past[EVENTS];

static void count_past(int n, int key, int64_t now, int64_t part,
		       uint32_t *hitsp, uint32_t *totalp)
{
	*hitsp = *totalp = 0;
	for (int i = n; i-- > 0;) {
		if (past[i].at / part <= now / part - TRAFFIC_SLOTS)
			break; /* they are in the order of time */
		if (past[i].key != key)
			continue;
		++*totalp;
		*hitsp += past[i].hit;
	}
}

/* keys: few enough for the table, or far too many */
static void compare(uint64_t seed, int keys, bool exact)
{
	const struct traffic_rule rule = {
		.kind = TRAFFIC_SHORT,
		.window = 5000,
		.count = 20,
		.percent = 50,
		.talk = 5000,
	};
	struct traffic *t = watch(&rule);
	struct rng rng = { seed };
	int64_t now = 1700000000000;
	bool above[64] = { false };

	for (int i = 0; i < EVENTS; i++) {
		struct seen seen = { 0 };
		uint32_t hits, total, want_hits, want_total;
		char number[16];
		bool over;

		/* Mostly close together, sometimes a gap */
		now += (int64_t)(rng_next(&rng) % 100 ? rng_next(&rng) % 40
						      : rng_next(&rng) % 8000);
		past[i].at = now;
		past[i].key = (int)(rng_next(&rng) % (unsigned)keys);
		past[i].hit = rng_next(&rng) % 2;
		(void)snprintf(number, sizeof(number), "95%06d", past[i].key);
		note(t, now, TRAFFIC_ENDED, "", number, past[i].hit ? 0 : 9000,
		     &seen);
		count_past(i + 1, past[i].key, now, 500, &want_hits,
			   &want_total);
		assert_true(traffic_look(t, 0, number, now, &hits, &total));
		assert_true(hits <= want_hits && total <= want_total);
		if (!exact)
			continue;
		assert_int_equal(want_hits, hits);
		assert_int_equal(want_total, total);
		over = want_hits >= 20 && want_hits * 2 >= want_total;
		assert_int_equal(over && !above[past[i].key], seen.count);
		above[past[i].key] = over;
	}
	traffic_free(t);
}

static void test_it_counts_as_a_list_of_all_events_does(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 8; seed++)
		compare(seed, (int)seed, true);
}

static void test_what_is_forgotten_counts_too_low_never_too_high(void **state)
{
	(void)state;
	compare(99, 20000, false);
}

static void test_nobody_is_not_somebody(void **state)
{
	const struct traffic_rule rule = {
		.kind = TRAFFIC_CALLER,
		.window = 1000,
		.count = 1,
		.stop = 1000,
	};
	struct traffic *t = watch(&rule);
	struct seen seen = { 0 };

	(void)state;
	note(t, 1, TRAFFIC_CAME, "", "95012345", 0, &seen);
	note(t, 1, TRAFFIC_CAME, NULL, "95012345", 0, &seen);
	note(t, 1, TRAFFIC_CAME, "+86", "95012345", 0, &seen);
	assert_int_equal(0, seen.count);
	assert_false(traffic_is_stopped(t, "", "", 1));
	assert_false(traffic_is_stopped(NULL, "a", "b", 1));
	traffic_note(NULL, &(struct traffic_event){ .at = 1 }, on_alarm, &seen);
	traffic_free(t);
	traffic_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_burst_stops_its_caller_for_a_while),
		cmocka_unit_test(test_a_stop_that_was_short_comes_again),
		cmocka_unit_test(test_until_it_is_released),
		cmocka_unit_test(test_ratios),
		cmocka_unit_test(test_policy_asks),
		cmocka_unit_test(test_it_counts_as_a_list_of_all_events_does),
		cmocka_unit_test(
			test_what_is_forgotten_counts_too_low_never_too_high),
		cmocka_unit_test(test_nobody_is_not_somebody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
