/**
 * @file tests/unit/tidy.c  Trees are drawn tidily
 */
#include "typeset/tidy.h"

#include <stdbool.h>
#include <stdlib.h>

#include "cmocka_all.h"
#include "util/mem.h"
#include "util/util.h"

/* Halves are rounded on the way up, once a level */
#define SLACK	 20

#define NODES	 8
#define BIG	 900
#define PARENTED 30

/* First and last child of a node; false if it has none */
static bool children(const struct tidy *v, size_t c, size_t i, long ends[2])
{
	bool any = false;

	for (size_t k = i + 1; k < c; k++) {
		if (v[k].parent != i)
			continue;
		if (!any)
			ends[0] = v[k].x;
		assert_true(!any || v[k].x > ends[1]); /* in their order */
		ends[1] = v[k].x;
		any = true;
	}

	return any;
}

static void assert_tidy(const struct tidy *v, size_t c, long width)
{
	for (size_t i = 0; i < c; i++) {
		long ends[2];

		assert_in_range(v[i].x, 0, width);
		if (i > 0)
			assert_int_equal(v[v[i].parent].depth + 1, v[i].depth);
		for (size_t k = 0; k < i; k++) {
			if (v[k].depth == v[i].depth)
				assert_true(labs(v[k].x - v[i].x) >=
					    TIDY_DISTANCE - SLACK);
		}
		if (children(v, c, i, ends))
			assert_true(labs((ends[0] + ends[1]) / 2 - v[i].x) <=
				    SLACK);
	}
}

/* All trees of a few nodes: every way to name parents that come before */
static void test_every_small_tree_is_tidy(void **state)
{
	size_t trees = 0;

	(void)state;
	for (size_t c = 1; c <= NODES; c++) {
		size_t all = 1;

		for (size_t i = 2; i < c; i++)
			all *= i;
		for (size_t n = 0; n < all; n++, trees++) {
			struct tidy v[NODES] = { { .parent = TIDY_NONE } };
			size_t rest = n;

			for (size_t i = 1; i < c; rest /= i, i++)
				v[i].parent = rest % i;
			assert_tidy(v, c, tidy_place(v, c));
		}
	}
	assert_true(trees > 5000);
}

static void test_large_trees_are_tidy(void **state)
{
	struct tidy *v = x_calloc(BIG, sizeof(*v));
	unsigned seed = 7;

	(void)state;
	for (size_t spread = 1; spread < PARENTED; spread += 3) {
		v[0].parent = TIDY_NONE;
		for (size_t i = 1; i < BIG; i++) {
			size_t back = spread < i ? spread : i;

			seed = seed * 1103515245U + 12345U;
			v[i].parent = i - 1 - (seed >> 16) % back;
		}
		assert_tidy(v, BIG, tidy_place(v, BIG));
	}
	free(v);
}

static void test_one_above_the_other(void **state)
{
	struct tidy v[] = { { .parent = TIDY_NONE },
			    { .parent = 0 },
			    { .parent = 1 } };

	(void)state;
	assert_int_equal(0, tidy_place(v, ARRAY_LEN(v)));
	assert_int_equal(2, v[2].depth);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_small_tree_is_tidy),
		cmocka_unit_test(test_large_trees_are_tidy),
		cmocka_unit_test(test_one_above_the_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
