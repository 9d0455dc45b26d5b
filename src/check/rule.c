/**
 * @file check/rule.c  Rules: conditions over facts, and words that must
 * not stand in them
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/checker.h"
#include "check/numbers.h"
#include "check/run.h"
#include "check/scan.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* One rule being judged */
struct judging {
	struct run *run;
	const struct rule *rule;
	const struct rule_exprs *e;
	size_t count[OUTCOME_COUNT]; /* rows that came to each outcome */
	/* while words are looked for */
	const struct pack_field *field;
	int row;
	struct str remarks; /* hits behind a negation */
};

static struct finding finding_of(const struct judging *j, enum outcome outcome,
				 int n)
{
	const struct rule *rule = j->rule;
	struct finding f = {
		.id = rule->id,
		.group = rule->group,
		.outcome = outcome,
		.severity = rule->severity,
		.title = lang_pick(rule->title, rule->title_en),
		.sources = rule->sources,
		.sources_count = rule->sources_count,
	};
	struct str fix = { 0 };

	if (rule->fix &&
	    (outcome == OUTCOME_FAIL || outcome == OUTCOME_UNKNOWN)) {
		run_fill_in(j->run, &fix, lang_pick(rule->fix, rule->fix_en),
			    rule->each, n);
		f.fix = str_take(&fix);
	}
	return f;
}

/* What must hold comes first: the first word is where one mends it */
static char *join_reads(const struct judging *j)
{
	struct str reads = { 0 };

	for (unsigned i = 0; i < j->rule->over_count; i++)
		run_add_words(&reads, j->rule->over[i]);
	if (j->e->holds)
		run_add_words(&reads, expr_reads(j->e->holds));
	if (j->e->when)
		run_add_words(&reads, expr_reads(j->e->when));
	if (reads.len == 0)
		str_add(&reads, "");
	return str_take(&reads);
}

/* The first fact of the row that was read, as place of a finding about it */
static char *place_in_row(const struct judging *j, const char *reads, int n)
{
	const size_t len = strlen(j->rule->each);
	struct str place = { 0 };

	while (*reads &&
	       (strncmp(reads, j->rule->each, len) != 0 || reads[len] != '.')) {
		reads += strcspn(reads, " ");
		reads += *reads == ' ';
	}
	if (!*reads)
		return NULL;

	str_addf(&place, "%s[%d].%.*s", j->rule->each, n,
		 (int)strcspn(reads + len + 1, " "), reads + len + 1);
	return str_take(&place);
}

static int judge(const struct judging *j, int n, enum outcome *outcomep)
{
	static const enum outcome of_verdict[] = {
		[VERDICT_UNKNOWN] = OUTCOME_UNKNOWN,
		[VERDICT_FALSE] = OUTCOME_FAIL,
		[VERDICT_TRUE] = OUTCOME_PASS,
	};
	enum verdict v;
	int err = run_ask(j->e->when, n, VERDICT_TRUE, &v);

	if (err)
		return err;
	if (v != VERDICT_TRUE) {
		*outcomep = v == VERDICT_FALSE ? OUTCOME_NA : OUTCOME_UNKNOWN;
		return 0;
	}

	err = run_ask(j->e->holds, n, VERDICT_UNKNOWN, &v);
	if (!err)
		*outcomep = of_verdict[v];
	return err;
}

/* Where the numbers come from, for who wants to know why */
static char *numbers_of(const struct judging *j, const char *reads)
{
	const struct pack *pack = j->run->checker->pack;
	struct str say = { 0 };

	for (unsigned i = 0; i < number_kinds_count; i++) {
		if (numbers_are_read(reads, &number_kinds[i]))
			numbers_say(&say, pack, j->run->profile,
				    &number_kinds[i], NUMBERS_FULL);
	}

	return say.len ? str_take(&say) : NULL;
}

