/**
 * @file check/text.c  Sentences of findings: what was read, what was
 * not known
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/checker.h"
#include "check/profile.h"
#include "check/run.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "value/value.h"

#define SAW_CHARS 40 /* of a long text */

bool run_has_word(const char *words, const char *word)
{
	const size_t len = strlen(word);
	const char *at = words;

	while ((at = strstr(at, word)) != NULL) {
		if ((at == words || at[-1] == ' ') &&
		    (at[len] == ' ' || !at[len]))
			return true;
		at += len;
	}

	return false;
}

void run_add_words(struct str *to, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, " ");
		char *word = x_strndup(words, n);

		if (!run_has_word(str_text(to), word))
			str_addf(to, "%s%s", to->len ? " " : "", word);
		free(word);
		words += n + (words[n] == ' ');
	}
}

/* A fact as rules name it, group.key; in a group judged row by row that row's
 */
static bool key_of(struct fact_key *key, const char *word, size_t n,
		   const char *each, int row)
{
	char name[100];

	if (n >= sizeof(name))
		return false;
	memcpy(name, word, n);
	name[n] = '\0';
	if (fact_key_decode(key, NULL, name, NULL, NULL) != 0)
		return false;
	if (each && key->n == 0 && strcmp(key->group, each) == 0)
		key->n = row;
	return true;
}

void run_fill_in(const struct run *run, struct str *to, const char *sentence,
		 const char *each, int n)
{
	const char *open;

	while ((open = strstr(sentence, "{{")) != NULL) {
		const char *close = strstr(open, "}}");
		const struct fact *fact = NULL;
		struct fact_key key;

		if (!close)
			break;
		str_add_n(to, sentence, (size_t)(open - sentence));
		sentence = close + 2;
		if (key_of(&key, open + 2, (size_t)(close - open - 2), each,
			   n)) {
			if (profile_print(to, run->checker->pack, run->profile,
					  key.group, key.key))
				continue;
			fact = facts_find(run->facts, key.group, key.n,
					  key.key);
		}
		if (fact && fact->field)
			value_print(to, fact->field, fact->value);
		else
			str_add(to, _("(not filled in)"));
	}
	str_add(to, sentence);
}

/* Known in every row of a repeating group */
static bool is_known(const struct run *run, const struct section *section,
		     const struct fact_key *key)
{
	const int rows = facts_rows(run->facts, key->group);
	bool known = rows > 0;

	if (!section->repeat || key->n > 0)
		return facts_value(run->facts, key->group, key->n, key->key) !=
		       NULL;

	for (int n = 1; n <= rows && known; n++)
		known = facts_value(run->facts, key->group, n, key->key) !=
			NULL;
	return known;
}

/* What people call a fact that is not known; NULL if it is */
static const char *unknown_name(const struct run *run,
				const struct fact_key *key)
{
	const struct section *section = NULL;
	const struct field *field = pack_field(run->checker->pack, key->group,
					       key->key, &section);

	if (field)
		return is_known(run, section, key)
			       ? NULL
			       : lang_pick(field->label, field->label_en);
	if (strcmp(key->group, "profile") != 0 ||
	    profile_number(run->profile, key->key, NUMBER_RULE))
		return NULL;
	return _("the authority's number");
}

void run_say_unknown(const struct run *run, struct str *to, const char *reads,
		     const char *each, int row)
{
	const char *all = reads;
	struct str names = { 0 };
	char *saw;
	size_t n;

	for (; *reads; reads += n + (reads[n] == ' ')) {
		struct fact_key key;
		const char *name;

		n = strcspn(reads, " ");
		name = key_of(&key, reads, n, each, row)
			       ? unknown_name(run, &key)
			       : NULL;
		if (name)
			str_addf(&names, "%s%s",
				 names.len == 0 ? ""
				 : lang_is_zh() ? "、"
						: ", ",
				 name);
	}
	if (names.len > 0) {
		str_add(to, _("cannot be judged yet; not known: "));
		str_add(to, names.s);
	} else {
		saw = run_saw(run, all, each, row);
		str_add(to, _("cannot be judged; no answer follows from: "));
		str_add(to, saw);
		free(saw);
	}
	str_release(&names);
}

static void print_short(struct str *to, const struct fact *fact)
{
	struct str value = { 0 };
	const char *end;
	size_t left = SAW_CHARS;

	if (fact->field && fact->ok)
		value_print(&value, fact->field, fact->value);
	else
		str_add(&value, fact->value);
	end = str_text(&value);
	while (*end && left > 0) {
		(void)text_next(&end);
		left--;
	}
	str_add_n(to, str_text(&value), (size_t)(end - str_text(&value)));
	if (*end)
		str_add(to, "…");
	str_release(&value);
}

/* What people call profile.area and advice.area */
static void say_number(struct str *to, const struct fact_key *key)
{
	const bool advice = strcmp(key->group, "advice") == 0;

	for (unsigned i = 0; i < number_kinds_count; i++) {
		if (strcmp(number_kinds[i].name, key->key) != 0)
			continue;
		str_addf(to, _("%s (%s)="), _(number_kinds[i].title),
			 number_strength_title(advice ? NUMBER_ADVICE
						      : NUMBER_RULE));
		return;
	}
	str_addf(to, "%s.%s=", key->group, key->key);
}

static void saw_one(const struct run *run, struct str *to,
		    const struct fact_key *key)
{
	const struct section *section = NULL;
	const struct field *field = pack_field(run->checker->pack, key->group,
					       key->key, &section);
	const struct fact *fact;

	if (!field) {
		say_number(to, key);
		(void)profile_print(to, run->checker->pack, run->profile,
				    key->group, key->key);
		return;
	}

	str_addf(to, "%s=", lang_pick(field->label, field->label_en));
	if (section->repeat && key->n == 0) {
		str_addf(to, _("(%d rows)"),
			 facts_rows(run->facts, key->group));
		return;
	}
	fact = facts_find(run->facts, key->group, key->n, key->key);
	if (fact)
		print_short(to, fact);
	else
		str_add(to, _("(not filled in)"));
}

char *run_saw(const struct run *run, const char *reads, const char *each,
	      int row)
{
	struct str to = { 0 };
	struct fact_key key;
	size_t n;

	for (; *reads; reads += n + (reads[n] == ' ')) {
		n = strcspn(reads, " ");
		if (!key_of(&key, reads, n, each, row))
			continue;
		str_add(&to, to.len ? "; " : "");
		saw_one(run, &to, &key);
	}
	if (to.len == 0)
		str_add(&to, "");
	return str_take(&to);
}
