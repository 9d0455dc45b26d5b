/**
 * @file tests/unit/agenda.c  The list of an office: in order, kept up to date,
 * not held up by one dossier
 */
#include "course/agenda.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "course/stage.h"
#include "dossier/fact.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/str.h"
#include "util/util.h"

struct fixture {
	struct pack *pack;
	struct calendar *calendar;
	struct db *db;
	size_t made; /* dossiers the last refresh computed */
	struct str text;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_int_equal(0, pack_load(&f->pack));
	assert_int_equal(0, calendar_load(&f->calendar, "data/calendar.yaml"));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	calendar_free(f->calendar);
	pack_free(f->pack);
	free(f);
	return clock_init();
}

static int begin(void **state)
{
	struct fixture *f = *state;

	clock_fix((struct date){ 2026, 11, 22 });
	return dossier_db_open(&f->db, ":memory:");
}

static int end(void **state)
{
	struct fixture *f = *state;

	str_release(&f->text);
	f->text = (struct str){ 0 };
	db_close(f->db);
	return 0;
}

static void set(struct fixture *f, int64_t id, const char *key,
		const char *text)
{
	static const struct fact_change entry = { .origin = "entry" };
	const struct fact_set one[] = { { .key = key, .text = text },
					{ .key = NULL } };

	assert_int_equal(0, fact_set(f->db, f->pack, id, one, &entry, NULL));
}

/* A dossier whose lease ends on a day */
static int64_t add(struct fixture *f, const char *lease_end)
{
	struct dossier d = { 0 };
	int64_t id;

	assert_int_equal(0, dossier_new(f->db, f->pack, NULL, &d));
	id = d.id;
	dossier_release(&d);
	if (lease_end)
		set(f, id, "site.lease_end", lease_end);
	return id;
}

static int made_handler(size_t done, size_t of, void *arg)
{
	struct fixture *f = arg;

	f->made = of;
	assert_true(done >= 1 && done <= of);
	return 0;
}

static void refresh_with(struct fixture *f, const char *calendar_id)
{
	struct library *library = NULL;
	bool stale = true;

	f->made = 0;
	assert_int_equal(0, library_open(&library, f->db, f->pack));
	assert_int_equal(0, agenda_is_stale(f->db, calendar_id, &stale));
	if (agenda_refresh(f->db, library, f->calendar, calendar_id,
			   made_handler, f) != 0)
		fail_msg("%s", err_text(EIO));
	assert_true(stale == (f->made > 0));
	assert_int_equal(0, agenda_is_stale(f->db, calendar_id, &stale));
	assert_false(stale);
	library_close(library);
}

static void refresh(struct fixture *f)
{
	refresh_with(f, "calendar");
}

static int row_handler(const struct agenda_row *row, void *arg)
{
	struct fixture *f = arg;
	char due[DATE_TEXT];

	str_addf(&f->text, "%s %s %s %s\n", date_encode(due, row->due), row->no,
		 row->key, row->owner ? row->owner : side_name(row->whom));
	return 0;
}

static const char *listed(struct fixture *f, const char *until,
			  const char *opened, int64_t dossier)
{
	struct agenda_filter filter = { .dossier = dossier };

	assert_int_equal(0, date_decode(&filter.until, until));
	if (opened)
		assert_int_equal(0, date_decode(&filter.opened, opened));
	str_clear(&f->text);
	assert_int_equal(0, agenda_each(f->db, &filter, row_handler, f));
	return str_text(&f->text);
}

static void test_the_earliest_comes_first(void **state)
{
	struct fixture *f = *state;
	int64_t second;

	(void)add(f, "2027-03-01");
	second = add(f, "2026-11-20");
	(void)add(f, "2026-11-25");
	(void)add(f, NULL);
	set(f, second, "task[1].title", "催租赁合同");
	set(f, second, "task[1].owner", "示例甲");
	set(f, second, "task[1].due", "2026-11-25");
	refresh(f);
	assert_int_equal(4, f->made);
	assert_string_equal("2026-11-20 2026-0002 E-LEASE applicant\n"
			    "2026-11-25 2026-0002 task[1] 示例甲\n"
			    "2026-11-25 2026-0003 E-LEASE applicant\n",
			    listed(f, "2026-12-22", NULL, 0));
	assert_string_equal("2026-11-20 2026-0002 E-LEASE applicant\n",
			    listed(f, "2026-11-24", NULL, 0));
	assert_string_equal("2026-11-20 2026-0002 E-LEASE applicant\n"
			    "2026-11-25 2026-0002 task[1] 示例甲\n",
			    listed(f, "2026-12-22", NULL, second));
}

static void test_what_can_be_done_already_is_shown(void **state)
{
	struct fixture *f = *state;

	(void)add(f, "2027-02-19"); /* warned of 90 days before */
	(void)add(f, "2027-02-22");
	refresh(f);
	assert_string_equal("", listed(f, "2026-12-22", NULL, 0));
	assert_string_equal("2027-02-19 2026-0001 E-LEASE applicant\n",
			    listed(f, "2026-12-22", "2026-11-22", 0));
}

static void test_only_what_changed_is_computed(void **state)
{
	struct fixture *f = *state;
	int64_t id = add(f, "2026-11-20");

	(void)add(f, "2026-11-20");
	(void)add(f, "2026-11-20");
	refresh(f);
	assert_int_equal(3, f->made);
	refresh(f);
	assert_int_equal(0, f->made);
	set(f, id, "site.lease_end", "2026-11-28");
	(void)add(f, NULL);
	refresh(f);
	assert_int_equal(2, f->made);
	assert_non_null(
		strstr(listed(f, "2026-12-22", NULL, id), "2026-11-28"));
	assert_null(strstr(listed(f, "2026-12-22", NULL, id), "2026-11-20"));
}

