/**
 * @file tests/unit/lint.c  Traps in expressions are named, and nothing else
 */
#include "pack/lint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "cmocka_all.h"
#include "mini_pack.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

/* clang-format off */
/* An expression, and what is said of it: each part in turn; "" for nothing */
static const struct {
	const char *sql;
	const char *says[3];
} cases[] = {
	/* choices */
	{ "site.kind = 'own'", { NULL } },
	{ "site.kind = 'owned'", { "site.kind is never 'owned'" } },
	{ "'owned' = site.kind", { "site.kind is never 'owned'" } },
	{ "site.kind <> 'x'", { "never 'x'" } },
	{ "site.kind != 'x'", { "never 'x'" } },
	{ "site.kind == 'x'", { "never 'x'" } },
	{ "site.kind IS 'x'", { "never 'x'" } },
	{ "site.kind IS NOT 'x'", { "never 'x'" } },
	{ "site.kind IS NOT 'let'", { NULL } },
	{ "site.kind IS NULL OR site.kind IS NOT NULL", { NULL } },
	{ "site.kind = ''", { NULL } },
	{ "coalesce(site.kind, '') = 'x'", { NULL } },
	{ "site.kind IN ('own', 'let')", { NULL } },
	{ "site.kind IN ('own', 'x', 'y')", { "never 'x'", "never 'y'" } },
	{ "site.kind NOT IN ('own', 'x')", { "never 'x'" } },
	{ "site.kind in('z')", { "never 'z'" } },
	{ "site.kind IN (SELECT type FROM holder)", { NULL } },
	{ "CASE site.kind WHEN 'own' THEN 'x' WHEN 'let' THEN 'y' END = 'x'", { NULL } },
	{ "CASE site.kind WHEN 'own' THEN 1 WHEN 'lease' THEN 2 END = 2", { "never 'lease'" } },
	{ "CASE site.kind WHEN 'own' THEN CASE site.area WHEN 'q' THEN 1 END WHEN 'p' THEN 1 END = 2", { "never 'p'", "site.area is a number" } },
	{ "CASE WHEN site.kind = 'own' THEN 1 END = 1", { NULL } },
	{ "has(site.uses, 'calls')", { NULL } },
	{ "has(site.uses, 'call')", { "site.uses is never 'call'" } },
	{ "HAS ( site.uses , 'call' )", { "site.uses is never 'call'" } },
	{ "site.kind = 'it''s'", { "never 'it''s'" } },
	{ "site.addr = 'it''s' AND site.kind = 'own'", { NULL } },
	/* texts and numbers */
	{ "site.area > 100", { NULL } },
	{ "site.area > '100'", { "site.area is a number and compared with the text '100'" } },
	{ "site.addr = 100", { "site.addr is a text and compared with the number 100" } },
	{ "100 < site.addr", { "site.addr is a text" } },
	{ "site.since >= 2026", { "site.since is a text" } },
	{ "site.since >= '2026-01-01'", { NULL } },
	{ "site.since BETWEEN '2026-01-01' AND '2026-12-31'", { NULL } },
	{ "site.since BETWEEN 2026 AND 2027", { "number 2026", "number 2027" } },
	{ "site.seats BETWEEN 1 AND 5 AND site.addr = 'x'", { NULL } },
	{ "site.seats BETWEEN 1 AND '5'", { "text '5'" } },
	{ "site.seats NOT BETWEEN 'a' AND 5", { "text 'a'" } },
	{ "site.code = '91'", { NULL } },
	/* booleans */
	{ "site.owned", { NULL } },
	{ "site.owned = 1 OR site.owned = 0", { NULL } },
	{ "site.owned = 2", { "site.owned is 0 or 1, never 2" } },
	{ "site.owned = 'true'", { "site.owned is a number" } },
	/* amounts */
	{ "site.rent >= wan(100)", { NULL } },
	{ "site.rent > 0", { NULL } },
	{ "site.rent >= 100", { "write wan(100)" } },
	{ "100 <= site.rent", { "write wan(100)" } },
	{ "profile.capital <= 100", { "write wan(100)" } },
	{ "site.rent >= 100 * site.seats", { NULL } },
	{ "site.rent * 2 >= site.rent", { NULL } },
	{ "site.rent = site.seats * 5", { NULL } },
	{ "5 + site.addr = 'x'", { NULL } },
	/* divisions */
	{ "site.seats / 2 > 3", { "divided without remainder" } },
	{ "site.seats / 2.0 > 3", { NULL } },
	{ "1.0 * site.seats / 2 > 3", { NULL } },
	{ "site.seats * 1.0 / 2 > 3", { NULL } },
	{ "site.area / site.seats > 3", { NULL } },
	{ "site.area * 2 / site.seats > 3", { NULL } },
	{ "site.seats * 2 / 3 > 3", { "divided without remainder" } },
	{ "1.0 * site.seats + site.seats / 2 > 3", { "divided without remainder" } },
	{ "7 / site.seats > 3", { "divided without remainder" } },
	{ "site.rent / 3 > 0", { "divided without remainder" } },
	/* bare columns of subqueries */
	{ "(SELECT count(*) FROM holder WHERE type = 'person') > 0", { NULL } },
	{ "(SELECT count(*) FROM holder WHERE type = 'human') > 0", { "type is never 'human'" } },
	{ "(SELECT count(*) FROM holder h WHERE ratio > '5') > 0", { "ratio is a number" } },
	{ "NOT EXISTS (SELECT 1 FROM holder WHERE type NOT IN ('person', 'persons'))", { "never 'persons'" } },
	{ "(SELECT sum(ratio) FROM holder) = 100", { NULL } },
	/* quoted names */
	{ "[commit].[on] IS NULL", { NULL } },
	{ "[commit].kind = 'a'", { NULL } },
	{ "[commit].kind = 'b'", { "[commit].kind is never 'b'" } },
	{ "\"commit\".kind = 'b'", { "\"commit\".kind is never 'b'" } },
	{ "`commit`.[kind] = 'b'", { "`commit`.[kind] is never 'b'" } },
	{ "[commit].[on] > 5", { "[commit].[on] is a text" } },
	{ "same([commit].kind, 'b')", { NULL } },
	/* SQL does not care about case */
	{ "Site.Kind = 'x'", { "Site.Kind is never 'x'" } },
};
/* clang-format on */

