/**
 * @file tests/unit/words.c  A catalogue of sentences
 */
#include "util/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"

/* Two sentences and the head of the file, which is empty */
static const uint32_t numbers[] = {
	0x950412de, 0, 3,  28, 52, 0, 0,  0, 76, 3,
	77,	    3, 81, 4,  85, 2, 90, 2, 93,
};
#define TEXTS "\0one\0two\0head\0un\0de"

struct file {
	char path[64];
	unsigned char bytes[128];
	size_t size;
};

static void put(struct file *f)
{
	FILE *out = fopen(f->path, "wb");

	assert_non_null(out);
	assert_int_equal(f->size, fwrite(f->bytes, 1, f->size, out));
	assert_int_equal(0, fclose(out));
}

static int set_up(void **state)
{
	static struct file f;
	int fd;

	f = (struct file){ "/tmp/callpermit-words-XXXXXX", { 0 }, 0 };
	fd = mkstemp(f.path);
	assert_true(fd >= 0);
	(void)close(fd);
	memcpy(f.bytes, numbers, sizeof(numbers));
	memcpy(f.bytes + sizeof(numbers), TEXTS, sizeof(TEXTS));
	f.size = sizeof(numbers) + sizeof(TEXTS);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	const struct file *f = *state;

	return unlink(f->path);
}

static void test_sentences_are_found(void **state)
{
	struct file *f = *state;
	struct words w;

	put(f);
	assert_int_equal(0, words_open(&w, f->path));
	assert_string_equal("un", words_find(&w, "one"));
	assert_string_equal("de", words_find(&w, "two"));
	assert_string_equal("three", words_find(&w, "three"));
	assert_string_equal("a", words_find(&w, "a"));
}

static void test_no_file_leaves_sentences_as_they_are(void **state)
{
	struct words w;

	(void)state;
	assert_int_equal(ENOENT, words_open(&w, "/nowhere/words.mo"));
	assert_string_equal("one", words_find(&w, "one"));
	assert_int_equal(EBADMSG, words_open(&w, "/tmp"));
	assert_string_equal("one", words_find(&w, "one"));
}

/* Cut off anywhere: what is opened has all it says */
static void test_a_file_cut_off_is_refused(void **state)
{
	struct file *f = *state;
	const size_t whole = f->size;
	struct words w;

	for (f->size = 0; f->size < whole; f->size++) {
		put(f);
		assert_int_equal(EBADMSG, words_open(&w, f->path));
		assert_string_equal("one", words_find(&w, "one"));
	}
}

/* Each number of it in turn points far away */
static void test_numbers_that_point_outside_are_refused(void **state)
{
	struct file *f = *state;
	const uint32_t far = 0xfffffff0;
	struct words w;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (i == 5 || i == 6) /* of a table of hashes, not used */
			continue;
		memcpy(f->bytes + i * sizeof(far), &far, sizeof(far));
		put(f);
		assert_int_equal(EBADMSG, words_open(&w, f->path));
		memcpy(f->bytes + i * sizeof(far), &numbers[i], sizeof(far));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sentences_are_found,
						set_up, tear_down),
		cmocka_unit_test(test_no_file_leaves_sentences_as_they_are),
		cmocka_unit_test_setup_teardown(test_a_file_cut_off_is_refused,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_numbers_that_point_outside_are_refused, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
