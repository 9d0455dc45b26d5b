/**
 * @file tests/unit/db.c  SQLite wrapper
 */
#include "store/db.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/file.h"

#define STEP_1                                                             \
	{                                                                  \
		1, "CREATE TABLE t(id INTEGER PRIMARY KEY, s TEXT) STRICT" \
	}

static const struct db_step steps[] = {
	STEP_1,
	{ 2, "ALTER TABLE t ADD COLUMN n INTEGER" },
	{ 0, NULL },
};
static const struct db_kind kind = { .name = "test database",
				     .application_id = 0x74657374,
				     .steps = steps };

static int set_up(void **state)
{
	struct db *db;

	assert_int_equal(0, db_open(&db, ":memory:", &kind));
	assert_int_equal(0, db_run(db, "INSERT INTO t(id, s) VALUES(?, ?)",
				   BIND(INT(7), TEXT("开始"))));
	*state = db;
	return 0;
}

static int tear_down(void **state)
{
	db_close(*state);
	return 0;
}

static int text_handler(const struct row *row, void *arg)
{
	(void)snprintf(arg, 32, "%lld %s %d", (long long)row_int(row, 0),
		       row_text(row, 1), row_is_null(row, 2));
	return 0;
}

static int stop_handler(const struct row *row, void *arg)
{
	(void)row;
	(void)arg;
	return ECANCELED;
}

static void test_round_trip(void **state)
{
	char text[32] = "";

	assert_int_equal(0,
			 db_one(*state, "SELECT id, s, n FROM t WHERE id = ?",
				BIND(INT(7)), text_handler, text));
	assert_string_equal("7 开始 1", text);
}

static void test_errors(void **state)
{
	struct db *db = *state;

	assert_int_equal(ENOENT, db_one(db, "SELECT 1 FROM t WHERE id = 8",
					NULL, stop_handler, NULL));
	assert_int_equal(ECANCELED, db_each(db, "SELECT 1 FROM t", NULL,
					    stop_handler, NULL));
	assert_int_equal(EEXIST,
			 db_run(db, "INSERT INTO t(id) VALUES(7)", NULL));
	assert_string_equal("UNIQUE constraint failed: t.id", err_text(EEXIST));
	assert_int_equal(EIO, db_run(db, "SELEKT", NULL));
	assert_int_equal(EIO, db_run(db,
				     "INSERT INTO t(id, s, n) VALUES(9, "
				     "'x', 'not a number')",
				     NULL));
}

static int insert_then_fail(struct db *db, void *arg)
{
	assert_int_equal(0, db_run(db, "INSERT INTO t(id) VALUES(8)", NULL));
	return *(int *)arg;
}

static int nest(struct db *db, void *arg)
{
	return db_atomic(db, insert_then_fail, arg);
}

static void test_failed_work_is_undone(void **state)
{
	struct db *db = *state;
	int64_t n = 0;
	int fails = EPERM;
	int works = 0;

	assert_int_equal(EPERM, db_atomic(db, insert_then_fail, &fails));
	assert_int_equal(EPERM, db_atomic(db, nest, &fails));
	assert_int_equal(0, db_int(db, "SELECT count(*) FROM t", NULL, &n));
	assert_int_equal(1, n);
	assert_int_equal(0, db_atomic(db, nest, &works));
	assert_int_equal(0, db_int(db, "SELECT count(*) FROM t", NULL, &n));
	assert_int_equal(2, n);
}

static void test_a_file_is_private_and_of_one_kind(void **state)
{
	static const struct db_kind other = { .name = "other file",
					      .application_id = 0x6f746872,
					      .steps = steps };
	char dir[] = "/tmp/callpermit-db-XXXXXX";
	char path[64];
	char sub[64];
	struct stat st;
	struct db *db;

	(void)state;
	assert_non_null(mkdtemp(dir));
	(void)snprintf(sub, sizeof(sub), "%s/new", dir);
	(void)snprintf(path, sizeof(path), "%s/new/test.db", dir);

	assert_int_equal(0, db_open(&db, path, &kind));
	assert_int_equal(0, stat(path, &st));
	assert_int_equal(0600, st.st_mode & 0777);
	assert_int_equal(0, stat(sub, &st));
	assert_int_equal(0700, st.st_mode & 0777);

	assert_int_equal(EBADMSG, db_open(&db, path, &other));
	assert_int_equal(0, db_run(db, "PRAGMA user_version = 3", NULL));
	db_close(db);
	assert_int_equal(EPERM, db_open(&db, path, &kind));
	assert_non_null(strstr(err_text(EPERM), "newer"));

	(void)snprintf(path, sizeof(path), "rm -r %s", dir);
	assert_int_equal(0, system(path)); /* NOLINT(cert-env33-c) */
}

static void test_a_foreign_database_is_not_touched(void **state)
{
	char path[] = "/tmp/callpermit-db-XXXXXX";
	char before[SHA256_TEXT];
	char after[SHA256_TEXT];
	struct db *db;

	(void)state;
	assert_true(close(mkstemp(path)) == 0);
	assert_int_equal(0, db_open(&db, path, NULL));
	assert_int_equal(0, db_script(db, "PRAGMA journal_mode = DELETE;"
					  "CREATE TABLE letters(s TEXT)"));
	db_close(db);
	assert_int_equal(0, file_sha256(before, path));
	assert_int_equal(EBADMSG, db_open(&db, path, &kind));
	assert_int_equal(0, file_sha256(after, path));
	assert_string_equal(before, after);
	assert_int_equal(0, unlink(path));
}

