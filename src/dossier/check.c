/**
 * @file dossier/check.c  What is missing, wrong or doubtful, and why
 */
#include "dossier/check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/check_private.h"
#include "dossier/context.h"
#include "dossier/fact.h"
#include "dossier/value.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

/* What a check is at work on */
struct run {
	struct checker *checker;
	const struct facts *facts;
	const struct profile *profile;
	struct findings *out;
};

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

static int fill_box(struct run *run)
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

static struct finding *add(struct run *run, const struct finding *like)
{
	struct findings *out = run->out;

	out->v = x_grow(out->v, out->c, sizeof(*out->v));
	out->v[out->c] = *like;
	out->count[like->outcome]++;
	out->blocking += like->outcome == OUTCOME_FAIL &&
			 like->severity == SEVERITY_ERROR;
	return &out->v[out->c++];
}

static char *place_of(const struct field_exprs *e, int n)
{
	struct fact_key key = { .n = n };
	struct str place = { 0 };

	(void)snprintf(key.group, sizeof(key.group), "%s",
		       e->at->section->group);
	(void)snprintf(key.key, sizeof(key.key), "%s", e->at->field->key);
	fact_key_encode(&place, &key);
	return str_take(&place);
}

static void hide(struct run *run, const struct field_exprs *e, int n)
{
	struct findings *out = run->out;

	out->hidden = x_reallocarray(out->hidden, out->hidden_count + 1,
				     sizeof(char *));
	out->hidden[out->hidden_count++] = place_of(e, n);
}

static void add_field_finding(struct run *run, const struct field_exprs *e,
			      int n, struct str *sentence)
{
	struct finding f = {
		.id = "form",
		.outcome = OUTCOME_FAIL,
		.severity = SEVERITY_ERROR,
		.title = lang_pick(e->at->field->label, e->at->field->label_en),
		.fix = e->at->field->hint,
		.sources = e->at->field->sources,
		.sources_count = e->at->field->sources_count,
	};

	f.place = place_of(e, n);
	f.reads = x_strdup(f.place);
	f.sentence = str_take(sentence);
	(void)add(run, &f);
}

/* Whether an expression is there and came to something; absent: otherwise */
static int ask(struct expr *expr, int n, enum verdict otherwise,
	       enum verdict *verdictp)
{
	*verdictp = otherwise;
	return expr ? expr_run(expr, n, verdictp) : 0;
}

static int check_field(struct run *run, const struct field_exprs *e, int n)
{
	const struct fact *fact = facts_find(run->facts, e->at->section->group,
					     n, e->at->field->key);
	const char *label = lang_pick(e->at->field->label,
				      e->at->field->label_en);
	struct str say = { 0 };
	enum verdict v;
	char *value = NULL;
	int err = ask(e->relevant, n, VERDICT_TRUE, &v);

	if (!err && v == VERDICT_FALSE)
		hide(run, e, n);
	if (err || v != VERDICT_TRUE)
		return err;

	if (fact && !fact->ok) {
		if (value_decode(e->at->field, fact->value, &value) != 0)
			str_addf(&say, "%s: %s", label, err_text(EINVAL));
		else
			str_addf(&say, _("%s: save it again"), label);
		free(value);
	} else if (!fact) {
		err = ask(e->required, n, VERDICT_FALSE, &v);
		if (!err && v == VERDICT_TRUE)
			str_addf(&say, _("%s, %s is not filled in"),
				 lang_pick(e->at->section->title,
					   e->at->section->title_en),
				 label);
	} else {
		err = ask(e->constraint, n, VERDICT_TRUE, &v);
		if (!err && v == VERDICT_FALSE)
			str_addf(&say, "%s: %s", label,
				 e->at->field->message
					 ? e->at->field->message
					 : e->at->field->constraint);
	}
	if (!err && say.len)
		add_field_finding(run, e, n, &say);

	str_release(&say);
	return err;
}

static int check_fields(struct run *run)
{
	const struct checker *c = run->checker;

	for (size_t i = 0; i < c->pack->fields_count; i++) {
		const struct field_exprs *e = &c->fields[i];
		const bool repeat = e->at->section->repeat;
		int last = repeat ? facts_rows(run->facts,
					       e->at->section->group)
				  : 0;

		for (int n = repeat; n <= last; n++) {
			int err = check_field(run, e, n);

			if (err)
				return err;
		}
	}

	return 0;
}

/* Fill {{group.key}} in with what the dossier says */
static void fill_in(struct run *run, struct str *to, const char *sentence)
{
	const char *open;

	while ((open = strstr(sentence, "{{")) != NULL) {
		const char *close = strstr(open, "}}");
		char name[100] = "";
		struct fact_key key = { .n = 0 };
		const struct fact *fact = NULL;

		if (!close)
			break;
		str_add_n(to, sentence, (size_t)(open - sentence));
		sentence = close + 2;
		if ((size_t)(close - open - 2) < sizeof(name))
			memcpy(name, open + 2, (size_t)(close - open - 2));
		if (fact_key_decode(&key, NULL, name, NULL, NULL) == 0 &&
		    profile_print(to, run->checker->pack, run->profile,
				  key.group, key.key))
			continue;
		if (*key.group)
			fact = facts_find(run->facts, key.group, key.n,
					  key.key);
		if (fact && fact->field)
			value_print(to, fact->field, fact->value);
		else
			str_add(to, _("(not filled in)"));
	}
	str_add(to, sentence);
}

