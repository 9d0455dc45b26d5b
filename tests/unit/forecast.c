/**
 * @file tests/unit/forecast.c  When a dossier may come to its milestones
 */
#include "course/forecast.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "course/stage.h"
#include "course/stay.h"
#include "dossier/fact.h"
#include "true_history.h"
#include "util/clock.h"
#include "util/file.h"
#include "util/str.h"
#include "util/util.h"

#define HISTORIES 5000

struct fixture {
	struct pack *pack;
	struct db *db;
	struct checker *checker;
	struct calendar *calendar;
};

static struct date day(const char *text)
{
	struct date date = { 0 };

	assert_int_equal(0, date_decode(&date, text));
	return date;
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	clock_fix(day("2026-06-01"));
	assert_int_equal(0, pack_load(&f->pack));
	assert_int_equal(0, dossier_db_open(&f->db, ":memory:"));
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
	db_close(f->db);
	pack_free(f->pack);
	free(f);
	assert_int_equal(0, clock_init());
	return 0;
}

static void set_fact(struct fixture *f, int64_t id, const char *key,
		     const char *text)
{
	const struct fact_set one[] = { { .key = key, .text = text },
					{ .key = NULL } };
	const struct fact_change change = { .origin = "act" };
	const struct fact_change entry = { .origin = "entry" };

	assert_int_equal(0,
			 fact_set(f->db, f->pack, id, one,
				  strncmp(key, STEP_GROUP "[", 5) == 0 ? &change
								       : &entry,
				  NULL));
}

/* Put a step down: "DATE ACT" */
static void add_step(struct fixture *f, int64_t id, int n, const char *text)
{
	char keys[4][24];
	char date[DATE_TEXT];
	const struct act *act = pack_act(f->pack, text + DATE_TEXT);

	assert_non_null(act);
	(void)snprintf(date, sizeof(date), "%s", text);
	for (int i = 0; i < 4; i++) {
		static const char *const fields[] = { "act", "from", "to",
						      "date" };

		(void)snprintf(keys[i], sizeof(keys[i]), "step[%d].%s", n,
			       fields[i]);
	}
	set_fact(f, id, keys[0], act->id);
	set_fact(f, id, keys[1], act->from[0]);
	set_fact(f, id, keys[2], act->to);
	set_fact(f, id, keys[3], date);
}

/* A dossier for several provinces, or of one, with steps ended by NULL */
static int64_t open_dossier(struct fixture *f, const char *province,
			    const char *const *steps)
{
	struct dossier d = { 0 };
	int64_t id;
	int n = 0;

	assert_int_equal(0, dossier_new(f->db, f->pack, NULL, &d));
	id = d.id;
	dossier_release(&d);
	set_fact(f, id, "app.scope", province ? "province" : "national");
	if (province)
		set_fact(f, id, "app.province", province);
	for (; steps && *steps; steps++)
		add_step(f, id, ++n, *steps);
	return id;
}

static void make(struct fixture *f, int64_t id, uint32_t seed,
		 struct forecast *to)
{
	struct dossier d = { 0 };
	struct facts facts = { NULL, 0 };
	const struct forecast_ask ask = { .db = f->db,
					  .checker = f->checker,
					  .calendar = f->calendar,
					  .dossier = &d,
					  .facts = &facts,
					  .seed = seed ? &seed : NULL };

	assert_int_equal(0, dossier_get(f->db, id, &d));
	assert_int_equal(0, facts_load(&facts, f->db, f->pack, id));
	assert_int_equal(0, forecast_make(to, &ask));
	facts_release(&facts);
	dossier_release(&d);
}

static const struct forecast_line *line_of(const struct forecast *fc,
					   const char *milestone)
{
	for (size_t i = 0; i < fc->c; i++) {
		if (strcmp(fc->v[i].milestone->id, milestone) == 0)
			return &fc->v[i];
	}
	fail_msg("no milestone %s", milestone);
	return NULL;
}

static const struct forecast_stage *stage_line(const struct forecast *fc,
					       const char *id)
{
	for (size_t i = 0; i < fc->stagec; i++) {
		if (strcmp(fc->stagev[i].stage->id, id) == 0)
			return &fc->stagev[i];
	}
	fail_msg("no stage %s", id);
	return NULL;
}

static bool same_date(struct date a, struct date b)
{
	return date_number(a) == date_number(b);
}

static const char *const accepted[] = { "2026-01-05 go",
					"2026-01-20 ready",
					"2026-02-02 submitted",
					"2026-02-09 review_asked",
					"2026-04-01 review_passed",
					"2026-06-01 accepted",
					NULL };

