/**
 * @file tests/unit/stage.c  Acts move a dossier, and nothing else does
 */
#include "course/stage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "course/tick.h"
#include "dossier/dossier.h"
#include "dossier/journal.h"
#include "dossier/rows.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

/* Steps of the walk over all acts; it needs about an eighth */
#define WALK_MOST  6000
#define TRIES_MOST 200

struct fixture {
	struct pack *pack;
	struct checker *checker;
	struct calendar *calendar;
	struct db *db;
	struct dossier d;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_int_equal(0, pack_load(&f->pack));
	assert_int_equal(0, checker_alloc(&f->checker, f->pack));
	assert_int_equal(0, calendar_load(&f->calendar, "data/calendar.yaml"));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	calendar_free(f->calendar);
	checker_free(f->checker);
	pack_free(f->pack);
	free(f);
	return clock_init();
}

static int begin(void **state)
{
	struct fixture *f = *state;

	clock_fix((struct date){ 2026, 11, 22 });
	assert_int_equal(0, dossier_db_open(&f->db, ":memory:"));
	assert_int_equal(0, dossier_new(f->db, f->pack, NULL, &f->d));
	return 0;
}

static int end(void **state)
{
	struct fixture *f = *state;

	dossier_release(&f->d);
	db_close(f->db);
	return 0;
}

static void set(struct fixture *f, const char *key, const char *text)
{
	static const struct fact_change entry = { .origin = "entry" };
	const struct fact_set one[] = { { .key = key, .text = text },
					{ .key = NULL } };

	if (fact_set(f->db, f->pack, f->d.id, one, &entry, NULL) != 0)
		fail_msg("%s=%s: %s", key, text, err_text(EINVAL));
}

static int act(struct fixture *f, const char *id, const char *date,
	       const struct fact_set *givenv)
{
	return stage_do(f->db, f->checker, f->pack, f->calendar, f->d.id,
			&(struct stage_doing){
				.act = id, .date = date, .givenv = givenv });
}

static void must(struct fixture *f, const char *id, const char *date,
		 const struct fact_set *givenv)
{
	int err = act(f, id, date, givenv);

	if (err)
		fail_msg("%s: %s", id, err_text(err));
}

static struct facts load(struct fixture *f)
{
	struct facts facts = { NULL, 0 };

	assert_int_equal(0, facts_load(&facts, f->db, f->pack, f->d.id));
	return facts;
}

static void is_at(struct fixture *f, const char *id)
{
	struct facts facts = load(f);
	const struct stage *stage = stage_of(f->pack, &facts);

	assert_non_null(stage);
	assert_string_equal(id, stage->id);
	facts_release(&facts);
}

static void test_a_dossier_begins_at_the_first_stage(void **state)
{
	struct fixture *f = *state;

	is_at(f, "ST-0");
	must(f, "go", "2026-06-01", NULL);
	is_at(f, "ST-1");
}

static void test_an_act_out_of_order_is_refused(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ENOENT, act(f, "goo", NULL, NULL));
	assert_int_equal(EPERM, act(f, "granted", NULL, NULL));
	assert_non_null(strstr(err_text(EPERM), "ST-0"));
	assert_non_null(strstr(err_text(EPERM), "no_go")); /* what would do */
	is_at(f, "ST-0");
}

static void test_a_wrong_date_is_refused(void **state)
{
	struct fixture *f = *state;

	must(f, "go", "2026-06-01", NULL);
	assert_int_equal(EINVAL, act(f, "ready", "2026-05-31", NULL));
	assert_int_equal(EINVAL, act(f, "ready", "2026-11-23", NULL));
	assert_int_equal(EINVAL, act(f, "ready", "2026-02-30", NULL));
	assert_int_equal(EINVAL, act(f, "ready", "gestern", NULL));
	assert_int_equal(EINVAL, act(f, "ready", "", NULL));
	is_at(f, "ST-1");
	must(f, "ready", "2026-06-01", NULL); /* the same day will do */
	is_at(f, "ST-2");
}

