/**
 * @file tests/unit/pack.c  A bad data file is refused with its place
 */
#include "pack/pack.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/check.h"
#include "cmocka_all.h"
#include "util/err.h"
#include "util/file.h"
#include "util/str.h"
#include "util/util.h"

/* A whole pack, so that each case changes one line of one file */
static const char form[] = "form: f\n"
			   "title: 表\n"
			   "order: 1\n"
			   "sections:\n"
			   "  - group: site\n"
			   "    title: 场地\n"
			   "    fields:\n"
			   "      - {key: area, label: 面积, type: number}\n";
/* What every case of rules.yaml begins with, four lines */
#define RULES                                      \
	"version: \"1\"\n"                         \
	"groups:\n"                                \
	"  - {key: form, title: x, weight: 100}\n" \
	"rules:\n"

static const char rules[] = RULES "  - id: R-1\n"
				  "    group: form\n"
				  "    severity: error\n"
				  "    title: 面积\n"
				  "    holds: site.area > 1\n"
				  "    sentence: 太小\n"
				  "    sources: [D]\n";
static const char sources[] = "sources:\n"
			      "  - {key: D, strength: derived, title: x}\n";
static const char profiles[] =
	"profiles:\n"
	"  - {key: national, authority: x, checked: 2026-01-01, sources: [D]}\n";
static const char papers[] =
	"papers:\n"
	"  - {id: DOC-01, title: x, kind: written, template: t.md, sources: [D]}\n";

struct file {
	const char *name;
	const char *text;
};

static void write_pack(const char *dir, const struct file *changed)
{
	static const struct file files[] = {
		{ "forms/f.yaml", form },
		{ "data/rules.yaml", rules },
		{ "data/sources.yaml", sources },
		{ "data/profiles.yaml", profiles },
		{ "data/papers.yaml", papers },
		{ "templates/t.md", "x\n" },
	};
	static const char *const folders[] = { "forms", "data", "templates" };
	static const char *const more[] = { "words", "assess", "notes",
					    "glossary" };
	char path[128];

	for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, folders[i]);
		assert_int_equal(0, file_mkdirs(path));
	}
	for (size_t i = 0; i < ARRAY_LEN(more); i++) {
		(void)snprintf(path, sizeof(path), "%s/data/%s.yaml", dir,
			       more[i]);
		(void)unlink(path);
	}
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		const struct file *f = &files[i];

		(void)snprintf(path, sizeof(path), "%s/%s", dir, f->name);
		assert_int_equal(0, file_write(path, f->text, strlen(f->text)));
	}
	if (changed) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, changed->name);
		assert_int_equal(0, file_write(path, changed->text,
					       strlen(changed->text)));
	}
}

/* What loading and compiling a pack says */
static int load(void)
{
	struct checker *checker = NULL;
	struct pack *pack = NULL;
	int err = pack_load(&pack);

	if (!err)
		err = checker_alloc(&checker, pack);
	checker_free(checker);
	pack_free(pack);
	return err;
}

