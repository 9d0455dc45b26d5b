/**
 * @file tests/unit/findings.c  Findings, their counts and the score agree,
 * whatever is known of a dossier
 */
#include "check/check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/compare.h"
#include "cmocka_all.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "mini_pack.h"
#include "util/clock.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define SUBSETS 60

struct fixture {
	struct pack *pack;
	struct checker *checker;
	struct db *db;
	struct dossier d[2]; /* the samples */
};

static int set_up(void **state)
{
	static const char *const samples[] = { "data/sample/complete.yaml",
					       "data/sample/faulty.yaml" };
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	clock_fix((struct date){ 2026, 11, 22 });
	assert_int_equal(0, pack_load(&f->pack));
	assert_int_equal(0, checker_alloc(&f->checker, f->pack));
	assert_int_equal(0, dossier_db_open(&f->db, ":memory:"));
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(0, dossier_import(f->db, f->pack, samples[i],
						   false, &f->d[i]));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	dossier_release(&f->d[0]);
	dossier_release(&f->d[1]);
	db_close(f->db);
	checker_free(f->checker);
	pack_free(f->pack);
	free(f);
	return 0;
}

/* Every blank of the shipped sentences is filled in */
static void verify_filled(const struct findings *found)
{
	for (size_t i = 0; i < found->c; i++) {
		assert_null(strstr(found->v[i].sentence, "{{"));
		assert_true(!found->v[i].fix || !strstr(found->v[i].fix, "{{"));
	}
}

/* What became of one rule or paper: a failure of any row counts, then what is
 * not known of any */
static enum outcome outcome_of(const struct findings *found, const char *id)
{
	static const enum outcome order[] = { OUTCOME_FAIL, OUTCOME_UNKNOWN,
					      OUTCOME_PASS, OUTCOME_NA };

	for (size_t k = 0; k < ARRAY_LEN(order); k++) {
		for (size_t i = 0; i < found->c; i++) {
			if (found->v[i].outcome == order[k] &&
			    strcmp(found->v[i].id, id) == 0)
				return order[k];
		}
	}
	print_message("nothing is said of %s\n", id);
	fail();
	return OUTCOME_NA;
}

/* The term of a group as its rules and papers make it, but for form fields */
static void count_group(const struct pack *pack, const struct findings *found,
			const char *group, unsigned *done, unsigned *of)
{
	*done = 0;
	*of = 0;
	for (unsigned i = 0; i < pack->rules_count; i++) {
		const struct rule *r = &pack->rules[i];
		enum outcome o;

		if (strcmp(r->group, group) != 0)
			continue;
		o = outcome_of(found, r->id);
		if (r->severity == SEVERITY_INFO || o == OUTCOME_NA)
			continue;
		++*of;
		*done += o == OUTCOME_PASS;
	}
	for (unsigned i = 0; i < pack->papers_count; i++) {
		enum outcome o;

		if (strcmp(GROUP_PAPER, group) != 0)
			break;
		if (pack->papers[i].kind == PAPER_WORKING)
			continue;
		o = outcome_of(found, pack->papers[i].id);
		if (o == OUTCOME_NA)
			continue;
		++*of;
		*done += o == OUTCOME_PASS;
	}
}

static unsigned failing_fields(const struct findings *found)
{
	unsigned n = 0;

	for (size_t i = 0; i < found->c; i++)
		n += strcmp(found->v[i].id, "form") == 0 &&
		     found->v[i].severity == SEVERITY_ERROR;
	return n;
}

static void verify_score(const struct pack *pack, const struct findings *found)
{
	unsigned sum = 0;
	int weights = 0;

	assert_int_equal(pack->groups_count, found->terms_count);
	for (size_t i = 0; i < found->terms_count; i++) {
		const struct score_term *t = &found->terms[i];
		const unsigned all = 100 * (unsigned)t->group->weight;
		unsigned done;
		unsigned of;

		assert_ptr_equal(&pack->groups[i], t->group);
		count_group(pack, found, t->group->key, &done, &of);
		assert_true(t->done <= t->of);
		assert_int_equal(t->of ? all * t->done / t->of : all,
				 t->points);
		if (strcmp(t->group->key, GROUP_FORM) == 0)
			assert_int_equal(failing_fields(found) + of - done,
					 t->of - t->done);
		else
			assert_true(t->done == done && t->of == of);
		sum += t->points;
		weights += t->group->weight;
	}
	assert_int_equal(100, weights);
	assert_int_equal(sum, found->score);
	assert_true(found->score <= 10000);
}

