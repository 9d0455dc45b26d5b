/**
 * @file drill/plan.c  Whether a drill can be what its scenario says
 */
#include "drill/plan.h"

#include <errno.h>
#include <string.h>

#include "call/record.h"
#include "drill/meeting.h"
#include "util/err.h"
#include "util/lang.h"

/* Only what the engine's records can say can be asked for */
static int check_results(const struct scenario *s)
{
	for (unsigned i = 0; i < s->results_count; i++) {
		const char *name = s->results[i].result;
		int r = RESULT_OPEN + 1;

		while (r < RESULT_COUNT &&
		       strcmp(word_name(&record_results, r), name) != 0)
			r++;
		if (r == RESULT_COUNT || r == RESULT_ANSWERED)
			return err_set(EINVAL,
				       _("results: %s is not how a call ends "
					 "without a seat"),
				       name);
	}

	return 0;
}

int plan_check(const struct scenario *scenario,
	       const struct drill_options *options)
{
	if (scenario->kill && !options->engine)
		return err_set(EINVAL, _("the scenario kills the engine, so "
					 "the drill must start its own"));

	return check_results(scenario);
}

int plan_number(const struct config *config, const char **numberp,
		struct sa *trunk)
{
	for (unsigned i = 0; i < config->numbers_count; i++) {
		const struct config_number *n = &config->numbers[i];
		int at = config_trunk_at(config, n->trunk);

		if (at < 0 || n->direction != CONFIG_INBOUND)
			continue;
		*numberp = n->number;
		return meeting_address(trunk, config->trunks[at].peer);
	}

	return err_set(EINVAL, _("no number is open for inbound calls"));
}
