/**
 * @file dossier/check.c  What is missing, wrong or doubtful, and why
 */
#include "dossier/check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/context.h"
#include "dossier/fact.h"
#include "dossier/value.h"
#include "store/expr.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

/* Expressions of one field */
struct field_exprs {
	const struct section *section;
	const struct field *field;
	struct expr *required;
	struct expr *relevant;
	struct expr *constraint;
};

/* Expressions of one rule */
struct rule_exprs {
	struct expr *when;
	struct expr *holds;
};

struct checker {
	const struct pack *pack;
	struct box *box;
	struct field_exprs *fields;
	size_t fields_count;
	struct rule_exprs *rules;
};

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

/* What expressions see of a profile.  Money and whole numbers are read as the
 * fields they are compared with. */
static const struct {
	struct field as;
	size_t offset;
} profile_columns[] = {
	{ { .key = (char *)"authority", .type = FIELD_TEXT },   offsetof(struct profile, authority) },
	{ { .key = (char *)"phone",     .type = FIELD_TEXT },   offsetof(struct profile, phone)     },
	{ { .key = (char *)"capital",   .type = FIELD_MONEY },  offsetof(struct profile, capital)   },
	{ { .key = (char *)"seats",     .type = FIELD_INT },    offsetof(struct profile, seats)     },
	{ { .key = (char *)"area",      .type = FIELD_NUMBER }, offsetof(struct profile, area)      },
	{ { .key = (char *)"staff",     .type = FIELD_INT },    offsetof(struct profile, staff)     },
	{ { .key = (char *)"strength",  .type = FIELD_TEXT },   offsetof(struct profile, strength)  },
};
/* clang-format on */

static const char *profile_text(const struct profile *profile, size_t i)
{
	return profile ? *(char *const *)((const char *)profile +
					  profile_columns[i].offset)
		       : NULL;
}

const char *outcome_name(enum outcome outcome)
{
	return outcomes[outcome].name;
}

const char *outcome_title(enum outcome outcome)
{
	return _(outcomes[outcome].title);
}

/* Table of one group; all sections that speak of it give columns */
static int add_table(struct checker *c, const char *group, bool repeat)
{
	struct box_column *cols = NULL;
	size_t count = 0;
	int err;

	for (size_t i = 0; i < c->fields_count; i++) {
		const struct field *f = c->fields[i].field;

		if (strcmp(c->fields[i].section->group, group) != 0)
			continue;
		cols = x_reallocarray(cols, count + 1, sizeof(*cols));
		cols[count++] = (struct box_column){ f->key,
						     value_sql_type(f->type) };
	}
	err = box_table(c->box, group, repeat, cols, count);
	free(cols);
	return err;
}

static int add_profile_table(struct checker *c)
{
	struct box_column cols[ARRAY_LEN(profile_columns)];

	for (size_t i = 0; i < ARRAY_LEN(profile_columns); i++)
		cols[i] = (struct box_column){
			profile_columns[i].as.key,
			value_sql_type(profile_columns[i].as.type)
		};
	return box_table(c->box, "profile", false, cols, ARRAY_LEN(cols));
}

static void collect_fields(struct checker *c)
{
	const struct pack *pack = c->pack;

	for (size_t f = 0; f < pack->forms_count; f++) {
		const struct form *form = pack->forms[f];

		for (size_t i = 0; i < form->sections_count; i++) {
			const struct section *s = &form->sections[i];
			size_t n = c->fields_count;

			c->fields_count += s->fields_count;
			c->fields = x_reallocarray(c->fields, c->fields_count,
						   sizeof(*c->fields));
			for (size_t k = 0; k < s->fields_count; k++)
				c->fields[n + k] = (struct field_exprs){
					.section = s, .field = &s->fields[k]
				};
		}
	}
}

static int add_tables(struct checker *c)
{
	int err = add_profile_table(c);

	for (size_t i = 0; i < c->fields_count && !err; i++) {
		const struct section *s = c->fields[i].section;
		bool seen = false;

		for (size_t k = 0; k < i && !seen; k++)
			seen = strcmp(c->fields[k].section->group, s->group) ==
			       0;
		if (!seen)
			err = add_table(c, s->group, s->repeat);
	}

	return err;
}

