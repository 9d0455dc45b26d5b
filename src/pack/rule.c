/**
 * @file pack/rule.c  Words of strengths and severities
 */
#include "pack/rule.h"

#include "util/lang.h"

/* clang-format off */
static const struct {
	const char *name;
	const char *title;
} strengths[] = {
	[STRENGTH_LAW]         = { "law",         N_("law") },
	[STRENGTH_AUTHORITY]   = { "authority",   N_("authority page") },
	[STRENGTH_PRESS]       = { "press",       N_("press") },
	[STRENGTH_PRACTICE]    = { "practice",    N_("market practice") },
	[STRENGTH_DERIVED]     = { "derived",     N_("derived") },
	[STRENGTH_UNCONFIRMED] = { "unconfirmed", N_("unconfirmed") },
};

static const char *const severities[] = {
	[SEVERITY_ERROR] = "error",
	[SEVERITY_WARN]  = "warn",
	[SEVERITY_INFO]  = "info",
};
/* clang-format on */

const char *strength_name(enum strength strength)
{
	return strengths[strength].name;
}

const char *strength_title(enum strength strength)
{
	return _(strengths[strength].title);
}

const char *severity_name(enum severity severity)
{
	return severities[severity];
}