static void test_fields_are_asked_and_needed(void **state)
{
	const struct fact_set empty[] = { { .key = "note", .text = "" },
					  { .key = NULL } };
	const struct fact_set other[] = { { .key = "note", .text = "x" },
					  { .key = "doc_no", .text = "1" },
					  { .key = NULL } };
	const struct fact_set twice[] = { { .key = "note", .text = "x" },
					  { .key = "note", .text = "y" },
					  { .key = NULL } };
	const struct fact_set never[] = { { .key = "to", .text = "ST-12" },
					  { .key = NULL } };
	struct fixture *f = *state;

	assert_int_equal(EINVAL, act(f, "no_go", NULL, NULL));
	assert_non_null(strstr(err_text(EINVAL), "note"));
	assert_int_equal(EINVAL, act(f, "no_go", NULL, empty));
	assert_int_equal(EINVAL, act(f, "no_go", NULL, other));
	assert_non_null(strstr(err_text(EINVAL), "doc_no"));
	assert_int_equal(EINVAL, act(f, "no_go", NULL, twice));
	assert_int_equal(EINVAL, act(f, "go", NULL, never));
	is_at(f, "ST-0");
}

static void to_form_review(struct fixture *f)
{
	set(f, "app.scope", "province");
	set(f, "app.province", "湖北");
	must(f, "go", "2026-06-01", NULL);
	must(f, "ready", "2026-06-01", NULL);
	must(f, "submitted", "2026-06-15", NULL);
}

static void test_a_step_keeps_its_deadline(void **state)
{
	const struct fact_set given[] = { { .key = "note", .text = "材料不清" },
					  { .key = "amount", .text = "15" },
					  { .key = NULL } };
	struct fixture *f = *state;
	struct facts facts;

	to_form_review(f);
	must(f, "correction_asked", "2026-06-18", given);
	facts = load(f);
	assert_string_equal("2026-06-23",
			    facts_value(&facts, STEP_GROUP, 3, "due"));
	assert_string_equal("accept",
			    facts_value(&facts, STEP_GROUP, 3, "due_rule"));
	/* Of the two that it starts the earlier one */
	assert_string_equal("2026-07-03",
			    facts_value(&facts, STEP_GROUP, 4, "due"));
	assert_string_equal("correct",
			    facts_value(&facts, STEP_GROUP, 4, "due_rule"));
	assert_string_equal("act",
			    facts_find(&facts, STEP_GROUP, 4, "due")->origin);
	facts_release(&facts);
}

static void test_days_that_are_none_stop_the_act(void **state)
{
	const struct fact_set given[] = { { .key = "note", .text = "材料不清" },
					  { .key = "amount",
					    .text = "1000000000" },
					  { .key = NULL } };
	struct fixture *f = *state;

	to_form_review(f);
	assert_int_equal(EINVAL,
			 act(f, "correction_asked", "2026-06-18", given));
	is_at(f, "ST-3");
}

static void test_undo_takes_the_whole_act_back(void **state)
{
	const struct fact_set given[] = { { .key = "note", .text = "材料不清" },
					  { .key = "amount", .text = "15" },
					  { .key = NULL } };
	struct fixture *f = *state;
	struct facts facts;

	to_form_review(f);
	must(f, "correction_asked", "2026-06-18", given);
	assert_int_equal(0, journal_undo(f->db, f->d.id, 0, NULL));
	is_at(f, "ST-3");
	facts = load(f);
	assert_int_equal(3, facts_rows(&facts, STEP_GROUP));
	facts_release(&facts);
	assert_int_equal(0, journal_verify(f->db, f->d.id));
	must(f, "correction_asked", "2026-06-18", given);
	is_at(f, "ST-3C");
}

static void test_a_closed_act_says_why(void **state)
{
	struct fixture *f = *state;
	struct stage_acts acts = { NULL, 0 };
	struct facts facts;
	bool seen = false;

	set(f, "app.scope", "province");
	set(f, "app.province", "江苏");
	must(f, "go", "2026-06-01", NULL);
	must(f, "ready", "2026-06-01", NULL);
	assert_int_equal(EPERM, act(f, "submitted", "2026-06-15", NULL));
	assert_non_null(strstr(err_text(EPERM), "江苏省通信管理局"));

	facts = load(f);
	assert_int_equal(0, stage_acts(&acts, f->checker, &facts));
	for (size_t i = 0; i < acts.c; i++) {
		assert_true(acts.v[i].open == !acts.v[i].why);
		seen |= strcmp(acts.v[i].act->id, "submitted") == 0 &&
			!acts.v[i].open;
	}
	assert_true(seen);
	stage_acts_release(&acts);
	facts_release(&facts);
	must(f, "papers_posted", "2026-06-02", NULL);
	must(f, "submitted", "2026-06-15", NULL);
}

