/**
 * @file call/policy.c  Who may call what
 */
#include "call/policy.h"

#include <stdlib.h>
#include <string.h>

#include "call/traffic.h"
#include "util/util.h"

/* What a condition may look at */
struct scene {
	const struct policy *policy;
	const struct policy_ask *ask;
	const struct policy_number *number;
};

typedef bool holds_h(const struct scene *scene);

/* clang-format off */
static const struct word reasons[POLICY_REASON_COUNT] = {
	[POLICY_INBOUND]       = { "inbound",       "准予呼入",
				   "let in" },
	[POLICY_UNKNOWN_PEER]  = { "unknown-peer",  "来源不明",
				   "unknown peer" },
	[POLICY_OUTBOUND]      = { "outbound",      "禁止外呼",
				   "outbound is forbidden" },
	[POLICY_INTERNAL]      = { "internal",      "座席互拨未开通",
				   "seat to seat is not offered" },
	[POLICY_CONSULTATION]  = { "consultation",  "座席间咨询",
				   "a seat asks another about its call" },
	[POLICY_UNLISTED]      = { "unlisted",      "号码不在册",
				   "number is not in the number file" },
	[POLICY_WRONG_TRUNK]   = { "wrong-trunk",   "号码不属于该中继",
				   "number belongs to another trunk" },
	[POLICY_NOT_INBOUND]   = { "not-inbound",   "号码未开通呼入",
				   "number is not opened for inbound" },
	[POLICY_UNVERIFIED]    = { "unverified",    "承租客户未核验",
				   "tenant is not verified" },
	[POLICY_CONTRACT_OVER] = { "contract-over", "承租合同已到期",
				   "tenant's contract is over" },
	[POLICY_BLOCKED]       = { "blocked",       "主叫号码在黑名单内",
				   "caller is on a list of blocked numbers" },
	[POLICY_NOT_ALLOWED]   = { "not-allowed",   "主叫号码不在白名单内",
				   "caller is not on the number's list" },
	[POLICY_BEYOND_LEASE]  = { "beyond-lease",  "超出租用话路数",
				   "tenant has as many calls as leased" },
	[POLICY_STOPPED]       = { "stopped",       "话务异常，已暂停",
				   "stopped for abnormal traffic" },
};

static const struct {
	const char *phrase;
	int status;
	bool breach;
} outcomes[POLICY_REASON_COUNT] = {
	[POLICY_INBOUND]       = { "OK",                       0, false },
	[POLICY_UNKNOWN_PEER]  = { "Unknown Peer",           403, false },
	[POLICY_OUTBOUND]      = { "Outbound Not Permitted", 403, true },
	[POLICY_INTERNAL]      = { "Internal Not Offered",   403, false },
	[POLICY_CONSULTATION]  = { "OK",                       0, false },
	[POLICY_UNLISTED]      = { "Number Not Listed",      404, false },
	[POLICY_WRONG_TRUNK]   = { "Number Not On Trunk",    403, false },
	[POLICY_NOT_INBOUND]   = { "Number Not Inbound",     403, false },
	[POLICY_UNVERIFIED]    = { "Tenant Not Verified",    403, false },
	[POLICY_CONTRACT_OVER] = { "Contract Over",          403, false },
	[POLICY_BLOCKED]       = { "Caller Blocked",         603, false },
	[POLICY_NOT_ALLOWED]   = { "Caller Not Allowed",     603, false },
	[POLICY_BEYOND_LEASE]  = { "Lines Busy",             486, false },
	[POLICY_STOPPED]       = { "Temporarily Stopped",    480, false },
};
/* clang-format on */

const struct words policy_reasons = { "policy reason", reasons,
				      POLICY_REASON_COUNT };

static bool always(const struct scene *s)
{
	(void)s;
	return true;
}

static bool to_seat(const struct scene *s)
{
	return s->ask->to_seat;
}

static bool consults(const struct scene *s)
{
	return s->ask->consults;
}

static bool unlisted(const struct scene *s)
{
	return !s->number;
}

static bool wrong_trunk(const struct scene *s)
{
	return !s->ask->trunk || strcmp(s->number->trunk, s->ask->trunk) != 0;
}

static bool not_inbound(const struct scene *s)
{
	return !s->number->inbound;
}

static bool unverified(const struct scene *s)
{
	return !policy_is_verified(s->number->tenant, s->ask->now);
}

static bool contract_over(const struct scene *s)
{
	return policy_is_over(s->number->tenant, s->ask->now);
}

static bool blocked(const struct scene *s)
{
	return policy_list_has(s->policy->blocked, s->ask->from) ||
	       policy_list_has(s->ask->barred, s->ask->from);
}

/* He must be on each list that holds for the number */
static bool not_allowed(const struct scene *s)
{
	const struct policy_doors *doors = s->ask->doors;

	if (s->number->allowed &&
	    !policy_list_has(s->number->allowed, s->ask->from))
		return true;
	for (size_t i = 0; doors && i < doors->doorc; i++) {
		const struct policy_door *door = &doors->doorv[i];

		if (policy_door_is(door, s->number) &&
		    !policy_list_has(&door->callers, s->ask->from))
			return true;
	}
	return false;
}

static bool beyond_lease(const struct scene *s)
{
	return policy_is_full(s->number->tenant);
}

static bool stopped(const struct scene *s)
{
	const struct policy_ask *ask = s->ask;

	return traffic_is_stopped(s->policy->traffic, ask->from, ask->to,
				  ask->steady ? ask->steady : ask->now);
}

