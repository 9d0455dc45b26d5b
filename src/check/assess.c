/**
 * @file check/assess.c  Is a licence needed, and which authority grants it
 */
#include "check/assess.h"

#include <stdlib.h>
#include <string.h>

#include "check/checker.h"
#include "check/profile.h"
#include "check/run.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

static int fill(struct run *run, struct checker *checker, struct facts *facts)
{
	int err = check_calculate(checker, facts);

	*run = (struct run){ .checker = checker,
			     .facts = facts,
			     .profile = profile_of(checker->pack, facts) };
	return err;
}

static void add(struct assessment *to, const struct run *run, size_t i,
		bool open)
{
	const struct assess *row = &run->checker->pack->outcomes[i];
	struct str say = { 0 };
	struct str fix = { 0 };

	if (open)
		run_say_unknown(run, &say,
				expr_reads(run->checker->outcomes[i]), NULL, 0);
	else
		run_fill_in(run, &say,
			    lang_pick(row->sentence, row->sentence_en), NULL,
			    0);
	to->v = x_grow(to->v, to->c, sizeof(*to->v));
	if (row->fix && !open)
		run_fill_in(run, &fix, lang_pick(row->fix, row->fix_en), NULL,
			    0);
	to->v[to->c++] = (struct assessed){ row, open, str_take(&say),
					    fix.s ? str_take(&fix) : NULL };
	if (!open && (row->verdict == ASSESS_PROHIBITED ||
		      row->verdict == ASSESS_REFUSED))
		to->possible = false;
}

static int rank(const struct assessed *a)
{
	return a->open * ASSESS_COUNT + (int)a->row->verdict;
}

static void sort(struct assessment *to)
{
	for (size_t i = 1; i < to->c; i++) {
		struct assessed a = to->v[i];
		size_t k = i;

		for (; k > 0 && rank(&to->v[k - 1]) > rank(&a); k--)
			to->v[k] = to->v[k - 1];
		to->v[k] = a;
	}
}

int assess_run(struct checker *checker, struct facts *facts,
	       struct assessment *to)
{
	struct assessment out = { .possible = true };
	struct run run;
	int err = fill(&run, checker, facts);

	for (size_t i = 0; i < checker->pack->outcomes_count && !err; i++) {
		enum verdict v;

		err = run_ask(checker->outcomes[i], 0, VERDICT_UNKNOWN, &v);
		if (err)
			err = err_prefix(err, "%s",
					 checker->pack->outcomes[i].id);
		else if (v != VERDICT_FALSE)
			add(&out, &run, i, v == VERDICT_UNKNOWN);
	}
	if (err) {
		assessment_release(&out);
		return err;
	}

	sort(&out);
	*to = out;
	return 0;
}

void assessment_release(struct assessment *a)
{
	for (size_t i = 0; i < a->c; i++) {
		free(a->v[i].sentence);
		free(a->v[i].fix);
	}
	free(a->v);
	*a = (struct assessment){ 0 };
}

int assess_next(struct checker *checker, struct facts *facts, size_t *after,
		const struct field **fieldp)
{
	struct run run;
	int err = fill(&run, checker, facts);

	*fieldp = NULL;
	for (; *after < checker->pack->fields_count && !err; ++*after) {
		const struct field_exprs *e = &checker->fields[*after];
		const struct section *s = e->at->section;
		enum verdict v;

		if (strcmp(e->at->form->form, ASSESS_FORM) != 0 || s->repeat ||
		    e->at->field->calculate ||
		    facts_find(facts, s->group, 0, e->at->field->key))
			continue;
		err = run_ask(e->relevant, 0, VERDICT_TRUE, &v);
		if (!err && v == VERDICT_TRUE) {
			*fieldp = e->at->field;
			++*after;
			break;
		}
	}

	return err;
}
