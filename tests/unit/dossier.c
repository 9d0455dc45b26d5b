/**
 * @file tests/unit/dossier.c  Lists of dossiers
 */
#include "dossier/dossier.h"

#include <errno.h>
#include <stdlib.h>

#include "cmocka_all.h"
#include "dossier/fact.h"
#include "util/util.h"

struct fixture {
	struct pack *pack;
	struct db *db;
};

static int set_up(void **state)
{
	static const struct fact_change entry = { .origin = "entry",
						  .draft = true };
	static const char *const names[] = { "甘肃示例公司", "陕西示例公司",
					     "甘肃他处公司" };
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_int_equal(0, pack_load(&f->pack));
	assert_int_equal(0, dossier_db_open(&f->db, ":memory:"));
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct fact_set one[] = {
			{ .key = "co.name", .text = names[i] }, { .key = NULL }
		};
		struct dossier d = { 0 };

		assert_int_equal(0, dossier_new(f->db, f->pack, NULL, &d));
		assert_int_equal(
			0, fact_set(f->db, f->pack, d.id, one, &entry, NULL));
		dossier_release(&d);
	}
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	db_close(f->db);
	pack_free(f->pack);
	free(f);
	return 0;
}

/* Ids that are to come, in order */
struct expected {
	const struct fixture *f;
	const int64_t *idv;
	size_t c;
};

static int compare_handler(const struct dossier *d, void *arg)
{
	struct expected *e = arg;
	struct dossier same = { 0 };

	assert_int_equal(e->idv[e->c++], d->id);
	assert_int_equal(0, dossier_get(e->f->db, d->id, &same));
	assert_string_equal(d->no, same.no);
	assert_string_equal(d->name, same.name);
	assert_int_equal(1, same.facts);
	dossier_release(&same);
	return 0;
}

static void test_ids_are_those_of_the_list(void **state)
{
	static const struct {
		const char *filter;
		size_t count;
	} cases[] = { { NULL, 3 },    { "", 3 },     { "甘肃", 2 },
		      { "-0002", 1 }, { "没有", 0 }, { "' OR 1 --", 0 } };
	const struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t *idv;
		size_t count;
		struct expected e = { .f = f };

		assert_int_equal(
			0, dossier_ids(f->db, cases[i].filter, &idv, &count));
		assert_int_equal(cases[i].count, count);
		e.idv = idv;
		assert_int_equal(0, dossier_each(f->db, cases[i].filter,
						 compare_handler, &e));
		assert_int_equal(count, e.c);
		free(idv);
	}
}

static void test_an_id_that_is_not_there(void **state)
{
	const struct fixture *f = *state;
	struct dossier d = { 0 };

	assert_int_equal(ENOENT, dossier_get(f->db, 99, &d));
	dossier_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_ids_are_those_of_the_list,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_an_id_that_is_not_there,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
