/**
 * @file tests/unit/pin.c  A dossier keeps its rule pack, and every answer
 * whatever pack it moves to
 */
#include "dossier/pin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/library.h"
#include "cmocka_all.h"
#include "dossier/fact.h"
#include "dossier/journal.h"
#include "mini_pack.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

extern const char sql_schema[];

/* clang-format off */
/* A form in which things are otherwise than in MINI_FORM */
static const struct mini_file later_form = { "forms/f.yaml",
	"form: f\n"
	"title: 表\n"
	"order: 1\n"
	"sections:\n"
	"  - group: site\n"
	"    title: 场地\n"
	"    fields:\n"
	"      - {key: addr, label: 地址, type: int, sources: [D]}\n"
	"      - {key: area, label: 面积, type: number, sources: [D]}\n"
	"      - {key: kind, label: 类型, type: choice, choices: [{value: free, label: 无偿}], sources: [D]}\n"
	"      - {key: seats, label: 座席, type: int, calculate: \"7\", sources: [D]}\n"
	"      - {key: scan, label: 扫描件, type: file, sources: [D]}\n"
	"  - group: commit\n"
	"    title: 承诺\n"
	"    repeat: true\n"
	"    fields:\n"
	"      - {key: kind, label: 种类, type: text, sources: [D]}\n"
	"  - group: holder\n"
	"    title: 股东\n"
	"    repeat: true\n"
	"    fields:\n"
	"      - {key: name, label: 姓名, type: text, sources: [D]}\n", 0 };
/* clang-format on */

static const struct mini_file other_rules = {
	"data/rules.yaml",
	MINI_GROUPS
	"  - {id: R-1, group: site, severity: error, title: 面积, holds: site.area > 500, sentence: 太小, fix: 换, sources: [D]}\n",
	0
};

struct fixture {
	struct pack *old;
	struct pack *rules; /* other rules */
	struct pack *later; /* another form */
	struct db *db;
	struct dossier d; /* opened under old */
};

static void set(struct fixture *f, const struct pack *pack, const char *key,
		const char *text)
{
	static const struct fact_change entry = { .origin = "entry" };
	const struct fact_set one[] = { { .key = key, .text = text },
					{ .key = NULL } };

	assert_int_equal(0, fact_set(f->db, pack, f->d.id, one, &entry, NULL));
}

static int set_up(void **state)
{
	static const struct {
		const char *key;
		const char *text;
	} facts[] = {
		{ "site.addr", "某街 1 号" },	{ "site.area", "160" },
		{ "site.kind", "own" },		{ "site.seats", "30" },
		{ "site.since", "2026-01-01" }, { "commit.kind", "a" },
		{ "holder[1].name", "甲" },	{ "holder[1].ratio", "60" },
		{ "holder[2].name", "乙" },	{ "holder[2].ratio", "40" },
	};
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_int_equal(0, mini_load(&f->old, NULL));
	assert_int_equal(0, mini_load(&f->rules, &other_rules));
	assert_int_equal(0, mini_load(&f->later, &later_form));
	assert_int_equal(0, dossier_db_open(&f->db, ":memory:"));
	assert_int_equal(0, dossier_new(f->db, f->old, NULL, &f->d));
	for (size_t i = 0; i < ARRAY_LEN(facts); i++)
		set(f, f->old, facts[i].key, facts[i].text);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	dossier_release(&f->d);
	db_close(f->db);
	pack_free(f->old);
	pack_free(f->rules);
	pack_free(f->later);
	free(f);
	return 0;
}

static int64_t count(struct fixture *f, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(0, db_int(f->db, sql, NULL, &n));
	return n;
}

static void read_again(struct fixture *f)
{
	const int64_t id = f->d.id;

	dossier_release(&f->d);
	assert_int_equal(0, dossier_get(f->db, id, &f->d));
}

static void test_a_pack_is_kept_once(void **state)
{
	struct fixture *f = *state;
	struct dossier d = { 0 };

	assert_int_equal(1, count(f, "SELECT count(*) FROM pack"));
	assert_int_equal(f->old->files.c,
			 count(f, "SELECT count(*) FROM pack_file"));
	assert_int_equal(0, pin_keep(f->db, f->old));
	assert_int_equal(0, dossier_new(f->db, f->old, NULL, &d));
	dossier_release(&d);
	assert_int_equal(1, count(f, "SELECT count(*) FROM pack"));
	assert_int_equal(0, pin_keep(f->db, f->rules));
	assert_int_equal(2, count(f, "SELECT count(*) FROM pack"));
}