/* Labels of the facts read that are not known */
static void say_unknown(struct run *run, struct str *to, const char *reads)
{
	const char *joint = "";
	size_t n;

	str_add(to, _("cannot be judged yet; not known: "));
	for (; *reads; reads += n + (reads[n] == ' ')) {
		const struct section *section = NULL;
		const struct field *field;
		char group[48] = "";
		char key[48] = "";

		n = strcspn(reads, " ");
		/* NOLINTNEXTLINE(cert-err34-c): words, no numbers */
		if (sscanf(reads, "%47[^.].%47[^ ]", group, key) != 2)
			continue;
		field = pack_field(run->checker->pack, group, key, &section);
		if (field && !section->repeat &&
		    facts_value(run->facts, group, 0, key))
			continue;
		if (field && section->repeat &&
		    facts_rows(run->facts, group) > 0)
			continue;
		if (!field && strcmp(group, "profile") != 0)
			continue;
		str_addf(to, "%s%s", joint,
			 field ? lang_pick(field->label, field->label_en)
			       : _("the authority's number"));
		joint = lang_is_zh() ? "、" : ", ";
	}
}

static void add_words(struct str *to, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, " ");
		char *word = x_strndup(words, n);

		if (!to->s || !strstr(to->s, word))
			str_addf(to, "%s%s", to->len ? " " : "", word);
		free(word);
		words += n + (words[n] == ' ');
	}
}

/* What must hold comes first: the first word is where one mends it */
static char *join_reads(const struct rule_exprs *e)
{
	struct str reads = { 0 };

	add_words(&reads, expr_reads(e->holds));
	if (e->when)
		add_words(&reads, expr_reads(e->when));
	return str_take(&reads);
}

static int judge(const struct rule_exprs *e, enum outcome *outcomep)
{
	static const enum outcome of_verdict[] = {
		[VERDICT_UNKNOWN] = OUTCOME_UNKNOWN,
		[VERDICT_FALSE] = OUTCOME_FAIL,
		[VERDICT_TRUE] = OUTCOME_PASS,
	};
	enum verdict v;
	int err = ask(e->when, 0, VERDICT_TRUE, &v);

	if (err)
		return err;
	if (v == VERDICT_FALSE) {
		*outcomep = OUTCOME_NA;
		return 0;
	}
	if (v == VERDICT_UNKNOWN) {
		*outcomep = OUTCOME_UNKNOWN;
		return 0;
	}

	err = ask(e->holds, 0, VERDICT_UNKNOWN, &v);
	if (!err)
		*outcomep = of_verdict[v];
	return err;
}

static int check_rule(struct run *run, size_t i)
{
	const struct rule *rule = &run->checker->pack->rules[i];
	const struct rule_exprs *e = &run->checker->rules[i];
	struct str say = { 0 };
	struct finding f = {
		.id = rule->id,
		.severity = rule->severity,
		.title = lang_pick(rule->title, rule->title_en),
		.sources = rule->sources,
		.sources_count = rule->sources_count,
	};
	int err = judge(e, &f.outcome);

	if (err)
		return err_prefix(err, "%s", rule->id);

	f.reads = join_reads(e);
	if (f.outcome == OUTCOME_FAIL) {
		fill_in(run, &say,
			lang_pick(rule->sentence, rule->sentence_en));
		f.fix = rule->fix ? lang_pick(rule->fix, rule->fix_en) : NULL;
	} else if (f.outcome == OUTCOME_UNKNOWN) {
		say_unknown(run, &say, f.reads);
	}
	f.sentence = str_take(&say);
	(void)add(run, &f);
	return 0;
}

/* Failed before unknown before passed; within it errors first */
static int rank(const struct finding *f)
{
	static const int of_outcome[] = { [OUTCOME_FAIL] = 0,
					  [OUTCOME_UNKNOWN] = 10,
					  [OUTCOME_PASS] = 20,
					  [OUTCOME_NA] = 30 };

	return of_outcome[f->outcome] + (int)f->severity;
}

/* Insertion keeps the pack's order among equals; there are few findings */
static void sort(struct findings *out)
{
	for (size_t i = 1; i < out->c; i++) {
		struct finding f = out->v[i];
		size_t k = i;

		for (; k > 0 && rank(&out->v[k - 1]) > rank(&f); k--)
			out->v[k] = out->v[k - 1];
		out->v[k] = f;
	}
}

int check_run(struct checker *checker, struct db *db, int64_t dossier,
	      struct findings *findings)
{
	struct findings out = { 0 };
	struct facts facts = { NULL, 0 };
	struct run run = { .checker = checker, .facts = &facts, .out = &out };
	int err = facts_load(&facts, db, checker->pack, dossier);

	if (err)
		return err;

	run.profile = context_profile(checker->pack, &facts);
	err = fill_box(&run);
	if (!err)
		err = check_fields(&run);
	for (size_t i = 0; i < checker->pack->rules_count && !err; i++)
		err = check_rule(&run, i);
	facts_release(&facts);

	if (err) {
		findings_release(&out);
		return err;
	}
	sort(&out);
	*findings = out;
	return 0;
}

void findings_release(struct findings *findings)
{
	for (size_t i = 0; i < findings->c; i++) {
		free(findings->v[i].sentence);
		free(findings->v[i].reads);
		free(findings->v[i].place);
	}
	for (size_t i = 0; i < findings->hidden_count; i++)
		free(findings->hidden[i]);
	free(findings->hidden);
	free(findings->v);
	*findings = (struct findings){ 0 };
}

bool findings_hide(const struct findings *findings, const char *place)
{
	for (size_t i = 0; i < findings->hidden_count; i++) {
		if (strcmp(findings->hidden[i], place) == 0)
			return true;
	}

	return false;
}
