/**
 * @file pack/stage.c  Words of who has the ball
 */
#include "pack/stage.h"

#include "util/lang.h"

/* clang-format off */
static const struct {
	const char *name;
	const char *title;
} sides[SIDE_COUNT] = {
	[SIDE_US]        = { "us",        N_("consultancy") },
	[SIDE_APPLICANT] = { "applicant", N_("applicant") },
	[SIDE_AUTHORITY] = { "authority", N_("authority") },
	[SIDE_EXPERTS]   = { "experts",   N_("experts") },
	[SIDE_CARRIER]   = { "carrier",   N_("carrier") },
	[SIDE_NOBODY]    = { "nobody",    N_("nobody") },
};
/* clang-format on */

const char *side_name(enum side side)
{
	return sides[side].name;
}

const char *side_title(enum side side)
{
	return _(sides[side].title);
}
