/**
 * @file tests/unit/checklist.c  What a run of a checklist comes to
 */
#include "checklist/checklist.h"

#include <errno.h>
#include <string.h>

#include "cmocka_all.h"

static struct field text = { .key = (char *)"x", .type = FIELD_TEXT };

static struct item_grade grades[] = {
	{ .key = (char *)"high", .gate = true },
	{ .key = (char *)"mid" },
};

/* Two parts, of three items and of one */
static struct item items[] = {
	{ .id = (char *)"C1-01",
	  .list = (char *)"self",
	  .group = (char *)"one",
	  .grade = (char *)"high" },
	{ .id = (char *)"C1-02",
	  .list = (char *)"self",
	  .group = (char *)"one",
	  .grade = (char *)"mid" },
	{ .id = (char *)"C1-03",
	  .list = (char *)"self",
	  .group = (char *)"one",
	  .grade = (char *)"mid" },
	{ .id = (char *)"I-01",
	  .list = (char *)"onsite",
	  .group = (char *)"site",
	  .grade = (char *)"high" },
	{ .id = (char *)"C2-01",
	  .list = (char *)"self",
	  .group = (char *)"two",
	  .grade = (char *)"high" },
};

static const struct pack pack = {
	.grades = grades,
	.grades_count = 2,
	.items = items,
	.items_count = sizeof(items) / sizeof(items[0]),
};

static void put(struct facts *facts, const char *group, int n, const char *key,
		const char *value)
{
	struct fact_key k;

	fact_key_make(&k, group, n, key);
	facts_put(facts, &k, &text, value, "evidence");
}

static void begin(struct facts *facts, int n, const char *list,
		  const char *kind)
{
	put(facts, "insp", n, "list", list);
	put(facts, "insp", n, "kind", kind);
	put(facts, "insp", n, "date", "2026-11-22");
}

static void answer(struct facts *facts, int n, const char *run,
		   const char *item, const char *result)
{
	put(facts, "ans", n, "run", run);
	put(facts, "ans", n, "item", item);
	put(facts, "ans", n, "result", result);
}

