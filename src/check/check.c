/**
 * @file check/check.c  What is missing, wrong or doubtful, and why
 */
#include "check/check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check/checker.h"
#include "check/profile.h"
#include "check/run.h"
#include "dossier/office.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"
#include "value/value.h"

#define HUNDREDTHS 100

/* clang-format off */
static const struct {
	const char *name;
	const char *title;
} outcomes[OUTCOME_COUNT] = {
	[OUTCOME_PASS]    = { "pass",    N_("pass") },
	[OUTCOME_FAIL]    = { "fail",    N_("fail") },
	[OUTCOME_UNKNOWN] = { "unknown", N_("unknown") },
	[OUTCOME_NA]      = { "na",      N_("not applicable") },
};
/* clang-format on */

const char *outcome_name(enum outcome outcome)
{
	return outcomes[outcome].name;
}

const char *outcome_title(enum outcome outcome)
{
	return _(outcomes[outcome].title);
}

int run_fill(struct run *run)
{
	struct box *box = run->checker->box;
	int err = box_clear(box);

	for (size_t i = 0; i < run->facts->c && !err; i++) {
		const struct fact *f = &run->facts->v[i];

		if (f->field && f->ok)
			err = box_set(box, f->key.group, f->key.n, f->key.key,
				      value_bind(f->field, f->value));
	}
	if (!err)
		err = profile_fill(box, run->checker->pack, run->profile);

	return err;
}

void run_add(struct run *run, const struct finding *like)
{
	struct findings *out = run->out;
	const bool error = like->severity == SEVERITY_ERROR;

	out->v = x_grow(out->v, out->c, sizeof(*out->v));
	out->v[out->c++] = *like;
	out->count[like->outcome]++;
	out->blocking += like->outcome == OUTCOME_FAIL && error;
	out->open += like->outcome == OUTCOME_UNKNOWN && error;
}

void run_count(struct run *run, const char *group, bool done)
{
	struct findings *out = run->out;

	for (size_t i = 0; i < out->terms_count; i++) {
		if (strcmp(out->terms[i].group->key, group) != 0)
			continue;
		out->terms[i].of++;
		out->terms[i].done += done;
	}
}

int run_ask(struct expr *expr, int n, enum verdict otherwise,
	    enum verdict *verdictp)
{
	*verdictp = otherwise;
	return expr ? expr_run(expr, n, verdictp) : 0;
}

/* Append those of one outcome and severity, in the pack's order */
static void pick(const struct findings *from, enum outcome outcome,
		 int severity, struct finding *to, size_t *c)
{
	for (size_t i = 0; i < from->c; i++) {
		if (from->v[i].outcome == outcome &&
		    (int)from->v[i].severity == severity)
			to[(*c)++] = from->v[i];
	}
}

