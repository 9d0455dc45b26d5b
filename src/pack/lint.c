/**
 * @file pack/lint.c  Traps in a pack that is right by its schema
 */
#include "pack/lint.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pack/lint_token.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

/* A pack being read */
struct linting {
	const struct pack *pack;
	lint_h *h;
	void *arg;
	size_t count;
	/* where the expression stands */
	const char *file;
	const char *list;
	size_t row;
	const char *what;
};

static void complain(struct linting *l, const char *sentence)
{
	int err;

	if (l->count++ >= LINT_MAX)
		return;

	err = err_set(EBADMSG, "%s", sentence);
	err = pack_row_error(err, l->pack, l->file, l->list, l->row, l->what);
	l->h(err_text(err), l->arg);
}

static bool is_number(const struct token *t)
{
	return t->kind == TOKEN_INT || t->kind == TOKEN_REAL;
}

static bool is_sql_number(enum field_type type)
{
	return type == FIELD_INT || type == FIELD_NUMBER ||
	       type == FIELD_MONEY || type == FIELD_BOOL || type == FIELD_RATIO;
}

static bool has_choice(const struct field *field, const struct token *t)
{
	for (unsigned i = 0; i < field->choices_count; i++) {
		if (strlen(field->choices[i].value) == t->n &&
		    memcmp(field->choices[i].value, t->s, t->n) == 0)
			return true;
	}

	return false;
}

/* A fact and a literal that are compared */
static void check_pair(struct linting *l, const struct token *name,
		       const struct token *literal)
{
	const bool digit = literal->n == 1 &&
			   (*literal->s == '0' || *literal->s == '1');
	struct str say = { 0 };

	if (literal->kind == TOKEN_TEXT && is_sql_number(name->type))
		str_addf(&say,
			 _("%.*s is a number and compared with the text "
			   "'%.*s'"),
			 (int)name->n, name->s, (int)literal->n, literal->s);
	else if (is_number(literal) && !is_sql_number(name->type))
		str_addf(&say,
			 _("%.*s is a text and compared with the number "
			   "%.*s"),
			 (int)name->n, name->s, (int)literal->n, literal->s);
	else if (literal->kind == TOKEN_TEXT && name->field &&
		 name->field->choices_count > 0 && literal->n > 0 &&
		 !has_choice(name->field, literal))
		str_addf(&say, _("%.*s is never '%.*s': no such choice"),
			 (int)name->n, name->s, (int)literal->n, literal->s);
	else if (name->type == FIELD_BOOL && is_number(literal) && !digit)
		str_addf(&say, _("%.*s is 0 or 1, never %.*s"), (int)name->n,
			 name->s, (int)literal->n, literal->s);
	else if (name->type == FIELD_MONEY && is_number(literal) &&
		 !(digit && *literal->s == '0'))
		str_addf(&say,
			 _("%.*s is an amount in fen; write wan(%.*s) for "
			   "%.*s times 10,000 yuan"),
			 (int)name->n, name->s, (int)literal->n, literal->s,
			 (int)literal->n, literal->s);
	if (say.len)
		complain(l, say.s);
	str_release(&say);
}

static bool is_arithmetic(const struct token *t)
{
	static const char *const ops[] = { "+", "-", "*", "/", "%", "|" };

	for (size_t i = 0; i < ARRAY_LEN(ops); i++) {
		if (token_is(t, ops[i]))
			return true;
	}

	return false;
}

/* The two sides of a comparison, unless they are reckoned with */
static void check_sides(struct linting *l, const struct tokens *all, size_t i)
{
	const size_t k = i + 1 +
			 (i + 1 < all->c && token_is(&all->v[i + 1], "NOT"));
	const struct token *a = &all->v[i - 1];
	const struct token *b = &all->v[k];

	if (k >= all->c || (i > 1 && is_arithmetic(a - 1)) ||
	    (k + 1 < all->c && is_arithmetic(b + 1)))
		return;
	if (a->kind == TOKEN_FACT && token_is_literal(b))
		check_pair(l, a, b);
	else if (b->kind == TOKEN_FACT && token_is_literal(a))
		check_pair(l, b, a);
}