static int compile(struct checker *c, struct expr **exprp, const char *sql,
		   const char *group)
{
	return sql ? expr_compile(exprp, c->box, sql, group) : 0;
}

static int compile_field(struct checker *c, struct field_exprs *e,
			 const char **whatp)
{
	const char *group = e->section->repeat ? e->section->group : NULL;
	int err;

	*whatp = "required";
	err = compile(c, &e->required, e->field->required, group);
	if (err)
		return err;
	*whatp = "relevant";
	err = compile(c, &e->relevant, e->field->relevant, group);
	if (err)
		return err;
	*whatp = "constraint";
	return compile(c, &e->constraint, e->field->constraint, group);
}

/* Where a field stands in its form's file */
static int field_error(int err, const struct checker *c,
		       const struct field_exprs *e, const char *what)
{
	for (size_t f = 0; f < c->pack->forms_count; f++) {
		const struct form *form = c->pack->forms[f];
		struct str where = { 0 };

		for (size_t i = 0; i < form->sections_count; i++) {
			if (&form->sections[i] != e->section)
				continue;
			str_addf(&where, "sections[%zu].fields[%td].%s", i,
				 e->field - e->section->fields, what);
			err = pack_error(err, c->pack, form->path, where.s);
			str_release(&where);
			return err;
		}
	}

	return err;
}

static int compile_rule(struct checker *c, size_t i)
{
	const struct rule *rule = &c->pack->rules[i];
	const char *what = "when";
	struct str where = { 0 };
	int err = compile(c, &c->rules[i].when, rule->when, NULL);

	if (!err) {
		what = "holds";
		err = compile(c, &c->rules[i].holds, rule->holds, NULL);
	}
	if (!err)
		return 0;

	str_addf(&where, "rules[%zu].%s", i, what);
	err = err_prefix(err, "%s", rule->id);
	err = pack_error(err, c->pack, "data/rules.yaml", where.s);
	str_release(&where);
	return err;
}

int checker_alloc(struct checker **checkerp, const struct pack *pack)
{
	struct checker *c = x_calloc(1, sizeof(*c));
	const char *what = "";
	int err;

	c->pack = pack;
	c->rules = x_calloc(pack->rules_count, sizeof(*c->rules));
	collect_fields(c);
	err = box_open(&c->box);
	if (!err)
		err = add_tables(c);
	for (size_t i = 0; i < c->fields_count && !err; i++) {
		err = compile_field(c, &c->fields[i], &what);
		if (err)
			err = field_error(err, c, &c->fields[i], what);
	}
	for (size_t i = 0; i < pack->rules_count && !err; i++)
		err = compile_rule(c, i);

	if (err)
		checker_free(c);
	else
		*checkerp = c;
	return err;
}

void checker_free(struct checker *checker)
{
	if (!checker)
		return;

	for (size_t i = 0; i < checker->fields_count; i++) {
		expr_free(checker->fields[i].required);
		expr_free(checker->fields[i].relevant);
		expr_free(checker->fields[i].constraint);
	}
	for (size_t i = 0; i < checker->pack->rules_count; i++) {
		expr_free(checker->rules[i].when);
		expr_free(checker->rules[i].holds);
	}
	free(checker->fields);
	free(checker->rules);
	box_close(checker->box);
	free(checker);
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
	for (size_t i = 0; i < ARRAY_LEN(profile_columns) && !err; i++) {
		const struct field *as = &profile_columns[i].as;
		const char *text = profile_text(run->profile, i);
		char *value = NULL;

		if (!text)
			continue;
		err = value_decode(as, text, &value);
		if (!err)
			err = box_set(box, "profile", 0, as->key,
				      value_bind(as, value));
		free(value);
	}

	return err;
}

static struct finding *add(struct run *run, const struct finding *like)
{
	struct findings *out = run->out;

	if ((out->c & (out->c - 1)) == 0)
		out->v = x_reallocarray(out->v, out->c ? 2 * out->c : 1,
					sizeof(*out->v));
	out->v[out->c] = *like;
	out->count[like->outcome]++;
	out->blocking += like->outcome == OUTCOME_FAIL &&
			 like->severity == SEVERITY_ERROR;
	return &out->v[out->c++];
}

