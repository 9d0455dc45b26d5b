/**
 * @file tests/unit/assess.c  Questions in their order, outcomes by their weight
 */
#include "check/assess.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "mini_pack.h"
#include "util/clock.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

/* clang-format off */
static const struct mini_file files[] = {
	{ "forms/a.yaml",
	  "form: assessment\n"
	  "title: 评估\n"
	  "order: 90\n"
	  "sections:\n"
	  "  - group: need\n"
	  "    title: 一\n"
	  "    fields:\n"
	  "      - {key: fee, label: 收费, type: bool, sources: [D]}\n"
	  "      - {key: out, label: 呼出, type: bool, sources: [D]}\n"
	  "      - {key: sell, label: 营销, type: bool, relevant: need.out = 1, sources: [D]}\n"
	  "      - {key: why, label: 缘由, type: text, relevant: \"coalesce(need.out, 1) = 1\", sources: [D]}\n"
	  "      - {key: sum, label: 合计, type: int, calculate: need.fee + need.out, sources: [D]}\n"
	  "  - group: peer\n"
	  "    title: 二\n"
	  "    repeat: true\n"
	  "    fields:\n"
	  "      - {key: name, label: 名, type: text, sources: [D]}\n"
	  "  - group: need\n"
	  "    title: 三\n"
	  "    fields:\n"
	  "      - {key: seats, label: 座席, type: int, unit: 个, constraint: need.seats > 0, sources: [D]}\n", 0 },
	{ "data/assess.yaml",
	  "outcomes:\n"
	  "  - {id: A-1, verdict: advice, when: need.seats > 5, title: x, sentence: \"{{need.seats}} 个\", fix: \"{{need.fee}}\", sources: [D]}\n"
	  "  - {id: R-1, verdict: route, when: \"need.sum = 2\", title: x, sentence: x, sources: [D]}\n"
	  "  - {id: N-1, verdict: needed, when: need.fee = 1, title: x, sentence: x, sources: [D]}\n"
	  "  - {id: N-2, verdict: needed, when: need.out = 1, title: x, sentence: x, sources: [D]}\n"
	  "  - {id: X-1, verdict: exempt, when: need.fee = 0, title: x, sentence: x, sources: [D]}\n"
	  "  - {id: F-1, verdict: refused, when: need.seats = 1, title: x, sentence: x, sources: [D]}\n"
	  "  - {id: S-1, verdict: special, when: need.seats > 8, title: x, sentence: x, sources: [D]}\n"
	  "  - {id: P-1, verdict: prohibited, when: need.sell = 1, title: x, sentence: x, sources: [D]}\n", 0 },
	{ NULL, NULL, 0 },
};

/* Answers, the questions left in their order, and outcomes: those not decided
 * behind a ? */
static const struct {
	const char *answers[10];
	const char *questions;
	const char *outcomes;
	bool possible;
} cases[] = {
	{ { NULL }, "fee out why seats", "?P-1 ?F-1 ?X-1 ?N-1 ?N-2 ?S-1 ?R-1 ?A-1", true },
	{ { "fee", "no" }, "out why seats", "X-1 ?P-1 ?F-1 ?N-2 ?S-1 ?R-1 ?A-1", true },
	{ { "fee", "yes", "out", "no" }, "seats", "N-1 ?P-1 ?F-1 ?S-1 ?A-1", true },
	{ { "fee", "yes", "out", "yes" }, "sell why seats", "N-1 N-2 R-1 ?P-1 ?F-1 ?S-1 ?A-1", true },
	{ { "sell", "yes", "out", "yes" }, "fee why seats", "P-1 N-2 ?F-1 ?X-1 ?N-1 ?S-1 ?R-1 ?A-1", false },
	{ { "seats", "1" }, "fee out why", "F-1 ?P-1 ?X-1 ?N-1 ?N-2 ?R-1", false },
	{ { "fee", "no", "out", "no", "seats", "9" }, "", "X-1 S-1 A-1 ?P-1", true },
	{ { "fee", "no", "out", "no", "seats", "1", "sell", "no" }, "", "F-1 X-1", false },
};
/* clang-format on */

struct fixture {
	struct pack *pack;
	struct checker *checker;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_int_equal(0, mini_load_all(&f->pack, files));
	assert_int_equal(0, checker_alloc(&f->checker, f->pack));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	checker_free(f->checker);
	pack_free(f->pack);
	free(f);
	return 0;
}

static void answer(const struct fixture *f, struct facts *facts,
		   const char *key, const char *text)
{
	struct str name = { 0 };
	struct fact_set one[] = { { .text = text }, { .key = NULL } };

	str_addf(&name, "need.%s", key);
	one[0].key = name.s;
	assert_int_equal(0, facts_suppose(facts, f->pack, one));
	str_release(&name);
}

static void answer_all(const struct fixture *f, struct facts *facts,
		       const char *const *answers)
{
	for (; *answers; answers += 2)
		answer(f, facts, answers[0], answers[1]);
}