/* What stands before IN or BETWEEN, or before the NOT of either */
static const struct token *listed(const struct tokens *all, size_t i)
{
	const struct token *t = &all->v[i - 1];

	return i > 1 && token_is(t, "NOT") ? t - 1 : t;
}

/* Whole numbers divide without a remainder */
static bool is_whole(const struct token *t)
{
	return t->kind == TOKEN_INT ||
	       (t->kind == TOKEN_FACT &&
		(t->type == FIELD_INT || t->type == FIELD_MONEY ||
		 t->type == FIELD_BOOL));
}

static void check_division(struct linting *l, const struct tokens *all,
			   size_t i)
{
	const struct token *left = &all->v[i - 1];

	if (i + 1 >= all->c || !is_whole(&all->v[i + 1]))
		return;
	/* 1.0 * a / b is right: what was reckoned before is no whole number */
	while (is_whole(left) && left - all->v >= 2 &&
	       (token_is(left - 1, "*") || token_is(left - 1, "/")))
		left -= 2;
	if (is_whole(left))
		complain(l, _("whole numbers are divided without remainder; "
			      "write 1.0 * in front"));
}

/* name IN ('a', 'b') and name BETWEEN 1 AND 2 */
static void check_list(struct linting *l, const struct tokens *all, size_t i)
{
	const struct token *name = listed(all, i);

	if (name->kind != TOKEN_FACT)
		return;
	for (size_t k = i + 1; k < all->c; k++) {
		if (token_is_literal(&all->v[k]))
			check_pair(l, name, &all->v[k]);
		else if (!token_is(&all->v[k], "(") &&
			 !token_is(&all->v[k], ",") &&
			 !token_is(&all->v[k], "AND"))
			break;
		if (token_is(&all->v[i], "BETWEEN") && k >= i + 3)
			break;
	}
}

/* CASE name WHEN 'a' ... WHEN 'b' ... END */
static void check_case(struct linting *l, const struct tokens *all, size_t i)
{
	int depth = 0;

	if (i + 1 >= all->c || all->v[i + 1].kind != TOKEN_FACT)
		return;
	for (size_t k = i + 1; k + 1 < all->c && depth >= 0; k++) {
		depth += token_is(&all->v[k], "CASE");
		depth -= token_is(&all->v[k], "END");
		if (depth == 0 && token_is(&all->v[k], "WHEN") &&
		    token_is_literal(&all->v[k + 1]))
			check_pair(l, &all->v[i + 1], &all->v[k + 1]);
	}
}

/* has(name, 'a') */
static void check_has(struct linting *l, const struct tokens *all, size_t i)
{
	if (i + 4 < all->c && token_is(&all->v[i + 1], "(") &&
	    all->v[i + 2].kind == TOKEN_FACT && token_is(&all->v[i + 3], ",") &&
	    token_is_literal(&all->v[i + 4]))
		check_pair(l, &all->v[i + 2], &all->v[i + 4]);
}

static bool is_comparison(const struct token *t)
{
	static const char *const ops[] = { "=", "==", "<>", "!=", "<",
					   ">", "<=", ">=", "IS" };

	for (size_t i = 0; i < ARRAY_LEN(ops); i++) {
		if (token_is(t, ops[i]))
			return true;
	}

	return false;
}

static void lint_sql(struct linting *l, const char *what, const char *sql)
{
	struct tokens all = { 0 };

	if (!sql)
		return;

	l->what = what;
	tokens_read(&all, l->pack, sql);
	for (size_t i = 0; i < all.c; i++) {
		const struct token *t = &all.v[i];

		if (i > 0 && token_is(t, "/"))
			check_division(l, &all, i);
		else if (i > 0 && i + 1 < all.c && is_comparison(t))
			check_sides(l, &all, i);
		else if (i > 0 && (token_is(t, "IN") || token_is(t, "BETWEEN")))
			check_list(l, &all, i);
		else if (token_is(t, "CASE"))
			check_case(l, &all, i);
		else if (token_is(t, "has"))
			check_has(l, &all, i);
	}
	tokens_release(&all);
}

