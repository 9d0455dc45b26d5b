/**
 * @file pack/profile.c  Profiles: what each authority asks for
 */
#include "pack/profile.h"

#include <stddef.h>
#include <string.h>

#include "util/lang.h"
#include "util/util.h"

/* clang-format off */
const struct number_kind number_kinds[] = {
	{ "capital",      N_("registered capital at least"),       FIELD_MONEY,  false, true  },
	{ "seats",        N_("seats at least"),                    FIELD_INT,    false, true  },
	{ "seats_rented", N_("seats at least with a rented system"), FIELD_INT,  false, false },
	{ "area",         N_("area at least"),                     FIELD_NUMBER, false, true  },
	{ "staff",        N_("operators at least"),                FIELD_INT,    false, true  },
	{ "si_days",      N_("social insurance proof at most days old"), FIELD_INT, false, false },
	{ "si_months",    N_("months the insurance proof covers"), FIELD_INT,    false, false },
	{ "accept_days",  N_("days to accept or ask for corrections"), FIELD_INT, true, true  },
	{ "decide_days",  N_("days to decide"),                    FIELD_INT,    true,  true  },
	{ "promise_days", N_("days promised for the decision"),    FIELD_INT,    true,  false },
	{ "papers_days",  N_("days to hand in the paper set"),     FIELD_INT,    true,  false },
	{ "licence_days", N_("days to issue the licence"),         FIELD_INT,    true,  false },
};

static const struct {
	const char *name;
	const char *title;
} strengths[] = {
	[NUMBER_RULE]   = { "rule",   N_("rule") },
	[NUMBER_ADVICE] = { "advice", N_("recommended") },
	[NUMBER_CLAIM]  = { "claim",  N_("claimed") },
}, units[] = {
	[CLOCK_NONE]     = { "",         "" },
	[CLOCK_WORKING]  = { "working",  N_("working days") },
	[CLOCK_CALENDAR] = { "calendar", N_("calendar days") },
	[CLOCK_UNSTATED] = { "unstated", N_("days, kind not stated") },
};
/* clang-format on */

const unsigned number_kinds_count = ARRAY_LEN(number_kinds);

const struct number *profile_number(const struct profile *profile,
				    const char *what,
				    enum number_strength strength)
{
	for (unsigned i = 0; profile && i < profile->numbers_count; i++) {
		const struct number *n = &profile->numbers[i];

		if (n->strength == strength && strcmp(n->what, what) == 0)
			return n;
	}

	return NULL;
}

const char *number_strength_name(enum number_strength strength)
{
	return strengths[strength].name;
}

const char *number_strength_title(enum number_strength strength)
{
	return _(strengths[strength].title);
}

const char *clock_unit_name(enum clock_unit unit)
{
	return units[unit].name;
}

const char *clock_unit_title(enum clock_unit unit)
{
	return unit == CLOCK_NONE ? "" : _(units[unit].title);
}
