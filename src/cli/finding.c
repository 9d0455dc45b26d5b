/**
 * @file cli/finding.c  Findings, scores and numbers as text and as JSON
 */
#include "cli/finding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/numbers.h"
#include "cli/cli.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define WIDTH_TERM 24

/* clang-format off */
/* The parts of a list of findings, in the order they are printed */
static const struct {
	const char *title;
	enum outcome outcome;
	enum severity severity;
	bool any_severity;
} parts[] = {
	{ N_("Blocking"),       OUTCOME_FAIL,    SEVERITY_ERROR, false },
	{ N_("Warnings"),       OUTCOME_FAIL,    SEVERITY_WARN,  false },
	{ N_("Unknown"),        OUTCOME_UNKNOWN, SEVERITY_ERROR, true  },
	{ N_("Hints"),          OUTCOME_FAIL,    SEVERITY_INFO,  false },
	{ N_("Passed"),         OUTCOME_PASS,    SEVERITY_ERROR, true  },
	{ N_("Not applicable"), OUTCOME_NA,      SEVERITY_ERROR, true  },
};
/* clang-format on */

void print_safe(const char *before, const char *text)
{
	char safe[8192];

	text_printable(safe, sizeof(safe), text);
	(void)printf("%s%s\n", before, safe);
}

void print_lines(const char *before, const char *text)
{
	while (*text) {
		const size_t n = strcspn(text, "\n");
		char *line = x_strndup(text, n);

		print_safe(before, line);
		free(line);
		text += n + (text[n] == '\n');
	}
}

void print_sources(const struct pack *pack, char *const *keys, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const struct source *s = pack_source(pack, keys[i]);

		(void)printf("      %s [%s, %s] %s\n", i ? "    " : _("from"),
			     s->key, strength_title(s->strength),
			     lang_pick(s->title, s->title_en));
	}
}

void print_finding(const struct pack *pack, const struct finding *f)
{
	cli_say("  [%s] %-8s %s%s%s", outcome_title(f->outcome), f->id,
		f->title, f->place ? "  " : "", f->place ? f->place : "");
	if (f->sentence && *f->sentence)
		print_safe("      ", f->sentence);
	if (f->stale) {
		(void)printf("      %s ", _("stale:"));
		print_safe("", f->stale);
	}
	if (f->fix) {
		(void)printf("      %s ", pack_paper(pack, f->id)
						  ? _("why due:")
						  : _("to do:"));
		print_safe("", f->fix);
	}
	if (f->saw && *f->saw) {
		(void)printf("      %s ", _("reads:"));
		print_safe("", f->saw);
	}
	print_sources(pack, f->sources, f->sources_count);
}

static bool belongs(const struct finding *f, size_t part)
{
	return f->outcome == parts[part].outcome &&
	       (parts[part].any_severity ||
		f->severity == parts[part].severity);
}

static size_t count_part(const struct findings *found, size_t part)
{
	size_t n = 0;

	for (size_t i = 0; i < found->c; i++)
		n += belongs(&found->v[i], part);
	return n;
}

/* The findings of a part, group by group */
static void print_part(const struct pack *pack, const struct findings *found,
		       size_t part)
{
	for (unsigned g = 0; g < pack->groups_count; g++) {
		const struct rule_group *group = &pack->groups[g];
		bool head = false;

		for (size_t i = 0; i < found->c; i++) {
			const struct finding *f = &found->v[i];

			if (!belongs(f, part) ||
			    strcmp(f->group, group->key) != 0)
				continue;
			if (!head)
				(void)printf(" %s\n",
					     lang_pick(group->title,
						       group->title_en));
			head = true;
			print_finding(pack, f);
		}
	}
}