static int rank(const struct finding *f)
{
	static const int of[] = { [OUTCOME_FAIL] = 0,
				  [OUTCOME_UNKNOWN] = 10,
				  [OUTCOME_PASS] = 20,
				  [OUTCOME_NA] = 30 };

	return of[f->outcome] + (int)f->severity;
}

static void verify_counts(const struct findings *found)
{
	size_t count[OUTCOME_COUNT] = { 0 };
	size_t blocking = 0;
	size_t open = 0;

	for (size_t i = 0; i < found->c; i++) {
		const struct finding *f = &found->v[i];

		count[f->outcome]++;
		blocking += f->outcome == OUTCOME_FAIL &&
			    f->severity == SEVERITY_ERROR;
		open += f->outcome == OUTCOME_UNKNOWN &&
			f->severity == SEVERITY_ERROR;
		if (i > 0)
			assert_true(rank(f - 1) <= rank(f));
	}
	for (int o = 0; o < OUTCOME_COUNT; o++)
		assert_int_equal(count[o], found->count[o]);
	assert_int_equal(blocking, found->blocking);
	assert_int_equal(open, found->open);
}

/* Nothing is claimed without words, a reason and a source */
static void verify_words(const struct pack *pack, const struct findings *found)
{
	for (size_t i = 0; i < found->c; i++) {
		const struct finding *f = &found->v[i];
		const bool bad = f->outcome == OUTCOME_FAIL ||
				 f->outcome == OUTCOME_UNKNOWN;

		assert_non_null(pack_group(pack, f->group));
		assert_true(f->title && *f->title);
		assert_true(f->sources_count > 0);
		assert_non_null(f->sentence);
		if (bad && !*f->sentence)
			print_message("%s says nothing\n", f->id);
		assert_true(!bad || *f->sentence);
		assert_non_null(f->reads);
		assert_non_null(f->saw);
	}
}

static void verify(const struct pack *pack, const struct findings *found)
{
	verify_counts(found);
	verify_score(pack, found);
	verify_words(pack, found);
}

static void test_the_samples_add_up(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		struct findings found = { 0 };

		assert_int_equal(
			0, check_run(f->checker, f->db, f->d[i].id, &found));
		verify(f->pack, &found);
		verify_filled(&found);
		findings_release(&found);
	}
}

/* Facts of both samples, each left out by chance, some of them given the value
 * that the other has */
static void suppose(struct facts *to, const struct facts *a,
		    const struct facts *b, unsigned *seed)
{
	const unsigned most = (unsigned)rand_r(seed) % 100;

	for (size_t i = 0; i < a->c; i++) {
		const struct fact *f = &a->v[i];
		const struct fact *other = facts_find(b, f->key.group, f->key.n,
						      f->key.key);

		if ((unsigned)rand_r(seed) % 100 < most || !f->field)
			continue;
		if (other && rand_r(seed) % 4 == 0)
			f = other;
		facts_put(to, &f->key, f->field, f->value, f->origin);
	}
}

static void test_what_is_known_by_chance_adds_up(void **state)
{
	struct fixture *f = *state;
	struct facts all[2] = { { NULL, 0 } };
	unsigned seed = 7;

	for (size_t i = 0; i < 2; i++)
		assert_int_equal(
			0, facts_load(&all[i], f->db, f->pack, f->d[i].id));
	for (int n = 0; n < SUBSETS; n++) {
		struct facts facts = { NULL, 0 };
		struct findings found = { 0 };

		suppose(&facts, &all[n % 2], &all[1 - n % 2], &seed);
		assert_int_equal(0, check_facts(f->checker, &facts, &found));
		verify(f->pack, &found);
		verify_filled(&found);
		findings_release(&found);
		facts_release(&facts);
	}
	facts_release(&all[0]);
	facts_release(&all[1]);
}

