/**
 * @file tests/unit/draft.c  A file beside the one it will replace, and
 * programs that are run
 */
#include "util/draft.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "util/child.h"
#include "util/file.h"
#include "util/str.h"

struct place {
	char dir[32];
	char path[64];
};

static int set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	if (!p)
		return -1;
	(void)snprintf(p->dir, sizeof(p->dir), "/tmp/draft.XXXXXX");
	*state = p;
	if (!mkdtemp(p->dir))
		return -1;
	(void)snprintf(p->path, sizeof(p->path), "%s/file", p->dir);
	return 0;
}

static int tear_down(void **state)
{
	struct place *p = *state;

	(void)unlink(p->path);
	(void)rmdir(p->dir);
	free(p);
	return 0;
}

static void expect(const char *path, const char *text)
{
	struct str s = { 0 };

	assert_int_equal(0, file_read(&s, path, 100));
	assert_string_equal(text, str_text(&s));
	str_release(&s);
}

static size_t files_in(const char *dir)
{
	DIR *d = opendir(dir);
	size_t n = 0;
	const struct dirent *e;

	while ((e = readdir(d)) != NULL)
		n += e->d_name[0] != '.';
	(void)closedir(d);
	return n;
}

static void write_draft(struct draft *d, const char *path, const char *text)
{
	assert_int_equal(0, draft_open(d, path));
	assert_int_equal(strlen(text), write(d->fd, text, strlen(text)));
}

static void test_the_old_file_stands_until_the_swap(void **state)
{
	const struct place *p = *state;
	struct draft d;

	assert_int_equal(0, file_write(p->path, "old", 3));
	write_draft(&d, p->path, "new");
	expect(p->path, "old");
	draft_close(&d);
	expect(p->path, "old");
	assert_int_equal(1, files_in(p->dir));

	write_draft(&d, p->path, "new");
	assert_int_equal(0, draft_swap(&d));
	expect(p->path, "new");
	draft_close(&d);
	expect(p->path, "new");
	assert_int_equal(1, files_in(p->dir));
}

static void test_a_swap_can_be_undone(void **state)
{
	const struct place *p = *state;
	struct draft d;

	write_draft(&d, p->path, "new");
	assert_int_equal(0, draft_swap(&d));
	draft_undo(&d);
	draft_close(&d);
	assert_int_equal(0, files_in(p->dir));

	assert_int_equal(0, file_write(p->path, "old", 3));
	write_draft(&d, p->path, "new");
	assert_int_equal(0, draft_swap(&d));
	draft_undo(&d);
	draft_close(&d);
	expect(p->path, "old");
	assert_int_equal(1, files_in(p->dir));
}

/* What a killed process leaves: its draft in place, the old file beside it */
static void leave(const struct place *p, const char *old, const char *text)
{
	char path[96];

	(void)unlink(p->path);
	assert_int_equal(0, file_write(p->path, text, strlen(text)));
	(void)snprintf(path, sizeof(path), "%s.callpermit-old", p->path);
	assert_int_equal(0, file_write(path, old, strlen(old)));
	(void)snprintf(path, sizeof(path), "%s.callpermit-new", p->path);
	assert_int_equal(0, file_write(path, "part", 4));
}

static void test_what_a_killed_process_left_is_settled(void **state)
{
	const struct place *p = *state;
	struct draft d;

	leave(p, "old", "new");
	assert_int_equal(0, draft_open(&d, p->path));
	assert_true(d.left);
	assert_int_equal(0, draft_settle(&d, false));
	expect(p->path, "old");
	draft_close(&d);
	assert_int_equal(1, files_in(p->dir));

	leave(p, "old", "new");
	assert_int_equal(0, draft_open(&d, p->path));
	assert_int_equal(0, draft_settle(&d, true));
	expect(p->path, "new");
	draft_close(&d);
	assert_int_equal(1, files_in(p->dir));

	/* there was none */
	leave(p, "", "new");
	assert_int_equal(0, draft_open(&d, p->path));
	assert_int_equal(0, draft_settle(&d, false));
	draft_close(&d);
	assert_int_equal(0, files_in(p->dir));

	/* killed between link and rename: two names of one file */
	leave(p, "x", "old");
	{
		char old[96];

		(void)snprintf(old, sizeof(old), "%s.callpermit-old", p->path);
		assert_int_equal(0, unlink(old));
		assert_int_equal(0, link(p->path, old));
	}
	assert_int_equal(0, draft_open(&d, p->path));
	assert_int_equal(0, draft_settle(&d, false));
	expect(p->path, "old");
	draft_close(&d);
	assert_int_equal(1, files_in(p->dir));
}

