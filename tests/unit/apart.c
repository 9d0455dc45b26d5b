/**
 * @file tests/unit/apart.c  Work in a process of its own
 */
#include "util/apart.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"

struct answer {
	int sum;
	char text[100000]; /* more than a pipe holds */
};

static void add(void *answer, const void *arg)
{
	const int *v = arg;
	struct answer *a = answer;

	a->sum = v[0] + v[1];
	memset(a->text, 'x', sizeof(a->text));
}

static void test_the_answer_comes_back(void **state)
{
	static const int v[] = { 2, 3 };
	struct answer *a = calloc(1, sizeof(*a));

	(void)state;
	assert_non_null(a);
	assert_int_equal(0, apart_run(add, v, a, sizeof(*a)));
	assert_int_equal(5, a->sum);
	assert_int_equal('x', a->text[sizeof(a->text) - 1]);
	free(a);
}

static void swell(void *answer, const void *arg)
{
	(void)arg;
	for (int i = 0; i < 32; i++) {
		char *much = malloc((size_t)64 << 20);

		if (!much)
			abort();
		memset(much, 1, (size_t)64 << 20);
		*(volatile char *)answer = much[i];
	}
}

static void crash(void *answer, const void *arg)
{
	(void)answer;
	(void)arg;
	abort();
}

static void leave(void *answer, const void *arg)
{
	(void)answer;
	(void)arg;
	_exit(0);
}

static void test_what_is_stopped_is_told(void **state)
{
	apart_h *const all[] = { swell, crash, leave };

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct answer *a = calloc(1, sizeof(*a));

		assert_non_null(a);
		assert_int_equal(ECANCELED,
				 apart_run(all[i], NULL, a, sizeof(*a)));
		free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_answer_comes_back),
		cmocka_unit_test(test_what_is_stopped_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