/* Of a company nobody has said anything about, nothing is right but the papers
 * that can be printed at any time */
static void test_nothing_known_nothing_passed(void **state)
{
	struct fixture *f = *state;
	struct facts facts = { NULL, 0 };
	struct findings found = { 0 };

	assert_int_equal(0, check_facts(f->checker, &facts, &found));
	verify(f->pack, &found);
	for (size_t i = 0; i < found.c; i++) {
		if (found.v[i].outcome == OUTCOME_PASS)
			assert_non_null(pack_paper(f->pack, found.v[i].id));
	}
	findings_release(&found);
	facts_release(&facts);
}

static void test_supposing_leaves_the_database_alone(void **state)
{
	static const struct fact_set wishes[] = {
		{ .key = "site.area", .text = "1" },
		{ .key = "co.name", .text = "" },
		{ .key = NULL }
	};
	struct fixture *f = *state;
	struct facts facts = { NULL, 0 };
	struct findings found = { 0 };
	int64_t before = -1;
	int64_t after = -2;

	assert_int_equal(
		0, db_int(f->db, "SELECT total_changes()", NULL, &before));
	assert_int_equal(0, facts_load(&facts, f->db, f->pack, f->d[0].id));
	assert_int_equal(0, facts_suppose(&facts, f->pack, wishes));
	assert_string_equal("1", facts_value(&facts, "site", 0, "area"));
	assert_null(facts_value(&facts, "co", 0, "name"));
	assert_int_equal(0, check_facts(f->checker, &facts, &found));
	assert_int_equal(0,
			 db_int(f->db, "SELECT total_changes()", NULL, &after));
	assert_int_equal(before, after);
	findings_release(&found);
	facts_release(&facts);
}

static void test_what_is_calculated_is_there_and_not_set(void **state)
{
	static const struct fact_change entry = { .origin = "entry" };
	static const struct fact_set wish[] = {
		{ .key = "sum.holders", .text = "9" }, { .key = NULL }
	};
	struct fixture *f = *state;
	struct facts facts = { NULL, 0 };
	const struct fact *fact;

	assert_int_equal(0, facts_load(&facts, f->db, f->pack, f->d[0].id));
	assert_null(facts_find(&facts, "sum", 0, "holders"));
	assert_int_equal(EPERM, facts_suppose(&facts, f->pack, wish));
	assert_non_null(strstr(err_text(EPERM), "calculated"));
	assert_int_equal(EPERM, fact_set(f->db, f->pack, f->d[0].id, wish,
					 &entry, NULL));
	assert_int_equal(0, check_calculate(f->checker, &facts));
	fact = facts_find(&facts, "sum", 0, "holders");
	assert_non_null(fact);
	assert_string_equal("calculated", fact->origin);
	facts_release(&facts);

	/* and gone when what it is reckoned from is */
	assert_int_equal(0, check_calculate(f->checker, &facts));
	assert_null(facts_find(&facts, "sum", 0, "holders"));
	facts_release(&facts);
}

/* Small packs */

static int mini_check(const char *rule, const char *const *factv,
		      struct findings *found, struct pack **packp)
{
	const struct mini_file words = {
		"data/words.yaml",
		"lists:\n  - {key: w, title: x, words: [外呼], sources: [D]}\n"
		"negators: [不]\n",
		0
	};
	struct checker *checker = NULL;
	struct facts facts = { NULL, 0 };
	struct str text = { 0 };
	struct mini_file files[3] = { { "data/rules.yaml", NULL, 0 }, words };
	int err;

	str_addf(&text, MINI_GROUPS "%s", rule);
	files[0].text = text.s;
	assert_int_equal(0, mini_load_all(packp, files));
	assert_int_equal(0, checker_alloc(&checker, *packp));
	for (; *factv; factv += 2) {
		const struct fact_set one[] = {
			{ .key = factv[0], .text = factv[1] }, { .key = NULL }
		};

		assert_int_equal(0, facts_suppose(&facts, *packp, one));
	}
	err = check_facts(checker, &facts, found);
	facts_release(&facts);
	checker_free(checker);
	str_release(&text);
	return err;
}

