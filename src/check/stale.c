/**
 * @file check/stale.c  Findings that rest on evidence whose time is over
 */
#include "check/run.h"

#include <stdlib.h>
#include <string.h>

#include "evidence/exhibit.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/lang.h"

/* Whether a finding is of, or rests on, one of the things named */
static bool rests_on(const struct finding *f, const char *links)
{
	bool found = false;

	for (const char *s = links; *s && !found;) {
		const size_t n = strcspn(s, " ");
		struct str word = { 0 };

		str_add_n(&word, s, n);
		found = n > 0 &&
			(strcmp(f->id, word.s) == 0 ||
			 (f->reads && run_has_word(f->reads, word.s)) ||
			 (f->place && strcmp(f->place, word.s) == 0));
		str_release(&word);
		s += n + (s[n] == ' ');
	}

	return found;
}

static int over_handler(int n, const char *title, const char *links,
			const char *since, void *arg)
{
	struct findings *out = arg;

	for (size_t i = 0; i < out->c; i++) {
		struct finding *f = &out->v[i];
		struct str text = { 0 };

		if (f->stale || f->outcome == OUTCOME_NA || !rests_on(f, links))
			continue;
		str_addf(&text,
			 _("rests on evidence E-%d (%s), which was in force "
			   "until %s; a new revision of it is needed"),
			 n, title, since);
		f->stale = str_take(&text);
		out->stale++;
	}

	return 0;
}

int check_stale(struct run *run)
{
	char today[DATE_TEXT];

	(void)date_encode(today, clock_today());
	return exhibits_over(run->facts, today, over_handler, run->out);
}
