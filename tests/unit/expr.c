/**
 * @file tests/unit/expr.c  Expressions of data files can do no harm
 */
#include "store/expr.h"

#include <errno.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/util.h"

static int set_up(void **state)
{
	static const struct box_column site[] = { { "area", BOX_REAL },
						  { "addr", BOX_TEXT },
						  { "lease_end", BOX_TEXT } };
	static const struct box_column co[] = { { "capital", BOX_INTEGER },
						{ "kinds", BOX_TEXT } };
	static const struct box_column eco[] = { { "capital", BOX_INTEGER } };
	static const struct box_column holder[] = { { "ratio", BOX_REAL } };
	struct box *box;

	assert_int_equal(0, box_open(&box));
	assert_int_equal(0, box_table(box, "site", false, site, 3));
	assert_int_equal(0, box_table(box, "co", false, co, 2));
	assert_int_equal(0, box_table(box, "eco", false, eco, 1));
	assert_int_equal(0, box_table(box, "holder", true, holder, 1));
	assert_int_equal(0, box_set(box, "site", 0, "area", REAL(150.5)));
	assert_int_equal(
		0, box_set(box, "site", 0, "lease_end", TEXT("2028-02-29")));
	assert_int_equal(0, box_set(box, "co", 0, "capital", INT(100000000)));
	assert_int_equal(0, box_set(box, "co", 0, "kinds", TEXT("a,bc")));
	assert_int_equal(0, box_set(box, "holder", 1, "ratio", REAL(60)));
	assert_int_equal(0, box_set(box, "holder", 2, "ratio", REAL(40)));
	*state = box;
	return 0;
}

static int tear_down(void **state)
{
	box_close(*state);
	return 0;
}

static void test_three_values(void **state)
{
	static const struct {
		const char *sql;
		enum verdict verdict;
		const char *reads;
	} cases[] = {
		{ "site.area >= 150", VERDICT_TRUE, "site.area" },
		{ "site.area >= 151", VERDICT_FALSE, "site.area" },
		{ "site.addr = 'x'", VERDICT_UNKNOWN, "site.addr" },
		{ "site.addr = 'x' OR site.area > 1", VERDICT_TRUE,
		  "site.addr site.area" },
		{ "co.capital >= wan(100)", VERDICT_TRUE, "co.capital" },
		{ "eco.capital > 0 AND co.capital > 0", VERDICT_UNKNOWN,
		  "eco.capital co.capital" },
		{ "co.capital >= wan(100.01)", VERDICT_FALSE, "co.capital" },
		{ "wan(9223372036854775807)", VERDICT_UNKNOWN, "" },
		{ "wan(1e300)", VERDICT_UNKNOWN, "" },
		{ "has(co.kinds, 'bc')", VERDICT_TRUE, "co.kinds" },
		{ "has(co.kinds, 'b')", VERDICT_FALSE, "co.kinds" },
		{ "same('（Ａ） 路', '(a)路')", VERDICT_TRUE, "" },
		{ "same('A路', 'B路')", VERDICT_FALSE, "" },
		{ "same(site.addr, 'b')", VERDICT_UNKNOWN, "site.addr" },
		{ "has(site.addr, 'b')", VERDICT_UNKNOWN, "site.addr" },
		{ "(SELECT sum(ratio) FROM holder) = 100", VERDICT_TRUE,
		  "holder.ratio" },
		{ "day_add(site.lease_end, 1) = '2028-03-01'", VERDICT_TRUE,
		  "site.lease_end" },
		{ "days('2028-03-01', site.lease_end) = -1", VERDICT_TRUE,
		  "site.lease_end" },
		{ "days(site.addr, today())", VERDICT_UNKNOWN, "site.addr" },
		{ "')' || '--' = ')--'", VERDICT_TRUE, "" },
		{ "1", VERDICT_TRUE, "" },
		{ "0.0", VERDICT_FALSE, "" },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct expr *expr = NULL;
		enum verdict verdict = VERDICT_UNKNOWN;

		assert_int_equal(
			0, expr_compile(&expr, *state, cases[i].sql, NULL));
		assert_int_equal(0, expr_run(expr, 0, &verdict));
		assert_int_equal(cases[i].verdict, verdict);
		assert_string_equal(cases[i].reads, expr_reads(expr));
		expr_free(expr);
	}
}

static void test_hostile_expressions_are_refused(void **state)
{
	static const struct {
		const char *sql;
		int err;
		const char *says;
	} cases[] = {
		{ "(SELECT name FROM sqlite_schema)", EPERM, "sqlite_" },
		{ "(SELECT 1 FROM secret)", EBADMSG, "secret" },
		{ "site.aera > 1", EBADMSG, "site.aera" },
		{ "\"site.aera\" > 1", EBADMSG, "site.aera" },
		{ "load_extension('x')", EPERM, "load_extension" },
		{ "readfile('/etc/passwd')", EBADMSG, "readfile" },
		{ "randomblob(9)", EPERM, "randomblob" },
		{ "zeroblob(999999999)", EPERM, "zeroblob" },
		{ "sqlite_version()", EPERM, "sqlite_version" },
		{ "date('now')", EPERM, "date" },
		{ "1; DROP TABLE site", EPERM, ";" },
		{ "1) FROM site; DELETE FROM site --", EBADMSG, "parentheses" },
		{ "1) FROM site WHERE (1", EBADMSG, "parentheses" },
		{ "1 -- ", EPERM, "--" },
		{ "1 /* ", EPERM, "/*" },
		{ "?2", EPERM, "?" },
		{ "1, 2", EBADMSG, "" },
		{ "(SELECT 1, 2)", EBADMSG, "" },
		{ "1), (2", EBADMSG, "parentheses" },
		{ "'", EBADMSG, "quotation" },
		{ "(WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 "
		  "FROM c) SELECT count(*) FROM c)",
		  EPERM, "" },
		{ "", EBADMSG, "" },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct expr *expr = NULL;
		int err = expr_compile(&expr, *state, cases[i].sql, NULL);

		if (err != cases[i].err)
			print_message("%s: %s\n", cases[i].sql, err_text(err));
		assert_int_equal(cases[i].err, err);
		assert_non_null(strstr(err_text(err), cases[i].says));
		assert_null(expr);
	}

	/* Nothing was harmed */
	{
		struct expr *expr = NULL;
		enum verdict verdict = VERDICT_UNKNOWN;

		assert_int_equal(0, expr_compile(&expr, *state,
						 "site.area = 150.5", NULL));
		assert_int_equal(0, expr_run(expr, 0, &verdict));
		assert_int_equal(VERDICT_TRUE, verdict);
		expr_free(expr);
	}
}

