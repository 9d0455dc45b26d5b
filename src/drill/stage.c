/**
 * @file drill/stage.c  Telling how far a drill has come
 */
#include "drill/stage.h"

#include "util/lang.h"

static void tell(const struct stage_teller *t, struct drill_stage *stage)
{
	const struct scenario *s = t->scenario;

	stage->name = lang_pick(s->title,
				s->title_en ? s->title_en : s->scenario);
	if (t->options->stage)
		t->options->stage(stage, t->options->arg);
}

void stage_tell(const struct stage_teller *t, const char *step, size_t done,
		size_t of, size_t failed)
{
	if (of > 0)
		tell(t, &(struct drill_stage){ .step = step,
					       .done = done,
					       .of = of,
					       .failed = failed });
}

void stage_tell_end(const struct stage_teller *t,
		    const struct drill_summary *summary)
{
	struct drill_stage end = { .step = "" };

	for (size_t i = 0; i < summary->proofc; i++) {
		const enum verdict v = summary->proofv[i].verdict;

		end.done += v == VERDICT_PASS || v == VERDICT_FAIL;
		end.failed += v == VERDICT_FAIL;
	}
	tell(t, &end);
}
