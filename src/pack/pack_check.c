/**
 * @file pack/pack_check.c  What no schema can say of a pack
 */
#include "pack/pack_check.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pack/stage_check.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

#define WEIGHTS 100

int pack_check_sources(const struct pack *pack, char *const *keys,
		       unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		if (!pack_source(pack, keys[i]))
			return err_set(EBADMSG,
				       _("source %s is not in "
					 "data/sources.yaml"),
				       keys[i]);
	}

	return 0;
}

static int check_date(const char *text)
{
	struct date date;

	return date_decode(&date, text) == 0
		       ? 0
		       : err_set(EBADMSG, _("%s is no date YYYY-MM-DD"), text);
}

/* Every word of a blank-separated list must be a field that does not repeat */
static int check_facts(const struct pack *pack, const char *list, bool repeat)
{
	int err = 0;

	while (*list && !err) {
		const struct section *section = NULL;
		size_t n = strcspn(list, " ");
		char *name = x_strndup(list, n);
		char *dot = strchr(name, '.');

		if (dot)
			*dot = '\0';
		if (!dot || !pack_field(pack, name, dot + 1, &section))
			err = err_set(EBADMSG, _("no field %.*s"), (int)n,
				      list);
		else if (section && section->repeat && !repeat)
			err = err_set(EBADMSG, _("%.*s repeats"), (int)n, list);
		free(name);
		list += n + (list[n] == ' ');
	}

	return err;
}

/* What a dossier file has at its top besides groups */
static bool is_taken(const char *group)
{
	static const char *const names[] = { "dossier",	 "pack",  "draft",
					     "accepted", "kept",  "title",
					     "base",	 "today", "expect",
					     "profile",	 "advice" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(names[i], group) == 0)
			return true;
	}

	return false;
}

/* A group and how many fields were seen of it */
struct tally {
	const char *group;
	unsigned fields;
};

/* One field more; groups has room for PACK_GROUPS_MAX */
static int count_field(struct tally *groups, const char *group)
{
	unsigned i = 0;

	if (is_taken(group))
		return err_set(EBADMSG, _("no group can be called %s"), group);
	while (i < PACK_GROUPS_MAX && groups[i].group &&
	       strcmp(groups[i].group, group) != 0)
		i++;
	if (i == PACK_GROUPS_MAX)
		return err_set(EBADMSG, _("more than %d groups"),
			       PACK_GROUPS_MAX);

	groups[i].group = group;
	return ++groups[i].fields <= PACK_GROUP_MAX
		       ? 0
		       : err_set(EBADMSG, _("group %s has more than %d fields"),
				 group, PACK_GROUP_MAX);
}

static int check_limits(const struct pack *pack)
{
	struct tally groups[PACK_GROUPS_MAX] = { { NULL, 0 } };

	for (unsigned i = 0; i < pack->fields_count; i++) {
		const struct pack_field *f = &pack->fields[i];
		int err = i < PACK_FIELDS_MAX
				  ? count_field(groups, f->section->group)
				  : err_set(EBADMSG, _("more than %d fields"),
					    PACK_FIELDS_MAX);

		if (err)
			return pack_field_error(err, pack, f, NULL);
	}

	return 0;
}

static int check_field(const struct pack *pack, const struct pack_field *f)
{
	const struct section *first = NULL;

	if (pack_field(pack, f->section->group, f->field->key, &first) !=
	    f->field)
		return err_set(EBADMSG, _("%s.%s is defined twice"),
			       f->section->group, f->field->key);
	first = pack_section(pack, f->section->group);
	if (first && first->repeat != f->section->repeat)
		return err_set(EBADMSG,
			       _("group %s repeats in one place and not in "
				 "another"),
			       f->section->group);

	return pack_check_sources(pack, f->field->sources,
				  f->field->sources_count);
}

static int check_source(const struct pack *pack, size_t i, const char **whatp)
{
	const struct source *source = &pack->sources[i];

	(void)whatp;
	return pack_source(pack, source->key) == source
		       ? 0
		       : err_set(EBADMSG, _("source %s is there twice"),
				 source->key);
}

static int check_group(const struct pack *pack, size_t i, const char **whatp)
{
	const int weight = pack->groups[i].weight;
	int64_t sum = 0;

	for (unsigned k = 0; k < pack->groups_count; k++)
		sum += pack->groups[k].weight;
	if (pack_group(pack, pack->groups[i].key) != &pack->groups[i])
		return err_set(EBADMSG, _("group %s is there twice"),
			       pack->groups[i].key);
	*whatp = "weight";
	if (weight < 0 || sum != WEIGHTS)
		return err_set(EBADMSG,
			       _("the weights add up to %lld, not to %d"),
			       (long long)sum, WEIGHTS);

	return 0;
}