struct heard {
	struct str all;
	size_t count;
};

static void hear(const char *complaint, void *arg)
{
	struct heard *h = arg;

	h->count++;
	str_addf(&h->all, "%s\n", complaint);
}

static struct pack *pack_with_rule(const char *sql)
{
	struct str text = { 0 };
	struct pack *pack = NULL;
	struct mini_file rules = { "data/rules.yaml", NULL, 0 };
	int err;

	str_addf(&text,
		 "%s  - id: R-1\n    group: site\n    severity: error\n"
		 "    title: x\n    holds: >-\n      %s\n    sentence: x\n"
		 "    fix: x\n    sources: [D]\n",
		 MINI_GROUPS, sql);
	rules.text = text.s;
	err = mini_load(&pack, &rules);
	if (err)
		print_message("%s\n", err_text(err));
	assert_int_equal(0, err);
	str_release(&text);
	return pack;
}

static size_t count_of(const char *const *says)
{
	size_t n = 0;

	while (n < 3 && says[n])
		n++;
	return n;
}

static void test_expressions(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct pack *pack = pack_with_rule(cases[i].sql);
		struct checker *checker = NULL;
		struct heard h = { 0 };
		const size_t n = count_of(cases[i].says);
		size_t right = 0;
		size_t said;

		/* each of them is an expression that runs */
		if (checker_alloc(&checker, pack) != 0)
			print_message("%s\n%s\n", cases[i].sql,
				      err_text(EBADMSG));
		assert_non_null(checker);
		checker_free(checker);
		said = pack_lint(pack, hear, &h);
		assert_int_equal(said, h.count);
		for (size_t k = 0; k < n; k++)
			right += strstr(str_text(&h.all), cases[i].says[k]) !=
				 NULL;
		if (h.count != n || right != n)
			print_message("%s\n%s", cases[i].sql, str_text(&h.all));
		assert_int_equal(n, h.count);
		assert_int_equal(n, right);
		if (n > 0)
			assert_non_null(strstr(h.all.s,
					       "mini/data/rules.yaml:11:12: "));
		str_release(&h.all);
		pack_free(pack);
	}
}

