/**
 * @file tests/unit/records.c  Records on a disk that takes its time
 *
 * The program brings its own fsync() and fdatasync(), which wait as long as a
 * test says; everything else is real.
 */
#include "engine/records.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "ledger/calls.h"
#include "sip/compat.h"
#include "sip/loop.h"
#include "util/str.h"

#define MANY	 2000
#define LIMIT_MS 60000

static atomic_bool stuck; /* whoever syncs waits */
static atomic_uint waiting, syncs;

static void wait_for_disk(void)
{
	atomic_fetch_add(&waiting, 1);
	while (atomic_load(&stuck))
		(void)usleep(1000);
	atomic_fetch_sub(&waiting, 1);
	atomic_fetch_add(&syncs, 1);
}

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
int fsync(int fd)
{
	wait_for_disk();
	return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	wait_for_disk();
	return (int)syscall(SYS_fdatasync, fd);
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */

static struct records *records;
static char folder[64];
static unsigned told, failed, wanted;

static void on_kept(int err, void *arg)
{
	(void)arg;
	told++;
	failed += err != 0;
	if (told == wanted)
		loop_stop();
}

static void on_time(void *arg)
{
	(void)arg;
	loop_stop();
}

static void run_loop(uint64_t ms)
{
	struct tmr tmr;

	tmr_init(&tmr);
	tmr_start(&tmr, ms, on_time, NULL);
	assert_int_equal(0, loop_run());
	tmr_cancel(&tmr);
}

static void keep(int64_t id)
{
	struct record rec = {
		.id = id,
		.start = INT64_C(1700000000000) + id,
		.end = INT64_C(1700000001000) + id,
		.result = RESULT_ABANDONED,
		.status = 487,
	};

	assert_int_equal(0, records_keep(records, &rec, on_kept, NULL));
}

static int set_up(void **state)
{
	static const struct retain_rule rule = { .hour = 3 };
	struct records_repair repair;

	(void)state;
	told = failed = 0;
	atomic_store(&stuck, false);
	(void)snprintf(folder, sizeof(folder), "/tmp/records.XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	return records_start(&records, folder, &rule, &repair);
}

static int64_t count(void)
{
	struct str path = { 0 };
	struct db *db = NULL;
	int64_t n = -1;

	str_addf(&path, "%s/calls.db", folder);
	assert_int_equal(0, db_open_reader(&db, path.s, &calls_kind));
	assert_int_equal(0, db_int(db, "SELECT count(*) FROM call", NULL, &n));
	db_close(db);
	str_release(&path);
	return n;
}

static int tear_down(void **state)
{
	struct str command = { 0 };

	(void)state;
	atomic_store(&stuck, false);
	records_stop(records);
	str_addf(&command, "rm -r %s", folder);
	assert_int_equal(0, system(command.s)); /* NOLINT(cert-env33-c) */
	str_release(&command);
	return 0;
}

/* While a sync lasts nobody is told, and all that comes meanwhile goes with
 * the next one */
static void test_what_waits_goes_together(void **state)
{
	unsigned before;

	(void)state;
	atomic_store(&stuck, true);
	wanted = MANY + 1;
	keep(1);
	for (int ms = 0; !atomic_load(&waiting) && ms < LIMIT_MS; ms++)
		(void)usleep(1000);
	assert_int_equal(1, atomic_load(&waiting));
	for (int64_t id = 2; id <= MANY + 1; id++)
		keep(id);
	run_loop(200);
	assert_int_equal(0, told);
	assert_int_equal(MANY + 1, records_backlog(records));

	before = atomic_load(&syncs);
	atomic_store(&stuck, false);
	run_loop(LIMIT_MS);
	assert_int_equal(MANY + 1, told);
	assert_int_equal(0, failed);
	assert_int_equal(0, records_backlog(records));
	/* the first, all others, and the database's own writing back */
	assert_true(atomic_load(&syncs) - before <= 6);
	assert_int_equal(MANY + 1, count());
}

/* More than the way to the thread holds, and the order is kept */
static void test_more_than_fits_is_kept(void **state)
{
	enum { MUCH = 6000 };

	(void)state;
	atomic_store(&stuck, true);
	wanted = MUCH;
	for (int64_t id = 1; id <= MUCH; id++)
		keep(id);
	run_loop(50);
	assert_int_equal(0, told);
	atomic_store(&stuck, false);
	run_loop(LIMIT_MS);
	assert_int_equal(MUCH, told);
	assert_int_equal(0, failed);
	assert_int_equal(MUCH, count());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_waits_goes_together,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_more_than_fits_is_kept,
						set_up, tear_down),
	};
	int err = loop_open(64);

	if (!err)
		err = cmocka_run_group_tests(tests, NULL, NULL);
	loop_close();
	return err;
}