/* What {{word}}, {{at}} and {{place}} are filled in with only a scan knows */
static bool is_of_scan(const char *name)
{
	return strcmp(name, "word") == 0 || strcmp(name, "at") == 0 ||
	       strcmp(name, "place") == 0;
}

/* What is between {{ and }} must be a fact that has one value there: in a rule
 * judged row by row that of the row */
static void check_blank(struct linting *l, const char *name,
			const struct rule *rule)
{
	const char *each = rule && rule->each ? rule->each : "";
	const struct section *section = NULL;
	struct str say = { 0 };
	struct token t;

	if (rule && rule->scan && is_of_scan(name))
		return;

	token_resolve(&t, l->pack, name, strlen(name));
	if (t.kind != TOKEN_FACT) {
		str_addf(&say, _("no fact %s to fill in"), name);
	} else if (t.field) {
		char *group = x_strndup(name, strcspn(name, "."));

		section = pack_section(l->pack, group);
		free(group);
	}
	if (section && section->repeat && strcmp(section->group, each) != 0)
		str_addf(&say, _("%s repeats and has no one value to fill in"),
			 name);
	if (say.len)
		complain(l, say.s);
	str_release(&say);
}

static void lint_sentence(struct linting *l, const char *what,
			  const char *sentence, const struct rule *rule)
{
	const char *open = sentence;

	l->what = what;
	while (open && (open = strstr(open, "{{")) != NULL) {
		const char *close = strstr(open, "}}");
		char *name;

		if (!close) {
			complain(l, _("{{ without }}"));
			break;
		}
		name = x_strndup(open + 2, (size_t)(close - open - 2));
		check_blank(l, name, rule);
		free(name);
		open = close;
	}
}

static void lint_fields(struct linting *l)
{
	for (unsigned i = 0; i < l->pack->fields_count; i++) {
		const struct pack_field *f = &l->pack->fields[i];
		struct str list = { 0 };

		str_addf(&list, "sections[%td].fields",
			 f->section - f->form->sections);
		l->file = f->form->path;
		l->list = list.s;
		l->row = (size_t)(f->field - f->section->fields);
		lint_sql(l, "required", f->field->required);
		lint_sql(l, "relevant", f->field->relevant);
		lint_sql(l, "constraint", f->field->constraint);
		lint_sql(l, "calculate", f->field->calculate);
		if (f->field->sources_count == 0) {
			l->what = NULL;
			complain(l, _("the field cites no source"));
		}
		str_release(&list);
	}
}

/* The groups of what the program itself finds: without them it would be counted
 * and not listed */
static void lint_groups(struct linting *l)
{
	static const char *const own[] = { GROUP_FORM, GROUP_PAPER };

	l->list = "groups";
	l->row = 0;
	l->what = NULL;
	for (size_t i = 0; i < ARRAY_LEN(own); i++) {
		struct str say = { 0 };

		str_addf(&say, _("no group %s"), own[i]);
		if (!pack_group(l->pack, own[i]))
			complain(l, say.s);
		str_release(&say);
	}
}

static void lint_rules(struct linting *l)
{
	l->file = "data/rules.yaml";
	lint_groups(l);
	l->list = "rules";
	for (l->row = 0; l->row < l->pack->rules_count; l->row++) {
		const struct rule *rule = &l->pack->rules[l->row];

		lint_sql(l, "when", rule->when);
		lint_sql(l, "holds", rule->holds);
		lint_sentence(l, "sentence", rule->sentence, rule);
		lint_sentence(l, "sentence_en", rule->sentence_en, rule);
		lint_sentence(l, "fix", rule->fix, rule);
		lint_sentence(l, "fix_en", rule->fix_en, rule);
		l->what = NULL;
		if (!rule->fix)
			complain(l, _("the rule does not say what to do"));
	}
}

