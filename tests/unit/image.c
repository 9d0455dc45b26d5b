/**
 * @file tests/unit/image.c  What a terminal answers when it is asked
 */
#include "cli/image.h"

#include <stdbool.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/util.h"

/* clang-format off */
static const struct {
	const char *answer;
	enum image_way way;
	bool whole;
} answers[] = {
	{ "",                                       IMAGE_NONE,  false },
	{ "\033[?",                                 IMAGE_NONE,  false },
	{ "\033[?62;4",                             IMAGE_NONE,  false },
	{ "\033[?1;2c",                             IMAGE_NONE,  true  }, /* xterm without */
	{ "\033[?62;4;22c",                         IMAGE_SIXEL, true  },
	{ "\033[?4c",                               IMAGE_SIXEL, true  },
	{ "\033[?62;14;24;44;46c",                  IMAGE_NONE,  true  },
	{ "\033[?62;22;4c",                         IMAGE_SIXEL, true  },
	{ "\033_Gi=31;OK\033\\\033[?62;c",          IMAGE_KITTY, true  },
	{ "\033_Gi=31;OK\033\\\033[?62;4;c",        IMAGE_KITTY, true  },
	{ "\033_Gi=31;ENOENT:no\033\\\033[?62;22c", IMAGE_NONE,  true  },
	{ "typed ahead\033[?62;4c",                 IMAGE_SIXEL, true  },
};
/* clang-format on */

static void test_answers_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		const char *s = answers[i].answer;
		bool whole = !answers[i].whole;

		assert_int_equal(answers[i].way,
				 image_answer(s, strlen(s), &whole));
		assert_int_equal(answers[i].whole, whole);
	}
}

static void test_an_answer_cut_anywhere_waits_for_the_rest(void **state)
{
	static const char s[] = "\033_Gi=31;OK\033\\\033[?62;4;22c";

	(void)state;
	for (size_t n = 0; n + 1 < sizeof(s) - 1; n++) {
		bool whole = true;

		assert_int_equal(IMAGE_NONE, image_answer(s, n, &whole));
		assert_false(whole);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers_are_read),
		cmocka_unit_test(
			test_an_answer_cut_anywhere_waits_for_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