/* clang-format off */
static const struct {
	struct file file;
	int err;
	const char *place;
	const char *says;
} cases[] = {
	{ { "forms/f.yaml", "form: f\ntitel: x\n" }, EBADMSG, "forms/f.yaml:2:", "did you mean title" },
	{ { "forms/f.yaml", "form: f\ntitle: x\norder: ten\n" }, EBADMSG, "forms/f.yaml:3:8", "whole number" },
	{ { "forms/f.yaml", "form: f\ntitle: x\norder: 1\n" }, EBADMSG, "forms/f.yaml:", "sections" },
	{ { "forms/f.yaml", "form: f\ntitle: x\norder: 1\nsections:\n  - group: s\n    title: x\n    fields:\n      - {key: a, label: x, type: nummer}\n" }, EBADMSG, "forms/f.yaml:8:", "nummer" },
	{ { "forms/f.yaml", "form: f\ntitle: x\norder: 1\nsections:\n  - group: s\n    title: x\n    fields:\n      - {key: A b, label: x, type: text}\n" }, EBADMSG, "forms/f.yaml:8:", "a-z" },
	{ { "forms/f.yaml", "form: f\ntitle: x\norder: 1\nsections:\n  - group: s\n    title: x\n    fields:\n      - {key: a, label: x, type: text}\n      - {key: a, label: y, type: text}\n" }, EBADMSG, "forms/f.yaml:9:", "twice" },
	{ { "forms/f.yaml", "form: f\ntitle: x\norder: 1\nsections:\n  - group: s\n    title: x\n    fields:\n      - {key: a, label: x, type: choice}\n" }, EBADMSG, "forms/f.yaml:8:", "choices" },
	{ { "forms/f.yaml", "form: f\ntitle: x\norder: 1\nsections:\n  - group: site\n    title: x\n    fields:\n      - {key: area, label: x, type: text, required: \"site.\"}\n" }, EBADMSG, "forms/f.yaml:8:", "syntax" },
	{ { "forms/f.yaml", "form: [f\n" }, EBADMSG, "forms/f.yaml:", "" },
	{ { "forms/f.yaml", "form: \"\xff\"\n" }, EBADMSG, "forms/f.yaml", "UTF-8" },
	{ { "forms/f.yaml", "form: &a f\ntitle: *a\n" }, EBADMSG, "forms/f.yaml:", "" },
	{ { "forms/f.yaml", "form: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[" }, EBADMSG, "forms/f.yaml:1:38", "deeply" },
	{ { "forms/f.yaml", "form: f\ntitle: \"x\\e[31m\"\n" }, EBADMSG, "forms/f.yaml:2:8", "U+001B" },
	{ { "data/rules.yaml", "version: \"\\u202e1\"\n" }, EBADMSG, "data/rules.yaml:1:10", "U+202E" },
	{ { "data/notes.yaml", "notes:\n  - {key: A, topic: \"a\\x9bb\"}\n" }, EBADMSG, "data/notes.yaml:2:21", "U+009B" },
	{ { "data/words.yaml", "lists:\n  - {key: w, title: x, words: [\"\\0\"], sources: [D]}\n" }, EBADMSG, "data/words.yaml:2:", "" },
	{ { "forms/f.yaml", "" }, EBADMSG, "forms/f.yaml:", "" },
	{ { "data/rules.yaml", RULES "  - id: R-1\n    group: form\n    severity: fatal\n    title: x\n    holds: \"1\"\n    sentence: x\n    sources: [D]\n" }, EBADMSG, "data/rules.yaml:7:", "fatal" },
	{ { "data/rules.yaml", RULES "  - id: R-1\n    group: form\n    severity: error\n    title: x\n    holds: \"1\"\n    sentence: x\n    sources: []\n" }, EBADMSG, "data/rules.yaml:", "" },
	{ { "data/rules.yaml", RULES "  - id: R-1\n    group: form\n    severity: error\n    title: x\n    holds: \"1\"\n    sentence: x\n    sources: [X]\n" }, EBADMSG, "data/rules.yaml:5:", "source X" },
	{ { "data/rules.yaml", RULES "  - id: R-1\n    group: form\n    severity: error\n    title: x\n    holds: site.aera > 1\n    sentence: x\n    sources: [D]\n" }, EBADMSG, "data/rules.yaml:9:12", "site.aera" },
	{ { "data/rules.yaml", RULES "  - id: R-1\n    group: form\n    severity: error\n    title: x\n    holds: (SELECT sql FROM sqlite_schema)\n    sentence: x\n    sources: [D]\n" }, EPERM, "data/rules.yaml:9:12", "only facts" },
	{ { "data/rules.yaml", RULES "  - id: R-1\n    group: form\n    severity: error\n    title: x\n    when: load_extension('x')\n    holds: \"1\"\n    sentence: x\n    sources: [D]\n" }, EPERM, "data/rules.yaml:9:11", "load_extension" },
	{ { "data/rules.yaml", RULES "  - id: R-1\n    group: form\n    severity: error\n    title: x\n    holds: 1; DROP TABLE site\n    sentence: x\n    sources: [D]\n" }, EPERM, "data/rules.yaml:9:12", "not allowed" },
	{ { "data/rules.yaml", RULES "  - {id: R-1, group: form, severity: error, title: x, holds: \"1\", sentence: x, sources: [D]}\n  - {id: R-1, group: form, severity: error, title: x, holds: \"1\", sentence: x, sources: [D]}\n" }, EBADMSG, "data/rules.yaml:6:", "twice" },
	{ { "data/rules.yaml", RULES "  - {id: R-1, group: sites, severity: error, title: x, holds: \"1\", sentence: x, sources: [D]}\n" }, EBADMSG, "data/rules.yaml:5:22", "no group sites" },
	{ { "data/rules.yaml", RULES "  - {id: R-1, group: form, severity: error, title: x, sentence: x, sources: [D]}\n" }, EBADMSG, "data/rules.yaml:5:", "holds or scan" },
	{ { "data/rules.yaml", RULES "  - {id: R-1, group: form, severity: error, title: x, each: site, holds: \"1\", sentence: x, sources: [D]}\n" }, EBADMSG, "data/rules.yaml:5:", "site is no repeating" },
	{ { "data/rules.yaml", RULES "  - {id: R-1, group: form, severity: error, title: x, scan: bad, over: [site.area], sentence: x, sources: [D]}\n" }, EBADMSG, "data/rules.yaml:5:", "words.yaml" },
	{ { "data/rules.yaml", "version: \"1\"\ngroups:\n  - {key: form, title: x, weight: 60}\nrules:\n  - {id: R-1, group: form, severity: error, title: x, holds: \"1\", sentence: x, sources: [D]}\n" }, EBADMSG, "data/rules.yaml:3:", "60, not to 100" },
	{ { "data/words.yaml", "lists:\n  - {key: w, title: x, words: [\"\"], sources: [D]}\n" }, EBADMSG, "data/words.yaml:2:", "empty word" },
	{ { "data/words.yaml", "lists:\n  - {key: w, title: x, words: [x], sources: [Y]}\n" }, EBADMSG, "data/words.yaml:2:", "source Y" },
	{ { "data/profiles.yaml", "profiles:\n  - {key: national, authority: x, checked: 2026-01-01, sources: [D], numbers: [{what: seats, value: abc, strength: rule, checked: 2026-01-01, sources: [D]}]}\n" }, EBADMSG, "data/profiles.yaml:2:", "seats" },
	{ { "data/profiles.yaml", "profiles:\n  - {key: national, authority: x, checked: 2026-01-01, sources: [D], numbers: [{what: seat, value: \"1\", strength: rule, checked: 2026-01-01, sources: [D]}]}\n" }, EBADMSG, "data/profiles.yaml:2:", "called seat" },
	{ { "data/profiles.yaml", "profiles:\n  - {key: national, authority: x, checked: 2026-01-01, sources: [D], numbers: [{what: decide_days, value: \"60\", strength: rule, checked: 2026-01-01, sources: [D]}]}\n" }, EBADMSG, "data/profiles.yaml:2:", "wants a unit" },
	{ { "data/profiles.yaml", "profiles:\n  - {key: national, authority: x, checked: 2026-02-30, sources: [D]}\n" }, EBADMSG, "data/profiles.yaml:2:", "2026-02-30" },
	{ { "data/profiles.yaml", "profiles:\n  - {key: national, authority: x, checked: 2026-01-01, sources: [X]}\n" }, EBADMSG, "data/profiles.yaml:2:", "source X" },
	{ { "data/papers.yaml", "papers:\n  - {id: DOC-01, title: x, kind: written, template: no.md, sources: [D]}\n" }, EBADMSG, "data/papers.yaml:2:", "no.md" },
	{ { "data/papers.yaml", "papers:\n  - {id: DOC-01, title: ../x, kind: written, template: t.md, sources: [D]}\n" }, EBADMSG, "data/papers.yaml:2:25", "has no /" },
	{ { "data/papers.yaml", "papers:\n  - {id: DOC-01, title: x, kind: scan, held: site.file, sources: [D]}\n" }, EBADMSG, "data/papers.yaml:2:", "site.file" },
	{ { "data/assess.yaml", "outcomes:\n  - {id: A, verdict: maybe, when: \"1\", title: x, sentence: x, sources: [D]}\n" }, EBADMSG, "data/assess.yaml:2:", "maybe" },
	{ { "data/notes.yaml", "notes:\n  - {key: A, topic: decide, title: x, text: x, sources: [N]}\n" }, EBADMSG, "data/notes.yaml:2:", "source N" },
	{ { "data/glossary.yaml", "terms:\n  - {id: a, zh: x}\n" }, EBADMSG, "data/glossary.yaml:2:", "en" },
};
/* clang-format on */