static int check_rule(const struct pack *pack, size_t i, const char **whatp)
{
	const struct rule *rule = &pack->rules[i];
	const struct section *section;
	int err = 0;

	if (pack_rule(pack, rule->id) != rule)
		return err_set(EBADMSG, _("rule %s is there twice"), rule->id);
	if (!rule->holds == !rule->scan)
		return err_set(EBADMSG,
			       _("%s: either holds or scan is expected"),
			       rule->id);
	*whatp = "group";
	if (!pack_group(pack, rule->group))
		return err_set(EBADMSG, _("no group %s"), rule->group);
	*whatp = "each";
	section = rule->each ? pack_section(pack, rule->each) : NULL;
	if (rule->each && (!section || !section->repeat))
		return err_set(EBADMSG, _("%s is no repeating group"),
			       rule->each);
	*whatp = "scan";
	if (rule->scan && (!pack_list(pack, rule->scan) || !rule->over_count))
		return err_set(EBADMSG,
			       _("scan wants a list of data/words.yaml and "
				 "the facts to look over"));
	*whatp = "over";
	for (unsigned k = 0; k < rule->over_count && !err; k++)
		err = check_facts(pack, rule->over[k], true);
	if (err)
		return err;
	*whatp = NULL;
	return pack_check_sources(pack, rule->sources, rule->sources_count);
}

static int check_list(const struct pack *pack, size_t i, const char **whatp)
{
	const struct word_list *list = &pack->lists[i];

	*whatp = "words";
	for (unsigned k = 0; k < list->words_count; k++) {
		if (!*list->words[k])
			return err_set(EBADMSG, _("an empty word"));
	}
	*whatp = NULL;
	return pack_check_sources(pack, list->sources, list->sources_count);
}

static int check_number(const struct pack *pack, const struct number *n)
{
	const struct number_kind *kind = NULL;

	for (unsigned i = 0; i < number_kinds_count; i++) {
		if (strcmp(number_kinds[i].name, n->what) == 0)
			kind = &number_kinds[i];
	}
	if (!kind)
		return err_set(EBADMSG, _("no number is called %s"), n->what);
	if (kind->clock != (n->unit != CLOCK_NONE))
		return err_set(EBADMSG,
			       kind->clock ? _("%s wants a unit")
					   : _("%s has no unit"),
			       n->what);
	if (check_date(n->checked) != 0)
		return EBADMSG;

	return pack_check_sources(pack, n->sources, n->sources_count);
}

static int check_profile(const struct pack *pack, size_t i, const char **whatp)
{
	const struct profile *p = &pack->profiles[i];
	int err;

	if (pack_profile(pack, p->key) != p)
		return err_set(EBADMSG, _("profile %s is there twice"), p->key);
	*whatp = "numbers";
	for (unsigned k = 0; k < p->numbers_count; k++) {
		err = check_number(pack, &p->numbers[k]);
		if (err)
			return err_prefix(err, "%s", p->key);
	}
	*whatp = "extras";
	for (unsigned k = 0; k < p->extras_count; k++) {
		err = pack_check_sources(pack, p->extras[k].sources,
					 p->extras[k].sources_count);
		if (err)
			return err;
	}
	*whatp = "checked";
	if (check_date(p->checked) != 0)
		return EBADMSG;
	*whatp = NULL;
	return pack_check_sources(pack, p->sources, p->sources_count);
}

static int check_paper(const struct pack *pack, size_t i, const char **whatp)
{
	const struct paper *paper = &pack->papers[i];
	struct str name = { 0 };
	int err = 0;

	if (pack_paper(pack, paper->id) != paper)
		return err_set(EBADMSG, _("paper %s is there twice"),
			       paper->id);
	*whatp = "title"; /* both name the file that is written */
	if (strchr(paper->id, '/') || strchr(paper->title, '/'))
		return err_set(EBADMSG, _("%s: a paper's title has no /"),
			       paper->id);
	*whatp = "template";
	str_addf(&name, "templates/%s", paper->template ? paper->template : "");
	if (paper->template && !pack_files_find(&pack->files, name.s))
		err = err_set(EBADMSG, _("%s: the file %s is not there"),
			      paper->id, name.s);
	str_release(&name);
	if (err)
		return err;
	*whatp = "held";
	if (paper->held)
		err = check_facts(pack, paper->held, false);
	if (err)
		return err;
	*whatp = NULL;
	return pack_check_sources(pack, paper->sources, paper->sources_count);
}

static int check_outcome(const struct pack *pack, size_t i, const char **whatp)
{
	(void)whatp;
	return pack_check_sources(pack, pack->outcomes[i].sources,
				  pack->outcomes[i].sources_count);
}

