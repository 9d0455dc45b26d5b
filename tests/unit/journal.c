/**
 * @file tests/unit/journal.c  The only write path: chained, verified, undone
 */
#include "dossier/journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "util/err.h"
#include "util/str.h"
#include "util/util.h"

struct fixture {
	struct pack *pack;
	struct db *db;
	struct dossier d;
};

static const struct fact_change entry = { .origin = "entry" };

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_int_equal(0, pack_load(&f->pack));
	assert_int_equal(0, dossier_db_open(&f->db, ":memory:"));
	assert_int_equal(0, dossier_new(f->db, f->pack, NULL, &f->d));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	dossier_release(&f->d);
	db_close(f->db);
	pack_free(f->pack);
	free(f);
	return 0;
}

static int set(struct fixture *f, const char *key, const char *text)
{
	const struct fact_set one[] = { { .key = key, .text = text },
					{ .key = NULL } };

	return fact_set(f->db, f->pack, f->d.id, one, &entry, NULL);
}

static char *exported(struct fixture *f)
{
	struct str text = { 0 };

	assert_int_equal(0, dossier_export(f->db, f->pack, &f->d, &text));
	return str_take(&text);
}

static void test_all_or_nothing(void **state)
{
	struct fixture *f = *state;
	const struct fact_set two[] = { { .key = "site.area", .text = "160" },
					{ .key = "site.lease_end",
					  .text = "2026-02-30" },
					{ .key = NULL } };
	char *before = exported(f);
	char *after;
	size_t bad = 9;

	assert_int_equal(EINVAL,
			 fact_set(f->db, f->pack, f->d.id, two, &entry, &bad));
	assert_int_equal(1, bad);
	assert_non_null(strstr(err_text(EINVAL), "site.lease_end"));
	after = exported(f);
	assert_string_equal(before, after);
	free(before);
	free(after);
	assert_int_equal(0, journal_verify(f->db, f->d.id));
}

static void test_names_are_checked(void **state)
{
	static const struct {
		const char *key;
		int err;
		const char *says;
	} cases[] = {
		{ "site.aera", ENOENT, "site.area" },
		{ "site", EINVAL, "site.area" },
		{ "holder.ratio", EINVAL, "holder[1].ratio" },
		{ "holder[0].ratio", EINVAL, "" },
		{ "holder[10001].ratio", EINVAL, "" },
		{ "site[1].area", EINVAL, "" },
		{ "holder[01].ratio", EINVAL, "" },
		{ "x'; DROP TABLE fact; --", EINVAL, "" },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(cases[i].err, set(*state, cases[i].key, "1"));
		assert_non_null(strstr(err_text(cases[i].err), cases[i].says));
	}
}

static void test_no_change_leaves_no_trace(void **state)
{
	struct fixture *f = *state;
	int64_t before = 0;
	int64_t after = 0;
	static const char count[] = "SELECT count(*) FROM journal";

	assert_int_equal(0, set(f, "site.area", "160"));
	assert_int_equal(0, db_int(f->db, count, NULL, &before));
	assert_int_equal(0, set(f, "site.area", "160.0"));
	assert_int_equal(0, set(f, "site.addr", ""));
	assert_int_equal(0, db_int(f->db, count, NULL, &after));
	assert_int_equal(before, after);
}

/* Whatever was done, undoing all of it gives the first state again, and the
 * chain holds at every step */
static void test_undo_walks_all_the_way_back(void **state)
{
	static const char *const keys[] = { "site.area", "cc.seats_total",
					    "holder[1].ratio",
					    "holder[3].ratio" };
	struct fixture *f = *state;
	char *states[64];
	unsigned seed = 7;
	size_t n = 0;

	states[n++] = exported(f);
	while (n < ARRAY_LEN(states)) {
		char value[8];
		char *now;

		seed = seed * 1103515245 + 12345;
		(void)snprintf(value, sizeof(value), "%u",
			       (seed >> 16) % 4 ? (seed >> 16) % 90 + 1 : 0);
		assert_int_equal(0, set(f, keys[(seed >> 20) % 4],
					strcmp(value, "0") ? value : ""));
		now = exported(f);
		if (strcmp(now, states[n - 1]) == 0)
			free(now);
		else
			states[n++] = now;
	}

	while (n-- > 1) {
		char *now;

		assert_int_equal(0, journal_undo(f->db, f->d.id, 0, NULL));
		now = exported(f);
		assert_string_equal(states[n - 1], now);
		free(now);
		free(states[n]);
		assert_int_equal(0, journal_verify(f->db, f->d.id));
	}
	free(states[0]);
	assert_int_equal(EPERM, journal_undo(f->db, f->d.id, 0, NULL));
}