static void test_one_draft_at_a_time(void **state)
{
	const struct place *p = *state;
	struct draft d;
	struct draft other;

	assert_int_equal(0, file_write(p->path, "old", 3));
	write_draft(&d, p->path, "new");
	assert_int_equal(EBUSY, draft_open(&other, p->path));
	draft_close(&other);
	assert_int_equal(0, draft_swap(&d));
	assert_int_equal(EBUSY, draft_open(&other, p->path));
	draft_close(&other);
	expect(p->path, "new");
	draft_undo(&d);
	draft_close(&d);
	expect(p->path, "old");
	assert_int_equal(1, files_in(p->dir));
	write_draft(&d, p->path, "new");
	draft_close(&d);
	expect(p->path, "old");
}

static void test_nobody_elses_file_is_written(void **state)
{
	const struct place *p = *state;
	char path[96];
	char other[96];
	struct draft d;

	(void)snprintf(path, sizeof(path), "%s.callpermit-new", p->path);
	(void)snprintf(other, sizeof(other), "%s.other", p->path);
	assert_int_equal(0, file_write(other, "mine", 4));
	assert_int_equal(0, symlink(other, path));
	assert_int_equal(EINVAL, draft_open(&d, p->path));
	draft_close(&d);
	assert_int_equal(0, unlink(path));
	assert_int_equal(0, link(other, path));
	assert_int_equal(EINVAL, draft_open(&d, p->path));
	draft_close(&d);
	expect(other, "mine");
	assert_int_equal(0, unlink(path));
	assert_int_equal(0, mkfifo(path, 0600));
	assert_int_equal(EINVAL, draft_open(&d, p->path));
	draft_close(&d);
	assert_int_equal(0, unlink(path));
	assert_int_equal(0, unlink(other));
}

static void test_only_files_are_replaced(void **state)
{
	const struct place *p = *state;
	struct draft d;

	assert_int_equal(EINVAL, draft_open(&d, p->dir));
	draft_close(&d);
	assert_int_equal(EINVAL, draft_open(&d, "/dev/null"));
	draft_close(&d);
	assert_int_equal(ENOENT, draft_open(&d, "/none/of/these"));
	draft_close(&d);
}

static void test_a_program_is_fed_and_waited_for(void **state)
{
	const struct place *p = *state;
	char of[80];
	const char *const dd[] = { "dd", "status=none", of, NULL };
	const char *const no[] = { "no-such-program-here", NULL };
	const char *const fails[] = { "false", NULL };
	static char much[1 << 20];
	int status = -1;

	(void)snprintf(of, sizeof(of), "of=%s", p->path);
	assert_int_equal(0, child_run(dd, "abc", 3, &status));
	assert_int_equal(0, status);
	expect(p->path, "abc");
	assert_int_equal(0, child_run(fails, NULL, 0, &status));
	assert_int_equal(1, status);
	/* it ends without reading: no signal, no error */
	assert_int_equal(0, child_run(fails, much, sizeof(much), &status));
	assert_int_equal(ENOENT, child_run(no, NULL, 0, &status));
	assert_true(child_exists("dd"));
	assert_false(child_exists("no-such-program-here"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_the_old_file_stands_until_the_swap, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(test_a_swap_can_be_undone,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_a_killed_process_left_is_settled, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(test_one_draft_at_a_time,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_nobody_elses_file_is_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_only_files_are_replaced,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_program_is_fed_and_waited_for, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
