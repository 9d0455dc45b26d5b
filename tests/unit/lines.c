/**
 * @file tests/unit/lines.c  Lines of cells of a fenced directive
 */
#include "typeset/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/util.h"

static const unsigned line_numbers[] = { 11, 12, 13, 14, 15 };

static const struct template_lines origin = {
	.v = (unsigned *)line_numbers,
	.c = ARRAY_LEN(line_numbers),
};

static void test_cells_are_parted_and_escapes_resolved(void **state)
{
	static const char body[] = "a|b\n\n  x \\| y \\\\ | **粗** |\n|\nend";
	struct lines l;
	char *s;

	(void)state;
	lines_init(&l, body, &origin, "t");
	assert_true(lines_next(&l));
	assert_int_equal(2, l.c);
	assert_int_equal(11, l.line);
	assert_true(lines_is(&l, 0, "a"));
	assert_true(lines_is(&l, 1, "b"));
	assert_true(lines_is(&l, 2, ""));
	assert_false(lines_is(&l, 0, "ab"));

	assert_true(lines_next(&l)); /* the empty line was passed over */
	assert_int_equal(13, l.line);
	assert_int_equal(3, l.c);
	s = lines_text(&l, 0);
	assert_string_equal("x | y \\", s);
	free(s);
	s = lines_text(&l, 1);
	assert_string_equal("粗", s);
	free(s);
	s = lines_text(&l, 2);
	assert_string_equal("", s);
	free(s);
	s = lines_text(&l, 9);
	assert_string_equal("", s);
	free(s);

	assert_true(lines_next(&l));
	assert_int_equal(2, l.c);
	assert_true(lines_next(&l));
	assert_int_equal(15, l.line);
	assert_false(lines_next(&l));
	assert_false(lines_next(&l));
	lines_release(&l);
}

/* clang-format off */
static const struct {
	const char *text;
	int64_t want; /* thousandths; -1: refused */
} numbers[] = {
	{ "0", 0 },             { "7", 7000 },        { "1.5", 1500 },
	{ "12\\.345", 12345 },  { "0.001", 1 },       { "100", 100000 },
	{ "100.001", -1 },      { "1.2345", -1 },     { "1.", -1 },
	{ ".5", -1 },           { "", -1 },           { "-1", -1 },
	{ "1e3", -1 },          { "1 2", -1 },        { "九", -1 },
	{ "0x10", -1 },         { "+1", -1 },         { "00001", 1000 },
	{ "99999999999999999999", -1 },
};

static const struct {
	int64_t milli;
	const char *want;
} written[] = {
	{ 0, "0" },     { 1500, "1.5" },   { -1500, "-1.5" }, { 1, "0.001" },
	{ -1, "-0.001" }, { 120000, "120" }, { 10010, "10.01" },
};
/* clang-format on */

static void test_numbers_are_exact_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		struct lines l;
		struct str body = { 0 };
		int64_t v = -2;
		int err;

		str_addf(&body, "n | %s", numbers[i].text);
		lines_init(&l, body.s, &origin, "t");
		assert_true(lines_next(&l));
		err = lines_number(&l, 1, 0, 100 * MILLI, &v);
		if (numbers[i].want >= 0) {
			assert_int_equal(0, err);
			assert_int_equal(numbers[i].want, v);
		} else {
			assert_int_equal(EBADMSG, err);
			assert_int_equal(-2, v);
			assert_non_null(strstr(err_text(err), "t:11: "));
		}
		lines_release(&l);
		str_release(&body);
	}
	for (size_t i = 0; i < ARRAY_LEN(written); i++) {
		struct str s = { 0 };

		lines_number_text(&s, written[i].milli);
		assert_string_equal(written[i].want, s.s);
		str_release(&s);
	}
}

static void test_negative_numbers_and_whole_ones(void **state)
{
	struct lines l;
	int64_t v = 0;
	long n = 0;

	(void)state;
	lines_init(&l, "-2.5 | 3 | 3.5 | 2026-02-29", &origin, "t");
	assert_true(lines_next(&l));
	assert_int_equal(0, lines_number(&l, 0, -3000, 0, &v));
	assert_int_equal(-2500, v);
	assert_int_equal(0, lines_whole(&l, 1, 1, 3, &n));
	assert_int_equal(3, n);
	assert_int_equal(EBADMSG, lines_whole(&l, 2, 1, 4, &n));
	assert_int_equal(EBADMSG,
			 lines_date(&l, 3, &(struct date){ .year = 0 }));
	assert_int_equal(0, lines_want(&l, 4, 4));
	assert_int_equal(EBADMSG, lines_want(&l, 1, 3));
	lines_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_are_parted_and_escapes_resolved),
		cmocka_unit_test(test_numbers_are_exact_or_refused),
		cmocka_unit_test(test_negative_numbers_and_whole_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