/* Ids on one line; those that passed with a remark are told in full */
static void print_ids(const struct findings *found, size_t part)
{
	for (size_t i = 0; i < found->c; i++) {
		const struct finding *f = &found->v[i];

		if (belongs(f, part))
			(void)printf(" %s", f->id);
	}
	(void)puts("");
	for (size_t i = 0; i < found->c; i++) {
		const struct finding *f = &found->v[i];

		if (!belongs(f, part))
			continue;
		if (f->sentence && *f->sentence) {
			(void)printf("  %s ", f->id);
			print_safe("", f->sentence);
		}
		if (f->stale) {
			(void)printf("  %s %s ", f->id, _("stale:"));
			print_safe("", f->stale);
		}
	}
}

static void print_score(const struct findings *found)
{
	(void)printf(_("Readiness %u.%02u of 100"), found->score / 100,
		     found->score % 100);
	(void)puts("");
	for (size_t i = 0; i < found->terms_count; i++) {
		const struct score_term *t = &found->terms[i];

		(void)fputs("  ", stdout);
		cli_print_cell(lang_pick(t->group->title, t->group->title_en),
			       WIDTH_TERM);
		(void)printf("%3u.%02u / %-3d  %u / %u\n", t->points / 100,
			     t->points % 100, t->group->weight, t->done, t->of);
	}
	if (findings_gates(found) == 0)
		(void)puts(_("Gates: all passed"));
	else
		(void)printf(_("Gates: closed; %zu block, %zu are unknown; "
			       "the score does not open them\n"),
			     found->blocking, found->open);
}

void print_findings(const struct pack *pack, const struct findings *found,
		    bool all)
{
	for (size_t p = 0; p < ARRAY_LEN(parts); p++) {
		const size_t n = count_part(found, p);
		const bool brief = parts[p].outcome == OUTCOME_PASS ||
				   parts[p].outcome == OUTCOME_NA;

		if (n == 0)
			continue;
		(void)printf("%s %zu", _(parts[p].title), n);
		if (brief && !all) {
			print_ids(found, p);
		} else {
			(void)puts("");
			print_part(pack, found, p);
		}
	}
	print_score(found);
	cli_say(_("%zu pass, %zu fail (%zu of them block), %zu unknown, "
		  "%zu not applicable; unknown is not pass"),
		found->count[OUTCOME_PASS], found->count[OUTCOME_FAIL],
		found->blocking, found->count[OUTCOME_UNKNOWN],
		found->count[OUTCOME_NA]);
}

void print_numbers(const struct pack *pack, const struct profile *profile,
		   const char *reads)
{
	struct str say = { 0 };

	for (unsigned i = 0; i < number_kinds_count; i++) {
		if (!reads || numbers_are_read(reads, &number_kinds[i]))
			numbers_say(&say, pack, profile, &number_kinds[i],
				    NUMBERS_FULL);
	}
	print_lines("    ", str_text(&say));
	str_release(&say);
}

void print_conflicts(const struct pack *pack, const struct profile *profile)
{
	struct str say = { 0 };

	for (unsigned i = 0; i < number_kinds_count; i++) {
		if (numbers_disagree(pack, profile, &number_kinds[i]))
			numbers_say(&say, pack, profile, &number_kinds[i],
				    NUMBERS_KEYS);
	}
	if (say.len)
		(void)puts(_("Sources disagree"));
	print_lines("  ", str_text(&say));
	str_release(&say);
}

cJSON *sources_json(const struct pack *pack, char *const *keys, unsigned count)
{
	cJSON *list = cJSON_CreateArray();

	for (unsigned i = 0; i < count; i++) {
		const struct source *s = pack_source(pack, keys[i]);
		cJSON *item = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(item, "key", s->key);
		(void)cJSON_AddStringToObject(item, "strength",
					      strength_name(s->strength));
		(void)cJSON_AddStringToObject(item, "title",
					      lang_pick(s->title, s->title_en));
		(void)cJSON_AddItemToArray(list, item);
	}

	return list;
}