static void test_steps_are_not_typed(void **state)
{
	static const struct fact_change entry = { .origin = "entry" };
	static const struct fact_change draft = { .origin = "entry",
						  .draft = true };
	static const char *const keys[] = { "step[1].to", "step[2].act",
					    "done[1].key", "waived[1].id" };
	struct fixture *f = *state;

	must(f, "go", "2026-06-01", NULL);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const struct fact_set one[] = {
			{ .key = keys[i], .text = "ST-12" }, { .key = NULL }
		};

		assert_int_equal(EPERM, fact_set(f->db, f->pack, f->d.id, one,
						 &entry, NULL));
		assert_int_equal(EPERM, fact_set(f->db, f->pack, f->d.id, one,
						 &draft, NULL));
	}
	assert_int_equal(
		EPERM, fact_set(f->db, f->pack, f->d.id,
				(const struct fact_set[]){
					{ .key = "stage.now", .text = "ST-9" },
					{ .key = NULL } },
				&entry, NULL));
	assert_int_equal(
		EPERM, fact_remove_row(f->db, f->pack, f->d.id, STEP_GROUP, 1));
	is_at(f, "ST-1");
}

static void test_a_table_brings_no_steps(void **state)
{
	static const char csv[] =
		"act,from,to,date\r\ngo,ST-0,ST-1,2026-06-01\r\n";
	struct fixture *f = *state;
	const struct rows_order order = { .group = STEP_GROUP,
					  .name = "step.csv",
					  .data = csv,
					  .size = sizeof(csv) - 1 };

	assert_int_equal(EPERM,
			 rows_import(f->db, f->pack, f->d.id, &order, NULL));
	is_at(f, "ST-0");
}

#define FILE_HEAD "dossier: 2026-0100\n"
#define STEP_GO	  "step:\n  - {act: go, from: ST-0, to: ST-1, date: 2026-06-01}\n"

static void test_a_file_brings_only_steps_that_acts_leave(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text;
		const char *says; /* NULL: it is taken */
	} cases[] = {
		{ STEP_GO, NULL },
		{ STEP_GO "  - {act: ready, from: ST-1, to: ST-2, date: 2026-06-01}\n", NULL },
		{ "step:\n  - {act: goo, from: ST-0, to: ST-1, date: 2026-06-01}\n", ":3:" },
		{ "step:\n  - {act: go, from: ST-0, to: ST-12, date: 2026-06-01}\n", "ST-12" },
		{ "step:\n  - {act: licence_issued, from: ST-11, to: ST-12, date: 2026-06-01}\n", "ST-11" },
		{ "step:\n  - {act: go, from: ST-0, to: ST-1}\n", "date" },
		{ "step:\n  - {act: go, from: ST-0, to: ST-1, date: 2027-06-01}\n", "2027-06-01" },
		{ STEP_GO "  - {act: ready, from: ST-1, to: ST-2, date: 2026-05-01}\n", ":4:" },
		{ "step:\n  - {from: ST-0, to: ST-12, date: 2026-06-01}\n", "no act" },
		{ "draft: true\nstep:\n  - {act: go, from: ST-0, to: ST-12, date: nie}\n", "ST-12" },
		{ "kept:\n  - {fact: \"step[1].to\", value: ST-12}\n", "no act" },
	};
	/* clang-format on */
	struct fixture *f = *state;
	char path[] = "/tmp/callpermit-stage-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	(void)close(fd);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str text = { 0 };
		struct dossier d = { 0 };
		int err;

		str_addf(&text, FILE_HEAD "%s", cases[i].text);
		assert_int_equal(0, file_write(path, text.s, text.len));
		str_release(&text);
		err = dossier_import(f->db, f->pack, path, false, &d);
		dossier_release(&d);
		if (!cases[i].says) {
			if (err)
				print_message("%s\n", err_text(err));
			assert_int_equal(0, err);
			assert_int_equal(
				0, db_run(f->db,
					  "UPDATE dossier SET no = ? WHERE no "
					  "= '2026-0100'",
					  BIND(TEXT(i == 0 ? "2026-0101"
							   : "2026-0102"))));
			continue;
		}
		if (err != EINVAL || !strstr(err_text(err), cases[i].says))
			print_message("%zu: %d %s\n", i, err, err_text(err));
		assert_int_equal(EINVAL, err);
		assert_non_null(strstr(err_text(err), cases[i].says));
		assert_int_equal(ENOENT, dossier_find(f->db, "2026-0100", &d));
	}
	(void)unlink(path);
}

