/**
 * @file tests/unit/exhibit.c  When evidence is over
 */
#include "evidence/exhibit.h"

#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"

static struct field text = { .key = (char *)"x", .type = FIELD_TEXT };

static void put(struct facts *facts, const char *group, int n, const char *key,
		const char *value)
{
	struct fact_key k;

	fact_key_make(&k, group, n, key);
	facts_put(facts, &k, &text, value, "evidence");
}

static void revision(struct facts *facts, int n, const char *record,
		     const char *from, const char *to)
{
	put(facts, "evrev", n, "record", record);
	put(facts, "evrev", n, "received", "2020-01-01");
	if (from)
		put(facts, "evrev", n, "from", from);
	if (to)
		put(facts, "evrev", n, "to", to);
}

static int over_handler(int n, const char *title, const char *links,
			const char *since, void *arg)
{
	char *seen = arg;
	const size_t len = strlen(seen);

	(void)snprintf(seen + len, 200 - len, "E-%d %s %s %s;", n, title, links,
		       since);
	return 0;
}

static const char *over(const struct facts *facts, const char *today,
			char seen[200])
{
	seen[0] = '\0';
	assert_int_equal(0, exhibits_over(facts, today, over_handler, seen));
	return seen;
}

static void test_over_is_what_was_in_force_and_is_no_more(void **state)
{
	struct facts facts = { NULL, 0 };
	char seen[200];

	(void)state;
	put(&facts, "ev", 1, "title", "lease");
	put(&facts, "ev", 1, "links", "site.area");
	put(&facts, "ev", 2, "title", "photo");
	put(&facts, "ev", 2, "links", "I-06");
	revision(&facts, 1, "1", "2026-01-01", "2026-06-30");
	revision(&facts, 2, "2", NULL, NULL);
	assert_string_equal("", over(&facts, "2026-06-30", seen));
	assert_string_equal("E-1 lease site.area 2026-06-30;",
			    over(&facts, "2026-07-01", seen));

	/* the next one is in force from August on only */
	revision(&facts, 3, "1", "2026-08-01", "2026-12-31");
	assert_string_equal("E-1 lease site.area 2026-06-30;",
			    over(&facts, "2026-07-31", seen));
	assert_string_equal("", over(&facts, "2026-08-01", seen));
	assert_string_equal("E-1 lease site.area 2026-12-31;",
			    over(&facts, "2027-01-01", seen));
	facts_release(&facts);
}

static void test_records_have_their_revisions_in_order(void **state)
{
	static const char hash[] =
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f2001"
		"5ad";
	struct facts facts = { NULL, 0 };
	const struct vault vault = { .dir = NULL };
	struct exhibits all;
	char file[160];

	(void)state;
	(void)snprintf(file, sizeof(file), "lease of 2026.pdf 4294967296 %s",
		       hash);
	put(&facts, "ev", 1, "title", "lease");
	put(&facts, "ev", 2, "title", "photo");
	revision(&facts, 1, "2", NULL, NULL);
	revision(&facts, 2, "1", NULL, NULL);
	revision(&facts, 3, "1", NULL, NULL);
	revision(&facts, 4, "9", NULL, NULL); /* of no record */
	put(&facts, "evfile", 1, "rev", "3");
	put(&facts, "evfile", 1, "file", file);
	put(&facts, "evfile", 2, "rev", "3");
	put(&facts, "evfile", 2, "file", "no hash");
	exhibits_of_facts(&all, &facts, &vault);
	assert_int_equal(2, all.c);
	assert_int_equal(2, exhibits_find(&all, 1)->c);
	assert_int_equal(2, exhibits_find(&all, 1)->v[1].number);
	assert_int_equal(1, exhibits_find(&all, 1)->v[1].c);
	assert_string_equal("lease of 2026.pdf",
			    exhibits_find(&all, 1)->v[1].v[0].name);
	assert_true(exhibits_find(&all, 1)->v[1].v[0].size == 4294967296);
	assert_null(exhibits_find(&all, 3));
	exhibits_release(&all);
	facts_release(&facts);
}

static void test_a_link_is_a_whole_word(void **state)
{
	(void)state;
	assert_true(exhibit_stands_for("I-06", "I-06"));
	assert_true(exhibit_stands_for("site.area I-06 DOC-19", "I-06"));
	assert_true(exhibit_stands_for("XI-06 I-06", "I-06"));
	assert_false(exhibit_stands_for("I-061 XI-06", "I-06"));
	assert_false(exhibit_stands_for("", "I-06"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_over_is_what_was_in_force_and_is_no_more),
		cmocka_unit_test(test_records_have_their_revisions_in_order),
		cmocka_unit_test(test_a_link_is_a_whole_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