#define SCAN                                                                  \
	"  - {id: R-1, group: site, severity: error, title: x, when: "        \
	"site.owned = 1, scan: w, over: [site.addr, holder.name], sentence: " \
	"\"{{place}} {{at}} {{word}}\", fix: x, sources: [D]}\n"

/* clang-format off */
static const struct {
	const char *rule;
	const char *facts[8];
	const char *outcomes; /* one letter a finding of R-1: p f u n */
	const char *says;     /* in the first */
	unsigned done, of;    /* of its group */
} cases[] = {
	{ SCAN, { NULL }, "u", "自有", 0, 1 },
	{ SCAN, { "site.owned", "no", "site.addr", "外呼" }, "n", "", 0, 0 },
	/* whether it applies is not known: neither passed nor failed */
	{ SCAN, { "site.addr", "呼入" }, "u", "自有", 0, 1 },
	{ SCAN, { "site.addr", "外呼" }, "u", "自有", 0, 1 },
	{ SCAN, { "site.owned", "yes" }, "u", "地址", 0, 1 },
	{ SCAN, { "site.owned", "yes", "site.addr", "呼入" }, "p", "", 1, 1 },
	{ SCAN, { "site.owned", "yes", "site.addr", "不外呼" }, "p", "外呼", 1, 1 },
	{ SCAN, { "site.owned", "yes", "site.addr", "做外呼，外呼" }, "ff", "地址 2 外呼", 0, 1 },
	{ SCAN, { "site.owned", "yes", "holder[2].name", "外呼" }, "f", "姓名 1 外呼", 0, 1 },
	{ "  - {id: R-1, group: site, severity: error, title: x, each: holder, holds: holder.ratio > 10, sentence: \"{{holder.name}}\", fix: \"{{holder.ratio}}\", sources: [D]}\n",
	  { NULL }, "n", "", 0, 0 },
	{ "  - {id: R-1, group: site, severity: error, title: x, each: holder, holds: holder.ratio > 10, sentence: \"{{holder.name}}\", fix: \"{{holder.ratio}}\", sources: [D]}\n",
	  { "holder[1].ratio", "20", "holder[2].ratio", "30" }, "p", "", 1, 1 },
	{ "  - {id: R-1, group: site, severity: error, title: x, each: holder, holds: holder.ratio > 10, sentence: \"{{holder.name}}\", fix: \"{{holder.ratio}}\", sources: [D]}\n",
	  { "holder[1].name", "甲", "holder[2].ratio", "5", "holder[2].name", "乙{{site.area}}" }, "fu", "乙{{site.area}}", 0, 1 },
	/* info counts for nothing, whatever comes out */
	{ "  - {id: R-1, group: site, severity: info, title: x, holds: site.area > 1, sentence: x, fix: x, sources: [D]}\n",
	  { "site.area", "0" }, "f", "x", 0, 0 },
	{ "  - {id: R-1, group: site, severity: warn, title: x, holds: site.area > 1, sentence: x, fix: x, sources: [D]}\n",
	  { "site.area", "2" }, "p", "", 1, 1 },
	{ "  - {id: R-1, group: site, severity: warn, title: x, when: site.seats > 1, holds: site.area > 1, sentence: x, fix: x, sources: [D]}\n",
	  { "site.area", "2" }, "u", "座席", 0, 1 },
	{ "  - {id: R-1, group: site, severity: error, title: x, holds: profile.seats <= site.seats, sentence: x, fix: x, sources: [D]}\n",
	  { "site.seats", "2" }, "u", "number", 0, 1 },
	/* a row is there, but not what is asked of it */
	{ "  - {id: R-1, group: site, severity: error, title: x, holds: (SELECT sum(ratio) FROM holder) = 100, sentence: x, fix: x, sources: [D]}\n",
	  { "holder[1].name", "甲" }, "u", "比例", 0, 1 },
	/* all is known and still there is no answer */
	{ "  - {id: R-1, group: site, severity: error, title: x, holds: site.area / site.seats > 1, sentence: x, fix: x, sources: [D]}\n",
	  { "site.area", "1", "site.seats", "0" }, "u", "面积=1; 座席=0", 0, 1 },
};
/* clang-format on */

