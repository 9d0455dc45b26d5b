/**
 * @file course/deadline_text.c  Deadlines in words
 */
#include "course/deadline.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/lang.h"

#define NEAR_DAYS 90

void deadline_distance(struct str *to, struct date due)
{
	const int64_t days = date_number(due) - date_number(clock_today());

	if (days < -1)
		str_addf(to, _("%lld days late"), (long long)-days);
	else if (days == -1)
		str_add(to, _("1 day late"));
	else if (days == 0)
		str_add(to, _("today"));
	else if (days == 1)
		str_add(to, _("tomorrow"));
	else
		str_addf(to, _("in %lld days"), (long long)days);
}

void deadline_whom(struct str *to, enum side side, const char *owner,
		   const char *backup)
{
	str_add(to, owner ? owner : side_title(side));
	if (backup)
		str_addf(to, "/%s", backup);
}

void deadline_doubt(struct str *to, const struct deadline *d)
{
	if (d->uncovered)
		str_addf(to, _("  approximate: %d is not covered"),
			 d->uncovered);
	if (d->unit == CLOCK_UNSTATED)
		str_add(to, _("  kind of days not stated, taken as working "
			      "days"));
	if (d->state == DEADLINE_PAUSED)
		str_addf(to, _("  %d days left when it runs on"), d->left);
	if (d->note)
		str_addf(to, "  %s", d->note);
}

bool deadline_is_near(const struct deadline *d)
{
	const int64_t today = date_number(clock_today());

	if (d->state == DEADLINE_PAUSED || d->state == DEADLINE_UNKNOWN)
		return true;

	return d->state == DEADLINE_OPEN &&
	       (d->due.year == 0 || date_number(d->due) <= today + NEAR_DAYS ||
		(d->opens.year && date_number(d->opens) <= today));
}
