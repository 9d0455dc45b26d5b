/**
 * @file engine/lease.c  Watching the contracts of tenants
 */
#include "engine/lease.h"

#include <errno.h>
#include <stdlib.h>

#include "sip/loop.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

#define DAY_MS	  INT64_C(86400000)
#define CHINA_MS  INT64_C(28800000) /* ahead of UTC */
#define MARGIN_MS 5		    /* after midnight */

struct leases {
	const struct house *house;
	struct tmr timer;
};

static void tell_tenant(const struct policy_tenant *t, int64_t now)
{
	char day[DATE_TEXT];
	int64_t left = policy_days_left(t, now);

	(void)date_encode(day, t->contract_until);
	if (!policy_is_verified(t, now))
		log_warnx("tenant %s: not verified, its calls are refused",
			  t->name);
	if (left < 0)
		log_warnx("tenant %s: the contract ended on %s, its calls are "
			  "refused",
			  t->name, day);
	else if (left <= LEASE_WARN_DAYS)
		log_warnx("tenant %s: the contract ends on %s, in %lld days",
			  t->name, day, (long long)left);
}

static void on_day(void *arg)
{
	struct leases *l = arg;
	int64_t now = house_now(l->house);
	int64_t today = (now + CHINA_MS) % DAY_MS;

	for (unsigned i = 0; i < l->house->conf->tenants_count; i++)
		tell_tenant(&l->house->tenantv[i], now);
	tmr_start(&l->timer, (uint64_t)(DAY_MS - today + MARGIN_MS), on_day, l);
}

int leases_start(struct leases **lp, const struct house *house)
{
	struct leases *l = calloc(1, sizeof(*l));

	if (!l)
		return err_set(ENOMEM, _("no memory for the engine"));
	l->house = house;
	on_day(l);
	*lp = l;
	return 0;
}

void leases_stop(struct leases *l)
{
	if (!l)
		return;
	tmr_cancel(&l->timer);
	free(l);
}
