/**
 * @file tests/unit/ways.c  What a command wants to be told
 */
#include "util/ways.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void is_text(const struct ways_part *part, const char *text)
{
	assert_int_equal(part->n, strlen(text));
	assert_memory_equal(part->at, text, part->n);
}

static void test_ways_are_parted_outside_of_brackets(void **state)
{
	const char *rest = "NO list | NO make [--all | --aids] [DOC...] -o DIR";
	struct ways_part way;
	struct ways_part word;

	(void)state;
	assert_true(ways_next(&rest, &way));
	is_text(&way, "NO list");
	assert_true(ways_next(&rest, &way));
	is_text(&way, "NO make [--all | --aids] [DOC...] -o DIR");
	word = ways_word(&way);
	is_text(&word, "make");
	assert_false(ways_next(&rest, &way));
}

static void test_words_keep_their_brackets_and_dots(void **state)
{
	struct ways_part way = { "[--link THING [x]]... FILE...  -o DIR ", 38 };
	struct ways_part word;

	(void)state;
	assert_true(ways_take(&way, &word));
	is_text(&word, "[--link THING [x]]...");
	assert_true(ways_take(&way, &word));
	is_text(&word, "FILE...");
	assert_true(ways_take(&way, &word));
	is_text(&word, "-o");
	assert_true(ways_take(&way, &word));
	is_text(&word, "DIR");
	assert_false(ways_take(&way, &word));
}

static void test_nothing_is_one_way_without_words(void **state)
{
	const char *rest = "";
	struct ways_part way;
	struct ways_part word;

	(void)state;
	assert_true(ways_next(&rest, &way));
	assert_int_equal(ways_word(&way).n, 0);
	assert_false(ways_take(&way, &word));
	assert_false(ways_next(&rest, &way));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ways_are_parted_outside_of_brackets),
		cmocka_unit_test(test_words_keep_their_brackets_and_dots),
		cmocka_unit_test(test_nothing_is_one_way_without_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
