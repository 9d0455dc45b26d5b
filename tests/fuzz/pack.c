/**
 * @file tests/fuzz/pack.c  Any bytes as a file of a rule pack: it loads and
 * judges, or is refused with a sentence
 *
 * The first byte chooses the file; the others of the pack are right.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "dossier/assess.h"
#include "dossier/check.h"
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
		"templates/t.md",     "forms/g.yaml",
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
