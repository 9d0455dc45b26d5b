/**
 * @file tests/unit/retain.c  What is old enough goes, all of it and nothing
 * else
 */
#include "ledger/retain.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "ledger/calls.h"
#include "ledger/desk.h"
#include "ledger/hold.h"
#include "util/err.h"
#include "util/file.h"
#include "util/log.h"
#include "util/rng.h"
#include "util/str.h"

#define DAY_MS	INT64_C(86400000)
#define NOW	INT64_C(1795320000000) /* 2026-11-22T12:00 in China */
#define CALLS	300
#define HELD	7
#define VOUCHER 9
#define OPEN	11

/* One call a day and more, the first 250 days ago; three in four recorded.
 * Days of calls: 1 + i % 250, so that calls of a day share a folder. */
struct world {
	char folder[64];
	struct db *calls;
	struct retain *retain;
};

static int64_t start_of(int i)
{
	return NOW - (int64_t)(250 - i % 250) * DAY_MS;
}

static void path_of(char *to, size_t size, int i)
{
	(void)snprintf(to, size, "recordings/2026/%02d/%02d/%d.wav",
		       1 + i % 250 / 28, 1 + i % 28, i);
}

static bool has_file(const struct world *w, int i)
{
	char name[80];
	struct str path = { 0 };
	bool there;

	path_of(name, sizeof(name), i);
	str_addf(&path, "%s/%s", w->folder, name);
	there = !access(path.s, F_OK);
	str_release(&path);
	return there;
}

static void add_call_at(const struct world *w, int i, int64_t start)
{
	const bool recorded = i % 4 != 0;
	struct str path = { 0 };
	char name[80];

	path_of(name, sizeof(name), i);
	str_addf(&path, "%s/%s", w->folder, name);
	*strrchr(path.s, '/') = '\0';
	assert_int_equal(0, file_mkdirs(path.s));
	path.s[strlen(path.s)] = '/';
	if (recorded)
		assert_int_equal(0, file_write(path.s, "RIFF", 4));
	assert_int_equal(
		0,
		db_run(w->calls,
		       "INSERT INTO call(id, call_id, caller, called, tenant, "
		       "trunk, queue, seat, start, answer, queued, bridge, "
		       "end, wait_ms, talk_ms, result, hung_up, status, "
		       "reason, codec, caller_received, caller_sent, "
		       "caller_lost, caller_jitter_us, seat_received, "
		       "seat_sent, seat_lost, seat_jitter_us, recording, "
		       "sha256, recording_bytes, box) VALUES(?, 'x', '13000000000', "
		       "'95012345', 'water', 'a', 'service', '01', ?, 0, 0, 0, "
		       "?, 0, 0, ?, 'caller', 200, '', '', 0, 0, 0, 0, 0, 0, "
		       "0, 0, ?, ?, 4, '')",
		       BIND(INT(i), INT(start),
			    INT(i == OPEN ? 0 : start + 60000),
			    TEXT(i == OPEN ? "open" : "answered"),
			    TEXT(recorded ? name : ""),
			    TEXT(recorded ? "aa" : ""))));
	assert_int_equal(0, db_run(w->calls,
				   "INSERT INTO trail VALUES(?, 1, 1, "
				   "'offered', '', '', '')",
				   BIND(INT(i))));
	assert_int_equal(0,
			 db_run(w->calls,
				"INSERT INTO place(call, at, caller, called, "
				"queue, pin, since, until) VALUES(?, 1, '1', "
				"'2', 'service', '', 1, 2)",
				BIND(INT(i))));
	str_release(&path);
}

static void add_call(const struct world *w, int i)
{
	add_call_at(w, i, start_of(i));
}

static int64_t number(const struct world *w, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(0, db_int(w->calls, sql, NULL, &n));
	return n;
}

static int fill_work(struct db *db, void *arg)
{
	(void)db;
	for (int i = 1; i <= CALLS; i++)
		add_call(arg, i);
	return 0;
}

static void begin(struct world *w, unsigned days)
{
	const struct retain_rule rule = { days, 3 };

	assert_int_equal(0,
			 retain_alloc(&w->retain, w->calls, w->folder, &rule));
}

static void open_calls(struct world *w)
{
	struct str path = { 0 };

	str_addf(&path, "%s/calls.db", w->folder);
	assert_int_equal(0, db_open(&w->calls, path.s, &calls_kind));
	str_release(&path);
}

