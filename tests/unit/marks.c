/**
 * @file tests/unit/marks.c  Sets of marked dossiers
 */
#include "tui/marks.h"

#include "cmocka_all.h"

#define IDS 10

/* Every set of ids 0 to 9 against every list of four of them: what is marked
 * after each deed, one by one */
static void test_deeds_do_what_they_say_for_each_id(void **state)
{
	(void)state;
	for (unsigned set = 0; set < 1U << IDS; set++) {
		static const int64_t list[] = { 7, 0, 3, 9 };
		struct marks add = { .v = NULL };
		struct marks turn = { .v = NULL };
		size_t in = 0;

		for (int i = IDS - 1; i >= 0; i--) {
			if (!(set & (1U << i)))
				continue;
			marks_turn(&add, i);
			marks_turn(&turn, i);
		}
		for (int i = 0; i < 4; i++)
			in += (set >> list[i]) & 1;
		assert_int_equal(marks_count(&add, list, 4), in);
		marks_add(&add, list, 4);
		marks_turn_all(&turn, list, 4);
		for (int i = 0; i < IDS; i++) {
			bool was = set & (1U << i);
			bool listed = i == 7 || i == 0 || i == 3 || i == 9;

			assert_int_equal(marks_has(&add, i), was || listed);
			assert_int_equal(marks_has(&turn, i), was != listed);
		}
		for (size_t i = 1; i < turn.c; i++)
			assert_true(turn.v[i - 1] < turn.v[i]);
		assert_int_equal(marks_count(&add, list, 4), 4);
		assert_int_equal(marks_count(&turn, list, 4), 4 - in);
		marks_release(&add);
		marks_release(&turn);
		assert_false(marks_has(&turn, 3));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deeds_do_what_they_say_for_each_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