static void test_the_same_pack_comes_back(void **state)
{
	struct fixture *f = *state;
	struct pack *own = NULL;

	/* no need to load what is loaded */
	assert_int_equal(0, pin_load(&own, f->db, f->old, &f->d));
	assert_null(own);

	assert_int_equal(0, pin_load(&own, f->db, f->rules, &f->d));
	assert_non_null(own);
	assert_string_equal(f->old->sha256, own->sha256);
	assert_string_equal("site.area > 100", own->rules[0].holds);
	assert_int_equal(f->old->files.c, own->files.c);
	for (size_t i = 0; i < own->files.c; i++) {
		assert_string_equal(f->old->files.v[i].name,
				    own->files.v[i].name);
		assert_string_equal(f->old->files.v[i].text,
				    own->files.v[i].text);
	}
	pack_free(own);
}

static void test_a_pack_that_was_changed_is_refused(void **state)
{
	static const char *const damages[] = {
		"UPDATE pack_file SET text = text || '# more\n' WHERE name = "
		"'data/rules.yaml'",
		"UPDATE pack_file SET text = replace(text, '100', '1') WHERE "
		"name = 'data/rules.yaml'",
		"UPDATE pack_file SET text = 'y' WHERE name = 'templates/t.md'",
		"UPDATE pack_file SET name = 'data/x.yaml' WHERE name = "
		"'data/papers.yaml'",
		"DELETE FROM pack_file WHERE name = 'forms/f.yaml'",
		"INSERT INTO pack_file SELECT sha256, 'data/notes.yaml', "
		"'notes:\n  - {key: a, topic: b, title: c, text: d, sources: "
		"[D]}\n' FROM pack",
		"UPDATE pack_file SET text = 'rubbish: [' WHERE name = "
		"'data/rules.yaml'",
	};

	for (size_t i = 0; i < ARRAY_LEN(damages); i++) {
		struct fixture *f;
		struct pack *own = NULL;
		int err;

		if (i > 0)
			assert_int_equal(0, set_up(state));
		f = *state;
		assert_int_equal(0, db_script(f->db, damages[i]));
		err = pin_load(&own, f->db, f->rules, &f->d);
		assert_null(own);
		if (!strstr(err_text(err), f->d.no))
			print_message("%s: %s\n", damages[i], err_text(err));
		assert_true(err == EBADMSG || err == ENOENT);
		/* it names the dossier whose pack it is */
		assert_non_null(strstr(err_text(err), f->d.no));
		if (i + 1 < ARRAY_LEN(damages))
			assert_int_equal(0, tear_down(state));
	}
}

/* What a database of the first version of the program looks like */
static void test_schema_1_is_brought_up(void **state)
{
	struct fixture *f = *state;
	char path[] = "/tmp/callpermit-pin-XXXXXX";
	struct str side = { 0 };
	struct db *db = NULL;
	struct dossier d = { 0 };
	struct pack *own = (struct pack *)path;
	int64_t n = -1;

	assert_int_not_equal(-1, close(mkstemp(path)));
	assert_int_equal(0, db_open(&db, path, NULL));
	assert_int_equal(0, db_script(db, sql_schema));
	assert_int_equal(
		0,
		db_script(db, "PRAGMA application_id = 1129342063;" /* CPdo */
			      "PRAGMA user_version = 1;"
			      "INSERT INTO dossier(no, name, created, updated, "
			      "pack_version, pack_sha256) VALUES('2025-0001', "
			      "'甲', 1, 1, '2025.01', 'aa');"
			      "INSERT INTO fact VALUES(1, 'site', 0, 'area', "
			      "'90', 1, 'entry', 1)"));
	db_close(db);

	assert_int_equal(0, dossier_db_open(&db, path));
	assert_int_equal(0, db_int(db, "PRAGMA user_version", NULL, &n));
	assert_true(n > 1);
	assert_int_equal(0, dossier_find(db, "2025-0001", &d));
	assert_string_equal("2025.01", d.pack_version);
	/* its pack was never kept: the one given is used */
	assert_int_equal(0, pin_load(&own, db, f->old, &d));
	assert_null(own);
	assert_int_equal(0, pin_move(db, f->old, &d, NULL));
	dossier_release(&d);
	assert_int_equal(0, dossier_find(db, "2025-0001", &d));
	assert_string_equal(f->old->sha256, d.pack_sha256);
	assert_int_equal(0, pin_load(&own, db, f->rules, &d));
	assert_string_equal(f->old->sha256, own->sha256);
	pack_free(own);
	dossier_release(&d);
	db_close(db);

	for (size_t i = 0; i < 3; i++) {
		static const char *const ends[] = { "", "-wal", "-shm" };

		str_clear(&side);
		str_addf(&side, "%s%s", path, ends[i]);
		(void)unlink(side.s);
	}
	str_release(&side);
}

