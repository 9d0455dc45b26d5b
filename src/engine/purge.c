/**
 * @file engine/purge.c  When what is old enough goes
 */
#include "engine/purge.h"

#include "util/clock.h"
#include "util/log.h"

#define REST_MS	 5	 /* between two parts */
#define AHEAD_MS 3600000 /* less was not set */
#define LOOK_MS	 30000	 /* for the hour of the next purge */

/* Now, for what is old enough to go */
static int64_t believed(struct purge *p)
{
	const int64_t now = clock_now();
	const int64_t steady = clock_boot() + p->clock;

	if (now < steady + AHEAD_MS)
		return now;
	if (!p->ahead)
		log_warnx("retention: the clock was set forward: what is old "
			  "enough goes by the clock of the start, until the "
			  "engine is started anew");
	p->ahead = true;
	return steady;
}

int purge_start(struct purge *p, struct db *db, const char *folder,
		const struct retain_rule *rule)
{
	p->clock = clock_now() - clock_boot();
	return retain_alloc(&p->retain, db, folder, rule);
}

void purge_end(struct purge *p)
{
	retain_free(p->retain);
	p->retain = NULL;
}

int64_t purge_step(struct purge *p)
{
	const int64_t now = believed(p);
	int64_t rest = retain_due(p->retain, now);

	if (rest > 0)
		return rest < LOOK_MS ? rest : LOOK_MS;
	(void)retain_step(p->retain, now);
	p->last = clock_mono();
	return REST_MS;
}