static void lint_others(struct linting *l)
{
	l->file = "data/papers.yaml";
	l->list = "papers";
	for (l->row = 0; l->row < l->pack->papers_count; l->row++) {
		const struct paper *paper = &l->pack->papers[l->row];

		lint_sql(l, "when", paper->when);
		lint_sql(l, "insist", paper->insist);
		l->what = NULL;
		if (paper->kind == PAPER_SCAN && !paper->held)
			complain(l, _("nothing shows that the scan is in "
				      "hand"));
	}
	l->file = "data/assess.yaml";
	l->list = "outcomes";
	for (l->row = 0; l->row < l->pack->outcomes_count; l->row++) {
		const struct assess *o = &l->pack->outcomes[l->row];

		lint_sql(l, "when", o->when);
		lint_sentence(l, "sentence", o->sentence, NULL);
		lint_sentence(l, "sentence_en", o->sentence_en, NULL);
		lint_sentence(l, "fix", o->fix, NULL);
		lint_sentence(l, "fix_en", o->fix_en, NULL);
	}
}

/* The list that the office opens is not made anew each day */
static void lint_due(struct linting *l, const char *what, const char *sql)
{
	lint_sql(l, what, sql);
	if (sql && strstr(sql, "today("))
		complain(l,
			 _("today() is another day tomorrow, and what is due "
			   "is computed anew only when facts or the year "
			   "change"));
}

/* Whether an act leads on from a stage that is reached */
static bool is_possible(const struct pack *pack, const struct act *act,
			const bool *reached)
{
	for (unsigned i = 0; i < act->from_count; i++) {
		const struct stage *from = pack_stage(pack, act->from[i]);

		if (from && reached[from - pack->stages])
			return true;
	}

	return false;
}

/* Stages that acts lead to from the first one, by place */
static bool *reach(const struct pack *pack)
{
	bool *reached = x_calloc(pack->stages_count + 1, sizeof(*reached));
	bool more = true;

	reached[0] = true;
	while (more) {
		more = false;
		for (unsigned i = 0; i < pack->acts_count; i++) {
			const struct act *act = &pack->acts[i];
			const struct stage *to = pack_stage(pack, act->to);
			bool *there = to ? &reached[to - pack->stages] : NULL;

			if (there && !*there && is_possible(pack, act, reached))
				more = *there = true;
		}
	}

	return reached;
}

static void lint_stages(struct linting *l)
{
	bool *reached = reach(l->pack);

	l->file = "data/stages.yaml";
	l->list = "stages";
	l->what = NULL;
	for (l->row = 0; l->row < l->pack->stages_count; l->row++) {
		if (!reached[l->row])
			complain(l, _("no act leads to this stage"));
	}
	l->list = "acts";
	for (l->row = 0; l->row < l->pack->acts_count; l->row++) {
		const struct act *act = &l->pack->acts[l->row];

		lint_sql(l, "guard", act->guard);
		lint_sentence(l, "closed", act->closed, NULL);
		lint_sentence(l, "closed_en", act->closed_en, NULL);
		l->what = NULL;
		if (!is_possible(l->pack, act, reached))
			complain(l, _("nobody can do this act: no stage that "
				      "it leads on from is reached"));
		if (act->guard && !act->closed)
			complain(l, _("the act does not say why it is "
				      "closed"));
	}
	free(reached);
}

static void lint_duties(struct linting *l)
{
	l->file = "data/clocks.yaml";
	l->list = "clocks";
	for (l->row = 0; l->row < l->pack->clocks_count; l->row++) {
		const struct clock_row *clock = &l->pack->clocks[l->row];

		lint_due(l, "days", clock->days);
		lint_due(l, "unit", clock->unit);
		lint_due(l, "when", clock->when);
	}
	l->file = "data/duties.yaml";
	l->list = "duties";
	for (l->row = 0; l->row < l->pack->duties_count; l->row++) {
		const struct duty *duty = &l->pack->duties[l->row];

		lint_due(l, "when", duty->when);
		lint_due(l, "due", duty->due);
		lint_due(l, "done_when", duty->done_when);
	}
	l->list = "expiries";
	for (l->row = 0; l->row < l->pack->expiries_count; l->row++)
		lint_due(l, "when", l->pack->expiries[l->row].when);
}

size_t pack_lint(const struct pack *pack, lint_h *h, void *arg)
{
	struct linting l = { .pack = pack, .h = h, .arg = arg };

	lint_fields(&l);
	lint_rules(&l);
	lint_others(&l);
	lint_stages(&l);
	lint_duties(&l);
	return l.count;
}
