/**
 * @file call/gate.c  Whether a call-back may be made
 */
#include "call/gate.h"

#include <string.h>

#include "util/util.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)

/* What a condition may look at */
struct scene {
	const struct gate_limits *limits;
	const struct gate_ask *ask;
};

typedef bool holds_h(const struct scene *scene);

/* clang-format off */
static const struct word reasons[GATE_REASON_COUNT] = {
	[GATE_OPEN]          = { "open",          "准予回呼",
				 "may be called back" },
	[GATE_OFF]           = { "off",           "号码未开通回呼",
				 "number is not opened for call-backs" },
	[GATE_NOT_OURS]      = { "not-ours",      "主叫号码不在册",
				 "calling number is not in the number file" },
	[GATE_NUMBER]        = { "number",        "被叫号码不是用户号码",
				 "called number is no subscriber's" },
	[GATE_UNVERIFIED]    = { "unverified",    "承租客户未核验",
				 "tenant is not verified" },
	[GATE_CONTRACT_OVER] = { "contract-over", "承租合同已到期",
				 "tenant's contract is over" },
	[GATE_NO_CONSENT]    = { "no-consent",    "无用户同意凭证",
				 "there is no proof of consent" },
	[GATE_OTHER_CONSENT] = { "other-consent", "同意凭证与本次呼叫不符",
				 "consent is for something else" },
	[GATE_CONSENT_OVER]  = { "consent-over",  "用户同意已失效或撤回",
				 "consent is withdrawn or too old" },
	[GATE_DO_NOT_CALL]   = { "do-not-call",   "用户拒绝来电",
				 "on the do-not-call list" },
	[GATE_NOT_LISTED]    = { "not-listed",    "不在白名单内",
				 "not on the list of consenting users" },
	[GATE_HOURS]         = { "hours",         "不在允许的呼叫时段",
				 "outside calling hours" },
	[GATE_TOO_OFTEN]     = { "too-often",     "当日呼叫次数已达上限",
				 "called too often today" },
	[GATE_NOT_APPROVED]  = { "not-approved",  "未经主管批准",
				 "not approved by a supervisor" },
	[GATE_OWN_APPROVAL]  = { "own-approval",  "申请人不能自行批准",
				 "approved by who asked for it" },
	[GATE_APPROVAL_OVER] = { "approval-over", "批准已过期",
				 "approval is too old" },
	[GATE_NOT_RECORDED]  = { "not-recorded",  "无法录音并留存",
				 "cannot be recorded and kept" },
};

static const struct word purposes[PURPOSE_COUNT] = {
	[PURPOSE_CALL_BACK]    = { "call-back",    "即时回访",
				   "call-back" },
	[PURPOSE_CONSULTATION] = { "consultation", "信息咨询",
				   "consultation" },
};
/* clang-format on */

const struct words gate_reasons = { "gate reason", reasons, GATE_REASON_COUNT };
const struct words gate_purposes = { "purpose", purposes, PURPOSE_COUNT };

const struct gate_limits gate_default_limits = {
	.consent = 7 * DAY_MS,
	.approval = DAY_MS,
	.per_day = 2,
};

static bool not_ours(const struct scene *s)
{
	return !s->ask->from;
}

static bool off(const struct scene *s)
{
	return !s->ask->opened;
}

static bool no_subscriber(const struct scene *s)
{
	return !gate_is_subscriber(s->ask->to);
}

static bool unverified(const struct scene *s)
{
	return !policy_is_verified(s->ask->from->tenant, s->ask->now);
}

static bool contract_over(const struct scene *s)
{
	return policy_is_over(s->ask->from->tenant, s->ask->now);
}

static bool no_consent(const struct scene *s)
{
	return s->ask->consent.id <= 0 || s->ask->consent.at <= 0 ||
	       !s->ask->consent.proven;
}

static bool other_consent(const struct scene *s)
{
	const struct gate_consent *c = &s->ask->consent;

	return !policy_same_number(c->number, s->ask->to) ||
	       !policy_same_number(c->called, s->ask->from->number) ||
	       c->purpose != s->ask->purpose;
}

/* One that is dated tomorrow was not given */
static bool consent_over(const struct scene *s)
{
	const struct gate_consent *c = &s->ask->consent;

	return c->withdrawn || c->at > s->ask->now ||
	       s->ask->now - c->at > s->limits->consent;
}

static bool do_not_call(const struct scene *s)
{
	return s->ask->do_not_call;
}

static bool not_listed(const struct scene *s)
{
	return s->limits->allow_list && !s->ask->listed;
}

static bool out_of_hours(const struct scene *s)
{
	return !s->ask->in_hours;
}

static bool too_often(const struct scene *s)
{
	return s->ask->calls_today < 0 ||
	       s->ask->calls_today >= s->limits->per_day;
}

static bool is_empty(const char *text)
{
	return !text || !*text;
}

static bool not_approved(const struct scene *s)
{
	return is_empty(s->ask->approved_by) || s->ask->approved_at <= 0;
}

/* Somebody who is not named may be the same person */
static bool own_approval(const struct scene *s)
{
	return is_empty(s->ask->asked_by) ||
	       !strcmp(s->ask->asked_by, s->ask->approved_by);
}

static bool approval_over(const struct scene *s)
{
	return s->ask->approved_at > s->ask->now ||
	       s->ask->now - s->ask->approved_at > s->limits->approval;
}

static bool not_recorded(const struct scene *s)
{
	return !s->ask->recorded || s->ask->keep_days < GATE_KEEP_DAYS;
}

/* clang-format off */
static const struct {
	enum gate_reason reason;
	holds_h *holds;
} rules[] = {
	{ GATE_NOT_OURS,      not_ours      },
	{ GATE_OFF,           off           },
	{ GATE_NUMBER,        no_subscriber },
	{ GATE_UNVERIFIED,    unverified    },
	{ GATE_CONTRACT_OVER, contract_over },
	{ GATE_DO_NOT_CALL,   do_not_call   },
	{ GATE_NO_CONSENT,    no_consent    },
	{ GATE_OTHER_CONSENT, other_consent },
	{ GATE_CONSENT_OVER,  consent_over  },
	{ GATE_NOT_LISTED,    not_listed    },
	{ GATE_NOT_APPROVED,  not_approved  },
	{ GATE_OWN_APPROVAL,  own_approval  },
	{ GATE_APPROVAL_OVER, approval_over },
	{ GATE_HOURS,         out_of_hours  },
	{ GATE_TOO_OFTEN,     too_often     },
	{ GATE_NOT_RECORDED,  not_recorded  },
};
/* clang-format on */

enum gate_reason gate_rule(const struct gate_limits *limits,
			   const struct gate_ask *ask)
{
	const struct scene scene = { limits, ask };

	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		if (rules[i].holds(&scene))
			return rules[i].reason;
	}

	return GATE_OPEN;
}

/* Number of digits if there is nothing else, else 0 */
static size_t count_digits(const char *number)
{
	size_t n = strspn(number, "0123456789");

	return number[n] ? 0 : n;
}

bool gate_is_subscriber(const char *number)
{
	const char *n = policy_national(number ? number : "");
	size_t len = count_digits(n);

	if (len == 11 && n[0] == '1' && n[1] >= '3')
		return true;
	if (n == number) /* the trunk prefix 0 stands before the area code */
		return (len == 11 || len == 12) && n[0] == '0' && n[1] >= '1';
	return (len == 10 && n[0] == '1' && n[1] == '0') ||
	       ((len == 10 || len == 11) && n[0] >= '2');
}