static struct ticking ticking(struct fixture *f)
{
	return (struct ticking){ f->db, f->pack, f->checker, f->calendar,
				 f->d.id };
}

static enum deadline_state state_of(struct fixture *f, const char *key)
{
	struct facts facts = load(f);
	struct deadlines all = { NULL, 0 };
	enum deadline_state found = DEADLINE_UNKNOWN;

	assert_int_equal(0,
			 deadlines_make(&all, f->checker, f->calendar, &facts));
	if (deadlines_find(&all, key))
		found = deadlines_find(&all, key)->state;
	deadlines_release(&all);
	facts_release(&facts);
	return found;
}

static void test_a_tick_is_one_change(void **state)
{
	struct fixture *f = *state;
	const struct ticking t = ticking(f);

	set(f, "lic.issued", "2024-05-06");
	assert_int_equal(0, tick_done(&t, "D-01:2025", "2025-03-01"));
	assert_int_equal(DEADLINE_DONE, state_of(f, "D-01:2025"));
	assert_int_equal(0, tick_done(&t, "D-01:2026", NULL));
	assert_int_equal(DEADLINE_DONE, state_of(f, "D-01:2026"));
	assert_int_equal(0, journal_undo(f->db, f->d.id, 0, NULL));
	assert_int_equal(DEADLINE_OPEN, state_of(f, "D-01:2026"));
	assert_int_equal(DEADLINE_DONE, state_of(f, "D-01:2025"));
	assert_int_equal(0, tick_undone(&t, "D-01:2025"));
	assert_int_equal(DEADLINE_OPEN, state_of(f, "D-01:2025"));
	assert_int_equal(ENOENT, tick_undone(&t, "D-01:2025"));
}

static void test_what_cannot_be_ticked_off(void **state)
{
	struct fixture *f = *state;
	const struct ticking t = ticking(f);

	to_form_review(f);
	set(f, "lic.issued", "2024-05-06");
	set(f, "task[1].title", "回电话");
	assert_int_equal(EPERM, tick_done(&t, "accept", NULL)); /* a clock */
	assert_int_equal(EPERM, tick_done(&t, "task[1]", NULL));
	assert_non_null(strstr(err_text(EPERM), "task[1].done"));
	assert_int_equal(ENOENT, tick_done(&t, "D-01:2031", NULL));
	assert_int_equal(ENOENT, tick_done(&t, "D-01", NULL));
	assert_int_equal(EINVAL, tick_done(&t, "D-01:2025", "2026-11-23"));
	assert_int_equal(EINVAL, tick_done(&t, "D-01:2025", "2026-02-30"));
	assert_int_equal(DEADLINE_OPEN, state_of(f, "D-01:2025"));
}

static void test_switching_off_and_on(void **state)
{
	struct fixture *f = *state;
	const struct ticking t = ticking(f);

	set(f, "lic.issued", "2024-05-06");
	assert_int_equal(EINVAL, tick_off(&t, "D-01", NULL));
	assert_int_equal(EINVAL, tick_off(&t, "D-01", " "));
	assert_int_equal(ENOENT, tick_off(&t, "D-99", "x"));
	assert_int_equal(0, tick_off(&t, "D-11", "没有网站"));
	assert_int_equal(0, tick_off(&t, "D-01", "集团统一报送"));
	assert_int_equal(DEADLINE_OFF, state_of(f, "D-01:2026"));
	assert_int_equal(0, tick_on(&t, "D-11")); /* the other stays off */
	assert_int_equal(DEADLINE_OFF, state_of(f, "D-01:2026"));
	assert_int_equal(DEADLINE_STANDING, state_of(f, "D-11"));
	assert_int_equal(0, tick_on(&t, "D-01"));
	assert_int_equal(DEADLINE_OPEN, state_of(f, "D-01:2026"));
	assert_int_equal(ENOENT, tick_on(&t, "D-01"));
}

