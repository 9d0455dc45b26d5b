/**
 * @file tests/unit/secret.c  Secrets from files and the environment
 */
#include "util/secret.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/file.h"

#define NAME "CALLPERMIT_TEST_SECRET"

static char path[64];

static int setup(void **state)
{
	static char folder[] = "/tmp/secret-XXXXXX";

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	(void)snprintf(path, sizeof(path), "%s/password", folder);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	(void)unlink(path);
	*strrchr(path, '/') = '\0';
	return rmdir(path);
}

static void write_file(const char *text, size_t size, mode_t mode)
{
	assert_int_equal(file_write(path, text, size), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void expect_file(const char *text, const char *want)
{
	struct secret s = { 0 };

	write_file(text, strlen(text), 0600);
	assert_int_equal(
		secret_read(&s, &(struct secret_place){ .file = path }, "it"),
		0);
	assert_string_equal(s.text, want);
	assert_int_equal(s.size, strlen(want));
	secret_release(&s);
	assert_null(s.text);
	secret_release(&s);
}

static void test_one_line_end_is_left_out(void **state)
{
	(void)state;
	expect_file("hunter2", "hunter2");
	expect_file("hunter2\n", "hunter2");
	expect_file("hunter2\r\n", "hunter2");
	expect_file(" 密 码 \n", " 密 码 ");
}

static void expect_refused(int code, const char *text, size_t size)
{
	struct secret s = { 0 };

	write_file(text, size, 0600);
	assert_int_equal(
		secret_read(&s, &(struct secret_place){ .file = path }, "it"),
		code);
	assert_null(s.text);
	assert_null(strstr(err_text(code), "hunter2"));
}

static void test_what_could_end_a_line_is_refused(void **state)
{
	char big[SECRET_MAX + 2];

	(void)state;
	memset(big, 'x', sizeof(big));
	expect_refused(EINVAL, "", 0);
	expect_refused(EINVAL, "\n", 1);
	expect_refused(EINVAL, "hunter2\nQUIT", 12);
	expect_refused(EINVAL, "hunter2\n\n", 9);
	expect_refused(EINVAL, "hunter2\0x", 9);
	expect_refused(EINVAL, "hunter2\x7F", 8);
	expect_refused(EINVAL, big, SECRET_MAX + 1);
	expect_refused(EINVAL, big, SECRET_MAX + 2);
	big[SECRET_MAX] = '\0';
	expect_file(big, big);
}

static void test_files_that_others_may_use_are_refused(void **state)
{
	const struct secret_place place = { .file = path };
	struct secret s = { 0 };

	(void)state;
	for (mode_t bit = 1; bit <= 040; bit <<= 1) {
		write_file("hunter2\n", 8, 0600 | bit);
		assert_int_equal(secret_read(&s, &place, "it"), EPERM);
		assert_non_null(strstr(err_text(EPERM), "chmod 600"));
	}
	write_file("hunter2\n", 8, 0400);
	assert_int_equal(secret_read(&s, &place, "it"), 0);
	secret_release(&s);
}

static void test_what_is_no_file_is_refused(void **state)
{
	struct secret s = { 0 };

	(void)state;
	assert_int_equal(
		secret_read(&s, &(struct secret_place){ .file = "/dev" }, "it"),
		EINVAL);
	assert_int_equal(
		secret_read(&s, &(struct secret_place){ .file = "/dev/zero" },
			    "it"),
		EINVAL);
	assert_int_equal(
		secret_read(&s, &(struct secret_place){ .file = "/nowhere" },
			    "it"),
		ENOENT);
}

static void test_the_environment_works_too(void **state)
{
	const struct secret_place place = { .env = NAME };
	const struct secret_place both = { .env = NAME, .file = path };
	const struct secret_place none = { 0 };
	struct secret s = { 0 };

	(void)state;
	assert_int_equal(unsetenv(NAME), 0);
	assert_int_equal(secret_read(&s, &place, "it"), ENOENT);
	assert_non_null(strstr(err_text(ENOENT), NAME));
	assert_int_equal(setenv(NAME, "hunter2", 1), 0);
	assert_int_equal(secret_read(&s, &place, "it"), 0);
	assert_string_equal(s.text, "hunter2");
	secret_release(&s);
	assert_int_equal(secret_read(&s, &both, "it"), EINVAL);
	assert_int_equal(secret_read(&s, &none, "it"), EINVAL);
	assert_true(secret_is_placed(&place));
	assert_false(secret_is_placed(&none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_line_end_is_left_out),
		cmocka_unit_test(test_what_could_end_a_line_is_refused),
		cmocka_unit_test(test_files_that_others_may_use_are_refused),
		cmocka_unit_test(test_what_is_no_file_is_refused),
		cmocka_unit_test(test_the_environment_works_too),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
