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
		cmocka_unit_test_setup_teardown(test_only_files_are_replaced,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_program_is_fed_and_waited_for, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