static void test_a_library_hands_out_the_pack_of_each(void **state)
{
	struct fixture *f = *state;
	struct library *library = NULL;
	const struct pack *pack = NULL;
	const struct pack *again = NULL;
	struct checker *checker = NULL;
	struct dossier d = { 0 };

	assert_int_equal(0, dossier_new(f->db, f->rules, NULL, &d));
	assert_int_equal(0, library_open(&library, f->db, f->rules));
	assert_int_equal(0, library_get(library, NULL, &pack, &checker));
	assert_ptr_equal(f->rules, pack);
	assert_int_equal(0, library_get(library, &d, &pack, &checker));
	assert_ptr_equal(f->rules, pack);
	assert_int_equal(0, library_get(library, &f->d, &pack, &checker));
	assert_string_equal(f->old->sha256, pack->sha256);
	assert_int_equal(0, library_get(library, &f->d, &again, &checker));
	assert_ptr_equal(pack, again);
	library_close(library);
	dossier_release(&d);
}

static void test_moving_changes_no_fact(void **state)
{
	struct fixture *f = *state;
	const int64_t facts = count(f, "SELECT count(*) FROM fact");
	const int64_t rows = count(f, "SELECT count(*) FROM journal");
	int64_t change = 0;

	assert_int_equal(EEXIST, pin_move(f->db, f->old, &f->d, NULL));
	assert_int_equal(rows, count(f, "SELECT count(*) FROM journal"));

	assert_int_equal(0, pin_move(f->db, f->later, &f->d, "新版"));
	assert_int_equal(facts, count(f, "SELECT count(*) FROM fact"));
	assert_int_equal(1, count(f, "SELECT count(*) FROM journal WHERE act = "
				     "'migrate' AND reason = '新版'"));
	read_again(f);
	assert_string_equal(f->later->sha256, f->d.pack_sha256);
	assert_int_equal(0, journal_verify(f->db, f->d.id));

	/* it is no change of facts: the next undo takes back an answer */
	assert_int_equal(0, journal_undo(f->db, f->d.id, 0, &change));
	assert_int_equal(11, change);
	read_again(f);
	assert_string_equal(f->later->sha256, f->d.pack_sha256);
	assert_int_equal(0, journal_verify(f->db, f->d.id));
}

static char *exported(struct fixture *f, struct db *db, const struct pack *pack,
		      const struct dossier *d)
{
	struct str text = { 0 };

	(void)f;
	assert_int_equal(0, dossier_export(db, pack, d, &text));
	return str_take(&text);
}

/* Export under a pack, import elsewhere under it, export: the same bytes, and
 * every fact as it was */