static void test_tampering_is_found(void **state)
{
	static const struct {
		const char *sql;
		const char *says;
	} cases[] = {
		{ "UPDATE fact SET value = '999' WHERE key = 'area'",
		  "site.area" },
		{ "DELETE FROM fact WHERE key = 'area'", "site.area" },
		{ "INSERT INTO fact VALUES(1, 'site', 0, 'addr', 'x', 1, "
		  "'entry', 2)",
		  "site.addr" },
		{ "UPDATE fact SET origin = 'drill' WHERE key = 'area'",
		  "site.area" },
		{ "UPDATE dossier SET name = 'x'", "dossier.name" },
		{ "UPDATE journal SET new = '161' WHERE seq = 2", "row 2" },
		{ "UPDATE journal SET origin = 'drill' WHERE seq = 2",
		  "row 2" },
		{ "UPDATE journal SET actor = 'x' WHERE seq = 1", "row 1" },
		{ "UPDATE journal SET at = at + 1 WHERE seq = 3", "row 3" },
		{ "DELETE FROM journal WHERE seq = 2", "row 2" },
		{ "DELETE FROM journal WHERE seq = 3", "2 of 3" },
		{ "UPDATE dossier SET journal_len = 2", "does not end" },
	};
	struct fixture *f = *state;

	assert_int_equal(0, set(f, "site.area", "160"));
	assert_int_equal(0, set(f, "cc.seats_total", "30"));
	assert_int_equal(0, journal_verify(f->db, f->d.id));
	/* The triggers stop an honest mistake */
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		if (strstr(cases[i].sql, " journal "))
			assert_int_equal(EIO, db_script(f->db, cases[i].sql));
	}
	assert_int_equal(EIO, db_script(f->db, "INSERT OR REPLACE INTO journal "
					       "SELECT * FROM journal"));
	assert_int_equal(0, journal_verify(f->db, f->d.id));

	/* They do not stop someone who removes them */
	assert_int_equal(0, db_script(f->db, "DROP TRIGGER journal_no_update;"
					     "DROP TRIGGER journal_no_delete"));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(0, db_script(f->db, cases[i].sql));
		assert_int_equal(EBADMSG, journal_verify(f->db, f->d.id));
		if (!strstr(err_text(EBADMSG), cases[i].says))
			print_message("%s: %s\n", cases[i].sql,
				      err_text(EBADMSG));
		assert_non_null(strstr(err_text(EBADMSG), cases[i].says));
		/* Start afresh: another dossier in another database */
		assert_int_equal(0, tear_down(state));
		assert_int_equal(0, set_up(state));
		f = *state;
		assert_int_equal(0, set(f, "site.area", "160"));
		assert_int_equal(0, set(f, "cc.seats_total", "30"));
		assert_int_equal(0, db_script(f->db,
					      "DROP TRIGGER journal_no_update;"
					      "DROP TRIGGER "
					      "journal_no_delete"));
	}
}

static void test_a_draft_keeps_what_was_typed(void **state)
{
	static const struct fact_change draft = { .origin = "entry",
						  .draft = true };
	const struct fact_set one[] = {
		{ .key = "site.area", .text = "about 160" }, { .key = NULL }
	};
	struct fixture *f = *state;
	struct facts facts = { NULL, 0 };
	const struct fact *fact;

	assert_int_equal(0,
			 fact_set(f->db, f->pack, f->d.id, one, &draft, NULL));
	assert_int_equal(0, facts_load(&facts, f->db, f->pack, f->d.id));
	fact = facts_find(&facts, "site", 0, "area");
	assert_non_null(fact);
	assert_false(fact->ok);
	assert_string_equal("about 160", fact->value);
	assert_null(facts_value(&facts, "site", 0, "area"));
	facts_release(&facts);
}

static void test_what_a_drill_measures_is_not_typed(void **state)
{
	static const struct fact_change drill = { .origin = "drill" };
	const struct fact_set one[] = { { .key = "drill.calls", .text = "30" },
					{ .key = NULL } };
	struct fixture *f = *state;
	struct facts facts = { NULL, 0 };

	assert_int_equal(EPERM, set(f, "drill.calls", "30"));
	assert_int_equal(0,
			 fact_set(f->db, f->pack, f->d.id, one, &drill, NULL));
	assert_int_equal(EPERM, set(f, "drill.calls", ""));

	/* Undoing something else leaves it a fact of the drill */
	assert_int_equal(0, set(f, "site.area", "160"));
	assert_int_equal(0, journal_undo(f->db, f->d.id, 0, NULL));
	assert_int_equal(0, facts_load(&facts, f->db, f->pack, f->d.id));
	assert_string_equal("drill",
			    facts_find(&facts, "drill", 0, "calls")->origin);
	facts_release(&facts);
	assert_int_equal(0, journal_verify(f->db, f->d.id));
}

