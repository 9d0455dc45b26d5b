/**
 * @file tests/unit/policy.c  Who may call what
 */
#include "call/policy.h"

#include <stdio.h>
#include <stdlib.h>
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

static const struct policy_tenant early = {
	.name = "early",
	.verified = { 2026, 11, 23 },
};

static const char *friends[] = { "13800000002", "+8613800000001" };
static const char *nuisances[] = { "13900000009", "01012345678",
				   "008613900000001" };
static struct policy_list allowed = { friends, ARRAY_LEN(friends) };
static struct policy_list blocked = { nuisances, ARRAY_LEN(nuisances) };

/* clang-format off */
static const struct policy_number numbers[] = {
	{ "95012345",       "a", &good,  0, NULL,     0, true  },
	{ "+8675512345678", "a", NULL,   1, NULL,     0, true  },
	{ "95099999",       "a", &good,  0, NULL,     0, false },
	{ "95012346",       "a", &new,   0, NULL,     0, true  },
	{ "95012347",       "a", &late,  0, NULL,     0, true  },
	{ "95012348",       "a", &early, 0, NULL,     0, true  },
	{ "95012349",       "a", NULL,   0, &allowed, 0, true  },
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
	{ "a",  "95012348",     PEER_TRUNK,   POLICY_UNVERIFIED,    403, 0, 0 },
	{ NULL, "13800001234",  PEER_STATION, POLICY_OUTBOUND,      403, 0, 1 },
	{ NULL, "95012345",     PEER_STATION, POLICY_OUTBOUND,      403, 0, 1 },
	{ NULL, "1002",         PEER_STATION, POLICY_INTERNAL,      403, 1, 0 },
	{ "a",  "95012345",     PEER_UNKNOWN, POLICY_UNKNOWN_PEER,  403, 0, 0 },
};
/* clang-format on */

static const struct policy policy = {
	.numberv = numbers,
	.numberc = ARRAY_LEN(numbers),
	.blocked = &blocked,
};

/* clang-format off */
static const struct {
	const char *from;
	const char *to;
	enum policy_reason reason;
} callers[] = {
	{ "13800000001",     "95012345", POLICY_INBOUND     },
	{ "13900000001",     "95012345", POLICY_BLOCKED     },
	{ "+8613900000001",  "95012345", POLICY_BLOCKED     },
	{ "13900000009",     "95012349", POLICY_BLOCKED     },
	{ "010",             "95012345", POLICY_INBOUND     },
	{ "",                "95012345", POLICY_INBOUND     },
	{ NULL,              "95012345", POLICY_INBOUND     },
	{ "13800000001",     "95012349", POLICY_INBOUND     },
	{ "008613800000002", "95012349", POLICY_INBOUND     },
	{ "13800000003",     "95012349", POLICY_NOT_ALLOWED },
	{ "",                "95012349", POLICY_NOT_ALLOWED },
	{ NULL,              "95012349", POLICY_NOT_ALLOWED },
	{ "13900000001",     "95012346", POLICY_UNVERIFIED  },
};
/* clang-format on */

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

/* A seat is asked about a call by the one that has it, and by no other */
static void test_seats_ask_each_other_about_a_call_alone(void **state)
{
	struct policy_ask ask = {
		.peer = PEER_STATION,
		.to = "1002",
		.to_seat = true,
		.consults = true,
		.now = NOW,
	};
	struct policy_ruling r = policy_rule(&policy, &ask);

	(void)state;
	assert_true(r.allowed);
	assert_int_equal(POLICY_CONSULTATION, r.reason);
	ask.consults = false;
	r = policy_rule(&policy, &ask);
	assert_false(r.allowed);
	assert_int_equal(403, r.status);
	/* nobody else gets in by it */
	ask.consults = true;
	ask.peer = PEER_UNKNOWN;
	assert_false(policy_rule(&policy, &ask).allowed);
	ask.peer = PEER_TRUNK;
	assert_int_equal(404, policy_rule(&policy, &ask).status);
}

static void test_lists_of_callers(void **state)
{
	(void)state;
	policy_list_sort(&allowed);
	policy_list_sort(&blocked);
	for (size_t i = 0; i < ARRAY_LEN(callers); i++) {
		const struct policy_ask ask = {
			.peer = PEER_TRUNK,
			.trunk = "a",
			.from = callers[i].from,
			.to = callers[i].to,
			.now = NOW,
		};

		assert_int_equal(callers[i].reason,
				 policy_rule(&policy, &ask).reason);
	}
}

