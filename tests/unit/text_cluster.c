/**
 * @file tests/unit/text_cluster.c  Characters as a reader sees them
 */
#include <string.h>

#include "cmocka_all.h"
#include "util/text.h"
#include "util/util.h"

/* clang-format off */
static const struct { const char *s; int clusters; int width; } samples[] = {
	{ "",                                  0, 0 },
	{ "abc",                               3, 3 },
	{ "呼叫中心",                          4, 8 },
	{ "e\xCC\x81tude",                     5, 5 }, /* e + acute accent */
	{ "\xF0\xAC\xAD\x8E\xF0\xA0\xAE\xB7",  2, 4 }, /* U+2CB4E U+20BB7 */
	{ "\xF0\xB1\x8D\x90",                  1, 2 }, /* U+31350, Ext H */
	{ "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D"
	  "\xF0\x9F\x91\xA7",                  1, 2 }, /* family of three */
	{ "\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3",  1, 2 }, /* flag */
	{ "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", 1, 2 }, /* Hangul jamo */
	{ "葛\xF3\xA0\x84\x80",                1, 2 }, /* with a variant */
	{ "156 m²",                            6, 6 },
};
/* clang-format on */

static void test_clusters_and_columns_are_counted(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		const char *s = samples[i].s;
		int clusters = 0;

		while (*s) {
			s += text_cluster(s, NULL);
			clusters++;
		}
		assert_int_equal(samples[i].clusters, clusters);
		assert_int_equal(samples[i].width, text_width(samples[i].s));
	}
}

static void test_fit_never_passes_the_columns(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		for (int columns = 0; columns < 12; columns++) {
			const char *s = samples[i].s;
			int used = -1;
			size_t n = text_fit(s, columns, &used);

			assert_in_range(used, 0, columns);
			assert_true(text_is_utf8(s, n));
			assert_true(s[n] == '\0' || used >= columns - 1);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clusters_and_columns_are_counted),
		cmocka_unit_test(test_fit_never_passes_the_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
