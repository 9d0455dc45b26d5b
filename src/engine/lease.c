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
#define LOOK_MS	  5000		    /* at the clock */
#define JUMP_MS	  2000		    /* is worth a line */

struct leases {
	const struct house *house;
	struct tmr timer;
	struct tmr look;
	int64_t shift; /* of the wall clock when it was looked at last */
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
	int64_t now = house_wall(l->house);
	int64_t today = (now + CHINA_MS) % DAY_MS;

	for (unsigned i = 0; i < l->house->conf->tenants_count; i++)
		tell_tenant(&l->house->tenantv[i], now);
	tmr_start(&l->timer, (uint64_t)(DAY_MS - today + MARGIN_MS), on_day, l);
}

/* The wall clock was set, or the machine slept: it may be another day */
static void on_look(void *arg)
{
	struct leases *l = arg;
	int64_t shift = house_shift(l->house);
	int64_t jump = shift - l->shift;

	tmr_start(&l->look, LOOK_MS, on_look, l);
	if (jump < JUMP_MS && jump > -JUMP_MS)
		return;
	l->shift = shift;
	log_warnx("engine: the clock went %lld s %s; calls from now on are on "
		  "record by it",
		  (long long)((jump < 0 ? -jump : jump) / 1000),
		  jump < 0 ? "back" : "forward");
	on_day(l);
}

int leases_start(struct leases **lp, const struct house *house)
{
	struct leases *l = calloc(1, sizeof(*l));

	if (!l)
		return err_set(ENOMEM, _("no memory for the engine"));
	l->house = house;
	on_day(l);
	on_look(l);
	*lp = l;
	return 0;
}

void leases_tell(struct leases *l)
{
	on_day(l);
}

void leases_stop(struct leases *l)
{
	if (!l)
		return;
	tmr_cancel(&l->timer);
	tmr_cancel(&l->look);
	free(l);
}