static void test_removing_a_row_moves_the_others_up(void **state)
{
	struct fixture *f = *state;
	struct facts facts = { NULL, 0 };

	assert_int_equal(0, set(f, "holder[1].ratio", "10"));
	assert_int_equal(0, set(f, "holder[2].ratio", "20"));
	assert_int_equal(0, set(f, "holder[3].name", "丙"));
	assert_int_equal(0,
			 fact_remove_row(f->db, f->pack, f->d.id, "holder", 1));
	assert_int_equal(0, facts_load(&facts, f->db, f->pack, f->d.id));
	assert_int_equal(2, facts_rows(&facts, "holder"));
	assert_string_equal("20", facts_value(&facts, "holder", 1, "ratio"));
	assert_string_equal("丙", facts_value(&facts, "holder", 2, "name"));
	facts_release(&facts);
	assert_int_equal(ENOENT,
			 fact_remove_row(f->db, f->pack, f->d.id, "holder", 3));
	assert_int_equal(0, journal_undo(f->db, f->d.id, 0, NULL));
	assert_int_equal(0, facts_load(&facts, f->db, f->pack, f->d.id));
	assert_int_equal(3, facts_rows(&facts, "holder"));
	facts_release(&facts);
}

/* What was taken back comes back in turn, and only while nothing else was set
 */
static void test_redo_brings_back(void **state)
{
	static const char *const values[] = { "101", "102", "103" };
	struct fixture *f = *state;
	char *states[4];
	char *now;

	states[0] = exported(f);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(0, set(f, "site.area", values[i]));
		states[i + 1] = exported(f);
	}
	assert_int_equal(EPERM, journal_redo(f->db, f->d.id, NULL));
	for (int round = 0; round < 2; round++) {
		for (size_t i = 3; i-- > 0;) {
			assert_int_equal(0,
					 journal_undo(f->db, f->d.id, 0, NULL));
			now = exported(f);
			assert_string_equal(states[i], now);
			free(now);
		}
		for (size_t i = 1; i <= 3; i++) {
			assert_int_equal(0, journal_redo(f->db, f->d.id, NULL));
			now = exported(f);
			assert_string_equal(states[i], now);
			free(now);
		}
		assert_int_equal(EPERM, journal_redo(f->db, f->d.id, NULL));
		assert_int_equal(0, journal_verify(f->db, f->d.id));
	}
	assert_int_equal(0, journal_undo(f->db, f->d.id, 0, NULL));
	assert_int_equal(0, set(f, "site.area", "200"));
	assert_int_equal(EPERM, journal_redo(f->db, f->d.id, NULL));
	for (size_t i = 0; i < 4; i++)
		free(states[i]);
}

/* Who has seen change 2 must not take back change 3 of someone else */
static void test_undo_takes_back_only_what_is_expected(void **state)
{
	struct fixture *f = *state;
	int64_t mine = 0;
	int64_t theirs = 0;
	int64_t undone = 0;
	char *before;
	char *after;

	assert_int_equal(0, journal_last(f->db, f->d.id, &mine));
	assert_int_equal(0, mine);
	assert_int_equal(EPERM, journal_undo(f->db, f->d.id, 7, NULL));

	assert_int_equal(0, set(f, "site.area", "160"));
	assert_int_equal(0, journal_last(f->db, f->d.id, &mine));
	assert_int_equal(0, set(f, "site.area", "170"));
	assert_int_equal(0, journal_last(f->db, f->d.id, &theirs));
	assert_true(theirs > mine);

	before = exported(f);
	assert_int_equal(EBUSY, journal_undo(f->db, f->d.id, mine, &undone));
	assert_int_equal(0, undone);
	after = exported(f);
	assert_string_equal(before, after);
	free(before);
	free(after);

	/* once theirs is gone, mine is the last again */
	assert_int_equal(0, journal_undo(f->db, f->d.id, 0, &undone));
	assert_int_equal(theirs, undone);
	assert_int_equal(0, journal_undo(f->db, f->d.id, mine, &undone));
	assert_int_equal(mine, undone);
	assert_int_equal(0, journal_verify(f->db, f->d.id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_all_or_nothing, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_names_are_checked, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_no_change_leaves_no_trace,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_undo_walks_all_the_way_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_undo_takes_back_only_what_is_expected, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(test_redo_brings_back, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_tampering_is_found, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_draft_keeps_what_was_typed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_a_drill_measures_is_not_typed, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_removing_a_row_moves_the_others_up, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