/* clang-format off */
static const struct {
	const char *from;
	const char *to;
	enum policy_reason reason;
} visitors[] = {
	/* the tenant's door and the number's: he must pass both */
	{ "13800000001",   "95012345",    POLICY_INBOUND     },
	{ "+8613800000001", "+8695012345", POLICY_INBOUND     },
	{ "13800000002",   "95012345",    POLICY_NOT_ALLOWED },
	{ "13800000003",   "95012345",    POLICY_NOT_ALLOWED },
	{ "",              "95012345",    POLICY_NOT_ALLOWED },
	{ NULL,            "95012345",    POLICY_NOT_ALLOWED },
	/* no door */
	{ "13800000003",   "75512345678", POLICY_INBOUND     },
	/* the list of the configuration and one that has nobody */
	{ "13800000001",   "95012349",    POLICY_NOT_ALLOWED },
	/* who is blocked is, whatever lets him in */
	{ "13900000009",   "95012345",    POLICY_BLOCKED     },
};
/* clang-format on */

static void test_doors_are_for_some_callers_alone(void **state)
{
	const char *first[] = { "13800000001", "13900000009" };
	const char *both[] = { "13800000001", "13800000002", "13900000009" };
	const struct policy_door wanted[] = {
		{ .number = "95012345", .callers = { first, 2 } },
		{ .tenant = "water", .callers = { both, 3 } },
		{ .number = "95012349" },
		{ .tenant = "nobody" },
	};
	/* of the very size, so that a look behind it is seen */
	struct policy_door *doorv = calloc(1, sizeof(wanted));
	const struct policy_doors doors = { doorv, ARRAY_LEN(wanted) };

	(void)state;
	assert_non_null(doorv);
	memcpy(doorv, wanted, sizeof(wanted));
	for (size_t i = 0; i < ARRAY_LEN(visitors); i++) {
		const struct policy_ask ask = {
			.peer = PEER_TRUNK,
			.trunk = "a",
			.from = visitors[i].from,
			.to = visitors[i].to,
			.now = NOW,
			.doors = &doors,
		};

		assert_int_equal(visitors[i].reason,
				 policy_rule(&policy, &ask).reason);
	}
	free(doorv);
}

static void test_an_empty_list_has_nobody(void **state)
{
	(void)state;
	struct policy_list none = { NULL, 0 };

	policy_list_sort(&none);
	assert_false(policy_list_has(&none, "13800000001"));
	assert_false(policy_list_has(NULL, "13800000001"));
	assert_false(policy_same_number("", ""));
	assert_true(policy_same_number("+8613800000001", "13800000001"));
}