static void make(struct world *w)
{
	const struct desk_person person = { "李雷", NULL };
	struct db *desk = NULL;

	(void)snprintf(w->folder, sizeof(w->folder), "/tmp/retain-XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	open_calls(w);
	assert_int_equal(0, db_atomic(w->calls, fill_work, w));
	assert_int_equal(0, db_run(w->calls,
				   "INSERT INTO consent VALUES(1, ?, 0, '', "
				   "'', '', '', 'key', '', '', 0)",
				   BIND(INT(VOUCHER))));
	assert_int_equal(0, desk_open(&desk, w->folder));
	assert_int_equal(
		0, hold_add(desk, w->calls, &person, HELD, "投诉核查", NULL));
	db_close(desk);
}

static void leave(struct world *w)
{
	retain_free(w->retain);
	db_close(w->calls);
	w->retain = NULL;
	w->calls = NULL;
}

static void remove_world(struct world *w)
{
	struct str command = { 0 };

	leave(w);
	str_addf(&command, "rm -r %s", w->folder);
	assert_int_equal(0, system(command.s)); /* NOLINT(cert-env33-c) */
	str_release(&command);
}

/* Steps until the run is over */
static int run(struct world *w)
{
	int steps = 0;

	while (!retain_due(w->retain, NOW)) {
		assert_int_equal(0, retain_step(w->retain, NOW));
		assert_true(++steps < 10000);
	}
	return steps;
}

static bool goes(int i, unsigned days)
{
	/* Midnight of the day so many days ago; calls are of noon */
	return i != HELD && i != VOUCHER && i != OPEN &&
	       (unsigned)(250 - i % 250) > days;
}

static void must_be_purged(const struct world *w, unsigned days)
{
	int gone = 0;

	for (int i = 1; i <= CALLS; i++) {
		int64_t row = 0;
		int64_t log = 0;

		assert_int_equal(0, db_int(w->calls,
					   "SELECT count(*) FROM call WHERE "
					   "id = ?",
					   BIND(INT(i)), &row));
		assert_int_equal(0,
				 db_int(w->calls,
					"SELECT count(*) FROM deletion WHERE "
					"call = ?",
					BIND(INT(i)), &log));
		assert_int_equal(!goes(i, days), row);
		assert_int_equal(goes(i, days), log);
		assert_int_equal(!goes(i, days) && i % 4, has_file(w, i));
		gone += goes(i, days);
	}
	assert_int_equal(gone, number(w, "SELECT count(*) FROM deletion"));
	/* what stood beside them goes with them, and nothing else */
	assert_int_equal(
		CALLS - gone,
		number(w, "SELECT count(*) FROM trail WHERE call < 1000"));
	assert_int_equal(
		CALLS - gone,
		number(w, "SELECT count(*) FROM place WHERE call < 1000"));
	assert_int_equal(0, number(w, "SELECT count(*) FROM trail WHERE call "
				      "NOT IN (SELECT id FROM call)"));
	assert_int_equal(0, number(w, "SELECT count(*) FROM purge"));
}

static void test_old_calls_go(void **state)
{
	struct world w = { .retain = NULL };
	struct retain_state now;

	(void)state;
	make(&w);
	begin(&w, 90);
	(void)run(&w);
	must_be_purged(&w, 90);
	assert_int_equal(0, retain_look(w.calls, &now));
	assert_int_equal(start_of(HELD), now.oldest);
	assert_int_equal(2, now.run_held);
	assert_int_equal(now.deleted, now.run_calls);
	assert_string_equal("recording.days=90", now.rule);
	/* Today's run is over; the next one is tomorrow at three */
	assert_int_equal(15 * 3600000, retain_due(w.retain, NOW));
	/* A clock put back by years does not stop it for years */
	assert_int_equal(0, retain_due(w.retain, NOW - 400 * DAY_MS));
	remove_world(&w);
}

static void test_nothing_goes_without_a_rule(void **state)
{
	struct world w = { .retain = NULL };

	(void)state;
	make(&w);
	begin(&w, 0);
	(void)run(&w);
	assert_int_equal(CALLS, number(&w, "SELECT count(*) FROM call"));
	remove_world(&w);
}

static void test_a_clock_ahead_deletes_little(void **state)
{
	struct world w = { .retain = NULL };
	int64_t later = NOW + 3650 * DAY_MS;

	(void)state;
	make(&w);
	begin(&w, 90);
	while (!retain_due(w.retain, later))
		assert_int_equal(0, retain_step(w.retain, later));
	/* The newest call is of a day ago, 31 days are trusted */
	must_be_purged(&w, 60);
	remove_world(&w);
}

static void run_at(struct world *w, int64_t now)
{
	do
		assert_int_equal(0, retain_step(w->retain, now));
	while (!retain_due(w->retain, now));
}

static void test_a_clock_ahead_with_calls_deletes_two_days_a_day(void **state)
{
	struct world w = { .retain = NULL };
	int64_t later = NOW + 3650 * DAY_MS;

	(void)state;
	make(&w);
	begin(&w, 90);
	run_at(&w, NOW);
	must_be_purged(&w, 90);
	/* a call by the wrong clock, without a recording */
	add_call_at(&w, 1000, later - 60000);
	run_at(&w, later);
	must_be_purged(&w, 88);
	/* told again at once: the engine was started anew */
	retain_free(w.retain);
	begin(&w, 90);
	run_at(&w, later + 1000);
	must_be_purged(&w, 88);
	run_at(&w, later + DAY_MS);
	must_be_purged(&w, 86);
	/* put right again */
	run_at(&w, NOW + DAY_MS);
	must_be_purged(&w, 86);
	remove_world(&w);
}

static void test_without_their_disk_nothing_goes(void **state)
{
	struct world w = { .retain = NULL };
	struct str place = { 0 };
	struct str away = { 0 };

	(void)state;
	make(&w);
	begin(&w, 90);
	str_addf(&place, "%s/recordings", w.folder);
	str_addf(&away, "%s/away", w.folder);
	assert_int_equal(0, rename(place.s, away.s));
	assert_int_equal(EIO, retain_step(w.retain, NOW));
	assert_int_equal(0, retain_due(w.retain, NOW + 600000));
	/* calls go on, on whatever disk is there */
	assert_int_equal(0, mkdir(place.s, 0700));
	assert_int_equal(EIO, retain_step(w.retain, NOW + 600000));
	assert_int_equal(CALLS, number(&w, "SELECT count(*) FROM call"));
	assert_int_equal(0, number(&w, "SELECT count(*) FROM purge"));
	assert_int_equal(0, rmdir(place.s));
	assert_int_equal(0, rename(away.s, place.s));
	retain_free(w.retain);
	begin(&w, 90);
	(void)run(&w);
	must_be_purged(&w, 90);
	/* now it is marked */
	str_add(&place, "/.callpermit");
	assert_int_equal(0, access(place.s, F_OK));
	str_release(&place);
	str_release(&away);
	remove_world(&w);
}

static void test_the_database_refuses_young_calls(void **state)
{
	static const char *const bad[] = {
		"DELETE FROM call WHERE id = 240",
		"DELETE FROM call",
		"INSERT INTO purge VALUES(249, 1795320000000, 1795319999999, "
		"'x')",
		"INSERT INTO purge VALUES(249, 1795320000000, 1792728000000, "
		"'x')",
		"INSERT INTO purge VALUES(9, 1795320000000, 1790000000000, 'x')",
		"INSERT INTO purge VALUES(11, 1795320000000, 1790000000000, "
		"'x')",
		"INSERT INTO purge VALUES(999, 1795320000000, 1790000000000, "
		"'x')",
		"DELETE FROM deletion",
		"UPDATE deletion SET rule = 'y'",
		"INSERT OR REPLACE INTO deletion SELECT * FROM deletion",
		"UPDATE purge_run SET calls = 0",
		"DELETE FROM purge_run",
	};
	struct world w = { .retain = NULL };
	struct retain_rule rule = { 29, 3 };

	(void)state;
	make(&w);
	assert_int_equal(EINVAL,
			 retain_alloc(&w.retain, w.calls, w.folder, &rule));
	begin(&w, 200);
	(void)run(&w);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_not_equal(0, db_run(w.calls, bad[i], NULL));
	must_be_purged(&w, 200);
	remove_world(&w);
}

static void test_without_holds_nothing_goes(void **state)
{
	struct world w = { .retain = NULL };
	struct str path = { 0 };

	(void)state;
	make(&w);
	str_addf(&path, "%s/desk.db", w.folder);
	assert_int_equal(0, file_write(path.s,
				       "this is no database, it is "
				       "text and more text",
				       45));
	begin(&w, 90);
	while (retain_due(w.retain, NOW) == 0 && !retain_step(w.retain, NOW)) {
	}
	assert_true(retain_due(w.retain, NOW) > 0);
	assert_int_equal(CALLS, number(&w, "SELECT count(*) FROM call"));
	for (int i = 1; i <= CALLS; i++)
		assert_int_equal(i % 4 != 0, has_file(&w, i));
	str_release(&path);
	remove_world(&w);
}

/* Either side is gone or both are there, once the first steps are done */
static void must_be_whole(const struct world *w)
{
	for (int i = 1; i <= CALLS; i++) {
		int64_t row = 0;

		assert_int_equal(0, db_int(w->calls,
					   "SELECT count(*) FROM call WHERE "
					   "id = ? AND recording != ''",
					   BIND(INT(i)), &row));
		assert_int_equal(row, has_file(w, i));
	}
}

static void die_in(struct world *w, int steps)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (!pid) {
		open_calls(w);
		begin(w, 90);
		while (steps-- && !retain_due(w->retain, NOW))
			(void)retain_step(w->retain, NOW);
		(void)kill(getpid(), SIGKILL);
	}
	assert_int_equal(pid, waitpid(pid, &status, 0));
	assert_true(WIFSIGNALED(status));
}

