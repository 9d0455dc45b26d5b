/**
 * @file tests/unit/deadline.c  Days by which somebody must act
 *
 * Expected days were computed apart from the program, from the notices of the
 * State Council for 2025 and 2026.
 */
#include "unit/deadline_house.h"
#include "util/lang.h"

static void test_days_before_expiry_move_earlier(void **state)
{
	static const char *const cases[][2] = {
		{ "2027-03-15", "2026-12-15" },
		{ "2028-02-29", "2027-12-01" },
		{ "2026-12-31", "2026-09-30" }, /* 2 October is a holiday */
	};
	struct fixture *f = *state;

	put(f, "lic.issued", "2022-03-16");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		put(f, "lic.expiry", cases[i][0]);
		is_due(f, "D-04", DEADLINE_OPEN, cases[i][1]);
	}
}

static void test_days_after_a_change_move_later(void **state)
{
	static const char *const cases[][2] = {
		{ "2026-01-31", "2026-03-02" },
		{ "2026-06-30", "2026-07-30" },
		{ "2026-05-10", "2026-06-09" },
		{ "2026-09-03",
		  "2026-10-08" }, /* a Saturday, then a week off */
		{ "2026-08-21", "2026-09-20" }, /* a Sunday that is worked */
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		put(f, "post.registry_change", cases[i][0]);
		is_due(f, "D-08", DEADLINE_OPEN, cases[i][1]);
	}
	put(f, "post.number_changed", "2026-09-24");
	is_due(f, "D-16", DEADLINE_OPEN, "2026-10-15");
}

static void test_working_days_of_v11(void **state)
{
	static const struct {
		const char *from;
		const char *due;
	} cases[] = {
		{ "2026-02-09", "2026-02-14" }, { "2026-02-13", "2026-02-27" },
		{ "2026-09-28", "2026-10-10" }, { "2026-04-29", "2026-05-09" },
		{ "2026-09-18", "2026-09-24" }, { "2025-09-25", "2025-10-09" },
		{ "2025-12-30", "2026-01-07" },
	};
	struct fixture *f = *state;

	/* Hubei accepts within five working days */
	authority(f, "湖北");
	step(f, "submitted", "2025-01-02");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		put(f, "step[1].date", cases[i].from);
		is_due(f, "accept", DEADLINE_OPEN, cases[i].due);
	}

	/* Shaanxi decides in thirty, Hubei in sixty, Beijing promises forty */
	step(f, "accepted", "2026-01-05");
	put(f, "step[2].date", "2026-01-05");
	is_due(f, "decide", DEADLINE_OPEN, "2026-04-03");
	authority(f, "北京");
	is_due(f, "promise", DEADLINE_OPEN, "2026-03-06");
	authority(f, "安徽");
	is_due(f, "promise", DEADLINE_OPEN, "2026-02-02");
}

static void test_days_of_no_stated_kind_are_working_days(void **state)
{
	struct fixture *f = *state;

	authority(f, "河北"); /* "60 days" */
	step(f, "accepted", "2026-01-05");
	is_due(f, "decide", DEADLINE_OPEN, "2026-04-03");
	assert_int_equal(CLOCK_UNSTATED, get(f, "decide")->unit);
	authority(f, "北京"); /* calendar days: 6 March */
	is_due(f, "decide", DEADLINE_OPEN, "2026-03-06");
	assert_int_equal(CLOCK_CALENDAR, get(f, "decide")->unit);
}

static void test_unknown_days_are_no_date(void **state)
{
	struct fixture *f = *state;

	step(f, "submitted", "2026-06-15"); /* no authority chosen */
	is_due(f, "accept", DEADLINE_UNKNOWN, "-");
	assert_non_null(get(f, "accept")->note);
	authority(f, "湖北");
	is_due(f, "accept", DEADLINE_OPEN, "2026-06-23");
}