static void test_questions_left(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct facts facts = { NULL, 0 };
		const struct field *q = NULL;
		struct str all = { 0 };
		size_t at = 0;

		answer_all(f, &facts, cases[i].answers);
		do {
			assert_int_equal(
				0, assess_next(f->checker, &facts, &at, &q));
			if (q)
				str_addf(&all, "%s%s", all.len ? " " : "",
					 q->key);
		} while (q);
		assert_string_equal(cases[i].questions, str_text(&all));
		/* there is none behind the last */
		assert_int_equal(0, assess_next(f->checker, &facts, &at, &q));
		assert_null(q);
		str_release(&all);
		facts_release(&facts);
	}
}

/* An answer brings up questions that did not apply before it */
static void test_an_answer_opens_a_question(void **state)
{
	const struct fixture *f = *state;
	struct facts facts = { NULL, 0 };
	const struct field *q = NULL;
	size_t at = 0;

	for (int i = 0; i < 2; i++)
		assert_int_equal(0, assess_next(f->checker, &facts, &at, &q));
	assert_string_equal("out", q->key);
	answer(f, &facts, "out", "yes");
	assert_int_equal(0, assess_next(f->checker, &facts, &at, &q));
	assert_string_equal("sell", q->key);
	facts_release(&facts);
}

static void test_outcomes(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct facts facts = { NULL, 0 };
		struct assessment a = { 0 };
		struct str all = { 0 };

		answer_all(f, &facts, cases[i].answers);
		assert_int_equal(0, assess_run(f->checker, &facts, &a));
		for (size_t k = 0; k < a.c; k++) {
			str_addf(&all, "%s%s%s", all.len ? " " : "",
				 a.v[k].open ? "?" : "", a.v[k].row->id);
			assert_true(*a.v[k].sentence);
			assert_true(!a.v[k].open || !a.v[k].fix);
		}
		assert_string_equal(cases[i].outcomes, str_text(&all));
		assert_int_equal(cases[i].possible, a.possible);
		assessment_release(&a);
		facts_release(&facts);
		str_release(&all);
	}
}

static void test_sentences_are_filled_in(void **state)
{
	const struct fixture *f = *state;
	struct facts facts = { NULL, 0 };
	struct assessment a = { 0 };

	answer(f, &facts, "seats", "6");
	assert_int_equal(0, assess_run(f->checker, &facts, &a));
	assert_string_equal("A-1", a.v[0].row->id);
	assert_string_equal("6 个", a.v[0].sentence);
	assert_string_equal("(not filled in)", a.v[0].fix);
	/* what is open says which answers it waits for */
	assert_string_equal("P-1", a.v[1].row->id);
	assert_non_null(strstr(a.v[1].sentence, "营销"));
	assessment_release(&a);
	facts_release(&facts);
}

/* All answers of the shipped questions by chance: what holds and what is open
 * is consistent, whatever they are */
static void test_shipped_outcomes_never_contradict(void **state)
{
	struct checker *checker = NULL;
	struct pack *pack = NULL;
	unsigned seed = 3;

	(void)state;
	assert_int_equal(0, pack_load(&pack));
	assert_int_equal(0, checker_alloc(&checker, pack));
	for (int n = 0; n < 200; n++) {
		struct facts facts = { NULL, 0 };
		struct assessment a = { 0 };
		bool needed = false;
		bool exempt = false;
		bool possible = true;

		for (unsigned i = 0; i < pack->fields_count; i++) {
			const struct pack_field *at = &pack->fields[i];
			const struct field *q = at->field;
			struct fact_key key;
			const char *value = rand_r(&seed) % 2 ? "true"
							      : "false";

			if (strcmp(at->form->form, ASSESS_FORM) != 0 ||
			    rand_r(&seed) % 100 < n / 3)
				continue;
			if (q->choices_count > 0)
				value = q->choices[(unsigned)rand_r(&seed) %
						   q->choices_count]
						.value;
			else if (q->type == FIELD_MONEY)
				value = rand_r(&seed) % 2 ? "50" : "2000";
			fact_key_make(&key, at->section->group, 0, q->key);
			facts_put(&facts, &key, q, value, "supposed");
		}
		assert_int_equal(0, assess_run(checker, &facts, &a));
		for (size_t k = 0; k < a.c; k++) {
			const enum verdict_kind v = a.v[k].row->verdict;

			assert_true(k == 0 || a.v[k].open >= a.v[k - 1].open);
			needed |= !a.v[k].open && v == ASSESS_NEEDED;
			exempt |= !a.v[k].open && v == ASSESS_EXEMPT;
			possible &= a.v[k].open || (v != ASSESS_PROHIBITED &&
						    v != ASSESS_REFUSED);
		}
		assert_false(needed && exempt);
		assert_int_equal(possible, a.possible);
		assessment_release(&a);
		facts_release(&facts);
	}
	checker_free(checker);
	pack_free(pack);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_questions_left),
		TEST(test_an_answer_opens_a_question),
		TEST(test_outcomes),
		TEST(test_sentences_are_filled_in),
		TEST(test_shipped_outcomes_never_contradict),
	};

	(void)lang_init("en", "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