static void test_ticks_go_with_their_rows(void **state)
{
	struct fixture *f = *state;
	const struct ticking t = ticking(f);

	/* The same day for all, so that only the row tells them apart */
	for (int n = 1; n <= 4; n++) {
		struct str key = { 0 };

		str_addf(&key, "trunk[%d].expiry", n);
		set(f, key.s, "2027-01-31");
		str_release(&key);
	}
	set(f, "site.lease_end", "2026-12-01");
	assert_int_equal(0, tick_done(&t, "E-TRUNK:trunk[1]", NULL));
	assert_int_equal(0, tick_done(&t, "E-LEASE", NULL));
	assert_int_equal(0, tick_done(&t, "E-TRUNK:trunk[3]", NULL));
	assert_int_equal(0,
			 fact_remove_row(f->db, f->pack, f->d.id, "trunk", 1));
	assert_int_equal(DEADLINE_OPEN, state_of(f, "E-TRUNK:trunk[1]"));
	assert_int_equal(DEADLINE_DONE, state_of(f, "E-TRUNK:trunk[2]"));
	assert_int_equal(DEADLINE_OPEN, state_of(f, "E-TRUNK:trunk[3]"));
	assert_int_equal(DEADLINE_DONE, state_of(f, "E-LEASE"));
	assert_int_equal(0, journal_undo(f->db, f->d.id, 0, NULL));
	assert_int_equal(DEADLINE_DONE, state_of(f, "E-TRUNK:trunk[1]"));
	assert_int_equal(DEADLINE_OPEN, state_of(f, "E-TRUNK:trunk[2]"));
	assert_int_equal(DEADLINE_DONE, state_of(f, "E-TRUNK:trunk[3]"));
	assert_int_equal(0,
			 fact_remove_row(f->db, f->pack, f->d.id, "trunk", 2));
	assert_int_equal(DEADLINE_DONE, state_of(f, "E-TRUNK:trunk[1]"));
	assert_int_equal(DEADLINE_DONE, state_of(f, "E-TRUNK:trunk[2]"));
	assert_int_equal(DEADLINE_OPEN, state_of(f, "E-TRUNK:trunk[3]"));
}

/* Facts that open every guard in one authority or another */
static void prepare(struct fixture *f, const char *province)
{
	if (province) {
		set(f, "app.scope", "province");
		set(f, "app.province", province);
	} else {
		set(f, "app.scope", "national");
	}
	set(f, "lic.paper", "true");
	set(f, "lic.issued", "2021-05-06");
	set(f, "lic.expiry", "2026-05-05");
	set(f, "number[1].class", "400");
	set(f, "post.registry_change", "2025-02-03");
	set(f, "post.cease_decision", "2025-02-03");
}

/* The least done of those that are open */
static const struct act *choose(struct fixture *f,
				const struct stage_acts *acts,
				const unsigned *countv)
{
	const struct act *best = NULL;

	for (size_t i = 0; i < acts->c; i++) {
		const struct act *a = acts->v[i].act;

		if (!acts->v[i].open) {
			assert_non_null(acts->v[i].why);
			assert_true(*acts->v[i].why);
			assert_null(strstr(acts->v[i].why, "{{"));
			continue;
		}
		if (!best ||
		    countv[a - f->pack->acts] < countv[best - f->pack->acts])
			best = a;
	}

	return best;
}

/* What the act asks for; the result of a visit is another each time */
static void answer(struct fact_set *setv, const struct act *a, unsigned turn)
{
	static const char *const results[] = { "pass", "rectify", "fail" };
	size_t c = 0;

	for (unsigned i = 0; i < a->asks_count; i++) {
		const char *text = "示例";

		if (strcmp(a->asks[i], "file") == 0)
			continue;
		if (strcmp(a->asks[i], "result") == 0)
			text = results[turn % 3];
		if (strcmp(a->asks[i], "amount") == 0)
			text = "10";
		setv[c++] = (struct fact_set){ .key = a->asks[i],
					       .text = text };
	}
	setv[c].key = NULL;
}

