/**
 * @file tests/unit/wrap.c  Lines of Chinese text
 */
#include "tui/wrap.h"

#include <string.h>

#include "cmocka_all.h"
#include "util/text.h"
#include "util/util.h"

static const char *const samples[] = {
	"",
	"\n",
	"呼叫中心",
	"（一）行政办公场地约150平方米以上，可供实地查验。",
	"《电信业务经营许可管理办法》第五条：“（六）”",
	"a-very-long-word-that-has-no-blank-in-it-at-all",
	"two  blanks   and a line\nfeed，，，，，，，，，，，，",
};

static void check_lines(const char *s, int width)
{
	while (*s) {
		size_t step;
		size_t n = wrap_line(s, width, &step);

		assert_true(step > 0);
		assert_true(step == n || (step == n + 1 && s[n] == '\n'));
		while (n > 0 && s[n - 1] == ' ')
			n--;
		assert_true(n <= text_fit(s, width, NULL));
		s += step;
	}
}

/* Every width gives back the whole text in lines that fit */
static void test_nothing_is_lost_and_lines_fit(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		for (int width = 2; width < 40; width++)
			check_lines(samples[i], width);
	}
}

static void test_marks_keep_to_their_side(void **state)
{
	size_t step;

	(void)state;
	/* the comma takes 验 down with it, the opening mark goes down */
	assert_int_equal(6, wrap_line("地查验，可", 6, &step));
	assert_int_equal(3, wrap_line("见《办法》", 4, &step));
	/* a word stays whole while it can */
	assert_int_equal(5, wrap_line("half whole", 7, &step));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_is_lost_and_lines_fit),
		cmocka_unit_test(test_marks_keep_to_their_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