static void test_bad_files_are_refused_with_their_place(void **state)
{
	char dir[] = "/tmp/callpermit-pack-XXXXXX";
	char remove[64];

	(void)state;
	assert_non_null(mkdtemp(dir));
	file_set_root(dir);
	write_pack(dir, NULL);
	assert_int_equal(0, load());
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int err;

		write_pack(dir, &cases[i].file);
		err = load();
		if (err != cases[i].err ||
		    !strstr(err_text(err), cases[i].place) ||
		    !strstr(err_text(err), cases[i].says))
			print_message("%zu: %d %s\n", i, err, err_text(err));
		assert_int_equal(cases[i].err, err);
		assert_non_null(strstr(err_text(err), cases[i].place));
		assert_non_null(strstr(err_text(err), cases[i].says));
	}

	file_set_root(NULL);
	(void)snprintf(remove, sizeof(remove), "rm -r %s", dir);
	assert_int_equal(0, system(remove)); /* NOLINT(cert-env33-c) */
}

static void test_the_shipped_pack_is_right(void **state)
{
	struct pack *pack = NULL;

	(void)state;
	assert_int_equal(0, load());
	assert_int_equal(0, pack_load(&pack));
	assert_true(pack->rules_count >= 10);
	assert_true(pack->forms_count >= 2);
	assert_non_null(pack_field(pack, "site", "area", NULL));
	assert_null(pack_field(pack, "site", "aera", NULL));
	assert_string_equal("area",
			    pack_near_field(pack, "site", "aera", NULL)->key);
	pack_free(pack);
}

static void test_a_missing_pack_is_named(void **state)
{
	struct pack *pack = NULL;

	(void)state;
	file_set_root("/nonexistent");
	assert_int_equal(ENOENT, pack_load(&pack));
	assert_non_null(strstr(err_text(ENOENT), "--data"));
	file_set_root(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_files_are_refused_with_their_place),
		cmocka_unit_test(test_the_shipped_pack_is_right),
		cmocka_unit_test(test_a_missing_pack_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
