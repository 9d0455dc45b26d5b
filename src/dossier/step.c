/**
 * @file dossier/step.c  Steps: what was done with a dossier
 */
#include "dossier/step.h"

#include <errno.h>
#include <string.h>

#include "dossier/fact.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"

bool step_leads_from(const struct act *act, const struct stage *stage)
{
	for (unsigned i = 0; i < act->from_count; i++) {
		if (strcmp(act->from[i], stage->id) == 0)
			return true;
	}

	return false;
}

static int verify_step(const struct pack *pack, const struct facts *facts,
		       const struct stage *stage, int n)
{
	const char *id = facts_value(facts, STEP_GROUP, n, "act");
	const char *from = facts_value(facts, STEP_GROUP, n, "from");
	const char *to = facts_value(facts, STEP_GROUP, n, "to");
	const char *date = facts_value(facts, STEP_GROUP, n, "date");
	const char *before = facts_value(facts, STEP_GROUP, n - 1, "date");
	const struct act *act = id ? pack_act(pack, id) : NULL;
	char today[DATE_TEXT];

	if (!act)
		return err_set(EINVAL, _("step %d: no act %s"), n,
			       id ? id : "-");
	if (!stage || !step_leads_from(act, stage) || !from || !to ||
	    strcmp(from, stage->id) != 0 || strcmp(to, act->to) != 0)
		return err_set(EINVAL,
			       _("step %d: %s does not lead from %s to %s"), n,
			       id, from ? from : "-", to ? to : "-");
	(void)date_encode(today, clock_today());
	if (!date || strcmp(date, today) > 0 ||
	    (before && strcmp(date, before) < 0))
		return err_set(EINVAL,
			       _("step %d: the date %s is before the last step "
				 "or after today"),
			       n, date ? date : "-");

	return 0;
}

int step_verify(const struct pack *pack, const struct facts *facts, int *rowp)
{
	const int last = facts_rows(facts, STEP_GROUP);
	const struct stage *stage = pack->stages_count > 0 ? &pack->stages[0]
							   : NULL;
	int err = 0;

	for (int n = 1; n <= last && !err; n++) {
		err = verify_step(pack, facts, stage, n);
		if (err)
			*rowp = n;
		else
			stage = pack_stage(
				pack, facts_value(facts, STEP_GROUP, n, "to"));
	}

	return err;
}
