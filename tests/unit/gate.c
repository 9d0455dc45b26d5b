/**
 * @file tests/unit/gate.c  Whether a call-back may be made
 */
#include "call/gate.h"

#include <string.h>

#include "cmocka_all.h"
#include "util/util.h"

/* 2026-11-22T04:00Z */
#define NOW  INT64_C(1795320000000)
#define HOUR (INT64_C(3600) * 1000)
#define DAY  (24 * HOUR)

static const struct policy_tenant good = {
	.name = "water",
	.verified = { 2026, 11, 1 },
	.contract_until = { 2026, 11, 22 },
};

static const struct policy_tenant unverified = { .name = "new" };

static const struct policy_tenant late = {
	.name = "late",
	.verified = { 2026, 1, 1 },
	.contract_until = { 2026, 11, 21 },
};

static const struct policy_number ours = {
	.number = "95012345", .trunk = "a", .tenant = &good, .inbound = true
};
static const struct policy_number of_new = { .number = "95012345",
					     .trunk = "a",
					     .tenant = &unverified,
					     .inbound = true };
static const struct policy_number of_late = {
	.number = "95012345", .trunk = "a", .tenant = &late, .inbound = true
};

static const struct gate_ask fine = {
	.from = &ours,
	.opened = true,
	.to = "13800000001",
	.purpose = PURPOSE_CALL_BACK,
	.consent = { .id = 7,
		     .number = "+8613800000001",
		     .called = "95012345",
		     .purpose = PURPOSE_CALL_BACK,
		     .at = NOW - HOUR,
		     .proven = true },
	.listed = true,
	.in_hours = true,
	.asked_by = "01",
	.approved_by = "supervisor-a",
	.approved_at = NOW - HOUR,
	.recorded = true,
	.keep_days = 30,
	.now = NOW,
};

static enum gate_reason judge(const struct gate_ask *ask)
{
	struct gate_limits limits = gate_default_limits;
	enum gate_reason reasonv[GATE_REASON_COUNT];
	size_t n;

	limits.allow_list = true;
	/* what is said first is what is decided */
	n = gate_reasons_of(&limits, ask, reasonv);
	assert_int_equal(n ? reasonv[0] : GATE_OPEN, gate_rule(&limits, ask));
	return gate_rule(&limits, ask);
}

/* Each step spoils one thing; the reason names it */
#define SPOIL(n, reason, change)                              \
	static enum gate_reason spoil_##n(struct gate_ask *a) \
	{                                                     \
		change;                                       \
		return reason;                                \
	}

SPOIL(0, GATE_NOT_OURS, a->from = NULL)
SPOIL(1, GATE_OFF, a->opened = false)
SPOIL(2, GATE_NUMBER, a->to = "110")
SPOIL(3, GATE_NUMBER, a->to = NULL)
SPOIL(4, GATE_UNVERIFIED, a->from = &of_new)
SPOIL(5, GATE_CONTRACT_OVER, a->from = &of_late)
SPOIL(6, GATE_DO_NOT_CALL, a->do_not_call = true)
SPOIL(7, GATE_NO_CONSENT, a->consent.id = 0)
SPOIL(8, GATE_NO_CONSENT, a->consent.proven = false)
SPOIL(9, GATE_NO_CONSENT, a->consent.at = 0)
SPOIL(10, GATE_OTHER_CONSENT, a->consent.number[5] = '9')
SPOIL(11, GATE_OTHER_CONSENT, a->consent.called[2] = '9')
SPOIL(12, GATE_OTHER_CONSENT, a->purpose = PURPOSE_CONSULTATION)
SPOIL(13, GATE_CONSENT_OVER, a->consent.withdrawn = NOW - 1)
SPOIL(14, GATE_CONSENT_OVER, a->consent.at = NOW - 7 * DAY - 1)
SPOIL(15, GATE_CONSENT_OVER, a->consent.at = NOW + 1)
SPOIL(16, GATE_NOT_LISTED, a->listed = false)
SPOIL(17, GATE_NOT_APPROVED, a->approved_by = NULL)
SPOIL(18, GATE_NOT_APPROVED, a->approved_by = "")
SPOIL(19, GATE_NOT_APPROVED, a->approved_at = 0)
SPOIL(20, GATE_OWN_APPROVAL, a->asked_by = "supervisor-a")
SPOIL(21, GATE_OWN_APPROVAL, a->asked_by = NULL)
SPOIL(22, GATE_APPROVAL_OVER, a->approved_at = NOW - DAY - 1)
SPOIL(23, GATE_APPROVAL_OVER, a->approved_at = NOW + 1)
SPOIL(24, GATE_HOURS, a->in_hours = false)
SPOIL(25, GATE_TOO_OFTEN, a->calls_today = 2)
SPOIL(26, GATE_TOO_OFTEN, a->calls_today = -1)
SPOIL(27, GATE_NOT_RECORDED, a->recorded = false)
SPOIL(28, GATE_NOT_RECORDED, a->keep_days = 29)
SPOIL(29, GATE_CONSENT_OVER, a->consent.at = 1)
SPOIL(30, GATE_APPROVAL_OVER, a->approved_at = 1)

typedef enum gate_reason spoil_h(struct gate_ask *a);

static spoil_h *const spoils[] = {
	spoil_0,  spoil_1,  spoil_2,  spoil_3,	spoil_4,  spoil_5,  spoil_6,
	spoil_7,  spoil_8,  spoil_9,  spoil_10, spoil_11, spoil_12, spoil_13,
	spoil_14, spoil_15, spoil_16, spoil_17, spoil_18, spoil_19, spoil_20,
	spoil_21, spoil_22, spoil_23, spoil_24, spoil_25, spoil_26, spoil_27,
	spoil_28, spoil_29, spoil_30,
};