static void test_same_seed_same_days(void **state)
{
	struct fixture *f = *state;
	const int64_t id = open_dossier(f, NULL, accepted);
	struct forecast a = { 0 };
	struct forecast b = { 0 };

	for (uint32_t seed = 0; seed < 4; seed++) {
		make(f, id, seed, &a);
		make(f, id, seed, &b);
		assert_int_equal(a.seed, b.seed);
		assert_int_equal(a.c, b.c);
		for (size_t i = 0; i < a.c; i++) {
			assert_int_equal(a.v[i].state, b.v[i].state);
			assert_true(same_date(a.v[i].p10, b.v[i].p10));
			assert_true(same_date(a.v[i].p50, b.v[i].p50));
			assert_true(same_date(a.v[i].p90, b.v[i].p90));
			assert_true(a.v[i].share == b.v[i].share);
		}
		forecast_release(&a);
		forecast_release(&b);
	}
}

static void test_milestones_behind_are_reached_those_ahead_in_order(
	void **state)
{
	struct fixture *f = *state;
	const int64_t id = open_dossier(f, NULL, accepted);
	struct forecast fc = { 0 };
	struct date last;

	make(f, id, 0, &fc);
	assert_null(fc.why);
	assert_string_equal("ST-5", fc.stage->id);
	assert_int_equal(0, fc.spent);
	assert_int_equal(FORECAST_REACHED, line_of(&fc, "filed")->state);
	assert_true(
		same_date(day("2026-02-02"), line_of(&fc, "filed")->reached));
	assert_true(same_date(day("2026-06-01"),
			      line_of(&fc, "accepted")->reached));
	last = day("2026-06-01");
	for (size_t i = 2; i < fc.c; i++) {
		const struct forecast_line *l = &fc.v[i];

		assert_int_equal(FORECAST_AHEAD, l->state);
		assert_true(l->share > 0.99);
		assert_true(date_number(l->p10) < date_number(l->p50));
		assert_true(date_number(l->p50) < date_number(l->p90));
		assert_true(date_number(l->p50) > date_number(last));
		assert_true(calendar_is_working(f->calendar, l->p10));
		last = l->p50;
	}
	/* 2026 is covered, and all of it is within */
	assert_int_equal(0, fc.uncovered);
	forecast_release(&fc);

	clock_fix(day("2026-11-30"));
	make(f, id, 0, &fc);
	assert_int_equal(2027, fc.uncovered);
	assert_true(fc.overlong);
	forecast_release(&fc);
}

/* Share of true histories within the interval of each milestone */
static void check_coverage(const struct fixture *f, const struct forecast *fc)
{
	int daysv[16];
	unsigned within[16] = { 0 };
	unsigned before[16] = { 0 };
	uint64_t seed = 20261122;

	assert_true(fc->c <= ARRAY_LEN(daysv));
	for (int i = 0; i < HISTORIES; i++) {
		true_history(f->pack, fc->spent, daysv, &seed);
		for (size_t m = 0; m < fc->c; m++) {
			struct workday w = { 0 };

			assert_int_equal(0,
					 calendar_add(f->calendar, &w,
						      clock_today(), daysv[m]));
			within[m] += date_number(w.date) >=
					     date_number(fc->v[m].p10) &&
				     date_number(w.date) <=
					     date_number(fc->v[m].p90);
			before[m] += date_number(w.date) <
				     date_number(fc->v[m].p50);
		}
	}
	for (size_t m = 0; m < fc->c; m++) {
		if (fc->v[m].state != FORECAST_AHEAD)
			continue;
		assert_in_range(within[m], HISTORIES * 0.78, HISTORIES * 0.88);
		assert_in_range(before[m], HISTORIES * 0.45, HISTORIES * 0.55);
	}
}

static void test_four_of_five_true_days_are_within(void **state)
{
	struct fixture *f = *state;
	const int64_t id = open_dossier(f, NULL, accepted);
	struct forecast fc = { 0 };

	make(f, id, 0, &fc);
	assert_int_equal(0, fc.spent);
	check_coverage(f, &fc);
	forecast_release(&fc);
}

static void test_time_spent_is_a_condition(void **state)
{
	struct fixture *f = *state;
	const int64_t id = open_dossier(f, NULL, accepted);
	struct forecast fresh = { 0 };
	struct forecast fc = { 0 };
	int gone;

	make(f, id, 0, &fresh);
	clock_fix(day("2026-06-18"));
	make(f, id, 0, &fc);
	assert_int_equal(13, fc.spent);
	check_coverage(f, &fc);
	/* thirteen working days later it is later, but not by thirteen */
	gone = calendar_between(f->calendar, line_of(&fresh, "visited")->p50,
				line_of(&fc, "visited")->p50, NULL);
	assert_in_range(gone, 3, 12);
	forecast_release(&fresh);
	forecast_release(&fc);
}

