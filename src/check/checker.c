/**
 * @file check/checker.c  The expressions of a pack, compiled once
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check/checker.h"
#include "check/profile.h"
#include "util/err.h"
#include "util/mem.h"
#include "value/value.h"

/* Table of one group; all sections that speak of it give columns */
static int add_table(struct checker *c, const char *group, bool repeat)
{
	struct box_column *cols = NULL;
	size_t count = 0;
	int err;

	for (size_t i = 0; i < c->pack->fields_count; i++) {
		const struct field *f = c->pack->fields[i].field;

		if (strcmp(c->pack->fields[i].section->group, group) != 0)
			continue;
		cols = x_reallocarray(cols, count + 1, sizeof(*cols));
		cols[count++] = (struct box_column){ f->key,
						     value_sql_type(f->type) };
	}
	err = box_table(c->box, group, repeat, cols, count);
	free(cols);
	return err;
}

static int add_tables(struct checker *c)
{
	int err = profile_add_tables(c->box);

	for (size_t i = 0; i < c->pack->fields_count && !err; i++) {
		const struct section *s = c->pack->fields[i].section;
		bool seen = false;

		for (size_t k = 0; k < i && !seen; k++)
			seen = strcmp(c->pack->fields[k].section->group,
				      s->group) == 0;
		if (!seen)
			err = add_table(c, s->group, s->repeat);
	}

	return err;
}

int checker_compile(struct checker *c, struct expr **exprp, const char *sql,
		    const char *group)
{
	return sql ? expr_compile(exprp, c->box, sql, group) : 0;
}

static int compile_field(struct checker *c, struct field_exprs *e,
			 const char **whatp)
{
	const char *group = e->at->section->repeat ? e->at->section->group
						   : NULL;
	int err;

	*whatp = "required";
	err = checker_compile(c, &e->required, e->at->field->required, group);
	if (err)
		return err;
	*whatp = "relevant";
	err = checker_compile(c, &e->relevant, e->at->field->relevant, group);
	if (err)
		return err;
	*whatp = "constraint";
	err = checker_compile(c, &e->constraint, e->at->field->constraint,
			      group);
	if (err)
		return err;
	*whatp = "calculate";
	return checker_compile(c, &e->calculate, e->at->field->calculate,
			       group);
}

static int compile_rule(struct checker *c, size_t i)
{
	const struct rule *rule = &c->pack->rules[i];
	const char *what = "when";
	int err = checker_compile(c, &c->rules[i].when, rule->when, rule->each);

	if (!err) {
		what = "holds";
		err = checker_compile(c, &c->rules[i].holds, rule->holds,
				      rule->each);
	}
	if (!err)
		return 0;

	err = err_prefix(err, "%s", rule->id);
	return pack_row_error(err, c->pack, "data/rules.yaml", "rules", i,
			      what);
}

static int compile_paper(struct checker *c, size_t i)
{
	const struct paper *paper = &c->pack->papers[i];
	const char *what = "when";
	int err = checker_compile(c, &c->papers[i].when, paper->when, NULL);

	if (!err) {
		what = "insist";
		err = checker_compile(c, &c->papers[i].insist, paper->insist,
				      NULL);
	}
	return err ? pack_row_error(err_prefix(err, "%s", paper->id), c->pack,
				    "data/papers.yaml", "papers", i, what)
		   : 0;
}

static int compile_outcomes(struct checker *c)
{
	for (unsigned i = 0; i < c->pack->outcomes_count; i++) {
		const struct assess *o = &c->pack->outcomes[i];
		int err = checker_compile(c, &c->outcomes[i], o->when, NULL);

		if (err)
			return pack_row_error(err_prefix(err, "%s", o->id),
					      c->pack, "data/assess.yaml",
					      "outcomes", i, "when");
	}

	return 0;
}

/* A number that does not parse must not wait for the first dossier */
static int try_profile(struct checker *c, size_t i)
{
	int err = profile_fill(c->box, c->pack, &c->pack->profiles[i]);

	return err ? pack_row_error(EBADMSG, c->pack, "data/profiles.yaml",
				    "profiles", i, "numbers")
		   : 0;
}

int checker_alloc(struct checker **checkerp, const struct pack *pack)
{
	struct checker *c = x_calloc(1, sizeof(*c));
	const char *what = "";
	int err;

	c->pack = pack;
	c->rules = x_calloc(pack->rules_count, sizeof(*c->rules));
	c->fields = x_calloc(pack->fields_count, sizeof(*c->fields));
	c->papers = x_calloc(pack->papers_count, sizeof(*c->papers));
	c->outcomes = x_calloc(pack->outcomes_count, sizeof(struct expr *));
	for (size_t i = 0; i < pack->fields_count; i++)
		c->fields[i].at = &pack->fields[i];
	err = box_open(&c->box);
	if (!err)
		err = add_tables(c);
	for (size_t i = 0; i < c->pack->fields_count && !err; i++) {
		err = compile_field(c, &c->fields[i], &what);
		if (err)
			err = pack_field_error(err, pack, &pack->fields[i],
					       what);
	}
	for (size_t i = 0; i < pack->rules_count && !err; i++)
		err = compile_rule(c, i);
	for (size_t i = 0; i < pack->papers_count && !err; i++)
		err = compile_paper(c, i);
	if (!err)
		err = compile_outcomes(c);
	if (!err)
		err = checker_compile_stages(c);
	for (size_t i = 0; i < pack->profiles_count && !err; i++)
		err = try_profile(c, i);

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

	for (size_t i = 0; i < checker->pack->fields_count; i++) {
		expr_free(checker->fields[i].required);
		expr_free(checker->fields[i].relevant);
		expr_free(checker->fields[i].constraint);
		expr_free(checker->fields[i].calculate);
	}
	for (size_t i = 0; i < checker->pack->rules_count; i++) {
		expr_free(checker->rules[i].when);
		expr_free(checker->rules[i].holds);
	}
	for (size_t i = 0; i < checker->pack->papers_count; i++) {
		expr_free(checker->papers[i].when);
		expr_free(checker->papers[i].insist);
	}
	for (size_t i = 0; i < checker->pack->outcomes_count; i++)
		expr_free(checker->outcomes[i]);
	free(checker->fields);
	free(checker->rules);
	free(checker->papers);
	free(checker->outcomes);
	checker_free_stages(checker);
	box_close(checker->box);
	free(checker);
}