static void test_time_of_reviews_does_not_count(void **state)
{
	struct fixture *f = *state;

	authority(f, "湖北"); /* 60 working days */
	step(f, "accepted", "2026-03-02");
	is_due(f, "decide", DEADLINE_OPEN, "2026-05-28");

	step(f, "late_review_asked", "2026-03-20");
	is_due(f, "decide", DEADLINE_PAUSED, "-");
	assert_int_equal(60 - 14, get(f, "decide")->left);
	assert_int_equal(0, get(f, "decide")->uncovered);
	step(f, "late_review_done", "2026-04-20");
	is_due(f, "decide", DEADLINE_OPEN, "2026-06-26");

	step(f, "late_review_asked", "2026-05-06");
	is_due(f, "decide", DEADLINE_PAUSED, "-");
	assert_int_equal(37, get(f, "decide")->left);
	step(f, "late_review_done", "2026-05-12");
	is_due(f, "decide", DEADLINE_OPEN, "2026-07-03");

	/* Other steps cost no days, and calendar days pause as well */
	step(f, "visit_announced", "2026-05-13");
	step(f, "visited", "2026-05-14");
	is_due(f, "decide", DEADLINE_OPEN, "2026-07-03");
	authority(f, "北京");
	put(f, "step[4].date", "2026-04-20");
	put(f, "step[5].date", "2026-04-20");
	is_due(f, "decide", DEADLINE_OPEN, "2026-06-01");
}

static void test_a_term_that_ran_out_is_not_paused(void **state)
{
	struct fixture *f = *state;

	authority(f, "湖北");
	step(f, "accepted", "2026-03-02");
	step(f, "late_review_asked", "2026-06-15"); /* 60 days were over */
	is_due(f, "decide", DEADLINE_OPEN, "2026-05-28");
}

static void test_a_stopped_clock_keeps_its_day(void **state)
{
	struct fixture *f = *state;

	authority(f, "湖北");
	step(f, "submitted", "2026-06-15");
	step(f, "correction_asked", "2026-06-18");
	put(f, "step[2].amount", "15");
	is_due(f, "accept", DEADLINE_DONE, "2026-06-23");
	assert_int_equal(18, get(f, "accept")->done.day);
	is_due(f, "correct", DEADLINE_OPEN, "2026-07-03");
	is_due(f, "lapse", DEADLINE_OPEN, "2026-09-15");

	/* A second round starts it anew, with the days of the second notice */
	step(f, "resubmitted", "2026-06-30");
	is_due(f, "correct", DEADLINE_DONE, "2026-07-03");
	is_due(f, "accept", DEADLINE_OPEN, "2026-07-07");
	step(f, "correction_asked", "2026-09-16");
	put(f, "step[4].amount", "10");
	is_due(f, "correct", DEADLINE_OPEN, "2026-09-28");
	assert_int_equal(0, check_calculate(f->checker, &f->facts));
	assert_string_equal("2", facts_value(&f->facts, "stage", 0, "round"));
}

static void test_an_end_stops_every_clock(void **state)
{
	struct fixture *f = *state;
	size_t open = 0;

	authority(f, "湖北");
	step(f, "submitted", "2026-06-15");
	step(f, "review_asked", "2026-06-18");
	step(f, "review_revise", "2026-07-18");
	put(f, "site.lease_end", "2026-12-01");
	is_due(f, "lapse", DEADLINE_OPEN, "2026-10-15");
	is_due(f, "E-LEASE", DEADLINE_OPEN, "2026-12-01");
	step(f, "withdrawn", "2026-07-20");
	make(f);
	for (size_t i = 0; i < f->all.c; i++)
		open += f->all.v[i].state != DEADLINE_DONE;
	assert_int_equal(0, open);
	assert_true(f->all.c >= 2);
	is_absent(f, "E-LEASE"); /* nobody cares about its lease now */
}