static void test_another_calendar_or_year_computes_all_anew(void **state)
{
	struct fixture *f = *state;
	int64_t id = add(f, NULL);

	set(f, id, "lic.issued", "2026-05-06");
	(void)add(f, NULL);
	refresh(f);
	assert_string_equal("2027-03-31 2026-0001 D-01:2027 applicant\n",
			    listed(f, "2027-12-31", NULL, id));
	refresh_with(f, "another");
	assert_int_equal(2, f->made);
	clock_fix((struct date){ 2027, 1, 1 });
	refresh_with(f, "another");
	assert_int_equal(2, f->made);
	assert_string_equal("2027-03-31 2026-0001 D-01:2027 applicant\n"
			    "2028-03-31 2026-0001 D-01:2028 applicant\n",
			    listed(f, "2028-12-31", NULL, id));
}

static int failed_handler(const char *no, const char *name, const char *why,
			  void *arg)
{
	struct fixture *f = arg;

	(void)name;
	assert_true(*why);
	str_addf(&f->text, "%s\n", no);
	return 0;
}

static const char *failed(struct fixture *f, int64_t dossier)
{
	str_clear(&f->text);
	assert_int_equal(0, agenda_failed(f->db, dossier, failed_handler, f));
	return str_text(&f->text);
}

static void test_a_pack_that_cannot_be_read_holds_nobody_up(void **state)
{
	struct fixture *f = *state;
	int64_t broken = add(f, "2026-11-20");

	(void)add(f, "2026-11-21");
	assert_int_equal(
		0, db_script(f->db,
			     "INSERT INTO pack VALUES(printf('%064d', 7), "
			     "'2020.1', 0);"
			     "INSERT INTO pack_file VALUES(printf('%064d', 7), "
			     "'data/rules.yaml', 'rules: [');"
			     "UPDATE dossier SET pack_sha256 = printf('%064d', "
			     "7), pack_version = '2020.1' WHERE id = 1"));
	refresh(f);
	assert_int_equal(2, f->made);
	assert_string_equal("2026-11-21 2026-0002 E-LEASE applicant\n",
			    listed(f, "2026-12-22", NULL, 0));
	assert_string_equal("2026-0001\n", failed(f, 0));
	assert_string_equal("2026-0001\n", failed(f, broken));
	assert_string_equal("", failed(f, broken + 1));
	refresh(f); /* not tried each time, and still told */
	assert_int_equal(0, f->made);
	assert_string_equal("2026-0001\n", failed(f, 0));
}

/* Deadlines from the few facts that are read are those from all of them */
static void test_few_facts_are_enough(void **state)
{
	struct fixture *f = *state;
	struct deadlines all = { NULL, 0 };
	struct deadlines few = { NULL, 0 };
	struct checker *checker = NULL;
	struct facts whole = { NULL, 0 };
	struct facts part = { NULL, 0 };
	struct dossier d = { 0 };

	assert_int_equal(0, dossier_import(f->db, f->pack,
					   "data/sample/complete.yaml", false,
					   &d));
	set(f, d.id, "lic.issued", "2022-05-06");
	set(f, d.id, "lic.expiry", "2027-05-05");
	set(f, d.id, "post.registry_change", "2026-10-05");
	assert_int_equal(0, checker_alloc(&checker, f->pack));
	assert_int_equal(0, facts_load(&whole, f->db, f->pack, d.id));
	assert_int_equal(0, deadlines_facts(&part, f->db, checker, d.id));
	assert_true(part.c < whole.c);
	assert_int_equal(0, deadlines_make(&all, checker, f->calendar, &whole));
	assert_int_equal(0, deadlines_make(&few, checker, f->calendar, &part));
	assert_true(all.c > 20);
	assert_int_equal(all.c, few.c);
	for (size_t i = 0; i < all.c; i++) {
		assert_string_equal(all.v[i].key, few.v[i].key);
		assert_int_equal(all.v[i].state, few.v[i].state);
		assert_int_equal(
			all.v[i].due.year * 400 + all.v[i].due.month * 31 +
				all.v[i].due.day,
			few.v[i].due.year * 400 + few.v[i].due.month * 31 +
				few.v[i].due.day);
	}
	deadlines_release(&all);
	deadlines_release(&few);
	facts_release(&whole);
	facts_release(&part);
	checker_free(checker);
	dossier_release(&d);
}

static int stop_handler(size_t done, size_t of, void *arg)
{
	(void)arg;
	return done < of;
}

static void test_a_refresh_stopped_goes_on_next_time(void **state)
{
	struct fixture *f = *state;
	struct library *library = NULL;

	for (int i = 0; i < AGENDA_BATCH + 5; i++)
		(void)add(f, i == AGENDA_BATCH + 4 ? "2026-11-20" : NULL);
	assert_int_equal(0, library_open(&library, f->db, f->pack));
	assert_int_equal(ECANCELED,
			 agenda_refresh(f->db, library, f->calendar, "calendar",
					stop_handler, NULL));
	library_close(library);
	refresh(f);
	assert_int_equal(5, f->made);
	assert_string_equal("2026-11-20 2026-0505 E-LEASE applicant\n",
			    listed(f, "2026-12-22", NULL, 0));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_earliest_comes_first),
		TEST(test_what_can_be_done_already_is_shown),
		TEST(test_only_what_changed_is_computed),
		TEST(test_another_calendar_or_year_computes_all_anew),
		TEST(test_a_pack_that_cannot_be_read_holds_nobody_up),
		TEST(test_few_facts_are_enough),
		TEST(test_a_refresh_stopped_goes_on_next_time),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