/* clang-format off */
static const struct {
	enum policy_peer peer;
	enum policy_reason reason;
	holds_h *holds;
} rules[] = {
	{ PEER_STATION, POLICY_CONSULTATION,  consults      },
	{ PEER_STATION, POLICY_INTERNAL,      to_seat       },
	{ PEER_STATION, POLICY_OUTBOUND,      always        },
	{ PEER_TRUNK,   POLICY_UNLISTED,      unlisted      },
	{ PEER_TRUNK,   POLICY_WRONG_TRUNK,   wrong_trunk   },
	{ PEER_TRUNK,   POLICY_NOT_INBOUND,   not_inbound   },
	{ PEER_TRUNK,   POLICY_UNVERIFIED,    unverified    },
	{ PEER_TRUNK,   POLICY_CONTRACT_OVER, contract_over },
	{ PEER_TRUNK,   POLICY_BLOCKED,       blocked       },
	{ PEER_TRUNK,   POLICY_NOT_ALLOWED,   not_allowed   },
	{ PEER_TRUNK,   POLICY_BEYOND_LEASE,  beyond_lease  },
	{ PEER_TRUNK,   POLICY_STOPPED,       stopped       },
	{ PEER_TRUNK,   POLICY_INBOUND,       always        },
};
/* clang-format on */

const char *policy_national(const char *number)
{
	static const char *const codes[] = { "+86", "0086" };

	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		if (!strncmp(number, codes[i], strlen(codes[i])))
			return number + strlen(codes[i]);
	}

	return number;
}

bool policy_same_number(const char *a, const char *b)
{
	return *a && !strcmp(policy_national(a), policy_national(b));
}

bool policy_is_verified(const struct policy_tenant *tenant, int64_t now)
{
	return !tenant || (tenant->verified.year &&
			   date_number(tenant->verified) <=
				   date_number(date_of_instant(now)));
}

bool policy_is_over(const struct policy_tenant *tenant, int64_t now)
{
	return tenant && policy_days_left(tenant, now) < 0;
}

bool policy_is_full(const struct policy_tenant *tenant)
{
	return tenant && tenant->calls_max &&
	       tenant->calls >= tenant->calls_max;
}

int64_t policy_days_left(const struct policy_tenant *tenant, int64_t now)
{
	if (!tenant->contract_until.year)
		return INT64_MAX;
	return (int64_t)date_number(tenant->contract_until) -
	       date_number(date_of_instant(now));
}

bool policy_door_is(const struct policy_door *door,
		    const struct policy_number *number)
{
	if (door->number)
		return policy_same_number(door->number, number->number);
	return number->tenant && !strcmp(door->tenant, number->tenant->name);
}

static int compare(const void *a, const void *b)
{
	const char *const *sa = a;
	const char *const *sb = b;

	return strcmp(*sa, *sb);
}

void policy_list_sort(struct policy_list *list)
{
	for (size_t i = 0; i < list->numberc; i++)
		list->numberv[i] = policy_national(list->numberv[i]);
	if (list->numberc)
		qsort(list->numberv, list->numberc, sizeof(*list->numberv),
		      compare);
}

bool policy_list_has(const struct policy_list *list, const char *number)
{
	const char *want = policy_national(number ? number : "");

	return list && list->numberc && *want &&
	       bsearch(&want, list->numberv, list->numberc,
		       sizeof(*list->numberv), compare) != NULL;
}

static int compare_rows(const void *a, const void *b)
{
	const struct policy_number *const *ra = a;
	const struct policy_number *const *rb = b;
	int sign = strcmp(policy_national((*ra)->number),
			  policy_national((*rb)->number));

	return sign ? sign : (*ra > *rb) - (*ra < *rb);
}

void policy_index(struct policy *policy, const struct policy_number **indexv)
{
	for (size_t i = 0; i < policy->numberc; i++)
		indexv[i] = &policy->numberv[i];
	if (policy->numberc)
		qsort(indexv, policy->numberc,
		      sizeof(const struct policy_number *), compare_rows);
	policy->indexv = indexv;
}

/* The first row of the number, as when they are looked through */
static const struct policy_number *find_in_index(const struct policy *policy,
						 const char *want)
{
	size_t from = 0;
	size_t to = policy->numberc;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		const char *at = policy->indexv[mid]->number;

		if (strcmp(policy_national(at), want) < 0)
			from = mid + 1;
		else
			to = mid;
	}

	return from < policy->numberc &&
			       !strcmp(policy_national(
					       policy->indexv[from]->number),
				       want)
		       ? policy->indexv[from]
		       : NULL;
}

const struct policy_number *policy_find(const struct policy *policy,
					const char *number)
{
	const char *want = policy_national(number);

	if (policy->indexv)
		return *want ? find_in_index(policy, want) : NULL;
	for (size_t i = 0; *want && i < policy->numberc; i++) {
		if (!strcmp(policy_national(policy->numberv[i].number), want))
			return &policy->numberv[i];
	}

	return NULL;
}

struct policy_ruling policy_outcome(enum policy_reason reason)
{
	return (struct policy_ruling){
		.allowed = !outcomes[reason].status,
		.breach = outcomes[reason].breach,
		.reason = reason,
		.status = outcomes[reason].status,
		.phrase = outcomes[reason].phrase,
	};
}

struct policy_ruling policy_rule(const struct policy *policy,
				 const struct policy_ask *ask)
{
	const struct scene scene = { policy, ask,
				     policy_find(policy, ask->to) };
	struct policy_ruling ruling = policy_outcome(POLICY_UNKNOWN_PEER);

	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		if (rules[i].peer == ask->peer && rules[i].holds(&scene)) {
			ruling = policy_outcome(rules[i].reason);
			ruling.number = scene.number;
			break;
		}
	}

	return ruling;
}
