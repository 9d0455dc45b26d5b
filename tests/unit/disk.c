/**
 * @file tests/unit/disk.c  Recording onto a disk that is slow, full or killed
 *
 * The program brings its own pwrite(), fsync() and syncfs(), so that the disk
 * does as a test says; everything else is real.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/syscall.h>

#include "engine/wav.h"
#include "unit/party.h"
#include "util/file.h"

static atomic_bool stuck; /* whoever writes waits */
static atomic_bool full;
static atomic_uint writes, syncs;

static void wait_for_disk(void)
{
	while (atomic_load(&stuck))
		(void)usleep(1000);
}

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
ssize_t pwrite(int fd, const void *data, size_t n, off_t at)
{
	wait_for_disk();
	atomic_fetch_add(&writes, 1);
	if (atomic_load(&full)) {
		errno = ENOSPC;
		return -1;
	}
	return syscall(SYS_pwrite64, fd, data, n, at);
}

int fsync(int fd)
{
	wait_for_disk();
	atomic_fetch_add(&syncs, 1);
	return (int)syscall(SYS_fsync, fd);
}

int syncfs(int fd)
{
	wait_for_disk();
	atomic_fetch_add(&syncs, 1);
	return (int)syscall(SYS_fsync, fd);
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */

static char folder[] = "/tmp/disk.XXXXXX";
static struct recording rec;
static char path[64];

static struct party *caller;
static struct party *seat;

static int set_up(void **state)
{
	(void)state;
	media_up(NULL);
	(void)snprintf(path, sizeof(path), "%s/1.wav", folder);
	recording_init(&rec, 1, VOICE_PCMA, path);
	caller = party_open(NULL);
	seat = party_open(caller);
	party_agree(caller);
	party_agree(seat);
	party_sync(seat);
	stream_bridge(caller->stream, seat->stream, &rec);
	party_sync(seat);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	atomic_store(&stuck, false);
	atomic_store(&full, false);
	if (!caller->closed)
		party_close(caller);
	party_close(seat);
	UNTIL(finishedc > 0);
	media_down();
	free(caller);
	free(seat);
	(void)unlink(path);
	return 0;
}

/* So much sound, by the clock */
static void talk(unsigned frames, uint8_t value)
{
	for (unsigned i = 0; i < frames; i++) {
		party_send(caller, value);
		party_send(seat, value);
		pass(20);
	}
}

/* Samples of a value in a file; it must be a recording whatever its state */
static unsigned count(const char *file, uint8_t value)
{
	struct str text = { 0 };
	struct wav wav;
	unsigned n = 0;

	assert_int_equal(0, file_read(&text, file, 1 << 20));
	assert_int_equal(0, wav_read(&wav, (const uint8_t *)text.s, text.len));
	assert_int_equal(2, wav.channels);
	assert_int_equal(WAV_ALAW, wav.format);
	for (size_t i = 0; i < wav.size; i++)
		n += wav.samples[i] == value;
	str_release(&text);
	return n;
}

static void test_stuck_disk_delays_no_packet_and_loses_no_sound(void **state)
{
	(void)state;
	atomic_store(&stuck, true);
	for (unsigned i = 1; i <= 4; i++) { /* the ring holds two seconds */
		talk(50, 0x11);
		/* all of it got through while nothing could be written */
		UNTIL(looked(seat) == i * 50 && looked(caller) == i * 50);
	}
	assert_int_equal(0, atomic_load(&writes));
	party_close(caller);
	pass(50);
	assert_int_equal(0, finishedc);
	atomic_store(&stuck, false);
	UNTIL(finishedc == 1);
	assert_int_equal(0, finished.err);
	/* a loaded machine may send two of the test's packets in one's place,
	 * or some too late for theirs */
	assert_true(finished.lost <= 10L * FRAME);
	assert_true(count(path, 0x11) > 2 * 190 * FRAME);
}

static void test_full_disk_ends_recordings_not_calls(void **state)
{
	static struct recording next;
	char other[80];
	struct party *third = party_open(NULL);
	struct party *fourth = party_open(third);

	(void)state;
	talk(75, 0x11);
	UNTIL(atomic_load(&writes) > 0);
	atomic_store(&full, true);
	talk(75, 0x22);
	UNTIL(stoppedc == 1);
	UNTIL(looked(seat) == 150 && looked(caller) == 150);
	/* what was written before is a recording */
	(void)snprintf(other, sizeof(other), "%s.part", path);
	assert_true(count(other, 0x11) > 0);
	assert_int_equal(0, unlink(other));

	/* the news is told once; when there is room the next call has it */
	(void)snprintf(other, sizeof(other), "%s/2.wav", folder);
	recording_init(&next, 2, VOICE_PCMA, other);
	party_agree(third);
	party_agree(fourth);
	party_sync(fourth);
	atomic_store(&full, false);
	stream_bridge(third->stream, fourth->stream, &next);
	party_sync(fourth);
	for (int i = 0; i < 10; i++) {
		party_send(third, 0x33);
		pass(20);
	}
	party_close(caller);
	UNTIL(finishedc == 1);
	assert_int_equal(EIO, finished.err);
	party_close(third);
	party_close(fourth);
	UNTIL(finishedc == 2);
	assert_int_equal(0, finished.err);
	assert_int_equal(1, stoppedc);
	assert_int_equal(1, resumedc);
	assert_true(count(other, 0x33) > 5 * FRAME);
	assert_int_equal(0, unlink(other));
	free(third);
	free(fourth);
}

static void test_recording_is_whole_at_any_moment(void **state)
{
	char part[80];
	unsigned looks = 0;

	(void)state;
	(void)snprintf(part, sizeof(part), "%s.part", path);
	for (unsigned i = 0; i < 150; i++) {
		talk(1, 0x11);
		if (access(part, R_OK) == 0) {
			(void)count(part, 0x11);
			looks++;
		}
	}
	assert_true(looks > 30);
	party_close(caller);
	UNTIL(finishedc == 1);
	assert_true(count(path, 0x11) > 2 * 100 * FRAME);
}

static void test_recordings_that_end_together_are_synced_together(void **state)
{
	enum { MANY = 40 };
	static struct recording recordv[MANY];
	struct party *callerv[MANY];
	struct party *seatv[MANY];
	unsigned before;
	char file[64];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		struct party *a = callerv[i] = party_open(NULL);
		struct party *b = seatv[i] = party_open(a);

		(void)snprintf(file, sizeof(file), "%s/m%d.wav", folder, i);
		recording_init(&recordv[i], 100 + i, VOICE_PCMA, file);
		party_agree(a);
		party_agree(b);
		party_sync(a);
		stream_bridge(a->stream, b->stream, &recordv[i]);
	}
	party_sync(callerv[0]);
	for (int i = 0; i < MANY; i++)
		party_send(callerv[i], 0x11);
	pass(50);
	atomic_store(&stuck, true);
	before = atomic_load(&syncs);
	for (int i = 0; i < MANY; i++) {
		party_close(callerv[i]);
		party_close(seatv[i]);
	}
	pass(50);
	atomic_store(&stuck, false);
	UNTIL(finishedc == MANY);
	/* the writer may have been at a first few; all others go together */
	assert_true(atomic_load(&syncs) - before < MANY / 2);
	for (int i = 0; i < MANY; i++) {
		assert_int_equal(0, unlink(recordv[i].path));
		free(callerv[i]);
		free(seatv[i]);
	}
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_stuck_disk_delays_no_packet_and_loses_no_sound),
		TEST(test_full_disk_ends_recordings_not_calls),
		TEST(test_recording_is_whole_at_any_moment),
		TEST(test_recordings_that_end_together_are_synced_together),
	};
	int failed;

	if (loop_open(1024))
		return 1;
	failed = cmocka_run_group_tests(tests, make_folder, remove_folder);
	loop_close();
	return failed;
}