static void test_what_runs_too_long_is_stopped(void **state)
{
	struct box *box = *state;
	struct expr *expr = NULL;
	enum verdict verdict = VERDICT_TRUE;

	for (int n = 3; n <= 200; n++)
		assert_int_equal(0,
				 box_set(box, "holder", n, "ratio", REAL(0)));
	assert_int_equal(0, expr_compile(&expr, box,
					 "(SELECT count(*) FROM holder a, "
					 "holder b, holder c, holder d) > 0",
					 NULL));
	assert_int_equal(EPERM, expr_run(expr, 0, &verdict));
	assert_non_null(strstr(err_text(EPERM), "too long"));
	expr_free(expr);
}

/* The largest dossier there may be: 10,000 rows of a group */
static void fill_rows(struct box *box)
{
	for (int n = 1; n <= 10000; n++)
		assert_int_equal(0,
				 box_set(box, "holder", n, "ratio", REAL(n)));
}

static void test_the_most_rows_can_be_read(void **state)
{
	struct box *box = *state;
	struct expr *expr = NULL;
	enum verdict verdict = VERDICT_UNKNOWN;

	fill_rows(box);
	assert_int_equal(
		0, expr_compile(&expr, box,
				"(SELECT count(*) FROM holder WHERE ratio > 5 "
				"AND coalesce(ratio, 0) < 9000) + (SELECT "
				"count(*) FROM holder WHERE ratio IS NULL) + "
				"(SELECT sum(ratio) FROM holder) > 0",
				NULL));
	assert_int_equal(0, expr_run(expr, 0, &verdict));
	assert_int_equal(VERDICT_TRUE, verdict);
	expr_free(expr);
}

/* Each row reading all rows: no run of it is long, all of them are */
static void test_many_long_runs_are_stopped(void **state)
{
	struct box *box = *state;
	struct expr *expr = NULL;
	enum verdict verdict = VERDICT_UNKNOWN;
	int err = 0;
	int n = 0;

	fill_rows(box);
	assert_int_equal(
		0, expr_compile(&expr, box,
				"(SELECT count(*) FROM holder h WHERE h.ratio "
				"= holder.ratio) = 1",
				"holder"));
	while (!err && n < 10000)
		err = expr_run(expr, ++n, &verdict);
	assert_int_equal(EPERM, err);
	assert_non_null(strstr(err_text(EPERM), "too long"));
	assert_true(n > 1000);

	/* the next dossier has all the time again */
	assert_int_equal(0, box_clear(box));
	assert_int_equal(0, box_set(box, "holder", 1, "ratio", REAL(1)));
	assert_int_equal(0, expr_run(expr, 1, &verdict));
	assert_int_equal(VERDICT_TRUE, verdict);
	expr_free(expr);
}

static void test_a_row_of_a_repeating_group(void **state)
{
	struct expr *expr = NULL;
	enum verdict verdict = VERDICT_UNKNOWN;

	assert_int_equal(
		0, expr_compile(&expr, *state, "holder.ratio > 50", "holder"));
	assert_int_equal(0, expr_run(expr, 1, &verdict));
	assert_int_equal(VERDICT_TRUE, verdict);
	assert_int_equal(0, expr_run(expr, 2, &verdict));
	assert_int_equal(VERDICT_FALSE, verdict);
	assert_int_equal(0, expr_run(expr, 3, &verdict));
	assert_int_equal(VERDICT_UNKNOWN, verdict);
	expr_free(expr);
}

static void test_clearing_forgets_facts_but_not_tables(void **state)
{
	struct expr *expr = NULL;
	enum verdict verdict = VERDICT_TRUE;

	assert_int_equal(0, expr_compile(&expr, *state, "site.area > 0", NULL));
	assert_int_equal(0, box_clear(*state));
	assert_int_equal(0, expr_run(expr, 0, &verdict));
	assert_int_equal(VERDICT_UNKNOWN, verdict);
	assert_int_equal(0, box_set(*state, "site", 0, "area", REAL(1)));
	assert_int_equal(0, expr_run(expr, 0, &verdict));
	assert_int_equal(VERDICT_TRUE, verdict);
	expr_free(expr);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_three_values, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			test_hostile_expressions_are_refused, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_runs_too_long_is_stopped, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_the_most_rows_can_be_read,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_many_long_runs_are_stopped,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_row_of_a_repeating_group,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_clearing_forgets_facts_but_not_tables, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