static void add(struct judging *j, enum outcome outcome, int n)
{
	const struct rule *rule = j->rule;
	struct finding f = finding_of(j, outcome, n);
	struct str say = { 0 };

	f.reads = join_reads(j);
	f.saw = run_saw(j->run, f.reads, rule->each, n);
	if (outcome == OUTCOME_FAIL || outcome == OUTCOME_UNKNOWN)
		f.numbers = numbers_of(j, f.reads);
	if (outcome == OUTCOME_FAIL)
		run_fill_in(j->run, &say,
			    lang_pick(rule->sentence, rule->sentence_en),
			    rule->each, n);
	else if (outcome == OUTCOME_UNKNOWN)
		run_say_unknown(j->run, &say, f.reads, rule->each, n);
	f.sentence = str_take(&say);
	if (n > 0)
		f.place = place_in_row(j, f.reads, n);
	run_add(j->run, &f);
}

/* Every row on its own; those that are right need no finding each */
static int check_rows(struct judging *j)
{
	const int rows = facts_rows(j->run->facts, j->rule->each);

	for (int n = 1; n <= rows; n++) {
		enum outcome o = OUTCOME_NA;
		int err = judge(j, n, &o);

		if (err)
			return err;
		j->count[o]++;
		if (o == OUTCOME_FAIL || o == OUTCOME_UNKNOWN)
			add(j, o, n);
	}
	if (j->count[OUTCOME_FAIL] + j->count[OUTCOME_UNKNOWN] == 0)
		add(j, j->count[OUTCOME_PASS] ? OUTCOME_PASS : OUTCOME_NA, 0);
	return 0;
}

static void replace(struct str *to, const char *text, const char *name,
		    const char *value)
{
	const char *at;

	while ((at = strstr(text, name)) != NULL) {
		str_add_n(to, text, (size_t)(at - text));
		str_add(to, value);
		text = at + strlen(name);
	}
	str_add(to, text);
}

/* {{word}}, {{at}} and {{place}} of a hit */
static void say_hit(const struct judging *j, const struct scan_hit *hit,
		    struct str *to)
{
	const struct field *field = j->field->field;
	const struct rule *rule = j->rule;
	struct str a = { 0 };
	struct str b = { 0 };
	char at[24];

	(void)snprintf(at, sizeof(at), "%zu", hit->at);
	replace(&a, lang_pick(rule->sentence, rule->sentence_en), "{{word}}",
		hit->word);
	replace(&b, str_text(&a), "{{at}}", at);
	str_clear(&a);
	replace(&a, str_text(&b), "{{place}}",
		lang_pick(field->label, field->label_en));
	run_fill_in(j->run, to, str_text(&a), NULL, 0);
	str_release(&a);
	str_release(&b);
}

static int hit_handler(const struct scan_hit *hit, void *arg)
{
	struct judging *j = arg;
	const struct field *field = j->field->field;
	struct finding f;
	struct fact_key key;
	struct str place = { 0 };
	struct str say = { 0 };

	fact_key_make(&key, j->field->section->group, j->row, field->key);
	fact_key_encode(&place, &key);
	if (hit->negated) {
		str_addf(&j->remarks,
			 _("%s%s, character %zu: \"%s\", in a clause that "
			   "denies it"),
			 j->remarks.len ? "; " : "",
			 lang_pick(field->label, field->label_en), hit->at,
			 hit->word);
		str_release(&place);
		return 0;
	}

	j->count[OUTCOME_FAIL]++;
	f = finding_of(j, OUTCOME_FAIL, j->row);
	say_hit(j, hit, &say);
	f.sentence = str_take(&say);
	f.reads = x_strdup(place.s);
	f.saw = run_saw(j->run, f.reads, NULL, 0);
	f.place = str_take(&place);
	run_add(j->run, &f);
	return 0;
}