static void test_years_not_covered_are_approximate(void **state)
{
	struct fixture *f = *state;

	authority(f, "湖北");
	step(f, "accepted", "2026-11-02");
	assert_int_equal(2027, get(f, "decide")->uncovered);
	is_due(f, "decide", DEADLINE_OPEN, "2027-01-25");

	/* Days spent before a pause count too */
	step(f, "late_review_asked", "2027-01-20");
	is_due(f, "decide", DEADLINE_PAUSED, "-");
	assert_int_equal(2027, get(f, "decide")->uncovered);

	put(f, "lic.issued", "2022-03-16");
	put(f, "lic.expiry", "2027-03-15");
	assert_int_equal(0, get(f, "D-04")->uncovered);
	put(f, "lic.expiry", "2028-02-29");
	assert_int_equal(2027, get(f, "D-04")->uncovered);
}

static void test_a_day_without_a_term_stays(void **state)
{
	struct fixture *f = *state;

	put(f, "lic.issued", "2021-10-03");
	put(f, "lic.expiry", "2026-10-03"); /* a holiday */
	step(f, "not_renewing", "2026-06-01");
	is_due(f, "D-06B", DEADLINE_OPEN, "2026-10-03");
	is_due(f, "D-06A", DEADLINE_DONE, "2026-07-03");
}

static void test_yearly_duties_return(void **state)
{
	struct fixture *f = *state;

	put(f, "lic.issued", "2024-05-06");
	is_absent(f, "D-01:2024");
	is_due(f, "D-01:2025", DEADLINE_OPEN, "2025-03-31");
	is_due(f, "D-01:2026", DEADLINE_OPEN, "2026-03-31");
	is_due(f, "D-01:2027", DEADLINE_OPEN, "2027-03-31");
	is_absent(f, "D-01:2028");
	assert_int_equal(1, get(f, "D-01:2027")->opens.month);

	/* Ticked off ones stay when the next ones come up */
	tick(f, "D-01:2025", NULL);
	is_due(f, "D-01:2025", DEADLINE_DONE, "2025-03-31");
	clock_fix(day("2028-01-02"));
	is_due(f, "D-01:2025", DEADLINE_DONE, "2025-03-31");
	is_due(f, "D-01:2026", DEADLINE_OPEN, "2026-03-31");
	is_due(f, "D-01:2029", DEADLINE_OPEN, "2029-03-31"); /* a Saturday */
}

static void test_29_february_returns(void **state)
{
	struct fixture *f = *state;

	put(f, "number[1].class", "95");
	put(f, "post.number_opened", "2024-02-29");
	clock_fix(day("2027-11-22"));
	is_due(f, "D-20:2025", DEADLINE_OPEN, "2025-02-28");
	is_due(f, "D-20:2026", DEADLINE_OPEN, "2026-02-28"); /* worked */
	is_due(f, "D-20:2028", DEADLINE_OPEN, "2028-02-29");
}

static void test_switched_off_with_a_reason(void **state)
{
	struct fixture *f = *state;

	put(f, "lic.issued", "2024-05-06");
	tick(f, "D-01:2025", NULL);
	put(f, "waived[1].id", "D-01");
	put(f, "waived[1].reason", "集团统一报送");
	assert_int_equal(DEADLINE_OFF, get(f, "D-01:2026")->state);
	assert_string_equal("集团统一报送", get(f, "D-01:2026")->note);
	assert_int_equal(DEADLINE_OFF, get(f, "D-01:2027")->state);
	assert_int_equal(DEADLINE_DONE, get(f, "D-01:2025")->state);
	assert_int_equal(DEADLINE_STANDING, get(f, "D-11")->state);
	put(f, "waived[2].id", "D-11");
	put(f, "waived[2].reason", "没有网站");
	assert_int_equal(DEADLINE_OFF, get(f, "D-11")->state);
}

static void test_duties_are_done_by_what_was_done(void **state)
{
	struct fixture *f = *state;

	put(f, "post.cease_decision", "2026-05-01");
	assert_int_equal(DEADLINE_STANDING, get(f, "D-09")->state);
	put(f, "lic.issued", "2022-03-16");
	put(f, "lic.expiry", "2027-03-15");
	put(f, "post.registry_change", "2026-06-30");
	is_due(f, "D-08", DEADLINE_OPEN, "2026-07-30");
	step(f, "change_applied", "2026-07-01");
	is_due(f, "D-08", DEADLINE_DONE, "2026-07-30");
	step(f, "cease_applied", "2026-08-01"); /* standing, and done */
	assert_int_equal(DEADLINE_DONE, get(f, "D-09")->state);

	/* A later change is another one */
	put(f, "post.registry_change", "2026-09-03");
	is_due(f, "D-08", DEADLINE_OPEN, "2026-10-08");
}