static void add_field_finding(struct run *run, const struct field_exprs *e,
			      int n, struct str *sentence)
{
	struct fact_key key = { .n = n };
	struct str place = { 0 };
	struct finding f = {
		.id = "form",
		.outcome = OUTCOME_FAIL,
		.severity = SEVERITY_ERROR,
		.title = lang_pick(e->field->label, e->field->label_en),
		.fix = e->field->hint,
		.sources = e->field->sources,
		.sources_count = e->field->sources_count,
	};

	(void)snprintf(key.group, sizeof(key.group), "%s", e->section->group);
	(void)snprintf(key.key, sizeof(key.key), "%s", e->field->key);
	fact_key_encode(&place, &key);
	f.place = str_take(&place);
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
	const struct fact *fact = facts_find(run->facts, e->section->group, n,
					     e->field->key);
	const char *label = lang_pick(e->field->label, e->field->label_en);
	struct str say = { 0 };
	enum verdict v;
	char *value = NULL;
	int err = ask(e->relevant, n, VERDICT_TRUE, &v);

	if (err || v != VERDICT_TRUE)
		return err;

	if (fact && !fact->ok) {
		if (value_decode(e->field, fact->value, &value) != 0)
			str_addf(&say, "%s: %s", label, err_text(EINVAL));
		else
			str_addf(&say, _("%s: save it again"), label);
		free(value);
	} else if (!fact) {
		err = ask(e->required, n, VERDICT_FALSE, &v);
		if (!err && v == VERDICT_TRUE)
			str_addf(&say, _("%s is not filled in"), label);
	} else {
		err = ask(e->constraint, n, VERDICT_TRUE, &v);
		if (!err && v == VERDICT_FALSE)
			str_addf(&say, "%s: %s", label,
				 e->field->message ? e->field->message
						   : e->field->constraint);
	}
	if (!err && say.len)
		add_field_finding(run, e, n, &say);

	str_release(&say);
	return err;
}

static int check_fields(struct run *run)
{
	const struct checker *c = run->checker;

	for (size_t i = 0; i < c->fields_count; i++) {
		const struct field_exprs *e = &c->fields[i];
		const bool repeat = e->section->repeat;
		int last = repeat ? facts_rows(run->facts, e->section->group)
				  : 0;

		for (int n = repeat; n <= last; n++) {
			int err = check_field(run, e, n);

			if (err)
				return err;
		}
	}

	return 0;
}

static void print_profile(struct run *run, struct str *to, const char *key,
			  size_t n)
{
	for (size_t i = 0; i < ARRAY_LEN(profile_columns); i++) {
		const char *name = profile_columns[i].as.key;
		const char *text = profile_text(run->profile, i);

		if (strlen(name) == n && memcmp(name, key, n) == 0 && text)
			str_add(to, text);
	}
}

/* Fill {{group.key}} in with what the dossier says */
static void fill_in(struct run *run, struct str *to, const char *sentence)
{
	const char *open;

	while ((open = strstr(sentence, "{{")) != NULL) {
		const char *close = strstr(open, "}}");
		char name[100] = "";
		struct fact_key key;
		const struct fact *fact = NULL;

		if (!close)
			break;
		str_add_n(to, sentence, (size_t)(open - sentence));
		sentence = close + 2;
		if (strncmp(open, "{{profile.", 10) == 0) {
			print_profile(run, to, open + 10,
				      (size_t)(close - open - 10));
			continue;
		}
		if ((size_t)(close - open - 2) < sizeof(name))
			memcpy(name, open + 2, (size_t)(close - open - 2));
		if (fact_key_decode(&key, NULL, name, NULL, NULL) == 0)
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
	free(findings->v);
	*findings = (struct findings){ 0 };
}

const struct finding *findings_at(const struct findings *findings,
				  const char *place)
{
	for (size_t i = 0; i < findings->c; i++) {
		const struct finding *f = &findings->v[i];

		if (f->outcome == OUTCOME_FAIL && f->place &&
		    strcmp(f->place, place) == 0)
			return f;
	}

	return NULL;
}