static void test_one_row_is_the_first(void **state)
{
	int64_t n = 0;

	assert_int_equal(0, db_int(*state, "SELECT 1 UNION SELECT 2 ORDER BY 1",
				   NULL, &n));
	assert_int_equal(1, n);
}

static void test_an_old_file_is_brought_up(void **state)
{
	static const struct db_step first[] = { STEP_1, { 0, NULL } };
	static const struct db_kind old = { .name = "test database",
					    .application_id = 0x74657374,
					    .steps = first };
	char path[] = "/tmp/callpermit-db-XXXXXX";
	struct db *db;
	int64_t n = 0;

	(void)state;
	assert_true(close(mkstemp(path)) == 0);
	assert_int_equal(0, db_open(&db, path, &old));
	assert_int_equal(0, db_run(db, "INSERT INTO t(id) VALUES(1)", NULL));
	db_close(db);
	assert_int_equal(0, db_open(&db, path, &kind));
	assert_int_equal(0, db_int(db, "SELECT count(*) FROM t WHERE n IS NULL",
				   NULL, &n));
	assert_int_equal(1, n);
	db_close(db);
	assert_int_equal(0, unlink(path));
}

struct nested {
	struct db *db;
	int depth;
	int64_t seen;
};

static const char nested_sql[] = "SELECT id FROM t WHERE id >= ? ORDER BY id";

static int nested_handler(const struct row *row, void *arg)
{
	struct nested *n = arg;
	int err = 0;

	n->seen = n->seen * 10 + row_int(row, 0);
	if (n->depth++ == 0)
		err = db_each(n->db, nested_sql, BIND(INT(8)), nested_handler,
			      n);
	return err;
}

/* Statements are kept: none may meet another's values, rows or run */
static void test_a_statement_may_run_within_itself_and_again(void **state)
{
	struct db *db = *state;
	struct nested n = { .db = db };
	char sql[64];
	int64_t value = 0;

	assert_int_equal(0, db_run(db, "INSERT INTO t(id) VALUES(8)", NULL));
	assert_int_equal(
		0, db_each(db, nested_sql, BIND(INT(7)), nested_handler, &n));
	assert_int_equal(788, n.seen);

	for (int i = 0; i < 40; i++) {
		(void)snprintf(sql, sizeof(sql), "SELECT %d + ?", i % 20);
		assert_int_equal(0, db_int(db, sql, BIND(INT(100)), &value));
		assert_int_equal(100 + i % 20, value);
	}
	/* left unbound, a place is NULL, not the value before */
	assert_int_equal(0,
			 db_int(db, "SELECT ? IS NULL", BIND(INT(1)), &value));
	assert_int_equal(0, value);
	assert_int_equal(0, db_int(db, "SELECT ? IS NULL", NULL, &value));
	assert_int_equal(1, value);
	/* and a changed schema is seen */
	assert_int_equal(0, db_script(db, "DROP TABLE t"));
	assert_int_equal(
		EIO, db_each(db, nested_sql, BIND(INT(7)), nested_handler, &n));
	assert_int_equal(EIO, db_run(db, "no statement", NULL));
}

static int deep_handler(const struct row *row, void *arg)
{
	struct db *db = arg;
	int64_t depth = row_int(row, 0);
	int64_t n = 0;

	/* the same text again while the outer one is being stepped */
	if (depth < 40)
		assert_int_equal(0,
				 db_each(db, "SELECT ? + 1", BIND(INT(depth)),
					 deep_handler, db));
	assert_int_equal(0, db_int(db, "SELECT ?", BIND(INT(5)), &n));
	assert_int_equal(5, n);
	assert_int_equal(depth, row_int(row, 0));
	return 0;
}

static void test_a_statement_is_used_again_and_forgets(void **state)
{
	struct db *db = *state;
	char sql[64];
	int64_t n = 0;

	assert_int_equal(
		0, db_each(db, "SELECT ? + 1", BIND(INT(0)), deep_handler, db));
	/* more texts than are kept, each twice */
	for (int i = 0; i < 200; i++) {
		(void)snprintf(sql, sizeof(sql), "SELECT %d + ?", i % 100);
		assert_int_equal(0, db_int(db, sql, BIND(INT(1000)), &n));
		assert_int_equal(1000 + i % 100, n);
	}
	/* a value bound before is not left over */
	assert_int_equal(0, db_int(db, "SELECT ?1 IS NULL", BIND(INT(3)), &n));
	assert_int_equal(0, n);
	assert_int_equal(0, db_int(db, "SELECT ?1 IS NULL", NULL, &n));
	assert_int_equal(1, n);
	/* the schema may change under it */
	assert_int_equal(0, db_int(db, "SELECT count(*) FROM t", NULL, &n));
	assert_int_equal(0, db_script(db, "ALTER TABLE t RENAME TO u; CREATE "
					  "TABLE t(x)"));
	assert_int_equal(0, db_int(db, "SELECT count(*) FROM t", NULL, &n));
	assert_int_equal(0, n);
	/* one that does not compile is an error each time */
	assert_int_equal(EIO, db_run(db, "SELECT nonsense", NULL));
	assert_int_equal(EIO, db_run(db, "SELECT nonsense", NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_a_statement_may_run_within_itself_and_again,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_round_trip, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_errors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_statement_is_used_again_and_forgets, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(test_failed_work_is_undone,
						set_up, tear_down),
		cmocka_unit_test(test_a_file_is_private_and_of_one_kind),
		cmocka_unit_test(test_a_foreign_database_is_not_touched),
		cmocka_unit_test_setup_teardown(test_one_row_is_the_first,
						set_up, tear_down),
		cmocka_unit_test(test_an_old_file_is_brought_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