static void test_a_tick_is_for_one_day(void **state)
{
	struct fixture *f = *state;

	put(f, "site.lease_end", "2026-12-01");
	tick(f, "E-LEASE", "2026-12-01");
	is_due(f, "E-LEASE", DEADLINE_DONE, "2026-12-01");
	put(f, "site.lease_end", "2029-12-01"); /* a new lease ends too */
	is_due(f, "E-LEASE", DEADLINE_OPEN, "2029-12-01");

	/* one that names no day is for any */
	tick(f, "E-LEASE", NULL);
	is_due(f, "E-LEASE", DEADLINE_DONE, "2029-12-01");
}

static void test_every_row_expires_by_itself(void **state)
{
	struct fixture *f = *state;

	put(f, "trunk[1].expiry", "2027-01-31");
	put(f, "trunk[3].expiry", "2027-02-28");
	is_due(f, "E-TRUNK:trunk[1]", DEADLINE_OPEN, "2027-01-31");
	is_due(f, "E-TRUNK:trunk[3]", DEADLINE_OPEN, "2027-02-28");
	is_absent(f, "E-TRUNK:trunk[2]");
	assert_int_equal(30, get(f, "E-TRUNK:trunk[3]")->opens.day);
	tick(f, "E-TRUNK:trunk[3]", "2027-02-28");
	assert_int_equal(DEADLINE_OPEN, get(f, "E-TRUNK:trunk[1]")->state);
	assert_int_equal(DEADLINE_DONE, get(f, "E-TRUNK:trunk[3]")->state);
}

static void test_days_at_the_end_of_time(void **state)
{
	struct fixture *f = *state;

	put(f, "off.si_issued", "2099-12-31");
	is_due(f, "E-SI", DEADLINE_OPEN, "2099-12-31");
	put(f, "lic.issued", "1980-01-01");
	put(f, "lic.expiry", "1980-01-02");
	is_due(f, "D-04", DEADLINE_OPEN, "1979-10-04");
	put(f, "post.number_changed", "2099-12-31");
	is_due(f, "D-16", DEADLINE_OPEN, "2099-12-31");
}

static void test_days_beyond_reason_are_refused(void **state)
{
	struct fixture *f = *state;
	struct deadlines all = { NULL, 0 };

	step(f, "correction_asked", "2026-06-18");
	put(f, "step[1].amount", "1000000000");
	assert_int_equal(EBADMSG, deadlines_make(&all, f->checker, f->calendar,
						 &f->facts));
	assert_non_null(strstr(err_text(EBADMSG), "correct"));
	assert_non_null(strstr(err_text(EBADMSG), "1000000000"));
}

static void test_tasks_stand_among_them(void **state)
{
	struct fixture *f = *state;

	put(f, "task[1].title", "催租赁合同");
	put(f, "task[1].owner", "示例甲");
	put(f, "task[1].backup", "示例乙");
	put(f, "task[1].due", "2026-11-21");
	put(f, "task[2].title", "回电话");
	is_due(f, "task[1]", DEADLINE_OPEN, "2026-11-21");
	is_due(f, "task[2]", DEADLINE_OPEN, "-");
	assert_string_equal("催租赁合同", deadline_title(get(f, "task[1]")));
	assert_string_equal("示例甲", get(f, "task[1]")->owner);
	put(f, "task[1].done", "2026-11-22");
	is_due(f, "task[1]", DEADLINE_DONE, "2026-11-21");
	/* no clock runs by an act that starts none */
	step(f, "go", "2026-11-20");
	make(f);
	for (size_t i = 0; i < f->all.c; i++)
		assert_true(f->all.v[i].kind != DEADLINE_CLOCK);
}

