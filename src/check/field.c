/**
 * @file check/field.c  What a form demands of its fields
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check/checker.h"
#include "check/run.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "value/value.h"

static char *place_of(const struct field_exprs *e, int n)
{
	struct fact_key key;
	struct str place = { 0 };

	fact_key_make(&key, e->at->section->group, n, e->at->field->key);
	fact_key_encode(&place, &key);
	return str_take(&place);
}

static void hide(struct run *run, const struct field_exprs *e, int n)
{
	struct findings *out = run->out;

	out->hidden = x_grow(out->hidden, out->hidden_count, sizeof(char *));
	out->hidden[out->hidden_count++] = place_of(e, n);
}

static void add(struct run *run, const struct field_exprs *e, int n,
		enum outcome outcome, enum severity severity,
		struct str *sentence)
{
	const struct field *field = e->at->field;
	struct finding f = {
		.id = "form",
		.group = GROUP_FORM,
		.outcome = outcome,
		.severity = severity,
		.title = lang_pick(field->label, field->label_en),
		.sources = field->sources,
		.sources_count = field->sources_count,
	};

	f.place = place_of(e, n);
	f.reads = x_strdup(f.place);
	f.saw = run_saw(run, f.reads, NULL, 0);
	f.sentence = str_take(sentence);
	if (field->hint)
		f.fix = x_strdup(lang_pick(field->hint, field->hint_en));
	run_add(run, &f);
}

/* A value that is kept as typed: why it is not valid */
static void say_invalid(struct str *to, const struct field *field,
			const struct fact *fact)
{
	const char *label = lang_pick(field->label, field->label_en);
	char *value = NULL;

	if (value_is_path(field, fact->value))
		str_addf(to, _("%s: %s was not read; attach the file again"),
			 label, fact->value);
	else if (value_decode(field, fact->value, &value) != 0)
		str_addf(to, "%s: %s", label, err_text(EINVAL));
	else
		str_addf(to, _("%s: save it again"), label);
	free(value);
}

/* Valid, but doubtful; with why a wrong check symbol was taken all the same */
static bool say_doubt(struct str *to, const struct field *field,
		      const struct fact *fact)
{
	struct str doubt = { 0 };
	bool any = value_warn(&doubt, field, fact->value);

	if (any)
		str_addf(to, "%s: %s", lang_pick(field->label, field->label_en),
			 doubt.s);
	if (any && fact->reason)
		str_addf(to, _("; kept, reason given: %s"), fact->reason);
	str_release(&doubt);
	return any;
}

/* A valid value: what the form has against it */
static int judge_value(const struct field_exprs *e, int n, struct str *say)
{
	const struct field *field = e->at->field;
	enum verdict v;
	int err = run_ask(e->constraint, n, VERDICT_TRUE, &v);

	if (!err && v == VERDICT_FALSE)
		str_addf(say, "%s: %s",
			 lang_pick(field->label, field->label_en),
			 field->message
				 ? lang_pick(field->message, field->message_en)
				 : field->constraint);
	return err;
}

/* A scan that is missing is told by the paper that is due */
static bool is_left_to_paper(const struct run *run, const struct field_exprs *e)
{
	char *place = place_of(e, 0);
	const bool left = run_has_word(str_text(&run->held), place);

	free(place);
	return left;
}

static int check_field(struct run *run, const struct field_exprs *e, int n)
{
	const struct field *field = e->at->field;
	const struct fact *fact = facts_find(run->facts, e->at->section->group,
					     n, field->key);
	struct str say = { 0 };
	enum verdict v;
	bool due;
	int err = run_ask(e->relevant, n, VERDICT_TRUE, &v);

	if (!err && v == VERDICT_FALSE)
		hide(run, e, n);
	if (err || v != VERDICT_TRUE || field->calculate)
		return err;

	err = run_ask(e->required, n, VERDICT_FALSE, &v);
	due = v == VERDICT_TRUE && (fact || !is_left_to_paper(run, e));
	if (!err && fact && !fact->ok)
		say_invalid(&say, field, fact);
	else if (!err && fact)
		err = judge_value(e, n, &say);
	else if (!err && due)
		str_addf(&say, _("%s, %s is not filled in"),
			 lang_pick(e->at->section->title,
				   e->at->section->title_en),
			 lang_pick(field->label, field->label_en));
	if (!err && (due || say.len))
		run_count(run, GROUP_FORM, say.len == 0);
	if (!err && say.len)
		add(run, e, n, OUTCOME_FAIL, SEVERITY_ERROR, &say);
	if (!err && fact && fact->ok && say_doubt(&say, field, fact))
		add(run, e, n, OUTCOME_FAIL, SEVERITY_WARN, &say);

	str_release(&say);
	return err;
}

/* What only a drill or an act writes, but came with a file: nobody here has
 * seen it happen.  Told once for each section. */
static void check_origin(struct run *run, const struct field_exprs *e)
{
	const struct section *s = e->at->section;
	const struct fact *f = facts_find(run->facts, s->group, s->repeat,
					  e->at->field->key);
	struct str say = { 0 };

	if (!s->origin || !f || strcmp(f->origin, s->origin) == 0 ||
	    e->at->field != &s->fields[0])
		return;
	str_addf(&say,
		 _("%s came with a file (%s); nothing here has measured "
		   "or seen it"),
		 lang_pick(s->title, s->title_en), f->origin);
	add(run, e, s->repeat, OUTCOME_FAIL, SEVERITY_WARN, &say);
}

/* An expression that takes too long, with thousands of rows for example, does
 * not keep other fields from being judged */
static void add_stopped(struct run *run, const struct field_exprs *e, int n)
{
	struct str say = { 0 };

	str_add(&say, err_text(EPERM));
	add(run, e, n, OUTCOME_UNKNOWN, SEVERITY_ERROR, &say);
	run_count(run, GROUP_FORM, false);
}

/* A field of a group that repeats in every row */
static int check_rows(struct run *run, const struct field_exprs *e)
{
	const bool repeat = e->at->section->repeat;
	const int last = repeat ? facts_rows(run->facts, e->at->section->group)
				: 0;
	int err = 0;

	check_origin(run, e);
	for (int n = repeat; n <= last && !err; n++) {
		err = check_field(run, e, n);
		if (err == EPERM)
			add_stopped(run, e, n);
	}

	return err == EPERM ? 0 : err;
}

int check_fields(struct run *run)
{
	const struct checker *c = run->checker;
	int err = 0;

	for (size_t i = 0; i < c->pack->fields_count && !err; i++)
		err = check_rows(run, &c->fields[i]);

	return err;
}