static void die_after(struct world *w, unsigned us)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		open_calls(w);
		begin(w, 90);
		while (!retain_due(w->retain, NOW))
			(void)retain_step(w->retain, NOW);
		for (;;)
			(void)pause();
	}
	(void)usleep(us);
	assert_int_equal(0, kill(pid, SIGKILL));
	assert_int_equal(pid, waitpid(pid, NULL, 0));
}

static void come_back(struct world *w)
{
	open_calls(w);
	begin(w, 90);
	/* The first step begins a run, the next ones look after the rest */
	for (int i = 0; i < 4; i++)
		assert_int_equal(0, retain_step(w->retain, NOW));
}

static void test_dying_in_any_step_leaves_nothing_half(void **state)
{
	struct world w = { .retain = NULL };

	(void)state;
	for (int steps = 0; steps < 24; steps++) {
		make(&w);
		leave(&w);
		die_in(&w, steps);
		come_back(&w);
		if (steps < 6)
			must_be_whole(&w);
		(void)run(&w);
		must_be_whole(&w);
		must_be_purged(&w, 90);
		remove_world(&w);
	}
}

static void test_dying_at_any_time_leaves_nothing_half(void **state)
{
	struct rng rng = { 7 };
	struct world w = { .retain = NULL };

	(void)state;
	make(&w);
	leave(&w);
	/* The same world dies again and again */
	for (int i = 0; i < 12; i++)
		die_after(&w, (unsigned)(rng_unit(&rng) * 15000));
	come_back(&w);
	(void)run(&w);
	must_be_whole(&w);
	must_be_purged(&w, 90);
	remove_world(&w);
}

