/**
 * @file dossier/check_paper.c  Which papers are due, and whether they are in
 * hand
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/check_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* Labels of the facts of a list that are not there, and the first of them */
static void say_missing(const struct run *run, struct str *to, const char *held,
			char **firstp)
{
	const char *joint = "";
	size_t n;

	for (; *held; held += n + (held[n] == ' ')) {
		const struct field *field;
		struct fact_key key;
		char *name;

		n = strcspn(held, " ");
		name = x_strndup(held, n);
		if (fact_key_decode(&key, run->checker->pack, name, NULL,
				    &field) == 0 &&
		    !facts_value(run->facts, key.group, 0, key.key)) {
			str_addf(to, "%s%s", joint,
				 lang_pick(field->label, field->label_en));
			joint = lang_is_zh() ? "、" : ", ";
			if (!*firstp)
				*firstp = x_strdup(name);
		}
		free(name);
	}
}

/* In hand: its scans are there, or it can be printed at any time and needs no
 * signature.  Written elsewhere, with nothing that shows it: nobody knows. */
static enum outcome judge(const struct run *run, const struct paper *paper,
			  struct str *say, char **firstp)
{
	struct str missing = { 0 };
	enum outcome o = OUTCOME_PASS;

	if (paper->kind == PAPER_WRITTEN && paper->template &&
	    !paper->is_signed)
		return o;

	if (paper->held)
		say_missing(run, &missing, paper->held, firstp);
	if (missing.len > 0) {
		o = OUTCOME_FAIL;
		str_addf(say, _("due, not in hand: %s"), missing.s);
	} else if (paper->kind != PAPER_ONLINE && !paper->held) {
		o = OUTCOME_UNKNOWN;
		str_add(say, _("due; whether it is in hand is not recorded"));
	}
	str_release(&missing);
	return o;
}

static int check_paper(struct run *run, size_t i)
{
	const struct paper *paper = &run->checker->pack->papers[i];
	struct finding f = {
		.id = paper->id,
		.group = GROUP_PAPER,
		.title = lang_pick(paper->title, paper->title_en),
		.sources = paper->sources,
		.sources_count = paper->sources_count,
	};
	struct expr *when = run->checker->papers[i].when;
	struct expr *insist = run->checker->papers[i].insist;
	struct str reads = { 0 };
	struct str say = { 0 };
	enum verdict v;
	enum verdict asked;
	int err = run_ask(when, 0, VERDICT_TRUE, &v);

	if (!err)
		err = run_ask(insist, 0, VERDICT_TRUE, &asked);
	if (err)
		return err_prefix(err, "%s", paper->id);

	f.severity = asked == VERDICT_TRUE ? SEVERITY_ERROR : SEVERITY_WARN;
	if (paper->held)
		run_add_words(&reads, paper->held);
	if (when)
		run_add_words(&reads, expr_reads(when));
	if (v == VERDICT_TRUE && paper->held)
		run_add_words(&run->held, paper->held);
	if (v == VERDICT_TRUE)
		f.outcome = judge(run, paper, &say, &f.place);
	else
		f.outcome = v == VERDICT_FALSE ? OUTCOME_NA : OUTCOME_UNKNOWN;
	if (f.outcome == OUTCOME_UNKNOWN && say.len == 0)
		run_say_unknown(run, &say, expr_reads(when), NULL, 0);
	if (f.outcome != OUTCOME_NA && paper->why)
		f.fix = x_strdup(lang_pick(paper->why, paper->why_en));
	if (f.outcome != OUTCOME_NA)
		run_count(run, GROUP_PAPER, f.outcome == OUTCOME_PASS);

	f.reads = x_strdup(str_text(&reads));
	f.saw = run_saw(run, f.reads, NULL, 0);
	f.sentence = str_take(&say);
	run_add(run, &f);
	str_release(&reads);
	return 0;
}

int check_papers(struct run *run)
{
	int err = 0;

	for (size_t i = 0; i < run->checker->pack->papers_count && !err; i++)
		err = check_paper(run, i);

	return err;
}
