/**
 * @file tests/unit/value_file.c  Attached files, V-13
 */
#include "value/value.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/mem.h"
#include "util/util.h"

static void make_file(const char *name, const char *head, size_t size)
{
	FILE *f = fopen(name, "wb");

	assert_non_null(f);
	assert_int_equal(strlen(head), fwrite(head, 1, strlen(head), f));
	assert_int_equal(0, fflush(f));
	assert_int_equal(0, ftruncate(fileno(f), (off_t)size));
	assert_int_equal(0, fclose(f));
}

static const struct {
	const char *name;
	const char *head;
	size_t size;
	const char *said; /* refused; NULL: taken */
	const char *shown;
} files[] = {
	{ "ID_front.jpg", "x", 1258291, NULL, "ID_front.jpg (1.2 MB)" },
	{ "plan.pdf", "x", 5138022, NULL, "plan.pdf (4.9 MB)" },
	{ "a.gif", "x", 1, NULL, "a.gif (0.0 KB)" },
	{ "完整 的 平面图.PDF", "x", 5242880, NULL,
	  "完整 的 平面图.PDF (5.0 MB)" },
	{ "t.xlsx", "PK\003\004", 2048, NULL, "t.xlsx (2.0 KB)" },
	{ "b.docx", "PK\003\004", 2048, NULL, "b.docx (2.0 KB)" },
	{ "all.zip", "PK\003\004", 99, "archives", NULL },
	{ "all.rar", "x", 99, "archives", NULL },
	{ "x.jpg", "x", 5347738, "5242880", NULL },
	{ "y.jpg", "x", 5242881, "5242880", NULL },
	{ "scan.bmp", "x", 99, "jpg, gif", NULL },
	{ "noext", "x", 99, "jpg, gif", NULL },
	{ ".pdf", "x", 99, "jpg, gif", NULL },
	{ "empty.pdf", "", 0, "empty", NULL },
	{ "hidden.pdf", "PK\003\004", 99, "whatever its name", NULL },
	{ "hidden.docx", "Rar!\032\007", 99, "whatever its name", NULL },
};

/* What is stored reads without the file */
static void expect_stored(size_t i, const char *value)
{
	const struct field field = { .type = FIELD_FILE };
	struct value_file file;
	struct str shown = { 0 };
	char *again = NULL;

	assert_true(value_file_split(&file, value));
	assert_int_equal(files[i].size, file.size);
	assert_int_equal(strlen(files[i].name), file.name_len);
	value_print(&shown, &field, value);
	assert_string_equal(files[i].shown, shown.s);
	assert_int_equal(0, value_decode(&field, value, &again));
	assert_string_equal(value, again);
	free(again);
	str_release(&shown);
}

static void test_files(void **state)
{
	const struct field field = { .type = FIELD_FILE };
	char dir[] = "/tmp/valueXXXXXX";

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct str path = { 0 };
		char *value = NULL;
		int err;

		str_addf(&path, "%s/%s", dir, files[i].name);
		make_file(path.s, files[i].head, files[i].size);
		err = value_decode(&field, path.s, &value);
		assert_int_equal(0, unlink(path.s));
		assert_int_equal(files[i].said ? EINVAL : 0, err);
		if (!err)
			expect_stored(i, value);
		else if (!strstr(err_text(err), files[i].said))
			fail_msg("%s: %s", files[i].name, err_text(err));
		free(value);
		str_release(&path);
	}
	assert_int_equal(0, rmdir(dir));
}

#define HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void test_stored_files_and_what_is_none(void **state)
{
	static const struct {
		const char *typed;
		const char *canon; /* NULL: refused */
	} cases[] = {
		{ "a.pdf 3 " HASH, "a.pdf 3 " HASH },
		{ " a b 2.pdf 3 " HASH "\n", "a b 2.pdf 3 " HASH },
		{ "a.pdf 3 BA7816BF8F01CFEA414140DE5DAE2223"
		  "B00361A396177A9CB410FF61F20015AD",
		  "a.pdf 3 " HASH },
		{ "Ａ．pdf 3 " HASH, NULL },		/* its dot is no dot */
		{ "Ａ.pdf 3 " HASH, "Ａ.pdf 3 " HASH }, /* as on the disk */
		{ "a.pdf 0 " HASH, NULL },
		{ "a.pdf 5242881 " HASH, NULL },
		{ "a.pdf -3 " HASH, NULL },
		{ "a.zip 3 " HASH, NULL },
		{ "x/a.pdf 3 " HASH, NULL },
		{ "a\nb.pdf 3 " HASH, NULL },
		{ "3 " HASH, NULL },
		{ " 3 " HASH, NULL },
		{ HASH, NULL },
		{ "", NULL },
		{ "/nonexistent/a.pdf", NULL },
		{ "/", NULL },
		{ "a\x1b.pdf 3 " HASH, NULL },
	};
	const struct field field = { .type = FIELD_FILE };
	struct str name = { 0 };
	char *value = NULL;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int err = value_decode(&field, cases[i].typed, &value);

		if (err != (cases[i].canon ? 0 : EINVAL))
			fail_msg("%s: %s", cases[i].typed, err_text(err));
		if (!err) {
			assert_string_equal(cases[i].canon, value);
			free(value);
		}
	}

	/* 100 characters, not bytes */
	for (int i = 0; i < 96; i++)
		str_add(&name, "图");
	str_add(&name, ".pdf 3 " HASH);
	assert_int_equal(0, value_decode(&field, name.s, &value));
	free(value);
	value = x_strdup(name.s);
	str_clear(&name);
	str_addf(&name, "图%s", value);
	free(value);
	assert_int_equal(EINVAL, value_decode(&field, name.s, &value));
	str_release(&name);
}

/* A folder, a pipe and a file we may not read are refused in a word */
static void test_what_is_no_regular_file(void **state)
{
	const struct field field = { .type = FIELD_FILE };
	char dir[] = "/tmp/valueXXXXXX";
	struct str path = { 0 };
	char *value = NULL;

	(void)state;
	assert_non_null(mkdtemp(dir));
	str_addf(&path, "%s/a.pdf", dir);
	assert_int_equal(0, mkdir(path.s, 0700));
	assert_int_equal(EINVAL, value_decode(&field, path.s, &value));
	assert_non_null(strstr(err_text(EINVAL), "not a regular file"));
	assert_int_equal(0, rmdir(path.s));
	assert_int_equal(0, mkfifo(path.s, 0600));
	assert_int_equal(EINVAL, value_decode(&field, path.s, &value));
	assert_non_null(strstr(err_text(EINVAL), "not a regular file"));
	assert_int_equal(0, unlink(path.s));
	assert_int_equal(EINVAL, value_decode(&field, path.s, &value));
	assert_non_null(strstr(err_text(EINVAL), "No such file"));
	assert_int_equal(0, rmdir(dir));
	str_release(&path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_stored_files_and_what_is_none),
		cmocka_unit_test(test_what_is_no_regular_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