static void round_trip(struct fixture *f, const struct pack *pack)
{
	char path[] = "/tmp/callpermit-pin-XXXXXX";
	char *before = exported(f, f->db, pack, &f->d);
	char *after;
	struct dossier d = { 0 };
	struct db *db = NULL;
	int64_t same = 0;
	int err;

	assert_int_not_equal(-1, close(mkstemp(path)));
	assert_int_equal(0, file_write(path, before, strlen(before)));
	assert_int_equal(0, dossier_db_open(&db, ":memory:"));
	err = dossier_import(db, pack, path, false, &d);
	if (err)
		print_message("%s\n%s\n", err_text(err), before);
	assert_int_equal(0, err);
	after = exported(f, db, pack, &d);
	assert_string_equal(before, after);
	assert_int_equal(f->d.facts, d.facts);
	assert_int_equal(0, journal_verify(db, d.id));
	assert_int_equal(0, db_int(db,
				   "SELECT count(*) FROM fact WHERE value IN "
				   "('某街 1 号', '160', 'own', '30', '60', "
				   "'40', 'a', '甲', '乙', '2026-01-01')",
				   NULL, &same));
	assert_int_equal(10, same);

	assert_int_equal(0, unlink(path));
	dossier_release(&d);
	db_close(db);
	free(before);
	free(after);
}

static void test_answers_survive_every_pack(void **state)
{
	struct fixture *f = *state;

	read_again(f);
	round_trip(f, f->old);
	round_trip(f, f->later);
	assert_int_equal(0, pin_move(f->db, f->later, &f->d, NULL));
	read_again(f);
	round_trip(f, f->later);
	assert_int_equal(0, pin_move(f->db, f->old, &f->d, NULL));
	read_again(f);
	round_trip(f, f->old);
}

/* An answer that is none under another pack reads as unknown, not as 0 */
static void test_an_answer_that_does_not_fit_is_unknown(void **state)
{
	static const struct {
		const char *group;
		const char *key;
		int n;
		bool field;
		bool ok;
	} expected[] = {
		{ "site", "area", 0, true, true },
		{ "site", "addr", 0, true, false },   /* text, now a number */
		{ "site", "kind", 0, true, false },   /* no such choice */
		{ "site", "seats", 0, false, true },  /* now calculated */
		{ "site", "since", 0, false, true },  /* gone */
		{ "commit", "kind", 0, false, true }, /* now with rows */
		{ "holder", "name", 2, true, true },
		{ "holder", "ratio", 2, false, true },
	};
	struct fixture *f = *state;
	struct checker *checker = NULL;
	struct findings found = { 0 };
	struct facts facts = { NULL, 0 };

	assert_int_equal(0, facts_load(&facts, f->db, f->later, f->d.id));
	for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
		const struct fact *fact = facts_find(&facts, expected[i].group,
						     expected[i].n,
						     expected[i].key);

		assert_non_null(fact);
		assert_int_equal(expected[i].field, fact->field != NULL);
		assert_int_equal(expected[i].ok, fact->ok);
	}
	facts_release(&facts);

	assert_int_equal(0, checker_alloc(&checker, f->later));
	assert_int_equal(0, check_run(checker, f->db, f->d.id, &found));
	/* the two that do not fit, and DOC-01 is not in hand */
	assert_int_equal(3, found.blocking);
	findings_release(&found);
	checker_free(checker);
}

static const char *value_of(struct fixture *f, const char *group, int n,
			    const char *key, char *to, size_t size)
{
	struct facts facts = { NULL, 0 };
	const struct fact *fact;

	assert_int_equal(0, facts_load(&facts, f->db, f->later, f->d.id));
	fact = facts_find(&facts, group, n, key);
	(void)snprintf(to, size, "%s", fact ? fact->value : "");
	facts_release(&facts);
	return to;
}

/* A row that goes takes its hidden answers with it, and no other's */
static void test_removing_a_row_moves_hidden_answers_too(void **state)
{
	struct fixture *f = *state;
	struct facts facts = { NULL, 0 };
	char text[32];

	assert_int_equal(0, pin_move(f->db, f->later, &f->d, NULL));
	assert_int_equal(
		0, fact_remove_row(f->db, f->later, f->d.id, "holder", 1));
	assert_string_equal(
		"乙", value_of(f, "holder", 1, "name", text, sizeof(text)));
	assert_string_equal(
		"40", value_of(f, "holder", 1, "ratio", text, sizeof(text)));
	assert_int_equal(0, facts_load(&facts, f->db, f->later, f->d.id));
	assert_int_equal(1, facts_rows(&facts, "holder"));
	facts_release(&facts);

	assert_int_equal(
		0, fact_remove_row(f->db, f->later, f->d.id, "holder", 1));
	assert_int_equal(0, count(f, "SELECT count(*) FROM fact WHERE grp = "
				     "'holder'"));
	assert_int_equal(0, journal_undo(f->db, f->d.id, 0, NULL));
	assert_int_equal(0, journal_undo(f->db, f->d.id, 0, NULL));
	assert_string_equal(
		"60", value_of(f, "holder", 1, "ratio", text, sizeof(text)));
	assert_string_equal(
		"40", value_of(f, "holder", 2, "ratio", text, sizeof(text)));
	assert_int_equal(0, journal_verify(f->db, f->d.id));
}