static int check_note(const struct pack *pack, size_t i, const char **whatp)
{
	(void)whatp;
	return pack_check_sources(pack, pack->notes[i].sources,
				  pack->notes[i].sources_count);
}

static int check_term(const struct pack *pack, size_t i, const char **whatp)
{
	(void)whatp;
	return pack_check_sources(pack, pack->terms[i].sources,
				  pack->terms[i].sources_count);
}

static int check_portal(const struct pack *pack, size_t i, const char **whatp)
{
	const struct portal_row *row = &pack->portal[i];

	*whatp = "key";
	if (!portal_row_is_sound(row))
		return err_set(EBADMSG,
			       _("%s: there is no such limit, or it lacks its "
				 "number or words"),
			       row->key);
	if (pack_portal(pack, row->key) != row)
		return err_set(EBADMSG, _("%s stands there twice"), row->key);
	*whatp = NULL;
	return pack_check_sources(pack, row->sources, row->sources_count);
}

static int check_item(const struct pack *pack, size_t i, const char **whatp)
{
	const struct item *item = &pack->items[i];

	*whatp = "id";
	if (pack_item(pack, item->id) != item)
		return err_set(EBADMSG, _("%s stands there twice"), item->id);
	*whatp = "grade";
	if (!pack_grade(pack, item->grade))
		return err_set(EBADMSG, _("there is no grade %s"), item->grade);
	*whatp = NULL;
	return pack_check_sources(pack, item->sources, item->sources_count);
}

/* clang-format off */
static const struct {
	const char *file;
	const char *list;
	size_t count; /* offset of the number of rows in struct pack */
	pack_check_h *check;
} lists[] = {
	{ "data/sources.yaml",  "sources",  offsetof(struct pack, sources_count),  check_source  },
	{ "data/rules.yaml",    "groups",   offsetof(struct pack, groups_count),   check_group   },
	{ "data/words.yaml",    "lists",    offsetof(struct pack, lists_count),    check_list    },
	{ "data/rules.yaml",    "rules",    offsetof(struct pack, rules_count),    check_rule    },
	{ "data/profiles.yaml", "profiles", offsetof(struct pack, profiles_count), check_profile },
	{ "data/papers.yaml",   "papers",   offsetof(struct pack, papers_count),   check_paper   },
	{ "data/assess.yaml",   "outcomes", offsetof(struct pack, outcomes_count), check_outcome },
	{ "data/notes.yaml",    "notes",    offsetof(struct pack, notes_count),    check_note    },
	{ "data/glossary.yaml", "terms",    offsetof(struct pack, terms_count),    check_term    },
	{ "data/checklists.yaml", "items",  offsetof(struct pack, items_count),    check_item    },
	{ "data/portal.yaml",   "portal",   offsetof(struct pack, portal_count),   check_portal  },
	{ "data/stages.yaml",   "stages",   offsetof(struct pack, stages_count),   stage_check   },
	{ "data/stages.yaml",   "acts",     offsetof(struct pack, acts_count),     act_check     },
	{ "data/clocks.yaml",   "clocks",   offsetof(struct pack, clocks_count),   clock_check   },
	{ "data/duties.yaml",   "duties",   offsetof(struct pack, duties_count),   duty_check    },
	{ "data/duties.yaml",   "expiries", offsetof(struct pack, expiries_count), expiry_check  },
	{ "data/stages.yaml",   "milestones", offsetof(struct pack, milestones_count), milestone_check },
};
/* clang-format on */

static int check_rows(const struct pack *pack, size_t l)
{
	const unsigned count = *(const unsigned *)((const char *)pack +
						   lists[l].count);

	if (count > PACK_ROWS_MAX)
		return pack_row_error(
			err_set(EBADMSG, _("more than %d rows"), PACK_ROWS_MAX),
			pack, lists[l].file, lists[l].list, PACK_ROWS_MAX,
			NULL);
	for (unsigned i = 0; i < count; i++) {
		const char *what = NULL;
		int err = lists[l].check(pack, i, &what);

		if (err)
			return pack_row_error(err, pack, lists[l].file,
					      lists[l].list, i, what);
	}

	return 0;
}

int pack_check(const struct pack *pack)
{
	int err = check_limits(pack);

	for (unsigned i = 0; i < pack->fields_count && !err; i++) {
		err = check_field(pack, &pack->fields[i]);
		if (err)
			err = pack_field_error(err, pack, &pack->fields[i],
					       NULL);
	}
	for (size_t l = 0; l < ARRAY_LEN(lists) && !err; l++)
		err = check_rows(pack, l);

	return err;
}
