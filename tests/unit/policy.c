/**
 * @file tests/unit/policy.c  Who may call what
 */
#include "call/policy.h"

#include <string.h>

#include "cmocka_all.h"
#include "util/util.h"

/* 2026-11-22T04:00Z */
#define NOW 1795320000000

static const struct policy_tenant good = {
	.name = "water",
	.verified = { 2026, 11, 1 },
	.contract_until = { 2026, 11, 22 },
};

static const struct policy_tenant late = {
	.name = "late",
	.verified = { 2026, 1, 1 },
	.contract_until = { 2026, 11, 21 },
};

static const struct policy_tenant new = { .name = "new" };

/* clang-format off */
static const struct policy_number numbers[] = {
	{ "95012345",       "a", &good, true,  0, 0 },
	{ "+8675512345678", "a", NULL,  true,  1, 0 },
	{ "95099999",       "a", &good, false, 0, 0 },
	{ "95012346",       "a", &new,  true,  0, 0 },
	{ "95012347",       "a", &late, true,  0, 0 },
};

static const struct {
	const char *trunk;
	const char *to;
	enum policy_peer peer;
	enum policy_reason reason;
	int status;
	bool to_seat;
	bool breach;
} cases[] = {
	{ "a",  "95012345",     PEER_TRUNK,   POLICY_INBOUND,       0,   0, 0 },
	{ "a",  "+8695012345",  PEER_TRUNK,   POLICY_INBOUND,       0,   0, 0 },
	{ "a",  "75512345678",  PEER_TRUNK,   POLICY_INBOUND,       0,   0, 0 },
	{ "b",  "95012345",     PEER_TRUNK,   POLICY_WRONG_TRUNK,   403, 0, 0 },
	{ NULL, "95012345",     PEER_TRUNK,   POLICY_WRONG_TRUNK,   403, 0, 0 },
	{ "a",  "95012340",     PEER_TRUNK,   POLICY_UNLISTED,      404, 0, 0 },
	{ "a",  "",             PEER_TRUNK,   POLICY_UNLISTED,      404, 0, 0 },
	{ "a",  "+86",          PEER_TRUNK,   POLICY_UNLISTED,      404, 0, 0 },
	{ "a",  "95099999",     PEER_TRUNK,   POLICY_NOT_INBOUND,   403, 0, 0 },
	{ "a",  "95012346",     PEER_TRUNK,   POLICY_UNVERIFIED,    403, 0, 0 },
	{ "a",  "95012347",     PEER_TRUNK,   POLICY_CONTRACT_OVER, 403, 0, 0 },
	{ NULL, "13800001234",  PEER_STATION, POLICY_OUTBOUND,      403, 0, 1 },
	{ NULL, "95012345",     PEER_STATION, POLICY_OUTBOUND,      403, 0, 1 },
	{ NULL, "1002",         PEER_STATION, POLICY_INTERNAL,      403, 1, 0 },
	{ "a",  "95012345",     PEER_UNKNOWN, POLICY_UNKNOWN_PEER,  403, 0, 0 },
};
/* clang-format on */

static const struct policy policy = { numbers, ARRAY_LEN(numbers) };

static void test_rulings(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct policy_ask ask = {
			.peer = cases[i].peer,
			.trunk = cases[i].trunk,
			.to = cases[i].to,
			.to_seat = cases[i].to_seat,
			.now = NOW,
		};
		struct policy_ruling r = policy_rule(&policy, &ask);

		assert_int_equal(cases[i].reason, r.reason);
		assert_int_equal(cases[i].status, r.status);
		assert_int_equal(cases[i].breach, r.breach);
		assert_int_equal(cases[i].reason == POLICY_INBOUND, r.allowed);
	}
}

static void test_nobody_but_a_trunk_gets_in(void **state)
{
	(void)state;
	for (size_t n = 0; n < ARRAY_LEN(numbers); n++) {
		for (enum policy_peer p = 0; p < PEER_COUNT; p++) {
			const struct policy_ask ask = {
				.peer = p,
				.trunk = "a",
				.to = numbers[n].number,
				.now = NOW,
			};

			if (policy_rule(&policy, &ask).allowed)
				assert_int_equal(PEER_TRUNK, p);
		}
	}
}

static void test_ruling_names_the_row(void **state)
{
	(void)state;
	const struct policy_ask ask = {
		.peer = PEER_TRUNK,
		.trunk = "a",
		.to = "+8675512345678",
		.now = NOW,
	};

	assert_ptr_equal(&numbers[1], policy_rule(&policy, &ask).number);
}

static void test_each_refusal_has_a_status(void **state)
{
	(void)state;
	for (enum policy_reason r = 0; r < POLICY_REASON_COUNT; r++) {
		struct policy_ruling out = policy_outcome(r);

		assert_int_equal(out.allowed, out.status == 0);
		assert_true(out.allowed ||
			    (out.status >= 400 && out.status < 700));
		assert_true(strlen(out.phrase) > 0);
		assert_string_not_equal("?", word_name(&policy_reasons, r));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rulings),
		cmocka_unit_test(test_nobody_but_a_trunk_gets_in),
		cmocka_unit_test(test_ruling_names_the_row),
		cmocka_unit_test(test_each_refusal_has_a_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
