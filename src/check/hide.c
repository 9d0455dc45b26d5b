/**
 * @file check/hide.c  Findings as those see them who may not see personal data
 */
#include "check/check.h"

void check_hide_findings(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < findings->c; i++) {
		struct finding *f = &findings->v[i];

		facts_hide_in(facts, &f->sentence);
		facts_hide_in(facts, &f->fix);
		facts_hide_in(facts, &f->saw);
		facts_hide_in(facts, &f->stale);
	}
}

void check_hide(struct facts *facts, struct findings *findings)
{
	check_hide_findings(facts, findings);
	facts_hide(facts);
}