static cJSON *number_json(const struct pack *pack, const struct profile *of,
			  const struct number *n)
{
	cJSON *o = cJSON_CreateObject();

	cli_add_text(o, "what", n->what);
	cli_add_text(o, "value", n->value);
	if (n->unit != CLOCK_NONE)
		cli_add_text(o, "unit", clock_unit_name(n->unit));
	cli_add_text(o, "strength", number_strength_name(n->strength));
	cli_add_text(o, "authority", of->authority);
	cli_add_text(o, "checked", n->checked);
	if (n->note)
		cli_add_text(o, "note", lang_pick(n->note, n->note_en));
	(void)cJSON_AddItemToObject(
		o, "sources", sources_json(pack, n->sources, n->sources_count));
	return o;
}

static void add_numbers(cJSON *list, const struct pack *pack,
			const struct profile *of, const char *what)
{
	for (unsigned i = 0; of && i < of->numbers_count; i++) {
		if (!what || strcmp(of->numbers[i].what, what) == 0)
			(void)cJSON_AddItemToArray(
				list, number_json(pack, of, &of->numbers[i]));
	}
}

cJSON *numbers_json(const struct pack *pack, const struct profile *profile)
{
	cJSON *list = cJSON_CreateArray();

	add_numbers(list, pack, profile, NULL);
	return list;
}

cJSON *conflicts_json(const struct pack *pack, const struct profile *profile)
{
	cJSON *list = cJSON_CreateArray();

	for (unsigned i = 0; i < number_kinds_count; i++) {
		const struct number_kind *kind = &number_kinds[i];
		cJSON *o;
		cJSON *said;

		if (!numbers_disagree(pack, profile, kind))
			continue;
		o = cJSON_CreateObject();
		cli_add_text(o, "what", kind->name);
		cli_add_text(o, "title", _(kind->title));
		said = cJSON_AddArrayToObject(o, "numbers");
		add_numbers(said, pack, profile, kind->name);
		add_numbers(said, pack, pack_profile(pack, PROFILE_DEFAULT),
			    kind->name);
		(void)cJSON_AddItemToArray(list, o);
	}

	return list;
}

cJSON *finding_json(const struct pack *pack, const struct finding *f)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "id", f->id);
	(void)cJSON_AddStringToObject(o, "group", f->group);
	(void)cJSON_AddStringToObject(o, "outcome", outcome_name(f->outcome));
	(void)cJSON_AddStringToObject(o, "severity",
				      severity_name(f->severity));
	(void)cJSON_AddStringToObject(o, "title", f->title);
	if (f->place)
		(void)cJSON_AddStringToObject(o, "fact", f->place);
	(void)cJSON_AddStringToObject(o, "sentence",
				      f->sentence ? f->sentence : "");
	if (f->fix)
		(void)cJSON_AddStringToObject(o, "fix", f->fix);
	(void)cJSON_AddStringToObject(o, "reads", f->reads ? f->reads : "");
	(void)cJSON_AddStringToObject(o, "saw", f->saw ? f->saw : "");
	if (f->numbers)
		cli_add_text(o, "numbers", f->numbers);
	if (f->stale)
		cli_add_text(o, "stale", f->stale);
	(void)cJSON_AddItemToObject(
		o, "sources", sources_json(pack, f->sources, f->sources_count));
	return o;
}

cJSON *score_json(const struct findings *found)
{
	cJSON *o = cJSON_CreateObject();
	cJSON *terms;

	(void)cJSON_AddNumberToObject(o, "points", found->score / 100.0);
	terms = cJSON_AddArrayToObject(o, "terms");
	for (size_t i = 0; i < found->terms_count; i++) {
		const struct score_term *t = &found->terms[i];
		cJSON *term = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(term, "group", t->group->key);
		(void)cJSON_AddNumberToObject(term, "weight", t->group->weight);
		(void)cJSON_AddNumberToObject(term, "points",
					      t->points / 100.0);
		(void)cJSON_AddNumberToObject(term, "done", t->done);
		(void)cJSON_AddNumberToObject(term, "of", t->of);
		(void)cJSON_AddItemToArray(terms, term);
	}

	return o;
}