static void test_a_list_is_sorted_without_the_countrys_code(void **state)
{
	const char *numberv[] = { "+8613800000003", "13800000002",
				  "008613800000001" };
	struct policy_list list = { numberv, ARRAY_LEN(numberv) };

	(void)state;
	policy_list_sort(&list);
	assert_string_equal("13800000001", numberv[0]);
	assert_string_equal("13800000003", numberv[2]);
	assert_true(policy_list_has(&list, "13800000003"));
	assert_true(policy_list_has(&list, "+8613800000002"));
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

/* By the index the same row is found as by a look at each */
static void test_an_index_finds_the_same_row(void **state)
{
	enum { MANY = 500 };
	static struct policy_number rowv[MANY];
	const struct policy_number **indexv = calloc(MANY, sizeof(*indexv));
	static char textv[MANY][24];
	struct policy all = { .numberv = rowv, .numberc = MANY };
	struct policy quick = all;

	(void)state;
	assert_non_null(indexv);
	for (unsigned i = 0; i < MANY; i++) {
		static const char *const codes[] = { "", "+86", "0086" };

		/* some twice, with and without the country's code */
		(void)snprintf(textv[i], sizeof(textv[i]), "%s95%05u",
			       codes[i % 3], i * 7919 % 401 * 3);
		rowv[i].number = textv[i];
	}
	policy_index(&quick, indexv);
	for (unsigned i = 0; i < 1300; i++) {
		char number[24];

		(void)snprintf(number, sizeof(number), "%s95%05u",
			       i % 2 ? "+86" : "", i);
		assert_ptr_equal(policy_find(&all, number),
				 policy_find(&quick, number));
	}
	assert_null(policy_find(&quick, ""));
	assert_null(policy_find(&quick, "+86"));
	quick.numberc = 0;
	assert_null(policy_find(&quick, "9500000"));
	free(indexv);
}

/* What carriers and the record of breaches are told (RFC 3261, 21) */
/* clang-format off */
static const struct {
	int status;
	bool breach;
} told[POLICY_REASON_COUNT] = {
	[POLICY_INBOUND]       = { 0,   false },
	[POLICY_UNKNOWN_PEER]  = { 403, false },
	[POLICY_OUTBOUND]      = { 403, true  },
	[POLICY_INTERNAL]      = { 403, false },
	[POLICY_CONSULTATION]  = { 0,   false },
	[POLICY_UNLISTED]      = { 404, false },
	[POLICY_WRONG_TRUNK]   = { 403, false },
	[POLICY_NOT_INBOUND]   = { 403, false },
	[POLICY_UNVERIFIED]    = { 403, false },
	[POLICY_CONTRACT_OVER] = { 403, false },
	[POLICY_BLOCKED]       = { 603, false },
	[POLICY_NOT_ALLOWED]   = { 603, false },
	[POLICY_BEYOND_LEASE]  = { 486, false },
	[POLICY_STOPPED]       = { 480, false },
};
/* clang-format on */

static void test_each_refusal_has_a_status(void **state)
{
	(void)state;
	for (enum policy_reason r = 0; r < POLICY_REASON_COUNT; r++) {
		struct policy_ruling out = policy_outcome(r);

		assert_int_equal(told[r].status, out.status);
		assert_int_equal(told[r].breach, out.breach);
		assert_int_equal(out.allowed, out.status == 0);
		assert_true(out.allowed ||
			    (out.status >= 400 && out.status < 700));
		assert_true(strlen(out.phrase) > 0);
		assert_string_not_equal("?", word_name(&policy_reasons, r));
	}
}

static void test_a_lease_of_lines_is_a_limit(void **state)
{
	struct policy_tenant tenant = good;
	const struct policy_number row = { .number = "95012345",
					   .trunk = "a",
					   .tenant = &tenant,
					   .inbound = true };
	const struct policy one = { .numberv = &row, .numberc = 1 };
	const struct policy_ask ask = { .peer = PEER_TRUNK,
					.trunk = "a",
					.from = "13800000001",
					.to = "95012345",
					.now = NOW };

	(void)state;
	tenant.calls = 1000;
	assert_int_equal(POLICY_INBOUND, policy_rule(&one, &ask).reason);
	tenant.calls_max = 1001;
	assert_int_equal(POLICY_INBOUND, policy_rule(&one, &ask).reason);
	tenant.calls++;
	assert_int_equal(POLICY_BEYOND_LEASE, policy_rule(&one, &ask).reason);
	assert_int_equal(486, policy_rule(&one, &ask).status);
	assert_true(policy_is_full(&tenant));
	assert_false(policy_is_full(NULL));
}

static void test_days_of_a_contract_are_counted_in_china(void **state)
{
	const int64_t midnight = 1795363200000; /* 2026-11-23 in China */

	(void)state;
	assert_int_equal(0, policy_days_left(&good, NOW));
	assert_int_equal(0, policy_days_left(&good, midnight - 1));
	assert_int_equal(-1, policy_days_left(&good, midnight));
	assert_int_equal(1, policy_days_left(&good, NOW - 86400000));
	assert_true(policy_days_left(&new, NOW) == INT64_MAX);
	assert_false(policy_is_over(&good, midnight - 1));
	assert_true(policy_is_over(&good, midnight));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_lease_of_lines_is_a_limit),
		cmocka_unit_test(test_days_of_a_contract_are_counted_in_china),
		cmocka_unit_test(test_rulings),
		cmocka_unit_test(test_seats_ask_each_other_about_a_call_alone),
		cmocka_unit_test(test_lists_of_callers),
		cmocka_unit_test(test_doors_are_for_some_callers_alone),
		cmocka_unit_test(test_an_empty_list_has_nobody),
		cmocka_unit_test(
			test_a_list_is_sorted_without_the_countrys_code),
		cmocka_unit_test(test_nobody_but_a_trunk_gets_in),
		cmocka_unit_test(test_ruling_names_the_row),
		cmocka_unit_test(test_an_index_finds_the_same_row),
		cmocka_unit_test(test_each_refusal_has_a_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