static char *task_of_item(struct fixture *f, const char *id, bool zh)
{
	const bool was = lang_use(zh);
	struct str text = { 0 };

	item_task(&text, pack_item(f->pack, id));
	(void)lang_use(was);
	return str_take(&text);
}

/* It is stored in Chinese; one that somebody has put otherwise stays so */
static void test_a_task_of_an_item_is_told_in_both_languages(void **state)
{
	struct fixture *f = *state;
	char *zh = task_of_item(f, "I-02", true);
	char *en = task_of_item(f, "I-02", false);

	put(f, "task[1].title", zh);
	put(f, "task[1].item", "I-02");
	put(f, "task[2].title", zh);
	put(f, "task[3].title", "催租赁合同");
	put(f, "task[3].item", "I-02");
	assert_string_not_equal(zh, en);
	assert_string_equal(zh, get(f, "task[1]")->task);
	assert_string_equal(en, get(f, "task[1]")->task_en);
	assert_null(get(f, "task[2]")->task_en);
	assert_null(get(f, "task[3]")->task_en);
	free(zh);
	free(en);
}

static void test_the_earliest_first(void **state)
{
	struct fixture *f = *state;
	int64_t before = 0;
	bool dated = true;

	put(f, "lic.issued", "2022-03-16");
	put(f, "lic.expiry", "2027-03-15");
	put(f, "site.lease_end", "2026-12-01");
	put(f, "task[1].title", "回电话");
	make(f);
	assert_true(f->all.c > 10);
	for (size_t i = 0; i < f->all.c; i++) {
		const struct deadline *d = &f->all.v[i];

		assert_true(dated || !d->due.year);
		dated = d->due.year != 0;
		if (dated && i > 0)
			assert_true(date_number(d->due) >= before);
		before = dated ? date_number(d->due) : before;
	}
	assert_false(dated);
}

static void test_those_of_one_day_stand_by_key(void **state)
{
	struct fixture *f = *state;

	/* task[10] stands before task[2], with a day and without */
	for (int n = 1; n <= 24; n++) {
		put_row(f, "task", n, "title", "回电话");
		if (n > 12)
			put_row(f, "task", n, "due", "2026-12-01");
	}
	make(f);
	assert_true(f->all.c >= 24);
	for (size_t i = 1; i < f->all.c; i++) {
		const struct deadline *a = &f->all.v[i - 1];
		const struct deadline *b = &f->all.v[i];

		if (date_number(a->due) == date_number(b->due))
			assert_true(strcmp(a->key, b->key) < 0);
	}
	for (size_t i = 0; i < f->all.c; i++)
		assert_ptr_equal(&f->all.v[i],
				 deadlines_find(&f->all, f->all.v[i].key));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_days_before_expiry_move_earlier),
		TEST(test_days_after_a_change_move_later),
		TEST(test_working_days_of_v11),
		TEST(test_days_of_no_stated_kind_are_working_days),
		TEST(test_unknown_days_are_no_date),
		TEST(test_time_of_reviews_does_not_count),
		TEST(test_a_term_that_ran_out_is_not_paused),
		TEST(test_a_stopped_clock_keeps_its_day),
		TEST(test_an_end_stops_every_clock),
		TEST(test_years_not_covered_are_approximate),
		TEST(test_a_day_without_a_term_stays),
		TEST(test_yearly_duties_return),
		TEST(test_29_february_returns),
		TEST(test_switched_off_with_a_reason),
		TEST(test_duties_are_done_by_what_was_done),
		TEST(test_a_tick_is_for_one_day),
		TEST(test_every_row_expires_by_itself),
		TEST(test_days_at_the_end_of_time),
		TEST(test_days_beyond_reason_are_refused),
		TEST(test_tasks_stand_among_them),
		TEST(test_a_task_of_an_item_is_told_in_both_languages),
		TEST(test_the_earliest_first),
		TEST(test_those_of_one_day_stand_by_key),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