/* So many dossiers that took thirty working days from acceptance on */
static void add_slow(struct fixture *f, const char *province, int count)
{
	static const char *const national[] = { "2026-03-02 accepted",
						"2026-04-14 assist_asked",
						"2026-04-15 visit_announced",
						"2026-04-16 visited", NULL };

	for (int i = 0; i < count; i++)
		(void)open_dossier(f, province, national);
}

static void test_own_cases_pull_the_forecast(void **state)
{
	struct fixture *f = *state;
	const int64_t id = open_dossier(f, NULL, accepted);
	const double k = STAY_PRIOR;
	struct forecast fc = { 0 };
	const struct forecast_stage *s;
	struct date plain;

	make(f, id, 0, &fc);
	plain = line_of(&fc, "visited")->p50;
	assert_int_equal(0, stage_line(&fc, "ST-5")->same);
	forecast_release(&fc);

	/* other authorities first */
	add_slow(f, "陕西", 4);
	make(f, id, 0, &fc);
	s = stage_line(&fc, "ST-5");
	assert_int_equal(0, s->same);
	assert_int_equal(4, s->others);
	assert_true(fabs(s->mean - (k * s->prior + 4 * 30) / (k + 4)) < 1e-6);
	assert_true(date_number(line_of(&fc, "visited")->p50) >
		    date_number(plain));
	forecast_release(&fc);

	/* then the same one, from there */
	add_slow(f, NULL, 5);
	make(f, id, 0, &fc);
	s = stage_line(&fc, "ST-5");
	assert_int_equal(5, s->same);
	assert_int_equal(4, s->others);
	assert_true(fabs(s->mean -
			 (k * (k * s->prior + 4 * 30) / (k + 4) + 5 * 30) /
				 (k + 5)) < 1e-6);
	assert_true(fc.same >= 5 && fc.others >= 4);
	forecast_release(&fc);
}

static void test_ways_taken_pull_by_their_number(void **state)
{
	static const char *const again[] = { "2026-05-06 visited",
					     "2026-05-08 visit_rectify", NULL };
	static const char *const visited[] = { "2026-06-01 visited", NULL };
	struct fixture *f = *state;
	const int64_t id = open_dossier(f, NULL, visited);
	struct forecast fc = { 0 };
	struct date plain;

	make(f, id, 0, &fc);
	plain = line_of(&fc, "granted")->p50;
	forecast_release(&fc);
	for (int i = 0; i < 40; i++)
		(void)open_dossier(f, NULL, again);
	make(f, id, 0, &fc);
	assert_int_equal(40, stage_line(&fc, "ST-8")->same);
	assert_true(stage_line(&fc, "ST-8")->mean <
		    stage_line(&fc, "ST-8")->prior);
	/* sooner away from ST-8, but mostly to be visited again */
	assert_true(date_number(line_of(&fc, "granted")->p50) >
		    date_number(plain) + 14);
	forecast_release(&fc);
}

static void test_what_was_given_up_did_not_end(void **state)
{
	static const char *const withdrawn[] = { "2026-03-02 accepted",
						 "2026-04-14 withdrawn", NULL };
	struct fixture *f = *state;
	const int64_t id = open_dossier(f, NULL, accepted);
	struct forecast fc = { 0 };
	const struct forecast_stage *s;

	(void)open_dossier(f, NULL, withdrawn);
	make(f, id, 0, &fc);
	s = stage_line(&fc, "ST-5");
	assert_int_equal(0, s->same);
	/* but it lasted thirty days, at the least */
	assert_true(s->mean > (STAY_PRIOR * s->prior + 30) / (STAY_PRIOR + 1));
	forecast_release(&fc);
}

static void test_without_an_estimate_it_is_unknown(void **state)
{
	struct fixture *f = *state;
	const int64_t id = open_dossier(f, NULL, accepted);
	struct stage *stage = (struct stage *)pack_stage(f->pack, "ST-8");
	struct estimate *estimate = stage->estimate;
	struct forecast fc = { 0 };

	stage->estimate = NULL;
	make(f, id, 0, &fc);
	stage->estimate = estimate;
	assert_int_equal(FORECAST_AHEAD, line_of(&fc, "visited")->state);
	assert_int_equal(FORECAST_UNKNOWN, line_of(&fc, "granted")->state);
	assert_non_null(strstr(line_of(&fc, "granted")->why, "ST-8"));
	assert_int_equal(0, line_of(&fc, "granted")->p50.year);
	assert_int_equal(FORECAST_UNKNOWN, line_of(&fc, "licence")->state);
	forecast_release(&fc);
}