static void test_comments_and_more_are_refused(void **state)
{
	static const struct {
		const char *sql;
		int err;
	} bad[] = {
		{ "1 -- 2", EPERM },	   { "1 /* 2 */", EPERM },
		{ "1; SELECT 1", EPERM },  { "?1", EPERM },
		{ "1) + (1", EBADMSG },	   { "site.area > 'x", EBADMSG },
		{ "[site.area", EBADMSG }, { "\"no such thing\" = 1", EBADMSG },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct pack *pack = pack_with_rule(bad[i].sql);
		struct checker *checker = NULL;
		struct heard h = { 0 };

		assert_int_equal(bad[i].err, checker_alloc(&checker, pack));
		assert_non_null(strstr(err_text(bad[i].err),
				       "mini/data/rules.yaml:11:12: R-1: "));
		/* and reading it does no harm */
		(void)pack_lint(pack, hear, &h);
		str_release(&h.all);
		pack_free(pack);
	}
}

/* clang-format off */
static const struct {
	struct mini_file file;
	const char *says; /* NULL: nothing */
} files[] = {
	{ { "data/rules.yaml", "version: \"1\"\ngroups:\n  - {key: form, title: 表, weight: 60}\n  - {key: site, title: 场地, weight: 40}\nrules:\n  - {id: R-1, group: site, severity: error, title: 面积, holds: site.area > 100, sentence: 太小, fix: 换, sources: [D]}\n", 0 }, "data/rules.yaml:3:5: no group paper" },
	{ { "data/rules.yaml", MINI_RULES, 0 }, NULL },
	{ { "data/rules.yaml", MINI_GROUPS "  - {id: R-1, group: site, severity: error, title: x, holds: \"1\", sentence: \"{{site.area}} {{profile.seats}} {{advice.seats}} {{profile.authority}}\", fix: \"{{site.seats}}\", sources: [D]}\n", 0 }, NULL },
	{ { "data/rules.yaml", MINI_GROUPS "  - {id: R-1, group: site, severity: error, title: x, holds: \"1\", sentence: \"{{site.aera}}\", fix: x, sources: [D]}\n", 0 }, "data/rules.yaml:7:77: no fact site.aera" },
	{ { "data/rules.yaml", MINI_GROUPS "  - {id: R-1, group: site, severity: error, title: x, holds: \"1\", sentence: x, sentence_en: \"{{site.aera}}\", fix: x, sources: [D]}\n", 0 }, "no fact site.aera" },
	{ { "data/rules.yaml", MINI_GROUPS "  - {id: R-1, group: site, severity: error, title: x, holds: \"1\", sentence: x, fix: \"{{site.aera}}\", sources: [D]}\n", 0 }, "no fact site.aera" },
	{ { "data/rules.yaml", MINI_GROUPS "  - {id: R-1, group: site, severity: error, title: x, holds: \"1\", sentence: x, fix: x, fix_en: \"{{site.aera}}\", sources: [D]}\n", 0 }, "no fact site.aera" },
	{ { "data/rules.yaml", MINI_GROUPS "  - {id: R-1, group: site, severity: error, title: x, each: holder, holds: \"1\", sentence: \"{{holder.name}}\", fix: x, sources: [D]}\n", 0 }, NULL },
	{ { "data/rules.yaml", MINI_GROUPS "  - {id: R-1, group: site, severity: error, title: x, holds: \"1\", sentence: \"{{holder.name}}\", fix: x, sources: [D]}\n", 0 }, "holder.name repeats" },
	{ { "data/rules.yaml", MINI_GROUPS "  - {id: R-1, group: site, severity: error, title: x, holds: \"1\", sentence: \"{{site.area\", fix: x, sources: [D]}\n", 0 }, "{{ without }}" },
	{ { "data/rules.yaml", MINI_GROUPS "  - {id: R-1, group: site, severity: error, title: x, holds: \"1\", sentence: \"{{word}}\", fix: x, sources: [D]}\n", 0 }, "no fact word" },
	{ { "data/rules.yaml", MINI_GROUPS "  - {id: R-1, group: site, severity: error, title: x, holds: \"1\", sentence: x, sources: [D]}\n", 0 }, "does not say what to do" },
	{ { "data/papers.yaml", "papers:\n  - {id: DOC-01, title: x, kind: scan, sources: [D]}\n", 0 }, "data/papers.yaml:2:5: nothing shows" },
	{ { "data/papers.yaml", "papers:\n  - {id: DOC-01, title: x, kind: online, when: site.kind = 'x', sources: [D]}\n", 0 }, "data/papers.yaml:2:48: site.kind is never 'x'" },
	{ { "data/assess.yaml", "outcomes:\n  - {id: A, verdict: needed, when: site.kind = 'x', title: x, sentence: x, sources: [D]}\n", 0 }, "data/assess.yaml:2:36: site.kind is never 'x'" },
	{ { "data/assess.yaml", "outcomes:\n  - {id: A, verdict: needed, when: \"1\", title: x, sentence: x, sentence_en: \"{{a.b}}\", sources: [D]}\n", 0 }, "no fact a.b" },
	{ { "data/assess.yaml", "outcomes:\n  - {id: A, verdict: needed, when: \"1\", title: x, sentence: x, fix: \"{{a.b}}\", sources: [D]}\n", 0 }, "no fact a.b" },
	{ { "forms/g.yaml", "form: g\ntitle: x\norder: 2\nsections:\n  - group: g\n    title: x\n    fields:\n      - {key: a, label: x, type: text}\n", 0 }, "forms/g.yaml:8:9: the field cites no source" },
	{ { "forms/g.yaml", "form: g\ntitle: x\norder: 2\nsections:\n  - group: g\n    title: x\n    fields:\n      - {key: a, label: x, type: text, required: g.a = 1, sources: [D]}\n", 0 }, "forms/g.yaml:8:50: g.a is a text" },
};
/* clang-format on */

static void test_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct pack *pack = NULL;
		struct heard h = { 0 };
		size_t n;

		assert_int_equal(0, mini_load(&pack, &files[i].file));
		n = pack_lint(pack, hear, &h);
		if (n != (files[i].says != NULL) ||
		    (n > 0 && files[i].says && !strstr(h.all.s, files[i].says)))
			print_message("%zu: %s\n", i, str_text(&h.all));
		assert_int_equal(files[i].says != NULL, n);
		if (n > 0 && files[i].says)
			assert_non_null(strstr(h.all.s, files[i].says));
		str_release(&h.all);
		pack_free(pack);
	}
}

static void test_the_shipped_pack_is_clean(void **state)
{
	struct pack *pack = NULL;
	struct heard h = { 0 };

	(void)state;
	assert_int_equal(0, pack_load(&pack));
	if (pack_lint(pack, hear, &h) > 0)
		print_message("%s", h.all.s);
	assert_int_equal(0, h.count);
	str_release(&h.all);
	pack_free(pack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expressions),
		cmocka_unit_test(test_comments_and_more_are_refused),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_the_shipped_pack_is_clean),
	};

	(void)lang_init("en", "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
