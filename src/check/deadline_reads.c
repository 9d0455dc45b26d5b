/**
 * @file course/deadline_reads.c  Which facts the deadlines of a pack read: few
 * of those that a dossier has
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "check/checker.h"
#include "check/run.h"
#include "dossier/step.h"
#include "util/mem.h"

/* What is done, ticked off, switched off and to be done, and what finds the
 * profile */
static const char always[] = STEP_GROUP ".* " DONE_GROUP ".* " OFF_GROUP
					".* " TASK_GROUP ".* app.scope "
					"app.province need.reach need.province";

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool names(const char *sql, const char *group)
{
	const size_t n = strlen(group);

	for (const char *at = strstr(sql, group); at;
	     at = strstr(at + 1, group))
		if ((at == sql || !is_word(at[-1])) && !is_word(at[n]))
			return true;

	return false;
}

/* What an expression reads; of a group with rows all of it, as their number may
 * be all that counts */
static void add(struct str *to, const struct pack *pack, const char *sql,
		const struct expr *expr)
{
	if (!sql)
		return;

	run_add_words(to, expr_reads(expr));
	for (unsigned i = 0; i < pack->fields_count; i++) {
		const struct section *section = pack->fields[i].section;
		struct str all = { 0 };

		if (i > 0 && section == pack->fields[i - 1].section)
			continue;
		if (section->repeat && names(sql, section->group)) {
			str_addf(&all, "%s.*", section->group);
			run_add_words(to, all.s);
		}
		str_release(&all);
	}
}

static void add_rows(struct str *to, const struct checker *c)
{
	const struct pack *pack = c->pack;

	for (unsigned i = 0; i < pack->clocks_count; i++) {
		add(to, pack, pack->clocks[i].when, c->clocks[i].when);
		add(to, pack, pack->clocks[i].days, c->clocks[i].days);
		add(to, pack, pack->clocks[i].unit, c->clocks[i].unit);
	}
	for (unsigned i = 0; i < pack->duties_count; i++) {
		add(to, pack, pack->duties[i].when, c->duties[i].when);
		add(to, pack, pack->duties[i].due, c->duties[i].due);
		add(to, pack, pack->duties[i].done_when,
		    c->duties[i].done_when);
	}
	for (unsigned i = 0; i < pack->expiries_count; i++) {
		const struct expiry *x = &pack->expiries[i];
		struct str fact = { 0 };

		str_addf(&fact, "%s%s%s", x->each ? x->each : "",
			 x->each ? "." : "", x->fact);
		run_add_words(to, fact.s);
		str_release(&fact);
		add(to, pack, x->when, c->expiries[i]);
	}
}

static bool has_field(const char *words, const struct pack_field *f)
{
	struct str name = { 0 };
	bool has;

	str_addf(&name, "%s.%s", f->section->group, f->field->key);
	has = run_has_word(words, name.s);
	str_release(&name);
	return has;
}

/* What is calculated and read needs what it is calculated from */
static void add_inputs(struct str *to, struct checker *c)
{
	size_t before;

	do {
		before = to->len;
		for (unsigned i = 0; i < c->pack->fields_count; i++) {
			const struct pack_field *f = &c->pack->fields[i];

			if (!f->field->calculate || !has_field(to->s, f))
				continue;
			c->due_fields[i] = true;
			add(to, c->pack, f->field->calculate,
			    c->fields[i].calculate);
		}
	} while (to->len > before);
}

static int by_text(const void *a, const void *b)
{
	const char *const *wa = a;
	const char *const *wb = b;

	return strcmp(*wa, *wb);
}

/* The words, in order; the caller frees them */
static char **sort(const char *words, size_t *countp)
{
	char **wordv = NULL;
	size_t c = 0;

	while (*words) {
		const size_t n = strcspn(words, " ");

		wordv = x_grow(wordv, c, sizeof(char *));
		wordv[c++] = x_strndup(words, n);
		words += n + (words[n] == ' ');
	}
	if (c > 0)
		qsort(wordv, c, sizeof(*wordv), by_text);
	*countp = c;
	return wordv;
}

/* One more key of a group that may be the last one already */
static void want(struct checker *c, size_t *countp, const char *word)
{
	const size_t n = strcspn(word, ".");
	const bool all = strcmp(word + n, ".*") == 0;
	struct fact_wanted *w = *countp ? &c->due[*countp - 1] : NULL;
	struct str keys = { 0 };

	if (!w || strlen(w->group) != n || strncmp(w->group, word, n) != 0) {
		c->due = x_reallocarray(c->due, *countp + 2, sizeof(*c->due));
		w = &c->due[(*countp)++];
		w->group = x_strndup(word, n);
		w->keys = all ? NULL : x_strdup(" ");
		w[1] = (struct fact_wanted){ NULL, NULL };
	}
	if (!all && w->keys) { /* ".*" comes first */
		str_addf(&keys, "%s%s ", w->keys, word + n + 1);
		free(w->keys);
		w->keys = str_take(&keys);
	}
}

void checker_note_due(struct checker *c)
{
	struct str words = { 0 };
	char **wordv;
	size_t wordc;
	size_t count = 0;

	c->due_fields = x_calloc(c->pack->fields_count + 1, sizeof(bool));
	str_add(&words, always);
	add_rows(&words, c);
	add_inputs(&words, c);
	wordv = sort(words.s, &wordc);
	for (size_t i = 0; i < wordc; i++) {
		want(c, &count, wordv[i]);
		free(wordv[i]);
	}
	free(wordv);
	str_release(&words);
}