/* Failed before unknown before passed; within it errors first */
static void sort(struct findings *out)
{
	static const enum outcome order[] = { OUTCOME_FAIL, OUTCOME_UNKNOWN,
					      OUTCOME_PASS, OUTCOME_NA };
	struct finding *v = x_calloc(out->c + 1, sizeof(*v));
	size_t c = 0;

	for (size_t o = 0; o < ARRAY_LEN(order); o++) {
		for (int s = SEVERITY_ERROR; s <= SEVERITY_INFO; s++)
			pick(out, order[o], s, v, &c);
	}
	free(out->v);
	out->v = v;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* For findings_hide(), which is asked about every field of every row */
static void sort_hidden(struct findings *out)
{
	if (out->hidden_count > 0)
		qsort(out->hidden, out->hidden_count, sizeof(char *), by_text);
}

static void open_terms(struct findings *out, const struct pack *pack)
{
	out->terms = x_calloc(pack->groups_count, sizeof(*out->terms));
	out->terms_count = pack->groups_count;
	for (unsigned i = 0; i < pack->groups_count; i++)
		out->terms[i].group = &pack->groups[i];
}

static void sum_terms(struct findings *out)
{
	for (size_t i = 0; i < out->terms_count; i++) {
		struct score_term *t = &out->terms[i];
		const unsigned all = (unsigned)t->group->weight * HUNDREDTHS;

		t->points = t->of > 0 ? all * t->done / t->of : all;
		out->score += t->points;
	}
}

/* Fill in a value that the pack calculates, unless it is unknown */
static int calculate(struct run *run, struct facts *facts,
		     const struct field_exprs *e)
{
	struct fact_key key;
	struct str text = { 0 };
	char *value = NULL;
	bool known = false;
	int err = expr_value(e->calculate, 0, &text, &known);

	fact_key_make(&key, e->at->section->group, 0, e->at->field->key);
	if (err == EPERM) /* it takes too long: unknown, the rest is judged */
		err = 0;
	else if (!err && known)
		value = value_of_sql(e->at->field, str_text(&text));
	if (!err) {
		facts_put(facts, &key, e->at->field, value, "calculated");
		if (value)
			err = box_set(run->checker->box, key.group, 0, key.key,
				      value_bind(e->at->field, value));
	}
	free(value);
	str_release(&text);
	return err;
}

/* The box is filled and what is calculated added: only some fields, or all */
static int prepare(struct run *run, struct facts *facts, const bool *fields)
{
	const struct checker *c = run->checker;
	int err;

	run->facts = facts;
	run->profile = profile_of(c->pack, facts);
	err = run_fill(run);
	for (size_t i = 0; i < c->pack->fields_count && !err; i++) {
		if (c->fields[i].calculate && (!fields || fields[i]))
			err = calculate(run, facts, &c->fields[i]);
	}

	return err;
}

int check_calculate(struct checker *checker, struct facts *facts)
{
	struct run run = { .checker = checker };

	return prepare(&run, facts, NULL);
}

int check_calculate_due(struct checker *checker, struct facts *facts)
{
	struct run run = { .checker = checker };

	return prepare(&run, facts, checker->due_fields);
}

int check_facts(struct checker *checker, struct facts *facts,
		struct findings *findings)
{
	struct findings out = { 0 };
	struct run run = { .checker = checker, .out = &out };
	int err;

	open_terms(&out, checker->pack);
	err = prepare(&run, facts, NULL);
	if (!err)
		err = check_papers(&run);
	if (!err)
		err = check_fields(&run);
	if (!err)
		err = check_rules(&run);
	if (!err)
		err = check_stale(&run);
	str_release(&run.held);
	if (err) {
		findings_release(&out);
		return err;
	}

	sum_terms(&out);
	sort_hidden(&out);
	sort(&out);
	*findings = out;
	return 0;
}

int check_run(struct checker *checker, struct db *db, int64_t dossier,
	      struct findings *findings)
{
	struct facts facts = { NULL, 0 };
	bool masked = false;
	int err = office_masked(db, &masked);

	if (!err)
		err = facts_load(&facts, db, checker->pack, dossier);
	if (!err)
		err = check_facts(checker, &facts, findings);
	if (!err && masked)
		check_hide_findings(&facts, findings);
	facts_release(&facts);
	return err;
}

size_t findings_gates(const struct findings *findings)
{
	return findings->blocking + findings->open;
}

/* Whether a fact is there only after the papers were printed */
static bool comes_later(const struct pack *pack, const char *name, size_t n)
{
	const char *dot = memchr(name, '.', n);
	const size_t group_n = dot ? strcspn(name, ".[") : 0;
	const struct field *field;
	char *group;
	char *key;

	if (!dot)
		return false;

	group = x_strndup(name, group_n);
	key = x_strndup(dot + 1, n - (size_t)(dot + 1 - name));
	field = pack_field(pack, group, key, NULL);
	free(group);
	free(key);
	return field && (field->type == FIELD_FILE || field->signing);
}

static bool waits_for_paper(const struct finding *f, const struct pack *pack)
{
	const char *const lists[] = { f->place, f->reads };

	if (f->paper)
		return true;

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		const char *s = lists[i] ? lists[i] : "";

		for (size_t n; *s; s += n + (s[n] == ' ')) {
			n = strcspn(s, " ");
			if (comes_later(pack, s, n))
				return true;
		}
	}

	return false;
}

size_t findings_drafts(const struct findings *findings, const struct pack *pack)
{
	size_t count = 0;

	for (size_t i = 0; i < findings->c; i++) {
		const struct finding *f = &findings->v[i];

		count += f->severity == SEVERITY_ERROR &&
			 (f->outcome == OUTCOME_FAIL ||
			  f->outcome == OUTCOME_UNKNOWN) &&
			 !waits_for_paper(f, pack);
	}

	return count;
}

void findings_release(struct findings *findings)
{
	for (size_t i = 0; i < findings->c; i++) {
		free(findings->v[i].sentence);
		free(findings->v[i].reads);
		free(findings->v[i].saw);
		free(findings->v[i].numbers);
		free(findings->v[i].stale);
		free(findings->v[i].fix);
		free(findings->v[i].place);
	}
	for (size_t i = 0; i < findings->hidden_count; i++)
		free(findings->hidden[i]);
	free(findings->hidden);
	free(findings->terms);
	free(findings->v);
	*findings = (struct findings){ 0 };
}

bool findings_hide(const struct findings *findings, const char *place)
{
	return findings->hidden_count > 0 &&
	       bsearch(&place, findings->hidden, findings->hidden_count,
		       sizeof(char *), by_text) != NULL;
}
