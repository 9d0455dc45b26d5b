/**
 * @file check/numbers.c  What sources say about an authority's numbers
 */
#include "check/numbers.h"

#include <string.h>

#include "check/checker.h"
#include "check/run.h"
#include "util/lang.h"

/* Both profiles whose numbers count for an authority */
struct both {
	const struct profile *of[2];
};

static struct both both_of(const struct pack *pack,
			   const struct profile *profile)
{
	return (struct both){ { profile,
				pack_profile(pack, PROFILE_DEFAULT) } };
}

static void say_one(struct str *to, const struct pack *pack,
		    const struct profile *profile, const struct number *n,
		    enum numbers_detail detail)
{
	str_addf(to, "  %s%s%s  %s, %s %s", n->value, n->unit ? " " : "",
		 clock_unit_title(n->unit), number_strength_title(n->strength),
		 profile->authority, n->checked);
	for (unsigned i = 0; i < n->sources_count && detail == NUMBERS_KEYS;
	     i++)
		str_addf(to, " [%s]", n->sources[i]);
	if (n->note)
		str_addf(to, "  %s", lang_pick(n->note, n->note_en));
	str_add(to, "\n");
	for (unsigned i = 0; i < n->sources_count && detail == NUMBERS_FULL;
	     i++) {
		const struct source *s = pack_source(pack, n->sources[i]);

		if (s)
			str_addf(to, "    %s [%s] %s\n", s->key,
				 strength_title(s->strength),
				 lang_pick(s->title, s->title_en));
	}
}

void numbers_say(struct str *to, const struct pack *pack,
		 const struct profile *profile, const struct number_kind *kind,
		 enum numbers_detail detail)
{
	const struct both both = both_of(pack, profile);
	bool head = false;

	for (size_t p = 0; p < 2; p++) {
		const struct profile *of = both.of[p];

		for (unsigned i = 0; of && i < of->numbers_count; i++) {
			if (strcmp(of->numbers[i].what, kind->name) != 0)
				continue;
			if (!head)
				str_addf(to, "%s\n", _(kind->title));
			head = true;
			say_one(to, pack, of, &of->numbers[i], detail);
		}
	}
}

bool numbers_disagree(const struct pack *pack, const struct profile *profile,
		      const struct number_kind *kind)
{
	const struct both both = both_of(pack, profile);
	const char *first = NULL;

	for (size_t p = 0; p < 2; p++) {
		const struct profile *of = both.of[p];

		for (unsigned i = 0; of && i < of->numbers_count; i++) {
			const struct number *n = &of->numbers[i];

			if (strcmp(n->what, kind->name) != 0)
				continue;
			if (first && strcmp(first, n->value) != 0)
				return true;
			first = n->value;
		}
	}

	return false;
}

bool numbers_are_read(const char *reads, const struct number_kind *kind)
{
	static const char *const tables[] = { "profile", "advice" };
	bool read = false;

	/* most rules read none of them */
	if (!strstr(reads, kind->name))
		return false;

	for (size_t i = 0; i < 2; i++) {
		struct str name = { 0 };

		str_addf(&name, "%s.%s", tables[i], kind->name);
		read |= run_has_word(reads, name.s);
		str_release(&name);
	}

	return read;
}
