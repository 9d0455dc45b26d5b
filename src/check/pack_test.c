/**
 * @file check/pack_test.c  Tests of a rule pack
 */
#include "check/pack_test.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "pack/facts_file.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* Facts of a file into memory; a repeating group replaces the one there was */
static int take_facts(struct facts *facts, const struct pack *pack,
		      const struct facts_file *file)
{
	const char *last = "";
	int err = 0;

	for (size_t i = 0; i < file->c && !err; i++) {
		const struct facts_entry *e = &file->v[i];
		const size_t n = strcspn(e->key, "[.");
		const struct fact_set setv[] = { { .key = e->key,
						   .text = e->text,
						   .accept = e->accept,
						   .kept = e->kept },
						 { .key = NULL } };

		if (!e->kept && e->key[n] == '[' &&
		    strncmp(last, e->key, n + 1) != 0)
			facts_drop_group(facts, e->key, n);
		last = e->key;
		err = facts_suppose(facts, pack, setv);
		if (err == EINVAL || err == ENOENT || err == EPERM)
			err = facts_file_error(err, file, i);
	}

	return err;
}

static int take_file(struct facts *facts, const struct pack *pack,
		     const char *path)
{
	struct facts_file *file = NULL;
	int err = facts_file_load(&file, pack, path);

	if (!err)
		err = take_facts(facts, pack, file);
	facts_file_free(file);
	return err;
}

static int take_base(struct facts *facts, const struct pack *pack,
		     const struct facts_file *file)
{
	char *folder = x_strdup(file->path);
	struct str path = { 0 };
	int err;

	str_addf(&path, "%s/%s", dirname(folder), file->expect->base);
	err = take_file(facts, pack, path.s);
	str_release(&path);
	free(folder);
	return err;
}

static bool is_form(const struct finding *f)
{
	return strcmp(f->id, "form") == 0;
}

static bool is_paper(const struct finding *f)
{
	return f->paper != NULL;
}

/* Which findings a list of the test is about, and what it calls them */
static const char *fails(const struct finding *f)
{
	return f->outcome == OUTCOME_FAIL && !is_form(f) && !is_paper(f) ? f->id
									 : NULL;
}

static const char *unknowns(const struct finding *f)
{
	return f->outcome == OUTCOME_UNKNOWN && !is_paper(f) ? f->id : NULL;
}

static const char *nas(const struct finding *f)
{
	return f->outcome == OUTCOME_NA ? f->id : NULL;
}

static const char *forms(const struct finding *f)
{
	return is_form(f) && f->outcome == OUTCOME_FAIL &&
			       f->severity == SEVERITY_ERROR
		       ? f->place
		       : NULL;
}

static const char *papers(const struct finding *f)
{
	return is_paper(f) && f->outcome == OUTCOME_FAIL ? f->id : NULL;
}

static bool expects(const struct facts_list *list, const char *name)
{
	for (unsigned i = 0; i < list->c; i++) {
		if (strcmp(list->v[i], name) == 0)
			return true;
	}

	return false;
}

static bool finds(const struct findings *found, const char *name,
		  const char *(*pick)(const struct finding *f))
{
	for (size_t i = 0; i < found->c; i++) {
		const char *have = pick(&found->v[i]);

		if (have && strcmp(have, name) == 0)
			return true;
	}

	return false;
}

/* An empty list cannot be told from an absent one */
#define NONE "none"

/* Compare one list; exact also refuses what it does not name */
static void compare(struct str *say, const char *what,
		    const struct facts_list *list, bool exact,
		    const struct findings *found,
		    const char *(*pick)(const struct finding *f))
{
	const char *last = "";

	if (!list->given)
		return;
	for (unsigned i = 0; i < list->c; i++) {
		if (strcmp(list->v[i], NONE) != 0 &&
		    !finds(found, list->v[i], pick))
			str_addf(say, _("  %s: %s was expected\n"), what,
				 list->v[i]);
	}
	for (size_t i = 0; exact && i < found->c; i++) {
		const char *have = pick(&found->v[i]);

		if (!have || expects(list, have) || strcmp(have, last) == 0)
			continue;
		str_addf(say, _("  %s: %s was not expected: %s\n"), what, have,
			 found->v[i].sentence ? found->v[i].sentence : "");
		last = have;
	}
}

static void compare_all(struct str *say, const struct facts_expect *e,
			const struct findings *found)
{
	compare(say, "fail", &e->fail, true, found, fails);
	compare(say, "unknown", &e->unknown, true, found, unknowns);
	compare(say, "na", &e->na, false, found, nas);
	compare(say, "form", &e->form, true, found, forms);
	compare(say, "papers", &e->papers, true, found, papers);
	if (e->blocking >= 0 && (size_t)e->blocking != found->blocking)
		str_addf(say, _("  %d blocking were expected, %zu are there\n"),
			 e->blocking, found->blocking);
}

static int run(struct checker *checker, const struct pack *pack,
	       const struct facts_file *file, struct str *say)
{
	struct facts facts = { NULL, 0 };
	struct findings found = { 0 };
	int err = 0;

	if (file->expect->base)
		err = take_base(&facts, pack, file);
	if (!err)
		err = take_facts(&facts, pack, file);
	if (!err)
		err = check_facts(checker, &facts, &found);
	if (!err)
		compare_all(say, file->expect, &found);

	findings_release(&found);
	facts_release(&facts);
	return err;
}

int pack_test_run(struct checker *checker, const struct pack *pack,
		  const char *path, struct str *say, bool *rightp)
{
	struct facts_file *file = NULL;
	const size_t before = say->len;
	struct date today;
	int err = facts_file_load_test(&file, pack, path);

	if (!err && file->expect->today) {
		err = date_decode(&today, file->expect->today);
		if (err)
			err = err_prefix(err, "%s: today", path);
		else
			clock_fix(today);
	}
	if (!err)
		err = run(checker, pack, file, say);
	if (!err)
		*rightp = say->len == before;

	facts_file_free(file);
	(void)clock_init();
	return err;
}