static void test_outcomes_of_one_rule(void **state)
{
	static const char letters[] = { [OUTCOME_PASS] = 'p',
					[OUTCOME_FAIL] = 'f',
					[OUTCOME_UNKNOWN] = 'u',
					[OUTCOME_NA] = 'n' };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct findings found = { 0 };
		struct pack *pack = NULL;
		char outcomes[8] = "";
		const char *first = "";
		size_t n = 0;

		assert_int_equal(0, mini_check(cases[i].rule, cases[i].facts,
					       &found, &pack));
		verify(pack, &found);
		for (size_t k = 0; k < found.c; k++) {
			if (strcmp(found.v[k].id, "R-1") != 0)
				continue;
			first = n ? first : found.v[k].sentence;
			outcomes[n++] = letters[found.v[k].outcome];
		}
		if (strcmp(cases[i].outcomes, outcomes) != 0 ||
		    !strstr(first, cases[i].says))
			print_message("%zu: %s %s\n", i, outcomes, first);
		assert_string_equal(cases[i].outcomes, outcomes);
		assert_non_null(strstr(first, cases[i].says));
		assert_int_equal(cases[i].done, found.terms[1].done);
		assert_int_equal(cases[i].of, found.terms[1].of);
		findings_release(&found);
		pack_free(pack);
	}
}

struct told {
	struct str all;
	size_t count;
};

static int tell(const struct difference *d, void *arg)
{
	struct told *t = arg;

	t->count++;
	str_addf(&t->all, "%s>%s\n", d->before ? d->before->sentence : "-",
		 d->after ? d->after->sentence : "-");
	return 0;
}

/* clang-format off */
/* A text before and after, and the differences told */
static const struct {
	const char *before;
	const char *after;
	const char *told;
} pairs[] = {
	{ "外呼", "外呼", "" },
	{ "外呼外呼外呼", "外呼外呼外呼", "" },
	{ "呼入", "呼入呼入", "" },
	{ "外呼", "外呼外呼", "->地址 3 外呼\n" },
	{ "外呼外呼", "外呼", "地址 3 外呼>-\n" },
	{ "外呼外呼", "呼入外呼", "地址 1 外呼>-\n" },
	{ "外呼", "呼外呼", "地址 1 外呼>地址 2 外呼\n" },
	{ "呼入", "外呼", "->地址 1 外呼\n" },
	{ "外呼", "呼入", "地址 1 外呼>-\n" },
};
/* clang-format on */

static void test_only_what_turned_over_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		const char *before[] = { "site.owned", "yes", "site.addr",
					 pairs[i].before, NULL };
		const char *after[] = { "site.owned", "yes", "site.addr",
					pairs[i].after, NULL };
		struct findings a = { 0 };
		struct findings b = { 0 };
		struct pack *pa = NULL;
		struct pack *pb = NULL;
		struct told t = { 0 };

		assert_int_equal(0, mini_check(SCAN, before, &a, &pa));
		assert_int_equal(0, mini_check(SCAN, after, &b, &pb));
		assert_int_equal(0, findings_compare(&a, &b, tell, &t));
		if (strcmp(pairs[i].told, str_text(&t.all)) != 0)
			print_message("%zu\n", i);
		assert_string_equal(pairs[i].told, str_text(&t.all));
		str_release(&t.all);
		findings_release(&a);
		findings_release(&b);
		pack_free(pa);
		pack_free(pb);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_samples_add_up),
		TEST(test_what_is_known_by_chance_adds_up),
		TEST(test_nothing_known_nothing_passed),
		TEST(test_supposing_leaves_the_database_alone),
		TEST(test_what_is_calculated_is_there_and_not_set),
		cmocka_unit_test(test_outcomes_of_one_rule),
		cmocka_unit_test(test_only_what_turned_over_is_told),
	};

	(void)lang_init("en", "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