static void test_all_is_well(void **state)
{
	struct gate_ask ask = fine;

	(void)state;
	assert_int_equal(GATE_OPEN, judge(&ask));
	ask.calls_today = 1;
	ask.consent.at = NOW - 7 * DAY;
	ask.approved_at = NOW - DAY;
	assert_int_equal(GATE_OPEN, judge(&ask));
	/* given and approved at this very moment, the first of all */
	ask.consent.id = 1;
	ask.consent.at = NOW;
	ask.approved_at = NOW;
	assert_int_equal(GATE_OPEN, judge(&ask));
	/* Without an allow-list nobody need be on it */
	ask.listed = false;
	assert_int_equal(GATE_OPEN, gate_rule(&gate_default_limits, &ask));
}

static void test_each_thing_is_asked_for(void **state)
{
	bool seen[GATE_REASON_COUNT] = { [GATE_OPEN] = true };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(spoils); i++) {
		struct gate_ask ask = fine;
		enum gate_reason want = spoils[i](&ask);

		assert_int_equal(want, judge(&ask));
		seen[want] = true;
	}
	for (size_t i = 0; i < GATE_REASON_COUNT; i++)
		assert_true(seen[i]);
}

/* Nothing that is well makes up for what is not */
static void test_one_fault_is_enough(void **state)
{
	uint32_t random = 1;

	(void)state;
	for (int n = 0; n < 20000; n++) {
		struct gate_ask ask = fine;
		size_t spoiled = 0;

		for (size_t i = 0; i < ARRAY_LEN(spoils); i++) {
			random = random * 1664525 + 1013904223;
			if (random >> 29)
				continue;
			(void)spoils[i](&ask);
			spoiled++;
		}
		assert_int_equal(spoiled == 0, judge(&ask) == GATE_OPEN);
	}
}

static void test_nothing_known_is_shut(void **state)
{
	const struct gate_ask nothing = { .now = NOW };

	(void)state;
	assert_int_not_equal(GATE_OPEN,
			     gate_rule(&gate_default_limits, &nothing));
}

/* clang-format off */
static const struct {
	const char *number;
	bool subscriber;
} numbers[] = {
	{ "13800000001",      true  }, { "+8613800000001",   true  },
	{ "008619900000001",  true  }, { "01012345678",      true  },
	{ "+861012345678",    true  }, { "075512345678",     true  },
	{ "+8675512345678",   true  }, { "02912345678",      true  },
	{ "+862912345678",    true  }, { "03911234567",      true  },
	{ "110",              false }, { "12321",            false },
	{ "95012345",         false }, { "4008001234",       false },
	{ "12800000001",      false }, { "1380000000",       false },
	{ "138000000011",     false }, { "+4930123456",      false },
	{ "004930123456",     false }, { "0013800000001",    false },
	{ "1380000000a",      false }, { "138 0000 0001",    false },
	{ "sip:13800000001",  false }, { "",                 false },
	{ "+86",              false }, { "+8695012345",      false },
	{ "+86110",           false }, { "12345678",         false },
	{ "+861312345678",    false }, { "+8610123",         false },
	{ "+8610123456789",   false }, { "+8620123",         false },
};
/* clang-format on */

static void test_numbers_that_can_be_called(void **state)
{
	(void)state;
	assert_false(gate_is_subscriber(NULL));
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		if (numbers[i].subscriber !=
		    gate_is_subscriber(numbers[i].number))
			fail_msg("%s", numbers[i].number);
	}
}

static void test_all_reasons_are_said(void **state)
{
	static const enum gate_reason wanted[] = {
		GATE_OFF,	   GATE_DO_NOT_CALL,  GATE_NO_CONSENT,
		GATE_NOT_LISTED,   GATE_NOT_APPROVED, GATE_HOURS,
		GATE_NOT_RECORDED,
	};
	struct gate_limits limits = gate_default_limits;
	enum gate_reason reasonv[GATE_REASON_COUNT];
	struct gate_ask ask = { .from = &ours,
				.to = "13800000001",
				.do_not_call = true,
				.now = NOW };

	(void)state;
	limits.allow_list = true;
	assert_int_equal(ARRAY_LEN(wanted),
			 gate_reasons_of(&limits, &ask, reasonv));
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		assert_int_equal(wanted[i], reasonv[i]);
	ask.from = NULL;
	assert_int_equal(1, gate_reasons_of(&limits, &ask, reasonv));
	assert_int_equal(GATE_NOT_OURS, reasonv[0]);
	ask = fine;
	assert_int_equal(0, gate_reasons_of(&limits, &ask, reasonv));
}

static void test_each_reason_has_words(void **state)
{
	(void)state;
	for (int r = 0; r < GATE_REASON_COUNT; r++)
		assert_string_not_equal("?", word_name(&gate_reasons, r));
	for (int p = 0; p < PURPOSE_COUNT; p++)
		assert_string_not_equal("?", word_name(&gate_purposes, p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_is_well),
		cmocka_unit_test(test_each_thing_is_asked_for),
		cmocka_unit_test(test_one_fault_is_enough),
		cmocka_unit_test(test_nothing_known_is_shut),
		cmocka_unit_test(test_numbers_that_can_be_called),
		cmocka_unit_test(test_all_reasons_are_said),
		cmocka_unit_test(test_each_reason_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