static void test_ways_that_go_round_come_to_an_end(void **state)
{
	struct fixture *f = *state;
	const int64_t id = open_dossier(f, NULL, accepted);
	struct stage *stage = (struct stage *)pack_stage(f->pack, "ST-7A");
	struct way *ways = stage->ways;
	struct way round = ways[1];
	struct forecast fc = { 0 };

	/* nothing but postponed, for ever */
	round.most = 0;
	stage->ways = &round;
	stage->ways_count = 1;
	make(f, id, 0, &fc);
	stage->ways = ways;
	stage->ways_count = 2;
	assert_int_equal(FORECAST_ASIDE, line_of(&fc, "visited")->state);
	assert_true(line_of(&fc, "visited")->share == 0);
	forecast_release(&fc);
}

static void test_an_end_has_nothing_ahead(void **state)
{
	static const char *const refused[] = { "2026-03-02 accepted",
					       "2026-04-14 withdrawn", NULL };
	struct fixture *f = *state;
	struct forecast fc = { 0 };

	make(f, open_dossier(f, NULL, refused), 0, &fc);
	assert_non_null(fc.why);
	assert_int_equal(FORECAST_REACHED, line_of(&fc, "accepted")->state);
	assert_int_equal(FORECAST_ASIDE, line_of(&fc, "licence")->state);
	forecast_release(&fc);
}

static int count_handler(const struct forecast_past *past, void *arg)
{
	(void)past;
	++*(int *)arg;
	return 0;
}

static const struct milestone *milestone(const struct fixture *f,
					 const char *id)
{
	for (unsigned i = 0; i < f->pack->milestones_count; i++) {
		if (strcmp(f->pack->milestones[i].id, id) == 0)
			return &f->pack->milestones[i];
	}
	fail_msg("no milestone %s", id);
	return NULL;
}

static void keep(struct fixture *f, int64_t id)
{
	struct forecast fc = { 0 };
	struct dossier d = { 0 };

	make(f, id, 0, &fc);
	assert_int_equal(0, dossier_get(f->db, id, &d));
	assert_int_equal(0, forecast_store(f->db, &d, &fc));
	dossier_release(&d);
	forecast_release(&fc);
}

static void test_what_was_said_is_scored_by_what_happened(void **state)
{
	/* the last one outside, long after all it was given */
	static const char *const days[] = { "2026-06-23 visited",
					    "2026-06-25 visited",
					    "2026-11-25 visited" };
	struct fixture *f = *state;
	const struct milestone *visit = milestone(f, "visited");
	struct forecast_score score = { 0 };
	int64_t ids[4];
	int count = 0;

	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		ids[i] = open_dossier(f, NULL, accepted);
		keep(f, ids[i]);
		keep(f, ids[i]); /* the same day: replaced */
	}
	clock_fix(day("2026-06-08"));
	keep(f, ids[0]);
	assert_int_equal(
		0, forecast_each(f->db, visit, ids[0], count_handler, &count));
	assert_int_equal(2, count);

	clock_fix(day("2026-11-30"));
	for (size_t i = 0; i < ARRAY_LEN(days); i++)
		add_step(f, ids[i], 7, days[i]);
	assert_int_equal(0, forecast_score(f->db, visit, &score));
	assert_int_equal(1, score.open);
	assert_int_equal(3, score.reached);
	assert_int_equal(2, score.within);
	assert_in_range(score.off, 0, 10);
	/* a day before the forecast was made was noted later: no prophecy */
	set_fact(f, ids[0], "step[7].date", "2026-06-01");
	assert_int_equal(0, forecast_score(f->db, visit, &score));
	assert_int_equal(2, score.reached);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_same_seed_same_days),
		TEST(test_milestones_behind_are_reached_those_ahead_in_order),
		TEST(test_four_of_five_true_days_are_within),
		TEST(test_time_spent_is_a_condition),
		TEST(test_own_cases_pull_the_forecast),
		TEST(test_ways_taken_pull_by_their_number),
		TEST(test_what_was_given_up_did_not_end),
		TEST(test_without_an_estimate_it_is_unknown),
		TEST(test_ways_that_go_round_come_to_an_end),
		TEST(test_an_end_has_nothing_ahead),
		TEST(test_what_was_said_is_scored_by_what_happened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