static void test_a_call_about_to_go_is_not_held(void **state)
{
	const struct desk_person person = { "韩梅梅", NULL };
	struct world w = { .retain = NULL };
	struct db *desk = NULL;

	(void)state;
	make(&w);
	assert_int_equal(0, desk_open(&desk, w.folder));
	begin(&w, 90);
	for (int i = 0; i < 3; i++)
		assert_int_equal(0, retain_step(w.retain, NOW));
	assert_true(number(&w, "SELECT count(*) FROM purge WHERE call = 1"));
	assert_int_equal(ENOENT,
			 hold_add(desk, w.calls, &person, 1, "证据", NULL));
	assert_int_equal(0,
			 hold_add(desk, w.calls, &person, 100, "证据", NULL));
	assert_int_equal(ENOENT,
			 hold_add(desk, w.calls, &person, 999, "证据", NULL));
	assert_int_equal(EINVAL,
			 hold_add(desk, w.calls, &person, 100, "", NULL));
	(void)run(&w);
	assert_int_equal(1, number(&w, "SELECT count(*) FROM call WHERE id = "
				       "100"));
	assert_true(has_file(&w, 101) == false && has_file(&w, HELD));
	db_close(desk);
	remove_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_old_calls_go),
		cmocka_unit_test(test_nothing_goes_without_a_rule),
		cmocka_unit_test(test_a_clock_ahead_deletes_little),
		cmocka_unit_test(
			test_a_clock_ahead_with_calls_deletes_two_days_a_day),
		cmocka_unit_test(test_without_their_disk_nothing_goes),
		cmocka_unit_test(test_the_database_refuses_young_calls),
		cmocka_unit_test(test_without_holds_nothing_goes),
		cmocka_unit_test(test_dying_in_any_step_leaves_nothing_half),
		cmocka_unit_test(test_dying_at_any_time_leaves_nothing_half),
		cmocka_unit_test(test_a_call_about_to_go_is_not_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