static void scan_fact(struct judging *j, const struct pack_field *field)
{
	const struct pack *pack = j->run->checker->pack;
	const char *group = field->section->group;
	const bool repeat = field->section->repeat;
	const int last = repeat ? facts_rows(j->run->facts, group) : 0;

	j->field = field;
	for (j->row = repeat; j->row <= last; j->row++) {
		const struct fact *f = facts_find(j->run->facts, group, j->row,
						  field->field->key);

		if (!f)
			continue;
		j->count[OUTCOME_PASS]++;
		(void)scan_words(f->value, pack_list(pack, j->rule->scan), pack,
				 hit_handler, j);
	}
}

static int check_words(struct judging *j)
{
	const struct pack *pack = j->run->checker->pack;
	enum verdict applies;
	struct finding f;
	int err = run_ask(j->e->when, 0, VERDICT_TRUE, &applies);

	if (err)
		return err;
	if (applies != VERDICT_TRUE) {
		const enum outcome o = applies == VERDICT_FALSE
					       ? OUTCOME_NA
					       : OUTCOME_UNKNOWN;

		j->count[o]++;
		add(j, o, 0);
		return 0;
	}

	for (unsigned k = 0; k < j->rule->over_count; k++) {
		for (unsigned i = 0; i < pack->fields_count; i++) {
			const struct pack_field *field = &pack->fields[i];
			const size_t n = strlen(field->section->group);

			if (strncmp(j->rule->over[k], field->section->group,
				    n) == 0 &&
			    j->rule->over[k][n] == '.' &&
			    strcmp(j->rule->over[k] + n + 1,
				   field->field->key) == 0)
				scan_fact(j, field);
		}
	}
	if (j->count[OUTCOME_FAIL] > 0)
		return 0;

	f = finding_of(
		j, j->count[OUTCOME_PASS] ? OUTCOME_PASS : OUTCOME_UNKNOWN, 0);
	j->count[f.outcome]++;
	f.reads = join_reads(j);
	f.saw = run_saw(j->run, f.reads, NULL, 0);
	if (f.outcome == OUTCOME_UNKNOWN)
		run_say_unknown(j->run, &j->remarks, f.reads, NULL, 0);
	f.sentence = str_take(&j->remarks);
	run_add(j->run, &f);
	return 0;
}

static int check_once(struct judging *j)
{
	enum outcome o = OUTCOME_NA;
	int err = judge(j, 0, &o);

	if (!err) {
		j->count[o]++;
		add(j, o, 0);
	}
	return err;
}

/* A rule that takes too long, with thousands of rows for example, does not keep
 * the others from being judged */
static void add_stopped(struct judging *j)
{
	struct finding f = finding_of(j, OUTCOME_UNKNOWN, 0);

	f.sentence = x_strdup(err_text(EPERM));
	f.reads = join_reads(j);
	f.saw = run_saw(j->run, f.reads, NULL, 0);
	j->count[OUTCOME_UNKNOWN]++;
	run_add(j->run, &f);
}

static int check_rule(struct run *run, size_t i)
{
	struct judging j = { .run = run,
			     .rule = &run->checker->pack->rules[i],
			     .e = &run->checker->rules[i] };
	int err = j.rule->scan	 ? check_words(&j)
		  : j.rule->each ? check_rows(&j)
				 : check_once(&j);

	str_release(&j.remarks);
	if (err == EPERM) {
		add_stopped(&j);
		err = 0;
	}
	if (err)
		return err_prefix(err, "%s", j.rule->id);

	/* A hint takes nothing from the score */
	if (j.rule->severity != SEVERITY_INFO &&
	    j.count[OUTCOME_PASS] + j.count[OUTCOME_FAIL] +
			    j.count[OUTCOME_UNKNOWN] >
		    0)
		run_count(run, j.rule->group,
			  j.count[OUTCOME_FAIL] + j.count[OUTCOME_UNKNOWN] ==
				  0);
	return 0;
}

int check_rules(struct run *run)
{
	int err = 0;

	for (size_t i = 0; i < run->checker->pack->rules_count && !err; i++)
		err = check_rule(run, i);

	return err;
}