static void test_score_is_passed_of_those_that_apply(void **state)
{
	/* pass, fail, todo, na, hundredths */
	static const unsigned v[][5] = {
		{ 0, 0, 0, 0, 0 },     { 0, 0, 0, 9, 0 },
		{ 1, 0, 0, 0, 10000 }, { 1, 0, 0, 9, 10000 },
		{ 1, 1, 0, 0, 5000 },  { 1, 0, 1, 0, 5000 },
		{ 1, 1, 1, 3, 3333 },  { 2, 1, 0, 0, 6666 },
		{ 48, 1, 0, 0, 9795 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		const struct check_sum sum = {
			.count = { [ANSWER_PASS] = v[i][0],
				   [ANSWER_FAIL] = v[i][1],
				   [ANSWER_TODO] = v[i][2],
				   [ANSWER_NA] = v[i][3] },
		};

		assert_int_equal(v[i][4], checklist_score(&sum));
	}
}

static void test_ready_is_all_answered_and_no_gate_failed(void **state)
{
	struct check_sum sum = {
		.count = { [ANSWER_PASS] = 3, [ANSWER_FAIL] = 1 }
	};

	(void)state;
	assert_true(checklist_is_ready(&sum)); /* a minor one may fail */
	sum.gates = 1;
	assert_false(checklist_is_ready(&sum));
	sum.gates = 0;
	sum.count[ANSWER_TODO] = 1;
	assert_false(checklist_is_ready(&sum));
}

static void test_a_run_has_the_answers_of_its_own(void **state)
{
	struct facts facts = { NULL, 0 };
	struct check_sum sum;
	struct check_run run;
	size_t next;

	(void)state;
	begin(&facts, 1, "self", "self");
	begin(&facts, 2, "self", "self");
	answer(&facts, 1, "1", "C1-01", "fail");
	answer(&facts, 2, "2", "C1-01", "pass");
	answer(&facts, 3, "2", "C1-02", "na");
	answer(&facts, 4, "2", "C2-01", "fail");
	answer(&facts, 5, "2", "C1-03", "nonsense");
	assert_int_equal(0, checklist_read(&run, &pack, &facts, 2));
	assert_int_equal(4, run.c); /* those of the list */
	assert_int_equal(1, run.sum.count[ANSWER_PASS]);
	assert_int_equal(1, run.sum.count[ANSWER_FAIL]);
	assert_int_equal(1, run.sum.count[ANSWER_NA]);
	assert_int_equal(1, run.sum.count[ANSWER_TODO]);
	assert_int_equal(1, run.sum.gates);
	assert_int_equal(3333, checklist_score(&run.sum));

	next = checklist_part(&run, 0, &sum);
	assert_int_equal(3, next);
	assert_int_equal(0, sum.gates);
	assert_int_equal(5000, checklist_score(&sum));
	assert_int_equal(4, checklist_part(&run, next, &sum));
	assert_int_equal(1, sum.gates);
	checklist_release(&run);
	assert_int_equal(ENOENT, checklist_read(&run, &pack, &facts, 3));
	facts_release(&facts);
}

static void test_what_stands_for_an_item_stands_beside_it(void **state)
{
	struct facts facts = { NULL, 0 };
	const struct check_line *line;
	struct check_run run;

	(void)state;
	begin(&facts, 1, "self", "self");
	put(&facts, "ev", 1, "links", "C1-01 site.area");
	put(&facts, "ev", 2, "links", "C1-011");
	put(&facts, "ev", 3, "links", "DOC-19 C1-01");
	answer(&facts, 1, "1", "C1-01", "pass");
	put(&facts, "ans", 1, "evidence", "E-3");
	assert_int_equal(0, checklist_read(&run, &pack, &facts, 1));
	line = checklist_line(&run, "C1-01");
	assert_string_equal("E-3", line->evidence);
	assert_string_equal("E-1", line->held);
	assert_null(checklist_line(&run, "C1-02")->held);
	assert_null(checklist_line(&run, "I-01"));
	checklist_release(&run);

	/* what is closed stays as it is */
	put(&facts, "insp", 1, "closed", "2026-11-23");
	assert_int_equal(0, checklist_read(&run, &pack, &facts, 1));
	assert_null(checklist_line(&run, "C1-01")->held);
	checklist_release(&run);
	facts_release(&facts);
}

static void test_a_task_is_found_by_run_and_item(void **state)
{
	struct facts facts = { NULL, 0 };
	struct check_run run;

	(void)state;
	begin(&facts, 1, "self", "self");
	begin(&facts, 2, "self", "mock");
	answer(&facts, 1, "1", "C1-01", "fail");
	answer(&facts, 2, "2", "C1-01", "fail");
	put(&facts, "task", 1, "title", "something else");
	put(&facts, "task", 2, "run", "2");
	put(&facts, "task", 2, "item", "C1-01");
	assert_int_equal(0, checklist_read(&run, &pack, &facts, 1));
	assert_int_equal(0, checklist_line(&run, "C1-01")->task);
	checklist_release(&run);
	assert_int_equal(0, checklist_read(&run, &pack, &facts, 2));
	assert_int_equal(2, checklist_line(&run, "C1-01")->task);
	checklist_release(&run);
	facts_release(&facts);
}

static void test_the_last_run_is_that_of_its_list_and_kind(void **state)
{
	struct facts facts = { NULL, 0 };
	struct check_run run;

	(void)state;
	assert_int_equal(0, checklist_last(&facts, "self", NULL));
	begin(&facts, 1, "onsite", "mock");
	begin(&facts, 2, "self", "self");
	begin(&facts, 3, "onsite", "official");
	begin(&facts, 4, "self", "mock");
	assert_int_equal(4, checklist_last(&facts, "self", NULL));
	assert_int_equal(1, checklist_last(&facts, "onsite", "mock"));
	assert_int_equal(3, checklist_last(&facts, "onsite", "official"));
	assert_int_equal(0, checklist_last(&facts, "onsite", "self"));

	/* the last that is open, else the last */
	put(&facts, "insp", 4, "closed", "2026-11-23");
	put(&facts, "insp", 3, "closed", "2026-11-23");
	assert_int_equal(0, checklist_read(&run, &pack, &facts, 0));
	assert_int_equal(2, run.n);
	checklist_release(&run);
	facts_release(&facts);
}

static void test_evidence_is_named_by_numbers_that_are_there(void **state)
{
	struct facts facts = { NULL, 0 };

	(void)state;
	put(&facts, "ev", 1, "title", "lease");
	put(&facts, "ev", 2, "title", "photo");
	assert_int_equal(0, checklist_check_evidence(&facts, NULL));
	assert_int_equal(0, checklist_check_evidence(&facts, ""));
	assert_int_equal(0, checklist_check_evidence(&facts, "E-1 E-2"));
	assert_int_equal(ENOENT, checklist_check_evidence(&facts, "E-3"));
	assert_int_equal(ENOENT, checklist_check_evidence(&facts, "E-1 2"));
	assert_int_equal(ENOENT, checklist_check_evidence(&facts, "E-1x"));
	assert_int_equal(ENOENT, checklist_check_evidence(&facts, "E--1"));
	facts_release(&facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_score_is_passed_of_those_that_apply),
		cmocka_unit_test(test_ready_is_all_answered_and_no_gate_failed),
		cmocka_unit_test(test_a_run_has_the_answers_of_its_own),
		cmocka_unit_test(test_what_stands_for_an_item_stands_beside_it),
		cmocka_unit_test(test_a_task_is_found_by_run_and_item),
		cmocka_unit_test(
			test_the_last_run_is_that_of_its_list_and_kind),
		cmocka_unit_test(
			test_evidence_is_named_by_numbers_that_are_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
