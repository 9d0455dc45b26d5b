/**
 * @file pack/note.c  Words of what an assessment comes to
 */
#include "pack/note.h"

#include "util/lang.h"

/* clang-format off */
static const struct {
	const char *name;
	const char *title;
} verdicts[ASSESS_COUNT] = {
	[ASSESS_PROHIBITED] = { "prohibited", N_("prohibited") },
	[ASSESS_REFUSED]    = { "refused",    N_("would be refused") },
	[ASSESS_EXEMPT]     = { "exempt",     N_("no licence needed") },
	[ASSESS_NEEDED]     = { "needed",     N_("licence needed") },
	[ASSESS_SPECIAL]    = { "special",    N_("special route") },
	[ASSESS_ROUTE]      = { "route",      N_("authority") },
	[ASSESS_ADVICE]     = { "advice",     N_("advice") },
};
/* clang-format on */

const char *verdict_kind_name(enum verdict_kind verdict)
{
	return verdicts[verdict].name;
}

const char *verdict_kind_title(enum verdict_kind verdict)
{
	return _(verdicts[verdict].title);
}
