/**
 * @file check/paper.c  Which papers are due, and whether they are in
 * hand
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check/checker.h"
#include "check/run.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* One paper being judged */
struct judging {
	struct run *run;
	const struct paper *paper;
	enum severity severity;
	char *reads;
	size_t missing; /* scans */
};

static void add(struct judging *j, enum outcome outcome, struct str *sentence,
		char *place) /* NOLINT(readability-non-const-parameter) */
{
	const struct paper *paper = j->paper;
	struct finding f = {
		.id = paper->id,
		.group = GROUP_PAPER,
		.paper = paper,
		.outcome = outcome,
		.severity = j->severity,
		.title = lang_pick(paper->title, paper->title_en),
		.place = place,
		.reads = x_strdup(j->reads),
		.saw = run_saw(j->run, j->reads, NULL, 0),
		.sources = paper->sources,
		.sources_count = paper->sources_count,
	};

	if (outcome != OUTCOME_NA && paper->why)
		f.fix = x_strdup(lang_pick(paper->why, paper->why_en));
	if (sentence->len == 0)
		str_add(sentence, "");
	f.sentence = str_take(sentence);
	run_add(j->run, &f);
}

/* A finding for every scan of the paper that is not there */
static void add_missing(struct judging *j)
{
	const char *held = j->paper->held;
	size_t n;

	for (; *held; held += n + (held[n] == ' ')) {
		const struct field *field;
		struct str say = { 0 };
		struct fact_key key;
		char *name;

		n = strcspn(held, " ");
		name = x_strndup(held, n);
		if (fact_key_decode(&key, j->run->checker->pack, name, NULL,
				    &field) != 0 ||
		    facts_value(j->run->facts, key.group, 0, key.key)) {
			free(name);
			continue;
		}
		str_addf(&say, _("due, not in hand: %s"),
			 lang_pick(field->label, field->label_en));
		add(j, OUTCOME_FAIL, &say, name);
		j->missing++;
	}
}

/* Due.  In hand: its scans are there, or it can be printed at any time and
 * needs no signature.  Written elsewhere with nothing that shows it: nobody
 * knows. */
static void judge_due(struct judging *j)
{
	const struct paper *paper = j->paper;
	const bool printed = paper->kind == PAPER_WRITTEN && paper->template &&
			     !paper->is_signed;
	const bool known = printed || paper->held ||
			   paper->kind == PAPER_ONLINE;
	struct str say = { 0 };

	if (paper->held && !printed)
		add_missing(j);
	if (!known)
		str_add(&say, _("due; whether it is in hand is not recorded"));
	if (j->missing == 0)
		add(j, known ? OUTCOME_PASS : OUTCOME_UNKNOWN, &say, NULL);
	run_count(j->run, GROUP_PAPER, known && j->missing == 0);
	if (paper->held)
		run_add_words(&j->run->held, paper->held);
}

static char *reads_of(const struct paper *paper, const struct expr *when)
{
	struct str reads = { 0 };

	str_add(&reads, "");
	if (paper->held)
		run_add_words(&reads, paper->held);
	if (when)
		run_add_words(&reads, expr_reads(when));
	return str_take(&reads);
}

static int check_paper(struct run *run, size_t i)
{
	struct paper_exprs *e = &run->checker->papers[i];
	struct judging j = { .run = run,
			     .paper = &run->checker->pack->papers[i] };
	struct str say = { 0 };
	enum verdict due;
	enum verdict asked = VERDICT_TRUE;
	int err = run_ask(e->when, 0, VERDICT_TRUE, &due);

	if (!err)
		err = run_ask(e->insist, 0, VERDICT_TRUE, &asked);
	if (err && err != EPERM)
		return err_prefix(err, "%s", j.paper->id);

	if (err) { /* it takes too long: unknown, the rest is judged */
		due = VERDICT_UNKNOWN;
		str_add(&say, err_text(err));
	}
	j.severity = asked == VERDICT_TRUE ? SEVERITY_ERROR : SEVERITY_WARN;
	j.reads = reads_of(j.paper, e->when);
	if (due == VERDICT_TRUE) {
		judge_due(&j);
	} else if (due == VERDICT_FALSE) {
		add(&j, OUTCOME_NA, &say, NULL);
	} else {
		if (say.len == 0)
			run_say_unknown(run, &say, expr_reads(e->when), NULL,
					0);
		add(&j, OUTCOME_UNKNOWN, &say, NULL);
		run_count(run, GROUP_PAPER, false);
	}
	free(j.reads);
	return 0;
}

int check_papers(struct run *run)
{
	int err = 0;

	for (size_t i = 0; i < run->checker->pack->papers_count && !err; i++) {
		if (run->checker->pack->papers[i].kind != PAPER_WORKING)
			err = check_paper(run, i);
	}

	return err;
}
