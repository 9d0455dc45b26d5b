/**
 * @file tests/unit/schema.c  Call and desk databases of every schema, opened
 * with the program of today
 *
 * The engine writes them; the dossiers are opened by tests/cli/schema.bats.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "ledger/calls.h"
#include "ledger/desk.h"
#include "store/db.h"
#include "util/file.h"
#include "util/str.h"

#define KEPT_MAX 1048576

static void must(int err)
{
	assert_int_equal(0, err);
}

static int text_handler(const struct row *row, void *arg)
{
	str_addf(arg, "%s;", row_text(row, 0));
	return 0;
}

static int table_handler(const struct row *row, void *arg)
{
	str_addf(arg, "%s ", row_text(row, 0));
	return 0;
}

/* Every row of a table has all its old columns as they were */
static void same_rows(struct db *db, const char *table)
{
	struct str columns = { 0 };
	struct str sql = { 0 };
	int64_t n = -1;

	must(db_each(db,
		     "SELECT group_concat('\"' || name || '\"') FROM "
		     "pragma_table_info(?, 'old')",
		     BIND(TEXT(table)), text_handler, &columns));
	columns.s[columns.len - 1] = '\0';
	str_addf(&sql,
		 "SELECT (SELECT count(*) FROM (SELECT %s FROM old.\"%s\" "
		 "EXCEPT SELECT %s FROM main.\"%s\")) + (SELECT count(*) FROM "
		 "old.\"%s\") - (SELECT count(*) FROM main.\"%s\")",
		 columns.s, table, columns.s, table, table, table);
	must(db_int(db, sql.s, NULL, &n));
	assert_int_equal(0, n);
	str_release(&sql);
	str_release(&columns);
}

static void load(const char *path, const char *text)
{
	struct db *db = NULL;

	must(db_open(&db, path, NULL));
	must(db_script(db, text));
	db_close(db);
}

/* The newest step of a kind */
static int newest(const struct db_kind *kind)
{
	int version = 0;

	for (const struct db_step *s = kind->steps; s->sql; s++)
		version = s->version;
	return version;
}

static void opens(const char *kept, const struct db_kind *kind)
{
	char dir[] = "/tmp/callpermit-schema-XXXXXX";
	struct str path = { 0 };
	struct str old = { 0 };
	struct str text = { 0 };
	struct str tables = { 0 };
	struct db *db = NULL;
	char *at = NULL;
	int64_t n = 0;

	assert_non_null(mkdtemp(dir));
	str_addf(&path, "%s/new.db", dir);
	str_addf(&old, "%s/old.db", dir);
	must(file_read(&text, kept, KEPT_MAX));
	load(path.s, text.s);
	load(old.s, text.s);

	must(db_open(&db, path.s, kind));
	must(db_int(db, "PRAGMA user_version", NULL, &n));
	assert_int_equal(newest(kind), n);
	must(db_run(db, "ATTACH ? AS old", BIND(TEXT(old.s))));
	must(db_each(db,
		     "SELECT name FROM old.sqlite_schema WHERE type = 'table'",
		     NULL, table_handler, &tables));
	for (char *t = strtok_r(tables.s, " ", &at); t;
	     t = strtok_r(NULL, " ", &at))
		same_rows(db, t);
	db_close(db);

	must(unlink(path.s));
	must(unlink(old.s));
	must(rmdir(dir));
	str_release(&tables);
	str_release(&text);
	str_release(&old);
	str_release(&path);
}

static void all_of(const char *pattern, const struct db_kind *kind,
		   size_t least)
{
	glob_t found = { 0 };

	must(glob(pattern, 0, NULL, &found));
	assert_true(found.gl_pathc >= least);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		print_message("# %s\n", found.gl_pathv[i]);
		opens(found.gl_pathv[i], kind);
	}
	globfree(&found);
}

static void test_calls_of_every_schema(void **state)
{
	(void)state;
	all_of("tests/schema/calls-*.sql", &calls_kind, 10);
}

static void test_desks_of_every_schema(void **state)
{
	(void)state;
	all_of("tests/schema/desk-*.sql", &desk_kind, 3);
}

/* What stops mistakes is there whatever the file began as */
static void test_an_early_file_gets_what_later_ones_have(void **state)
{
	char path[] = "/tmp/callpermit-schema-XXXXXX";
	struct str text = { 0 };
	struct db *db = NULL;
	int64_t n = 0;

	(void)state;
	assert_true(close(mkstemp(path)) == 0);
	must(file_read(&text, "tests/schema/calls-01-first.sql", KEPT_MAX));
	load(path, text.s);
	must(db_open(&db, path, &calls_kind));
	must(db_int(db, "SELECT attempts FROM breach", NULL, &n));
	assert_int_equal(1, n);
	assert_int_not_equal(0, db_run(db, "DELETE FROM breach", NULL));
	assert_int_not_equal(0, db_run(db, "DELETE FROM call", NULL));
	db_close(db);
	must(unlink(path));
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calls_of_every_schema),
		cmocka_unit_test(test_desks_of_every_schema),
		cmocka_unit_test(test_an_early_file_gets_what_later_ones_have),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
