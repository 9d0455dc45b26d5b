/**
 * @file tests/fuzz/pack.c  Any bytes as a file of a rule pack: it loads and
 * judges, or is refused with a sentence
 *
 * The first byte chooses the file; the others of the pack are right.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "check/assess.h"
#include "check/check.h"
#include "course/stage.h"
#include "mini_pack.h"
#include "pack/lint.h"
#include "util/err.h"
#include "util/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hear(const char *complaint, void *arg)
{
	(void)arg;
	assert(*complaint);
}

/* One step and a day, that clocks and duties count from */
static void use_stages(struct checker *checker, const struct pack *pack)
{
	static const char days[] = "years:\n  - {year: 2026, title: x, "
				   "sources: [D], off: [{name: x, from: "
				   "2026-01-01, to: 2026-01-01}]}\n";
	static const struct fact_set setv[] = {
		{ .key = "step[1].act", .text = "go" },
		{ .key = "step[1].to", .text = "B" },
		{ .key = "step[1].date", .text = "2026-03-02" },
		{ .key = "site.since", .text = "2024-02-29" },
		{ .key = NULL }
	};
	struct calendar *calendar = NULL;
	struct deadlines due = { NULL, 0 };
	struct stage_acts acts = { NULL, 0 };
	struct facts facts = { NULL, 0 };

	assert(calendar_load_text(&calendar, "days", days, sizeof(days) - 1) ==
	       0);
	(void)facts_suppose(&facts, pack, setv);
	if (deadlines_make(&due, checker, calendar, &facts) != 0)
		assert(*err_text(EBADMSG));
	if (stage_acts(&acts, checker, &facts) == 0)
		stage_acts_release(&acts);
	deadlines_release(&due);
	facts_release(&facts);
	calendar_free(calendar);
}

static void use(const struct pack *pack)
{
	struct checker *checker = NULL;
	struct facts facts = { NULL, 0 };
	struct findings found = { 0 };
	struct assessment a = { 0 };

	(void)pack_lint(pack, hear, NULL);
	if (checker_alloc(&checker, pack) != 0) {
		assert(*err_text(EBADMSG));
		return;
	}
	use_stages(checker, pack);
	if (check_facts(checker, &facts, &found) == 0)
		assert(found.score <= 10000);
	findings_release(&found);
	if (assess_run(checker, &facts, &a) == 0)
		assessment_release(&a);
	facts_release(&facts);
	checker_free(checker);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {
		"forms/f.yaml",	      "data/rules.yaml",  "data/sources.yaml",
		"data/profiles.yaml", "data/papers.yaml", "data/words.yaml",
		"data/assess.yaml",   "data/notes.yaml",  "data/glossary.yaml",
		"templates/t.md",     "forms/g.yaml",	  "data/stages.yaml",
		"data/clocks.yaml",   "data/duties.yaml",
	};
	const size_t count = sizeof(names) / sizeof(names[0]);
	struct mini_file file = { .name = names[0] };
	struct pack *pack = NULL;

	if (size < 2)
		return 0;

	file.name = names[(data[0] - (unsigned)'a') % count];
	file.text = (const char *)data + 1;
	file.len = size - 1;
	if (mini_load(&pack, &file) == 0)
		use(pack);
	else
		assert(!pack && *err_text(EBADMSG));
	pack_free(pack);
	return 0;
}