/* What moves up is as it was below: valid although its check symbol is wrong,
 * with the reason, or a path that nobody has read */
static void test_removing_a_row_moves_values_as_they_are(void **state)
{
	static const struct mini_file form = {
		"forms/f.yaml",
		"form: f\n"
		"title: 表\n"
		"order: 1\n"
		"sections:\n"
		"  - group: site\n"
		"    title: 场地\n"
		"    fields:\n"
		"      - {key: area, label: 面积, type: number}\n"
		"      - {key: scan, label: 扫描件, type: file}\n"
		"  - group: firm\n"
		"    title: 公司\n"
		"    repeat: true\n"
		"    fields:\n"
		"      - {key: code, label: 代码, type: uscc, sources: [D]}\n"
		"      - {key: scan, label: 扫描件, type: file, sources: [D]}\n",
		0
	};
	const struct fact_set setv[] = {
		{ .key = "firm[1].code", .text = "91610131PDY0031572" },
		{ .key = "firm[2].code",
		  .text = "91610131PDY0031573",
		  .accept = "执照如此" },
		{ .key = "firm[2].scan", .text = __FILE__ },
		{ .key = NULL },
	};
	const struct fact_change change = { .origin = "import", .draft = true };
	struct fixture *f = *state;
	struct facts facts = { NULL, 0 };
	struct pack *pack = NULL;
	const struct fact *fact;

	assert_int_equal(0, mini_load(&pack, &form));
	assert_int_equal(0,
			 fact_set(f->db, pack, f->d.id, setv, &change, NULL));
	assert_int_equal(0, fact_remove_row(f->db, pack, f->d.id, "firm", 1));

	assert_int_equal(0, facts_load(&facts, f->db, pack, f->d.id));
	assert_int_equal(1, facts_rows(&facts, "firm"));
	fact = facts_find(&facts, "firm", 1, "code");
	assert_string_equal("91610131PDY0031573", fact->value);
	assert_true(fact->ok);
	assert_string_equal("执照如此", fact->reason);
	assert_string_equal("import", fact->origin);
	fact = facts_find(&facts, "firm", 1, "scan");
	assert_string_equal(__FILE__, fact->value);
	assert_false(fact->ok);
	facts_release(&facts);
	assert_int_equal(0, journal_verify(f->db, f->d.id));
	pack_free(pack);
}

static void test_files_that_could_not_be_kept_are_refused(void **state)
{
	static const struct mini_file bad[] = {
		{ "templates/t.md", "a\0b", 3 },
		{ "templates/t.md", "a\xff\n", 0 },
		{ "data/notes.yaml", "\xff\xfe{\0}\0", 6 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct pack *pack = NULL;

		assert_int_equal(EBADMSG, mini_load(&pack, &bad[i]));
		assert_null(pack);
		assert_non_null(strstr(err_text(EBADMSG), bad[i].name));
		assert_non_null(strstr(err_text(EBADMSG), "UTF-8"));
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_pack_is_kept_once),
		TEST(test_the_same_pack_comes_back),
		TEST(test_a_pack_that_was_changed_is_refused),
		TEST(test_schema_1_is_brought_up),
		TEST(test_a_library_hands_out_the_pack_of_each),
		TEST(test_moving_changes_no_fact),
		TEST(test_answers_survive_every_pack),
		TEST(test_an_answer_that_does_not_fit_is_unknown),
		TEST(test_removing_a_row_moves_hidden_answers_too),
		TEST(test_removing_a_row_moves_values_as_they_are),
		TEST(test_files_that_could_not_be_kept_are_refused),
	};

	(void)lang_init("en", "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