/* A dossier from its beginning to an end; returns how many acts were done */
static unsigned walk(struct fixture *f, unsigned *countv)
{
	struct stage_acts acts = { NULL, 0 };
	struct facts facts = load(f);
	const struct act *a;
	unsigned n = 0;

	assert_int_equal(0, stage_acts(&acts, f->checker, &facts));
	while ((a = choose(f, &acts, countv)) != NULL && n < TRIES_MOST) {
		struct fact_set setv[32];

		stage_acts_release(&acts);
		facts_release(&facts);
		answer(setv, a, countv[a - f->pack->acts]++);
		must(f, a->id, "2026-06-01", setv);
		is_at(f, a->to);
		n++;
		facts = load(f);
		assert_int_equal(0, stage_acts(&acts, f->checker, &facts));
	}
	facts_release(&facts);
	stage_acts_release(&acts);
	return n;
}

static void test_every_act_can_be_done_and_every_stage_reached(void **state)
{
	static const char *const provinces[] = { "湖北", "陕西", "江苏", NULL };
	struct fixture *f = *state;
	unsigned *countv = x_calloc(f->pack->acts_count, sizeof(*countv));
	unsigned steps = 0;
	unsigned left = 1;

	for (unsigned i = 0; left > 0 && steps < WALK_MOST; i++) {
		dossier_release(&f->d);
		assert_int_equal(0, dossier_new(f->db, f->pack, NULL, &f->d));
		prepare(f, provinces[i % ARRAY_LEN(provinces)]);
		steps += walk(f, countv);
		assert_int_equal(0, journal_verify(f->db, f->d.id));
		left = 0;
		for (unsigned k = 0; k < f->pack->acts_count; k++)
			left += countv[k] == 0;
	}
	for (unsigned k = 0; k < f->pack->acts_count; k++) {
		if (countv[k] == 0)
			print_message("never done: %s\n", f->pack->acts[k].id);
	}
	assert_int_equal(0, left);
	for (unsigned i = 1; i < f->pack->stages_count; i++) {
		bool reached = false;

		for (unsigned k = 0; k < f->pack->acts_count; k++)
			reached |= strcmp(f->pack->acts[k].to,
					  f->pack->stages[i].id) == 0;
		assert_true(reached);
	}
	free(countv);
}

static void test_a_walk_is_exported_and_comes_back(void **state)
{
	struct fixture *f = *state;
	unsigned *countv = x_calloc(f->pack->acts_count, sizeof(*countv));
	char path[] = "/tmp/callpermit-stage-XXXXXX";
	struct str before = { 0 };
	struct str after = { 0 };
	struct dossier d = { 0 };
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	(void)close(fd);
	prepare(f, "陕西");
	for (unsigned k = 0; k < f->pack->acts_count; k++) { /* not yet */
		if (pack_stage(f->pack, f->pack->acts[k].to)->end)
			countv[k] = 1;
	}
	assert_true(walk(f, countv) > 5);
	assert_int_equal(0, dossier_export(f->db, f->pack, &f->d, &before));
	assert_int_equal(0, file_write(path, before.s, before.len));
	db_close(f->db);
	assert_int_equal(0, dossier_db_open(&f->db, ":memory:"));
	if (dossier_import(f->db, f->pack, path, false, &d) != 0)
		fail_msg("%s", err_text(EINVAL));
	assert_int_equal(0, dossier_export(f->db, f->pack, &d, &after));
	assert_string_equal(before.s, after.s);
	(void)unlink(path);
	dossier_release(&d);
	str_release(&before);
	str_release(&after);
	free(countv);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_dossier_begins_at_the_first_stage),
		TEST(test_an_act_out_of_order_is_refused),
		TEST(test_a_wrong_date_is_refused),
		TEST(test_fields_are_asked_and_needed),
		TEST(test_a_step_keeps_its_deadline),
		TEST(test_days_that_are_none_stop_the_act),
		TEST(test_undo_takes_the_whole_act_back),
		TEST(test_a_closed_act_says_why),
		TEST(test_steps_are_not_typed),
		TEST(test_a_table_brings_no_steps),
		TEST(test_a_file_brings_only_steps_that_acts_leave),
		TEST(test_a_tick_is_one_change),
		TEST(test_what_cannot_be_ticked_off),
		TEST(test_switching_off_and_on),
		TEST(test_ticks_go_with_their_rows),
		TEST(test_every_act_can_be_done_and_every_stage_reached),
		TEST(test_a_walk_is_exported_and_comes_back),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
